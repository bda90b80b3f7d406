package policies_test

import (
	"context"
	"testing"
	"time"

	"canongate/canonical"
	"canongate/policies"

	"go.opentelemetry.io/otel/trace"
	"go.opentelemetry.io/otel/trace/noop"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"
)

// sampled makes a tracer that records a share of the traces.
func sampled(tb testing.TB, ratio float64) trace.Tracer {
	tb.Helper()
	provider := sdktrace.NewTracerProvider(sdktrace.WithSampler(sdktrace.TraceIDRatioBased(ratio)))
	tb.Cleanup(func() { _ = provider.Shutdown(context.Background()) })
	return provider.Tracer("bench")
}

// guarded is a chain with everything in it that does no I/O.
func guarded(tracer trace.Tracer) policies.Policy {
	return policies.Standard(policies.Options{
		Connection: "bank-eu", Vendor: "bank", Tracer: tracer,
		Limits: policies.Limits{Rate: &policies.RateOptions{Limit: 1 << 24, Per: policies.Duration(time.Second)}},
	}).Policy()
}

func callOf(op canonical.Row) *policies.Call {
	return &policies.Call{Operation: op.Name(), Effect: op.Effect(), Connection: "bank-eu", Vendor: "bank"}
}

func answerAtOnce(context.Context) error { return nil }

// mostAllocations is the budget of a call with tracing sampled at 1 %.
const mostAllocations = 12

func TestChainAllocatesLittle(t *testing.T) {
	policy := guarded(sampled(t, 0.01))
	for _, op := range []canonical.Row{canonical.GetCustomer, canonical.CreateCustomer} {
		got := testing.AllocsPerRun(2000, func() {
			if err := policy(t.Context(), callOf(op), answerAtOnce); err != nil {
				t.Fatal(err)
			}
		})
		if got > mostAllocations {
			t.Errorf("%s: %v allocations, want at most %d", op.Name(), got, mostAllocations)
		}
	}
}

// BenchmarkChain is the cost of the whole chain without I/O. The budget is 3 µs
// and 12 allocations with tracing sampled at 1 %.
func BenchmarkChain(b *testing.B) {
	tracers := []struct {
		name   string
		tracer trace.Tracer
	}{
		{"noop", noop.NewTracerProvider().Tracer("bench")},
		{"sampled=1%", sampled(b, 0.01)},
		{"sampled=100%", sampled(b, 1)},
	}
	for _, tr := range tracers {
		policy := guarded(tr.tracer)
		for _, op := range []canonical.Row{canonical.GetCustomer, canonical.CreateCustomer} {
			b.Run(tr.name+"/"+op.Name(), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if err := policy(b.Context(), callOf(op), answerAtOnce); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
