import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { inspect } from 'node:util'
import { Canongate, CanongateError, isCode, type Customer } from '../src/index.js'
import { demoKey, slowKey } from './gateway.js'
import { World } from './world.js'

let world: World
before(async () => { world = await World.open() })
after(async () => { await world.close() })

const problem = (more: object): object => ({
  type: '/problems/x', title: 'X', status: 503, code: 'vendor_unavailable', detail: 'It is away.', request_id: 'req_x', origin: 'vendor', outcome: 'not_sent', retryable: true, ...more,
})
const failure = async (promise: PromiseLike<unknown>): Promise<CanongateError> => {
  const error: unknown = await promise.then(() => assert.fail('it worked'), (e: unknown) => e)
  assert.ok(error instanceof CanongateError, inspect(error))
  return error
}

test('a call says who it is and when it will give up, and nothing else of the machine', async () => {
  world.proxy.reset()
  await world.client.connections.list()
  const { headers } = world.proxy.seen[0]!
  assert.match(String(headers['user-agent']), /^canongate-node\/\d+\.\d+\.\d+$/)
  const allowed = ['host', 'connection', 'authorization', 'accept', 'accept-encoding', 'accept-language', 'sec-fetch-mode', 'user-agent', 'request-timeout']
  assert.deepEqual(Object.keys(headers).filter((name) => !allowed.includes(name)), [])
  assert.match(String(headers['request-timeout']), /^59\d{3}ms$/)
})

test('what is left of the deadline is sent, anew at each attempt', async () => {
  world.proxy.reset({ kind: 'cut before' })
  await world.client.connections.get('cdp-uae', { timeout: 2000 })
  const [first, second] = world.proxy.seen.map((s) => Number(s.headers['request-timeout']!.toString().replace(/ms$/, '')))
  assert.ok(first! <= 1800 && first! > 1000, `${first}`)
  assert.ok(second! < first!, `${second} after ${first}`)
})

test('retryable: true is repeated until the retries are used up, retryable: false never', async () => {
  const away = { kind: 'answer', status: 503, body: problem({}) } as const
  world.proxy.reset(away, away)
  assert.equal((await world.client.connections.list()).$response.attempts, 3)
  world.proxy.reset(away, away)
  const error = await failure(world.client.connections.list({ maxRetries: 1 }))
  assert.equal(error.attempts, 2)
  world.proxy.reset({ kind: 'answer', status: 503, body: problem({ retryable: false }) })
  assert.equal((await failure(world.client.connections.list())).attempts, 1)
  world.proxy.reset({ kind: 'answer', status: 500, body: problem({ retryable: false, code: 'internal_error' }) })
  await failure(world.client.customers.create({ name: { given_name: 'Noor' } }))
  assert.equal(world.proxy.seen.length, 1)
})

test('of a proxy, 502 is repeated and 403 is not', async () => {
  world.proxy.reset({ kind: 'page' })
  assert.equal((await world.client.connections.list()).$response.attempts, 2)
  world.proxy.reset({ kind: 'answer', status: 403, headers: { 'Content-Type': 'text/html' }, body: 'no' })
  const error = await failure(world.client.connections.list())
  assert.equal(error.code, 'no_answer')
  assert.equal(error.status, 403)
  assert.equal(error.attempts, 1)
})

test('an operation whose effect is not known is not repeated', async () => {
  const { call } = await import('../src/call.js')
  let sent = 0
  const settings = { baseURL: world.proxy.url, authorization: 'Bearer x', timeout: 5000, maxRetries: 2, epoch: undefined, fetch: async () => { sent++; throw new TypeError('cut') } }
  const operation = { resource: 'x', verb: 'y', method: 'POST', path: '/v1/x', effect: 'new' as never }
  await failure(call(settings, 'y_x', operation, { path: '/v1/x', query: {}, body: {} }, {}))
  assert.equal(sent, 1)
})

test('Retry-After of the gateway is waited for', async () => {
  const client = new Canongate({ apiKey: slowKey, baseURL: world.proxy.url })
  world.proxy.reset()
  await client.connections.list()
  const again = await client.connections.list()
  assert.equal(again.$response.attempts, 2)
  const [, refused, taken] = world.proxy.seen
  assert.ok(taken!.at - refused!.at >= 990, `only ${taken!.at - refused!.at} ms passed`)
})

test('a deadline that is nearer than Retry-After ends the call at once', async () => {
  world.proxy.reset({ kind: 'answer', status: 429, headers: { 'Retry-After': '30' }, body: problem({ status: 429, code: 'rate_limited' }) })
  const began = performance.now()
  const error = await failure(world.client.connections.list({ timeout: 5000 }))
  assert.ok(performance.now() - began < 2500, 'it waited')
  assert.equal(error.code, 'rate_limited')
  assert.equal(error.retryAfter, 30)
  assert.equal(world.proxy.seen.length, 1)
})

test('no answer by the deadline ends the call', async () => {
  world.proxy.reset({ kind: 'delay', milliseconds: 60_000 })
  const error = await failure(world.client.connections.list({ timeout: 300 }))
  assert.equal(error.code, 'no_answer')
  assert.equal(world.proxy.seen.length, 1)
})

test('a redirect is not followed', async () => {
  world.proxy.reset({ kind: 'answer', status: 307, headers: { Location: world.gateway.url, 'Content-Type': 'text/plain' }, body: '' })
  assert.equal((await failure(world.client.connections.list())).status, 307)
  assert.equal(world.proxy.seen.length, 1)
})

test('values that are not known yet are taken', async () => {
  world.proxy.reset({ kind: 'change', change: (body) => ({ ...body, status: 'levitating', more: { of: 'it' } }) })
  const customer: Customer = await world.client.customers.create({
    external_reference: 'u-2', name: { given_name: 'Noor', family_name: 'Haddadin' }, birthdate: '1990-04-12', gender: 'female', nationalities: ['JO'],
    country_of_residence: 'AE', phones: [{ number: '+971500000199', type: 'mobile', primary: true }],
    identifiers: [{ type: 'emirates_id', number: '784199048372157' }],
  })
  assert.equal(customer.status, 'levitating')
  world.proxy.reset({ kind: 'answer', status: 409, body: problem({ code: 'not_invented_yet', retryable: false, outcome: 'answered' }) })
  const error = await failure(world.client.customers.get('ref:u-2'))
  assert.equal(error.code, 'not_invented_yet')
  assert.ok(isCode(error, 'not_invented_yet'))
  assert.equal(error.requestId, 'req_x')
})

test('a problem has its fields, its request and its key', async () => {
  const error = await failure(world.client.customers.create({}, { requestId: 'mine-1', idempotencyKey: 'mine-1' }))
  assert.equal(error.code, 'validation_failed')
  assert.equal(error.status, 422)
  assert.equal(error.outcome, 'not_sent')
  assert.equal(error.requestId, 'mine-1')
  assert.equal(error.idempotencyKey, 'mine-1')
  assert.deepEqual(error.errors.map((e) => e.pointer).filter((p) => p.startsWith('/name/')).length > 0, true)
})

test('neither an error nor a client shows the credential', async () => {
  world.proxy.reset({ kind: 'cut before' })
  const error = await failure(world.client.connections.list({ maxRetries: 0 }))
  assert.ok(!(inspect(error, { depth: 20, showHidden: true }) + inspect(world.client, { depth: 20, showHidden: true })).includes(demoKey))
})

test('a list is a page to await and all elements to iterate over', async () => {
  for (let i = 0; i < 3; i++) await world.direct.payments.create(world.payment())
  world.proxy.reset()
  const page = await world.client.payments.list({ limit: 1 })
  assert.equal(page.data!.length, 1)
  assert.equal(page.has_more, true)
  const all: string[] = []
  world.proxy.reset()
  for await (const payment of world.client.payments.list({ limit: 1 })) all.push(payment.id)
  assert.equal(new Set(all).size, 3)
  assert.equal(all[0], page.data![0]!.id)
  assert.equal(world.proxy.seen.length, 3)
})

test('an id is one segment of the path', async () => {
  await world.direct.customerReferences.create({ vendor_ids: { customer_account_id: 'c0000000-0000-4000-8000-000000000002' }, external_reference: 'a/b?c' }, { connection: 'omnumi-us' })
  assert.deepEqual((await world.direct.bankAccounts.list('ref:a/b?c')).data, [])
  for (const id of ['', '.', '..']) await assert.rejects(async () => { await world.client.customers.get(id) }, TypeError)
})

test('what forgets answers nothing', async () => {
  const forgotten = await world.direct.customerReferences.forget({ external_reference: 'nobody' })
  assert.deepEqual({ ...forgotten }, {})
  assert.equal(forgotten.$response.status, 204)
})
