package journal

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"
)

func TestAllOfAFilterIsRedelivered(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := outboxBench(b).open()
		for n, e := range []Event{{Type: "p", Tenant: "acme"}, {Type: "t", Tenant: "acme"}, {Type: "p", Tenant: "globex"}} {
			e.Subject, e.Data = fmt.Sprint(n), fmt.Append(nil, n)
			must(t, j.Emit(ctx, e))
			b.clock.Move(time.Second)
		}
		drain(t, j, "crm") // all three; picky's two wait
		begin := b.clock.Now().Add(-3 * time.Second)
		for name, row := range map[string]struct {
			filter RedeliveryFilter
			want   int64
		}{
			"all":           {RedeliveryFilter{}, 5},
			"delivered":     {RedeliveryFilter{State: DeliveryDone}, 3},
			"dead":          {RedeliveryFilter{State: DeliveryDead}, 0},
			"of one":        {RedeliveryFilter{Subscriber: "picky"}, 2},
			"of a type":     {RedeliveryFilter{Type: "p"}, 4},
			"of a tenant":   {RedeliveryFilter{Tenant: "globex"}, 2},
			"after the 1st": {RedeliveryFilter{CreatedAfter: begin}, 3},
			"together":      {RedeliveryFilter{Subscriber: "crm", Type: "p", Tenant: "acme", State: DeliveryDone, CreatedAfter: begin.Add(-time.Second)}, 1},
			"of nobody":     {RedeliveryFilter{Subscriber: "nobody"}, 0},
		} {
			if count, err := j.RedeliverAll(ctx, row.filter, row.want+1); !errors.Is(err, ErrConflict) || count != row.want {
				t.Errorf("%s: %d, %v, want %d and ErrConflict", name, count, err, row.want)
			}
		}
		if got := drain(t, j, "crm"); len(got) != 0 {
			t.Errorf("a conflict redelivered %v", got)
		}
		leased := take(t, j, "picky", 1) // a try under way is left alone
		count, err := j.RedeliverAll(ctx, RedeliveryFilter{Type: "p"}, 3)
		must(t, err)
		if got := drain(t, j, "crm"); count != 3 || !slices.Equal(got, []string{"0", "2"}) {
			t.Errorf("redelivered %d, crm got %v", count, got)
		}
		must(t, j.Delivered(ctx, leased[0]))
		if got := drain(t, j, "picky"); len(got) != 1 {
			t.Errorf("picky got %v", got)
		}
	})
}
