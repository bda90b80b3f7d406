package gateway

import (
	"encoding/json"
	"math"
	"net/http"
	"strconv"
	"time"

	"canongate/canonical"
	"canongate/gateway/auth"
	"canongate/gateway/openapi"
	"canongate/gateway/redact"
	"canongate/policies"
)

// problem is an error as callers see it: RFC 9457 with the members of
// canonical.md §4, in its order.
type problem struct {
	Type       string                  `json:"type" doc:"/problems/{code}, a page about this code."`
	Title      string                  `json:"title"`
	Status     int                     `json:"status"`
	Code       canonical.Code          `json:"code" doc:"Stable, for programs; GET /problems/{code} explains it."`
	Detail     string                  `json:"detail"`
	Instance   string                  `json:"instance,omitempty" doc:"The path of the request."`
	RequestID  string                  `json:"request_id"`
	Origin     canonical.Origin        `json:"origin" enum:"caller,gateway,network,vendor" doc:"Whose fault it is."`
	Outcome    canonical.Outcome       `json:"outcome" enum:"not_sent,unknown,answered" doc:"Whether the vendor may have acted."`
	Retryable  bool                    `json:"retryable" doc:"Whether sending the same request again can help without doing anything twice."`
	CustomerID string                  `json:"customer_id,omitempty" doc:"With customer_blocked: whom the vendor refuses."`
	PaymentID  string                  `json:"payment_id,omitempty" doc:"With payment_outcome_unknown: what to ask about."`
	Errors     []canonical.FieldError  `json:"errors,omitempty"`
	Vendor     *canonical.VendorDetail `json:"vendor,omitempty" doc:"What the vendor said; only with scope vendor:read."`
}

// problemOf makes the problem of an error, with all that is known. An error that
// is not canonical becomes internal_error without its text.
func (s *Server) problemOf(r *request, err error) problem {
	e := canonical.AsError(err)
	info := e.Info()
	p := problem{
		Type: "/problems/" + string(info.Code), Title: info.Title, Status: info.Status, Code: info.Code,
		Detail: e.Message, Instance: r.path, RequestID: r.id,
		Origin: e.WhoseFault(), Outcome: e.HowFar(), Retryable: e.Retryable(r.effect()), Errors: e.Fields,
	}
	if p.Detail == "" {
		p.Detail = info.Help
	}
	if e.Customer != nil {
		p.CustomerID = s.sealFor(r, e.Connection, e.Customer)
	}
	if e.Payment != nil {
		p.PaymentID = s.sealFor(r, e.Connection, e.Payment)
	}
	p.Vendor = vendorDetail(e)
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

func vendorDetail(e *canonical.Error) *canonical.VendorDetail {
	v := e.Vendor
	if v == (canonical.VendorDetail{}) {
		return nil
	}
	v.Connection = e.Connection
	v.Code = redact.Text(v.Code)
	v.Message = canonical.Personal(redact.Text(string(v.Message)))
	v.RequestID = redact.Visible(v.RequestID)
	return &v
}

// refuse renders an error as this caller may see it.
func (s *Server) refuse(r *request, err error) policies.Answer {
	return s.renderProblem(r, err).For(r.may)
}

// renderProblem renders an error with and without what the vendor said.
func (s *Server) renderProblem(r *request, err error) policies.Answer {
	p := s.problemOf(r, err)
	header := http.Header{"Content-Type": {openapi.ProblemType}}
	if wait := waitOf(canonical.AsError(err)); wait > 0 && p.Retryable {
		header.Set(openapi.HeaderRetryAfter, wholeSeconds(wait))
	}
	if p.Code == canonical.Unauthenticated && r.endpoint != nil && r.endpoint.scope != "" {
		header.Set(openapi.HeaderAuthenticate, `Bearer realm="canongate"`)
	}
	answer := policies.Answer{Status: p.Status, Header: header, Body: p.text()}
	if p.Vendor != nil {
		p.Vendor = nil
		answer.Scope, answer.Masked = auth.ScopeReadVendor, p.text()
	}
	return answer
}

func (p *problem) text() []byte {
	body, err := json.Marshal(p)
	if err != nil {
		// Only ids can fail to marshal, and a problem holds none.
		return []byte(`{"type":"/problems/internal_error","status":500,"code":"internal_error"}`)
	}
	return body
}

// unknownWait is the Retry-After of a problem where waiting helps and no time is
// known.
const unknownWait = 30 * time.Second

func waitOf(e *canonical.Error) time.Duration {
	if e.RetryAfter <= 0 && e.Info().Retry == canonical.RetryLater {
		return unknownWait
	}
	return e.RetryAfter
}

// wholeSeconds rounds up: who comes back earlier is refused again.
func wholeSeconds(d time.Duration) string {
	return strconv.FormatInt(int64(math.Ceil(d.Seconds())), 10)
}

// storedCode is the code of a problem that was rendered before, for the log; ""
// when the body is none.
func storedCode(answer policies.Answer) canonical.Code {
	var p struct{ Code canonical.Code }
	_ = json.Unmarshal(answer.Body, &p) // no code is an answer too
	return p.Code
}
