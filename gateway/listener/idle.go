package listener

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"sync"
)

// Listener is the public listener: its connections are limited, may linger,
// speak TLS where it is told to, and are watched while no request has begun on
// them.
type Listener struct {
	net.Listener
	limits *limitListener
	idle   idleConns
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

// CloseIdle closes the connections that no request has begun on. Browsers and
// load balancers open some ahead of need; a server takes them for busy, and its
// shutdown would wait for them until its time is over.
func (l *Listener) CloseIdle() { l.idle.close() }

// Accept waits for the next connection.
func (l *Listener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	c := &Conn{Conn: conn, idle: &l.idle, inHead: true}
	l.idle.add(c)
	if secure, ok := conn.(*tls.Conn); ok {
		return tlsConn{c, secure}, nil
	}
	return c, nil
}

// idleConns are the open connections without a first byte.
type idleConns struct {
	mu    sync.Mutex
	conns map[*Conn]struct{}
}

func (n *idleConns) add(c *Conn) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.conns == nil {
		n.conns = map[*Conn]struct{}{}
	}
	n.conns[c] = struct{}{}
}

func (n *idleConns) remove(c *Conn) {
	n.mu.Lock()
	defer n.mu.Unlock()
	delete(n.conns, c)
}

func (n *idleConns) close() {
	n.mu.Lock()
	conns := n.conns
	n.conns = nil
	n.mu.Unlock()
	for c := range conns {
		_ = c.Close() // nothing was said on it, so nothing is lost
	}
}

// Conn is a connection of a Listener. It stands above TLS: a handshake is no
// request.
type Conn struct {
	net.Conn
	idle  *idleConns
	spoke bool // for the one goroutine that reads, as what follows

	inHead bool // a head is being read: its lines are checked
	lines  lineCheck
}

var errLineEnd = errors.New("read head: a line does not end with CR LF")

// Read reads; the first byte ends the connection's idleness.
func (c *Conn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if n > 0 && !c.spoke {
		c.spoke = true
		c.idle.remove(c)
	}
	if c.inHead && n > 0 {
		sound, ended := c.lines.next(p[:n])
		if !sound {
			return 0, errLineEnd
		}
		c.inHead = !ended
	}
	return n, err
}

// headConn is a connection that checks the lines of heads.
type headConn interface {
	headRead()
	nextHead()
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

func (c *Conn) headRead() { c.inHead = false }
func (c *Conn) nextHead() { c.inHead, c.lines = true, lineCheck{} }

// Close ends the connection.
func (c *Conn) Close() error {
	c.idle.remove(c)
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
