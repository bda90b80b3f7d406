package rest_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"canongate/adapters/internal/rest"
	"canongate/canonical"
)

// noted counts the requests that a transport is given.
type noted struct {
	http.RoundTripper
	requests atomic.Int64
}

func (n *noted) RoundTrip(r *http.Request) (*http.Response, error) {
	n.requests.Add(1)
	return n.RoundTripper.RoundTrip(r)
}

// writer is a client whose writes go to a server over transports that are noted. last is
// the newest kept connection.
func writer(t *testing.T, server *httptest.Server, last *atomic.Pointer[counted]) (c *rest.Client, fresh, recent *noted) {
	t.Helper()
	kept := &http.Transport{DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := (&net.Dialer{}).DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		last.Store(&counted{Conn: c})
		return last.Load(), nil
	}}
	own := &http.Transport{DisableKeepAlives: true, ForceAttemptHTTP2: true}
	if server.TLS != nil {
		own.TLSClientConfig = server.Client().Transport.(*http.Transport).TLSClientConfig
	}
	t.Cleanup(kept.CloseIdleConnections)
	fresh, recent = &noted{RoundTripper: own}, &noted{RoundTripper: kept}
	c, err := rest.New(canonical.Connection{BaseURL: server.URL, Transport: roundTrip(func(*http.Request) (*http.Response, error) {
		t.Error("a write went over a connection that reads share")
		return nil, http.ErrAbortHandler
	}), FreshTransport: fresh, RecentTransport: recent})
	if err != nil {
		t.Fatal(err)
	}
	return c, fresh, recent
}

func TestWritesReuseAConnectionUnlessItWasClosed(t *testing.T) {
	t.Parallel()
	var arrived atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { arrived.Add(1) }))
	t.Cleanup(server.Close)
	var last atomic.Pointer[counted]
	c, fresh, recent := writer(t, server, &last)
	write := func() error {
		_, err := c.Do(t.Context(), rest.Request{Method: "POST", Path: "/", Body: []byte("{}"), Write: true})
		return err
	}
	for range 3 {
		if err := write(); err != nil {
			t.Fatal(err)
		}
	}
	if fresh.requests.Load() != 1 || recent.requests.Load() != 2 {
		t.Fatalf("%d on connections of their own and %d on kept ones, want 1 and 2", fresh.requests.Load(), recent.requests.Load())
	}
	last.Load().fail.Store(true) // as one that the vendor has closed
	if err := write(); err != nil {
		t.Errorf("a write whose kept connection was closed: %v", err)
	}
	if fresh.requests.Load() != 2 || arrived.Load() != 4 {
		t.Errorf("%d arrived, %d of them on connections of their own; want 4 and 2", arrived.Load(), fresh.requests.Load())
	}
}

// TestAWriteThatMayHaveLeftIsNotSentAgain breaks a kept connection after the request.
func TestAWriteThatMayHaveLeftIsNotSentAgain(t *testing.T) {
	t.Parallel()
	var arrived atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if arrived.Add(1) < 3 {
			return
		}
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		conn.Close()
	}))
	t.Cleanup(server.Close)
	var last atomic.Pointer[counted]
	c, _, _ := writer(t, server, &last)
	r := rest.Request{Method: "POST", Path: "/", Body: []byte("{}"), Write: true}
	for range 2 {
		if _, err := c.Do(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	_, err := c.Do(t.Context(), r)
	wantError(t, err, canonical.VendorUnavailable, canonical.Unknown)
	if arrived.Load() != 3 {
		t.Errorf("%d arrived, want 3", arrived.Load())
	}
}

func TestEachWriteOverHTTP2HasAConnectionOfItsOwn(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if r.ProtoMajor != 2 {
			t.Errorf("HTTP/%d", r.ProtoMajor)
		}
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(server.Close)
	var last atomic.Pointer[counted]
	c, fresh, recent := writer(t, server, &last)
	for range 2 {
		if _, err := c.Do(t.Context(), rest.Request{Method: "POST", Path: "/", Body: []byte("{}"), Write: true}); err != nil {
			t.Fatal(err)
		}
	}
	if fresh.requests.Load() != 2 || recent.requests.Load() != 0 {
		t.Errorf("%d on connections of their own and %d on kept ones, want 2 and none", fresh.requests.Load(), recent.requests.Load())
	}
}
