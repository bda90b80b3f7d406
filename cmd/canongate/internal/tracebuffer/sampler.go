package tracebuffer

import (
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
)

// RecordAll is a sampler that also records what export would drop. Such a span is
// not marked as sampled: span processors see it, exporters and vendors do not.
func RecordAll(export sdktrace.Sampler) sdktrace.Sampler { return recordAll{export} }

type recordAll struct{ export sdktrace.Sampler }

// ShouldSample asks the sampler for export, and records in any case.
func (r recordAll) ShouldSample(p sdktrace.SamplingParameters) sdktrace.SamplingResult {
	result := r.export.ShouldSample(p)
	if result.Decision == sdktrace.Drop {
		result.Decision = sdktrace.RecordOnly
	}
	return result
}

// Description names the sampler.
func (r recordAll) Description() string { return "RecordAll{" + r.export.Description() + "}" }
