// Package problem is an error as callers see it: RFC 9457 with the members of
// canonical.md §4, and the page about each code.
package problem

import (
	"encoding/json"
	"time"

	"canongate/canonical"
	"canongate/gateway/redact"
)

// Problem has the members in the order of canonical.md.
type Problem struct {
	Type       string                  `json:"type" doc:"/problems/{code}, a page about this code."`
	Title      string                  `json:"title" doc:"What went wrong, the same for every occurrence of the code."`
	Status     int                     `json:"status" doc:"The HTTP status."`
	Code       canonical.Code          `json:"code" doc:"Stable, for programs; GET /problems/{code} explains it."`
	Detail     string                  `json:"detail" doc:"What went wrong this time, safe to show."`
	Instance   string                  `json:"instance,omitempty" doc:"The path of the request."`
	RequestID  string                  `json:"request_id" doc:"The id to quote; the header Request-Id has it too."`
	Origin     canonical.Origin        `json:"origin" enum:"caller,gateway,network,vendor" doc:"Whose fault it is."`
	Outcome    canonical.Outcome       `json:"outcome" enum:"not_sent,unknown,answered" doc:"Whether the vendor may have acted."`
	Retryable  bool                    `json:"retryable" doc:"Whether sending the same request again can help without doing anything twice."`
	CustomerID string                  `json:"customer_id,omitempty" doc:"With customer_blocked: whom the vendor refuses. With already_exists: who it is, where that is known."`
	PaymentID  string                  `json:"payment_id,omitempty" doc:"With payment_outcome_unknown: what to ask about."`
	Errors     []canonical.FieldError  `json:"errors,omitempty" doc:"Each mistake in the request."`
	Vendor     *canonical.VendorDetail `json:"vendor,omitempty" doc:"What the vendor said; only with scope vendor:read."`
}

// Of makes the problem of an error, with all that is known but the ids. An error
// that is not canonical becomes internal_error without its text.
func Of(err error, path, requestID string, effect canonical.Effect) Problem {
	e := canonical.AsError(err)
	info := e.Info()
	p := Problem{
		Type: "/problems/" + string(info.Code), Title: info.Title, Status: info.Status, Code: info.Code,
		Detail: e.Message, Instance: path, RequestID: requestID,
		Origin: e.WhoseFault(), Outcome: e.HowFar(), Retryable: e.Retryable(effect), Errors: e.Fields,
		Vendor: vendorDetail(e),
	}
	if p.Detail == "" {
		p.Detail = info.Help
	}
	return p
}

func vendorDetail(e *canonical.Error) *canonical.VendorDetail {
	v := e.Vendor
	if v == (canonical.VendorDetail{}) {
		return nil
	}
	v.Connection = e.Connection
	v.Code = redact.Text(v.Code)
	v.Type = redact.Text(v.Type)
	for _, text := range []*canonical.Personal{&v.Message, &v.Location, &v.MoreInfo} {
		*text = canonical.Personal(redact.Text(string(*text)))
	}
	v.RequestID = redact.Visible(v.RequestID)
	return &v
}

// Text is the problem in JSON.
func (p *Problem) Text() []byte {
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

// RetryAfter is how long to wait; 0: nobody knows, or waiting does not help.
func RetryAfter(e *canonical.Error) time.Duration {
	if e.RetryAfter <= 0 && e.Info().Retry == canonical.RetryLater {
		return unknownWait
	}
	return e.RetryAfter
}

// StoredCode is the code of a problem that was rendered before, for the log; ""
// when the body is none.
func StoredCode(body []byte) canonical.Code {
	var p struct{ Code canonical.Code }
	_ = json.Unmarshal(body, &p) // no code is an answer too
	return p.Code
}
