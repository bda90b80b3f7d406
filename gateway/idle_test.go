package gateway_test

import (
	"context"
	"crypto/tls"
	"net"
	"testing"
	"time"

	"canongate/gateway"
)

// TestShutdownWaitsForNoSilence holds a connection open that never says anything,
// and wants a shutdown to end well before its time-out, which is an error.
func TestShutdownWaitsForNoSilence(t *testing.T) {
	t.Parallel()
	cert, key := certificate(t, "gateway")
	bare := func(address string) (net.Conn, error) { return net.Dial("tcp", address) }
	secure := func(address string) (net.Conn, error) {
		return tls.Dial("tcp", address, &tls.Config{InsecureSkipVerify: true})
	}
	for name, c := range map[string]struct {
		options      gateway.TLSOptions
		silent, tell func(address string) (net.Conn, error)
	}{
		"bare":                    {gateway.TLSOptions{}, bare, bare},
		"TLS":                     {gateway.TLSOptions{CertFile: cert, KeyFile: key}, secure, secure},
		"TLS without a handshake": {gateway.TLSOptions{CertFile: cert, KeyFile: key}, bare, secure},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, func(_ *rig, o *gateway.Options) { o.Server.TLS = c.options })
			ln, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			served := make(chan error, 1)
			go func() { served <- r.server.Serve(ln) }()
			silent, err := c.silent(ln.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			defer silent.Close()
			// One that came later and is served: so the silent one is known.
			spoken, err := c.tell(ln.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			defer spoken.Close()
			spoke(t, spoken)
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			defer cancel()
			if err := r.server.Shutdown(ctx); err != nil {
				t.Error(err)
			}
			if err := <-served; err != nil {
				t.Error(err)
			}
		})
	}
}

// spoke sends a request over the connection and leaves it open.
func spoke(t *testing.T, conn net.Conn) {
	t.Helper()
	if _, err := conn.Write([]byte("GET /livez HTTP/1.1\r\nHost: gateway\r\n\r\n")); err != nil {
		t.Fatal(err)
	}
	var status [len("HTTP/1.1 200")]byte
	if _, err := conn.Read(status[:]); err != nil || string(status[9:]) != "200" {
		t.Fatalf("%q, %v", status, err)
	}
}
