package policies

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"canongate/canonical"
)

const (
	standardConcurrency = 64
	// maxQueueWait is how long a call waits for a slot: long enough for a burst,
	// too short for callers to pile up behind a slow vendor.
	maxQueueWait = 200 * time.Millisecond
)

// bulkhead limits the calls in flight on one connection, so that a slow vendor
// takes nothing from the others. As many again may wait for a slot.
type bulkhead struct {
	slots    chan struct{}
	waiting  atomic.Int64
	observer Observer

	sparing sync.Mutex // held while a spare place is taken or given back
	spares  int        // places of calls that nobody waits for
}

func newBulkhead(limit int, observer Observer) *bulkhead {
	if limit == 0 {
		limit = standardConcurrency
	}
	return &bulkhead{slots: make(chan struct{}, limit), observer: observer}
}

func (b *bulkhead) policy(ctx context.Context, call *Call, next Next) error {
	select {
	case b.slots <- struct{}{}:
	default:
		if err := b.queue(ctx, call); err != nil {
			return err
		}
	}
	defer func() { <-b.slots }()
	return next(ctx)
}

// queue waits for a slot.
func (b *bulkhead) queue(ctx context.Context, call *Call) error {
	defer b.waiting.Add(-1)
	if b.waiting.Add(1) > int64(cap(b.slots)) {
		return b.refuse(ctx, call)
	}
	timer := time.NewTimer(min(maxQueueWait, waitBudget(call)))
	defer timer.Stop()
	select {
	case b.slots <- struct{}{}:
		return nil
	case <-timer.C:
		return b.refuse(ctx, call)
	case <-ctx.Done():
		return tooLate(ctx)
	}
}

func (b *bulkhead) refuse(ctx context.Context, call *Call) error {
	SpanEvent(ctx, "concurrency limit reached")
	b.observer.Limited(call.Connection, call.Operation, LimitConcurrency)
	return &canonical.Error{
		Code: canonical.VendorUnavailable, Origin: canonical.OriginGateway, Outcome: canonical.NotSent,
		Operation: call.Operation, Connection: call.Connection, RetryAfter: time.Second,
		Message: "Too many calls to this vendor are in flight.",
	}
}
