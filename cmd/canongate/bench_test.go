package main

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"canongate/config"

	"github.com/valyala/fasthttp"
)

// tracings are the ways to trace that are compared; the first is none.
var tracings = [...]struct{ name, options string }{
	{"off", `sample_ratio: 0, recent: 0`},
	{"1%", `otlp_endpoint: "COLLECTOR", sample_ratio: 0.01, recent: 0`},
	{"100%", `otlp_endpoint: "COLLECTOR", sample_ratio: 1, recent: 0`},
	{"memory", `sample_ratio: 0, recent: 512`},
}

// perTurn is how many requests each of them gets before the next has its turn, and
// inFlight how many of these are on their way at once.
const perTurn, inFlight = 1600, 16

// BenchmarkTracing is what a whole read costs the processor, call of the vendor and
// export included. They take turns, and what is compared are the turns of a round: on
// a busy machine nothing holds still for longer. Vendor and collector are processes of
// their own; the caller's connection is left out, with which the share of tracing would
// be smaller.
func BenchmarkTracing(b *testing.B) {
	vendors, collector := sandboxProcess(b), collectorProcess(b)
	programs := make([]*program, len(tracings))
	for i, c := range tracings {
		programs[i] = benchProgram(b, vendors, strings.ReplaceAll(c.options, "COLLECTOR", collector), "")
		turn(b, programs[i]) // fills pools
	}
	costs, more := make([][]float64, len(tracings)), make([][]float64, len(tracings))
	for first := 0; b.Loop(); first++ {
		var round [len(tracings)]float64
		for i := range programs {
			i = (i + first) % len(programs) // what is first has the others' garbage
			round[i] = turn(b, programs[i])
		}
		for i, cost := range round {
			costs[i], more[i] = append(costs[i], cost), append(more[i], 100*(cost/round[0]-1))
		}
	}
	b.ReportMetric(0, "ns/op") // a round of turns means nothing
	for i, c := range tracings {
		b.ReportMetric(median(costs[i]), c.name+"-cpu-µs")
		b.ReportMetric(median(more[i]), c.name+"-more-%")
	}
}

func median(of []float64) float64 {
	slices.Sort(of)
	return of[len(of)/2]
}

// turn sends requests, from several callers at once so that no processor is idle,
// and gives what one of them cost, in microseconds.
func turn(b *testing.B, p *program) float64 {
	b.Helper()
	runtime.GC()
	before := cpuTime(b)
	var callers sync.WaitGroup
	for range inFlight {
		callers.Go(func() {
			for range perTurn / inFlight {
				if status := look(p); status != http.StatusOK {
					b.Errorf("status %d", status)
				}
			}
		})
	}
	callers.Wait()
	if err := p.telemetry.traces.ForceFlush(b.Context()); err != nil {
		b.Fatal(err)
	}
	return float64((cpuTime(b) - before).Nanoseconds()) / perTurn / 1000
}

var requests = sync.Pool{New: func() any { return new(fasthttp.RequestCtx) }}

// look asks for a customer, and gives the status.
func look(p *program) int {
	ctx := requests.Get().(*fasthttp.RequestCtx)
	defer requests.Put(ctx)
	ctx.Request.Reset()
	ctx.Response.Reset()
	ctx.Request.Header.SetMethod(http.MethodPost)
	ctx.Request.SetRequestURI("/v1/customers/lookup")
	ctx.Request.Header.SetContentType("application/json")
	ctx.Request.Header.Set("Authorization", "Bearer "+aKey)
	ctx.Request.SetBodyString(lookUp)
	p.gateway.App().Handler()(ctx)
	return ctx.Response.StatusCode()
}

// cpuTime is what this process has used.
func cpuTime(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// benchProgram serves lookups of one connection. shadow is what the route says besides, in
// YAML.
func benchProgram(b *testing.B, vendors, traces, shadow string) *program {
	b.Helper()
	dir := b.TempDir()
	keys := filepath.Join(dir, "ids.json")
	if code := run(b.Context(), []string{"keys", "--keyset", keys}, io.Discard, io.Discard); code != 0 {
		b.Fatal("no keys")
	}
	secret := filepath.Join(dir, "secret")
	if err := os.WriteFile(secret, []byte("of the simulator"), 0o600); err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(dir, "canongate.yaml")
	text := strings.NewReplacer("KEYS", keys, "SECRET", secret, "VENDORS", vendors, "HASH", config.HashKey(aKey), "TRACES", traces, "SHADOW", shadow).Replace(`
ids: {keyset: "file:KEYS"}
auth: {api_keys: [{id: checkout, tenant: acme, sha256: HASH, scopes: ["*"]}]}
connections:
  cdp: {vendor: cdp, base_url: VENDORS, settings: {client_id: a, client_secret: "file:SECRET", username: a, password: "file:SECRET", updated_by: a}}
  second: {vendor: cdp, base_url: VENDORS, settings: {client_id: a, client_secret: "file:SECRET", username: a, password: "file:SECRET", updated_by: a}}
routes: [{name: lookups, operations: [lookup_customer], use: [{connection: cdp}], SHADOW}]
telemetry: {traces: {TRACES}, logs: {level: warn}}
`)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
	file, err := loadChecked(path)
	if err != nil {
		b.Fatal(err)
	}
	p, err := newProgram(b.Context(), file, io.Discard)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := p.close(b.Context()); err != nil {
			b.Error(err)
		}
	})
	return p
}

// sandboxProcess starts the simulators, and gives the base URL of CDP's.
func sandboxProcess(b *testing.B) string {
	b.Helper()
	return startProcess(b, asProgram, "sandbox ", "/cdp", "sandbox", "--listen", "127.0.0.1:0")
}

// collectorProcess starts a collector that takes everything, and gives its endpoint.
func collectorProcess(b *testing.B) string {
	b.Helper()
	return startProcess(b, asCollector, "collector ", "")
}

// collect is the collector, in a process of its own.
func collect() {
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
	}))
	defer server.Close()
	fmt.Fprintln(os.Stdout, "collector "+server.URL)
	endWithParent()
}

// startProcess starts this binary as what the variable says, and gives the URL that
// it prints between the two texts.
func startProcess(b *testing.B, as, before, after string, arguments ...string) string {
	b.Helper()
	cmd := exec.Command(os.Args[0], arguments...)
	cmd.Env = append(os.Environ(), as+"=yes")
	alive, err := cmd.StdinPipe() // the process ends with it
	if err != nil {
		b.Fatal(err)
	}
	said, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = alive.Close()
		_ = cmd.Wait() // it ends with an error, as asked
	})
	for lines := bufio.NewScanner(said); lines.Scan(); {
		if _, url, found := strings.Cut(lines.Text(), before); found && strings.HasSuffix(url, after) {
			return url
		}
	}
	b.Fatal("the process did not start")
	return ""
}
