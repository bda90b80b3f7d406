package journal

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
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
// Calls that were sent without an answer become lost, and their payments unknown. ErrConflict:
// somebody else was faster, or the journal was not restored.
func (j *Journal) AcceptRestore(ctx context.Context, a Acceptance) (Incarnation, error) {
	const attempt = "accept restored journal"
	if a.By == "" {
		return Incarnation{}, errors.New(attempt + ": needs a person")
	}
	var made present
	err := j.write(ctx, attempt, func(ctx context.Context, q querier) error {
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
		made, err = scanIncarnation(q.QueryRowContext(ctx, readIncarnation))
		return err
	})
	if err != nil {
		return Incarnation{}, err
	}
	j.noticed(ctx, made.Incarnation)
	_, err = j.Recover(ctx)
	return made.Incarnation, err
}

// ownerFence owns the keys that the fence held up. It is no token, so nobody holds them.
const ownerFence = "restore"

const (
	endFence = `UPDATE incarnations SET fenced_until = $1 WHERE ended_at = 0 AND fenced_until > $1`

	liftFence = `
INSERT INTO lifted_fences (epoch, tenant, lifted_by, reason, at)
SELECT epoch, $1, $2, $3, $4 FROM incarnations WHERE ended_at = 0
ON CONFLICT (epoch, tenant) DO UPDATE SET lifted_by = excluded.lifted_by, reason = excluded.reason, at = excluded.at`

	freeFenced = `DELETE FROM idempotency WHERE owner = '` + ownerFence + `' AND state = 'lost' AND ($1 = '' OR tenant = $1)`
)

// Unfence lifts the fence of a tenant, or with "" of all, and frees the keys that it
// held up: they are sent when their callers repeat them. Whoever does it has made sure
// that the vendors do not have them, and says how.
func (j *Journal) Unfence(ctx context.Context, tenant, by, reason string) (freed int64, err error) {
	const attempt = "lift the fence"
	if by == "" || reason == "" {
		return 0, errors.New(attempt + ": needs a reason and a person")
	}
	sealed, err := j.keys.Seal([]byte(reason), place("fence", tenant))
	if err != nil {
		return 0, fmt.Errorf("%s: %w", attempt, err)
	}
	err = j.write(ctx, attempt, func(ctx context.Context, q querier) error {
		now := stamp(j.clock.now())
		if _, err := q.ExecContext(ctx, liftFence, tenant, by, sealed, now); err != nil {
			return err
		}
		if tenant == "" {
			if _, err := q.ExecContext(ctx, endFence, now); err != nil {
				return err
			}
		}
		result, err := q.ExecContext(ctx, freeFenced, tenant)
		if err != nil {
			return err
		}
		freed, err = result.RowsAffected()
		return err
	})
	return freed, err
}

// Birth is what a caller says of when it made its key.
type Birth struct {
	Epoch int64     // that it had been told then; 0: not said
	At    time.Time // that stands in the key; zero: not promised
}

// birthSkew is by how much callers' clocks may be wrong.
const birthSkew = 5 * time.Minute

// isAfter says whether a key was certainly made after the journal was restored.
func (b Birth) isAfter(i Incarnation) bool {
	return b.Epoch == i.Epoch || b.At.After(i.FenceTo.Add(birthSkew))
}

const countLifted = `SELECT COUNT(*) FROM lifted_fences WHERE epoch = $1 AND tenant = $2`

// fenced says whether a key that the journal does not know may have been sent all the
// same. ErrRestored: nothing is known of any key.
func (j *Journal) fenced(ctx context.Context, q querier, s Scope, now time.Time) (bool, error) {
	p, err := j.readPresent(ctx, q)
	switch {
	case err != nil:
		return false, err
	case p.Restored:
		return false, ErrRestored
	case !now.Before(p.FencedUntil), s.Birth.isAfter(p.Incarnation):
		return false, nil
	}
	var lifted int
	if err := q.QueryRowContext(ctx, countLifted, p.Epoch, s.Tenant).Scan(&lifted); err != nil {
		return false, fmt.Errorf("read whose fence is lifted: %w", classify(err))
	}
	return lifted == 0, nil
}

// forEver is the expiry of what is never deleted by its age.
const forEver = int64(1) << 62

// fenceKey ends the claim of a key that may have been sent before the restore.
const fenceKey = `UPDATE idempotency SET state = 'lost', owner = '` + ownerFence + `', expires_at = $3 WHERE scope = $1 AND owner = $2`
