// Package sandbox plays Citi's customers API for India: the Aadhaar OTP and
// eKYC calls, the partner profile and the offers, with the client credentials
// token in front of them.
//
// # Tokens
//
// POST /clientCredentials/oauth2/token/in/gcb with Basic and any client id and
// secret but "wrong" gives an app token that is good for half an hour. Customer tokens come from Citi's login page, which the
// sandbox does not play; these stand in for them:
//
//	token                         profile                        offers
//	sandbox-customer-token        lists, all fields, two names   several
//	single-customer-token         single objects, "true" as      one
//	                              text, no keys
//	odd-customer-token            nulls, an unknown country,     several
//	                              only a full name
//	unknown-customer-token        404                            204
//	forbidden-customer-token      403                            403
//	rejected-customer-token       422                            422
//	unavailable-customer-token    500                            500
//	expired-customer-token,       401                            401
//	and any other
//
// Aadhaar calls want an app token. The profile wants a customer token and
// answers an app token with 403; offers take both.
//
// # Headers
//
// Every call carries Authorization, uuid, Accept (application/json) and
// client_id; a POST also Content-Type application/json. A uuid must be a
// version 4 UUID and is used up by the first call that carries it, whatever
// becomes of the call: the second one is 400 with location "uuid". The optional
// clientDetails may hold anything: its form is not stated.
//
// # Aadhaar calls
//
// The vendor's request schemas are not public. The sandbox takes
// {"aadhaarNumber"} for the OTP and {"aadhaarNumber", "oneTimePassword",
// "transactionId", "consentFlag": true} for eKYC. The OTP is 123456; a
// transaction lasts ten minutes, three wrong codes, or until it succeeds. The
// eKYC call answers every mistake in its body with the same 400, as a caller
// cannot tell a wrong OTP from a bad parameter there either. Any 12 digits
// that begin with 2 to 9 are an Aadhaar number; some are special (otpCases, kycCases,
// kycFailures), and GET /_sandbox lists them to callers.
//
// # Profile
//
// addressType is HOME_ADDRESS, MAILING_ADDRESS or OFFICE_ADDRESS and leaves
// only such addresses; any other value is 400.
//
// # Offers
//
// campaignId, waveId, productCode and offerSegmentCategory filter. One
// offer comes as an object, several as a list, none as 204. accountId, cardId,
// offerId and virtualOfferFlag are checked but choose nothing. The campaigns
// are SB-FULL (one offer with every group), SB-LOAN (one), SB-SHOP (two), and those
// of campaignFailures.
package sandbox

// A client, and the customer token without surprises.
const (
	ClientID      = "sandbox-client-id"
	ClientSecret  = "sandbox-client-secret"
	CustomerToken = "sandbox-customer-token"
)
