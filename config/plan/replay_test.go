package plan

import (
	"strings"
	"testing"

	"canongate/canonical"
	"canongate/policies/routing"
)

// TestPlanReplaysRequests wants the share of recorded requests that is rerouted.
// Of requests with an id only those count whose connection is gone.
func TestPlanReplaysRequests(t *testing.T) {
	t.Parallel()
	before := sideOf(t, connections+`
  - {name: dollars, operations: [create_payment], currencies: [USD], use: [{connection: first}]}
  - {name: all, operations: ["*"], use: [{connection: first, weight: 80}, {connection: second, weight: 20}]}
`)
	after := sideOf(t, strings.Replace(connections, "  second:", "  third:", 1)+`
  - {name: dollars, operations: [create_payment], currencies: [EUR], use: [{connection: first}]}
  - {name: all, operations: ["*"], use: [{connection: first, weight: 80}, {connection: third, weight: 20}]}
`)
	if Replay(nil, before, after) != nil {
		t.Error("nothing was recorded, and there is a result")
	}
	var log RequestLog
	for i := range ringSize + 100 {
		q := routing.Query{Operation: "create_payment", Effect: canonical.MovesMoney, Tenant: "acme", StickyKey: "secret"}
		q.Attributes.Currency = "USD"
		if i%4 == 3 {
			q = routing.Query{Operation: "get_agreement", Tenant: "acme", Pinned: "second"}
		}
		log.Record(q)
	}
	result := Replay(log.Requests(), before, after)
	if result.Requests != ringSize || len(result.Rerouted) != 2 {
		t.Fatalf("result %+v", result)
	}
	payments, agreements := result.Rerouted[0], result.Rerouted[1]
	if payments.Operation != "create_payment" || payments.Requests != ringSize*3/4 || payments.From != "first" || payments.To != "third" ||
		payments.Percent < 18 || payments.Percent > 22 {
		t.Errorf("payments %+v", payments)
	}
	if (agreements != Rerouted{"get_agreement", ringSize / 4, 100, "second", ""}) {
		t.Errorf("agreements %+v", agreements)
	}
	for _, q := range log.Requests() {
		if q.StickyKey != "" {
			t.Fatal("the sticky key was kept")
		}
	}
}

// Where a person is known is a fact of a request, as the connection of an id is: a
// plan says who would not be served any more.
func TestPlanReplaysPersons(t *testing.T) {
	t.Parallel()
	before := sideOf(t, connections+`
  - {name: all, operations: ["*"], use: [{connection: first}, {connection: second, weight: 0}]}
`)
	after := sideOf(t, connections+`
  - {name: all, operations: ["*"], use: [{connection: first}]}
`)
	var log RequestLog
	for range 10 {
		log.Record(routing.Query{Operation: "get_agreement", Tenant: "acme", Referred: true, KnownAt: []string{"first"}})
		log.Record(routing.Query{Operation: "create_agreement", Tenant: "acme", Referred: true, KnownAt: []string{"second"}})
	}
	result := Replay(log.Requests(), before, after)
	if len(result.Rerouted) != 1 {
		t.Fatalf("result %+v", result)
	}
	if got := result.Rerouted[0]; got.Operation != "create_agreement" || got.From != "second" || got.To != "" || got.Percent != 100 {
		t.Errorf("rerouted %+v", got)
	}
}
