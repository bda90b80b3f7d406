// Package recent keeps the last traces in memory, so that a gateway without a
// collector can still tell what happened.
//
// # Decisions
//
// Spans are kept as the SDK hands them over, which costs a request one short
// critical section and no copying; whoever reads a trace pays for the reading.
//
// Traces with an error or a long duration are what people look for at night, and
// they are rare: they have most of the places to themselves, so that a flood of
// good calls cannot wash them away. A flood of bad calls leaves the good ones
// some places as well, to compare with.
//
// Nothing is kept but what the rooms put on spans: names, codes and numbers.
package recent

import (
	"container/list"
	"context"
	"sync"
	"time"

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

// Traces are the recent traces. It is a span processor and safe for concurrent
// use.
type Traces struct {
	limit    int // of ended traces
	maxBytes int

	mu       sync.Mutex
	byID     map[trace.TraceID]*entry
	bytes    int
	open     list.List // traces whose request goes on, the oldest first
	ordinary list.List // ended ones, the oldest first
	notable  list.List // ended ones with an error, or slow
}

var _ sdktrace.SpanProcessor = (*Traces)(nil)

// entry is one trace.
type entry struct {
	id      trace.TraceID
	spans   []sdktrace.ReadOnlySpan // in the order of their end
	bytes   int
	dropped int
	notable bool
	list    *list.List
	element *list.Element
}

// New makes room for so many ended traces. What is still going on is bounded by
// the bytes alone.
func New(limit int) *Traces {
	return &Traces{limit: limit, maxBytes: limit * bytesEach, byID: map[trace.TraceID]*entry{}}
}

// OnStart does nothing: a span is looked at when it has ended.
func (t *Traces) OnStart(context.Context, sdktrace.ReadWriteSpan) {}

// OnEnd keeps the span.
func (t *Traces) OnEnd(span sdktrace.ReadOnlySpan) {
	root := isLocalRoot(span)
	size := sizeOf(span)
	notable := span.Status().Code == codes.Error || root && span.EndTime().Sub(span.StartTime()) >= slow
	t.mu.Lock()
	defer t.mu.Unlock()
	id := span.SpanContext().TraceID()
	e := t.byID[id]
	if e == nil {
		if root && !notable && isNothing(span) {
			return
		}
		e = &entry{id: id, spans: make([]sdktrace.ReadOnlySpan, 0, 4)}
		t.byID[id] = e
		t.move(e, &t.open)
	}
	if len(e.spans) == maxSpans {
		t.forgetHalf(e)
	}
	e.spans = append(e.spans, span)
	e.bytes += size
	t.bytes += size
	e.notable = e.notable || notable
	if root {
		t.move(e, t.place(e))
	}
	t.shrink()
}

// place is the list of an ended trace.
func (t *Traces) place(e *entry) *list.List {
	if e.notable {
		return &t.notable
	}
	return &t.ordinary
}

// move puts the trace at the young end of a list.
func (t *Traces) move(e *entry, to *list.List) {
	if e.list == to {
		to.MoveToBack(e.element)
		return
	}
	if e.list != nil {
		e.list.Remove(e.element)
	}
	e.list, e.element = to, to.PushBack(e)
}

// forgetHalf drops the older half of a trace that is full.
func (t *Traces) forgetHalf(e *entry) {
	half := len(e.spans) / 2
	for _, span := range e.spans[:half] {
		size := sizeOf(span)
		e.bytes -= size
		t.bytes -= size
	}
	e.spans = append(make([]sdktrace.ReadOnlySpan, 0, maxSpans), e.spans[half:]...)
	e.dropped += half
}

// shrink drops traces until the rest is within the bounds.
func (t *Traces) shrink() {
	for t.ordinary.Len()+t.notable.Len() > t.limit || t.bytes > t.maxBytes {
		from := t.victims()
		e := from.Remove(from.Front()).(*entry)
		delete(t.byID, e.id)
		t.bytes -= e.bytes
	}
}

// victims is the list whose oldest trace goes first. Three quarters of the places
// are for notable ones.
func (t *Traces) victims() *list.List {
	switch ordinary, notable := t.ordinary.Len(), t.notable.Len(); {
	case ordinary+notable == 0:
		return &t.open
	case ordinary == 0, notable > 0 && notable > t.limit*3/4:
		return &t.notable
	default:
		return &t.ordinary
	}
}

// Shutdown does nothing: there is nobody to hand the traces to.
func (t *Traces) Shutdown(context.Context) error { return nil }

// ForceFlush does nothing: spans are kept at once.
func (t *Traces) ForceFlush(context.Context) error { return nil }

// isLocalRoot says whether the span is the first of its trace in this process.
func isLocalRoot(span sdktrace.ReadOnlySpan) bool {
	parent := span.Parent()
	return !parent.IsValid() || parent.IsRemote()
}

// isNothing says whether the span is a request that no endpoint took, such as a
// probe: there are many, and they tell nothing.
func isNothing(span sdktrace.ReadOnlySpan) bool {
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

// What a span, an event and an attribute take in memory, about.
const (
	spanBytes      = 560
	eventBytes     = 96
	attributeBytes = 64
)

func sizeOf(span sdktrace.ReadOnlySpan) int {
	size := spanBytes + len(span.Name()) + len(span.Status().Description) + sizeOfAttributes(span.Attributes())
	for _, event := range span.Events() {
		size += eventBytes + len(event.Name) + sizeOfAttributes(event.Attributes)
	}
	return size
}
