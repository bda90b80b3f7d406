// Package token keeps the gateway's own credentials at a vendor: one fetch at
// a time, renewed early, thrown away when the vendor refuses them.
package token

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"canongate/canonical"
	"canongate/canonical/deadline"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"
	"golang.org/x/sync/singleflight"
)

// early is how long before its end a token is renewed (CDP-18).
const early = 30 * time.Second

// maxKeys bounds how many sessions a Source remembers.
const maxKeys = 10_000

// Token is a credential with an end.
type Token struct {
	Value   canonical.Secret
	Refresh canonical.Secret // empty: none
	// Expires is when the vendor stops taking it; zero: not before it says so.
	Expires time.Time
	// RefreshExpires is when the refresh token stops working; zero: unknown.
	RefreshExpires time.Time
}

// Fetch asks the vendor for a token. old is the one that is going out of
// date; its zero value says there is none.
type Fetch func(ctx context.Context, key string, old Token) (Token, error)

// Source hands out tokens by key: one key where the vendor has one session for
// all, one per customer where the session is the customer's (TEM-19). Safe for
// concurrent use.
type Source struct {
	fetch   Fetch
	now     func() time.Time
	timeout time.Duration

	flight singleflight.Group
	mu     sync.Mutex
	tokens map[string]Token
	login  backoff
}

// NewSource makes a source. timeout bounds one fetch, which runs on its own
// even when the call that started it is cancelled, because others wait for it.
func NewSource(fetch Fetch, now func() time.Time, timeout time.Duration) *Source {
	return &Source{fetch: fetch, now: now, timeout: timeout, tokens: map[string]Token{}}
}

// Get gives the token of a key, from memory while it is good.
func (s *Source) Get(ctx context.Context, key string) (canonical.Secret, error) {
	if t, ok := s.current(key); ok && s.good(t) {
		return t.Value, nil
	}
	ch := s.flight.DoChan(key, func() (any, error) { return s.renew(ctx, key) })
	select {
	case r := <-ch:
		if r.Err != nil {
			return canonical.Secret{}, r.Err
		}
		return r.Val.(Token).Value, nil
	case <-ctx.Done():
		return canonical.Secret{}, &canonical.Error{
			Code: canonical.VendorTimeout, Message: "The vendor's token endpoint did not answer in time.",
			Err: fmt.Errorf("waiting for a login: %w", ctx.Err()),
		}
	}
}

// Reset forgets that logins were refused: the operator may have mended why.
func (s *Source) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.login = backoff{}
}

// Drop forgets a token that the vendor refused, unless another took its place
// meanwhile.
func (s *Source) Drop(key string, refused canonical.Secret) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.tokens[key].Value == refused {
		delete(s.tokens, key)
	}
}

// Put remembers a token under another key: a session that has just learned
// whose it is.
func (s *Source) Put(key string, t Token) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, known := s.tokens[key]; !known && len(s.tokens) >= maxKeys {
		s.evict()
	}
	s.tokens[key] = t
}

// Token gives what is remembered under a key.
func (s *Source) Token(key string) (Token, bool) { return s.current(key) }

func (s *Source) current(key string) (Token, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t, ok := s.tokens[key]
	return t, ok
}

func (s *Source) good(t Token) bool {
	return t.Expires.IsZero() || s.now().Add(early).Before(t.Expires)
}

func (s *Source) renew(ctx context.Context, key string) (Token, error) {
	old, _ := s.current(key)
	if !old.Value.IsZero() && s.good(old) {
		return old, nil // another flight landed between the look and the start of this one
	}
	if err := s.refused(); err != nil {
		return Token{}, err
	}
	ctx, cancel := deadline.With(canonical.ForgetVendorAnswer(context.WithoutCancel(ctx)), time.Now().Add(s.timeout))
	defer cancel()
	ctx, noteLogin := aside(ctx)
	t, err := s.fetch(ctx, key, old)
	noteLogin(err)
	if err != nil {
		err = notSent(err)
	}
	s.note(err)
	if err != nil {
		return Token{}, err
	}
	s.Put(key, t)
	return t, nil
}

// aside keeps what is asked for credentials off the span of the attempt that needs
// them: its status and server are those of the call itself. Only that there was a
// login, how long it took and how it ended is noted there.
func aside(ctx context.Context) (_ context.Context, note func(error)) {
	span, began := trace.SpanFromContext(ctx), time.Now()
	return trace.ContextWithSpanContext(ctx, span.SpanContext()), func(err error) {
		attributes := []attribute.KeyValue{attribute.Int64("canongate.login_ms", time.Since(began).Milliseconds())}
		if err != nil {
			attributes = append(attributes, attribute.String("error.type", string(canonical.AsError(err).Code)))
		}
		span.AddEvent("login", trace.WithAttributes(attributes...))
	}
}

// evict makes room: tokens that are over go first, else any one.
func (s *Source) evict() {
	for k, t := range s.tokens {
		if !s.good(t) {
			delete(s.tokens, k)
		}
	}
	for k := range s.tokens {
		if len(s.tokens) < maxKeys {
			return
		}
		delete(s.tokens, k)
	}
}

// notSent corrects the outcome: whatever became of the credentials, the
// operation itself did not reach the vendor. The cause says that it is about the
// credentials, because the call of the vendor that failed is not the caller's.
func notSent(err error) error {
	e := *canonical.AsError(err)
	e.Outcome = canonical.NotSent
	if e.Err != nil {
		e.Err = fmt.Errorf("logging in: %w", e.Err)
	} else {
		e.Err = errors.New("logging in: " + strings.ToLower(e.Info().Title))
	}
	return &e
}
