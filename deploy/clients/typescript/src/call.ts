import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { CanongateError, PaymentOutcomeUnknown } from './errors.js'
import type { Problem } from './generated/api.js'
import type { CallOptions, Effect, MoreOptions, Operation, Response } from './types.js'

/** What all calls of a client have in common. `epoch` is the last one that the gateway named. */
export interface Settings {
  readonly baseURL: string
  readonly authorization: string
  readonly timeout: number
  readonly maxRetries: number
  readonly fetch: typeof fetch
  epoch: string | undefined
}

export interface Request {
  readonly path: string
  readonly query: Readonly<Record<string, unknown>>
  readonly body: unknown
}

const version = '1.0.0'

/** Milliseconds of the first wait at most, and of any. */
const firstWait = 400
const longestWait = 5000

/** One attempt: what came back, or why nothing did. */
interface Attempt {
  readonly response?: globalThis.Response
  readonly text: string
  /** Whether a byte of the request may have left. */
  readonly sent: boolean
  readonly cause?: unknown
}

/**
 * Does one operation. The key is made here, once, so each attempt has the same. An
 * attempt is repeated if the gateway says that it may be, or if nothing of the
 * gateway's came back and repeating is harmless; never past the deadline.
 */
export async function call(settings: Settings, name: string, operation: Operation, request: Request, options: CallOptions & MoreOptions): Promise<unknown> {
  options.signal?.throwIfAborted() // nothing is sent
  const deadline = performance.now() + (options.timeout ?? settings.timeout)
  const maxRetries = options.maxRetries ?? settings.maxRetries
  const keyed = operation.effect === 'keyed' || operation.effect === 'payment'
  const key = keyed ? options.idempotencyKey ?? randomUUID() : undefined
  // A key that was made before may be older than what this client has heard.
  const epoch = !keyed ? undefined : options.idempotencyKey === undefined ? settings.epoch : options.epoch
  const url = address(settings.baseURL, request)
  const body = request.body === undefined ? undefined : JSON.stringify(request.body)
  let unheard = false // an attempt may have reached the vendor, and nothing was heard of it

  for (let attempts = 1; ; attempts++) {
    const left = deadline - performance.now()
    const attempt = await send(settings, operation, url, body, headersOf(settings, operation, options, key, epoch, left), left, options.signal)
    const { response } = attempt
    settings.epoch = response?.headers.get('Gateway-Epoch') ?? settings.epoch
    const heard = response === undefined ? undefined : read(operation, response, attempt.text)
    if (response !== undefined && heard !== undefined && 'value' in heard) return answer(heard.value, response, key, epoch, attempts)

    const problem = heard?.problem
    if (problem === undefined && attempt.sent) unheard = true
    const retryAfter = secondsOf(response?.headers.get('Retry-After'))
    const fail = (): CanongateError => {
      const outcome = unheard && (problem === undefined || problem.outcome === 'not_sent') ? 'unknown' : problem?.outcome ?? 'not_sent'
      const Kind = operation.effect === 'payment' && outcome === 'unknown' ? PaymentOutcomeUnknown : CanongateError
      return new Kind({
        operation: name, problem, status: response?.status, requestId: response?.headers.get('Request-Id') ?? problem?.request_id,
        outcome, retryAfter, idempotencyKey: key, epoch, attempts, headers: response?.headers, cause: attempt.cause,
      })
    }
    const repeat = problem === undefined ? mayRepeat(operation.effect, response?.status) : problem.retryable
    const wait = Math.max((retryAfter ?? 0) * 1000, backoff(attempts))
    if (!repeat || attempts > maxRetries || wait >= deadline - performance.now()) throw fail()
    await sleep(wait, undefined, options.signal === undefined ? {} : { signal: options.signal }).catch(() => {
      throw fail() // the caller gave up in the wait: what is known is the attempt before it
    })
  }
}

/** mayRepeat says whether a call of which nothing was heard is harmless to repeat: all that the document marks so. */
function mayRepeat(effect: Effect, status: number | undefined): boolean {
  const passing = status === undefined || status < 300 || status === 408 || status === 429 || status >= 500
  switch (effect) {
    case 'safe': case 'idempotent': case 'keyed': case 'payment': return passing
    default: return false // a later document's
  }
}

/** The wait before the next attempt: doubled each time, with jitter over its upper half. */
function backoff(attempts: number): number {
  const wait = Math.min(firstWait * 2 ** (attempts - 1), longestWait)
  return wait / 2 + Math.random() * wait / 2
}

function address(base: string, request: Request): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(request.query)) {
    if (value !== undefined && value !== null) query.set(name, String(value))
  }
  return base + request.path + (query.size > 0 ? `?${query}` : '')
}

function headersOf(
  settings: Settings, operation: Operation, options: CallOptions & MoreOptions, key: string | undefined, epoch: string | undefined, left: number,
): Record<string, string> {
  const given: Record<string, string | undefined> = {
    Authorization: settings.authorization,
    Accept: operation.text ? '*/*' : 'application/json, application/problem+json',
    'User-Agent': `canongate-node/${version}`,
    'Content-Type': operation.body === true ? 'application/json' : undefined,
    // A little less than what is left, so that the gateway's own answer still comes in time.
    'Request-Timeout': `${Math.max(1, Math.floor(left - Math.min(left / 10, 500)))}ms`,
    'Request-Id': options.requestId,
    traceparent: options.traceparent,
    'Gateway-Connection': options.connection,
    'Idempotency-Key': key,
    'Gateway-Epoch': epoch,
    'Client-Ip': options.clientIp,
    'Client-Geo': options.clientGeo,
    'Customer-Authorization': options.customerAuthorization,
    'Client-Details': options.clientDetails,
  }
  return Object.fromEntries(Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined))
}

async function send(
  settings: Settings, operation: Operation, url: string, body: string | undefined, headers: Record<string, string>, left: number, signal: AbortSignal | undefined,
): Promise<Attempt> {
  const timer = AbortSignal.timeout(Math.max(0, Math.floor(left)))
  try {
    const response = await settings.fetch(url, {
      method: operation.method, headers, redirect: 'manual', signal: signal === undefined ? timer : AbortSignal.any([signal, timer]),
      ...(body !== undefined && { body }),
    })
    return { response, text: await response.text(), sent: true }
  } catch (cause) {
    return { cause, text: '', sent: !neverSent(cause) }
  }
}

/** neverSent says whether no byte of the request can have left: no connection was made. */
function neverSent(cause: unknown): boolean {
  const inner = (cause as { cause?: { code?: unknown } } | undefined)?.cause
  return typeof inner?.code === 'string' && ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'].includes(inner.code)
}

/** read tells the gateway's answers from all others. */
function read(operation: Operation, response: globalThis.Response, text: string): { value: unknown, problem?: undefined } | { problem: Problem } | undefined {
  if (response.ok && response.status === 204) return { value: {} }
  if (response.ok && operation.text) return { value: { text } }
  const media = response.headers.get('Content-Type')?.split(';')[0]?.trim()
  if (media !== (response.ok ? 'application/json' : 'application/problem+json')) return undefined
  const value = parse(text)
  if (response.ok) return typeof value === 'object' && value !== null ? { value } : undefined
  return isProblem(value) ? { problem: value } : undefined
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // it was cut, or is something else
  }
}

function isProblem(value: unknown): value is Problem {
  const p = value as Partial<Problem> | null
  return typeof p === 'object' && p !== null && typeof p.code === 'string' && typeof p.retryable === 'boolean' && typeof p.outcome === 'string'
}

function answer(value: unknown, response: globalThis.Response, key: string | undefined, epoch: string | undefined, attempts: number): unknown {
  const { headers } = response
  const $response: Response = {
    status: response.status, requestId: headers.get('Request-Id') ?? undefined, connection: headers.get('Gateway-Connection') ?? undefined,
    replayed: headers.get('Idempotency-Replayed') === 'true', idempotencyKey: key, epoch, attempts, headers,
  }
  return Object.defineProperty(value, '$response', { value: $response })
}

/** Seconds, or a date of HTTP. */
function secondsOf(header: string | null | undefined): number | undefined {
  if (header === null || header === undefined) return undefined
  if (/^\d{1,9}$/.test(header)) return Number(header)
  const at = Date.parse(header)
  return Number.isNaN(at) ? undefined : Math.max(0, (at - Date.now()) / 1000)
}
