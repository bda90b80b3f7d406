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
	if b.take() {
		defer b.giveBack()
		return next(ctx)
	}
	breaker, watched := b.breakers[call.Operation]
	openings := int64(0)
	if watched {
		openings = breaker.openings.Load()
	}
	if err := b.queue(ctx, call); err != nil {
		return err
	}
	defer b.giveBack()
	if watched {
		if err := breaker.refuseOpened(ctx, openings); err != nil {
			return err
		}
	}
	return next(ctx)
}

// take takes a place that is free.
func (b *bulkhead) take() bool {
	select {
	case b.slots <- struct{}{}:
		b.noteTaken()
		return true
	default:
		return false
	}
}

func (b *bulkhead) noteTaken() { b.taken.Store(int64(time.Since(b.began))) }

func (b *bulkhead) giveBack() { <-b.slots }

// queue waits for a place.
func (b *bulkhead) queue(ctx context.Context, call *Call) error {
	position, longest := b.join(call)
	if longest <= 0 {
		return b.refuse(ctx, call)
	}
	defer b.waiting.Add(-1)
	SpanEvent(ctx, "waiting for a place", attribute.Int64("canongate.position", position))
	timer := time.NewTimer(longest)
	defer timer.Stop()
	select {
	case b.slots <- struct{}{}:
		b.noteTaken()
		return nil
	case <-timer.C:
		return b.refuse(ctx, call)
	case <-ctx.Done():
		return tooLate(ctx)
	}
}

// join counts a call among those that wait, if it may wait at all: of many that come at
// once, those that are refused take nobody's position.
func (b *bulkhead) join(call *Call) (position int64, longest time.Duration) {
	for {
		waiting := b.waiting.Load()
		longest = b.patience(call, waiting+1)
		if longest <= 0 || b.waiting.CompareAndSwap(waiting, waiting+1) {
			return waiting + 1, longest
		}
	}
}

// patience is how long a call at a position of the queue waits, at most; 0 or less: it
// does not. It waits long, but no more than a quarter of the time that it has, if it will
// have its turn by then with a vendor as quick as of late. Where no place was taken for a
// while, the vendor is no longer that.
func (b *bulkhead) patience(call *Call, position int64) time.Duration {
	now, places := time.Now(), int64(cap(b.slots))
	latency := b.window.latency(now)
	hangs := now.Sub(b.began)-time.Duration(b.taken.Load()) > max(shortQueueWait, 2*latency)
	long := min(longQueueWait, timeLeft(call)/4)
	switch turn := latency + latency*time.Duration(position)/time.Duration(places); {
	case latency > 0 && !hangs && turn <= long && position <= max(mostWaiting, places):
		return long
	case position <= places:
		return min(shortQueueWait, waitBudget(call))
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
