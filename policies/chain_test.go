package policies_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"canongate/canonical"
	"canongate/policies"
)

func TestAGuardIsKeptWhileItsOptionsAreTheSame(t *testing.T) {
	t.Parallel()
	options := func() policies.Options {
		budget := 0.3
		return policies.Options{Connection: bank, Vendor: "bank", Limits: policies.Limits{
			Timeouts: map[string]policies.Duration{"get_customer": 1},
			Rate:     &policies.RateOptions{Limit: 5, Per: 1},
			Retry:    policies.RetryOptions{Budget: &budget},
		}}
	}
	guard := policies.Standard(options())
	if !guard.Serves(options()) {
		t.Error("equal options want another guard")
	}
	none := policies.Policy(func(ctx context.Context, _ *policies.Call, next policies.Next) error { return next(ctx) })
	for name, change := range map[string]func(*policies.Options){
		"connection": func(o *policies.Options) { o.Connection = "other" },
		"server":     func(o *policies.Options) { o.BaseURL = "https://other.example" },
		"vendor":     func(o *policies.Options) { o.Vendor = "other" },
		"timeout":    func(o *policies.Options) { o.Limits.Timeout = 1 },
		"timeouts":   func(o *policies.Options) { o.Limits.Timeouts["get_customer"] = 2 },
		"rate":       func(o *policies.Options) { o.Limits.Rate.Limit = 6 },
		"no rate":    func(o *policies.Options) { o.Limits.Rate = nil },
		"budget":     func(o *policies.Options) { *o.Limits.Retry.Budget = 0.4 },
		"breaker":    func(o *policies.Options) { o.Limits.Breaker.Window = 1 },
		"journal":    func(o *policies.Options) { o.Journal = none },
	} {
		changed := options()
		change(&changed)
		if guard.Serves(changed) {
			t.Errorf("another %s is served by the same guard", name)
		}
	}
}

func TestTheKillSwitch(t *testing.T) {
	t.Parallel()
	guard := policies.Standard(policies.Options{Connection: bank})
	if guard.State() != policies.Enabled {
		t.Errorf("a new guard is %s", guard.State())
	}
	guard.SetState(policies.Draining)
	if c := guard.Condition("get_customer"); c.State != policies.Draining || guard.Snapshot().State != policies.Draining {
		t.Errorf("routes see %+v", c)
	}
}

func TestASnapshotTellsTheLastMinute(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		rate := policies.RateOptions{Limit: 100, Per: policies.Duration(time.Minute)}
		guard := policies.Standard(policies.Options{Connection: bank, Vendor: "bank", Limits: policies.Limits{Rate: &rate}})
		answer := func(err error) {
			_ = guard.Policy()(t.Context(), newCall(canonical.CreateCustomer), func(context.Context) error { pass(30 * time.Millisecond); return err })
		}
		for range 3 {
			answer(nil)
		}
		answer(vendorDown)
		failedAt := time.Now()
		s := guard.Snapshot()
		if s.Connection != bank || s.Vendor != "bank" || s.Attempts != 4 || s.Latency != 30*time.Millisecond || s.ErrorRate != 0.25 {
			t.Errorf("snapshot %+v, want 4 attempts of 30ms, a quarter failed", s)
		}
		if s.LastError != "vendor_error" || !s.LastErrorAt.Equal(failedAt) {
			t.Errorf("last error %q at %v", s.LastError, s.LastErrorAt)
		}
		if s.Quota == nil || s.Quota.Limit != 100 || s.Quota.Remaining != 96 {
			t.Errorf("quota %+v, want 96 of 100", s.Quota)
		}
		if len(s.Breakers) != 1 || s.Breakers[0].Operation != "create_customer" || s.Breakers[0].Requests != 4 || s.Breakers[0].Failures != 1 {
			t.Errorf("breakers %+v, want one that counted 1 of 4", s.Breakers)
		}
		pass(50 * time.Second)
		answer(nil)
		if s := guard.Snapshot(); s.Attempts < 1 || s.Attempts > 5 {
			t.Errorf("%d attempts after 50s", s.Attempts)
		}
		for err, rate := range map[error]float64{
			fails(canonical.VendorAuthFailed, canonical.Answered): 1, fails(canonical.CustomerNotFound, canonical.Answered): 0,
		} {
			refused := policies.Standard(policies.Options{Connection: bank})
			_ = refused.Policy()(t.Context(), newCall(canonical.GetCustomer), always(err))
			if s := refused.Snapshot(); s.ErrorRate != rate || s.Breakers[0].Failures != 0 {
				t.Errorf("%v: error rate %v, %d failures at the breaker", err, s.ErrorRate, s.Breakers[0].Failures)
			}
		}
		pass(20 * time.Second)
		if s := guard.Snapshot(); s.Attempts != 1 || s.ErrorRate != 0 || s.LastError == "" {
			t.Errorf("after 70s: %+v, want the one attempt, and the last error still told", s)
		}
	})
}

func TestOneSlowVendorLeavesTheOthersAlone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		defer close(release)
		slow := policies.Standard(policies.Options{Connection: "slow", Limits: policies.Limits{Concurrency: 4}})
		occupy(t, slow, 8, release)
		healthy, began := policies.Standard(policies.Options{Connection: bank}), time.Now()
		for range 1000 {
			if err := try(t, healthy, nil); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(began); took != 0 {
			t.Errorf("calls to the healthy vendor waited %v", took)
		}
	})
}

func TestUnknownOperationsAreCalledWithoutABreaker(t *testing.T) {
	t.Parallel()
	guard := policies.Standard(policies.Options{Connection: bank})
	call := &policies.Call{Operation: "an_own_one", Effect: canonical.Safe}
	if err := guard.Policy()(t.Context(), call, always(nil)); err != nil || guard.Condition("an_own_one").BreakerOpen {
		t.Errorf("it gives %v", err)
	}
}
