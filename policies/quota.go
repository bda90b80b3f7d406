package policies

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"canongate/canonical"

	"go.opentelemetry.io/otel/attribute"
)

// longestQuotaWait is how long a call waits for the vendor's quota. Callers
// that would wait longer are better told when to come again.
const longestQuotaWait = time.Second

// quota keeps the calls of all replicas within what the vendor allows.
type quota struct {
	limit    RateOptions
	key      string
	limiter  Limiter
	observer Observer

	// The state as of the last call, for routes and snapshots.
	remaining atomic.Int64
	emptyTo   atomic.Int64 // Unix nanoseconds: no call is allowed before
}

func newQuota(connection string, limit RateOptions, limiter Limiter, observer Observer) *quota {
	if limiter == nil {
		limiter = NewLocalLimiter()
	}
	q := &quota{limit: limit, key: "vendor:" + connection, limiter: limiter, observer: observer}
	q.remaining.Store(int64(limit.burst()))
	return q
}

func (q *quota) policy(ctx context.Context, call *Call, next Next) error {
	patience := min(longestQuotaWait, waitBudget(call))
	for {
		r, err := q.count(ctx)
		switch {
		case errors.Is(err, ErrStoreClosed):
			refusal := Uncounted()
			refusal.Operation, refusal.Connection = call.Operation, call.Connection
			return refusal
		case r.Allowed:
			return next(ctx)
		}
		if r.RetryAfter > patience {
			return q.refuse(ctx, call, r.RetryAfter)
		}
		SpanEvent(ctx, "waiting for vendor quota", attribute.Int64("canongate.pause_ms", r.RetryAfter.Milliseconds()))
		if !wait(ctx, r.RetryAfter) {
			return tooLate(ctx)
		}
		patience -= r.RetryAfter
	}
}

// count asks the limiter for one call. Of its error only that nobody counted
// matters here: the limiter has decided what follows from it, and tells the
// operator.
func (q *quota) count(ctx context.Context) (Result, error) {
	r, err := q.limiter.Allow(ctx, q.key, q.limit)
	if err != nil {
		SpanEvent(ctx, "vendor quota counted without its store")
	}
	if errors.Is(err, ErrStoreClosed) {
		return r, err
	}
	q.remaining.Store(int64(r.Remaining))
	if !r.Allowed {
		r.RetryAfter = max(r.RetryAfter, time.Millisecond)
		q.emptyTo.Store(time.Now().Add(r.RetryAfter).UnixNano())
	}
	return r, err
}

func (q *quota) refuse(ctx context.Context, call *Call, retryAfter time.Duration) error {
	SpanEvent(ctx, "vendor quota used up", attribute.Int64("canongate.retry_after_ms", retryAfter.Milliseconds()))
	q.observer.Limited(call.Connection, call.Operation, LimitQuota)
	return &canonical.Error{
		Code: canonical.RateLimited, Origin: canonical.OriginGateway, Outcome: canonical.NotSent,
		Operation: call.Operation, Connection: call.Connection, RetryAfter: retryAfter,
		Message: "The gateway's quota at the vendor is used up.",
	}
}

// isEmpty says whether a call now would have to wait longer than it may.
func (q *quota) isEmpty() bool {
	return time.Until(time.Unix(0, q.emptyTo.Load())) > longestQuotaWait
}

func (q *quota) snapshot() *QuotaSnapshot {
	return &QuotaSnapshot{Limit: q.limit.burst(), Remaining: int(q.remaining.Load())}
}
