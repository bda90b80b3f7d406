// Package spans makes the spans of the program, behind the OpenTelemetry API.
//
// # Decisions
//
// The SDK's spans are made for any number of attributes at any time: it puts them
// through a map to find those that are set twice, and copies the span when it ends. Ours
// have a dozen, and nothing changes them afterwards: a span that has ended is what the
// processors keep and export. That makes a request's spans cost a third. Sampler,
// limits, resource and processors are the SDK's, and a test holds these spans to what the
// SDK makes of the same calls.
//
// A span below another of ours is recorded and exported as that one is, and no sampler
// is asked: a trace is exported whole or not at all.
//
// Errors are not recorded, nor are panics: their texts may hold anything.
package spans

import (
	"context"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"time"

	"go.opentelemetry.io/otel/sdk/instrumentation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
	"go.opentelemetry.io/otel/trace/embedded"
)

// Options say what becomes of spans.
type Options struct {
	Resource   *resource.Resource
	Sampler    sdktrace.Sampler // of traces
	Limits     sdktrace.SpanLimits
	Processors []sdktrace.SpanProcessor // are told of spans that have ended
}

// Provider makes tracers. It is safe for concurrent use, as are its tracers and spans.
type Provider struct {
	embedded.TracerProvider
	Options
}

var _ trace.TracerProvider = (*Provider)(nil)

// New makes a provider.
func New(o Options) *Provider { return &Provider{Options: o} }

// Tracer makes a tracer for a part of the program.
func (p *Provider) Tracer(name string, options ...trace.TracerOption) trace.Tracer {
	config := trace.NewTracerConfig(options...)
	return &tracer{provider: p, scope: instrumentation.Scope{
		Name: name, Version: config.InstrumentationVersion(), SchemaURL: config.SchemaURL(), Attributes: config.InstrumentationAttributes(),
	}}
}

// ForceFlush hands over what the processors hold.
func (p *Provider) ForceFlush(ctx context.Context) (err error) {
	for _, processor := range p.Processors {
		err = errors.Join(err, processor.ForceFlush(ctx))
	}
	return err
}

// Shutdown hands over what the processors hold, and stops them.
func (p *Provider) Shutdown(ctx context.Context) (err error) {
	for _, processor := range p.Processors {
		err = errors.Join(err, processor.Shutdown(ctx))
	}
	return err
}

type tracer struct {
	embedded.Tracer
	provider *Provider
	scope    instrumentation.Scope
}

// Start starts a span below that of the context.
func (t *tracer) Start(ctx context.Context, name string, options ...trace.SpanStartOption) (context.Context, trace.Span) {
	config := trace.NewSpanStartConfig(options...)
	if config.NewRoot() {
		ctx = trace.ContextWithSpanContext(ctx, trace.SpanContext{})
	}
	above := trace.SpanFromContext(ctx)
	parent := above.SpanContext()
	own := trace.SpanContextConfig{
		TraceID: parent.TraceID(), SpanID: newSpanID(), TraceFlags: parent.TraceFlags(), TraceState: parent.TraceState(),
	}
	if !parent.TraceID().IsValid() {
		own.TraceID = newTraceID()
	}
	var sampled sdktrace.SamplingResult
	if _, ours := above.(*span); !ours {
		sampled = t.provider.Sampler.ShouldSample(sdktrace.SamplingParameters{
			ParentContext: ctx, TraceID: own.TraceID, Name: name, Kind: config.SpanKind(), Attributes: config.Attributes(), Links: config.Links(),
		})
		own.TraceFlags = own.TraceFlags.WithSampled(sampled.Decision == sdktrace.RecordAndSample)
		own.TraceState = sampled.Tracestate
		if sampled.Decision == sdktrace.Drop {
			ctx = trace.ContextWithSpanContext(ctx, trace.NewSpanContext(own))
			return ctx, trace.SpanFromContext(ctx)
		}
	}
	s := &span{
		tracer: t, context: trace.NewSpanContext(own), above: above, kind: trace.ValidateSpanKind(config.SpanKind()),
		name: name, start: config.Timestamp(),
	}
	if s.start.IsZero() {
		s.start = time.Now()
	}
	for _, link := range config.Links() {
		s.AddLink(link)
	}
	s.SetAttributes(sampled.Attributes...)
	s.SetAttributes(config.Attributes()...)
	return trace.ContextWithSpan(ctx, s), s
}

func newTraceID() (id trace.TraceID) {
	for !id.IsValid() {
		fillRandom(id[:8])
		fillRandom(id[8:])
	}
	return id
}

func newSpanID() (id trace.SpanID) {
	for !id.IsValid() {
		fillRandom(id[:])
	}
	return id
}

// fillRandom fills eight bytes. An id tells spans apart and guards nothing.
func fillRandom(b []byte) { binary.NativeEndian.PutUint64(b, rand.Uint64()) } //nolint:gosec // see above
