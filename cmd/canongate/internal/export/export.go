// Package export hands spans to a collector without ever holding up a request.
//
// # Decisions
//
// The SDK's batch processor drops what does not fit into its queue and tells
// nobody, and it wakes a goroutine for every span. This one says what it drops, and
// wakes who sends for a full batch.
//
// Headers, certificates, compression and time-outs of the export come from the
// OTEL_EXPORTER_OTLP_ variables, which the exporters read themselves, and the pace from
// OTEL_BSP_SCHEDULE_DELAY, OTEL_BSP_EXPORT_TIMEOUT and OTEL_BSP_MAX_EXPORT_BATCH_SIZE; the
// configuration file says where to.
//
// The library makes several objects of each attribute, which costs a trace more than
// all that the gateway does about it before. So OTLP's messages are written by hand, and
// the library's clients send them; a test holds what is written to what the library
// would write. JSON, which the environment may ask for, is left to the library.
package export

import (
	"context"
	"errors"
	"net/url"
	"os"
	"strings"

	"go.opentelemetry.io/otel/exporters/otlp/otlptrace"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
)

// Why spans are dropped.
const (
	QueueFull = "queue_full"
	Refused   = "export_failed"
)

// Counter is told what becomes of spans. It returns at once.
type Counter interface {
	SpansExported(spans int)
	SpansDropped(reason string, spans int)
}

// New makes a span processor that sends to the endpoint: OTLP over gRPC for the
// schemes grpc and grpcs, over HTTP for http and https. It connects lazily: a
// collector that is down does not keep the gateway down.
func New(ctx context.Context, endpoint string, count Counter) (sdktrace.SpanProcessor, error) {
	exporter, err := newExporter(ctx, endpoint)
	if err != nil {
		return nil, err
	}
	return startBatches(exporter, count), nil
}

func newExporter(ctx context.Context, endpoint string) (sdktrace.SpanExporter, error) {
	u, err := url.Parse(endpoint)
	if err != nil {
		return nil, errors.New("start trace export: otlp_endpoint is not a URL")
	}
	var client otlptrace.Client
	switch u.Scheme {
	case "grpc":
		client = otlptracegrpc.NewClient(otlptracegrpc.WithEndpoint(u.Host), otlptracegrpc.WithInsecure())
	case "grpcs":
		client = otlptracegrpc.NewClient(otlptracegrpc.WithEndpointURL("https://" + u.Host))
	default:
		client = otlptracehttp.NewClient(otlptracehttp.WithEndpointURL(httpEndpoint(u)))
	}
	exporter, err := otlptrace.New(ctx, client)
	if err != nil { // the exporter's words may hold the endpoint, and it a credential
		return nil, errors.New("start trace export: the exporter refuses otlp_endpoint, or what the environment says about OTLP")
	}
	if mayBeJSON() {
		return exporter, nil
	}
	return &encoder{SpanExporter: exporter, client: client}, nil
}

// mayBeJSON says whether the environment asks for JSON instead of protobuf.
func mayBeJSON() bool {
	return strings.Contains(os.Getenv("OTEL_EXPORTER_OTLP_PROTOCOL")+os.Getenv("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL"), "json")
}

// httpEndpoint adds OTLP's path where the endpoint has none.
func httpEndpoint(u *url.URL) string {
	if u.Path == "" || u.Path == "/" {
		return u.JoinPath("v1", "traces").String()
	}
	return u.String()
}
