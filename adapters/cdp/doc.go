// Package cdp speaks to CDP, the customer platform whose page is called
// "Partner Onboarding Service (without eKYC flow)". Quirk ids such as CDP-8
// stand at each of the vendor's oddities.
//
// # What has a place
//
// Onboarding has a place for a good part of a canonical customer (places) and
// none for the rest: a second mail address, address lines, consents. The rest
// is not sent, and the answer names it. A value that CDP has no word for, in a
// field that it keeps (a tax id among the identifiers), is refused before the
// call. Two things are taken although they do not come back: the name of a
// file, which CDP replaces by one of its own, and the leading zeros of a post
// code, which CDP keeps as a number (CDP-11).
//
// What CDP says and canonical has no valid form for (a phone number that is
// not E.164, a country that ISO 3166 does not have) is left out and counted,
// so that one sloppy field does not make a customer unreadable.
//
// # Updates
//
// An update is an onboarding with an ecrn: what the caller gave is sent, what
// it cleared is sent as null, a list it cleared as []. A list replaces the
// list, as in RFC 7396: when emails, phones or nationalities are given, the
// members of CDP that hold the others are sent as null.
//
// # Notifications
//
// CDP's document does not say how its AML status notification is authenticated
// (CDP-21). A client certificate is taken, a signature in X-Signature (the hex
// HMAC-SHA256 of the body or, with an X-Timestamp, of "timestamp.body"), and the
// secret itself in X-Callback-Secret. What a notification says is read again
// before it is told; without that (verify_by_fetch: false) a signature needs its
// timestamp, because everything else can be replayed.
//
// # Master values
//
// CDP's master values are not public, so its codes pass through as they are:
// `occupation_code` is CDP's occupation_id. Where canonical has a closed list
// (gender, id_type, address_type_id, customer_status, aml_scan_status,
// id_status, by CDP's names) the setting code_tables adds to what is known from
// CDP's document, each code with its canonical name:
//
//	code_tables:
//	  id_type: {"17": driving_permit}
//	  aml_scan_status: {"Escalated": in_review}
//
// A code that no table has becomes `unknown` with CDP's own text beside it, and
// is counted. Refused: names for the open codes as well, which would make a
// caller's request depend on an operator's spelling.
package cdp
