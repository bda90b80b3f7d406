package journal

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"slices"
	"time"
)

// Delivery is an event leased to be delivered to one subscriber.
type Delivery struct {
	Event      Event
	Subscriber string
	Attempt    int // 1 at the first try

	seq   int64
	owner string
}

// The conditions of the inner query stand again outside because another replica
// may lease the same rows meanwhile: PostgreSQL checks the outer ones once more
// after it has waited for the row.
const leaseDeliveries = `
UPDATE deliveries SET owner = $2, lease_until = $3, updated_at = $4
WHERE subscriber = $1 AND state = 'pending' AND next_at <= $4 AND lease_until <= $4 AND event_seq IN (
    SELECT d.event_seq FROM deliveries d
    WHERE d.subscriber = $1 AND d.state = 'pending' AND d.next_at <= $4 AND d.lease_until <= $4
      AND NOT EXISTS (SELECT 1 FROM deliveries e
          WHERE e.subscriber = d.subscriber AND e.subject = d.subject AND e.state = 'pending' AND e.event_seq < d.event_seq)
    ORDER BY d.next_at, d.event_seq LIMIT $5)`

const listLeased = `
SELECT e.seq, e.id, e.type, e.subject, e.tenant, e.connection, e.time, e.data, d.attempts
FROM deliveries d JOIN events e ON e.seq = d.event_seq
WHERE d.owner = $1 AND d.owner <> '' ORDER BY e.seq`

// Lease takes up to n events that are due for the subscriber, one of a subject at
// most: a subject's next event comes after the one before it was delivered or
// given up. Nobody else gets them until lease is over.
func (j *Journal) Lease(ctx context.Context, subscriber string, n int, lease time.Duration) ([]Delivery, error) {
	owner := rand.Text()
	var leased []Delivery
	err := j.write(ctx, "lease events", func(ctx context.Context, q querier) error {
		now := j.clock.now()
		result, err := q.ExecContext(ctx, leaseDeliveries, subscriber, owner, stamp(now.Add(lease)), stamp(now), n)
		if err != nil {
			return err
		}
		if taken, err := result.RowsAffected(); err != nil || taken == 0 {
			return err
		}
		leased, err = collect(ctx, q, func(rows *sql.Rows) (Delivery, error) {
			return j.scanDelivery(rows, subscriber, owner)
		}, listLeased, owner)
		return err
	})
	if err != nil {
		return nil, err
	}
	return leased, nil
}

func (j *Journal) scanDelivery(rows *sql.Rows, subscriber, owner string) (Delivery, error) {
	d := Delivery{Subscriber: subscriber, owner: owner}
	var at int64
	var sealed []byte
	e := &d.Event
	err := rows.Scan(&d.seq, &e.ID, &e.Type, &e.Subject, &e.Tenant, &e.Connection, &at, &sealed, &d.Attempt)
	if err != nil {
		return d, err
	}
	d.Attempt++
	e.Time = unstamp(at)
	e.Data, err = j.keys.Open(sealed, place("event", e.Tenant, e.ID))
	return d, err
}

const deliver = `
UPDATE deliveries SET state = 'delivered', attempts = attempts + 1, owner = '', lease_until = 0, updated_at = $3
WHERE event_seq = $1 AND subscriber = $2 AND state = 'pending'`

// Delivered writes down that the subscriber has the event. That is true whoever
// holds the lease by now.
func (j *Journal) Delivered(ctx context.Context, d Delivery) error {
	return j.writeAndWake(ctx, "note delivery", func(ctx context.Context, q querier) error {
		_, err := q.ExecContext(ctx, deliver, d.seq, d.Subscriber, stamp(j.clock.now()))
		return err
	})
}

const failDelivery = `
UPDATE deliveries SET attempts = attempts + 1, owner = '', lease_until = 0, next_at = $4, updated_at = $5,
    state = CASE WHEN attempts + 1 >= $6 THEN 'dead' ELSE state END
WHERE event_seq = $1 AND subscriber = $2 AND owner = $3 AND state = 'pending'
RETURNING state`

// Those behind it wait as long, so that looking for due events does not pass over
// them again and again.
const postponeFollowers = `
UPDATE deliveries SET next_at = $4
WHERE subscriber = $1 AND subject = $2 AND state = 'pending' AND event_seq > $3 AND next_at < $4`

// FailedDelivery gives the event back, to be tried again after the given time. It
// tells whether the event is dead now, having failed Options.MaxAttempts times. A
// lease that ran out meanwhile changes nothing: the try was somebody else's.
func (j *Journal) FailedDelivery(ctx context.Context, d Delivery, after time.Duration) (dead bool, err error) {
	var state string
	err = j.writeAndWake(ctx, "note failed delivery", func(ctx context.Context, q querier) error {
		now := j.clock.now()
		next := stamp(now.Add(after))
		err := q.QueryRowContext(ctx, failDelivery, d.seq, d.Subscriber, d.owner, next, stamp(now),
			j.options.MaxAttempts).Scan(&state)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil || state == "dead" {
			return err
		}
		_, err = q.ExecContext(ctx, postponeFollowers, d.Subscriber, d.Event.Subject, d.seq, next)
		return err
	})
	return state == "dead" && err == nil, err
}

// A try under way is left alone.
const (
	makeDue = `UPDATE deliveries SET state = 'pending', attempts = 0, owner = '', lease_until = 0, next_at = $1, updated_at = $1`
	idle    = `(state <> 'pending' OR lease_until <= $1)`

	redeliver = makeDue + ` WHERE ` + idle + ` AND event_seq = $2`
)

// Redeliver makes an event due again for every subscriber that was to get it,
// delivered, dead or waiting. A try under way is left alone. Of tenants that are not
// listed there is no event; nil lists all.
func (j *Journal) Redeliver(ctx context.Context, id string, tenants []string) error {
	var w where
	w.add("id = $%d", id)
	w.addAny("tenant", tenants)
	return j.writeAndWake(ctx, "redeliver event", func(ctx context.Context, q querier) error {
		var seq int64
		err := q.QueryRowContext(ctx, `SELECT seq FROM events`+w.clause(), w.args...).Scan(&seq)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrNotFound
		}
		if err != nil {
			return err
		}
		_, err = q.ExecContext(ctx, redeliver, stamp(j.clock.now()), seq)
		return err
	})
}

// RedeliveryFilter says which deliveries to make again; empty fields do not narrow.
type RedeliveryFilter struct {
	Subscriber   string
	Type         string
	Tenant       string
	Tenants      []string // nil: all
	State        DeliveryState
	CreatedAfter time.Time // of the event
}

// where has the time that it is as its first argument.
func (f RedeliveryFilter) where(now time.Time) where {
	w := where{terms: []string{idle}, args: []any{stamp(now)}}
	w.addText("subscriber = $%d", f.Subscriber)
	w.addText("state = $%d", string(f.State))
	e := where{terms: []string{"e.seq = deliveries.event_seq"}, args: w.args}
	e.addText("e.type = $%d", f.Type)
	e.addText("e.tenant = $%d", f.Tenant)
	e.addAny("e.tenant", f.Tenants)
	if !f.CreatedAfter.IsZero() {
		e.add("e.created_at > $%d", stamp(f.CreatedAfter))
	}
	return where{terms: append(w.terms, "EXISTS (SELECT 1 FROM events e"+e.clause()+")"), args: e.args}
}

// RedeliverAll makes all deliveries of the filter due again if there are as many as
// expected; else it changes nothing, and gives ErrConflict with how many there are.
func (j *Journal) RedeliverAll(ctx context.Context, f RedeliveryFilter, expected int64) (count int64, err error) {
	err = j.writeAndWake(ctx, "redeliver events", func(ctx context.Context, q querier) error {
		w := f.where(j.clock.now())
		if err := q.QueryRowContext(ctx, `SELECT COUNT(*) FROM deliveries`+w.clause(), w.args...).Scan(&count); err != nil {
			return err
		}
		if count != expected {
			return ErrConflict
		}
		result, err := q.ExecContext(ctx, makeDue+w.clause(), w.args...)
		if err != nil {
			return err
		}
		if count, err = result.RowsAffected(); err == nil && count != expected { // another replica was at work
			err = ErrConflict
		}
		return err
	})
	return count, err
}

const findWaiting = `
SELECT DISTINCT d.subscriber, e.type, e.tenant FROM deliveries d JOIN events e ON e.seq = d.event_seq
WHERE d.state = 'pending' AND e.created_at <= $1`

const abandon = `
UPDATE deliveries SET state = 'dead', owner = '', lease_until = 0, updated_at = $3
WHERE subscriber = $1 AND state = 'pending' AND event_seq IN (
    SELECT seq FROM events WHERE type = $2 AND tenant = $5 AND created_at <= $4)`

// abandon gives up what has waited since before until for subscribers that
// Options.Audience, asked by the event's type and tenant, does not name any more. It is not
// done at once: while replicas get a new configuration one after the other, they
// do not agree on who there is.
func (j *Journal) abandon(ctx context.Context, until time.Time) error {
	type waiting struct{ subscriber, kind, tenant string }
	read := func(rows *sql.Rows) (w waiting, err error) {
		err = rows.Scan(&w.subscriber, &w.kind, &w.tenant)
		return w, err
	}
	return j.write(ctx, "abandon deliveries", func(ctx context.Context, q querier) error {
		all, err := collect(ctx, q, read, findWaiting, stamp(until))
		for _, w := range all {
			if err == nil && !slices.Contains(j.options.Recipients(Event{Type: w.kind, Tenant: w.tenant}), w.subscriber) {
				_, err = q.ExecContext(ctx, abandon, w.subscriber, w.kind, stamp(j.clock.now()), stamp(until), w.tenant)
			}
		}
		return err
	})
}
