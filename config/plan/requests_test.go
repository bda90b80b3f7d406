package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// TestPlanReadsExpressions changes rules with `when`. It wants each reroute once,
// with the condition as the expression has it.
func TestPlanReadsExpressions(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		before, after string // of a rule before the one that takes all
		want          []Reroute
	}{
		"an attribute of the request, whoever asks": {
			`{name: rule, operations: [create_agreement], when: 'tenant == "acme" && request.agreement_kind in ["w9", "terms_of_service"]', use: [{connection: first}]}`,
			`{name: rule, operations: [create_agreement], when: 'tenant == "acme" && request.agreement_kind == "w9"', use: [{connection: first}]}`,
			[]Reroute{{RequestClass{Operation: "create_agreement", Tenant: "acme", Request: `request.agreement_kind == "terms_of_service"`}, 100, "first", "second"}},
		},
		"what is not named": {
			`{name: rule, operations: [create_agreement], when: 'request.agreement_kind != "w9"', use: [{connection: first}]}`,
			`{name: rule, operations: [create_agreement], when: 'request.agreement_kind != "w9"', use: [{connection: second}]}`,
			[]Reroute{
				{RequestClass{Operation: "create_agreement"}, 100, "first", "second"},
				{RequestClass{Operation: "create_agreement", Tenant: "acme"}, 100, "first", "second"},
			},
		},
		"amounts between": {
			`{name: rule, operations: [create_payment], tenants: [acme], currencies: [USD], when: 'amount > 10', use: [{connection: first}]}`,
			`{name: rule, operations: [create_payment], tenants: [acme], currencies: [USD], when: 'amount >= "10.01"', use: [{connection: first}]}`,
			nil,
		},
		"an amount below": {
			`{name: rule, operations: [create_payment], tenants: [acme], currencies: [USD], when: 'amount > 10', use: [{connection: first}]}`,
			`{name: rule, operations: [create_payment], tenants: [acme], currencies: [USD], when: 'amount >= 10', use: [{connection: first}]}`,
			[]Reroute{{RequestClass{Operation: "create_payment", Tenant: "acme", Currency: "USD", Amount: "10"}, 100, "second", "first"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			with := func(rule string) Side {
				return sideOf(t, connections+"  - "+rule+"\n  - {name: all, operations: [\"*\"], use: [{connection: second}]}\n")
			}
			if diff := cmp.Diff(c.want, reroutes(with(c.before), with(c.after)), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}
