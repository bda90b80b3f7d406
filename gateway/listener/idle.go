package listener

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"maps"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Listener is a listener whose connections are limited, may linger, speak TLS where
// it is told to, and are known, so that a shutdown waits for none without a request.
type Listener struct {
	net.Listener
	limits *limitListener
	conns  openConns
}

// New puts a listener above ln, with TLS where the options name a certificate.
func New(ln net.Listener, limits Limits, o TLSOptions) (*Listener, error) {
	l := &Listener{limits: limited(ln, limits)}
	l.Listener = lingerListener{l.limits}
	if o.CertFile != "" {
		config, err := o.config()
		if err != nil {
			return nil, err
		}
		l.Listener = tls.NewListener(l.Listener, config)
	}
	return l, nil
}

// Open is how many connections there are.
func (l *Listener) Open() int { return l.limits.open() }

// CloseIdle closes the connections that are in no request: nothing of the next one has
// come, or not its whole head. Browsers and load balancers open some ahead of need; a
// server takes them for busy, and its shutdown would wait for them until its time is
// over.
func (l *Listener) CloseIdle() {
	for _, c := range l.conns.list() {
		if c.state.CompareAndSwap(noRequest, ended) {
			_ = c.Close() // nobody waits for an answer on it
		}
	}
}

// StopReading ends every body that is still being sent, as if it had stalled. Answers
// are written as before.
func (l *Listener) StopReading() {
	l.conns.unread.Store(true)
	for _, c := range l.conns.list() {
		_ = c.Conn.SetReadDeadline(longAgo) // fails for a connection that is closed
	}
}

// Accept waits for the next connection.
func (l *Listener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	c := &Conn{Conn: conn, all: &l.conns, inHead: true}
	l.conns.add(c)
	if secure, ok := conn.(*tls.Conn); ok {
		return tlsConn{c, secure}, nil
	}
	return c, nil
}

// openConns are the connections that are open.
type openConns struct {
	unread atomic.Bool // nothing more is read from any of them

	mu    sync.Mutex
	conns map[*Conn]struct{}
}

func (o *openConns) add(c *Conn) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.conns == nil {
		o.conns = map[*Conn]struct{}{}
	}
	o.conns[c] = struct{}{}
}

func (o *openConns) remove(c *Conn) {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.conns, c)
}

func (o *openConns) list() []*Conn {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Collect(maps.Keys(o.conns))
}

// The states of a Conn.
const (
	noRequest int32 = iota // the whole head of a request has not come
	inRequest
	ended // by CloseIdle
)

// Conn is a connection of a Listener. It stands above TLS: a handshake is no
// request.
type Conn struct {
	net.Conn
	all   *openConns
	state atomic.Int32

	inHead bool // a head is being read: its lines are checked
	lines  lineCheck
}

var errLineEnd = errors.New("read head: a line does not end with CR LF")

// Read reads; the end of a head begins a request. A connection that CloseIdle has
// ended begins none.
func (c *Conn) Read(p []byte) (int, error) {
	if c.inHead {
		c.state.CompareAndSwap(inRequest, noRequest) // the one before is answered
	}
	n, err := c.Conn.Read(p)
	if !c.inHead {
		return n, err
	}
	sound, whole := c.lines.next(p[:n])
	if !sound {
		return 0, errLineEnd
	}
	if whole {
		c.headRead()
	}
	if c.ended() {
		return 0, io.EOF
	}
	return n, err
}

// SetReadDeadline sets until when reads wait, if anything is to be read at all.
func (c *Conn) SetReadDeadline(t time.Time) error {
	err := c.Conn.SetReadDeadline(t)
	if err == nil && c.all.unread.Load() { // looked at last, so that StopReading is never overtaken
		return c.Conn.SetReadDeadline(longAgo)
	}
	return err
}

// headConn is a connection that knows where heads begin and end.
type headConn interface {
	headRead()
	nextHead()
	ended() bool
}

// Ended says whether CloseIdle has closed a connection of this package.
func Ended(conn net.Conn) bool {
	c, ok := conn.(headConn)
	return ok && c.ended()
}

// HeadRead tells a connection of this package that what comes is no head any more.
func HeadRead(conn net.Conn) {
	if c, ok := conn.(headConn); ok {
		c.headRead()
	}
}

// NextHead tells a connection of this package that the next head comes.
func NextHead(conn net.Conn) {
	if c, ok := conn.(headConn); ok {
		c.nextHead()
	}
}

func (c *Conn) headRead() {
	c.inHead = false
	c.state.CompareAndSwap(noRequest, inRequest)
}

func (c *Conn) ended() bool { return c.state.Load() == ended }
func (c *Conn) nextHead()   { c.inHead, c.lines = true, lineCheck{} }

// Close ends the connection.
func (c *Conn) Close() error {
	c.all.remove(c)
	return c.Conn.Close()
}

// NetConn is the connection below.
func (c *Conn) NetConn() net.Conn { return c.Conn }

// tlsConn has the methods by which fasthttp knows TLS.
type tlsConn struct {
	*Conn
	secure *tls.Conn
}

// Handshake runs the handshake of TLS; closing the connection ends it.
func (c tlsConn) Handshake() error { return c.secure.HandshakeContext(context.Background()) }

// ConnectionState tells what the handshake agreed on.
func (c tlsConn) ConnectionState() tls.ConnectionState { return c.secure.ConnectionState() }
