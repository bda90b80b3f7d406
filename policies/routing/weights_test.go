package routing_test

import (
	"fmt"
	"testing"

	"canongate/policies/routing"
)

const customers = 10_000

// spread sends many customers through a rule with these weights of alpha, beta
// and closed-shop, and says where each went.
func spread(t *testing.T, a, b, c int) []string {
	t.Helper()
	r := routes(t, all(routing.RouteOptions{Use: []routing.RouteUse{
		{Connection: "alpha", Weight: &a}, {Connection: "beta", Weight: &b}, {Connection: "closed-shop", Weight: &c},
	}}))
	went := make([]string, customers)
	for i := range went {
		went[i] = r.Choose(&routing.Query{Operation: "get_customer", Tenant: "globex", StickyKey: fmt.Sprintf("cus_%d", i)}).Connection
	}
	return went
}

func share(went []string, name string) float64 {
	n := 0
	for _, w := range went {
		if w == name {
			n++
		}
	}
	return float64(n) / customers
}

func TestWeightsAreKeptWithinOnePercent(t *testing.T) {
	t.Parallel()
	for _, test := range [][3]int{{95, 5, 0}, {50, 50, 0}, {1, 1, 1}, {70, 20, 10}, {1, 99, 0}, {9500, 500, 0}} {
		t.Run(fmt.Sprint(test), func(t *testing.T) {
			t.Parallel()
			went := spread(t, test[0], test[1], test[2])
			total := float64(test[0] + test[1] + test[2])
			for i, name := range []string{"alpha", "beta", "closed-shop"} {
				want := float64(test[i]) / total
				if got := share(went, name); got < want-0.01 || got > want+0.01 {
					t.Errorf("%s has %.2f %%, want %.2f %%", name, got*100, want*100)
				}
			}
		})
	}
}

func TestTheSameCustomerAlwaysLandsAlike(t *testing.T) {
	t.Parallel()
	first, again := spread(t, 95, 5, 0), spread(t, 95, 5, 0)
	for i := range first {
		if first[i] != again[i] {
			t.Fatalf("customer %d went to %s, then to %s", i, first[i], again[i])
		}
	}
}

func TestAChoiceOutlivesTheProcess(t *testing.T) {
	t.Parallel()
	want := []string{"alpha", "beta", "alpha", "alpha", "beta", "alpha", "beta", "alpha"}
	got := spread(t, 50, 50, 0)[:len(want)]
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("customers 0 to 7 go to %v, they have always gone to %v", got, want)
	}
}

func TestAChangeOfWeightsMovesFewCustomers(t *testing.T) {
	t.Parallel()
	before, after := spread(t, 95, 5, 0), spread(t, 90, 10, 0)
	moved := 0
	for i := range before {
		if before[i] == after[i] {
			continue
		}
		moved++
		if before[i] != "alpha" {
			t.Fatalf("customer %d moved from %s to %s, against the weights", i, before[i], after[i])
		}
	}
	if moved > customers*6/100 || moved < customers*4/100 {
		t.Errorf("%d of %d customers moved, want about 5 %%", moved, customers)
	}
}

func TestAConnectionThatFallsOutMovesOnlyItsOwn(t *testing.T) {
	t.Parallel()
	before, after := spread(t, 50, 30, 20), spread(t, 50, 30, 0)
	for i := range before {
		if before[i] != "closed-shop" && before[i] != after[i] {
			t.Fatalf("customer %d moved from %s to %s", i, before[i], after[i])
		}
	}
}
