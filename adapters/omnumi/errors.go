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

// errNone is the cause of an error that means "there are none", which is an empty
// list for a list operation.
var errNone = errors.New("the vendor has none")

// The operations that a rule may be limited to.
var (
	confirmVerificationOps = []string{canonical.ConfirmVerification.Name()}
	listAgreementsOps      = []string{canonical.ListAgreements.Name()}
	agreementOps           = []string{canonical.CreateAgreement.Name(), canonical.GetAgreement.Name(), canonical.DecideAgreement.Name()}
	bankAccountOps         = []string{canonical.ListBankAccounts.Name(), canonical.LinkBankAccount.Name()}
	createPaymentOps       = []string{canonical.CreatePayment.Name()}
	templateOps            = []string{canonical.GetAgreementTemplate.Name()}
)

// rules are in the priority of OMN-7. The first that matches any entry of errors
// decides.
var rules = []vendorerr.Rule{
	{Pattern: vendorerr.Pattern(`tenant id is missing|valid tenant id|tenant not found`), Code: canonical.VendorConfigurationError},
	{Pattern: vendorerr.Pattern(`(could|couldn) t fetch token`), Code: canonical.VendorError}, // OMN-17; the vendor writes "Could't"

	{Operations: confirmVerificationOps, Statuses: []int{404}, Code: canonical.VerificationNotFound},
	{Operations: confirmVerificationOps, Pattern: vendorerr.Pattern(`no otp request found`), Code: canonical.VerificationNotFound},
	{Operations: confirmVerificationOps, Statuses: []int{409}, Code: canonical.VerificationAlreadyCompleted},
	{Operations: confirmVerificationOps, Pattern: vendorerr.Pattern(`already verified`), Code: canonical.VerificationAlreadyCompleted},
	{Operations: confirmVerificationOps, Statuses: []int{429}, Code: canonical.OTPAttemptsExceeded},
	{Operations: confirmVerificationOps, Pattern: vendorerr.Pattern(`too many failed attempts`), Code: canonical.OTPAttemptsExceeded},
	// A 401 here is about the OTP, not about our credentials (OMN-9).
	{Operations: confirmVerificationOps, Kind: "email verification", Code: canonical.OTPInvalid, Message: wrongOrStale},
	{Operations: confirmVerificationOps, Pattern: vendorerr.Pattern(`otp`), Code: canonical.OTPInvalid, Message: wrongOrStale},

	// OMN-10
	{Operations: bankAccountOps, Pattern: vendorerr.Pattern(`customer (account )?(id )?not found`), Code: canonical.CustomerNotFound},
	{Operations: bankAccountOps, Pattern: vendorerr.Pattern(`no linked bank accounts`), Code: canonical.BankAccountNotFound, Cause: errNone},
	{Operations: templateOps, Pattern: vendorerr.Pattern(`no template with the type`), Code: canonical.TemplateNotFound},
	{Operations: listAgreementsOps, Pattern: vendorerr.Pattern(`no data found`), Code: canonical.AgreementNotFound, Cause: errNone},
	{Operations: agreementOps, Pattern: vendorerr.Pattern(`no data found`), Code: canonical.AgreementNotFound},
	{
		Operations: createPaymentOps, Kind: "recordnotfound",
		Code: canonical.BankAccountNotFound, Message: "The vendor knows no such customer, or no such bank account linked to them.",
	},

	{Kind: "validationerror", Code: canonical.ValidationFailed},

	{ // what the vendor checks before it starts a payment
		Operations: createPaymentOps, Statuses: []int{400, 403, 409, 422},
		Pattern: vendorerr.Pattern(`wallets?|rules?|not active|inactive|features?|not eligible|not linked`),
		Code:    canonical.PreconditionFailedByVendor,
	},
}

const wrongOrStale = "The one-time password is wrong or stale; the vendor does not tell them apart."

// faultsOf reads the entries of an error's body. It is empty for a body of another
// shape; the HTTP status then decides alone.
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

// complaintsOf has one complaint for each text of the entries.
func complaintsOf(faults []fault) []vendorerr.Complaint {
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

// classify makes an error of a failure, or of a success that lists errors. Where no
// rule matches, the status decides; a success that lists errors is a refusal.
func classify(op canonical.Row, reply rest.Reply, faults []fault, now time.Time) error {
	complaints := complaintsOf(faults)
	rule, found := vendorerr.Match(rules, op.Name(), reply.Status, complaints)
	fields := vendorerr.Fields(complaints, pointers[op.Name()])
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
	e.Operation, e.Vendor, e.Message, e.Err = op.Name(), vendorDetail(reply, complaints), rule.Message, cmp.Or(rule.Cause, e.Err)
	if e.Code == canonical.ValidationFailed {
		e.Message, e.Fields = "The vendor refused one or more fields.", fields
	}
	return e
}

// vendorDetail keeps the vendor's texts unchanged and apart from ours (OMN-22).
func vendorDetail(reply rest.Reply, complaints []vendorerr.Complaint) canonical.VendorDetail {
	v := canonical.VendorDetail{HTTPStatus: reply.Status}
	var texts []string
	for _, c := range complaints {
		v.Code = cmp.Or(v.Code, c.Kind)
		if c.Text != "" {
			texts = append(texts, c.Text)
		}
	}
	v.Message = canonical.Personal(strings.Join(texts, "; "))
	return v
}

// orNone is an empty list where the error means "there are none".
func orNone[T any](list canonical.List[T], err error) (canonical.List[T], error) {
	if errors.Is(err, errNone) {
		return canonical.NewList[T](nil), nil
	}
	return list, err
}
