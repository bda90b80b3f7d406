package journal

import (
	"context"
	"database/sql"
	"time"
)

// A payment that somebody is to decide about is nobody else's business.
const listSilent = `
SELECT seq, ` + paymentColumns + ` FROM payments p
WHERE p.connection = $1 AND p.status = $2 AND p.seq > $3 AND p.created_at <= $4
  AND NOT EXISTS (SELECT 1 FROM proposals r WHERE r.payment_id = p.id AND r.state = 'open')
  AND NOT EXISTS (SELECT 1 FROM resolution_items i WHERE i.payment_id = p.id AND i.result = 'pending')
ORDER BY p.seq LIMIT $5`

// SilentPayments are payments of a connection in a status, made until then, of which
// no proposal is open and no resolution waits: at most 200, oldest first. next gives
// the page after; 0 is before the first, and after the last.
func (j *Journal) SilentPayments(
	ctx context.Context, connection string, status PaymentStatus, madeUntil time.Time, after int64,
) (page []Payment, next int64, err error) {
	err = j.read(ctx, "list silent payments", func(ctx context.Context, q querier) error {
		page, err = collect(ctx, q, func(rows *sql.Rows) (Payment, error) {
			return j.scanPayment(prefixed{rows, &next})
		}, listSilent, connection, string(status), after, stamp(madeUntil), passBatch)
		return err
	})
	if len(page) < passBatch {
		next = 0
	}
	return page, next, err
}

// Clock is the time of the database, and whether it can be trusted: after a jump it
// must stand for a while before anything is decided by it.
func (j *Journal) Clock(ctx context.Context) (now time.Time, trusted bool, err error) {
	return j.mayDelete(ctx)
}
