package metrics_test

import (
	"context"
	"io"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"canongate/canonical"
	"canongate/cmd/canongate/internal/metrics"
	"canongate/gateway"
	"canongate/gateway/auth"
	"canongate/policies"
	"canongate/policies/rollout"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"go.opentelemetry.io/otel/trace"
)

// testMetrics is metrics with one connection in service.
type testMetrics struct {
	*metrics.Metrics
	registry *prometheus.Registry
	policies *policies.ConnectionPolicies
}

func newTestMetrics() *testMetrics {
	r := &testMetrics{registry: prometheus.NewRegistry()}
	r.Metrics = metrics.New(r.registry, []string{"lookup_customer", "create_payment"})
	r.policies = policiesOf("cdp-uae", r.Metrics)
	r.Serving(map[string]*policies.ConnectionPolicies{"cdp-uae": r.policies}, []string{"acme"})
	return r
}

func policiesOf(connection string, observer policies.Observer) *policies.ConnectionPolicies {
	return policies.Standard(policies.Options{
		Connection: connection, Vendor: "cdp", Observer: observer,
		Limits: policies.Limits{Rate: &policies.RateOptions{Limit: 50, Per: policies.Duration(time.Second)}},
	})
}

// scrape gives the metrics as OpenMetrics text.
func (r *testMetrics) scrape(t *testing.T) string {
	t.Helper()
	w, q := httptest.NewRecorder(), httptest.NewRequest("GET", "/metrics", nil)
	q.Header.Set("Accept", "application/openmetrics-text; version=1.0.0")
	promhttp.HandlerFor(r.registry, promhttp.HandlerOpts{EnableOpenMetrics: true}).ServeHTTP(w, q)
	text, err := io.ReadAll(w.Result().Body)
	if err != nil || w.Code != 200 {
		t.Fatalf("scrape: %d, %v: %s", w.Code, err, text)
	}
	return string(text)
}

// wants holds the metrics to lines, whole or without their exemplar.
func (r *testMetrics) wants(t *testing.T, lines ...string) {
	t.Helper()
	text := r.scrape(t)
	for _, line := range lines {
		if !strings.Contains(text, "\n"+line+"\n") && !strings.Contains(text, "\n"+line+" # ") {
			t.Errorf("no line %q in\n%s", line, text)
		}
	}
}

func TestWhatIsCounted(t *testing.T) {
	t.Parallel()
	r := newTestMetrics()
	r.Finished(gateway.Finished{Operation: "lookup_customer", Connection: "cdp-uae", Tenant: "acme", Duration: 30 * time.Millisecond, VendorTime: 28 * time.Millisecond})
	r.Finished(gateway.Finished{Operation: "lookup_customer", Tenant: "of a token", Code: canonical.RateLimited, Limit: auth.OwnLimit, Duration: time.Millisecond})
	r.Finished(gateway.Finished{Operation: "lookup_customer", Code: canonical.VendorUnavailable, Limit: "body_budget", Duration: time.Millisecond})
	r.Finished(gateway.Finished{Operation: "lookup_customer", Connection: "cdp-uae", Code: canonical.RateLimited, Duration: time.Millisecond})
	r.Finished(gateway.Finished{Code: canonical.NotFound})
	r.Finished(gateway.Finished{}) // a probe
	r.Attempt(trace.SpanContext{}, "cdp-uae", "lookup_customer", "", time.Second)
	r.Attempt(trace.SpanContext{}, "cdp-uae", "lookup_customer", canonical.VendorTimeout, 20*time.Second)
	r.Retried("cdp-uae", "lookup_customer", canonical.VendorTimeout)
	r.Limited("cdp-uae", "create_payment", policies.LimitQuota)
	r.SpansExported(7)
	r.SpansDropped("queue_full", 2)
	r.EventRefused("cdp-uae", "wrong_signature")
	r.EventRefused("made-up-by-a-stranger", "unknown_connection")
	r.EventRefused("another", "unknown_connection")
	r.wants(t,
		`canongate_request_duration_seconds_count{code="ok",connection="cdp-uae",operation="lookup_customer"} 1`,
		`canongate_request_duration_seconds_count{code="rate_limited",connection="none",operation="lookup_customer"} 1`,
		`canongate_request_duration_seconds_count{code="not_found",connection="none",operation="none"} 1`,
		`canongate_requests_total{code="ok",connection="cdp-uae",operation="lookup_customer",tenant="acme"} 1.0`,
		`canongate_requests_total{code="rate_limited",connection="none",operation="lookup_customer",tenant="other"} 1.0`,
		`canongate_requests_total{code="not_found",connection="none",operation="none",tenant="none"} 1.0`,
		`canongate_request_added_latency_seconds_bucket{connection="cdp-uae",operation="lookup_customer",le="0.001"} 1`,
		`canongate_request_added_latency_seconds_bucket{connection="cdp-uae",operation="lookup_customer",le="0.0025"} 2`,
		`canongate_vendor_attempt_duration_seconds_sum{code="vendor_timeout",connection="cdp-uae",operation="lookup_customer"} 20.0`,
		`canongate_vendor_retries_total{code="vendor_timeout",connection="cdp-uae",operation="lookup_customer"} 1.0`,
		`canongate_limit_rejections_total{connection="none",limit="caller",operation="lookup_customer"} 1.0`,
		`canongate_limit_rejections_total{connection="none",limit="body_budget",operation="lookup_customer"} 1.0`,
		`canongate_limit_rejections_total{connection="cdp-uae",limit="vendor_quota",operation="create_payment"} 1.0`,
		`canongate_trace_spans_exported_total 7.0`,
		`canongate_trace_spans_dropped_total{reason="queue_full"} 2.0`,
		`canongate_inbound_refused_total{connection="cdp-uae",reason="wrong_signature"} 1.0`,
		`canongate_inbound_refused_total{connection="other",reason="unknown_connection"} 2.0`,
	)
	if text := r.scrape(t); strings.Contains(text, `code="ok",connection="none"`) {
		t.Error("a probe is counted as a request")
	}
}

// TestLabelsAreBounded throws names at the metrics that no table holds, as a
// defect elsewhere might.
func TestLabelsAreBounded(t *testing.T) {
	t.Parallel()
	r := newTestMetrics()
	before := strings.Count(r.scrape(t), "\n")
	for i := range 5000 {
		junk := "junk-" + strconv.Itoa(i)
		r.Finished(gateway.Finished{Operation: junk, Connection: junk, Code: canonical.Code(junk)})
		r.Attempt(trace.SpanContext{}, junk, junk, canonical.Code(junk), time.Second)
		r.Retried(junk, junk, canonical.Code(junk))
		r.Limited(junk, junk, policies.LimitQuota)
		r.Breaker(junk, junk, policies.BreakerOpen)
		r.Unmapped("cdp", "members."+strings.Repeat("x", i%100)+strconv.Itoa(i))
		r.Unmapped("cdp", "Rashid Invented <rashid@example.invalid>, "+junk)
	}
	text := r.scrape(t)
	if strings.Contains(text, "junk") || strings.Contains(text, "Rashid") {
		t.Error("a name from outside became a label")
	}
	if added := strings.Count(text, "\n") - before; added > 400 {
		t.Errorf("%d lines were added; the sets are not closed", added)
	}
	r.wants(t,
		`canongate_request_duration_seconds_count{code="internal_error",connection="other",operation="other"} 5000`,
		`canongate_limit_rejections_total{connection="other",limit="vendor_quota",operation="other"} 5000.0`,
	)
}

func TestUnmappedTellsTheFirstOfEachField(t *testing.T) {
	t.Parallel()
	r := newTestMetrics()
	for i, c := range []struct {
		vendor, field string
		first         bool
	}{
		{"cdp", "customer_status", true}, {"cdp", "customer_status", false},
		{"citi", "customer_status", true}, {"cdp", "kyc.risk", true}, {"cdp", "kyc.risk", false},
	} {
		if first := r.Unmapped(c.vendor, c.field); first != c.first {
			t.Errorf("%d: %s %s: first %v", i, c.vendor, c.field, first)
		}
	}
	r.wants(t, `canongate_vendor_unmapped_total{field="customer_status",vendor="cdp"} 2.0`)
}

func TestA7OtherSubjectsTellTheFirstOfEachOperation(t *testing.T) {
	t.Parallel()
	r := newTestMetrics()
	for i, c := range []struct {
		connection, operation string
		first                 bool
	}{
		{"temenos-eu", "list_requirements", true}, {"temenos-eu", "list_requirements", false},
		{"temenos-eu", "create_customer", true}, {"citi-in", "list_requirements", true}, {"citi-in", "list_requirements", false},
	} {
		if first := r.OtherSubject(c.connection, c.operation); first != c.first {
			t.Errorf("%d: %s %s: first %v", i, c.connection, c.operation, first)
		}
	}
	r.wants(t, `canongate_other_subject_answers_total{connection="temenos-eu",operation="list_requirements"} 2.0`)
}

func TestExemplarsNameSampledTraces(t *testing.T) {
	t.Parallel()
	r := newTestMetrics()
	span := func(id byte, flags trace.TraceFlags) trace.SpanContext {
		return trace.NewSpanContext(trace.SpanContextConfig{TraceID: trace.TraceID{id}, SpanID: trace.SpanID{1}, TraceFlags: flags})
	}
	r.Finished(gateway.Finished{Operation: "lookup_customer", Connection: "cdp-uae", Duration: time.Second, Span: span(0xab, trace.FlagsSampled)})
	r.Attempt(span(0xcd, trace.FlagsSampled), "cdp-uae", "lookup_customer", "", time.Second)
	r.Finished(gateway.Finished{Operation: "lookup_customer", Connection: "cdp-uae", Duration: time.Minute, Span: span(0xef, 0)})
	text := r.scrape(t)
	for _, id := range []string{"ab", "cd"} {
		if !strings.Contains(text, `# {trace_id="`+id+strings.Repeat("00", 15)+`"} 1.0`) {
			t.Errorf("no exemplar of trace %s… in\n%s", id, text)
		}
	}
	if strings.Contains(text, `trace_id="ef`) {
		t.Error("an exemplar names a trace that nobody exported")
	}
	r.Finished(gateway.Finished{Operation: "lookup_customer", Connection: "cdp-uae", Code: canonical.VendorError, Span: span(0x11, trace.FlagsSampled)})
	r.Finished(gateway.Finished{Operation: "lookup_customer", Connection: "cdp-uae", Span: span(0x22, trace.FlagsSampled)})
	r.Finished(gateway.Finished{Operation: "lookup_customer", Connection: "cdp-uae", Span: span(0x33, trace.FlagsSampled)})
	if text := r.scrape(t); !strings.Contains(text, `trace_id="11`) || strings.Contains(text, `trace_id="33`) {
		t.Error("an error gives no exemplar, or every success gives one")
	}
}

func TestStateIsLookedUp(t *testing.T) {
	t.Parallel()
	r := newTestMetrics()
	if err := r.policies.Force("lookup_customer", policies.BreakerOpen); err != nil {
		t.Fatal(err)
	}
	r.policies.SetState(policies.Draining)
	r.wants(t,
		`canongate_breaker_state{connection="cdp-uae",operation="lookup_customer",state="open"} 1.0`,
		`canongate_breaker_state{connection="cdp-uae",operation="lookup_customer",state="closed"} 0.0`,
		`canongate_breaker_forced{connection="cdp-uae",operation="lookup_customer"} 1.0`,
		`canongate_breaker_transitions_total{connection="cdp-uae",operation="lookup_customer",state="open"} 1.0`,
		`canongate_connection_state{connection="cdp-uae",state="draining",vendor="cdp"} 1.0`,
		`canongate_connection_state{connection="cdp-uae",state="enabled",vendor="cdp"} 0.0`,
		`canongate_vendor_quota_limit_calls{connection="cdp-uae"} 50.0`,
		`canongate_vendor_quota_remaining_calls{connection="cdp-uae"} 50.0`,
		`canongate_connection_in_flight_calls{connection="cdp-uae"} 0.0`,
	)
}

func TestAReloadForgetsWhatItTookAway(t *testing.T) {
	t.Parallel()
	r := newTestMetrics()
	r.Finished(gateway.Finished{Operation: "lookup_customer", Connection: "cdp-uae", Tenant: "acme"})
	r.Finished(gateway.Finished{Operation: "lookup_customer", Tenant: "acme"})
	r.Limited("cdp-uae", "lookup_customer", policies.LimitConcurrency)
	r.Serving(map[string]*policies.ConnectionPolicies{"cdp-2": policiesOf("cdp-2", r.Metrics)}, []string{"globex"})
	if text := r.scrape(t); strings.Contains(text, "cdp-uae") || strings.Contains(text, "acme") || !strings.Contains(text, "cdp-2") {
		t.Errorf("the connections of the generation before are still there:\n%s", text)
	}
	r.Finished(gateway.Finished{Operation: "lookup_customer", Connection: "cdp-uae"}) // was in flight
	r.wants(t, `canongate_request_duration_seconds_count{code="ok",connection="other",operation="lookup_customer"} 1`)
}

// TestRegistered covers what is registered for the program as a whole.
func TestRegistered(t *testing.T) {
	t.Parallel()
	r := newTestMetrics()
	metrics.RegisterBuild(r.registry, "v1", "c0ffee")
	metrics.RegisterLimitStore(r.registry, func() bool { return true })
	metrics.RegisterConfiguration(r.registry, fixed{})
	r.wants(t, `canongate_configuration_generation 3.0`, `canongate_configuration_reload_refused 1.0`, `canongate_limit_store_up 0.0`,
		`canongate_configuration_loaded_timestamp_seconds 1.7e+09`, `canongate_configuration_info{hash="c0ffee"} 1.0`,
		`canongate_configuration_file_differs 1.0`, `canongate_configuration_rolled_back 0.0`)
}

// fixed is a configuration whose last reload failed.
type fixed struct{}

func (fixed) InService() (int64, string, time.Time) { return 3, "c0ffee", time.Unix(1_700_000_000, 0) }
func (fixed) Disk(context.Context) (bool, bool)     { return true, false }
func (fixed) Refused() bool                         { return true }

// BenchmarkFinished is what one request costs.
func BenchmarkFinished(b *testing.B) {
	sampled := trace.NewSpanContext(trace.SpanContextConfig{TraceID: trace.TraceID{1}, SpanID: trace.SpanID{1}, TraceFlags: trace.FlagsSampled})
	for name, span := range map[string]trace.SpanContext{"unsampled": {}, "sampled": sampled} {
		b.Run(name, func(b *testing.B) {
			r := newTestMetrics()
			f := gateway.Finished{Operation: "lookup_customer", Connection: "cdp-uae", Duration: time.Millisecond, Span: span}
			b.ReportAllocs()
			for b.Loop() {
				r.Finished(f)
			}
		})
	}
}

// TestRollouts shows each state, so that an alert sees one come.
func TestRollouts(t *testing.T) {
	t.Parallel()
	r := newTestMetrics()
	plan := rollout.Plan{Route: "uae", Connection: "second", Steps: []int{5, 25}, Step: 1, State: rollout.Running}
	metrics.RegisterRollouts(r.registry, func() []rollout.Plan { return []rollout.Plan{plan} })
	r.wants(t, `canongate_rollout_state{connection="second",route="uae",state="running"} 1.0`,
		`canongate_rollout_state{connection="second",route="uae",state="put_back"} 0.0`, `canongate_rollout_percent{connection="second",route="uae"} 25.0`)
	plan.State = rollout.PutBack
	r.wants(t, `canongate_rollout_state{connection="second",route="uae",state="running"} 0.0`,
		`canongate_rollout_state{connection="second",route="uae",state="put_back"} 1.0`, `canongate_rollout_percent{connection="second",route="uae"} 0.0`)
}
