package journal

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// passBatch bounds a transaction of the background work, so that callers' writes
// never wait long behind it.
const passBatch = 200

// Recovery is what a pass of Recover found.
type Recovery struct {
	Records  int      // sent keys whose answer was lost
	Payments []string // ids of the payments that became unknown by it
}

const listOrphans = `
SELECT scope FROM idempotency WHERE state = 'sent' AND lease_until <= $1 ORDER BY lease_until LIMIT $2`

// Recover finds what was sent by an owner that died before the answer was stored:
// sent records whose lease is over. They become lost and their payments unknown.
// Several replicas may do it at once; each record is reported by one of them, and
// logged.
func (j *Journal) Recover(ctx context.Context) (Recovery, error) {
	total, err := j.recoverAll(ctx)
	if total.Records > 0 {
		j.log.WarnContext(ctx, "answers were lost; payments need reconciling",
			"records", total.Records, "payments", total.Payments)
	}
	return total, err
}

func (j *Journal) recoverAll(ctx context.Context) (Recovery, error) {
	const attempt = "recover journal"
	var total Recovery
	for {
		var found Recovery
		var listed int
		err := j.writeAndWake(ctx, attempt, func(ctx context.Context, q querier) error {
			now := j.clock.now()
			orphans, err := collect(ctx, q, scanScope, listOrphans, stamp(now), passBatch)
			if err != nil {
				return err
			}
			found, err = j.loseAll(ctx, q, orphans, now)
			listed = len(orphans)
			return err
		})
		if err != nil {
			return total, err
		}
		total.Records += found.Records
		total.Payments = append(total.Payments, found.Payments...)
		if listed < passBatch || found.Records == 0 { // the rest is under way here, or somebody else's
			return total, nil
		}
	}
}

func scanScope(rows *sql.Rows) ([]byte, error) {
	var scope []byte
	err := rows.Scan(&scope)
	return scope, err
}

func (j *Journal) loseAll(ctx context.Context, q querier, scopes [][]byte, now time.Time) (Recovery, error) {
	var r Recovery
	for _, scope := range scopes {
		l, err := j.lose(ctx, q, scope, now)
		if err != nil {
			return Recovery{}, err
		}
		if l.record {
			r.Records++
		}
		if l.paymentID != "" {
			r.Payments = append(r.Payments, l.paymentID)
		}
	}
	return r, nil
}

// loss is what one call of lose changed.
type loss struct {
	record    bool
	paymentID string
}

const loseRecord = `
UPDATE idempotency SET state = 'lost', updated_at = $2
WHERE scope = $1 AND state = 'sent' AND lease_until <= $2
RETURNING payment_id`

// lose writes down that a sent record will get no answer. Its payment becomes
// unknown if nothing else is known of it yet: a vendor's notification may have
// been faster than the answer. Nothing happens to a record that is not sent, or
// not any more.
func (j *Journal) lose(ctx context.Context, q querier, scope []byte, now time.Time) (loss, error) {
	if j.calls.holds(scope) {
		return loss{}, nil
	}
	var paymentID string
	err := q.QueryRowContext(ctx, loseRecord, scope, stamp(now)).Scan(&paymentID)
	if errors.Is(err, sql.ErrNoRows) {
		return loss{}, nil
	}
	if err != nil || paymentID == "" {
		return loss{record: err == nil}, err
	}
	p, err := j.hold(ctx, q, "", paymentID)
	if err != nil || p.Status != Created {
		return loss{record: true}, err
	}
	_, err = j.moveHeld(ctx, q, p, PaymentChange{
		ID: p.ID, Status: Unknown, Cause: ByClock, Reason: "the answer was lost",
	}, now)
	return loss{record: true, paymentID: p.ID}, err
}
