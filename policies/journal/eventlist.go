package journal

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// DeliveryState is where the delivery of an event to a subscriber stands.
type DeliveryState string

// The states of a delivery. Dead ones are tried again by Redeliver only.
const (
	DeliveryPending DeliveryState = "pending"
	DeliveryDone    DeliveryState = "delivered"
	DeliveryDead    DeliveryState = "dead"
)

// EventFilter narrows a list; empty fields do not. State means that of any
// subscriber, or of Subscriber if that is given.
type EventFilter struct {
	Tenant     string
	Tenants    []string // nil: all
	Type       string
	Subject    string
	Subscriber string
	State      DeliveryState
}

// EventEntry is an event with how far its deliveries are. Its Data is left out.
type EventEntry struct {
	Event      Event
	Deliveries []DeliveryEntry
}

// DeliveryEntry is the standing of one subscriber.
type DeliveryEntry struct {
	Subscriber string
	State      DeliveryState
	Attempts   int
	NextAt     time.Time // of a pending one
}

const selectEvents = `
SELECT e.seq, e.id, e.type, e.subject, e.tenant, e.connection, e.time,
       COALESCE(d.subscriber, ''), COALESCE(d.state, ''), COALESCE(d.attempts, 0), COALESCE(d.next_at, 0)
FROM (SELECT seq, id, type, subject, tenant, connection, time FROM events%s ORDER BY seq DESC%s) e
LEFT JOIN deliveries d ON d.event_seq = e.seq
ORDER BY e.seq DESC, d.subscriber`

// ListEvents lists the outbox, newest first, with the cursor of the next page.
func (j *Journal) ListEvents(ctx context.Context, f EventFilter, page Page) ([]EventEntry, string, error) {
	const attempt, list = "list events", "events"
	before, err := j.openCursor(list, page.Cursor)
	if err != nil {
		return nil, "", fmt.Errorf("%s: %w", attempt, err)
	}
	w := f.where(before)
	limit := page.limit()
	query := fmt.Sprintf(selectEvents, w.clause(), w.limit(limit+1))

	var rows []eventRow
	err = j.read(ctx, attempt, func(ctx context.Context, q querier) error {
		rows, err = collect(ctx, q, scanEventRow, query, w.args...)
		return err
	})
	if err != nil {
		return nil, "", err
	}
	entries, seqs := groupEvents(rows)
	if len(entries) <= limit {
		return entries, "", nil
	}
	next, err := j.sealCursor(list, seqs[limit-1])
	return entries[:limit], next, err
}

func (f EventFilter) where(before int64) where {
	var w where
	w.add("seq < $%d", before)
	w.addText("tenant = $%d", f.Tenant)
	w.addAny("tenant", f.Tenants)
	w.addText("type = $%d", f.Type)
	w.addText("subject = $%d", f.Subject)
	if f.Subscriber == "" && f.State == "" {
		return w
	}
	var d where
	d.args = w.args
	d.terms = []string{"d.event_seq = events.seq"}
	d.addText("d.subscriber = $%d", f.Subscriber)
	d.addText("d.state = $%d", string(f.State))
	w.args = d.args
	w.terms = append(w.terms, "EXISTS (SELECT 1 FROM deliveries d"+d.clause()+")")
	return w
}

// eventRow is an event with one of its deliveries, or with none.
type eventRow struct {
	seq      int64
	event    Event
	delivery DeliveryEntry
}

func scanEventRow(rows *sql.Rows) (eventRow, error) {
	var r eventRow
	var at, next int64
	e, d := &r.event, &r.delivery
	err := rows.Scan(&r.seq, &e.ID, &e.Type, &e.Subject, &e.Tenant, &e.Connection, &at,
		&d.Subscriber, &d.State, &d.Attempts, &next)
	e.Time = unstamp(at)
	if d.State == DeliveryPending {
		d.NextAt = unstamp(next)
	}
	return r, err
}

// groupEvents gathers the deliveries of each event; rows of an event stand together.
func groupEvents(rows []eventRow) (entries []EventEntry, seqs []int64) {
	for _, r := range rows {
		if len(seqs) == 0 || seqs[len(seqs)-1] != r.seq {
			entries = append(entries, EventEntry{Event: r.event})
			seqs = append(seqs, r.seq)
		}
		if r.delivery.Subscriber != "" {
			last := &entries[len(entries)-1]
			last.Deliveries = append(last.Deliveries, r.delivery)
		}
	}
	return entries, seqs
}

const (
	selectEventsAfter = `
SELECT seq, id, type, subject, tenant, connection, time, data FROM events
WHERE seq > $1 AND tenant = $2 AND connection = $3 ORDER BY seq LIMIT $4`
	lastEvent = `SELECT COALESCE(MAX(seq), 0) FROM events`
)

// EventsAfter gives the events of a tenant's connection with their data, oldest
// first, from where the cursor stands, and the cursor from which to go on. Without
// a cursor it gives none, and the cursor of now. On PostgreSQL an event that is
// committed after a later one is passed over: who must hear of each subscribes.
func (j *Journal) EventsAfter(ctx context.Context, tenant, connection string, page Page) ([]Event, string, error) {
	const attempt, list = "follow events", "events after"
	after, err := j.openCursor(list, page.Cursor)
	if err != nil {
		return nil, "", fmt.Errorf("%s: %w", attempt, err)
	}
	var events []Event
	var last int64
	err = j.read(ctx, attempt, func(ctx context.Context, q querier) error {
		if page.Cursor == "" {
			return q.QueryRowContext(ctx, lastEvent).Scan(&last)
		}
		last = after
		events, err = collect(ctx, q, func(rows *sql.Rows) (e Event, err error) {
			var at int64
			var sealed []byte
			if err := rows.Scan(&last, &e.ID, &e.Type, &e.Subject, &e.Tenant, &e.Connection, &at, &sealed); err != nil {
				return e, err
			}
			e.Time = unstamp(at)
			e.Data, err = j.keys.Open(sealed, place("event", e.Tenant, e.ID))
			return e, err
		}, selectEventsAfter, after, tenant, connection, page.limit())
		return err
	})
	if err != nil {
		return nil, "", err
	}
	next, err := j.sealCursor(list, last)
	return events, next, err
}
