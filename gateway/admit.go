package gateway

import (
	"context"
	"net/http"
	"time"

	"canongate/canonical"
	"canongate/gateway/auth"
	"canongate/policies"

	"github.com/gofiber/fiber/v2"
)

// admit lets a request in: a known caller, within its rate, with the scopes it
// needs, with headers that can be used. The context ends with the caller's
// Request-Timeout; cancel is never nil.
func (s *Server) admit(ctx context.Context, x *exchange) (_ context.Context, cancel context.CancelFunc, err error) {
	cancel = func() {}
	if x.endpoint.scope != "" {
		if ctx, err = s.identify(ctx, x); err != nil {
			return ctx, cancel, err
		}
	} else {
		ctx = s.startSpan(ctx, x, false)
	}
	if x.effect().NeedsKey() {
		if err := checkKey(x.key); err != nil {
			return ctx, cancel, err
		}
	}
	if text := x.from.header(headerTimeout); text != "" {
		d, err := parseTimeout(text)
		if err != nil {
			return ctx, cancel, err
		}
		ctx, cancel = context.WithTimeout(ctx, d)
	}
	return ctx, cancel, nil
}

// identify finds the caller, joins its trace, and holds it to its rate and scopes.
func (s *Server) identify(ctx context.Context, x *exchange) (context.Context, error) {
	caller, err := x.state.Auth.Authenticate(ctx, x.from.header(fiber.HeaderAuthorization))
	if err != nil {
		return ctx, err
	}
	x.caller = caller
	ctx = s.startSpan(ctx, x, true)
	if err := s.limit(ctx, x); err != nil {
		return ctx, err
	}
	if !caller.May(x.endpoint.scope) {
		return ctx, permissionDenied(x.endpoint.scope)
	}
	if x.asked != "" && !caller.May(auth.ScopeChooseConnection) {
		return ctx, permissionDenied(auth.ScopeChooseConnection)
	}
	return ctx, nil
}

// parseTimeout reads Request-Timeout: seconds, or a duration such as 500ms.
func parseTimeout(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	if err != nil {
		d, err = time.ParseDuration(text + "s")
	}
	if err != nil || d <= 0 {
		return 0, invalidRequest("A header cannot be used.", canonical.FieldError{
			Pointer: headerTimeout, Code: canonical.FieldInvalid, Detail: "must be seconds, or a duration such as 500ms, greater than 0",
		})
	}
	return d, nil
}

// succeed notes that the exchange was answered, by a vendor or without one.
func (x *exchange) succeed(answer policies.Answer) {
	x.outcome = canonical.NotSent
	if x.vendorTime > 0 {
		x.outcome = canonical.Answered
	}
	if answer.Status >= http.StatusBadRequest {
		x.code = storedCode(answer)
	}
}

func unsupportedEncoding() error {
	return &canonical.Error{
		Code: canonical.UnsupportedMediaType, Origin: canonical.OriginCaller,
		Message: "Send the body without a Content-Encoding.",
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
