//go:build unix

package http1

import "syscall"

// watchable says that connections can be looked at without reading from them.
const watchable = true

// watcher looks at what has come in on a connection that waits.
type watcher struct {
	conn syscall.RawConn
	step func(fd uintptr) bool // made once: it would be allocated for each call

	send         func() error
	silent, sent bool
	err          error // of send
}

func newWatcher(c syscall.Conn) *watcher {
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
		_, _, err := syscall.Recvfrom(int(fd), b[:], syscall.MSG_PEEK|syscall.MSG_DONTWAIT)
		if w.silent = err == syscall.EAGAIN; !w.silent {
			return true
		}
		w.err, w.sent = w.send(), true
		return w.err != nil // else the poller waits
	}
	return w
}

// sendWhenSilent sends if the connection is open and nothing has come in on it, and waits
// until something has. The poller is made ready before the look, so that nothing which
// comes after that is missed, and to read before is spared: it would find nothing.
func (w *watcher) sendWhenSilent(send func() error) (silent bool, err error) {
	w.send, w.silent, w.sent, w.err = send, false, false, nil
	err = w.conn.Read(w.step)
	if w.err != nil {
		err = w.err
	}
	return w.silent, err
}
