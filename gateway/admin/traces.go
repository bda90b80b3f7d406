package admin

import (
	"slices"
	"time"

	"canongate/canonical"

	"go.opentelemetry.io/otel/trace"
)

// Traces are the recent traces in memory. Safe for concurrent use.
type Traces interface {
	// List gives the newest first.
	List(TraceFilter) []TraceSummary
	Trace(trace.TraceID) (Trace, bool)
}

// TraceFilter narrows a list; empty fields do not.
type TraceFilter struct {
	Operation  string
	Connection string
	Outcome    string   // one of traceOutcomes
	Tenants    []string // nil: all
	RequestID  string
	TraceID    string
	Tenant     string
	Credential string
	Code       string
	PaymentID  string
	Journey    string // what traces call a customer
	Min        time.Duration
	Limit      int // 0: all
}

// TraceSummary is one line about a trace. A trace of several calls tells of the
// last one.
type TraceSummary struct {
	TraceID    string    `json:"trace_id"`
	StartedAt  time.Time `json:"started_at"`
	DurationMS float64   `json:"duration_ms"`
	Name       string    `json:"name"`
	Operation  string    `json:"operation,omitempty"`
	Connection string    `json:"connection,omitempty"`
	Vendor     string    `json:"vendor,omitempty"`
	Tenant     string    `json:"tenant,omitempty"`
	Credential string    `json:"credential,omitempty"` // id of the caller's API key, or jwt
	RequestID  string    `json:"request_id,omitempty"`
	PaymentID  string    `json:"payment_id,omitempty"`
	Journey    string    `json:"journey,omitempty"` // one name for all calls about one customer
	Route      string    `json:"route,omitempty"`
	Generation int64     `json:"generation,omitempty"`
	Outcome    string    `json:"outcome,omitempty"`
	Code       string    `json:"code,omitempty"` // why it failed
	Status     int       `json:"status,omitempty"`
	Error      bool      `json:"error"`
	Attempts   int       `json:"attempts"`
	SpanCount  int       `json:"span_count"`
}

// Matches says whether the filter lets the summary through.
func (f TraceFilter) Matches(t *TraceSummary) bool {
	for _, wanted := range [...][2]string{
		{f.Operation, t.Operation}, {f.Connection, t.Connection}, {f.RequestID, t.RequestID}, {f.TraceID, t.TraceID},
		{f.Tenant, t.Tenant}, {f.Credential, t.Credential}, {f.Code, t.Code}, {f.PaymentID, t.PaymentID},
		{f.Journey, t.Journey},
	} {
		if wanted[0] != "" && wanted[0] != wanted[1] {
			return false
		}
	}
	return (f.Tenants == nil || slices.Contains(f.Tenants, t.Tenant)) &&
		(f.Outcome == "" || f.Outcome == t.Outcome || f.Outcome == outcomeOf(t)) &&
		t.DurationMS >= milliseconds(f.Min)
}

// The outcomes of a whole request, beside those that say how far a call got.
const (
	outcomeOK    = "ok"
	outcomeError = "error"
)

func outcomeOf(t *TraceSummary) string {
	if t.Error {
		return outcomeError
	}
	return outcomeOK
}

var traceOutcomes = []string{
	string(canonical.Answered), string(canonical.NotSent), string(canonical.Unknown), outcomeOK, outcomeError,
}

// Trace is a whole trace, its spans in the order of their start.
type Trace struct {
	TraceSummary
	Spans []Span `json:"spans"`
	// DroppedSpans is how many spans the trace had beyond those that are kept.
	DroppedSpans int `json:"dropped_spans,omitempty"`
}

// Span is one span; times count from the start of the trace.
type Span struct {
	SpanID     string         `json:"span_id"`
	ParentID   string         `json:"parent_id,omitempty"`
	Name       string         `json:"name"`
	Kind       string         `json:"kind"`
	StartMS    float64        `json:"start_ms"`
	DurationMS float64        `json:"duration_ms"`
	Error      bool           `json:"error"`
	Reason     string         `json:"reason,omitempty"` // of the error, in words for people
	Attributes map[string]any `json:"attributes"`
	Events     []SpanEvent    `json:"events"`
}

// SpanEvent is something that happened during a span.
type SpanEvent struct {
	Name       string         `json:"name"`
	AtMS       float64        `json:"at_ms"`
	Attributes map[string]any `json:"attributes"`
}

// maxPage bounds the pages of all lists, like those of the journal.
const maxPage = 200

func (s *server) listTraces(r *request) (answer, error) {
	values, err := r.query("operation", "connection", "outcome", "min_ms", "limit",
		"request_id", "trace_id", "tenant", "credential", "code", "payment_id", "customer_id")
	if err != nil {
		return answer{}, err
	}
	f := TraceFilter{
		Operation: values.Get("operation"), Connection: values.Get("connection"), Outcome: values.Get("outcome"), Tenants: r.operator.Tenants,
		RequestID: values.Get("request_id"), TraceID: values.Get("trace_id"), Tenant: values.Get("tenant"),
		Credential: values.Get("credential"), Code: values.Get("code"), PaymentID: values.Get("payment_id"),
	}
	if f.Outcome != "" && !slices.Contains(traceOutcomes, f.Outcome) {
		return answer{}, invalid("outcome", canonical.FieldInvalid, "must be answered, not_sent, unknown, ok or error")
	}
	least, err := number(values, "min_ms", 0, int(time.Hour/time.Millisecond))
	if err != nil {
		return answer{}, err
	}
	f.Min = time.Duration(least) * time.Millisecond
	if f.Limit, err = number(values, "limit", 1, 100_000); err != nil {
		return answer{}, err
	}
	if customer := values.Get("customer_id"); customer != "" {
		if f.Journey = s.journey(r, customer); f.Journey == "" {
			return ok(newList[TraceSummary](nil, ""))
		}
	}
	return ok(newList(s.Traces.List(f), ""))
}

// journey is what traces call a customer of a tenant that the operator sees.
func (s *server) journey(r *request, customer string) string {
	for _, t := range s.Tenants() {
		if r.operator.Sees(t.Name) {
			if name := s.Journey(t.Name, customer); name != "" {
				return name
			}
		}
	}
	return ""
}

func (s *server) getTrace(r *request) (answer, error) {
	if id, valid := traceID(r.PathValue("trace_id")); valid {
		if t, kept := s.Traces.Trace(id); kept && r.operator.Sees(t.Tenant) {
			return ok(t)
		}
	}
	return answer{}, notFound("No trace of this id is kept; only recent ones are.")
}
