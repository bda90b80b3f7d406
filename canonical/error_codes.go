package canonical

import "net/http"

// codes is the closed table of error codes, in the order of canonical.md §4.
var codes = []CodeInfo{
	{
		InvalidRequest, http.StatusBadRequest, "Invalid request",
		"The request could not be read: malformed or ambiguous JSON, a bad header, an unknown field. Each mistake has a " +
			"pointer. Change the request.",
		RetryNever, OriginCaller,
	},
	{
		IdempotencyKeyMissing, http.StatusBadRequest, "Idempotency-Key missing",
		"This operation changes something, so it needs an Idempotency-Key header: a fresh random value for each intent, " +
			"the same value for each repetition of it.",
		RetryNever, OriginCaller,
	},
	{
		Unauthenticated, http.StatusUnauthorized, "Not authenticated",
		"The Authorization header is absent or names no known credential of this gateway.",
		RetryNever, OriginCaller,
	},
	{
		PermissionDenied, http.StatusForbidden, "Permission denied",
		"The credential is known but lacks the scope this needs.",
		RetryNever, OriginCaller,
	},
	{
		CustomerAuthorizationNeeded, http.StatusForbidden, "Customer authorization required",
		"The customer's own token (header Customer-Authorization) is absent, expired or refused. Let the customer sign " +
			"in at the vendor again.",
		RetryNever, OriginCaller,
	},
	{
		ConsentRequired, http.StatusForbidden, "Consent required",
		"The person's explicit consent is needed before this call: consent.granted true, with the text's id and the time.",
		RetryNever, OriginCaller,
	},
	{NotFound, http.StatusNotFound, "Not found", "Nothing stands under this path or id for this tenant.", RetryNever, OriginCaller},
	{
		CustomerNotFound, http.StatusNotFound, "Customer not found",
		"The vendor knows no customer under this id or identifier.",
		RetryNever, OriginVendor,
	},
	{
		VerificationNotFound, http.StatusNotFound, "Verification not found",
		"The vendor knows no such verification; it may have lapsed. Start another.",
		RetryNever, OriginVendor,
	},
	{
		RequirementNotFound, http.StatusNotFound, "Requirement not found",
		"The vendor knows no such requirement of this customer.",
		RetryNever, OriginVendor,
	},
	{AgreementNotFound, http.StatusNotFound, "Agreement not found", "The vendor knows no such agreement.", RetryNever, OriginVendor},
	{
		TemplateNotFound, http.StatusNotFound, "Template not found",
		"The vendor has no agreement template of this type.",
		RetryNever, OriginVendor,
	},
	{
		BankAccountNotFound, http.StatusNotFound, "Bank account not found",
		"The vendor knows no such customer or no such linked bank account.",
		RetryNever, OriginVendor,
	},
	{
		PaymentNotFound, http.StatusNotFound, "Payment not found",
		"The journal holds no such payment for this tenant.",
		RetryNever, OriginCaller,
	},
	{
		IdempotencyInProgress, http.StatusConflict, "Request in progress",
		"A request with this Idempotency-Key is still running. Ask again after Retry-After, with the same key.",
		RetryLater, OriginCaller,
	},
	{
		OutcomeUnknownAfterRestore, http.StatusConflict, "Outcome unknown after a restore",
		"The gateway's journal was restored from a backup, and may have forgotten that this Idempotency-Key was sent. It is not " +
			"sent. Find out at the vendor, or in your own records, whether the payment was made. If it was not, send it with a " +
			"fresh key and the header Gateway-Epoch of this answer. Send the same key again only when the operator says that it is free.",
		RetryNever, OriginGateway,
	},
	{
		AlreadyExists, http.StatusConflict, "Already exists",
		"The vendor has this already, or the external_reference means another customer at the connection: customer_id, " +
			"where it is known. Nothing was changed.",
		RetryNever, OriginVendor,
	},
	{
		CustomerNotAtConnection, http.StatusConflict, "Customer not at this connection",
		"The person of this external_reference has no record at the connection. POST /v1/customers or POST " +
			"/v1/customers/references with the same external_reference makes one there; the header Gateway-Connection " +
			"chooses another connection.",
		RetryNever, OriginCaller,
	},
	{
		VerificationAlreadyCompleted, http.StatusConflict, "Verification already completed",
		"This verification was confirmed before, or was used up.",
		RetryNever, OriginVendor,
	},
	{
		CustomerNotSubscribed, http.StatusConflict, "Customer not subscribed",
		"The vendor knows this customer, who is not enrolled with this partner.",
		RetryNever, OriginVendor,
	},
	{
		DocumentTooLarge, http.StatusRequestEntityTooLarge, "Document too large",
		"The decoded document exceeds what the vendor takes.",
		RetryNever, OriginCaller,
	},
	{
		UnsupportedDocumentType, http.StatusUnsupportedMediaType, "Unsupported document type",
		"The document's type is not one that the vendor takes, or disagrees with the file's name.",
		RetryNever, OriginCaller,
	},
	{
		RequestTooLarge, http.StatusRequestEntityTooLarge, "Request too large",
		"The body exceeds this gateway's limit; nothing was read.",
		RetryNever, OriginCaller,
	},
	{
		UnsupportedMediaType, http.StatusUnsupportedMediaType, "Unsupported media type",
		"Send application/json (uploads: multipart/form-data as well).",
		RetryNever, OriginCaller,
	},
	{
		MethodNotAllowed, http.StatusMethodNotAllowed, "Method not allowed",
		"This path exists, with other methods; the Allow header names them.",
		RetryNever, OriginCaller,
	},
	{
		ValidationFailed, http.StatusUnprocessableEntity, "Validation failed",
		"One or more fields are missing or wrong; each has a pointer.",
		RetryNever, OriginCaller,
	},
	{
		IdempotencyKeyReused, http.StatusUnprocessableEntity, "Idempotency-Key reused",
		"This Idempotency-Key came before with another request. Use a fresh key for another intent.",
		RetryNever, OriginCaller,
	},
	{
		BankAccountBlocked, http.StatusUnprocessableEntity, "Bank account blocked",
		"A payment of this bank account came back, or its bank told a change that nobody made in time. Nothing was sent. " +
			"Link the account with the right details, or have an operator note that the change was made.",
		RetryNever, OriginCaller,
	},
	{
		OTPInvalid, http.StatusUnprocessableEntity, "OTP invalid",
		"The one-time password is wrong, or stale where the vendor does not tell them apart. Ask the person again.",
		RetryNever, OriginVendor,
	},
	{
		OTPExpired, http.StatusUnprocessableEntity, "OTP expired",
		"The one-time password is stale. Start another verification.",
		RetryNever, OriginVendor,
	},
	{
		VerificationFailed, http.StatusUnprocessableEntity, "Verification failed",
		"The vendor did not verify the person and does not say why.",
		RetryNever, OriginVendor,
	},
	{
		CustomerBlocked, http.StatusUnprocessableEntity, "Customer blocked",
		"The vendor refuses this person. Do not onboard them elsewhere to get around it.",
		RetryNever, OriginVendor,
	},
	{
		PreconditionFailedByVendor, http.StatusUnprocessableEntity, "Precondition failed",
		"The vendor's own rule is not met, such as an inactive wallet.",
		RetryNever, OriginVendor,
	},
	{
		VendorRejected, http.StatusUnprocessableEntity, "Rejected by the vendor",
		"The vendor understood and refused, for a reason that has no code of its own here.",
		RetryNever, OriginVendor,
	},
	{
		OTPAttemptsExceeded, http.StatusTooManyRequests, "Too many OTP attempts",
		"The vendor takes no more attempts for now.",
		RetryLater, OriginVendor,
	},
	{
		RateLimited, http.StatusTooManyRequests, "Rate limited",
		"A limit is used up: origin caller is your own, origin gateway our quota at the vendor, origin vendor the " +
			"vendor's. Wait for Retry-After.",
		RetryLater, OriginCaller,
	},
	{
		OperationNotSupported, http.StatusNotImplemented, "Operation not supported",
		"No connection that may serve this request can do the operation. GET /v1/connections lists what each can do.",
		RetryNever, OriginGateway,
	},
	{
		VendorAuthFailed, http.StatusBadGateway, "Vendor refused our credentials",
		"The gateway's own credentials at the vendor are wrong or expired. Your credential is fine; the operator has to " +
			"act.",
		RetryNever, OriginGateway,
	},
	{
		VendorConfigurationError, http.StatusBadGateway, "Vendor configuration error",
		"The gateway's tenant, user or settings at the vendor are wrong. The operator has to act.",
		RetryNever, OriginGateway,
	},
	{VendorError, http.StatusBadGateway, "Vendor error", "The vendor reported a fault of its own.", RetryIfSafe, OriginVendor},
	{
		VendorProtocolError, http.StatusBadGateway, "Vendor protocol error",
		"The vendor's answer could not be understood or contradicts itself.",
		RetryIfSafe, OriginVendor,
	},
	{
		PaymentOutcomeUnknown, http.StatusBadGateway, "Payment outcome unknown",
		"The payment reached the vendor and its answer was lost. Do not send it again: ask GET /v1/payments/{id} and " +
			"reconcile.",
		RetryNever, OriginNetwork,
	},
	{
		VendorUnavailable, http.StatusServiceUnavailable, "Vendor unavailable",
		"The vendor cannot be reached, or its connection is open-circuited, full, draining or disabled.",
		RetryIfSafe, OriginNetwork,
	},
	{VendorTimeout, http.StatusGatewayTimeout, "Vendor timed out", "The vendor did not answer in time.", RetryIfSafe, OriginNetwork},
	{
		JournalUnavailable, http.StatusServiceUnavailable, "Journal unavailable",
		"The journal cannot be written, so nothing was sent.",
		RetryLater, OriginGateway,
	},
	{
		JournalRestored, http.StatusServiceUnavailable, "Journal restored",
		"The gateway's journal was restored from a backup, and no operator has accepted it yet. Nothing was sent. Send the same " +
			"request with the same key again after Retry-After.",
		RetryLater, OriginGateway,
	},
	{
		IssuerKeysUnavailable, http.StatusServiceUnavailable, "Issuer keys unavailable",
		"The gateway could not fetch the keys of the token issuer, so it cannot judge a token yet. Your token may be " +
			"good: send it again after Retry-After.",
		RetryLater, OriginGateway,
	},
	{
		InternalError, http.StatusInternalServerError, "Internal error",
		"A defect of the gateway. Quote the request id.",
		RetryNever, OriginGateway,
	},
}
