package gateway

import (
	"context"
	"net/http"
	"time"

	"canongate/canonical"
	"canongate/policies"

	"github.com/gofiber/fiber/v2"
)

// admit lets a request in by its head alone: a known caller, within its rate,
// with the scopes it needs, with headers that can be used.
func (s *Server) admit(ctx context.Context, x *exchange) error {
	if x.endpoint.scope != "" {
		if err := s.identify(ctx, x); err != nil {
			return err
		}
	}
	if x.endpoint.method != http.MethodGet && x.head.Length > s.bodyLimit(x.endpoint) {
		return fiberError(http.StatusRequestEntityTooLarge)
	}
	if x.effect().NeedsKey() {
		if err := checkKey(x.key); err != nil {
			return err
		}
	}
	if text := x.from.header(headerTimeout); text != "" {
		d, err := parseTimeout(text)
		if err != nil {
			return err
		}
		x.timeout = d
	}
	return nil
}

// identify finds the caller and holds it to its rate and scopes.
func (s *Server) identify(ctx context.Context, x *exchange) error {
	caller, err := x.state.Auth.Authenticate(ctx, x.from.header(fiber.HeaderAuthorization))
	if err != nil {
		return unauthenticated()
	}
	x.caller = caller
	if err := s.limit(ctx, x); err != nil {
		return err
	}
	if !caller.May(x.endpoint.scope) {
		return permissionDenied(x.endpoint.scope)
	}
	if x.asked != "" && !caller.May(ScopeChooseConnection) {
		return permissionDenied(ScopeChooseConnection)
	}
	return nil
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
