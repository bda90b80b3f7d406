// Generated from the OpenAPI document by generate/main.mjs. Do not edit.

export interface paths {
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
         */
        get: operations["list_agreements"];
        put?: never;
        /**
         * Put agreements to a person
         * @description Done once for each Idempotency-Key. Needs the scope `agreements:write`.
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
         */
        put: operations["decide_agreement"];
        post?: never;
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
         * @description Safe: it may be repeated. Needs the scope `connections:read`. A connection that is no sandbox has none.
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
         * @description Idempotent: doing it twice is like doing it once. Needs the scope `sandbox:control`. Turns of the clock add up. A connection that is no sandbox has no world to move.
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
         * @description Safe: it may be repeated. Needs the scope `sandbox:control`. The headers Coverage-From, Coverage-To and Coverage-Complete say of which time the file knows everything, as imports take them. Names and account numbers in it are invented.
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
    "/v1/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the records of a person, by the caller's own id
         * @description Safe: it may be repeated. Needs the scope `customers:read`. No vendor is called. A reference that nobody gave has an empty list.
         */
        get: operations["list_customer_references"];
        put?: never;
        /**
         * Create a customer
         * @description Done once for each Idempotency-Key. Needs the scope `customers:write`. What the vendor needs beyond the body is named by the answer 422; what it has no place for, by `ignored`.
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
         */
        post: operations["create_customer_reference"];
        /**
         * Forget what the caller's own id of a person means
         * @description Idempotent: doing it twice is like doing it once. Needs the scope `customers:write`. The vendors' records stay, and so do the customers' ids.
         */
        delete: operations["forget_customer_references"];
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
         */
        get: operations["get_customer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a customer: absent fields are kept, null clears
         * @description Done once for each Idempotency-Key. Needs the scope `customers:write`. A vendor may know this for co-applicants only: then the id of an applicant is refused.
         */
        patch: operations["update_customer"];
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
         */
        get: operations["list_bank_accounts"];
        put?: never;
        /**
         * Link a bank account by its numbers, or what a person chose at Plaid: a list
         * @description Done once for each Idempotency-Key. Needs the scope `bank_accounts:write`.
         */
        post: operations["link_bank_account"];
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
         */
        get: operations["list_requirements"];
        put?: never;
        /**
         * Let the vendor make its additional questions
         * @description Done once for each Idempotency-Key. Needs the scope `requirements:write`.
         */
        post: operations["create_requirements"];
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
         * @description Done once for each Idempotency-Key. Needs the scope `documents:write`. Also as multipart/form-data: a part `document` with the JSON, without content, and a part `file` with the bytes.
         */
        post: operations["upload_document"];
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
         * @description Safe: it may be repeated. Needs the scope `connections:read`. Of several connections a field is required when any of them needs it.
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
         */
        post: operations["receive_event"];
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
         */
        get: operations["list_payments"];
        put?: never;
        /**
         * Move money
         * @description Done once for each Idempotency-Key, and never retried once it was sent. Needs the scope `payments:write`.
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
         */
        post: operations["create_reference"];
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
         */
        post: operations["answer_requirement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
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
         * @description Done once for each Idempotency-Key. Needs the scope `verifications:write`. A connection whose operations lack confirm_verification takes the password with POST /v1/customers instead, as `verification.otp`.
         */
        post: operations["confirm_verification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        ACH: {
            readonly change_code?: string;
            /** Format: date */
            effective_date?: string;
            /** Format: date */
            readonly expected_settlement_on?: string;
            /** @description Whether nothing can come back any more. */
            readonly final?: boolean;
            /** @enum {string} */
            frequency?: "one_time" | "recurring";
            readonly individual_id?: string;
            /** @description ISO 20022's reason for the return. */
            readonly iso_reason?: string;
            processor?: string;
            /** @description The processor's own code, not Nacha's. */
            readonly reason_code?: string;
            /** @description Of a returned payment: whether another may send it again, by represents. */
            readonly representable?: components["schemas"]["Representable"];
            /** @enum {string} */
            readonly return_class?: "funds" | "stop" | "account" | "unauthorized" | "other";
            readonly return_code?: string;
            readonly return_reason?: string;
            readonly return_window?: components["schemas"]["ReturnWindow"];
            /** Format: date */
            readonly returned_on?: string;
            /** @enum {string} */
            sec_code: "WEB" | "TEL" | "PPD" | "CCD" | "CTX" | "IAT" | "other";
            /** Format: date */
            readonly settled_on?: string;
            /**
             * @description What the settlement is known from.
             * @enum {string}
             */
            readonly settlement_basis?: "vendor" | "statement" | "file" | "operator" | "presumed";
            /** @description 15 digits of Nacha, where the vendor tells. */
            readonly trace_number?: string;
        };
        Accepts: {
            extensions?: string[];
            forbidden_name_chars?: string;
            /**
             * Format: int64
             * @description Decoded size.
             */
            max_bytes?: number;
            mime_types?: string[];
        };
        AccountHolder: {
            address_text?: string;
            email?: string;
            name?: string;
            phone?: string;
        };
        Address: {
            building_name?: string;
            building_number?: string;
            care_of?: string;
            city?: string;
            country?: string;
            /** @description The vendor's name of the country when it has no code here. */
            country_name?: string;
            district?: string;
            landmark?: string;
            lines?: string[];
            locality?: string;
            phone?: string;
            post_office?: string;
            postal_code?: string;
            primary?: boolean;
            /** @description Free text. */
            state?: string;
            /** @description ISO 3166-2 when known. */
            state_code?: string;
            street_name?: string;
            sub_district?: string;
            /** @enum {string} */
            type?: "residence" | "permanent" | "mailing" | "work" | "other" | "unknown";
            readonly type_raw?: string;
            /** Format: date-time */
            readonly updated_at?: string;
            vendor_key?: string;
        };
        Agreement: {
            connection: string;
            content?: string;
            content_type?: string;
            /** Format: date-time */
            created_at?: string;
            customer_id?: string;
            decision?: components["schemas"]["Decision"];
            id: string;
            /** @description JSON Pointers into the request: what this vendor has no place for. It was not sent. */
            ignored?: string[];
            /** @enum {string} */
            kind?: "standard" | "ul" | "unknown";
            /** @enum {string} */
            object: "agreement";
            party?: components["schemas"]["AgreementParty"];
            /** @enum {string} */
            status: "pending" | "accepted" | "declined" | "unknown";
            status_raw?: string;
            /** @description What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only. */
            supplementary_data?: {
                [key: string]: unknown;
            };
            /** @description us_patriot_act and others; unknown with type_raw when no table knows it. */
            type?: string;
            type_raw?: string;
            /** Format: date-time */
            updated_at?: string;
            /** @description With ?include=vendor_data: the vendor's answer, redacted. */
            vendor_data?: unknown;
            vendor_ids?: {
                [key: string]: string;
            };
        };
        AgreementDecision: {
            /** @enum {string} */
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
            /** @enum {string} */
            kind: "standard" | "ul";
            party: components["schemas"]["AgreementParty"];
            /** @description What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only. */
            supplementary_data?: {
                [key: string]: unknown;
            };
        };
        AgreementParty: {
            address?: components["schemas"]["PartyAddress"];
            /** Format: date */
            birthdate?: string;
            email?: string;
            family_name?: string;
            given_name?: string;
            ip_address?: string;
            middle_name?: string;
            phone?: components["schemas"]["PartyPhone"];
            tax?: components["schemas"]["TaxID"];
            wallet_address?: string;
        };
        AgreementTemplate: {
            connection: string;
            /** @description The vendor's HTML, untrusted: sanitise it before showing it. */
            html: string;
            /** @description The vendor's id of the template. */
            id: string;
            /** @enum {string} */
            object: "agreement_template";
            /** @description What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only. */
            supplementary_data?: {
                [key: string]: unknown;
            };
            /**
             * @description What was asked for.
             * @enum {string}
             */
            type: "privacy_policy" | "terms_and_conditions";
            /** @description What the vendor calls it. */
            type_raw?: string;
            /** @description With ?include=vendor_data: the vendor's answer, redacted. */
            vendor_data?: unknown;
        };
        AnswerFieldView: {
            /** @description Of several connections those that say it. */
            connections?: string[];
            note?: string;
            personal: boolean;
            pointer: string;
            /** @enum {string} */
            type: "string" | "boolean" | "integer" | "decimal" | "date" | "date_time" | "object" | "list";
            vendor_field?: string;
        };
        AppliesTo: {
            id?: string;
            name?: string;
            /** @enum {string} */
            type?: "applicant" | "application" | "entity" | "facility" | "unknown";
            type_raw?: string;
        };
        Asset: {
            symbol: string;
        };
        BankAccount: {
            /** @enum {string} */
            account_number_type?: "local" | "iban" | "upi_vpa";
            /** @enum {string} */
            account_type?: "checking" | "savings" | "other" | "unknown";
            account_type_raw?: string;
            connection: string;
            /** Format: date-time */
            created_at?: string;
            customer_id: string;
            holder?: components["schemas"]["AccountHolder"];
            id: string;
            institution_name?: string;
            last4?: string;
            /** @enum {string} */
            link_method?: "account_numbers" | "plaid";
            /** @enum {string} */
            object: "bank_account";
            routing_number?: string;
            /** @enum {string} */
            routing_number_type?: "aba" | "ifsc" | "sort_code" | "bsb";
            /** @description Whether the number is right for its type; a vendor may return others. */
            routing_number_valid?: boolean;
            /** @enum {string} */
            status: "active" | "pending" | "disabled" | "unknown";
            status_raw?: string;
            /** @description What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only. */
            supplementary_data?: {
                [key: string]: unknown;
            };
            /** Format: date-time */
            updated_at?: string;
            vendor_ids?: {
                [key: string]: string;
            };
        };
        BankAccountDraft: {
            account_number?: string;
            /**
             * @description Default local: the number as the bank writes it.
             * @enum {string}
             */
            account_number_type?: "local" | "iban" | "upi_vpa";
            /** @enum {string} */
            account_type?: "checking" | "savings";
            holder?: components["schemas"]["AccountHolder"];
            institution_name?: string;
            /** @enum {string} */
            link_method: "account_numbers" | "plaid";
            plaid?: components["schemas"]["PlaidLink"];
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
        CheckDetails: {
            /** @description The vendor's id of the check. */
            check_id?: string;
            /** @description One of IDA's: data is a comparison with the data of the issuer. */
            check_method: string;
            /** Format: date-time */
            time?: string;
        };
        Claims: {
            address?: components["schemas"]["Address"];
            /** @description Where the record has only the year. */
            birth_year?: string;
            /** Format: date */
            birthdate?: string;
            /** @description The record's text where it is no date. */
            birthdate_raw?: string;
            /** @enum {string} */
            gender?: "male" | "female" | "transgender" | "other" | "unknown";
            gender_raw?: string;
            name?: string;
        };
        ClaimsVerification: {
            evidence?: components["schemas"]["Evidence"][];
            /** Format: date-time */
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
            allowed: boolean;
            type_code?: string;
        };
        ConnectionView: {
            /** @description For the header Gateway-Connection. */
            name: string;
            /** @enum {string} */
            object: "connection";
            /** @description What the connection can do. */
            operations: string[];
            /** @description Whether it talks to the vendor's simulator. */
            sandbox: boolean;
            /** @enum {string} */
            state: "enabled" | "draining" | "disabled";
            vendor: string;
        };
        Consent: {
            granted: boolean;
            /** Format: date-time */
            granted_at?: string;
            ip_address?: string;
            /** @description The text that was shown, by the id its owner gave it. */
            text_id?: string;
            type?: string;
        };
        Customer: {
            addresses?: components["schemas"]["Address"][];
            /** @description Further names of the person (OIDC IDA). */
            also_known_as?: string[];
            /** Format: date */
            birthdate?: string;
            /** @description The vendor's text where it is no date; so with each _raw. */
            readonly birthdate_raw?: string;
            communication_preferences?: components["schemas"]["Communication"][];
            connection: string;
            consents?: components["schemas"]["Consent"][];
            country_of_residence?: string;
            /** Format: date-time */
            created_at?: string;
            /** @description Documents that the vendor holds about the customer. */
            documents?: components["schemas"]["DocumentOnFile"][];
            emails?: components["schemas"]["Email"][];
            employment?: components["schemas"]["Employment"];
            /** @description true: the vendor says that the person was its customer before, so nobody was created (status 200). Most vendors do not tell. */
            existing?: boolean;
            /** @description The caller's own id for this person. Given when a customer is created it means that customer from then on: ref:{external_reference} is taken wherever a customer's id is. */
            external_reference?: string;
            financial_profile?: components["schemas"]["FinancialProfile"];
            /** @enum {string} */
            gender?: "male" | "female" | "transgender" | "other" | "unknown";
            readonly gender_raw?: string;
            iban?: string;
            id: string;
            identifiers?: components["schemas"]["Identifier"][];
            /** @description JSON Pointers into the request: what this vendor has no place for. It was not sent. */
            ignored?: string[];
            kyc?: components["schemas"]["KYC"];
            /** @description The person's language (OIDC), a BCP 47 tag such as ar-AE. */
            locale?: string;
            /** @description The vendor's word for a language that no table knows. */
            readonly locale_raw?: string;
            /** @enum {string} */
            marital_status?: "single" | "married" | "divorced" | "widowed" | "separated" | "unknown";
            /** @description The vendor's word when marital_status is unknown. */
            readonly marital_status_raw?: string;
            /** @description Free text that the vendor stores. Keys it has no place for are named in ignored. */
            metadata?: {
                [key: string]: string;
            };
            name?: components["schemas"]["Name"];
            /** @description ISO 3166-1 alpha-2, upper case; the first is the primary one. */
            nationalities?: string[];
            /** @enum {string} */
            object: "customer";
            phones?: components["schemas"]["Phone"][];
            place_of_birth?: components["schemas"]["PlaceOfBirth"];
            region_code?: string;
            relations?: components["schemas"]["Relation"][];
            residency_code?: string;
            /** @enum {string} */
            role?: "applicant" | "co_applicant";
            screening?: components["schemas"]["Screening"];
            segment_code?: string;
            /** @enum {string} */
            status?: "prospect" | "pending_verification" | "pending_review" | "active" | "rejected" | "blocked" | "inactive" | "unknown";
            /** @description The vendor's word when status is unknown. */
            status_raw?: string;
            subscriptions?: components["schemas"]["Subscription"][];
            /** @description What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only. */
            supplementary_data?: {
                [key: string]: unknown;
            };
            /** @enum {string} */
            type?: "individual";
            /** Format: date-time */
            updated_at?: string;
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
            addresses?: components["schemas"]["Address"][];
            /** Format: date */
            birthdate?: string;
            /** @description The vendor's text where it is no date; so with each _raw. */
            readonly birthdate_raw?: string;
            branch_reference?: string;
            /** @description The end user's device, which some vendors want to know: all three members. */
            client_context?: components["schemas"]["ClientContext"];
            consents?: components["schemas"]["Consent"][];
            country_of_residence?: string;
            /** @description With the role co_applicant: the applicant whose application the person joins. */
            customer_id?: string;
            documents?: components["schemas"]["InlineDocument"][];
            emails?: components["schemas"]["Email"][];
            employment?: components["schemas"]["Employment"];
            existing_customer?: boolean;
            /** @description The caller's own id for this person. Given when a customer is created it means that customer from then on: ref:{external_reference} is taken wherever a customer's id is. */
            external_reference?: string;
            financial_profile?: components["schemas"]["FinancialProfile"];
            /** @enum {string} */
            gender?: "male" | "female" | "transgender" | "other" | "unknown";
            readonly gender_raw?: string;
            identifiers?: components["schemas"]["Identifier"][];
            /** @description The person's language (OIDC), a BCP 47 tag such as ar-AE. */
            locale?: string;
            /** @description The vendor's word for a language that no table knows. */
            readonly locale_raw?: string;
            /** @enum {string} */
            marital_status?: "single" | "married" | "divorced" | "widowed" | "separated" | "unknown";
            /** @description The vendor's word when marital_status is unknown. */
            readonly marital_status_raw?: string;
            /** @description Free text that the vendor stores. Keys it has no place for are named in ignored. */
            metadata?: {
                [key: string]: string;
            };
            name?: components["schemas"]["Name"];
            /** @description ISO 3166-1 alpha-2, upper case; the first is the primary one. */
            nationalities?: string[];
            phones?: components["schemas"]["Phone"][];
            place_of_birth?: components["schemas"]["PlaceOfBirth"];
            region_code?: string;
            residency_code?: string;
            /** @enum {string} */
            role?: "applicant" | "co_applicant";
            screening?: components["schemas"]["ScreeningDraft"];
            /** @description Whether this section of the application is done. Default true. */
            submit_section?: boolean;
            /** @description What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only. */
            supplementary_data?: {
                [key: string]: unknown;
            };
            /** @enum {string} */
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
            client_context?: components["schemas"]["ClientContext"];
            /** @description The caller's own id for this person, which means the customer that is found from then on. One that means another customer already is named in ignored. */
            external_reference?: string;
            /** @description Either this or phone; which of them finds a customer differs by vendor. */
            identifier?: components["schemas"]["LookupIdentifier"];
            phone?: string;
            /** @description What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only. */
            supplementary_data?: {
                [key: string]: unknown;
            };
        };
        CustomerRecord: {
            connection: string;
            /**
             * Format: date-time
             * @description From when on the reference means this record.
             */
            created_at: string;
            /** @description The customer's id. */
            id: string;
            /** @enum {string} */
            made_by: "created" | "referenced" | "looked_up";
            /** @enum {string} */
            object: "customer_reference";
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
        CustomerUpdate: {
            addresses?: components["schemas"]["Address"][] | null;
            birthdate?: string | null;
            birthdate_raw?: string | null;
            branch_reference?: string | null;
            client_context?: {
                ip_address?: string | null;
                latitude?: string | null;
                longitude?: string | null;
            } | null;
            consents?: components["schemas"]["Consent"][] | null;
            country_of_residence?: string | null;
            customer_id?: string | null;
            documents?: components["schemas"]["InlineDocument"][] | null;
            emails?: components["schemas"]["Email"][] | null;
            employment?: {
                employer?: {
                    address?: string | null;
                    customer_id?: string | null;
                    establishment_id?: string | null;
                    group_code?: string | null;
                    name?: string | null;
                    phone?: string | null;
                } | null;
                occupation_code?: string | null;
                profession_category?: string | null;
            } | null;
            existing_customer?: boolean | null;
            external_reference?: string | null;
            financial_profile?: {
                account_purpose?: string | null;
                income_currency?: string | null;
                income_range_code?: string | null;
                income_type_code?: string | null;
                monthly_txn_count_code?: string | null;
                monthly_txn_volume_code?: string | null;
            } | null;
            gender?: ("male" | "female" | "transgender" | "other" | "unknown") | null;
            gender_raw?: string | null;
            identifiers?: components["schemas"]["Identifier"][] | null;
            locale?: string | null;
            locale_raw?: string | null;
            marital_status?: ("single" | "married" | "divorced" | "widowed" | "separated" | "unknown") | null;
            marital_status_raw?: string | null;
            metadata?: {
                [key: string]: string;
            } | null;
            name?: {
                family_name?: string | null;
                full_name?: string | null;
                given_name?: string | null;
                middle_name?: string | null;
                mothers_maiden_name?: string | null;
                preferred_name?: string | null;
                salutation?: string | null;
                suffix?: string | null;
            } | null;
            nationalities?: string[] | null;
            phones?: components["schemas"]["Phone"][] | null;
            place_of_birth?: {
                country?: string | null;
                locality?: string | null;
            } | null;
            region_code?: string | null;
            residency_code?: string | null;
            role?: ("applicant" | "co_applicant") | null;
            screening?: {
                pep?: boolean | null;
                pep_category_code?: string | null;
                risk_rating_code?: string | null;
            } | null;
            submit_section?: boolean | null;
            supplementary_data?: {
                [key: string]: unknown;
            } | null;
            type?: "individual" | null;
            vendor_ids?: {
                [key: string]: string;
            } | null;
            verification?: {
                otp: string;
            } | null;
            websites?: components["schemas"]["Website"][] | null;
        };
        Decision: {
            /** Format: date-time */
            decided_at?: string;
            /** @enum {string} */
            value: "accepted" | "declined";
        };
        Document: {
            connection: string;
            /** @description Whether the vendor can give the bytes back. */
            content_available: boolean;
            /** Format: date-time */
            created_at?: string;
            customer_id?: string;
            file: components["schemas"]["File"];
            id: string;
            identifier_type?: string;
            /** @description JSON Pointers into the request: what this vendor has no place for. It was not sent. */
            ignored?: string[];
            /** @enum {string} */
            object: "document";
            purpose?: string;
            requirement_id?: string;
            /** @enum {string} */
            side?: "front" | "back" | "single";
            /** @enum {string} */
            status: "received" | "accepted" | "rejected" | "unknown";
            /** @description What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only. */
            supplementary_data?: {
                [key: string]: unknown;
            };
            /** @description With ?include=vendor_data: the vendor's answer, redacted. */
            vendor_data?: unknown;
            vendor_ids?: {
                [key: string]: string;
            };
            vendor_reference?: string;
        };
        DocumentDraft: {
            /** @description Base64 (RFC 4648 §4, padded); absent when the file comes as a multipart part. */
            content?: string;
            file: components["schemas"]["FileMeta"];
            purpose?: string;
            requirement_id: string;
            /** @description What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only. */
            supplementary_data?: {
                [key: string]: unknown;
            };
        };
        DocumentOnFile: {
            content_available: boolean;
            file?: components["schemas"]["FileMeta"];
            identifier_type?: string;
            purpose?: string;
            /** @enum {string} */
            side?: "front" | "back" | "single";
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
            source: components["schemas"]["RecordSource"];
            /** @description aadhaar */
            type: string;
        };
        Email: {
            /** @description RFC 5321 addr-spec, kept as given. */
            address: string;
            primary?: boolean;
            type?: string;
            vendor_key?: string;
            readonly verified?: boolean;
        };
        Employer: {
            address?: string;
            /** @description The employer's own key at the vendor. */
            customer_id?: string;
            establishment_id?: string;
            group_code?: string;
            name?: string;
            phone?: string;
        };
        Employment: {
            employer?: components["schemas"]["Employer"];
            occupation_code?: string;
            profession_category?: string;
        };
        Evidence: {
            check_details?: components["schemas"]["CheckDetails"][];
            record: components["schemas"]["ElectronicRecord"];
            /** @enum {string} */
            type: "electronic_record";
        };
        FieldConnection: {
            fallback: boolean;
            name: string;
            vendor: string;
            /**
             * Format: int64
             * @description Its share relative to the other weights; 0 for a fallback.
             */
            weight: number;
        };
        FieldError: {
            /** @description What is wrong: required, unknown_field, wrong_type, invalid, unsupported. */
            code: string;
            detail: string;
            /** @description JSON Pointer (RFC 6901) to the field, or the name of a header or query parameter. */
            pointer: string;
        };
        FieldListView: {
            answer: components["schemas"]["AnswerFieldView"][];
            connection?: string;
            /** @description Those that the caller's routes would choose for such a request. */
            connections?: components["schemas"]["FieldConnection"][];
            /** @description Members of the vendor's document that cannot be said or heard here. */
            not_carried: components["schemas"]["NotCarriedView"][];
            /** @enum {string} */
            object: "field_list";
            operation: string;
            /** @description What the vendor has a place for. Everything else is named in ignored. */
            request: components["schemas"]["FieldView"][];
            /** @description Members of supplementary_data. */
            supplementary_data: components["schemas"]["SupplementaryView"][];
            vendor?: string;
        };
        FieldView: {
            /** @description Of several connections those that take it; others name it in ignored. */
            connections?: string[];
            /** Format: int64 */
            max_length?: number;
            note?: string;
            personal: boolean;
            /** @description JSON Pointer, with * for each element of a list; it stands for all that is below it. Or the name of a query parameter or header. */
            pointer: string;
            required: boolean;
            /** @description Where it is required under a condition only. */
            required_when?: string;
            /** @enum {string} */
            type: "string" | "boolean" | "integer" | "decimal" | "date" | "date_time" | "object" | "list";
            values?: string[];
            vendor_field?: string;
        };
        File: {
            client_reference?: string;
            content_type?: string;
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
            client_reference?: string;
            content_type?: string;
            name?: string;
        };
        FinancialProfile: {
            account_purpose?: string;
            income_currency?: string;
            income_range_code?: string;
            income_type_code?: string;
            monthly_txn_count_code?: string;
            monthly_txn_volume_code?: string;
        };
        Identifier: {
            active?: boolean;
            readonly document_ids?: string[];
            readonly document_present?: boolean;
            /** Format: date */
            expires_on?: string;
            readonly expires_on_raw?: string;
            issued_at_place?: string;
            /** Format: date */
            issued_on?: string;
            readonly issued_on_raw?: string;
            issuer_name?: string;
            issuing_country?: string;
            name_on_document?: string;
            /** @description On read: only with scope pii:read. */
            number?: string;
            readonly number_last4?: string;
            primary?: boolean;
            status?: string;
            /** @enum {string} */
            type: "national_id" | "passport" | "driving_permit" | "visa" | "tax_id" | "aadhaar" | "emirates_id" | "ssn" | "other" | "unknown";
            /** @description The vendor's own code, for type other. */
            type_code?: string;
            /** Format: date-time */
            readonly updated_at?: string;
            visa?: components["schemas"]["Visa"];
        };
        InlineDocument: {
            content: string;
            file: components["schemas"]["FileMeta"];
            /** @enum {string} */
            identifier_type?: "national_id" | "passport" | "driving_permit" | "visa" | "tax_id" | "aadhaar" | "emirates_id" | "ssn" | "other";
            /** @description identity: shows an identifier, named by identifier_type and side; profile_photo; additional; or what the document is in other words, such as proof_of_address. */
            purpose: string;
            /** @enum {string} */
            side?: "front" | "back" | "single";
        };
        KYC: {
            /** Format: date */
            document_expires_on?: string;
            document_expires_on_raw?: string;
            /** @enum {string} */
            document_status?: "verified" | "unverified" | "expired" | "unknown";
            document_status_raw?: string;
            /** @description Who verified the person. */
            provider?: string;
            /** @description The provider's reference of the verification. */
            reference?: string;
            /** @enum {string} */
            status?: "not_started" | "pending" | "verified" | "expired" | "rejected" | "unknown";
            status_raw?: string;
        };
        ListAgreement: {
            data: components["schemas"]["Agreement"][];
            has_more: boolean;
            /** @description JSON Pointers into the request: what this vendor has no place for. It was not sent. */
            ignored?: string[];
            next_cursor: string | null;
            /** @description With ?include=vendor_data: the vendor's answer, redacted. */
            vendor_data?: unknown;
        };
        ListBankAccount: {
            data: components["schemas"]["BankAccount"][];
            has_more: boolean;
            /** @description JSON Pointers into the request: what this vendor has no place for. It was not sent. */
            ignored?: string[];
            next_cursor: string | null;
            /** @description With ?include=vendor_data: the vendor's answer, redacted. */
            vendor_data?: unknown;
        };
        ListConnectionView: {
            data: components["schemas"]["ConnectionView"][];
            has_more: boolean;
            /** @description JSON Pointers into the request: what this vendor has no place for. It was not sent. */
            ignored?: string[];
            next_cursor: string | null;
        };
        ListCustomerRecord: {
            data: components["schemas"]["CustomerRecord"][];
            has_more: boolean;
            /** @description JSON Pointers into the request: what this vendor has no place for. It was not sent. */
            ignored?: string[];
            next_cursor: string | null;
        };
        ListOffer: {
            data: components["schemas"]["Offer"][];
            has_more: boolean;
            /** @description JSON Pointers into the request: what this vendor has no place for. It was not sent. */
            ignored?: string[];
            next_cursor: string | null;
            /** @description With ?include=vendor_data: the vendor's answer, redacted. */
            vendor_data?: unknown;
        };
        ListPayment: {
            data: components["schemas"]["Payment"][];
            has_more: boolean;
            /** @description JSON Pointers into the request: what this vendor has no place for. It was not sent. */
            ignored?: string[];
            next_cursor: string | null;
        };
        ListRequirement: {
            data: components["schemas"]["Requirement"][];
            has_more: boolean;
            /** @description JSON Pointers into the request: what this vendor has no place for. It was not sent. */
            ignored?: string[];
            next_cursor: string | null;
            /** @description With ?include=vendor_data: the vendor's answer, redacted. */
            vendor_data?: unknown;
        };
        LookupIdentifier: {
            number: string;
            /** @enum {string} */
            type: "national_id" | "passport" | "driving_permit" | "visa" | "tax_id" | "aadhaar" | "emirates_id" | "ssn" | "other";
            /** @description The vendor's own code, for type other. */
            type_code?: string;
        };
        MessageKeys: {
            description?: string;
            instructions?: string;
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
            family_name?: string;
            full_name?: string;
            given_name?: string;
            middle_name?: string;
            mothers_maiden_name?: string;
            preferred_name?: string;
            salutation?: string;
            suffix?: string;
        };
        NotCarriedView: {
            connections?: string[];
            /** @enum {string} */
            in: "request" | "answer" | "both";
            reason: string;
            vendor_field: string;
        };
        OTPProof: {
            otp: string;
        };
        Offer: {
            campaign_id?: string;
            connection: string;
            description?: string;
            /** Format: date */
            ends_on?: string;
            ends_on_raw?: string;
            id: string;
            merchant?: components["schemas"]["OfferMerchant"];
            /** @enum {string} */
            object: "offer";
            /** Format: int64 */
            priority?: number;
            priority_raw?: string;
            product?: components["schemas"]["OfferProduct"];
            reaction?: components["schemas"]["OfferReaction"];
            relationship?: components["schemas"]["OfferRelationship"];
            /** Format: date */
            starts_on?: string;
            /** @description The vendor's text where it is no date; so with each _raw. */
            starts_on_raw?: string;
            status_code?: string;
            /** @description What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only. */
            supplementary_data?: {
                [key: string]: unknown;
            };
            template_fields?: {
                [key: string]: string;
            };
            terms?: components["schemas"]["OfferTerm"][];
            type_code?: string;
            vendor_ids?: {
                [key: string]: string;
            };
            wave_id?: string;
        };
        OfferMerchant: {
            category_code?: string;
            locality_code?: string;
            mode_code?: string;
            /** Format: int64 */
            rank?: number;
            rank_raw?: string;
            segment_category_code?: string;
            /**
             * Format: int64
             * @description 1 to 100.
             */
            segment_score?: number;
            segment_score_raw?: string;
        };
        OfferProduct: {
            code?: string;
            description?: string;
        };
        OfferReaction: {
            /** Format: date-time */
            at?: string;
            at_raw?: string;
            code?: string;
        };
        OfferRelationship: {
            current_segment_code?: string;
            goal_submitted?: boolean;
            goal_submitted_raw?: string;
            language?: string;
            language_raw?: string;
            last_upgraded_segment_code?: string;
            returns?: components["schemas"]["OfferReturns"];
            /** Format: int64 */
            years?: number;
            years_raw?: string;
        };
        OfferReturns: {
            dividends?: components["schemas"]["SignedMoney"];
            dividends_raw?: string;
            net_savings?: components["schemas"]["SignedMoney"];
            net_savings_raw?: string;
            new_investment?: components["schemas"]["SignedMoney"];
            new_investment_raw?: string;
            total_gain?: components["schemas"]["SignedMoney"];
            total_gain_raw?: string;
        };
        OfferSegment: {
            amount_to_next?: components["schemas"]["SignedMoney"];
            amount_to_next_raw?: string;
            /** Format: date */
            changed_on?: string;
            changed_on_raw?: string;
            current?: string;
            offer_code?: string;
            previous?: string;
        };
        OfferTerm: {
            /** @description Decimal string. */
            credit_limit_percentage?: string;
            credit_limit_percentage_raw?: string;
            indicator_code?: string;
            /** @enum {string} */
            kind: "easy_payment_plan" | "loan_over_phone" | "balance_transfer" | "electronic_certificate_of_deposit" | "generic" | "segment_change";
            maximum_amount?: components["schemas"]["Money"];
            maximum_amount_raw?: string;
            merchant?: components["schemas"]["OfferTermMerchant"];
            minimum_amount?: components["schemas"]["Money"];
            minimum_amount_raw?: string;
            /** @description Decimal string. */
            monthly_flat_rate?: string;
            monthly_flat_rate_raw?: string;
            promotion_id?: string;
            recommended_amount?: components["schemas"]["Money"];
            recommended_amount_raw?: string;
            security_code?: string;
            segment?: components["schemas"]["OfferSegment"];
            variant_code?: string;
        };
        OfferTermMerchant: {
            number?: string;
            organization_number?: string;
        };
        PartyAddress: {
            city?: string;
            country?: string;
            lines?: string[];
            /** @description Absent for a country that has none. */
            postal_code?: string;
            state?: string;
        };
        PartyPhone: {
            /** @description E.164. */
            number: string;
            sms_allowed?: boolean;
        };
        Payment: {
            ach?: components["schemas"]["ACH"];
            amount: components["schemas"]["Money"];
            asset?: components["schemas"]["Asset"];
            authorization?: components["schemas"]["PaymentAuthorization"];
            bank_account_id: string;
            connection: string;
            /** Format: date-time */
            created_at?: string;
            customer_id: string;
            /**
             * @description debit pulls from the bank account, credit pushes to it.
             * @enum {string}
             */
            direction: "debit" | "credit";
            id: string;
            /** @description JSON Pointers into the request: what this vendor has no place for. It was not sent. */
            ignored?: string[];
            /** @enum {string} */
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
            risk?: components["schemas"]["PaymentRisk"];
            /**
             * @description unknown: it cannot be told whether the vendor acted.
             * @enum {string}
             */
            status: "created" | "submitted" | "processing" | "settled" | "returned" | "failed" | "canceled" | "unknown";
            status_detail?: string;
            status_raw?: string;
            /** @description What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only. */
            supplementary_data?: {
                [key: string]: unknown;
            };
            /** @description What became of the payment, oldest first. */
            timeline?: components["schemas"]["PaymentStep"][];
            /** Format: date-time */
            updated_at?: string;
            /** @description With ?include=vendor_data: the vendor's answer, redacted. */
            vendor_data?: unknown;
            vendor_ids?: {
                [key: string]: string;
            };
            /** @description The vendor's, once it has answered. */
            vendor_reference?: string;
            wallet?: components["schemas"]["Wallet"];
            /** @description What was doubtful about the payment when it was sent. */
            warnings?: components["schemas"]["Warning"][];
        };
        PaymentAuthorization: {
            ip_address?: string;
            /** @enum {string} */
            method?: "mpin" | "digital_fingerprint";
            text: string;
        };
        PaymentDraft: {
            ach?: components["schemas"]["ACH"];
            amount: components["schemas"]["Money"];
            asset?: components["schemas"]["Asset"];
            authorization?: components["schemas"]["PaymentAuthorization"];
            bank_account_id: string;
            customer_id: string;
            /** @enum {string} */
            direction: "debit" | "credit";
            /** @description ach, faster_payments, imps, upi, sepa, rtp and others. A vendor that lacks it answers 422, code unsupported. */
            rail: string;
            reference?: string;
            /** @description What the payee reads beside the amount. */
            remittance_information?: string;
            /** @description A payment that was returned for want of funds (R01, R09), to be sent again: the same amount, account and customer, at most twice, within 180 days of it. */
            represents?: string;
            risk?: components["schemas"]["PaymentRisk"];
            /** @description What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only. */
            supplementary_data?: {
                [key: string]: unknown;
            };
            wallet?: components["schemas"]["Wallet"];
        };
        PaymentRisk: {
            /** @enum {string} */
            transaction?: "low" | "medium" | "high";
            /** @enum {string} */
            user?: "low" | "medium" | "high";
        };
        PaymentStep: {
            /** Format: date-time */
            at: string;
            /** @description Of the return, of the change, or of the problem that the call ended with; restored where the gateway's journal was restored from a backup, and may have missed something. */
            code?: string;
            detail?: string;
            /**
             * @description Who said so.
             * @enum {string}
             */
            source: "gateway" | "vendor" | "poll" | "import" | "operator" | "clock";
            /**
             * @description What the payment was after it.
             * @enum {string}
             */
            status: "created" | "submitted" | "processing" | "settled" | "returned" | "failed" | "canceled" | "unknown";
        };
        Phone: {
            extension?: string;
            /** @description E.164. Requests need it; in answers number_raw may stand in its place. */
            number: string;
            /** @description The vendor's text where it is no number. */
            readonly number_raw?: string;
            primary?: boolean;
            sms_allowed?: boolean;
            /** @enum {string} */
            type?: "mobile" | "home" | "work" | "other" | "unknown";
            readonly type_raw?: string;
            vendor_key?: string;
        };
        PlaceOfBirth: {
            country?: string;
            /** @description Free text; not a country code. */
            locality?: string;
        };
        PlaidLink: {
            /**
             * Format: date-time
             * @description When the person agreed at Plaid; a vendor may insist on it.
             */
            consented_at?: string;
            token: string;
        };
        Problem: {
            /** @description Stable, for programs; GET /problems/{code} explains it. */
            code: string;
            /** @description With customer_blocked: whom the vendor refuses. With already_exists: who it is, where that is known. */
            customer_id?: string;
            detail: string;
            errors?: components["schemas"]["FieldError"][];
            /** @description The path of the request. */
            instance?: string;
            /**
             * @description Whose fault it is.
             * @enum {string}
             */
            origin: "caller" | "gateway" | "network" | "vendor";
            /**
             * @description Whether the vendor may have acted.
             * @enum {string}
             */
            outcome: "not_sent" | "unknown" | "answered";
            /** @description With payment_outcome_unknown: what to ask about. */
            payment_id?: string;
            request_id: string;
            /** @description Whether sending the same request again can help without doing anything twice. */
            retryable: boolean;
            /** Format: int64 */
            status: number;
            title: string;
            /** @description /problems/{code}, a page about this code. */
            type: string;
            /** @description What the vendor said; only with scope vendor:read. */
            vendor?: components["schemas"]["VendorDetail"];
        };
        Receipt: {
            /**
             * @description known: the notification was taken before, or reports nothing new; nothing was emitted.
             * @enum {string}
             */
            status: "accepted" | "known";
        };
        RecordSource: {
            name: string;
        };
        Reference: {
            connection: string;
            customer_id?: string;
            external_reference?: string;
            /** @description Taken wherever an id of the type is. */
            id: string;
            /** @description JSON Pointers into the request: what this vendor has no place for. It was not sent. */
            ignored?: string[];
            /** @enum {string} */
            kind?: "standard" | "ul" | "unknown";
            /** @enum {string} */
            object: "reference";
            /** @enum {string} */
            type: "bank_account" | "agreement" | "verification" | "requirement" | "customer";
            /** @description With ?include=vendor_data: the vendor's answer, redacted. */
            vendor_data?: unknown;
            vendor_ids?: {
                [key: string]: string;
            };
        };
        ReferenceDraft: {
            /** @description Whose it is; of a bank account needed where the vendor keeps accounts by customer. */
            customer_id?: string;
            /** @description Of a customer: the caller's own id for this person, which means this customer from then on. */
            external_reference?: string;
            /**
             * @description Of an agreement.
             * @enum {string}
             */
            kind?: "standard" | "ul";
            /** @enum {string} */
            type: "bank_account" | "agreement" | "verification" | "requirement" | "customer";
            /** @description What the vendor knows it by, under the names that vendor_ids has in its answers. */
            vendor_ids: {
                [key: string]: string;
            };
        };
        Relation: {
            name?: string;
            type_code?: string;
            vendor_id?: string;
        };
        Representable: {
            /** @description False also while an earlier attempt is under way or was paid. */
            allowed: boolean;
            /** Format: int64 */
            attempts_left: number;
            /**
             * Format: date
             * @description The last day.
             */
            until?: string;
        };
        Requirement: {
            accepts?: components["schemas"]["Accepts"];
            applies_to?: components["schemas"]["AppliesTo"];
            assist_title?: string;
            connection: string;
            /** Format: date-time */
            created_at?: string;
            customer_id?: string;
            description?: string;
            group?: string;
            id: string;
            /** @description JSON Pointers into the request: what this vendor has no place for. It was not sent. */
            ignored?: string[];
            /** @description Plain text. */
            instructions?: string;
            /** @description The vendor's HTML, untrusted: sanitise it before showing it. */
            instructions_html?: string;
            /** @enum {string} */
            kind?: "document_upload" | "text" | "date" | "choice" | "unknown";
            kind_raw?: string;
            message_keys?: components["schemas"]["MessageKeys"];
            name?: string;
            /** @enum {string} */
            object: "requirement";
            options?: string[];
            /** @enum {string} */
            phase?: "pre_submission" | "post_submission";
            product_id?: string;
            required?: boolean;
            review_required?: boolean;
            /** @enum {string} */
            status: "pending" | "submitted" | "skipped" | "waived" | "completed" | "unknown";
            status_raw?: string;
            /** @description What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only. */
            supplementary_data?: {
                [key: string]: unknown;
            };
            /** @description Ready to show: the vendor's placeholders are filled in. */
            title?: string;
            title_template?: string;
            /** @description With ?include=vendor_data: the vendor's answer, redacted. */
            vendor_data?: unknown;
            vendor_ids?: {
                [key: string]: string;
            };
        };
        RequirementAnswer: {
            choice?: string;
            /** Format: date */
            date?: string;
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
            /** Format: date */
            ordinary_until: string;
            /**
             * Format: date
             * @description For returns of unauthorized debits.
             */
            unauthorized_until?: string;
        };
        SandboxAction: {
            action: string;
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
            content_type: string;
            name: string;
            note: string;
        };
        SandboxMoved: {
            action: string;
            /** @description Of a return or a change. */
            code?: string;
            connection: string;
            /**
             * Format: date-time
             * @description By the sandbox's clock.
             */
            now: string;
            /** @enum {string} */
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
            value: string;
        };
        SandboxView: {
            /** @description How its world can be moved. */
            actions: components["schemas"]["SandboxAction"][];
            connection: string;
            /** @description What the vendor would send about the payments. */
            files: components["schemas"]["SandboxFileView"][];
            /**
             * Format: date-time
             * @description By the sandbox's clock, which advance_clock turns.
             */
            now: string;
            /** @enum {string} */
            object: "sandbox";
            /** @description What value makes what answer. */
            values: components["schemas"]["SandboxValue"][];
            vendor: string;
        };
        Screening: {
            category_code?: string;
            /** Format: date-time */
            readonly checked_at?: string;
            /** Format: date */
            readonly last_reviewed_on?: string;
            readonly last_reviewed_on_raw?: string;
            /** Format: date */
            readonly next_review_on?: string;
            readonly next_review_on_raw?: string;
            /** @description Politically exposed person. */
            pep?: boolean;
            pep_category_code?: string;
            risk_rating_code?: string;
            /** @enum {string} */
            status?: "not_started" | "clear" | "in_review" | "rejected" | "unknown";
            readonly status_raw?: string;
        };
        ScreeningDraft: {
            /** @description Politically exposed person. */
            pep?: boolean;
            pep_category_code?: string;
            risk_rating_code?: string;
        };
        SecretIdentifier: {
            number: string;
            /** @enum {string} */
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
            id?: string;
            status?: string;
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
            name: string;
            note?: string;
            /** @description Answered with scope pii:read only. */
            personal: boolean;
            required: boolean;
            required_when?: string;
            /** @enum {string} */
            type: "string" | "boolean" | "integer" | "decimal" | "date" | "object" | "list";
            values?: string[];
        };
        TaxID: {
            country?: string;
            id?: string;
        };
        VendorDetail: {
            code?: string;
            connection?: string;
            /** Format: int64 */
            http_status?: number;
            /** @description What the vendor says is wrong, where that is no field of this API. */
            location?: string;
            message?: string;
            /** @description What else the vendor said: a link, or JSON as text. */
            more_info?: string;
            request_id?: string;
            /** @description The vendor's kind of error. */
            type?: string;
        };
        Verification: {
            /** Format: int64 */
            attempts_remaining?: number;
            /** @description Where the OTP went, masked. */
            channel_hint?: string;
            connection: string;
            consent?: components["schemas"]["Consent"];
            /** Format: date-time */
            created_at?: string;
            customer_id?: string;
            /** Format: date-time */
            expires_at?: string;
            id: string;
            /** @description JSON Pointers into the request: what this vendor has no place for. It was not sent. */
            ignored?: string[];
            /** @enum {string} */
            method: "aadhaar_otp" | "email_otp" | "sms_otp";
            /** @enum {string} */
            object: "verification";
            /** @enum {string} */
            status: "pending" | "verified" | "failed" | "expired" | "unknown";
            /** @description What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only. */
            supplementary_data?: {
                [key: string]: unknown;
            };
            /** @description With ?include=vendor_data: the vendor's answer, redacted. */
            vendor_data?: unknown;
            vendor_ids?: {
                [key: string]: string;
            };
            verified_claims?: components["schemas"]["VerifiedClaims"];
        };
        VerificationConfirmation: {
            /** @description Needed again for aadhaar_otp. */
            consent?: components["schemas"]["Consent"];
            /** @description Needed again for aadhaar_otp: the number is not kept in the id. */
            identifier?: components["schemas"]["SecretIdentifier"];
            otp: string;
            /** @description What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only. */
            supplementary_data?: {
                [key: string]: unknown;
            };
        };
        VerificationDraft: {
            /** @description For sms_otp: the end user's device, all three members. */
            client_context?: components["schemas"]["ClientContext"];
            /** @description For aadhaar_otp: granted true, text_id and granted_at. */
            consent?: components["schemas"]["Consent"];
            /** @description Whose verification it is: it is made where that customer is known, and names it. */
            customer_id?: string;
            /** @description For email_otp. */
            email?: string;
            /** @description For aadhaar_otp; with sms_otp where the vendor wants it. */
            identifier?: components["schemas"]["SecretIdentifier"];
            /** @enum {string} */
            method: "aadhaar_otp" | "email_otp" | "sms_otp";
            /** @description For sms_otp. */
            phone?: string;
            /** @description What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only. */
            supplementary_data?: {
                [key: string]: unknown;
            };
        };
        VerifiedClaims: {
            claims: components["schemas"]["Claims"];
            verification: components["schemas"]["ClaimsVerification"];
        };
        Visa: {
            /** Format: date */
            expires_on?: string;
            readonly expires_on_raw?: string;
            number?: string;
        };
        Wallet: {
            /** @enum {string} */
            type: "namespace" | "custom_namespace" | "wallet_address";
            value: string;
        };
        Warning: {
            /** @description That of the problem which it would have been: bank_account_blocked. */
            code: string;
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
        /** @description What went wrong: RFC 9457, with a stable code. */
        Problem: {
            headers: {
                "Gateway-Connection": components["headers"]["Gateway-Connection"];
                "Gateway-Epoch": components["headers"]["Gateway-Epoch"];
                "Gateway-Generation": components["headers"]["Gateway-Generation"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "Request-Id": components["headers"]["Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                "Server-Timing": components["headers"]["Server-Timing"];
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /** @description The end user's latitude and longitude, in decimal degrees with a comma between; stands in for client_context. */
        "Client-Geo": string;
        /** @description The end user's address; stands in for client_context. */
        "Client-Ip": string;
        /** @description The customer's own token at the vendor. */
        "Customer-Authorization": string;
        /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
        "Gateway-Connection": string;
        /** @description The Gateway-Epoch of which you had heard when you made the Idempotency-Key. It proves, after a restore of the gateway's journal, that the key is younger. Never send a later one with an older key: it could pay twice. */
        "Gateway-Epoch": string;
        /** @description A fresh random value for each intent, the same for each repetition of it: 1 to 255 printable ASCII characters. It belongs to the caller, the operation and the connection that the request names. The first answer is given again, byte for byte and with the request_id of the first call. A call that never reached the vendor, or that the vendor turned away with 401, 403 or 429, frees the key. */
        "Idempotency-Key": string;
        /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
        "Request-Id": string;
        /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
        "Request-Timeout": string;
        /** @description vendor_data adds a member of that name: the vendor's answer, redacted. Needs the scope vendor:read. */
        include: "vendor_data";
        /** @description W3C Trace Context; joined and passed on, where the credential is known. */
        traceparent: string;
    };
    requestBodies: never;
    headers: {
        /** @description The connection that served the request. */
        "Gateway-Connection": string;
        /** @description The epoch of the journal. Keep it with each Idempotency-Key that you make from now on, and send it back with the key. */
        "Gateway-Epoch": string;
        /** @description The generation of the configuration that served it. */
        "Gateway-Generation": string;
        /** @description true: this answer was given before, nothing was done now. */
        "Idempotency-Replayed": string;
        /** @description Where the new resource is. */
        Location: string;
        /** @description What is left of the credential's rate; absent where it has none. */
        RateLimit: string;
        /** @description The credential's rate; absent where it has none. */
        "RateLimit-Policy": string;
        /** @description The caller's own, or one that the gateway made. */
        "Request-Id": string;
        /** @description Seconds. */
        "Retry-After": string;
        /** @description Milliseconds spent at the vendor and in the gateway. */
        "Server-Timing": string;
        /** @description With unauthenticated: which credentials are taken. */
        "WWW-Authenticate": string;
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
export type CheckDetails = components['schemas']['CheckDetails'];
export type Claims = components['schemas']['Claims'];
export type ClaimsVerification = components['schemas']['ClaimsVerification'];
export type ClientContext = components['schemas']['ClientContext'];
export type Communication = components['schemas']['Communication'];
export type ConnectionView = components['schemas']['ConnectionView'];
export type Consent = components['schemas']['Consent'];
export type Customer = components['schemas']['Customer'];
export type CustomerDraft = components['schemas']['CustomerDraft'];
export type CustomerLookup = components['schemas']['CustomerLookup'];
export type CustomerRecord = components['schemas']['CustomerRecord'];
export type CustomerReference = components['schemas']['CustomerReference'];
export type CustomerUpdate = components['schemas']['CustomerUpdate'];
export type Decision = components['schemas']['Decision'];
export type Document = components['schemas']['Document'];
export type DocumentDraft = components['schemas']['DocumentDraft'];
export type DocumentOnFile = components['schemas']['DocumentOnFile'];
export type ElectronicRecord = components['schemas']['ElectronicRecord'];
export type Email = components['schemas']['Email'];
export type Employer = components['schemas']['Employer'];
export type Employment = components['schemas']['Employment'];
export type Evidence = components['schemas']['Evidence'];
export type FieldConnection = components['schemas']['FieldConnection'];
export type FieldError = components['schemas']['FieldError'];
export type FieldListView = components['schemas']['FieldListView'];
export type FieldView = components['schemas']['FieldView'];
export type File = components['schemas']['File'];
export type FileMeta = components['schemas']['FileMeta'];
export type FinancialProfile = components['schemas']['FinancialProfile'];
export type Identifier = components['schemas']['Identifier'];
export type InlineDocument = components['schemas']['InlineDocument'];
export type Kyc = components['schemas']['KYC'];
export type ListAgreement = components['schemas']['ListAgreement'];
export type ListBankAccount = components['schemas']['ListBankAccount'];
export type ListConnectionView = components['schemas']['ListConnectionView'];
export type ListCustomerRecord = components['schemas']['ListCustomerRecord'];
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
export type PaymentDraft = components['schemas']['PaymentDraft'];
export type PaymentRisk = components['schemas']['PaymentRisk'];
export type PaymentStep = components['schemas']['PaymentStep'];
export type Phone = components['schemas']['Phone'];
export type PlaceOfBirth = components['schemas']['PlaceOfBirth'];
export type PlaidLink = components['schemas']['PlaidLink'];
export type Problem = components['schemas']['Problem'];
export type Receipt = components['schemas']['Receipt'];
export type RecordSource = components['schemas']['RecordSource'];
export type Reference = components['schemas']['Reference'];
export type ReferenceDraft = components['schemas']['ReferenceDraft'];
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
export type VerificationConfirmation = components['schemas']['VerificationConfirmation'];
export type VerificationDraft = components['schemas']['VerificationDraft'];
export type VerifiedClaims = components['schemas']['VerifiedClaims'];
export type Visa = components['schemas']['Visa'];
export type Wallet = components['schemas']['Wallet'];
export type Warning = components['schemas']['Warning'];
export type Website = components['schemas']['Website'];
export type ResponseProblem = components['responses']['Problem'];
export type ParameterClientGeo = components['parameters']['Client-Geo'];
export type ParameterClientIp = components['parameters']['Client-Ip'];
export type ParameterCustomerAuthorization = components['parameters']['Customer-Authorization'];
export type ParameterGatewayConnection = components['parameters']['Gateway-Connection'];
export type ParameterGatewayEpoch = components['parameters']['Gateway-Epoch'];
export type ParameterIdempotencyKey = components['parameters']['Idempotency-Key'];
export type ParameterRequestId = components['parameters']['Request-Id'];
export type ParameterRequestTimeout = components['parameters']['Request-Timeout'];
export type ParameterInclude = components['parameters']['include'];
export type ParameterTraceparent = components['parameters']['traceparent'];
export type HeaderGatewayConnection = components['headers']['Gateway-Connection'];
export type HeaderGatewayEpoch = components['headers']['Gateway-Epoch'];
export type HeaderGatewayGeneration = components['headers']['Gateway-Generation'];
export type HeaderIdempotencyReplayed = components['headers']['Idempotency-Replayed'];
export type HeaderLocation = components['headers']['Location'];
export type HeaderRateLimit = components['headers']['RateLimit'];
export type HeaderRateLimitPolicy = components['headers']['RateLimit-Policy'];
export type HeaderRequestId = components['headers']['Request-Id'];
export type HeaderRetryAfter = components['headers']['Retry-After'];
export type HeaderServerTiming = components['headers']['Server-Timing'];
export type HeaderWwwAuthenticate = components['headers']['WWW-Authenticate'];
export type $defs = Record<string, never>;
export interface operations {
    get_agreement_template: {
        parameters: {
            query?: {
                /** @description vendor_data adds a member of that name: the vendor's answer, redacted. Needs the scope vendor:read. */
                include?: components["parameters"]["include"];
            };
            header?: {
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
            };
            path: {
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
                    "Gateway-Epoch": components["headers"]["Gateway-Epoch"];
                    "Gateway-Generation": components["headers"]["Gateway-Generation"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgreementTemplate"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            501: components["responses"]["Problem"];
            502: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            504: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    list_agreements: {
        parameters: {
            query?: {
                /** @description vendor_data adds a member of that name: the vendor's answer, redacted. Needs the scope vendor:read. */
                include?: components["parameters"]["include"];
            };
            header?: {
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
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
                    "Gateway-Epoch": components["headers"]["Gateway-Epoch"];
                    "Gateway-Generation": components["headers"]["Gateway-Generation"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListAgreement"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            501: components["responses"]["Problem"];
            502: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            504: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    create_agreement: {
        parameters: {
            query?: {
                /** @description vendor_data adds a member of that name: the vendor's answer, redacted. Needs the scope vendor:read. */
                include?: components["parameters"]["include"];
            };
            header: {
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
                /** @description A fresh random value for each intent, the same for each repetition of it: 1 to 255 printable ASCII characters. It belongs to the caller, the operation and the connection that the request names. The first answer is given again, byte for byte and with the request_id of the first call. A call that never reached the vendor, or that the vendor turned away with 401, 403 or 429, frees the key. */
                "Idempotency-Key": components["parameters"]["Idempotency-Key"];
                /** @description The Gateway-Epoch of which you had heard when you made the Idempotency-Key. It proves, after a restore of the gateway's journal, that the key is younger. Never send a later one with an older key: it could pay twice. */
                "Gateway-Epoch"?: components["parameters"]["Gateway-Epoch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "kind": "ul",
                 *       "party": {
                 *         "given_name": "Rosa",
                 *         "family_name": "Lindqvist",
                 *         "email": "rosa@example.com",
                 *         "ip_address": "192.0.2.17",
                 *         "wallet_address": "0x52908400098527886E0F7030069857D2E4169EE7"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["AgreementDraft"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    "Gateway-Connection": components["headers"]["Gateway-Connection"];
                    "Gateway-Epoch": components["headers"]["Gateway-Epoch"];
                    "Gateway-Generation": components["headers"]["Gateway-Generation"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListAgreement"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            501: components["responses"]["Problem"];
            502: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            504: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    get_agreement: {
        parameters: {
            query?: {
                /** @description vendor_data adds a member of that name: the vendor's answer, redacted. Needs the scope vendor:read. */
                include?: components["parameters"]["include"];
            };
            header?: {
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
            };
            path: {
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
                    "Gateway-Epoch": components["headers"]["Gateway-Epoch"];
                    "Gateway-Generation": components["headers"]["Gateway-Generation"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Agreement"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            501: components["responses"]["Problem"];
            502: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            504: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    decide_agreement: {
        parameters: {
            query?: {
                /** @description vendor_data adds a member of that name: the vendor's answer, redacted. Needs the scope vendor:read. */
                include?: components["parameters"]["include"];
            };
            header?: {
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "decision": "accepted"
                 *     }
                 */
                "application/json": components["schemas"]["AgreementDecision"];
            };
        };
        responses: {
            /** @description The resource, or what is known of it. */
            200: {
                headers: {
                    "Gateway-Connection": components["headers"]["Gateway-Connection"];
                    "Gateway-Epoch": components["headers"]["Gateway-Epoch"];
                    "Gateway-Generation": components["headers"]["Gateway-Generation"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Agreement"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            501: components["responses"]["Problem"];
            502: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            504: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    list_connections: {
        parameters: {
            query?: never;
            header?: {
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
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
                    "Gateway-Epoch": components["headers"]["Gateway-Epoch"];
                    "Gateway-Generation": components["headers"]["Gateway-Generation"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListConnectionView"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            501: components["responses"]["Problem"];
            502: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            504: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    get_connection: {
        parameters: {
            query?: never;
            header?: {
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
            };
            path: {
                /** @description The connection's name. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The resource, or what is known of it. */
            200: {
                headers: {
                    "Gateway-Connection": components["headers"]["Gateway-Connection"];
                    "Gateway-Epoch": components["headers"]["Gateway-Epoch"];
                    "Gateway-Generation": components["headers"]["Gateway-Generation"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionView"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            501: components["responses"]["Problem"];
            502: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            504: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    get_connection_fields: {
        parameters: {
            query: {
                /** @description Such as create_customer. */
                operation: string;
            };
            header?: {
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
            };
            path: {
                /** @description The connection's name. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The resource, or what is known of it. */
            200: {
                headers: {
                    "Gateway-Connection": components["headers"]["Gateway-Connection"];
                    "Gateway-Epoch": components["headers"]["Gateway-Epoch"];
                    "Gateway-Generation": components["headers"]["Gateway-Generation"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FieldListView"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            501: components["responses"]["Problem"];
            502: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            504: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    get_sandbox: {
        parameters: {
            query?: never;
            header?: {
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
            };
            path: {
                /** @description The connection's name. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The resource, or what is known of it. */
            200: {
                headers: {
                    "Gateway-Connection": components["headers"]["Gateway-Connection"];
                    "Gateway-Epoch": components["headers"]["Gateway-Epoch"];
                    "Gateway-Generation": components["headers"]["Gateway-Generation"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SandboxView"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            501: components["responses"]["Problem"];
            502: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            504: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    move_sandbox: {
        parameters: {
            query?: never;
            header?: {
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
            };
            path: {
                /** @description The connection's name. */
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
                    "Gateway-Connection": components["headers"]["Gateway-Connection"];
                    "Gateway-Epoch": components["headers"]["Gateway-Epoch"];
                    "Gateway-Generation": components["headers"]["Gateway-Generation"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SandboxMoved"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            501: components["responses"]["Problem"];
            502: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            504: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    get_sandbox_file: {
        parameters: {
            query?: never;
            header?: {
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
            };
            path: {
                /** @description The connection's name. */
                name: string;
                /** @description As the sandbox lists them, such as returns.ach. */
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The resource, or what is known of it. */
            200: {
                headers: {
                    "Gateway-Connection": components["headers"]["Gateway-Connection"];
                    "Gateway-Epoch": components["headers"]["Gateway-Epoch"];
                    "Gateway-Generation": components["headers"]["Gateway-Generation"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    [name: string]: unknown;
                };
                content: {
                    "text/*": string;
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            501: components["responses"]["Problem"];
            502: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            504: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    list_customer_references: {
        parameters: {
            query: {
                /** @description The caller's own id of the person. */
                external_reference: string;
            };
            header?: {
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
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
                    "Gateway-Epoch": components["headers"]["Gateway-Epoch"];
                    "Gateway-Generation": components["headers"]["Gateway-Generation"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListCustomerRecord"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            501: components["responses"]["Problem"];
            502: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            504: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    create_customer: {
        parameters: {
            query?: {
                /** @description vendor_data adds a member of that name: the vendor's answer, redacted. Needs the scope vendor:read. */
                include?: components["parameters"]["include"];
            };
            header: {
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
                /** @description A fresh random value for each intent, the same for each repetition of it: 1 to 255 printable ASCII characters. It belongs to the caller, the operation and the connection that the request names. The first answer is given again, byte for byte and with the request_id of the first call. A call that never reached the vendor, or that the vendor turned away with 401, 403 or 429, frees the key. */
                "Idempotency-Key": components["parameters"]["Idempotency-Key"];
                /** @description The Gateway-Epoch of which you had heard when you made the Idempotency-Key. It proves, after a restore of the gateway's journal, that the key is younger. Never send a later one with an older key: it could pay twice. */
                "Gateway-Epoch"?: components["parameters"]["Gateway-Epoch"];
                /** @description The end user's address; stands in for client_context. */
                "Client-Ip"?: components["parameters"]["Client-Ip"];
                /** @description The end user's latitude and longitude, in decimal degrees with a comma between; stands in for client_context. */
                "Client-Geo"?: components["parameters"]["Client-Geo"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "external_reference": "app-4711",
                 *       "name": {
                 *         "given_name": "Layla",
                 *         "family_name": "Haddad"
                 *       },
                 *       "birthdate": "1991-04-17",
                 *       "gender": "female",
                 *       "nationalities": [
                 *         "JO"
                 *       ],
                 *       "country_of_residence": "AE",
                 *       "emails": [
                 *         {
                 *           "address": "layla.haddad@example.com",
                 *           "primary": true
                 *         }
                 *       ],
                 *       "phones": [
                 *         {
                 *           "number": "+971500000017",
                 *           "type": "mobile",
                 *           "primary": true
                 *         }
                 *       ],
                 *       "identifiers": [
                 *         {
                 *           "type": "emirates_id",
                 *           "number": "784199100000019",
                 *           "issuing_country": "AE",
                 *           "expires_on": "2031-04-16",
                 *           "primary": true
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["CustomerDraft"];
            };
        };
        responses: {
            /** @description The resource, or what is known of it. */
            200: {
                headers: {
                    "Gateway-Connection": components["headers"]["Gateway-Connection"];
                    "Gateway-Epoch": components["headers"]["Gateway-Epoch"];
                    "Gateway-Generation": components["headers"]["Gateway-Generation"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
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
                    "Gateway-Epoch": components["headers"]["Gateway-Epoch"];
                    "Gateway-Generation": components["headers"]["Gateway-Generation"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            /** @description Accepted; not decided yet. */
            202: {
                headers: {
                    "Gateway-Connection": components["headers"]["Gateway-Connection"];
                    "Gateway-Epoch": components["headers"]["Gateway-Epoch"];
                    "Gateway-Generation": components["headers"]["Gateway-Generation"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            501: components["responses"]["Problem"];
            502: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            504: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    lookup_customer: {
        parameters: {
            query?: {
                /** @description vendor_data adds a member of that name: the vendor's answer, redacted. Needs the scope vendor:read. */
                include?: components["parameters"]["include"];
            };
            header?: {
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
                /** @description The end user's address; stands in for client_context. */
                "Client-Ip"?: components["parameters"]["Client-Ip"];
                /** @description The end user's latitude and longitude, in decimal degrees with a comma between; stands in for client_context. */
                "Client-Geo"?: components["parameters"]["Client-Geo"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "identifier": {
                 *         "type": "emirates_id",
                 *         "number": "784199100000019"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["CustomerLookup"];
            };
        };
        responses: {
            /** @description The resource, or what is known of it. */
            200: {
                headers: {
                    "Gateway-Connection": components["headers"]["Gateway-Connection"];
                    "Gateway-Epoch": components["headers"]["Gateway-Epoch"];
                    "Gateway-Generation": components["headers"]["Gateway-Generation"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            501: components["responses"]["Problem"];
            502: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            504: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    create_customer_reference: {
        parameters: {
            query?: {
                /** @description vendor_data adds a member of that name: the vendor's answer, redacted. Needs the scope vendor:read. */
                include?: components["parameters"]["include"];
            };
            header?: {
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "vendor_ids": {
                 *         "customer_account_id": "c0000000-0000-4000-8000-000000000017"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["CustomerReference"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    "Gateway-Connection": components["headers"]["Gateway-Connection"];
                    "Gateway-Epoch": components["headers"]["Gateway-Epoch"];
                    "Gateway-Generation": components["headers"]["Gateway-Generation"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            501: components["responses"]["Problem"];
            502: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            504: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    forget_customer_references: {
        parameters: {
            query: {
                /** @description The caller's own id of the person. */
                external_reference: string;
            };
            header?: {
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "Gateway-Connection": components["headers"]["Gateway-Connection"];
                    "Gateway-Epoch": components["headers"]["Gateway-Epoch"];
                    "Gateway-Generation": components["headers"]["Gateway-Generation"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            501: components["responses"]["Problem"];
            502: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            504: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
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
                /** @description The customer's own token at the vendor. */
                "Customer-Authorization"?: string;
                /** @description What the vendor wants to know of the end user's device, in the vendor's own form. Passed through, never logged or kept. */
                "Client-Details"?: string;
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
                /** @description The end user's address; stands in for client_context. */
                "Client-Ip"?: components["parameters"]["Client-Ip"];
                /** @description The end user's latitude and longitude, in decimal degrees with a comma between; stands in for client_context. */
                "Client-Geo"?: components["parameters"]["Client-Geo"];
            };
            path: {
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
                    "Gateway-Epoch": components["headers"]["Gateway-Epoch"];
                    "Gateway-Generation": components["headers"]["Gateway-Generation"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            501: components["responses"]["Problem"];
            502: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            504: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    update_customer: {
        parameters: {
            query?: {
                /** @description vendor_data adds a member of that name: the vendor's answer, redacted. Needs the scope vendor:read. */
                include?: components["parameters"]["include"];
            };
            header: {
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
                /** @description A fresh random value for each intent, the same for each repetition of it: 1 to 255 printable ASCII characters. It belongs to the caller, the operation and the connection that the request names. The first answer is given again, byte for byte and with the request_id of the first call. A call that never reached the vendor, or that the vendor turned away with 401, 403 or 429, frees the key. */
                "Idempotency-Key": components["parameters"]["Idempotency-Key"];
                /** @description The Gateway-Epoch of which you had heard when you made the Idempotency-Key. It proves, after a restore of the gateway's journal, that the key is younger. Never send a later one with an older key: it could pay twice. */
                "Gateway-Epoch"?: components["parameters"]["Gateway-Epoch"];
                /** @description The end user's address; stands in for client_context. */
                "Client-Ip"?: components["parameters"]["Client-Ip"];
                /** @description The end user's latitude and longitude, in decimal degrees with a comma between; stands in for client_context. */
                "Client-Geo"?: components["parameters"]["Client-Geo"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "emails": [
                 *         {
                 *           "address": "layla.h@example.com",
                 *           "primary": true
                 *         }
                 *       ],
                 *       "employment": null
                 *     }
                 */
                "application/json": components["schemas"]["CustomerUpdate"];
                "application/merge-patch+json": components["schemas"]["CustomerUpdate"];
            };
        };
        responses: {
            /** @description The resource, or what is known of it. */
            200: {
                headers: {
                    "Gateway-Connection": components["headers"]["Gateway-Connection"];
                    "Gateway-Epoch": components["headers"]["Gateway-Epoch"];
                    "Gateway-Generation": components["headers"]["Gateway-Generation"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            501: components["responses"]["Problem"];
            502: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            504: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    list_bank_accounts: {
        parameters: {
            query?: {
                /** @description vendor_data adds a member of that name: the vendor's answer, redacted. Needs the scope vendor:read. */
                include?: components["parameters"]["include"];
            };
            header?: {
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
            };
            path: {
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
                    "Gateway-Epoch": components["headers"]["Gateway-Epoch"];
                    "Gateway-Generation": components["headers"]["Gateway-Generation"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBankAccount"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            501: components["responses"]["Problem"];
            502: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            504: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    link_bank_account: {
        parameters: {
            query?: {
                /** @description vendor_data adds a member of that name: the vendor's answer, redacted. Needs the scope vendor:read. */
                include?: components["parameters"]["include"];
            };
            header: {
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
                /** @description A fresh random value for each intent, the same for each repetition of it: 1 to 255 printable ASCII characters. It belongs to the caller, the operation and the connection that the request names. The first answer is given again, byte for byte and with the request_id of the first call. A call that never reached the vendor, or that the vendor turned away with 401, 403 or 429, frees the key. */
                "Idempotency-Key": components["parameters"]["Idempotency-Key"];
                /** @description The Gateway-Epoch of which you had heard when you made the Idempotency-Key. It proves, after a restore of the gateway's journal, that the key is younger. Never send a later one with an older key: it could pay twice. */
                "Gateway-Epoch"?: components["parameters"]["Gateway-Epoch"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "link_method": "account_numbers",
                 *       "institution_name": "Example Savings Bank",
                 *       "holder": {
                 *         "name": "Rosa Lindqvist"
                 *       },
                 *       "account_type": "checking",
                 *       "account_number": "000123450017",
                 *       "routing_number": "123456780"
                 *     }
                 */
                "application/json": components["schemas"]["BankAccountDraft"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    "Gateway-Connection": components["headers"]["Gateway-Connection"];
                    "Gateway-Epoch": components["headers"]["Gateway-Epoch"];
                    "Gateway-Generation": components["headers"]["Gateway-Generation"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBankAccount"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            501: components["responses"]["Problem"];
            502: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            504: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    list_offers: {
        parameters: {
            query?: {
                campaign_id?: string;
                wave_id?: string;
                /** @description The vendor's encrypted account id, opaque. */
                account_ref?: string;
                /** @description The vendor's encrypted card id, opaque. */
                card_ref?: string;
                offer_id?: string;
                segment_category?: string;
                virtual?: "true" | "false";
                product_code?: string;
                /** @description vendor_data adds a member of that name: the vendor's answer, redacted. Needs the scope vendor:read. */
                include?: components["parameters"]["include"];
            };
            header?: {
                /** @description The customer's own token at the vendor. */
                "Customer-Authorization"?: string;
                /** @description What the vendor wants to know of the end user's device, in the vendor's own form. Passed through, never logged or kept. */
                "Client-Details"?: string;
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
            };
            path: {
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
                    "Gateway-Epoch": components["headers"]["Gateway-Epoch"];
                    "Gateway-Generation": components["headers"]["Gateway-Generation"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListOffer"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            501: components["responses"]["Problem"];
            502: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            504: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    list_requirements: {
        parameters: {
            query?: {
                phase?: "pre_submission" | "post_submission";
                /** @description vendor_data adds a member of that name: the vendor's answer, redacted. Needs the scope vendor:read. */
                include?: components["parameters"]["include"];
            };
            header?: {
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
            };
            path: {
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
                    "Gateway-Epoch": components["headers"]["Gateway-Epoch"];
                    "Gateway-Generation": components["headers"]["Gateway-Generation"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListRequirement"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            501: components["responses"]["Problem"];
            502: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            504: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    create_requirements: {
        parameters: {
            query?: {
                /** @description vendor_data adds a member of that name: the vendor's answer, redacted. Needs the scope vendor:read. */
                include?: components["parameters"]["include"];
            };
            header: {
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
                /** @description A fresh random value for each intent, the same for each repetition of it: 1 to 255 printable ASCII characters. It belongs to the caller, the operation and the connection that the request names. The first answer is given again, byte for byte and with the request_id of the first call. A call that never reached the vendor, or that the vendor turned away with 401, 403 or 429, frees the key. */
                "Idempotency-Key": components["parameters"]["Idempotency-Key"];
                /** @description The Gateway-Epoch of which you had heard when you made the Idempotency-Key. It proves, after a restore of the gateway's journal, that the key is younger. Never send a later one with an older key: it could pay twice. */
                "Gateway-Epoch"?: components["parameters"]["Gateway-Epoch"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["RequirementsDraft"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    "Gateway-Connection": components["headers"]["Gateway-Connection"];
                    "Gateway-Epoch": components["headers"]["Gateway-Epoch"];
                    "Gateway-Generation": components["headers"]["Gateway-Generation"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListRequirement"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            501: components["responses"]["Problem"];
            502: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            504: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    upload_document: {
        parameters: {
            query?: {
                /** @description vendor_data adds a member of that name: the vendor's answer, redacted. Needs the scope vendor:read. */
                include?: components["parameters"]["include"];
            };
            header: {
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
                /** @description A fresh random value for each intent, the same for each repetition of it: 1 to 255 printable ASCII characters. It belongs to the caller, the operation and the connection that the request names. The first answer is given again, byte for byte and with the request_id of the first call. A call that never reached the vendor, or that the vendor turned away with 401, 403 or 429, frees the key. */
                "Idempotency-Key": components["parameters"]["Idempotency-Key"];
                /** @description The Gateway-Epoch of which you had heard when you made the Idempotency-Key. It proves, after a restore of the gateway's journal, that the key is younger. Never send a later one with an older key: it could pay twice. */
                "Gateway-Epoch"?: components["parameters"]["Gateway-Epoch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "requirement_id": "req_AZx0",
                 *       "purpose": "identity",
                 *       "file": {
                 *         "name": "passport.png",
                 *         "content_type": "image/png"
                 *       },
                 *       "content": "iVBORw0KGgo="
                 *     }
                 */
                "application/json": components["schemas"]["DocumentDraft"];
                "multipart/form-data": {
                    document: {
                        file?: components["schemas"]["FileMeta"];
                        purpose?: string;
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
                    "Gateway-Epoch": components["headers"]["Gateway-Epoch"];
                    "Gateway-Generation": components["headers"]["Gateway-Generation"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            501: components["responses"]["Problem"];
            502: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            504: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    list_fields: {
        parameters: {
            query: {
                /** @description Such as create_customer. */
                operation: string;
                /** @description Where the person lives, ISO 3166-1 alpha-2. */
                country?: string;
                /** @description Of the amount, ISO 4217. */
                currency?: string;
                /** @description Of a verification, of linking an account, or the rail of a payment. */
                method?: string;
            };
            header?: {
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
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
                    "Gateway-Epoch": components["headers"]["Gateway-Epoch"];
                    "Gateway-Generation": components["headers"]["Gateway-Generation"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FieldListView"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            501: components["responses"]["Problem"];
            502: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            504: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    receive_event: {
        parameters: {
            query?: never;
            header?: {
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path: {
                /** @description The connection whose vendor reports. */
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
                    "Gateway-Connection": components["headers"]["Gateway-Connection"];
                    "Gateway-Epoch": components["headers"]["Gateway-Epoch"];
                    "Gateway-Generation": components["headers"]["Gateway-Generation"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            501: components["responses"]["Problem"];
            502: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            504: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    list_payments: {
        parameters: {
            query?: {
                status?: "created" | "submitted" | "processing" | "settled" | "returned" | "failed" | "canceled" | "unknown";
                customer_id?: string;
                bank_account_id?: string;
                direction?: "debit" | "credit";
                return_code?: string;
                /** @description The caller's own, to find a payment whose id got lost. */
                reference?: string;
                vendor_reference?: string;
                /** @description Exclusive, as the other bounds. */
                created_after?: string;
                created_before?: string;
                /** @description Orders the list by the last change. Ascending, with the updated_at of the last payment seen, it gives all that changed since. */
                updated_after?: string;
                /** @description desc, newest first, where it is left out. */
                order?: "asc" | "desc";
                cursor?: string;
                limit?: number;
            };
            header?: {
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
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
                    "Gateway-Epoch": components["headers"]["Gateway-Epoch"];
                    "Gateway-Generation": components["headers"]["Gateway-Generation"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListPayment"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            501: components["responses"]["Problem"];
            502: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            504: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    create_payment: {
        parameters: {
            query?: {
                /** @description vendor_data adds a member of that name: the vendor's answer, redacted. Needs the scope vendor:read. */
                include?: components["parameters"]["include"];
            };
            header: {
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
                /** @description A fresh random value for each intent, the same for each repetition of it: 1 to 255 printable ASCII characters. It belongs to the caller, the operation and the connection that the request names. The first answer is given again, byte for byte and with the request_id of the first call. A call that never reached the vendor, or that the vendor turned away with 401, 403 or 429, frees the key. */
                "Idempotency-Key": components["parameters"]["Idempotency-Key"];
                /** @description The Gateway-Epoch of which you had heard when you made the Idempotency-Key. It proves, after a restore of the gateway's journal, that the key is younger. Never send a later one with an older key: it could pay twice. */
                "Gateway-Epoch"?: components["parameters"]["Gateway-Epoch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "direction": "debit",
                 *       "rail": "ach",
                 *       "amount": {
                 *         "value": "100.50",
                 *         "currency": "USD"
                 *       },
                 *       "asset": {
                 *         "symbol": "USBC"
                 *       },
                 *       "customer_id": "cus_AZx0",
                 *       "bank_account_id": "bac_AZx0",
                 *       "wallet": {
                 *         "type": "namespace",
                 *         "value": "rosa.lindqvist"
                 *       },
                 *       "ach": {
                 *         "sec_code": "WEB"
                 *       },
                 *       "authorization": {
                 *         "text": "I authorize this debit.",
                 *         "ip_address": "192.0.2.17"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["PaymentDraft"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    "Gateway-Connection": components["headers"]["Gateway-Connection"];
                    "Gateway-Epoch": components["headers"]["Gateway-Epoch"];
                    "Gateway-Generation": components["headers"]["Gateway-Generation"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Payment"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            501: components["responses"]["Problem"];
            502: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            504: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    get_payment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
            };
            path: {
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
                    "Gateway-Epoch": components["headers"]["Gateway-Epoch"];
                    "Gateway-Generation": components["headers"]["Gateway-Generation"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Payment"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            501: components["responses"]["Problem"];
            502: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            504: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    create_reference: {
        parameters: {
            query?: {
                /** @description vendor_data adds a member of that name: the vendor's answer, redacted. Needs the scope vendor:read. */
                include?: components["parameters"]["include"];
            };
            header?: {
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "agreement",
                 *       "vendor_ids": {
                 *         "agreement_id": "a6f0c1d2-3b4e-4c5d-8e9f-102132435465"
                 *       },
                 *       "kind": "ul"
                 *     }
                 */
                "application/json": components["schemas"]["ReferenceDraft"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    "Gateway-Connection": components["headers"]["Gateway-Connection"];
                    "Gateway-Epoch": components["headers"]["Gateway-Epoch"];
                    "Gateway-Generation": components["headers"]["Gateway-Generation"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reference"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            501: components["responses"]["Problem"];
            502: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            504: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    answer_requirement: {
        parameters: {
            query?: {
                /** @description vendor_data adds a member of that name: the vendor's answer, redacted. Needs the scope vendor:read. */
                include?: components["parameters"]["include"];
            };
            header: {
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
                /** @description A fresh random value for each intent, the same for each repetition of it: 1 to 255 printable ASCII characters. It belongs to the caller, the operation and the connection that the request names. The first answer is given again, byte for byte and with the request_id of the first call. A call that never reached the vendor, or that the vendor turned away with 401, 403 or 429, frees the key. */
                "Idempotency-Key": components["parameters"]["Idempotency-Key"];
                /** @description The Gateway-Epoch of which you had heard when you made the Idempotency-Key. It proves, after a restore of the gateway's journal, that the key is younger. Never send a later one with an older key: it could pay twice. */
                "Gateway-Epoch"?: components["parameters"]["Gateway-Epoch"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "date": "2019-03-05"
                 *     }
                 */
                "application/json": components["schemas"]["RequirementAnswer"];
            };
        };
        responses: {
            /** @description The resource, or what is known of it. */
            200: {
                headers: {
                    "Gateway-Connection": components["headers"]["Gateway-Connection"];
                    "Gateway-Epoch": components["headers"]["Gateway-Epoch"];
                    "Gateway-Generation": components["headers"]["Gateway-Generation"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Requirement"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            501: components["responses"]["Problem"];
            502: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            504: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
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
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
                /** @description A fresh random value for each intent, the same for each repetition of it: 1 to 255 printable ASCII characters. It belongs to the caller, the operation and the connection that the request names. The first answer is given again, byte for byte and with the request_id of the first call. A call that never reached the vendor, or that the vendor turned away with 401, 403 or 429, frees the key. */
                "Idempotency-Key": components["parameters"]["Idempotency-Key"];
                /** @description The Gateway-Epoch of which you had heard when you made the Idempotency-Key. It proves, after a restore of the gateway's journal, that the key is younger. Never send a later one with an older key: it could pay twice. */
                "Gateway-Epoch"?: components["parameters"]["Gateway-Epoch"];
                /** @description The end user's address; stands in for client_context. */
                "Client-Ip"?: components["parameters"]["Client-Ip"];
                /** @description The end user's latitude and longitude, in decimal degrees with a comma between; stands in for client_context. */
                "Client-Geo"?: components["parameters"]["Client-Geo"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "method": "email_otp",
                 *       "email": "layla.haddad@example.com"
                 *     }
                 */
                "application/json": components["schemas"]["VerificationDraft"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    "Gateway-Connection": components["headers"]["Gateway-Connection"];
                    "Gateway-Epoch": components["headers"]["Gateway-Epoch"];
                    "Gateway-Generation": components["headers"]["Gateway-Generation"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Verification"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            501: components["responses"]["Problem"];
            502: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            504: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
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
                /** @description Echoed and logged; up to 128 letters, digits and -_.~:/+=. */
                "Request-Id"?: components["parameters"]["Request-Id"];
                /** @description Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens. */
                "Request-Timeout"?: components["parameters"]["Request-Timeout"];
                /** @description W3C Trace Context; joined and passed on, where the credential is known. */
                traceparent?: components["parameters"]["traceparent"];
                /** @description The connection to use; needs the scope connection:choose. An id of the request wins. */
                "Gateway-Connection"?: components["parameters"]["Gateway-Connection"];
                /** @description A fresh random value for each intent, the same for each repetition of it: 1 to 255 printable ASCII characters. It belongs to the caller, the operation and the connection that the request names. The first answer is given again, byte for byte and with the request_id of the first call. A call that never reached the vendor, or that the vendor turned away with 401, 403 or 429, frees the key. */
                "Idempotency-Key": components["parameters"]["Idempotency-Key"];
                /** @description The Gateway-Epoch of which you had heard when you made the Idempotency-Key. It proves, after a restore of the gateway's journal, that the key is younger. Never send a later one with an older key: it could pay twice. */
                "Gateway-Epoch"?: components["parameters"]["Gateway-Epoch"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "otp": "123456"
                 *     }
                 */
                "application/json": components["schemas"]["VerificationConfirmation"];
            };
        };
        responses: {
            /** @description The resource, or what is known of it. */
            200: {
                headers: {
                    "Gateway-Connection": components["headers"]["Gateway-Connection"];
                    "Gateway-Epoch": components["headers"]["Gateway-Epoch"];
                    "Gateway-Generation": components["headers"]["Gateway-Generation"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Request-Id": components["headers"]["Request-Id"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Verification"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            501: components["responses"]["Problem"];
            502: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            504: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
}
