package http1

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/textproto"
	"net/url"
	"os"
	"sync/atomic"
	"time"
)

// What a Transport means by 0.
const (
	defaultMaxIdle      = http.DefaultMaxIdleConnsPerHost
	defaultHeaderBytes  = 10 << 20
	defaultTLSHandshake = 10 * time.Second
)

// maxBody is the largest request that is sent here, in bytes. A vendor may answer
// before it has read a larger one, and nobody would listen while it is written.
const maxBody = 32 << 10

// Transport calls one host. Safe for concurrent use; the body of one answer is not.
type Transport struct {
	standard     *http.Transport
	scheme, host string
	address      string // host and port
	tls          *tls.Config
	dial         func(ctx context.Context, network, address string) (net.Conn, error)
	headerBytes  int64
	handshake    time.Duration
	fresh        bool // each call has a connection of its own
	idle         pool

	// standardOnly says that the standard transport gets all calls.
	standardOnly atomic.Bool
}

// New makes a transport to the host of a base URL. It works with the dialler, the TLS
// configuration, the proxy, the limits and the idle time of standard, which must not
// change any more, and which sends what this one does not. It keeps no connection if
// standard keeps none.
func New(standard *http.Transport, base *url.URL) *Transport {
	t := &Transport{
		standard: standard, scheme: base.Scheme, host: base.Host, address: base.Host,
		dial: standard.DialContext, headerBytes: cmp.Or(standard.MaxResponseHeaderBytes, defaultHeaderBytes),
		handshake: cmp.Or(standard.TLSHandshakeTimeout, defaultTLSHandshake), fresh: standard.DisableKeepAlives,
		idle: pool{most: cmp.Or(standard.MaxIdleConnsPerHost, defaultMaxIdle), timeout: standard.IdleConnTimeout},
	}
	if t.dial == nil {
		t.dial = new(net.Dialer).DialContext
	}
	port := "80"
	if base.Scheme == "https" {
		port = "443"
		t.tls = tlsFor(standard.TLSClientConfig, base.Hostname())
	}
	if base.Port() == "" {
		t.address = net.JoinHostPort(base.Hostname(), port)
	}
	t.standardOnly.Store(!watchable || !plainHost(base.Host) || proxied(standard, base))
	return t
}

// tlsFor offers HTTP/1.1 alone.
func tlsFor(standard *tls.Config, name string) *tls.Config {
	c := standard.Clone()
	if c == nil {
		c = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	c.NextProtos = []string{protocol}
	c.ServerName = cmp.Or(c.ServerName, name)
	return c
}

const protocol = "http/1.1" // its name in ALPN

// proxied says whether calls go through a proxy, or nobody knows.
func proxied(standard *http.Transport, base *url.URL) bool {
	if standard.Proxy == nil {
		return false
	}
	proxy, err := standard.Proxy(&http.Request{Method: http.MethodGet, URL: base, Host: base.Host, Header: http.Header{}})
	return err != nil || proxy != nil
}

// RoundTrip sends a request once and reads the head of its answer. Of a client trace
// it calls GotConn and Got1xxResponse, and the dialler its own.
func (t *Transport) RoundTrip(r *http.Request) (*http.Response, error) {
	if t.standardOnly.Load() || r.URL.Scheme != t.scheme || r.URL.Host != t.host || !plain(r) {
		return t.standard.RoundTrip(r)
	}
	res, err := t.call(r.Context(), r)
	if other := (*otherProtocolError)(nil); errors.As(err, &other) {
		return t.handOver(r, other)
	}
	if r.Body != nil {
		_ = r.Body.Close() // it was read, or nobody will read it
	}
	return res, err
}

// call makes the call on the first connection that can take it.
func (t *Transport) call(ctx context.Context, r *http.Request) (*http.Response, error) {
	for {
		c, err := t.connection(ctx)
		if err != nil {
			return nil, during(ctx, err)
		}
		res, err := exchange(ctx, c, r)
		if !errors.Is(err, errStale) {
			return res, err
		}
	}
}

// handOver gives a call, before anything of it was sent, to the standard transport. When
// the server has shown that it speaks something else, all others go there too.
func (t *Transport) handOver(r *http.Request, why *otherProtocolError) (*http.Response, error) {
	if why.agreed {
		t.standardOnly.Store(true)
	}
	res, err := t.standard.RoundTrip(r)
	if err == nil && res.ProtoMajor > 1 {
		t.standardOnly.Store(true)
	}
	return res, err
}

// exchange sends the request and reads the head of the answer. The connection ends
// with the answer's body, or here.
func exchange(ctx context.Context, c *conn, r *http.Request) (*http.Response, error) {
	c.watch(ctx)
	switch err := c.ask(r); {
	case errors.Is(err, errStale):
		c.release(false)
		return nil, err
	case err != nil:
		c.release(!c.begun)
		return nil, during(ctx, err)
	}
	res, err := c.answer(httptrace.ContextClientTrace(ctx), r)
	if err != nil {
		c.release(false)
		return nil, during(ctx, err)
	}
	reusable := !res.Close && res.StatusCode >= http.StatusOK
	if r.Method == http.MethodHead || res.ContentLength == 0 {
		if res.Body == nil {
			res.Body = http.NoBody
		}
		c.release(reusable)
		return res, nil
	}
	b := &body{c: c, ctx: ctx, inner: res.Body, reusable: reusable}
	if res.Body == nil {
		b.fixed = fixed{c.in, res.ContentLength}
		b.inner = &b.fixed
	}
	res.Body = b
	if c.packed {
		unpack(res)
	}
	return res, nil
}

// answer reads the head of the final answer. An answer without a body is one that
// ownHead has read.
func (c *conn) answer(trace *httptrace.ClientTrace, r *http.Request) (*http.Response, error) {
	c.left = c.headerBytes
	if res, err := ownHead(c.in, r); res != nil || err != nil {
		return c.final(res), err
	}
	for {
		res, err := http.ReadResponse(c.in, r)
		switch {
		case err != nil && c.left <= 0:
			return nil, errLongHead
		case err != nil:
			return nil, err
		case res.StatusCode < http.StatusContinue, res.StatusCode == http.StatusSwitchingProtocols, res.StatusCode >= http.StatusOK:
			return c.final(res), nil
		}
		if trace != nil && trace.Got1xxResponse != nil {
			if err := trace.Got1xxResponse(res.StatusCode, textproto.MIMEHeader(res.Header)); err != nil {
				return nil, err
			}
			c.left = c.headerBytes // who listens bounds their number
		}
	}
}

// final notes that the head of the final answer was read; nil for none.
func (c *conn) final(res *http.Response) *http.Response {
	if res != nil {
		c.left = unlimited
		res.TLS = c.state
	}
	return res
}

var errLongHead = errors.New("read answer: its head is longer than allowed")

// early is by how much a connection or a dialler may notice before the context of a call
// that its time is over.
const early = 10 * time.Millisecond

// during is the end of the context where that is why a call failed, also where the
// context has not noticed yet.
func during(ctx context.Context, err error) error {
	if errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, context.DeadlineExceeded) {
		if at, ok := ctx.Deadline(); ok && time.Until(at) < early {
			<-ctx.Done()
		}
	}
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return context.DeadlineExceeded
	}
	return err
}

// connection gives a kept connection or makes one.
func (t *Transport) connection(ctx context.Context) (*conn, error) {
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if c := t.idle.take(); c != nil {
		return c, nil
	}
	return t.connect(ctx)
}

// CloseIdleConnections closes the connections that no call uses, and those that are
// used now once their call has ended.
func (t *Transport) CloseIdleConnections() {
	t.idle.close()
	t.standard.CloseIdleConnections()
}
