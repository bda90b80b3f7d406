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

var vendorDown = &canonical.Error{Code: canonical.VendorError, Outcome: canonical.Answered}

// breakerOf makes a guard whose breakers open after four faults in ten seconds
// of which at least half failed, for five seconds.
func breakerOf(o policies.Options) *policies.ConnectionPolicies {
	one := 0.0
	o.Connection = bank
	o.Limits.Retry.Budget = &one
	o.Limits.Breaker = policies.BreakerOptions{
		FailureRatio: 0.5, MinimumRequests: 4, HalfOpenRequests: 2,
		Window: policies.Duration(10 * time.Second), OpenFor: policies.Duration(5 * time.Second),
	}
	return policies.Standard(o)
}

func try(t *testing.T, g *policies.ConnectionPolicies, err error) error {
	t.Helper()
	return g.Policy()(t.Context(), newCall(canonical.GetCustomer), always(err))
}

func isOpen(g *policies.ConnectionPolicies) bool { return g.Condition("get_customer").BreakerOpen }

func TestWhatOpensABreaker(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		err  error
		open bool
	}{
		{"vendor error", vendorDown, true},
		{"protocol error", fails(canonical.VendorProtocolError, canonical.Answered), true},
		{"time-out", fails(canonical.VendorTimeout, canonical.Unknown), true},
		{"dial", fails(canonical.VendorUnavailable, canonical.NotSent), true},
		{"reset", fails(canonical.VendorUnavailable, canonical.Unknown), true},
		{"validation", fails(canonical.ValidationFailed, canonical.Answered), false},
		{"not found", fails(canonical.CustomerNotFound, canonical.Answered), false},
		{"blocked", fails(canonical.CustomerBlocked, canonical.Answered), false},
		{"wrong OTP", fails(canonical.OTPInvalid, canonical.Answered), false},
		{"rejected", fails(canonical.VendorRejected, canonical.Answered), false},
		{"vendor's limit", fails(canonical.RateLimited, canonical.Answered), false},
		{"our credentials", fails(canonical.VendorAuthFailed, canonical.Answered), false},
		{"our settings", fails(canonical.VendorConfigurationError, canonical.Answered), false},
		{"caller left", &canonical.Error{Code: canonical.VendorTimeout, Outcome: canonical.Unknown, Err: context.Canceled}, false},
		{"our journal", fails(canonical.JournalUnavailable, canonical.NotSent), false},
		{"our defect", fails(canonical.InternalError, canonical.NotSent), false},
	} {
		t.Run(test.name, inBubble(func(t *testing.T) {
			guard := breakerOf(policies.Options{})
			for range 100 {
				_ = try(t, guard, test.err)
			}
			if got := isOpen(guard); got != test.open {
				t.Errorf("open is %t, want %t", got, test.open)
			}
		}))
	}
}

func TestFaultsInARowOpenABreakerWhateverTheVolume(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		most   *int
		faults int
		open   bool
	}{
		{"standard", nil, 10, true}, {"one less", nil, 9, false}, {"own", new(3), 3, true}, {"off", new(0), 50, false},
	} {
		t.Run(test.name, inBubble(func(t *testing.T) {
			guard := policies.Standard(policies.Options{Connection: bank, Limits: policies.Limits{
				Retry: policies.RetryOptions{Attempts: 1}, Breaker: policies.BreakerOptions{ConsecutiveFailures: test.most},
			}})
			_ = try(t, guard, vendorDown)
			_ = try(t, guard, nil) // ends the row
			for range test.faults {
				pass(40 * time.Second) // longer than the window
				_ = try(t, guard, vendorDown)
			}
			if got := isOpen(guard); got != test.open {
				t.Errorf("open is %t after %d faults in a row, want %t", got, test.faults, test.open)
			}
		}))
	}
}

func TestHurriedCallersDoNotOpenABreaker(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		patient time.Duration
		open    bool
	}{{"hurried", time.Second, false}, {"patient", 20 * time.Second, true}} {
		t.Run(test.name, inBubble(func(t *testing.T) {
			guard := breakerOf(policies.Options{})
			ctx, cancel := context.WithTimeout(t.Context(), test.patient)
			defer cancel()
			var calls sync.WaitGroup
			for range 10 {
				calls.Go(func() { _ = guard.Policy()(ctx, newCall(canonical.CreateCustomer), hang) })
			}
			calls.Wait()
			if got := guard.Condition("create_customer").BreakerOpen; got != test.open {
				t.Errorf("open is %t, want %t", got, test.open)
			}
		}))
	}
}

func TestABreakerOpensProbesAndCloses(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		heard := &recordingObserver{}
		guard := breakerOf(policies.Options{Observer: heard})
		for range 3 {
			_ = try(t, guard, vendorDown)
		}
		if isOpen(guard) {
			t.Fatal("it is open before the minimum of requests")
		}
		_ = try(t, guard, vendorDown)

		pass(2 * time.Second)
		e := wantError(t, try(t, guard, nil), canonical.VendorUnavailable, canonical.OriginGateway, canonical.NotSent)
		if e.RetryAfter != 3*time.Second {
			t.Errorf("Retry-After is %v two seconds into five, want 3s", e.RetryAfter)
		}
		if err := guard.Policy()(t.Context(), newCall(canonical.ListOffers), always(nil)); err != nil {
			t.Errorf("another operation gives %v, want it to be let through", err)
		}

		pass(4 * time.Second)
		if isOpen(guard) {
			t.Error("routes still see it open when it takes probes")
		}
		_ = try(t, guard, vendorDown)
		if !isOpen(guard) {
			t.Error("a failed probe leaves it closed")
		}
		pass(6 * time.Second)
		for range 2 {
			if err := try(t, guard, nil); err != nil {
				t.Errorf("a probe gives %v", err)
			}
		}
		want := []policies.BreakerState{
			policies.BreakerOpen, policies.BreakerHalfOpen, policies.BreakerOpen, policies.BreakerHalfOpen, policies.BreakerClosed,
		}
		if !slices.Equal(heard.breakers, want) {
			t.Errorf("states %v, want %v", heard.breakers, want)
		}
	})
}

func TestProbesAreFew(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		guard := breakerOf(policies.Options{})
		for range 4 {
			_ = try(t, guard, vendorDown)
		}
		pass(6 * time.Second)
		release, through, refused := make(chan struct{}), make(chan error, 10), 0
		for range 10 {
			go func() {
				through <- guard.Policy()(t.Context(), newCall(canonical.GetCustomer), func(context.Context) error { <-release; return nil })
			}()
		}
		synctest.Wait()
		close(release)
		for range 10 {
			if err := <-through; err != nil {
				refused++
				wantError(t, err, canonical.VendorUnavailable, canonical.OriginGateway, canonical.NotSent)
			}
		}
		if refused != 8 {
			t.Errorf("%d of 10 calls at once are refused while half open, want all but 2", refused)
		}
	})
}

func TestOldFaultsAreForgotten(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		guard := breakerOf(policies.Options{})
		for range 3 {
			_ = try(t, guard, vendorDown)
		}
		pass(11 * time.Second)
		_ = try(t, guard, vendorDown)
		if isOpen(guard) {
			t.Error("faults from before the window opened it")
		}
		for range 4 {
			_ = try(t, guard, nil)
		}
		for range 2 {
			_ = try(t, guard, vendorDown)
		}
		if isOpen(guard) {
			t.Error("3 faults of 7 calls opened it, want half of them needed")
		}
	})
}

func TestCallsThatOutlastTheWindowCount(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		guard := breakerOf(policies.Options{Limits: policies.Limits{Timeout: policies.Duration(12 * time.Second)}})
		slow := func(answer time.Duration) policies.Next {
			return func(context.Context) error { pass(answer); return vendorDown }
		}
		run := func(answer time.Duration) *sync.WaitGroup {
			calls := &sync.WaitGroup{}
			for range 4 {
				calls.Go(func() { _ = guard.Policy()(t.Context(), newCall(canonical.CreateCustomer), slow(answer)) })
			}
			return calls
		}
		late := run(18 * time.Second)
		run(11 * time.Second).Wait()
		if !guard.Condition("create_customer").BreakerOpen {
			t.Fatal("calls that hang for longer than the window leave it closed")
		}
		late.Wait() // seven seconds later it is half open
		if guard.Condition("create_customer").BreakerOpen {
			t.Error("calls from before it opened have opened it again")
		}
	})
}

func TestForcedBreakers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		guard := breakerOf(policies.Options{})
		force := func(s policies.BreakerState) {
			t.Helper()
			if err := guard.Force("get_customer", s); err != nil {
				t.Fatal(err)
			}
		}
		force(policies.BreakerOpen)
		e := wantError(t, try(t, guard, nil), canonical.VendorUnavailable, canonical.OriginGateway, canonical.NotSent)
		if e.RetryAfter != 0 || !isOpen(guard) {
			t.Errorf("forced open: Retry-After %v, open %t; nobody knows until when", e.RetryAfter, isOpen(guard))
		}
		force(policies.BreakerClosed)
		for range 10 {
			wantError(t, try(t, guard, vendorDown), canonical.VendorError, canonical.OriginVendor, canonical.Answered)
		}
		if isOpen(guard) {
			t.Error("forced closed, and open")
		}
		if s := guard.Snapshot().Breakers; len(s) != 1 || !s[0].Forced || s[0].State != policies.BreakerClosed {
			t.Errorf("snapshot %+v, want one breaker, forced closed", s)
		}
		force(policies.BreakerAuto)
		for range 4 {
			_ = try(t, guard, vendorDown)
		}
		if !isOpen(guard) {
			t.Error("left to itself it does not open")
		}
		if guard.Force("no_such", policies.BreakerOpen) == nil || guard.Force("get_customer", policies.BreakerHalfOpen) == nil {
			t.Error("an unknown operation or state is taken")
		}
	})
}

// elsewhere is gossip that never changes.
type elsewhere struct {
	open   bool
	opened chan string
}

func (e elsewhere) Opened(_, operation string, _ time.Time) { e.opened <- operation }
func (e elsewhere) OpenElsewhere(_, _ string) bool          { return e.open }

func TestAHintNeedsEvidenceOfOurOwn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		gossip := elsewhere{open: true, opened: make(chan string, 1)}
		guard := breakerOf(policies.Options{Gossip: gossip})
		if err := try(t, guard, nil); err != nil || isOpen(guard) {
			t.Fatalf("a hint alone opened it (%v)", err)
		}
		_ = try(t, guard, vendorDown)
		if !isOpen(guard) {
			t.Error("a fault while others are open leaves it closed")
		}
		if got := <-gossip.opened; got != "get_customer" {
			t.Errorf("the others are told of %q", got)
		}
	})
}

func TestAnOpenBreakerUsesUpNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		guard := breakerOf(policies.Options{Limits: policies.Limits{Rate: &policies.RateOptions{Limit: 10, Per: policies.Duration(time.Hour)}}})
		for range 4 {
			_ = try(t, guard, vendorDown)
		}
		began := time.Now()
		for range 100 {
			wantError(t, try(t, guard, nil), canonical.VendorUnavailable, canonical.OriginGateway, canonical.NotSent)
		}
		if left := guard.Snapshot().Quota.Remaining; left != 6 {
			t.Errorf("%d of the quota's 10 are left after 4 calls", left)
		}
		if took := time.Since(began); took != 0 {
			t.Errorf("refusing took %v", took)
		}
	})
}

// An adapter that concludes by itself that a payment's outcome is unknown tells
// of a vendor in trouble, like the fault behind it.
func TestUnknownPaymentsOpenTheBreaker(t *testing.T) {
	t.Parallel()
	for _, origin := range []canonical.Origin{canonical.OriginVendor, canonical.OriginNetwork} {
		synctest.Test(t, func(t *testing.T) {
			guard := breakerOf(policies.Options{})
			for range 4 {
				_ = try(t, guard, &canonical.Error{Code: canonical.PaymentOutcomeUnknown, Origin: origin, Outcome: canonical.Unknown})
			}
			if !isOpen(guard) {
				t.Errorf("unknown payments of origin %s leave it closed", origin)
			}
		})
	}
}
