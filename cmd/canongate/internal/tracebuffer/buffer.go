// Package tracebuffer keeps the last traces in memory, so that a gateway without a
// collector can still tell what happened.
//
// # Decisions
//
// Spans are kept as the SDK hands them over, which costs a request one short
// critical section and no copying; whoever reads a trace pays for the reading.
//
// Traces with an error or a long duration are what people look for at night, and
// they are rare: most of the buffer is reserved for them, so that a flood of good
// calls cannot evict them. A flood of bad calls leaves some room for the good
// ones, to compare with.
//
// Nothing is kept but what the rooms put on spans: names, codes and numbers.
package tracebuffer

import (
	"context"
	"sync"
	"time"

	"canongate/cmd/canongate/internal/spans"

	"go.opentelemetry.io/otel/codes"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

const (
	// bytesEach is the room for a trace; most need a quarter of it. Together they
	// share what the count allows.
	bytesEach = 16 << 10
	// maxSpans bounds one trace: a caller may use one trace id for ever.
	maxSpans = 256
	// slow is the duration from which on a trace is worth more than others.
	slow = time.Second
)

// Buffer keeps the recent traces. It is a span processor and safe for concurrent
// use.
type Buffer struct {
	limit    int // of ended traces
	maxBytes int

	mu       sync.Mutex
	byID     map[trace.TraceID]*entry
	bytes    int
	open     queue // traces whose request goes on
	ordinary queue // ended ones
	notable  queue // ended ones with an error, or slow
}

var _ sdktrace.SpanProcessor = (*Buffer)(nil)

// entry is one trace.
type entry struct {
	id      trace.TraceID
	spans   []sdktrace.ReadOnlySpan // in the order of their end
	bytes   int
	dropped int
	notable bool

	in           *queue // that it waits in
	older, newer *entry
	room         [4]sdktrace.ReadOnlySpan // for the first spans: most have no more
}

// queue has entries in the order in which they came. It is made of the entries, since
// each trace comes into two.
type queue struct {
	oldest, newest *entry
	length         int
}

func (q *queue) push(e *entry) {
	e.in, e.older = q, q.newest
	if q.newest == nil {
		q.oldest = e
	} else {
		q.newest.newer = e
	}
	q.newest = e
	q.length++
}

func (q *queue) remove(e *entry) {
	if e.older == nil {
		q.oldest = e.newer
	} else {
		e.older.newer = e.newer
	}
	if e.newer == nil {
		q.newest = e.older
	} else {
		e.newer.older = e.older
	}
	e.in, e.older, e.newer = nil, nil, nil
	q.length--
}

// New makes room for so many ended traces. What is still going on is bounded by
// the bytes alone.
func New(limit int) *Buffer {
	return &Buffer{limit: limit, maxBytes: limit * bytesEach, byID: map[trace.TraceID]*entry{}}
}

// OnStart does nothing: a span is looked at when it has ended.
func (b *Buffer) OnStart(context.Context, sdktrace.ReadWriteSpan) {}

// OnEnd keeps the span.
func (b *Buffer) OnEnd(span sdktrace.ReadOnlySpan) {
	root := isLocalRoot(span)
	size := spans.Size(span)
	notable := span.Status().Code == codes.Error || root && span.EndTime().Sub(span.StartTime()) >= slow
	b.mu.Lock()
	defer b.mu.Unlock()
	id := span.SpanContext().TraceID()
	e := b.byID[id]
	if e == nil {
		if root && !notable && isUnrouted(span) {
			return
		}
		e = &entry{id: id}
		e.spans = e.room[:0]
		b.byID[id] = e
		b.open.push(e)
	}
	if len(e.spans) == maxSpans {
		b.dropHalf(e)
	}
	e.spans = append(e.spans, span)
	e.bytes += size
	b.bytes += size
	e.notable = e.notable || notable
	if root {
		e.in.remove(e)
		b.queueOf(e).push(e)
	}
	b.evict()
}

// queueOf is the queue of an ended trace.
func (b *Buffer) queueOf(e *entry) *queue {
	if e.notable {
		return &b.notable
	}
	return &b.ordinary
}

// dropHalf drops the older half of a trace that is full.
func (b *Buffer) dropHalf(e *entry) {
	half := len(e.spans) / 2
	for _, span := range e.spans[:half] {
		size := spans.Size(span)
		e.bytes -= size
		b.bytes -= size
	}
	e.spans = append(make([]sdktrace.ReadOnlySpan, 0, maxSpans), e.spans[half:]...)
	e.dropped += half
}

// evict drops traces until the rest is within the limits.
func (b *Buffer) evict() {
	for b.ordinary.length+b.notable.length > b.limit || b.bytes > b.maxBytes {
		from := b.evictFrom()
		e := from.oldest
		from.remove(e)
		delete(b.byID, e.id)
		b.bytes -= e.bytes
	}
}

// evictFrom is the queue whose oldest trace is evicted first. Three quarters of the
// buffer are for notable traces.
func (b *Buffer) evictFrom() *queue {
	switch ordinary, notable := b.ordinary.length, b.notable.length; {
	case ordinary+notable == 0:
		return &b.open
	case ordinary == 0, notable > 0 && notable > b.limit*3/4:
		return &b.notable
	default:
		return &b.ordinary
	}
}

// Shutdown does nothing: there is nobody to hand the traces to.
func (b *Buffer) Shutdown(context.Context) error { return nil }

// ForceFlush does nothing: spans are kept at once.
func (b *Buffer) ForceFlush(context.Context) error { return nil }

// isLocalRoot says whether the span is the first of its trace in this process.
func isLocalRoot(span sdktrace.ReadOnlySpan) bool {
	parent := span.Parent()
	return !parent.IsValid() || parent.IsRemote()
}

// isUnrouted reports whether the span is a request that no endpoint took, such as
// a probe. There are many, and they tell nothing.
func isUnrouted(span sdktrace.ReadOnlySpan) bool {
	if span.SpanKind() != trace.SpanKindServer {
		return false
	}
	for _, a := range span.Attributes() {
		if a.Key == routePathKey {
			return a.Value.AsString() == ""
		}
	}
	return true
}
