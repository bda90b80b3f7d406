package journal

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"time"
)

// Acceptance is what an operator says of a restored journal.
type Acceptance struct {
	// Epoch is the one that the operator has seen; of several who accept at once, one does.
	Epoch int64
	// StoppedAt is until when payments may have been sent that this journal does not
	// know; zero or earlier than now: until now.
	StoppedAt time.Time
	// Keep is for how long after it callers may repeat requests from before; zero: Options.Retention.
	Keep time.Duration
	// Unnoticed says that the journal was restored though nothing shows it, such as by
	// the rollback of a disk.
	Unnoticed bool
	By        string
}

const (
	endIncarnation = `UPDATE incarnations SET ended_at = $1 WHERE epoch = $2 AND ended_at = 0 RETURNING writes`

	newestRecord = `SELECT COALESCE(MAX(updated_at), 0) FROM idempotency`

	beginIncarnation = `
INSERT INTO incarnations (epoch, identity, writes, fence_from, fence_to, fenced_until, accepted_by, accepted_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`
)

// AcceptRestore begins a new incarnation. From then on keys are taken again; a payment
// whose key may be one that the journal has forgotten is not sent until the fence ends.
// Calls that were sent without an answer become lost, and their payments unknown.
// Subscribers are told of it once. ErrConflict:
// somebody else was faster, or the journal was not restored.
func (j *Journal) AcceptRestore(ctx context.Context, a Acceptance) (Incarnation, error) {
	const attempt = "accept restored journal"
	if a.By == "" {
		return Incarnation{}, errors.New(attempt + ": needs a person")
	}
	var made present
	err := j.writeAndWake(ctx, attempt, func(ctx context.Context, q querier) error {
		now := j.clock.now()
		var writes, newest int64
		before, err := j.readPresent(ctx, q)
		if err != nil {
			return err
		}
		if !before.Restored && !a.Unnoticed {
			return ErrConflict
		}
		err = q.QueryRowContext(ctx, endIncarnation, stamp(now), a.Epoch).Scan(&writes)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrConflict
		}
		if err == nil {
			err = q.QueryRowContext(ctx, newestRecord).Scan(&newest)
		}
		if err != nil {
			return err
		}
		to := now
		if a.StoppedAt.After(now) {
			to = a.StoppedAt
		}
		if _, err := q.ExecContext(ctx, beginIncarnation, max(a.Epoch+1, now.Unix()), before.place, writes, newest, stamp(to),
			stamp(to.Add(cmp.Or(a.Keep, j.options.Retention))), a.By, stamp(now)); err != nil {
			return err
		}
		for _, statement := range []string{endClaims, endPlaces, endDeliveries} {
			if _, err := q.ExecContext(ctx, statement, stamp(now)); err != nil {
				return err
			}
		}
		if made, err = scanIncarnation(q.QueryRowContext(ctx, readIncarnation)); err != nil {
			return err
		}
		return j.emit(ctx, q, j.options.EventsOfRestore(made.Incarnation), now)
	})
	if err != nil {
		return Incarnation{}, err
	}
	j.noticed(ctx, made.Incarnation)
	_, err = j.Recover(ctx)
	return made.Incarnation, err
}
