package token_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"canongate/adapters/internal/rest"
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

// refusing is a token endpoint that answers what it is set to.
func refusing(answer *atomic.Pointer[canonical.Error]) (token.Fetch, *atomic.Int64) {
	var n atomic.Int64
	return func(context.Context, string, token.Token) (token.Token, error) {
		n.Add(1)
		if e := answer.Load(); e != nil {
			return token.Token{}, e
		}
		return token.Token{Value: canonical.NewSecret("x")}, nil
	}, &n
}

func TestCaseWrongPasswordStorm(t *testing.T) {
	t.Parallel()
	var c clock
	var answer atomic.Pointer[canonical.Error]
	answer.Store(&canonical.Error{Code: canonical.VendorAuthFailed, Outcome: canonical.Answered, Err: errors.New("the vendor answered with HTTP status 401")})
	fetch, logins := refusing(&answer)
	s := token.NewSource(fetch, c.now, time.Second)
	ask := func(times int) {
		t.Helper()
		for i := range times {
			_, err := s.Get(t.Context(), fmt.Sprint(i)) // sessions of several customers, one password
			if e := canonical.AsError(err); e.Code != canonical.VendorAuthFailed || e.HowFar() != canonical.NotSent {
				t.Errorf("%v, %s", err, e.HowFar())
			}
		}
	}
	for i, seconds := range []int{5, 10, 20, 40, 80, 160, 300, 300} {
		pause := time.Duration(seconds) * time.Second
		ask(100)
		if n := logins.Load(); n != int64(i+1) {
			t.Fatalf("before pause %d: %d logins", i, n)
		}
		c.advance(pause - time.Millisecond)
		ask(100)
		if n := logins.Load(); n != int64(i+1) {
			t.Errorf("%v after a refusal it was tried again", pause-time.Millisecond)
		}
		c.advance(time.Millisecond)
	}
	before := logins.Load()
	s.Reset()
	ask(100)
	if n := logins.Load() - before; n != 1 {
		t.Errorf("after a reload %d logins", n)
	}
	c.advance(5 * time.Second) // the first pause again
	answer.Store(nil)
	get(t, s, "k")
	answer.Store(&canonical.Error{Code: canonical.VendorConfigurationError, Outcome: canonical.Answered})
	before = logins.Load()
	for range 10 {
		_, err := s.Get(t.Context(), "other")
		if canonical.AsError(err).Code != canonical.VendorConfigurationError {
			t.Errorf("%v", err)
		}
	}
	if n := logins.Load() - before; n != 1 {
		t.Errorf("after a success %d logins of 10", n)
	}
}

func TestALoginThatGotNoAnswerIsTriedAgain(t *testing.T) {
	t.Parallel()
	for _, code := range []canonical.Code{canonical.VendorTimeout, canonical.VendorUnavailable, canonical.VendorError, canonical.VendorProtocolError, canonical.RateLimited} {
		var c clock
		var answer atomic.Pointer[canonical.Error]
		answer.Store(&canonical.Error{Code: code})
		fetch, logins := refusing(&answer)
		s := token.NewSource(fetch, c.now, time.Second)
		for range 3 {
			_, _ = s.Get(t.Context(), "k")
		}
		if n := logins.Load(); n != 3 {
			t.Errorf("%s: %d logins of 3", code, n)
		}
	}
}

// TestOneTriesAfterThePause lets many ask at once when the pause is over.
func TestOneTriesAfterThePause(t *testing.T) {
	t.Parallel()
	var c clock
	var n atomic.Int64
	release := make(chan struct{})
	s := token.NewSource(func(context.Context, string, token.Token) (token.Token, error) {
		if n.Add(1) == 2 {
			<-release
		}
		return token.Token{}, &canonical.Error{Code: canonical.VendorAuthFailed}
	}, c.now, time.Minute)
	_, _ = s.Get(t.Context(), "first")
	c.advance(6 * time.Second)
	tried := make(chan error, 1)
	go func() { _, err := s.Get(t.Context(), "second"); tried <- err }()
	for n.Load() < 2 {
		runtime.Gosched()
	}
	for i := range 20 {
		if _, err := s.Get(t.Context(), fmt.Sprint(i)); canonical.AsError(err).Code != canonical.VendorAuthFailed {
			t.Errorf("%v", err)
		}
	}
	close(release)
	<-tried
	if n.Load() != 2 {
		t.Errorf("%d logins, want 2", n.Load())
	}
}

func TestASecondRefusalDropsTheSessionToo(t *testing.T) {
	t.Parallel()
	var c clock
	fetch, logins := counting(&c, time.Hour)
	s := token.NewSource(fetch, c.now, time.Second)
	var used []string
	call := func(status int) (rest.Reply, error) {
		return token.Do(t.Context(), s, func(ctx context.Context) (token.Session, error) { return s.Session(ctx, "k") },
			func(session token.Session) (rest.Reply, error) {
				used = append(used, session.Value.Reveal())
				return rest.Reply{Status: status}, nil
			}, token.Unauthorized)
	}
	if reply, err := call(401); err != nil || reply.Status != 401 {
		t.Errorf("%d, %v", reply.Status, err)
	}
	if reply, err := call(200); err != nil || reply.Status != 200 {
		t.Errorf("%d, %v", reply.Status, err)
	}
	if want := []string{"k-1", "k-2", "k-3"}; !slices.Equal(used, want) || logins.Load() != 3 {
		t.Errorf("sent with %v, want %v", used, want)
	}
}
