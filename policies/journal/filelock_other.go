//go:build !(darwin || freebsd || linux || netbsd || openbsd)

package journal

// lockExclusive knows of no other process, so leases are waited for.
func lockExclusive(string) (l *fileLock, alone bool) { return nil, false }

func (*fileLock) share() {}
