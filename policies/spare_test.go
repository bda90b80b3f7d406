package policies_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"canongate/canonical"
	"canongate/policies"
)

func spare(t *testing.T, g *policies.ConnectionPolicies, next policies.Next) error {
	t.Helper()
	return g.Spare()(t.Context(), newCall(canonical.LookupCustomer), next)
}

func done(context.Context) error { return nil }

// Of a quota of twenty, calls that nobody waits for use eighteen, and callers find
// the last two.
func TestSpareCallsNeverUseTheLastTenthOfAQuota(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		rate := policies.RateOptions{Limit: 20, Per: policies.Duration(time.Hour)}
		guard := policies.Standard(policies.Options{Connection: bank, Limits: policies.Limits{Rate: &rate}})
		passed := 0
		for range 30 {
			if spare(t, guard, done) == nil {
				passed++
			}
		}
		if left := guard.Snapshot().Quota.Remaining; passed != 18 || left != 2 {
			t.Errorf("%d spare calls pass and %d are left, want 18 and 2", passed, left)
		}
		if guard.Condition("lookup_customer").QuotaEmpty {
			t.Error("routes count the quota as empty, with two calls left")
		}
		began := time.Now()
		wantError(t, spare(t, guard, done), canonical.RateLimited, canonical.OriginGateway, canonical.NotSent)
		if time.Since(began) != 0 {
			t.Error("a spare call waits")
		}
		for i := range 2 {
			if err := try(t, guard, nil); err != nil {
				t.Errorf("caller %d: %v", i+1, err)
			}
		}
		pass(time.Hour / 20 * 2) // two come back, and both are of the last tenth
		if spare(t, guard, done) == nil {
			t.Error("a spare call takes one of the last two")
		}
		pass(time.Hour / 20)
		if err := spare(t, guard, done); err != nil {
			t.Errorf("with three left: %v", err)
		}
	})
}

func TestSpareCallsTakeAQuarterOfThePlaces(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		guard := policies.Standard(policies.Options{Connection: bank, Limits: policies.Limits{Concurrency: 8}})
		release := make(chan struct{})
		wait := func(context.Context) error { <-release; return nil }
		for range 5 {
			go func() { _ = spare(t, guard, wait) }()
		}
		synctest.Wait()
		if now := guard.Snapshot().InFlight; now != 2 {
			t.Errorf("%d spare calls in flight, want 2 of 8 places", now)
		}
		close(release)
		synctest.Wait()
		again := make(chan struct{})
		occupy(t, guard, 7, again)
		if spare(t, guard, done) == nil {
			t.Error("a spare call takes the last place")
		}
		close(again)
		synctest.Wait()
		if err := spare(t, guard, done); err != nil || guard.Snapshot().InFlight != 0 {
			t.Errorf("when all have left: %v, %d in flight", err, guard.Snapshot().InFlight)
		}
	})
}

// One try is all there is.
func TestSpareCallsAreNotRepeated(t *testing.T) {
	t.Parallel()
	guard := policies.Standard(policies.Options{Connection: bank})
	calls := 0
	err := spare(t, guard, func(context.Context) error {
		calls++
		return &canonical.Error{Code: canonical.VendorError, Outcome: canonical.Answered}
	})
	if err == nil || calls != 1 {
		t.Errorf("%d calls, %v", calls, err)
	}
}
