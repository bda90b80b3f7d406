package policies_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"canongate/canonical"
	"canongate/policies"
)

func perSecond(limit, burst int) policies.RateOptions {
	return policies.RateOptions{Limit: limit, Per: policies.Duration(time.Second), Burst: burst}
}

func TestTheLocalLimiterHoldsARate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		limiter, allowed := policies.NewLocalLimiter(), 0
		for range 10_000 { // ten seconds at 1,000 a second
			r, err := limiter.Allow(t.Context(), "k", perSecond(100, 20))
			if err != nil {
				t.Fatal(err)
			}
			if r.Allowed {
				allowed++
			}
			pass(time.Millisecond)
		}
		if allowed < 1000 || allowed > 1020 {
			t.Errorf("%d events pass in ten seconds, want 1,000 and the burst of 20", allowed)
		}
	})
}

func TestWhatALimitSays(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		limiter := policies.NewLocalLimiter()
		allow := func(key string) policies.Result {
			t.Helper()
			r, err := limiter.Allow(t.Context(), key, perSecond(2, 3))
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		half := 500 * time.Millisecond
		for i, want := range []policies.Result{
			{Allowed: true, Limit: 3, Remaining: 2, ResetAfter: half},
			{Allowed: true, Limit: 3, Remaining: 1, ResetAfter: 2 * half},
			{Allowed: true, Limit: 3, Remaining: 0, ResetAfter: 3 * half},
			{Limit: 3, RetryAfter: half, ResetAfter: 3 * half},
		} {
			if got := allow("k"); got != want {
				t.Errorf("event %d: %+v, want %+v", i+1, got, want)
			}
		}
		if got := allow("another"); !got.Allowed || got.Remaining != 2 {
			t.Errorf("another key: %+v, want it fresh", got)
		}
		pass(half)
		if got := allow("k"); !got.Allowed {
			t.Errorf("after Retry-After: %+v, want it allowed", got)
		}
	})
}

func TestALimitThatIsNoneAllowsNothing(t *testing.T) {
	t.Parallel()
	for _, limit := range []policies.RateOptions{{}, {Limit: 5}, {Per: policies.Duration(time.Second)}, {Limit: -1, Per: 1}, {Limit: 2, Per: 1}} {
		if r, err := policies.NewLocalLimiter().Allow(t.Context(), "k", limit); err == nil || r.Allowed {
			t.Errorf("%+v: %+v, %v; want an error", limit, r, err)
		}
	}
}

func TestTheLocalLimiterForgetsKeys(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		limiter := policies.NewLocalLimiter()
		for i := range 10_000 {
			if _, err := limiter.Allow(t.Context(), fmt.Sprint(i), perSecond(10, 1)); err != nil {
				t.Fatal(err)
			}
			pass(time.Millisecond)
		}
		if n := limiter.Len(); n > 1200 {
			t.Errorf("%d keys are kept of 10,000 that are over", n)
		}
	})
}

func TestTheLocalLimiterCountsConcurrentEvents(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		limiter := policies.NewLocalLimiter()
		var allowed atomic.Int64
		for range 64 {
			go func() {
				for range 10 {
					if r, err := limiter.Allow(context.Background(), "k", perSecond(1, 100)); err == nil && r.Allowed {
						allowed.Add(1)
					}
				}
			}()
		}
		synctest.Wait()
		if n := allowed.Load(); n != 100 {
			t.Errorf("%d events pass at once, want the burst of 100", n)
		}
	})
}

func quotaOf(limit policies.RateOptions, observer policies.Observer) *policies.ConnectionPolicies {
	return policies.Standard(policies.Options{Connection: bank, Observer: observer, Limits: policies.Limits{Rate: &limit}})
}

func TestAShortWaitForTheQuotaIsWaited(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		guard, began := quotaOf(perSecond(10, 1), nil), time.Now()
		for range 11 {
			if err := try(t, guard, nil); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(began); took != time.Second {
			t.Errorf("11 calls at 10 a second took %v", took)
		}
	})
}

func TestALongWaitForTheQuotaIsRefusedAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		heard := &recordingObserver{}
		guard := quotaOf(policies.RateOptions{Limit: 1, Per: policies.Duration(time.Minute)}, heard)
		if err := try(t, guard, nil); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		e := wantError(t, try(t, guard, nil), canonical.RateLimited, canonical.OriginGateway, canonical.NotSent)
		if took := time.Since(began); took != 0 || e.RetryAfter != time.Minute {
			t.Errorf("refused after %v with Retry-After %v, want at once and a minute", took, e.RetryAfter)
		}
		if !guard.Condition("get_customer").QuotaEmpty {
			t.Error("routes are not told")
		}
		pass(e.RetryAfter)
		if err := try(t, guard, nil); err != nil || guard.Condition("get_customer").QuotaEmpty {
			t.Errorf("after Retry-After a call gives %v", err)
		}
		if len(heard.limited) != 1 || heard.limited[0] != policies.LimitQuota {
			t.Errorf("the observer heard of %v", heard.limited)
		}
	})
}

func TestWaitingForTheQuotaLeavesTimeForTheAttempt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		guard := quotaOf(perSecond(2, 1), nil)
		if err := try(t, guard, nil); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 520*time.Millisecond)
		defer cancel()
		err := guard.Policy()(ctx, newCall(canonical.GetCustomer), always(nil))
		wantError(t, err, canonical.RateLimited, canonical.OriginGateway, canonical.NotSent)
	})
}

func TestACallerMayLeaveWhileWaitingForTheQuota(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		guard, done := quotaOf(perSecond(2, 1), nil), make(chan error)
		if err := try(t, guard, nil); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		go func() { done <- guard.Policy()(ctx, newCall(canonical.CreateCustomer), always(nil)) }()
		synctest.Wait()
		cancel()
		wantError(t, <-done, canonical.VendorTimeout, canonical.OriginGateway, canonical.NotSent)
	})
}

// broken is a limiter whose store is away.
type broken struct{ allow bool }

func (b broken) Allow(context.Context, string, policies.RateOptions) (policies.Result, error) {
	return policies.Result{Allowed: b.allow, RetryAfter: time.Minute}, errors.New("store away")
}

func TestALimiterDecidesWithoutItsStore(t *testing.T) {
	t.Parallel()
	limit := perSecond(10, 1)
	for _, open := range []bool{true, false} {
		guard := policies.Standard(policies.Options{Connection: bank, Limiter: broken{open}, Limits: policies.Limits{Rate: &limit}})
		if err := try(t, guard, nil); (err == nil) != open {
			t.Errorf("open %t: %v", open, err)
		}
	}
}
