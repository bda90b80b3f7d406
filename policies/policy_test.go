package policies_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"canongate/canonical"
	"canongate/policies"

	"go.opentelemetry.io/otel/trace"
)

// The invented connection of these tests.
const bank = "bank-eu"

func newCall(op canonical.Row) *policies.Call {
	return &policies.Call{Operation: op.Name(), Effect: op.Effect(), Connection: bank, Vendor: "bank", Tenant: "acme"}
}

// fails is the error of a vendor's answer, or of the lack of one.
func fails(code canonical.Code, outcome canonical.Outcome) *canonical.Error {
	return &canonical.Error{Code: code, Outcome: outcome}
}

func always(err error) policies.Next { return func(context.Context) error { return err } }

// pass lets fake time go by. It only makes sense inside synctest.
func pass(d time.Duration) { <-time.After(d) }

func wantError(t *testing.T, err error, code canonical.Code, origin canonical.Origin, outcome canonical.Outcome) *canonical.Error {
	t.Helper()
	e := canonical.AsError(err)
	if e == nil {
		t.Fatalf("no error, want %s", code)
	}
	if e.Code != code || e.WhoseFault() != origin || e.HowFar() != outcome {
		t.Fatalf("error %s of the %s, %s; want %s of the %s, %s", e.Code, e.WhoseFault(), e.HowFar(), code, origin, outcome)
	}
	return e
}

// journal of what an observer heard.
type recordingObserver struct {
	mu       sync.Mutex
	attempts []canonical.Code
	retried  []canonical.Code
	limited  []policies.LimitName
	breakers []policies.BreakerState
}

func (e *recordingObserver) Attempt(_ trace.SpanContext, _, _ string, code canonical.Code, _ time.Duration) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.attempts = append(e.attempts, code)
}

func (e *recordingObserver) Retried(_, _ string, code canonical.Code) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.retried = append(e.retried, code)
}

func (e *recordingObserver) Limited(_, _ string, limit policies.LimitName) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.limited = append(e.limited, limit)
}

func (e *recordingObserver) Breaker(_, _ string, state policies.BreakerState) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.breakers = append(e.breakers, state)
}

func TestChainNestsInTheOrderOfItsList(t *testing.T) {
	t.Parallel()
	var walked []string
	named := func(name string) policies.Policy {
		return func(ctx context.Context, _ *policies.Call, next policies.Next) error {
			walked = append(walked, name)
			err := next(ctx)
			walked = append(walked, name+" again")
			return err
		}
	}
	refused := errors.New("refused")
	chain := policies.Chain(named("outer"), named("inner"))
	for range 2 { // the second run uses what the first left behind
		walked = nil
		if err := chain(t.Context(), &policies.Call{}, always(refused)); !errors.Is(err, refused) {
			t.Errorf("the chain gives %v, want the adapter's error", err)
		}
		if want := []string{"outer", "inner", "inner again", "outer again"}; !slices.Equal(walked, want) {
			t.Errorf("walked %v, want %v", walked, want)
		}
	}
}

func TestChainKeepsCallsApart(t *testing.T) {
	t.Parallel()
	chain := policies.Chain(func(ctx context.Context, call *policies.Call, next policies.Next) error {
		call.Attempt++
		return next(ctx)
	})
	var group sync.WaitGroup
	for range 32 {
		group.Go(func() {
			outer, inner := &policies.Call{}, &policies.Call{}
			err := chain(t.Context(), outer, func(ctx context.Context) error {
				return chain(ctx, inner, always(nil))
			})
			if err != nil || outer.Attempt != 1 || inner.Attempt != 1 {
				t.Errorf("policies ran %d and %d times (%v), want once each", outer.Attempt, inner.Attempt, err)
			}
		})
	}
	group.Wait()
}

func TestAnEmptyChainIsTheAdapter(t *testing.T) {
	t.Parallel()
	called := false
	if err := policies.Chain()(t.Context(), &policies.Call{}, func(context.Context) error { called = true; return nil }); err != nil || !called {
		t.Errorf("called %t, error %v", called, err)
	}
}

func TestChainIsWholeAfterAPanic(t *testing.T) {
	t.Parallel()
	guard := policies.Standard(policies.Options{Connection: bank, Limits: policies.Limits{Concurrency: 1}})
	for range 3 {
		func() {
			defer func() {
				if recover() == nil {
					t.Error("the panic was swallowed")
				}
			}()
			_ = guard.Policy()(t.Context(), newCall(canonical.CreateCustomer), func(context.Context) error { panic("defect") })
		}()
	}
	if err := guard.Policy()(t.Context(), newCall(canonical.CreateCustomer), always(nil)); err != nil {
		t.Errorf("after panics a call gives %v, want its place to be free", err)
	}
	if n := guard.Snapshot().InFlight; n != 0 {
		t.Errorf("%d calls in flight, want 0", n)
	}
}

func inBubble(f func(t *testing.T)) func(*testing.T) {
	return func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, f)
	}
}
