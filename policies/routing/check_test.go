package routing_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"canongate/canonical"
	"canongate/policies/routing"
)

func TestProblemsOfRules(t *testing.T) {
	t.Parallel()
	dec := func(s string) *canonical.Decimal {
		d, err := canonical.ParseDecimal(s)
		if err != nil {
			t.Fatal(err)
		}
		return &d
	}
	create := []string{"create_customer"}
	rule := func(name string, o routing.RouteOptions) routing.RouteOptions {
		o.Name = name
		if o.Operations == nil {
			o.Operations = create
		}
		if o.Use == nil {
			o.Use = use("alpha")
		}
		return o
	}
	for _, test := range []struct {
		name  string
		rules []routing.RouteOptions
		want  string // the problems as "route key: words", by "; "
	}{
		{"none", []routing.RouteOptions{rule("a", routing.RouteOptions{})}, ""},
		{
			"same name", []routing.RouteOptions{rule("a", routing.RouteOptions{Tenants: []string{"x"}}), rule("a", routing.RouteOptions{})},
			"1 name: is the name of routes.0 as well",
		},
		{"no operation", []routing.RouteOptions{rule("a", routing.RouteOptions{Operations: []string{"make_customer"}})}, "0 operations.0: names no operation"},
		{"operations empty", []routing.RouteOptions{rule("a", routing.RouteOptions{Operations: []string{}})}, "0 operations: is empty"},
		{"unknown connection", []routing.RouteOptions{rule("a", routing.RouteOptions{Use: use("alpha", "alhpa")})}, "0 use.1.connection: names no connection"},
		{"unknown fallback", []routing.RouteOptions{rule("a", routing.RouteOptions{Fallback: []string{"alhpa"}})}, "0 fallback.0: names no connection"},
		{"cannot do it", []routing.RouteOptions{rule("a", routing.RouteOptions{Use: use("payer")})}, "0 use.0.connection: cannot do create_customer"},
		{"of all it does what it can", []routing.RouteOptions{rule("a", routing.RouteOptions{Operations: []string{"*"}, Use: use("payer")})}, ""},
		{
			"fallback can do some of it", []routing.RouteOptions{rule("a", routing.RouteOptions{Operations: []string{"create_customer", "create_payment"}, Fallback: []string{"closed-shop"}})},
			"0 fallback: is not for create_payment: money must not be sent a second way",
		},
		{"fallback cannot do it", []routing.RouteOptions{rule("a", routing.RouteOptions{Fallback: []string{"payer"}})}, "0 fallback.0: cannot do create_customer"},
		{"named twice", []routing.RouteOptions{rule("a", routing.RouteOptions{Use: use("alpha", "alpha")})}, "0 use.1.connection: is named twice"},
		{"shadow", []routing.RouteOptions{rule("a", routing.RouteOptions{Operations: []string{"get_customer"}, Shadow: &routing.RouteShadow{Connection: "beta", Share: 0.1}})}, ""},
		{
			"shadow of what changes something", []routing.RouteOptions{rule("a", routing.RouteOptions{Operations: []string{"get_customer", "create_customer"}, Shadow: &routing.RouteShadow{Connection: "beta"}})},
			"0 operations.1: is no safe operation, and a rule with a shadow takes only those",
		},
		{
			"shadow of everything", []routing.RouteOptions{rule("a", routing.RouteOptions{Operations: []string{"*"}, Shadow: &routing.RouteShadow{Connection: "beta"}})},
			"0 operations.0: is no safe operation, and a rule with a shadow takes only those",
		},
		{
			"shadow cannot do it", []routing.RouteOptions{rule("a", routing.RouteOptions{Operations: []string{"get_customer"}, Shadow: &routing.RouteShadow{Connection: "payer", Share: 1.5}})},
			"0 shadow.connection: cannot do get_customer; 0 shadow.share: must be from 0 to 1",
		},
		{
			"shadow of itself", []routing.RouteOptions{rule("a", routing.RouteOptions{Operations: []string{"get_customer"}, Shadow: &routing.RouteShadow{Connection: "alpha"}})},
			"0 shadow.connection: is the connection that answers: there is nothing to compare",
		},
		{"shadow unknown", []routing.RouteOptions{rule("a", routing.RouteOptions{Operations: []string{"get_customer"}, Shadow: &routing.RouteShadow{Connection: "nobody"}})}, "0 shadow.connection: names no connection"},
		{"fallback twice", []routing.RouteOptions{rule("a", routing.RouteOptions{Fallback: []string{"beta", "beta"}})}, "0 fallback.1: is named twice"},
		{"use empty", []routing.RouteOptions{rule("a", routing.RouteOptions{Use: []routing.RouteUse{}})}, "0 use: is empty"},
		{
			"weights of zero", []routing.RouteOptions{rule("a", routing.RouteOptions{Use: []routing.RouteUse{{Connection: "alpha", Weight: weight(0)}}})},
			"0 use: has only weights of zero, so it would choose nothing",
		},
		{
			"negative weight", []routing.RouteOptions{rule("a", routing.RouteOptions{Use: []routing.RouteUse{{Connection: "alpha", Weight: weight(-1)}, {Connection: "beta"}}})},
			"0 use.0.weight: must be at least 0",
		},
		{
			"negative weight alone", []routing.RouteOptions{rule("a", routing.RouteOptions{Use: []routing.RouteUse{{Connection: "alpha", Weight: weight(-1)}}})},
			"0 use.0.weight: must be at least 0",
		},
		{
			"never routed", []routing.RouteOptions{rule("a", routing.RouteOptions{Operations: []string{"get_payment"}, Use: use("payer"), Fallback: []string{"beta"}})},
			"0 operations.0: is never routed: the journal answers get_payment",
		},
		{
			"never routed among others",
			[]routing.RouteOptions{rule("a", routing.RouteOptions{Operations: []string{"create_customer", "get_payment"}})},
			"0 operations.1: is never routed: the journal answers get_payment",
		},
		{
			"fallback for payments", []routing.RouteOptions{rule("a", routing.RouteOptions{Operations: []string{"create_payment"}, Fallback: []string{"beta"}})},
			"0 fallback: is not for create_payment: money must not be sent a second way",
		},
		{"method", []routing.RouteOptions{rule("a", routing.RouteOptions{Methods: []string{"ach", "sms"}})}, "0 methods.1: must be one of aadhaar_otp, email_otp, sms_otp, account_numbers, plaid, ach, faster_payments, imps, upi, sepa, rtp"},
		{"country", []routing.RouteOptions{rule("a", routing.RouteOptions{Countries: []string{"AE", "uk"}})}, "0 countries.1: must be an ISO 3166-1 alpha-2 code in upper case"},
		{"currency", []routing.RouteOptions{rule("a", routing.RouteOptions{Currencies: []string{"Dollar"}})}, "0 currencies.0: must be an ISO 4217 code in upper case"},
		{"amount alone", []routing.RouteOptions{rule("a", routing.RouteOptions{Amount: &routing.Band{Min: dec("1")}})}, "0 amount: needs currencies: an amount says nothing without one"},
		{"amount of nothing", []routing.RouteOptions{rule("a", routing.RouteOptions{Amount: &routing.Band{}})}, "0 amount: needs min or max"},
		{
			"amount upside down", []routing.RouteOptions{rule("a", routing.RouteOptions{Currencies: []string{"USD"}, Amount: &routing.Band{Min: dec("2"), Max: dec("1")}})},
			"0 amount: has a min above its max",
		},
		{
			"all at once", []routing.RouteOptions{rule("a", routing.RouteOptions{Operations: []string{"x"}, Use: use("y"), When: "z"})},
			"0 operations.0: names no operation; 0 use.0.connection: names no connection; 0 when: is not an expression: unknown name z",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r, problems := routing.NewRouter(test.rules, connections)
			var got []string
			for _, p := range problems {
				got = append(got, fmt.Sprintf("%d %s: %s", p.Route, p.Key, p.Message))
			}
			if s := strings.Join(got, "; "); s != test.want {
				t.Errorf("problems: %s\nwant:     %s", s, test.want)
			}
			if (r == nil) != (test.want != "") {
				t.Errorf("routes are there: %t", r != nil)
			}
		})
	}
}

func TestRulesThatCanNeverMatch(t *testing.T) {
	t.Parallel()
	one, two := &canonical.Decimal{}, &canonical.Decimal{}
	if one.UnmarshalText([]byte("1")) != nil || two.UnmarshalText([]byte("2")) != nil {
		t.Fatal("reading decimals")
	}
	type rule = routing.RouteOptions
	ops := func(names ...string) []string { return names }
	read, create, every := ops("get_customer"), ops("create_customer"), ops("*")
	for _, test := range []struct {
		name    string
		rules   []rule
		covered bool
	}{
		{"after all", []rule{{Operations: every}, {Operations: read}}, true},
		{"all after one", []rule{{Operations: read}, {Operations: every}}, false},
		{"the same", []rule{{Operations: read}, {Operations: read}}, true},
		{"some of it", []rule{{Operations: read}, {Operations: ops("get_customer", "create_customer")}}, false},
		{"by two", []rule{{Operations: read}, {Operations: create}, {Operations: ops("get_customer", "create_customer")}}, true},
		{"narrower first", []rule{{Operations: every, Tenants: ops("a")}, {Operations: every}}, false},
		{"narrower then", []rule{{Operations: every, Tenants: ops("a", "b")}, {Operations: read, Tenants: ops("b")}}, true},
		{"another tenant", []rule{{Operations: every, Tenants: ops("a")}, {Operations: every, Tenants: ops("a", "b")}}, false},
		{"countries", []rule{{Operations: every, Countries: ops("AE")}, {Operations: every, Countries: ops("AE"), Methods: ops("ach")}}, true},
		{"methods", []rule{{Operations: every, Methods: ops("ach")}, {Operations: every, Countries: ops("AE")}}, false},
		{"currencies", []rule{{Operations: every, Currencies: ops("USD")}, {Operations: every, Currencies: ops("EUR")}}, false},
		{"expression first", []rule{{Operations: every, When: `tenant == "a"`}, {Operations: every}}, false},
		{"same expression", []rule{{Operations: every, When: `tenant == "a"`}, {Operations: read, When: `tenant == "a"`}}, true},
		{
			"wider band", []rule{
				{Operations: every, Currencies: ops("USD"), Amount: &routing.Band{Max: two}},
				{Operations: every, Currencies: ops("USD"), Amount: &routing.Band{Max: one}},
			}, true,
		},
		{
			"bands side by side", []rule{
				{Operations: every, Currencies: ops("USD"), Amount: &routing.Band{Max: one}},
				{Operations: every, Currencies: ops("USD"), Amount: &routing.Band{Min: one, Max: two}},
				{Operations: every, Currencies: ops("USD"), Amount: &routing.Band{Min: two}},
				{Operations: every, Currencies: ops("USD")},
			}, false,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			for i := range test.rules {
				test.rules[i].Name, test.rules[i].Use = fmt.Sprint("r", i), use("alpha")
			}
			_, problems := routing.NewRouter(test.rules, connections)
			last := len(test.rules) - 1
			covered := slices.ContainsFunc(problems, func(p routing.Problem) bool {
				return p.Route == last && p.Key == "" && strings.HasPrefix(p.Message, "can never match")
			})
			if covered != test.covered || len(problems) > 1 {
				t.Errorf("covered is %t with %+v, want %t", covered, problems, test.covered)
			}
		})
	}
}

func TestX22AFallbackThatIsInUse(t *testing.T) {
	t.Parallel()
	const why = ": is named twice: the connections of use already stand in for each other while one of them is unwell"
	for name, row := range map[string]struct {
		use      []routing.RouteUse
		fallback []string
		want     string
	}{
		"the only one":             {use("alpha"), []string{"alpha"}, "fallback.0" + why},
		"a sibling":                {use("alpha", "beta"), []string{"beta"}, "fallback.0" + why},
		"beside another":           {use("alpha"), []string{"beta", "alpha"}, "fallback.1" + why},
		"in use and given again":   {use("alpha"), []string{"beta", "beta"}, "fallback.1: is named twice"},
		"a fallback of both":       {use("alpha"), []string{"beta"}, ""},
		"in use of another weight": {[]routing.RouteUse{{Connection: "alpha", Weight: weight(95)}, {Connection: "beta", Weight: weight(5)}}, []string{"beta"}, "fallback.0" + why},
	} {
		_, problems := routing.NewRouter([]routing.RouteOptions{{
			Name: "a", Operations: []string{"create_customer"}, Use: row.use, Fallback: row.fallback,
		}}, connections)
		var got []string
		for _, p := range problems {
			got = append(got, p.Key+": "+p.Message)
		}
		if strings.Join(got, "\n") != row.want {
			t.Errorf("%s: %q, want %q", name, got, row.want)
		}
	}
}
