package policies_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"canongate/canonical"
	"canongate/policies"
)

// hang is a vendor that never answers.
func hang(ctx context.Context) error {
	<-ctx.Done()
	return &canonical.Error{Code: canonical.VendorTimeout, Outcome: canonical.Unknown, Err: ctx.Err()}
}

func TestTheBudgetIsTheConnectionsOrWhatTheCallerLeaves(t *testing.T) {
	t.Parallel()
	seconds := func(n int) policies.Duration { return policies.Duration(time.Duration(n) * time.Second) }
	own := policies.Limits{Timeout: seconds(8), Timeouts: map[string]policies.Duration{"create_agreement": seconds(3)}}
	for _, test := range []struct {
		name   string
		limits policies.Limits
		op     canonical.Row
		caller time.Duration // 0: leaves it to the connection
		want   time.Duration
	}{
		{"standard", policies.Limits{}, canonical.CreateCustomer, 0, 30 * time.Second},
		{"standard of a document", policies.Limits{}, canonical.UploadDocument, 0, 120 * time.Second},
		{"the connection's", own, canonical.CreateCustomer, 0, 8 * time.Second},
		{"the connection's, for a document", own, canonical.UploadDocument, 0, 8 * time.Second},
		{"the operation's", own, canonical.CreateAgreement, 0, 3 * time.Second},
		{"the caller's, shorter", own, canonical.CreateCustomer, time.Second, time.Second},
		{"the caller's, longer", own, canonical.CreateCustomer, time.Minute, 8 * time.Second},
		{"a read, retries included", own, canonical.GetCustomer, 0, 8 * time.Second},
		{"a read of a hurried caller", own, canonical.GetCustomer, 2 * time.Second, 2 * time.Second},
	} {
		t.Run(test.name, inBubble(func(t *testing.T) {
			ctx := t.Context()
			if test.caller > 0 {
				var cancel context.CancelFunc
				ctx, cancel = context.WithTimeout(ctx, test.caller)
				defer cancel()
			}
			began := time.Now()
			err := policies.Standard(policies.Options{Connection: bank, Limits: test.limits}).Policy()(ctx, newCall(test.op), hang)
			wantError(t, err, canonical.VendorTimeout, canonical.OriginNetwork, canonical.Unknown)
			if took := time.Since(began); took > test.want || took < test.want-3*time.Second {
				t.Errorf("the call took %v, want %v", took, test.want)
			}
		}))
	}
}

// TestE6AFallbackHasABudgetOfItsOwn uses up the first connection's time, and
// leaves the second its own.
func TestE6AFallbackHasABudgetOfItsOwn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		limits := policies.Limits{Timeout: policies.Duration(8 * time.Second)}
		began := time.Now()
		for range 2 {
			_ = policies.Deadline(limits)(t.Context(), newCall(canonical.CreateCustomer), hang)
		}
		if took := time.Since(began); took != 16*time.Second {
			t.Errorf("two connections took %v, want 8s each", took)
		}
	})
}

func TestNoAttemptIsStartedThatCannotFinish(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		timeout time.Duration // of the connection
		left    time.Duration // by the caller
		sent    bool
	}{
		{"gone", time.Minute, -time.Second, false},
		{"too short", time.Minute, 20 * time.Millisecond, false},
		{"enough", time.Minute, 80 * time.Millisecond, true},
		{"a connection that wants it short", 40 * time.Millisecond, time.Hour, true},
	} {
		t.Run(test.name, inBubble(func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), test.left)
			defer cancel()
			sent := false
			err := policies.Deadline(policies.Limits{Timeout: policies.Duration(test.timeout)})(ctx, newCall(canonical.CreatePayment),
				func(context.Context) error { sent = true; return nil })
			if sent != test.sent {
				t.Errorf("sent is %t, want %t", sent, test.sent)
			}
			if !test.sent {
				wantError(t, err, canonical.VendorTimeout, canonical.OriginGateway, canonical.NotSent)
			}
		}))
	}
}

func TestASlowReadIsNotCutIntoPiecesThatAreTooShort(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		timeout, answer time.Duration
		attempts        int
		ok              bool
	}{
		{4 * time.Second, 3 * time.Second, 1, true},
		{30 * time.Second, 14 * time.Second, 1, true},
		{30 * time.Second, 20 * time.Second, 3, false},
	} {
		t.Run(test.timeout.String()+" for "+test.answer.String(), inBubble(func(t *testing.T) {
			guard := policies.Standard(policies.Options{Connection: bank, Limits: policies.Limits{Timeout: policies.Duration(test.timeout)}})
			call, began := newCall(canonical.GetCustomer), time.Now()
			err := guard.Policy()(t.Context(), call, func(ctx context.Context) error {
				select {
				case <-time.After(test.answer):
					return nil
				case <-ctx.Done():
					return hang(ctx)
				}
			})
			if (err == nil) != test.ok || call.Attempt != test.attempts {
				t.Errorf("%d attempts end in %v, want %d", call.Attempt, err, test.attempts)
			}
			if took := time.Since(began); took > test.timeout {
				t.Errorf("the call took %v of its %v", took, test.timeout)
			}
		}))
	}
}

func TestACallersDepartureEndsTheCall(t *testing.T) {
	t.Parallel()
	for _, op := range []canonical.Row{canonical.GetCustomer, canonical.CreateCustomer} {
		t.Run(op.Name(), inBubble(func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			done := make(chan error)
			call := newCall(op)
			go func() { done <- policies.Standard(policies.Options{Connection: bank}).Policy()(ctx, call, hang) }()
			synctest.Wait()
			cancel()
			wantError(t, <-done, canonical.VendorTimeout, canonical.OriginNetwork, canonical.Unknown)
			if call.Attempt != 1 {
				t.Errorf("%d attempts for a caller who has left, want 1", call.Attempt)
			}
		}))
	}
}
