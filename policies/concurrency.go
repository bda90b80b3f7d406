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
	// longestQueueWait is how long a call waits for a place, if its own time allows it:
	// long enough for a thousand callers of a quick vendor on a busy machine. Callers that
	// would wait longer are better told to come again.
	longestQueueWait = 5 * time.Second
	// mostWaiting bounds the calls that wait at one connection with fewer places: they
	// hold places of server.max_in_flight.
	mostWaiting = 1024
	// heldOver is over how many calls the time is averaged for which one keeps its
	// place: enough that a single slow call does not look like a slow vendor.
	heldOver = 64
)

// bulkhead limits the calls in flight on one connection, so that a slow vendor
// takes nothing from the others. Calls wait for a place in the order in which they
// came. One that would probably wait longer than it may is refused at once: so a rush
// at a quick vendor passes, and callers do not pile up behind a slow one.
type bulkhead struct {
	slots    chan struct{} // senders wait in the order in which they came
	waiting  atomic.Int64
	held     atomic.Int64 // nanoseconds that a call keeps its place, on average of late; 0: not known yet
	taken    atomic.Int64 // Unix nanoseconds: when a place was last taken
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
	if !b.take() {
		if err := b.queue(ctx, call); err != nil {
			return err
		}
	}
	defer b.giveBack(time.Now())
	return next(ctx)
}

// take takes a slot that is free. It notes the time before, so that nobody finds all
// taken, and the last of them long ago.
func (b *bulkhead) take() bool {
	if len(b.slots) == cap(b.slots) {
		return false
	}
	b.taken.Store(time.Now().UnixNano())
	select {
	case b.slots <- struct{}{}:
		return true
	default:
		return false
	}
}

// queue waits for a slot, and leaves the vendor twice the time that it takes: with less
// a call would only time out, and the breaker would count that.
func (b *bulkhead) queue(ctx context.Context, call *Call) error {
	defer b.waiting.Add(-1)
	position := b.waiting.Add(1)
	held := b.holding()
	patience := min(longestQueueWait, waitBudget(call), timeLeft(call)-2*held)
	if position > max(mostWaiting, int64(cap(b.slots))) || b.turn(position, held) > patience {
		return b.refuse(ctx, call)
	}
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case b.slots <- struct{}{}:
		b.taken.Store(time.Now().UnixNano())
		return nil
	case <-timer.C:
		return b.refuse(ctx, call)
	case <-ctx.Done():
		return tooLate(ctx)
	}
}

// turn is how long a call at a position of the queue, from 1, will wait: all places
// together get free once in the time for which a call holds its own.
func (b *bulkhead) turn(position int64, held time.Duration) time.Duration {
	return held * time.Duration(position) / time.Duration(cap(b.slots))
}

// holding is how long calls hold their places, while all are taken. The average does
// not hear of a vendor that answers nobody; then all have held theirs since the last was taken.
func (b *bulkhead) holding() time.Duration {
	return time.Duration(max(b.held.Load(), time.Now().UnixNano()-b.taken.Load()))
}

// giveBack gives up a place that was taken at a time. Of two calls that end together
// one may not be counted, which an average can bear.
func (b *bulkhead) giveBack(taken time.Time) {
	this, held := int64(time.Since(taken)), b.held.Load()
	if held == 0 {
		b.held.Store(this)
	} else {
		b.held.Store(held + (this-held)/heldOver)
	}
	<-b.slots
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
