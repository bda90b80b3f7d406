package canonical

import (
	"context"
	"net/http"
	"time"
)

// Adapter is one vendor as one connection sees it. What it can do shows in
// the capability interfaces below that it implements; each is found once at
// start-up through its Operation row. Adapters are safe for concurrent use.
//
// A method gets a context whose deadline it honours and returns either a
// resource or an *Error. It calls the vendor once per invocation (besides its
// own credentials) and never retries by itself: policies do.
type Adapter interface {
	// Vendor is the adapter's name in configuration, metrics and spans.
	Vendor() string
}

// Warner is an adapter that has something to tell the operator at start:
// settings that its vendor's documents leave open.
type Warner interface{ Warnings() []string }

// Reloader is an adapter that a reload of the configuration tells to try again
// what it held back, such as logins that the vendor refused.
type Reloader interface{ Reload() }

// Connection is what an adapter is made from: one configured instance of a
// vendor.
type Connection struct {
	Name     string
	BaseURL  string
	Settings map[string]any // the vendor's own keys, not yet decoded
	// Secret resolves a reference (env:NAME, file:PATH) in Settings.
	Secret func(reference string) (Secret, error)
	// Header is added to every request to the vendor (extra_headers).
	Header http.Header
	// Transport makes the HTTP calls of reads. FreshTransport never reuses a
	// connection: payments and other writes go through it.
	Transport, FreshTransport http.RoundTripper
	// Timeout bounds a call for credentials; calls for operations are bounded
	// by their context.
	Timeout time.Duration
	Now     func() time.Time
	// Unmapped counts a vendor value or field that no table knows, by the
	// field's path; it never gets the value.
	Unmapped func(field string)
	// OtherSubject counts an answer of an operation about another subject than the
	// one asked for; nil where nobody counts.
	OtherSubject func(operation string)
}

// The capabilities, one interface an operation.
type (
	CustomerCreator interface {
		CreateCustomer(context.Context, CustomerDraft) (Customer, error)
	}
	CustomerUpdater interface {
		UpdateCustomer(context.Context, CustomerUpdate) (Customer, error)
	}
	CustomerLookuper interface {
		LookupCustomer(context.Context, CustomerLookup) (Customer, error)
	}
	CustomerGetter interface {
		GetCustomer(context.Context, CustomerQuery) (Customer, error)
	}
	VerificationStarter interface {
		StartVerification(context.Context, VerificationDraft) (Verification, error)
	}
	VerificationConfirmer interface {
		ConfirmVerification(context.Context, VerificationConfirmation) (Verification, error)
	}
	RequirementLister interface {
		ListRequirements(context.Context, RequirementQuery) (List[Requirement], error)
	}
	RequirementCreator interface {
		CreateRequirements(context.Context, RequirementsDraft) (List[Requirement], error)
	}
	RequirementAnswerer interface {
		AnswerRequirement(context.Context, RequirementAnswer) (Requirement, error)
	}
	DocumentUploader interface {
		UploadDocument(context.Context, DocumentDraft) (Document, error)
	}
	AgreementTemplateGetter interface {
		GetAgreementTemplate(context.Context, TemplateQuery) (AgreementTemplate, error)
	}
	AgreementCreator interface {
		CreateAgreement(context.Context, AgreementDraft) (List[Agreement], error)
	}
	AgreementLister interface {
		ListAgreements(context.Context, AgreementsQuery) (List[Agreement], error)
	}
	AgreementGetter interface {
		GetAgreement(context.Context, AgreementQuery) (Agreement, error)
	}
	AgreementDecider interface {
		DecideAgreement(context.Context, AgreementDecision) (Agreement, error)
	}
	BankAccountLinker interface {
		LinkBankAccount(context.Context, BankAccountDraft) (List[BankAccount], error)
	}
	BankAccountLister interface {
		ListBankAccounts(context.Context, BankAccountsQuery) (List[BankAccount], error)
	}
	PaymentCreator interface {
		CreatePayment(context.Context, PaymentDraft) (Payment, error)
	}
	PaymentGetter interface {
		GetPayment(context.Context, PaymentQuery) (Payment, error)
	}
	OfferLister interface {
		ListOffers(context.Context, OfferQuery) (List[Offer], error)
	}
	// EventReceiver first says who sent a notification; only an authentic one is
	// given to ReceiveEvent, which may call the vendor.
	EventReceiver interface {
		AuthenticateEvent(InboundEvent) Authenticity
		ReceiveEvent(context.Context, InboundEvent) (Notice, error)
	}
	CustomerReferenceCreator interface {
		CreateCustomerReference(context.Context, CustomerReference) (Customer, error)
	}
	ReferenceCreator interface {
		CreateReference(context.Context, ReferenceDraft) (Reference, error)
	}
)

// The operations of canonical.md §3, in its order.
var (
	CreateCustomer = operation("create_customer", Keyed,
		func(c CustomerCreator) Func[CustomerDraft, Customer] { return c.CreateCustomer })
	UpdateCustomer = operation("update_customer", Keyed,
		func(c CustomerUpdater) Func[CustomerUpdate, Customer] { return c.UpdateCustomer })
	LookupCustomer = operation("lookup_customer", Safe,
		func(c CustomerLookuper) Func[CustomerLookup, Customer] { return c.LookupCustomer })
	GetCustomer       = operation("get_customer", Safe, func(c CustomerGetter) Func[CustomerQuery, Customer] { return c.GetCustomer })
	StartVerification = operation("start_verification", Keyed,
		func(c VerificationStarter) Func[VerificationDraft, Verification] { return c.StartVerification })
	ConfirmVerification = operation("confirm_verification", Keyed, func(c VerificationConfirmer) Func[VerificationConfirmation, Verification] {
		return c.ConfirmVerification
	})
	ListRequirements = operation("list_requirements", Safe,
		func(c RequirementLister) Func[RequirementQuery, List[Requirement]] { return c.ListRequirements })
	CreateRequirements = operation("create_requirements", Keyed,
		func(c RequirementCreator) Func[RequirementsDraft, List[Requirement]] { return c.CreateRequirements })
	AnswerRequirement = operation("answer_requirement", Keyed,
		func(c RequirementAnswerer) Func[RequirementAnswer, Requirement] { return c.AnswerRequirement })
	UploadDocument = operation("upload_document", Keyed,
		func(c DocumentUploader) Func[DocumentDraft, Document] { return c.UploadDocument })
	GetAgreementTemplate = operation("get_agreement_template", Safe,
		func(c AgreementTemplateGetter) Func[TemplateQuery, AgreementTemplate] { return c.GetAgreementTemplate })
	CreateAgreement = operation("create_agreement", Keyed,
		func(c AgreementCreator) Func[AgreementDraft, List[Agreement]] { return c.CreateAgreement })
	ListAgreements = operation("list_agreements", Safe,
		func(c AgreementLister) Func[AgreementsQuery, List[Agreement]] { return c.ListAgreements })
	GetAgreement = operation("get_agreement", Safe,
		func(c AgreementGetter) Func[AgreementQuery, Agreement] { return c.GetAgreement })
	DecideAgreement = operation("decide_agreement", Idempotent,
		func(c AgreementDecider) Func[AgreementDecision, Agreement] { return c.DecideAgreement })
	LinkBankAccount = operation("link_bank_account", Keyed,
		func(c BankAccountLinker) Func[BankAccountDraft, List[BankAccount]] { return c.LinkBankAccount })
	ListBankAccounts = operation("list_bank_accounts", Safe,
		func(c BankAccountLister) Func[BankAccountsQuery, List[BankAccount]] { return c.ListBankAccounts })
	CreatePayment = operation("create_payment", MovesMoney,
		func(c PaymentCreator) Func[PaymentDraft, Payment] { return c.CreatePayment })
	GetPayment   = operation("get_payment", Safe, func(c PaymentGetter) Func[PaymentQuery, Payment] { return c.GetPayment })
	ListOffers   = operation("list_offers", Safe, func(c OfferLister) Func[OfferQuery, List[Offer]] { return c.ListOffers })
	ReceiveEvent = operation("receive_event", Idempotent,
		func(c EventReceiver) Func[InboundEvent, Notice] { return c.ReceiveEvent })
	CreateCustomerReference = operation("create_customer_reference", Idempotent,
		func(c CustomerReferenceCreator) Func[CustomerReference, Customer] { return c.CreateCustomerReference })
	CreateReference = operation("create_reference", Idempotent,
		func(c ReferenceCreator) Func[ReferenceDraft, Reference] { return c.CreateReference })
)
