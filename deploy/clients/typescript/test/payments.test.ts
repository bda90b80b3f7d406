import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Canongate, CanongateError, isCode, PaymentOutcomeUnknown } from '../src/index.js'
import { demoKey } from './gateway.js'
import { type Fault, startProxy } from './proxy.js'
import { World } from './world.js'

let world: World
before(async () => { world = await World.open() })
after(async () => { await world.close() })

const faults: Record<string, { faults: Fault[], sent: number, replayed: boolean }> = {
  'nothing': { faults: [], sent: 1, replayed: false },
  'the connection is cut before the gateway sees it': { faults: [{ kind: 'cut before' }], sent: 2, replayed: false },
  'the connection is cut twice': { faults: [{ kind: 'cut before' }, { kind: 'cut before' }], sent: 3, replayed: false },
  'the answer is lost': { faults: [{ kind: 'cut after' }], sent: 2, replayed: true },
  'the answer is lost twice': { faults: [{ kind: 'cut after' }, { kind: 'cut after' }], sent: 3, replayed: true },
  'half of the answer is lost': { faults: [{ kind: 'cut inside' }], sent: 2, replayed: true },
  'a load balancer answers': { faults: [{ kind: 'page' }], sent: 2, replayed: false },
  'a load balancer answers in its place': { faults: [{ kind: 'page after' }], sent: 2, replayed: true },
  'the request comes twice': { faults: [{ kind: 'duplicate' }], sent: 1, replayed: true },
  'the answer is late': { faults: [{ kind: 'delay', milliseconds: 300 }], sent: 1, replayed: false },
}
for (const [name, fault] of Object.entries(faults)) {
  test(`exactly one payment when ${name}`, async () => {
    const draft = world.payment()
    world.proxy.reset(...fault.faults)
    const payment = await world.client.payments.create(draft)
    assert.equal(payment.status, 'submitted')
    assert.equal(payment.$response.replayed, fault.replayed)
    assert.equal(payment.$response.attempts, fault.sent)
    assert.equal(world.proxy.seen.length, fault.sent)
    assert.deepEqual([...world.keys()], [payment.$response.idempotencyKey], 'every attempt has the one key')
    assert.equal(new Set(world.proxy.seen.map((s) => s.body)).size, 1, 'every attempt has the same body')
    assert.equal(await world.made(draft), 1)
  })
}

test('exactly one payment when the request comes twice at once', async () => {
  const draft = world.payment()
  world.proxy.reset({ kind: 'at once' })
  const payment = await world.client.payments.create(draft)
  assert.equal(payment.status, 'submitted')
  assert.equal(world.keys().size, 1)
  assert.equal(await world.made(draft), 1)
})

test('an unknown outcome is thrown with its id, and sent once', async () => {
  const draft = world.paymentOf('500.99')
  world.proxy.reset()
  const error = await world.client.payments.create(draft).then(() => assert.fail('it was paid'), (e: unknown) => e)
  assert.ok(error instanceof PaymentOutcomeUnknown)
  assert.equal(error.code, 'payment_outcome_unknown')
  assert.equal(error.outcome, 'unknown')
  assert.equal(error.retryable, false)
  assert.equal(error.attempts, 1)
  assert.equal(world.proxy.seen.length, 1)
  assert.equal(error.idempotencyKey, world.proxy.seen[0]!.headers['idempotency-key'])
  const payment = await world.client.payments.get(error.paymentId!)
  assert.equal(payment.status, 'unknown')
  const found: string[] = []
  for await (const p of world.client.payments.list({ status: 'unknown' })) found.push(p.id)
  assert.deepEqual(found, [error.paymentId])
  assert.equal(await world.made(draft), 1)
})

test('a payment of which nothing is heard is unknown, and its key tells what became of it', async () => {
  const draft = world.payment()
  world.proxy.reset({ kind: 'cut after' }, { kind: 'cut after' }, { kind: 'cut before' })
  const error = await world.client.payments.create(draft).then(() => assert.fail('it was heard'), (e: unknown) => e)
  assert.ok(error instanceof PaymentOutcomeUnknown)
  assert.equal(error.code, 'no_answer')
  assert.equal(error.paymentId, undefined)
  assert.equal(error.attempts, 3)
  assert.equal(await world.made(draft), 1)
  world.proxy.reset()
  const payment = await world.client.payments.create(draft, { idempotencyKey: error.idempotencyKey!, ...(error.epoch !== undefined && { epoch: error.epoch }) })
  assert.equal(payment.$response.replayed, true)
  assert.equal(await world.made(draft), 1)
})

test('a refusal after an answer that was lost does not hide that the money may have moved', async () => {
  const draft = world.payment()
  const limited = { status: 429, headers: { 'Retry-After': '600' }, body: { code: 'rate_limited', title: '', detail: 'Later.', retryable: true, outcome: 'not_sent', origin: 'caller', status: 429, type: '', request_id: 'r' } }
  world.proxy.reset({ kind: 'cut after' }, { kind: 'answer', ...limited })
  const error = await world.client.payments.create(draft).then(() => assert.fail('it was heard'), (e: unknown) => e)
  assert.ok(error instanceof PaymentOutcomeUnknown)
  assert.equal(error.outcome, 'unknown')
  assert.equal(error.problem?.outcome, 'not_sent')
  assert.equal(error.attempts, 2)
  assert.equal(await world.made(draft), 1)
})

test('a gateway that is not there was sent nothing', async () => {
  const gone = await startProxy(world.gateway.url)
  await gone.stop()
  const client = new Canongate({ apiKey: demoKey, baseURL: gone.url, maxRetries: 1 })
  const error = await client.payments.create(world.payment()).then(() => assert.fail('it was paid'), (e: unknown) => e)
  assert.ok(error instanceof CanongateError && !(error instanceof PaymentOutcomeUnknown))
  assert.equal(error.outcome, 'not_sent')
  assert.equal(error.attempts, 2)
})

test('a caller who gives up is told that the outcome is unknown', async () => {
  const draft = world.payment()
  world.proxy.reset({ kind: 'delay', milliseconds: 60_000 })
  const giveUp = new AbortController()
  const paid = world.client.payments.create(draft, { signal: giveUp.signal })
  while (await world.made(draft) === 0) { /* until the vendor has it */ }
  giveUp.abort()
  const error = await paid.then(() => assert.fail('it was heard'), (e: unknown) => e)
  assert.ok(error instanceof PaymentOutcomeUnknown)
  assert.equal(error.attempts, 1)
  assert.equal(world.proxy.seen.length, 1)
  await assert.rejects(world.client.payments.create(draft, { signal: giveUp.signal }), { name: 'AbortError' })
  assert.equal(world.proxy.seen.length, 1, 'nothing is sent after that')
})

test('what is refused is not sent again', async () => {
  for (const [value, code] of [['400.99', 'validation_failed'], ['404.99', 'bank_account_not_found']] as const) {
    world.proxy.reset()
    const error = await world.client.payments.create(world.paymentOf(value)).then(() => assert.fail('it was paid'), (e: unknown) => e)
    assert.ok(isCode(error, code), String(error))
    assert.ok(!(error instanceof PaymentOutcomeUnknown))
    assert.equal(error.retryable, false)
    assert.equal(world.proxy.seen.length, 1)
  }
})

test('another body under the same key is refused', async () => {
  const draft = world.payment()
  const { $response } = await world.direct.payments.create(draft)
  await assert.rejects(world.direct.payments.create(world.payment(), { idempotencyKey: $response.idempotencyKey! }), { code: 'idempotency_key_reused' })
})

test('the epoch goes with the keys that are made after it was heard of, and with no other', async () => {
  const client = new Canongate({ apiKey: demoKey, baseURL: world.proxy.url })
  world.proxy.reset()
  const first = await client.payments.create(world.payment())
  assert.equal(world.proxy.seen[0]!.headers['gateway-epoch'], undefined, 'nothing was heard yet')
  const epoch = first.$response.headers.get('Gateway-Epoch')
  assert.notEqual(epoch, null)
  world.proxy.reset({ kind: 'cut after' })
  const second = await client.payments.create(world.payment())
  assert.deepEqual(world.proxy.seen.map((s) => s.headers['gateway-epoch']), [epoch, epoch])
  assert.equal(second.$response.epoch, epoch)
  world.proxy.reset()
  await client.payments.create(world.payment(), { idempotencyKey: 'made-long-ago' })
  await client.payments.create(world.payment(), { idempotencyKey: 'made-lately', epoch: epoch! })
  assert.deepEqual(world.proxy.seen.map((s) => s.headers['gateway-epoch']), [undefined, epoch])
})
