package outbound

import (
	"syscall"

	"golang.org/x/sys/unix"
)

// isClosedByPeer says whether the other end has closed a connection, whatever is still to
// be read from it.
func isClosedByPeer(raw syscall.RawConn) (closed bool) {
	err := raw.Control(func(fd uintptr) {
		ask := []unix.PollFd{{Fd: int32(fd), Events: unix.POLLRDHUP}} //nolint:gosec // a file descriptor is small
		n, err := unix.Poll(ask, 0)
		closed = err == nil && n > 0 && ask[0].Revents&(unix.POLLRDHUP|unix.POLLHUP|unix.POLLERR) != 0
	})
	return closed || err != nil
}
