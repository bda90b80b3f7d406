package policies_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"canongate/canonical"
	"canongate/policies"

	"go.opentelemetry.io/otel/trace"
)

// These run a minute of traffic against a vendor that fails from second 20 to
// second 40, in fake time, beside one that is well. `go test -v -run Outage`
// prints the figures.
const (
	outageFrom = 20 * time.Second
	outageTo   = 40 * time.Second
	outageEnd  = 60 * time.Second
	callEvery  = 10 * time.Millisecond
)

// vendorFault is what a vendor does with a call while it is ill.
type vendorFault func(ctx context.Context, since time.Duration) error

func healthy(ctx context.Context) error { return answerAfter(ctx, 20*time.Millisecond, nil) }

func answerAfter(ctx context.Context, d time.Duration, err error) error {
	select {
	case <-time.After(d):
		return err
	case <-ctx.Done():
		return &canonical.Error{Code: canonical.VendorTimeout, Outcome: canonical.Unknown, Err: ctx.Err()}
	}
}

// figures are what a run has come to.
type figures struct {
	mu                sync.Mutex
	began             time.Time
	calls, good, sent int // during the outage
	after, goodAfter  int // from 15 seconds after it
	opened, closed    time.Duration
	others            []time.Duration
	othersFailed      int
	longest           time.Duration
}

func (f *figures) Attempt(trace.SpanContext, string, string, canonical.Code, time.Duration) {}
func (f *figures) Retried(_, _ string, _ canonical.Code)                                    {}
func (f *figures) Limited(_, _ string, _ policies.LimitName)                                {}

func (f *figures) Breaker(_, _ string, state policies.BreakerState) {
	f.mu.Lock()
	defer f.mu.Unlock()
	at := time.Since(f.began)
	switch {
	case state == policies.BreakerOpen && f.opened == 0:
		f.opened = at - outageFrom
	case state == policies.BreakerClosed && at > outageTo && f.closed == 0:
		f.closed = at - outageTo
	}
}

func (f *figures) count(began, took time.Duration, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.longest = max(f.longest, took)
	switch {
	case began >= outageFrom && began < outageTo:
		f.calls++
		if err == nil {
			f.good++
		}
	case began >= outageTo+15*time.Second:
		f.after++
		if err == nil {
			f.goodAfter++
		}
	}
}

// endure runs the minute.
func endure(t *testing.T, fault vendorFault) *figures {
	t.Helper()
	f := &figures{began: time.Now()}
	ill := policies.Standard(policies.Options{Connection: "ill", Observer: f, Limits: policies.Limits{
		Timeout: policies.Duration(5 * time.Second),
		Breaker: policies.BreakerOptions{Window: policies.Duration(10 * time.Second), OpenFor: policies.Duration(5 * time.Second)},
	}})
	well := policies.Standard(policies.Options{Connection: "well"})
	var group sync.WaitGroup
	for range outageEnd / callEvery {
		group.Go(func() { f.callIll(t.Context(), ill, fault) })
		group.Go(func() { f.callWell(t.Context(), well) })
		pass(callEvery)
	}
	group.Wait()
	return f
}

func (f *figures) callIll(ctx context.Context, guard *policies.ConnectionPolicies, fault vendorFault) {
	began := time.Since(f.began)
	err := guard.Policy()(ctx, newCall(canonical.GetCustomer), func(ctx context.Context) error {
		now := time.Since(f.began)
		if now < outageFrom || now >= outageTo {
			return healthy(ctx)
		}
		f.mu.Lock()
		f.sent++
		f.mu.Unlock()
		return fault(ctx, now-outageFrom)
	})
	f.count(began, time.Since(f.began)-began, err)
}

func (f *figures) callWell(ctx context.Context, guard *policies.ConnectionPolicies) {
	began := time.Now()
	err := guard.Policy()(ctx, newCall(canonical.GetCustomer), healthy)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.others = append(f.others, time.Since(began))
	if err != nil {
		f.othersFailed++
	}
}

func TestOutages(t *testing.T) {
	t.Parallel()
	reset := &canonical.Error{Code: canonical.VendorUnavailable, Outcome: canonical.Unknown}
	for _, test := range []struct {
		name  string
		fault vendorFault
		good  float64 // least share of safe calls that succeed meanwhile
		opens bool
	}{
		{"a second late", func(ctx context.Context, _ time.Duration) error { return answerAfter(ctx, time.Second, nil) }, 0.5, false},
		{"jitter", func(ctx context.Context, _ time.Duration) error { return answerAfter(ctx, rand.N(time.Second), nil) }, 0.95, false},
		{"errors", func(ctx context.Context, _ time.Duration) error {
			return answerAfter(ctx, 20*time.Millisecond, vendorDown)
		}, 0, true},
		{"reset", func(context.Context, time.Duration) error { return reset }, 0, true},
		{"refused dial", func(context.Context, time.Duration) error {
			return fails(canonical.VendorUnavailable, canonical.NotSent)
		}, 0, true},
		{"black hole", hangAs, 0, true},
		{
			"one in ten resets", func(ctx context.Context, _ time.Duration) error {
				if rand.N(10) == 0 {
					return reset
				}
				return healthy(ctx)
			}, 0.98, false,
		},
		{
			"flapping", func(ctx context.Context, since time.Duration) error {
				if since/(2*time.Second)%2 == 0 {
					return reset
				}
				return healthy(ctx)
			}, 0.05, true,
		},
	} {
		t.Run(test.name, inBubble(func(t *testing.T) {
			f := endure(t, test.fault)
			synctest.Wait()
			slices.Sort(f.others)
			p99 := f.others[len(f.others)*99/100]
			success := float64(f.good) / float64(f.calls)
			extra := max(0, float64(f.sent-f.calls)/float64(f.calls))
			t.Logf("safe calls that succeed %.1f %% (after it %.1f %%), extra vendor calls %.1f %%, vendor called by %.1f %%, opens after %v, closes %v after the end, p99 beside it %v",
				success*100, float64(f.goodAfter)/float64(f.after)*100, extra*100, float64(f.sent)/float64(f.calls)*100, f.opened, f.closed, p99)
			if success < test.good {
				t.Errorf("%.1f %% of safe calls succeed, want %.0f %%", success*100, test.good*100)
			}
			if extra > 0.2 {
				t.Errorf("retries add %.1f %% of calls, want at most 20 %%", extra*100)
			}
			if (f.opened > 0) != test.opens {
				t.Errorf("the breaker opens after %v, want that to be %t", f.opened, test.opens)
			}
			if f.goodAfter != f.after || f.after == 0 || f.longest > 6*time.Second {
				t.Errorf("after it %d of %d succeed, and the longest call took %v", f.goodAfter, f.after, f.longest)
			}
			if f.othersFailed > 0 || p99 > 24*time.Millisecond {
				t.Errorf("beside it %d calls fail and p99 is %v of 20ms", f.othersFailed, p99)
			}
		}))
	}
}

func hangAs(ctx context.Context, _ time.Duration) error { return hang(ctx) }
