package policies

import (
	"context"
	"math"
	"time"

	"canongate/canonical"
	"canongate/canonical/deadline"

	"go.opentelemetry.io/otel/attribute"
)

// The standard time of a whole call, and of one that carries a document.
const (
	standardTimeout = 30 * time.Second
	uploadTimeout   = 120 * time.Second
)

// standardMinAttempt is about what a connection and one round trip take. An attempt
// with less time cannot finish, and might act without anybody hearing of it.
const standardMinAttempt = 50 * time.Millisecond

// timeout is how long a call of the operation may take.
func (l Limits) timeout(operation string) time.Duration {
	if t, ok := l.Timeouts[operation]; ok {
		return time.Duration(t)
	}
	if operation == canonical.UploadDocument.Name() {
		return l.Timeout.Or(uploadTimeout)
	}
	return l.Timeout.Or(standardTimeout)
}

// Deadline gives a call its budget of time: the connection's, or what the context
// leaves of it. A call without enough time for an attempt is not started.
//
// The context of a safe call gets no deadline here: each attempt gets its own,
// and nothing else in the chain waits longer than spare.
func Deadline(l Limits) Policy {
	return func(ctx context.Context, call *Call, next Next) error {
		now, full := time.Now(), l.timeout(call.Operation)
		granted := full
		if end, ok := ctx.Deadline(); ok {
			granted = min(granted, end.Sub(now))
		}
		call.budget.deadline = now.Add(granted)
		call.budget.minAttempt = min(standardMinAttempt, full/4)
		call.budget.callerShortened = granted < full/2
		if granted < call.budget.minAttempt || ctx.Err() != nil {
			SpanEvent(ctx, "deadline", attribute.Int64("canongate.left_ms", granted.Milliseconds()))
			return tooLate(ctx)
		}
		if call.Effect != canonical.Safe {
			var cancel context.CancelFunc
			ctx, cancel = deadline.With(ctx, call.budget.deadline)
			defer cancel()
		}
		return next(ctx)
	}
}

// timeLeft is the time until the call's budget is over.
func timeLeft(call *Call) time.Duration {
	if call.budget.deadline.IsZero() {
		return math.MaxInt64
	}
	return time.Until(call.budget.deadline)
}

// waitBudget is how long a call may wait and still leave an attempt its floor.
func waitBudget(call *Call) time.Duration { return timeLeft(call) - call.budget.minAttempt }

// wait pauses for d and says whether the context still lives.
func wait(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// tooLate is the error of a call whose time was over before an attempt. Its
// origin is the gateway: the vendor was not asked.
func tooLate(ctx context.Context) error {
	return &canonical.Error{
		Code: canonical.VendorTimeout, Origin: canonical.OriginGateway, Outcome: canonical.NotSent,
		Message: "The time for this request was over before the vendor was called.", Err: ctx.Err(),
	}
}
