package journal

import (
	"context"
	"os"
	"time"
)

// fileLock says that a process has a SQLite file open: a lock on a file beside it,
// which the kernel takes back however the process ends. So the next process
// knows that nobody is left to answer what was begun, and need not wait for the
// leases. Where there is no such lock, it waits.
type fileLock struct{ file *os.File }

// lockFile is not the journal's own file: SQLite's locks are lost when any
// handle of that is closed.
func lockFile(path string) string { return path + ".lock" }

// close gives the lock up. It is safe on nil.
func (l *fileLock) close() {
	if l != nil {
		l.file.Close() // nothing was written to it
	}
}

// The leases of processes that are gone: of keys, of places for new customers, and of
// deliveries.
const (
	endClaims     = `UPDATE idempotency SET lease_until = $1 WHERE state IN ('started', 'sent') AND lease_until > $1`
	endPlaces     = `UPDATE customer_references SET held_until = $1 WHERE record IS NULL AND held_until > $1`
	endDeliveries = `UPDATE deliveries SET lease_until = $1 WHERE state = 'pending' AND lease_until > $1`
)

// endLeases ends every lease at once. Should an owner be alive after all, its
// token still keeps it from sending on a claim that was taken over.
func endLeases(ctx context.Context, conn *writerConn, now time.Time) error {
	for _, statement := range []string{endClaims, endPlaces, endDeliveries} {
		if _, err := conn.ExecContext(ctx, statement, stamp(now)); err != nil {
			return err
		}
	}
	return nil
}
