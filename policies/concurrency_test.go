package policies_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"canongate/canonical"
	"canongate/policies"
)

// occupy fills n places of a guard until release is closed.
func occupy(t *testing.T, g *policies.ConnectionPolicies, n int, release chan struct{}) {
	t.Helper()
	for range n {
		go func() {
			_ = g.Policy()(t.Context(), newCall(canonical.CreateCustomer), func(context.Context) error { <-release; return nil })
		}()
	}
	synctest.Wait()
}

func TestPlacesQueueAndRefusal(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		heard, release := &recordingObserver{}, make(chan struct{})
		guard := policies.Standard(policies.Options{Connection: bank, Observer: heard, Limits: policies.Limits{Concurrency: 2}})
		occupy(t, guard, 4, release)
		if s := guard.Snapshot(); s.InFlight != 2 || s.Waiting != 2 {
			t.Fatalf("%d in flight and %d waiting, want 2 and 2", s.InFlight, s.Waiting)
		}
		began := time.Now()
		e := wantError(t, try(t, guard, nil), canonical.VendorUnavailable, canonical.OriginGateway, canonical.NotSent)
		if took := time.Since(began); took != 0 || e.RetryAfter <= 0 {
			t.Errorf("a full queue refuses after %v with Retry-After %v, want at once with one", took, e.RetryAfter)
		}
		pass(time.Second)
		if s := guard.Snapshot(); s.InFlight != 2 || s.Waiting != 0 {
			t.Errorf("%d in flight and %d waiting after the queue's time, want 2 and 0", s.InFlight, s.Waiting)
		}
		close(release)
		synctest.Wait()
		if err := try(t, guard, nil); err != nil || guard.Snapshot().InFlight != 0 {
			t.Errorf("when all have left, a call gives %v with %d in flight", err, guard.Snapshot().InFlight)
		}
		if len(heard.limited) != 3 || heard.limited[0] != policies.LimitConcurrency {
			t.Errorf("the observer heard of %v, want three refusals", heard.limited)
		}
	})
}

func TestAPlaceThatGetsFreeIsTaken(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		release, done := make(chan struct{}), make(chan error)
		guard := policies.Standard(policies.Options{Connection: bank, Limits: policies.Limits{Concurrency: 1}})
		occupy(t, guard, 1, release)
		go func() { done <- try(t, guard, nil) }()
		pass(100 * time.Millisecond)
		close(release)
		if err := <-done; err != nil {
			t.Errorf("the call that waited gives %v", err)
		}
	})
}

func TestQueueingLeavesTimeForTheAttempt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		defer close(release)
		guard := policies.Standard(policies.Options{Connection: bank, Limits: policies.Limits{Concurrency: 1}})
		occupy(t, guard, 1, release)
		ctx, cancel := context.WithTimeout(t.Context(), 150*time.Millisecond)
		defer cancel()
		began := time.Now()
		err := guard.Policy()(ctx, newCall(canonical.GetCustomer), always(nil))
		wantError(t, err, canonical.VendorUnavailable, canonical.OriginGateway, canonical.NotSent)
		if took := time.Since(began); took != 100*time.Millisecond {
			t.Errorf("it waited %v of 150ms, want 100ms: 50ms are the attempt's", took)
		}
	})
}

func TestACallerMayLeaveTheQueue(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		release, done := make(chan struct{}), make(chan error)
		defer close(release)
		guard := policies.Standard(policies.Options{Connection: bank, Limits: policies.Limits{Concurrency: 1}})
		occupy(t, guard, 1, release)
		ctx, cancel := context.WithCancel(t.Context())
		go func() { done <- guard.Policy()(ctx, newCall(canonical.GetCustomer), always(nil)) }()
		synctest.Wait()
		cancel()
		wantError(t, <-done, canonical.VendorTimeout, canonical.OriginGateway, canonical.NotSent)
		if n := guard.Snapshot().Waiting; n != 0 {
			t.Errorf("%d still wait", n)
		}
	})
}
