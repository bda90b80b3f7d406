package journal

import (
	"context"
	"database/sql"
	"time"
)

// OperatorState is what an operator wants of a connection or of one of its
// breakers. It holds for all replicas and outlives restarts.
type OperatorState struct {
	Connection string
	Operation  string // whose breaker is held; "": the connection itself
	State      string // the journal keeps the word and does not read it
	Reason     string // sealed at rest
	By         string
	Since      time.Time
	Until      time.Time // zero: until somebody changes it
}

const keepOperatorState = `
INSERT INTO operator_states (connection, operation, state, reason, sealed_reason, changed_by, since, until)
VALUES ($1, $2, $3, '', $4, $5, $6, $7)
ON CONFLICT (connection, operation) DO UPDATE
SET state = excluded.state, reason = excluded.reason, sealed_reason = excluded.sealed_reason,
    changed_by = excluded.changed_by, since = excluded.since, until = excluded.until
WHERE $8 = 0 OR operator_states.since <= excluded.since`

// KeepOperatorState replaces what was wanted before. One that is late, because it
// had to wait for a journal that was away, does not replace what is younger.
func (j *Journal) KeepOperatorState(ctx context.Context, s OperatorState, late bool) error {
	guarded := 0
	if late {
		guarded = 1
	}
	sealed, err := j.keys.Seal([]byte(s.Reason), s.place())
	if err != nil {
		return err
	}
	return j.write(ctx, "keep operator state", func(ctx context.Context, q querier) error {
		_, err := q.ExecContext(ctx, keepOperatorState, s.Connection, s.Operation, s.State, sealed, s.By, stamp(s.Since), untilStamp(s.Until), guarded)
		return err
	})
}

const listOperatorStates = `
SELECT connection, operation, state, reason, sealed_reason, changed_by, since, until FROM operator_states
ORDER BY connection, operation`

// OperatorStates are all that were kept, those that ran out among them.
func (j *Journal) OperatorStates(ctx context.Context) (all []OperatorState, err error) {
	err = j.read(ctx, "read operator states", func(ctx context.Context, q querier) error {
		all, err = collect(ctx, q, j.scanOperatorState, listOperatorStates)
		return err
	})
	return all, err
}

func (j *Journal) scanOperatorState(rows *sql.Rows) (s OperatorState, err error) {
	var since, until int64
	var sealed []byte
	if err = rows.Scan(&s.Connection, &s.Operation, &s.State, &s.Reason, &sealed, &s.By, &since, &until); err != nil {
		return s, err
	}
	s.Since = unstamp(since)
	if until != 0 {
		s.Until = unstamp(until)
	}
	if s.Reason != "" || sealed == nil { // an older program wrote it
		return s, nil
	}
	if plain, err := j.keys.Open(sealed, s.place()); err == nil {
		s.Reason = string(plain)
	} else { // another replica has a newer key; the state holds
		s.Reason = unreadable
	}
	return s, nil
}

// place is the row that the reason is bound to.
func (s OperatorState) place() []byte { return place("operator_state", s.Connection, s.Operation) }

func untilStamp(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return stamp(t)
}
