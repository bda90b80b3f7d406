package tracebuffer

import (
	"slices"
	"time"

	"canongate/gateway/admin"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

// The attributes that a summary tells of.
const (
	routePathKey  = attribute.Key("http.route")
	statusKey     = attribute.Key("http.response.status_code")
	errorTypeKey  = attribute.Key("error.type")
	operationKey  = attribute.Key("canongate.operation")
	connectionKey = attribute.Key("canongate.connection")
	vendorKey     = attribute.Key("canongate.vendor")
	tenantKey     = attribute.Key("canongate.tenant")
	routeKey      = attribute.Key("canongate.route")
	generationKey = attribute.Key("canongate.generation")
	outcomeKey    = attribute.Key("canongate.outcome")
	credentialKey = attribute.Key("canongate.credential")
	requestKey    = attribute.Key("canongate.request_id")
	paymentKey    = attribute.Key("canongate.payment_id")
	journeyKey    = attribute.Key("canongate.journey")
	codeKey       = attribute.Key("canongate.code") // of a request that no call was made for as well
)

var _ admin.Traces = (*Buffer)(nil)

// List gives summaries of the ended traces that the filter lets through, the
// newest first.
func (b *Buffer) List(f admin.TraceFilter) []admin.TraceSummary {
	var kept []admin.TraceSummary
	for _, e := range b.ended() {
		if summary := e.summary(); f.Matches(&summary) {
			kept = append(kept, summary)
		}
	}
	slices.SortStableFunc(kept, func(a, b admin.TraceSummary) int { return b.StartedAt.Compare(a.StartedAt) })
	if f.Limit > 0 && len(kept) > f.Limit {
		kept = kept[:f.Limit]
	}
	return kept
}

// ended copies the entries of ended traces, so that reading them takes no lock.
func (b *Buffer) ended() []entry {
	b.mu.Lock()
	defer b.mu.Unlock()
	all := make([]entry, 0, b.ordinary.length+b.notable.length)
	for _, q := range []*queue{&b.ordinary, &b.notable} {
		for e := q.oldest; e != nil; e = e.newer {
			all = append(all, *e)
		}
	}
	return all
}

// Trace gives a whole trace, also one that goes on.
func (b *Buffer) Trace(id trace.TraceID) (admin.Trace, bool) {
	b.mu.Lock()
	kept, known := b.byID[id]
	var e entry
	if known {
		e = *kept
	}
	b.mu.Unlock()
	if !known {
		return admin.Trace{}, false
	}
	whole := admin.Trace{TraceSummary: e.summary(), DroppedSpans: e.dropped, Spans: make([]admin.Span, len(e.spans))}
	for i, span := range e.inOrder() {
		whole.Spans[i] = viewOf(span, whole.StartedAt)
	}
	return whole, true
}

// inOrder gives the spans in the order of their start. Of two that began at once,
// the one that ended later is the parent.
func (e *entry) inOrder() []sdktrace.ReadOnlySpan {
	spans := slices.Clone(e.spans)
	slices.Reverse(spans)
	slices.SortStableFunc(spans, func(a, b sdktrace.ReadOnlySpan) int { return a.StartTime().Compare(b.StartTime()) })
	return spans
}

// summary tells of the trace in a line. What several spans say, the last to
// begin says best: it was the last call.
func (e *entry) summary() admin.TraceSummary {
	s := admin.TraceSummary{TraceID: e.id.String(), SpanCount: len(e.spans)}
	var end time.Time
	for i, span := range e.inOrder() {
		if i == 0 {
			s.StartedAt, s.Name = span.StartTime().UTC(), span.Name()
		}
		if span.EndTime().After(end) {
			end = span.EndTime()
		}
		tell(&s, span)
	}
	s.DurationMS = milliseconds(end.Sub(s.StartedAt))
	return s
}

// tell adds to a summary what a span says. An attempt only counts: what it met is
// not how the call ended.
func tell(s *admin.TraceSummary, span sdktrace.ReadOnlySpan) {
	if span.SpanKind() == trace.SpanKindClient {
		s.Attempts++
		return
	}
	root := isLocalRoot(span)
	if root {
		s.Name, s.Error = span.Name(), span.Status().Code == codes.Error
	}
	if root || !s.Error {
		s.Code = "" // of a call before this one
	}
	texts := map[attribute.Key]*string{
		operationKey: &s.Operation, connectionKey: &s.Connection, vendorKey: &s.Vendor, tenantKey: &s.Tenant,
		credentialKey: &s.Credential, requestKey: &s.RequestID, paymentKey: &s.PaymentID, journeyKey: &s.Journey,
		routeKey: &s.Route, outcomeKey: &s.Outcome, errorTypeKey: &s.Code, codeKey: &s.Code,
	}
	for _, a := range span.Attributes() {
		switch text := texts[a.Key]; {
		case text != nil:
			*text = a.Value.AsString()
		case a.Key == generationKey:
			s.Generation = a.Value.AsInt64()
		case a.Key == statusKey && root:
			s.Status = int(a.Value.AsInt64())
		}
	}
}

func viewOf(span sdktrace.ReadOnlySpan, start time.Time) admin.Span {
	v := admin.Span{
		SpanID: span.SpanContext().SpanID().String(), Name: span.Name(), Kind: span.SpanKind().String(),
		StartMS: milliseconds(span.StartTime().Sub(start)), DurationMS: milliseconds(span.EndTime().Sub(span.StartTime())),
		Error: span.Status().Code == codes.Error, Reason: span.Status().Description, Attributes: values(span.Attributes()), Events: []admin.SpanEvent{},
	}
	if parent := span.Parent(); parent.IsValid() {
		v.ParentID = parent.SpanID().String()
	}
	for _, event := range span.Events() {
		v.Events = append(v.Events, admin.SpanEvent{
			Name: event.Name, AtMS: milliseconds(event.Time.Sub(start)), Attributes: values(event.Attributes),
		})
	}
	return v
}

func values(attributes []attribute.KeyValue) map[string]any {
	m := make(map[string]any, len(attributes))
	for _, a := range attributes {
		m[string(a.Key)] = a.Value.AsInterface()
	}
	return m
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
