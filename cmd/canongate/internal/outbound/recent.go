package outbound

import (
	"context"
	"errors"
	"net"
	"net/http"
	"syscall"
	"time"

	"canongate/config"
)

// recentIdle is how long a connection is kept for the next write. It is far below what
// servers and load balancers keep, so that one in use is none that they are about to
// close. Under load the next write comes much sooner.
const recentIdle = 2 * time.Second

// NewRecentTransport makes a transport to the host of a base URL that uses a connection
// again for a short while after its last answer. It speaks HTTP/1.1 only.
func NewRecentTransport(c config.Connection, baseURL string) *VendorTransport {
	t := NewVendorTransport(c, baseURL, false)
	t.transport = newRecentTransport(c)
	return t
}

func newRecentTransport(c config.Connection) *http.Transport {
	t := newTransport(c, true)
	t.Protocols = new(http.Protocols)
	t.Protocols.SetHTTP1(true)
	t.ForceAttemptHTTP2, t.HTTP2 = false, nil
	t.TLSClientConfig.NextProtos = []string{"http/1.1"} // who speaks nothing else refuses the handshake
	t.IdleConnTimeout = min(t.IdleConnTimeout, recentIdle)
	t.DialContext = dialWatched
	return t
}

// watchedConn refuses to write to a vendor that has closed the connection: such a
// request would be lost, and nobody could tell that it was.
type watchedConn struct {
	*countedConn
	raw syscall.RawConn
}

var errClosedByVendor = errors.New("call vendor: the kept connection was closed")

// Write counts nothing when it writes nothing.
func (c *watchedConn) Write(b []byte) (int, error) {
	if isClosedByPeer(c.raw) {
		return 0, errClosedByVendor
	}
	return c.countedConn.Write(b)
}

// dialWatched opens a connection that counts what is written to it, and notices its end.
func dialWatched(ctx context.Context, network, address string) (net.Conn, error) {
	c, err := dialCounted(ctx, network, address)
	if err != nil {
		return nil, err
	}
	counted := c.(*countedConn)
	socket, ok := counted.Conn.(syscall.Conn)
	if !ok {
		return c, nil
	}
	raw, err := socket.SyscallConn()
	if err != nil {
		c.Close() //nolint:errcheck // it was closed before
		return nil, err
	}
	return &watchedConn{countedConn: counted, raw: raw}, nil
}
