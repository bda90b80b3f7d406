package main

import (
	"cmp"
	"context"
	"crypto/tls"
	"encoding/hex"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	common "go.opentelemetry.io/proto/otlp/common/v1"
	tracev1 "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/proto"
)

// receiver is an OpenTelemetry collector that keeps what it is sent. It speaks
// both of OTLP's protocols.
type receiver struct {
	collector.UnimplementedTraceServiceServer

	mu      sync.Mutex
	raw     []byte // every request, as it came
	header  http.Header
	spans   []*tracev1.Span
	about   []*common.KeyValue
	changed chan struct{}
}

// receiveHTTP starts a collector for OTLP/HTTP, and gives its endpoint.
func receiveHTTP(t *testing.T) (*receiver, string) {
	t.Helper()
	r := newReceiver()
	server := httptest.NewServer(r)
	t.Cleanup(server.Close)
	return r, server.URL
}

// receiveHTTPS is receiveHTTP with TLS.
func receiveHTTPS(t *testing.T, with *tls.Config) (*receiver, string) {
	t.Helper()
	r := newReceiver()
	server := httptest.NewUnstartedServer(r)
	server.TLS = &tls.Config{Certificates: with.Certificates}
	server.StartTLS()
	t.Cleanup(server.Close)
	return r, server.URL
}

func newReceiver() *receiver { return &receiver{changed: make(chan struct{}, 1)} }

// ServeHTTP is OTLP/HTTP's one call.
func (r *receiver) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	body, err := io.ReadAll(q.Body)
	request := &collector.ExportTraceServiceRequest{}
	if err != nil || q.URL.Path != "/v1/traces" || proto.Unmarshal(body, request) != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	r.take(request, body, q.Header)
	w.Header().Set("Content-Type", "application/x-protobuf")
}

// receiveGRPC starts a collector for OTLP/gRPC, with TLS unless with is nil, and
// gives its endpoint.
func receiveGRPC(t *testing.T, with credentials.TransportCredentials) (*receiver, string) {
	t.Helper()
	r, scheme, options := newReceiver(), "grpc://", []grpc.ServerOption{}
	if with != nil {
		scheme, options = "grpcs://", append(options, grpc.Creds(with))
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	server := grpc.NewServer(options...)
	collector.RegisterTraceServiceServer(server, r)
	go server.Serve(listener)
	t.Cleanup(server.Stop)
	return r, scheme + listener.Addr().String()
}

// Export is OTLP/gRPC's one call.
func (r *receiver) Export(ctx context.Context, request *collector.ExportTraceServiceRequest) (*collector.ExportTraceServiceResponse, error) {
	body, err := proto.Marshal(request)
	if err != nil {
		return nil, err
	}
	header := http.Header{}
	sent, _ := metadata.FromIncomingContext(ctx)
	for name, values := range sent {
		header[http.CanonicalHeaderKey(name)] = values
	}
	r.take(request, body, header)
	return &collector.ExportTraceServiceResponse{}, nil
}

func (r *receiver) take(request *collector.ExportTraceServiceRequest, body []byte, header http.Header) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.raw, r.header = append(r.raw, body...), header
	for _, resource := range request.ResourceSpans {
		r.about = resource.Resource.Attributes
		for _, scope := range resource.ScopeSpans {
			r.spans = append(r.spans, scope.Spans...)
		}
	}
	select {
	case r.changed <- struct{}{}:
	default:
	}
}

// sent is everything that was exported, as it came over the wire.
func (r *receiver) sent() []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.raw)
}

// whole waits until the trace's server span is there, which ends last, and gives
// the trace's spans in the order of their start.
func (r *receiver) whole(t *testing.T, traceID string) []*tracev1.Span {
	t.Helper()
	patience := time.After(time.Minute)
	for {
		if spans := r.trace(traceID); slices.ContainsFunc(spans, func(s *tracev1.Span) bool { return s.Kind == tracev1.Span_SPAN_KIND_SERVER }) {
			return spans
		}
		select {
		case <-r.changed:
		case <-patience:
			t.Fatalf("trace %s was not exported", traceID)
		}
	}
}

// trace gives the spans of a trace that came so far, in the order of their start.
func (r *receiver) trace(traceID string) []*tracev1.Span {
	r.mu.Lock()
	defer r.mu.Unlock()
	var spans []*tracev1.Span
	for _, s := range r.spans {
		if hex.EncodeToString(s.TraceId) == traceID {
			spans = append(spans, s)
		}
	}
	slices.SortStableFunc(spans, func(a, b *tracev1.Span) int { return cmp.Compare(a.StartTimeUnixNano, b.StartTimeUnixNano) })
	return spans
}
