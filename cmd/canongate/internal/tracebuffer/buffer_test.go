package tracebuffer_test

import (
	"context"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"canongate/cmd/canongate/internal/spans"
	"canongate/cmd/canongate/internal/tracebuffer"
	"canongate/gateway/admin"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

// epoch is when every test's requests begin; each comes a second after another.
var epoch = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// call is a request as the gateway traces it: SERVER, INTERNAL, CLIENT.
type call struct {
	at         time.Duration // after epoch
	took       time.Duration
	path       string // "-": none
	operation  string // "": no call was made
	connection string
	code       string
	status     int
	attempts   int
	text       int // bytes of an event's text
}

func (c call) run(ctx context.Context, tracer trace.Tracer) trace.TraceID {
	begin, end := epoch.Add(c.at), epoch.Add(c.at+c.took)
	path := c.path
	switch path {
	case "":
		path = "/v1/customers/lookup"
	case "-":
		path = ""
	}
	ctx, server := tracer.Start(ctx, "POST "+path, trace.WithSpanKind(trace.SpanKindServer), trace.WithTimestamp(begin))
	if c.operation != "" {
		inner, span := tracer.Start(ctx, c.operation, trace.WithTimestamp(begin))
		span.SetAttributes(
			attribute.String("canongate.operation", c.operation), attribute.String("canongate.connection", c.connection),
			attribute.String("canongate.vendor", "cdp"), attribute.String("canongate.tenant", "acme"),
			attribute.String("canongate.route", "default"), attribute.Int64("canongate.generation", 7),
			attribute.String("canongate.outcome", "answered"))
		span.AddEvent("journal", trace.WithTimestamp(begin), trace.WithAttributes(
			attribute.String("canongate.claim", "fresh"), attribute.String("text", strings.Repeat("x", c.text))))
		for range max(1, c.attempts) {
			_, attempt := tracer.Start(inner, "attempt", trace.WithSpanKind(trace.SpanKindClient), trace.WithTimestamp(begin))
			attempt.End(trace.WithTimestamp(end))
		}
		if c.code != "" {
			span.SetAttributes(attribute.String("error.type", c.code))
		}
		span.End(trace.WithTimestamp(end))
	}
	server.SetAttributes(attribute.String("http.route", path), attribute.Int("http.response.status_code", max(c.status, 200)))
	if c.status >= 500 {
		server.SetStatus(codes.Error, "it broke")
	}
	server.End(trace.WithTimestamp(end))
	return server.SpanContext().TraceID()
}

func newTracer(t testing.TB, traces *tracebuffer.Buffer) trace.Tracer {
	t.Helper()
	provider := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(traces),
		sdktrace.WithSampler(tracebuffer.RecordAll(sdktrace.NeverSample())))
	t.Cleanup(func() {
		if err := provider.Shutdown(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return provider.Tracer("test")
}

func TestTraceTellsTheStory(t *testing.T) {
	t.Parallel()
	traces := tracebuffer.New(8)
	id := call{
		took: 40 * time.Millisecond, operation: "lookup_customer", connection: "cdp-uae", code: "vendor_error", status: 502, attempts: 3,
	}.run(t.Context(), newTracer(t, traces))

	got, kept := traces.Trace(id)
	if !kept {
		t.Fatal("the trace is not kept")
	}
	want := admin.TraceSummary{
		TraceID: id.String(), StartedAt: epoch, DurationMS: 40, Name: "POST /v1/customers/lookup",
		Operation: "lookup_customer", Connection: "cdp-uae", Vendor: "cdp", Tenant: "acme", Route: "default", Generation: 7,
		Outcome: "answered", Code: "vendor_error", Status: 502, Error: true, Attempts: 3, SpanCount: 5,
	}
	if got.TraceSummary != want {
		t.Errorf("got %+v\nwant %+v", got.TraceSummary, want)
	}
	server, inner, attempt := got.Spans[0], got.Spans[1], got.Spans[2]
	if server.Kind != "server" || server.ParentID != "" || inner.ParentID != server.SpanID || attempt.ParentID != inner.SpanID {
		t.Errorf("the spans are no tree: %+v", got.Spans)
	}
	if len(inner.Events) != 1 || inner.Events[0].Attributes["canongate.claim"] != "fresh" {
		t.Errorf("the events of the call are %+v", inner.Events)
	}
	if server.DurationMS != 40 || server.StartMS != 0 || !server.Error || server.Reason != "it broke" || inner.Error {
		t.Errorf("the server span is %+v", server)
	}
}

// TestRefusedBeforeAnyCall wants the reason told where no call was made.
func TestRefusedBeforeAnyCall(t *testing.T) {
	t.Parallel()
	traces := tracebuffer.New(8)
	_, span := newTracer(t, traces).Start(t.Context(), "POST /v1/customers", trace.WithSpanKind(trace.SpanKindServer),
		trace.WithAttributes(attribute.String("canongate.code", "permission_denied"), attribute.String("http.route", "/v1/customers"),
			attribute.Int("http.response.status_code", 403)))
	span.End()
	if got := traces.List(admin.TraceFilter{}); len(got) != 1 || got[0].Code != "permission_denied" || got[0].Error {
		t.Errorf("got %+v", got)
	}
}

func TestListFilters(t *testing.T) {
	t.Parallel()
	traces := tracebuffer.New(16)
	tracer := newTracer(t, traces)
	for i, c := range []call{
		{took: 5 * time.Millisecond, operation: "lookup_customer", connection: "cdp-uae"},
		{took: 50 * time.Millisecond, operation: "lookup_customer", connection: "cdp-2"},
		{took: 500 * time.Millisecond, operation: "create_payment", connection: "omnumi-us", code: "payment_outcome_unknown", status: 502},
		{took: time.Millisecond, path: "/v1/payments", status: 401},
	} {
		c.at = time.Duration(i) * time.Second
		c.run(t.Context(), tracer)
	}
	for name, c := range map[string]struct {
		filter admin.TraceFilter
		want   string // statuses and durations, the newest first
	}{
		"all":               {admin.TraceFilter{}, "401/1 502/500 200/50 200/5"},
		"operation":         {admin.TraceFilter{Operation: "lookup_customer"}, "200/50 200/5"},
		"connection":        {admin.TraceFilter{Connection: "cdp-uae"}, "200/5"},
		"both":              {admin.TraceFilter{Operation: "create_payment", Connection: "cdp-uae"}, ""},
		"outcome of call":   {admin.TraceFilter{Outcome: "answered"}, "502/500 200/50 200/5"},
		"outcome error":     {admin.TraceFilter{Outcome: "error"}, "502/500"},
		"outcome ok":        {admin.TraceFilter{Outcome: "ok"}, "401/1 200/50 200/5"},
		"at least 50 ms":    {admin.TraceFilter{Min: 50 * time.Millisecond}, "502/500 200/50"},
		"the newest two":    {admin.TraceFilter{Limit: 2}, "401/1 502/500"},
		"unknown operation": {admin.TraceFilter{Operation: "lookup"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, s := range traces.List(c.filter) {
				got = append(got, strconv.Itoa(s.Status)+"/"+strconv.FormatFloat(s.DurationMS, 'f', -1, 64))
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestErrorsAndSlowOnesOutliveAFlood(t *testing.T) {
	t.Parallel()
	traces := tracebuffer.New(8)
	tracer := newTracer(t, traces)
	bad := call{operation: "get_customer", status: 502}.run(t.Context(), tracer)
	late := call{operation: "get_customer", took: time.Second}.run(t.Context(), tracer)
	var last trace.TraceID
	for i := range 1000 {
		last = call{at: time.Duration(i) * time.Second, operation: "get_customer"}.run(t.Context(), tracer)
	}
	for name, id := range map[string]trace.TraceID{"bad": bad, "slow": late, "last": last} {
		if _, kept := traces.Trace(id); !kept {
			t.Errorf("the %s one is gone", name)
		}
	}
	if n := len(traces.List(admin.TraceFilter{})); n != 8 {
		t.Errorf("%d are kept, want 8", n)
	}

	for range 1000 {
		call{operation: "get_customer", status: 502}.run(t.Context(), tracer)
	}
	if n := len(traces.List(admin.TraceFilter{Outcome: "ok"})); n != 2 {
		t.Errorf("a flood of errors leaves %d good ones, want a quarter of the places", n)
	}
	if _, kept := traces.Trace(bad); kept {
		t.Error("the oldest error outlives newer ones")
	}
}

func TestBytesAreBounded(t *testing.T) {
	t.Parallel()
	traces := tracebuffer.New(10) // 160 KiB
	tracer := newTracer(t, traces)
	for range 50 {
		call{operation: "get_customer", text: 50 << 10}.run(t.Context(), tracer)
	}
	if n := len(traces.List(admin.TraceFilter{})); n != 3 {
		t.Errorf("%d traces of 50 KiB are kept in 160 KiB, want 3", n)
	}
}

func TestOneTraceIDForEver(t *testing.T) {
	t.Parallel()
	traces := tracebuffer.New(64)
	tracer := newTracer(t, traces)
	ctx := trace.ContextWithRemoteSpanContext(t.Context(), trace.NewSpanContext(trace.SpanContextConfig{
		TraceID: trace.TraceID{1}, SpanID: trace.SpanID{2}, Remote: true,
	}))
	for i := range 200 {
		call{at: time.Duration(i) * time.Second, operation: "get_customer", status: 200 + i}.run(ctx, tracer)
	}
	got, kept := traces.Trace(trace.TraceID{1})
	if !kept || len(got.Spans) > 256 || got.DroppedSpans+len(got.Spans) != 600 {
		t.Fatalf("kept %v: %d spans, %d dropped; want 600 together", kept, len(got.Spans), got.DroppedSpans)
	}
	if got.Status != 399 {
		t.Errorf("it tells of status %d, want that of the last call", got.Status)
	}
}

func TestProbesAndOpenRequests(t *testing.T) {
	t.Parallel()
	traces := tracebuffer.New(4)
	tracer := newTracer(t, traces)
	if _, kept := traces.Trace(call{path: "-"}.run(t.Context(), tracer)); kept {
		t.Error("a request that no endpoint took is kept")
	}
	if _, kept := traces.Trace(call{path: "-", status: 500}.run(t.Context(), tracer)); !kept {
		t.Error("a failed one is not kept")
	}
	ctx, server := tracer.Start(t.Context(), "POST", trace.WithSpanKind(trace.SpanKindServer))
	_, inner := tracer.Start(ctx, "create_payment")
	inner.End()
	if n := len(traces.List(admin.TraceFilter{Operation: "create_payment"})); n != 0 {
		t.Errorf("a request that goes on is listed")
	}
	if _, kept := traces.Trace(server.SpanContext().TraceID()); !kept {
		t.Error("a request that goes on cannot be looked at")
	}
	server.End()
}

func TestEverythingIsRecordedAndExportStaysSampled(t *testing.T) {
	t.Parallel()
	traces, exported := tracebuffer.New(4), tracebuffer.New(4)
	provider := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(traces),
		sdktrace.WithSpanProcessor(sampledOnly{exported}),
		sdktrace.WithSampler(tracebuffer.RecordAll(sdktrace.ParentBased(sdktrace.TraceIDRatioBased(0)))))
	id := call{operation: "get_customer"}.run(t.Context(), provider.Tracer("test"))
	if got, kept := traces.Trace(id); !kept || got.SpanCount != 3 {
		t.Errorf("kept %v, %d spans; want 3", kept, got.SpanCount)
	}
	if _, kept := exported.Trace(id); kept {
		t.Error("a trace that was not sampled would be exported")
	}
	if got := tracebuffer.RecordAll(sdktrace.AlwaysSample()).Description(); got != "RecordAll{AlwaysOnSampler}" {
		t.Errorf("the sampler is called %q", got)
	}
}

// sampledOnly hands on what an exporter would send.
type sampledOnly struct{ sdktrace.SpanProcessor }

func (s sampledOnly) OnEnd(span sdktrace.ReadOnlySpan) {
	if span.SpanContext().IsSampled() {
		s.SpanProcessor.OnEnd(span)
	}
}

func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	traces := tracebuffer.New(32)
	tracer := newTracer(t, traces)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for i := range 100 {
				id := call{operation: "get_customer", status: 200 + i*4}.run(t.Context(), tracer)
				traces.List(admin.TraceFilter{})
				traces.Trace(id)
			}
		})
	}
	all.Wait()
	if n := len(traces.List(admin.TraceFilter{})); n != 32 {
		t.Errorf("%d are kept, want 32", n)
	}
}

// BenchmarkRequest is what tracing costs a request of three spans and an event.
func BenchmarkRequest(b *testing.B) {
	record := tracebuffer.RecordAll(sdktrace.NeverSample())
	for name, o := range map[string]spans.Options{
		"dropped":                {Sampler: sdktrace.NeverSample()},
		"recent":                 {Sampler: record, Processors: []sdktrace.SpanProcessor{tracebuffer.New(512)}},
		"recorded and forgotten": {Sampler: record},
	} {
		b.Run(name, func(b *testing.B) {
			o.Limits = sdktrace.NewSpanLimits()
			tracer := spans.New(o).Tracer("bench")
			b.ReportAllocs()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					call{operation: "get_customer", connection: "cdp-uae"}.run(context.Background(), tracer)
				}
			})
		})
	}
}

// BenchmarkList is what a look at a full store costs.
func BenchmarkList(b *testing.B) {
	traces := tracebuffer.New(512)
	tracer := newTracer(b, traces)
	for range 1024 {
		call{operation: "get_customer", connection: "cdp-uae"}.run(context.Background(), tracer)
	}
	b.ReportAllocs()
	for b.Loop() {
		traces.List(admin.TraceFilter{Limit: 100})
	}
}
