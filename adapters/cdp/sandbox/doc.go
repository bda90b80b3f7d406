// Package sandbox speaks CDP's customer platform from its document: the token
// endpoint, validate, onboarding and get, with the vendor's own oddities. It
// shares no code with the adapter, so that a misreading of the document does
// not cancel itself out.
//
// # Tokens
//
// Any client_id and username are good with any client_secret and password but
// "wrong": that secret answers invalid_client, that password invalid_grant.
// Exactly one grant_type is accepted. Tokens live for 7199 seconds;
// DELETE /_sandbox/tokens makes all access tokens stale at once.
//
// # People known from the start
//
//	Emirates ID       ecrn               last name
//	784199155000013   7841000000000001   OKONJO BRANDT (found, accepted)
//	784198455000020   7841000000000002   INVESTIGATION
//	784197955000035   7841000000000003   BLOCKED
//	784199655000042   7841000000000004   UNSUBSCRIBED
//	784198855000059   7841000000000005   SEARCHERROR
//	784199055000063   7841000000000006   INVESTIGATION LATER
//
// The first has all that CDP notes by itself: reviews, eKYC, cards, group companies
// and a relation. Their members are invented where the document shows null or [].
//
// # What decides the answer
//
// The last_name of a customer, in any case, when it is onboarded or renamed
// (outcomes); GET /_sandbox lists them to callers.
//
// The other answers follow from what is sent:
//
//	40002    a field is missing (first_name, last_name, id_type and id_number of an element of
//	         id_details), a field is unknown, of the wrong JSON type or of the wrong form:
//	         dates YYYY-MM-DD, phones E.164, Emirates ID 784 and 15 digits with a Luhn digit,
//	         base64, content types image/jpeg, image/png and application/pdf
//	" Invalid Nationality ae!"
//	         a country that is not an ISO code in capitals, a gender other than Male and Female,
//	         an id_type other than 2, 4 and 28, an address_type_id other than "1" and "2", or
//	         9999 as an id of a master table
//	45001    nobody has this document or ecrn (an update of an unknown ecrn too)
//	45005    validate without idNumber, or with an idType that is no string or no known type
//	401      a token that is missing, unknown or expired
//
// Onboarding with an ecrn updates: absent fields stay, null and "" empty a text,
// lists are replaced whole ([] empties), pictures of the same document stay. Onboarding a
// document that is known already answers its holder's ecrn.
//
// # The AML notification
//
//	POST /_sandbox/customers/{ecrn}/aml
//	{"aml_scan_status":"Accepted","customer_status":"ACTIVE",
//	 "callback_url":"http://127.0.0.1:8080/...","secret":"..."}
//
// changes the record and, when callback_url is given (loopback addresses
// only), posts the documented body to it with X-Signature, the hex
// HMAC-SHA256 of the body under secret; without a secret it is not signed.
// The answer holds the receiver's HTTP status as callback_status.
//
// Every endpoint honours the Sandbox-Fault header of package simulator.
package sandbox
