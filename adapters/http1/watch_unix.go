//go:build unix

package http1

import "syscall"

// watchable says that connections can be looked at without reading from them.
const watchable = true

// watcher looks at what has come in on a connection that waits.
type watcher struct {
	conn  syscall.RawConn
	look  func(fd uintptr) bool // made once: it would be allocated for each look
	empty bool
}

func newWatcher(c syscall.Conn) *watcher {
	raw, err := c.SyscallConn()
	if err != nil {
		return nil
	}
	w := &watcher{conn: raw}
	w.look = func(fd uintptr) bool {
		var b [1]byte
		_, _, err := syscall.Recvfrom(int(fd), b[:], syscall.MSG_PEEK|syscall.MSG_DONTWAIT)
		w.empty = err == syscall.EAGAIN
		return true
	}
	return w
}

// silent says that the connection is open and nothing has come in.
func (w *watcher) silent() bool {
	w.empty = false
	return w.conn.Read(w.look) == nil && w.empty
}
