package omnumi

import (
	"cmp"
	"errors"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"canongate/adapters/internal/flex"
	"canongate/adapters/internal/rest"
	"canongate/adapters/internal/verdict"
	"canongate/canonical"
)

// errNone is the cause of an error that says "there are none": a success for
// a list.
var errNone = errors.New("the vendor has none")

// rule gives a code to a fault by its words.
type rule struct {
	operations []string // empty: all
	statuses   []int    // empty: all
	words      *regexp.Regexp
	code       canonical.Code
	message    string // for clients; "": the code's title
	cause      error
}

var (
	confirming = []string{canonical.ConfirmVerification.Name()}
	listing    = []string{canonical.ListAgreements.Name()}
	agreeing   = []string{canonical.CreateAgreement.Name(), canonical.GetAgreement.Name(), canonical.DecideAgreement.Name()}
	banking    = []string{canonical.ListBankAccounts.Name(), canonical.LinkBankAccount.Name()}
	paying     = []string{canonical.CreatePayment.Name()}
	templating = []string{canonical.GetAgreementTemplate.Name()}
)

// rules stand in the priority of OMN-7. The first that fits any entry of
// errors decides, wherever the entry stands: the vendor lists several. Words
// are matched against "type: message".
var rules = []rule{
	{words: words(`tenant id is missing|valid tenant id|tenant not found`), code: canonical.VendorConfigurationError},
	{words: words(`couldn?'?n?'?t fetch token`), code: canonical.VendorError}, // OMN-17; the vendor writes "Could't"

	{operations: confirming, statuses: []int{http.StatusNotFound}, words: words(`^email verification:|otp`), code: canonical.VerificationNotFound},
	{operations: confirming, statuses: []int{http.StatusConflict}, words: words(`^email verification:|otp`), code: canonical.VerificationAlreadyCompleted},
	{operations: confirming, statuses: []int{http.StatusTooManyRequests}, words: words(`^email verification:|attempts`), code: canonical.OTPAttemptsExceeded},
	{ // a 401 here is about the OTP, not about our credentials (OMN-9)
		operations: confirming, statuses: []int{http.StatusBadRequest, http.StatusUnauthorized}, words: words(`^email verification:|otp`),
		code: canonical.OTPInvalid, message: "The one-time password is wrong or stale; the vendor does not tell them apart.",
	},

	{operations: banking, words: words(`customer (account )?(id )?not found`), code: canonical.CustomerNotFound}, // OMN-10
	{operations: banking, words: words(`no linked bank accounts`), code: canonical.BankAccountNotFound, cause: errNone},
	{operations: templating, words: words(`no template with the type`), code: canonical.TemplateNotFound},
	{operations: listing, words: words(`no data found`), code: canonical.AgreementNotFound, cause: errNone},
	{operations: agreeing, words: words(`no data found`), code: canonical.AgreementNotFound},
	{
		operations: paying, words: words(`^recordnotfound:`),
		code: canonical.BankAccountNotFound, message: "The vendor knows no such customer, or no such bank account linked to them.",
	},

	{words: words(`^validationerror:`), code: canonical.ValidationFailed},

	{ // what the vendor checks before it starts a payment
		operations: paying, statuses: []int{http.StatusBadRequest, http.StatusForbidden, http.StatusConflict, http.StatusUnprocessableEntity},
		words: words(`wallet|\brule\b|not active|inactive|feature|not eligible|not linked`), code: canonical.PreconditionFailedByVendor,
	},
}

// refusedField finds the field in a text such as "link-bank: bankLegalName should not be empty when …".
var refusedField = regexp.MustCompile(`^[^:]*: ([a-z]\w*(?:\.\w+)*) (?:(should not be empty|is required)|should |must |is not valid)`)

func words(pattern string) *regexp.Regexp { return regexp.MustCompile(`(?i)` + pattern) }

// text is what rules look at.
func (f fault) text() string { return string(f.Type) + ": " + string(f.Message) }

// faultsOf reads the entries of an error's body; a body of another shape has
// none, and the status decides alone.
func faultsOf(body []byte) []fault {
	f, err := flex.Decode[failure](body, nil)
	switch {
	case err != nil:
		return nil
	case len(f.Errors) == 0 && f.Message != "":
		return []fault{f.fault}
	default:
		return f.Errors
	}
}

// classify makes an error of an answer that is no success, or of a success
// that lists errors.
func classify(op canonical.Row, reply rest.Reply, faults []fault, now time.Time) error {
	r := match(op.Name(), reply.Status, faults)
	fields := fieldsOf(op.Name(), faults)
	if r.code == canonical.VendorRejected && len(fields) > 0 {
		r.code = canonical.ValidationFailed
	}
	e := verdict.Of(reply, r.code, now)
	e.Operation, e.Vendor, e.Message, e.Err = op.Name(), vendorDetail(reply, faults), r.message, cmp.Or(r.cause, e.Err)
	if e.Code == canonical.ValidationFailed {
		e.Message, e.Fields = "The vendor refused one or more fields.", fields
	}
	return e
}

// match finds the first rule that fits; without one the status decides. The
// words of a 5xx are not believed: the vendor's own fault comes first.
func match(op string, status int, faults []fault) rule {
	byStatus := rule{code: verdict.ByStatus(status)}
	if status >= http.StatusInternalServerError {
		return byStatus
	}
	for _, r := range rules {
		if len(r.operations) > 0 && !slices.Contains(r.operations, op) || len(r.statuses) > 0 && !slices.Contains(r.statuses, status) {
			continue
		}
		if slices.ContainsFunc(faults, func(f fault) bool { return r.words.MatchString(f.text()) }) {
			return r
		}
	}
	return byStatus
}

// vendorDetail keeps the vendor's words, placeholders and all, apart from
// ours (OMN-22).
func vendorDetail(reply rest.Reply, faults []fault) canonical.VendorDetail {
	v := canonical.VendorDetail{HTTPStatus: reply.Status}
	var messages []string
	for _, f := range faults {
		if v.Code == "" {
			v.Code = string(f.Type)
		}
		if f.Message != "" {
			messages = append(messages, string(f.Message))
		}
	}
	v.Message = canonical.Personal(strings.Join(messages, "; "))
	return v
}

// fieldsOf points at the fields that the vendor's messages begin with.
func fieldsOf(op string, faults []fault) []canonical.FieldError {
	var fields []canonical.FieldError
	for _, f := range faults {
		m := refusedField.FindStringSubmatch(f.text())
		if m == nil {
			continue
		}
		pointer, known := pointers[op][m[1]]
		if !known {
			continue
		}
		e := canonical.FieldError{Pointer: pointer, Code: canonical.FieldInvalid, Detail: "was refused by the vendor"}
		if m[2] != "" {
			e.Code, e.Detail = canonical.FieldRequired, "is required by the vendor"
		}
		fields = append(fields, e)
	}
	return fields
}

// unlessNone is err, but nil for "there are none".
func unlessNone(err error) error {
	if errors.Is(err, errNone) {
		return nil
	}
	return err
}

// unlessRefused is err when the payment was certainly not started: nothing
// was sent, or the vendor refused it with a 4xx. Anything else may have moved
// money (OMN-18); a 408 may be a proxy that gave up waiting.
func unlessRefused(err error) error {
	e := *canonical.AsError(err)
	status := e.Vendor.HTTPStatus
	if e.HowFar() == canonical.NotSent || status >= 400 && status < 500 && status != http.StatusRequestTimeout {
		return err
	}
	e.Origin = e.WhoseFault()
	if e.Origin != canonical.OriginNetwork {
		e.Origin = canonical.OriginVendor
	}
	e.Code, e.Outcome, e.RetryAfter = canonical.PaymentOutcomeUnknown, canonical.Unknown, 0
	e.Message, e.Fields = "The payment was sent and the vendor's answer does not say what became of it.", nil
	return &e
}
