package policies

import (
	"context"
	"math"
	"time"

	"canongate/canonical"

	"go.opentelemetry.io/otel/attribute"
)

// The standard time of a whole call, and of one that carries a document.
const (
	standardTimeout = 30 * time.Second
	uploadTimeout   = 120 * time.Second
)

// standardFloor is about what a connection and one round trip take. An attempt
// with less time cannot finish, and might act without anybody hearing of it.
const standardFloor = 50 * time.Millisecond

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

// Deadline gives a call its budget of time: the connection's, or what the
// caller's own deadline leaves of it. A call without enough time for an attempt
// is not started.
func Deadline(l Limits) Policy {
	return func(ctx context.Context, call *Call, next Next) error {
		full := l.timeout(call.Operation)
		call.pace.floor = min(standardFloor, full/4)
		granted := left(ctx)
		call.pace.hurried = granted < full/2
		if granted > full {
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(ctx, full)
			defer cancel()
		}
		if granted < call.pace.floor || ctx.Err() != nil {
			Note(ctx, "deadline", attribute.Int64("canongate.left_ms", granted.Milliseconds()))
			return tooLate(ctx)
		}
		return next(ctx)
	}
}

// left is the time until the context's deadline.
func left(ctx context.Context) time.Duration {
	end, ok := ctx.Deadline()
	if !ok {
		return math.MaxInt64
	}
	return time.Until(end)
}

// spare is how long a call may wait and still leave an attempt its floor.
func spare(ctx context.Context, call *Call) time.Duration {
	return left(ctx) - call.pace.floor
}

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
