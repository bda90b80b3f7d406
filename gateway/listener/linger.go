package listener

import (
	"io"
	"net"
	"time"
)

const (
	// lingerTime and lingerBytes bound how long the rest of a refused request is
	// read, and how much of it; lingerSilence, how long it may pause.
	lingerTime    = 30 * time.Second
	lingerSilence = 2 * time.Second
	lingerBytes   = 256 << 20
)

// lingerListener is a listener whose connections can linger when they are
// closed: a caller that is still sending then gets its answer instead of a
// reset.
type lingerListener struct{ net.Listener }

// Accept waits for the next connection.
func (l lingerListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &lingerConn{Conn: conn}, nil
}

type lingerConn struct {
	net.Conn
	linger bool
}

// Close ends the connection; one that lingers first says that nothing more will
// be written, and reads what still comes.
func (c *lingerConn) Close() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok && c.linger {
		if half.CloseWrite() == nil {
			_, _ = io.CopyN(io.Discard, &timedBody{c.Conn, c.Conn, time.Now().Add(lingerTime), lingerSilence}, lingerBytes) // whatever comes is thrown away
		}
	}
	return c.Conn.Close()
}

// EnableLinger lets the connection below conn linger when it is closed.
func EnableLinger(conn net.Conn) {
	for conn != nil {
		if c, ok := conn.(*lingerConn); ok {
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
