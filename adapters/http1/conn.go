package http1

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"math"
	"net"
	"net/http"
	"net/http/httptrace"
	"syscall"
	"time"

	"canongate/canonical/deadline"
)

const (
	unlimited  = math.MaxInt64
	readBuffer = 4 << 10
	// mostKept is the largest buffer for requests that a connection keeps, in bytes.
	mostKept = 8 << 10
)

// conn is one connection. One call has it at a time.
type conn struct {
	net         net.Conn // what is read and written: TCP, or TLS over it
	raw         net.Conn // what net stands on
	state       *tls.ConnectionState
	pool        *pool // nil: it serves one call and is not kept
	in          *bufio.Reader
	left        int64 // how many bytes may still be read
	headerBytes int64
	request     []byte
	watcher     *watcher // nil: the connection cannot be looked at, and is not kept
	kept        bool     // it comes from the pool
	asks        *http.Request
	packed      bool          // gzip is taken for an answer
	begun       bool          // something of the request may have been written
	since       time.Time     // when it became idle
	idle        time.Duration // for how long it was

	timed bool        // reads and writes end when the context of the call does
	stop  func() bool // ends the watch over that context; nil: there is none
}

// otherProtocolError is a TLS server that does not agree to HTTP/1.1.
type otherProtocolError struct {
	agreed bool // the handshake was good, and for another protocol or for none
}

func (*otherProtocolError) Error() string { return "connect: the server does not agree to HTTP/1.1" }

// handshakeTimeoutError is what a Transport says of a handshake that took too long.
type handshakeTimeoutError struct{}

func (handshakeTimeoutError) Error() string { return "connect: TLS handshake timeout" }
func (handshakeTimeoutError) Timeout() bool { return true }

// connect opens a connection, and over TLS agrees with the server on HTTP/1.1.
func (t *Transport) connect(ctx context.Context) (*conn, error) {
	raw, err := t.dial(ctx, "tcp", t.address)
	if err != nil {
		return nil, err
	}
	c := &conn{net: raw, raw: raw, headerBytes: t.headerBytes}
	if !t.fresh {
		c.pool = &t.idle
	}
	if under, ok := raw.(syscall.Conn); ok {
		c.watcher = newWatcher(under, c.write)
	}
	if t.tls != nil {
		if err := c.secure(ctx, t); err != nil {
			_ = raw.Close() // it is useless, whatever closing says
			return nil, err
		}
	}
	c.in = bufio.NewReaderSize(c, readBuffer)
	return c, nil
}

func (c *conn) secure(ctx context.Context, t *Transport) error {
	secured := tls.Client(c.raw, t.tls)
	limited, cancel := context.WithTimeout(ctx, t.handshake)
	defer cancel()
	if err := secured.HandshakeContext(limited); err != nil {
		var told *net.OpError
		switch {
		case ctx.Err() == nil && limited.Err() != nil:
			return handshakeTimeoutError{}
		case errors.As(err, &told) && told.Op == "remote error": // an alert: perhaps that no protocol fits
			return &otherProtocolError{}
		}
		return err
	}
	state := secured.ConnectionState()
	if state.NegotiatedProtocol != protocol {
		return &otherProtocolError{agreed: true}
	}
	c.net, c.state = secured, &state
	return nil
}

// Read reads for in, and no more than is left.
func (c *conn) Read(p []byte) (int, error) {
	if c.left <= 0 {
		return 0, io.ErrUnexpectedEOF
	}
	n, err := c.net.Read(p[:min(int64(len(p)), c.left)])
	c.left -= int64(n)
	return n, err
}

// longAgo is a deadline that ends reads and writes at once.
var longAgo = time.Unix(1, 0)

// watch ends all reading and writing when the context ends.
func (c *conn) watch(ctx context.Context) {
	if deadline.ByTimeAlone(ctx) {
		if at, ok := ctx.Deadline(); ok {
			c.timed = true
			_ = c.raw.SetDeadline(at) // it fails on a closed connection, which is as good
		}
		return
	}
	c.stop = context.AfterFunc(ctx, func() {
		_ = c.raw.SetDeadline(longAgo) // it fails on a closed connection, which is as good
	})
}

// release ends a call. The connection is kept if it is reusable and as silent as
// one must be that waits for a request.
func (c *conn) release(reusable bool) {
	inTime := c.unwatch()
	if !reusable || !inTime || c.pool == nil || c.watcher == nil || c.in.Buffered() > 0 || !c.nothingDecrypted() {
		_ = c.raw.Close() // without TLS's farewell, for which a vendor that does not read would make us wait
		return
	}
	c.kept = true
	c.pool.put(c)
}

// unwatch ends the watch, and says whether reads and writes wait as long as they like
// again.
func (c *conn) unwatch() bool {
	stop, timed := c.stop, c.timed
	c.stop, c.timed = nil, false
	if stop != nil {
		return stop()
	}
	return !timed || c.raw.SetDeadline(time.Time{}) == nil
}

// nothingDecrypted says that TLS holds nothing that it has read already. A deadline
// that is over lets it look at what it has and not at the network.
func (c *conn) nothingDecrypted() bool {
	if c.state == nil {
		return true
	}
	if c.net.SetReadDeadline(longAgo) != nil {
		return false
	}
	var b [1]byte
	n, err := c.net.Read(b[:])
	var timeout net.Error
	return n == 0 && errors.As(err, &timeout) && timeout.Timeout() && c.net.SetReadDeadline(time.Time{}) == nil
}

// errStale is a kept connection that the vendor has closed, or on which it has said
// something unasked. Nothing was sent.
var errStale = errors.New("write request: the connection is no longer silent")

// ask sends a request.
func (c *conn) ask(r *http.Request) error {
	c.asks, c.begun = r, false
	defer func() { c.asks = nil }()
	if !c.kept {
		return c.write()
	}
	return c.watcher.sendWhenSilent()
}

// write writes the request that the connection asks.
func (c *conn) write() error {
	if trace := httptrace.ContextClientTrace(c.asks.Context()); trace != nil && trace.GotConn != nil {
		trace.GotConn(httptrace.GotConnInfo{Conn: c.net, Reused: c.kept, WasIdle: c.kept, IdleTime: c.idle})
	}
	c.packed = acceptsGzip(c.asks)
	request, err := appendRequest(c.request[:0], c.asks, c.packed, c.pool == nil)
	if err != nil {
		return err
	}
	c.keepBuffer(request)
	c.begun = true
	_, err = c.net.Write(request)
	return err
}

// keepBuffer keeps what a request was written to, for the next one.
func (c *conn) keepBuffer(b []byte) {
	if cap(b) <= mostKept {
		c.request = b
	}
}
