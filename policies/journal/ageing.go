package journal

import (
	"context"
	"database/sql"
	"time"
)

const (
	// The first condition is that of an index.
	listAged = `
SELECT p.seq, p.id, p.tenant, p.connection, p.created_at FROM payments p
WHERE p.status = 'unknown' AND p.created_at < $1
  AND NOT EXISTS (SELECT 1 FROM exceptions x WHERE x.import_id = '' AND x.entry_no = p.seq AND x.kind = 'ageing')
ORDER BY p.seq LIMIT $2`

	// Its state stands again outside, for PostgreSQL to check once more when it has waited.
	listKnown = `
UPDATE exceptions SET updated_at = $1 WHERE state = 'open' AND seq IN (
    SELECT x.seq FROM exceptions x
    WHERE x.state = 'open' AND x.kind = 'ageing'
      AND NOT EXISTS (SELECT 1 FROM payments p WHERE p.id = x.payment_id AND p.status = 'unknown')
    ORDER BY x.seq LIMIT $2)
RETURNING ` + exceptionColumns
)

// RaiseAgeing raises, once for each, the payments made before a time whose outcome is
// unknown, and closes what it raised of those that have moved since: at most 200 of each,
// oldest first. Payments under way are left out, because where nothing tells of
// settlements they all stay so.
func (j *Journal) RaiseAgeing(ctx context.Context, madeBefore time.Time) error {
	return j.writeAndWake(ctx, "raise payments that are unknown for long", func(ctx context.Context, q querier) error {
		now := j.clock.now()
		known, err := collect(ctx, q, func(rows *sql.Rows) (Exception, error) { return j.scanException(rows) }, listKnown, stamp(now), passBatch)
		if err != nil {
			return err
		}
		for _, e := range known {
			e.Reason = "What became of the payment is known by now."
			if err := j.endException(ctx, q, e); err != nil {
				return err
			}
		}
		aged, err := collect(ctx, q, func(rows *sql.Rows) (held, error) {
			var h held
			var created int64
			err := rows.Scan(&h.seq, &h.ID, &h.Tenant, &h.Connection, &created)
			h.CreatedAt = unstamp(created)
			return h, err
		}, listAged, stamp(madeBefore), passBatch)
		if err != nil {
			return err
		}
		for _, p := range aged {
			if err := j.raise(ctx, q, Exception{
				Kind: Ageing, Connection: p.Connection, Tenant: p.Tenant, PaymentID: p.ID, dedupeKey: p.seq,
				Detail: "Nobody has said what became of the payment since " + p.CreatedAt.UTC().Format(time.DateOnly) + ".",
			}, now); err != nil {
				return err
			}
		}
		return nil
	})
}
