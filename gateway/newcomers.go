package gateway

import (
	"context"
	"crypto/tls"
	"net"
	"sync"
	"time"
)

// hush is how long a shutdown listens for the first byte of the newest
// connection.
const hush = 500 * time.Millisecond

// newcomers are the open connections that no request has begun on. Browsers and
// load balancers open some ahead of need. fasthttp takes a connection for busy
// from its first moment on and would have a shutdown wait for them until its time
// is over.
type newcomers struct {
	mu    sync.Mutex
	conns map[*newcomer]struct{}
}

func (n *newcomers) add(c *newcomer) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.conns == nil {
		n.conns = map[*newcomer]struct{}{}
	}
	n.conns[c] = struct{}{}
}

func (n *newcomers) remove(c *newcomer) {
	n.mu.Lock()
	defer n.mu.Unlock()
	delete(n.conns, c)
}

// close closes them all.
func (n *newcomers) close() {
	n.mu.Lock()
	conns := n.conns
	n.conns = nil
	n.mu.Unlock()
	for c := range conns {
		_ = c.Close() // nothing was said on it, so nothing is lost
	}
}

// welcoming is a listener that counts its connections among the newcomers. It
// stands above TLS: a handshake is no request.
type welcoming struct {
	net.Listener
	newcomers *newcomers
}

// Accept waits for the next connection.
func (l welcoming) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	c := &newcomer{Conn: conn, among: l.newcomers}
	l.newcomers.add(c)
	if secure, ok := conn.(*tls.Conn); ok {
		return tlsNewcomer{c, secure}, nil
	}
	return c, nil
}

// newcomer is one of them until its first byte.
type newcomer struct {
	net.Conn
	among *newcomers
	spoke bool // for the one goroutine that reads
}

// Read takes the connection from the newcomers with its first byte.
func (c *newcomer) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if n > 0 && !c.spoke {
		c.spoke = true
		c.among.remove(c)
	}
	return n, err
}

// Close ends the connection.
func (c *newcomer) Close() error {
	c.among.remove(c)
	return c.Conn.Close()
}

// NetConn is the connection below.
func (c *newcomer) NetConn() net.Conn { return c.Conn }

// tlsNewcomer has the methods by which fasthttp knows TLS.
type tlsNewcomer struct {
	*newcomer
	secure *tls.Conn
}

// Handshake runs the handshake of TLS; closing the connection ends it.
func (c tlsNewcomer) Handshake() error { return c.secure.HandshakeContext(context.Background()) }

// ConnectionState tells what the handshake agreed on.
func (c tlsNewcomer) ConnectionState() tls.ConnectionState { return c.secure.ConnectionState() }
