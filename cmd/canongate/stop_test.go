package main

import (
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// silentCollector accepts connections and never answers.
func silentCollector(t *testing.T) (address string) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	t.Cleanup(func() { ln.Close() })
	go func() {
		for {
			conn, err := ln.Accept()
			if err != nil {
				return
			}
			t.Cleanup(func() { conn.Close() })
		}
	}()
	return ln.Addr().String()
}

// TestCaseOTLPCollectorDownAtExit stops a gateway whose last spans nobody takes.
func TestCaseOTLPCollectorDownAtExit(t *testing.T) {
	t.Parallel()
	for _, scheme := range []string{"http", "grpc"} {
		t.Run(scheme, func(t *testing.T) {
			t.Parallel()
			g := serveTraced(t, scheme+"://"+silentCollector(t), "recent: 0")
			client := &http.Client{Transport: &http.Transport{}}
			if status, body := g.send(t, client, http.MethodPost, "/v1/customers/lookup", lookUp, scheme, "Gateway-Connection", "good"); status != http.StatusOK {
				t.Fatalf("%d %s", status, body)
			}
			began := time.Now()
			g.stop()
			if code := <-g.code; code != 0 {
				t.Fatalf("exit code %d: %s", code, g.logs)
			}
			if took := time.Since(began); took > maxFlush+10*time.Second { // the client's connection idles
				t.Errorf("the stop took %v", took)
			}
			g.logs.find(t, "telemetry was not handed over in time")
		})
	}
}

// TestX23AnIdleGatewayStopsAtOnce holds connections open that are idle, or on
// which nothing was ever said: a stop does not wait for its time-out. How long it
// takes is held by TestStopOfAnIdleGateway.
func TestX23AnIdleGatewayStopsAtOnce(t *testing.T) {
	t.Parallel()
	g := serveTraced(t, "", "recent: 0")
	holdConnections(t, g.api, g.admin)
	began := time.Now()
	g.stop()
	if code := <-g.code; code != 0 {
		t.Errorf("exit code %d: %s", code, g.logs)
	}
	if took := time.Since(began); took > 10*time.Second { // of 20
		t.Errorf("the stop took %v", took)
	}
}

// TestXHalfAHeadHoldsNoStop has beginnings of requests on both listeners, on new
// connections and after an answer: a stop takes none for a request.
func TestXHalfAHeadHoldsNoStop(t *testing.T) {
	t.Parallel()
	// Less than either server waits for a head.
	g := serveTraced(t, "", "recent: 0", `"127.0.0.1:0"}`, `"127.0.0.1:0", shutdown_timeout: 4s}`)
	const whole = "GET /livez HTTP/1.1\r\nHost: a\r\n\r\n"
	for _, url := range []string{g.api, g.admin} {
		for _, text := range []string{"G", "GET /livez HTTP/1.1\r\nHo", whole[:len(whole)-2], whole + "G", whole + whole[:len(whole)-1]} {
			conn, err := net.Dial("tcp", url[len("http://"):])
			must(t, err)
			t.Cleanup(func() { conn.Close() })
			_, err = conn.Write([]byte(text))
			must(t, err)
			if strings.HasPrefix(text, whole) {
				_, err = conn.Read(make([]byte, len("HTTP/1.1 200")))
				must(t, err)
			}
		}
	}
	g.stop()
	if code := <-g.code; code != 0 || strings.Contains(g.logs.String(), "in flight") || strings.Contains(g.logs.String(), `"status":400`) {
		t.Errorf("exit code %d: %s", code, g.logs)
	}
}

// holdConnections keeps some silent connections to each URL, and some on which a
// request was answered.
func holdConnections(t *testing.T, urls ...string) {
	t.Helper()
	for _, url := range urls {
		for range 5 {
			conn, err := net.Dial("tcp", url[len("http://"):])
			must(t, err)
			t.Cleanup(func() { conn.Close() })
			client := &http.Client{Transport: &http.Transport{}}
			t.Cleanup(client.CloseIdleConnections)
			if status, body := sendTo(t, client, http.MethodGet, url+"/livez", ""); status != http.StatusOK {
				t.Fatalf("%d %s", status, body)
			}
		}
	}
}
