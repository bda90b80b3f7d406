//go:build !linux

package outbound

import "syscall"

// isClosedByPeer cannot be asked here. The library reads from idle connections, and
// notices their end a moment later.
func isClosedByPeer(syscall.RawConn) bool { return false }
