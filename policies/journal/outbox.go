package journal

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base32"
	"encoding/binary"
	"errors"
	"time"
)

// Event is something to tell subscribers. Data is sealed at rest; the rest is in
// clear, so Subject must be a sealed id.
type Event struct {
	ID         string // made when empty; emitting an ID again does nothing
	Type       string
	Subject    string
	Tenant     string
	Connection string
	Time       time.Time // of what happened; now when zero
	Data       []byte
}

// Emit adds events to the outbox, all or none, for the subscribers that
// Options.Audience names.
func (j *Journal) Emit(ctx context.Context, events ...Event) error {
	return j.writeAndWake(ctx, "emit events", func(ctx context.Context, q querier) error {
		return j.emit(ctx, q, events, j.clock.now())
	})
}

const rememberState = `
INSERT INTO last_seen (key, state, updated_at) VALUES ($1, $2, $3)
ON CONFLICT (key) DO UPDATE SET state = excluded.state, updated_at = excluded.updated_at
WHERE last_seen.state <> excluded.state
RETURNING updated_at`

const everSeen = `SELECT count(*) FROM last_seen WHERE key = $1`

// Change is a state that was seen of something, and the event that tells of it.
type Change struct {
	// Key names what has the state. It is stored as a digest: name a subject by
	// its sealed id, since the digest of a short number can be guessed.
	Key   string
	State [32]byte // a digest
	Event Event
	// FromKnown says that the first state under a key is only remembered, because
	// nobody knows whether it is a change.
	FromKnown bool
}

// Once names what is taken once; without a Key nothing is noted. The Key is stored
// as a digest, and kept until Until.
type Once struct {
	Key   string
	Until time.Time
}

const noteTaken = `INSERT INTO notifications (key, expires_at) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING RETURNING expires_at`

// EmitIfChanged emits the event of each change whose state differs from the one
// that was last seen under its key, and remembers the states with it; it tells
// whether it emitted any. It makes notifications without an event id safe to
// receive twice. What once names, and was taken before, changes nothing.
func (j *Journal) EmitIfChanged(ctx context.Context, once Once, changes ...Change) (bool, error) {
	var events []Event
	err := j.writeAndWake(ctx, "emit events", func(ctx context.Context, q querier) error {
		now := j.clock.now()
		events = nil
		if taken, err := note(ctx, q, once); taken || err != nil {
			return err
		}
		for _, c := range changes {
			news, err := remember(ctx, q, c, now)
			if err != nil {
				return err
			}
			if news {
				events = append(events, c.Event)
			}
		}
		return j.emit(ctx, q, events, now)
	})
	return err == nil && len(events) > 0, err
}

// note notes what is taken once and says whether it was taken before.
func note(ctx context.Context, q querier, once Once) (taken bool, err error) {
	if once.Key == "" {
		return false, nil
	}
	key := sha256.Sum256([]byte(once.Key))
	var until int64
	err = q.QueryRowContext(ctx, noteTaken, key[:], stamp(once.Until)).Scan(&until)
	if errors.Is(err, sql.ErrNoRows) {
		return true, nil
	}
	return false, err
}

const countTaken = `SELECT count(*) FROM notifications WHERE key = $1`

// Taken says whether EmitIfChanged took the key before.
func (j *Journal) Taken(ctx context.Context, key string) (bool, error) {
	digest := sha256.Sum256([]byte(key))
	var count int
	err := j.read(ctx, "look for notification", func(ctx context.Context, q querier) error {
		return q.QueryRowContext(ctx, countTaken, digest[:]).Scan(&count)
	})
	return count > 0, err
}

// remember notes a state and says whether it is to be told.
func remember(ctx context.Context, q querier, c Change, now time.Time) (bool, error) {
	key := sha256.Sum256([]byte(c.Key))
	known := 1
	if c.FromKnown {
		if err := q.QueryRowContext(ctx, everSeen, key[:]).Scan(&known); err != nil {
			return false, err
		}
	}
	var at int64
	err := q.QueryRowContext(ctx, rememberState, key[:], c.State[:], stamp(now)).Scan(&at)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil && known > 0, err
}

const insertEvent = `
INSERT INTO events (id, type, subject, tenant, connection, time, data, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (id) DO NOTHING`

const insertDelivery = `
INSERT INTO deliveries (event_seq, subscriber, subject, state, next_at, updated_at)
VALUES ($1, $2, $3, 'pending', $4, $4)
ON CONFLICT (event_seq, subscriber) DO NOTHING`

// newEventID is random behind the time, so that the ids of a batch stand side by side in
// their index: each page of it costs a write to the disk.
func newEventID(now time.Time) string {
	var id [16]byte
	rand.Read(id[6:])
	binary.BigEndian.PutUint32(id[:], uint32(now.UnixMilli()>>16)) //nolint:gosec // 48 bits last until the year 10889
	binary.BigEndian.PutUint16(id[4:], uint16(now.UnixMilli()))    //nolint:gosec // the lower ones
	return "evt_" + base32.HexEncoding.WithPadding(base32.NoPadding).EncodeToString(id[:])
}

// emit writes events and who is to get them, inside of the transaction of the
// state they announce.
func (j *Journal) emit(ctx context.Context, q querier, events []Event, now time.Time) error {
	for _, event := range events {
		if event.ID == "" {
			event.ID = newEventID(now)
		}
		if event.Time.IsZero() {
			event.Time = now
		}
		sealed, err := j.keys.Seal(event.Data, place("event", event.Tenant, event.ID))
		if err != nil {
			return err
		}
		args := []any{event.ID, event.Type, event.Subject, event.Tenant, event.Connection, stamp(event.Time), sealed, stamp(now)}
		recipients := j.options.Recipients(event)
		if len(recipients) == 0 { // its number costs SQLite a table of the statement's own
			if _, err := q.ExecContext(ctx, insertEvent, args...); err != nil {
				return err
			}
			continue
		}
		var seq int64
		err = q.QueryRowContext(ctx, insertEvent+` RETURNING seq`, args...).Scan(&seq)
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err != nil {
			return err
		}
		for _, subscriber := range recipients {
			if _, err := q.ExecContext(ctx, insertDelivery, seq, subscriber, event.Subject, stamp(now)); err != nil {
				return err
			}
		}
	}
	return nil
}

// Wake is signaled after a write of this process that may have made an event
// deliverable. Other replicas' events are found by asking Lease now and then.
func (j *Journal) Wake() <-chan struct{} { return j.wake }

// writeAndWake is write for work that may emit events and raise exceptions.
func (j *Journal) writeAndWake(ctx context.Context, attempt string, work unitOfWork) error {
	return j.telling(ctx, attempt, j.store.write, work)
}

// settle is writeAndWake for what has happened and only has to be written down.
func (j *Journal) settle(ctx context.Context, attempt string, work unitOfWork) error {
	return j.telling(ctx, attempt, j.store.settle, work)
}

// telling writes, and tells of what the write has made once it is durable.
func (j *Journal) telling(ctx context.Context, attempt string, write func(context.Context, unitOfWork) error, work unitOfWork) error {
	var told raising
	err := j.written(ctx, attempt, write(ctx, func(ctx context.Context, q querier) error {
		told = raising{querier: q} // an earlier run was undone
		return work(ctx, &told)
	}))
	if err != nil {
		return err
	}
	for _, e := range told.raised {
		j.options.Raised(e.Connection, e.Kind)
	}
	select {
	case j.wake <- struct{}{}:
	default: // one signal is enough for all that came before it is read
	}
	return nil
}
