package policies_test

import (
	"context"
	"sync"
	"sync/atomic"
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

// waitsInVain says how long a call that has so much time waits for the one place of a
// guard before it is refused.
func waitsInVain(t *testing.T, g *policies.ConnectionPolicies, call *policies.Call, has time.Duration) time.Duration {
	t.Helper()
	release := make(chan struct{})
	defer close(release)
	occupy(t, g, 1, release)
	ctx, cancel := context.WithTimeout(t.Context(), has)
	defer cancel()
	began := time.Now()
	wantError(t, g.Policy()(ctx, call, always(nil)), canonical.VendorUnavailable, canonical.OriginGateway, canonical.NotSent)
	return time.Since(began)
}

func TestQueueingLeavesTimeForTheAttempt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		guard := policies.Standard(policies.Options{Connection: bank, Limits: policies.Limits{Concurrency: 1}})
		if took := waitsInVain(t, guard, newCall(canonical.GetCustomer), 150*time.Millisecond); took != 100*time.Millisecond {
			t.Errorf("it waited %v of 150ms, want 100ms: 50ms are the attempt's", took)
		}
	})
}

// askFor makes n calls at once, of which each takes a time at the vendor, and tells how
// long the slowest took that was served, and how many were refused.
func askFor(t *testing.T, g *policies.ConnectionPolicies, n int, takes time.Duration) (slowest time.Duration, refused int) {
	t.Helper()
	var group sync.WaitGroup
	var mu sync.Mutex
	for range n {
		group.Go(func() {
			began := time.Now()
			err := g.Policy()(t.Context(), newCall(canonical.GetCustomer), func(context.Context) error { pass(takes); return nil })
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				refused++
			} else {
				slowest = max(slowest, time.Since(began))
			}
		})
	}
	group.Wait()
	return slowest, refused
}

// A quick vendor serves many more callers than it has places; a slow one does not keep
// them waiting.
func TestAsManyWaitAsAVendorIsQuick(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		takes   time.Duration
		slowest time.Duration
		refused int
	}{
		{20 * time.Millisecond, 16 * 20 * time.Millisecond, 0},  // in 16 turns of 64
		{100 * time.Millisecond, time.Second, 1000 - 64 - 9*64}, // the tenth turn would begin when the wait is over
		{2 * time.Second, 2 * time.Second, 1000 - 64},           // 64 wait for 200ms, and for nothing
	} {
		synctest.Test(t, func(t *testing.T) {
			guard := policies.Standard(policies.Options{Connection: bank})
			askFor(t, guard, 1, c.takes) // so quick it is
			slowest, refused := askFor(t, guard, 1000, c.takes)
			if slowest != c.slowest || refused != c.refused {
				t.Errorf("calls of %v: %d are refused and the slowest takes %v, want %d and %v", c.takes, refused, slowest, c.refused, c.slowest)
			}
		})
	}
}

// A quick vendor that answers nobody any more is no quick one.
func TestFewWaitForAVendorThatHangs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		guard := policies.Standard(policies.Options{Connection: bank, Limits: policies.Limits{Concurrency: 4}})
		askFor(t, guard, 1, time.Millisecond)
		occupy(t, guard, 4+500, release)
		if n := guard.Snapshot().Waiting; n != 500 {
			t.Errorf("%d wait, want 500: the vendor is quick", n)
		}
		pass(time.Second + time.Millisecond) // after the last of them has given up
		occupy(t, guard, 500, release)
		if n := guard.Snapshot().Waiting; n != 4 {
			t.Errorf("%d wait, want 4: for a second no place got free", n)
		}
		close(release)
		pass(70 * time.Second)
		askFor(t, guard, 1, time.Millisecond)
		if _, refused := askFor(t, guard, 500, time.Millisecond); refused != 0 {
			t.Errorf("%d are refused when the vendor has been back for a minute", refused)
		}
	})
}

func TestWaitingTakesAQuarterOfACallersTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		guard := policies.Standard(policies.Options{Connection: bank, Limits: policies.Limits{Concurrency: 1}})
		askFor(t, guard, 1, time.Millisecond)
		if took := waitsInVain(t, guard, newCall(canonical.CreatePayment), 2*time.Second); took != 500*time.Millisecond {
			t.Errorf("it waited %v of 2s, want 500ms", took)
		}
	})
}

func TestPlacesAreGivenInTheOrderOfArrival(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		release, order := make(chan struct{}), make(chan int, 20)
		guard := policies.Standard(policies.Options{Connection: bank, Limits: policies.Limits{Concurrency: 1}})
		askFor(t, guard, 1, time.Millisecond)
		occupy(t, guard, 1, release)
		for i := range cap(order) {
			go func() {
				_ = guard.Policy()(t.Context(), newCall(canonical.GetCustomer), func(context.Context) error { order <- i; return nil })
			}()
			synctest.Wait()
		}
		close(release)
		for want := range cap(order) {
			if got := <-order; got != want {
				t.Errorf("caller %d is served as number %d", got, want)
			}
		}
	})
}

// Who waited for a place asks the breaker again.
func TestABreakerThatOpensRefusesThoseWhoWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		release, done := make(chan struct{}), make(chan error)
		guard := policies.Standard(policies.Options{Connection: bank, Limits: policies.Limits{Concurrency: 1}})
		occupy(t, guard, 1, release)
		go func() { done <- try(t, guard, nil) }()
		synctest.Wait()
		for _, row := range canonical.Operations() {
			if err := guard.Force(row.Name(), policies.BreakerOpen); err != nil {
				t.Fatal(err)
			}
		}
		close(release)
		wantError(t, <-done, canonical.VendorUnavailable, canonical.OriginGateway, canonical.NotSent)
		if n := guard.Snapshot().InFlight; n != 0 {
			t.Errorf("%d places are still taken", n)
		}
	})
}

func TestACircuitThatOpensRefusesThoseWhoWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		guard := policies.Standard(policies.Options{Connection: bank, Limits: policies.Limits{
			Concurrency: 1, Breaker: policies.BreakerOptions{ConsecutiveFailures: new(1)}, Retry: policies.RetryOptions{Attempts: 1},
		}})
		askFor(t, guard, 1, time.Millisecond)
		var sent atomic.Int64
		var group sync.WaitGroup
		for range 10 {
			group.Go(func() {
				_ = guard.Policy()(t.Context(), newCall(canonical.GetCustomer), func(context.Context) error {
					sent.Add(1)
					pass(time.Millisecond)
					return vendorDown
				})
			})
		}
		group.Wait()
		if n := sent.Load(); n > 2 { // the place of the first is free before the breaker has heard of its fault
			t.Errorf("%d calls were sent, want those before the first fault", n)
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
