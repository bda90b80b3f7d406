package spans_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"canongate/cmd/canongate/internal/spans"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"
)

var (
	about = resource.NewSchemaless(attribute.String("service.name", "test"))
	at    = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
)

// provider is what both are.
type provider interface {
	trace.TracerProvider
	ForceFlush(ctx context.Context) error
	Shutdown(ctx context.Context) error
}

// both make spans of the same calls: ours and the SDK's.
func both(sampler sdktrace.Sampler, limits sdktrace.SpanLimits, ours, theirs sdktrace.SpanProcessor) [2]provider {
	return [2]provider{
		spans.New(spans.Options{Resource: about, Sampler: sampler, Limits: limits, Processors: []sdktrace.SpanProcessor{ours}}),
		sdktrace.NewTracerProvider(sdktrace.WithResource(about), sdktrace.WithSampler(sampler), sdktrace.WithRawSpanLimits(limits),
			sdktrace.WithSpanProcessor(theirs), sdktrace.WithoutPanicRecording()),
	}
}

var equalValues = cmp.Comparer(func(a, b attribute.Value) bool { return a.Type() == b.Type() && a.String() == b.String() })

// compare wants both to tell the same of what do does, but for the ids, which it
// compares by what they are equal to.
func compare(t *testing.T, sampler sdktrace.Sampler, limits sdktrace.SpanLimits, do func(ctx context.Context, tracer trace.Tracer)) tracetest.SpanStubs {
	t.Helper()
	recorders := [2]*tracetest.SpanRecorder{tracetest.NewSpanRecorder(), tracetest.NewSpanRecorder()}
	var told [2]tracetest.SpanStubs
	for i, p := range both(sampler, limits, recorders[0], recorders[1]) {
		do(t.Context(), p.Tracer("test", trace.WithInstrumentationVersion("1")))
		told[i] = tracetest.SpanStubsFromReadOnlySpans(recorders[i].Ended())
	}
	if diff := cmp.Diff(told[1], told[0], cmp.Comparer(sameContext(told)), cmpopts.EquateEmpty(),
		equalValues,
		cmp.Comparer(func(a, b *resource.Resource) bool { return a.Equal(b) }), cmp.Comparer(func(a, b attribute.Set) bool { return a.Equals(&b) }),
		cmpopts.IgnoreFields(tracetest.SpanStub{}, "ChildSpanCount")); diff != "" {
		t.Errorf("the SDK's spans (-) and ours (+) differ:\n%s", diff)
	}
	return told[0]
}

// sameContext says whether two contexts name the same span: the one with the same
// place in its list.
func sameContext(told [2]tracetest.SpanStubs) func(a, b trace.SpanContext) bool {
	place := func(c trace.SpanContext) int {
		for _, list := range told {
			for i := range list {
				if list[i].SpanContext.SpanID() == c.SpanID() {
					return i
				}
			}
		}
		return -1
	}
	return func(a, b trace.SpanContext) bool {
		i, j := place(a), place(b)
		return i == j && (i >= 0 || a.SpanID() == b.SpanID() && a.TraceID() == b.TraceID()) && a.IsRemote() == b.IsRemote() &&
			a.TraceFlags() == b.TraceFlags() && a.TraceState().String() == b.TraceState().String() && a.IsValid() == b.IsValid()
	}
}

func remote(t *testing.T, ctx context.Context, flags trace.TraceFlags) context.Context {
	t.Helper()
	state, err := trace.ParseTraceState("shop=1")
	if err != nil {
		t.Fatal(err)
	}
	return trace.ContextWithRemoteSpanContext(ctx, trace.NewSpanContext(trace.SpanContextConfig{
		TraceID: trace.TraceID{15: 1}, SpanID: trace.SpanID{7: 1}, TraceFlags: flags, TraceState: state,
	}))
}

func limited() sdktrace.SpanLimits {
	return sdktrace.SpanLimits{
		AttributeValueLengthLimit: 4, AttributeValueDepthLimit: -1, AttributeCountLimit: 3, EventCountLimit: 2, LinkCountLimit: 1,
		AttributePerEventCountLimit: 1, AttributePerLinkCountLimit: 1,
	}
}

// TestSpansAreThoseOfTheSDK makes the same spans with both, within and beyond limits.
func TestSpansAreThoseOfTheSDK(t *testing.T) {
	t.Parallel()
	none := sdktrace.SpanLimits{
		AttributeValueLengthLimit: -1, AttributeValueDepthLimit: -1, AttributeCountLimit: -1, EventCountLimit: -1, LinkCountLimit: -1,
		AttributePerEventCountLimit: -1, AttributePerLinkCountLimit: -1,
	}
	for name, limits := range map[string]sdktrace.SpanLimits{
		"none": none, "small": limited(), "usual": sdktrace.NewSpanLimits(), "nothing": {AttributeValueDepthLimit: -1, EventCountLimit: -1, LinkCountLimit: -1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			told := compare(t, sdktrace.AlwaysSample(), limits, everything(t))
			if len(told) != 4 {
				t.Errorf("%d spans, want 4", len(told))
			}
		})
	}
}

func everything(t *testing.T) func(ctx context.Context, tracer trace.Tracer) {
	t.Helper()
	return func(ctx context.Context, tracer trace.Tracer) {
		ctx, server := tracer.Start(remote(t, ctx, trace.FlagsSampled), "POST", trace.WithSpanKind(trace.SpanKindServer), trace.WithTimestamp(at),
			trace.WithAttributes(attribute.String("first", "a"), attribute.String("second", "aaaaaaaa")),
			trace.WithLinks(trace.Link{SpanContext: trace.SpanContextFromContext(ctx)}))
		inner, call := tracer.Start(ctx, "call", trace.WithTimestamp(at))
		_, attempt := tracer.Start(inner, "attempt", trace.WithSpanKind(trace.SpanKindClient), trace.WithTimestamp(at))
		attempt.SetStatus(codes.Error, "it broke")
		attempt.SetStatus(codes.Unset, "ignored")
		attempt.End(trace.WithTimestamp(at.Add(time.Second)))
		attempt.SetAttributes(attribute.Bool("late", true))
		attempt.SetName("late")
		attempt.AddEvent("late")
		attempt.End(trace.WithTimestamp(at.Add(time.Hour)))
		call.SetAttributes(attribute.String("a", "1"), attribute.Int("b", 2), attribute.String("", "no key"), attribute.String("a", "again"))
		call.SetAttributes()
		call.SetAttributes(attribute.String("a", "at last"), attribute.StringSlice("c", []string{"1", "22222"}), attribute.Bool("d", true),
			attribute.String("b", "ünïcödé"), attribute.String("c", "\xff\xfe12345678"))
		for _, event := range []string{"one", "two", "three"} {
			call.AddEvent(event, trace.WithTimestamp(at), trace.WithAttributes(attribute.String("x", strings.Repeat("x", 9)), attribute.Int("y", 1)))
		}
		call.AddLink(trace.Link{SpanContext: server.SpanContext(), Attributes: []attribute.KeyValue{attribute.Int("x", 1), attribute.Int("y", 1)}})
		call.AddLink(trace.Link{SpanContext: attempt.SpanContext()})
		call.AddLink(trace.Link{})
		call.SetStatus(codes.Ok, "ignored")
		call.SetStatus(codes.Error, "too late")
		call.End(trace.WithTimestamp(at.Add(2 * time.Second)))
		server.SetName("POST /v1/customers")
		server.End(trace.WithTimestamp(at.Add(3 * time.Second)))
		_, other := tracer.Start(ctx, "another trace", trace.WithNewRoot(), trace.WithTimestamp(at))
		other.End(trace.WithTimestamp(at))
	}
}

// TestWhatIsSampledIsWhatTheSDKSamples asks each sampler about traces of our own and of
// callers.
func TestWhatIsSampledIsWhatTheSDKSamples(t *testing.T) {
	t.Parallel()
	for name, sampler := range map[string]sdktrace.Sampler{
		"all": sdktrace.ParentBased(sdktrace.AlwaysSample()), "none": sdktrace.ParentBased(sdktrace.NeverSample()),
		"recorded": sdktrace.AlwaysRecord(sdktrace.ParentBased(sdktrace.NeverSample())),
		"ours":     sdktrace.ParentBased(sdktrace.NeverSample(), sdktrace.WithRemoteParentSampled(sdktrace.NeverSample())),
	} {
		for _, of := range []string{"nobody", "sampled", "not sampled"} {
			t.Run(name+" "+of, func(t *testing.T) {
				t.Parallel()
				var flags []trace.TraceFlags
				compare(t, sampler, sdktrace.NewSpanLimits(), func(ctx context.Context, tracer trace.Tracer) {
					if of != "nobody" {
						ctx = remote(t, ctx, trace.TraceFlags(2).WithSampled(of == "sampled")) // 2: its id is random
					}
					ctx, outer := tracer.Start(ctx, "outer", trace.WithTimestamp(at))
					_, inner := tracer.Start(ctx, "inner", trace.WithTimestamp(at))
					if outer.SpanContext().TraceID() != inner.SpanContext().TraceID() || outer.IsRecording() != inner.IsRecording() || !inner.SpanContext().IsValid() {
						t.Errorf("%v is in another trace than %v", inner.SpanContext(), outer.SpanContext())
					}
					inner.End(trace.WithTimestamp(at))
					outer.End(trace.WithTimestamp(at))
					flags = append(flags, outer.SpanContext().TraceFlags(), inner.SpanContext().TraceFlags())
				})
				if flags[0] != flags[2] || flags[1] != flags[3] {
					t.Errorf("our flags are %v, the SDK's %v", flags[:2], flags[2:])
				}
			})
		}
	}
}

// TestTimesAndErrors wants a span to last as long as it did, and no error's text in it.
func TestTimesAndErrors(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) { // its clock
		recorder := tracetest.NewSpanRecorder()
		p := both(sdktrace.AlwaysSample(), sdktrace.NewSpanLimits(), recorder, tracetest.NewSpanRecorder())[0]
		before := time.Now()
		ctx, span := p.Tracer("test").Start(t.Context(), "span")
		time.Sleep(time.Millisecond)
		span.RecordError(errors.New("Noor Haddadin"))
		if trace.SpanFromContext(ctx) != span || !span.IsRecording() || span.TracerProvider() != trace.TracerProvider(p) {
			t.Error("the context has another span")
		}
		span.End()
		got := recorder.Ended()[0]
		if span.IsRecording() || got.StartTime().Before(before) || got.EndTime().Sub(got.StartTime()) < time.Millisecond || got.EndTime().After(time.Now()) {
			t.Errorf("it lasts from %v to %v", got.StartTime(), got.EndTime())
		}
		if len(got.Events()) != 0 {
			t.Errorf("events %v", got.Events())
		}
	})
}

// facts are attributes that are made when they are read.
type facts struct {
	list []attribute.KeyValue
	read int
}

func (f *facts) Attributes(to []attribute.KeyValue) []attribute.KeyValue {
	f.read++
	return append(to, f.list...)
}

// TestFactsBecomeAttributesWhenRead wants what SetAttributes would have set, later.
func TestFactsBecomeAttributesWhenRead(t *testing.T) {
	t.Parallel()
	recorders := [2]*tracetest.SpanRecorder{tracetest.NewSpanRecorder(), tracetest.NewSpanRecorder()}
	limits := limited()
	first := &facts{list: []attribute.KeyValue{attribute.String("a", "of facts"), attribute.Int("b", 1)}}
	second := &facts{list: []attribute.KeyValue{attribute.Int("b", 2), attribute.Int("c", 3), attribute.Int("d", 4)}}
	for i, p := range both(sdktrace.AlwaysSample(), limits, recorders[0], recorders[1]) {
		_, span := p.Tracer("test").Start(t.Context(), "span")
		tell := func(f *facts) { span.SetAttributes(f.list...) }
		if keeper, keeps := span.(interface {
			Describe(f interface {
				Attributes(to []attribute.KeyValue) []attribute.KeyValue
			})
		}); keeps {
			tell = func(f *facts) { keeper.Describe(f) }
		} else if i == 0 {
			t.Fatal("our span keeps no facts")
		}
		span.SetAttributes(attribute.String("a", "before"))
		tell(first)
		tell(second)
		span.End()
		tell(&facts{list: []attribute.KeyValue{attribute.String("a", "too late")}})
	}
	if second.read != 0 {
		t.Error("the last facts are read before anybody asks for them")
	}
	ours, theirs := recorders[0].Ended()[0], recorders[1].Ended()[0]
	for range 2 { // reading changes nothing
		if diff := cmp.Diff(theirs.Attributes(), ours.Attributes(), equalValues); diff != "" || ours.DroppedAttributes() != theirs.DroppedAttributes() {
			t.Errorf("the SDK's attributes (-) and ours (+), of which %d and %d are dropped:\n%s", theirs.DroppedAttributes(), ours.DroppedAttributes(), diff)
		}
	}
	read := second.read
	if size := spans.Size(ours); second.read != read || size < 560 || size > 2048 {
		t.Errorf("to tell the size, %d, facts are read %d times", size, second.read-read)
	}
}

// TestSizes wants all that a span holds to count.
func TestSizes(t *testing.T) {
	t.Parallel()
	recorder := tracetest.NewSpanRecorder()
	long := strings.Repeat("x", 1000)
	none := sdktrace.NewSpanLimits()
	tracer := both(sdktrace.AlwaysSample(), none, recorder, tracetest.NewSpanRecorder())[0].Tracer("test")
	for _, add := range []func(span trace.Span){
		func(trace.Span) {},
		func(span trace.Span) { span.SetName(long) },
		func(span trace.Span) { span.SetStatus(codes.Error, long) },
		func(span trace.Span) { span.SetAttributes(attribute.String("a", long)) },
		func(span trace.Span) { span.AddEvent(long) },
		func(span trace.Span) { span.AddEvent("e", trace.WithAttributes(attribute.String("a", long))) },
	} {
		_, span := tracer.Start(t.Context(), "")
		add(span)
		span.End()
	}
	all := recorder.Ended()
	for i, s := range all[1:] {
		if more := spans.Size(s) - spans.Size(all[0]); more < len(long) || more > len(long)+200 {
			t.Errorf("%d: a text of %d bytes takes %d", i, len(long), more)
		}
	}
}

// failing is a processor that cannot hand over.
type failing struct{ sdktrace.SpanProcessor }

func (failing) ForceFlush(context.Context) error { return errors.New("flush") }
func (failing) Shutdown(context.Context) error   { return errors.New("stop") }

func TestEveryProcessorIsFlushedAndStopped(t *testing.T) {
	t.Parallel()
	p := spans.New(spans.Options{Processors: []sdktrace.SpanProcessor{failing{}, failing{}}})
	for what, err := range map[string]error{"flush": p.ForceFlush(t.Context()), "stop": p.Shutdown(t.Context())} {
		if err == nil || strings.Count(err.Error(), what) != 2 {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// BenchmarkSpan is what a span with a dozen attributes costs, ours and the SDK's.
func BenchmarkSpan(b *testing.B) {
	attributes := make([]attribute.KeyValue, 12)
	for i := range attributes {
		attributes[i] = attribute.String("canongate.attribute_"+string(rune('a'+i)), "a value")
	}
	kept := keep{}
	for i, p := range both(sdktrace.AlwaysSample(), sdktrace.NewSpanLimits(), kept, kept) {
		b.Run([...]string{"ours", "sdk"}[i], func(b *testing.B) {
			tracer := p.Tracer("bench")
			b.ReportAllocs()
			for b.Loop() {
				_, span := tracer.Start(b.Context(), "span")
				span.SetAttributes(attributes...)
				span.End()
			}
		})
	}
}

// keep forgets all spans at once.
type keep struct{ sdktrace.SpanProcessor }

func (keep) OnStart(context.Context, sdktrace.ReadWriteSpan) {}
func (keep) OnEnd(sdktrace.ReadOnlySpan)                     {}
