package omnumi_test

import (
	"context"
	"net/http"
	"reflect"
	"testing"
	"time"

	"canongate/adapters/conformance"
	"canongate/adapters/omnumi"
	"canongate/adapters/omnumi/sandbox"
	"canongate/canonical"
)

const (
	tenant   = "7d0f3a52-86c1-4b9e-a3f7-2c5e81d4b690"
	customer = "c0000000-0000-4000-8000-000000000001" // known to every tenant of the sandbox
	bank     = "b0000000-0000-4000-8000-000000000001" // linked to that customer
	sampled  = "a6f0c1d2-3b4e-4c5d-8e9f-102132435465" // the agreement of the sandbox's samples
	wallet   = "0x3c91f0a7be52d8460e1f9b73c5a2d8e4016f7b9c"
)

func settingsOf() map[string]any {
	return map[string]any{
		"tenant_id": tenant, "api_key": "env:OMNUMI_API_KEY", "access_token": "env:OMNUMI_TOKEN",
		"linked_banks_path": "/tenant/customer/link-bank/{customerAccountId}",
		"amount_as":         "number", "dob_format": "iso", "currency": "USD", "processor": "CORE",
		"allow_web_credit": true, "sec_rules": "enforce", "effective_dates": "roll",
	}
}

func customerID(id string) canonical.CustomerID {
	return canonical.NewID[canonical.CustomerID](canonical.Keys{"customer_account_id": id})
}

func bankAccountID(customer, id string) canonical.BankAccountID {
	return canonical.NewID[canonical.BankAccountID](canonical.Keys{"customer_account_id": customer, "linked_bank_id": id})
}

func agreementID(id, kind string) canonical.AgreementID {
	return canonical.NewID[canonical.AgreementID](canonical.Keys{"agreement_id": id, "kind": kind})
}

func verificationID(id string) canonical.VerificationID {
	return canonical.NewID[canonical.VerificationID](canonical.Keys{"verification_request_id": id, "method": "email_otp"})
}

func party() canonical.AgreementParty {
	return canonical.AgreementParty{
		GivenName: "Marisol", MiddleName: "Inés", FamilyName: "Quintavalle", Email: "marisol.q@example.com",
		IPAddress: "203.0.113.24", WalletAddress: wallet, Birthdate: "1986-11-23",
		Tax:   &canonical.TaxID{Country: "US", ID: canonical.NewSecret("900-71-4426")},
		Phone: &canonical.PartyPhone{Number: "+12025550118", SMSAllowed: new(true)},
		Address: &canonical.PartyAddress{
			Lines: []canonical.Personal{"41 Juniper Lane", "Apt 6"}, City: "Bowling Green", State: "KY", PostalCode: "42101", Country: "US",
		},
	}
}

func mailDraft() canonical.VerificationDraft {
	return canonical.VerificationDraft{Method: canonical.MethodEmailOTP, Email: "marisol.q@example.com"}
}

func agreementDraft(kind string) canonical.AgreementDraft {
	return canonical.AgreementDraft{Kind: kind, Party: party()}
}

func accountDraft() canonical.BankAccountDraft {
	return canonical.BankAccountDraft{
		CustomerID: customerID(customer), LinkMethod: canonical.LinkAccountNumbers, InstitutionName: "First Sandbox Bank",
		Holder: &canonical.AccountHolder{
			Name: "Marisol Quintavalle", Phone: "+12025550118", Email: "marisol.q@example.com", AddressText: "41 Juniper Lane, Bowling Green, KY 42101",
		},
		AccountType: canonical.AccountChecking, AccountNumber: canonical.NewSecret("Mq90017788"), RoutingNumber: "123456780",
	}
}

func paymentDraft(t *testing.T, direction, amount string) canonical.PaymentDraft {
	t.Helper()
	value, err := canonical.ParseDecimal(amount)
	if err != nil {
		t.Fatalf("reading the test's amount: %v", err)
	}
	return canonical.PaymentDraft{
		Direction: direction, Rail: canonical.RailACH, Amount: canonical.Money{Value: value, Currency: "USD"},
		Asset: canonical.Asset{Symbol: "USBC"}, CustomerID: customerID(customer), BankAccountID: bankAccountID(customer, bank),
		Wallet: canonical.Wallet{Type: canonical.WalletCustomNamespace, Value: "juniper41"},
		ACH:    canonical.ACH{SECCode: "WEB", EffectiveDate: "2026-03-02", Frequency: canonical.FrequencyOneTime},
		Authorization: canonical.PaymentAuthorization{
			Text: "Move this once from my account, please.", Method: canonical.AuthorizationDigitalFingerprint, IPAddress: "203.0.113.24",
		},
		Risk: &canonical.PaymentRisk{User: "low", Transaction: "medium"}, Reference: "order-5521",
	}
}

func TestConformance(t *testing.T) {
	t.Parallel()
	conformance.Run(t, conformance.Vendor{
		New: omnumi.New, Sandbox: sandbox.New, Samples: sandbox.Samples, Settings: settingsOf(),
		Secrets: map[string]string{"OMNUMI_API_KEY": "key-6b1f2a", "OMNUMI_TOKEN": "token-93ce07"},
		Operations: []string{
			"start_verification", "confirm_verification", "get_agreement_template", "create_agreement", "list_agreements",
			"get_agreement", "decide_agreement", "link_bank_account", "list_bank_accounts", "create_payment", "create_customer_reference",
			"create_reference",
		},
		Cases: cases(t), Documented: documented(),
		Canaries: []string{
			"Marisol", "Quintavalle", "marisol.q", "203.0.113.24", wallet, "1986-11-23", "900-71-4426", "2025550118",
			"Juniper", "Mq90017788", "123456780", "juniper41", "731904",
		},
	})
}

func cases(t *testing.T) []conformance.Case {
	t.Helper()
	return []conformance.Case{
		conformance.Of(canonical.StartVerification, mailDraft()),
		conformance.Prepared(canonical.ConfirmVerification,
			canonical.VerificationConfirmation{ID: verificationID("e7d6c5b4-a392-4817-9605-f4e3d2c1b0a9"), OTP: canonical.NewSecret("731904")},
			confirmable),
		conformance.Of(canonical.GetAgreementTemplate, canonical.TemplateQuery{Type: canonical.TemplatePrivacyPolicy}),
		conformance.Of(canonical.CreateAgreement, agreementDraft(canonical.AgreementStandard)),
		conformance.Of(canonical.CreateAgreement, agreementDraft(canonical.AgreementUL)).NoGolden(),
		conformance.Of(canonical.ListAgreements, canonical.AgreementsQuery{}),
		conformance.Prepared(canonical.GetAgreement, canonical.AgreementQuery{ID: agreementID(sampled, canonical.AgreementStandard)},
			func(ctx context.Context, t *testing.T, a canonical.Adapter) canonical.AgreementQuery {
				return canonical.AgreementQuery{ID: agreed(ctx, t, a, canonical.AgreementStandard)}
			}),
		conformance.Prepared(canonical.DecideAgreement, accept(agreementID(sampled, canonical.AgreementUL)),
			func(ctx context.Context, t *testing.T, a canonical.Adapter) canonical.AgreementDecision {
				return accept(agreed(ctx, t, a, canonical.AgreementUL))
			}),
		conformance.Prepared(canonical.DecideAgreement, accept(agreementID(sampled, canonical.AgreementStandard)),
			func(ctx context.Context, t *testing.T, a canonical.Adapter) canonical.AgreementDecision {
				return accept(agreed(ctx, t, a, canonical.AgreementStandard))
			}).NoGolden(),
		conformance.Of(canonical.LinkBankAccount, accountDraft()),
		conformance.Of(canonical.LinkBankAccount, plaidDraft()).NoGolden(),
		conformance.Of(canonical.ListBankAccounts, canonical.BankAccountsQuery{CustomerID: customerID(customer)}),
		conformance.Of(canonical.CreatePayment, paymentDraft(t, canonical.DirectionDebit, "100.50")),
		conformance.Of(canonical.CreatePayment, paymentDraft(t, canonical.DirectionCredit, "75.00")).NoGolden(),
		conformance.Of(canonical.CreateCustomerReference, canonical.CustomerReference{VendorIDs: canonical.VendorIDs{"customer_account_id": customer}}).NoCall(),
		conformance.Of(canonical.CreateReference, canonical.ReferenceDraft{
			Type: canonical.ReferenceBankAccount, VendorIDs: canonical.VendorIDs{"linked_bank_id": bank}, CustomerID: customerID(customer),
		}).NoCall(),
	}
}

func accept(id canonical.AgreementID) canonical.AgreementDecision {
	return canonical.AgreementDecision{ID: id, Decision: canonical.AgreementAccepted}
}

func plaidDraft() canonical.BankAccountDraft {
	at := time.Date(2026, 2, 3, 4, 5, 6, 178_800_000, time.FixedZone("", 2*60*60))
	return canonical.BankAccountDraft{
		CustomerID: customerID(customer), LinkMethod: canonical.LinkPlaid,
		Plaid: &canonical.PlaidLink{Token: canonical.NewSecret("processor-5a0e"), ConsentedAt: &at},
	}
}

// confirmable starts a verification at the sandbox, whose OTP is 123456.
func confirmable(ctx context.Context, t *testing.T, a canonical.Adapter) canonical.VerificationConfirmation {
	t.Helper()
	v, err := canonical.StartVerification.Bind(a)(ctx, mailDraft())
	if err != nil {
		t.Errorf("starting a verification: %v", err)
	}
	return canonical.VerificationConfirmation{ID: v.ID, OTP: canonical.NewSecret("123456")}
}

// agreed has the sandbox prepare agreements and gives the first.
func agreed(ctx context.Context, t *testing.T, a canonical.Adapter, kind string) canonical.AgreementID {
	t.Helper()
	list, err := canonical.CreateAgreement.Bind(a)(ctx, agreementDraft(kind))
	if err != nil || len(list.Data) == 0 {
		t.Errorf("preparing an agreement: %v", err)
		return canonical.AgreementID{}
	}
	return list.Data[0].ID
}

func TestIDsWithoutThisVendorsKeys(t *testing.T) {
	t.Parallel()
	a, v := answering(t, http.StatusOK, `{}`)
	payment := paymentDraft(t, canonical.DirectionDebit, "100.50")
	payment.BankAccountID = canonical.BankAccountID{}
	for _, e := range []struct {
		got  *canonical.Error
		want canonical.Code
	}{
		{refused(t, a, canonical.ConfirmVerification, canonical.VerificationConfirmation{OTP: canonical.NewSecret("731904")}), canonical.VerificationNotFound},
		{refused(t, a, canonical.GetAgreement, canonical.AgreementQuery{}), canonical.AgreementNotFound},
		{refused(t, a, canonical.DecideAgreement, accept(canonical.AgreementID{})), canonical.AgreementNotFound},
		{refused(t, a, canonical.LinkBankAccount, canonical.BankAccountDraft{}), canonical.CustomerNotFound},
		{refused(t, a, canonical.ListBankAccounts, canonical.BankAccountsQuery{}), canonical.CustomerNotFound},
		{refused(t, a, canonical.CreatePayment, payment), canonical.BankAccountNotFound},
		{refused(t, a, canonical.GetAgreementTemplate, canonical.TemplateQuery{Type: "cookies"}), canonical.TemplateNotFound},
	} {
		if e.got.Code != e.want || e.got.HowFar() != canonical.NotSent {
			t.Errorf("got %s, outcome %s; want %s, not_sent", e.got.Code, e.got.HowFar(), e.want)
		}
	}
	if len(v.seen) != 0 {
		t.Errorf("%d requests were sent without a key", len(v.seen))
	}
}

func TestDriftIsSampled(t *testing.T) {
	t.Parallel()
	v := &fakeVendor{status: http.StatusOK, body: `{"data":[{"id":"` + sampled + `","status":"PENDING","mood":1}],"page":2}`}
	counted := map[string]int{}
	c := connection(v, nil)
	c.Unmapped = func(field string) { counted[field]++ }
	a := adapterOf(t, c)
	for range 65 {
		do(t, a, canonical.ListAgreements, canonical.AgreementsQuery{})
	}
	if counted["data.mood"] != 2 || counted["page"] != 2 || len(counted) != 2 {
		t.Errorf("counted %v, want each new field with the first and the 65th answer", counted)
	}
}

// TestOneValueOrAListOfIt: data is a list in some answers and a single value in
// others; neither is told from the other by accident.
func TestOneValueOrAListOfIt(t *testing.T) {
	t.Parallel()
	for operation, value := range map[string]string{
		"start_verification":     `{"verification_request_id":"r-1"}`,
		"confirm_verification":   `true`,
		"get_agreement_template": `{"templateId":"x","html":"<p>x</p>"}`,
		"create_agreement":       `{"id":"` + sampled + `"}`,
		"list_agreements":        `{"id":"` + sampled + `"}`,
		"get_agreement":          `{"id":"` + sampled + `"}`,
		"decide_agreement":       `{"id":"` + sampled + `"}`,
		"link_bank_account":      `{"id":"` + bank + `"}`,
		"list_bank_accounts":     `{"linkedBankId":"` + bank + `"}`,
		"create_payment":         `{"status":"INITIATED"}`,
	} {
		var got []any
		for _, data := range []string{value, "[" + value + "]"} {
			a, _ := answering(t, http.StatusOK, `{"message":"m","data":`+data+`}`)
			out, err := calls(t)[operation](t.Context(), a)
			if err != nil {
				t.Errorf("%s with data %s: %v", operation, data, err)
			}
			got = append(got, out)
		}
		if !reflect.DeepEqual(got[0], got[1]) {
			t.Errorf("%s: the value by itself and in a list are not the same", operation)
		}
	}
	a, _ := answering(t, http.StatusCreated, `{"data":[{"status":"INITIATED","referenceId":"1"},{"status":"INITIATED","referenceId":"2"}]}`)
	if e := refused(t, a, canonical.CreatePayment, paymentDraft(t, canonical.DirectionDebit, "100.50")); e.Code != canonical.PaymentOutcomeUnknown {
		t.Errorf("two payments for one give %s", e.Code)
	}
}

// TestHollowSuccess: a success that lacks what it is a success of is none.
func TestHollowSuccess(t *testing.T) {
	t.Parallel()
	for operation, bodies := range map[string][]string{
		"start_verification":     {`{}`, `{"data":null}`, `{"data":{"verification_request_id":" "}}`},
		"confirm_verification":   {`{}`, `[]`, `null`},
		"get_agreement_template": {`{}`, `{"data":{"templateId":"x","html":""}}`, `{"data":{"html":"<p>x</p>"}}`},
		"create_agreement":       {`{}`, `{"data":[]}`, `{"data":[{"status":"PENDING"}]}`, `{"data":{}}`},
		"list_agreements":        {`{"data":[{"status":"PENDING"}]}`, `{"data":"none"}`},
		"decide_agreement":       {`{}`, `{"data":{"createdAt":"2026-01-15T08:30:00.2590000+00:00"}}`},
		"list_bank_accounts":     {`{"data":[{"bankLegalName":"First Sandbox Bank"}]}`},
	} {
		run := calls(t)[operation]
		for _, body := range bodies {
			a, _ := answering(t, http.StatusOK, body)
			_, err := run(t.Context(), a)
			if e := canonical.AsError(err); err == nil || e.Code != canonical.VendorProtocolError || e.HowFar() != canonical.Answered {
				t.Errorf("%s with %s: got %v, want vendor_protocol_error", operation, body, err)
			}
		}
	}
}
