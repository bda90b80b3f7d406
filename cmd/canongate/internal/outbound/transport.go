package outbound

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"sync/atomic"
	"syscall"
	"time"

	"canongate/adapters/http1"
	"canongate/config"
)

// connectTimeout bounds dialling and, again, the TLS handshake.
const connectTimeout = 5 * time.Second

// silence is how long an HTTP/2 connection may be silent before it is pinged. All
// calls share one, and TCP alone takes a quarter of an hour to notice a loss.
const silence = 10 * time.Second

// VendorTransport is the HTTP transport of one connection. It refuses requests for
// any host but the vendor's, so no credential leaves for another one.
type VendorTransport struct {
	scheme, host string
	transport    interface {
		http.RoundTripper
		CloseIdleConnections()
	}
}

// NewVendorTransport makes a transport to the host of a base URL. One that is not
// shared opens a connection for each request.
func NewVendorTransport(c config.Connection, baseURL string, shared bool) *VendorTransport {
	standard := newTransport(c, shared)
	t := &VendorTransport{transport: standard}
	base, err := url.Parse(baseURL)
	if err != nil {
		return t // it leads nowhere
	}
	t.scheme, t.host = base.Scheme, base.Host
	if c.HTTPClient != config.HTTPClientStandard {
		t.transport = http1.New(standard, base)
	}
	return t
}

var errOtherHost = errors.New("call vendor: the request is for another host than base_url's")

// RoundTrip sends a request to the vendor. It follows no redirects, as no
// transport does.
func (t *VendorTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	if t.host == "" || r.URL.Scheme != t.scheme || r.URL.Host != t.host {
		if r.Body != nil {
			_ = r.Body.Close() // nothing was read from it
		}
		return nil, errOtherHost
	}
	return t.transport.RoundTrip(r)
}

// CloseIdleConnections closes the connections that no request uses.
func (t *VendorTransport) CloseIdleConnections() { t.transport.CloseIdleConnections() }

func newTransport(c config.Connection, shared bool) *http.Transport {
	return &http.Transport{
		Proxy:                  proxyOf(c),
		DialContext:            dialler(shared),
		TLSClientConfig:        tlsOf(c.TLS),
		TLSHandshakeTimeout:    connectTimeout,
		ForceAttemptHTTP2:      true,
		HTTP2:                  &http.HTTP2Config{SendPingTimeout: silence, PingTimeout: connectTimeout},
		DisableKeepAlives:      !shared,
		MaxIdleConns:           256,
		MaxIdleConnsPerHost:    256,
		IdleConnTimeout:        c.IdleTimeout.Or(config.DefaultIdleTimeout),
		MaxResponseHeaderBytes: 64 << 10,
	}
}

// dialler opens connections that count what is written to them. Those of one call live no
// longer than that, so nothing has to find out whether the other end is still there.
func dialler(shared bool) func(ctx context.Context, network, address string) (net.Conn, error) {
	d := &net.Dialer{Timeout: connectTimeout, KeepAlive: 30 * time.Second}
	if !shared {
		d.KeepAlive = -1
	}
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := d.DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return &countedConn{Conn: c}, nil
	}
}

// countedConn counts the bytes written to it, so that an adapter can tell a
// request that never left from one that may have arrived.
type countedConn struct {
	net.Conn
	written atomic.Int64
}

// Write counts before it writes: bytes may have left although it fails.
func (c *countedConn) Write(b []byte) (int, error) {
	c.written.Add(int64(len(b)))
	return c.Conn.Write(b)
}

// SyscallConn lets the client look at a kept connection.
func (c *countedConn) SyscallConn() (syscall.RawConn, error) {
	if under, ok := c.Conn.(syscall.Conn); ok {
		return under.SyscallConn()
	}
	return nil, errors.ErrUnsupported
}

// BytesWritten is at least how many bytes have left.
func (c *countedConn) BytesWritten() int64 { return c.written.Load() }

// proxyOf gives the connection's own proxy, or the environment's. The file was
// checked, so its URL parses.
func proxyOf(c config.Connection) func(*http.Request) (*url.URL, error) {
	if proxy, err := url.Parse(c.ProxyURL); c.ProxyURL != "" && err == nil {
		return http.ProxyURL(proxy)
	}
	return http.ProxyFromEnvironment
}

// IssuerClient fetches an issuer's keys, from nowhere but jwks_url.
func IssuerClient() *http.Client {
	return &http.Client{
		Timeout:       10 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}
