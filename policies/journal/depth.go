package journal

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// QueueDepth is how much lies in the journal unfinished, for metrics.
type QueueDepth struct {
	Queued          int   // units waiting for a commit
	Sent            int64 // keys waiting for a vendor's answer
	Lost            int64 // keys whose answer was lost, and nobody knows it by now
	Unwritten       int   // calls whose end waits to be written
	UnknownPayments int64 // payments for an operator to reconcile
	Outbox          []OutboxDepth
}

// OutboxDepth is how much waits for one subscriber.
type OutboxDepth struct {
	Subscriber string
	Pending    int64
	Dead       int64
	Oldest     time.Duration // age of the oldest pending event
}

// Each part is served by an index that holds the unfinished only.
// The key of a lost payment stays lost when somebody has said what became of it.
const countRecords = `
SELECT state, COUNT(*) FROM idempotency
WHERE state IN ('sent', 'lost') AND (state = 'sent' OR payment_id = ''
    OR EXISTS (SELECT 1 FROM payments WHERE id = payment_id AND status IN ('created', 'unknown')))
GROUP BY state`

const countUnknown = `SELECT COUNT(*) FROM payments WHERE status = 'unknown'`

const countOutbox = `
SELECT subscriber, SUM(pending), SUM(dead), MIN(first) FROM (
    SELECT subscriber, COUNT(*) AS pending, 0 AS dead, MIN(event_seq) AS first
    FROM deliveries WHERE state = 'pending' GROUP BY subscriber
    UNION ALL
    SELECT subscriber, 0, COUNT(*), NULL FROM deliveries WHERE state = 'dead' GROUP BY subscriber
) AS parts GROUP BY subscriber ORDER BY subscriber`

const eventAge = `SELECT created_at FROM events WHERE seq = $1`

// QueueDepth counts what is unfinished. What this process counts itself is right also
// beside an error.
func (j *Journal) QueueDepth(ctx context.Context) (QueueDepth, error) {
	depth := QueueDepth{Queued: j.store.queued(), Unwritten: j.calls.unwritten()}
	err := j.read(ctx, "measure journal", func(ctx context.Context, q querier) error {
		if err := countStates(ctx, q, &depth); err != nil {
			return err
		}
		if err := q.QueryRowContext(ctx, countUnknown).Scan(&depth.UnknownPayments); err != nil {
			return err
		}
		var err error
		depth.Outbox, err = j.outboxDepth(ctx, q)
		return err
	})
	return depth, err
}

func countStates(ctx context.Context, q querier, depth *QueueDepth) error {
	counts := map[string]*int64{"sent": &depth.Sent, "lost": &depth.Lost}
	_, err := collect(ctx, q, func(rows *sql.Rows) (string, error) {
		var state string
		var count int64
		err := rows.Scan(&state, &count)
		if target, ok := counts[state]; ok {
			*target = count
		}
		return state, err
	}, countRecords)
	return err
}

func (j *Journal) outboxDepth(ctx context.Context, q querier) ([]OutboxDepth, error) {
	type measured struct {
		OutboxDepth
		first sql.NullInt64
	}
	parts, err := collect(ctx, q, func(rows *sql.Rows) (measured, error) {
		var m measured
		err := rows.Scan(&m.Subscriber, &m.Pending, &m.Dead, &m.first)
		return m, err
	}, countOutbox)
	if err != nil {
		return nil, err
	}
	var depths []OutboxDepth
	for _, m := range parts {
		if m.first.Valid {
			var createdAt int64
			err := q.QueryRowContext(ctx, eventAge, m.first.Int64).Scan(&createdAt)
			if err != nil && !errors.Is(err, sql.ErrNoRows) { // it may be gone by now
				return nil, err
			}
			if err == nil {
				m.Oldest = max(0, j.clock.now().Sub(unstamp(createdAt)))
			}
		}
		depths = append(depths, m.OutboxDepth)
	}
	return depths, nil
}
