package journal

import (
	"context"
	"time"

	"canongate/policies/filelock"
)

// lockFile is not the journal's own file: SQLite's locks are lost when any
// handle of that is closed.
func lockFile(path string) string { return path + ".lock" }

// lockExclusive takes the lock of a journal and says whether no other process held it:
// then nobody is left to answer what was begun, and leases need not be waited for.
// Whoever opens the journal next waits for Share. Without a lock everything works, and
// leases are waited for.
func lockExclusive(path string) (l *filelock.Lock, alone bool) {
	l, err := filelock.Open(lockFile(path))
	if err != nil {
		return nil, false
	}
	if l.Exclusive() {
		return l, true
	}
	l.Share()
	return l, false
}

// The leases of processes that are gone: of keys, of places for new customers, of
// deliveries, and of work that one replica does at a time.
const (
	endClaims     = `UPDATE idempotency SET lease_until = $1 WHERE state IN ('started', 'sent') AND lease_until > $1`
	endPlaces     = `UPDATE customer_references SET held_until = $1 WHERE record IS NULL AND held_until > $1`
	endDeliveries = `UPDATE deliveries SET lease_until = $1 WHERE state = 'pending' AND lease_until > $1`
	endWork       = `UPDATE leases SET until = $1 WHERE until > $1`
)

// endLeases ends every lease at once. Should an owner be alive after all, its
// token still keeps it from sending on a claim that was taken over.
func endLeases(ctx context.Context, conn *writerConn, now time.Time) error {
	for _, statement := range []string{endClaims, endPlaces, endDeliveries, endWork} {
		if _, err := conn.ExecContext(ctx, statement, stamp(now)); err != nil {
			return err
		}
	}
	return nil
}
