package omnumi

import (
	"cmp"
	"errors"
	"net/http"
	"strings"
	"time"

	"canongate/adapters/internal/lenientjson"
	"canongate/adapters/internal/rest"
	"canongate/adapters/internal/vendorerr"
	"canongate/canonical"
)

// errNone is the cause of an error that says "there are none": a success for
// a list.
var errNone = errors.New("the vendor has none")

var (
	confirming = []string{canonical.ConfirmVerification.Name()}
	listing    = []string{canonical.ListAgreements.Name()}
	agreeing   = []string{canonical.CreateAgreement.Name(), canonical.GetAgreement.Name(), canonical.DecideAgreement.Name()}
	banking    = []string{canonical.ListBankAccounts.Name(), canonical.LinkBankAccount.Name()}
	paying     = []string{canonical.CreatePayment.Name()}
	templating = []string{canonical.GetAgreementTemplate.Name()}
)

// rules stand in the priority of OMN-7. The first that fits any entry of
// errors decides, wherever the entry stands: the vendor lists several.
var rules = []vendorerr.Rule{
	{Words: vendorerr.Words(`tenant id is missing|valid tenant id|tenant not found`), Code: canonical.VendorConfigurationError},
	{Words: vendorerr.Words(`(could|couldn) t fetch token`), Code: canonical.VendorError}, // OMN-17; the vendor writes "Could't"

	{Operations: confirming, Statuses: []int{404}, Code: canonical.VerificationNotFound},
	{Operations: confirming, Words: vendorerr.Words(`no otp request found`), Code: canonical.VerificationNotFound},
	{Operations: confirming, Statuses: []int{409}, Code: canonical.VerificationAlreadyCompleted},
	{Operations: confirming, Words: vendorerr.Words(`already verified`), Code: canonical.VerificationAlreadyCompleted},
	{Operations: confirming, Statuses: []int{429}, Code: canonical.OTPAttemptsExceeded},
	{Operations: confirming, Words: vendorerr.Words(`too many failed attempts`), Code: canonical.OTPAttemptsExceeded},
	// A 401 here is about the OTP, not about our credentials (OMN-9).
	{Operations: confirming, Kind: "email verification", Code: canonical.OTPInvalid, Message: wrongOrStale},
	{Operations: confirming, Words: vendorerr.Words(`otp`), Code: canonical.OTPInvalid, Message: wrongOrStale},

	{Operations: banking, Words: vendorerr.Words(`customer (account )?(id )?not found`), Code: canonical.CustomerNotFound}, // OMN-10
	{Operations: banking, Words: vendorerr.Words(`no linked bank accounts`), Code: canonical.BankAccountNotFound, Cause: errNone},
	{Operations: templating, Words: vendorerr.Words(`no template with the type`), Code: canonical.TemplateNotFound},
	{Operations: listing, Words: vendorerr.Words(`no data found`), Code: canonical.AgreementNotFound, Cause: errNone},
	{Operations: agreeing, Words: vendorerr.Words(`no data found`), Code: canonical.AgreementNotFound},
	{
		Operations: paying, Kind: "recordnotfound",
		Code: canonical.BankAccountNotFound, Message: "The vendor knows no such customer, or no such bank account linked to them.",
	},

	{Kind: "validationerror", Code: canonical.ValidationFailed},

	{ // what the vendor checks before it starts a payment
		Operations: paying, Statuses: []int{400, 403, 409, 422},
		Words: vendorerr.Words(`wallets?|rules?|not active|inactive|features?|not eligible|not linked`),
		Code:  canonical.PreconditionFailedByVendor,
	},
}

const wrongOrStale = "The one-time password is wrong or stale; the vendor does not tell them apart."

// faultsOf reads the entries of an error's body; a body of another shape has
// none, and the status decides alone.
func faultsOf(body []byte) []fault {
	f, err := lenientjson.Decode[failure](body, nil)
	switch {
	case err != nil:
		return nil
	case len(f.Errors) == 0 && len(f.Message) > 0:
		return []fault{f.fault}
	default:
		return f.Errors
	}
}

// complaints are the entries, one for each text.
func complaints(faults []fault) []vendorerr.Complaint {
	var all []vendorerr.Complaint
	for _, f := range faults {
		if len(f.Message) == 0 {
			all = append(all, vendorerr.Complaint{Kind: string(f.Type)})
		}
		for _, text := range f.Message {
			all = append(all, vendorerr.Complaint{Kind: string(f.Type), Text: text})
		}
	}
	return all
}

// classify makes an error of an answer that is no success, or of a success
// that lists errors. Where no rule fits, the status decides, and a success that
// lists errors is a refusal.
func classify(op canonical.Row, reply rest.Reply, faults []fault, now time.Time) error {
	said := complaints(faults)
	rule, found := vendorerr.Match(rules, op.Name(), reply.Status, said)
	fields := vendorerr.Fields(said, pointers[op.Name()])
	code := rule.Code
	if !found {
		code = vendorerr.FromStatus(reply.Status)
	}
	if !found && reply.Status < http.StatusMultipleChoices {
		code = canonical.VendorRejected
	}
	if code == canonical.VendorRejected && len(fields) > 0 {
		code = canonical.ValidationFailed
	}
	e := vendorerr.New(reply, code, now)
	e.Operation, e.Vendor, e.Message, e.Err = op.Name(), vendorDetail(reply, said), rule.Message, cmp.Or(rule.Cause, e.Err)
	if e.Code == canonical.ValidationFailed {
		e.Message, e.Fields = "The vendor refused one or more fields.", fields
	}
	return e
}

// vendorDetail keeps the vendor's words, placeholders and all, apart from
// ours (OMN-22).
func vendorDetail(reply rest.Reply, said []vendorerr.Complaint) canonical.VendorDetail {
	v := canonical.VendorDetail{HTTPStatus: reply.Status}
	var texts []string
	for _, c := range said {
		v.Code = cmp.Or(v.Code, c.Kind)
		if c.Text != "" {
			texts = append(texts, c.Text)
		}
	}
	v.Message = canonical.Personal(strings.Join(texts, "; "))
	return v
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
