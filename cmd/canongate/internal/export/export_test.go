package export

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"
)

// tally counts what becomes of spans.
type tally struct {
	mu       sync.Mutex
	exported int
	dropped  map[string]int
}

func (t *tally) SpansExported(n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.exported += n
}

func (t *tally) SpansDropped(reason string, n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.dropped[reason] += n
}

// stuck is a collector that does not answer until it is let go, and then with an
// error once.
type stuck struct {
	entered chan struct{}
	release chan struct{}
	fail    sync.Once
}

func (s *stuck) ExportSpans(ctx context.Context, _ []sdktrace.ReadOnlySpan) (err error) {
	select {
	case s.entered <- struct{}{}:
	default:
	}
	select {
	case <-s.release:
	case <-ctx.Done():
	}
	s.fail.Do(func() { err = errors.New("a body that nobody may see") })
	return err
}

func (s *stuck) Shutdown(context.Context) error { return nil }

// TestFullQueueDropsAndCounts ends many more spans than the queue holds while the
// collector hangs: nobody waits, and every span is accounted for.
func TestFullQueueDropsAndCounts(t *testing.T) {
	t.Parallel()
	count := &tally{dropped: map[string]int{}}
	hung := &stuck{entered: make(chan struct{}, 1), release: make(chan struct{})}
	provider := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(startBatches(hung, count)))
	tracer := provider.Tracer("test")
	const spans = 3 * queueSize
	for range spans {
		_, span := tracer.Start(context.Background(), "call")
		span.End()
	}
	<-hung.entered
	count.mu.Lock()
	if count.dropped[QueueFull] < spans-2*queueSize {
		t.Errorf("%d spans dropped of %d, with room for %d", count.dropped[QueueFull], spans, queueSize)
	}
	count.mu.Unlock()
	close(hung.release)
	if err := provider.Shutdown(context.Background()); err != nil {
		t.Fatal(err)
	}
	if sum := count.exported + count.dropped[QueueFull] + count.dropped[Refused]; sum != spans || count.dropped[Refused] == 0 {
		t.Errorf("exported %d, dropped %v: %d of %d spans are accounted for", count.exported, count.dropped, sum, spans)
	}
}

func TestUnsampledSpansStayHere(t *testing.T) {
	t.Parallel()
	count := &tally{dropped: map[string]int{}}
	free := &stuck{entered: make(chan struct{}, 1), release: make(chan struct{})}
	close(free.release)
	p := startBatches(free, count)
	provider := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(p), sdktrace.WithSampler(sdktrace.NeverSample()))
	_, span := provider.Tracer("test").Start(context.Background(), "call")
	span.End()
	if err := provider.Shutdown(context.Background()); err != nil {
		t.Fatal(err)
	}
	if count.exported != 0 || len(p.waiting) != 0 {
		t.Errorf("exported %d, held %d", count.exported, len(p.waiting))
	}
}

// sizes is an exporter that tells how large each batch is.
type sizes chan int

func (s sizes) ExportSpans(_ context.Context, spans []sdktrace.ReadOnlySpan) error {
	s <- len(spans)
	return nil
}

func (sizes) Shutdown(context.Context) error { return nil }

// TestPace wants batches sent when they are full, when they are due, and when somebody
// asks. It is not parallel: the environment belongs to everybody.
func TestPace(t *testing.T) {
	t.Setenv("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "3")
	t.Setenv("OTEL_BSP_EXPORT_TIMEOUT", "nonsense")
	end := func(p sdktrace.SpanProcessor, n int) {
		provider := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(p))
		for range n {
			_, span := provider.Tracer("test").Start(context.Background(), "call")
			span.End()
		}
	}
	next := func(name string, sent sizes, want int) {
		t.Helper()
		select {
		case n := <-sent:
			if n != want {
				t.Errorf("%s: %d spans, want %d", name, n, want)
			}
		case <-time.After(10 * time.Second):
			t.Errorf("%s: nothing is sent, want %d spans", name, want)
		}
	}
	t.Run("slow", func(t *testing.T) {
		sent := make(sizes, 10)
		p := startBatches(sent, &tally{dropped: map[string]int{}})
		if p.delay != 5*time.Second || p.timeout != 30*time.Second {
			t.Errorf("a batch is due after %v and may take %v", p.delay, p.timeout)
		}
		end(p, 7)
		next("full", sent, 3)
		next("full", sent, 3)
		if err := p.ForceFlush(t.Context()); err != nil {
			t.Error(err)
		}
		next("flushed", sent, 1)
		end(p, 2)
		if err := errors.Join(p.Shutdown(t.Context()), p.Shutdown(t.Context())); err != nil {
			t.Error(err)
		}
		next("at the end", sent, 2)
		end(p, 1)
		if len(p.waiting) != 0 {
			t.Error("a span waits after the end")
		}
	})
	t.Setenv("OTEL_BSP_SCHEDULE_DELAY", "1")
	sent := make(sizes, 10)
	p := startBatches(sent, &tally{dropped: map[string]int{}})
	end(p, 1)
	next("due", sent, 1)
	if err := p.Shutdown(t.Context()); err != nil {
		t.Error(err)
	}
}

// slow is a collector that takes a while for each batch.
type slow struct{ batches, spans int }

func (s *slow) ExportSpans(_ context.Context, spans []sdktrace.ReadOnlySpan) error {
	time.Sleep(2 * time.Millisecond)
	s.batches, s.spans = s.batches+1, s.spans+len(spans)
	return nil
}

func (*slow) Shutdown(context.Context) error { return nil }

// TestASteadyTrickleGoesInBatches ends a span each millisecond: those that come while a
// batch is sent wait for the next one.
func TestASteadyTrickleGoesInBatches(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		collector := &slow{}
		p := startBatches(collector, &tally{dropped: map[string]int{}})
		tracer := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(p)).Tracer("test")
		const seconds = 12 // two of the delays, and some
		for range seconds * 1000 {
			time.Sleep(time.Millisecond)
			_, span := tracer.Start(context.Background(), "call")
			span.End()
		}
		if err := p.Shutdown(context.Background()); err != nil {
			t.Error(err)
		}
		if want := seconds * 1000 / p.size; collector.spans != seconds*1000 || collector.batches > want+5 {
			t.Errorf("%d spans in %d batches, want some %d", collector.spans, collector.batches, want)
		}
	})
}

// TestNobodyWaitsForAStuckCollector flushes and stops with little time.
func TestNobodyWaitsForAStuckCollector(t *testing.T) {
	t.Parallel()
	for name, do := range map[string]func(p *batches, ctx context.Context) error{"flush": (*batches).ForceFlush, "stop": (*batches).Shutdown} {
		hung := &stuck{entered: make(chan struct{}, 1), release: make(chan struct{})}
		p := startBatches(hung, &tally{dropped: map[string]int{}})
		_, span := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(p)).Tracer("test").Start(context.Background(), "call")
		span.End()
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
		began := time.Now()
		if err := do(p, ctx); err == nil || time.Since(began) > 5*time.Second {
			t.Errorf("%s: %v after %v", name, err, time.Since(began))
		}
		cancel()
		close(hung.release)
	}
}

func TestEndpoints(t *testing.T) {
	t.Parallel()
	for endpoint, good := range map[string]bool{
		"http://127.0.0.1:4318": true, "https://collector.example/custom": true, "grpc://127.0.0.1:4317": true,
		"grpcs://collector.example:4317": true, "http://%zz": false,
	} {
		p, err := New(context.Background(), endpoint, &tally{})
		if (err == nil) != good {
			t.Errorf("%s: %v", endpoint, err)
		}
		if p != nil {
			if err := p.Shutdown(context.Background()); err != nil {
				t.Error(err)
			}
		}
	}
}
