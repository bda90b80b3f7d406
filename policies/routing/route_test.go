package routing_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"canongate/canonical"
	"canongate/policies"
	"canongate/policies/routing"

	"go.opentelemetry.io/otel/attribute"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
)

func weight(n int) *int { return &n }

func use(names ...string) []routing.RouteUse {
	var all []routing.RouteUse
	for _, name := range names {
		all = append(all, routing.RouteUse{Connection: name})
	}
	return all
}

// three banks and a payer that only moves money.
var connections = []routing.ConnectionInfo{
	{Name: "alpha", Operations: []string{"create_customer", "get_customer", "create_payment"}},
	{Name: "beta", Operations: []string{"create_customer", "get_customer", "create_payment"}},
	{Name: "closed-shop", Operations: []string{"create_customer", "get_customer"}, Tenants: []string{"globex"}},
	{Name: "payer", Operations: []string{"create_payment"}},
}

func routes(t *testing.T, rules ...routing.RouteOptions) *routing.Router {
	t.Helper()
	r, problems := routing.NewRouter(rules, connections)
	if len(problems) > 0 {
		t.Fatalf("the rules have problems: %+v", problems)
	}
	return r
}

func all(rule routing.RouteOptions) routing.RouteOptions {
	rule.Name, rule.Operations = "all", []string{"*"}
	return rule
}

// passed writes a decision's candidates as "alpha weight, beta draining".
func passed(d routing.Decision) string {
	var words []string
	for _, p := range d.PassedOver {
		words = append(words, p.Connection+" "+string(p.Reason))
	}
	slices.Sort(words)
	return strings.Join(words, ", ")
}

func TestEveryCandidateHasAReason(t *testing.T) {
	t.Parallel()
	in := func(state policies.ConnectionState) policies.Condition { return policies.Condition{State: state} }
	broken, spent := policies.Condition{BreakerOpen: true}, policies.Condition{QuotaEmpty: true}
	read := routing.Query{Operation: "get_customer", Effect: canonical.Safe, Tenant: "acme"}
	pay := routing.Query{Operation: "create_payment", Effect: canonical.MovesMoney, Tenant: "acme"}
	requested, pinned := read, read
	requested.Requested, pinned.Pinned = "alpha", "alpha"
	gone, guest := pinned, requested
	gone.Pinned, guest.Requested = "removed", "closed-shop"
	stranger := requested
	stranger.Requested = "removed"
	one := all(routing.RouteOptions{Use: use("alpha")})
	spare := all(routing.RouteOptions{Use: use("alpha"), Fallback: []string{"beta"}})
	for _, test := range []struct {
		name     string
		rule     routing.RouteOptions
		query    routing.Query
		now      map[string]policies.Condition
		choice   string
		despite  routing.Reason
		fallback string
		passed   string
		refusal  canonical.Code
	}{
		{name: "the rule's", rule: one, query: read, choice: "alpha", passed: "beta not_in_route, closed-shop not_in_route, payer not_in_route"},
		{
			name: "all weight elsewhere", query: read, choice: "beta",
			rule:   all(routing.RouteOptions{Use: []routing.RouteUse{{Connection: "alpha", Weight: weight(0)}, {Connection: "beta"}}}),
			passed: "alpha weight, closed-shop not_in_route, payer not_in_route",
		},
		{
			name: "no capability", rule: all(routing.RouteOptions{Use: use("payer"), Fallback: []string{"alpha"}}), query: read, choice: "alpha",
			passed: "beta not_in_route, closed-shop not_in_route, payer no_capability",
		},
		{
			name: "no capability anywhere", rule: all(routing.RouteOptions{Use: use("payer")}), query: read,
			passed: "alpha not_in_route, beta not_in_route, closed-shop not_in_route, payer no_capability", refusal: canonical.OperationNotSupported,
		},
		{
			name: "tenant not allowed", rule: all(routing.RouteOptions{Use: use("closed-shop", "beta")}), query: read, choice: "beta",
			passed: "alpha not_in_route, closed-shop tenant_not_allowed, payer not_in_route",
		},
		{
			name: "disabled", rule: all(routing.RouteOptions{Use: use("alpha", "beta")}), query: read, choice: "beta",
			now: map[string]policies.Condition{"alpha": in(policies.Disabled)}, passed: "alpha disabled, closed-shop not_in_route, payer not_in_route",
		},
		{
			name: "draining", rule: all(routing.RouteOptions{Use: use("alpha", "beta")}), query: read, choice: "beta",
			now: map[string]policies.Condition{"alpha": in(policies.Draining)}, passed: "alpha draining, closed-shop not_in_route, payer not_in_route",
		},
		{
			name: "breaker open", rule: all(routing.RouteOptions{Use: use("alpha", "beta")}), query: read, choice: "beta",
			now: map[string]policies.Condition{"alpha": broken}, passed: "alpha breaker_open, closed-shop not_in_route, payer not_in_route",
		},
		{
			name: "quota empty", rule: all(routing.RouteOptions{Use: use("alpha", "beta")}), query: read, choice: "beta",
			now: map[string]policies.Condition{"alpha": spent}, passed: "alpha quota_empty, closed-shop not_in_route, payer not_in_route",
		},
		{
			name: "fallback at hand", rule: spare, query: read, choice: "alpha", fallback: "beta",
			passed: "beta fallback, closed-shop not_in_route, payer not_in_route",
		},
		{
			name: "fallback taken", rule: spare, query: read, choice: "beta", now: map[string]policies.Condition{"alpha": broken},
			passed: "alpha breaker_open, closed-shop not_in_route, payer not_in_route",
		},
		{
			name: "fallback unwell as well", rule: spare, query: read, choice: "alpha", despite: routing.ReasonBreakerOpen,
			now: map[string]policies.Condition{"alpha": broken, "beta": spent}, passed: "beta quota_empty, closed-shop not_in_route, payer not_in_route",
		},
		{
			name: "fallback of a payment", rule: spare, query: pay, choice: "alpha", despite: routing.ReasonBreakerOpen,
			now: map[string]policies.Condition{"alpha": broken}, passed: "beta fallback, closed-shop not_in_route, payer not_in_route",
		},
		{
			name: "all out of service", rule: spare, query: read, now: map[string]policies.Condition{"alpha": in(policies.Disabled), "beta": in(policies.Draining)},
			passed: "alpha disabled, beta draining, closed-shop not_in_route, payer not_in_route", refusal: canonical.VendorUnavailable,
		},
		{
			name: "no rule", rule: routing.RouteOptions{Name: "payments", Operations: []string{"create_payment"}, Use: use("payer")}, query: read,
			passed: "alpha not_in_route, beta not_in_route, closed-shop not_in_route, payer not_in_route", refusal: canonical.OperationNotSupported,
		},
		{name: "requested", rule: spare, query: requested, choice: "alpha", passed: "beta not_asked, closed-shop not_asked, payer not_asked"},
		{
			name: "requested, draining", rule: spare, query: requested, now: map[string]policies.Condition{"alpha": in(policies.Draining)},
			passed: "alpha draining, beta not_asked, closed-shop not_asked, payer not_asked", refusal: canonical.VendorUnavailable,
		},
		{
			name: "requested, breaker open", rule: spare, query: requested, now: map[string]policies.Condition{"alpha": broken}, choice: "alpha",
			despite: routing.ReasonBreakerOpen, passed: "beta not_asked, closed-shop not_asked, payer not_asked",
		},
		{
			name: "requested, another tenant's", rule: spare, query: guest,
			passed: "alpha not_asked, beta not_asked, closed-shop tenant_not_allowed, payer not_asked", refusal: canonical.InvalidRequest,
		},
		{
			name: "requested, not there", rule: spare, query: stranger,
			passed: "alpha not_asked, beta not_asked, closed-shop not_asked, payer not_asked, removed unknown", refusal: canonical.InvalidRequest,
		},
		{name: "id", rule: spare, query: pinned, choice: "alpha", passed: "beta other_id, closed-shop other_id, payer other_id"},
		{
			name: "id, draining", rule: spare, query: pinned, now: map[string]policies.Condition{"alpha": in(policies.Draining)}, choice: "alpha",
			passed: "beta other_id, closed-shop other_id, payer other_id",
		},
		{
			name: "id, disabled", rule: spare, query: pinned, now: map[string]policies.Condition{"alpha": in(policies.Disabled)},
			passed: "alpha disabled, beta other_id, closed-shop other_id, payer other_id", refusal: canonical.VendorUnavailable,
		},
		{
			name: "id, not there any more", rule: spare, query: gone,
			passed: "alpha other_id, beta other_id, closed-shop other_id, payer other_id, removed unknown", refusal: canonical.VendorUnavailable,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			query := test.query
			query.Condition = func(name, _ string) policies.Condition { return test.now[name] }
			r := routes(t, test.rule)
			d := r.Explain(&query)
			if chosen := r.Choose(&query); !reflect.DeepEqual(chosen.Refusal(), d.Refusal()) {
				t.Errorf("refused with %v, explained with %v", chosen.Refusal(), d.Refusal())
			}
			if d.Connection != test.choice || d.Despite != test.despite || strings.Join(d.Fallback, ", ") != test.fallback {
				t.Errorf("%q despite %q, fallback %v; want %q despite %q, fallback %s", d.Connection, d.Despite, d.Fallback, test.choice, test.despite, test.fallback)
			}
			if got := passed(d); got != test.passed {
				t.Errorf("passed over: %s\nwant:        %s", got, test.passed)
			}
			if test.choice == "" {
				e := canonical.AsError(d.Refusal())
				if e.Code != test.refusal || e.HowFar() != canonical.NotSent || e.RetryAfter != 0 {
					t.Errorf("refused with %s, %s, Retry-After %v; want %s", e.Code, e.HowFar(), e.RetryAfter, test.refusal)
				}
			}
		})
	}
}

// A fallback that is chosen at once says for whom.
func TestChoiceOfAFallbackNamesWhoIsCutOff(t *testing.T) {
	t.Parallel()
	r := routes(t, all(routing.RouteOptions{Use: use("alpha"), Fallback: []string{"beta"}}))
	query := routing.Query{Operation: "get_customer", Effect: canonical.Safe, Tenant: "acme"}
	if d := r.Choose(&query); d.InsteadOf != nil {
		t.Errorf("a sound choice stands in for %v", d.InsteadOf)
	}
	query.Condition = func(name, _ string) policies.Condition { return policies.Condition{BreakerOpen: name == "alpha"} }
	if d := r.Choose(&query); d.Connection != "beta" || !slices.Equal(d.InsteadOf, []string{"alpha"}) {
		t.Errorf("%s stands in for %v, want beta for alpha", d.Connection, d.InsteadOf)
	}
}

// A refusal tells what chose the connection that cannot serve, so that the caller
// knows what to change.
func TestRefusalsNameWhatChose(t *testing.T) {
	t.Parallel()
	r := routes(t, routing.RouteOptions{Name: "payments", Operations: []string{"create_payment"}, Use: use("payer")})
	for want, query := range map[string]routing.Query{
		"this id":                {Operation: "create_payment", Pinned: "alpha"},
		"the header names":       {Operation: "create_payment", Requested: "alpha"},
		"No route takes":         {Operation: "get_customer"},
		"header Gateway-Connect": {Operation: "get_customer"},
	} {
		d := r.Choose(&query)
		if e := canonical.AsError(d.Refusal()); e.Code != canonical.OperationNotSupported || !strings.Contains(e.Message, want) {
			t.Errorf("%s by %s says %q, want it to say %q", e.Code, d.DecidedBy, e.Message, want)
		}
	}
}

func TestIDsWinOverTheHeaderAndBothOverRules(t *testing.T) {
	t.Parallel()
	r := routes(t, all(routing.RouteOptions{Use: use("payer")}))
	query := routing.Query{Operation: "get_customer", Requested: "alpha", Pinned: "beta"}
	if d := r.Choose(&query); d.Connection != "beta" || d.DecidedBy != routing.ByID || d.Route != "" {
		t.Errorf("with both: %+v", d)
	}
	query.Pinned = ""
	if d := r.Choose(&query); d.Connection != "alpha" || d.DecidedBy != routing.ByHeader {
		t.Errorf("with the header: %+v", d)
	}
}

func TestMatchers(t *testing.T) {
	t.Parallel()
	dec := func(s string) *canonical.Decimal { return decimal(t, s) }
	full := routing.Query{
		Operation: "create_payment", Effect: canonical.MovesMoney, Tenant: "acme",
		Attributes: routing.Attributes{Country: "AE", Currency: "USD", Method: "ach", Amount: dec("100.00")},
	}
	bare := routing.Query{Operation: "create_payment", Effect: canonical.MovesMoney, Tenant: "acme"}
	usd := []string{"USD"}
	for _, test := range []struct {
		name string
		rule routing.RouteOptions
		full bool
		bare bool
	}{
		{"none", routing.RouteOptions{}, true, true},
		{"operation", routing.RouteOptions{Operations: []string{"create_customer", "create_payment"}}, true, true},
		{"another operation", routing.RouteOptions{Operations: []string{"create_customer"}}, false, false},
		{"tenant", routing.RouteOptions{Tenants: []string{"globex", "acme"}}, true, true},
		{"another tenant", routing.RouteOptions{Tenants: []string{"globex"}}, false, false},
		{"country", routing.RouteOptions{Countries: []string{"AE"}}, true, false},
		{"another country", routing.RouteOptions{Countries: []string{"IN"}}, false, false},
		{"currency", routing.RouteOptions{Currencies: usd}, true, false},
		{"method", routing.RouteOptions{Methods: []string{"ach"}}, true, false},
		{"another method", routing.RouteOptions{Methods: []string{"email_otp"}}, false, false},
		{"from", routing.RouteOptions{Currencies: usd, Amount: &routing.Band{Min: dec("100")}}, true, false},
		{"above", routing.RouteOptions{Currencies: usd, Amount: &routing.Band{Min: dec("100.01")}}, false, false},
		{"up to", routing.RouteOptions{Currencies: usd, Amount: &routing.Band{Max: dec("100")}}, true, false},
		{"below", routing.RouteOptions{Currencies: usd, Amount: &routing.Band{Max: dec("99.99")}}, false, false},
		{"between", routing.RouteOptions{Currencies: usd, Amount: &routing.Band{Min: dec("1"), Max: dec("1000")}}, true, false},
		{"when", routing.RouteOptions{When: `country == "AE"`}, true, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			rule := test.rule
			rule.Name, rule.Use = "it", use("alpha")
			if rule.Operations == nil {
				rule.Operations = []string{"*"}
			}
			r := routes(t, rule)
			if got := r.Choose(&full).Route == "it"; got != test.full {
				t.Errorf("it takes the full request: %t, want %t", got, test.full)
			}
			if got := r.Choose(&bare).Route == "it"; got != test.bare {
				t.Errorf("it takes the bare request: %t, want %t", got, test.bare)
			}
		})
	}
}

func TestADecisionIsRecordedOnTheSpan(t *testing.T) {
	t.Parallel()
	recorder := tracetest.NewSpanRecorder()
	_, span := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(recorder)).Tracer("test").Start(t.Context(), "request")
	r := routes(t,
		routing.RouteOptions{Name: "other", Operations: []string{"create_customer"}, Use: use("beta")},
		routing.RouteOptions{Name: "uae", Operations: []string{"get_customer"}, Countries: []string{"AE"}, Use: use("beta")},
		all(routing.RouteOptions{Use: use("alpha"), Fallback: []string{"beta"}}))
	q := routing.Query{Operation: "get_customer", Attributes: routing.Attributes{Country: "IN"}}
	d := r.Choose(&q)
	r.SpanEvent(span, &q, &d)
	span.End()
	events := recorder.Ended()[0].Events()
	if len(events) != 1 || events[0].Name != "route chosen" {
		t.Fatalf("events %v", events)
	}
	attributes := attribute.NewSet(events[0].Attributes...)
	for key, want := range map[string]string{
		"canongate.route": "all", "canongate.connection": "alpha", "canongate.chosen_by": "route", "canongate.fallback": `["beta"]`,
		"canongate.passed_over":       `["beta: fallback","closed-shop: not_in_route","payer: not_in_route"]`,
		"canongate.rules_passed_over": `["uae: country: want AE, got IN"]`,
	} {
		if got, _ := attributes.Value(attribute.Key(key)); got.String() != want {
			t.Errorf("%s is %s, want %s", key, got.String(), want)
		}
	}
}

func TestTheFirstRuleThatMatchesWins(t *testing.T) {
	t.Parallel()
	r := routes(t,
		routing.RouteOptions{Name: "uae", Operations: []string{"*"}, Countries: []string{"AE"}, Use: use("beta")},
		all(routing.RouteOptions{Use: use("alpha")}))
	for country, want := range map[string]string{"AE": "uae", "US": "all"} {
		if got := r.Choose(&routing.Query{Operation: "get_customer", Attributes: routing.Attributes{Country: country}}).Route; got != want {
			t.Errorf("%s goes by %q, want %q", country, got, want)
		}
	}
}

func TestNeedAttributes(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		rule routing.RouteOptions
		want bool
	}{
		{routing.RouteOptions{}, false},
		{routing.RouteOptions{Tenants: []string{"acme"}}, false},
		{routing.RouteOptions{Countries: []string{"AE"}}, true},
		{routing.RouteOptions{When: `tenant == "acme"`}, true},
	} {
		test.rule.Use = use("alpha")
		if got := routes(t, all(test.rule)).NeedAttributes(); got != test.want {
			t.Errorf("%+v needs facts: %t, want %t", test.rule, got, test.want)
		}
	}
}

// BenchmarkRoute is the cost of a decision: 1 µs is the budget.
func BenchmarkRoute(b *testing.B) {
	var rules []routing.RouteOptions
	for i := range 5 {
		rules = append(rules, routing.RouteOptions{
			Name: fmt.Sprint("never-", i), Operations: []string{"create_customer"}, Tenants: []string{fmt.Sprint("tenant-", i)}, Use: use("alpha"),
		})
	}
	plain := append(slices.Clone(rules), routing.RouteOptions{
		Name: "split", Operations: []string{"*"}, Use: []routing.RouteUse{{Connection: "alpha", Weight: weight(95)}, {Connection: "beta", Weight: weight(5)}},
	})
	when := append(slices.Clone(rules), routing.RouteOptions{
		Name: "uae", Operations: []string{"*"}, When: `tenant == "acme" && request.country_of_residence == "AE"`, Use: use("alpha"),
	})
	query := routing.Query{
		Operation: "create_customer", Effect: canonical.Keyed, Tenant: "acme", StickyKey: "0f8fad5b-d9cb-469f-a165-70867728950e",
		Attributes: routing.Attributes{Request: routing.RequestAttributes{CountryOfResidence: "AE"}},
	}
	for name, rules := range map[string][]routing.RouteOptions{"plain": plain, "when": when} {
		r, problems := routing.NewRouter(rules, connections)
		if len(problems) > 0 {
			b.Fatal(problems)
		}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if d := r.Choose(&query); d.Connection == "" {
					b.Fatal(d)
				}
			}
		})
	}
}
