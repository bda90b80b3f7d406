package gateway

import (
	"io"
	"net"
	"time"
)

const (
	// lingerTime and lingerBytes bound how long the rest of a refused request is
	// read, and how much of it.
	lingerTime  = 2 * time.Second
	lingerBytes = 256 << 20
)

// lingering is a listener whose connections can be closed kindly. A caller that
// is still sending when its connection is closed gets a reset instead of the
// answer; who refuses a body that is too large must therefore read on.
type lingering struct{ net.Listener }

// Accept waits for the next connection.
func (l lingering) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &lingeringConn{Conn: conn}, nil
}

type lingeringConn struct {
	net.Conn
	linger bool
}

// Close ends the connection; after linger was set it first says that nothing
// more will be written, and reads what still comes.
func (c *lingeringConn) Close() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok && c.linger {
		if half.CloseWrite() == nil && c.Conn.SetReadDeadline(time.Now().Add(lingerTime)) == nil {
			_, _ = io.CopyN(io.Discard, c.Conn, lingerBytes) // whatever comes is thrown away
		}
	}
	return c.Conn.Close()
}

// lingerOn lets the connection below conn be closed kindly.
func lingerOn(conn net.Conn) {
	for conn != nil {
		if c, ok := conn.(*lingeringConn); ok {
			c.linger = true
			return
		}
		above, ok := conn.(interface{ NetConn() net.Conn })
		if !ok {
			return
		}
		conn = above.NetConn()
	}
}
