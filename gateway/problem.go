package gateway

import (
	"net/http"

	"canongate/canonical"
	"canongate/gateway/auth"
	"canongate/gateway/openapi"
	"canongate/gateway/problem"
	"canongate/policies"

	"github.com/gofiber/fiber/v2"
)

// problemOf makes the problem of an error, with the ids that it names.
func (s *Server) problemOf(r *request, err error) problem.Problem {
	e := canonical.AsError(err)
	p := problem.Of(e, r.path, r.id, r.effect())
	if e.Customer != nil {
		p.CustomerID = s.sealFor(r, e.Connection, e.Customer)
	}
	if e.Payment != nil {
		p.PaymentID = s.sealFor(r, e.Connection, e.Payment)
	}
	return p
}

// sealFor is the sealed form of an id in an error; "" where it cannot be sealed,
// because an error without its id is better than none.
func (s *Server) sealFor(r *request, connection string, id canonical.Sealable) string {
	if id.Sealed() != "" || r.caller == nil || connection == "" {
		return id.Sealed()
	}
	sealed, err := s.ids.Seal(id.Kind(), r.caller.Tenant, connection, id.Keys())
	if err != nil {
		return ""
	}
	return sealed
}

// refuse renders an error as this caller may see it.
func (s *Server) refuse(r *request, err error) policies.Answer {
	return s.renderProblem(r, err).For(r.may)
}

// renderProblem renders an error with and without what the vendor said.
func (s *Server) renderProblem(r *request, err error) policies.Answer {
	p := s.problemOf(r, err)
	header := http.Header{"Content-Type": {openapi.ProblemType}}
	if wait := problem.RetryAfter(canonical.AsError(err)); wait > 0 && p.Retryable {
		header.Set(openapi.HeaderRetryAfter, wholeSeconds(wait))
	}
	if p.Code == canonical.Unauthenticated && r.endpoint != nil && r.endpoint.scope != "" {
		header.Set(openapi.HeaderAuthenticate, auth.Challenge("canongate", r.from.Header(fiber.HeaderAuthorization)))
	}
	answer := policies.Answer{Status: p.Status, Header: header, Body: p.Text()}
	if p.Vendor != nil {
		p.Vendor = nil
		answer.Scope, answer.Masked = auth.ScopeReadVendor, p.Text()
	}
	return answer
}
