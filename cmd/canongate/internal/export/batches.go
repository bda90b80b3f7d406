package export

import (
	"context"
	"errors"
	"os"
	"strconv"
	"sync"
	"time"

	"go.opentelemetry.io/otel"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
)

// queueSize is how many spans wait for the collector at most.
const queueSize = 4096

// batches is a span processor that exports spans many at a time.
type batches struct {
	exporter sdktrace.SpanExporter
	count    Counter
	size     int           // of a full batch
	delay    time.Duration // after which one that is not full is sent too
	timeout  time.Duration // of sending one

	mu      sync.Mutex
	waiting []sdktrace.ReadOnlySpan
	stopped bool

	full    chan struct{}
	stop    chan struct{}
	over    chan struct{} // the last batch was sent
	sending sync.Mutex    // held by the one who sends
	room    []sdktrace.ReadOnlySpan
}

var _ sdktrace.SpanProcessor = (*batches)(nil)

func startBatches(exporter sdktrace.SpanExporter, count Counter) *batches {
	b := &batches{
		exporter: exporter, count: count,
		size:    min(fromEnvironment("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", 512), queueSize),
		delay:   time.Duration(fromEnvironment("OTEL_BSP_SCHEDULE_DELAY", 5000)) * time.Millisecond,
		timeout: time.Duration(fromEnvironment("OTEL_BSP_EXPORT_TIMEOUT", 30000)) * time.Millisecond,
		full:    make(chan struct{}, 1), stop: make(chan struct{}), over: make(chan struct{}),
	}
	go b.run()
	return b
}

// fromEnvironment is a positive number of the environment, or the usual one.
func fromEnvironment(name string, usual int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil && n > 0 {
		return n
	}
	return usual
}

// OnStart does nothing: a span is exported when it has ended.
func (b *batches) OnStart(context.Context, sdktrace.ReadWriteSpan) {}

// OnEnd queues a span that is to be exported, or drops it.
func (b *batches) OnEnd(span sdktrace.ReadOnlySpan) {
	if !span.SpanContext().IsSampled() {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.stopped {
		return
	}
	if len(b.waiting) == queueSize {
		b.count.SpansDropped(QueueFull, 1)
		return
	}
	b.waiting = append(b.waiting, span)
	if len(b.waiting)%b.size == 0 {
		select {
		case b.full <- struct{}{}:
		default: // it knows
		}
	}
}

// run sends batches as they are full or due, until the end, and then what is left.
func (b *batches) run() {
	defer close(b.over)
	due := time.NewTicker(b.delay)
	defer due.Stop()
	for {
		select {
		case <-due.C:
			b.report(b.send(context.Background(), b.queued()))
		case <-b.full:
			b.report(b.send(context.Background(), b.queued()/b.size*b.size))
		case <-b.stop:
			b.report(b.send(context.Background(), b.queued()))
			return
		}
	}
}

// queued is how many spans wait.
func (b *batches) queued() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.waiting)
}

func (b *batches) report(err error) {
	if err != nil {
		otel.Handle(err)
	}
}

// send sends the first n of the spans that wait, in batches. More come meanwhile, and
// wait for the next batch.
func (b *batches) send(ctx context.Context, n int) (err error) {
	b.sending.Lock()
	defer b.sending.Unlock()
	for n > 0 && b.take(min(n, b.size)) {
		n -= len(b.room)
		err = errors.Join(err, b.sendBatch(ctx))
	}
	return err
}

// take takes a batch of so many spans, and says whether any was left.
func (b *batches) take(n int) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if n = min(n, len(b.waiting)); n == 0 {
		return false
	}
	b.room = append(b.room[:0], b.waiting[:n]...)
	left := copy(b.waiting, b.waiting[n:])
	clear(b.waiting[left:])
	b.waiting = b.waiting[:left]
	return true
}

func (b *batches) sendBatch(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, b.timeout)
	defer cancel()
	err := b.exporter.ExportSpans(ctx, b.room)
	n := len(b.room)
	clear(b.room)
	if err != nil {
		b.count.SpansDropped(Refused, n)
		return errors.New("export spans: the collector did not take them") // it may have answered with anything
	}
	b.count.SpansExported(n)
	return nil
}

// ForceFlush sends what waits, as long as the context lasts.
func (b *batches) ForceFlush(ctx context.Context) error {
	sent := make(chan error, 1)
	go func() { sent <- b.send(ctx, b.queued()) }()
	select {
	case err := <-sent:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Shutdown sends what waits, as long as the context lasts, and stops the exporter.
func (b *batches) Shutdown(ctx context.Context) error {
	b.mu.Lock()
	again := b.stopped
	b.stopped = true
	b.mu.Unlock()
	if again {
		return nil
	}
	close(b.stop)
	select {
	case <-b.over:
		return b.exporter.Shutdown(ctx)
	case <-ctx.Done():
		return errors.Join(ctx.Err(), b.exporter.Shutdown(ctx)) // which gives up what is being sent
	}
}
