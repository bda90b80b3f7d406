package export

import (
	"context"
	"errors"
	"sync"
	"testing"

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
	p := &processor{count: count}
	p.SpanProcessor = sdktrace.NewBatchSpanProcessor(&collector{SpanExporter: hung, processor: p}, sdktrace.WithMaxQueueSize(queueSize))
	provider := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(p))
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
	p := &processor{count: count}
	p.SpanProcessor = sdktrace.NewBatchSpanProcessor(&collector{SpanExporter: free, processor: p})
	provider := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(p), sdktrace.WithSampler(sdktrace.NeverSample()))
	_, span := provider.Tracer("test").Start(context.Background(), "call")
	span.End()
	if err := provider.Shutdown(context.Background()); err != nil {
		t.Fatal(err)
	}
	if count.exported != 0 || p.held.Load() != 0 {
		t.Errorf("exported %d, held %d", count.exported, p.held.Load())
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
