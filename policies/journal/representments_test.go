package journal

import (
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"testing"
)

// Whether a payment may be sent again is judged and kept in one transaction: of many at once, on several
// replicas, no more pass than the rule allows.
func TestRepresentmentsAtOnceNeverExceedTheLimit(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		refused := errors.New("was sent again as often as is allowed")
		b.options.FactsOf = func(_ string, body []byte) (f Facts, err error) {
			var p struct{ Represents string }
			if err = json.Unmarshal(body, &p); p.Represents != "" {
				f.Keys = []PaymentKey{{KeyRepresents, p.Represents}}
			}
			return f, err
		}
		b.options.MayRepresent = func(r Representment) error {
			if r.Original == nil || r.Original.ID != "pay_0000" {
				return fmt.Errorf("original is %v", r.Original)
			}
			if len(r.Earlier) >= 2 {
				return refused
			}
			return nil
		}
		replicas := []*Journal{b.open(), b.open()}
		if b.driver == "sqlite" { // which has one writer
			replicas = replicas[:1]
		}
		paid(t, replicas[0], 0, Submitted)
		again := func(n int) *Payment {
			p := paymentNumber(n)
			p.Represents, p.Body = "pay_0000", fmt.Appendf(nil, `{"represents":"pay_0000","n":%d}`, n)
			return p
		}
		const many = 8
		errs := make([]error, many)
		var wait sync.WaitGroup
		for n := range many {
			j := replicas[n%len(replicas)]
			ticket := claim(t, j, fmt.Sprint("again ", n), Fresh).Ticket
			wait.Go(func() { errs[n] = j.MarkSent(ctx, ticket, sending(again(n+1))) })
		}
		wait.Wait()
		kept := 0
		for n, err := range errs {
			switch {
			case err == nil:
				kept++
			case !errors.Is(err, refused):
				t.Errorf("attempt %d: %v", n, err)
			}
		}
		found, err := replicas[0].Represented(ctx, "acme", []PaymentKey{{KeyRepresents, "pay_0000"}})
		must(t, err)
		if all := found[PaymentKey{KeyRepresents, "pay_0000"}]; kept != 2 || len(all) != 2 {
			t.Errorf("%d were let through and %d kept, want 2", kept, len(all))
		}
		if found, err := replicas[0].Represented(ctx, "other", []PaymentKey{{KeyRepresents, "pay_0000"}}); err != nil || len(found) != 0 {
			t.Errorf("another tenant sees %v %v", found, err)
		}
	})
}
