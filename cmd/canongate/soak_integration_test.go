//go:build integration

package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"fmt"
	"math"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// soakTime says how long TestSoak lasts; `make soak` sets it.
const soakTime = "CANONGATE_SOAK"

// A soak's load: callers that pause after each request, and how long the vendors
// are ill and well in turn.
const (
	soakCallers = 8
	soakPause   = 10 * time.Millisecond
	soakFlap    = 3 * time.Second
)

// maxSoakRSS is what the process may take at most.
const maxSoakRSS = 120 * megabyte

// soakFigures are the metrics that must not grow, and how much of a difference is
// noise beside the tenth that every figure has.
var soakFigures = []struct {
	name, metric string
	noise        float64
}{
	{"goroutines", "go_goroutines", 10},
	{"descriptors", "process_open_fds", 10},
	{"heap", "go_memstats_heap_alloc_bytes", 2 * megabyte},
	{"rss", "process_resident_memory_bytes", 4 * megabyte},
}

// TestSoak has callers call vendors that fall ill and recover, and wants the end
// to look like the first minute. Each figure is the least of a window of samples:
// what a collection, or the end of a flap, brings it back to. A leak lifts the
// least as well; garbage does not.
func TestSoak(t *testing.T) {
	length, err := time.ParseDuration(cmp.Or(os.Getenv(soakTime), "20s"))
	must(t, err)
	first := min(time.Minute, length/2) // warm: pools, traces, the store's caches
	window := min(30*time.Second, length/4)
	s := newSite(t, siteOptions{Timeout: "300ms", Faults: map[string]string{
		"a-well": "", "b-failing": "status=503", "c-hanging": "hang", "d-broken": "reset_after",
	}})
	g := s.serve()
	ctx, cancel := context.WithTimeout(t.Context(), length)
	defer cancel()
	var callers sync.WaitGroup
	customers := map[string]string{}
	for _, connection := range []string{"a-well", "b-failing", "c-hanging", "d-broken"} {
		header := http.Header{"Idempotency-Key": {"customer of " + connection}, "Gateway-Connection": {connection}}
		answer, err := g.do(ctx, http.MethodPost, "/v1/customers/references", header, []byte(soakCustomer))
		must(t, err)
		customers[connection] = answer.decode(t).ID
	}
	for i := range soakCallers {
		callers.Go(func() { soakCaller(ctx, g, customers, i) })
	}
	began := time.Now()
	var early, late []map[string]float64
	var most float64
	for pause(ctx, 500*time.Millisecond) {
		sample := g.sample(t)
		most = max(most, sample["process_resident_memory_bytes"])
		switch at := time.Since(began); {
		case at >= first-window && at < first:
			early = append(early, sample)
		case at >= length-window:
			late = append(late, sample)
		}
	}
	callers.Wait()
	tolerance := 0.1
	if length < 5*time.Minute {
		tolerance = 0.5 // too short to be warm
	}
	for _, f := range soakFigures {
		a, b := least(early, f.metric), least(late, f.metric)
		t.Logf("%-12s %12.0f after %v, %12.0f after %v (%+.1f %%)", f.name, a, first, b, length, 100*(b/a-1))
		if math.Abs(b-a) > max(tolerance*a, f.noise) && b > a {
			t.Errorf("%s went from %.0f to %.0f", f.name, a, b)
		}
	}
	t.Logf("%.0f requests; RSS at most %.0f MB", g.sample(t)["requests"], most/megabyte)
	if most > maxSoakRSS {
		t.Errorf("RSS reached %.0f MB, more than %d MB", most/megabyte, maxSoakRSS/megabyte)
	}
}

func least(samples []map[string]float64, metric string) float64 {
	lowest := math.Inf(1)
	for _, s := range samples {
		lowest = min(lowest, s[metric])
	}
	return lowest
}

// soakCustomer is one whom every sandbox knows.
const soakCustomer = `{"vendor_ids":{"customer_account_id":"c0000000-0000-4000-8000-000000000001"}}`

// soakCaller reads, writes and is refused in turn, at a vendor that is well or
// ill. What it is answered is for other tests to judge.
func soakCaller(ctx context.Context, g *daemon, customers map[string]string, number int) {
	ill := []string{"b-failing", "c-hanging", "d-broken"}
	began := time.Now()
	for n := 0; pause(ctx, soakPause); n++ {
		connection := "a-well"
		if flap := int(time.Since(began) / soakFlap); flap%2 == 1 && n%2 == 0 {
			connection = ill[flap/2%len(ill)]
		}
		header := http.Header{"Gateway-Connection": {connection}, "Idempotency-Key": {fmt.Sprint("soak-", number, "-", n)}, "Request-Timeout": {"1"}}
		switch n % 8 {
		case 0:
			_, _ = g.do(ctx, http.MethodPost, "/v1/customers/references", header, []byte(soakCustomer))
		case 1:
			_, _ = g.do(ctx, http.MethodPost, "/v1/customers", header, []byte(`{"nick_name":"none"}`))
		case 2: // a stranger with a body that never comes
			if conn, err := net.Dial("tcp", strings.TrimPrefix(g.base, "http://")); err == nil {
				_, _ = conn.Write([]byte("POST /v1/customers HTTP/1.1\r\nHost: a\r\nContent-Length: 24999990\r\n\r\n"))
				_, _ = conn.Read(make([]byte, 512))
				conn.Close()
			}
		case 3:
			_, _ = g.get(ctx, "/v1/connections")
		default:
			_, _ = g.do(ctx, http.MethodGet, "/v1/customers/"+customers[connection]+"/bank_accounts", header, nil)
		}
	}
}

// sample reads the metrics; requests is how many there were.
func (g *daemon) sample(t *testing.T) map[string]float64 {
	t.Helper()
	answer, err := client{g.admin}.get(context.Background(), "/metrics")
	must(t, err)
	figures := map[string]float64{}
	for lines := bufio.NewScanner(bytes.NewReader(answer.body)); lines.Scan(); {
		name, value, _ := strings.Cut(lines.Text(), " ")
		if strings.HasPrefix(name, "canongate_request_duration_seconds_count{") {
			name = "requests"
		}
		if n, err := strconv.ParseFloat(value, 64); err == nil && !strings.Contains(name, "{") {
			figures[name] += n
		}
	}
	return figures
}
