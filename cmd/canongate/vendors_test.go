package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"canongate/adapters"
	"canongate/config"
	"canongate/gateway"
)

const twoVendorsFile = `
ids: {keyset: "file:%[1]s"}
auth: {api_keys: [{id: app, tenant: acme, sha256: %[2]s, scopes: ["*"]}]}
connections:
  a: {vendor: omnumi, base_url: "http://%[3]s", settings: {tenant_id: 5f0c9a52-6d7e-4b1f-9c3a-000000000001, api_key: "file:%[1]s"}, %[5]s}
  b: {vendor: omnumi, base_url: "http://%[4]s", settings: {tenant_id: 5f0c9a52-6d7e-4b1f-9c3a-000000000002, api_key: "file:%[1]s"}, %[5]s}
routes: [{name: all, operations: ["*"], use: [{connection: a}], fallback: [b]}]
`

// atVendors serves two connections of the same limits, to a vendor at address a,
// and to a sandbox that stands in for it.
func atVendors(t *testing.T, a, limits string, o gateway.Options) (c client, w *recordingObserver) {
	t.Helper()
	b := httptest.NewServer(adapters.Builtin()["omnumi"].Sandbox())
	w = &recordingObserver{attempts: map[string]int{}, retries: map[string]int{}}
	builder := newBuilder()
	builder.observer = w
	keys := filepath.Join(t.TempDir(), "ids.json")
	must(t, os.WriteFile(keys, newKeyset(t), 0o600))
	made := builder.build(parsed(t, fmt.Sprintf(twoVendorsFile, keys, config.HashKey(aKey), a, b.Listener.Addr(), limits)), 1, nil)
	c, end := serveBuilt(t, made, o)
	t.Cleanup(func() {
		end()
		made.release(&generation{})
		b.Close()
	})
	return c, w
}

// rawVendor answers as the test writes it. served gets the number of the request on
// its connection, from 1, and says whether to go on with that.
func rawVendor(t *testing.T, served func(c net.Conn, request int) bool) (address string, calls *atomic.Int64) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	t.Cleanup(func() { listener.Close() })
	calls = new(atomic.Int64)
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				in := bufio.NewReader(c)
				for n := 1; ; n++ {
					req, err := http.ReadRequest(in)
					if err != nil {
						return
					}
					_, _ = io.Copy(io.Discard, req.Body)
					calls.Add(1)
					if !served(c, n) {
						return
					}
				}
			}()
		}
	}()
	return listener.Addr().String(), calls
}

// hangs reads requests and never answers.
func hangs(c net.Conn, _ int) bool {
	_, _ = io.Copy(io.Discard, c)
	return false
}

const (
	aRead  = "/v1/agreement_templates/privacy_policy"
	aWrite = `{"method":"email_otp","email":"noor@example.com"}`
)

func TestE6AHangingVendorFallsBack(t *testing.T) {
	t.Parallel()
	var waiting sync.WaitGroup // at once, as they do little else
	defer waiting.Wait()
	for name, test := range map[string]struct {
		limits string
		server gateway.ServerOptions
		header http.Header
	}{
		"time-outs of the connections":    {limits: "timeout: 3s"},
		"the caller's Request-Timeout":    {limits: "timeout: 30s", header: http.Header{"Request-Timeout": {"9s"}}},
		"the server's own":                {limits: "timeout: 30s", server: gateway.ServerOptions{RequestTimeout: 9e9}},
		"a time-out above the server's":   {limits: "timeout: 90s", server: gateway.ServerOptions{RequestTimeout: 9e9}},
		"a retry that would take it all":  {limits: "timeout: 3s, retry: {attempts: 5, base: 1ms}", header: http.Header{"Request-Timeout": {"12"}}},
		"a caller who leaves both enough": {limits: "timeout: 3s", header: http.Header{"Request-Timeout": {"1h"}}},
	} {
		waiting.Go(func() {
			t.Run(name, func(t *testing.T) {
				a, calls := rawVendor(t, hangs)
				c, w := atVendors(t, a, test.limits, gateway.Options{Server: test.server})
				answer, err := c.do(t.Context(), http.MethodGet, aRead, test.header, nil)
				must(t, err)
				if answer.status != http.StatusOK || answer.header.Get("Gateway-Connection") != "b" {
					t.Errorf("%d from %s: %s", answer.status, answer.header.Get("Gateway-Connection"), answer.body)
				}
				if attempts, _, _, _ := w.seen("a"); calls.Load() != int64(attempts) {
					t.Errorf("%d calls and %d attempts", calls.Load(), attempts)
				}
			})
		})
	}
}

// TestE6AWriteThatWasSentGoesNowhereElse wants the outcome unknown, and the other
// vendor not called.
func TestE6AWriteThatWasSentGoesNowhereElse(t *testing.T) {
	t.Parallel()
	a, calls := rawVendor(t, hangs)
	c, w := atVendors(t, a, "timeout: 3s", gateway.Options{})
	answer, err := c.post(t.Context(), "/v1/verifications", "k", aWrite)
	must(t, err)
	attempts, _, _, _ := w.seen("b")
	if said := answer.decode(t); answer.status != http.StatusGatewayTimeout || !strings.Contains(string(answer.body), `"outcome":"unknown"`) || attempts != 0 {
		t.Errorf("%d %v, %d calls of the other", answer.status, said, attempts)
	}
	if calls.Load() != 1 {
		t.Errorf("%d calls", calls.Load())
	}
}

// TestE6AWriteThatNeverLeftFallsBack has a vendor that nobody reaches.
func TestE6AWriteThatNeverLeftFallsBack(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	must(t, listener.Close())
	c, _ := atVendors(t, listener.Addr().String(), "timeout: 5s, retry: {attempts: 1}", gateway.Options{})
	answer, err := c.post(t.Context(), "/v1/verifications", "k", aWrite)
	must(t, err)
	if answer.status != http.StatusCreated || answer.header.Get("Gateway-Connection") != "b" {
		t.Errorf("%d from %s: %s", answer.status, answer.header.Get("Gateway-Connection"), answer.body)
	}
}

const verificationMade = `{"message":"ok","data":{"verification_request_id":"7b0c2c9e-5b1e-4a56-9f0a-000000000001"}}`

func respond(c net.Conn, status int, body string) bool {
	_, err := fmt.Fprintf(c, "HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", status, http.StatusText(status), len(body), body)
	return err == nil
}

// TestCaseStaleConnectionOnCreate has a vendor that closes instead of answering the
// second request of a connection.
func TestCaseStaleConnectionOnCreate(t *testing.T) {
	t.Parallel()
	a, calls := rawVendor(t, func(c net.Conn, n int) bool { return n == 1 && respond(c, http.StatusCreated, verificationMade) })
	c, _ := atVendors(t, a, "timeout: 10s", gateway.Options{})
	for n := range 5 {
		answer, err := c.post(t.Context(), "/v1/verifications", fmt.Sprint("k", n), aWrite)
		must(t, err)
		if answer.status != http.StatusCreated {
			t.Errorf("%d: %d %s", n, answer.status, answer.body)
		}
	}
	if calls.Load() != 5 {
		t.Errorf("%d calls for 5 writes", calls.Load())
	}
}

// TestX7CallsAndAttemptsAreEqual has a warm connection reset after the request was
// read, each time.
func TestX7CallsAndAttemptsAreEqual(t *testing.T) {
	t.Parallel()
	a, calls := rawVendor(t, func(c net.Conn, n int) bool {
		if n == 1 {
			return respond(c, http.StatusOK, `{"data":[]}`)
		}
		_ = c.(*net.TCPConn).SetLinger(0)
		return false
	})
	c, w := atVendors(t, a, "timeout: 10s, retry: {base: 1ms, max: 2ms}", gateway.Options{})
	for range 4 {
		_, err := c.get(t.Context(), "/v1/agreements")
		must(t, err)
	}
	if attempts, _, _, _ := w.seen("a"); int64(attempts) != calls.Load() {
		t.Errorf("the vendor was called %d times in %d attempts", calls.Load(), attempts)
	}
}

// TestX3SwitchingProtocolsFreesThePlace answers 101 more often than calls may be in
// flight, and then well.
func TestX3SwitchingProtocolsFreesThePlace(t *testing.T) {
	t.Parallel()
	var well atomic.Bool
	a, _ := rawVendor(t, func(c net.Conn, _ int) bool {
		if well.Load() {
			return respond(c, http.StatusCreated, verificationMade)
		}
		_, _ = io.WriteString(c, "HTTP/1.1 101 Switching Protocols\r\n\r\n")
		return hangs(c, 0)
	})
	c, _ := atVendors(t, a, "timeout: 20s, concurrency: 2, breaker: {minimum_requests: 100, consecutive_failures: 0}", gateway.Options{})
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for n := range 6 {
		answer, err := c.post(ctx, "/v1/verifications", fmt.Sprint("k", n), aWrite)
		must(t, err)
		if body := string(answer.body); answer.status != http.StatusBadGateway || !strings.Contains(body, `"vendor_protocol_error"`) || !strings.Contains(body, `"outcome":"unknown"`) {
			t.Errorf("%d %s", answer.status, body)
		}
	}
	well.Store(true)
	if answer, err := c.post(ctx, "/v1/verifications", "well", aWrite); err != nil || answer.status != http.StatusCreated {
		t.Errorf("afterwards %d %s, %v", answer.status, answer.body, err)
	}
}

func TestCaseRetryAfterOnADeadEnd(t *testing.T) {
	t.Parallel()
	a, calls := rawVendor(t, func(c net.Conn, _ int) bool {
		_, err := io.WriteString(c, "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n")
		return err == nil
	})
	c, _ := atVendors(t, a, "timeout: 10s", gateway.Options{})
	answer, err := c.post(t.Context(), "/v1/verifications", "k", aWrite)
	must(t, err)
	if answer.status != http.StatusBadGateway || answer.header.Get("Retry-After") != "" || !strings.Contains(string(answer.body), `"retryable":false`) || calls.Load() != 1 {
		t.Errorf("%d, Retry-After %q, %s after %d calls", answer.status, answer.header.Get("Retry-After"), answer.body, calls.Load())
	}
}
