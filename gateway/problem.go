package gateway

import (
	"encoding/json"
	"math"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"canongate/canonical"
	"canongate/gateway/auth"
	"canongate/policies"
)

const problemType = "application/problem+json"

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
func (s *Server) problemOf(x *exchange, err error) problem {
	e := canonical.AsError(err)
	info := e.Info()
	p := problem{
		Type: "/problems/" + string(info.Code), Title: info.Title, Status: info.Status, Code: info.Code,
		Detail: e.Message, Instance: x.path, RequestID: x.id,
		Origin: e.WhoseFault(), Outcome: e.HowFar(), Retryable: e.Retryable(x.effect()), Errors: e.Fields,
	}
	if p.Detail == "" {
		p.Detail = info.Help
	}
	if e.Customer != nil {
		p.CustomerID = s.sealFor(x, e.Connection, e.Customer)
	}
	if e.Payment != nil {
		p.PaymentID = s.sealFor(x, e.Connection, e.Payment)
	}
	p.Vendor = vendorDetail(e)
	return p
}

// sealFor is the sealed form of an id in an error; "" where it cannot be sealed,
// because an error without its id is better than none.
func (s *Server) sealFor(x *exchange, connection string, id canonical.Sealable) string {
	if id.Sealed() != "" || x.caller == nil || connection == "" {
		return id.Sealed()
	}
	sealed, err := s.ids.Seal(id.Kind(), x.caller.Tenant, connection, id.Keys())
	if err != nil {
		return ""
	}
	return sealed
}

// longNumbers are nine digits and more, of any script, also in groups: card,
// account and identity numbers that a vendor may quote.
var longNumbers = regexp.MustCompile(`\p{Nd}(?:[\s./-]?\p{Nd}){8,}`)

// maxVendorMessage bounds what is passed on of a vendor's text, in bytes.
const maxVendorMessage = 1024

func vendorDetail(e *canonical.Error) *canonical.VendorDetail {
	v := e.Vendor
	if v == (canonical.VendorDetail{}) {
		return nil
	}
	v.Connection = e.Connection
	v.Code = masked(v.Code)
	v.Message = canonical.Personal(masked(string(v.Message)))
	return &v
}

// masked first makes the text whole: bytes that are left out later could join
// two short numbers.
func masked(text string) string {
	text = strings.ToValidUTF8(text, "")
	text = longNumbers.ReplaceAllString(text, "[number]")
	if len(text) > maxVendorMessage {
		text = text[:maxVendorMessage]
	}
	return strings.ToValidUTF8(text, "")
}

// refuse renders an error as this caller may see it.
func (s *Server) refuse(x *exchange, err error) policies.Answer {
	return s.renderProblem(x, err).For(x.may)
}

// renderProblem renders an error with and without what the vendor said.
func (s *Server) renderProblem(x *exchange, err error) policies.Answer {
	p := s.problemOf(x, err)
	header := http.Header{"Content-Type": {problemType}}
	if wait := waitOf(canonical.AsError(err)); wait > 0 {
		header.Set(headerRetryAfter, wholeSeconds(wait))
	}
	if p.Code == canonical.Unauthenticated && x.endpoint != nil && x.endpoint.scope != "" {
		header.Set(headerAuthenticate, `Bearer realm="canongate"`)
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

// unknownWait is what callers are told where waiting helps and nobody said how
// long: the code's own page sends them to Retry-After.
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
