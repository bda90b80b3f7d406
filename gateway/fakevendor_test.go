package gateway_test

import (
	"context"
	"sync"

	"canongate/canonical"
)

// fakeVendor is a vendor that can do everything and answers at once. Its fail, when
// set, ends every call; calls counts them.
type fakeVendor struct {
	mu    sync.Mutex
	calls map[string]int
	seen  any // the last request
	fail  error
	found func(*canonical.Customer) // changes whom a lookup finds; nil: as they are
	proof canonical.Authenticity    // of a notification that names no Forgery in its header
	told  *canonical.Notice         // what a notification says; nil: the customer is active and clear
}

func (*fakeVendor) Vendor() string { return "stub" }

func recorded[In, Out any](s *fakeVendor, name string, in In, out Out) (Out, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.calls == nil {
		s.calls = map[string]int{}
	}
	s.calls[name]++
	s.seen = in
	if s.fail != nil {
		var none Out
		return none, s.fail
	}
	return out, nil
}

func (s *fakeVendor) count(name string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls[name]
}

func (s *fakeVendor) last() any {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seen
}

func customer(number string) canonical.Customer {
	return canonical.Customer{
		ID: canonical.NewID[canonical.CustomerID](canonical.Keys{"number": number}), Object: "customer", Type: "individual",
		Status: canonical.CustomerActive, VendorIDs: canonical.VendorIDs{"number": number},
		Profile: canonical.Profile{
			Name: &canonical.Name{GivenName: "Layla", FamilyName: "Haddad"}, CountryOfResidence: "AE",
			Identifiers: []canonical.Identifier{{Type: canonical.IdentifierEmiratesID, Number: "784199100000019", ExpiresOn: "2031-04-16"}},
		},
	}
}

func (s *fakeVendor) CreateCustomer(_ context.Context, d canonical.CustomerDraft) (canonical.Customer, error) {
	c := customer("1")
	if d.ExternalReference == "review" {
		c.Status = canonical.CustomerPendingReview
	}
	c.Existing = d.Metadata["existing"] != ""
	return recorded(s, "create_customer", d, c)
}

func (s *fakeVendor) UpdateCustomer(_ context.Context, u canonical.CustomerUpdate) (canonical.Customer, error) {
	return recorded(s, "update_customer", u, customer(u.ID.Key("number")))
}

func (s *fakeVendor) LookupCustomer(_ context.Context, l canonical.CustomerLookup) (canonical.Customer, error) {
	c := customer("1")
	s.mu.Lock()
	if s.found != nil {
		s.found(&c)
	}
	s.mu.Unlock()
	return recorded(s, "lookup_customer", l, c)
}

func (s *fakeVendor) GetCustomer(_ context.Context, q canonical.CustomerQuery) (canonical.Customer, error) {
	return recorded(s, "get_customer", q, customer(q.ID.Key("number")))
}

func (s *fakeVendor) StartVerification(_ context.Context, d canonical.VerificationDraft) (canonical.Verification, error) {
	return recorded(s, "start_verification", d, canonical.Verification{
		ID: canonical.NewID[canonical.VerificationID](canonical.Keys{"number": "7"}), Object: "verification",
		Method: d.Method, Status: canonical.VerificationPending, ChannelHint: "l***@example.com",
	})
}

func (s *fakeVendor) ConfirmVerification(_ context.Context, v canonical.VerificationConfirmation) (canonical.Verification, error) {
	return recorded(s, "confirm_verification", v, canonical.Verification{
		ID: v.ID, Object: "verification", Method: canonical.MethodAadhaarOTP, Status: canonical.VerificationVerified,
		VerifiedClaims: &canonical.VerifiedClaims{
			Verification: canonical.ClaimsVerification{TrustFramework: "uidai_ekyc", Evidence: []canonical.Evidence{{
				Type: "electronic_record", Record: canonical.ElectronicRecord{Type: "aadhaar", PersonalNumberLast4: "0017"},
			}}},
			Claims: canonical.Claims{Name: "Layla Haddad", Birthdate: "1991-04-17", Gender: "female"},
		},
	})
}

func requirement(customerID canonical.CustomerID) canonical.Requirement {
	return canonical.Requirement{
		ID: canonical.NewID[canonical.RequirementID](canonical.Keys{"number": "3"}), Object: "requirement", CustomerID: customerID,
		Kind: canonical.KindText, Status: canonical.RequirementPending, Title: "Source of funds",
	}
}

func (s *fakeVendor) ListRequirements(_ context.Context, q canonical.RequirementQuery) (canonical.List[canonical.Requirement], error) {
	return recorded(s, "list_requirements", q, canonical.NewList([]canonical.Requirement{requirement(q.CustomerID)}))
}

func (s *fakeVendor) CreateRequirements(_ context.Context, d canonical.RequirementsDraft) (canonical.List[canonical.Requirement], error) {
	return recorded(s, "create_requirements", d, canonical.NewList([]canonical.Requirement{requirement(d.CustomerID)}))
}

func (s *fakeVendor) AnswerRequirement(_ context.Context, a canonical.RequirementAnswer) (canonical.Requirement, error) {
	r := requirement(canonical.NewID[canonical.CustomerID](canonical.Keys{"number": "1"}))
	r.ID, r.Status = a.ID, canonical.RequirementSubmitted
	return recorded(s, "answer_requirement", a, r)
}

func (s *fakeVendor) UploadDocument(_ context.Context, d canonical.DocumentDraft) (canonical.Document, error) {
	return recorded(s, "upload_document", d, canonical.Document{
		ID: canonical.NewID[canonical.DocumentID](canonical.Keys{"number": "5"}), Object: "document", RequirementID: d.RequirementID,
		Purpose: d.Purpose, Status: canonical.DocumentReceived,
		File: canonical.File{Name: d.File.Name, ContentType: d.File.ContentType, Size: int64(len(d.Content))},
	})
}

func (s *fakeVendor) GetAgreementTemplate(_ context.Context, q canonical.TemplateQuery) (canonical.AgreementTemplate, error) {
	return recorded(s, "get_agreement_template", q, canonical.AgreementTemplate{
		Object: "agreement_template", ID: "t-1", Type: q.Type, HTML: "<p>Terms & conditions</p>",
	})
}

func agreement(id canonical.AgreementID) canonical.Agreement {
	return canonical.Agreement{ID: id, Object: "agreement", Kind: canonical.AgreementUL, Status: canonical.AgreementPending, Content: "<p>…</p>", ContentType: "text/html"}
}

func agreementKey() canonical.AgreementID {
	return canonical.NewID[canonical.AgreementID](canonical.Keys{"number": "9", "kind": "ul"})
}

func (s *fakeVendor) CreateAgreement(_ context.Context, d canonical.AgreementDraft) (canonical.List[canonical.Agreement], error) {
	return recorded(s, "create_agreement", d, canonical.NewList([]canonical.Agreement{agreement(agreementKey())}))
}

func (s *fakeVendor) ListAgreements(_ context.Context, q canonical.AgreementsQuery) (canonical.List[canonical.Agreement], error) {
	return recorded(s, "list_agreements", q, canonical.NewList[canonical.Agreement](nil))
}

func (s *fakeVendor) GetAgreement(_ context.Context, q canonical.AgreementQuery) (canonical.Agreement, error) {
	return recorded(s, "get_agreement", q, agreement(q.ID))
}

func (s *fakeVendor) DecideAgreement(_ context.Context, d canonical.AgreementDecision) (canonical.Agreement, error) {
	a := agreement(d.ID)
	a.Status, a.Decision = canonical.AgreementAccepted, &canonical.Decision{Value: d.Decision}
	return recorded(s, "decide_agreement", d, a)
}

func bankAccount(customerID canonical.CustomerID) canonical.BankAccount {
	return canonical.BankAccount{
		ID: canonical.NewID[canonical.BankAccountID](canonical.Keys{"number": "11"}), Object: "bank_account", CustomerID: customerID,
		Status: canonical.BankAccountActive, AccountType: canonical.AccountChecking, Last4: "0017",
	}
}

func (s *fakeVendor) LinkBankAccount(_ context.Context, d canonical.BankAccountDraft) (canonical.List[canonical.BankAccount], error) {
	return recorded(s, "link_bank_account", d, canonical.NewList([]canonical.BankAccount{bankAccount(d.CustomerID)}))
}

func (s *fakeVendor) ListBankAccounts(_ context.Context, q canonical.BankAccountsQuery) (canonical.List[canonical.BankAccount], error) {
	return recorded(s, "list_bank_accounts", q, canonical.NewList([]canonical.BankAccount{bankAccount(q.CustomerID)}))
}

func (s *fakeVendor) CreatePayment(_ context.Context, d canonical.PaymentDraft) (canonical.Payment, error) {
	p := d.Asked()
	p.Status, p.Reference = canonical.PaymentSubmitted, "ref-1"
	return recorded(s, "create_payment", d, p)
}

func (s *fakeVendor) ListOffers(_ context.Context, q canonical.OfferQuery) (canonical.List[canonical.Offer], error) {
	return recorded(s, "list_offers", q, canonical.NewList([]canonical.Offer{{
		ID: canonical.NewID[canonical.OfferID](canonical.Keys{"campaign": "c"}), Object: "offer", CampaignID: "c", StartsOn: "2030-01-01",
	}}))
}

func (s *fakeVendor) AuthenticateEvent(e canonical.InboundEvent) canonical.Authenticity {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.proof.Forgery = canonical.Forgery(e.Header.Get("Forgery"))
	return s.proof
}

func (s *fakeVendor) ReceiveEvent(_ context.Context, e canonical.InboundEvent) (canonical.Notice, error) {
	if s.told != nil {
		return recorded(s, "receive_event", e, *s.told)
	}
	status := canonical.CustomerActive
	if string(e.Body) == canonical.CustomerIsBlocked {
		status = canonical.CustomerIsBlocked
	}
	return recorded(s, "receive_event", e, canonical.Notice{
		Type: canonical.EventScreeningUpdated, Subject: customer("1").ID, State: "clear",
		Data: canonical.EventData{CustomerID: customer("1").ID, Status: status, Screening: &canonical.Screening{Status: "clear"}},
	})
}

func (s *fakeVendor) CreateReference(_ context.Context, d canonical.ReferenceDraft) (canonical.Reference, error) {
	id := canonical.NewReferenceID(d.Type, canonical.Keys{"number": "11"})
	return recorded(s, "create_reference", d, canonical.Reference{ID: id, Object: "reference", Type: d.Type, VendorIDs: d.VendorIDs, Kind: d.Kind})
}

func (s *fakeVendor) CreateCustomerReference(_ context.Context, r canonical.CustomerReference) (canonical.Customer, error) {
	c := canonical.Customer{
		ID: canonical.NewID[canonical.CustomerID](canonical.Keys(r.VendorIDs)), Object: "customer", VendorIDs: r.VendorIDs,
	}
	return recorded(s, "create_customer_reference", r, c)
}
