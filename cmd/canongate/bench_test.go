package main

import (
	"bufio"
	"crypto/rand"
	"encoding/json"
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
	"sync/atomic"
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
		programs[i] = benchProgram(b, benchOptions{vendor: "cdp", baseURL: vendors, traces: strings.ReplaceAll(c.options, "COLLECTOR", collector),
			settings: `client_id: a, client_secret: "file:SECRET", username: a, password: "file:SECRET", updated_by: a`,
			journal:  `driver: sqlite, dsn: "file:DIR/journal.db"`})
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
	return ask(p, http.MethodPost, "/v1/customers/lookup", "", lookUp, nil)
}

// ask sends a request without a network, and gives the status. Into gets the answer,
// unless it is nil; "" is no key.
func ask(p *program, method, path, key, body string, into any) int {
	ctx := requests.Get().(*fasthttp.RequestCtx)
	defer requests.Put(ctx)
	ctx.Request.Reset()
	ctx.Response.Reset()
	ctx.Request.Header.SetMethod(method)
	ctx.Request.SetRequestURI(path)
	ctx.Request.Header.Set("Authorization", "Bearer "+aKey)
	if key != "" {
		ctx.Request.Header.Set("Idempotency-Key", key)
		ctx.Request.Header.Set("Gateway-Connection", "vendor")
	}
	if body != "" {
		ctx.Request.Header.SetContentType("application/json")
		ctx.Request.SetBodyString(body)
	}
	p.gateway.App().Handler()(ctx)
	if into != nil && json.Unmarshal(ctx.Response.Body(), into) != nil {
		return 0
	}
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

// BenchmarkWrites is what a payment, and a bank account, costs the processor through the
// whole gateway, its journal included. The vendor is a process of its own; the callers'
// connections are left out. PostgreSQL is measured where it runs.
func BenchmarkWrites(b *testing.B) {
	vendors := strings.TrimSuffix(sandboxProcess(b), "/cdp") + "/omnumi"
	journals := map[string]string{"sqlite": `driver: sqlite, dsn: "file:DIR/journal.db"`}
	if dsn := os.Getenv("CANONGATE_TEST_POSTGRES"); dsn != "" {
		journals["postgres"] = fmt.Sprintf("driver: postgres, dsn: %q", dsn)
	}
	for driver, journal := range journals {
		p := benchProgram(b, benchOptions{vendor: "omnumi", baseURL: vendors, journal: journal,
			settings: `tenant_id: 2a7c1f90-5b3d-4e86-9f12-6c8d0e4b7a35, api_key: "file:SECRET", access_token: "file:SECRET"`, traces: `sample_ratio: 0`})
		payer := payerOf(b, p)
		const account = `{"link_method":"account_numbers","institution_name":"First Example Bank","holder":{"name":"Noor Haddadin","email":"noor@example.com"},` +
			`"account_type":"checking","account_number":"000123456789","routing_number":"021000021"}`
		for _, callers := range []int{1, 16, 64} {
			b.Run(fmt.Sprintf("%s/pay/callers=%d", driver, callers), func(b *testing.B) {
				writeTogether(b, callers, func(key string) int {
					return ask(p, http.MethodPost, "/v1/payments", key, payer.draft("rent"), nil)
				})
			})
		}
		for _, callers := range []int{1, 16, 64} { // the sandbox forgets old accounts, and payments need the payer's
			b.Run(fmt.Sprintf("%s/link/callers=%d", driver, callers), func(b *testing.B) {
				writeTogether(b, callers, func(key string) int {
					return ask(p, http.MethodPost, "/v1/customers/"+payer.customer+"/bank_accounts", key, account, nil)
				})
			})
		}
	}
}

// writeTogether shares the writes between callers, and reports what one costs, how many
// there are a second, and how long the slowest hundredth takes.
func writeTogether(b *testing.B, callers int, write func(key string) int) {
	runtime.GC()
	before, began := cpuTime(b), time.Now()
	took := make([]float64, b.N)
	var next atomic.Int64
	var all sync.WaitGroup
	for range callers {
		all.Go(func() {
			for n := next.Add(1); n <= int64(b.N); n = next.Add(1) {
				began := time.Now()
				if status := write(rand.Text()); status != http.StatusCreated {
					b.Errorf("status %d", status)
				}
				took[n-1] = float64(time.Since(began).Microseconds()) / 1000
			}
		})
	}
	all.Wait()
	b.ReportMetric(float64((cpuTime(b)-before).Microseconds())/float64(b.N), "cpu-µs/write")
	b.ReportMetric(float64(b.N)/time.Since(began).Seconds(), "writes/s")
	slices.Sort(took)
	b.ReportMetric(took[len(took)*99/100], "p99-ms")
}

// payerOf is a customer with a bank account at the sandbox.
func payerOf(b *testing.B, p *program) (made payer) {
	b.Helper()
	var customer struct{ ID string }
	var accounts struct{ Data []struct{ ID string } }
	ask(p, http.MethodPost, "/v1/customers/references", "payer", `{"vendor_ids":{"customer_account_id":"c0000000-0000-4000-8000-000000000001"}}`, &customer)
	ask(p, http.MethodGet, "/v1/customers/"+customer.ID+"/bank_accounts", "", "", &accounts)
	if len(accounts.Data) == 0 {
		b.Fatal("the sandbox has no account")
	}
	return payer{customer: customer.ID, account: accounts.Data[0].ID}
}

// benchOptions are what benchmarks differ in, in YAML. With a shadow only lookups are routed.
type benchOptions struct{ vendor, baseURL, settings, journal, traces, shadow string }

func benchProgram(b *testing.B, o benchOptions) *program {
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
	text := strings.NewReplacer("KEYS", keys, "SECRET", secret, "DIR", dir, "HASH", config.HashKey(aKey)).Replace(fmt.Sprintf(`
ids: {keyset: "file:KEYS"}
auth: {api_keys: [{id: checkout, tenant: acme, sha256: HASH, scopes: ["*"], rate: {limit: 1000000, per: 1s, burst: 1000000}}]}
connections:
  vendor: {vendor: %[1]s, base_url: %[2]q, concurrency: 256, rate: {limit: 1000000, per: 1s, burst: 1000000}, settings: {%[3]s}}
  second: {vendor: %[1]s, base_url: %[2]q, settings: {%[3]s}, enabled: false}
routes: [{name: all, operations: ["*"], use: [{connection: vendor}]}]
journal: {%[4]s}
telemetry: {traces: {%[5]s}, logs: {level: warn}}
`, o.vendor, o.baseURL, strings.NewReplacer("SECRET", secret).Replace(o.settings), o.journal, o.traces))
	if o.shadow != "" {
		text = strings.NewReplacer(", enabled: false}", ", concurrency: 256, rate: {limit: 1000000, per: 1s, burst: 1000000}}",
			`operations: ["*"], use: [{connection: vendor}]`, "operations: [lookup_customer], use: [{connection: vendor}], shadow: {"+o.shadow+"}").Replace(text)
	}
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
