package gateway_test

import (
	"fmt"
	"maps"
	"net/http"
	"testing"

	"canongate/canonical"
	"canongate/gateway"
	"canongate/policies/routing"
)

// TestWeightsOfRealRequests sends ten thousand new customers through the whole
// face: 95 in 100 go to one side, and each key leads to the same side again.
func TestWeightsOfRealRequests(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(r *rig, _ *gateway.Options) {
		share := func(n int) *int { return &n }
		facts := []routing.ConnectionInfo{}
		for name := range maps.Keys(r.state.Connections) {
			facts = append(facts, routing.ConnectionInfo{Name: name, Operations: []string{canonical.CreateCustomer.Name()}})
		}
		split, problems := routing.NewRouter([]routing.RouteOptions{{
			Name: "split", Operations: []string{canonical.CreateCustomer.Name()},
			Use: []routing.RouteUse{{Connection: bank, Weight: share(95)}, {Connection: otherBank, Weight: share(5)}},
		}}, facts)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		r.state.Routes = split
	})
	body := examples(t)[canonical.CreateCustomer.Name()]
	create := func(key string) string {
		t.Helper()
		a := r.call(t, http.MethodPost, "/v1/customers", body, "Idempotency-Key: "+key)
		if a.status != http.StatusCreated {
			t.Fatalf("%s: %d %s", key, a.status, a.body)
		}
		return a.header.Get("Gateway-Connection")
	}
	const customers = 10_000
	went, few := make([]string, customers), 0
	for i := range went {
		if went[i] = create(fmt.Sprint("key-", i)); went[i] == otherBank {
			few++
		}
	}
	if few < customers*4/100 || few > customers*6/100 {
		t.Errorf("%d of %d went to the side of 5 in 100", few, customers)
	}
	for i := range 500 {
		if again := create(fmt.Sprint("key-", i)); again != went[i] {
			t.Errorf("customer %d went to %s, then to %s", i, went[i], again)
		}
	}
}
