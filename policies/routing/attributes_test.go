package routing_test

import (
	"encoding/json"
	"testing"

	"canongate/canonical"
	"canongate/policies/routing"
)

func TestFactsOfRequests(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		typed any // decoded from the same JSON, where the fact is in the body
		json  string
		want  routing.Attributes
	}{
		{
			"customer", &canonical.CustomerDraft{},
			`{"country_of_residence":"AE","nationalities":["IN","AE"],"role":"applicant","identifiers":[{"type":"emirates_id","number":"x"}]}`,
			routing.Attributes{Country: "AE", Request: routing.RequestAttributes{
				CountryOfResidence: "AE", Nationality: "IN", Role: "applicant", IdentifierType: "emirates_id",
			}},
		},
		{
			"lookup", &canonical.CustomerLookup{}, `{"identifier":{"type":"passport","number":"x"}}`,
			routing.Attributes{Request: routing.RequestAttributes{IdentifierType: "passport"}},
		},
		{
			"verification", &canonical.VerificationDraft{}, `{"method":"email_otp","email":"a@example.com"}`,
			routing.Attributes{Method: "email_otp"},
		},
		{
			"payment", &canonical.PaymentDraft{},
			`{"direction":"debit","rail":"ach","amount":{"value":"10.50","currency":"USD"},"asset":{"symbol":"USBC"},"ach":{"sec_code":"WEB"},"authorization":{"method":"mpin"}}`,
			routing.Attributes{Currency: "USD", Method: "ach", Request: routing.RequestAttributes{Direction: "debit", Rail: "ach", AssetSymbol: "USBC", SECCode: "WEB"}},
		},
		{
			"bank account", &canonical.BankAccountDraft{}, `{"link_method":"plaid","account_type":"checking"}`,
			routing.Attributes{Method: "plaid", Request: routing.RequestAttributes{LinkMethod: "plaid", AccountType: "checking"}},
		},
		{
			"agreement", &canonical.AgreementDraft{}, `{"kind":"ul","party":{"address":{"country":"US"}}}`,
			routing.Attributes{Country: "US", Request: routing.RequestAttributes{AgreementKind: "ul"}},
		},
		{"nothing", &canonical.AgreementsQuery{}, `{}`, routing.Attributes{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var loose any
			if json.Unmarshal([]byte(test.json), test.typed) != nil || json.Unmarshal([]byte(test.json), &loose) != nil {
				t.Fatal("decoding the request")
			}
			for form, request := range map[string]any{"typed": test.typed, "decoded": loose} {
				got := routing.AttributesOf(request)
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
	if got := routing.AttributesOf(&canonical.RequirementQuery{Phase: "pre_submission"}).Request.Phase; got != "pre_submission" {
		t.Errorf("phase %q", got)
	}
	if got := routing.AttributesOf(canonical.TemplateQuery{Type: "privacy_policy"}).Request.Type; got != "privacy_policy" {
		t.Errorf("type %q", got)
	}
}

func TestFactsOfNonsense(t *testing.T) {
	t.Parallel()
	for _, request := range []any{nil, 5, "text", []any{1}, map[string]any{"amount": "x", "identifiers": []any{}}, map[string]any{"amount": map[string]any{"value": 1.5}}, (*canonical.PaymentDraft)(nil)} {
		if got := routing.AttributesOf(request); got != (routing.Attributes{}) {
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
	if got, want := routing.AttributesOf(request).Request, (routing.RequestAttributes{AgreementKind: "standard"}); got != want {
		t.Errorf("facts %+v, want %+v", got, want)
	}
}
