package telemetry

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"canongate/canonical"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"
)

// Finished is one request, as metrics see it: names from closed sets only.
type Finished struct {
	Operation  string // "" for paths that are no operation
	Connection string
	Tenant     string         // "": the caller is not known
	Code       canonical.Code // "" for success
	Limit      string         // of the gateway, that refused the request; "": none
	Status     int
	Duration   time.Duration
	VendorTime time.Duration
	Span       trace.SpanContext // to look the request up by
}

// Request is one request that is over, with what span and log are told besides.
type Request struct {
	Finished

	ID         string // Request-Id
	Method     string
	Scheme     string
	Route      string // path of the endpoint; "": none
	Credential string // what the caller came with: the id of an API key, or jwt
	Payment    string // sealed id of the payment that it is about; "": none
	Outcome    canonical.Outcome
	Cause      string // for operators
	Replayed   bool
	Generation int64
}

// Describe names the span, and marks it as an error after a failure that is not the
// caller's.
func (r *Request) Describe(span trace.Span) {
	if r.Route != "" && span.IsRecording() {
		span.SetName(r.Method + " " + r.Route)
	}
	if r.Status >= http.StatusInternalServerError {
		span.SetStatus(codes.Error, "")
	}
}

// Facts are what the span says of how a request ended.
type Facts struct {
	id, method, scheme, route, operation, tenant, credential, payment string
	outcome                                                           canonical.Outcome
	code                                                              canonical.Code
	status                                                            int
	generation                                                        int64
}

// Facts are those of the request.
func (r *Request) Facts() *Facts {
	return &Facts{
		id: r.ID, method: r.Method, scheme: r.Scheme, route: r.Route, operation: r.Operation, tenant: r.Tenant, credential: r.Credential,
		payment: r.Payment, outcome: r.Outcome, code: r.Code, status: r.Status, generation: r.Generation,
	}
}

// Attributes appends the facts, by the OpenTelemetry semantic conventions 1.43. The path
// and the query they ask for stay out: people write data there.
func (f *Facts) Attributes(to []attribute.KeyValue) []attribute.KeyValue {
	to = append(to,
		attribute.String("http.request.method", f.method), attribute.String("url.scheme", f.scheme),
		attribute.Int("http.response.status_code", f.status), attribute.String("canongate.outcome", string(f.outcome)))
	if f.route != "" {
		to = append(to, attribute.String("http.route", f.route), attribute.String("canongate.operation", f.operation))
	}
	for _, a := range [...]attribute.KeyValue{
		attribute.String("canongate.request_id", f.id), attribute.String("canongate.tenant", f.tenant),
		attribute.String("canongate.credential", f.credential), attribute.String("canongate.payment_id", f.payment),
	} {
		if a.Value.AsString() != "" {
			to = append(to, a)
		}
	}
	if f.generation != 0 {
		to = append(to, attribute.Int64("canongate.generation", f.generation))
	}
	if f.code != "" {
		to = append(to, attribute.String("canongate.code", string(f.code)))
	}
	if f.status >= http.StatusInternalServerError {
		to = append(to, attribute.String("error.type", string(f.code)))
	}
	return to
}

// Log writes the log line of the request.
func (r *Request) Log(ctx context.Context, log *slog.Logger) {
	level := slog.LevelInfo
	if r.Status >= http.StatusInternalServerError {
		level = slog.LevelWarn
	}
	if !log.Enabled(ctx, level) {
		return
	}
	attributes := []slog.Attr{
		slog.String("trace_id", trace.SpanContextFromContext(ctx).TraceID().String()),
		slog.String("request_id", r.ID), slog.String("method", r.Method), slog.String("route", r.Route),
		slog.String("tenant", r.Tenant), slog.String("credential", r.Credential),
		slog.String("operation", r.Operation), slog.String("connection", r.Connection), slog.Int("status", r.Status),
		slog.String("code", string(r.Code)), slog.String("outcome", string(r.Outcome)),
		slog.Float64("duration_ms", float64(r.Duration)/float64(time.Millisecond)),
		slog.Float64("vendor_ms", float64(r.VendorTime)/float64(time.Millisecond)),
		slog.Int64("generation", r.Generation),
	}
	if r.Replayed { // then the code and the status are those of the first call
		attributes = append(attributes, slog.Bool("replayed", true))
	}
	if r.Cause != "" && level == slog.LevelWarn {
		attributes = append(attributes, slog.String("cause", r.Cause))
	}
	log.LogAttrs(ctx, level, "request", attributes...)
}
