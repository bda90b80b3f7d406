package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"canongate/adapters"
	"canongate/canonical"
	"canongate/config"
	"canongate/gateway"
	"canongate/gateway/ids"
	"canongate/policies"

	"github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"
	"go.opentelemetry.io/otel/trace"
)

// testbed is a gateway in this process, between callers and one simulator that
// it reaches over two connections: `ill`, whose network a test can break, and
// `well`.
type testbed struct {
	client
	built          *generation
	observer       *recordingObserver
	network        *toxiproxy.Proxy
	vendorCalls    atomic.Int64 // calls that reached the vendor over the ill network
	vendorInFlight atomic.Int64 // those that it has not answered
	stop           func()
}

// The connections of a testbed.
const (
	ill  = "ill"
	well = "well"
)

const testbedFile = `
ids: {keyset: "file:%[1]s"}
auth: {api_keys: [{id: app, tenant: acme, sha256: %[2]s, scopes: ["*"]}]}
connections:
  ill:
    {vendor: omnumi, base_url: "http://%[3]s", settings: {tenant_id: 5f0c9a52-6d7e-4b1f-9c3a-000000000001, api_key: "file:%[1]s"}, %[5]s}
  well:
    {vendor: omnumi, base_url: "http://%[4]s", settings: {tenant_id: 5f0c9a52-6d7e-4b1f-9c3a-000000000002, api_key: "file:%[1]s"}, %[5]s}
routes: [{name: all, operations: ["*"], use: [{connection: well}]}]
`

// newTestbed serves with these limits of both connections, in YAML.
func newTestbed(t *testing.T, limits string) *testbed {
	t.Helper()
	b := &testbed{observer: &recordingObserver{attempts: map[string]int{}, retries: map[string]int{}}}
	simulator := adapters.Builtin()["omnumi"].Sandbox()
	direct := httptest.NewServer(simulator)
	counted := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b.vendorCalls.Add(1)
		b.vendorInFlight.Add(1)
		defer b.vendorInFlight.Add(-1)
		simulator.ServeHTTP(w, r)
	}))
	b.network = networkTo(t, counted.Listener.Addr().String())
	builder := newBuilder()
	builder.observer = b.observer
	keys := filepath.Join(t.TempDir(), "ids.json")
	must(t, os.WriteFile(keys, newKeyset(t), 0o600))
	b.built = builder.build(parsed(t, fmt.Sprintf(testbedFile, keys, config.HashKey(aKey),
		b.network.Listen, direct.Listener.Addr(), limits)), 1, nil)
	var end func()
	b.client, end = serveBuilt(t, b.built, gateway.Options{})
	b.stop = sync.OnceFunc(func() {
		end()
		b.built.release(&generation{})
		b.network.Stop()
		counted.Close()
		direct.Close()
	})
	t.Cleanup(b.stop)
	return b
}

// sandboxHandler serves each vendor's simulator below its name.
func sandboxHandler(vendors map[string]adapters.Vendor) http.Handler {
	s := newSandboxes(vendors)
	for vendor := range vendors {
		s.baseURL(vendor, vendor)
	}
	return s
}

func newKeyset(t *testing.T) []byte {
	t.Helper()
	keyset, err := ids.NewKeyset()
	must(t, err)
	return keyset
}

// networkTo is a proxy to an address, without faults.
func networkTo(t *testing.T, address string) *toxiproxy.Proxy {
	t.Helper()
	zerolog.SetGlobalLevel(zerolog.Disabled)
	server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())
	proxy := toxiproxy.NewProxy(server, "vendor", "127.0.0.1:0", address)
	must(t, proxy.Start())
	return proxy
}

// serveBuilt listens for callers until end is called, with ids of its own.
func serveBuilt(t *testing.T, b *generation, o gateway.Options) (c client, end func()) {
	t.Helper()
	var err error
	o.IDs, err = ids.New(newKeyset(t))
	must(t, err)
	server, err := gateway.New(o)
	must(t, err)
	server.Swap(b.state)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	return client{base: "http://" + listener.Addr().String()}, func() {
		transport.CloseIdleConnections()
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		if err := server.Shutdown(ctx); err != nil {
			t.Error(err)
		}
		if err := <-served; err != nil {
			t.Error(err)
		}
	}
}

// poison adds faults to the ill network; each is toxiproxy's JSON.
func (b *testbed) poison(t *testing.T, toxics ...string) {
	t.Helper()
	for _, toxic := range toxics {
		if _, err := b.network.Toxics.AddToxicJson(strings.NewReader(toxic)); err != nil {
			t.Fatalf("%s: %v", toxic, err)
		}
	}
}

// heal removes all faults.
func (b *testbed) heal(t *testing.T) {
	t.Helper()
	b.network.Toxics.ResetToxics(t.Context())
}

// read makes one safe call through a connection.
func (b *testbed) read(ctx context.Context, connection string, header ...string) (reply, error) {
	h := http.Header{"Gateway-Connection": {connection}}
	for i := 0; i+1 < len(header); i += 2 {
		h.Set(header[i], header[i+1])
	}
	return b.do(ctx, http.MethodGet, "/v1/agreement_templates/privacy_policy", h, nil)
}

// outcomes are what became of the calls through one connection.
type outcomes struct {
	mu      sync.Mutex
	codes   map[string]int // by code of the problem; "" for success
	took    []time.Duration
	refused []time.Duration // by an open breaker
}

// run makes so many calls at a pace, whatever becomes of those before, and
// returns when all were answered.
func (b *testbed) run(t *testing.T, connection string, calls int) *outcomes {
	f := &outcomes{codes: map[string]int{}}
	var group sync.WaitGroup
	tick := time.NewTicker(callEvery)
	defer tick.Stop()
	for range calls {
		group.Go(func() { b.one(t, f, connection) })
		<-tick.C
	}
	group.Wait()
	return f
}

func (b *testbed) one(t *testing.T, f *outcomes, connection string) {
	began := time.Now()
	answer, err := b.read(context.WithoutCancel(t.Context()), connection)
	took := time.Since(began)
	if err != nil {
		t.Errorf("the gateway itself did not answer: %v", err)
		return
	}
	code := ""
	if answer.status != http.StatusOK {
		code = answer.decode(t).Code
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.codes[code]++
	f.took = append(f.took, took)
	if code == string(canonical.VendorUnavailable) && answer.decode(t).Outcome == string(canonical.NotSent) && answer.header.Get("Retry-After") != "" {
		f.refused = append(f.refused, gatewayTime(answer))
	}
}

// gatewayTime is what the answer says that the gateway itself took.
func gatewayTime(answer reply) time.Duration {
	_, text, _ := strings.Cut(answer.header.Get("Server-Timing"), "gateway;dur=")
	d, _ := time.ParseDuration(text + "ms")
	return d
}

func (f *outcomes) calls() int { return len(f.took) }

// success is the share of calls that succeeded, in percent.
func (f *outcomes) success() float64 {
	return 100 * float64(f.codes[""]) / float64(max(f.calls(), 1))
}

// quantile is the time that a share of the calls stay below.
func quantile(took []time.Duration, share float64) time.Duration {
	if len(took) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(took))
	return sorted[min(int(share*float64(len(sorted))), len(sorted)-1)]
}

// recordingObserver writes down what the policies report.
type recordingObserver struct {
	mu       sync.Mutex
	attempts map[string]int // by connection
	retries  map[string]int
	opened   time.Time // first
	closed   time.Time // last
}

// Attempt counts.
func (w *recordingObserver) Attempt(_ trace.SpanContext, connection, _ string, _ canonical.Code, _ time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.attempts[connection]++
}

// Retried counts.
func (w *recordingObserver) Retried(connection, _ string, _ canonical.Code) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.retries[connection]++
}

// Limited is of no interest here.
func (*recordingObserver) Limited(_, _ string, _ policies.LimitName) {}

// Breaker notes when the ill connection's opened and closed.
func (w *recordingObserver) Breaker(connection, _ string, state policies.BreakerState) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case connection != ill:
	case state == policies.BreakerOpen && w.opened.IsZero():
		w.opened = time.Now()
	case state == policies.BreakerClosed:
		w.closed = time.Now()
	}
}

// forget has nothing known of what the ill connection's breaker did before.
func (w *recordingObserver) forget() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.opened, w.closed = time.Time{}, time.Time{}
}

// seen gives attempts and retries of a connection so far, and when its breaker
// first opened and last closed.
func (w *recordingObserver) seen(connection string) (attempts, retries int, opened, closed time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.attempts[connection], w.retries[connection], w.opened, w.closed
}
