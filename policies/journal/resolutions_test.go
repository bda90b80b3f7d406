package journal

import (
	"errors"
	"testing"
	"time"
)

// TestAResolutionWaitsADay for the second person, and says so before the sweep that
// writes it down.
func TestAResolutionWaitsADay(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		id := paid(t, j, 1, Unknown)
		ask := func() Resolution {
			made, err := j.AddResolution(ctx, Resolution{Kind: KindResolve, Status: Failed, Author: "ann", Reason: "r", Total: "12.50", Currency: "USD"},
				[]ResolutionItem{{PaymentID: id, Tenant: "acme", Was: Unknown, Status: Failed}}, false)
			must(t, err)
			return made
		}
		late, later := ask(), ask()
		b.clock.Move(ResolutionLife - time.Second)
		inTime := ask()
		b.clock.Move(time.Second)
		for _, decide := range []func() error{
			func() error { _, err := j.DecideResolution(ctx, late.ID, "bob", true); return err },
			func() error { _, err := j.DecideResolution(ctx, late.ID, "bob", false); return err },
			func() error {
				must(t, j.ExpireResolutions(ctx))
				_, err := j.DecideResolution(ctx, later.ID, "bob", true)
				return err
			},
		} {
			all, _, err := j.ListResolutions(ctx, "", nil, Page{})
			must(t, err)
			if all[0].State != AwaitingApproval || all[1].State != ResolutionExpired || all[2].State != ResolutionExpired {
				t.Errorf("they are %s, %s, %s", all[0].State, all[1].State, all[2].State)
			}
			if err := decide(); !errors.Is(err, ErrConflict) {
				t.Errorf("decided after its day: %v", err)
			}
		}
		if got := statusOf(t, j, id); got != Unknown {
			t.Errorf("the payment is %s", got)
		}
		_, err := j.DecideResolution(ctx, inTime.ID, "bob", true)
		must(t, err)
		if _, err := j.ApplyResolution(ctx, inTime.ID); err != nil || statusOf(t, j, id) != Failed {
			t.Errorf("decided in time: the payment is %s, %v", statusOf(t, j, id), err)
		}
	})
}
