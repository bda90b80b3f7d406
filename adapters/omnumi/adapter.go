// Package omnumi speaks Omnumi's Partner API v4.0.0: mail verification,
// agreements, linked bank accounts and ACH payments.
//
// The vendor has no read for a payment, no idempotency and no way to make a
// customer: the gateway's journal serves the first two, and a customer comes
// in by create_customer_reference.
package omnumi

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"canongate/adapters/internal/lenientjson"
	"canongate/adapters/internal/rest"
	"canongate/adapters/internal/subject"
	"canongate/adapters/internal/vendorerr"
	"canongate/canonical"
)

var (
	_ canonical.Warner                   = (*Adapter)(nil)
	_ canonical.FieldLister              = (*Adapter)(nil)
	_ canonical.VerificationStarter      = (*Adapter)(nil)
	_ canonical.VerificationConfirmer    = (*Adapter)(nil)
	_ canonical.AgreementTemplateGetter  = (*Adapter)(nil)
	_ canonical.AgreementCreator         = (*Adapter)(nil)
	_ canonical.AgreementLister          = (*Adapter)(nil)
	_ canonical.AgreementGetter          = (*Adapter)(nil)
	_ canonical.AgreementDecider         = (*Adapter)(nil)
	_ canonical.BankAccountLinker        = (*Adapter)(nil)
	_ canonical.BankAccountLister        = (*Adapter)(nil)
	_ canonical.PaymentCreator           = (*Adapter)(nil)
	_ canonical.CustomerReferenceCreator = (*Adapter)(nil)
	_ canonical.ReferenceCreator         = (*Adapter)(nil)
)

// The vendor's paths. The two kinds of agreement are spelt differently in
// POST and PUT (OMN-16).
const (
	pathOTPRequest       = "/tenant/customer/api/otp/request"
	pathOTPVerify        = "/tenant/customer/api/otp/verify"
	pathTemplates        = "/tenant/agreement/terms-and-privacy-agreements"
	pathAgreements       = "/tenant/agreement/get-agreement"
	pathPreviewStandard  = "/tenant/agreement/preview-agreement"
	pathPreviewUL        = "/tenant/agreement/preview-UL-agreement"
	pathDecisionStandard = "/tenant/agreement/preview-agreement/"
	pathDecisionUL       = "/tenant/agreement/ul-preview-agreement/"
	pathLinkBank         = "/tenant/customer/link-bank"
	pathACHIn            = "/ach/in"
	pathACHOut           = "/ach/out"
)

// otpDigits is the length that the vendor documents.
const otpDigits = 6

// Adapter is one Omnumi tenant. Safe for concurrent use.
type Adapter struct {
	settings Settings
	client   *rest.Client
	header   http.Header
	now      func() time.Time
	unmapped func(field string)
	subjects subject.Guard
	answers  lenientjson.DriftSampler
}

// New makes an adapter from a connection. Its error names every setting that
// is wrong.
func New(c canonical.Connection) (canonical.Adapter, error) {
	s, err := decodeSettings(c)
	if err != nil {
		return nil, err
	}
	client, err := rest.New(c)
	if err != nil {
		return nil, err
	}
	return &Adapter{
		settings: s, client: client, header: s.header(), now: c.Now, unmapped: c.Unmapped,
		subjects: subject.Guard{Others: s.OtherSubjects, Count: c.OtherSubject},
	}, nil
}

// Vendor is "omnumi".
func (a *Adapter) Vendor() string { return "omnumi" }

// Warnings lists what the operator should confirm with the vendor.
func (a *Adapter) Warnings() []string { return a.settings.warnings() }

// StartVerification has an OTP mailed.
func (a *Adapter) StartVerification(ctx context.Context, d canonical.VerificationDraft) (canonical.Verification, error) {
	if d.Method != canonical.MethodEmailOTP {
		return canonical.Verification{}, canonical.Errorf(canonical.OperationNotSupported, "This vendor verifies by email_otp only.")
	}
	r := post(pathOTPRequest, otpRequest{Email: trim(d.Email)})
	return call(ctx, a, canonical.StartVerification, r, func(w envelope[otpRequested]) (canonical.Verification, error) {
		return decodeVerification(d, w.one())
	})
}

// ConfirmVerification gives the OTP back. The vendor's answer says no more
// than that it was right.
func (a *Adapter) ConfirmVerification(ctx context.Context, c canonical.VerificationConfirmation) (canonical.Verification, error) {
	if c.ID.Key(keyVerification) == "" {
		return canonical.Verification{}, vendorerr.UnknownKey(canonical.VerificationNotFound)
	}
	otp := strings.TrimSpace(c.OTP.Reveal())
	var check canonical.Check
	check.OTP("/otp", otp, otpDigits)
	if err := check.Err(); err != nil {
		return canonical.Verification{}, err
	}
	r := post(pathOTPVerify, otpVerify{
		OTP:                   otp,
		VerificationRequestID: c.ID.Key(keyVerification),
	})
	return call(ctx, a, canonical.ConfirmVerification, r, func(w envelope[json.RawMessage]) (canonical.Verification, error) {
		if w.Message == "" && w.Type == "" {
			return canonical.Verification{}, vendorerr.Malformed("the answer does not say that the mail address is verified")
		}
		return verified(c), nil
	})
}

// GetAgreementTemplate reads a legal text that is the same for everybody.
func (a *Adapter) GetAgreementTemplate(ctx context.Context, q canonical.TemplateQuery) (canonical.AgreementTemplate, error) {
	kind, known := templateTypes[q.Type]
	if !known {
		return canonical.AgreementTemplate{}, vendorerr.UnknownKey(canonical.TemplateNotFound)
	}
	r := get(pathTemplates, url.Values{"type": {kind}})
	return call(ctx, a, canonical.GetAgreementTemplate, r, func(w envelope[template]) (canonical.AgreementTemplate, error) {
		return decodeTemplate(q.Type, w.one())
	})
}

// CreateAgreement has the vendor prepare the agreements of one kind for a
// person; it may make several at once.
func (a *Adapter) CreateAgreement(ctx context.Context, d canonical.AgreementDraft) (canonical.List[canonical.Agreement], error) {
	if d.Kind == canonical.AgreementUL {
		canonical.Ignore(ctx, onlyULFacts(&d.Party)...)
	}
	path, body, err := encodeAgreement(d, a.settings)
	if err != nil {
		return canonical.List[canonical.Agreement]{}, err
	}
	return call(ctx, a, canonical.CreateAgreement, post(path, body), func(w envelope[agreement]) (canonical.List[canonical.Agreement], error) {
		if len(w.Data) == 0 {
			return canonical.List[canonical.Agreement]{}, vendorerr.Malformed("the answer has no agreement")
		}
		return decodeAgreements(w.Data, d.Kind, &d.Party, a.unmapped)
	})
}

// ListAgreements lists the tenant's agreements.
func (a *Adapter) ListAgreements(ctx context.Context, _ canonical.AgreementsQuery) (canonical.List[canonical.Agreement], error) {
	list, err := call(ctx, a, canonical.ListAgreements, get(pathAgreements, nil), func(
		w envelope[agreement],
	) (canonical.List[canonical.Agreement], error) {
		return decodeAgreements(w.Data, canonical.UnknownValue, nil, a.unmapped)
	})
	return orNone(list, err)
}

// GetAgreement reads one agreement. The vendor answers with a list, and
// without an id it knows with all of them, so the id is looked for (OMN-26).
func (a *Adapter) GetAgreement(ctx context.Context, q canonical.AgreementQuery) (canonical.Agreement, error) {
	op, id := canonical.GetAgreement, q.ID.Key(keyAgreement)
	if id == "" {
		return canonical.Agreement{}, vendorerr.UnknownKey(canonical.AgreementNotFound)
	}
	r := get(pathAgreements, url.Values{"agreementId": {id}})
	return call(ctx, a, op, r, func(w envelope[agreement]) (canonical.Agreement, error) {
		i := slices.IndexFunc(w.Data, func(each agreement) bool { return strings.EqualFold(string(each.ID), id) })
		if i < 0 && len(w.Data) == 1 && a.subjects.Takes(op.Name()) {
			i, w.Data[0].ID = 0, lenientjson.String(id)
		}
		if i < 0 {
			return canonical.Agreement{}, &canonical.Error{Code: canonical.AgreementNotFound, Outcome: canonical.Answered}
		}
		found, err := decodeAgreement(w.Data[i], q.ID.Key(keyKind), nil, a.unmapped)
		found.ID = q.ID
		return found, err
	})
}

// DecideAgreement records that the person accepted. Declining is not supported,
// because it is not confirmed that the vendor takes DECLINED.
func (a *Adapter) DecideAgreement(ctx context.Context, d canonical.AgreementDecision) (canonical.Agreement, error) {
	op, id := canonical.DecideAgreement, d.ID.Key(keyAgreement)
	switch {
	case d.Decision != canonical.AgreementAccepted:
		e := canonical.Errorf(canonical.OperationNotSupported, "This vendor records acceptance only.")
		return canonical.Agreement{}, e
	case id == "":
		return canonical.Agreement{}, vendorerr.UnknownKey(canonical.AgreementNotFound)
	}
	kind, err := kindToDecide(d)
	if err != nil {
		return canonical.Agreement{}, err
	}
	r := post(decisionPaths[kind]+url.PathEscape(id), consent{Status: "ACCEPTED"})
	r.Method = http.MethodPut
	return call(ctx, a, op, r, func(w envelope[consented]) (canonical.Agreement, error) {
		return decodeDecision(d, kind, w.one(), a.now(), a.subjects, a.unmapped)
	})
}

// LinkBankAccount links an account by its numbers, or all that a person chose at
// Plaid.
func (a *Adapter) LinkBankAccount(ctx context.Context, d canonical.BankAccountDraft) (canonical.List[canonical.BankAccount], error) {
	if d.CustomerID.Key(keyCustomer) == "" {
		return canonical.List[canonical.BankAccount]{}, vendorerr.UnknownKey(canonical.CustomerNotFound)
	}
	canonical.Ignore(ctx, onlyOneWay(&d)...)
	body, err := encodeBankAccount(d)
	if err != nil {
		return canonical.List[canonical.BankAccount]{}, err
	}
	return call(ctx, a, canonical.LinkBankAccount, post(pathLinkBank, body), func(
		w envelope[bankAccount],
	) (canonical.List[canonical.BankAccount], error) {
		return decodeLinked(d, w.Data, a.unmapped)
	})
}

// ListBankAccounts lists a customer's linked accounts. The vendor's document
// has lost the path (OMN-1), so it is a setting.
func (a *Adapter) ListBankAccounts(ctx context.Context, q canonical.BankAccountsQuery) (canonical.List[canonical.BankAccount], error) {
	op, customer := canonical.ListBankAccounts, q.CustomerID.Key(keyCustomer)
	if customer == "" {
		return canonical.List[canonical.BankAccount]{}, vendorerr.UnknownKey(canonical.CustomerNotFound)
	}
	path := strings.ReplaceAll(a.settings.LinkedBanksPath, customerPlaceholder, url.PathEscape(customer))
	list, err := call(ctx, a, op, get(path, nil), func(w envelope[bankAccount]) (canonical.List[canonical.BankAccount], error) {
		return decodeBankAccounts(q.CustomerID, w.Data, a.unmapped)
	})
	return orNone(list, err)
}

// CreatePayment starts an ACH debit (in) or credit (out). Whatever does not
// prove that the vendor refused is payment_outcome_unknown (OMN-18).
func (a *Adapter) CreatePayment(ctx context.Context, d canonical.PaymentDraft) (canonical.Payment, error) {
	body, err := encodePayment(d, a.settings)
	if err != nil {
		return canonical.Payment{}, err
	}
	p, err := call(ctx, a, canonical.CreatePayment, post(paymentPaths[d.Direction], body), func(w envelope[paid]) (canonical.Payment, error) {
		return decodePayment(d, body, w.one(), a.now(), a.unmapped)
	})
	return p, vendorerr.UnlessRefused(err)
}

// CreateCustomerReference makes an id of a customer that the caller knows
// from the vendor. The vendor is not called.
func (a *Adapter) CreateCustomerReference(_ context.Context, r canonical.CustomerReference) (canonical.Customer, error) {
	c, err := referCustomer(r)
	return c, err
}

// CreateReference makes an id of what the caller knows from the vendor. The vendor is
// not called.
func (a *Adapter) CreateReference(ctx context.Context, d canonical.ReferenceDraft) (canonical.Reference, error) {
	return refer(ctx, d)
}

func get(path string, query url.Values) rest.Request {
	return rest.Request{Method: http.MethodGet, Path: path, Query: query}
}

// post encodes a body of this package's wire types. They always marshal; a
// body that did not would be empty, and refused by the vendor.
func post(path string, body any) rest.Request {
	b, _ := json.Marshal(body)
	return rest.Request{Method: http.MethodPost, Path: path, ContentType: "application/json", Body: b}
}

// call sends a request once and decodes the envelope of a success; anything
// else is an error that names the operation.
func call[T, R any](ctx context.Context, a *Adapter, op canonical.Row, r rest.Request, decode func(envelope[T]) (R, error)) (R, error) {
	var none R
	r.Header = a.header
	reply, err := a.client.Do(ctx, r.For(op))
	if err != nil {
		return none, err
	}
	if reply.Status < 200 || reply.Status > 299 {
		return none, classify(op, reply, faultsOf(reply.Body), a.now())
	}
	read := lenientjson.Decode[envelope[T]]
	if op.Effect() == canonical.MovesMoney {
		read = lenientjson.DecodeWhole[envelope[T]]
	}
	answer, err := read(reply.Body, a.unmapped)
	switch {
	case err != nil:
		return none, err
	case len(answer.Errors) > 0:
		return none, classify(op, reply, answer.Errors, a.now())
	}
	a.answers.ObserveIn(op.Name(), answer, a.unmapped)
	return decode(answer)
}
