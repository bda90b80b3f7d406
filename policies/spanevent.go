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

// attributeRoom is lent to who describes a span or an event.
var attributeRoom = sync.Pool{New: func() any {
	room := make([]attribute.KeyValue, 0, 16)
	return &room
}}

// DescribeSpan sets the attributes that add appends, in one go: a span copies its
// attributes whenever more come. It copies these too, so that their room is used again.
func DescribeSpan(span trace.Span, add func([]attribute.KeyValue) []attribute.KeyValue) {
	describeWith(span, add, func(all []attribute.KeyValue) { span.SetAttributes(all...) })
}

// DescribeEvent adds an event with the attributes that add appends, as DescribeSpan does.
func DescribeEvent(span trace.Span, event string, add func([]attribute.KeyValue) []attribute.KeyValue) {
	describeWith(span, add, func(all []attribute.KeyValue) { span.AddEvent(event, trace.WithAttributes(all...)) })
}

func describeWith(span trace.Span, add func([]attribute.KeyValue) []attribute.KeyValue, tell func([]attribute.KeyValue)) {
	if !span.IsRecording() {
		return
	}
	room := attributeRoom.Get().(*[]attribute.KeyValue)
	*room = add((*room)[:0])
	tell(*room)
	clear(*room)
	attributeRoom.Put(room)
}
