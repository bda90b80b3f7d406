// Package sandbox plays iServeU's DMT-lite customer API: get-customer,
// process-customer-registration and otp/send. Every answer has HTTP status
// 200; status, statusCode and statusDesc in the body tell what happened.
//
// # Who may call
//
// Plain mode: headers client_id and client_secret, any but "wrong".
//
// Encrypted mode, chosen by sending a pass_key or header_secrets header:
//
//	pass_key                  keys                            answers
//	sandbox-pass-key          one: PayloadKey for both        clean
//	sandbox-pass-key-two      PayloadKey, and HeaderKey for   noise behind the JSON text
//	                          header_secrets
//
// The cipher is AES-256-CBC with PKCS#7 padding and travels as
// base64(IV || ciphertext): the body as {"RequestData":"..."}, the answer as
// {"ResponseData":"..."}, and header_secrets holds
// {"client_id","client_secret","epoch"}, also spelled Client_id and so on. The
// epoch is in seconds or milliseconds and may be five minutes off. Only an
// answer whose status is SUCCESS is encrypted; a failure comes in plain.
//
// Both modes want Content-Type application/json and a username; "wrong" is
// "User not onboarded".
//
// # Magic values
//
// values lists numbers and OTPs with their answers; GET /_sandbox gives the list to
// callers.
//
// # State
//
// A processed customer is found by get-customer afterwards: as "2" when an
// officially valid document came with it, else as "3". An OTP that was sent
// expires after ten minutes and takes five wrong guesses; the next otp/send
// clears both. A number that was sent none may use 123456 as well, like on the
// vendor's staging system.
//
// # Where the vendor is silent
//
// The vendor documents no text for a wrong client, an old epoch, a body it
// cannot read, a field it does not know, or an OTP it refuses. The sandbox
// answers "-1" FAILED with a text of its own. Numbers must begin with 6 to 9,
// latlong is two numbers with a comma or an underscore between them, and the
// known documents are "Aadhaar Card" (12 digits) and "BioAuth".
package sandbox

// What the sandbox takes for valid. The keys are base64 of 32 bytes of
// readable text: nobody can mistake them for real ones.
const (
	ClientID     = "sandbox-client-id"
	ClientSecret = "sandbox-client-secret"
	Username     = "sandbox-user"

	PassKey        = "sandbox-pass-key"
	PassKeyTwoKeys = "sandbox-pass-key-two"
	// PayloadKey is "canongate sandbox payload key 01".
	PayloadKey = "Y2Fub25nYXRlIHNhbmRib3ggcGF5bG9hZCBrZXkgMDE="
	// HeaderKey is "canongate sandbox headers key 01".
	HeaderKey = "Y2Fub25nYXRlIHNhbmRib3ggaGVhZGVycyBrZXkgMDE="
)
