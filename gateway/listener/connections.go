package listener

import (
	"net"
	"net/netip"
	"sync"
	"time"
)

// Limits bound the connections that are open at once. They bear the names of
// their configuration keys; 0 is no limit.
type Limits struct {
	PerSource int // connections_per_ip
	Total     int // max_connections
	// Refused is told of each connection that is closed for a limit; nil: nobody.
	Refused func(limit string)
}

// The names of Limits.
const (
	LimitPerSource = "connections_per_ip"
	LimitTotal     = "max_connections"
)

// limitListener is a listener that closes connections beyond its limits before
// anything is read from them.
type limitListener struct {
	net.Listener
	limits Limits
	closed chan struct{}
	once   sync.Once

	mu       sync.Mutex
	total    int
	bySource map[netip.Addr]int
}

func limited(ln net.Listener, limits Limits) *limitListener {
	return &limitListener{Listener: ln, limits: limits, closed: make(chan struct{}), bySource: map[netip.Addr]int{}}
}

// The wait after an accept that failed for now, for want of file descriptors
// most often.
const minAcceptWait, maxAcceptWait = 5 * time.Millisecond, time.Second

// Accept waits for the next connection that is within the limits. An accept that
// fails for now is tried again: ending the program would end every request.
func (l *limitListener) Accept() (net.Conn, error) {
	wait := minAcceptWait
	for {
		conn, err := l.Listener.Accept()
		if err != nil {
			if passing, ok := err.(interface{ Temporary() bool }); !ok || !passing.Temporary() {
				return nil, err
			}
			select {
			case <-l.closed:
				return nil, net.ErrClosed
			case <-time.After(wait):
			}
			wait = min(2*wait, maxAcceptWait)
			continue
		}
		source := sourceOf(conn.RemoteAddr())
		limit := l.acquire(source)
		if limit == "" {
			return &limitConn{Conn: conn, release: func() { l.release(source) }}, nil
		}
		_ = conn.Close() // nothing was said on it
		if l.limits.Refused != nil {
			l.limits.Refused(limit)
		}
	}
}

// Close ends the listener.
func (l *limitListener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return l.Listener.Close()
}

// acquire counts a connection in, or names the limit that is used up.
func (l *limitListener) acquire(source netip.Addr) (limit string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.limits.PerSource > 0 && source.IsValid() && l.bySource[source] >= l.limits.PerSource:
		return LimitPerSource
	case l.limits.Total > 0 && l.total >= l.limits.Total:
		return LimitTotal
	}
	l.total++
	l.bySource[source]++
	return ""
}

func (l *limitListener) release(source netip.Addr) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.total--
	if l.bySource[source]--; l.bySource[source] == 0 {
		delete(l.bySource, source)
	}
}

// open is how many connections there are.
func (l *limitListener) open() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.total
}

// sourceOf is whom a connection counts for: an IPv4 address, or the /64 of an
// IPv6 address. What has no address is the invalid one.
func sourceOf(address net.Addr) netip.Addr {
	tcp, ok := address.(*net.TCPAddr)
	if !ok {
		return netip.Addr{}
	}
	ip := tcp.AddrPort().Addr().Unmap().WithZone("")
	if ip.Is6() {
		if prefix, err := ip.Prefix(64); err == nil {
			return prefix.Addr()
		}
	}
	return ip
}

// limitConn is a connection that counts until it is closed.
type limitConn struct {
	net.Conn
	once    sync.Once
	release func()
}

// Close ends the connection.
func (c *limitConn) Close() error {
	err := c.Conn.Close()
	c.once.Do(c.release)
	return err
}

// CloseWrite says that nothing more will be written.
func (c *limitConn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return net.ErrClosed
}
