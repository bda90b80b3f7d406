package journal

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestAPassRaisesABoundedNumber, and the next one the rest. Each is raised once, also by
// replicas, and all are closed when their payments have moved.
func TestAPassRaisesABoundedNumber(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		heard := b.heard()
		replicas := []*Journal{b.open(), b.open()}
		const many = passBatch + 2
		for n := range many {
			paid(t, replicas[0], n, Unknown)
		}
		settled := paid(t, replicas[0], many, Settled)
		pass := func() (open, closed int) {
			t.Helper()
			for _, j := range replicas {
				must(t, j.RaiseAgeing(ctx, b.clock.Now().Add(time.Second)))
			}
			all := map[string]int{}
			for page := (Page{Limit: 100}); ; {
				found, next, err := replicas[0].ListExceptions(ctx, ExceptionFilter{Kind: Ageing}, page)
				must(t, err)
				for _, e := range found {
					if all[e.State]++; e.PaymentID == settled {
						t.Error("a payment that settled is raised")
					}
				}
				if page.Cursor = next; next == "" {
					return all["open"], all["closed"]
				}
			}
		}
		must(t, replicas[0].RaiseAgeing(ctx, b.clock.Now().Add(time.Second)))
		if n := len(heard.list()); n != passBatch {
			t.Errorf("the first pass raised %d, want %d", n, passBatch)
		}
		if open, closed := pass(); open != many || closed != 0 || len(heard.list()) != many {
			t.Errorf("%d are open and %d closed, told of %d, want %d", open, closed, len(heard.list()), many)
		}
		for n := range many {
			_, err := replicas[1].MovePayment(ctx, PaymentChange{ID: paymentNumber(n).ID, Status: Settled})
			must(t, err)
		}
		if open, closed := pass(); open != 0 || closed != many || len(heard.list()) != many {
			t.Errorf("%d are open and %d closed, told of %d, want none open", open, closed, len(heard.list()))
		}
	})
}

// TestOnlyUnknownPaymentsAreLookedAt: the others are as many as were ever made.
func TestOnlyUnknownPaymentsAreLookedAt(t *testing.T) {
	t.Parallel()
	j := sqliteBench(t).open()
	for statement, want := range map[string]string{listAged: "payments_unknown", listKnown: "exceptions_open"} {
		var plan []string
		must(t, j.read(ctx, "explain", func(ctx context.Context, q querier) (err error) {
			plan, err = collect(ctx, q, func(rows *sql.Rows) (step string, err error) {
				var unused any
				err = rows.Scan(&unused, &unused, &unused, &step)
				return step, err
			}, "EXPLAIN QUERY PLAN "+statement, 0, 1)
			return err
		}))
		if !strings.Contains(strings.Join(plan, "\n"), "INDEX "+want) || slices.ContainsFunc(plan, func(step string) bool {
			return strings.HasPrefix(step, "SCAN") && !strings.Contains(step, "INDEX")
		}) {
			t.Errorf("the plan is %q", plan)
		}
	}
}
