package telemetry

import (
	"context"
	"time"

	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"
)

var serverSpan = trace.WithSpanKind(trace.SpanKindServer)

// StartSpan starts the SERVER span of a request, as of its arrival. The zero parent
// is that of a request which has a trace of its own.
func StartSpan(
	ctx context.Context, tracer trace.Tracer, method string, arrival time.Time, parent TraceHeaders,
) (context.Context, trace.Span) {
	if parent != (TraceHeaders{}) {
		ctx = propagation.TraceContext{}.Extract(ctx, parent)
	}
	return tracer.Start(ctx, method, serverSpan, trace.WithTimestamp(arrival)) //nolint:spancheck // who asked ends it
}

// TraceHeaders are the headers of a request that name a trace: traceparent and
// tracestate. A propagator reads them.
type TraceHeaders [2]string

// The names of the headers.
const (
	HeaderTraceParent = "traceparent"
	HeaderTraceState  = "tracestate"
)

// Get is a header of the request.
func (h TraceHeaders) Get(key string) string {
	switch key {
	case HeaderTraceParent:
		return h[0]
	case HeaderTraceState:
		return h[1]
	}
	return ""
}

// Set does nothing: a request is only read.
func (h TraceHeaders) Set(string, string) {}

// Keys are the headers that a propagator may ask for.
func (h TraceHeaders) Keys() []string { return []string{HeaderTraceParent, HeaderTraceState} }
