//go:build integration

package main

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"canongate/config"
	"canongate/gateway"
)

// documentsFile sends customers with their documents to CDP.
const documentsFile = `
server: {listen: "127.0.0.1:0", admin_listen: "127.0.0.1:0"}
ids: {keyset: "file:ids.json"}
auth: {api_keys: [{id: checkout, tenant: acme, sha256: HASH, scopes: ["*"]}]}
connections:
  bank: {vendor: cdp, base_url: VENDORS, timeout: 60s, concurrency: 256, settings: {client_id: a, client_secret: "file:api_key", username: a, password: "file:api_key", updated_by: a}}
routes: [{name: all, operations: ["*"], use: [{connection: bank}]}]
journal: {driver: sqlite, dsn: "file:journal/canongate.db"}
`

// serveDocuments starts a gateway for customers with documents.
func serveDocuments(t *testing.T) *daemon {
	t.Helper()
	s := newSite(t, siteOptions{})
	vendors := strings.TrimSuffix(s.sandbox, "/omnumi") + "/cdp"
	s.write("canongate.yaml", strings.NewReplacer("HASH", config.HashKey(aKey), "VENDORS", vendors).Replace(documentsFile))
	return s.serve()
}

// figure reads a line of /proc/PID/status, in bytes.
func (p *process) figure(name string) int64 {
	p.t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	must(p.t, err)
	_, rest, _ := strings.Cut(string(status), name+":")
	kilobytes, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
	must(p.t, err)
	return kilobytes << 10
}

// rss is the memory of the process that is in use.
func (p *process) rss() int64 { return p.figure("VmRSS") }

const megabyte = 1 << 20

// TestX1SilentBodiesCostNothing opens connections that announce a large body and
// send none of it.
func TestX1SilentBodiesCostNothing(t *testing.T) {
	for name, head := range map[string]string{
		"strangers": "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 24999990\r\n\r\n",
		"known callers": "POST /v1/customers HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + aKey +
			"\r\nIdempotency-Key: k\r\nContent-Type: application/json\r\nContent-Length: 24999990\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			g := serveDocuments(t)
			before := g.rss()
			gone := make(chan struct{}, 250)
			began := time.Now()
			for range cap(gone) {
				conn, err := net.Dial("tcp", strings.TrimPrefix(g.base, "http://"))
				must(t, err)
				t.Cleanup(func() { conn.Close() })
				_, err = io.WriteString(conn, head)
				must(t, err)
				go func() {
					_, _ = io.Copy(io.Discard, conn) // until the gateway closes
					gone <- struct{}{}
				}()
			}
			peak := before
			for n := 0; n < cap(gone); {
				select {
				case <-gone:
					n++
				case <-time.After(20 * time.Millisecond):
				}
				peak = max(peak, g.rss())
			}
			took := time.Since(began)
			t.Logf("%d connections: RSS %d MB, at most %d MB; all closed after %v", cap(gone), before/megabyte, peak/megabyte, took.Round(time.Millisecond))
			if peak-before > 50*megabyte || took > 15*time.Second {
				t.Errorf("RSS grew by %d MB, and the last connection was closed after %v", (peak-before)/megabyte, took)
			}
		})
	}
}

// TestX1LargeBodiesKeepWithinTheBudget has many callers send all of a large body
// at once.
func TestX1LargeBodiesKeepWithinTheBudget(t *testing.T) {
	g := serveDocuments(t)
	body := customerWithDocuments()
	before, peak := g.rss(), int64(0)
	done := make(chan struct{})
	var watching, callers sync.WaitGroup
	watching.Go(func() {
		for {
			peak = max(peak, g.rss())
			select {
			case <-done:
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	})
	var mu sync.Mutex
	statuses, calm := map[int]int{}, true
	for i := range 100 {
		callers.Go(func() {
			answer, err := g.post(t.Context(), "/v1/customers", fmt.Sprint("large-", i), body)
			mu.Lock()
			defer mu.Unlock()
			var broken *net.OpError
			if err != nil && !errors.As(err, &broken) {
				t.Error(err)
			}
			statuses[answer.status]++
			if answer.status == http.StatusServiceUnavailable && answer.header.Get("Retry-After") == "" {
				calm = false
			}
		})
	}
	callers.Wait()
	close(done)
	watching.Wait()
	t.Logf("100 bodies of %d MB: RSS %d MB, at most %d MB; statuses %v", len(body)/megabyte, before/megabyte, peak/megabyte, statuses)
	most := int64(gateway.DefaultBodyBudget) + 200*megabyte
	if peak > most {
		t.Errorf("RSS reached %d MB, more than %d MB", peak/megabyte, most/megabyte)
	}
	if !calm || statuses[http.StatusCreated] == 0 || statuses[http.StatusServiceUnavailable] == 0 {
		t.Errorf("statuses %v, each 503 with Retry-After: %v", statuses, calm)
	}
	for _, status := range slices.Sorted(maps.Keys(statuses)) {
		if status != http.StatusCreated && status != http.StatusServiceUnavailable {
			t.Errorf("%d callers got the status %d", statuses[status], status)
		}
	}
}

// customerWithDocuments is a draft of 24 MB.
func customerWithDocuments() string {
	content := base64.StdEncoding.EncodeToString(bytes.Repeat([]byte("\xff\xd8\xff photo "), 9*megabyte/2/10))
	document := `{"purpose":"additional","file":{"name":"a.jpg","content_type":"image/jpeg"},"content":"` + content + `"}`
	return strings.TrimSuffix(demoCustomer, "}") + `,"documents":[` + strings.Repeat(document+",", 3) + document + `]}`
}

// TestX23StopOfAnIdleGateway wants a stop in less than a second, and what a busy
// machine adds, with connections that are idle or silent.
func TestX23StopOfAnIdleGateway(t *testing.T) {
	g := serveDocuments(t)
	holdConnections(t, g.base, g.admin)
	began := time.Now()
	must(t, g.cmd.Process.Signal(os.Interrupt))
	<-g.ended
	took := time.Since(began)
	t.Logf("the stop took %v", took.Round(time.Millisecond))
	if code := g.cmd.ProcessState.ExitCode(); code != 0 || took > 3*time.Second {
		t.Errorf("exit code %d after %v: %s", code, took, &g.log)
	}
}
