package policies

import (
	"context"

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
