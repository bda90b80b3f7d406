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
	"strings"
	"time"

	"canongate/adapters/internal/flex"
	"canongate/adapters/internal/rest"
	"canongate/adapters/internal/verdict"
	"canongate/canonical"
)

var (
	_ canonical.Warner                   = (*Adapter)(nil)
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

// Adapter is one Omnumi tenant. Safe for concurrent use.
type Adapter struct {
	settings Settings
	client   *rest.Client
	header   http.Header
	now      func() time.Time
	unmapped func(field string)
	answers  flex.Sampler
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
	a := &Adapter{settings: s, client: client, header: s.header(), now: c.Now, unmapped: c.Unmapped}
	if a.now == nil {
		a.now = time.Now
	}
	if a.unmapped == nil {
		a.unmapped = func(string) {}
	}
	return a, nil
}

// Vendor is "omnumi".
func (a *Adapter) Vendor() string { return "omnumi" }

// Warnings lists what the operator should confirm with the vendor.
func (a *Adapter) Warnings() []string { return a.settings.warnings() }

// StartVerification has an OTP mailed.
func (a *Adapter) StartVerification(ctx context.Context, d canonical.VerificationDraft) (canonical.Verification, error) {
	if err := checkVerification(d); err != nil {
		return canonical.Verification{}, err
	}
	r := post(pathOTPRequest, otpRequest{Email: trim(d.Email)})
	answer, err := call[otpRequested](ctx, a, canonical.StartVerification, r)
	if err != nil {
		return canonical.Verification{}, err
	}
	v, err := decodeVerification(d, answer.Data)
	return v, verdict.Named(canonical.StartVerification, err)
}

// ConfirmVerification gives the OTP back. The vendor's answer says no more
// than that it was right.
func (a *Adapter) ConfirmVerification(ctx context.Context, c canonical.VerificationConfirmation) (canonical.Verification, error) {
	op := canonical.ConfirmVerification
	if c.ID.Key(keyVerification) == "" {
		return canonical.Verification{}, verdict.Named(op, verdict.NoSuch(canonical.VerificationNotFound))
	}
	r := post(pathOTPVerify, otpVerify{
		OTP:                   strings.TrimSpace(c.OTP.Reveal()),
		VerificationRequestID: c.ID.Key(keyVerification),
	})
	answer, err := call[struct{}](ctx, a, op, r)
	if err != nil {
		return canonical.Verification{}, err
	}
	if answer.Message == "" && answer.Type == "" {
		return canonical.Verification{}, verdict.Named(op, verdict.Contradiction("the answer does not say that the mail address is verified"))
	}
	return verified(c), nil
}

// GetAgreementTemplate reads a legal text that is the same for everybody.
func (a *Adapter) GetAgreementTemplate(ctx context.Context, q canonical.TemplateQuery) (canonical.AgreementTemplate, error) {
	op := canonical.GetAgreementTemplate
	kind, known := templateTypes[q.Type]
	if !known {
		return canonical.AgreementTemplate{}, verdict.Named(op, verdict.NoSuch(canonical.TemplateNotFound))
	}
	r := get(pathTemplates, url.Values{"type": {kind}})
	answer, err := call[template](ctx, a, op, r)
	if err != nil {
		return canonical.AgreementTemplate{}, err
	}
	t, err := decodeTemplate(q.Type, answer.Data)
	return t, verdict.Named(op, err)
}

// CreateAgreement has the vendor prepare the agreements of one kind for a
// person; it may make several at once.
func (a *Adapter) CreateAgreement(ctx context.Context, d canonical.AgreementDraft) (canonical.List[canonical.Agreement], error) {
	op := canonical.CreateAgreement
	path, body, err := encodeAgreement(d, a.settings.DOBFormat)
	if err != nil {
		return canonical.List[canonical.Agreement]{}, verdict.Named(op, err)
	}
	answer, err := call[flex.Many[agreement]](ctx, a, op, post(path, body))
	if err != nil {
		return canonical.List[canonical.Agreement]{}, err
	}
	list, err := decodeAgreements(answer.Data, d.Kind, &d.Party, a.unmapped)
	if err == nil && len(list) == 0 {
		err = verdict.Contradiction("the answer has no agreement")
	}
	return canonical.NewList(list), verdict.Named(op, err)
}

// ListAgreements lists the tenant's agreements.
func (a *Adapter) ListAgreements(ctx context.Context, _ canonical.AgreementsQuery) (canonical.List[canonical.Agreement], error) {
	op := canonical.ListAgreements
	answer, err := call[flex.Many[agreement]](ctx, a, op, get(pathAgreements, nil))
	if err != nil {
		return canonical.NewList[canonical.Agreement](nil), unlessNone(err)
	}
	list, err := decodeAgreements(answer.Data, canonical.UnknownValue, nil, a.unmapped)
	return canonical.NewList(list), verdict.Named(op, err)
}

// GetAgreement reads one agreement. The vendor answers with a list, and
// without an id it knows with all of them, so the id is looked for (OMN-26).
func (a *Adapter) GetAgreement(ctx context.Context, q canonical.AgreementQuery) (canonical.Agreement, error) {
	op, id := canonical.GetAgreement, q.ID.Key(keyAgreement)
	if id == "" {
		return canonical.Agreement{}, verdict.Named(op, verdict.NoSuch(canonical.AgreementNotFound))
	}
	answer, err := call[flex.Many[agreement]](ctx, a, op, get(pathAgreements, url.Values{"agreementId": {id}}))
	if err != nil {
		return canonical.Agreement{}, err
	}
	for _, w := range answer.Data {
		if strings.EqualFold(string(w.ID), id) {
			found, err := decodeAgreement(w, q.ID.Key(keyKind), nil, a.unmapped)
			found.ID = q.ID
			return found, verdict.Named(op, err)
		}
	}
	return canonical.Agreement{}, &canonical.Error{Code: canonical.AgreementNotFound, Outcome: canonical.Answered, Operation: op.Name()}
}

// DecideAgreement records that the person accepted. Declining is not
// supported: whether the vendor takes DECLINED is not confirmed, and a word it
// ignores would look like a recorded refusal. An agreement whose kind was
// never known goes to the standard path, where the vendor refuses a UL one.
func (a *Adapter) DecideAgreement(ctx context.Context, d canonical.AgreementDecision) (canonical.Agreement, error) {
	op, id := canonical.DecideAgreement, d.ID.Key(keyAgreement)
	switch {
	case d.Decision != canonical.AgreementAccepted:
		e := canonical.Errorf(canonical.OperationNotSupported, "This vendor records acceptance only.")
		return canonical.Agreement{}, verdict.Named(op, e)
	case id == "":
		return canonical.Agreement{}, verdict.Named(op, verdict.NoSuch(canonical.AgreementNotFound))
	}
	path := pathDecisionStandard
	if d.ID.Key(keyKind) == canonical.AgreementUL {
		path = pathDecisionUL
	}
	r := post(path+url.PathEscape(id), consent{Status: "ACCEPTED"})
	r.Method = http.MethodPut
	answer, err := call[consented](ctx, a, op, r)
	if err != nil {
		return canonical.Agreement{}, err
	}
	decided, err := decodeDecision(d, answer.Data, a.now(), a.unmapped)
	return decided, verdict.Named(op, err)
}

// LinkBankAccount links an account by its numbers or by Plaid.
func (a *Adapter) LinkBankAccount(ctx context.Context, d canonical.BankAccountDraft) (canonical.BankAccount, error) {
	op := canonical.LinkBankAccount
	if d.CustomerID.Key(keyCustomer) == "" {
		return canonical.BankAccount{}, verdict.Named(op, verdict.NoSuch(canonical.CustomerNotFound))
	}
	answer, err := call[flex.Many[bankAccount]](ctx, a, op, post(pathLinkBank, encodeBankAccount(d)))
	if err != nil {
		return canonical.BankAccount{}, err
	}
	linked, err := decodeLinked(d, answer.Data, a.unmapped)
	return linked, verdict.Named(op, err)
}

// ListBankAccounts lists a customer's linked accounts. The vendor's document
// has lost the path (OMN-1), so it is a setting.
func (a *Adapter) ListBankAccounts(ctx context.Context, q canonical.BankAccountsQuery) (canonical.List[canonical.BankAccount], error) {
	op, customer := canonical.ListBankAccounts, q.CustomerID.Key(keyCustomer)
	if customer == "" {
		return canonical.List[canonical.BankAccount]{}, verdict.Named(op, verdict.NoSuch(canonical.CustomerNotFound))
	}
	path := strings.ReplaceAll(a.settings.LinkedBanksPath, customerPlaceholder, url.PathEscape(customer))
	answer, err := call[flex.Many[bankAccount]](ctx, a, op, get(path, nil))
	if err != nil {
		return canonical.NewList[canonical.BankAccount](nil), unlessNone(err)
	}
	list, err := decodeBankAccounts(q.CustomerID, answer.Data, a.unmapped)
	return canonical.NewList(list), verdict.Named(op, err)
}

// CreatePayment starts an ACH debit (in) or credit (out). Whatever does not
// prove that the vendor refused is payment_outcome_unknown (OMN-18).
func (a *Adapter) CreatePayment(ctx context.Context, d canonical.PaymentDraft) (canonical.Payment, error) {
	op := canonical.CreatePayment
	body, err := encodePayment(d, a.settings)
	if err != nil {
		return canonical.Payment{}, verdict.Named(op, err)
	}
	r := post(paymentPaths[d.Direction], body)
	r.Fresh = true
	answer, err := call[paid](ctx, a, op, r)
	if err != nil {
		return canonical.Payment{}, unlessRefused(err)
	}
	p, err := decodePayment(d, body, answer.Data, a.unmapped)
	if err != nil {
		return canonical.Payment{}, unlessRefused(verdict.Named(op, err))
	}
	return p, nil
}

// CreateCustomerReference makes an id of a customer that the caller knows
// from the vendor. The vendor is not called.
func (a *Adapter) CreateCustomerReference(_ context.Context, r canonical.CustomerReference) (canonical.Customer, error) {
	c, err := referCustomer(r)
	return c, verdict.Named(canonical.CreateCustomerReference, err)
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

// call sends a request once and reads the envelope of a success; anything
// else is an error that names the operation.
func call[T any](ctx context.Context, a *Adapter, op canonical.Row, r rest.Request) (envelope[T], error) {
	r.Header = a.header
	reply, err := a.client.Do(ctx, r)
	if err != nil {
		return envelope[T]{}, verdict.Named(op, err)
	}
	if reply.Status < 200 || reply.Status > 299 {
		return envelope[T]{}, classify(op, reply, faultsOf(reply.Body), a.now())
	}
	answer, err := flex.Decode[envelope[T]](reply.Body, a.unmapped)
	switch {
	case err != nil:
		return envelope[T]{}, verdict.Named(op, err)
	case len(answer.Errors) > 0:
		return envelope[T]{}, classify(op, reply, answer.Errors, a.now())
	}
	a.answers.Look(answer, a.unmapped)
	return answer, nil
}
