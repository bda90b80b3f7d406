package canonical

import (
	"errors"
	"fmt"
	"time"
)

// Code is a stable, public error code. The set is closed: Codes lists it.
type Code string

// The codes of canonical.md §4.
const (
	InvalidRequest               Code = "invalid_request"
	IdempotencyKeyMissing        Code = "idempotency_key_missing"
	Unauthenticated              Code = "unauthenticated"
	PermissionDenied             Code = "permission_denied"
	CustomerAuthorizationNeeded  Code = "customer_authorization_required"
	ConsentRequired              Code = "consent_required"
	NotFound                     Code = "not_found"
	CustomerNotFound             Code = "customer_not_found"
	VerificationNotFound         Code = "verification_not_found"
	RequirementNotFound          Code = "requirement_not_found"
	AgreementNotFound            Code = "agreement_not_found"
	TemplateNotFound             Code = "template_not_found"
	BankAccountNotFound          Code = "bank_account_not_found"
	PaymentNotFound              Code = "payment_not_found"
	IdempotencyInProgress        Code = "idempotency_in_progress"
	OutcomeUnknownAfterRestore   Code = "outcome_unknown_after_restore"
	AlreadyExists                Code = "already_exists"
	CustomerNotAtConnection      Code = "customer_not_at_connection"
	BankAccountBlocked           Code = "bank_account_blocked"
	VerificationAlreadyCompleted Code = "verification_already_completed"
	CustomerNotSubscribed        Code = "customer_not_subscribed"
	DocumentTooLarge             Code = "document_too_large"
	UnsupportedDocumentType      Code = "unsupported_document_type"
	RequestTooLarge              Code = "request_too_large"
	UnsupportedMediaType         Code = "unsupported_media_type"
	MethodNotAllowed             Code = "method_not_allowed"
	ValidationFailed             Code = "validation_failed"
	IdempotencyKeyReused         Code = "idempotency_key_reused"
	OTPInvalid                   Code = "otp_invalid"
	OTPExpired                   Code = "otp_expired"
	VerificationFailed           Code = "verification_failed"
	CustomerBlocked              Code = "customer_blocked"
	PreconditionFailedByVendor   Code = "precondition_failed_by_vendor"
	VendorRejected               Code = "vendor_rejected"
	OTPAttemptsExceeded          Code = "otp_attempts_exceeded"
	RateLimited                  Code = "rate_limited"
	OperationNotSupported        Code = "operation_not_supported"
	VendorAuthFailed             Code = "vendor_auth_failed"
	VendorConfigurationError     Code = "vendor_configuration_error"
	VendorError                  Code = "vendor_error"
	VendorProtocolError          Code = "vendor_protocol_error"
	PaymentOutcomeUnknown        Code = "payment_outcome_unknown"
	VendorUnavailable            Code = "vendor_unavailable"
	VendorTimeout                Code = "vendor_timeout"
	JournalUnavailable           Code = "journal_unavailable"
	JournalRestored              Code = "journal_restored"
	IssuerKeysUnavailable        Code = "issuer_keys_unavailable"
	InternalError                Code = "internal_error"
)

// Retry says when sending the same request again can help.
type Retry string

// The answers of canonical.md §4's "retryable" column.
const (
	RetryNever  Retry = "never"   // the request must change first
	RetryIfSafe Retry = "if_safe" // when the operation is safe, or nothing was sent
	RetryLater  Retry = "later"   // the same request may succeed after Retry-After
)

// CodeInfo is a row of the closed table.
type CodeInfo struct {
	Code   Code
	Status int    // HTTP status of the problem
	Title  string // RFC 9457 title: the same for every occurrence
	Help   string // what it means and what to do, for the page at /problems/{code}
	Retry  Retry
	Origin Origin // whose fault it is when nothing more is known
}

// Origin says whose fault an error is.
type Origin string

// The origins of canonical.md §4.
const (
	OriginCaller  Origin = "caller"
	OriginGateway Origin = "gateway"
	OriginNetwork Origin = "network"
	OriginVendor  Origin = "vendor"
)

// Outcome says whether the vendor may have acted, so that nobody has to guess
// whether money moved.
type Outcome string

// The outcomes of canonical.md §4.
const (
	NotSent  Outcome = "not_sent" // nothing reached the vendor
	Unknown  Outcome = "unknown"  // it may have acted
	Answered Outcome = "answered" // it replied
)

// FieldError is one mistake in a request.
type FieldError struct {
	Pointer string `json:"pointer" doc:"JSON Pointer (RFC 6901) to the field, or the name of a header or query parameter."`
	Code    string `json:"code" enum:"required,unknown_field,wrong_type,invalid,unsupported" doc:"What is wrong."`
	Detail  string `json:"detail" doc:"The mistake in words, which never hold the value."`
}

// DetailRequired is how the detail of a field that is missing begins.
const DetailRequired = "is required"

// The codes of a FieldError.
const (
	FieldRequired    = "required"
	FieldUnknown     = "unknown_field"
	FieldWrongType   = "wrong_type"
	FieldInvalid     = "invalid"
	FieldUnsupported = "unsupported"
)

// VendorDetail is what the vendor said, shown only to callers with the scope
// vendor:read. Its texts have digit runs of nine and more masked by the gateway.
type VendorDetail struct {
	Connection string   `json:"connection,omitempty" doc:"The connection whose vendor said it."`
	HTTPStatus int      `json:"http_status,omitempty" doc:"The vendor's HTTP status."`
	Code       string   `json:"code,omitempty" doc:"The vendor's code of the error."`
	Type       string   `json:"type,omitempty" doc:"The vendor's kind of error."`
	Message    Personal `json:"message,omitempty" doc:"The vendor's words, with long numbers masked."`
	Location   Personal `json:"location,omitempty" doc:"What the vendor says is wrong, where that is no field of this API."`
	MoreInfo   Personal `json:"more_info,omitempty" doc:"What else the vendor said: a link, or JSON as text."`
	RequestID  string   `json:"request_id,omitempty" doc:"The vendor's id of the request, to quote to it."`
}

// Error is the one error type of canongate. Code, Origin and Outcome are for
// programs, Message for the client, Err for operators. Neither Message nor
// Err ever holds a body or a value.
type Error struct {
	Code       Code
	Origin     Origin  // empty: the code's own
	Outcome    Outcome // empty: not_sent
	Operation  string
	Connection string
	Message    string        // safe for clients; empty: the code's title
	RetryAfter time.Duration // 0: not known
	Fields     []FieldError
	Vendor     VendorDetail
	Customer   *CustomerID // customer_blocked: whom the vendor refuses; already_exists: who it is
	Payment    *PaymentID  // payment_outcome_unknown: what to ask about
	Err        error
}

// Error says what was attempted and how it ended; it holds no value of the
// request or the answer.
func (e *Error) Error() string {
	s := string(e.Code)
	if e.Operation != "" {
		s = e.Operation + ": " + s
	}
	if e.Connection != "" {
		s += " at " + e.Connection
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Info is the code's row; an unknown code counts as internal_error.
func (e *Error) Info() CodeInfo { return e.Code.Info() }

// WhoseFault is Origin, or the code's own where none was set.
func (e *Error) WhoseFault() Origin {
	if e.Origin != "" {
		return e.Origin
	}
	return e.Info().Origin
}

// HowFar is Outcome, or not_sent where none was set.
func (e *Error) HowFar() Outcome {
	if e.Outcome != "" {
		return e.Outcome
	}
	return NotSent
}

// Why is the most exact reason that may stand in a log and a span: the cause, else
// what the client is told.
func (e *Error) Why() string {
	switch {
	case e.Err != nil:
		return e.Err.Error()
	case e.Message != "":
		return e.Message
	default:
		return e.Info().Title
	}
}

// Retryable says whether sending the same request again can help without
// doing anything twice. A payment is retryable only when nothing was sent.
func (e *Error) Retryable(effect Effect) bool {
	switch e.Info().Retry {
	case RetryLater:
		return effect == Safe || e.HowFar() != Unknown
	case RetryIfSafe:
		return effect == Safe || e.HowFar() == NotSent
	default:
		return false
	}
}

// AsError gives the canonical error in err's chain. Any other error becomes
// internal_error with err as its cause; nil stays nil.
func AsError(err error) *Error {
	if err == nil {
		return nil
	}
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return &Error{Code: InternalError, Err: err}
}

// Errorf makes an error with a message that is safe for clients.
func Errorf(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// Info is the code's row in the closed table.
func (c Code) Info() CodeInfo {
	if info, ok := codeIndex[c]; ok {
		return info
	}
	return codeIndex[InternalError]
}

// Codes lists the closed table in the order of canonical.md §4.
func Codes() []CodeInfo { return append([]CodeInfo(nil), codes...) }

var codeIndex = func() map[Code]CodeInfo {
	m := make(map[Code]CodeInfo, len(codes))
	for _, c := range codes {
		m[c.Code] = c
	}
	return m
}()
