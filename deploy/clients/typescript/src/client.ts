import { call, type Request, type Settings } from './call.js'
import { table, type Resources } from './generated/operations.js'
import { List } from './list.js'
import type { CallOptions, MoreOptions, Operation } from './types.js'

export interface ClientOptions {
  /** An API key of the gateway, or a JWT. */
  readonly apiKey: string
  /** Where the gateway is, such as `https://canongate.example.com`. */
  readonly baseURL: string
  /** Milliseconds that a call may take with its retries, unless it says otherwise; 60,000. */
  readonly timeout?: number
  /** How often a call that may be repeated is sent again at most, unless it says otherwise; 2. */
  readonly maxRetries?: number
  readonly fetch?: typeof fetch
}

/** The client, without its methods. */
class Client {
  constructor(options: ClientOptions) {
    const { protocol, search, hash } = new URL(options.baseURL)
    if (!/^https?:$/.test(protocol) || search !== '' || hash !== '') throw new TypeError('baseURL must be an http or https URL without query')
    if (options.apiKey === '') throw new TypeError('apiKey is empty')
    const settings: Settings = {
      baseURL: options.baseURL.replace(/\/+$/, ''), authorization: `Bearer ${options.apiKey}`,
      timeout: options.timeout ?? 60_000, maxRetries: options.maxRetries ?? 2, fetch: options.fetch ?? globalThis.fetch, epoch: undefined,
    }
    const resources: Record<string, Record<string, unknown>> = {}
    for (const [name, operation] of Object.entries(table)) {
      (resources[operation.resource] ??= {})[operation.verb] = method(settings, name, operation)
    }
    Object.assign(this, resources)
  }
}

/**
 * A client of one gateway, with one credential. Share it: it has no state but the
 * epoch of the gateway's journal, which goes with each key that it makes.
 */
export type Canongate = Resources
export const Canongate: new (options: ClientOptions) => Canongate = Client as unknown as new (options: ClientOptions) => Canongate

/** method takes the places of the path, the body or else the query, and the options. */
function method(settings: Settings, name: string, operation: Operation) {
  const places = operation.path.match(/(?<={)\w+(?=})/g) ?? []
  return (...args: unknown[]): unknown => {
    const rest = args.slice(places.length)
    const path = places.reduce((p, place, i) => p.replace(`{${place}}`, segment(place, args[i])), operation.path)
    const given = operation.body === true || operation.query !== undefined ? rest.shift() : undefined
    const options = (rest.shift() ?? {}) as CallOptions & MoreOptions
    const query = { ...(operation.body === true ? {} : given as object | undefined), include: options.include }
    const request: Request = { path, query, body: operation.body === true ? given ?? {} : undefined }
    if (operation.list !== true) return call(settings, name, operation, request, options)
    return new List((cursor) => call(settings, name, operation, cursor === undefined ? request : { ...request, query: { ...query, cursor } }, options))
  }
}

/** segment is an id in a path. One that would change the path is a mistake of the caller's. */
function segment(place: string, value: unknown): string {
  if (typeof value !== 'string' || value === '' || value === '.' || value === '..') throw new TypeError(`${place} must be a text that is not empty`)
  return encodeURIComponent(value)
}
