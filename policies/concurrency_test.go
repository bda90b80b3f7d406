package policies_test

import (
	"context"
	"slices"
	"sync"
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

// mostWaiting is how many calls wait for a place, where no vendor's time speaks against it.
const mostWaiting = 1024

func TestPlacesQueueAndRefusal(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		heard, release := &recordingObserver{}, make(chan struct{})
		guard := policies.Standard(policies.Options{Connection: bank, Observer: heard, Limits: policies.Limits{Concurrency: 2}})
		occupy(t, guard, 2+mostWaiting, release)
		if s := guard.Snapshot(); s.InFlight != 2 || s.Waiting != mostWaiting {
			t.Fatalf("%d in flight and %d waiting, want 2 and %d", s.InFlight, s.Waiting, mostWaiting)
		}
		wantRefusalAtOnce(t, guard, "a full queue")
		pass(10 * time.Second)
		if s := guard.Snapshot(); s.InFlight != 2 || s.Waiting != 0 {
			t.Errorf("%d in flight and %d waiting after the queue's time, want 2 and 0", s.InFlight, s.Waiting)
		}
		close(release)
		synctest.Wait()
		if err := try(t, guard, nil); err != nil || guard.Snapshot().InFlight != 0 {
			t.Errorf("when all have left, a call gives %v with %d in flight", err, guard.Snapshot().InFlight)
		}
		if len(heard.limited) != 1+mostWaiting || heard.limited[0] != policies.LimitConcurrency {
			t.Errorf("the observer heard of %d refusals, want %d", len(heard.limited), 1+mostWaiting)
		}
	})
}

func wantRefusalAtOnce(t *testing.T, g *policies.ConnectionPolicies, who string) {
	t.Helper()
	began := time.Now()
	e := wantError(t, try(t, g, nil), canonical.VendorUnavailable, canonical.OriginGateway, canonical.NotSent)
	if took := time.Since(began); took != 0 || e.RetryAfter <= 0 {
		t.Errorf("%s refuses after %v with Retry-After %v, want at once with one", who, took, e.RetryAfter)
	}
}

// askFor makes n calls that hold their places for a time, all at once, and gives how
// long each took that was served, in the order in which they were.
func askFor(t *testing.T, g *policies.ConnectionPolicies, n int, held time.Duration) (served []time.Duration, refused int) {
	t.Helper()
	var group sync.WaitGroup
	var mu sync.Mutex
	for range n {
		group.Go(func() {
			began := time.Now()
			err := g.Policy()(t.Context(), newCall(canonical.CreatePayment), func(context.Context) error { pass(held); return nil })
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				refused++
				return
			}
			served = append(served, time.Since(began))
		})
	}
	group.Wait()
	return served, refused
}

// A quick vendor serves many more callers than it has places, again and again.
func TestAThousandCallersAreServedByTheStandardPlaces(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		guard := policies.Standard(policies.Options{Connection: bank})
		for range 3 {
			served, refused := askFor(t, guard, 1000, 20*time.Millisecond)
			if slowest := slices.Max(served); refused != 0 || slowest != 320*time.Millisecond {
				t.Errorf("%d are refused, the slowest takes %v; want none and 320ms, in 16 turns of 64", refused, slowest)
			}
		}
	})
}

// Of a slow vendor only as many wait as get a place in time, and the others know at once.
func TestNobodyWaitsForAPlaceInVain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		guard := policies.Standard(policies.Options{Connection: bank, Limits: policies.Limits{Concurrency: 4}})
		const held = 2 * time.Second
		askFor(t, guard, 1, held) // so long it takes
		served, waiting := make(chan []time.Duration), 0
		go func() {
			all, _ := askFor(t, guard, 100, held)
			served <- all
		}()
		synctest.Wait()
		if waiting = guard.Snapshot().Waiting; waiting != 10 {
			t.Errorf("%d wait, want 10: four places get free every 2s, and a call waits 5s", waiting)
		}
		wantRefusalAtOnce(t, guard, "a slow vendor's queue")
		if n := len(<-served); n < 4+8 {
			t.Errorf("%d are served, want those in the places and two turns of them", n)
		}
	})
}

// When a vendor answers nobody, callers wait for it once; when it is back, so are they.
func TestAVendorThatHangsIsFoundOut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		guard := policies.Standard(policies.Options{Connection: bank, Limits: policies.Limits{Concurrency: 4}})
		askFor(t, guard, 4, time.Millisecond)
		occupy(t, guard, 4+500, release)
		pass(6 * time.Second)
		occupy(t, guard, 100, release)
		if n := guard.Snapshot().Waiting; n != 3 {
			t.Errorf("%d of a hundred more wait, want 3: for 6s no place got free", n)
		}
		wantRefusalAtOnce(t, guard, "the queue of a vendor that hangs")
		close(release)
		synctest.Wait()
		for range 200 {
			askFor(t, guard, 4, time.Millisecond)
		}
		if _, refused := askFor(t, guard, 500, time.Millisecond); refused != 0 {
			t.Errorf("%d are refused when the vendor is quick again", refused)
		}
	})
}

func TestPlacesAreGivenInTheOrderOfArrival(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		release, order := make(chan struct{}), make(chan int, 20)
		guard := policies.Standard(policies.Options{Connection: bank, Limits: policies.Limits{Concurrency: 1}})
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

// What is left after the wait is enough for a vendor as slow as this one is.
func TestQueueingLeavesTimeForASlowVendor(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		defer close(release)
		guard := policies.Standard(policies.Options{Connection: bank, Limits: policies.Limits{Concurrency: 1}})
		askFor(t, guard, 1, time.Second)
		occupy(t, guard, 1, release)
		ctx, cancel := context.WithTimeout(t.Context(), 3500*time.Millisecond)
		defer cancel()
		began := time.Now()
		err := guard.Policy()(ctx, newCall(canonical.GetCustomer), always(nil))
		wantError(t, err, canonical.VendorUnavailable, canonical.OriginGateway, canonical.NotSent)
		if took := time.Since(began); took < 1500*time.Millisecond {
			t.Errorf("it waited %v of 3.5s, want at least 1.5s: 2s are the vendor's", took)
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
