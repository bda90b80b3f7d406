package routing_test

import (
	"fmt"
	"strings"
	"testing"

	"canongate/canonical"
	"canongate/policies"
	"canongate/policies/routing"
)

// Three connections: two that split the customers, and one that has accounts only.
func personRouter(t *testing.T, rules ...routing.RouteOptions) *routing.Router {
	t.Helper()
	r, problems := routing.NewRouter(rules, []routing.ConnectionInfo{
		{Name: "north", Operations: []string{"get_customer", "create_payment"}},
		{Name: "south", Operations: []string{"get_customer", "create_payment"}},
		{Name: "vault", Operations: []string{"list_bank_accounts", "create_payment"}},
		{Name: "closed", Operations: []string{"get_customer"}, Tenants: []string{"umbrella"}},
	})
	if r == nil {
		t.Fatal(problems)
	}
	return r
}

func TestAPersonIsServedWhereTheyAreKnown(t *testing.T) {
	t.Parallel()
	split := routing.RouteOptions{
		Name: "split", Operations: []string{"get_customer"}, Use: []routing.RouteUse{{Connection: "north"}, {Connection: "south", Weight: weight(0)}},
	}
	payments := routing.RouteOptions{Name: "money", Operations: []string{"*"}, Use: []routing.RouteUse{{Connection: "north"}}, Fallback: []string{"vault"}}
	down := func(name string, c policies.Condition) func(string, string) policies.Condition {
		return func(asked, _ string) policies.Condition {
			if asked == name {
				return c
			}
			return policies.Condition{}
		}
	}
	for name, c := range map[string]struct {
		rules []routing.RouteOptions
		query routing.Query
		want  string // connection and what decided, or the code and message of the refusal
	}{
		"first of the route":              {[]routing.RouteOptions{split}, routing.Query{KnownAt: []string{"south", "north"}}, "north route"},
		"only at one without weight":      {[]routing.RouteOptions{split}, routing.Query{KnownAt: []string{"south"}}, "south route"},
		"nowhere in the route":            {[]routing.RouteOptions{split}, routing.Query{KnownAt: []string{"closed"}}, "customer_not_at_connection north."},
		"nobody":                          {[]routing.RouteOptions{split}, routing.Query{}, "customer_not_found"},
		"the header":                      {[]routing.RouteOptions{split}, routing.Query{Requested: "south", KnownAt: []string{"north", "south"}}, "south header"},
		"the header, not known there":     {[]routing.RouteOptions{split}, routing.Query{Requested: "south", KnownAt: []string{"north"}}, "customer_not_at_connection south"},
		"beside another id":               {[]routing.RouteOptions{split}, routing.Query{Pinned: "south", KnownAt: []string{"north", "south"}}, "south id"},
		"beside an id from elsewhere":     {[]routing.RouteOptions{split}, routing.Query{Pinned: "south", KnownAt: []string{"north"}}, "customer_not_at_connection south"},
		"no rule, one place":              {nil, routing.Query{KnownAt: []string{"south"}}, "south person"},
		"no rule, one place that can":     {nil, routing.Query{KnownAt: []string{"south", "vault"}}, "south person"},
		"no rule, several places":         {nil, routing.Query{KnownAt: []string{"north", "south"}}, "operation_not_supported Gateway-Connection"},
		"no rule, a place that cannot":    {nil, routing.Query{KnownAt: []string{"vault"}}, "operation_not_supported These can: north, south."},
		"no rule, a place that is gone":   {nil, routing.Query{KnownAt: []string{"gone"}}, "vendor_unavailable"},
		"money takes no fallback":         {[]routing.RouteOptions{payments}, routing.Query{Operation: "create_payment", Effect: canonical.MovesMoney, KnownAt: []string{"vault"}}, "customer_not_at_connection north"},
		"a draining place still serves":   {[]routing.RouteOptions{split}, routing.Query{KnownAt: []string{"north", "south"}, Condition: down("north", policies.Condition{State: policies.Draining})}, "north route"},
		"an open breaker moves nobody":    {[]routing.RouteOptions{split}, routing.Query{KnownAt: []string{"north", "south"}, Condition: down("north", policies.Condition{BreakerOpen: true})}, "north route"},
		"out of service":                  {[]routing.RouteOptions{split}, routing.Query{KnownAt: []string{"north"}, Condition: down("north", policies.Condition{State: policies.Disabled})}, "vendor_unavailable"},
		"out of service, known elsewhere": {[]routing.RouteOptions{split}, routing.Query{KnownAt: []string{"north", "south"}, Condition: down("north", policies.Condition{State: policies.Disabled})}, "south route"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.query.Referred, c.query.Tenant = true, "acme"
			if c.query.Operation == "" {
				c.query.Operation, c.query.Effect = "get_customer", canonical.Safe
			}
			d := personRouter(t, c.rules...).Choose(&c.query)
			got := d.Connection + " " + string(d.DecidedBy)
			if d.Connection == "" {
				refusal := canonical.AsError(d.Refusal())
				got = string(refusal.Code) + " " + refusal.Message
				if refusal.HowFar() != canonical.NotSent {
					t.Errorf("the refusal says %s", refusal.HowFar())
				}
			}
			for _, part := range strings.SplitN(c.want, " ", 2) {
				if !strings.Contains(got, part) {
					t.Errorf("%s, want %s", got, c.want)
				}
			}
			if len(d.Fallback) > 0 {
				t.Errorf("another connection would be asked with the ids of this one: %v", d.Fallback)
			}
		})
	}
}

// Whatever the weights, a person who is known at both sides of a split has one side.
func TestAPersonHasOneSideOfASplit(t *testing.T) {
	t.Parallel()
	r := personRouter(t, routing.RouteOptions{
		Name: "split", Operations: []string{"*"}, Use: []routing.RouteUse{{Connection: "north", Weight: weight(3)}, {Connection: "south"}},
	})
	sides := map[string]int{}
	for i := range 1000 {
		q := routing.Query{Operation: "get_customer", Effect: canonical.Safe, Tenant: "acme", StickyKey: fmt.Sprint(i)}
		strange := r.Choose(&q).Connection
		q.Referred, q.KnownAt = true, []string{"south", "north"}
		if known := r.Choose(&q).Connection; known != strange {
			t.Fatalf("person %d goes to %s when nothing is known, and to %s by reference", i, strange, known)
		}
		sides[strange]++
	}
	if sides["south"] < 200 || sides["south"] > 300 {
		t.Errorf("the split is %v", sides)
	}
}
