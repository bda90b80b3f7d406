//go:build darwin || freebsd || linux || netbsd || openbsd

package journal

import (
	"os"
	"syscall"
)

// lockExclusive takes the lock of a journal and says whether no other process held
// it. Then whoever opens the journal next waits for share.
func lockExclusive(path string) (l *fileLock, alone bool) {
	file, err := os.OpenFile(lockFile(path), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, false
	}
	l = &fileLock{file: file}
	if syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil {
		return l, true
	}
	l.share()
	return l, false
}

// share lets others open the journal as well. It is safe on nil.
func (l *fileLock) share() {
	if l != nil {
		_ = syscall.Flock(int(l.file.Fd()), syscall.LOCK_SH) // without it, others believe themselves alone: see endLeases
	}
}
