package policies

import (
	"context"
	"sync/atomic"
	"time"

	"canongate/canonical"
)

const (
	standardConcurrency = 64
	// longestQueue is how long a call waits for a place: long enough for a
	// burst, too short for callers to pile up behind a slow vendor.
	longestQueue = 200 * time.Millisecond
)

// bulkhead bounds the calls in flight on one connection, so that a slow vendor
// takes nothing from the others. As many again may wait for a moment.
type bulkhead struct {
	places   chan struct{}
	waiting  atomic.Int64
	observer Observer
}

func newBulkhead(places int, observer Observer) *bulkhead {
	if places == 0 {
		places = standardConcurrency
	}
	return &bulkhead{places: make(chan struct{}, places), observer: observer}
}

func (b *bulkhead) policy(ctx context.Context, call *Call, next Next) error {
	select {
	case b.places <- struct{}{}:
	default:
		if err := b.queue(ctx, call); err != nil {
			return err
		}
	}
	defer func() { <-b.places }()
	return next(ctx)
}

// queue waits for a place.
func (b *bulkhead) queue(ctx context.Context, call *Call) error {
	defer b.waiting.Add(-1)
	if b.waiting.Add(1) > int64(cap(b.places)) {
		return b.refuse(ctx, call)
	}
	timer := time.NewTimer(min(longestQueue, spare(call)))
	defer timer.Stop()
	select {
	case b.places <- struct{}{}:
		return nil
	case <-timer.C:
		return b.refuse(ctx, call)
	case <-ctx.Done():
		return tooLate(ctx)
	}
}

func (b *bulkhead) refuse(ctx context.Context, call *Call) error {
	Note(ctx, "concurrency limit reached")
	b.observer.Limited(call.Connection, call.Operation, LimitConcurrency)
	return &canonical.Error{
		Code: canonical.VendorUnavailable, Origin: canonical.OriginGateway, Outcome: canonical.NotSent,
		Operation: call.Operation, Connection: call.Connection, RetryAfter: time.Second,
		Message: "Too many calls to this vendor are in flight.",
	}
}
