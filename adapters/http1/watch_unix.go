//go:build unix

package http1

import (
	"errors"
	"os"
	"syscall"
)

// watchable says that connections can be looked at without reading from them.
const watchable = true

// watcher looks at what has come in on a connection that waits.
type watcher struct {
	conn syscall.RawConn
	step func(fd uintptr) bool // made once: it would be allocated for each call
	sent bool
	err  error // of sending
}

// newWatcher makes the watcher of a connection; send sends what its call asks.
func newWatcher(c syscall.Conn, send func() error) *watcher {
	raw, err := c.SyscallConn()
	if err != nil {
		return nil
	}
	w := &watcher{conn: raw}
	w.step = func(fd uintptr) bool {
		if w.sent {
			return true
		}
		var b [1]byte
		if _, _, err := syscall.Recvfrom(int(fd), b[:], syscall.MSG_PEEK|syscall.MSG_DONTWAIT); err != syscall.EAGAIN {
			return true
		}
		w.sent, w.err = true, send()
		return w.err != nil // else the poller waits
	}
	return w
}

// sendWhenSilent sends if the connection is open and nothing has come in on it, else it
// is stale. Then it waits until something comes in. The poller is made ready before the
// look, so that it misses nothing.
func (w *watcher) sendWhenSilent() error {
	w.sent, w.err = false, nil
	err := w.conn.Read(w.step)
	switch {
	case w.err != nil:
		return w.err
	case !w.sent && !errors.Is(err, os.ErrDeadlineExceeded):
		return errStale
	}
	return err
}
