// Generated from the OpenAPI document by generate/main.mjs. Do not edit.

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
  lookup_customer: {"resource":"customers","verb":"lookup","method":"POST","path":"/v1/customers/lookup","effect":"safe","body":true},
  move_sandbox: {"resource":"sandboxes","verb":"move","method":"POST","path":"/v1/connections/{name}/sandbox/actions","effect":"idempotent","body":true},
  start_verification: {"resource":"verifications","verb":"start","method":"POST","path":"/v1/verifications","effect":"keyed","body":true},
  update_customer: {"resource":"customers","verb":"update","method":"PATCH","path":"/v1/customers/{id}","effect":"keyed","body":true},
  upload_document: {"resource":"documents","verb":"upload","method":"POST","path":"/v1/documents","effect":"keyed","body":true},
} as const

/** The operations by resource and verb. */
export interface Resources {
  readonly agreementTemplates: {
    /**
     * Read a legal text that is the same for everybody.
     * Safe: it may be repeated. Needs the scope `agreements:read`.
     */
    get(type: string, options?: Options<'include'>): Promise<Answer<'get_agreement_template'>>
  }
  readonly agreements: {
    /**
     * Put agreements to a person.
     * Done once for each Idempotency-Key. Needs the scope `agreements:write`.
     */
    create(body: Body<'create_agreement'>, options?: Options<'idempotencyKey' | 'epoch' | 'include'>): Promise<Answer<'create_agreement'>>
    /**
     * Record what the person decided.
     * Idempotent: doing it twice is like doing it once. Needs the scope `agreements:write`.
     */
    decide(id: string, body: Body<'decide_agreement'>, options?: Options<'include'>): Promise<Answer<'decide_agreement'>>
    /**
     * Read an agreement.
     * Safe: it may be repeated. Needs the scope `agreements:read`.
     */
    get(id: string, options?: Options<'include'>): Promise<Answer<'get_agreement'>>
    /**
     * List agreements.
     * Safe: it may be repeated. Needs the scope `agreements:read`.
     */
    list(options?: Options<'include'>): ListOf<'list_agreements'>
  }
  readonly bankAccounts: {
    /**
     * Link a bank account by its numbers, or what a person chose at Plaid: a list.
     * Done once for each Idempotency-Key. Needs the scope `bank_accounts:write`.
     */
    link(id: string, body: Body<'link_bank_account'>, options?: Options<'idempotencyKey' | 'epoch' | 'include'>): Promise<Answer<'link_bank_account'>>
    /**
     * List a customer's bank accounts.
     * Safe: it may be repeated. Needs the scope `bank_accounts:read`.
     */
    list(id: string, options?: Options<'include'>): ListOf<'list_bank_accounts'>
  }
  readonly connectionFields: {
    /**
     * List what a connection takes and says in an operation.
     * Safe: it may be repeated. Needs the scope `connections:read`.
     */
    get(name: string, query: Query<'get_connection_fields'>, options?: Options): Promise<Answer<'get_connection_fields'>>
  }
  readonly connections: {
    /**
     * Read a connection and what it can do.
     * Safe: it may be repeated. Needs the scope `connections:read`.
     */
    get(name: string, options?: Options): Promise<Answer<'get_connection'>>
    /**
     * List connections and what each can do.
     * Safe: it may be repeated. Needs the scope `connections:read`.
     */
    list(options?: Options): ListOf<'list_connections'>
  }
  readonly customerReferences: {
    /**
     * Make a customer id of a key known from the vendor.
     * Idempotent: doing it twice is like doing it once. Needs the scope `customers:reference`.
     */
    create(body: Body<'create_customer_reference'>, options?: Options<'include'>): Promise<Answer<'create_customer_reference'>>
    /**
     * Forget what the caller's own id of a person means.
     * Idempotent: doing it twice is like doing it once. Needs the scope `customers:write`. The vendors' records stay, and so do the customers' ids.
     */
    forget(query: Query<'forget_customer_references'>, options?: Options): Promise<Answer<'forget_customer_references'>>
    /**
     * List the records of a person, by the caller's own id.
     * Safe: it may be repeated. Needs the scope `customers:read`. No vendor is called. A reference that nobody gave has an empty list.
     */
    list(query: Query<'list_customer_references'>, options?: Options): ListOf<'list_customer_references'>
  }
  readonly customers: {
    /**
     * Create a customer.
     * Done once for each Idempotency-Key. Needs the scope `customers:write`. What the vendor needs beyond the body is named by the answer 422; what it has no place for, by `ignored`.
     */
    create(body: Body<'create_customer'>, options?: Options<'clientIp' | 'clientGeo' | 'idempotencyKey' | 'epoch' | 'include'>): Promise<Answer<'create_customer'>>
    /**
     * Read a customer; `me` with the customer's own token.
     * Safe: it may be repeated. Needs the scope `customers:read`.
     */
    get(id: string, query?: Query<'get_customer'>, options?: Options<'customerAuthorization' | 'clientDetails' | 'clientIp' | 'clientGeo' | 'include'>): Promise<Answer<'get_customer'>>
    /**
     * Find a customer by an identifier or a phone number.
     * Safe: it may be repeated. Needs the scope `customers:read`.
     */
    lookup(body: Body<'lookup_customer'>, options?: Options<'clientIp' | 'clientGeo' | 'include'>): Promise<Answer<'lookup_customer'>>
    /**
     * Change a customer: absent fields are kept, null clears.
     * Done once for each Idempotency-Key. Needs the scope `customers:write`. A vendor may know this for co-applicants only: then the id of an applicant is refused.
     */
    update(id: string, body: Body<'update_customer'>, options?: Options<'clientIp' | 'clientGeo' | 'idempotencyKey' | 'epoch' | 'include'>): Promise<Answer<'update_customer'>>
  }
  readonly documents: {
    /**
     * Upload a document.
     * Done once for each Idempotency-Key. Needs the scope `documents:write`. Also as multipart/form-data: a part `document` with the JSON, without content, and a part `file` with the bytes.
     */
    upload(body: Body<'upload_document'>, options?: Options<'idempotencyKey' | 'epoch' | 'include'>): Promise<Answer<'upload_document'>>
  }
  readonly fields: {
    /**
     * List the fields of a request, at the connections that the routes would choose for it.
     * Safe: it may be repeated. Needs the scope `connections:read`. Of several connections a field is required when any of them needs it.
     */
    list(query: Query<'list_fields'>, options?: Options): Promise<Answer<'list_fields'>>
  }
  readonly offers: {
    /**
     * List what a vendor offers to a customer; `me` with the customer's own token.
     * Safe: it may be repeated. Needs the scope `offers:read`.
     */
    list(id: string, query?: Query<'list_offers'>, options?: Options<'customerAuthorization' | 'clientDetails' | 'include'>): ListOf<'list_offers'>
  }
  readonly payments: {
    /**
     * Move money.
     * Done once for each Idempotency-Key, and never retried once it was sent. Needs the scope `payments:write`.
     */
    create(body: Body<'create_payment'>, options?: Options<'idempotencyKey' | 'epoch' | 'include'>): Promise<Answer<'create_payment'>>
    /**
     * Read a payment.
     * Safe: it may be repeated. Needs the scope `payments:read`.
     */
    get(id: string, options?: Options): Promise<Answer<'get_payment'>>
    /**
     * List payments, newest first.
     * Safe: it may be repeated. Needs the scope `payments:read`.
     */
    list(query?: Query<'list_payments'>, options?: Options): ListOf<'list_payments'>
  }
  readonly references: {
    /**
     * Make an id of a bank account, agreement, verification, requirement or customer known from the vendor.
     * Idempotent: doing it twice is like doing it once. Needs the scope `customers:reference`.
     */
    create(body: Body<'create_reference'>, options?: Options<'include'>): Promise<Answer<'create_reference'>>
  }
  readonly requirements: {
    /**
     * Answer a requirement.
     * Done once for each Idempotency-Key. Needs the scope `requirements:write`.
     */
    answer(id: string, body: Body<'answer_requirement'>, options?: Options<'idempotencyKey' | 'epoch' | 'include'>): Promise<Answer<'answer_requirement'>>
    /**
     * Let the vendor make its additional questions.
     * Done once for each Idempotency-Key. Needs the scope `requirements:write`.
     */
    create(id: string, body?: Body<'create_requirements'>, options?: Options<'idempotencyKey' | 'epoch' | 'include'>): Promise<Answer<'create_requirements'>>
    /**
     * List what the vendor still wants of a customer.
     * Safe: it may be repeated. Needs the scope `requirements:read`.
     */
    list(id: string, query?: Query<'list_requirements'>, options?: Options<'include'>): ListOf<'list_requirements'>
  }
  readonly sandboxFiles: {
    /**
     * Read a file that the vendor would send about the payments of a sandbox.
     * Safe: it may be repeated. Needs the scope `sandbox:control`. The headers Coverage-From, Coverage-To and Coverage-Complete say of which time the file knows everything, as imports take them. Names and account numbers in it are invented.
     */
    get(name: string, file: string, options?: Options): Promise<Answer<'get_sandbox_file'>>
  }
  readonly sandboxes: {
    /**
     * List what value makes what answer in a sandbox, and how its world can be moved.
     * Safe: it may be repeated. Needs the scope `connections:read`. A connection that is no sandbox has none.
     */
    get(name: string, options?: Options): Promise<Answer<'get_sandbox'>>
    /**
     * Move a sandbox's world.
     * Idempotent: doing it twice is like doing it once. Needs the scope `sandbox:control`. Turns of the clock add up. A connection that is no sandbox has no world to move.
     */
    move(name: string, body: Body<'move_sandbox'>, options?: Options): Promise<Answer<'move_sandbox'>>
  }
  readonly verifications: {
    /**
     * Give the one-time password back.
     * Done once for each Idempotency-Key. Needs the scope `verifications:write`. A connection whose operations lack confirm_verification takes the password with POST /v1/customers instead, as `verification.otp`.
     */
    confirm(id: string, body: Body<'confirm_verification'>, options?: Options<'clientDetails' | 'idempotencyKey' | 'epoch' | 'include'>): Promise<Answer<'confirm_verification'>>
    /**
     * Send a one-time password.
     * Done once for each Idempotency-Key. Needs the scope `verifications:write`.
     */
    start(body: Body<'start_verification'>, options?: Options<'clientDetails' | 'clientIp' | 'clientGeo' | 'idempotencyKey' | 'epoch' | 'include'>): Promise<Answer<'start_verification'>>
  }
}
