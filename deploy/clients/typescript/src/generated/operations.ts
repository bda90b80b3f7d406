// Generated from the OpenAPI document by generate/main.mjs. Do not edit.

import type { ConnectionDegradedEvent, CustomerScreeningUpdatedEvent, CustomerStatusUpdatedEvent, GatewayRestoredEvent, PaymentCorrectedEvent, PaymentUpdatedEvent, ReconciliationExceptionEvent, VerificationCompletedEvent } from './api.js'
import type { Answer, Body, ListOf, Options, Query } from '../types.js'

/** What each operation is: where it is, what doing it twice does, and what it takes. */
export const table = {
  answer_requirement: {"resource":"requirements","verb":"answer","method":"POST","path":"/v1/requirements/{id}/response","effect":"keyed","body":true},
  confirm_verification: {"resource":"verifications","verb":"confirm","method":"POST","path":"/v1/verifications/{id}/confirm","effect":"keyed","body":true},
  create_agreement: {"resource":"agreements","verb":"create","method":"POST","path":"/v1/agreements","effect":"keyed","body":true},
  create_customer: {"resource":"customers","verb":"create","method":"POST","path":"/v1/customers","effect":"keyed","body":true},
  create_customer_reference: {"resource":"customerReferences","verb":"create","method":"POST","path":"/v1/customers/references","effect":"idempotent","body":true},
  create_payment: {"resource":"payments","verb":"create","method":"POST","path":"/v1/payments","effect":"payment","body":true},
  create_reference: {"resource":"references","verb":"create","method":"POST","path":"/v1/references","effect":"idempotent","body":true},
  create_requirements: {"resource":"requirements","verb":"create","method":"POST","path":"/v1/customers/{id}/requirements","effect":"keyed","body":true},
  decide_agreement: {"resource":"agreements","verb":"decide","method":"PUT","path":"/v1/agreements/{id}/decision","effect":"idempotent","body":true},
  forget_customer_references: {"resource":"customerReferences","verb":"forget","method":"DELETE","path":"/v1/customers/references","effect":"idempotent","query":["external_reference"]},
  get_agreement: {"resource":"agreements","verb":"get","method":"GET","path":"/v1/agreements/{id}","effect":"safe"},
  get_agreement_template: {"resource":"agreementTemplates","verb":"get","method":"GET","path":"/v1/agreement_templates/{type}","effect":"safe"},
  get_connection: {"resource":"connections","verb":"get","method":"GET","path":"/v1/connections/{name}","effect":"safe"},
  get_connection_fields: {"resource":"connectionFields","verb":"get","method":"GET","path":"/v1/connections/{name}/fields","effect":"safe","query":["operation"]},
  get_customer: {"resource":"customers","verb":"get","method":"GET","path":"/v1/customers/{id}","effect":"safe","query":["address_type"]},
  get_payment: {"resource":"payments","verb":"get","method":"GET","path":"/v1/payments/{id}","effect":"safe"},
  get_sandbox: {"resource":"sandboxes","verb":"get","method":"GET","path":"/v1/connections/{name}/sandbox","effect":"safe"},
  get_sandbox_file: {"resource":"sandboxFiles","verb":"get","method":"GET","path":"/v1/connections/{name}/sandbox/files/{file}","effect":"safe","text":true},
  link_bank_account: {"resource":"bankAccounts","verb":"link","method":"POST","path":"/v1/customers/{id}/bank_accounts","effect":"keyed","body":true},
  list_agreements: {"resource":"agreements","verb":"list","method":"GET","path":"/v1/agreements","effect":"safe","list":true},
  list_bank_accounts: {"resource":"bankAccounts","verb":"list","method":"GET","path":"/v1/customers/{id}/bank_accounts","effect":"safe","list":true},
  list_connections: {"resource":"connections","verb":"list","method":"GET","path":"/v1/connections","effect":"safe","list":true},
  list_customer_references: {"resource":"customerReferences","verb":"list","method":"GET","path":"/v1/customers","effect":"safe","query":["external_reference"],"list":true},
  list_fields: {"resource":"fields","verb":"list","method":"GET","path":"/v1/fields","effect":"safe","query":["operation","country","currency","method"]},
  list_offers: {"resource":"offers","verb":"list","method":"GET","path":"/v1/customers/{id}/offers","effect":"safe","query":["campaign_id","wave_id","account_ref","card_ref","offer_id","segment_category","virtual","product_code"],"list":true},
  list_payments: {"resource":"payments","verb":"list","method":"GET","path":"/v1/payments","effect":"safe","query":["status","customer_id","bank_account_id","direction","return_code","reference","vendor_reference","created_after","created_before","updated_after","order","cursor","limit"],"list":true},
  list_requirements: {"resource":"requirements","verb":"list","method":"GET","path":"/v1/customers/{id}/requirements","effect":"safe","query":["phase"],"list":true},
  list_sandbox_events: {"resource":"sandboxEvents","verb":"list","method":"GET","path":"/v1/connections/{name}/sandbox/events","effect":"safe","query":["cursor","limit"],"list":true},
  lookup_customer: {"resource":"customers","verb":"lookup","method":"POST","path":"/v1/customers/lookup","effect":"safe","body":true},
  move_sandbox: {"resource":"sandboxes","verb":"move","method":"POST","path":"/v1/connections/{name}/sandbox/actions","effect":"idempotent","body":true},
  start_verification: {"resource":"verifications","verb":"start","method":"POST","path":"/v1/verifications","effect":"keyed","body":true},
  update_customer: {"resource":"customers","verb":"update","method":"PATCH","path":"/v1/customers/{id}","effect":"keyed","body":true},
  upload_document: {"resource":"documents","verb":"upload","method":"POST","path":"/v1/documents","effect":"keyed","body":true},
} as const

/** What a webhook may be about. More types may come: keep a default. */
export type WebhookEvent =
  | ConnectionDegradedEvent
  | CustomerScreeningUpdatedEvent
  | CustomerStatusUpdatedEvent
  | GatewayRestoredEvent
  | PaymentCorrectedEvent
  | PaymentUpdatedEvent
  | ReconciliationExceptionEvent
  | VerificationCompletedEvent

/** The operations by resource and verb. */
export interface Resources {
  readonly agreementTemplates: {
    /**
     * Read a legal text that is the same for everybody.
     * Safe: it may be repeated. Needs the scope `agreements:read`.
     * 
     * Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `not_found`, `template_not_found`, `validation_failed`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `issuer_keys_unavailable`, `internal_error`.
     */
    get(type: string, options?: Options<'include'>): Promise<Answer<'get_agreement_template'>>
  }
  readonly agreements: {
    /**
     * Put agreements to a person.
     * Done once for each Idempotency-Key. Needs the scope `agreements:write`.
     * 
     * Codes: `invalid_request`, `idempotency_key_missing`, `unauthenticated`, `permission_denied`, `customer_not_found`, `idempotency_in_progress`, `customer_not_at_connection`, `request_too_large`, `unsupported_media_type`, `validation_failed`, `idempotency_key_reused`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `journal_restored`, `issuer_keys_unavailable`, `internal_error`.
     */
    create(body: Body<'create_agreement'>, options?: Options<'idempotencyKey' | 'epoch' | 'include'>): Promise<Answer<'create_agreement'>>
    /**
     * Record what the person decided.
     * Idempotent: doing it twice is like doing it once. Needs the scope `agreements:write`.
     * 
     * Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `not_found`, `agreement_not_found`, `request_too_large`, `unsupported_media_type`, `validation_failed`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `issuer_keys_unavailable`, `internal_error`.
     */
    decide(id: string, body: Body<'decide_agreement'>, options?: Options<'include'>): Promise<Answer<'decide_agreement'>>
    /**
     * Read an agreement.
     * Safe: it may be repeated. Needs the scope `agreements:read`.
     * 
     * Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `not_found`, `agreement_not_found`, `validation_failed`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `issuer_keys_unavailable`, `internal_error`.
     */
    get(id: string, options?: Options<'include'>): Promise<Answer<'get_agreement'>>
    /**
     * List agreements.
     * Safe: it may be repeated. Needs the scope `agreements:read`.
     * 
     * Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `validation_failed`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `issuer_keys_unavailable`, `internal_error`.
     */
    list(options?: Options<'include'>): ListOf<'list_agreements'>
  }
  readonly bankAccounts: {
    /**
     * Link a bank account by its numbers, or what a person chose at Plaid: a list.
     * Done once for each Idempotency-Key. Needs the scope `bank_accounts:write`.
     * 
     * Codes: `invalid_request`, `idempotency_key_missing`, `unauthenticated`, `permission_denied`, `not_found`, `customer_not_found`, `bank_account_not_found`, `idempotency_in_progress`, `customer_not_at_connection`, `request_too_large`, `unsupported_media_type`, `validation_failed`, `idempotency_key_reused`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `journal_restored`, `issuer_keys_unavailable`, `internal_error`.
     */
    link(id: string, body: Body<'link_bank_account'>, options?: Options<'idempotencyKey' | 'epoch' | 'include'>): Promise<Answer<'link_bank_account'>>
    /**
     * List a customer's bank accounts.
     * Safe: it may be repeated. Needs the scope `bank_accounts:read`.
     * 
     * Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `not_found`, `customer_not_found`, `bank_account_not_found`, `customer_not_at_connection`, `validation_failed`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `issuer_keys_unavailable`, `internal_error`.
     */
    list(id: string, options?: Options<'include'>): ListOf<'list_bank_accounts'>
  }
  readonly connectionFields: {
    /**
     * List what a connection takes and says in an operation.
     * Safe: it may be repeated. Needs the scope `connections:read`.
     * 
     * Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `not_found`, `validation_failed`, `rate_limited`, `operation_not_supported`, `vendor_unavailable`, `issuer_keys_unavailable`, `internal_error`.
     */
    get(name: string, query: Query<'get_connection_fields'>, options?: Options): Promise<Answer<'get_connection_fields'>>
  }
  readonly connections: {
    /**
     * Read a connection and what it can do.
     * Safe: it may be repeated. Needs the scope `connections:read`.
     * 
     * Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `not_found`, `rate_limited`, `vendor_unavailable`, `issuer_keys_unavailable`, `internal_error`.
     */
    get(name: string, options?: Options): Promise<Answer<'get_connection'>>
    /**
     * List connections and what each can do.
     * Safe: it may be repeated. Needs the scope `connections:read`.
     * 
     * Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `rate_limited`, `vendor_unavailable`, `issuer_keys_unavailable`, `internal_error`.
     */
    list(options?: Options): ListOf<'list_connections'>
  }
  readonly customerReferences: {
    /**
     * Make a customer id of a key known from the vendor.
     * Idempotent: doing it twice is like doing it once. Needs the scope `customers:reference`.
     * 
     * Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `idempotency_in_progress`, `already_exists`, `request_too_large`, `unsupported_media_type`, `validation_failed`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `issuer_keys_unavailable`, `internal_error`.
     */
    create(body: Body<'create_customer_reference'>, options?: Options<'include'>): Promise<Answer<'create_customer_reference'>>
    /**
     * Forget what the caller's own id of a person means.
     * The vendors' records stay, and so do the customers' ids.
     * 
     * Idempotent: doing it twice is like doing it once. Needs the scope `customers:write`.
     * 
     * Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `validation_failed`, `rate_limited`, `operation_not_supported`, `vendor_unavailable`, `journal_unavailable`, `issuer_keys_unavailable`, `internal_error`.
     */
    forget(query: Query<'forget_customer_references'>, options?: Options): Promise<Answer<'forget_customer_references'>>
    /**
     * List the records of a person, by the caller's own id.
     * No vendor is called. A reference that nobody gave has an empty list.
     * 
     * Safe: it may be repeated. Needs the scope `customers:read`.
     * 
     * Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `validation_failed`, `rate_limited`, `operation_not_supported`, `vendor_unavailable`, `journal_unavailable`, `issuer_keys_unavailable`, `internal_error`.
     */
    list(query: Query<'list_customer_references'>, options?: Options): ListOf<'list_customer_references'>
  }
  readonly customers: {
    /**
     * Create a customer.
     * What the vendor needs beyond the body is named by the answer 422; what it has no place for, by `ignored`.
     * 
     * Done once for each Idempotency-Key. Needs the scope `customers:write`.
     * 
     * Codes: `invalid_request`, `idempotency_key_missing`, `unauthenticated`, `permission_denied`, `customer_not_found`, `idempotency_in_progress`, `already_exists`, `customer_not_at_connection`, `document_too_large`, `unsupported_document_type`, `request_too_large`, `unsupported_media_type`, `validation_failed`, `idempotency_key_reused`, `otp_invalid`, `otp_expired`, `customer_blocked`, `vendor_rejected`, `otp_attempts_exceeded`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `journal_restored`, `issuer_keys_unavailable`, `internal_error`.
     */
    create(body: Body<'create_customer'>, options?: Options<'clientIp' | 'clientGeo' | 'idempotencyKey' | 'epoch' | 'include'>): Promise<Answer<'create_customer'>>
    /**
     * Read a customer; `me` with the customer's own token.
     * Safe: it may be repeated. Needs the scope `customers:read`.
     * 
     * Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `customer_authorization_required`, `not_found`, `customer_not_found`, `customer_not_at_connection`, `customer_not_subscribed`, `validation_failed`, `customer_blocked`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `issuer_keys_unavailable`, `internal_error`.
     */
    get(id: string, query?: Query<'get_customer'>, options?: Options<'customerAuthorization' | 'clientDetails' | 'clientIp' | 'clientGeo' | 'include'>): Promise<Answer<'get_customer'>>
    /**
     * Find a customer by an identifier or a phone number.
     * Safe: it may be repeated. Needs the scope `customers:read`.
     * 
     * Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `customer_not_found`, `customer_not_at_connection`, `customer_not_subscribed`, `request_too_large`, `unsupported_media_type`, `validation_failed`, `customer_blocked`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `issuer_keys_unavailable`, `internal_error`.
     */
    lookup(body: Body<'lookup_customer'>, options?: Options<'clientIp' | 'clientGeo' | 'include'>): Promise<Answer<'lookup_customer'>>
    /**
     * Change a customer: absent fields are kept, null clears.
     * A vendor may know this for co-applicants only: then the id of an applicant is refused.
     * 
     * Done once for each Idempotency-Key. Needs the scope `customers:write`.
     * 
     * Codes: `invalid_request`, `idempotency_key_missing`, `unauthenticated`, `permission_denied`, `not_found`, `customer_not_found`, `idempotency_in_progress`, `customer_not_at_connection`, `customer_not_subscribed`, `document_too_large`, `unsupported_document_type`, `request_too_large`, `unsupported_media_type`, `validation_failed`, `idempotency_key_reused`, `otp_invalid`, `otp_expired`, `customer_blocked`, `vendor_rejected`, `otp_attempts_exceeded`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `journal_restored`, `issuer_keys_unavailable`, `internal_error`.
     */
    update(id: string, body: Body<'update_customer'>, options?: Options<'clientIp' | 'clientGeo' | 'idempotencyKey' | 'epoch' | 'include'>): Promise<Answer<'update_customer'>>
  }
  readonly documents: {
    /**
     * Upload a document.
     * Also as multipart/form-data: a part `document` with the JSON, without content, and a part `file` with the bytes.
     * 
     * Done once for each Idempotency-Key. Needs the scope `documents:write`.
     * 
     * Codes: `invalid_request`, `idempotency_key_missing`, `unauthenticated`, `permission_denied`, `requirement_not_found`, `idempotency_in_progress`, `document_too_large`, `unsupported_document_type`, `request_too_large`, `unsupported_media_type`, `validation_failed`, `idempotency_key_reused`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `journal_restored`, `issuer_keys_unavailable`, `internal_error`.
     */
    upload(body: Body<'upload_document'>, options?: Options<'idempotencyKey' | 'epoch' | 'include'>): Promise<Answer<'upload_document'>>
  }
  readonly fields: {
    /**
     * List the fields of a request, at the connections that the routes would choose for it.
     * Of several connections a field is required when any of them needs it.
     * 
     * Safe: it may be repeated. Needs the scope `connections:read`.
     * 
     * Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `validation_failed`, `rate_limited`, `operation_not_supported`, `vendor_unavailable`, `issuer_keys_unavailable`, `internal_error`.
     */
    list(query: Query<'list_fields'>, options?: Options): Promise<Answer<'list_fields'>>
  }
  readonly offers: {
    /**
     * List what a vendor offers to a customer; `me` with the customer's own token.
     * Safe: it may be repeated. Needs the scope `offers:read`.
     * 
     * Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `customer_authorization_required`, `not_found`, `customer_not_found`, `customer_not_at_connection`, `validation_failed`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `issuer_keys_unavailable`, `internal_error`.
     */
    list(id: string, query?: Query<'list_offers'>, options?: Options<'customerAuthorization' | 'clientDetails' | 'include'>): ListOf<'list_offers'>
  }
  readonly payments: {
    /**
     * Move money.
     * Done once for each Idempotency-Key, and never retried once it was sent. Needs the scope `payments:write`.
     * 
     * Codes: `invalid_request`, `idempotency_key_missing`, `unauthenticated`, `permission_denied`, `customer_not_found`, `bank_account_not_found`, `payment_not_found`, `idempotency_in_progress`, `outcome_unknown_after_restore`, `customer_not_at_connection`, `request_too_large`, `unsupported_media_type`, `validation_failed`, `idempotency_key_reused`, `bank_account_blocked`, `precondition_failed_by_vendor`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `payment_outcome_unknown`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `journal_restored`, `issuer_keys_unavailable`, `internal_error`.
     */
    create(body: Body<'create_payment'>, options?: Options<'idempotencyKey' | 'epoch' | 'include'>): Promise<Answer<'create_payment'>>
    /**
     * Read a payment.
     * Safe: it may be repeated. Needs the scope `payments:read`.
     * 
     * Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `not_found`, `payment_not_found`, `rate_limited`, `operation_not_supported`, `vendor_unavailable`, `journal_unavailable`, `issuer_keys_unavailable`, `internal_error`.
     */
    get(id: string, options?: Options): Promise<Answer<'get_payment'>>
    /**
     * List payments, newest first.
     * Safe: it may be repeated. Needs the scope `payments:read`.
     * 
     * Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `customer_not_found`, `bank_account_not_found`, `customer_not_at_connection`, `validation_failed`, `rate_limited`, `operation_not_supported`, `vendor_unavailable`, `journal_unavailable`, `issuer_keys_unavailable`, `internal_error`.
     */
    list(query?: Query<'list_payments'>, options?: Options): ListOf<'list_payments'>
  }
  readonly references: {
    /**
     * Make an id of a bank account, agreement, verification, requirement or customer known from the vendor.
     * Idempotent: doing it twice is like doing it once. Needs the scope `customers:reference`.
     * 
     * Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `customer_not_found`, `idempotency_in_progress`, `already_exists`, `customer_not_at_connection`, `request_too_large`, `unsupported_media_type`, `validation_failed`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `issuer_keys_unavailable`, `internal_error`.
     */
    create(body: Body<'create_reference'>, options?: Options<'include'>): Promise<Answer<'create_reference'>>
  }
  readonly requirements: {
    /**
     * Answer a requirement.
     * Done once for each Idempotency-Key. Needs the scope `requirements:write`.
     * 
     * Codes: `invalid_request`, `idempotency_key_missing`, `unauthenticated`, `permission_denied`, `not_found`, `requirement_not_found`, `idempotency_in_progress`, `request_too_large`, `unsupported_media_type`, `validation_failed`, `idempotency_key_reused`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `journal_restored`, `issuer_keys_unavailable`, `internal_error`.
     */
    answer(id: string, body: Body<'answer_requirement'>, options?: Options<'idempotencyKey' | 'epoch' | 'include'>): Promise<Answer<'answer_requirement'>>
    /**
     * Let the vendor make its additional questions.
     * Done once for each Idempotency-Key. Needs the scope `requirements:write`.
     * 
     * Codes: `invalid_request`, `idempotency_key_missing`, `unauthenticated`, `permission_denied`, `not_found`, `customer_not_found`, `idempotency_in_progress`, `customer_not_at_connection`, `request_too_large`, `unsupported_media_type`, `validation_failed`, `idempotency_key_reused`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `journal_restored`, `issuer_keys_unavailable`, `internal_error`.
     */
    create(id: string, body?: Body<'create_requirements'>, options?: Options<'idempotencyKey' | 'epoch' | 'include'>): Promise<Answer<'create_requirements'>>
    /**
     * List what the vendor still wants of a customer.
     * Safe: it may be repeated. Needs the scope `requirements:read`.
     * 
     * Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `not_found`, `customer_not_found`, `customer_not_at_connection`, `validation_failed`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `issuer_keys_unavailable`, `internal_error`.
     */
    list(id: string, query?: Query<'list_requirements'>, options?: Options<'include'>): ListOf<'list_requirements'>
  }
  readonly sandboxEvents: {
    /**
     * List what subscribers would be told of a sandbox, oldest first.
     * `has_more` is false on every page; ask again with `next_cursor` after a while. `canongate listen` does so, and forwards the events, signed, to a program under development. Elsewhere events are delivered to the subscribers of the configuration.
     * 
     * Safe: it may be repeated. Needs the scope `sandbox:control`.
     * 
     * Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `not_found`, `validation_failed`, `rate_limited`, `operation_not_supported`, `vendor_unavailable`, `journal_unavailable`, `issuer_keys_unavailable`, `internal_error`.
     */
    list(name: string, query?: Query<'list_sandbox_events'>, options?: Options): ListOf<'list_sandbox_events'>
  }
  readonly sandboxFiles: {
    /**
     * Read a file that the vendor would send about the payments of a sandbox.
     * The headers Coverage-From, Coverage-To and Coverage-Complete say of which time the file knows everything, as imports take them. Names and account numbers in it are invented.
     * 
     * Safe: it may be repeated. Needs the scope `sandbox:control`.
     * 
     * Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `not_found`, `rate_limited`, `vendor_unavailable`, `issuer_keys_unavailable`, `internal_error`.
     */
    get(name: string, file: string, options?: Options): Promise<Answer<'get_sandbox_file'>>
  }
  readonly sandboxes: {
    /**
     * List what value makes what answer in a sandbox, and how its world can be moved.
     * A connection that is no sandbox has none.
     * 
     * Safe: it may be repeated. Needs the scope `connections:read`.
     * 
     * Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `not_found`, `rate_limited`, `vendor_unavailable`, `issuer_keys_unavailable`, `internal_error`.
     */
    get(name: string, options?: Options): Promise<Answer<'get_sandbox'>>
    /**
     * Move a sandbox's world.
     * Turns of the clock add up. A connection that is no sandbox has no world to move.
     * 
     * Idempotent: doing it twice is like doing it once. Needs the scope `sandbox:control`.
     * 
     * Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `not_found`, `customer_not_found`, `verification_not_found`, `payment_not_found`, `customer_not_at_connection`, `request_too_large`, `unsupported_media_type`, `validation_failed`, `rate_limited`, `operation_not_supported`, `vendor_unavailable`, `journal_unavailable`, `issuer_keys_unavailable`, `internal_error`.
     */
    move(name: string, body: Body<'move_sandbox'>, options?: Options): Promise<Answer<'move_sandbox'>>
  }
  readonly verifications: {
    /**
     * Give the one-time password back.
     * A connection whose operations lack confirm_verification takes the password with POST /v1/customers instead, as `verification.otp`.
     * 
     * Done once for each Idempotency-Key. Needs the scope `verifications:write`.
     * 
     * Codes: `invalid_request`, `idempotency_key_missing`, `unauthenticated`, `permission_denied`, `consent_required`, `not_found`, `verification_not_found`, `idempotency_in_progress`, `verification_already_completed`, `request_too_large`, `unsupported_media_type`, `validation_failed`, `idempotency_key_reused`, `otp_invalid`, `otp_expired`, `verification_failed`, `vendor_rejected`, `otp_attempts_exceeded`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `journal_restored`, `issuer_keys_unavailable`, `internal_error`.
     */
    confirm(id: string, body: Body<'confirm_verification'>, options?: Options<'clientDetails' | 'idempotencyKey' | 'epoch' | 'include'>): Promise<Answer<'confirm_verification'>>
    /**
     * Send a one-time password.
     * Done once for each Idempotency-Key. Needs the scope `verifications:write`.
     * 
     * Codes: `invalid_request`, `idempotency_key_missing`, `unauthenticated`, `permission_denied`, `consent_required`, `customer_not_found`, `idempotency_in_progress`, `customer_not_at_connection`, `request_too_large`, `unsupported_media_type`, `validation_failed`, `idempotency_key_reused`, `verification_failed`, `vendor_rejected`, `otp_attempts_exceeded`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `journal_restored`, `issuer_keys_unavailable`, `internal_error`.
     */
    start(body: Body<'start_verification'>, options?: Options<'clientDetails' | 'clientIp' | 'clientGeo' | 'idempotencyKey' | 'epoch' | 'include'>): Promise<Answer<'start_verification'>>
  }
}
