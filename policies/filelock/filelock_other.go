//go:build !(darwin || freebsd || linux || netbsd || openbsd)

package filelock

// Supported says whether locks are held against other processes.
const Supported = false

// Exclusive knows of no other process, so nobody is ever alone.
func (*Lock) Exclusive() bool { return false }

// Share has nothing to share.
func (*Lock) Share() {}
