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

// BenchmarkChain is the cost of the whole chain without I/O. The budget is 3 µs
// and 12 allocations with tracing sampled at 1 %.
func BenchmarkChain(b *testing.B) {
	sampled := func(ratio float64) trace.Tracer {
		provider := sdktrace.NewTracerProvider(sdktrace.WithSampler(sdktrace.TraceIDRatioBased(ratio)))
		b.Cleanup(func() { _ = provider.Shutdown(context.Background()) })
		return provider.Tracer("bench")
	}
	tracers := []struct {
		name   string
		tracer trace.Tracer
	}{
		{"noop", noop.NewTracerProvider().Tracer("bench")},
		{"sampled=1%", sampled(0.01)},
		{"sampled=100%", sampled(1)},
	}
	for _, tr := range tracers {
		guard := policies.Standard(policies.Options{
			Connection: "bank-eu", Vendor: "bank", Tracer: tr.tracer,
			Limits: policies.Limits{Rate: &policies.RateOptions{Limit: 1 << 24, Per: policies.Duration(time.Second)}},
		})
		policy := guard.Policy()
		adapter := func(context.Context) error { return nil }
		for _, op := range []canonical.Row{canonical.GetCustomer, canonical.CreateCustomer} {
			b.Run(tr.name+"/"+op.Name(), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					call := &policies.Call{Operation: op.Name(), Effect: op.Effect(), Connection: "bank-eu", Vendor: "bank"}
					if err := policy(b.Context(), call, adapter); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
