package policies

import (
	"context"
	"sync"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"
)

// SpanEvent puts a decision on the span of ctx, as an event. Attributes hold codes,
// names and numbers, never a value of the request.
func SpanEvent(ctx context.Context, event string, attributes ...attribute.KeyValue) {
	if span := trace.SpanFromContext(ctx); span.IsRecording() {
		span.AddEvent(event, trace.WithAttributes(attributes...))
	}
}

// Facts are what a span says at its end: names, codes and numbers, never a value of
// the request. Few spans are ever read, so facts become attributes when somebody does.
type Facts = interface {
	Attributes(to []attribute.KeyValue) []attribute.KeyValue
}

// Describe tells a span facts. One that cannot keep them gets their attributes.
func Describe(span trace.Span, facts Facts) {
	if keeper, keeps := span.(interface{ Describe(facts Facts) }); keeps {
		keeper.Describe(facts)
		return
	}
	span.SetAttributes(facts.Attributes(nil)...)
}

// attributeRoom is lent to who describes an event.
var attributeRoom = sync.Pool{New: func() any {
	room := make([]attribute.KeyValue, 0, 16)
	return &room
}}

// DescribeEvent adds an event with the attributes that add appends. The span copies
// them, so that their room is used again.
func DescribeEvent(span trace.Span, event string, add func([]attribute.KeyValue) []attribute.KeyValue) {
	if !span.IsRecording() {
		return
	}
	room := attributeRoom.Get().(*[]attribute.KeyValue)
	*room = add((*room)[:0])
	span.AddEvent(event, trace.WithAttributes(*room...))
	clear(*room)
	attributeRoom.Put(room)
}
