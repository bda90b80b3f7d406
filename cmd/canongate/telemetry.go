package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"time"

	"canongate/config"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	otelprometheus "go.opentelemetry.io/otel/exporters/prometheus"
	"go.opentelemetry.io/otel/propagation"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
)

// telemetry is what the program tells about itself: traces, metrics and logs.
type telemetry struct {
	traces   *sdktrace.TracerProvider
	metrics  *sdkmetric.MeterProvider
	registry *prometheus.Registry
	logger   *slog.Logger
}

// startTelemetry makes the providers and puts them in OpenTelemetry's global
// places, where the rooms find them.
func startTelemetry(ctx context.Context, o config.TelemetryOptions, logs io.Writer) (*telemetry, error) {
	t := &telemetry{registry: prometheus.NewRegistry(), logger: newLogger(o.Logs, logs)}
	t.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	reader, err := otelprometheus.New(otelprometheus.WithRegisterer(t.registry), otelprometheus.WithoutScopeInfo())
	if err != nil {
		return nil, fmt.Errorf("start metrics: %w", err)
	}
	about := resource.NewSchemaless(
		attribute.String("service.name", o.ServiceName), attribute.String("service.version", version))
	t.metrics = sdkmetric.NewMeterProvider(sdkmetric.WithReader(reader), sdkmetric.WithResource(about))
	options := []sdktrace.TracerProviderOption{
		sdktrace.WithResource(about),
		sdktrace.WithSampler(sdktrace.ParentBased(sdktrace.TraceIDRatioBased(o.Traces.SampleRatio))),
	}
	if o.Traces.OTLPEndpoint != "" {
		exporter, err := newExporter(ctx, o.Traces.OTLPEndpoint)
		if err != nil {
			return nil, err
		}
		options = append(options, sdktrace.WithBatcher(exporter))
	}
	t.traces = sdktrace.NewTracerProvider(options...)
	otel.SetTracerProvider(t.traces)
	otel.SetMeterProvider(t.metrics)
	otel.SetTextMapPropagator(propagation.TraceContext{})
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(error) {
		// Exporters put the collector's answer into their errors.
		t.logger.Warn("telemetry could not be handed over")
	}))
	return t, nil
}

// newExporter speaks OTLP over gRPC or HTTP, as the endpoint's scheme says. It
// connects lazily: a collector that is down does not keep the gateway down.
func newExporter(ctx context.Context, endpoint string) (*otlptrace.Exporter, error) {
	u, err := url.Parse(endpoint)
	if err != nil {
		return nil, errors.New("start trace export: otlp_endpoint is not a URL")
	}
	var exporter *otlptrace.Exporter
	switch u.Scheme {
	case "grpc":
		exporter, err = otlptracegrpc.New(ctx, otlptracegrpc.WithEndpoint(u.Host), otlptracegrpc.WithInsecure())
	case "grpcs":
		exporter, err = otlptracegrpc.New(ctx, otlptracegrpc.WithEndpoint(u.Host))
	default:
		exporter, err = otlptracehttp.New(ctx, otlptracehttp.WithEndpointURL(httpEndpoint(u)))
	}
	if err != nil {
		return nil, errors.New("start trace export: the exporter refuses otlp_endpoint")
	}
	return exporter, nil
}

// httpEndpoint adds OTLP's path where the endpoint has none.
func httpEndpoint(u *url.URL) string {
	if u.Path == "" || u.Path == "/" {
		return u.JoinPath("v1", "traces").String()
	}
	return u.String()
}

// flush hands over what is still held, for at most five seconds.
func (t *telemetry) flush(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := errors.Join(t.traces.Shutdown(ctx), t.metrics.Shutdown(ctx)); err != nil {
		t.logger.WarnContext(ctx, "telemetry was not handed over in time")
	}
}

var levels = map[string]slog.Level{
	"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError,
}

func newLogger(o config.LogsOptions, out io.Writer) *slog.Logger {
	options := &slog.HandlerOptions{Level: levels[o.Level]}
	if o.Format == "text" {
		return slog.New(slog.NewTextHandler(out, options))
	}
	return slog.New(slog.NewJSONHandler(out, options))
}
