import type { operations } from './generated/api.js'
import type { List } from './list.js'

/** What doing an operation twice does: the document's `x-canongate-effect`. */
export type Effect = 'safe' | 'idempotent' | 'keyed' | 'payment'

/** A row of the generated table. */
export interface Operation {
  readonly resource: string
  readonly verb: string
  readonly method: string
  readonly path: string
  readonly effect: Effect
  readonly body?: boolean
  readonly query?: readonly string[]
  readonly list?: boolean
  readonly text?: boolean
}

/** The name of an operation, as the document has it. */
export type Name = keyof operations

type Json<R> = R extends { content: { 'application/json': infer T } } ? T : never
type Statuses<N extends Name> = operations[N]['responses']
type Success<N extends Name> = {
  [S in keyof Statuses<N>]: S extends 200 | 201 | 202 ? Json<Statuses<N>[S]> : never
}[keyof Statuses<N>]

/** The body that an operation takes. */
export type Body<N extends Name> = Json<NonNullable<operations[N] extends { requestBody?: infer B } ? B : never>>

/** The query parameters of an operation. */
export type Query<N extends Name> = Omit<NonNullable<operations[N]['parameters']['query']>, 'include'>

/** What an answer says besides its body. */
export interface Response {
  readonly status: number
  /** Names the request in the gateway's logs and traces. */
  readonly requestId: string | undefined
  /** The connection that served it. */
  readonly connection: string | undefined
  /** True: this answer was given before, and nothing was done now. */
  readonly replayed: boolean
  /** The key of the call, and the epoch that the gateway was in when the key was made. Store both. */
  readonly idempotencyKey: string | undefined
  readonly epoch: string | undefined
  /** How many times the request was sent. */
  readonly attempts: number
  readonly headers: Headers
}

/** A body with the answer that brought it. `$response` is not enumerable, so JSON does not have it. */
export type WithResponse<T> = T & { readonly $response: Response }

/** What an operation answers; `{ text }` where it is a file, nothing where it has no content. */
export type Answer<N extends Name> = WithResponse<[Success<N>] extends [never] ? Rest<N> : Success<N>>
type Rest<N extends Name> = 204 extends keyof Statuses<N> ? object : { text: string }

/** A list: await it for its first page, iterate over it for all of its elements. */
export type ListOf<N extends Name> = List<Success<N> extends { data: (infer T)[] | null } ? T : never, Answer<N>>

/** What every call takes. */
export interface CallOptions {
  /** Milliseconds that the whole call may take, with its retries. */
  readonly timeout?: number | undefined
  /** How often a call that may be repeated is sent again at most. */
  readonly maxRetries?: number | undefined
  readonly signal?: AbortSignal | undefined
  /** The connection to use. */
  readonly connection?: string | undefined
  /** Your own name of the request. */
  readonly requestId?: string | undefined
  readonly traceparent?: string | undefined
}

/** What some calls take. */
export interface MoreOptions {
  /** Yours, instead of a fresh one: to repeat a call of before. */
  readonly idempotencyKey?: string | undefined
  /** That was stored with your `idempotencyKey`. */
  readonly epoch?: string | undefined
  readonly include?: 'vendor_data' | undefined
  /** The end user's address. */
  readonly clientIp?: string | undefined
  /** The end user's latitude and longitude, with a comma between. */
  readonly clientGeo?: string | undefined
  /** The customer's own token at the vendor. */
  readonly customerAuthorization?: string | undefined
  readonly clientDetails?: string | undefined
}

export type Options<More extends keyof MoreOptions = never> = CallOptions & Pick<MoreOptions, More>
