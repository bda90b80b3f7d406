package main

import (
	"encoding/json"
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"google.golang.org/grpc/credentials"
)

// TestExport sends spans by each protocol, with and without TLS, with what the
// standard environment says about headers, certificates and the resource. It is
// not parallel: the environment belongs to everybody.
func TestExport(t *testing.T) {
	trusted := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(trusted.Close)
	certificate := filepath.Join(t.TempDir(), "collector.pem")
	must(t, os.WriteFile(certificate, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: trusted.Certificate().Raw}), 0o600))
	t.Setenv("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%20of-the-collector")
	t.Setenv("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test")
	for name, start := range map[string]func() (*receiver, string){
		"http":  func() (*receiver, string) { return receiveHTTP(t) },
		"https": func() (*receiver, string) { return receiveHTTPS(t, trusted.TLS) },
		"grpc":  func() (*receiver, string) { return receiveGRPC(t, nil) },
		"grpcs": func() (*receiver, string) { return receiveGRPC(t, credentials.NewTLS(trusted.TLS)) },
	} {
		t.Run(name, func(t *testing.T) {
			if strings.HasSuffix(name, "s") {
				t.Setenv("OTEL_EXPORTER_OTLP_CERTIFICATE", certificate)
			}
			collecting, endpoint := start()
			g := serveTraced(t, endpoint, "recent: 0")
			client := &http.Client{Transport: &http.Transport{}}
			if status, body := g.send(t, client, http.MethodPost, "/v1/customers/lookup", lookUp, name, "Gateway-Connection", "good"); status != http.StatusOK {
				t.Fatalf("%d %s", status, body)
			}
			client.CloseIdleConnections()
			g.stop()
			if code := <-g.code; code != 0 {
				t.Fatalf("exit code %d: %s", code, g.logs)
			}
			var kinds []string
			for _, s := range collecting.whole(t, traceID(name)) {
				kinds = append(kinds, strings.TrimPrefix(s.Kind.String(), "SPAN_KIND_"))
			}
			if got := strings.Join(kinds, " "); got != "SERVER INTERNAL CLIENT" {
				t.Errorf("spans %s", got)
			}
			if got := collecting.header.Get("Authorization"); got != "Bearer of-the-collector" {
				t.Errorf("the collector was shown %q", got)
			}
			if about := attributes(collecting.about); !strings.Contains(about, "deployment.environment.name=test") {
				t.Errorf("the resource is %s", about)
			}
		})
	}
}

// TestSampling trusts callers: their decision counts, and the configuration's
// where the caller has made none.
func TestSampling(t *testing.T) {
	t.Parallel()
	collecting, endpoint := receiveHTTP(t)
	g := serveTraced(t, endpoint, "sample_ratio: 0, trust_callers: true")
	client := &http.Client{Transport: &http.Transport{}}
	for range 20 {
		g.send(t, client, http.MethodPost, "/v1/customers/lookup", lookUp, "", "Gateway-Connection", "good")
	}
	g.send(t, client, http.MethodPost, "/v1/customers/lookup", lookUp, "wanted", "Gateway-Connection", "good")
	kept := g.kept(t, client)
	client.CloseIdleConnections()
	g.stop()
	if code := <-g.code; code != 0 {
		t.Fatalf("exit code %d: %s", code, g.logs)
	}
	if spans := collecting.whole(t, traceID("wanted")); len(spans) != len(collecting.spans) {
		t.Errorf("%d spans were exported, want those of one trace", len(collecting.spans))
	}
	if kept != 21 {
		t.Errorf("%d traces are in memory, want all 21", kept)
	}
	unsampled := 0
	for _, parent := range g.parents {
		if strings.HasSuffix(parent, "-00") {
			unsampled++
		}
	}
	if unsampled < 20 {
		t.Errorf("the vendor was told of %d traces that nobody samples, want 20", unsampled)
	}
}

// kept is how many traces are in memory.
func (g *traced) kept(t *testing.T, client *http.Client) int {
	t.Helper()
	_, body := sendTo(t, client, http.MethodGet, g.admin+"/admin/v1/traces", "")
	var page struct{ Data []any }
	must(t, json.Unmarshal(body, &page))
	return len(page.Data)
}
