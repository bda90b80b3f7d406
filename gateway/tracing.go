package gateway

import (
	"context"

	"github.com/gofiber/fiber/v2"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"
)

// startSpan starts the SERVER span of a request, as of its arrival. It waits for
// the caller to be known, since only a known caller's trace is joined: a
// stranger's would let anybody write into the traces of others. A request that
// ends before that has a trace of its own.
func (s *Server) startSpan(ctx context.Context, r *request, join bool) context.Context {
	if join {
		ctx = propagation.TraceContext{}.Extract(ctx, carrier(r.traceHeader))
	}
	ctx, r.span = s.tracer.Start(ctx, r.method, trace.WithSpanKind(trace.SpanKindServer), trace.WithTimestamp(r.started)) //nolint:spancheck // instrument ends it
	return ctx
}

// carrier lets the propagator read the headers that name a trace.
type carrier [2]string

// The headers of a carrier.
const (
	headerTraceParent = "traceparent"
	headerTraceState  = "tracestate"
)

// traceHeaders takes them out of a request. A trace that is named twice is named
// by nobody.
func traceHeaders(c *fiber.Ctx) [2]string {
	if len(c.Request().Header.PeekAll(headerTraceParent)) > 1 {
		return [2]string{}
	}
	return [2]string{c.Get(headerTraceParent), c.Get(headerTraceState)}
}

// Get is a header of the request.
func (c carrier) Get(key string) string {
	switch key {
	case headerTraceParent:
		return c[0]
	case headerTraceState:
		return c[1]
	}
	return ""
}

// Set does nothing: a request is only read.
func (c carrier) Set(string, string) {}

// Keys are the headers that a propagator may ask for.
func (c carrier) Keys() []string { return []string{headerTraceParent, headerTraceState} }
