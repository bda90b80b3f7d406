// Package sandbox speaks Omnumi's Partner API v4.0.0 from its document: all
// twelve endpoints, with the vendor's own oddities. It shares no code with the
// adapter, so that a misreading of the document does not cancel itself out.
//
// # Headers
//
// tenant-id has to be a UUID; every tenant has its own records. api-key has to
// be there, a bearer token may be; the value "wrong" of either answers 401.
//
//	tenant-id                              answer
//	(none)                                 400 Tenant Id is missing in Headers
//	(no UUID)                              400 Please provide valid tenant id
//	00000000-0000-4000-8000-000000000404   400 Tenant not found
//
// These tenants get one answer to every preview and read of agreements and
// templates (templates have only the first two kinds):
//
//	00000000-0000-4000-8000-000000000001   errors: 400 with the whole printed list
//	00000000-0000-4000-8000-000000000002   catch: 400 with the generic text
//	00000000-0000-4000-8000-000000000003   message: 400 "err.message"
//	00000000-0000-4000-8000-000000000004   token: 400 "Could't fetch token"
//	00000000-0000-4000-8000-000000000005   no_data: 400 "No data found", without a type
//	00000000-0000-4000-8000-000000000006   not_found: 404 "No data found"
//
// # What value makes what answer
//
// values lists e-mail addresses, OTPs and amounts with their answers; GET /_sandbox
// gives the list to callers.
//
// # Agreements
//
// A standard preview makes three pending agreements, a UL preview one. A
// decision has to be ACCEPTED and sent to the path of the agreement's kind; it
// answers PENDING, and the next read says ACCEPTED.
//
// # OTPs
//
// One is right for ten minutes and for one use. Five wrong tries answer 429 from
// then on.
//
// # Customers, bank accounts, payments
//
// Customers are made outside this API: link-bank takes any customerAccountId
// that is a UUID and knows it from then on. Known to every tenant are
//
//	customer c0000000-0000-4000-8000-000000000001 with the linked bank
//	         b0000000-0000-4000-8000-000000000001
//	customer c0000000-0000-4000-8000-000000000002 without any
//
// Linked accounts are listed at GET /tenant/customer/link-bank/{customerAccountId};
// the document has lost that path. The plaidToken "wrong" is refused.
//
// A payment of a good request is executed, unless its amount says otherwise
// (magicAmounts). What becomes of it then is in fate.go, and actions move it; the
// vendor's files tell of it (nacha.go, history.go).
//
// GET /_sandbox/payments lists what was executed, oldest first, and needs no
// headers: [{direction, customerAccountId, linkedBankId, amount,
// authorizationText, referenceId}].
//
// Every endpoint honours the Sandbox-Fault header of package simulator;
// hang_after and reset_after execute the payment and lose the answer.
package sandbox
