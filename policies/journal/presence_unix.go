//go:build darwin || freebsd || linux || netbsd || openbsd

package journal

import (
	"os"
	"syscall"
)

// arrive leaves the mark and says whether nobody else had one. Then whoever
// arrives next waits for settle.
func arrive(path string) (p *presence, alone bool) {
	file, err := os.OpenFile(lockFile(path), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, false
	}
	p = &presence{file: file}
	if syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil {
		return p, true
	}
	p.settle()
	return p, false
}

// settle lets others arrive. It is safe on nil.
func (p *presence) settle() {
	if p != nil {
		_ = syscall.Flock(int(p.file.Fd()), syscall.LOCK_SH) // without it, others believe themselves alone: see endLeases
	}
}
