package gateway_test

import (
	"context"
	"io"
	"maps"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"canongate/canonical"
	"canongate/gateway"
	"canongate/gateway/openapi"
)

// serve listens for the rig until the test ends, and gives the URL.
func serve(t testing.TB, r *rig) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- r.server.Serve(ln) }()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		defer cancel()
		if err := r.server.Shutdown(ctx); err != nil {
			t.Error(err)
		}
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return "http://" + ln.Addr().String()
}

func send(t testing.TB, request *http.Request) answer {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{status: response.StatusCode, header: response.Header, body: body}
}

func get(t testing.TB, url string) answer {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+allKey)
	return send(t, request)
}

// examples are the requests of the OpenAPI document, by operation.
func examples(t testing.TB) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, example := range openapi.Examples() {
		if _, first := found[example.Operation]; !first && example.Body != nil {
			found[example.Operation] = string(example.Body)
		}
	}
	return found
}

// slow is a vendor whose reads wait until they are let go.
type slow struct {
	*fakeVendor
	entered, release chan struct{}
}

func (s slow) ListAgreements(ctx context.Context, q canonical.AgreementsQuery) (canonical.List[canonical.Agreement], error) {
	s.entered <- struct{}{}
	<-s.release
	return s.fakeVendor.ListAgreements(ctx, q)
}

func TestShutdownDrains(t *testing.T) {
	t.Parallel()
	vendor := slow{&fakeVendor{}, make(chan struct{}), make(chan struct{})}
	r := newRig(t, func(r *rig, _ *gateway.Options) { r.state.Connections[bank].Adapter = vendor })
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- r.server.Serve(ln) }()
	url := "http://" + ln.Addr().String()

	answered := make(chan answer, 1)
	go func() { answered <- get(t, url+"/v1/agreements") }()
	<-vendor.entered
	if a := get(t, url+"/readyz"); a.status != http.StatusOK {
		t.Fatalf("ready gives %d %s", a.status, a.body)
	}
	stopped := make(chan error, 1)
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		stopped <- r.server.Shutdown(ctx)
	}()
	for get(t, url+"/readyz").status != http.StatusServiceUnavailable {
		// Shutdown has not begun yet; each turn is a round trip.
		if a := get(t, url+"/livez"); a.status != http.StatusOK {
			t.Fatalf("live gives %d", a.status)
		}
	}
	close(vendor.release)
	if a := <-answered; a.status != http.StatusOK {
		t.Errorf("the request in flight got %d %s", a.status, a.body)
	}
	if err := <-stopped; err != nil {
		t.Error(err)
	}
	if err := <-served; err != nil {
		t.Error(err)
	}
	if conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://")); err == nil {
		conn.Close()
		t.Error("the listener is still open")
	}
}

func TestSwapIsOneStep(t *testing.T) {
	t.Parallel()
	vendor := slow{&fakeVendor{}, make(chan struct{}), make(chan struct{})}
	r := newRig(t, func(r *rig, _ *gateway.Options) { r.state.Connections[bank].Adapter = vendor })
	answered := make(chan answer, 1)
	go func() { answered <- r.call(t, http.MethodGet, "/v1/agreements", "") }()
	<-vendor.entered
	next := r.state
	next.Generation = 4
	next.Connections = maps.Clone(r.state.Connections)
	next.Connections[bank] = &gateway.Connection{Name: bank, Vendor: "stub", Tenant: "acme", Adapter: &fakeVendor{}}
	next.Routes = routes(t, &next)
	r.server.Swap(&next)
	if a := r.call(t, http.MethodGet, "/v1/agreements", ""); a.header.Get("Gateway-Generation") != "4" || a.status != http.StatusOK {
		t.Errorf("after the swap: %d %v", a.status, a.header)
	}
	close(vendor.release)
	if a := <-answered; a.header.Get("Gateway-Generation") != "3" || a.status != http.StatusOK {
		t.Errorf("in flight during the swap: %d %v", a.status, a.header)
	}
}

func TestBeforeTheFirstSwapNobodyIsServed(t *testing.T) {
	t.Parallel()
	server, err := gateway.New(gateway.Options{IDs: newIDs(t)})
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{server: server}
	if a := r.call(t, http.MethodGet, "/v1/connections", ""); a.status != http.StatusUnauthorized {
		t.Errorf("%d %s", a.status, a.body)
	}
	if a := r.call(t, http.MethodGet, "/readyz", ""); a.status != http.StatusServiceUnavailable {
		t.Errorf("%d %s", a.status, a.body)
	}
}
