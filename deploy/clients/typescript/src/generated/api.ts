// Generated from the OpenAPI document by generate/main.mjs. Do not edit.

export interface paths {
    "/v1/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the records of a person, by the caller's own id
         * @description No vendor is called. A reference that nobody gave has an empty list.
         *
         *     Safe: it may be repeated. Needs the scope `customers:read`.
         *
         *     Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `validation_failed`, `rate_limited`, `operation_not_supported`, `vendor_unavailable`, `journal_unavailable`, `issuer_keys_unavailable`, `internal_error`.
         */
        get: operations["list_customer_references"];
        put?: never;
        /**
         * Create a customer
         * @description What the vendor needs beyond the body is named by the answer 422; what it has no place for, by `ignored`.
         *
         *     Done once for each Idempotency-Key. Needs the scope `customers:write`.
         *
         *     Codes: `invalid_request`, `idempotency_key_missing`, `unauthenticated`, `permission_denied`, `customer_not_found`, `idempotency_in_progress`, `already_exists`, `customer_not_at_connection`, `document_too_large`, `unsupported_document_type`, `request_too_large`, `unsupported_media_type`, `validation_failed`, `idempotency_key_reused`, `otp_invalid`, `otp_expired`, `customer_blocked`, `vendor_rejected`, `otp_attempts_exceeded`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `journal_restored`, `issuer_keys_unavailable`, `internal_error`.
         */
        post: operations["create_customer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/lookup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Find a customer by an identifier or a phone number
         * @description Safe: it may be repeated. Needs the scope `customers:read`.
         *
         *     Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `customer_not_found`, `customer_not_at_connection`, `customer_not_subscribed`, `request_too_large`, `unsupported_media_type`, `validation_failed`, `customer_blocked`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `issuer_keys_unavailable`, `internal_error`.
         */
        post: operations["lookup_customer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/references": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a customer id of a key known from the vendor
         * @description Idempotent: doing it twice is like doing it once. Needs the scope `customers:reference`.
         *
         *     Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `idempotency_in_progress`, `already_exists`, `request_too_large`, `unsupported_media_type`, `validation_failed`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `issuer_keys_unavailable`, `internal_error`.
         */
        post: operations["create_customer_reference"];
        /**
         * Forget what the caller's own id of a person means
         * @description The vendors' records stay, and so do the customers' ids.
         *
         *     Idempotent: doing it twice is like doing it once. Needs the scope `customers:write`.
         *
         *     Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `validation_failed`, `rate_limited`, `operation_not_supported`, `vendor_unavailable`, `journal_unavailable`, `issuer_keys_unavailable`, `internal_error`.
         */
        delete: operations["forget_customer_references"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/references": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make an id of a bank account, agreement, verification, requirement or customer known from the vendor
         * @description Idempotent: doing it twice is like doing it once. Needs the scope `customers:reference`.
         *
         *     Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `customer_not_found`, `idempotency_in_progress`, `already_exists`, `customer_not_at_connection`, `request_too_large`, `unsupported_media_type`, `validation_failed`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `issuer_keys_unavailable`, `internal_error`.
         */
        post: operations["create_reference"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a customer; `me` with the customer's own token
         * @description Safe: it may be repeated. Needs the scope `customers:read`.
         *
         *     Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `customer_authorization_required`, `not_found`, `customer_not_found`, `customer_not_at_connection`, `customer_not_subscribed`, `validation_failed`, `customer_blocked`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `issuer_keys_unavailable`, `internal_error`.
         */
        get: operations["get_customer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a customer: absent fields are kept, null clears
         * @description A vendor may know this for co-applicants only: then the id of an applicant is refused.
         *
         *     Done once for each Idempotency-Key. Needs the scope `customers:write`.
         *
         *     Codes: `invalid_request`, `idempotency_key_missing`, `unauthenticated`, `permission_denied`, `not_found`, `customer_not_found`, `idempotency_in_progress`, `customer_not_at_connection`, `customer_not_subscribed`, `document_too_large`, `unsupported_document_type`, `request_too_large`, `unsupported_media_type`, `validation_failed`, `idempotency_key_reused`, `otp_invalid`, `otp_expired`, `customer_blocked`, `vendor_rejected`, `otp_attempts_exceeded`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `journal_restored`, `issuer_keys_unavailable`, `internal_error`.
         */
        patch: operations["update_customer"];
        trace?: never;
    };
    "/v1/verifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a one-time password
         * @description Done once for each Idempotency-Key. Needs the scope `verifications:write`.
         *
         *     Codes: `invalid_request`, `idempotency_key_missing`, `unauthenticated`, `permission_denied`, `consent_required`, `customer_not_found`, `idempotency_in_progress`, `customer_not_at_connection`, `request_too_large`, `unsupported_media_type`, `validation_failed`, `idempotency_key_reused`, `verification_failed`, `vendor_rejected`, `otp_attempts_exceeded`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `journal_restored`, `issuer_keys_unavailable`, `internal_error`.
         */
        post: operations["start_verification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/verifications/{id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give the one-time password back
         * @description A connection whose operations lack confirm_verification takes the password with POST /v1/customers instead, as `verification.otp`.
         *
         *     Done once for each Idempotency-Key. Needs the scope `verifications:write`.
         *
         *     Codes: `invalid_request`, `idempotency_key_missing`, `unauthenticated`, `permission_denied`, `consent_required`, `not_found`, `verification_not_found`, `idempotency_in_progress`, `verification_already_completed`, `request_too_large`, `unsupported_media_type`, `validation_failed`, `idempotency_key_reused`, `otp_invalid`, `otp_expired`, `verification_failed`, `vendor_rejected`, `otp_attempts_exceeded`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `journal_restored`, `issuer_keys_unavailable`, `internal_error`.
         */
        post: operations["confirm_verification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{id}/requirements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what the vendor still wants of a customer
         * @description Safe: it may be repeated. Needs the scope `requirements:read`.
         *
         *     Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `not_found`, `customer_not_found`, `customer_not_at_connection`, `validation_failed`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `issuer_keys_unavailable`, `internal_error`.
         */
        get: operations["list_requirements"];
        put?: never;
        /**
         * Let the vendor make its additional questions
         * @description Done once for each Idempotency-Key. Needs the scope `requirements:write`.
         *
         *     Codes: `invalid_request`, `idempotency_key_missing`, `unauthenticated`, `permission_denied`, `not_found`, `customer_not_found`, `idempotency_in_progress`, `customer_not_at_connection`, `request_too_large`, `unsupported_media_type`, `validation_failed`, `idempotency_key_reused`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `journal_restored`, `issuer_keys_unavailable`, `internal_error`.
         */
        post: operations["create_requirements"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/requirements/{id}/response": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Answer a requirement
         * @description Done once for each Idempotency-Key. Needs the scope `requirements:write`.
         *
         *     Codes: `invalid_request`, `idempotency_key_missing`, `unauthenticated`, `permission_denied`, `not_found`, `requirement_not_found`, `idempotency_in_progress`, `request_too_large`, `unsupported_media_type`, `validation_failed`, `idempotency_key_reused`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `journal_restored`, `issuer_keys_unavailable`, `internal_error`.
         */
        post: operations["answer_requirement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload a document
         * @description Also as multipart/form-data: a part `document` with the JSON, without content, and a part `file` with the bytes.
         *
         *     Done once for each Idempotency-Key. Needs the scope `documents:write`.
         *
         *     Codes: `invalid_request`, `idempotency_key_missing`, `unauthenticated`, `permission_denied`, `requirement_not_found`, `idempotency_in_progress`, `document_too_large`, `unsupported_document_type`, `request_too_large`, `unsupported_media_type`, `validation_failed`, `idempotency_key_reused`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `journal_restored`, `issuer_keys_unavailable`, `internal_error`.
         */
        post: operations["upload_document"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agreement_templates/{type}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a legal text that is the same for everybody
         * @description Safe: it may be repeated. Needs the scope `agreements:read`.
         *
         *     Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `not_found`, `template_not_found`, `validation_failed`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `issuer_keys_unavailable`, `internal_error`.
         */
        get: operations["get_agreement_template"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agreements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List agreements
         * @description Safe: it may be repeated. Needs the scope `agreements:read`.
         *
         *     Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `validation_failed`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `issuer_keys_unavailable`, `internal_error`.
         */
        get: operations["list_agreements"];
        put?: never;
        /**
         * Put agreements to a person
         * @description Done once for each Idempotency-Key. Needs the scope `agreements:write`.
         *
         *     Codes: `invalid_request`, `idempotency_key_missing`, `unauthenticated`, `permission_denied`, `customer_not_found`, `idempotency_in_progress`, `customer_not_at_connection`, `request_too_large`, `unsupported_media_type`, `validation_failed`, `idempotency_key_reused`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `journal_restored`, `issuer_keys_unavailable`, `internal_error`.
         */
        post: operations["create_agreement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agreements/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an agreement
         * @description Safe: it may be repeated. Needs the scope `agreements:read`.
         *
         *     Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `not_found`, `agreement_not_found`, `validation_failed`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `issuer_keys_unavailable`, `internal_error`.
         */
        get: operations["get_agreement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agreements/{id}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Record what the person decided
         * @description Idempotent: doing it twice is like doing it once. Needs the scope `agreements:write`.
         *
         *     Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `not_found`, `agreement_not_found`, `request_too_large`, `unsupported_media_type`, `validation_failed`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `issuer_keys_unavailable`, `internal_error`.
         */
        put: operations["decide_agreement"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{id}/bank_accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a customer's bank accounts
         * @description Safe: it may be repeated. Needs the scope `bank_accounts:read`.
         *
         *     Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `not_found`, `customer_not_found`, `bank_account_not_found`, `customer_not_at_connection`, `validation_failed`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `issuer_keys_unavailable`, `internal_error`.
         */
        get: operations["list_bank_accounts"];
        put?: never;
        /**
         * Link a bank account by its numbers, or what a person chose at Plaid: a list
         * @description Done once for each Idempotency-Key. Needs the scope `bank_accounts:write`.
         *
         *     Codes: `invalid_request`, `idempotency_key_missing`, `unauthenticated`, `permission_denied`, `not_found`, `customer_not_found`, `bank_account_not_found`, `idempotency_in_progress`, `customer_not_at_connection`, `request_too_large`, `unsupported_media_type`, `validation_failed`, `idempotency_key_reused`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `journal_restored`, `issuer_keys_unavailable`, `internal_error`.
         */
        post: operations["link_bank_account"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List payments, newest first
         * @description Safe: it may be repeated. Needs the scope `payments:read`.
         *
         *     Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `customer_not_found`, `bank_account_not_found`, `customer_not_at_connection`, `validation_failed`, `rate_limited`, `operation_not_supported`, `vendor_unavailable`, `journal_unavailable`, `issuer_keys_unavailable`, `internal_error`.
         */
        get: operations["list_payments"];
        put?: never;
        /**
         * Move money
         * @description Done once for each Idempotency-Key, and never retried once it was sent. Needs the scope `payments:write`.
         *
         *     Codes: `invalid_request`, `idempotency_key_missing`, `unauthenticated`, `permission_denied`, `customer_not_found`, `bank_account_not_found`, `payment_not_found`, `idempotency_in_progress`, `outcome_unknown_after_restore`, `customer_not_at_connection`, `request_too_large`, `unsupported_media_type`, `validation_failed`, `idempotency_key_reused`, `bank_account_blocked`, `precondition_failed_by_vendor`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `payment_outcome_unknown`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `journal_restored`, `issuer_keys_unavailable`, `internal_error`.
         */
        post: operations["create_payment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a payment
         * @description Safe: it may be repeated. Needs the scope `payments:read`.
         *
         *     Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `not_found`, `payment_not_found`, `rate_limited`, `operation_not_supported`, `vendor_unavailable`, `journal_unavailable`, `issuer_keys_unavailable`, `internal_error`.
         */
        get: operations["get_payment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{id}/offers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what a vendor offers to a customer; `me` with the customer's own token
         * @description Safe: it may be repeated. Needs the scope `offers:read`.
         *
         *     Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `customer_authorization_required`, `not_found`, `customer_not_found`, `customer_not_at_connection`, `validation_failed`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `issuer_keys_unavailable`, `internal_error`.
         */
        get: operations["list_offers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/inbound/{connection}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a vendor's notification; the vendor's own signature authenticates it
         * @description Idempotent: doing it twice is like doing it once.
         *
         *     Codes: `invalid_request`, `unauthenticated`, `request_too_large`, `unsupported_media_type`, `vendor_rejected`, `rate_limited`, `operation_not_supported`, `vendor_auth_failed`, `vendor_configuration_error`, `vendor_error`, `vendor_protocol_error`, `vendor_unavailable`, `vendor_timeout`, `journal_unavailable`, `internal_error`.
         */
        post: operations["receive_event"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List connections and what each can do
         * @description Safe: it may be repeated. Needs the scope `connections:read`.
         *
         *     Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `rate_limited`, `vendor_unavailable`, `issuer_keys_unavailable`, `internal_error`.
         */
        get: operations["list_connections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a connection and what it can do
         * @description Safe: it may be repeated. Needs the scope `connections:read`.
         *
         *     Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `not_found`, `rate_limited`, `vendor_unavailable`, `issuer_keys_unavailable`, `internal_error`.
         */
        get: operations["get_connection"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{name}/fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what a connection takes and says in an operation
         * @description Safe: it may be repeated. Needs the scope `connections:read`.
         *
         *     Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `not_found`, `validation_failed`, `rate_limited`, `operation_not_supported`, `vendor_unavailable`, `issuer_keys_unavailable`, `internal_error`.
         */
        get: operations["get_connection_fields"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{name}/sandbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what value makes what answer in a sandbox, and how its world can be moved
         * @description A connection that is no sandbox has none.
         *
         *     Safe: it may be repeated. Needs the scope `connections:read`.
         *
         *     Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `not_found`, `rate_limited`, `vendor_unavailable`, `issuer_keys_unavailable`, `internal_error`.
         */
        get: operations["get_sandbox"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{name}/sandbox/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Move a sandbox's world
         * @description Turns of the clock add up. A connection that is no sandbox has no world to move.
         *
         *     Idempotent: doing it twice is like doing it once. Needs the scope `sandbox:control`.
         *
         *     Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `not_found`, `customer_not_found`, `verification_not_found`, `payment_not_found`, `customer_not_at_connection`, `request_too_large`, `unsupported_media_type`, `validation_failed`, `rate_limited`, `operation_not_supported`, `vendor_unavailable`, `journal_unavailable`, `issuer_keys_unavailable`, `internal_error`.
         */
        post: operations["move_sandbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{name}/sandbox/files/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a file that the vendor would send about the payments of a sandbox
         * @description The headers Coverage-From, Coverage-To and Coverage-Complete say of which time the file knows everything, as imports take them. Names and account numbers in it are invented.
         *
         *     Safe: it may be repeated. Needs the scope `sandbox:control`.
         *
         *     Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `not_found`, `rate_limited`, `vendor_unavailable`, `issuer_keys_unavailable`, `internal_error`.
         */
        get: operations["get_sandbox_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{name}/sandbox/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what subscribers would be told of a sandbox, oldest first
         * @description `has_more` is false on every page; ask again with `next_cursor` after a while. `canongate listen` does so, and forwards the events, signed, to a program under development. Elsewhere events are delivered to the subscribers of the configuration.
         *
         *     Safe: it may be repeated. Needs the scope `sandbox:control`.
         *
         *     Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `not_found`, `validation_failed`, `rate_limited`, `operation_not_supported`, `vendor_unavailable`, `journal_unavailable`, `issuer_keys_unavailable`, `internal_error`.
         */
        get: operations["list_sandbox_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the fields of a request, at the connections that the routes would choose for it
         * @description Of several connections a field is required when any of them needs it.
         *
         *     Safe: it may be repeated. Needs the scope `connections:read`.
         *
         *     Codes: `invalid_request`, `unauthenticated`, `permission_denied`, `validation_failed`, `rate_limited`, `operation_not_supported`, `vendor_unavailable`, `issuer_keys_unavailable`, `internal_error`.
         */
        get: operations["list_fields"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    "connection.degraded": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A connection cannot do an operation well
         * @description Its calls fail so often that the gateway holds them back for a while. Delivered at least once and in order for each subject: know an event again by webhook-id.
         */
        post: operations["on_connection_degraded"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "customer.screening.updated": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A customer's screening changed
         * @description What the vendor's compliance says of the customer is another than before. Delivered at least once and in order for each subject: know an event again by webhook-id.
         */
        post: operations["on_customer_screening_updated"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "customer.status.updated": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A customer's status changed
         * @description The vendor says another status of the customer than before. Delivered at least once and in order for each subject: know an event again by webhook-id.
         */
        post: operations["on_customer_status_updated"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "gateway.restored": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The gateway was restored from a backup
         * @description Once to each subscriber, whatever its tenants. From lost_from to lost_to the gateway has forgotten what happened: events that you have may come again, also with a new id where the gateway hears of something once more; a payment that you know may be gone, or have an older status for a while. Read again what you depend on, and compare. Delivered at least once and in order for each subject: know an event again by webhook-id.
         */
        post: operations["on_gateway_restored"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "payment.corrected": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A bank wants an account's details put right
         * @description Link the account again with the right details, or have an operator note the change. Payments to it warn, or are refused, until then. Delivered at least once and in order for each subject: know an event again by webhook-id.
         */
        post: operations["on_payment_corrected"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "payment.updated": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A payment's status changed
         * @description Whoever brought the news: the vendor, a file of a bank, an operator. previous_status and status say from where to where. Delivered at least once and in order for each subject: know an event again by webhook-id.
         */
        post: operations["on_payment_updated"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "reconciliation.exception": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A file of a bank has what nobody can match
         * @description For those who run the gateway: only a subscriber that names this type is told. Delivered at least once and in order for each subject: know an event again by webhook-id.
         */
        post: operations["on_reconciliation_exception"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "verification.completed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A verification is over
         * @description What was verified stays out of it: it is for the caller alone. Delivered at least once and in order for each subject: know an event again by webhook-id.
         */
        post: operations["on_verification_completed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        ACH: {
            /** @description Nacha's code of the notification of change, C01 to C13. */
            readonly change_code?: string;
            /**
             * Format: date
             * @description The day on which the entry is to settle; absent: as soon as the processor can.
             */
            effective_date?: string;
            /**
             * Format: date
             * @description The day on which the payment will settle if nothing comes back.
             */
            readonly expected_settlement_on?: string;
            /** @description Whether nothing can come back any more. */
            readonly final?: boolean;
            /** @description Whether the authorization covers one payment or several. */
            frequency?: "one_time" | "recurring" | (string & {});
            /** @description The receiver's id in the entry, as files name it. */
            readonly individual_id?: string;
            /** @description ISO 20022's reason for the return. */
            readonly iso_reason?: string;
            /** @description The processor that the vendor shall use, in its own word. */
            processor?: string;
            /** @description The processor's own code, not Nacha's. */
            readonly reason_code?: string;
            /** @description Of a returned payment: whether another may send it again, by represents. */
            readonly representable?: components["schemas"]["Representable"];
            /** @description What kind of return it is: want of funds, a stop, something wrong with the account, not authorized, or another. */
            readonly return_class?: "funds" | "stop" | "account" | "unauthorized" | "other" | (string & {});
            /** @description Nacha's code of the return, R01 to R85. */
            readonly return_code?: string;
            /** @description The return in words. */
            readonly return_reason?: string;
            /** @description Until when the payment may come back. */
            readonly return_window?: components["schemas"]["ReturnWindow"];
            /**
             * Format: date
             * @description The day on which it came back.
             */
            readonly returned_on?: string;
            /** @description Nacha's standard entry class: how the authorization was given. */
            sec_code: "WEB" | "TEL" | "PPD" | "CCD" | "CTX" | "IAT" | "other" | (string & {});
            /**
             * Format: date
             * @description The day on which it settled.
             */
            readonly settled_on?: string;
            /** @description What the settlement is known from. */
            readonly settlement_basis?: "vendor" | "statement" | "file" | "operator" | "presumed" | (string & {});
            /** @description 15 digits of Nacha, where the vendor tells. */
            readonly trace_number?: string;
        };
        Accepts: {
            /** @description File name extensions, without the dot. */
            extensions?: string[];
            /** @description Characters that a file's name must not have. */
            forbidden_name_chars?: string;
            /**
             * Format: int64
             * @description Decoded size.
             */
            max_bytes?: number;
            /** @description Media types. */
            mime_types?: string[];
        };
        AccountHolder: {
            /** @description The holder's address in one line. */
            address_text?: string;
            /** @description The holder's mail address. */
            email?: string;
            /** @description The holder's name, as the bank has it. */
            name?: string;
            /** @description The holder's phone, E.164. */
            phone?: string;
            /** @description The vendor's own text for phone, where no table knows it or it cannot be read. */
            readonly phone_raw?: string;
        };
        Address: {
            /** @description Name of the building. */
            building_name?: string;
            /** @description Number of the building. */
            building_number?: string;
            /** @description Who takes the mail for the person. */
            care_of?: string;
            /** @description The town. */
            city?: string;
            /** @description ISO 3166-1 alpha-2, upper case. */
            country?: string;
            /** @description The vendor's name of the country when it has no code here. */
            country_name?: string;
            /** @description The district. */
            district?: string;
            /** @description Something near by that helps to find it. */
            landmark?: string;
            /** @description The address as lines of text, where its parts are not known. */
            lines?: string[];
            /** @description The part of the town. */
            locality?: string;
            /** @description A phone at the address, E.164. */
            phone?: string;
            /** @description The vendor's own text for phone, where no table knows it or it cannot be read. */
            readonly phone_raw?: string;
            /** @description The post office. */
            post_office?: string;
            /** @description The postal code; absent in a country that has none. */
            postal_code?: string;
            /** @description Marks the address to use where a vendor takes one. */
            primary?: boolean;
            /** @description Free text. */
            state?: string;
            /** @description ISO 3166-2 when known. */
            state_code?: string;
            /** @description The street. */
            street_name?: string;
            /** @description The sub-district. */
            sub_district?: string;
            /** @description What the address is for. */
            type?: "residence" | "permanent" | "mailing" | "work" | "other" | "unknown" | (string & {});
            /** @description The vendor's own text for type, where no table knows it or it cannot be read. */
            readonly type_raw?: string;
            /**
             * Format: date-time
             * @description When the vendor last changed the address.
             */
            readonly updated_at?: string;
            /** @description The vendor's own text for updated_at, where no table knows it or it cannot be read. */
            readonly updated_at_raw?: string;
            /** @description The vendor's own key of this element. */
            vendor_key?: string;
        };
        Agreement: {
            /** @description The connection through which it came. */
            connection: string;
            /** @description The text that the person is to read. */
            content?: string;
            /** @description Media type of the content. */
            content_type?: string;
            /**
             * Format: date-time
             * @description When it was made, where that is known: RFC 3339, in UTC.
             */
            created_at?: string;
            /** @description The vendor's own text for created_at, where no table knows it or it cannot be read. */
            created_at_raw?: string;
            /** @description Whose agreement it is, where that was said. */
            customer_id?: string;
            /** @description What the person decided, as this API passed it on. */
            decision?: components["schemas"]["Decision"];
            /** @description The id to use with this API. Opaque. */
            id: string;
            /** @description JSON Pointers into the request: what this vendor has no place for. It was not sent. */
            ignored?: string[];
            /** @description Which set of agreements it belongs to. */
            kind?: "standard" | "ul" | "unknown" | (string & {});
            /**
             * @description The kind of resource: always this word.
             * @enum {string}
             */
            object: "agreement";
            /** @description Who agrees. */
            party?: components["schemas"]["AgreementParty"];
            /** @description Where the agreement stands, as the vendor says. */
            status: "pending" | "accepted" | "declined" | "unknown" | (string & {});
            /** @description The vendor's own text for status, where no table knows it or it cannot be read. */
            status_raw?: string;
            /** @description What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only. */
            supplementary_data?: {
                [key: string]: unknown;
            };
            /** @description us_patriot_act and others; unknown with type_raw when no table knows it. */
            type?: string;
            /** @description The vendor's own text for type, where no table knows it or it cannot be read. */
            type_raw?: string;
            /**
             * Format: date-time
             * @description When it last changed, where that is known: RFC 3339, in UTC.
             */
            updated_at?: string;
            /** @description The vendor's own text for updated_at, where no table knows it or it cannot be read. */
            updated_at_raw?: string;
            /** @description With ?include=vendor_data: the vendor's answer, redacted. */
            vendor_data?: unknown;
            /** @description The vendor's own keys, for those who talk to the vendor too. */
            vendor_ids?: {
                [key: string]: string;
            };
        };
        AgreementDecision: {
            /**
             * @description What the person decided.
             * @enum {string}
             */
            decision: "accepted" | "declined";
            /**
             * @description Needed where the agreement's own kind is unknown.
             * @enum {string}
             */
            kind?: "standard" | "ul";
            /** @description What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only. */
            supplementary_data?: {
                [key: string]: unknown;
            };
        };
        AgreementDraft: {
            /** @description Whose agreements they are: they are made where that customer is known, and name it. */
            customer_id?: string;
            /**
             * @description Which set of agreements is put to the person.
             * @enum {string}
             */
            kind: "standard" | "ul";
            /** @description Who agrees. */
            party: components["schemas"]["AgreementParty"];
            /** @description What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only. */
            supplementary_data?: {
                [key: string]: unknown;
            };
        };
        AgreementParty: {
            /** @description Postal address. */
            address?: components["schemas"]["PartyAddress"];
            /**
             * Format: date
             * @description Date of birth.
             */
            birthdate?: string;
            /** @description Mail address. */
            email?: string;
            /** @description Family name. */
            family_name?: string;
            /** @description Given name. */
            given_name?: string;
            /** @description The person's IP address while they agree, IPv4 or IPv6. */
            ip_address?: string;
            /** @description Middle name. */
            middle_name?: string;
            /** @description Phone. */
            phone?: components["schemas"]["PartyPhone"];
            /** @description The person's number at a tax office. */
            tax?: components["schemas"]["TaxID"];
            /** @description The address of the person's wallet. Upper and lower case count: a mixed-case address has a checksum. */
            wallet_address?: string;
        };
        AgreementTemplate: {
            /** @description The connection through which it came. */
            connection: string;
            /** @description The vendor's HTML, untrusted: sanitise it before showing it. */
            html: string;
            /** @description The vendor's id of the template. */
            id: string;
            /**
             * @description The kind of resource: always this word.
             * @enum {string}
             */
            object: "agreement_template";
            /** @description What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only. */
            supplementary_data?: {
                [key: string]: unknown;
            };
            /** @description What was asked for. */
            type: "privacy_policy" | "terms_and_conditions" | (string & {});
            /** @description What the vendor calls it. */
            type_raw?: string;
            /** @description With ?include=vendor_data: the vendor's answer, redacted. */
            vendor_data?: unknown;
        };
        AnswerFieldView: {
            /** @description Of several connections those that say it. */
            connections?: string[];
            /** @description What else is to be known of the field. */
            note?: string;
            /** @description Whether the value is personal data. */
            personal: boolean;
            /** @description JSON Pointer into the answer, with * for each element of a list. */
            pointer: string;
            /** @description Type of the value. */
            type: "string" | "boolean" | "integer" | "decimal" | "date" | "date_time" | "object" | "list" | (string & {});
            /** @description The vendor's name of it. */
            vendor_field?: string;
        };
        AppliesTo: {
            /** @description The vendor's key of whom or what it is about. */
            id?: string;
            /** @description Name of whom or what it is about. */
            name?: string;
            /** @description What kind of thing it is about. */
            type?: "applicant" | "application" | "entity" | "facility" | "unknown" | (string & {});
            /** @description The vendor's own text for type, where no table knows it or it cannot be read. */
            type_raw?: string;
        };
        Asset: {
            /** @description The asset's symbol at the vendor, such as USBC. */
            symbol: string;
        };
        BankAccount: {
            /** @description How the account's number is written. */
            account_number_type?: "local" | "iban" | "upi_vpa" | (string & {});
            /** @description The vendor's own text for account_number_type, where no table knows it or it cannot be read. */
            account_number_type_raw?: string;
            /** @description Type of the account. */
            account_type?: "checking" | "savings" | "other" | "unknown" | (string & {});
            /** @description The vendor's own text for account_type, where no table knows it or it cannot be read. */
            account_type_raw?: string;
            /** @description The connection through which it came. */
            connection: string;
            /**
             * Format: date-time
             * @description When it was made, where that is known: RFC 3339, in UTC.
             */
            created_at?: string;
            /** @description The vendor's own text for created_at, where no table knows it or it cannot be read. */
            created_at_raw?: string;
            /** @description Whose account it is. */
            customer_id: string;
            /** @description Who holds the account. */
            holder?: components["schemas"]["AccountHolder"];
            /** @description The id to use with this API. Opaque. */
            id: string;
            /** @description Name of the bank. */
            institution_name?: string;
            /** @description The last four characters of the account's number. */
            last4?: string;
            /** @description How it was linked. */
            link_method?: "account_numbers" | "plaid" | (string & {});
            /**
             * @description The kind of resource: always this word.
             * @enum {string}
             */
            object: "bank_account";
            /** @description The bank's routing number. */
            routing_number?: string;
            /** @description Which scheme the routing number belongs to. */
            routing_number_type?: "aba" | "ifsc" | "sort_code" | "bsb" | (string & {});
            /** @description Whether the number is right for its type; a vendor may return others. */
            routing_number_valid?: boolean;
            /** @description Whether the account can be used. */
            status: "active" | "pending" | "disabled" | "unknown" | (string & {});
            /** @description The vendor's own text for status, where no table knows it or it cannot be read. */
            status_raw?: string;
            /** @description What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only. */
            supplementary_data?: {
                [key: string]: unknown;
            };
            /**
             * Format: date-time
             * @description When it last changed, where that is known: RFC 3339, in UTC.
             */
            updated_at?: string;
            /** @description The vendor's own text for updated_at, where no table knows it or it cannot be read. */
            updated_at_raw?: string;
            /** @description The vendor's own keys, for those who talk to the vendor too. */
            vendor_ids?: {
                [key: string]: string;
            };
        };
        BankAccountDraft: components["schemas"]["BankAccountDraftAccountNumbers"] | components["schemas"]["BankAccountDraftPlaid"];
        BankAccountDraftAccountNumbers: {
            /** @description The account's number. It is never answered; last4 is. */
            account_number: string;
            /**
             * @description Default local: the number as the bank writes it.
             * @enum {string}
             */
            account_number_type?: "local" | "iban" | "upi_vpa";
            /**
             * @description Type of the account.
             * @enum {string}
             */
            account_type?: "checking" | "savings";
            /** @description Who holds the account. */
            holder?: components["schemas"]["AccountHolder"];
            /** @description Name of the bank. */
            institution_name?: string;
            /**
             * @description How the account is linked: by its numbers, or by what the person chose at Plaid. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            link_method: "account_numbers";
            /** @description The bank's routing number. */
            routing_number?: string;
            /**
             * @description Default aba.
             * @enum {string}
             */
            routing_number_type?: "aba" | "ifsc" | "sort_code" | "bsb";
            /** @description What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only. */
            supplementary_data?: {
                [key: string]: unknown;
            };
        };
        BankAccountDraftPlaid: {
            /**
             * @description How the account is linked: by its numbers, or by what the person chose at Plaid. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            link_method: "plaid";
            /** @description What Plaid gave the app. */
            plaid: components["schemas"]["PlaidLink"];
            /** @description What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only. */
            supplementary_data?: {
                [key: string]: unknown;
            };
        };
        CheckDetails: {
            /** @description The vendor's id of the check. */
            check_id?: string;
            /** @description One of IDA's: data is a comparison with the data of the issuer. */
            check_method: string;
            /**
             * Format: date-time
             * @description When the check was made.
             */
            time?: string;
        };
        Claims: {
            /** @description The verified address. */
            address?: components["schemas"]["Address"];
            /** @description Where the record has only the year. */
            birth_year?: string;
            /**
             * Format: date
             * @description The verified date of birth.
             */
            birthdate?: string;
            /** @description The record's text where it is no date. */
            birthdate_raw?: string;
            /** @description The verified gender. */
            gender?: "male" | "female" | "transgender" | "other" | "unknown" | (string & {});
            /** @description The vendor's own text for gender, where no table knows it or it cannot be read. */
            gender_raw?: string;
            /** @description The verified name. */
            name?: string;
        };
        ClaimsVerification: {
            /** @description What proves the claims. */
            evidence?: components["schemas"]["Evidence"][];
            /**
             * Format: date-time
             * @description When they were verified.
             */
            time?: string;
            /** @description uidai_ekyc is this gateway's own name; it is not registered with IDA. */
            trust_framework: string;
        };
        ClientContext: {
            /** @description IPv4 or IPv6. */
            ip_address?: string;
            /** @description Decimal degrees, as a string. */
            latitude?: string;
            /** @description Decimal degrees, as a string. */
            longitude?: string;
        };
        Communication: {
            /** @description Whether the customer allows the channel. */
            allowed: boolean;
            /** @description The channel, in the vendor's code. */
            type_code?: string;
        };
        ConnectionDegradedEvent: {
            /** @description What changed. */
            data: components["schemas"]["ConnectionDegradedEventData"];
            /** @description Media type of data. */
            datacontenttype?: string;
            /** @description Unique: the header webhook-id has it too. An event that comes twice has the same. */
            id: string;
            /** @description /connections/{name}, or /gateway for what concerns all of it. */
            source: string;
            /**
             * @description Version of CloudEvents.
             * @enum {string}
             */
            specversion: "1.0";
            /** @description The sealed id of the resource. */
            subject?: string;
            /** @description Whose event it is: an extension attribute. What concerns the whole gateway has none. */
            tenant?: string;
            /**
             * Format: date-time
             * @description When it happened.
             */
            time: string;
            /**
             * @description What happened.
             * @enum {string}
             */
            type: "connection.degraded";
        };
        ConnectionDegradedEventData: {
            /** @description The operation that a connection cannot do well. */
            operation: string;
            /** @description Of a payment who brought the news: vendor, poll, import, operator, correction or presumed. Of a connection why it is degraded: breaker_open. */
            reason: string;
            /** @description What became of it. */
            status: string;
        };
        ConnectionView: {
            /** @description For the header Gateway-Connection. */
            name: string;
            /**
             * @description The kind of resource: always this word.
             * @enum {string}
             */
            object: "connection";
            /** @description What the connection can do. */
            operations: string[];
            /** @description Whether it talks to the vendor's simulator. */
            sandbox: boolean;
            /** @description Whether it serves: draining serves the ids that were made there and takes no new customers. */
            state: "enabled" | "draining" | "disabled" | (string & {});
            /** @description The vendor behind it. */
            vendor: string;
        };
        Consent: {
            /** @description Whether the person agreed. */
            granted: boolean;
            /**
             * Format: date-time
             * @description When the person agreed; never in the future.
             */
            granted_at?: string;
            /** @description The person's IP address at that time, IPv4 or IPv6. */
            ip_address?: string;
            /** @description The text that was shown, by the id its owner gave it. */
            text_id?: string;
            /** @description What the consent is about, in the vendor's word. */
            type?: string;
        };
        Customer: {
            /** @description Postal addresses. */
            addresses?: components["schemas"]["Address"][];
            /** @description Further names of the person (OIDC IDA). */
            also_known_as?: string[];
            /**
             * Format: date
             * @description Date of birth.
             */
            birthdate?: string;
            /** @description The vendor's text where it is no date; so with each _raw. */
            readonly birthdate_raw?: string;
            /** @description Channels that the customer allows or refuses. */
            communication_preferences?: components["schemas"]["Communication"][];
            /** @description The connection through which it came. */
            connection: string;
            /** @description Texts that the person agreed to. */
            consents?: components["schemas"]["Consent"][];
            /** @description Where the person lives, ISO 3166-1 alpha-2, upper case. Routes may go by it. */
            country_of_residence?: string;
            /** @description The vendor's own text for country_of_residence, where no table knows it or it cannot be read. */
            readonly country_of_residence_raw?: string;
            /**
             * Format: date-time
             * @description When it was made, where that is known: RFC 3339, in UTC.
             */
            created_at?: string;
            /** @description Documents that the vendor holds about the customer. */
            documents?: components["schemas"]["DocumentOnFile"][];
            /** @description Mail addresses. */
            emails?: components["schemas"]["Email"][];
            /** @description Where the person works. */
            employment?: components["schemas"]["Employment"];
            /** @description true: the vendor says that the person was its customer before, so nobody was created (status 200). Most vendors do not tell. */
            existing?: boolean;
            /** @description The caller's own id for this person. Given when a customer is created it means that customer from then on: ref:{external_reference} is taken wherever a customer's id is. */
            external_reference?: string;
            /** @description What the vendor wants to know about the person's money. */
            financial_profile?: components["schemas"]["FinancialProfile"];
            /** @description The person's gender. */
            gender?: "male" | "female" | "transgender" | "other" | "unknown" | (string & {});
            /** @description The vendor's own text for gender, where no table knows it or it cannot be read. */
            readonly gender_raw?: string;
            /** @description IBAN of the customer's account at the vendor. */
            iban?: string;
            /** @description The id to use with this API. Opaque. */
            id: string;
            /** @description Identity documents and numbers. */
            identifiers?: components["schemas"]["Identifier"][];
            /** @description JSON Pointers into the request: what this vendor has no place for. It was not sent. */
            ignored?: string[];
            /** @description How far the vendor knows its customer. */
            kyc?: components["schemas"]["KYC"];
            /** @description The person's language (OIDC), a BCP 47 tag such as ar-AE. */
            locale?: string;
            /** @description The vendor's word for a language that no table knows. */
            readonly locale_raw?: string;
            /** @description The person's marital status. */
            marital_status?: "single" | "married" | "divorced" | "widowed" | "separated" | "unknown" | (string & {});
            /** @description The vendor's word when marital_status is unknown. */
            readonly marital_status_raw?: string;
            /** @description Free text that the vendor stores. Keys it has no place for are named in ignored. */
            metadata?: {
                [key: string]: string;
            };
            /** @description The person's name. */
            name?: components["schemas"]["Name"];
            /** @description ISO 3166-1 alpha-2, upper case; the first is the primary one. */
            nationalities?: string[];
            /** @description The vendor's texts for nationalities that are no country's code. */
            readonly nationalities_raw?: string[];
            /**
             * @description The kind of resource: always this word.
             * @enum {string}
             */
            object: "customer";
            /** @description Phone numbers. */
            phones?: components["schemas"]["Phone"][];
            /** @description Where the person was born. */
            place_of_birth?: components["schemas"]["PlaceOfBirth"];
            /** @description The vendor's code of the region. */
            region_code?: string;
            /** @description Other customers that the vendor ties to this one. */
            relations?: components["schemas"]["Relation"][];
            /** @description The vendor's code of the residency. */
            residency_code?: string;
            /** @description The person's role in an application. */
            role?: "applicant" | "co_applicant" | (string & {});
            /** @description What the vendor's compliance says. */
            screening?: components["schemas"]["Screening"];
            /** @description The vendor's code of the customer's segment. */
            segment_code?: string;
            /** @description Where the customer stands at the vendor. Only active may be served without a question. */
            status?: "prospect" | "pending_verification" | "pending_review" | "active" | "rejected" | "blocked" | "inactive" | "unknown" | (string & {});
            /** @description The vendor's word when status is unknown. */
            status_raw?: string;
            /** @description Products that the customer has at the vendor. */
            subscriptions?: components["schemas"]["Subscription"][];
            /** @description What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only. */
            supplementary_data?: {
                [key: string]: unknown;
            };
            /**
             * @description Kind of customer.
             * @enum {string}
             */
            type?: "individual";
            /**
             * Format: date-time
             * @description When it last changed, where that is known: RFC 3339, in UTC.
             */
            updated_at?: string;
            /** @description The vendor's own text for updated_at, where no table knows it or it cannot be read. */
            updated_at_raw?: string;
            /** @description With ?include=vendor_data: the vendor's answer, redacted. */
            vendor_data?: unknown;
            /** @description The vendor's own keys, for those who talk to the vendor too. */
            vendor_ids?: {
                [key: string]: string;
            };
            /** @description Pages and profiles of the person. */
            websites?: components["schemas"]["Website"][];
        };
        CustomerDraft: {
            /** @description Postal addresses. */
            addresses?: components["schemas"]["Address"][];
            /**
             * Format: date
             * @description Date of birth.
             */
            birthdate?: string;
            /** @description The vendor's text where it is no date; so with each _raw. */
            readonly birthdate_raw?: string;
            /** @description The vendor's key of the branch that serves the customer. */
            branch_reference?: string;
            /** @description The end user's device, which some vendors want to know: all three members. */
            client_context?: components["schemas"]["ClientContext"];
            /** @description Texts that the person agreed to. */
            consents?: components["schemas"]["Consent"][];
            /** @description Where the person lives, ISO 3166-1 alpha-2, upper case. Routes may go by it. */
            country_of_residence?: string;
            /** @description The vendor's own text for country_of_residence, where no table knows it or it cannot be read. */
            readonly country_of_residence_raw?: string;
            /** @description With the role co_applicant: the applicant whose application the person joins. */
            customer_id?: string;
            /** @description Documents that travel with the request, for a vendor that takes them here. */
            documents?: components["schemas"]["InlineDocument"][];
            /** @description Mail addresses. */
            emails?: components["schemas"]["Email"][];
            /** @description Where the person works. */
            employment?: components["schemas"]["Employment"];
            /** @description Whether the person says that they are the vendor's customer already. */
            existing_customer?: boolean;
            /** @description The caller's own id for this person. Given when a customer is created it means that customer from then on: ref:{external_reference} is taken wherever a customer's id is. */
            external_reference?: string;
            /** @description What the vendor wants to know about the person's money. */
            financial_profile?: components["schemas"]["FinancialProfile"];
            /**
             * @description The person's gender.
             * @enum {string}
             */
            gender?: "male" | "female" | "transgender" | "other" | "unknown";
            /** @description The vendor's own text for gender, where no table knows it or it cannot be read. */
            readonly gender_raw?: string;
            /** @description Identity documents and numbers. */
            identifiers?: components["schemas"]["Identifier"][];
            /** @description The person's language (OIDC), a BCP 47 tag such as ar-AE. */
            locale?: string;
            /** @description The vendor's word for a language that no table knows. */
            readonly locale_raw?: string;
            /**
             * @description The person's marital status.
             * @enum {string}
             */
            marital_status?: "single" | "married" | "divorced" | "widowed" | "separated" | "unknown";
            /** @description The vendor's word when marital_status is unknown. */
            readonly marital_status_raw?: string;
            /** @description Free text that the vendor stores. Keys it has no place for are named in ignored. */
            metadata?: {
                [key: string]: string;
            };
            /** @description The person's name. */
            name?: components["schemas"]["Name"];
            /** @description ISO 3166-1 alpha-2, upper case; the first is the primary one. */
            nationalities?: string[];
            /** @description The vendor's texts for nationalities that are no country's code. */
            readonly nationalities_raw?: string[];
            /** @description Phone numbers. */
            phones?: components["schemas"]["Phone"][];
            /** @description Where the person was born. */
            place_of_birth?: components["schemas"]["PlaceOfBirth"];
            /** @description The vendor's code of the region. */
            region_code?: string;
            /** @description The vendor's code of the residency. */
            residency_code?: string;
            /**
             * @description The person's role in an application.
             * @enum {string}
             */
            role?: "applicant" | "co_applicant";
            /** @description What the caller declares about the person. */
            screening?: components["schemas"]["ScreeningDraft"];
            /** @description Whether this section of the application is done. Default true. */
            submit_section?: boolean;
            /** @description What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only. */
            supplementary_data?: {
                [key: string]: unknown;
            };
            /**
             * @description Kind of customer.
             * @enum {string}
             */
            type?: "individual";
            /** @description Keys of the vendor's that are known already, such as a second key where it needs one; GET /v1/connections/{name}/fields lists which it takes. */
            vendor_ids?: {
                [key: string]: string;
            };
            /** @description Where the vendor wants a one-time password with the registration: the one that POST /v1/verifications with the method sms_otp has sent to the phone. It is not confirmed there. */
            verification?: components["schemas"]["OTPProof"];
            /** @description Pages and profiles of the person. */
            websites?: components["schemas"]["Website"][];
        };
        CustomerLookup: {
            /** @description Where the end user is; the headers Client-Ip and Client-Geo stand in for it. */
            client_context?: components["schemas"]["ClientContext"];
            /** @description The caller's own id for this person, which means the customer that is found from then on. One that means another customer already is named in ignored. */
            external_reference?: string;
            /** @description Either this or phone; which of them finds a customer differs by vendor. */
            identifier?: components["schemas"]["LookupIdentifier"];
            /** @description Either this or identifier, E.164. */
            phone?: string;
            /** @description What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only. */
            supplementary_data?: {
                [key: string]: unknown;
            };
        };
        CustomerRecord: {
            /** @description The connection where the person has the record. */
            connection: string;
            /**
             * Format: date-time
             * @description From when on the reference means this record.
             */
            created_at: string;
            /** @description The customer's id. */
            id: string;
            /** @description What made the reference: a creation, a reference to a known key, or a lookup. */
            made_by: "created" | "referenced" | "looked_up" | (string & {});
            /**
             * @description The kind of resource: always this word.
             * @enum {string}
             */
            object: "customer_reference";
            /** @description The vendor behind the connection. */
            vendor: string;
        };
        CustomerReference: {
            /** @description The caller's own id for this person, which means this customer from then on. */
            external_reference?: string;
            /** @description What the vendor knows the customer by, under the name that vendor_ids has in its answers; the connection's vendor says which it takes. */
            vendor_ids: {
                [key: string]: string;
            };
        };
        CustomerScreeningUpdatedEvent: {
            /** @description What changed. */
            data: components["schemas"]["CustomerScreeningUpdatedEventData"];
            /** @description Media type of data. */
            datacontenttype?: string;
            /** @description Unique: the header webhook-id has it too. An event that comes twice has the same. */
            id: string;
            /** @description /connections/{name}, or /gateway for what concerns all of it. */
            source: string;
            /**
             * @description Version of CloudEvents.
             * @enum {string}
             */
            specversion: "1.0";
            /** @description The sealed id of the resource. */
            subject?: string;
            /** @description Whose event it is: an extension attribute. What concerns the whole gateway has none. */
            tenant?: string;
            /**
             * Format: date-time
             * @description When it happened.
             */
            time: string;
            /**
             * @description What happened.
             * @enum {string}
             */
            type: "customer.screening.updated";
        };
        CustomerScreeningUpdatedEventData: {
            /** @description The customer that it is about. */
            customer_id?: string;
            /** @description Of customer.screening.updated: what the vendor's compliance says now. */
            screening?: components["schemas"]["Screening"];
            /** @description What became of it. */
            status?: string;
            /** @description The vendor's own text for status, where no table knows it or it cannot be read. */
            status_raw?: string;
        };
        CustomerStatusUpdatedEvent: {
            /** @description What changed. */
            data: components["schemas"]["CustomerStatusUpdatedEventData"];
            /** @description Media type of data. */
            datacontenttype?: string;
            /** @description Unique: the header webhook-id has it too. An event that comes twice has the same. */
            id: string;
            /** @description /connections/{name}, or /gateway for what concerns all of it. */
            source: string;
            /**
             * @description Version of CloudEvents.
             * @enum {string}
             */
            specversion: "1.0";
            /** @description The sealed id of the resource. */
            subject?: string;
            /** @description Whose event it is: an extension attribute. What concerns the whole gateway has none. */
            tenant?: string;
            /**
             * Format: date-time
             * @description When it happened.
             */
            time: string;
            /**
             * @description What happened.
             * @enum {string}
             */
            type: "customer.status.updated";
        };
        CustomerStatusUpdatedEventData: {
            /** @description The customer that it is about. */
            customer_id?: string;
            /** @description What became of it. */
            status?: string;
            /** @description The vendor's own text for status, where no table knows it or it cannot be read. */
            status_raw?: string;
        };
        CustomerUpdate: {
            /** @description Postal addresses. */
            addresses?: components["schemas"]["Address"][] | null;
            /**
             * Format: date
             * @description Date of birth.
             */
            birthdate?: string | null;
            /** @description The vendor's text where it is no date; so with each _raw. */
            readonly birthdate_raw?: string | null;
            /** @description The vendor's key of the branch that serves the customer. */
            branch_reference?: string | null;
            /** @description The end user's device, which some vendors want to know: all three members. */
            client_context?: {
                /** @description IPv4 or IPv6. */
                ip_address?: string | null;
                /** @description Decimal degrees, as a string. */
                latitude?: string | null;
                /** @description Decimal degrees, as a string. */
                longitude?: string | null;
            } | null;
            /** @description Texts that the person agreed to. */
            consents?: components["schemas"]["Consent"][] | null;
            /** @description Where the person lives, ISO 3166-1 alpha-2, upper case. Routes may go by it. */
            country_of_residence?: string | null;
            /** @description The vendor's own text for country_of_residence, where no table knows it or it cannot be read. */
            readonly country_of_residence_raw?: string | null;
            /** @description With the role co_applicant: the applicant whose application the person joins. */
            customer_id?: string | null;
            /** @description Documents that travel with the request, for a vendor that takes them here. */
            documents?: components["schemas"]["InlineDocument"][] | null;
            /** @description Mail addresses. */
            emails?: components["schemas"]["Email"][] | null;
            /** @description Where the person works. */
            employment?: {
                /** @description Who employs the person. */
                employer?: {
                    /** @description The employer's address in one line. */
                    address?: string | null;
                    /** @description The employer's own key at the vendor. */
                    customer_id?: string | null;
                    /** @description The employer's number in the labour register. */
                    establishment_id?: string | null;
                    /** @description The vendor's code of the group of companies. */
                    group_code?: string | null;
                    /** @description The employer's name. */
                    name?: string | null;
                    /** @description The employer's phone, E.164. */
                    phone?: string | null;
                    /** @description The vendor's own text for phone, where no table knows it or it cannot be read. */
                    readonly phone_raw?: string | null;
                } | null;
                /** @description The vendor's code of the occupation. */
                occupation_code?: string | null;
                /** @description The vendor's category of the profession. */
                profession_category?: string | null;
            } | null;
            /** @description Whether the person says that they are the vendor's customer already. */
            existing_customer?: boolean | null;
            /** @description The caller's own id for this person. Given when a customer is created it means that customer from then on: ref:{external_reference} is taken wherever a customer's id is. */
            external_reference?: string | null;
            /** @description What the vendor wants to know about the person's money. */
            financial_profile?: {
                /** @description What the account is for. */
                account_purpose?: string | null;
                /** @description Currency of the income, ISO 4217. */
                income_currency?: string | null;
                /** @description The vendor's own text for income_currency, where no table knows it or it cannot be read. */
                readonly income_currency_raw?: string | null;
                /** @description The vendor's code of the range of income. */
                income_range_code?: string | null;
                /** @description The vendor's code of the source of income. */
                income_type_code?: string | null;
                /** @description The vendor's code of how many transactions are expected in a month. */
                monthly_txn_count_code?: string | null;
                /** @description The vendor's code of what amount is expected in a month. */
                monthly_txn_volume_code?: string | null;
            } | null;
            /**
             * @description The person's gender.
             * @enum {string|null}
             */
            gender?: "male" | "female" | "transgender" | "other" | "unknown" | null;
            /** @description The vendor's own text for gender, where no table knows it or it cannot be read. */
            readonly gender_raw?: string | null;
            /** @description Identity documents and numbers. */
            identifiers?: components["schemas"]["Identifier"][] | null;
            /** @description The person's language (OIDC), a BCP 47 tag such as ar-AE. */
            locale?: string | null;
            /** @description The vendor's word for a language that no table knows. */
            readonly locale_raw?: string | null;
            /**
             * @description The person's marital status.
             * @enum {string|null}
             */
            marital_status?: "single" | "married" | "divorced" | "widowed" | "separated" | "unknown" | null;
            /** @description The vendor's word when marital_status is unknown. */
            readonly marital_status_raw?: string | null;
            /** @description Free text that the vendor stores. Keys it has no place for are named in ignored. */
            metadata?: {
                [key: string]: string;
            } | null;
            /** @description The person's name. */
            name?: {
                /** @description Family name. */
                family_name?: string | null;
                /** @description The whole name in one text, where its parts are not known. */
                full_name?: string | null;
                /** @description Given name. */
                given_name?: string | null;
                /** @description Middle name. */
                middle_name?: string | null;
                /** @description The family name of the person's mother before she married. */
                mothers_maiden_name?: string | null;
                /** @description What the person is called. */
                preferred_name?: string | null;
                /** @description Salutation, such as Ms. */
                salutation?: string | null;
                /** @description Suffix, such as Jr. */
                suffix?: string | null;
            } | null;
            /** @description ISO 3166-1 alpha-2, upper case; the first is the primary one. */
            nationalities?: string[] | null;
            /** @description The vendor's texts for nationalities that are no country's code. */
            readonly nationalities_raw?: string[] | null;
            /** @description Phone numbers. */
            phones?: components["schemas"]["Phone"][] | null;
            /** @description Where the person was born. */
            place_of_birth?: {
                /** @description Country of birth, ISO 3166-1 alpha-2. */
                country?: string | null;
                /** @description The vendor's own text for country, where no table knows it or it cannot be read. */
                readonly country_raw?: string | null;
                /** @description Free text; not a country code. */
                locality?: string | null;
            } | null;
            /** @description The vendor's code of the region. */
            region_code?: string | null;
            /** @description The vendor's code of the residency. */
            residency_code?: string | null;
            /**
             * @description The person's role in an application.
             * @enum {string|null}
             */
            role?: "applicant" | "co_applicant" | null;
            /** @description What the caller declares about the person. */
            screening?: {
                /** @description Politically exposed person. */
                pep?: boolean | null;
                /** @description The vendor's code of the kind of politically exposed person. */
                pep_category_code?: string | null;
                /** @description The vendor's code of the risk. */
                risk_rating_code?: string | null;
            } | null;
            /** @description Whether this section of the application is done. Default true. */
            submit_section?: boolean | null;
            /** @description What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only. */
            supplementary_data?: {
                [key: string]: unknown;
            } | null;
            /**
             * @description Kind of customer.
             * @enum {string|null}
             */
            type?: "individual" | null;
            /** @description Keys of the vendor's that are known already, such as a second key where it needs one; GET /v1/connections/{name}/fields lists which it takes. */
            vendor_ids?: {
                [key: string]: string;
            } | null;
            /** @description Where the vendor wants a one-time password with the registration: the one that POST /v1/verifications with the method sms_otp has sent to the phone. It is not confirmed there. */
            verification?: {
                /** @description The one-time password. */
                otp: string;
            } | null;
            /** @description Pages and profiles of the person. */
            websites?: components["schemas"]["Website"][] | null;
        };
        Decision: {
            /**
             * Format: date-time
             * @description When it was passed on.
             */
            decided_at?: string;
            /** @description What the person decided. */
            value: "accepted" | "declined" | (string & {});
        };
        Document: {
            /** @description The connection through which it came. */
            connection: string;
            /** @description Whether the vendor can give the bytes back. */
            content_available: boolean;
            /**
             * Format: date-time
             * @description When it was made, where that is known: RFC 3339, in UTC.
             */
            created_at?: string;
            /** @description Whose document it is. */
            customer_id?: string;
            /** @description What is known of its bytes. */
            file: components["schemas"]["File"];
            /** @description The id to use with this API. Opaque. */
            id: string;
            /** @description Type of the identifier that it shows. */
            identifier_type?: string;
            /** @description JSON Pointers into the request: what this vendor has no place for. It was not sent. */
            ignored?: string[];
            /**
             * @description The kind of resource: always this word.
             * @enum {string}
             */
            object: "document";
            /** @description What it is for. */
            purpose?: string;
            /** @description The requirement that it answers. */
            requirement_id?: string;
            /** @description Which side of the identity document it shows. */
            side?: "front" | "back" | "single" | (string & {});
            /** @description What the vendor made of it. */
            status: "received" | "accepted" | "rejected" | "unknown" | (string & {});
            /** @description What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only. */
            supplementary_data?: {
                [key: string]: unknown;
            };
            /** @description With ?include=vendor_data: the vendor's answer, redacted. */
            vendor_data?: unknown;
            /** @description The vendor's own keys, for those who talk to the vendor too. */
            vendor_ids?: {
                [key: string]: string;
            };
            /** @description The vendor's reference of the upload. */
            vendor_reference?: string;
        };
        DocumentDraft: {
            /** @description Base64 (RFC 4648 §4, padded); absent when the file comes as a multipart part. */
            content?: string;
            /** @description What the caller says about the file. */
            file: components["schemas"]["FileMeta"];
            /** @description What the document is for, such as identity or proof_of_income. */
            purpose?: string;
            /** @description The requirement that the document answers. */
            requirement_id: string;
            /** @description What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only. */
            supplementary_data?: {
                [key: string]: unknown;
            };
        };
        DocumentOnFile: {
            /** @description Whether the vendor can give the bytes back. */
            content_available: boolean;
            /** @description What is known of the file. */
            file?: components["schemas"]["FileMeta"];
            /** @description Type of the identifier that it shows. */
            identifier_type?: string;
            /** @description What it is for. */
            purpose?: string;
            /** @description Which side of the identity document it shows. */
            side?: "front" | "back" | "single" | (string & {});
        };
        ElectronicRecord: {
            /**
             * Format: date-time
             * @description When the record was made for this check.
             */
            created_at?: string;
            /** @description Only with scope pii:read. */
            personal_number?: string;
            /** @description An addition to IDA. */
            personal_number_last4?: string;
            /** @description The authority that keeps the record. */
            source: components["schemas"]["RecordSource"];
            /** @description aadhaar */
            type: string;
        };
        Email: {
            /** @description RFC 5321 addr-spec, kept as given. Requests need it; in answers address_raw may stand in its place. */
            address: string;
            /** @description The vendor's text where it is no mail address. */
            readonly address_raw?: string;
            /** @description Marks the address to use where a vendor takes one. */
            primary?: boolean;
            /** @description What the address is for, in the vendor's word. */
            type?: string;
            /** @description The vendor's own key of this address. */
            vendor_key?: string;
            /** @description Whether the vendor has verified it. */
            readonly verified?: boolean;
        };
        Employer: {
            /** @description The employer's address in one line. */
            address?: string;
            /** @description The employer's own key at the vendor. */
            customer_id?: string;
            /** @description The employer's number in the labour register. */
            establishment_id?: string;
            /** @description The vendor's code of the group of companies. */
            group_code?: string;
            /** @description The employer's name. */
            name?: string;
            /** @description The employer's phone, E.164. */
            phone?: string;
            /** @description The vendor's own text for phone, where no table knows it or it cannot be read. */
            readonly phone_raw?: string;
        };
        Employment: {
            /** @description Who employs the person. */
            employer?: components["schemas"]["Employer"];
            /** @description The vendor's code of the occupation. */
            occupation_code?: string;
            /** @description The vendor's category of the profession. */
            profession_category?: string;
        };
        Event: {
            /** @description What changed. */
            data: components["schemas"]["EventData"];
            /** @description Media type of data. */
            datacontenttype?: string;
            /** @description Unique: the header webhook-id has it too. An event that comes twice has the same. */
            id: string;
            /** @description /connections/{name}, or /gateway for what concerns all of it. */
            source: string;
            /**
             * @description Version of CloudEvents.
             * @enum {string}
             */
            specversion: "1.0";
            /** @description The sealed id of the resource. */
            subject?: string;
            /** @description Whose event it is: an extension attribute. What concerns the whole gateway has none. */
            tenant?: string;
            /**
             * Format: date-time
             * @description When it happened.
             */
            time: string;
            /** @description What happened. */
            type: string;
        };
        EventData: {
            /** @description Of payment.corrected: whose details must be put right. The event has none of them. */
            bank_account_id?: string;
            /** @description Of payment.corrected: what must be put right, as Nacha's code, such as C01. */
            change_code?: string;
            /** @description The customer that it is about. */
            customer_id?: string;
            /** @description The exception, for operators to look it up. */
            exception_id?: string;
            /** @description What kind of exception it is, such as orphan. */
            exception_kind?: string;
            /** @description Of reconciliation.exception: the file that it comes from. */
            import_id?: string;
            /**
             * Format: date-time
             * @description Of gateway.restored: from when on the gateway has forgotten what happened; absent: nobody knows.
             */
            lost_from?: string;
            /**
             * Format: date-time
             * @description Of gateway.restored: until when.
             */
            lost_to?: string;
            /**
             * Format: date
             * @description When the money moved, where that is known.
             */
            occurred_on?: string;
            /** @description The operation that a connection cannot do well. */
            operation?: string;
            /** @description The payment that it is about. */
            payment_id?: string;
            /** @description What the payment was before. */
            previous_status?: string;
            /** @description Of a payment who brought the news: vendor, poll, import, operator, correction or presumed. Of a connection why it is degraded: breaker_open. */
            reason?: string;
            /** @description Of gateway.restored: true. */
            restored?: boolean;
            /** @description Of a payment that came back: what kind of return it is. */
            return_class?: "funds" | "stop" | "account" | "unauthorized" | "other" | (string & {});
            /** @description Of a payment that came back: Nacha's code. */
            return_code?: string;
            /** @description Of customer.screening.updated: what the vendor's compliance says now. */
            screening?: components["schemas"]["Screening"];
            /** @description Of a settled payment: what the settlement is known from. */
            settlement_basis?: "vendor" | "statement" | "file" | "operator" | "presumed" | (string & {});
            /** @description What became of it. */
            status?: string;
            /** @description The vendor's own text for status, where no table knows it or it cannot be read. */
            status_raw?: string;
            /** @description The verification that it is about. */
            verification_id?: string;
        };
        Evidence: {
            /** @description How the record was checked. */
            check_details?: components["schemas"]["CheckDetails"][];
            /** @description The record itself. */
            record: components["schemas"]["ElectronicRecord"];
            /**
             * @description Kind of evidence, as OIDC IDA names it.
             * @enum {string}
             */
            type: "electronic_record";
        };
        FieldConnection: {
            /** @description Whether it serves only where the others cannot. */
            fallback: boolean;
            /** @description The connection's name. */
            name: string;
            /** @description The vendor behind it. */
            vendor: string;
            /**
             * Format: int64
             * @description Its share relative to the other weights; 0 for a fallback.
             */
            weight: number;
        };
        FieldError: {
            /** @description What is wrong. */
            code: "required" | "unknown_field" | "wrong_type" | "invalid" | "unsupported" | (string & {});
            /** @description The mistake in words, which never hold the value. */
            detail: string;
            /** @description JSON Pointer (RFC 6901) to the field, or the name of a header or query parameter. */
            pointer: string;
        };
        FieldListView: {
            /** @description What the vendor's answer can have. */
            answer: components["schemas"]["AnswerFieldView"][];
            /** @description The connection; absent in a list over several. */
            connection?: string;
            /** @description Those that the caller's routes would choose for such a request. */
            connections?: components["schemas"]["FieldConnection"][];
            /** @description Members of the vendor's document that cannot be said or heard here. */
            not_carried: components["schemas"]["NotCarriedView"][];
            /**
             * @description The kind of resource: always this word.
             * @enum {string}
             */
            object: "field_list";
            /** @description The operation. */
            operation: string;
            /** @description What the vendor has a place for. Everything else is named in ignored. */
            request: components["schemas"]["FieldView"][];
            /** @description Members of supplementary_data. */
            supplementary_data: components["schemas"]["SupplementaryView"][];
            /** @description The vendor behind the connection. */
            vendor?: string;
        };
        FieldView: {
            /** @description Of several connections those that take it; others name it in ignored. */
            connections?: string[];
            /**
             * Format: int64
             * @description The most characters of a text.
             */
            max_length?: number;
            /** @description What else is to be known of the field. */
            note?: string;
            /** @description Whether the value is personal data. */
            personal: boolean;
            /** @description JSON Pointer, with * for each element of a list; it stands for all that is below it. Or the name of a query parameter or header. */
            pointer: string;
            /** @description Whether the vendor cannot do without it. */
            required: boolean;
            /** @description Where it is required under a condition only. */
            required_when?: string;
            /** @description Type of the value. */
            type: "string" | "boolean" | "integer" | "decimal" | "date" | "date_time" | "object" | "list" | (string & {});
            /** @description The values that it may have. */
            values?: string[];
            /** @description The vendor's name of it. */
            vendor_field?: string;
        };
        File: {
            /** @description The caller's own reference of the file. */
            client_reference?: string;
            /** @description Media type of the bytes. */
            content_type?: string;
            /** @description Name of the file, without a path. */
            name?: string;
            /** @description Hex, of the decoded bytes. */
            sha256?: string;
            /**
             * Format: int64
             * @description Bytes, decoded.
             */
            size: number;
        };
        FileMeta: {
            /** @description The caller's own reference of the file. */
            client_reference?: string;
            /** @description Media type of the bytes, such as image/png. */
            content_type?: string;
            /** @description Name of the file, without a path. */
            name?: string;
        };
        FinancialProfile: {
            /** @description What the account is for. */
            account_purpose?: string;
            /** @description Currency of the income, ISO 4217. */
            income_currency?: string;
            /** @description The vendor's own text for income_currency, where no table knows it or it cannot be read. */
            readonly income_currency_raw?: string;
            /** @description The vendor's code of the range of income. */
            income_range_code?: string;
            /** @description The vendor's code of the source of income. */
            income_type_code?: string;
            /** @description The vendor's code of how many transactions are expected in a month. */
            monthly_txn_count_code?: string;
            /** @description The vendor's code of what amount is expected in a month. */
            monthly_txn_volume_code?: string;
        };
        GatewayRestoredEvent: {
            /** @description What changed. */
            data: components["schemas"]["GatewayRestoredEventData"];
            /** @description Media type of data. */
            datacontenttype?: string;
            /** @description Unique: the header webhook-id has it too. An event that comes twice has the same. */
            id: string;
            /** @description /connections/{name}, or /gateway for what concerns all of it. */
            source: string;
            /**
             * @description Version of CloudEvents.
             * @enum {string}
             */
            specversion: "1.0";
            /** @description The sealed id of the resource. */
            subject?: string;
            /** @description Whose event it is: an extension attribute. What concerns the whole gateway has none. */
            tenant?: string;
            /**
             * Format: date-time
             * @description When it happened.
             */
            time: string;
            /**
             * @description What happened.
             * @enum {string}
             */
            type: "gateway.restored";
        };
        GatewayRestoredEventData: {
            /**
             * Format: date-time
             * @description Of gateway.restored: from when on the gateway has forgotten what happened; absent: nobody knows.
             */
            lost_from?: string;
            /**
             * Format: date-time
             * @description Of gateway.restored: until when.
             */
            lost_to: string;
            /** @description Of gateway.restored: true. */
            restored: boolean;
        };
        Identifier: {
            /** @description Whether the document is in use. */
            active?: boolean;
            /** @description Documents that the vendor holds and that show it. */
            readonly document_ids?: string[];
            /** @description Whether the vendor holds a document that shows it. */
            readonly document_present?: boolean;
            /**
             * Format: date
             * @description The last day on which it is valid.
             */
            expires_on?: string;
            /** @description The vendor's own text for expires_on, where no table knows it or it cannot be read. */
            readonly expires_on_raw?: string;
            /** @description Where it was issued. */
            issued_at_place?: string;
            /**
             * Format: date
             * @description The day on which it was issued.
             */
            issued_on?: string;
            /** @description The vendor's own text for issued_on, where no table knows it or it cannot be read. */
            readonly issued_on_raw?: string;
            /** @description Who issued it. */
            issuer_name?: string;
            /** @description The country that issued it, ISO 3166-1 alpha-2. */
            issuing_country?: string;
            /** @description The vendor's own text for issuing_country, where no table knows it or it cannot be read. */
            readonly issuing_country_raw?: string;
            /** @description The person's name as the document has it. */
            name_on_document?: string;
            /** @description On read: only with scope pii:read. */
            number?: string;
            /** @description The last four characters of the number. */
            readonly number_last4?: string;
            /** @description Marks the identifier to use where a vendor takes one. */
            primary?: boolean;
            /** @description The vendor's word for the state of the document. */
            status?: string;
            /** @description Kind of document or number. */
            type: "national_id" | "passport" | "driving_permit" | "visa" | "tax_id" | "aadhaar" | "emirates_id" | "ssn" | "other" | "unknown" | (string & {});
            /** @description The vendor's own code, for type other. */
            type_code?: string;
            /**
             * Format: date-time
             * @description When the vendor last changed it.
             */
            readonly updated_at?: string;
            /** @description The vendor's own text for updated_at, where no table knows it or it cannot be read. */
            readonly updated_at_raw?: string;
            /** @description The visa that the passport carries. */
            visa?: components["schemas"]["Visa"];
        };
        InlineDocument: {
            /** @description The bytes in base64 (RFC 4648 §4, padded). */
            content: string;
            /** @description What the caller says about the file. */
            file: components["schemas"]["FileMeta"];
            /**
             * @description Type of the identifier that the document shows.
             * @enum {string}
             */
            identifier_type?: "national_id" | "passport" | "driving_permit" | "visa" | "tax_id" | "aadhaar" | "emirates_id" | "ssn" | "other";
            /** @description identity: shows an identifier, named by identifier_type and side; profile_photo; additional; or what the document is in other words, such as proof_of_address. */
            purpose: string;
            /**
             * @description Which side of the identity document it shows.
             * @enum {string}
             */
            side?: "front" | "back" | "single";
        };
        KYC: {
            /**
             * Format: date
             * @description The day on which the documents expire.
             */
            document_expires_on?: string;
            /** @description The vendor's own text for document_expires_on, where no table knows it or it cannot be read. */
            document_expires_on_raw?: string;
            /** @description What the vendor thinks of the documents. */
            document_status?: "verified" | "unverified" | "expired" | "unknown" | (string & {});
            /** @description The vendor's own text for document_status, where no table knows it or it cannot be read. */
            document_status_raw?: string;
            /** @description Who verified the person. */
            provider?: string;
            /** @description The provider's reference of the verification. */
            reference?: string;
            /** @description How far the vendor has verified the person. */
            status?: "not_started" | "pending" | "verified" | "expired" | "rejected" | "unknown" | (string & {});
            /** @description The vendor's own text for status, where no table knows it or it cannot be read. */
            status_raw?: string;
        };
        ListAgreement: {
            /** @description The page. */
            data: components["schemas"]["Agreement"][];
            /** @description Whether there are more: ask again with next_cursor as cursor. */
            has_more: boolean;
            /** @description JSON Pointers into the request: what this vendor has no place for. It was not sent. */
            ignored?: string[];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
            /** @description With ?include=vendor_data: the vendor's answer, redacted. */
            vendor_data?: unknown;
        };
        ListBankAccount: {
            /** @description The page. */
            data: components["schemas"]["BankAccount"][];
            /** @description Whether there are more: ask again with next_cursor as cursor. */
            has_more: boolean;
            /** @description JSON Pointers into the request: what this vendor has no place for. It was not sent. */
            ignored?: string[];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
            /** @description With ?include=vendor_data: the vendor's answer, redacted. */
            vendor_data?: unknown;
        };
        ListConnectionView: {
            /** @description The page. */
            data: components["schemas"]["ConnectionView"][];
            /** @description Whether there are more: ask again with next_cursor as cursor. */
            has_more: boolean;
            /** @description JSON Pointers into the request: what this vendor has no place for. It was not sent. */
            ignored?: string[];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
        };
        ListCustomerRecord: {
            /** @description The page. */
            data: components["schemas"]["CustomerRecord"][];
            /** @description Whether there are more: ask again with next_cursor as cursor. */
            has_more: boolean;
            /** @description JSON Pointers into the request: what this vendor has no place for. It was not sent. */
            ignored?: string[];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
        };
        ListEvent: {
            /** @description The page. */
            data: components["schemas"]["Event"][];
            /** @description Whether there are more: ask again with next_cursor as cursor. */
            has_more: boolean;
            /** @description JSON Pointers into the request: what this vendor has no place for. It was not sent. */
            ignored?: string[];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
        };
        ListOffer: {
            /** @description The page. */
            data: components["schemas"]["Offer"][];
            /** @description Whether there are more: ask again with next_cursor as cursor. */
            has_more: boolean;
            /** @description JSON Pointers into the request: what this vendor has no place for. It was not sent. */
            ignored?: string[];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
            /** @description With ?include=vendor_data: the vendor's answer, redacted. */
            vendor_data?: unknown;
        };
        ListPayment: {
            /** @description The page. */
            data: components["schemas"]["Payment"][];
            /** @description Whether there are more: ask again with next_cursor as cursor. */
            has_more: boolean;
            /** @description JSON Pointers into the request: what this vendor has no place for. It was not sent. */
            ignored?: string[];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
        };
        ListRequirement: {
            /** @description The page. */
            data: components["schemas"]["Requirement"][];
            /** @description Whether there are more: ask again with next_cursor as cursor. */
            has_more: boolean;
            /** @description JSON Pointers into the request: what this vendor has no place for. It was not sent. */
            ignored?: string[];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
            /** @description With ?include=vendor_data: the vendor's answer, redacted. */
            vendor_data?: unknown;
        };
        LookupIdentifier: {
            /** @description The number, as the document has it. */
            number: string;
            /**
             * @description Kind of document or number.
             * @enum {string}
             */
            type: "national_id" | "passport" | "driving_permit" | "visa" | "tax_id" | "aadhaar" | "emirates_id" | "ssn" | "other";
            /** @description The vendor's own code, for type other. */
            type_code?: string;
        };
        MessageKeys: {
            /** @description Key of the description. */
            description?: string;
            /** @description Key of the instructions. */
            instructions?: string;
            /** @description Key of the title. */
            title?: string;
        };
        Money: {
            /**
             * @description ISO 4217 alphabetic code.
             * @example USD
             */
            currency: string;
            /**
             * @description Decimal string; no sign, no exponent.
             * @example 100.50
             */
            value: string;
        };
        Name: {
            /** @description Family name. */
            family_name?: string;
            /** @description The whole name in one text, where its parts are not known. */
            full_name?: string;
            /** @description Given name. */
            given_name?: string;
            /** @description Middle name. */
            middle_name?: string;
            /** @description The family name of the person's mother before she married. */
            mothers_maiden_name?: string;
            /** @description What the person is called. */
            preferred_name?: string;
            /** @description Salutation, such as Ms. */
            salutation?: string;
            /** @description Suffix, such as Jr. */
            suffix?: string;
        };
        NotCarriedView: {
            /** @description Of several connections those that it is about. */
            connections?: string[];
            /** @description Whether it stands in the vendor's request, in its answer, or in both. */
            in: "request" | "answer" | "both" | (string & {});
            /** @description Why it is not carried. */
            reason: string;
            /** @description The vendor's name of it. */
            vendor_field: string;
        };
        OTPProof: {
            /** @description The one-time password. */
            otp: string;
        };
        Offer: {
            /** @description The vendor's key of the campaign. */
            campaign_id?: string;
            /** @description The connection through which it came. */
            connection: string;
            /** @description The offer in the vendor's words. */
            description?: string;
            /**
             * Format: date
             * @description The last day of the offer.
             */
            ends_on?: string;
            /** @description The vendor's own text for ends_on, where no table knows it or it cannot be read. */
            ends_on_raw?: string;
            /** @description The id to use with this API. Opaque. */
            id: string;
            /** @description The merchant that is recommended. */
            merchant?: components["schemas"]["OfferMerchant"];
            /**
             * @description The kind of resource: always this word.
             * @enum {string}
             */
            object: "offer";
            /**
             * Format: int64
             * @description The vendor's order among its offers.
             */
            priority?: number;
            /** @description The vendor's own text for priority, where no table knows it or it cannot be read. */
            priority_raw?: string;
            /** @description The product on offer. */
            product?: components["schemas"]["OfferProduct"];
            /** @description What the customer did with the offer. */
            reaction?: components["schemas"]["OfferReaction"];
            /** @description The customer's history with the vendor. */
            relationship?: components["schemas"]["OfferRelationship"];
            /**
             * Format: date
             * @description The first day of the offer.
             */
            starts_on?: string;
            /** @description The vendor's text where it is no date; so with each _raw. */
            starts_on_raw?: string;
            /** @description The vendor's code of the offer's state. */
            status_code?: string;
            /** @description What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only. */
            supplementary_data?: {
                [key: string]: unknown;
            };
            /** @description Values for the vendor's own templates, by their names. */
            template_fields?: {
                [key: string]: string;
            };
            /** @description The ways in which the offer can be taken. */
            terms?: components["schemas"]["OfferTerm"][];
            /** @description The vendor's code of the kind of offer. */
            type_code?: string;
            /** @description The vendor's own keys, for those who talk to the vendor too. */
            vendor_ids?: {
                [key: string]: string;
            };
            /** @description The vendor's key of the campaign's wave. */
            wave_id?: string;
        };
        OfferMerchant: {
            /** @description The vendor's code of the merchant's category. */
            category_code?: string;
            /** @description The vendor's code of where the merchant is. */
            locality_code?: string;
            /** @description The vendor's code of how the merchant sells. */
            mode_code?: string;
            /**
             * Format: int64
             * @description The merchant's rank among those recommended.
             */
            rank?: number;
            /** @description The vendor's own text for rank, where no table knows it or it cannot be read. */
            rank_raw?: string;
            /** @description The vendor's code of the merchant's segment. */
            segment_category_code?: string;
            /**
             * Format: int64
             * @description 1 to 100.
             */
            segment_score?: number;
            /** @description The vendor's own text for segment_score, where no table knows it or it cannot be read. */
            segment_score_raw?: string;
        };
        OfferProduct: {
            /** @description The vendor's code of the product. */
            code?: string;
            /** @description The product in words. */
            description?: string;
        };
        OfferReaction: {
            /**
             * Format: date-time
             * @description When the customer reacted.
             */
            at?: string;
            /** @description The vendor's own text for at, where no table knows it or it cannot be read. */
            at_raw?: string;
            /** @description The vendor's code of the reaction. */
            code?: string;
        };
        OfferRelationship: {
            /** @description The vendor's code of the segment now. */
            current_segment_code?: string;
            /** @description Whether the customer has named a savings goal. */
            goal_submitted?: boolean;
            /** @description The vendor's own text for goal_submitted, where no table knows it or it cannot be read. */
            goal_submitted_raw?: string;
            /** @description The customer's language, a BCP 47 tag. */
            language?: string;
            /** @description The vendor's own text for language, where no table knows it or it cannot be read. */
            language_raw?: string;
            /** @description The vendor's code of the segment before the last change. */
            last_upgraded_segment_code?: string;
            /** @description What the relationship earned. */
            returns?: components["schemas"]["OfferReturns"];
            /**
             * Format: int64
             * @description Years since the relationship began.
             */
            years?: number;
            /** @description The vendor's own text for years, where no table knows it or it cannot be read. */
            years_raw?: string;
        };
        OfferReturns: {
            /** @description Dividends. */
            dividends?: components["schemas"]["SignedMoney"];
            /** @description The vendor's own text for dividends, where no table knows it or it cannot be read. */
            dividends_raw?: string;
            /** @description What was saved. */
            net_savings?: components["schemas"]["SignedMoney"];
            /** @description The vendor's own text for net_savings, where no table knows it or it cannot be read. */
            net_savings_raw?: string;
            /** @description What was newly invested. */
            new_investment?: components["schemas"]["SignedMoney"];
            /** @description The vendor's own text for new_investment, where no table knows it or it cannot be read. */
            new_investment_raw?: string;
            /** @description The gain in all. */
            total_gain?: components["schemas"]["SignedMoney"];
            /** @description The vendor's own text for total_gain, where no table knows it or it cannot be read. */
            total_gain_raw?: string;
        };
        OfferSegment: {
            /** @description What is missing for the next segment. */
            amount_to_next?: components["schemas"]["SignedMoney"];
            /** @description The vendor's own text for amount_to_next, where no table knows it or it cannot be read. */
            amount_to_next_raw?: string;
            /**
             * Format: date
             * @description The day of the change.
             */
            changed_on?: string;
            /** @description The vendor's own text for changed_on, where no table knows it or it cannot be read. */
            changed_on_raw?: string;
            /** @description The segment after the change. */
            current?: string;
            /** @description The vendor's code of the offer that goes with it. */
            offer_code?: string;
            /** @description The segment before the change. */
            previous?: string;
        };
        OfferTerm: {
            /** @description Decimal string. */
            credit_limit_percentage?: string;
            /** @description The vendor's own text for credit_limit_percentage, where no table knows it or it cannot be read. */
            credit_limit_percentage_raw?: string;
            /** @description The vendor's indicator of the term. */
            indicator_code?: string;
            /** @description Which way of taking the offer it is. */
            kind: "easy_payment_plan" | "loan_over_phone" | "balance_transfer" | "electronic_certificate_of_deposit" | "generic" | "segment_change" | (string & {});
            /** @description The largest amount. */
            maximum_amount?: components["schemas"]["Money"];
            /** @description The vendor's own text for maximum_amount, where no table knows it or it cannot be read. */
            maximum_amount_raw?: string;
            /** @description The merchant of a payment plan. */
            merchant?: components["schemas"]["OfferTermMerchant"];
            /** @description The smallest amount. */
            minimum_amount?: components["schemas"]["Money"];
            /** @description The vendor's own text for minimum_amount, where no table knows it or it cannot be read. */
            minimum_amount_raw?: string;
            /** @description Decimal string. */
            monthly_flat_rate?: string;
            /** @description The vendor's own text for monthly_flat_rate, where no table knows it or it cannot be read. */
            monthly_flat_rate_raw?: string;
            /** @description The vendor's key of the promotion. */
            promotion_id?: string;
            /** @description The amount that the vendor recommends. */
            recommended_amount?: components["schemas"]["Money"];
            /** @description The vendor's own text for recommended_amount, where no table knows it or it cannot be read. */
            recommended_amount_raw?: string;
            /** @description The vendor's code for the customer to quote. */
            security_code?: string;
            /** @description The change of segment that is offered. */
            segment?: components["schemas"]["OfferSegment"];
            /** @description The vendor's code of the variant. */
            variant_code?: string;
        };
        OfferTermMerchant: {
            /** @description The merchant's number. */
            number?: string;
            /** @description The number of the merchant's organization. */
            organization_number?: string;
        };
        PartyAddress: {
            /** @description The town. */
            city?: string;
            /** @description ISO 3166-1 alpha-2, upper case. */
            country?: string;
            /** @description Street and number, as lines of text. */
            lines?: string[];
            /** @description Absent for a country that has none. */
            postal_code?: string;
            /** @description State or province. */
            state?: string;
        };
        PartyPhone: {
            /** @description E.164. */
            number: string;
            /** @description Whether the person agrees to text messages. */
            sms_allowed?: boolean;
        };
        Payment: {
            /** @description What Nacha wants to know, and what came back. */
            ach?: components["schemas"]["ACH"];
            /** @description How much is moved. */
            amount: components["schemas"]["Money"];
            /** @description What is moved at the wallet's end. */
            asset?: components["schemas"]["Asset"];
            /** @description The account holder's authorization. */
            authorization?: components["schemas"]["PaymentAuthorization"];
            /** @description The bank account. */
            bank_account_id: string;
            /** @description The connection through which it came. */
            connection: string;
            /**
             * Format: date-time
             * @description When it was made, where that is known: RFC 3339, in UTC.
             */
            created_at?: string;
            /** @description Whose payment it is. */
            customer_id: string;
            /** @description debit pulls from the bank account, credit pushes to it. */
            direction: "debit" | "credit" | (string & {});
            /** @description The id to use with this API. Opaque. */
            id: string;
            /** @description JSON Pointers into the request: what this vendor has no place for. It was not sent. */
            ignored?: string[];
            /**
             * @description The kind of resource: always this word.
             * @enum {string}
             */
            object: "payment";
            /** @description ach, faster_payments, imps, upi, sepa, rtp; others may come. */
            rail: string;
            /** @description The caller's own, for ever: ISO 20022's EndToEndId. */
            reference?: string;
            /** @description What the payee reads beside the amount. */
            remittance_information?: string;
            /** @description The payments that have sent this one again, oldest first. */
            represented_by?: string[];
            /** @description The returned payment that this one sends again. */
            represents?: string;
            /** @description The caller's rating. */
            risk?: components["schemas"]["PaymentRisk"];
            /** @description unknown: it cannot be told whether the vendor acted. */
            status: "created" | "submitted" | "processing" | "settled" | "returned" | "failed" | "canceled" | "unknown" | (string & {});
            /** @description The vendor's words about the status. */
            status_detail?: string;
            /** @description The vendor's own text for status, where no table knows it or it cannot be read. */
            status_raw?: string;
            /** @description What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only. */
            supplementary_data?: {
                [key: string]: unknown;
            };
            /** @description What became of the payment, oldest first. */
            timeline?: components["schemas"]["PaymentStep"][];
            /**
             * Format: date-time
             * @description When it last changed, where that is known: RFC 3339, in UTC.
             */
            updated_at?: string;
            /** @description With ?include=vendor_data: the vendor's answer, redacted. */
            vendor_data?: unknown;
            /** @description The vendor's own keys, for those who talk to the vendor too. */
            vendor_ids?: {
                [key: string]: string;
            };
            /** @description The vendor's, once it has answered. */
            vendor_reference?: string;
            /** @description The wallet. */
            wallet?: components["schemas"]["Wallet"];
            /** @description What was doubtful about the payment when it was sent. */
            warnings?: components["schemas"]["Warning"][];
        };
        PaymentAuthorization: {
            /** @description The holder's IP address at that time, IPv4 or IPv6. */
            ip_address?: string;
            /** @description How the holder proved who they are. */
            method?: "mpin" | "digital_fingerprint" | (string & {});
            /** @description The text that the holder agreed to. */
            text: string;
        };
        PaymentCorrectedEvent: {
            /** @description What changed. */
            data: components["schemas"]["PaymentCorrectedEventData"];
            /** @description Media type of data. */
            datacontenttype?: string;
            /** @description Unique: the header webhook-id has it too. An event that comes twice has the same. */
            id: string;
            /** @description /connections/{name}, or /gateway for what concerns all of it. */
            source: string;
            /**
             * @description Version of CloudEvents.
             * @enum {string}
             */
            specversion: "1.0";
            /** @description The sealed id of the resource. */
            subject?: string;
            /** @description Whose event it is: an extension attribute. What concerns the whole gateway has none. */
            tenant?: string;
            /**
             * Format: date-time
             * @description When it happened.
             */
            time: string;
            /**
             * @description What happened.
             * @enum {string}
             */
            type: "payment.corrected";
        };
        PaymentCorrectedEventData: {
            /** @description Of payment.corrected: whose details must be put right. The event has none of them. */
            bank_account_id?: string;
            /** @description Of payment.corrected: what must be put right, as Nacha's code, such as C01. */
            change_code: string;
            /** @description The customer that it is about. */
            customer_id?: string;
            /** @description The payment that it is about. */
            payment_id: string;
        };
        PaymentDraft: {
            /** @description What Nacha wants to know; needed by the rail ach. */
            ach?: components["schemas"]["ACH"];
            /** @description How much is moved; more than 0, with no more decimals than the currency has. */
            amount: components["schemas"]["Money"];
            /** @description What is moved at the wallet's end, where the vendor moves assets. */
            asset?: components["schemas"]["Asset"];
            /** @description The account holder's authorization of the debit. */
            authorization?: components["schemas"]["PaymentAuthorization"];
            /** @description The bank account, linked before. */
            bank_account_id: string;
            /** @description Whose payment it is. */
            customer_id: string;
            /**
             * @description debit pulls from the bank account, credit pushes to it.
             * @enum {string}
             */
            direction: "debit" | "credit";
            /** @description ach, faster_payments, imps, upi, sepa, rtp and others. A vendor that lacks it answers 422, code unsupported. */
            rail: string;
            /** @description The caller's own reference, kept for ever: ISO 20022's EndToEndId. */
            reference?: string;
            /** @description What the payee reads beside the amount. */
            remittance_information?: string;
            /** @description A payment that was returned for want of funds (R01, R09), to be sent again: the same amount, account and customer, at most twice, within 180 days of it. */
            represents?: string;
            /** @description The caller's rating. */
            risk?: components["schemas"]["PaymentRisk"];
            /** @description What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only. */
            supplementary_data?: {
                [key: string]: unknown;
            };
            /** @description The wallet, where the vendor keeps wallets. */
            wallet?: components["schemas"]["Wallet"];
        };
        PaymentRisk: {
            /** @description Rating of the transaction. */
            transaction?: "low" | "medium" | "high" | (string & {});
            /** @description Rating of the user. */
            user?: "low" | "medium" | "high" | (string & {});
        };
        PaymentStep: {
            /**
             * Format: date-time
             * @description When it became known.
             */
            at: string;
            /** @description Of the return, of the change, or of the problem that the call ended with; restored where the gateway's journal was restored from a backup, and may have missed something. */
            code?: string;
            /** @description The same in words. */
            detail?: string;
            /** @description Who said so. */
            source: "gateway" | "vendor" | "poll" | "import" | "operator" | "clock" | (string & {});
            /** @description What the payment was after it. */
            status: "created" | "submitted" | "processing" | "settled" | "returned" | "failed" | "canceled" | "unknown" | (string & {});
        };
        PaymentUpdatedEvent: {
            /** @description What changed. */
            data: components["schemas"]["PaymentUpdatedEventData"];
            /** @description Media type of data. */
            datacontenttype?: string;
            /** @description Unique: the header webhook-id has it too. An event that comes twice has the same. */
            id: string;
            /** @description /connections/{name}, or /gateway for what concerns all of it. */
            source: string;
            /**
             * @description Version of CloudEvents.
             * @enum {string}
             */
            specversion: "1.0";
            /** @description The sealed id of the resource. */
            subject?: string;
            /** @description Whose event it is: an extension attribute. What concerns the whole gateway has none. */
            tenant?: string;
            /**
             * Format: date-time
             * @description When it happened.
             */
            time: string;
            /**
             * @description What happened.
             * @enum {string}
             */
            type: "payment.updated";
        };
        PaymentUpdatedEventData: {
            /** @description The customer that it is about. */
            customer_id?: string;
            /**
             * Format: date
             * @description When the money moved, where that is known.
             */
            occurred_on?: string;
            /** @description The payment that it is about. */
            payment_id: string;
            /** @description What the payment was before. */
            previous_status: string;
            /** @description Of a payment who brought the news: vendor, poll, import, operator, correction or presumed. Of a connection why it is degraded: breaker_open. */
            reason: string;
            /** @description Of a payment that came back: what kind of return it is. */
            return_class?: "funds" | "stop" | "account" | "unauthorized" | "other" | (string & {});
            /** @description Of a payment that came back: Nacha's code. */
            return_code?: string;
            /** @description Of a settled payment: what the settlement is known from. */
            settlement_basis?: "vendor" | "statement" | "file" | "operator" | "presumed" | (string & {});
            /** @description What became of it. */
            status: string;
        };
        Phone: {
            /** @description Extension behind the number. */
            extension?: string;
            /** @description E.164. Requests need it; in answers number_raw may stand in its place. */
            number: string;
            /** @description The vendor's text where it is no number. */
            readonly number_raw?: string;
            /** @description Marks the number to use where a vendor takes one. */
            primary?: boolean;
            /** @description Whether the person agrees to text messages. */
            sms_allowed?: boolean;
            /** @description What the number is for. */
            type?: "mobile" | "home" | "work" | "other" | "unknown" | (string & {});
            /** @description The vendor's own text for type, where no table knows it or it cannot be read. */
            readonly type_raw?: string;
            /** @description The vendor's own key of this number. */
            vendor_key?: string;
        };
        PlaceOfBirth: {
            /** @description Country of birth, ISO 3166-1 alpha-2. */
            country?: string;
            /** @description The vendor's own text for country, where no table knows it or it cannot be read. */
            readonly country_raw?: string;
            /** @description Free text; not a country code. */
            locality?: string;
        };
        PlaidLink: {
            /**
             * Format: date-time
             * @description When the person agreed at Plaid; a vendor may insist on it.
             */
            consented_at?: string;
            /** @description Plaid's processor token, passed through as it is. */
            token: string;
        };
        Problem: {
            /** @description Stable, for programs; GET /problems/{code} explains it. */
            code: "invalid_request" | "idempotency_key_missing" | "unauthenticated" | "permission_denied" | "customer_authorization_required" | "consent_required" | "not_found" | "customer_not_found" | "verification_not_found" | "requirement_not_found" | "agreement_not_found" | "template_not_found" | "bank_account_not_found" | "payment_not_found" | "idempotency_in_progress" | "outcome_unknown_after_restore" | "already_exists" | "customer_not_at_connection" | "verification_already_completed" | "customer_not_subscribed" | "document_too_large" | "unsupported_document_type" | "request_too_large" | "unsupported_media_type" | "method_not_allowed" | "validation_failed" | "idempotency_key_reused" | "bank_account_blocked" | "otp_invalid" | "otp_expired" | "verification_failed" | "customer_blocked" | "precondition_failed_by_vendor" | "vendor_rejected" | "otp_attempts_exceeded" | "rate_limited" | "operation_not_supported" | "vendor_auth_failed" | "vendor_configuration_error" | "vendor_error" | "vendor_protocol_error" | "payment_outcome_unknown" | "vendor_unavailable" | "vendor_timeout" | "journal_unavailable" | "journal_restored" | "issuer_keys_unavailable" | "internal_error" | (string & {});
            /** @description With customer_blocked: whom the vendor refuses. With already_exists: who it is, where that is known. */
            customer_id?: string;
            /** @description What went wrong this time, safe to show. */
            detail: string;
            /** @description Each mistake in the request. */
            errors?: components["schemas"]["FieldError"][];
            /** @description The path of the request. */
            instance?: string;
            /** @description Whose fault it is. */
            origin: "caller" | "gateway" | "network" | "vendor" | (string & {});
            /** @description Whether the vendor may have acted. */
            outcome: "not_sent" | "unknown" | "answered" | (string & {});
            /** @description With payment_outcome_unknown: what to ask about. */
            payment_id?: string;
            /** @description The id to quote; the header Request-Id has it too. */
            request_id: string;
            /** @description Whether sending the same request again can help without doing anything twice. */
            retryable: boolean;
            /**
             * Format: int64
             * @description The HTTP status.
             */
            status: number;
            /** @description What went wrong, the same for every occurrence of the code. */
            title: string;
            /** @description /problems/{code}, a page about this code. */
            type: string;
            /** @description What the vendor said; only with scope vendor:read. */
            vendor?: components["schemas"]["VendorDetail"];
        };
        Receipt: {
            /** @description known: the notification was taken before, or reports nothing new; nothing was emitted. */
            status: "accepted" | "known" | (string & {});
        };
        ReconciliationExceptionEvent: {
            /** @description What changed. */
            data: components["schemas"]["ReconciliationExceptionEventData"];
            /** @description Media type of data. */
            datacontenttype?: string;
            /** @description Unique: the header webhook-id has it too. An event that comes twice has the same. */
            id: string;
            /** @description /connections/{name}, or /gateway for what concerns all of it. */
            source: string;
            /**
             * @description Version of CloudEvents.
             * @enum {string}
             */
            specversion: "1.0";
            /** @description The sealed id of the resource. */
            subject?: string;
            /** @description Whose event it is: an extension attribute. What concerns the whole gateway has none. */
            tenant?: string;
            /**
             * Format: date-time
             * @description When it happened.
             */
            time: string;
            /**
             * @description What happened.
             * @enum {string}
             */
            type: "reconciliation.exception";
        };
        ReconciliationExceptionEventData: {
            /** @description The exception, for operators to look it up. */
            exception_id: string;
            /** @description What kind of exception it is, such as orphan. */
            exception_kind: string;
            /** @description Of reconciliation.exception: the file that it comes from. */
            import_id?: string;
            /** @description The payment that it is about. */
            payment_id?: string;
        };
        RecordSource: {
            /** @description Name of the authority. */
            name: string;
        };
        Reference: {
            /** @description The connection through which it came. */
            connection: string;
            /** @description Whose it is, where that was said. */
            customer_id?: string;
            /** @description The caller's own id of the person. */
            external_reference?: string;
            /** @description Taken wherever an id of the type is. */
            id: string;
            /** @description JSON Pointers into the request: what this vendor has no place for. It was not sent. */
            ignored?: string[];
            /** @description Kind of an agreement. */
            kind?: "standard" | "ul" | "unknown" | (string & {});
            /**
             * @description The kind of resource: always this word.
             * @enum {string}
             */
            object: "reference";
            /** @description What the id names. */
            type: "bank_account" | "agreement" | "verification" | "requirement" | "customer" | (string & {});
            /** @description With ?include=vendor_data: the vendor's answer, redacted. */
            vendor_data?: unknown;
            /** @description The vendor's own keys, for those who talk to the vendor too. */
            vendor_ids?: {
                [key: string]: string;
            };
        };
        ReferenceDraft: components["schemas"]["ReferenceDraftBankAccount"] | components["schemas"]["ReferenceDraftAgreement"] | components["schemas"]["ReferenceDraftVerification"] | components["schemas"]["ReferenceDraftRequirement"] | components["schemas"]["ReferenceDraftCustomer"];
        ReferenceDraftAgreement: {
            /** @description Whose it is; of a bank account needed where the vendor keeps accounts by customer. */
            customer_id?: string;
            /**
             * @description Of an agreement.
             * @enum {string}
             */
            kind?: "standard" | "ul";
            /**
             * @description What the keys name. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "agreement";
            /** @description What the vendor knows it by, under the names that vendor_ids has in its answers. */
            vendor_ids: {
                [key: string]: string;
            };
        };
        ReferenceDraftBankAccount: {
            /** @description Whose it is; of a bank account needed where the vendor keeps accounts by customer. */
            customer_id?: string;
            /**
             * @description What the keys name. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "bank_account";
            /** @description What the vendor knows it by, under the names that vendor_ids has in its answers. */
            vendor_ids: {
                [key: string]: string;
            };
        };
        ReferenceDraftCustomer: {
            /** @description Whose it is; of a bank account needed where the vendor keeps accounts by customer. */
            customer_id?: string;
            /** @description Of a customer: the caller's own id for this person, which means this customer from then on. */
            external_reference?: string;
            /**
             * @description What the keys name. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "customer";
            /** @description What the vendor knows it by, under the names that vendor_ids has in its answers. */
            vendor_ids: {
                [key: string]: string;
            };
        };
        ReferenceDraftRequirement: {
            /** @description Whose it is; of a bank account needed where the vendor keeps accounts by customer. */
            customer_id?: string;
            /**
             * @description What the keys name. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "requirement";
            /** @description What the vendor knows it by, under the names that vendor_ids has in its answers. */
            vendor_ids: {
                [key: string]: string;
            };
        };
        ReferenceDraftVerification: {
            /** @description Whose it is; of a bank account needed where the vendor keeps accounts by customer. */
            customer_id?: string;
            /**
             * @description What the keys name. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "verification";
            /** @description What the vendor knows it by, under the names that vendor_ids has in its answers. */
            vendor_ids: {
                [key: string]: string;
            };
        };
        Relation: {
            /** @description Name of the other customer. */
            name?: string;
            /** @description The vendor's code of the relation. */
            type_code?: string;
            /** @description The vendor's key of the other customer. */
            vendor_id?: string;
        };
        Representable: {
            /** @description False also while an earlier attempt is under way or was paid. */
            allowed: boolean;
            /**
             * Format: int64
             * @description How many times it may still be sent.
             */
            attempts_left: number;
            /**
             * Format: date
             * @description The last day.
             */
            until?: string;
        };
        Requirement: {
            /** @description Which files the vendor takes for it. */
            accepts?: components["schemas"]["Accepts"];
            /** @description About whom or what the vendor asks. */
            applies_to?: components["schemas"]["AppliesTo"];
            /** @description The vendor's title of its help text. */
            assist_title?: string;
            /** @description The connection through which it came. */
            connection: string;
            /**
             * Format: date-time
             * @description When it was made, where that is known: RFC 3339, in UTC.
             */
            created_at?: string;
            /** @description Of whom it is wanted. */
            customer_id?: string;
            /** @description The requirement in the vendor's words. */
            description?: string;
            /** @description The vendor's name of the group that it belongs to. */
            group?: string;
            /** @description The id to use with this API. Opaque. */
            id: string;
            /** @description JSON Pointers into the request: what this vendor has no place for. It was not sent. */
            ignored?: string[];
            /** @description Plain text. */
            instructions?: string;
            /** @description The vendor's HTML, untrusted: sanitise it before showing it. */
            instructions_html?: string;
            /** @description How it is answered. */
            kind?: "document_upload" | "text" | "date" | "choice" | "unknown" | (string & {});
            /** @description The vendor's own text for kind, where no table knows it or it cannot be read. */
            kind_raw?: string;
            /** @description The vendor's keys for its texts in other languages. */
            message_keys?: components["schemas"]["MessageKeys"];
            /** @description The vendor's name of it. */
            name?: string;
            /**
             * @description The kind of resource: always this word.
             * @enum {string}
             */
            object: "requirement";
            /** @description Of a choice: what can be chosen. */
            options?: string[];
            /** @description Whether it is wanted before or after the application is handed in. */
            phase?: "pre_submission" | "post_submission" | (string & {});
            /** @description The vendor's key of the product that it belongs to. */
            product_id?: string;
            /** @description Whether the vendor insists on it. */
            required?: boolean;
            /** @description Whether the vendor looks at the answer before it counts. */
            review_required?: boolean;
            /** @description Where it stands. */
            status: "pending" | "submitted" | "skipped" | "waived" | "completed" | "unknown" | (string & {});
            /** @description The vendor's own text for status, where no table knows it or it cannot be read. */
            status_raw?: string;
            /** @description What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only. */
            supplementary_data?: {
                [key: string]: unknown;
            };
            /** @description Ready to show: the vendor's placeholders are filled in. */
            title?: string;
            /** @description The title with the vendor's placeholders. */
            title_template?: string;
            /** @description With ?include=vendor_data: the vendor's answer, redacted. */
            vendor_data?: unknown;
            /** @description The vendor's own keys, for those who talk to the vendor too. */
            vendor_ids?: {
                [key: string]: string;
            };
        };
        RequirementAnswer: {
            /** @description One of the requirement's options. */
            choice?: string;
            /**
             * Format: date
             * @description The answer to a requirement of kind date.
             */
            date?: string;
            /** @description true: the person passes it over, where the vendor allows that. */
            skip?: boolean;
            /** @description What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only. */
            supplementary_data?: {
                [key: string]: unknown;
            };
            /** @description Empty for a requirement whose documents are uploaded: it hands them in. */
            text?: string;
        };
        RequirementsDraft: Record<string, never>;
        ReturnWindow: {
            /**
             * Format: date
             * @description The last day for a return of any other reason.
             */
            ordinary_until: string;
            /**
             * Format: date
             * @description For returns of unauthorized debits.
             */
            unauthorized_until?: string;
        };
        SandboxAction: {
            /** @description Name of the action. */
            action: string;
            /** @description What it does. */
            note: string;
            /** @description Members of the body beside action; the first is required. */
            takes: string[];
        };
        SandboxDraft: {
            /** @description settle, return, notice_of_change, finish_screening, expire_otp, advance_clock or reset; GET …/sandbox lists those that the sandbox has. */
            action: string;
            /** @description Of advance_clock: 61d, 36h, 1d12h or P61D. */
            by?: string;
            /** @description Of return, R01 without it, and of notice_of_change, C01 without it. */
            code?: string;
            /** @description Of finish_screening. */
            customer_id?: string;
            /** @description Of settle, return and notice_of_change. Of a payment whose answer was lost the sandbox finds the one with the same facts. */
            payment_id?: string;
            /** @description Of finish_screening: clear (without it), rejected or in_review. */
            status?: string;
            /** @description Of expire_otp. */
            verification_id?: string;
        };
        SandboxFileView: {
            /** @description Media type of the file. */
            content_type: string;
            /** @description Name of the file, for the path. */
            name: string;
            /** @description What it holds. */
            note: string;
        };
        SandboxMoved: {
            /** @description The action that was done. */
            action: string;
            /** @description Of a return or a change. */
            code?: string;
            /** @description The sandbox. */
            connection: string;
            /**
             * Format: date-time
             * @description By the sandbox's clock.
             */
            now: string;
            /**
             * @description The kind of resource: always this word.
             * @enum {string}
             */
            object: "sandbox_action";
            /** @description What became of it, in the vendor's word. */
            status?: string;
            /** @description Of the payment, as files name it. */
            trace_number?: string;
        };
        SandboxValue: {
            /** @description What the vendor answers, and what becomes of it. */
            answer: string;
            /** @description A JSON Pointer into the body, a query parameter or a header. */
            field: string;
            /** @description Of this API, such as create_payment. */
            operation: string;
            /** @description The value that makes it. */
            value: string;
        };
        SandboxView: {
            /** @description How its world can be moved. */
            actions: components["schemas"]["SandboxAction"][];
            /** @description The sandbox. */
            connection: string;
            /** @description What the vendor would send about the payments. */
            files: components["schemas"]["SandboxFileView"][];
            /**
             * Format: date-time
             * @description By the sandbox's clock, which advance_clock turns.
             */
            now: string;
            /**
             * @description The kind of resource: always this word.
             * @enum {string}
             */
            object: "sandbox";
            /** @description What value makes what answer. */
            values: components["schemas"]["SandboxValue"][];
            /** @description The vendor that it stands in for. */
            vendor: string;
        };
        Screening: {
            /** @description The vendor's code of the category. */
            category_code?: string;
            /**
             * Format: date-time
             * @description When the person was last screened.
             */
            readonly checked_at?: string;
            /**
             * Format: date
             * @description The day of the last review.
             */
            readonly last_reviewed_on?: string;
            /** @description The vendor's own text for last_reviewed_on, where no table knows it or it cannot be read. */
            readonly last_reviewed_on_raw?: string;
            /**
             * Format: date
             * @description The day of the next review.
             */
            readonly next_review_on?: string;
            /** @description The vendor's own text for next_review_on, where no table knows it or it cannot be read. */
            readonly next_review_on_raw?: string;
            /** @description Politically exposed person. */
            pep?: boolean;
            /** @description The vendor's code of the kind of politically exposed person. */
            pep_category_code?: string;
            /** @description The vendor's code of the risk. */
            risk_rating_code?: string;
            /** @description What the screening came to. */
            status?: "not_started" | "clear" | "in_review" | "rejected" | "unknown" | (string & {});
            /** @description The vendor's own text for status, where no table knows it or it cannot be read. */
            readonly status_raw?: string;
        };
        ScreeningDraft: {
            /** @description Politically exposed person. */
            pep?: boolean;
            /** @description The vendor's code of the kind of politically exposed person. */
            pep_category_code?: string;
            /** @description The vendor's code of the risk. */
            risk_rating_code?: string;
        };
        SecretIdentifier: {
            /** @description The number. It is passed through, and never kept or answered. */
            number: string;
            /**
             * @description Kind of number.
             * @enum {string}
             */
            type: "national_id" | "passport" | "driving_permit" | "visa" | "tax_id" | "aadhaar" | "emirates_id" | "ssn" | "other";
        };
        SignedMoney: {
            /**
             * @description ISO 4217 alphabetic code.
             * @example USD
             */
            currency: string;
            /**
             * @description Decimal string with a minus where it is negative; no exponent.
             * @example -100.50
             */
            value: string;
        };
        Subscription: {
            /** @description The vendor's key of the subscription. */
            id?: string;
            /** @description The vendor's word for its state. */
            status?: string;
            /** @description Kind of product. */
            type?: string;
        };
        SupplementaryView: {
            /** @description Of several connections those that have it. */
            connections?: string[];
            /** @description request, answer or both. */
            in: string[];
            /**
             * Format: int64
             * @description Characters, or elements of a list.
             */
            max_length?: number;
            /** @description The vendor's name of the member. */
            name: string;
            /** @description What else is to be known of it. */
            note?: string;
            /** @description Answered with scope pii:read only. */
            personal: boolean;
            /** @description Whether the vendor cannot do without it. */
            required: boolean;
            /** @description Where it is required under a condition only. */
            required_when?: string;
            /** @description Type of the value. */
            type: "string" | "boolean" | "integer" | "decimal" | "date" | "object" | "list" | (string & {});
            /** @description The values that it may have. */
            values?: string[];
        };
        TaxID: {
            /** @description The country of the tax office, ISO 3166-1 alpha-2. */
            country?: string;
            /** @description The number. It is never answered. */
            id?: string;
        };
        VendorDetail: {
            /** @description The vendor's code of the error. */
            code?: string;
            /** @description The connection whose vendor said it. */
            connection?: string;
            /**
             * Format: int64
             * @description The vendor's HTTP status.
             */
            http_status?: number;
            /** @description What the vendor says is wrong, where that is no field of this API. */
            location?: string;
            /** @description The vendor's words, with long numbers masked. */
            message?: string;
            /** @description What else the vendor said: a link, or JSON as text. */
            more_info?: string;
            /** @description The vendor's id of the request, to quote to it. */
            request_id?: string;
            /** @description The vendor's kind of error. */
            type?: string;
        };
        Verification: {
            /**
             * Format: int64
             * @description How many wrong passwords the vendor still takes.
             */
            attempts_remaining?: number;
            /** @description Where the OTP went, masked. */
            channel_hint?: string;
            /** @description The connection through which it came. */
            connection: string;
            /** @description The consent that was given with it. */
            consent?: components["schemas"]["Consent"];
            /**
             * Format: date-time
             * @description When it was made, where that is known: RFC 3339, in UTC.
             */
            created_at?: string;
            /** @description Whose verification it is, where that was said. */
            customer_id?: string;
            /**
             * Format: date-time
             * @description When the password lapses.
             */
            expires_at?: string;
            /** @description The id to use with this API. Opaque. */
            id: string;
            /** @description JSON Pointers into the request: what this vendor has no place for. It was not sent. */
            ignored?: string[];
            /** @description How the person is verified. */
            method: "aadhaar_otp" | "email_otp" | "sms_otp" | (string & {});
            /**
             * @description The kind of resource: always this word.
             * @enum {string}
             */
            object: "verification";
            /** @description Where it stands. */
            status: "pending" | "verified" | "failed" | "expired" | "unknown" | (string & {});
            /** @description What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only. */
            supplementary_data?: {
                [key: string]: unknown;
            };
            /** @description With ?include=vendor_data: the vendor's answer, redacted. */
            vendor_data?: unknown;
            /** @description The vendor's own keys, for those who talk to the vendor too. */
            vendor_ids?: {
                [key: string]: string;
            };
            /** @description What was verified, as OIDC for Identity Assurance says it. */
            verified_claims?: components["schemas"]["VerifiedClaims"];
        };
        VerificationCompletedEvent: {
            /** @description What changed. */
            data: components["schemas"]["VerificationCompletedEventData"];
            /** @description Media type of data. */
            datacontenttype?: string;
            /** @description Unique: the header webhook-id has it too. An event that comes twice has the same. */
            id: string;
            /** @description /connections/{name}, or /gateway for what concerns all of it. */
            source: string;
            /**
             * @description Version of CloudEvents.
             * @enum {string}
             */
            specversion: "1.0";
            /** @description The sealed id of the resource. */
            subject?: string;
            /** @description Whose event it is: an extension attribute. What concerns the whole gateway has none. */
            tenant?: string;
            /**
             * Format: date-time
             * @description When it happened.
             */
            time: string;
            /**
             * @description What happened.
             * @enum {string}
             */
            type: "verification.completed";
        };
        VerificationCompletedEventData: {
            /** @description The customer that it is about. */
            customer_id?: string;
            /** @description What became of it. */
            status: string;
            /** @description The verification that it is about. */
            verification_id: string;
        };
        VerificationConfirmation: {
            /** @description Needed again for aadhaar_otp. */
            consent?: components["schemas"]["Consent"];
            /** @description Needed again for aadhaar_otp: the number is not kept in the id. */
            identifier?: components["schemas"]["SecretIdentifier"];
            /** @description The one-time password that the person typed. */
            otp: string;
            /** @description What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only. */
            supplementary_data?: {
                [key: string]: unknown;
            };
        };
        VerificationDraft: components["schemas"]["VerificationDraftAadhaarOtp"] | components["schemas"]["VerificationDraftEmailOtp"] | components["schemas"]["VerificationDraftSmsOtp"];
        VerificationDraftAadhaarOtp: {
            /** @description For aadhaar_otp: granted true, text_id and granted_at. */
            consent: components["schemas"]["Consent"];
            /** @description Whose verification it is: it is made where that customer is known, and names it. */
            customer_id?: string;
            /** @description For aadhaar_otp; with sms_otp where the vendor wants it. */
            identifier: components["schemas"]["SecretIdentifier"];
            /**
             * @description How the person is verified; it says what else the body has. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            method: "aadhaar_otp";
            /** @description What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only. */
            supplementary_data?: {
                [key: string]: unknown;
            };
        };
        VerificationDraftEmailOtp: {
            /** @description Whose verification it is: it is made where that customer is known, and names it. */
            customer_id?: string;
            /** @description For email_otp. */
            email: string;
            /**
             * @description How the person is verified; it says what else the body has. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            method: "email_otp";
            /** @description What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only. */
            supplementary_data?: {
                [key: string]: unknown;
            };
        };
        VerificationDraftSmsOtp: {
            /** @description For sms_otp: the end user's device, all three members. */
            client_context?: components["schemas"]["ClientContext"];
            /** @description Whose verification it is: it is made where that customer is known, and names it. */
            customer_id?: string;
            /** @description For aadhaar_otp; with sms_otp where the vendor wants it. */
            identifier?: components["schemas"]["SecretIdentifier"];
            /**
             * @description How the person is verified; it says what else the body has. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            method: "sms_otp";
            /** @description For sms_otp. */
            phone: string;
            /** @description What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only. */
            supplementary_data?: {
                [key: string]: unknown;
            };
        };
        VerifiedClaims: {
            /** @description The facts that were verified. */
            claims: components["schemas"]["Claims"];
            /** @description How they were verified. */
            verification: components["schemas"]["ClaimsVerification"];
        };
        Visa: {
            /**
             * Format: date
             * @description The last day on which the visa is valid.
             */
            expires_on?: string;
            /** @description The vendor's own text for expires_on, where no table knows it or it cannot be read. */
            readonly expires_on_raw?: string;
            /** @description The visa's number. On read: only with scope pii:read. */
            number?: string;
        };
        Wallet: {
            /** @description How the wallet is named. */
            type: "namespace" | "custom_namespace" | "wallet_address" | (string & {});
            /** @description The wallet's name or address. */
            value: string;
        };
        Warning: {
            /** @description That of the problem which it would have been: bank_account_blocked. */
            code: string;
            /** @description The doubt in words. */
            detail: string;
        };
        Website: {
            /** @description The vendor's master value, such as a social network's. */
            type_code?: string;
            /** @description Free text: vendors keep names as well. */
            url: string;
        };
    };
    responses: {
        /** @description What went wrong: RFC 9457, with a stable code. The operation lists the codes it can give. */
        Problem: {
            headers: {
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/validation_failed",
                 *       "title": "Validation failed",
                 *       "status": 422,
                 *       "code": "validation_failed",
                 *       "detail": "One or more fields are missing or wrong.",
                 *       "instance": "/v1/customers",
                 *       "request_id": "req_7Q2K5XJ4",
                 *       "origin": "caller",
                 *       "outcome": "not_sent",
                 *       "retryable": false,
                 *       "errors": [
                 *         {
                 *           "pointer": "/phones/0/number",
                 *           "code": "invalid",
                 *           "detail": "must be an E.164 number, as +971501234567"
                 *         }
                 *       ]
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /** @description The end user's latitude and longitude, in decimal degrees with a comma between; stands in for client_context. */
        "Client-Geo": string;
        /** @description The end user's address; stands in for client_context. */
        "Client-Ip": string;
        /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
        "Gateway-Connection": string;
        /** @description The Gateway-Epoch of which you had heard when you made the Idempotency-Key. It proves, after a restore of the gateway's journal, that the key is younger. Never send a later one with an older key: it could pay twice. */
        "Gateway-Epoch": string;
        /**
         * @description A fresh random value for each intent, the same for each repetition of it: 1 to 255 printable ASCII characters. It belongs to the caller, the operation and the connection that the request names. The first answer is given again, byte for byte and with the request_id of the first call. A call that never reached the vendor, or that the vendor turned away with 401, 403 or 429, frees the key; a wrong one-time password (otp_invalid) does not.
         * @example 5f1d0c3e-8a52-4b7e-9d61-2c4f7a90be13
         */
        "Idempotency-Key": string;
        /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
        "Request-Id": string;
        /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
        "Request-Timeout": string;
        /** @description vendor_data adds a member of that name: the vendor's answer, redacted. Needs the scope vendor:read. */
        include: "vendor_data";
        /** @description W3C Trace Context; joined and passed on, where the credential is known. */
        traceparent: string;
        /** @description The event's id: the same for every delivery of it. */
        "webhook-id": string;
        /** @description v1, and the base64 of HMAC-SHA256 over id.timestamp.body with the secret behind whsec_; several are separated by a blank while the secret is being changed. */
        "webhook-signature": string;
        /** @description When it was sent, in seconds since 1970. Refuse what is older than five minutes. */
        "webhook-timestamp": string;
    };
    requestBodies: never;
    headers: {
        /** @description The connection that served the request. */
        "Gateway-Connection": string;
        /** @description true: this answer was given before, nothing was done now. */
        "Idempotency-Replayed": string;
        /** @description Where the new resource is. */
        Location: string;
        /** @description Seconds to wait before the request is sent again. */
        "Retry-After": string;
    };
    pathItems: never;
}
export type Ach = components['schemas']['ACH'];
export type Accepts = components['schemas']['Accepts'];
export type AccountHolder = components['schemas']['AccountHolder'];
export type Address = components['schemas']['Address'];
export type Agreement = components['schemas']['Agreement'];
export type AgreementDecision = components['schemas']['AgreementDecision'];
export type AgreementDraft = components['schemas']['AgreementDraft'];
export type AgreementParty = components['schemas']['AgreementParty'];
export type AgreementTemplate = components['schemas']['AgreementTemplate'];
export type AnswerFieldView = components['schemas']['AnswerFieldView'];
export type AppliesTo = components['schemas']['AppliesTo'];
export type Asset = components['schemas']['Asset'];
export type BankAccount = components['schemas']['BankAccount'];
export type BankAccountDraft = components['schemas']['BankAccountDraft'];
export type BankAccountDraftAccountNumbers = components['schemas']['BankAccountDraftAccountNumbers'];
export type BankAccountDraftPlaid = components['schemas']['BankAccountDraftPlaid'];
export type CheckDetails = components['schemas']['CheckDetails'];
export type Claims = components['schemas']['Claims'];
export type ClaimsVerification = components['schemas']['ClaimsVerification'];
export type ClientContext = components['schemas']['ClientContext'];
export type Communication = components['schemas']['Communication'];
export type ConnectionDegradedEvent = components['schemas']['ConnectionDegradedEvent'];
export type ConnectionDegradedEventData = components['schemas']['ConnectionDegradedEventData'];
export type ConnectionView = components['schemas']['ConnectionView'];
export type Consent = components['schemas']['Consent'];
export type Customer = components['schemas']['Customer'];
export type CustomerDraft = components['schemas']['CustomerDraft'];
export type CustomerLookup = components['schemas']['CustomerLookup'];
export type CustomerRecord = components['schemas']['CustomerRecord'];
export type CustomerReference = components['schemas']['CustomerReference'];
export type CustomerScreeningUpdatedEvent = components['schemas']['CustomerScreeningUpdatedEvent'];
export type CustomerScreeningUpdatedEventData = components['schemas']['CustomerScreeningUpdatedEventData'];
export type CustomerStatusUpdatedEvent = components['schemas']['CustomerStatusUpdatedEvent'];
export type CustomerStatusUpdatedEventData = components['schemas']['CustomerStatusUpdatedEventData'];
export type CustomerUpdate = components['schemas']['CustomerUpdate'];
export type Decision = components['schemas']['Decision'];
export type Document = components['schemas']['Document'];
export type DocumentDraft = components['schemas']['DocumentDraft'];
export type DocumentOnFile = components['schemas']['DocumentOnFile'];
export type ElectronicRecord = components['schemas']['ElectronicRecord'];
export type Email = components['schemas']['Email'];
export type Employer = components['schemas']['Employer'];
export type Employment = components['schemas']['Employment'];
export type Event = components['schemas']['Event'];
export type EventData = components['schemas']['EventData'];
export type Evidence = components['schemas']['Evidence'];
export type FieldConnection = components['schemas']['FieldConnection'];
export type FieldError = components['schemas']['FieldError'];
export type FieldListView = components['schemas']['FieldListView'];
export type FieldView = components['schemas']['FieldView'];
export type File = components['schemas']['File'];
export type FileMeta = components['schemas']['FileMeta'];
export type FinancialProfile = components['schemas']['FinancialProfile'];
export type GatewayRestoredEvent = components['schemas']['GatewayRestoredEvent'];
export type GatewayRestoredEventData = components['schemas']['GatewayRestoredEventData'];
export type Identifier = components['schemas']['Identifier'];
export type InlineDocument = components['schemas']['InlineDocument'];
export type Kyc = components['schemas']['KYC'];
export type ListAgreement = components['schemas']['ListAgreement'];
export type ListBankAccount = components['schemas']['ListBankAccount'];
export type ListConnectionView = components['schemas']['ListConnectionView'];
export type ListCustomerRecord = components['schemas']['ListCustomerRecord'];
export type ListEvent = components['schemas']['ListEvent'];
export type ListOffer = components['schemas']['ListOffer'];
export type ListPayment = components['schemas']['ListPayment'];
export type ListRequirement = components['schemas']['ListRequirement'];
export type LookupIdentifier = components['schemas']['LookupIdentifier'];
export type MessageKeys = components['schemas']['MessageKeys'];
export type Money = components['schemas']['Money'];
export type Name = components['schemas']['Name'];
export type NotCarriedView = components['schemas']['NotCarriedView'];
export type OtpProof = components['schemas']['OTPProof'];
export type Offer = components['schemas']['Offer'];
export type OfferMerchant = components['schemas']['OfferMerchant'];
export type OfferProduct = components['schemas']['OfferProduct'];
export type OfferReaction = components['schemas']['OfferReaction'];
export type OfferRelationship = components['schemas']['OfferRelationship'];
export type OfferReturns = components['schemas']['OfferReturns'];
export type OfferSegment = components['schemas']['OfferSegment'];
export type OfferTerm = components['schemas']['OfferTerm'];
export type OfferTermMerchant = components['schemas']['OfferTermMerchant'];
export type PartyAddress = components['schemas']['PartyAddress'];
export type PartyPhone = components['schemas']['PartyPhone'];
export type Payment = components['schemas']['Payment'];
export type PaymentAuthorization = components['schemas']['PaymentAuthorization'];
export type PaymentCorrectedEvent = components['schemas']['PaymentCorrectedEvent'];
export type PaymentCorrectedEventData = components['schemas']['PaymentCorrectedEventData'];
export type PaymentDraft = components['schemas']['PaymentDraft'];
export type PaymentRisk = components['schemas']['PaymentRisk'];
export type PaymentStep = components['schemas']['PaymentStep'];
export type PaymentUpdatedEvent = components['schemas']['PaymentUpdatedEvent'];
export type PaymentUpdatedEventData = components['schemas']['PaymentUpdatedEventData'];
export type Phone = components['schemas']['Phone'];
export type PlaceOfBirth = components['schemas']['PlaceOfBirth'];
export type PlaidLink = components['schemas']['PlaidLink'];
export type Problem = components['schemas']['Problem'];
export type Receipt = components['schemas']['Receipt'];
export type ReconciliationExceptionEvent = components['schemas']['ReconciliationExceptionEvent'];
export type ReconciliationExceptionEventData = components['schemas']['ReconciliationExceptionEventData'];
export type RecordSource = components['schemas']['RecordSource'];
export type Reference = components['schemas']['Reference'];
export type ReferenceDraft = components['schemas']['ReferenceDraft'];
export type ReferenceDraftAgreement = components['schemas']['ReferenceDraftAgreement'];
export type ReferenceDraftBankAccount = components['schemas']['ReferenceDraftBankAccount'];
export type ReferenceDraftCustomer = components['schemas']['ReferenceDraftCustomer'];
export type ReferenceDraftRequirement = components['schemas']['ReferenceDraftRequirement'];
export type ReferenceDraftVerification = components['schemas']['ReferenceDraftVerification'];
export type Relation = components['schemas']['Relation'];
export type Representable = components['schemas']['Representable'];
export type Requirement = components['schemas']['Requirement'];
export type RequirementAnswer = components['schemas']['RequirementAnswer'];
export type RequirementsDraft = components['schemas']['RequirementsDraft'];
export type ReturnWindow = components['schemas']['ReturnWindow'];
export type SandboxAction = components['schemas']['SandboxAction'];
export type SandboxDraft = components['schemas']['SandboxDraft'];
export type SandboxFileView = components['schemas']['SandboxFileView'];
export type SandboxMoved = components['schemas']['SandboxMoved'];
export type SandboxValue = components['schemas']['SandboxValue'];
export type SandboxView = components['schemas']['SandboxView'];
export type Screening = components['schemas']['Screening'];
export type ScreeningDraft = components['schemas']['ScreeningDraft'];
export type SecretIdentifier = components['schemas']['SecretIdentifier'];
export type SignedMoney = components['schemas']['SignedMoney'];
export type Subscription = components['schemas']['Subscription'];
export type SupplementaryView = components['schemas']['SupplementaryView'];
export type TaxId = components['schemas']['TaxID'];
export type VendorDetail = components['schemas']['VendorDetail'];
export type Verification = components['schemas']['Verification'];
export type VerificationCompletedEvent = components['schemas']['VerificationCompletedEvent'];
export type VerificationCompletedEventData = components['schemas']['VerificationCompletedEventData'];
export type VerificationConfirmation = components['schemas']['VerificationConfirmation'];
export type VerificationDraft = components['schemas']['VerificationDraft'];
export type VerificationDraftAadhaarOtp = components['schemas']['VerificationDraftAadhaarOtp'];
export type VerificationDraftEmailOtp = components['schemas']['VerificationDraftEmailOtp'];
export type VerificationDraftSmsOtp = components['schemas']['VerificationDraftSmsOtp'];
export type VerifiedClaims = components['schemas']['VerifiedClaims'];
export type Visa = components['schemas']['Visa'];
export type Wallet = components['schemas']['Wallet'];
export type Warning = components['schemas']['Warning'];
export type Website = components['schemas']['Website'];
export type ResponseProblem = components['responses']['Problem'];
export type ParameterClientGeo = components['parameters']['Client-Geo'];
export type ParameterClientIp = components['parameters']['Client-Ip'];
export type ParameterGatewayConnection = components['parameters']['Gateway-Connection'];
export type ParameterGatewayEpoch = components['parameters']['Gateway-Epoch'];
export type ParameterIdempotencyKey = components['parameters']['Idempotency-Key'];
export type ParameterRequestId = components['parameters']['Request-Id'];
export type ParameterRequestTimeout = components['parameters']['Request-Timeout'];
export type ParameterInclude = components['parameters']['include'];
export type ParameterTraceparent = components['parameters']['traceparent'];
export type ParameterWebhookId = components['parameters']['webhook-id'];
export type ParameterWebhookSignature = components['parameters']['webhook-signature'];
export type ParameterWebhookTimestamp = components['parameters']['webhook-timestamp'];
export type HeaderGatewayConnection = components['headers']['Gateway-Connection'];
export type HeaderIdempotencyReplayed = components['headers']['Idempotency-Replayed'];
export type HeaderLocation = components['headers']['Location'];
export type HeaderRetryAfter = components['headers']['Retry-After'];
export type $defs = Record<string, never>;
export interface operations {
    list_customer_references: {
        parameters: {
            query: {
                /**
                 * @description The caller's own id of the person.
                 * @example app-4711
                 */
                external_reference: string;
            };
            header?: {
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The resource, or what is known of it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListCustomerRecord"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    create_customer: {
        parameters: {
            query?: {
                /** @description vendor_data adds a member of that name: the vendor's answer, redacted. Needs the scope vendor:read. */
                include?: components["parameters"]["include"];
            };
            header: {
                /**
                 * @description A fresh random value for each intent, the same for each repetition of it: 1 to 255 printable ASCII characters. It belongs to the caller, the operation and the connection that the request names. The first answer is given again, byte for byte and with the request_id of the first call. A call that never reached the vendor, or that the vendor turned away with 401, 403 or 429, frees the key; a wrong one-time password (otp_invalid) does not.
                 * @example 5f1d0c3e-8a52-4b7e-9d61-2c4f7a90be13
                 */
                "Idempotency-Key": components["parameters"]["Idempotency-Key"];
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
                /** @description The end user's address; stands in for client_context. */
                "Client-Ip"?: components["parameters"]["Client-Ip"];
                /** @description The end user's latitude and longitude, in decimal degrees with a comma between; stands in for client_context. */
                "Client-Geo"?: components["parameters"]["Client-Geo"];
                /** @description The Gateway-Epoch of which you had heard when you made the Idempotency-Key. It proves, after a restore of the gateway's journal, that the key is younger. Never send a later one with an older key: it could pay twice. */
                "Gateway-Epoch"?: components["parameters"]["Gateway-Epoch"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomerDraft"];
            };
        };
        responses: {
            /** @description The resource, or what is known of it. */
            200: {
                headers: {
                    "Gateway-Connection": components["headers"]["Gateway-Connection"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            /** @description Created. */
            201: {
                headers: {
                    "Gateway-Connection": components["headers"]["Gateway-Connection"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            /** @description Accepted; not decided yet: the vendor keeps the resource and has not accepted it. */
            202: {
                headers: {
                    "Gateway-Connection": components["headers"]["Gateway-Connection"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    lookup_customer: {
        parameters: {
            query?: {
                /** @description vendor_data adds a member of that name: the vendor's answer, redacted. Needs the scope vendor:read. */
                include?: components["parameters"]["include"];
            };
            header?: {
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
                /** @description The end user's address; stands in for client_context. */
                "Client-Ip"?: components["parameters"]["Client-Ip"];
                /** @description The end user's latitude and longitude, in decimal degrees with a comma between; stands in for client_context. */
                "Client-Geo"?: components["parameters"]["Client-Geo"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomerLookup"];
            };
        };
        responses: {
            /** @description The resource, or what is known of it. */
            200: {
                headers: {
                    "Gateway-Connection": components["headers"]["Gateway-Connection"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    create_customer_reference: {
        parameters: {
            query?: {
                /** @description vendor_data adds a member of that name: the vendor's answer, redacted. Needs the scope vendor:read. */
                include?: components["parameters"]["include"];
            };
            header?: {
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomerReference"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    "Gateway-Connection": components["headers"]["Gateway-Connection"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    forget_customer_references: {
        parameters: {
            query: {
                /**
                 * @description The caller's own id of the person.
                 * @example app-0815
                 */
                external_reference: string;
            };
            header?: {
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    create_reference: {
        parameters: {
            query?: {
                /** @description vendor_data adds a member of that name: the vendor's answer, redacted. Needs the scope vendor:read. */
                include?: components["parameters"]["include"];
            };
            header?: {
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReferenceDraft"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    "Gateway-Connection": components["headers"]["Gateway-Connection"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reference"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    get_customer: {
        parameters: {
            query?: {
                /** @description Only addresses of this type, where the vendor can filter. */
                address_type?: string;
                /** @description vendor_data adds a member of that name: the vendor's answer, redacted. Needs the scope vendor:read. */
                include?: components["parameters"]["include"];
            };
            header?: {
                /**
                 * @description The customer's own token at the vendor.
                 * @example sandbox-customer-token
                 */
                "Customer-Authorization"?: string;
                /** @description What the vendor wants to know of the end user's device, in the vendor's own form. Passed through, never logged or kept. */
                "Client-Details"?: string;
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
                /** @description The end user's address; stands in for client_context. */
                "Client-Ip"?: components["parameters"]["Client-Ip"];
                /** @description The end user's latitude and longitude, in decimal degrees with a comma between; stands in for client_context. */
                "Client-Geo"?: components["parameters"]["Client-Geo"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path: {
                /**
                 * @description The resource's id.
                 * @example ref:app-4711
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The resource, or what is known of it. */
            200: {
                headers: {
                    "Gateway-Connection": components["headers"]["Gateway-Connection"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    update_customer: {
        parameters: {
            query?: {
                /** @description vendor_data adds a member of that name: the vendor's answer, redacted. Needs the scope vendor:read. */
                include?: components["parameters"]["include"];
            };
            header: {
                /**
                 * @description A fresh random value for each intent, the same for each repetition of it: 1 to 255 printable ASCII characters. It belongs to the caller, the operation and the connection that the request names. The first answer is given again, byte for byte and with the request_id of the first call. A call that never reached the vendor, or that the vendor turned away with 401, 403 or 429, frees the key; a wrong one-time password (otp_invalid) does not.
                 * @example 5f1d0c3e-8a52-4b7e-9d61-2c4f7a90be13
                 */
                "Idempotency-Key": components["parameters"]["Idempotency-Key"];
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
                /** @description The end user's address; stands in for client_context. */
                "Client-Ip"?: components["parameters"]["Client-Ip"];
                /** @description The end user's latitude and longitude, in decimal degrees with a comma between; stands in for client_context. */
                "Client-Geo"?: components["parameters"]["Client-Geo"];
                /** @description The Gateway-Epoch of which you had heard when you made the Idempotency-Key. It proves, after a restore of the gateway's journal, that the key is younger. Never send a later one with an older key: it could pay twice. */
                "Gateway-Epoch"?: components["parameters"]["Gateway-Epoch"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path: {
                /**
                 * @description The resource's id.
                 * @example ref:app-4711
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomerUpdate"];
                "application/merge-patch+json": components["schemas"]["CustomerUpdate"];
            };
        };
        responses: {
            /** @description The resource, or what is known of it. */
            200: {
                headers: {
                    "Gateway-Connection": components["headers"]["Gateway-Connection"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    start_verification: {
        parameters: {
            query?: {
                /** @description vendor_data adds a member of that name: the vendor's answer, redacted. Needs the scope vendor:read. */
                include?: components["parameters"]["include"];
            };
            header: {
                /** @description What the vendor wants to know of the end user's device, in the vendor's own form. Passed through, never logged or kept. */
                "Client-Details"?: string;
                /**
                 * @description A fresh random value for each intent, the same for each repetition of it: 1 to 255 printable ASCII characters. It belongs to the caller, the operation and the connection that the request names. The first answer is given again, byte for byte and with the request_id of the first call. A call that never reached the vendor, or that the vendor turned away with 401, 403 or 429, frees the key; a wrong one-time password (otp_invalid) does not.
                 * @example 5f1d0c3e-8a52-4b7e-9d61-2c4f7a90be13
                 */
                "Idempotency-Key": components["parameters"]["Idempotency-Key"];
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
                /** @description The end user's address; stands in for client_context. */
                "Client-Ip"?: components["parameters"]["Client-Ip"];
                /** @description The end user's latitude and longitude, in decimal degrees with a comma between; stands in for client_context. */
                "Client-Geo"?: components["parameters"]["Client-Geo"];
                /** @description The Gateway-Epoch of which you had heard when you made the Idempotency-Key. It proves, after a restore of the gateway's journal, that the key is younger. Never send a later one with an older key: it could pay twice. */
                "Gateway-Epoch"?: components["parameters"]["Gateway-Epoch"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VerificationDraft"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    "Gateway-Connection": components["headers"]["Gateway-Connection"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Verification"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    confirm_verification: {
        parameters: {
            query?: {
                /** @description vendor_data adds a member of that name: the vendor's answer, redacted. Needs the scope vendor:read. */
                include?: components["parameters"]["include"];
            };
            header: {
                /** @description What the vendor wants to know of the end user's device, in the vendor's own form. Passed through, never logged or kept. */
                "Client-Details"?: string;
                /**
                 * @description A fresh random value for each intent, the same for each repetition of it: 1 to 255 printable ASCII characters. It belongs to the caller, the operation and the connection that the request names. The first answer is given again, byte for byte and with the request_id of the first call. A call that never reached the vendor, or that the vendor turned away with 401, 403 or 429, frees the key; a wrong one-time password (otp_invalid) does not.
                 * @example 5f1d0c3e-8a52-4b7e-9d61-2c4f7a90be13
                 */
                "Idempotency-Key": components["parameters"]["Idempotency-Key"];
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
                /** @description The Gateway-Epoch of which you had heard when you made the Idempotency-Key. It proves, after a restore of the gateway's journal, that the key is younger. Never send a later one with an older key: it could pay twice. */
                "Gateway-Epoch"?: components["parameters"]["Gateway-Epoch"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path: {
                /**
                 * @description The resource's id.
                 * @example ver_AZx1
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VerificationConfirmation"];
            };
        };
        responses: {
            /** @description The resource, or what is known of it. */
            200: {
                headers: {
                    "Gateway-Connection": components["headers"]["Gateway-Connection"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Verification"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    list_requirements: {
        parameters: {
            query?: {
                /**
                 * @description Only requirements of this phase.
                 * @example pre_submission
                 */
                phase?: "pre_submission" | "post_submission";
                /** @description vendor_data adds a member of that name: the vendor's answer, redacted. Needs the scope vendor:read. */
                include?: components["parameters"]["include"];
            };
            header?: {
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path: {
                /**
                 * @description The resource's id.
                 * @example ref:app-4711
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The resource, or what is known of it. */
            200: {
                headers: {
                    "Gateway-Connection": components["headers"]["Gateway-Connection"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListRequirement"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    create_requirements: {
        parameters: {
            query?: {
                /** @description vendor_data adds a member of that name: the vendor's answer, redacted. Needs the scope vendor:read. */
                include?: components["parameters"]["include"];
            };
            header: {
                /**
                 * @description A fresh random value for each intent, the same for each repetition of it: 1 to 255 printable ASCII characters. It belongs to the caller, the operation and the connection that the request names. The first answer is given again, byte for byte and with the request_id of the first call. A call that never reached the vendor, or that the vendor turned away with 401, 403 or 429, frees the key; a wrong one-time password (otp_invalid) does not.
                 * @example 5f1d0c3e-8a52-4b7e-9d61-2c4f7a90be13
                 */
                "Idempotency-Key": components["parameters"]["Idempotency-Key"];
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
                /** @description The Gateway-Epoch of which you had heard when you made the Idempotency-Key. It proves, after a restore of the gateway's journal, that the key is younger. Never send a later one with an older key: it could pay twice. */
                "Gateway-Epoch"?: components["parameters"]["Gateway-Epoch"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path: {
                /**
                 * @description The resource's id.
                 * @example ref:app-4711
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RequirementsDraft"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    "Gateway-Connection": components["headers"]["Gateway-Connection"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListRequirement"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    answer_requirement: {
        parameters: {
            query?: {
                /** @description vendor_data adds a member of that name: the vendor's answer, redacted. Needs the scope vendor:read. */
                include?: components["parameters"]["include"];
            };
            header: {
                /**
                 * @description A fresh random value for each intent, the same for each repetition of it: 1 to 255 printable ASCII characters. It belongs to the caller, the operation and the connection that the request names. The first answer is given again, byte for byte and with the request_id of the first call. A call that never reached the vendor, or that the vendor turned away with 401, 403 or 429, frees the key; a wrong one-time password (otp_invalid) does not.
                 * @example 5f1d0c3e-8a52-4b7e-9d61-2c4f7a90be13
                 */
                "Idempotency-Key": components["parameters"]["Idempotency-Key"];
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
                /** @description The Gateway-Epoch of which you had heard when you made the Idempotency-Key. It proves, after a restore of the gateway's journal, that the key is younger. Never send a later one with an older key: it could pay twice. */
                "Gateway-Epoch"?: components["parameters"]["Gateway-Epoch"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path: {
                /**
                 * @description The resource's id.
                 * @example req_AZx4
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RequirementAnswer"];
            };
        };
        responses: {
            /** @description The resource, or what is known of it. */
            200: {
                headers: {
                    "Gateway-Connection": components["headers"]["Gateway-Connection"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Requirement"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    upload_document: {
        parameters: {
            query?: {
                /** @description vendor_data adds a member of that name: the vendor's answer, redacted. Needs the scope vendor:read. */
                include?: components["parameters"]["include"];
            };
            header: {
                /**
                 * @description A fresh random value for each intent, the same for each repetition of it: 1 to 255 printable ASCII characters. It belongs to the caller, the operation and the connection that the request names. The first answer is given again, byte for byte and with the request_id of the first call. A call that never reached the vendor, or that the vendor turned away with 401, 403 or 429, frees the key; a wrong one-time password (otp_invalid) does not.
                 * @example 5f1d0c3e-8a52-4b7e-9d61-2c4f7a90be13
                 */
                "Idempotency-Key": components["parameters"]["Idempotency-Key"];
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
                /** @description The Gateway-Epoch of which you had heard when you made the Idempotency-Key. It proves, after a restore of the gateway's journal, that the key is younger. Never send a later one with an older key: it could pay twice. */
                "Gateway-Epoch"?: components["parameters"]["Gateway-Epoch"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DocumentDraft"];
                "multipart/form-data": {
                    /** @description What the JSON body has, without the content. */
                    document: {
                        /** @description What the caller says about the file. */
                        file?: components["schemas"]["FileMeta"];
                        /** @description What the document is for, such as identity or proof_of_income. */
                        purpose?: string;
                        /** @description The requirement that the document answers. */
                        requirement_id: string;
                        /** @description What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only. */
                        supplementary_data?: {
                            [key: string]: unknown;
                        };
                    };
                    /**
                     * Format: binary
                     * @description The bytes of the document.
                     */
                    file: string;
                };
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    "Gateway-Connection": components["headers"]["Gateway-Connection"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    get_agreement_template: {
        parameters: {
            query?: {
                /** @description vendor_data adds a member of that name: the vendor's answer, redacted. Needs the scope vendor:read. */
                include?: components["parameters"]["include"];
            };
            header?: {
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path: {
                /**
                 * @description Which text.
                 * @example privacy_policy
                 */
                type: "privacy_policy" | "terms_and_conditions";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The resource, or what is known of it. */
            200: {
                headers: {
                    "Gateway-Connection": components["headers"]["Gateway-Connection"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgreementTemplate"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    list_agreements: {
        parameters: {
            query?: {
                /** @description vendor_data adds a member of that name: the vendor's answer, redacted. Needs the scope vendor:read. */
                include?: components["parameters"]["include"];
            };
            header?: {
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The resource, or what is known of it. */
            200: {
                headers: {
                    "Gateway-Connection": components["headers"]["Gateway-Connection"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListAgreement"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    create_agreement: {
        parameters: {
            query?: {
                /** @description vendor_data adds a member of that name: the vendor's answer, redacted. Needs the scope vendor:read. */
                include?: components["parameters"]["include"];
            };
            header: {
                /**
                 * @description A fresh random value for each intent, the same for each repetition of it: 1 to 255 printable ASCII characters. It belongs to the caller, the operation and the connection that the request names. The first answer is given again, byte for byte and with the request_id of the first call. A call that never reached the vendor, or that the vendor turned away with 401, 403 or 429, frees the key; a wrong one-time password (otp_invalid) does not.
                 * @example 5f1d0c3e-8a52-4b7e-9d61-2c4f7a90be13
                 */
                "Idempotency-Key": components["parameters"]["Idempotency-Key"];
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
                /** @description The Gateway-Epoch of which you had heard when you made the Idempotency-Key. It proves, after a restore of the gateway's journal, that the key is younger. Never send a later one with an older key: it could pay twice. */
                "Gateway-Epoch"?: components["parameters"]["Gateway-Epoch"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgreementDraft"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    "Gateway-Connection": components["headers"]["Gateway-Connection"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListAgreement"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    get_agreement: {
        parameters: {
            query?: {
                /** @description vendor_data adds a member of that name: the vendor's answer, redacted. Needs the scope vendor:read. */
                include?: components["parameters"]["include"];
            };
            header?: {
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path: {
                /**
                 * @description The resource's id.
                 * @example agr_AZx2
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The resource, or what is known of it. */
            200: {
                headers: {
                    "Gateway-Connection": components["headers"]["Gateway-Connection"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Agreement"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    decide_agreement: {
        parameters: {
            query?: {
                /** @description vendor_data adds a member of that name: the vendor's answer, redacted. Needs the scope vendor:read. */
                include?: components["parameters"]["include"];
            };
            header?: {
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path: {
                /**
                 * @description The resource's id.
                 * @example agr_AZx2
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgreementDecision"];
            };
        };
        responses: {
            /** @description The resource, or what is known of it. */
            200: {
                headers: {
                    "Gateway-Connection": components["headers"]["Gateway-Connection"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Agreement"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    list_bank_accounts: {
        parameters: {
            query?: {
                /** @description vendor_data adds a member of that name: the vendor's answer, redacted. Needs the scope vendor:read. */
                include?: components["parameters"]["include"];
            };
            header?: {
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path: {
                /**
                 * @description The resource's id.
                 * @example ref:app-4711
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The resource, or what is known of it. */
            200: {
                headers: {
                    "Gateway-Connection": components["headers"]["Gateway-Connection"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBankAccount"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    link_bank_account: {
        parameters: {
            query?: {
                /** @description vendor_data adds a member of that name: the vendor's answer, redacted. Needs the scope vendor:read. */
                include?: components["parameters"]["include"];
            };
            header: {
                /**
                 * @description A fresh random value for each intent, the same for each repetition of it: 1 to 255 printable ASCII characters. It belongs to the caller, the operation and the connection that the request names. The first answer is given again, byte for byte and with the request_id of the first call. A call that never reached the vendor, or that the vendor turned away with 401, 403 or 429, frees the key; a wrong one-time password (otp_invalid) does not.
                 * @example 5f1d0c3e-8a52-4b7e-9d61-2c4f7a90be13
                 */
                "Idempotency-Key": components["parameters"]["Idempotency-Key"];
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
                /** @description The Gateway-Epoch of which you had heard when you made the Idempotency-Key. It proves, after a restore of the gateway's journal, that the key is younger. Never send a later one with an older key: it could pay twice. */
                "Gateway-Epoch"?: components["parameters"]["Gateway-Epoch"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path: {
                /**
                 * @description The resource's id.
                 * @example ref:app-4711
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BankAccountDraft"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    "Gateway-Connection": components["headers"]["Gateway-Connection"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBankAccount"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    list_payments: {
        parameters: {
            query?: {
                /** @description Only payments in this state. */
                status?: "created" | "submitted" | "processing" | "settled" | "returned" | "failed" | "canceled" | "unknown";
                /**
                 * @description Only payments of this customer.
                 * @example ref:app-4711
                 */
                customer_id?: string;
                /** @description Only payments of this bank account. */
                bank_account_id?: string;
                /** @description Only payments in this direction. */
                direction?: "debit" | "credit";
                /** @description Only payments that came back with this code, such as R01. */
                return_code?: string;
                /** @description The caller's own, to find a payment whose id got lost. */
                reference?: string;
                /** @description The vendor's reference. */
                vendor_reference?: string;
                /** @description Exclusive, as the other bounds. */
                created_after?: string;
                /** @description Only payments made before, exclusive. */
                created_before?: string;
                /** @description Orders the list by the last change. Ascending, with the updated_at of the last payment seen, it gives all that changed since. */
                updated_after?: string;
                /** @description desc, newest first, where it is left out. */
                order?: "asc" | "desc";
                /** @description next_cursor of the page before. */
                cursor?: string;
                /**
                 * @description How many payments a page has; 50 where it is left out.
                 * @example 10
                 */
                limit?: number;
            };
            header?: {
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The resource, or what is known of it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListPayment"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    create_payment: {
        parameters: {
            query?: {
                /** @description vendor_data adds a member of that name: the vendor's answer, redacted. Needs the scope vendor:read. */
                include?: components["parameters"]["include"];
            };
            header: {
                /**
                 * @description A fresh random value for each intent, the same for each repetition of it: 1 to 255 printable ASCII characters. It belongs to the caller, the operation and the connection that the request names. The first answer is given again, byte for byte and with the request_id of the first call. A call that never reached the vendor, or that the vendor turned away with 401, 403 or 429, frees the key; a wrong one-time password (otp_invalid) does not.
                 * @example 5f1d0c3e-8a52-4b7e-9d61-2c4f7a90be13
                 */
                "Idempotency-Key": components["parameters"]["Idempotency-Key"];
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
                /** @description The Gateway-Epoch of which you had heard when you made the Idempotency-Key. It proves, after a restore of the gateway's journal, that the key is younger. Never send a later one with an older key: it could pay twice. */
                "Gateway-Epoch"?: components["parameters"]["Gateway-Epoch"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PaymentDraft"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    "Gateway-Connection": components["headers"]["Gateway-Connection"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Payment"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    get_payment: {
        parameters: {
            query?: never;
            header?: {
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path: {
                /**
                 * @description The resource's id.
                 * @example pay_AZx1
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The resource, or what is known of it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Payment"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    list_offers: {
        parameters: {
            query?: {
                /** @description Only offers of this campaign. */
                campaign_id?: string;
                /** @description Only offers of this wave. */
                wave_id?: string;
                /** @description The vendor's encrypted account id, opaque. */
                account_ref?: string;
                /** @description The vendor's encrypted card id, opaque. */
                card_ref?: string;
                /** @description Only the offer with this key of the vendor's. */
                offer_id?: string;
                /** @description Only offers for this segment. */
                segment_category?: string;
                /** @description Whether virtual products are offered too. */
                virtual?: "true" | "false";
                /** @description Only offers of this product. */
                product_code?: string;
                /** @description vendor_data adds a member of that name: the vendor's answer, redacted. Needs the scope vendor:read. */
                include?: components["parameters"]["include"];
            };
            header?: {
                /**
                 * @description The customer's own token at the vendor.
                 * @example sandbox-customer-token
                 */
                "Customer-Authorization"?: string;
                /** @description What the vendor wants to know of the end user's device, in the vendor's own form. Passed through, never logged or kept. */
                "Client-Details"?: string;
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path: {
                /**
                 * @description The resource's id.
                 * @example me
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The resource, or what is known of it. */
            200: {
                headers: {
                    "Gateway-Connection": components["headers"]["Gateway-Connection"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListOffer"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    receive_event: {
        parameters: {
            query?: never;
            header?: {
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path: {
                /**
                 * @description The connection whose vendor reports.
                 * @example cdp-uae
                 */
                connection: string;
            };
            cookie?: never;
        };
        /** @description The vendor's own format. */
        requestBody: {
            content: {
                "*/*": unknown;
            };
        };
        responses: {
            /** @description The resource, or what is known of it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    list_connections: {
        parameters: {
            query?: never;
            header?: {
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The resource, or what is known of it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListConnectionView"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    get_connection: {
        parameters: {
            query?: never;
            header?: {
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path: {
                /**
                 * @description The connection's name.
                 * @example omnumi-us
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The resource, or what is known of it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionView"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    get_connection_fields: {
        parameters: {
            query: {
                /**
                 * @description Such as create_customer.
                 * @example start_verification
                 */
                operation: string;
            };
            header?: {
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path: {
                /**
                 * @description The connection's name.
                 * @example omnumi-us
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The resource, or what is known of it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FieldListView"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    get_sandbox: {
        parameters: {
            query?: never;
            header?: {
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path: {
                /**
                 * @description The connection's name.
                 * @example iserveu-in
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The resource, or what is known of it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SandboxView"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    move_sandbox: {
        parameters: {
            query?: never;
            header?: {
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path: {
                /**
                 * @description The connection's name.
                 * @example omnumi-us
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SandboxDraft"];
            };
        };
        responses: {
            /** @description The resource, or what is known of it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SandboxMoved"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    get_sandbox_file: {
        parameters: {
            query?: never;
            header?: {
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path: {
                /**
                 * @description The connection's name.
                 * @example omnumi-us
                 */
                name: string;
                /**
                 * @description As the sandbox lists them, such as returns.ach.
                 * @example history.csv
                 */
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The resource, or what is known of it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/*": string;
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    list_sandbox_events: {
        parameters: {
            query?: {
                /** @description The next_cursor of the page before. Without it the page is empty, and its next_cursor is where events begin from now on. */
                cursor?: string;
                /** @description How many events a page has at most. */
                limit?: number;
            };
            header?: {
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path: {
                /**
                 * @description The connection's name.
                 * @example omnumi-us
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The resource, or what is known of it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListEvent"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    list_fields: {
        parameters: {
            query: {
                /**
                 * @description Such as create_customer.
                 * @example start_verification
                 */
                operation: string;
                /** @description Where the person lives, ISO 3166-1 alpha-2. */
                country?: string;
                /** @description Of the amount, ISO 4217. */
                currency?: string;
                /**
                 * @description Of a verification, of linking an account, or the rail of a payment.
                 * @example sms_otp
                 */
                method?: string;
            };
            header?: {
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The resource, or what is known of it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FieldListView"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    on_connection_degraded: {
        parameters: {
            query?: never;
            header: {
                /** @description The event's id: the same for every delivery of it. */
                "webhook-id": components["parameters"]["webhook-id"];
                /** @description When it was sent, in seconds since 1970. Refuse what is older than five minutes. */
                "webhook-timestamp": components["parameters"]["webhook-timestamp"];
                /** @description v1, and the base64 of HMAC-SHA256 over id.timestamp.body with the secret behind whsec_; several are separated by a blank while the secret is being changed. */
                "webhook-signature": components["parameters"]["webhook-signature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "specversion": "1.0",
                 *       "id": "evt_7Q2K5XJ4",
                 *       "source": "/connections/example",
                 *       "type": "connection.degraded",
                 *       "time": "2026-11-24T10:00:00Z",
                 *       "datacontenttype": "application/json",
                 *       "data": {
                 *         "status": "degraded",
                 *         "operation": "create_payment",
                 *         "reason": "breaker_open"
                 *       }
                 *     }
                 */
                "application/cloudevents+json": components["schemas"]["ConnectionDegradedEvent"];
            };
        };
        responses: {
            /** @description Taken. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken, as with every answer that is none of the 2XX: it is delivered again later. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_customer_screening_updated: {
        parameters: {
            query?: never;
            header: {
                /** @description The event's id: the same for every delivery of it. */
                "webhook-id": components["parameters"]["webhook-id"];
                /** @description When it was sent, in seconds since 1970. Refuse what is older than five minutes. */
                "webhook-timestamp": components["parameters"]["webhook-timestamp"];
                /** @description v1, and the base64 of HMAC-SHA256 over id.timestamp.body with the secret behind whsec_; several are separated by a blank while the secret is being changed. */
                "webhook-signature": components["parameters"]["webhook-signature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "specversion": "1.0",
                 *       "id": "evt_7Q2K5XJ4",
                 *       "source": "/connections/example",
                 *       "type": "customer.screening.updated",
                 *       "time": "2026-11-24T10:00:00Z",
                 *       "datacontenttype": "application/json",
                 *       "data": {
                 *         "customer_id": "cus_AZx1",
                 *         "status": "active",
                 *         "screening": {
                 *           "status": "clear"
                 *         }
                 *       }
                 *     }
                 */
                "application/cloudevents+json": components["schemas"]["CustomerScreeningUpdatedEvent"];
            };
        };
        responses: {
            /** @description Taken. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken, as with every answer that is none of the 2XX: it is delivered again later. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_customer_status_updated: {
        parameters: {
            query?: never;
            header: {
                /** @description The event's id: the same for every delivery of it. */
                "webhook-id": components["parameters"]["webhook-id"];
                /** @description When it was sent, in seconds since 1970. Refuse what is older than five minutes. */
                "webhook-timestamp": components["parameters"]["webhook-timestamp"];
                /** @description v1, and the base64 of HMAC-SHA256 over id.timestamp.body with the secret behind whsec_; several are separated by a blank while the secret is being changed. */
                "webhook-signature": components["parameters"]["webhook-signature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "specversion": "1.0",
                 *       "id": "evt_7Q2K5XJ4",
                 *       "source": "/connections/example",
                 *       "type": "customer.status.updated",
                 *       "time": "2026-11-24T10:00:00Z",
                 *       "datacontenttype": "application/json",
                 *       "data": {
                 *         "customer_id": "cus_AZx1",
                 *         "status": "active"
                 *       }
                 *     }
                 */
                "application/cloudevents+json": components["schemas"]["CustomerStatusUpdatedEvent"];
            };
        };
        responses: {
            /** @description Taken. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken, as with every answer that is none of the 2XX: it is delivered again later. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_gateway_restored: {
        parameters: {
            query?: never;
            header: {
                /** @description The event's id: the same for every delivery of it. */
                "webhook-id": components["parameters"]["webhook-id"];
                /** @description When it was sent, in seconds since 1970. Refuse what is older than five minutes. */
                "webhook-timestamp": components["parameters"]["webhook-timestamp"];
                /** @description v1, and the base64 of HMAC-SHA256 over id.timestamp.body with the secret behind whsec_; several are separated by a blank while the secret is being changed. */
                "webhook-signature": components["parameters"]["webhook-signature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "specversion": "1.0",
                 *       "id": "evt_7Q2K5XJ4",
                 *       "source": "/gateway",
                 *       "type": "gateway.restored",
                 *       "time": "2026-11-24T10:00:00Z",
                 *       "datacontenttype": "application/json",
                 *       "data": {
                 *         "restored": true,
                 *         "lost_from": "2026-11-24T09:12:40Z",
                 *         "lost_to": "2026-11-24T09:58:00Z"
                 *       }
                 *     }
                 */
                "application/cloudevents+json": components["schemas"]["GatewayRestoredEvent"];
            };
        };
        responses: {
            /** @description Taken. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken, as with every answer that is none of the 2XX: it is delivered again later. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_payment_corrected: {
        parameters: {
            query?: never;
            header: {
                /** @description The event's id: the same for every delivery of it. */
                "webhook-id": components["parameters"]["webhook-id"];
                /** @description When it was sent, in seconds since 1970. Refuse what is older than five minutes. */
                "webhook-timestamp": components["parameters"]["webhook-timestamp"];
                /** @description v1, and the base64 of HMAC-SHA256 over id.timestamp.body with the secret behind whsec_; several are separated by a blank while the secret is being changed. */
                "webhook-signature": components["parameters"]["webhook-signature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "specversion": "1.0",
                 *       "id": "evt_7Q2K5XJ4",
                 *       "source": "/connections/example",
                 *       "type": "payment.corrected",
                 *       "time": "2026-11-24T10:00:00Z",
                 *       "datacontenttype": "application/json",
                 *       "data": {
                 *         "payment_id": "pay_AZx1",
                 *         "customer_id": "cus_AZx2",
                 *         "bank_account_id": "bac_AZx1",
                 *         "change_code": "C01"
                 *       }
                 *     }
                 */
                "application/cloudevents+json": components["schemas"]["PaymentCorrectedEvent"];
            };
        };
        responses: {
            /** @description Taken. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken, as with every answer that is none of the 2XX: it is delivered again later. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_payment_updated: {
        parameters: {
            query?: never;
            header: {
                /** @description The event's id: the same for every delivery of it. */
                "webhook-id": components["parameters"]["webhook-id"];
                /** @description When it was sent, in seconds since 1970. Refuse what is older than five minutes. */
                "webhook-timestamp": components["parameters"]["webhook-timestamp"];
                /** @description v1, and the base64 of HMAC-SHA256 over id.timestamp.body with the secret behind whsec_; several are separated by a blank while the secret is being changed. */
                "webhook-signature": components["parameters"]["webhook-signature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "specversion": "1.0",
                 *       "id": "evt_7Q2K5XJ4",
                 *       "source": "/connections/example",
                 *       "type": "payment.updated",
                 *       "time": "2026-11-24T10:00:00Z",
                 *       "datacontenttype": "application/json",
                 *       "data": {
                 *         "payment_id": "pay_AZx1",
                 *         "customer_id": "cus_AZx2",
                 *         "status": "returned",
                 *         "previous_status": "settled",
                 *         "return_code": "R01",
                 *         "return_class": "funds",
                 *         "reason": "import",
                 *         "occurred_on": "2026-11-24"
                 *       }
                 *     }
                 */
                "application/cloudevents+json": components["schemas"]["PaymentUpdatedEvent"];
            };
        };
        responses: {
            /** @description Taken. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken, as with every answer that is none of the 2XX: it is delivered again later. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_reconciliation_exception: {
        parameters: {
            query?: never;
            header: {
                /** @description The event's id: the same for every delivery of it. */
                "webhook-id": components["parameters"]["webhook-id"];
                /** @description When it was sent, in seconds since 1970. Refuse what is older than five minutes. */
                "webhook-timestamp": components["parameters"]["webhook-timestamp"];
                /** @description v1, and the base64 of HMAC-SHA256 over id.timestamp.body with the secret behind whsec_; several are separated by a blank while the secret is being changed. */
                "webhook-signature": components["parameters"]["webhook-signature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "specversion": "1.0",
                 *       "id": "evt_7Q2K5XJ4",
                 *       "source": "/connections/example",
                 *       "type": "reconciliation.exception",
                 *       "time": "2026-11-24T10:00:00Z",
                 *       "datacontenttype": "application/json",
                 *       "data": {
                 *         "exception_id": "exc_7Q2K5XJ4",
                 *         "exception_kind": "orphan",
                 *         "import_id": "imp_7Q2K5XJ4"
                 *       }
                 *     }
                 */
                "application/cloudevents+json": components["schemas"]["ReconciliationExceptionEvent"];
            };
        };
        responses: {
            /** @description Taken. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken, as with every answer that is none of the 2XX: it is delivered again later. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_verification_completed: {
        parameters: {
            query?: never;
            header: {
                /** @description The event's id: the same for every delivery of it. */
                "webhook-id": components["parameters"]["webhook-id"];
                /** @description When it was sent, in seconds since 1970. Refuse what is older than five minutes. */
                "webhook-timestamp": components["parameters"]["webhook-timestamp"];
                /** @description v1, and the base64 of HMAC-SHA256 over id.timestamp.body with the secret behind whsec_; several are separated by a blank while the secret is being changed. */
                "webhook-signature": components["parameters"]["webhook-signature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "specversion": "1.0",
                 *       "id": "evt_7Q2K5XJ4",
                 *       "source": "/connections/example",
                 *       "type": "verification.completed",
                 *       "time": "2026-11-24T10:00:00Z",
                 *       "datacontenttype": "application/json",
                 *       "data": {
                 *         "verification_id": "ver_AZx1",
                 *         "status": "verified"
                 *       }
                 *     }
                 */
                "application/cloudevents+json": components["schemas"]["VerificationCompletedEvent"];
            };
        };
        responses: {
            /** @description Taken. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken, as with every answer that is none of the 2XX: it is delivered again later. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
