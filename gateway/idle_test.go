package gateway_test

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"strings"
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
			for _, half := range halfHeads {
				conn, err := c.tell(ln.Addr().String())
				if err != nil {
					t.Fatal(err)
				}
				defer conn.Close()
				if half.second {
					spoke(t, conn)
				}
				if _, err := io.WriteString(conn, half.text); err != nil {
					t.Fatal(err)
				}
			}
			// Less than a head may take, after which the connection would end by itself.
			ctx, cancel := context.WithTimeout(t.Context(), 8*time.Second)
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

// halfHeads are beginnings of requests; second ones come after an answer.
var halfHeads = []struct {
	text   string
	second bool
}{
	{"G", false}, {"GET /livez HTTP/1.1\r\nHo", false}, {"GET /livez HTTP/1.1\r\nHost: a\r\n", false}, {"\r\n", false},
	{"G", true}, {"GET /livez HTTP/1.1\r\nHost: a\r\n\r", true},
}

// TestShutdownWaitsForABodyForHalfItsTime has half a body hold a shutdown, which then
// tells its caller why it ends.
func TestShutdownWaitsForABodyForHalfItsTime(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- r.server.Serve(ln) }()
	w := dialed(t, "http://"+ln.Addr().String())
	w.say(t, "POST /v1/customers HTTP/1.1\r\n"+known+"Content-Length: 20\r\n\r\n{")
	waitFor(t, func() bool { return r.server.BodyBytes() > 0 })
	ctx, cancel := context.WithTimeout(t.Context(), 8*time.Second) // less than a body may stall
	defer cancel()
	if err := r.server.Shutdown(ctx); err != nil {
		t.Error(err)
	}
	if a, closes := w.hear(t, http.MethodPost); a.status != http.StatusBadRequest || !closes || !strings.Contains(string(a.body), "did not arrive whole in time") {
		t.Errorf("%d %s", a.status, a.body)
	}
	if err := <-served; err != nil {
		t.Error(err)
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
