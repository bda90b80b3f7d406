package omnumi_test

import (
	"context"
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
		Phone: &canonical.PartyPhone{Number: "+12025550118", SMSAllowed: true},
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
		},
		Cases: cases(t),
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
