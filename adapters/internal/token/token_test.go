package token_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"canongate/adapters/internal/token"
	"canongate/canonical"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"
)

type clock struct{ ns atomic.Int64 }

func (c *clock) now() time.Time          { return time.Unix(0, c.ns.Load()) }
func (c *clock) advance(d time.Duration) { c.ns.Add(int64(d)) }

// counting hands out numbered tokens that are good for ttl.
func counting(c *clock, ttl time.Duration) (token.Fetch, *atomic.Int64) {
	var n atomic.Int64
	return func(_ context.Context, key string, _ token.Token) (token.Token, error) {
		return token.Token{Value: canonical.NewSecret(fmt.Sprintf("%s-%d", key, n.Add(1))), Expires: c.now().Add(ttl)}, nil
	}, &n
}

func get(t *testing.T, s *token.Source, key string) string {
	t.Helper()
	v, err := s.Get(t.Context(), key)
	if err != nil {
		t.Fatalf("getting a token: %v", err)
	}
	return v.Reveal()
}

func TestATokenIsKeptAndRenewedEarly(t *testing.T) {
	t.Parallel()
	var c clock
	fetch, _ := counting(&c, time.Minute)
	s := token.NewSource(fetch, c.now, time.Second)
	if a, b := get(t, s, "k"), get(t, s, "k"); a != "k-1" || b != "k-1" {
		t.Errorf("tokens %s and %s, want the first kept", a, b)
	}
	c.advance(29 * time.Second)
	if got := get(t, s, "k"); got != "k-1" {
		t.Errorf("31 s before its end the token is %s, want the first", got)
	}
	c.advance(time.Second)
	if got := get(t, s, "k"); got != "k-2" {
		t.Errorf("30 s before its end the token is %s, want a new one", got)
	}
	if got := get(t, s, "other"); got != "other-3" {
		t.Errorf("another key has %s, want one of its own", got)
	}
}

func TestOneFetchServesEverybody(t *testing.T) {
	t.Parallel()
	var c clock
	var calls atomic.Int64
	release := make(chan struct{})
	s := token.NewSource(func(context.Context, string, token.Token) (token.Token, error) {
		calls.Add(1)
		<-release
		return token.Token{Value: canonical.NewSecret("x")}, nil
	}, c.now, time.Minute)
	errs := make(chan error, 16)
	for range cap(errs) {
		go func() { _, err := s.Get(t.Context(), "k"); errs <- err }()
	}
	close(release)
	for range cap(errs) {
		if err := <-errs; err != nil {
			t.Errorf("getting a token: %v", err)
		}
	}
	if n := calls.Load(); n != 1 {
		t.Errorf("%d fetches for %d callers, want 1", n, cap(errs))
	}
}

func TestDropForgetsOnlyTheRefusedToken(t *testing.T) {
	t.Parallel()
	var c clock
	fetch, n := counting(&c, time.Hour)
	s := token.NewSource(fetch, c.now, time.Second)
	first := canonical.NewSecret(get(t, s, "k"))
	s.Drop("k", first)
	get(t, s, "k")
	s.Drop("k", first)
	get(t, s, "k")
	if n.Load() != 2 {
		t.Errorf("%d fetches, want 2: the second token was never refused", n.Load())
	}
}

func TestAFailedFetchMeansNothingWasSent(t *testing.T) {
	t.Parallel()
	var c clock
	for cause, why := range map[error]string{nil: "logging in: vendor timed out", errors.New("slow"): "logging in: slow"} {
		s := token.NewSource(func(context.Context, string, token.Token) (token.Token, error) {
			return token.Token{}, &canonical.Error{Code: canonical.VendorTimeout, Outcome: canonical.Unknown, Err: cause}
		}, c.now, time.Second)
		_, err := s.Get(t.Context(), "k")
		if e := canonical.AsError(err); e.Code != canonical.VendorTimeout || e.HowFar() != canonical.NotSent || e.Why() != why {
			t.Errorf("code %s, outcome %s, because %q", e.Code, e.HowFar(), e.Why())
		}
	}
}

func TestAWaiterLeavesWhenItsTimeIsUp(t *testing.T) {
	t.Parallel()
	var c clock
	hold := make(chan struct{})
	defer close(hold)
	s := token.NewSource(func(context.Context, string, token.Token) (token.Token, error) {
		<-hold
		return token.Token{}, errors.New("never read")
	}, c.now, time.Minute)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Get(ctx, "k"); canonical.AsError(err).Code != canonical.VendorTimeout {
		t.Errorf("a cancelled wait gives %v", err)
	}
}

func TestMemoryIsBounded(t *testing.T) {
	t.Parallel()
	var c clock
	fetch, n := counting(&c, time.Hour)
	s := token.NewSource(fetch, c.now, time.Second)
	for i := range 10_050 {
		s.Put(fmt.Sprint(i), token.Token{Value: canonical.NewSecret("x"), Expires: c.now().Add(time.Hour)})
	}
	kept := 0
	for i := range 10_050 {
		if _, ok := s.Token(fmt.Sprint(i)); ok {
			kept++
		}
	}
	if kept > 10_000 || kept == 0 || n.Load() != 0 {
		t.Errorf("%d sessions are kept, want at most 10,000", kept)
	}
}

// TestALoginStaysOffTheSpanOfItsCall wants no more of a login on the span of the
// attempt than that there was one.
func TestALoginStaysOffTheSpanOfItsCall(t *testing.T) {
	t.Parallel()
	for name, failure := range map[string]error{
		"good":    nil,
		"refused": &canonical.Error{Code: canonical.VendorAuthFailed},
	} {
		recorder := tracetest.NewSpanRecorder()
		ctx, span := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(recorder)).Tracer("test").Start(t.Context(), "attempt")
		fetch := func(ctx context.Context, _ string, _ token.Token) (token.Token, error) {
			inside := trace.SpanFromContext(ctx)
			if inside.IsRecording() || inside.SpanContext().TraceID() != span.SpanContext().TraceID() {
				t.Errorf("%s: the login is not a silent part of the trace", name)
			}
			return token.Token{Value: canonical.NewSecret("t")}, failure
		}
		_, err := token.NewSource(fetch, time.Now, time.Second).Get(ctx, "")
		if (err == nil) != (failure == nil) {
			t.Errorf("%s: %v", name, err)
		}
		span.End()
		events := recorder.Ended()[0].Events()
		if len(events) != 1 || events[0].Name != "login" || len(events[0].Attributes) != map[bool]int{true: 1, false: 2}[failure == nil] {
			t.Errorf("%s: events %v", name, events)
		}
	}
}
