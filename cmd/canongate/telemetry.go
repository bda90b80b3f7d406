package main

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"time"

	"canongate/cmd/canongate/internal/export"
	"canongate/cmd/canongate/internal/logs"
	"canongate/cmd/canongate/internal/metrics"
	"canongate/cmd/canongate/internal/spans"
	"canongate/cmd/canongate/internal/tracebuffer"
	"canongate/config"
	"canongate/gateway"

	"github.com/go-logr/logr"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

// telemetry is what the program tells about itself: traces, metrics and logs.
type telemetry struct {
	traces   *spans.Provider
	tracer   trace.Tracer
	buffer   *tracebuffer.Buffer
	registry *prometheus.Registry
	metrics  *metrics.Metrics
	level    *slog.LevelVar
	logger   *slog.Logger
	audit    *slog.Logger
}

// startTelemetry makes what the rooms report to.
func startTelemetry(ctx context.Context, o config.TelemetryOptions, out io.Writer) (*telemetry, error) {
	loggers := logs.New(out, o.Logs.Level, o.Logs.Format, time.Now)
	t := &telemetry{
		buffer: tracebuffer.New(o.Traces.Recent), registry: prometheus.NewRegistry(),
		level: loggers.Level, logger: loggers.Log, audit: loggers.Audit,
	}
	t.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	metrics.RegisterBuild(t.registry, version, commit)
	t.metrics = metrics.New(t.registry, gateway.Operations())
	if err := t.startTraces(ctx, o); err != nil {
		return nil, err
	}
	otel.SetTextMapPropagator(propagation.TraceContext{})
	ctx = context.WithoutCancel(ctx)
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(error) {
		// Exporters put the collector's answer into their errors.
		t.logger.WarnContext(ctx, "telemetry could not be handed over")
	}))
	logs.RedirectStdlib(t.logger)
	otel.SetLogger(logr.Discard()) // it prints variables of the environment that it cannot read, credentials too
	return t, nil
}

// maxAttribute bounds the text of an attribute, in bytes. The names that we put
// there are shorter.
const maxAttribute = 512

// startTraces makes the provider of spans: kept in memory, and exported as far as
// they are sampled. A caller's own decision about that counts where callers are
// trusted with it.
func (t *telemetry) startTraces(ctx context.Context, o config.TelemetryOptions) error {
	about, err := resource.New(ctx, resource.WithFromEnv(), resource.WithAttributes(
		attribute.String("service.name", o.ServiceName), attribute.String("service.version", version)))
	if err != nil {
		t.logger.WarnContext(ctx, "OTEL_RESOURCE_ATTRIBUTES cannot be read") // the library's words hold its value
	}
	limits := sdktrace.NewSpanLimits()
	limits.AttributeValueLengthLimit = maxAttribute
	options := spans.Options{Resource: about, Sampler: exportSampler(o.Traces), Limits: limits}
	if o.Traces.Recent > 0 {
		options.Sampler = tracebuffer.RecordAll(options.Sampler)
		options.Processors = append(options.Processors, t.buffer)
	}
	if o.Traces.OTLPEndpoint != "" {
		exporter, err := export.New(ctx, o.Traces.OTLPEndpoint, t.metrics)
		if err != nil {
			return err
		}
		options.Processors = append(options.Processors, exporter)
	}
	t.traces = spans.New(options)
	t.tracer = t.traces.Tracer("canongate", trace.WithInstrumentationVersion(version))
	return nil
}

// exportSampler decides which traces are exported: of one that a caller began too,
// unless callers are trusted with that.
func exportSampler(o config.TracesOptions) sdktrace.Sampler {
	ratio := sdktrace.TraceIDRatioBased(o.SampleRatio)
	if o.TrustCallers {
		return sdktrace.ParentBased(ratio)
	}
	return sdktrace.ParentBased(ratio, sdktrace.WithRemoteParentSampled(ratio), sdktrace.WithRemoteParentNotSampled(ratio))
}

// metricsHandler serves the metrics, in OpenMetrics' form with exemplars where it
// is asked for.
func (t *telemetry) metricsHandler() http.Handler {
	return promhttp.HandlerFor(t.registry, promhttp.HandlerOpts{
		EnableOpenMetrics: true, MaxRequestsInFlight: 4, Registry: t.registry,
	})
}

// unmappedOf gives what an adapter of the vendor reports unknown values to. What
// the value was is nobody's business: the field's name is enough to look it up
// with the vendor.
func (t *telemetry) unmappedOf(vendor string) func(field string) {
	return func(field string) {
		if t.metrics.Unmapped(vendor, field) {
			t.logger.Warn("vendor sends what no table knows", "vendor", vendor, "field", field)
		}
	}
}

// otherSubjectsOf gives what an adapter of the connection reports answers about
// somebody else to.
func (t *telemetry) otherSubjectsOf(connection string) func(operation string) {
	return func(operation string) {
		if t.metrics.OtherSubject(connection, operation) {
			t.logger.Warn("vendor answers about another subject than the one asked for", "connection", connection, "operation", operation)
		}
	}
}

// The time for the last export: what a shutdown leaves, within these bounds. A
// collector that does not answer must not hold it up.
const minFlush, maxFlush = 200 * time.Millisecond, time.Second

// flush hands over what is still held, by the end of a shutdown where there is
// one.
func (t *telemetry) flush(ctx context.Context, end time.Time) {
	left := maxFlush
	if !end.IsZero() {
		left = min(max(time.Until(end), minFlush), maxFlush)
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), left)
	defer cancel()
	if err := t.traces.Shutdown(ctx); err != nil {
		t.logger.WarnContext(ctx, "telemetry was not handed over in time")
	}
}
