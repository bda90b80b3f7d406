package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// TestPlanReadsExpressions changes rules with `when` and wants the requests that
// move told as the expression knows them, each once.
func TestPlanReadsExpressions(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		was, will string // of a rule before the one that takes all
		want      []move
	}{
		"a fact of the request, whoever asks": {
			`{name: rule, operations: [create_agreement], when: 'tenant == "acme" && request.agreement_kind in ["w9", "terms_of_service"]', use: [{connection: first}]}`,
			`{name: rule, operations: [create_agreement], when: 'tenant == "acme" && request.agreement_kind == "w9"', use: [{connection: first}]}`,
			[]move{{shape{Operation: "create_agreement", Tenant: "acme", Request: `request.agreement_kind == "terms_of_service"`}, 100, "first", "second"}},
		},
		"what is not named": {
			`{name: rule, operations: [create_agreement], when: 'request.agreement_kind != "w9"', use: [{connection: first}]}`,
			`{name: rule, operations: [create_agreement], when: 'request.agreement_kind != "w9"', use: [{connection: second}]}`,
			[]move{
				{shape{Operation: "create_agreement"}, 100, "first", "second"},
				{shape{Operation: "create_agreement", Tenant: "acme"}, 100, "first", "second"},
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
			[]move{{shape{Operation: "create_payment", Tenant: "acme", Currency: "USD", Amount: "10"}, 100, "second", "first"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rules, _, _ := strings.Cut(routed, "routes:\n")
			with := func(rule string) *built {
				b := newBuilder().build(parsed(t, rules+"routes:\n  - "+rule+"\n  - {name: all, operations: [\"*\"], use: [{connection: second}]}\n"), 1, nil)
				b.activate(nil)
				return b
			}
			if diff := cmp.Diff(c.want, moves(with(c.was), with(c.will)), cmp.AllowUnexported(move{}), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}
