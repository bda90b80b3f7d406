import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { verifyWebhook, WebhookVerificationError, type WebhookEvent } from '../src/index.js'
import { demoKey, run, secret } from './gateway.js'
import { World } from './world.js'

interface Delivery { readonly headers: IncomingHttpHeaders, readonly body: Buffer }

/** An app that keeps what is delivered to it. */
class App {
  readonly #server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      response.writeHead(204).end()
      const delivery = { headers: request.headers, body: Buffer.concat(chunks) }
      const waiting = this.#waiting.shift()
      if (waiting) waiting(delivery)
      else this.#kept.push(delivery)
    })
  })

  readonly #kept: Delivery[] = []
  readonly #waiting: ((delivery: Delivery) => void)[] = []

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/webhooks`
  }

  next(): Promise<Delivery> {
    const kept = this.#kept.shift()
    return kept ? Promise.resolve(kept) : new Promise((resolve) => this.#waiting.push(resolve))
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

const app = new App()
let world: World
before(async () => { world = await World.open(await app.open()) })
after(async () => {
  await world.close()
  await app.close()
})

async function unknownPayment(): Promise<string> {
  const error = await world.direct.payments.create(world.paymentOf('500.99')).then(() => assert.fail('it is known'), (e: unknown) => e as { paymentId: string })
  return error.paymentId
}

test('a delivery of the gateway verifies', async () => {
  const id = await unknownPayment()
  const { headers, body } = await app.next()
  const event = verifyWebhook(body, headers, secret)
  assert.equal(event.id, headers['webhook-id'])
  assert.equal(event.type, 'payment.updated')
  if (event.type !== 'payment.updated') return
  assert.equal(event.data.payment_id, id)
  assert.equal(event.data.status, 'unknown')
  verifyWebhook(body.toString(), new Headers(headers as Record<string, string>), ['whsec_b2xk', secret])
})

test('canongate listen forwards the same, signed with the secret that it prints', async () => {
  const dev = new App()
  const forward = await dev.open()
  const listener = run(['listen', '--api', world.gateway.url, '--forward', forward, '--key', 'env:APP_KEY'], { env: { APP_KEY: demoKey } })
  try {
    const [, printed] = await listener.line(/^secret +(whsec_\S+)$/)
    await listener.line(/^listening .*omnumi-us/)
    const id = await unknownPayment()
    const [real, copy] = [await app.next(), await dev.next()]
    assert.deepEqual(copy.body, real.body, 'the body is that of a real delivery')
    assert.equal(copy.headers['webhook-id'], real.headers['webhook-id'])
    assert.equal(copy.headers['content-type'], real.headers['content-type'])
    const event = verifyWebhook(copy.body, copy.headers, printed!)
    assert.equal(event.subject, id)
    assert.throws(() => verifyWebhook(copy.body, copy.headers, secret), WebhookVerificationError)
    await listener.line(new RegExp(`payment\\.updated .*${event.id} 204`))
  } finally {
    await listener.stop()
    await dev.close()
  }
})

const body = JSON.stringify({ specversion: '1.0', id: 'evt_1', source: '/connections/x', type: 'of.tomorrow', time: '2026-11-29T00:00:00Z', data: {} })
const now = 1_764_374_400_000

function signed(more: Record<string, string> = {}): Record<string, string> {
  const timestamp = String(now / 1000)
  const mac = createHmac('sha256', Buffer.from(secret.slice(6), 'base64')).update(`evt_1.${timestamp}.${body}`).digest('base64')
  return { 'webhook-id': 'evt_1', 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${mac}`, ...more }
}

test('a type that is not known yet is taken', () => {
  const event: WebhookEvent = verifyWebhook(body, signed(), secret, { now })
  assert.equal(event.type as string, 'of.tomorrow')
})

test('five minutes are tolerated, in both directions', () => {
  for (const seconds of [-300, 300]) verifyWebhook(body, signed(), secret, { now: now + seconds * 1000 })
  for (const seconds of [-301, 301]) assert.throws(() => verifyWebhook(body, signed(), secret, { now: now + seconds * 1000 }), WebhookVerificationError)
  verifyWebhook(body, signed(), secret, { now: now + 301_000, tolerance: 302 })
})

test('one of several signatures, and one of several secrets, is enough', () => {
  const good = signed()['webhook-signature']!
  verifyWebhook(body, signed({ 'webhook-signature': `v1,AAAA v1a,AAAA ${good}` }), ['whsec_b2xk', secret], { now })
  assert.throws(() => verifyWebhook(body, signed(), ['whsec_b2xk'], { now }), WebhookVerificationError)
  assert.throws(() => verifyWebhook(body, signed(), [], { now }), WebhookVerificationError)
})

test('what was changed does not verify, and nothing of it is told', () => {
  const headers = signed()
  for (const [changed, over] of [
    [`${body} `, {}], [body, { 'webhook-id': 'evt_2' }], [body, { 'webhook-timestamp': String(now / 1000 + 1) }], [body, { 'webhook-signature': 'v1,' }],
    [body, { 'webhook-signature': headers['webhook-signature']!.replace('v1,', 'v2,') }], [body, { 'webhook-signature': '' }], [body, { 'webhook-timestamp': 'soon' }],
  ] as const) {
    assert.throws(() => verifyWebhook(changed, { ...headers, ...over }, secret, { now }), (error: unknown) =>
      error instanceof WebhookVerificationError && !error.message.includes('evt_'))
  }
  for (const missing of Object.keys(headers)) {
    const rest: Record<string, string | string[] | undefined> = { ...headers, [missing]: undefined }
    assert.throws(() => verifyWebhook(body, rest, secret, { now }), WebhookVerificationError)
    assert.throws(() => verifyWebhook(body, { ...rest, [missing]: [headers[missing]!, headers[missing]!] }, secret, { now }), WebhookVerificationError)
  }
  assert.throws(() => verifyWebhook(body, headers, 'not base64!', { now }), TypeError)
})
