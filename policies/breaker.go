package policies

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"canongate/canonical"

	"github.com/sony/gobreaker/v2"
	"go.opentelemetry.io/otel/attribute"
)

// The standard of BreakerOptions.
const (
	standardFailureRatio        = 0.5
	standardMinimumRequests     = 20
	standardConsecutiveFailures = 10
	standardWindow              = 30 * time.Second
	standardOpenFor             = 15 * time.Second
	standardHalfOpenRequests    = 3
	windowBuckets               = 10
)

func (o BreakerOptions) withStandards() BreakerOptions {
	if o.FailureRatio == 0 {
		o.FailureRatio = standardFailureRatio
	}
	if o.MinimumRequests == 0 {
		o.MinimumRequests = standardMinimumRequests
	}
	if o.ConsecutiveFailures == nil {
		o.ConsecutiveFailures = new(standardConsecutiveFailures)
	}
	if o.HalfOpenRequests == 0 {
		o.HalfOpenRequests = standardHalfOpenRequests
	}
	o.Window = Duration(o.Window.Or(standardWindow))
	o.OpenFor = Duration(o.OpenFor.Or(standardOpenFor))
	return o
}

// breaker cuts off one operation of a connection while the vendor is down.
type breaker struct {
	connection, operation string

	options  BreakerOptions
	circuit  *gobreaker.CircuitBreaker[struct{}]
	forced   atomic.Pointer[BreakerState] // nil: auto
	openedAt atomic.Int64                 // Unix nanoseconds
	openings atomic.Int64                 // how often it opened
	faults   atomic.Int64                 // one after the other, up to now
	used     atomic.Bool
	observer Observer
	gossip   BreakerGossip
}

// What a call says about the vendor, for the circuit.
var (
	errFault      = errors.New("vendor fault")
	errNoEvidence = errors.New("nothing learned")
)

func newBreaker(connection, operation string, o BreakerOptions, observer Observer, gossip BreakerGossip) *breaker {
	b := &breaker{connection: connection, operation: operation, options: o.withStandards(), observer: observer, gossip: gossip}
	b.circuit = gobreaker.NewCircuitBreaker[struct{}](gobreaker.Settings{
		MaxRequests:   uint32(b.options.HalfOpenRequests), //nolint:gosec // a million at most
		Interval:      time.Duration(b.options.Window),
		BucketPeriod:  time.Duration(b.options.Window) / windowBuckets,
		Timeout:       time.Duration(b.options.OpenFor),
		ReadyToTrip:   b.isTripped,
		OnStateChange: b.changed,
		IsExcluded:    func(err error) bool { return errors.Is(err, errNoEvidence) },
	})
	return b
}

// isTripped weighs the faults in a row, which the library forgets with its window,
// and the window. While another replica's breaker is open, one fault is evidence
// enough.
func (b *breaker) isTripped(c gobreaker.Counts) bool {
	if most := *b.options.ConsecutiveFailures; most > 0 && b.faults.Load() >= int64(most) {
		return true
	}
	judged := int(c.TotalSuccesses + c.TotalFailures)
	minimum := b.options.MinimumRequests
	if judged < minimum && b.gossip != nil && b.gossip.OpenElsewhere(b.connection, b.operation) {
		minimum = 1
	}
	return judged >= minimum && float64(c.TotalFailures) >= b.options.FailureRatio*float64(judged)
}

func (b *breaker) changed(_ string, _, to gobreaker.State) {
	if to == gobreaker.StateOpen {
		now := time.Now()
		b.openedAt.Store(now.UnixNano())
		b.openings.Add(1)
		if b.gossip != nil {
			b.gossip.Opened(b.connection, b.operation, now.Add(time.Duration(b.options.OpenFor)))
		}
	}
	b.observer.Breaker(b.connection, b.operation, breakerState(to))
}

func breakerState(s gobreaker.State) BreakerState {
	switch s {
	case gobreaker.StateOpen:
		return BreakerOpen
	case gobreaker.StateHalfOpen:
		return BreakerHalfOpen
	default:
		return BreakerClosed
	}
}

func (b *breaker) policy(ctx context.Context, call *Call, next Next) error {
	if !b.used.Load() {
		b.used.Store(true)
	}
	if forced := b.forced.Load(); forced != nil {
		if *forced == BreakerOpen {
			return b.refuse(ctx, 0)
		}
		return next(ctx)
	}
	if b.circuit.State() == gobreaker.StateClosed {
		return b.watch(ctx, call, next)
	}
	var result error
	_, err := b.circuit.Execute(func() (struct{}, error) {
		result = next(ctx)
		return struct{}{}, b.learn(ctx, call, result)
	})
	switch {
	case errors.Is(err, gobreaker.ErrOpenState):
		return b.refuse(ctx, b.retryIn())
	case errors.Is(err, gobreaker.ErrTooManyRequests):
		return b.refuse(ctx, time.Second)
	default:
		return result
	}
}

// refuseOpened refuses a call that was let through and has not been sent yet, where the
// breaker has opened since there were so many openings.
func (b *breaker) refuseOpened(ctx context.Context, openings int64) error {
	switch {
	case b.forced.Load() != nil:
		if b.state() == BreakerOpen {
			return b.refuse(ctx, 0)
		}
	case b.openings.Load() != openings:
		return b.refuse(ctx, b.retryIn())
	}
	return nil
}

// watch lets a call through and counts its result when it is there. The library
// would date the result back to the start of the call, and drop it when that is
// out of the window: a vendor that hangs for longer would never open it.
func (b *breaker) watch(ctx context.Context, call *Call, next Next) error {
	openings := b.openings.Load()
	result := next(ctx)
	if openings == b.openings.Load() { // what began before the circuit opened is old news
		_, _ = b.circuit.Execute(func() (struct{}, error) { return struct{}{}, b.learn(ctx, call, result) })
	}
	return result
}

// learn draws the lesson of a call and counts faults in a row.
func (b *breaker) learn(ctx context.Context, call *Call, result error) error {
	err := lesson(ctx, call, result)
	switch {
	case err == nil:
		b.faults.Store(0)
	case errors.Is(err, errFault):
		b.faults.Add(1)
	}
	return err
}

// lesson is what a result says about the vendor: nil that it works, though it
// may have refused; errFault that it does not. Of a call that was cancelled,
// hurried, ended by a defect of ours or before the vendor was asked there is
// nothing to learn.
func lesson(ctx context.Context, call *Call, err error) error {
	switch {
	case err == nil:
		return nil
	case isCancelled(ctx, err), codeOf(err) == canonical.InternalError:
		return errNoEvidence
	case isVendorFault(err):
		if call.budget.callerShortened && codeOf(err) == canonical.VendorTimeout {
			return errNoEvidence
		}
		return errFault
	case canonical.AsError(err).HowFar() == canonical.NotSent:
		return errNoEvidence
	default:
		return nil
	}
}

func (b *breaker) refuse(ctx context.Context, retryAfter time.Duration) error {
	SpanEvent(ctx, "breaker open", attribute.Int64("canongate.retry_after_ms", retryAfter.Milliseconds()))
	return &canonical.Error{
		Code: canonical.VendorUnavailable, Origin: canonical.OriginGateway, Outcome: canonical.NotSent,
		Operation: b.operation, Connection: b.connection, RetryAfter: retryAfter,
		Message: "The vendor keeps failing, so it is left alone for a while.",
	}
}

// retryIn is the time until an open circuit lets a probe through.
func (b *breaker) retryIn() time.Duration {
	until := time.Unix(0, b.openedAt.Load()).Add(time.Duration(b.options.OpenFor))
	return max(time.Until(until), time.Millisecond)
}

// force holds the breaker open or closed, or leaves it to itself again.
func (b *breaker) force(s BreakerState) {
	b.used.Store(true)
	if s == BreakerAuto {
		b.forced.Store(nil)
	} else {
		b.forced.Store(&s)
	}
	b.observer.Breaker(b.connection, b.operation, b.state())
}

func (b *breaker) state() BreakerState {
	if forced := b.forced.Load(); forced != nil {
		return *forced
	}
	return breakerState(b.circuit.State())
}

func (b *breaker) snapshot() BreakerSnapshot {
	counts := b.circuit.Counts()
	s := BreakerSnapshot{
		Operation: b.operation, State: b.state(), Forced: b.forced.Load() != nil,
		Requests: int(counts.TotalSuccesses + counts.TotalFailures), Failures: int(counts.TotalFailures),
	}
	if s.State == BreakerOpen && !s.Forced {
		s.RetryIn = b.retryIn()
	}
	return s
}
