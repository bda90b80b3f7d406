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
	"canongate/policies"

	"github.com/gofiber/fiber/v2"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"
)

// Headers of this API.
const (
	headerRequestID   = "Request-Id"
	headerConnection  = "Gateway-Connection"
	headerGeneration  = "Gateway-Generation"
	headerKey         = "Idempotency-Key"
	headerReplayed    = "Idempotency-Replayed"
	headerTimeout     = "Request-Timeout"
	headerTiming      = "Server-Timing"
	headerLimit       = "RateLimit"
	headerLimitPolicy = "RateLimit-Policy"

	headerRetryAfter   = "Retry-After"
	headerAuthenticate = "WWW-Authenticate"
)

type exchangeKey struct{}

// around is what happens to every request, whatever becomes of it: its id, its
// span, its line in the log, and an answer that is a problem when it failed.
func (s *Server) around(c *fiber.Ctx, next func() error) error {
	s.inFlight.Start()
	defer s.inFlight.Done()
	x := s.newExchange(c)
	ctx := propagation.TraceContext{}.Extract(context.Background(), carrier{c})
	ctx, span := s.tracer.Start(ctx, x.method, trace.WithSpanKind(trace.SpanKindServer))
	defer span.End()
	c.SetUserContext(ctx)
	c.Locals(exchangeKey{}, x)
	if err := s.safely(ctx, x, next); err != nil {
		x.fail(err)
		write(c, s.refuse(x, err))
	}
	took := s.now().Sub(x.started)
	s.setHeaders(c, x, took)
	x.endBody(c)
	s.finish(ctx, span, x, c.Response().StatusCode(), took)
	return nil
}

// safely runs the rest and turns what Fiber or a panic says into an error of
// ours.
func (s *Server) safely(ctx context.Context, x *exchange, next func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			s.log.ErrorContext(ctx, "request panicked", "request_id", x.id, "operation", x.operation(),
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

// fiberError is what Fiber refuses by itself, before or beside our table.
func fiberError(status int) error {
	switch status {
	case fiber.StatusNotFound:
		return &canonical.Error{Code: canonical.NotFound, Message: "Nothing stands under this path."}
	case fiber.StatusMethodNotAllowed:
		return &canonical.Error{Code: canonical.MethodNotAllowed, Message: "This path exists with other methods; see the Allow header."}
	case fiber.StatusRequestEntityTooLarge:
		return &canonical.Error{Code: canonical.RequestTooLarge, Message: "The body exceeds this gateway's limit."}
	case fiber.StatusRequestHeaderFieldsTooLarge:
		return invalidRequest("The header is too large.")
	case fiber.StatusRequestTimeout:
		return invalidRequest("The request did not arrive whole in time.")
	}
	return invalidRequest("The request is not well-formed HTTP.")
}

// newExchange notes what is known of every request, also of one that no endpoint
// takes.
func (s *Server) newExchange(c *fiber.Ctx) *exchange {
	x := &exchange{started: s.now(), method: c.Method(), path: c.Path(), id: c.Get(headerRequestID)}
	if !slices.Contains(fiber.DefaultMethods, x.method) {
		x.method = "_OTHER" // as the semantic conventions have it; callers may write anything
	}
	if !saneID(x.id) {
		x.id = newRequestID()
	}
	return x
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

// fail notes why the exchange failed.
func (x *exchange) fail(err error) {
	e := canonical.AsError(err)
	x.code, x.outcome, x.cause = e.Info().Code, e.HowFar(), e.Why()
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
func (s *Server) setHeaders(c *fiber.Ctx, x *exchange, took time.Duration) {
	h := &c.Response().Header
	h.Set(headerRequestID, x.id)
	h.Set(headerTiming, "vendor;dur="+milliseconds(x.vendorTime)+", gateway;dur="+milliseconds(took-x.vendorTime))
	if x.connection != "" {
		h.Set(headerConnection, x.connection)
	}
	if g := x.generation(); g != 0 {
		h.Set(headerGeneration, strconv.FormatInt(g, 10))
	}
	if x.replayed {
		h.Set(headerReplayed, "true")
	}
	for name, value := range x.quota {
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
func (s *Server) finish(ctx context.Context, span trace.Span, x *exchange, status int, took time.Duration) {
	route := ""
	if x.endpoint != nil {
		route = x.endpoint.path
	}
	if span.IsRecording() {
		s.describe(span, x, route, status)
	}
	s.logRequest(ctx, x, route, status, took)
	if s.options.Observe != nil {
		s.options.Observe(Finished{
			Operation: x.operation(), Connection: x.connection, Code: x.code, Limit: x.limit, Status: status,
			Duration: took, VendorTime: x.vendorTime, Span: span.SpanContext(),
		})
	}
}

// describe names the span and says how the request ended, by the OpenTelemetry
// semantic conventions 1.43. The path and the query they ask for stay out: people
// write data there.
func (s *Server) describe(span trace.Span, x *exchange, route string, status int) {
	attributes := append(make([]attribute.KeyValue, 0, 7), // of a success; a failure has more
		attribute.String("http.request.method", x.method), attribute.String("url.scheme", s.scheme()),
		attribute.Int("http.response.status_code", status), attribute.String("canongate.outcome", string(x.outcome)))
	if route != "" {
		span.SetName(x.method + " " + route)
		attributes = append(attributes, attribute.String("http.route", route), attribute.String("canongate.operation", x.operation()))
	}
	if g := x.generation(); g != 0 {
		attributes = append(attributes, attribute.Int64("canongate.generation", g))
	}
	if x.code != "" {
		attributes = append(attributes, attribute.String("canongate.code", string(x.code)))
	}
	if status >= http.StatusInternalServerError {
		attributes = append(attributes, attribute.String("error.type", string(x.code)))
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

func (s *Server) logRequest(ctx context.Context, x *exchange, route string, status int, took time.Duration) {
	level := slog.LevelInfo
	if status >= http.StatusInternalServerError {
		level = slog.LevelWarn
	}
	if !s.log.Enabled(ctx, level) {
		return
	}
	attributes := []slog.Attr{
		slog.String("trace_id", trace.SpanContextFromContext(ctx).TraceID().String()),
		slog.String("request_id", x.id), slog.String("method", x.method), slog.String("route", route),
		slog.String("operation", x.operation()), slog.String("connection", x.connection), slog.Int("status", status),
		slog.String("code", string(x.code)), slog.String("outcome", string(x.outcome)),
		slog.Float64("duration_ms", float64(took)/float64(time.Millisecond)),
		slog.Float64("vendor_ms", float64(x.vendorTime)/float64(time.Millisecond)),
		slog.Int64("generation", x.generation()),
	}
	if x.replayed { // then the code and the status are those of the first call
		attributes = append(attributes, slog.Bool("replayed", true))
	}
	if x.cause != "" && level == slog.LevelWarn {
		attributes = append(attributes, slog.String("cause", x.cause))
	}
	s.log.LogAttrs(ctx, level, "request", attributes...)
}

// carrier lets the propagator read the headers that name a trace.
type carrier struct{ c *fiber.Ctx }

// Get is a header of the request.
func (c carrier) Get(key string) string { return c.c.Get(key) }

// Set does nothing: a request is only read.
func (c carrier) Set(string, string) {}

// Keys are the headers that a propagator may ask for.
func (c carrier) Keys() []string { return []string{"traceparent", "tracestate"} }
