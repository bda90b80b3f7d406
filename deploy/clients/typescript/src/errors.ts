import type { Problem } from './generated/api.js'

/** What went wrong. More codes may come: every string is taken. */
export type Code = Problem['code'] | NoAnswer

/** `no_answer`: the gateway did not answer, or what answered was not the gateway. */
type NoAnswer = 'no_answer'

/** What is known of a failed call. */
export interface Failure {
  readonly operation: string
  readonly problem: Problem | undefined
  readonly status: number | undefined
  readonly requestId: string | undefined
  readonly outcome: Problem['outcome']
  readonly retryAfter: number | undefined
  readonly idempotencyKey: string | undefined
  readonly epoch: string | undefined
  readonly attempts: number
  readonly headers: Headers | undefined
  readonly cause?: unknown
}

/**
 * A call that failed. `code` says what to do; `outcome` says whether the vendor may
 * have acted, at any attempt; `problem` is all that the gateway said.
 */
export class CanongateError extends Error {
  override readonly name: string = 'CanongateError'
  readonly code: Code
  readonly operation: string
  readonly problem: Problem | undefined
  /** Of HTTP; undefined where nobody answered. */
  readonly status: number | undefined
  readonly requestId: string | undefined
  readonly outcome: Problem['outcome']
  /** The same request may be sent again, with the same key. */
  readonly retryable: boolean
  /** Seconds to wait before that; undefined where the gateway named none. */
  readonly retryAfter: number | undefined
  /** The key that was sent, and the epoch that belongs to it. Store both before you try again. */
  readonly idempotencyKey: string | undefined
  readonly epoch: string | undefined
  readonly attempts: number
  readonly headers: Headers | undefined
  /** With `already_exists` and `customer_blocked`, where it is known. */
  readonly customerId: string | undefined
  /** With a payment that is in the journal. */
  readonly paymentId: string | undefined
  /** The fields that are wrong. */
  readonly errors: NonNullable<Problem['errors']>

  constructor(f: Failure) {
    const { problem } = f
    super(text(f), f.cause === undefined ? undefined : { cause: f.cause })
    this.code = problem?.code ?? 'no_answer'
    this.operation = f.operation
    this.problem = problem
    this.status = f.status
    this.requestId = f.requestId
    this.outcome = f.outcome
    this.retryable = problem?.retryable ?? false
    this.retryAfter = f.retryAfter
    this.idempotencyKey = f.idempotencyKey
    this.epoch = f.epoch
    this.attempts = f.attempts
    this.headers = f.headers
    this.customerId = problem?.customer_id
    this.paymentId = problem?.payment_id
    this.errors = problem?.errors ?? []
  }
}

/**
 * Nobody knows whether the money moved. The payment was not sent again, and must
 * not be under another key. Read it by `paymentId` until its status is no longer
 * `unknown`. Without a `paymentId` nobody answered: call again with `idempotencyKey`,
 * `epoch` and the same body, which never pays twice and tells what became of it.
 */
export class PaymentOutcomeUnknown extends CanongateError {
  override readonly name = 'PaymentOutcomeUnknown'
}

/** Whether the error has one of the codes. */
export function isCode<C extends Code>(error: unknown, ...codes: C[]): error is CanongateError & { readonly code: C } {
  return error instanceof CanongateError && (codes as Code[]).includes(error.code)
}

function text(f: Failure): string {
  const told = f.problem === undefined
    ? f.status === undefined ? 'no answer' : `HTTP status ${f.status} of something that is not the gateway`
    : `${f.problem.code}: ${f.problem.detail}`
  const fields = f.problem?.errors?.map((e) => ` ${e.pointer} ${e.detail}`).join(',') ?? ''
  return `${f.operation}: ${told}${fields}${f.requestId === undefined ? '' : ` (request ${f.requestId})`}`
}
