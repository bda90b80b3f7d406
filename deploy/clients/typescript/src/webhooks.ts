import { createHmac, timingSafeEqual } from 'node:crypto'
import type { WebhookEvent } from './generated/operations.js'

/** A delivery that is not authentic, or too old. `message` says which; nothing of its body is in it. */
export class WebhookVerificationError extends Error {
  override readonly name = 'WebhookVerificationError'
}

export interface WebhookOptions {
  /** How far the time of a delivery may be from now, in seconds. */
  readonly tolerance?: number
  /** Milliseconds since 1970. */
  readonly now?: number
}

/** Headers of a request: of fetch, or of node:http. */
export type WebhookHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>

/**
 * Gives the event of a delivery whose signature is right (Standard Webhooks).
 *
 * body is the body as it came, before anything parsed it. secrets are those of the
 * subscriber: several while one is being replaced. A delivery may come twice, and
 * this does not notice: keep the event's `id`, and do nothing for one that you have.
 */
export function verifyWebhook(body: string | Uint8Array, headers: WebhookHeaders, secrets: string | readonly string[], options: WebhookOptions = {}): WebhookEvent {
  const id = single(headers, 'webhook-id')
  const timestamp = single(headers, 'webhook-timestamp')
  const signatures = single(headers, 'webhook-signature').split(' ')
  const now = (options.now ?? Date.now()) / 1000
  if (!/^\d{1,15}$/.test(timestamp) || Math.abs(now - Number(timestamp)) > (options.tolerance ?? 300)) {
    throw new WebhookVerificationError('the time of the delivery is too far from now')
  }
  const bytes = typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  const keys = typeof secrets === 'string' ? [secrets] : secrets
  const good = keys.some((secret) => {
    const wanted = createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.`).update(bytes).digest()
    return signatures.some((signature) => matches(signature, wanted))
  })
  if (!good) throw new WebhookVerificationError('no signature fits')
  return JSON.parse(bytes.toString('utf8')) as WebhookEvent
}

function single(headers: WebhookHeaders, name: string): string {
  const found = headers instanceof Headers ? headers.get(name)
    : Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1]
  if (typeof found !== 'string' || found === '') throw new WebhookVerificationError(`the header ${name} is missing, or comes twice`)
  return found
}

function keyOf(secret: string): Buffer {
  const text = secret.replace(/^whsec_/, '')
  const key = Buffer.from(text, 'base64')
  if (key.length === 0 || key.toString('base64').replace(/=+$/, '') !== text.replace(/=+$/, '')) throw new TypeError('a secret is whsec_ and base64')
  return key
}

function matches(signature: string, wanted: Buffer): boolean {
  if (!signature.startsWith('v1,')) return false
  const given = Buffer.from(signature.slice(3), 'base64')
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}
