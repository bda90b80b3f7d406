package recent

import (
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
)

// Everything is a sampler that records what export would drop as well. Such a
// span is not marked as sampled, so exporters and the vendors' servers leave it
// alone, but span processors see it.
func Everything(export sdktrace.Sampler) sdktrace.Sampler { return everything{export} }

type everything struct{ export sdktrace.Sampler }

// ShouldSample asks the sampler for export, and records in any case.
func (e everything) ShouldSample(p sdktrace.SamplingParameters) sdktrace.SamplingResult {
	result := e.export.ShouldSample(p)
	if result.Decision == sdktrace.Drop {
		result.Decision = sdktrace.RecordOnly
	}
	return result
}

// Description names the sampler.
func (e everything) Description() string { return "Everything{" + e.export.Description() + "}" }
