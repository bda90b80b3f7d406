/** Client of canongate, one API over many financial vendors. */
export { Canongate, type ClientOptions } from './client.js'
export { CanongateError, isCode, PaymentOutcomeUnknown, type Code } from './errors.js'
export type { List } from './list.js'
export { verifyWebhook, WebhookVerificationError, type WebhookHeaders, type WebhookOptions } from './webhooks.js'
export type { Answer, Body, CallOptions, Effect, ListOf, MoreOptions, Name, Options, Query, Response, WithResponse } from './types.js'
export type { Resources, WebhookEvent } from './generated/operations.js'
export type * from './generated/api.js'
