package policies_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"canongate/canonical"
	"canongate/policies"
)

func TestRepeatingFollowsFromEffectAndOutcome(t *testing.T) {
	t.Parallel()
	var (
		refusedDial = fails(canonical.VendorUnavailable, canonical.NotSent)
		broken      = fails(canonical.VendorUnavailable, canonical.Unknown)
		silent      = fails(canonical.VendorTimeout, canonical.Unknown)
		fault       = fails(canonical.VendorError, canonical.Answered)
		garbled     = fails(canonical.VendorProtocolError, canonical.Answered)
		cutOff      = fails(canonical.VendorProtocolError, canonical.Unknown)
		limited     = &canonical.Error{Code: canonical.RateLimited, Origin: canonical.OriginVendor, Outcome: canonical.Answered}
		ownQuota    = &canonical.Error{Code: canonical.RateLimited, Origin: canonical.OriginGateway}
		ownQueue    = &canonical.Error{Code: canonical.VendorUnavailable, Origin: canonical.OriginGateway}
		rejected    = fails(canonical.VendorRejected, canonical.Answered)
		credentials = fails(canonical.VendorAuthFailed, canonical.Answered)
		defect      = fmt.Errorf("nil map")
	)
	read, decide, create, pay := canonical.GetCustomer, canonical.DecideAgreement, canonical.CreateCustomer, canonical.CreatePayment
	for _, test := range []struct {
		op       canonical.Row
		err      error
		attempts int
	}{
		{read, refusedDial, 3}, {read, broken, 3}, {read, silent, 3}, {read, fault, 3}, {read, garbled, 1}, {read, cutOff, 3}, {read, limited, 3},
		{read, ownQuota, 1}, {read, ownQueue, 1}, {read, rejected, 1}, {read, credentials, 1}, {read, defect, 1},
		{decide, refusedDial, 3}, {decide, broken, 1}, {decide, silent, 1}, {decide, fault, 1}, {decide, limited, 1},
		{create, refusedDial, 3}, {create, broken, 1}, {create, silent, 1}, {create, fault, 1}, {create, limited, 1}, {create, rejected, 1},
		{pay, refusedDial, 1}, {pay, broken, 1}, {pay, silent, 1}, {pay, fault, 1}, {pay, limited, 1},
	} {
		t.Run(test.op.Name()+" "+test.err.Error(), inBubble(func(t *testing.T) {
			call, calls := newCall(test.op), 0
			err := policies.Standard(policies.Options{Connection: bank}).Policy()(t.Context(), call, func(context.Context) error {
				calls++
				return test.err
			})
			if err == nil || calls != test.attempts || call.Attempt != test.attempts {
				t.Errorf("%d calls, attempt %d (%v), want %d", calls, call.Attempt, err, test.attempts)
			}
		}))
	}
}

func TestARetryEndsWithTheFirstSuccess(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		heard, call := &recordingObserver{}, newCall(canonical.GetCustomer)
		err := policies.Standard(policies.Options{Connection: bank, Observer: heard}).Policy()(t.Context(), call, func(context.Context) error {
			pass(10 * time.Millisecond)
			if call.Attempt == 1 {
				return fails(canonical.VendorError, canonical.Answered)
			}
			return nil
		})
		if err != nil || call.Attempt != 2 || call.VendorTime != 20*time.Millisecond {
			t.Errorf("attempt %d, %v at the vendor, error %v; want 2, 20ms and none", call.Attempt, call.VendorTime, err)
		}
		if len(heard.attempts) != 2 || heard.attempts[0] != canonical.VendorError || heard.attempts[1] != "" || len(heard.retried) != 1 {
			t.Errorf("the observer heard attempts %q and retries %q", heard.attempts, heard.retried)
		}
	})
}

func TestPausesAreFullJitterBelowTheirMaximum(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		limits := [...]time.Duration{100 * time.Millisecond, 200 * time.Millisecond, 300 * time.Millisecond}
		var longest [len(limits)]time.Duration
		for range 200 {
			guard := policies.Standard(policies.Options{Connection: bank, Limits: policies.Limits{Retry: policies.RetryOptions{
				Attempts: 4, Base: policies.Duration(limits[0]), Max: policies.Duration(limits[2]),
			}}})
			var last time.Time
			n := 0
			_ = guard.Policy()(t.Context(), newCall(canonical.GetCustomer), func(context.Context) error {
				if n > 0 {
					longest[n-1] = max(longest[n-1], time.Since(last))
				}
				last, n = time.Now(), n+1
				return fails(canonical.VendorError, canonical.Answered)
			})
		}
		for i, limit := range limits {
			if longest[i] > limit+time.Millisecond || longest[i] < limit*3/4 {
				t.Errorf("the longest of pauses %d is %v, want nearly %v", i+1, longest[i], limit)
			}
		}
	})
}

func TestRetryAfterIsHonouredOrTheCallEnds(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		after    time.Duration
		attempts int
	}{{3 * time.Second, 3}, {40 * time.Second, 1}} {
		t.Run(test.after.String(), inBubble(func(t *testing.T) {
			began, call := time.Now(), newCall(canonical.GetCustomer)
			err := policies.Standard(policies.Options{Connection: bank}).Policy()(t.Context(), call, always(&canonical.Error{
				Code: canonical.RateLimited, Origin: canonical.OriginVendor, Outcome: canonical.Answered, RetryAfter: test.after,
			}))
			wantError(t, err, canonical.RateLimited, canonical.OriginVendor, canonical.Answered)
			if call.Attempt != test.attempts {
				t.Errorf("%d attempts, want %d", call.Attempt, test.attempts)
			}
			want := test.after * time.Duration(test.attempts-1)
			if took := time.Since(began); took < want || took > want+4*time.Second {
				t.Errorf("took %v, want %v", took, want)
			}
		}))
	}
}

func TestAnOutageIsNotAmplified(t *testing.T) {
	t.Parallel()
	quarter, none := 0.25, 0.0
	for _, test := range []struct {
		name   string
		budget *float64
		share  float64 // of the calls that may come again
		free   int     // retries besides
	}{{"standard", nil, 0.2, 20}, {"a quarter", &quarter, 0.25, 20}, {"none", &none, 0, 0}} {
		t.Run(test.name, inBubble(func(t *testing.T) {
			heard := &recordingObserver{}
			guard := policies.Standard(policies.Options{Connection: bank, Observer: heard, Limits: policies.Limits{
				Retry:   policies.RetryOptions{Budget: test.budget, Base: 1, Max: 1}, // so short that time earns nothing
				Breaker: policies.BreakerOptions{MinimumRequests: 1 << 20, ConsecutiveFailures: new(0)},
			}})
			const calls = 2000
			retries := failures(t, guard, calls) - calls
			if want := test.free + int(test.share*calls); retries > want || retries < want-5 {
				t.Errorf("%d calls were retried %d times, want %d times", calls, retries, want)
			}
			if len(heard.limited) == 0 {
				t.Error("the observer heard of no refused retry")
			}
		}))
	}
}

// failures makes so many reads that fail, and gives how often they were sent.
func failures(t *testing.T, guard *policies.ConnectionPolicies, calls int) (sent int) {
	t.Helper()
	for range calls {
		_ = guard.Policy()(t.Context(), newCall(canonical.GetCustomer), func(context.Context) error {
			sent++
			return fails(canonical.VendorError, canonical.Answered)
		})
	}
	return sent
}

func TestAQuietTimeBringsRetriesBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		guard := policies.Standard(policies.Options{Connection: bank, Limits: policies.Limits{
			Retry: policies.RetryOptions{Base: 1, Max: 1}, Breaker: policies.BreakerOptions{MinimumRequests: 1 << 20, ConsecutiveFailures: new(0)},
		}})
		failures(t, guard, 1000)
		pass(time.Second)
		if sent := failures(t, guard, 2); sent != 6 {
			t.Errorf("a second later 2 calls were sent %d times, want 6", sent)
		}
		failures(t, guard, 1000)
		pass(time.Hour)
		if sent := failures(t, guard, 100); sent > 100+20+20 {
			t.Errorf("an hour later 100 calls were sent %d times, want at most 140", sent)
		}
	})
}

func TestALaterRefusalOfOursDoesNotHideThatTheVendorWasReached(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		guard := policies.Standard(policies.Options{Connection: bank, Limits: policies.Limits{Breaker: policies.BreakerOptions{MinimumRequests: 1}}})
		err := guard.Policy()(t.Context(), newCall(canonical.GetCustomer), always(fails(canonical.VendorError, canonical.Answered)))
		wantError(t, err, canonical.VendorError, canonical.OriginVendor, canonical.Answered)
	})
}
