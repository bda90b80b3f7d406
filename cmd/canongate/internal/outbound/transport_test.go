package outbound

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"log/slog"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"canongate/adapters/http1"
	"canongate/config"
	"canongate/policies"
)

// certificateFiles are the files of one client certificate.
type certificateFiles struct{ cert, key string }

// issue writes a certificate that signs itself, over the one before.
func (p certificateFiles) issue(t *testing.T, name string) *x509.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(29), Subject: pkix.Name{CommonName: name}, NotAfter: time.Now().Add(time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	writePEM(t, p.cert, "CERTIFICATE", der)
	writePEM(t, p.key, "PRIVATE KEY", private)
	made, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func writePEM(t *testing.T, file, kind string, der []byte) {
	t.Helper()
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
}

// tlsVendor is a vendor that answers with the name in its client's certificate.
func tlsVendor(t *testing.T, change func(*tls.Config)) *httptest.Server {
	t.Helper()
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/elsewhere" {
			http.Redirect(w, r, "https://elsewhere.example.com/", http.StatusFound)
			return
		}
		if len(r.TLS.PeerCertificates) > 0 {
			w.Header().Set("Client", r.TLS.PeerCertificates[0].Subject.CommonName)
		}
		w.Header().Set("Resumed", strconv.FormatBool(r.TLS.DidResume))
	}))
	server.TLS = &tls.Config{ClientAuth: tls.RequestClientCert}
	change(server.TLS)
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError) // of refused handshakes, which are wanted
	server.StartTLS()
	t.Cleanup(server.Close)
	return server
}

// through sends a request through a transport, and gives the answer's status and header.
func through(t *testing.T, transport *VendorTransport, target string) (int, http.Header, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, target, strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	res, err := transport.RoundTrip(req)
	if err != nil {
		return 0, nil, err
	}
	return res.StatusCode, res.Header, res.Body.Close()
}

func transportTo(t *testing.T, server *httptest.Server, o config.VendorTLS, shared bool) *VendorTransport {
	t.Helper()
	transport := NewVendorTransport(config.Connection{TLS: o}, server.URL, shared)
	t.Cleanup(transport.CloseIdleConnections)
	return transport
}

// authorityOf writes the file by which a test server is trusted.
func authorityOf(t *testing.T, server *httptest.Server) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "ca.pem")
	writePEM(t, file, "CERTIFICATE", server.Certificate().Raw)
	return file
}

func TestClientCertificateIsShownAndReplaced(t *testing.T) {
	t.Parallel()
	server := tlsVendor(t, func(*tls.Config) {})
	dir := t.TempDir()
	own := certificateFiles{filepath.Join(dir, "tls.crt"), filepath.Join(dir, "tls.key")}
	transport := transportTo(t, server, config.VendorTLS{CAFile: authorityOf(t, server), CertFile: own.cert, KeyFile: own.key}, false)

	if _, _, err := through(t, transport, server.URL); err == nil {
		t.Error("a certificate that is not there lets a call pass as nobody")
	}
	shows := func(want string) {
		t.Helper()
		_, header, err := through(t, transport, server.URL)
		if err != nil {
			t.Fatal(err)
		}
		if got := header.Get("Client"); got != want {
			t.Errorf("the vendor sees %q, want %q", got, want)
		}
	}
	own.issue(t, "first")
	shows("first")
	own.issue(t, "second")
	shows("second")
	if err := os.WriteFile(own.key, []byte("half of a"), 0o600); err != nil { // mid-way through a replacement
		t.Fatal(err)
	}
	shows("second")
}

func TestVendorsAreWhoTheirAuthoritySays(t *testing.T) {
	t.Parallel()
	server := tlsVendor(t, func(*tls.Config) {})
	gone := filepath.Join(t.TempDir(), "gone.pem")
	for name, c := range map[string]struct {
		ca   string
		want bool
	}{"the system's": {"", false}, "its own": {authorityOf(t, server), true}, "gone since the check": {gone, false}} {
		for _, shared := range []bool{true, false} {
			if _, _, err := through(t, transportTo(t, server, config.VendorTLS{CAFile: c.ca}, shared), server.URL); (err == nil) != c.want {
				t.Errorf("authorities %s: %v", name, err)
			}
		}
	}
	old := tlsVendor(t, func(c *tls.Config) { c.MinVersion, c.MaxVersion = tls.VersionTLS10, tls.VersionTLS11 })
	for _, shared := range []bool{true, false} {
		if _, _, err := through(t, transportTo(t, old, config.VendorTLS{CAFile: authorityOf(t, old)}, shared), old.URL); err == nil {
			t.Error("TLS 1.1 is spoken")
		}
	}
}

// Each write opens a connection, and only its first one takes the whole handshake.
func TestWritesResumeTheirVendorsSession(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	own := certificateFiles{filepath.Join(dir, "tls.crt"), filepath.Join(dir, "tls.key")}
	own.issue(t, "gateway")
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		server := tlsVendor(t, func(c *tls.Config) { c.MaxVersion = version })
		ca := authorityOf(t, server)
		for want, o := range map[string]config.VendorTLS{
			"[false true true]":   {CAFile: ca},
			"[false false false]": {CAFile: ca, CertFile: own.cert, KeyFile: own.key},
		} {
			transport := transportTo(t, server, o, false)
			var resumed []string
			for range 3 {
				_, header, err := through(t, transport, server.URL)
				if err != nil {
					t.Fatal(err)
				}
				resumed = append(resumed, header.Get("Resumed"))
			}
			if got := fmt.Sprint(resumed); got != want {
				t.Errorf("%s, certificate %q: resumed %s, want %s", tls.VersionName(version), o.CertFile, got, want)
			}
		}
	}
}

// TestTransportsLeadToOneHost tries the ways in which a path that an adapter was given
// could become another host.
func TestTransportsLeadToOneHost(t *testing.T) {
	t.Parallel()
	server := tlsVendor(t, func(*tls.Config) {})
	transport := transportTo(t, server, config.VendorTLS{CAFile: authorityOf(t, server)}, true)
	base, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	for _, target := range []string{
		"https://elsewhere.example.com/", server.URL + "@elsewhere.example.com/",
		"http://" + base.Host + "/", "https://" + base.Hostname() + "/",
	} {
		if _, _, err := through(t, transport, target); err != errOtherHost { //nolint:errorlint // the very error
			t.Errorf("%s: %v", target, err)
		}
	}
	named := NewVendorTransport(config.Connection{}, "https://vendor.example.com", true)
	if _, _, err := through(t, named, "https://vendor.example.com.elsewhere.example.com/"); err != errOtherHost { //nolint:errorlint // the very error
		t.Errorf("a name that begins as the vendor's: %v", err)
	}
	status, _, err := through(t, transport, server.URL+"/elsewhere")
	if err != nil || status != http.StatusFound {
		t.Errorf("a redirect is an answer: %v", err)
	}
	if _, _, err := through(t, NewVendorTransport(config.Connection{}, "://", true), server.URL); err == nil {
		t.Error("a transport without a host leads somewhere")
	}
}

// TestProxyIsAsked sends a call for a vendor to the connection's proxy.
func TestProxyIsAsked(t *testing.T) {
	t.Parallel()
	asked := make(chan string, 1)
	proxy := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { asked <- r.Method + " " + r.Host }))
	t.Cleanup(proxy.Close)
	transport := NewVendorTransport(config.Connection{ProxyURL: proxy.URL}, "https://vendor.example.com", false)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://vendor.example.com/", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		if res, err := transport.RoundTrip(req); err == nil {
			_ = res.Body.Close()
		}
	}()
	if got := <-asked; got != "CONNECT vendor.example.com:443" {
		t.Errorf("the proxy was asked to %s", got)
	}
}

func TestSharedAndFreshTransports(t *testing.T) {
	t.Parallel()
	shared, fresh := newTransport(config.Connection{}, true), newTransport(config.Connection{ProxyURL: "http://proxy.example.com:3128"}, false)
	if shared.DisableKeepAlives || !fresh.DisableKeepAlives {
		t.Error("a shared transport keeps connections, a fresh one none")
	}
	request, err := http.NewRequestWithContext(context.Background(), http.MethodGet, "https://vendor.example.com", nil)
	if err != nil {
		t.Fatal(err)
	}
	proxy, err := fresh.Proxy(request)
	if err != nil || proxy.Host != "proxy.example.com:3128" {
		t.Errorf("the connection's own proxy is not used: %v, %v", proxy, err)
	}
}

func TestIdleConnectionsGoBeforeTheLoadBalancer(t *testing.T) {
	t.Parallel()
	for set, want := range map[policies.Duration]time.Duration{0: 45 * time.Second, policies.Duration(3 * time.Second): 3 * time.Second} {
		if got := newTransport(config.Connection{IdleTimeout: set}, true).IdleConnTimeout; got != want {
			t.Errorf("idle_timeout %s keeps connections %v, want %v", set, got, want)
		}
	}
}

// TestCallsGoOverTheClientThatIsConfigured tells the clients apart by their types.
func TestCallsGoOverTheClientThatIsConfigured(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		configured    string
		shared, http1 bool
	}{
		{"", true, true}, {"auto", true, true}, {config.HTTPClientStandard, true, false},
		{"", false, true}, {"auto", false, true}, {config.HTTPClientStandard, false, false},
	} {
		made := NewVendorTransport(config.Connection{HTTPClient: c.configured}, "https://vendor.example.com", c.shared)
		if _, got := made.transport.(*http1.Transport); got != c.http1 {
			t.Errorf("http_client %q, shared %v: the cheap client is used: %v", c.configured, c.shared, got)
		}
	}
}

// TestReadsCountWhatLeaves looks for the count of bytes by which an adapter tells
// what was sent, on a connection that is kept.
func TestReadsCountWhatLeaves(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }))
	t.Cleanup(server.Close)
	transport := NewVendorTransport(config.Connection{}, server.URL, true)
	t.Cleanup(transport.CloseIdleConnections)
	var reused []bool
	ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{GotConn: func(info httptrace.GotConnInfo) {
		c, counts := info.Conn.(interface{ BytesWritten() int64 })
		reused = append(reused, info.Reused)
		if !counts || (c.BytesWritten() > 0) != info.Reused {
			t.Errorf("connection %d counts: %v", len(reused), counts)
		}
	}})
	for range 2 {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		res, err := transport.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
	}
	if len(reused) != 2 || !reused[1] {
		t.Errorf("reused: %v", reused)
	}
}
