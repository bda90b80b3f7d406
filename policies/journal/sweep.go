package journal

import (
	"context"
	"time"
)

// Swept counts what a pass of Sweep deleted.
type Swept struct {
	Records  int64
	Routed   int64 // notes of where a key was routed
	Payments int64
	Events   int64
	// Notifications are notes of those that are too old to be sent again.
	Notifications int64
}

// sweepBatches bounds one pass; what is left is for the next one.
const sweepBatches = 50

// The key of a payment is kept as long as the payment: its second use could move
// the money again.
// A sent record becomes lost before it can go. That the record is old stands outside
// again, for PostgreSQL to check once more when it has waited for a claim.
const sweepRecords = `
DELETE FROM idempotency WHERE expires_at <= $1 AND scope IN (
    SELECT r.scope FROM idempotency r
    WHERE r.expires_at <= $1 AND (r.state IN ('done', 'lost') OR (r.state = 'started' AND r.lease_until <= $1))
      AND NOT EXISTS (SELECT 1 FROM payments p WHERE p.id = r.payment_id)
    LIMIT $2)`

const sweepRouted = `
DELETE FROM routed_keys WHERE expires_at <= $1 AND scope IN (
    SELECT k.scope FROM routed_keys k
    WHERE k.expires_at <= $1 AND NOT EXISTS (SELECT 1 FROM idempotency r WHERE r.scope = k.record)
    LIMIT $2)`

const sweepPayments = `
DELETE FROM payments WHERE seq IN (
    SELECT p.seq FROM payments p
    WHERE p.status IN ('settled', 'returned', 'failed', 'canceled') AND p.updated_at <= $1
      AND NOT EXISTS (SELECT 1 FROM idempotency r WHERE r.payment_id = p.id AND (r.expires_at > $3 OR r.state = 'sent'))
    ORDER BY p.seq LIMIT $2)`

const sweepEvents = `
DELETE FROM events WHERE seq IN (
    SELECT e.seq FROM events e
    WHERE e.created_at <= $1
      AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.event_seq = e.seq AND d.state = 'pending')
    ORDER BY e.created_at LIMIT $2)`

const sweepNotifications = `
DELETE FROM notifications WHERE key IN (SELECT n.key FROM notifications n WHERE n.expires_at <= $1 LIMIT $2)`

// Sweep deletes, in small transactions, what has outlived its retention: answered
// keys, events that nobody waits for (any more), and finished payments when
// Options.PaymentRetention says so. Unfinished payments are never deleted. It counts
// by the database's clock, and deletes nothing while that cannot be trusted.
func (j *Journal) Sweep(ctx context.Context) (Swept, error) {
	var swept Swept
	now, may, err := j.mayDelete(ctx)
	if err != nil || !may {
		return swept, err
	}
	if err := j.abandon(ctx, now.Add(-j.options.EventRetention)); err != nil {
		return swept, err
	}
	at := func(age time.Duration) int64 { return stamp(now.Add(-age)) }
	passes := []struct {
		statement string
		args      []any
		count     *int64
		off       bool
	}{
		{sweepPayments, []any{at(j.options.PaymentRetention), passBatch, at(0)}, &swept.Payments, j.options.PaymentRetention <= 0},
		{sweepRecords, []any{at(0), passBatch}, &swept.Records, false},
		{sweepRouted, []any{at(0), passBatch}, &swept.Routed, false},
		{sweepEvents, []any{at(j.options.EventRetention), passBatch}, &swept.Events, false},
		{sweepNotifications, []any{at(0), passBatch}, &swept.Notifications, false},
	}
	for _, pass := range passes {
		if pass.off {
			continue
		}
		deleted, err := j.sweep(ctx, pass.statement, pass.args)
		*pass.count = deleted
		if err != nil {
			return swept, err
		}
	}
	return swept, nil
}

func (j *Journal) sweep(ctx context.Context, statement string, args []any) (int64, error) {
	var total int64
	for range sweepBatches {
		var deleted int64
		err := j.write(ctx, "sweep journal", func(ctx context.Context, q querier) error {
			result, err := q.ExecContext(ctx, statement, args...)
			if err != nil {
				return err
			}
			deleted, err = result.RowsAffected()
			return err
		})
		if err != nil {
			return total, err
		}
		total += deleted
		if deleted < passBatch {
			break
		}
	}
	return total, nil
}

// Maintain recovers and sweeps at every tick until ctx ends, and logs what it
// did. The first recovery is the caller's, before it serves.
func (j *Journal) Maintain(ctx context.Context, ticks <-chan time.Time) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks:
			j.maintain(ctx)
		}
	}
}

func (j *Journal) maintain(ctx context.Context) {
	_, err := j.Recover(ctx)
	if err == nil {
		_, err = j.Sweep(ctx)
	}
	if err != nil && ctx.Err() == nil {
		j.log.ErrorContext(ctx, "journal maintenance broke off", "reason", err.Error())
	}
}
