package export

import (
	"context"
	"math"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"canongate/cmd/canongate/internal/spans"

	"github.com/google/go-cmp/cmp"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace"
	"go.opentelemetry.io/otel/sdk/instrumentation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"
	collectorv1 "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	tracepb "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
)

// wire is a client that keeps what it would send.
type wire struct{ sent []byte }

func (*wire) Start(context.Context) error { return nil }
func (*wire) Stop(context.Context) error  { return nil }

func (w *wire) UploadTraces(_ context.Context, batch []*tracepb.ResourceSpans) (err error) {
	w.sent, err = proto.Marshal(&collectorv1.ExportTraceServiceRequest{ResourceSpans: batch})
	return err
}

// received is what a collector reads of a batch that an exporter of the client sends.
func received(t *testing.T, w *wire, e sdktrace.SpanExporter, batch []sdktrace.ReadOnlySpan) *collectorv1.ExportTraceServiceRequest {
	t.Helper()
	if err := e.ExportSpans(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	message := &collectorv1.ExportTraceServiceRequest{}
	if err := proto.Unmarshal(w.sent, message); err != nil {
		t.Fatal(err)
	}
	return message
}

// sameAsTheLibrary wants a collector to read the same as if the library had written it.
func sameAsTheLibrary(t *testing.T, ours *encoder, batch []sdktrace.ReadOnlySpan) *collectorv1.ExportTraceServiceRequest {
	t.Helper()
	var w wire
	want := received(t, &w, otlptrace.NewUnstarted(&w), batch)
	ours.client = &w
	got := received(t, &w, ours, batch)
	if !proto.Equal(want, got) {
		t.Errorf("the library's message (-) and ours (+) differ:\n%s", cmp.Diff(protojson.Format(want), protojson.Format(got)))
	}
	return got
}

// stubs are spans with all that a span may hold.
func stubs(t *testing.T) tracetest.SpanStubs {
	t.Helper()
	state, err := trace.ParseTraceState("shop=1,till=2")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 3, 1, 12, 0, 0, 7, time.UTC)
	own := trace.NewSpanContext(trace.SpanContextConfig{TraceID: trace.TraceID{1, 15: 2}, SpanID: trace.SpanID{3, 7: 4}, TraceFlags: 3, TraceState: state})
	values := []attribute.KeyValue{
		attribute.String("text", "ünïcödé"), attribute.String("empty", ""), attribute.String("127", strings.Repeat("x", 127)),
		attribute.String("128", strings.Repeat("x", 128)), attribute.String("long", strings.Repeat("x", 20_000)),
		attribute.Bool("true", true), attribute.Bool("false", false),
		attribute.Int("zero", 0), attribute.Int("less", -1), attribute.Int64("most", math.MaxInt64), attribute.Float64("half", 0.5),
		attribute.StringSlice("texts", []string{"a", "", strings.Repeat("b", 200)}), attribute.StringSlice("no texts", nil), attribute.BoolSlice("bools", []bool{true, false}),
		attribute.Int64Slice("numbers", []int64{0, -1, 1}), attribute.Float64Slice("fractions", []float64{0, 0.25}),
		{Key: "bytes", Value: attribute.ByteSliceValue([]byte{0, 255})}, {Key: "nothing"},
		{Key: "list", Value: attribute.SliceValue(attribute.StringValue("a"), attribute.Int64Value(1))},
		{Key: "map", Value: attribute.MapValue(attribute.String("a", "b"), attribute.Bool("c", true))},
	}
	scope := instrumentation.Scope{Name: "canongate", Version: "1", SchemaURL: "https://schema.example/2", Attributes: attribute.NewSet(values[0])}
	about := resource.NewWithAttributes("https://schema.example/1", attribute.String("service.name", "canongate"), attribute.Int("n", 1))
	full := tracetest.SpanStub{
		Name: "POST /v1/customers", SpanContext: own, Parent: own.WithSpanID(trace.SpanID{9}).WithRemote(true), StartTime: at, EndTime: at.Add(time.Second),
		Attributes: values, DroppedAttributes: 1, DroppedEvents: 2, DroppedLinks: math.MaxUint32 + 1, Status: sdktrace.Status{Code: codes.Error, Description: "it broke"},
		Events:   []sdktrace.Event{{Name: "retry", Time: at, Attributes: values, DroppedAttributeCount: 3}, {Name: "bare"}},
		Links:    []sdktrace.Link{{SpanContext: own.WithRemote(true), Attributes: values[:2], DroppedAttributeCount: -4}, {}},
		Resource: about, InstrumentationScope: scope,
	}
	all := tracetest.SpanStubs{full, {}, {Name: "before 1970", StartTime: time.Unix(-1, 0), Status: sdktrace.Status{Code: codes.Ok}}}
	for kind := trace.SpanKindUnspecified; kind <= trace.SpanKindConsumer+1; kind++ {
		all = append(all, tracetest.SpanStub{SpanKind: kind, Resource: about, InstrumentationScope: instrumentation.Scope{Name: "kinds"}})
	}
	return all
}

func TestWhatIsWrittenIsWhatTheLibraryWrites(t *testing.T) {
	t.Parallel()
	ours := &encoder{}
	for i, stub := range stubs(t) {
		t.Run(strconv.Itoa(i), func(t *testing.T) { // in turn, as batches come
			sameAsTheLibrary(t, ours, tracetest.SpanStubs{stub}.Snapshots())
		})
	}
	kinds := stubs(t)[3:]
	sameAsTheLibrary(t, ours, kinds.Snapshots())
	if got := sameAsTheLibrary(t, ours, nil); len(got.ResourceSpans) != 0 {
		t.Errorf("no spans became %v", got)
	}
}

// TestEachOriginIsTold mixes spans of several resources and scopes: the library sorts
// them, and ours leaves them in their order.
func TestEachOriginIsTold(t *testing.T) {
	t.Parallel()
	all := stubs(t)
	batch := tracetest.SpanStubs{all[0], all[0], all[3], all[1], all[0]}.Snapshots()
	var w wire
	got := received(t, &w, &encoder{client: &w}, batch)
	var told []string
	for _, r := range got.ResourceSpans {
		told = append(told, r.SchemaUrl+" "+r.ScopeSpans[0].Scope.GetName()+" "+strconv.Itoa(len(r.ScopeSpans[0].Spans)))
	}
	const s = "https://schema.example/1 "
	if diff := cmp.Diff([]string{s + "canongate 2", s + "kinds 1", "  1", s + "canongate 1"}, told); diff != "" {
		t.Error(diff)
	}
}

// TestOneWrongTextLosesNoBatch has a span whose texts are no UTF-8.
func TestOneWrongTextLosesNoBatch(t *testing.T) {
	t.Parallel()
	var w wire
	batch := tracetest.SpanStubs{{Name: "a\xff", Attributes: []attribute.KeyValue{attribute.String("k\xfe", "v\xfd")}}}.Snapshots()
	span := received(t, &w, &encoder{client: &w}, batch).ResourceSpans[0].ScopeSpans[0].Spans[0]
	if span.Name != "a\uFFFD" || span.Attributes[0].Key != "k\uFFFD" || span.Attributes[0].Value.GetStringValue() != "v\uFFFD" {
		t.Errorf("got %v", span)
	}
}

// facts are attributes that are made when they are read.
type facts []attribute.KeyValue

func (f facts) Attributes(to []attribute.KeyValue) []attribute.KeyValue { return append(to, f...) }

// request makes the spans of a request, as the gateway does.
func request(tracer trace.Tracer) {
	describe := func(span trace.Span, of ...attribute.KeyValue) {
		span.(interface {
			Describe(f interface {
				Attributes(to []attribute.KeyValue) []attribute.KeyValue
			})
		}).Describe(facts(of))
	}
	ctx, server := tracer.Start(context.Background(), "POST /v1/customers/lookup", trace.WithSpanKind(trace.SpanKindServer))
	server.AddEvent("route chosen", trace.WithAttributes(attribute.String("canongate.chosen_by", "route"),
		attribute.StringSlice("canongate.passed_over", []string{"omnumi: not_in_route"}), attribute.String("canongate.route", "customers")))
	ctx, call := tracer.Start(ctx, "lookup_customer")
	_, attempt := tracer.Start(ctx, "attempt", trace.WithSpanKind(trace.SpanKindClient))
	attempt.SetAttributes(attribute.String("http.request.method", "POST"), attribute.Int("http.response.status_code", 200))
	defer server.End()
	defer call.End()
	defer attempt.End()
	describe(attempt, attribute.String("canongate.connection", "cdp"), attribute.Int("canongate.generation", 1),
		attribute.String("server.address", "127.0.0.1"), attribute.Int("server.port", 18000))
	describe(call, attribute.String("canongate.operation", "lookup_customer"), attribute.String("canongate.connection", "cdp"),
		attribute.String("canongate.vendor", "cdp"), attribute.String("canongate.tenant", "acme"), attribute.Int("canongate.generation", 1),
		attribute.String("canongate.outcome", "answered"), attribute.String("canongate.route", "customers"),
		attribute.String("canongate.journey", strings.Repeat("0123", 8)))
	describe(server, attribute.String("http.request.method", "POST"), attribute.String("url.scheme", "http"),
		attribute.Int("http.response.status_code", 200), attribute.String("canongate.outcome", "answered"),
		attribute.String("http.route", "/v1/customers/lookup"), attribute.String("canongate.operation", "lookup_customer"),
		attribute.String("canongate.request_id", strings.Repeat("0123", 8)), attribute.String("canongate.tenant", "acme"),
		attribute.String("canongate.credential", "checkout"), attribute.Int("canongate.generation", 1))
}

// requests are the spans of so many requests.
func requests(n int) []sdktrace.ReadOnlySpan {
	recorder := tracetest.NewSpanRecorder()
	tracer := spans.New(spans.Options{
		Resource: resource.Default(), Sampler: sdktrace.AlwaysSample(), Limits: sdktrace.NewSpanLimits(), Processors: []sdktrace.SpanProcessor{recorder},
	}).Tracer("canongate")
	for range n {
		request(tracer)
	}
	return recorder.Ended()
}

// TestOurSpansAreWrittenWhole takes spans of the program's own, whose attributes are
// read in another way: each batch is as the library would have it.
func TestOurSpansAreWrittenWhole(t *testing.T) {
	t.Parallel()
	ours := &encoder{}
	for range 3 {
		got := sameAsTheLibrary(t, ours, requests(20))
		if n := len(got.ResourceSpans[0].ScopeSpans[0].Spans); n != 60 {
			t.Errorf("%d spans, want 60", n)
		}
	}
	for _, a := range ours.attributes[:cap(ours.attributes)] {
		if a.Valid() {
			t.Errorf("%s is kept after the batch", a.Key)
		}
	}
}

// BenchmarkExport is what it costs to write the traces of a batch, by us and by the library.
func BenchmarkExport(b *testing.B) {
	const traces = 170
	batch := requests(traces)
	var w wire
	for name, e := range map[string]sdktrace.SpanExporter{"ours": &encoder{client: &w}, "library": otlptrace.NewUnstarted(&w)} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := e.ExportSpans(b.Context(), batch); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/traces, "ns/trace")
		})
	}
}

// BenchmarkQueue is what the processors pay to queue the spans of a request, by us and
// by the SDK's batch processor, with some work after each: time does not show it, because
// the SDK wakes another processor.
func BenchmarkQueue(b *testing.B) {
	all := requests(1)
	for name, p := range map[string]sdktrace.SpanProcessor{
		"ours":    startBatches(&taken{}, &tally{dropped: map[string]int{}}),
		"library": sdktrace.NewBatchSpanProcessor(&taken{}, sdktrace.WithMaxQueueSize(queueSize)),
	} {
		b.Run(name, func(b *testing.B) {
			work, before := 0, cpuTime(b)
			for b.Loop() {
				for _, s := range all {
					p.OnEnd(s)
					for i := range 10_000 {
						work += i
					}
				}
			}
			b.ReportMetric(float64((cpuTime(b)-before).Nanoseconds())/float64(b.N), "cpu-ns/op")
		})
		if err := p.Shutdown(b.Context()); err != nil {
			b.Error(err)
		}
	}
}

// cpuTime is what this process has used.
func cpuTime(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// taken is an exporter that takes everything.
type taken struct{}

func (*taken) ExportSpans(context.Context, []sdktrace.ReadOnlySpan) error { return nil }
func (*taken) Shutdown(context.Context) error                             { return nil }
