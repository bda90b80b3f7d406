package policies

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"canongate/canonical"

	"go.opentelemetry.io/otel/attribute"
)

const (
	standardConcurrency = 64
	// shortQueueWait is how long a call waits for a place: long enough for a burst, too
	// short for callers to pile up behind a slow vendor.
	shortQueueWait = 200 * time.Millisecond
	// longQueueWait is how long it waits for a vendor that is quick: long enough for a
	// thousand callers of it on a busy machine.
	longQueueWait = time.Second
	// mostWaiting bounds the calls that wait for a quick vendor with fewer places: they
	// hold places of server.max_in_flight.
	mostWaiting = 1024
)

// bulkhead limits the calls in flight on one connection, so that a slow vendor
// takes nothing from the others. Others wait for a place in the order in which they
// came: as many as there are places, and more where the vendor is quick.
type bulkhead struct {
	slots    chan struct{} // senders wait in the order in which they came
	waiting  atomic.Int64
	taken    atomic.Int64 // when a place was last taken, from began on
	began    time.Time
	window   *slidingWindow
	breakers map[string]*breaker // by operation
	observer Observer

	sparing sync.Mutex // held while a spare place is taken or given back
	spares  int        // places of calls that nobody waits for
}

func newBulkhead(limit int, window *slidingWindow, breakers map[string]*breaker, observer Observer) *bulkhead {
	if limit == 0 {
		limit = standardConcurrency
	}
	return &bulkhead{slots: make(chan struct{}, limit), began: time.Now(), window: window, breakers: breakers, observer: observer}
}

func (b *bulkhead) policy(ctx context.Context, call *Call, next Next) error {
	waited := !b.take()
	if waited {
		if err := b.queue(ctx, call); err != nil {
			return err
		}
	}
	defer func() { <-b.slots }()
	if breaker, ok := b.breakers[call.Operation]; ok && waited {
		if err := breaker.refuseOpen(ctx); err != nil {
			return err
		}
	}
	return next(ctx)
}

// take takes a place that is free.
func (b *bulkhead) take() bool {
	select {
	case b.slots <- struct{}{}:
		b.taken.Store(int64(time.Since(b.began)))
		return true
	default:
		return false
	}
}

// queue waits for a place, with no more than a quarter of the time that the call has.
func (b *bulkhead) queue(ctx context.Context, call *Call) error {
	defer b.waiting.Add(-1)
	position := b.waiting.Add(1)
	longest := b.patience(position)
	if longest == 0 {
		return b.refuse(ctx, call)
	}
	SpanEvent(ctx, "waiting for a place", attribute.Int64("canongate.position", position))
	timer := time.NewTimer(min(longest, waitBudget(call), max(timeLeft(call)/4, shortQueueWait)))
	defer timer.Stop()
	select {
	case b.slots <- struct{}{}:
		b.taken.Store(int64(time.Since(b.began)))
		return nil
	case <-timer.C:
		return b.refuse(ctx, call)
	case <-ctx.Done():
		return tooLate(ctx)
	}
}

// patience is how long a call at a position of the queue waits, at most; 0: it does not.
// It waits long if it will have its turn by then with a vendor as quick as in the last
// minute. Where no place was taken of late, the vendor is no longer that.
func (b *bulkhead) patience(position int64) time.Duration {
	now, places := time.Now(), int64(cap(b.slots))
	latency := b.window.latency(now)
	hangs := now.Sub(b.began)-time.Duration(b.taken.Load()) > shortQueueWait
	switch turn := latency + latency*time.Duration(position)/time.Duration(places); {
	case latency > 0 && !hangs && turn <= longQueueWait && position <= max(mostWaiting, places):
		return longQueueWait
	case position <= places:
		return shortQueueWait
	}
	return 0
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
