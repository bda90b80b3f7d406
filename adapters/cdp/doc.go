// Package cdp speaks to CDP, the customer platform whose page is called
// "Partner Onboarding Service (without eKYC flow)". Quirk ids such as CDP-8
// stand at each of the vendor's oddities.
//
// # What has a place
//
// Onboarding has a place for a good part of a canonical customer (Fields) and
// none for the rest: a second mail address, address lines, consents. The rest
// is not sent, and the answer names it. A value that CDP has no word for, in a
// field that it keeps (a gender), is refused before the call. Two things are
// taken although they do not come back: the name of a file, which CDP replaces
// by one of its own, and the leading zeros of a post code, which CDP keeps as a
// number (CDP-11).
//
// The document has lost the column that says which members are mandatory. Those
// without which nobody is identified are wanted before the call; the sandbox
// wants the same.
//
// Of the identifiers ssn and tax_id CDP keeps the number, and of a tax id the
// country, in the classification. The members of customer_relations are not
// documented: what is recognisable becomes relations, the rest stands in
// supplementary_data.
//
// What CDP says and canonical has no valid form for (a phone number that is
// not E.164, a country that ISO 3166 does not have) is counted and stands in the
// raw field beside it, so that one sloppy field does not make a customer unreadable.
//
// # Updates
//
// An update is an onboarding with an ecrn: what the caller gave is sent, what
// it cleared is sent as null, a list it cleared as []. The document does not say
// whether CDP keeps the members that are not sent; Warnings tells the operator.
// A list replaces the list, as in RFC 7396: when emails, phones, nationalities or
// identifiers are given, the members of CDP that hold the others are sent as null.
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
// id_status, marital_status, first_language, by CDP's names) the setting
// code_tables adds to what is known from CDP's document, each code with its
// canonical name; of a language that is a BCP 47 tag:
//
//	code_tables:
//	  id_type: {"17": driving_permit}
//	  aml_scan_status: {"Escalated": in_review}
//	  marital_status: {"2": married}
//	  first_language: {"ar": ar-AE}
//
// A code that no table has becomes `unknown` with CDP's own text beside it, and
// is counted; a language has no such word and stands in locale_raw alone. A
// screening in an unknown word makes the customer pending_review, never active. Refused: names for the open codes as well, which would make a
// caller's request depend on an operator's spelling.
package cdp
