// Package canonical is what canongate says: the resources, operations and
// errors of its public API, and the contract an adapter fulfils. It imports
// the standard library and the tables of the numbering plans, so that every other
// room can stand on it.
//
// # Glossary
//
// An operation is a canonical verb (create_customer). An endpoint is the HTTP
// path that reaches it. A connection is one configured instance of a vendor. A
// route is a rule that picks a connection. A draft is what a caller asks for; a
// resource is what exists. An id is opaque to callers ("cus_…") and opens, in
// the gateway only, to the connection and the vendor's own keys.
//
// A field list (FieldList) is what one vendor takes and says in an operation.
// Supplementary data is what one vendor has and no field here means.
//
// # Classes of data
//
// The type of a field says how it may travel, and nothing else does:
//
//   - Secret: an OTP, a token, an account or Aadhaar number on its way in. It
//     prints and marshals as a fixed mark; only Reveal gives the value.
//   - Personal: a name, mail address, phone, street. It marshals as itself,
//     because the caller is its owner, and prints as a fixed mark everywhere
//     else: errors, logs, spans.
//   - Content: the bytes of a document. Never marshalled, never printed.
//   - Date: prints as a mark too; most dates here are birthdays and expiries.
//   - SupplementaryData: prints a mark, and each member needs the scope pii:read
//     unless its declaration says that it is not personal.
//   - ID: prints its sealed form, never the keys inside.
//
// Codes, statuses, amounts and instants are plain types and may be logged.
//
// # Changing a canonical field
//
// A field may be added when it is optional. It may not be renamed, retyped,
// or given another meaning: the old one stays, marked deprecated, for as long
// as a caller reads it. An enum is open: callers must accept `unknown`, so a
// value may be added at any time; the vendor's own text then stands in the
// `…_raw` field beside it. So does the text of a date, an instant, a country, a
// currency, an amount, a phone or a mail address that cannot be read; beside a list
// of countries it is a list. A field named after a vendor's word is refused; the
// names come from OpenID Connect, ISO 20022, Nacha and the other sources that
// each type names.
//
// # Words of one vendor or country
//
// No name here is a vendor's, but for those below, which are public contract. Each has
// a standard, or a reason why it stays:
//
//   - ach, sec_code, R01–R85, C01–C13: the Nacha Operating Rules. aba: ANSI X9.13.
//     ifsc, imps, upi, upi_vpa: the Reserve Bank of India and NPCI. sort_code: Pay.UK.
//     bsb: the Australian Payments Network. iban: ISO 13616. sepa: the EPC rulebooks.
//   - aadhaar, aadhaar_otp: UIDAI. emirates_id: the ICP of the UAE. ssn: the US Social
//     Security Administration.
//   - wallet_address with its checksum: EIP-55. asset: a token's symbol, ERC-20.
//   - mpin: the mobile PIN of NPCI's IMPS and UPI.
//   - risk low, medium, high: the ratings of FATF's risk-based approach.
//   - type us_patriot_act: the act, Public Law 107-56.
//   - plaid: a service between banks and many vendors; its processor token has no other name.
//   - kind ul, wallet types namespace and custom_namespace, submit_section,
//     existing_customer, branch_reference: no standard has them. They were public before
//     supplementary_data was, and no field may be taken away.
//
// # Decisions
//
// Struct tags carry the JSON Schema facts (enum, pattern, format, doc) because
// the OpenAPI document and the validator are generated from these very types;
// the tags are text, so no import follows from them. Refused: a second set of
// "API models", which would have to be kept equal by hand.
//
// Validate methods hold what a schema cannot say (check digits, exactly one
// of, ISO code lists) and repeat the formats, so that a value decoded from a
// vendor can be held to the same rules.
package canonical
