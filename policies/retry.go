package policies

import (
	"context"
	"sync"
	"time"

	"canongate/canonical"

	"github.com/cenkalti/backoff/v5"
	"go.opentelemetry.io/otel/attribute"
)

// The standard of RetryOptions, as canonical.md §5 has it.
const (
	standardAttempts = 3
	standardBase     = 200 * time.Millisecond
	standardMax      = 2 * time.Second
	standardBudget   = 0.2
)

// retries calls again, by what the operation does and how far the call got.
type retries struct {
	attempts  int
	base, max time.Duration
	budget    *retryBudget
	observer  Observer
}

func newRetries(o RetryOptions, observer Observer) *retries {
	ratio := standardBudget
	if o.Budget != nil {
		ratio = *o.Budget
	}
	r := &retries{
		attempts: o.Attempts,
		base:     o.Base.Or(standardBase),
		max:      o.Max.Or(standardMax),
		budget:   newRetryBudget(ratio),
		observer: observer,
	}
	if r.attempts == 0 {
		r.attempts = standardAttempts
	}
	return r
}

func (r *retries) policy(ctx context.Context, call *Call, next Next) error {
	r.budget.deposit()
	var pauses backoff.ExponentialBackOff
	var previous error
	for call.Attempt = 1; ; call.Attempt++ {
		more := call.Attempt < r.attempts
		call.budget.retryPossible = more && call.Effect == canonical.Safe
		err := next(ctx)
		if previous != nil && isOurRefusal(err) {
			return previous // it says more than "not now", and that the vendor was reached
		}
		if !more || !mayRepeat(call.Effect, err) || ctx.Err() != nil {
			return err
		}
		if call.Attempt == 1 {
			pauses = r.pauses()
		}
		if !r.pause(ctx, call, err, pauses.NextBackOff()) {
			return err
		}
		previous = err
	}
}

// pauses are full jitter: anything between nothing and base, twice base, and
// so on up to max. The library's interval is the middle of that range.
func (r *retries) pauses() backoff.ExponentialBackOff {
	return backoff.ExponentialBackOff{
		InitialInterval: min(r.base, r.max) / 2, MaxInterval: r.max / 2, Multiplier: 2, RandomizationFactor: 1,
	}
}

// pause waits before another attempt, and says whether there is to be one.
func (r *retries) pause(ctx context.Context, call *Call, err error, d time.Duration) bool {
	e := canonical.AsError(err)
	d = max(d, e.RetryAfter)
	code := errorTypeKey.String(string(e.Code))
	if d > waitBudget(call) {
		SpanEvent(ctx, "retry refused", code, attribute.String("canongate.reason", "no time left"))
		return false
	}
	if !r.budget.withdraw() {
		SpanEvent(ctx, "retry refused", code, attribute.String("canongate.reason", "retry budget used up"))
		r.observer.Limited(call.Connection, call.Operation, LimitRetries)
		return false
	}
	SpanEvent(ctx, "retry", code, resendCountKey.Int(call.Attempt), attribute.Int64("canongate.pause_ms", d.Milliseconds()))
	r.observer.Retried(call.Connection, call.Operation, e.Code)
	return wait(ctx, d)
}

// mayRepeat says whether the gateway may call the vendor again by itself
// (canonical.md §5.1). It never repeats a payment: whether the journal calls it
// sent or not, the caller decides.
func mayRepeat(effect canonical.Effect, err error) bool {
	if err == nil || effect == canonical.MovesMoney {
		return false
	}
	e := canonical.AsError(err)
	limited := e.Code == canonical.RateLimited && e.WhoseFault() == canonical.OriginVendor
	if !limited && !isVendorFault(err) || garbled(e) {
		return false
	}
	return effect == canonical.Safe || e.HowFar() == canonical.NotSent
}

// garbled says whether the vendor's whole answer was there and made no sense:
// that is no passing fault, and asking again gets it again.
func garbled(e *canonical.Error) bool {
	return e.Code == canonical.VendorProtocolError && e.HowFar() == canonical.Answered
}

// isOurRefusal reports whether a policy refused the call by itself.
func isOurRefusal(err error) bool {
	return err != nil && canonical.AsError(err).WhoseFault() == canonical.OriginGateway &&
		canonical.AsError(err).HowFar() == canonical.NotSent
}

const (
	// retriesPerSecond are free, so that what little traffic there is gets all
	// of its attempts: two failures in a row say nothing about a share of calls.
	retriesPerSecond = 5
	// mostRetries may be saved up over a quiet time.
	mostRetries = 20
)

// retryBudget keeps retries to a share of calls, so that an outage is not
// amplified: each call earns that share of a retry, and time a few.
type retryBudget struct {
	mu      sync.Mutex
	ratio   float64
	balance float64
	at      time.Time // when the balance was struck
}

func newRetryBudget(ratio float64) *retryBudget {
	return &retryBudget{ratio: ratio, balance: mostRetries, at: time.Now()}
}

func (b *retryBudget) deposit() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.balance = min(b.balance+b.ratio, mostRetries)
}

// withdraw takes a retry out, if there is one. With a ratio of zero there is none.
func (b *retryBudget) withdraw() bool {
	if b.ratio == 0 {
		return false
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	now := time.Now()
	b.balance = min(b.balance+now.Sub(b.at).Seconds()*retriesPerSecond, mostRetries)
	b.at = now
	if b.balance < 1 {
		return false
	}
	b.balance--
	return true
}
