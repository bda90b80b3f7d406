package routing_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"canongate/canonical"
	"canongate/policies/routing"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"
)

// TestTheIndexFindsWhatALookAtEveryRuleFinds asks routers of many rules what a router of
// each single rule says.
func TestTheIndexFindsWhatALookAtEveryRuleFinds(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(17, 2))
	pick := func(from ...string) string { return from[random.IntN(len(from))] }
	some := func(from ...string) []string {
		if random.IntN(2) == 0 {
			return nil
		}
		return []string{pick(from...), pick(from...)}
	}
	operations, tenants, countries := []string{"create_customer", "get_customer", "create_payment"}, []string{"acme", "globex", "hooli"}, []string{"AE", "IN", "US"}
	conditions := []string{
		"", "", `country == "AE"`, `"IN" == country && tenant == "acme"`, `tenant in ["acme", "hooli"]`, `country == "AE" || tenant == "globex"`,
		`not (country == "AE")`, `request.direction == "debit"`, `request.direction in ["credit"] and country != "US"`, `amount > 100`,
		`operation == "create_payment"`, `method == "" && currency == "USD"`, `country == "AE" && country == "IN"`, `country in ["AE", tenant]`,
	}
	matched := 0
	for range 40 {
		var rules []routing.RouteOptions
		for i := range 1 + random.IntN(90) {
			rule := routing.RouteOptions{
				Name: fmt.Sprint("rule-", i), Operations: some(append(operations, "*")...), Tenants: some(tenants...),
				Countries: some(countries...), Currencies: some("USD", "EUR"), Methods: some("ach", "wire"), When: pick(conditions...), Use: use("alpha"),
			}
			if rule.Operations == nil {
				rule.Operations = []string{"*"}
			}
			rules = append(rules, rule)
		}
		_, problems := routing.NewRouter(rules, connections)
		refused := map[int]bool{} // such as those after one that takes everything
		for _, p := range problems {
			refused[p.Route] = true
		}
		var kept []routing.RouteOptions
		var each []*routing.Router
		for i, rule := range rules {
			if !refused[i] {
				alone, _ := routing.NewRouter(rules[i:i+1], connections)
				kept, each = append(kept, rule), append(each, alone)
			}
		}
		rules = kept
		all, problems := routing.NewRouter(rules, connections)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		for range 100 {
			amount, err := canonical.ParseDecimal(fmt.Sprint(random.IntN(200)))
			if err != nil {
				t.Fatal(err)
			}
			q := routing.Query{Operation: pick(operations...), Tenant: pick(append(tenants, "")...), Attributes: routing.Attributes{
				Country: pick("", "AE", "IN", "US", "FR"), Currency: pick("", "USD"), Method: pick("", "ach"), Amount: &amount,
				Request: routing.RequestAttributes{Direction: pick("", "debit", "credit")},
			}}
			want := ""
			for i, alone := range each {
				if len(alone.Mismatches(q)) == 0 { // looks at the rule without the index
					want = rules[i].Name
					matched++
					break
				}
			}
			if got := all.Choose(&q).Route; got != want {
				t.Fatalf("%+v goes by %q, want %q", q, got, want)
			}
		}
	}
	if matched < 1000 {
		t.Errorf("only %d requests met a rule", matched)
	}
}

// many are so many connections, and rules for the tenants of each.
func many(rules, connections int, when bool) *routing.Router {
	var infos []routing.ConnectionInfo
	for i := range connections {
		infos = append(infos, routing.ConnectionInfo{Name: fmt.Sprintf("bank-%03d", i), Operations: []string{"get_customer"}})
	}
	var options []routing.RouteOptions
	for i := range rules {
		o := routing.RouteOptions{Name: fmt.Sprint("rule-", i), Operations: []string{"get_customer"}, Use: use(infos[i%connections].Name)}
		if tenant := fmt.Sprint("tenant-", i); when {
			o.When = fmt.Sprintf(`tenant == %q && country in ["AE", "IN"]`, tenant)
		} else {
			o.Tenants, o.Countries = []string{tenant}, []string{"AE", "IN"}
		}
		options = append(options, o)
	}
	r, problems := routing.NewRouter(options, infos)
	if len(problems) > 0 {
		panic(fmt.Sprint(problems))
	}
	return r
}

// lastTenant is a request that the last of so many rules takes.
func lastTenant(rules int) routing.Query {
	return routing.Query{Operation: "get_customer", Tenant: fmt.Sprint("tenant-", rules-1), Attributes: routing.Attributes{Country: "AE"}}
}

func TestAnEventOfManyNamesTheFirst(t *testing.T) {
	t.Parallel()
	recorder := tracetest.NewSpanRecorder()
	_, span := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(recorder)).Tracer("test").Start(t.Context(), "request")
	r, q := many(200, 200, false), lastTenant(200)
	d := r.Choose(&q)
	r.SpanEvent(span, &q, &d)
	span.End()
	for _, a := range recorder.Ended()[0].Events()[0].Attributes {
		said := a.Value.AsStringSlice()
		switch a.Key {
		case "canongate.passed_over":
			if len(said) != 17 || said[0] != "bank-000: not_in_route" || said[16] != "183 more: not_in_route" {
				t.Errorf("passed over %v", said)
			}
		case "canongate.rules_passed_over":
			if len(said) != 8 || said[0] != "rule-0: tenant: want tenant-0, got tenant-199" {
				t.Errorf("rules passed over %v", said)
			}
		}
	}
	if d := r.Explain(&q); len(d.PassedOver) != 199 {
		t.Errorf("%d connections are explained, want 199", len(d.PassedOver))
	}
}

// BenchmarkGrowth is the cost of a decision and of its event in a trace, by the number
// of rules and of connections. None may grow.
func BenchmarkGrowth(b *testing.B) {
	for _, n := range []struct{ rules, connections int }{{2, 1}, {1000, 1}, {1000, 200}, {2, 200}} {
		for _, kind := range []string{"plain", "when"} {
			r, q := many(n.rules, n.connections, kind == "when"), lastTenant(n.rules)
			name := fmt.Sprintf("%s-%d-rules-%d-connections", kind, n.rules, n.connections)
			b.Run(name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if d := r.Choose(&q); !strings.HasPrefix(d.Connection, "bank") {
						b.Fatal(d)
					}
				}
			})
			b.Run(name+"-traced", func(b *testing.B) {
				b.ReportAllocs()
				d := r.Choose(&q)
				for b.Loop() {
					r.SpanEvent(recording{}, &q, &d)
				}
			})
		}
	}
}

// recording is a span that takes everything and keeps nothing.
type recording struct{ trace.Span }

func (recording) IsRecording() bool                     { return true }
func (recording) AddEvent(string, ...trace.EventOption) {}
