package gateway

import (
	"context"
	"net/http"
	"time"

	"canongate/canonical"
	"canongate/gateway/auth"
	"canongate/gateway/problem"
	"canongate/gateway/schema"
	"canongate/gateway/telemetry"
	"canongate/policies"

	"github.com/gofiber/fiber/v2"
)

// admit lets a request in by its head alone: a known caller, within its rate, with
// the scopes it needs, with headers that can be used. The context has the span.
func (s *Server) admit(ctx context.Context, r *request) (_ context.Context, err error) {
	if r.endpoint.scope != "" {
		if ctx, err = s.identify(ctx, r); err != nil {
			return ctx, err
		}
	} else {
		ctx = s.startSpan(ctx, r, telemetry.TraceHeaders{})
	}
	if r.endpoint.method != http.MethodGet && r.head.Length > s.bodyLimit(r.endpoint) {
		return ctx, fiberError(http.StatusRequestEntityTooLarge)
	}
	if r.effect().NeedsKey() {
		if err := schema.CheckKey(r.key); err != nil {
			return ctx, err
		}
		epoch, err := schema.Epoch(r.from.Header(schema.HeaderEpoch))
		if err != nil {
			return ctx, err
		}
		r.keyEpoch = epoch
	}
	r.timeout = s.requestTimeout(r)
	if text := r.from.Header(schema.HeaderTimeout); text != "" {
		d, err := schema.Timeout(text)
		if err != nil {
			return ctx, err
		}
		r.timeout = min(r.timeout, d)
	}
	return ctx, nil
}

// requestTimeout bounds a request at all connections together.
func (s *Server) requestTimeout(r *request) time.Duration {
	if r.operation() == canonical.UploadDocument.Name() {
		return s.options.Server.RequestTimeout.Or(2 * DefaultRequestTimeout)
	}
	return s.options.Server.RequestTimeout.Or(DefaultRequestTimeout)
}

// identify finds the caller, joins its trace, and holds it to its rate and scopes.
func (s *Server) identify(ctx context.Context, r *request) (context.Context, error) {
	caller, err := r.state.Auth.Authenticate(ctx, r.from.Header(fiber.HeaderAuthorization))
	if err != nil {
		return ctx, err
	}
	r.caller = caller
	ctx = s.startSpan(ctx, r, r.traceHeader)
	if err := s.limit(ctx, r); err != nil {
		return ctx, err
	}
	if !caller.May(r.endpoint.scope) {
		return ctx, permissionDenied(r.endpoint.scope)
	}
	if r.requested != "" && !caller.May(auth.ScopeChooseConnection) {
		return ctx, permissionDenied(auth.ScopeChooseConnection)
	}
	return ctx, nil
}

// succeed notes that the request was answered, by a vendor or without one.
func (r *request) succeed(answer policies.Answer) {
	r.outcome = canonical.NotSent
	if r.vendorTime > 0 {
		r.outcome = canonical.Answered
	}
	if answer.Status >= http.StatusBadRequest {
		r.code = problem.StoredCode(answer.Body)
	}
}

// allHeader copies the whole header of a request.
func allHeader(c *fiber.Ctx) http.Header {
	h := http.Header{}
	for name, value := range c.Request().Header.All() {
		h.Add(string(name), string(value))
	}
	return h
}

func permissionDenied(scope string) error {
	return &canonical.Error{
		Code: canonical.PermissionDenied, Origin: canonical.OriginCaller,
		Message: "The credential lacks the scope " + scope + ".",
	}
}
