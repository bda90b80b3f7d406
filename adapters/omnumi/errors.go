package omnumi

import (
	"cmp"
	"errors"
	"fmt"
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
// are matched against "status type: message".
var rules = []rule{
	{words: words(`tenant id is missing|valid tenant id|tenant not found`), code: canonical.VendorConfigurationError},
	{words: words(`couldn?'?n?'?t fetch token`), code: canonical.VendorError}, // OMN-17; the vendor writes "Could't"

	{operations: confirming, words: words(`^404 |no otp request found`), code: canonical.VerificationNotFound},
	{operations: confirming, words: words(`^409 |already verified`), code: canonical.VerificationAlreadyCompleted},
	{operations: confirming, words: words(`^429 |too many failed attempts`), code: canonical.OTPAttemptsExceeded},
	{ // a 401 here is about the OTP, not about our credentials (OMN-9)
		operations: confirming, words: words(`^\d+ email verification:|\botp\b`),
		code: canonical.OTPInvalid, message: "The one-time password is wrong or stale; the vendor does not tell them apart.",
	},

	{operations: banking, words: words(`customer (account )?(id )?not found`), code: canonical.CustomerNotFound}, // OMN-10
	{operations: banking, words: words(`no linked bank accounts`), code: canonical.BankAccountNotFound, cause: errNone},
	{operations: templating, words: words(`no template with the type`), code: canonical.TemplateNotFound},
	{operations: listing, words: words(`no data found`), code: canonical.AgreementNotFound, cause: errNone},
	{operations: agreeing, words: words(`no data found`), code: canonical.AgreementNotFound},
	{
		operations: paying, words: words(`^\d+ recordnotfound:`),
		code: canonical.BankAccountNotFound, message: "The vendor knows no such customer, or no such bank account linked to them.",
	},

	{words: words(`^\d+ validationerror:`), code: canonical.ValidationFailed},

	{ // what the vendor checks before it starts a payment
		operations: paying, words: words(`^(400|403|409|422) .*(wallet|\brule\b|not active|inactive|feature|not eligible|not linked)`),
		code: canonical.PreconditionFailedByVendor,
	},
}

// refusedField finds the field in a text such as "link-bank: bankLegalName should not be empty when …".
var refusedField = regexp.MustCompile(`^[^:]*: ([a-z]\w*(?:\.\w+)*) (?:(should not be empty|is required)|should |must |is not valid)`)

func words(pattern string) *regexp.Regexp { return regexp.MustCompile(`(?is)` + pattern) }

// text is what rules look at.
func (f fault) text(status int) string { return fmt.Sprintf("%d %s: %s", status, f.Type, f.Message) }

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
	fields := fieldsOf(op.Name(), reply.Status, faults)
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

// match finds the first rule that fits; without one the status decides, and a
// success that lists errors is a refusal. The words of a 5xx are not believed:
// the vendor's own fault comes first.
func match(op string, status int, faults []fault) rule {
	byStatus := rule{code: verdict.ByStatus(status)}
	switch {
	case status >= http.StatusInternalServerError:
		return byStatus
	case status < http.StatusMultipleChoices:
		byStatus.code = canonical.VendorRejected
	}
	for _, r := range rules {
		if len(r.operations) > 0 && !slices.Contains(r.operations, op) {
			continue
		}
		if slices.ContainsFunc(faults, func(f fault) bool { return r.words.MatchString(f.text(status)) }) {
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
func fieldsOf(op string, status int, faults []fault) []canonical.FieldError {
	var fields []canonical.FieldError
	for _, f := range faults {
		m := refusedField.FindStringSubmatch(f.text(status))
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

// orNone is an empty list where the error says "there are none".
func orNone[T any](list canonical.List[T], err error) (canonical.List[T], error) {
	if errors.Is(err, errNone) {
		return canonical.NewList[T](nil), nil
	}
	return list, err
}

// unlessRefused is err when there is none, or when the payment was certainly not
// started: nothing was sent, or the vendor refused it with a 4xx. Anything else may have moved
// money (OMN-18); a 408 may be a proxy that gave up waiting.
func unlessRefused(err error) error {
	if err == nil {
		return nil
	}
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
	e.Message, e.Fields = "", nil
	if status != 0 {
		e.Message = "The payment was sent and the vendor's answer does not say what became of it."
	}
	return &e
}
