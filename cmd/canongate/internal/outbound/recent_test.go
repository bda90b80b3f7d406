package outbound

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"testing"
	"time"

	"canongate/config"
	"canongate/policies"
)

func TestRecentTransportKeepsConnectionsForAMoment(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Caller", r.RemoteAddr)
		w.Header().Set("Protocol", r.Proto)
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(server.Close)
	transport := NewRecentTransport(config.Connection{TLS: config.VendorTLS{CAFile: authorityOf(t, server)}}, server.URL)
	t.Cleanup(transport.CloseIdleConnections)
	var callers [2]string
	for i := range callers {
		_, header, err := through(t, transport, server.URL)
		if err != nil {
			t.Fatal(err)
		}
		if callers[i] = header.Get("Caller"); header.Get("Protocol") != "HTTP/1.1" {
			t.Errorf("it speaks %s", header.Get("Protocol"))
		}
	}
	if callers[0] != callers[1] {
		t.Error("the second write did not use the connection of the first")
	}
	for set, want := range map[time.Duration]time.Duration{0: recentIdle, time.Minute: recentIdle, 500 * time.Millisecond: 500 * time.Millisecond} {
		if got := newRecentTransport(config.Connection{IdleTimeout: policies.Duration(set)}).IdleConnTimeout; got != want {
			t.Errorf("idle_timeout %s keeps connections for writes %s, want %s", set, got, want)
		}
	}
}

func TestNothingIsWrittenToAClosedConnection(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("only Linux says that the other end has closed")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	c, err := dialWatched(t.Context(), "tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	peer, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Write([]byte("first")); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(peer, "bye"); err != nil { // as TLS does before it closes
		t.Fatal(err)
	}
	if _, err := io.CopyN(io.Discard, peer, int64(len("first"))); err != nil { // unread, the end would be a reset
		t.Fatal(err)
	}
	peer.Close()
	if _, err := io.CopyN(io.Discard, c, 3); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	if n, err := c.Write([]byte("second")); n != 0 || !errors.Is(err, errClosedByVendor) {
		t.Errorf("%d bytes written, %v", n, err)
	}
	if got := c.(*watchedConn).BytesWritten(); got != int64(len("first")) {
		t.Errorf("%d bytes count as written", got)
	}
}
