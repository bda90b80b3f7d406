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

// Attributes appends what the span says of how the request ended, by the OpenTelemetry
// semantic conventions 1.43. The path and the query they ask for stay out: people
// write data there.
func (r *Request) Attributes(attributes []attribute.KeyValue) []attribute.KeyValue {
	attributes = append(attributes,
		attribute.String("http.request.method", r.Method), attribute.String("url.scheme", r.Scheme),
		attribute.Int("http.response.status_code", r.Status), attribute.String("canongate.outcome", string(r.Outcome)))
	if r.Route != "" {
		attributes = append(attributes, attribute.String("http.route", r.Route), attribute.String("canongate.operation", r.Operation))
	}
	for _, a := range [...]attribute.KeyValue{
		attribute.String("canongate.request_id", r.ID), attribute.String("canongate.tenant", r.Tenant),
		attribute.String("canongate.credential", r.Credential), attribute.String("canongate.payment_id", r.Payment),
	} {
		if a.Value.AsString() != "" {
			attributes = append(attributes, a)
		}
	}
	if r.Generation != 0 {
		attributes = append(attributes, attribute.Int64("canongate.generation", r.Generation))
	}
	if r.Code != "" {
		attributes = append(attributes, attribute.String("canongate.code", string(r.Code)))
	}
	if r.Status >= http.StatusInternalServerError {
		attributes = append(attributes, attribute.String("error.type", string(r.Code)))
	}
	return attributes
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
