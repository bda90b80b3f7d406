package gateway_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"canongate/canonical"
	"canongate/gateway"
	"canongate/policies"

	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
)

// TestX20WhoseTraceIsJoined sends a traceparent with each kind of request.
func TestX20WhoseTraceIsJoined(t *testing.T) {
	t.Parallel()
	const theirs = "0af7651916cd43dd8448eb211c80319c"
	parent := "00-" + theirs + "-b7ad6b7169203331-01"
	for name, c := range map[string]struct {
		method, path, key string
		parents           []string
		joined            bool
	}{
		"a known caller":          {"POST", "/v1/customers/lookup", allKey, []string{parent}, true},
		"one without the scope":   {"POST", "/v1/customers", readKey, []string{parent}, true},
		"a stranger":              {"POST", "/v1/customers/lookup", "nobody", []string{parent}, false},
		"nobody":                  {"POST", "/v1/customers/lookup", "", []string{parent}, false},
		"a probe":                 {"GET", "/livez", allKey, []string{parent}, false},
		"no path":                 {"GET", "/v1/nothing", allKey, []string{parent}, false},
		"a vendor's notification": {"POST", "/v1/inbound/" + bank + "/events", "", []string{parent}, false},
		"named twice":             {"POST", "/v1/customers/lookup", allKey, []string{parent, strings.Replace(parent, "0af7", "1af7", 1)}, false},
		"no traceparent":          {"POST", "/v1/customers/lookup", allKey, []string{"00-zz-01"}, false},
	} {
		recorder := tracetest.NewSpanRecorder()
		var inside context.Context
		r := newRig(t, func(r *rig, o *gateway.Options) {
			o.Tracer = trace.NewTracerProvider(trace.WithSpanProcessor(recorder)).Tracer("test")
			r.state.Connections[bank].Policy = func(ctx context.Context, _ *policies.Call, next policies.Next) error {
				inside = ctx
				return next(ctx)
			}
		})
		request := httptest.NewRequestWithContext(t.Context(), c.method, c.path, strings.NewReader(lookupBody))
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("Idempotency-Key", "K")
		if c.key != "" {
			request.Header.Set("Authorization", "Bearer "+c.key)
		}
		for _, p := range c.parents {
			request.Header.Add("traceparent", p)
		}
		r.do(t, request)
		spans := recorder.Ended()
		if len(spans) != 1 {
			t.Fatalf("%s: %d spans", name, len(spans))
		}
		if joined := spans[0].SpanContext().TraceID().String() == theirs; joined != c.joined || spans[0].Parent().IsValid() != c.joined {
			t.Errorf("%s: the trace is %s below %s", name, spans[0].SpanContext().TraceID(), spans[0].Parent().SpanID())
		}
		if inside != nil && spans[0].EndTime().Before(spans[0].StartTime()) {
			t.Errorf("%s: the span lasts from %v to %v", name, spans[0].StartTime(), spans[0].EndTime())
		}
	}
}

// TestX20SpansLastFromTheArrival wants a span to cover what came before its caller
// was known.
func TestX20SpansLastFromTheArrival(t *testing.T) {
	t.Parallel()
	arrived := time.Date(2030, 1, 1, 12, 0, 0, 0, time.UTC)
	recorder, clock := tracetest.NewSpanRecorder(), arrived
	r := newRig(t, func(_ *rig, o *gateway.Options) {
		o.Tracer = trace.NewTracerProvider(trace.WithSpanProcessor(recorder)).Tracer("test")
		o.Now = func() time.Time { defer func() { clock = clock.Add(time.Second) }(); return clock }
	})
	r.vendor.fail = &canonical.Error{Code: canonical.VendorRejected, Outcome: canonical.Answered}
	r.call(t, http.MethodPost, "/v1/customers/lookup", lookupBody)
	r.call(t, http.MethodPost, "/v1/customers/lookup", lookupBody, "Authorization: ")
	for _, span := range recorder.Ended() {
		if span.EndTime().Sub(span.StartTime()) < time.Second || span.StartTime().Before(arrived) {
			t.Errorf("%s lasts from %v to %v", span.Name(), span.StartTime(), span.EndTime())
		}
	}
}
