package gateway

import (
	"context"
	"log/slog"
	"time"

	"canongate/canonical"
	"canongate/gateway/telemetry"
	"canongate/policies"

	"github.com/gofiber/fiber/v2"
	"go.opentelemetry.io/otel/trace"
)

// traceHeaders takes the headers that name a trace out of a request. A trace that
// is named twice is named by nobody.
func traceHeaders(c *fiber.Ctx) telemetry.TraceHeaders {
	parents := c.Request().Header.PeekAll(telemetry.HeaderTraceParent)
	if len(parents) != 1 {
		return telemetry.TraceHeaders{}
	}
	return telemetry.TraceHeaders{string(parents[0]), c.Get(telemetry.HeaderTraceState)}
}

// startSpan starts the span of a request. It waits for the caller to be known, since
// a stranger's trace is not joined: anybody could write into the traces of others.
func (s *Server) startSpan(ctx context.Context, r *request, parent telemetry.TraceHeaders) context.Context {
	ctx, r.span = telemetry.StartSpan(ctx, s.tracer, r.method, r.started, parent)
	return ctx
}

// correlate names the customer of a call, once, and only where the trace is recorded.
func (s *Server) correlate(ctx context.Context, call *policies.Call, of canonical.Identified) {
	if call.Journey == "" && s.correlation != nil && trace.SpanFromContext(ctx).IsRecording() {
		call.Journey = s.correlation.Customer(call.Tenant, call.Connection, of)
	}
}

// Journey is what traces call a customer, by an id that was sealed for the tenant; ""
// for any other text.
func (s *Server) Journey(tenant, id string) string {
	connection, keys, err := s.ids.Open(canonical.KindCustomer, tenant, id)
	if err != nil {
		return ""
	}
	return s.correlation.Named(tenant, connection, keys)
}

// logOf is the logger for what happens during a request: each line names whose request it
// is, as the request's own line does. It adds no request id, because lines that may come
// with every request are held back only while they are the same.
func (s *Server) logOf(r *request) *slog.Logger {
	if r.caller == nil {
		return s.log
	}
	return s.log.With("tenant", r.caller.Tenant, "credential", r.caller.Credential())
}

// finish tells span, log and metrics how the request ended, and ends the span.
func (s *Server) finish(ctx context.Context, r *request, status int, took time.Duration) {
	over := telemetry.Request{
		Finished: Finished{
			Operation: r.operation(), Connection: r.connection, Code: r.code, Limit: r.limit, Status: status,
			Duration: took, VendorTime: r.vendorTime, Span: r.span.SpanContext(),
		},
		ID: r.id, Method: r.method, Scheme: "http", Outcome: r.outcome, Cause: r.cause,
		Replayed: r.replayed, Generation: r.generation(), Payment: r.payment,
	}
	if r.caller != nil {
		over.Tenant, over.Credential = r.caller.Tenant, r.caller.Credential()
	}
	if s.options.Server.TLS.CertFile != "" {
		over.Scheme = "https"
	}
	if r.endpoint != nil {
		over.Route = r.endpoint.path
	}
	over.Describe(r.span)
	if r.span.IsRecording() {
		policies.Describe(r.span, over.Facts())
	}
	over.Log(ctx, s.log)
	if s.options.Observe != nil {
		s.options.Observe(over.Finished)
	}
	r.span.End(trace.WithTimestamp(r.started.Add(took)))
}
