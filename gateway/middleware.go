package gateway

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"canongate/canonical"
	"canongate/gateway/openapi"
	"canongate/gateway/schema"
	"canongate/policies"

	"github.com/gofiber/fiber/v2"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"
)

type requestKey struct{}

// instrument is the middleware of every request: its id, its span, its log line, and
// a problem when it failed.
func (s *Server) instrument(c *fiber.Ctx, next func() error) error {
	s.inFlight.Start()
	defer s.inFlight.Done()
	r := s.newRequest(c)
	c.SetUserContext(context.Background())
	c.Locals(requestKey{}, r)
	if err := s.recoverErrors(r, next); err != nil {
		r.fail(err)
		write(c, s.refuse(r, err))
	}
	if r.span == nil {
		s.startSpan(c.UserContext(), r, false)
	}
	ctx := trace.ContextWithSpan(c.UserContext(), r.span)
	took := s.now().Sub(r.started)
	s.setHeaders(c, r, took)
	r.endBody(c)
	s.finish(ctx, r.span, r, c.Response().StatusCode(), took)
	r.span.End(trace.WithTimestamp(r.started.Add(took)))
	return nil
}

// recoverErrors runs the next handler, and turns an error of Fiber or a panic into
// a canonical one.
func (s *Server) recoverErrors(r *request, next func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			ctx := context.Background()
			if r.span != nil {
				ctx = trace.ContextWithSpan(ctx, r.span)
			}
			s.log.ErrorContext(ctx, "request panicked", "request_id", r.id, "operation", r.operation(),
				"type", fmt.Sprintf("%T", p), "stack", string(debug.Stack()))
			err = &canonical.Error{Code: canonical.InternalError}
		}
	}()
	err = next()
	if raised := (*fiber.Error)(nil); errors.As(err, &raised) {
		return fiberError(raised.Code)
	}
	return err
}

// fiberError is the canonical error for a status that Fiber refuses with.
func fiberError(status int) error {
	switch status {
	case fiber.StatusNotFound:
		return &canonical.Error{Code: canonical.NotFound, Message: "Nothing stands under this path."}
	case fiber.StatusMethodNotAllowed:
		return &canonical.Error{Code: canonical.MethodNotAllowed, Message: "This path exists with other methods; see the Allow header."}
	case fiber.StatusRequestEntityTooLarge:
		return &canonical.Error{Code: canonical.RequestTooLarge, Message: "The body exceeds this gateway's limit."}
	case fiber.StatusRequestHeaderFieldsTooLarge:
		return schema.InvalidRequest("The header is too large.")
	case fiber.StatusRequestTimeout:
		return schema.InvalidRequest("The request did not arrive whole in time.")
	}
	return schema.InvalidRequest("The request is not well-formed HTTP.")
}

// newRequest notes what is known of any request, also of one without an endpoint.
func (s *Server) newRequest(c *fiber.Ctx) *request {
	r := &request{started: s.now(), method: c.Method(), path: c.Path(), id: c.Get(openapi.HeaderRequestID)}
	if !slices.Contains(fiber.DefaultMethods, r.method) {
		r.method = "_OTHER" // as the semantic conventions have it; callers may write anything
	}
	if !saneID(r.id) {
		r.id = newRequestID()
	}
	return r
}

// saneID says whether a caller's Request-Id may be echoed and logged.
func saneID(id string) bool {
	for i := range len(id) {
		b := id[i]
		letter := b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9'
		if !letter && !strings.ContainsRune("-_.~:/+=", rune(b)) {
			return false
		}
	}
	return id != "" && len(id) <= 128
}

// fail notes why the request failed.
func (r *request) fail(err error) {
	e := canonical.AsError(err)
	r.code, r.outcome, r.cause = e.Info().Code, e.HowFar(), e.Why()
}

// write puts an answer on the wire.
func write(c *fiber.Ctx, answer policies.Answer) {
	c.Status(answer.Status)
	for name, values := range answer.Header {
		for _, value := range values {
			c.Set(name, value)
		}
	}
	c.Response().SetBodyRaw(answer.Body)
}

// setHeaders gives every answer its headers.
func (s *Server) setHeaders(c *fiber.Ctx, r *request, took time.Duration) {
	h := &c.Response().Header
	h.Set(openapi.HeaderRequestID, r.id)
	h.Set(openapi.HeaderTiming, "vendor;dur="+milliseconds(r.vendorTime)+", gateway;dur="+milliseconds(took-r.vendorTime))
	if r.connection != "" {
		h.Set(openapi.HeaderConnection, r.connection)
	}
	if g := r.generation(); g != 0 {
		h.Set(openapi.HeaderGeneration, strconv.FormatInt(g, 10))
	}
	if r.replayed {
		h.Set(openapi.HeaderReplayed, "true")
	}
	for name, value := range r.quota {
		h.Set(name, value)
	}
	for _, fixed := range securityHeaders {
		if len(h.Peek(fixed[0])) == 0 {
			h.Set(fixed[0], fixed[1])
		}
	}
	if c.Context().IsTLS() {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
	if s.inFlight.Draining() {
		h.SetConnectionClose()
	}
}

// securityHeaders are set unless a page has set its own.
var securityHeaders = [][2]string{
	{"Cache-Control", "no-store"},
	{"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
	{"Referrer-Policy", "no-referrer"},
	{"X-Content-Type-Options", "nosniff"},
	{"X-Frame-Options", "DENY"},
}

func milliseconds(d time.Duration) string {
	return strconv.FormatFloat(float64(max(d, 0))/float64(time.Millisecond), 'f', 3, 64)
}

// finish tells span, log and metrics how the request ended. None of them learns
// more than names, codes and times.
func (s *Server) finish(ctx context.Context, span trace.Span, r *request, status int, took time.Duration) {
	route := ""
	if r.endpoint != nil {
		route = r.endpoint.path
	}
	if span.IsRecording() {
		s.describe(span, r, route, status)
	}
	s.logRequest(ctx, r, route, status, took)
	if s.options.Observe != nil {
		s.options.Observe(Finished{
			Operation: r.operation(), Connection: r.connection, Code: r.code, Limit: r.limit, Status: status,
			Duration: took, VendorTime: r.vendorTime, Span: span.SpanContext(),
		})
	}
}

// describe names the span and says how the request ended, by the OpenTelemetry
// semantic conventions 1.43. The path and the query they ask for stay out: people
// write data there.
func (s *Server) describe(span trace.Span, r *request, route string, status int) {
	attributes := append(make([]attribute.KeyValue, 0, 7), // of a success; a failure has more
		attribute.String("http.request.method", r.method), attribute.String("url.scheme", s.scheme()),
		attribute.Int("http.response.status_code", status), attribute.String("canongate.outcome", string(r.outcome)))
	if route != "" {
		span.SetName(r.method + " " + route)
		attributes = append(attributes, attribute.String("http.route", route), attribute.String("canongate.operation", r.operation()))
	}
	if g := r.generation(); g != 0 {
		attributes = append(attributes, attribute.Int64("canongate.generation", g))
	}
	if r.code != "" {
		attributes = append(attributes, attribute.String("canongate.code", string(r.code)))
	}
	if status >= http.StatusInternalServerError {
		attributes = append(attributes, attribute.String("error.type", string(r.code)))
		span.SetStatus(codes.Error, "")
	}
	span.SetAttributes(attributes...)
}

// scheme is that of every request to the listener.
func (s *Server) scheme() string {
	if s.options.Server.TLS.CertFile != "" {
		return "https"
	}
	return "http"
}

func (s *Server) logRequest(ctx context.Context, r *request, route string, status int, took time.Duration) {
	level := slog.LevelInfo
	if status >= http.StatusInternalServerError {
		level = slog.LevelWarn
	}
	if !s.log.Enabled(ctx, level) {
		return
	}
	attributes := []slog.Attr{
		slog.String("trace_id", trace.SpanContextFromContext(ctx).TraceID().String()),
		slog.String("request_id", r.id), slog.String("method", r.method), slog.String("route", route),
		slog.String("operation", r.operation()), slog.String("connection", r.connection), slog.Int("status", status),
		slog.String("code", string(r.code)), slog.String("outcome", string(r.outcome)),
		slog.Float64("duration_ms", float64(took)/float64(time.Millisecond)),
		slog.Float64("vendor_ms", float64(r.vendorTime)/float64(time.Millisecond)),
		slog.Int64("generation", r.generation()),
	}
	if r.replayed { // then the code and the status are those of the first call
		attributes = append(attributes, slog.Bool("replayed", true))
	}
	if r.cause != "" && level == slog.LevelWarn {
		attributes = append(attributes, slog.String("cause", r.cause))
	}
	s.log.LogAttrs(ctx, level, "request", attributes...)
}
