package policies_test

import (
	"encoding/json"
	"testing"

	"canongate/canonical"
	"canongate/policies"
)

func TestFactsOfRequests(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		typed any // decoded from the same JSON, where the fact is in the body
		json  string
		want  policies.Facts
	}{
		{
			"customer", &canonical.CustomerDraft{},
			`{"country_of_residence":"AE","nationalities":["IN","AE"],"role":"applicant","identifiers":[{"type":"emirates_id","number":"x"}]}`,
			policies.Facts{Country: "AE", Request: policies.RequestFacts{
				CountryOfResidence: "AE", Nationality: "IN", Role: "applicant", IdentifierType: "emirates_id",
			}},
		},
		{
			"lookup", &canonical.CustomerLookup{}, `{"identifier":{"type":"passport","number":"x"}}`,
			policies.Facts{Request: policies.RequestFacts{IdentifierType: "passport"}},
		},
		{
			"verification", &canonical.VerificationDraft{}, `{"method":"email_otp","email":"a@example.com"}`,
			policies.Facts{Method: "email_otp"},
		},
		{
			"payment", &canonical.PaymentDraft{},
			`{"direction":"debit","rail":"ach","amount":{"value":"10.50","currency":"USD"},"asset":{"symbol":"USBC"},"ach":{"sec_code":"WEB"},"authorization":{"method":"mpin"}}`,
			policies.Facts{Currency: "USD", Method: "ach", Request: policies.RequestFacts{Direction: "debit", Rail: "ach", AssetSymbol: "USBC", SECCode: "WEB"}},
		},
		{
			"bank account", &canonical.BankAccountDraft{}, `{"link_method":"plaid","account_type":"checking"}`,
			policies.Facts{Method: "plaid", Request: policies.RequestFacts{LinkMethod: "plaid", AccountType: "checking"}},
		},
		{
			"agreement", &canonical.AgreementDraft{}, `{"kind":"ul","party":{"address":{"country":"US"}}}`,
			policies.Facts{Country: "US", Request: policies.RequestFacts{AgreementKind: "ul"}},
		},
		{"nothing", &canonical.AgreementsQuery{}, `{}`, policies.Facts{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var loose any
			if json.Unmarshal([]byte(test.json), test.typed) != nil || json.Unmarshal([]byte(test.json), &loose) != nil {
				t.Fatal("decoding the request")
			}
			for form, request := range map[string]any{"typed": test.typed, "decoded": loose} {
				got := policies.FactsOf(request)
				if test.name == "payment" && (got.Amount == nil || got.Amount.String() != "10.50") {
					t.Errorf("%s: amount %v, want 10.50", form, got.Amount)
				}
				got.Amount = nil
				if got != test.want {
					t.Errorf("%s: %+v, want %+v", form, got, test.want)
				}
			}
		})
	}
}

func TestFactsOutsideOfBodies(t *testing.T) {
	t.Parallel()
	if got := policies.FactsOf(&canonical.RequirementQuery{Phase: "pre_submission"}).Request.Phase; got != "pre_submission" {
		t.Errorf("phase %q", got)
	}
	if got := policies.FactsOf(canonical.TemplateQuery{Type: "privacy_policy"}).Request.Type; got != "privacy_policy" {
		t.Errorf("type %q", got)
	}
}

func TestFactsOfNonsense(t *testing.T) {
	t.Parallel()
	for _, request := range []any{nil, 5, "text", []any{1}, map[string]any{"amount": "x", "identifiers": []any{}}, map[string]any{"amount": map[string]any{"value": 1.5}}, (*canonical.PaymentDraft)(nil)} {
		if got := policies.FactsOf(request); got != (policies.Facts{}) {
			t.Errorf("%v has facts %+v", request, got)
		}
	}
}

func TestPersonalDataIsNoFact(t *testing.T) {
	t.Parallel()
	request := struct {
		Role  canonical.Personal `json:"role"`
		Phase canonical.Date     `json:"phase"`
		Kind  string             `json:"kind"`
	}{"Nobody Atall", "1815-12-10", "standard"}
	if got, want := policies.FactsOf(request).Request, (policies.RequestFacts{AgreementKind: "standard"}); got != want {
		t.Errorf("facts %+v, want %+v", got, want)
	}
}
