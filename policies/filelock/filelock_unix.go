//go:build darwin || freebsd || linux || netbsd || openbsd

package filelock

import "syscall"

// Supported says whether locks are held against other processes.
const Supported = true

// Exclusive takes the lock for one alone, and says whether nobody else held it. It does
// not wait.
func (l *Lock) Exclusive() bool {
	return l != nil && syscall.Flock(int(l.file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
}

// Share lets others have the lock as well. It waits for who has it alone. Whether it
// worked cannot be known: without it, others believe themselves alone.
func (l *Lock) Share() {
	if l != nil {
		_ = syscall.Flock(int(l.file.Fd()), syscall.LOCK_SH)
	}
}
