package journal

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

const takeLease = `
INSERT INTO leases (name, owner, until) VALUES ($1, $2, $3)
ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, until = excluded.until
WHERE leases.owner = excluded.owner OR leases.until <= $4
RETURNING until`

// TakeLease says whether the owner does a work that one replica does at a time, until
// the lease is over; who has it already gets it for longer.
func (j *Journal) TakeLease(ctx context.Context, name, owner string, lease time.Duration) (taken bool, err error) {
	err = j.write(ctx, "take lease", func(ctx context.Context, q querier) error {
		now := j.clock.now()
		var until int64
		err := q.QueryRowContext(ctx, takeLease, name, owner, stamp(now.Add(lease)), stamp(now)).Scan(&until)
		if taken = err == nil; errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	})
	return taken && err == nil, err
}

// DropLease gives a lease back, if the owner has it.
func (j *Journal) DropLease(ctx context.Context, name, owner string) error {
	return j.write(ctx, "drop lease", func(ctx context.Context, q querier) error {
		_, err := q.ExecContext(ctx, `DELETE FROM leases WHERE name = $1 AND owner = $2`, name, owner)
		return err
	})
}
