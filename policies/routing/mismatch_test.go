package routing_test

import (
	"testing"

	"canongate/canonical"
	"canongate/policies/routing"
)

// TestTheFirstMatcherThatDoesNotHoldIsNamed also holds that an amount is not shown.
func TestTheFirstMatcherThatDoesNotHoldIsNamed(t *testing.T) {
	t.Parallel()
	q := routing.Query{Operation: "create_payment", Tenant: "acme", Attributes: routing.Attributes{
		Country: "ae", Currency: "USD", Method: "ach", Amount: decimal(t, "7.31"),
	}}
	for _, test := range []struct {
		rule routing.RouteOptions
		want string
	}{
		{routing.RouteOptions{Operations: []string{"get_customer", "create_customer"}, Use: use("alpha")}, "it: operation: want get_customer or create_customer, got create_payment"},
		{routing.RouteOptions{Tenants: []string{"globex"}, Countries: []string{"AE"}}, "it: tenant: want globex, got acme"},
		{routing.RouteOptions{Countries: []string{"AE"}}, "it: country: want AE, got ae"},
		{routing.RouteOptions{Currencies: []string{"INR", "AED"}}, "it: currency: want INR or AED, got USD"},
		{routing.RouteOptions{Methods: []string{"upi"}}, "it: method: want upi, got ach"},
		{routing.RouteOptions{Currencies: []string{"USD"}, Amount: &routing.Band{Min: decimal(t, "10")}}, "it: amount: want at least 10, got less"},
		{routing.RouteOptions{Currencies: []string{"USD"}, Amount: &routing.Band{Max: decimal(t, "5")}}, "it: amount: want at most 5, got more"},
		{routing.RouteOptions{When: `tenant == "acme" && currency == "INR"`}, `it: when: want tenant == "acme" && currency == "INR", got false`},
	} {
		test.rule.Name = "it"
		if test.rule.Operations == nil {
			test.rule.Operations, test.rule.Use = []string{"create_payment"}, use("payer")
		}
		r := routes(t, test.rule, routing.RouteOptions{Name: "rest", Operations: []string{"create_payment"}, Use: use("payer")})
		got := r.Mismatches(q)
		if len(got) != 1 || got[0].String() != test.want {
			t.Errorf("mismatches %v, want %s", got, test.want)
		}
	}
}

func TestRulesAreNotLookedAtForAnID(t *testing.T) {
	t.Parallel()
	r := routes(t, routing.RouteOptions{Name: "it", Operations: []string{"create_payment"}, Use: use("payer")})
	if got := r.Mismatches(routing.Query{Operation: "get_customer", Pinned: "alpha"}); got != nil {
		t.Errorf("mismatches %v", got)
	}
}

func decimal(t *testing.T, text string) *canonical.Decimal {
	t.Helper()
	d, err := canonical.ParseDecimal(text)
	if err != nil {
		t.Fatal(err)
	}
	return &d
}
