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
	Reason     string
	By         string
	Since      time.Time
	Until      time.Time // zero: until somebody changes it
}

const keepOperatorState = `
INSERT INTO operator_states (connection, operation, state, reason, changed_by, since, until)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (connection, operation) DO UPDATE
SET state = excluded.state, reason = excluded.reason, changed_by = excluded.changed_by,
    since = excluded.since, until = excluded.until
WHERE $8 = 0 OR operator_states.since <= excluded.since`

// KeepOperatorState replaces what was wanted before. One that is late, because it
// had to wait for a journal that was away, does not replace what is younger.
func (j *Journal) KeepOperatorState(ctx context.Context, s OperatorState, late bool) error {
	guarded := 0
	if late {
		guarded = 1
	}
	return j.write(ctx, "keep operator state", func(ctx context.Context, q querier) error {
		_, err := q.ExecContext(ctx, keepOperatorState, s.Connection, s.Operation, s.State, s.Reason, s.By, stamp(s.Since), untilStamp(s.Until), guarded)
		return err
	})
}

const listOperatorStates = `
SELECT connection, operation, state, reason, changed_by, since, until FROM operator_states
ORDER BY connection, operation`

// OperatorStates are all that were kept, those that ran out among them.
func (j *Journal) OperatorStates(ctx context.Context) (all []OperatorState, err error) {
	err = j.read(ctx, "read operator states", func(ctx context.Context, q querier) error {
		all, err = collect(ctx, q, scanOperatorState, listOperatorStates)
		return err
	})
	return all, err
}

func scanOperatorState(rows *sql.Rows) (s OperatorState, err error) {
	var since, until int64
	err = rows.Scan(&s.Connection, &s.Operation, &s.State, &s.Reason, &s.By, &since, &until)
	s.Since = unstamp(since)
	if until != 0 {
		s.Until = unstamp(until)
	}
	return s, err
}

func untilStamp(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return stamp(t)
}
