//go:build unix

package http1_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"canongate/adapters/http1"
)

// secured starts a TLS vendor, and gives the pool that trusts it.
func secured(t *testing.T, change func(*httptest.Server)) (*vendor, *x509.CertPool) {
	t.Helper()
	v := &vendor{}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v.requests.Add(1)
		w.Header().Set("Proto", r.Proto)
		if len(r.TLS.PeerCertificates) > 0 {
			w.Header().Set("Client", r.TLS.PeerCertificates[0].Subject.String())
		}
		_, _ = io.WriteString(w, "{}")
	}))
	server.TLS = &tls.Config{}
	server.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			v.connections.Add(1)
		}
	}
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError) // of refused handshakes, which are wanted
	change(server)
	server.StartTLS()
	t.Cleanup(server.Close)
	base, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	v.base = base
	pool := x509.NewCertPool()
	pool.AddCert(server.Certificate())
	return v, pool
}

func trusting(pool *x509.CertPool) func(*http.Transport) {
	return func(tr *http.Transport) {
		tr.TLSClientConfig = &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}
		tr.ForceAttemptHTTP2 = true
	}
}

// TestHTTP1IsAgreedUpon calls servers that speak different protocols.
func TestHTTP1IsAgreedUpon(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change      func(*httptest.Server)
		proto       string
		connections int64
	}{
		"HTTP/1.1":   {func(s *httptest.Server) { s.TLS.NextProtos = []string{"http/1.1"} }, "HTTP/1.1", 1},
		"both":       {both, "HTTP/1.1", 1},
		"TLS 1.2":    {func(s *httptest.Server) { both(s); s.TLS.MaxVersion = tls.VersionTLS12 }, "HTTP/1.1", 1},
		"HTTP/2":     {func(s *httptest.Server) { s.EnableHTTP2 = true; s.TLS.NextProtos = []string{"h2"}; alone(s) }, "HTTP/2.0", 2},
		"HTTP/2 bis": {func(s *httptest.Server) { s.EnableHTTP2 = true; refusing(s) }, "HTTP/2.0", 2},
		"no ALPN":    {func(s *httptest.Server) { withoutALPN(s) }, "HTTP/1.1", 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v, pool := secured(t, c.change)
			transport := transportTo(t, v, trusting(pool))
			for i := range 3 {
				res, said, err := ask(t.Context(), transport, v)
				if err != nil || said != "{}" || res.Header.Get("Proto") != c.proto || res.TLS == nil {
					t.Fatalf("call %d: %v, %q, %v", i+1, res, said, err)
				}
			}
			if v.connections.Load() != c.connections || v.requests.Load() != 3 {
				t.Errorf("%d requests on %d connections, want 3 on %d", v.requests.Load(), v.connections.Load(), c.connections)
			}
		})
	}
}

func both(s *httptest.Server) { s.EnableHTTP2, s.TLS.NextProtos = true, []string{"h2", "http/1.1"} }

// alone makes a server agree to HTTP/2 alone; Go's then takes a client without it
// for one without ALPN.
func alone(s *httptest.Server) {
	protocols := new(http.Protocols)
	protocols.SetHTTP2(true)
	s.Config.Protocols = protocols
}

// refusing makes a server refuse, by an alert, who does not offer HTTP/2.
func refusing(s *httptest.Server) {
	s.TLS.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
		c := s.TLS.Clone()
		c.GetConfigForClient = nil
		c.NextProtos = []string{"h2"}
		for _, p := range hello.SupportedProtos {
			if p == "h2" {
				return c, nil
			}
		}
		c.NextProtos = []string{"something else"}
		return c, nil
	}
}

// withoutALPN makes a server that knows nothing of protocols.
func withoutALPN(s *httptest.Server) {
	s.TLS.GetConfigForClient = func(*tls.ClientHelloInfo) (*tls.Config, error) {
		c := s.TLS.Clone()
		c.GetConfigForClient, c.NextProtos = nil, nil
		return c, nil
	}
}

func TestVendorsMustBeTrusted(t *testing.T) {
	t.Parallel()
	v, pool := secured(t, func(s *httptest.Server) { s.TLS.NextProtos = []string{"http/1.1"} })
	_, _, err := ask(t.Context(), transportTo(t, v, trusting(x509.NewCertPool())), v)
	var untrusted *tls.CertificateVerificationError
	if !errors.As(err, &untrusted) || v.requests.Load() != 0 {
		t.Errorf("a vendor that nobody knows: %v", err)
	}
	if n := v.connections.Load(); n != 1 {
		t.Errorf("an untrusted vendor was called on %d connections", n)
	}
	_, _, err = ask(t.Context(), transportTo(t, v, func(tr *http.Transport) {
		trusting(pool)(tr)
		tr.TLSClientConfig.ServerName = "elsewhere.example.org"
	}), v)
	if !errors.As(err, &untrusted) {
		t.Errorf("a vendor with another's certificate: %v", err)
	}
}

func TestClientCertificatesAreShown(t *testing.T) {
	t.Parallel()
	v, pool := secured(t, func(s *httptest.Server) {
		s.TLS.NextProtos, s.TLS.ClientAuth = []string{"http/1.1"}, tls.RequireAnyClientCert
	})
	own := httptest.NewUnstartedServer(nil) // for its certificate
	own.StartTLS()
	own.Close()
	shown := own.TLS.Certificates[0]
	transport := transportTo(t, v, func(tr *http.Transport) {
		trusting(pool)(tr)
		tr.TLSClientConfig.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) { return &shown, nil }
	})
	if res, _, err := ask(t.Context(), transport, v); err != nil || res.Header.Get("Client") == "" {
		t.Errorf("%v, %v", res, err)
	}
	if _, _, err := ask(t.Context(), transportTo(t, v, trusting(pool)), v); err == nil || v.requests.Load() != 1 {
		t.Errorf("without a certificate: %v", err)
	}
}

func TestAHandshakeEndsInTime(t *testing.T) {
	t.Parallel()
	hang := serveRaw(t, func(c net.Conn) { _, _ = io.Copy(io.Discard, c) })
	v := &vendor{base: &url.URL{Scheme: "https", Host: hang.Addr().String()}}
	_, _, err := ask(t.Context(), transportTo(t, v, func(tr *http.Transport) { tr.TLSHandshakeTimeout = 50 * time.Millisecond }), v)
	var late interface{ Timeout() bool }
	if !errors.As(err, &late) || !late.Timeout() || errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a handshake that hangs: %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, _, err := ask(ctx, transportTo(t, v, nil), v); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a call whose handshake hangs: %v", err)
	}
}

// serveRaw starts a server that knows no HTTP.
func serveRaw(t *testing.T, each func(net.Conn)) net.Listener {
	t.Helper()
	listener := listen(t)
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				each(c)
			}()
		}
	}()
	return listener
}

// TestNothingIsLeftInTLS has a vendor that sends two answers in one record, and in
// two of one packet: the second is nobody's.
func TestNothingIsLeftInTLS(t *testing.T) {
	t.Parallel()
	certificate := httptest.NewTLSServer(nil)
	t.Cleanup(certificate.Close)
	pool := x509.NewCertPool()
	pool.AddCert(certificate.Certificate())
	for name, records := range map[string][]string{"one record": {ok + ok}, "two records": {ok, ok}, "a bit more": {ok, "\n"}, "well": {ok}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			listener := serveRaw(t, func(c net.Conn) {
				held := &holding{Conn: c}
				in := tls.Server(held, &tls.Config{Certificates: certificate.TLS.Certificates, NextProtos: []string{"http/1.1"}, MinVersion: tls.VersionTLS12})
				requests := bufio.NewReader(in)
				for {
					if _, err := http.ReadRequest(requests); err != nil {
						return
					}
					held.hold = true
					for _, r := range records {
						_, _ = io.WriteString(in, r)
					}
					held.flush()
				}
			})
			v := &vendor{base: &url.URL{Scheme: "https", Host: listener.Addr().String()}}
			dials := 0
			transport := transportTo(t, v, func(tr *http.Transport) {
				trusting(pool)(tr)
				tr.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
					dials++
					return new(net.Dialer).DialContext(ctx, network, address)
				}
			})
			asks(t, transport, v, 3)
			if want := map[bool]int{true: 1, false: 3}[name == "well"]; dials != want {
				t.Errorf("%d connections, want %d", dials, want)
			}
		})
	}
}

// holding keeps what is written until it is flushed, in one piece.
type holding struct {
	net.Conn
	hold bool
	held []byte
}

func (h *holding) Write(b []byte) (int, error) {
	if !h.hold {
		return h.Conn.Write(b)
	}
	h.held = append(h.held, b...)
	return len(b), nil
}

func (h *holding) flush() {
	_, _ = h.Conn.Write(h.held)
	h.hold, h.held = false, nil
}

// TestProxiesGetTheStandardTransport sends calls for http and https vendors to a proxy.
func TestProxiesGetTheStandardTransport(t *testing.T) {
	t.Parallel()
	asked := make(chan string, 2)
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked <- r.Method + " " + r.RequestURI
		w.WriteHeader(http.StatusTeapot)
	}))
	t.Cleanup(proxy.Close)
	at, err := url.Parse(proxy.URL)
	if err != nil {
		t.Fatal(err)
	}
	for scheme, want := range map[string]string{"http": "GET http://vendor.example.com/x", "https": "CONNECT vendor.example.com:443"} {
		v := &vendor{base: &url.URL{Scheme: scheme, Host: "vendor.example.com"}}
		_, _, _ = ask(t.Context(), transportTo(t, v, func(tr *http.Transport) { tr.Proxy = http.ProxyURL(at) }), v)
		if got := <-asked; got != want {
			t.Errorf("the proxy was asked to %s, want %s", got, want)
		}
	}
	broken := &vendor{base: &url.URL{Scheme: "http", Host: "vendor.example.com"}}
	wrong := errors.New("no such proxy")
	if _, _, err := ask(t.Context(), transportTo(t, broken, func(tr *http.Transport) {
		tr.Proxy = func(*http.Request) (*url.URL, error) { return nil, wrong }
	}), broken); !errors.Is(err, wrong) {
		t.Errorf("a proxy that nobody can tell: %v", err)
	}
}

// TestOddRequestsGetTheStandardTransport counts the connections of a transport that
// may keep none.
func TestOddRequestsGetTheStandardTransport(t *testing.T) {
	t.Parallel()
	v := saying(t, ok)
	other := saying(t, ok)
	transport := http1.New(&http.Transport{}, v.base)
	t.Cleanup(transport.CloseIdleConnections)
	if _, _, err := ask(t.Context(), transport, other); err != nil || other.requests.Load() != 1 {
		t.Errorf("a call to another host: %v", err)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, v.base.String(), http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	for name, header := range map[string]http.Header{
		"two lines in a header": {"X": {"a\r\nY: b"}}, "a zero byte": {"X": {"a\x00"}}, "a blank in a name": {"X Y": {"a"}}, "no name": {"": {"a"}},
	} {
		r.Header = header
		if _, err := transport.RoundTrip(r); err == nil {
			t.Errorf("%s was sent", name)
		}
	}
	if v.requests.Load() != 0 {
		t.Error("the vendor was called")
	}
}
