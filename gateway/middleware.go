package gateway

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strconv"
	"time"

	"canongate/canonical"
	"canongate/gateway/openapi"
	"canongate/gateway/schema"
	"canongate/gateway/telemetry"
	"canongate/policies"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
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
		s.startSpan(c.UserContext(), r, telemetry.TraceHeaders{})
	}
	ctx := trace.ContextWithSpan(c.UserContext(), r.span)
	took := s.now().Sub(r.started)
	s.setHeaders(c, r, took)
	r.endBody(c)
	s.finish(ctx, r, c.Response().StatusCode(), took)
	if r.after != nil {
		r.after()
	}
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
			s.logOf(r).ErrorContext(ctx, "request panicked", "request_id", r.id, "operation", r.operation(),
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
	case fiber.StatusHTTPVersionNotSupported:
		return schema.InvalidRequest("This server speaks HTTP/1.1.")
	}
	return schema.InvalidRequest("The request is not well-formed HTTP.")
}

// newRequest notes what is known of any request, also of one without an endpoint.
func (s *Server) newRequest(c *fiber.Ctx) *request {
	r := &request{started: s.now(), method: c.Method(), path: c.Path(), id: schema.RequestID(c.Get(schema.HeaderRequestID))}
	if !slices.Contains(fiber.DefaultMethods, r.method) {
		r.method = "_OTHER" // as the semantic conventions have it; callers may write anything
	}
	return r
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

// The names of the headers that answers have, as fasthttp writes them: it need not find
// that out for each answer.
var (
	requestIDHeader   = fasthttp.AppendNormalizedHeaderKey(nil, schema.HeaderRequestID)
	timingHeader      = fasthttp.AppendNormalizedHeaderKey(nil, openapi.HeaderTiming)
	connectionHeader  = fasthttp.AppendNormalizedHeaderKey(nil, schema.HeaderConnection)
	generationHeader  = fasthttp.AppendNormalizedHeaderKey(nil, openapi.HeaderGeneration)
	epochHeader       = fasthttp.AppendNormalizedHeaderKey(nil, schema.HeaderEpoch)
	replayedHeader    = fasthttp.AppendNormalizedHeaderKey(nil, openapi.HeaderReplayed)
	limitHeader       = fasthttp.AppendNormalizedHeaderKey(nil, openapi.HeaderLimit)
	limitPolicyHeader = fasthttp.AppendNormalizedHeaderKey(nil, openapi.HeaderLimitPolicy)
)

// setHeaders gives every answer its headers.
func (s *Server) setHeaders(c *fiber.Ctx, r *request, took time.Duration) {
	h := &c.Response().Header
	var room [128]byte
	value := room[:0] // of one header after the other
	set := func(name []byte, text string) { h.SetCanonical(name, append(value, text...)) }
	set(requestIDHeader, r.id)
	timing := append(appendMilliseconds(append(value, "vendor;dur="...), r.vendorTime), ", gateway;dur="...)
	h.SetCanonical(timingHeader, appendMilliseconds(timing, took-r.vendorTime))
	if r.connection != "" {
		set(connectionHeader, r.connection)
	}
	if g := r.generation(); g != 0 {
		h.SetCanonical(generationHeader, strconv.AppendInt(value, g, 10))
	}
	if epoch := s.options.Epoch; epoch != nil {
		h.SetCanonical(epochHeader, strconv.AppendInt(value, epoch(), 10))
	}
	if r.replayed {
		set(replayedHeader, "true")
	}
	if r.quota != "" {
		set(limitHeader, r.quota)
		set(limitPolicyHeader, r.quotaPolicy)
	}
	for i := range securityHeaders {
		if fixed := &securityHeaders[i]; len(h.PeekBytes(fixed[0])) == 0 {
			h.SetCanonical(fixed[0], fixed[1])
		}
	}
	if c.Context().IsTLS() {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
	if s.leaving.Load() || s.inFlight.Draining() {
		h.SetConnectionClose()
	}
}

// securityHeaders are set unless a page has set its own.
var securityHeaders = [...][2][]byte{
	{[]byte("Cache-Control"), []byte("no-store")},
	{[]byte("Content-Security-Policy"), []byte("default-src 'none'; frame-ancestors 'none'")},
	{[]byte("Referrer-Policy"), []byte("no-referrer")},
	{[]byte("X-Content-Type-Options"), []byte("nosniff")},
	{[]byte("X-Frame-Options"), []byte("DENY")},
}

func appendMilliseconds(b []byte, d time.Duration) []byte {
	return strconv.AppendFloat(b, float64(max(d, 0))/float64(time.Millisecond), 'f', 3, 64)
}
