// Package filelock says that a process is alive: it holds a lock on a file, which the
// kernel takes back however the process ends. Supported says whether this system has
// such locks. They are for one machine; a network's file system may not keep them.
package filelock

import "os"

// Lock is an open file that can be locked. It is safe on nil. Not safe for concurrent
// use.
type Lock struct{ file *os.File }

// Open opens the file, making it if need be. Nothing is locked yet.
func Open(path string) (*Lock, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	return &Lock{file}, nil
}

// Close gives the lock up.
func (l *Lock) Close() {
	if l != nil {
		l.file.Close() // nothing was written to it
	}
}
