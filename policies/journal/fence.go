package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Birth is what a caller says of when it made its key.
type Birth struct {
	Epoch int64     // that it had been told then; 0: not said
	At    time.Time // that stands in the key; zero: not promised
}

// birthSkew is by how much callers' clocks may be wrong.
const birthSkew = 5 * time.Minute

// isAfter says whether a key was certainly made after the journal was restored. A key
// from the future was made by a clock that nobody can rely on.
func (b Birth) isAfter(i Incarnation, now time.Time) bool {
	return b.Epoch == i.Epoch || b.At.After(i.FenceTo.Add(birthSkew)) && !b.At.After(now.Add(birthSkew))
}

const countLifted = `
SELECT (SELECT COUNT(*) FROM lifted_fences WHERE epoch = $1 AND tenant = $2) +
       (SELECT COUNT(*) FROM held_keys WHERE scope = $3 AND lifted_in = $1)`

// fenceColumns are those of the present incarnation that a new key is judged by.
const fenceColumns = `epoch, identity, restored_at, fence_to, fenced_until`

const readFence = `SELECT ` + fenceColumns + ` FROM incarnations WHERE ended_at = 0`

// fenceRow is what fenceColumns are read into.
type fenceRow struct {
	epoch               int64
	identity            string
	restored, to, until int64
}

func (f *fenceRow) places() []any { return []any{&f.epoch, &f.identity, &f.restored, &f.to, &f.until} }

func (f *fenceRow) read(ctx context.Context, q querier) error {
	if err := q.QueryRowContext(ctx, readFence).Scan(f.places()...); err != nil {
		return fmt.Errorf("read incarnation: %w", classify(err))
	}
	return nil
}

// fenced says whether a key that the journal does not know may have been sent all the
// same. ErrRestored: nothing is known of any key.
func (j *Journal) fenced(ctx context.Context, q querier, f fenceRow, s Scope, now time.Time) (bool, error) {
	p := present{identity: f.identity, Incarnation: Incarnation{
		Epoch: f.epoch, Restored: f.restored != 0, FenceTo: timeOf(f.to), FencedUntil: timeOf(f.until),
	}}
	err := j.locate(ctx, q, &p)
	switch {
	case err != nil:
		return false, err
	case p.Restored:
		return false, ErrRestored
	case !now.Before(p.FencedUntil), s.Birth.isAfter(p.Incarnation, now):
		return false, nil
	}
	var lifted int
	if err := q.QueryRowContext(ctx, countLifted, p.Epoch, s.Tenant, s.meant()).Scan(&lifted); err != nil {
		return false, fmt.Errorf("read whose fence is lifted: %w", classify(err))
	}
	return lifted == 0, nil
}

// ownerFence owns the keys that the fence holds up. It is no token, so nobody holds them.
const ownerFence = "restore"

// forEver is the expiry of what is never deleted by its age.
const forEver = int64(1) << 62

const (
	fenceKey = `UPDATE idempotency SET state = 'lost', owner = '` + ownerFence + `', expires_at = $3 WHERE scope = $1 AND owner = $2`

	noteHeld = `
INSERT INTO held_keys (scope, digest, record) VALUES ($1, $2, $3) ON CONFLICT (scope) DO UPDATE SET record = excluded.record`
)

// holdKey ends the claim of a key that may have been sent before the restore.
func (j *Journal) holdKey(ctx context.Context, q querier, t Ticket) error {
	if _, err := q.ExecContext(ctx, fenceKey, t.scope, t.owner, forEver); err != nil {
		return err
	}
	_, err := q.ExecContext(ctx, noteHeld, t.asked.meant(), j.heldDigest(t.asked.Key), t.scope)
	return err
}

// heldDigest is what an operator finds a held key by.
func (j *Journal) heldDigest(key string) []byte { return j.digest(PaymentKey{"idempotency_key", key}) }

const (
	endFence = `UPDATE incarnations SET fenced_until = $1 WHERE ended_at = 0 AND fenced_until > $1`

	liftFence = `
INSERT INTO lifted_fences (epoch, tenant, lifted_by, reason, at)
SELECT epoch, $1, $2, $3, $4 FROM incarnations WHERE ended_at = 0
ON CONFLICT (epoch, tenant) DO UPDATE SET lifted_by = excluded.lifted_by, reason = excluded.reason, at = excluded.at`

	isHeld = `owner = '` + ownerFence + `' AND state = 'lost'`

	freeFenced = `DELETE FROM idempotency WHERE ` + isHeld + ` AND ($1 = '' OR tenant = $1)`

	forgetFreed = `
DELETE FROM held_keys WHERE lifted_in = 0 AND NOT EXISTS (SELECT 1 FROM idempotency r WHERE r.scope = held_keys.record)`
)

// Unfence lifts the fence of a tenant, or with "" of all, and frees the keys that it
// held up: they are sent when their callers repeat them. Whoever does it has made sure
// that the vendors do not have them, and says how.
func (j *Journal) Unfence(ctx context.Context, tenant, by, reason string) (freed int64, err error) {
	const attempt = "lift the fence"
	sealed, err := j.sealReason(attempt, by, reason, tenant)
	if err != nil {
		return 0, err
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
		if freed, err = result.RowsAffected(); err != nil {
			return err
		}
		_, err = q.ExecContext(ctx, forgetFreed)
		return err
	})
	return freed, err
}

// sealReason seals why a fence is lifted; of whose stands in its place.
func (j *Journal) sealReason(attempt, by, reason, whose string) ([]byte, error) {
	if by == "" || reason == "" {
		return nil, errors.New(attempt + ": needs a reason and a person")
	}
	sealed, err := j.keys.Seal([]byte(reason), place("fence", whose))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", attempt, err)
	}
	return sealed, nil
}

const (
	findHeld = `
SELECT h.scope, h.record FROM held_keys h JOIN idempotency r ON r.scope = h.record
WHERE h.digest = $1 AND ` + isHeld + ` AND ($2 = '' OR r.tenant = $2) LIMIT 2`

	freeHeld = `DELETE FROM idempotency WHERE scope = $1 AND ` + isHeld

	liftHeld = `
UPDATE held_keys SET lifted_in = (SELECT epoch FROM incarnations WHERE ended_at = 0), lifted_by = $2, reason = $3, at = $4 WHERE scope = $1`
)

// UnfenceKey frees one key that the fence holds up, of a tenant or with "" of whoever
// has it: its caller's next try is sent, until the journal is restored again. Whoever
// does it has made sure that no vendor has it. ErrNotFound: the fence holds up no such
// key, so what is known of it stands. ErrConflict: it holds up several.
func (j *Journal) UnfenceKey(ctx context.Context, tenant, key, by, reason string) error {
	const attempt = "lift the fence of a key"
	return j.write(ctx, attempt, func(ctx context.Context, q querier) error {
		held, err := collect(ctx, q, scanHeld, findHeld, j.heldDigest(key), tenant)
		switch {
		case err != nil:
			return err
		case len(held) == 0:
			return ErrNotFound
		case len(held) > 1:
			return ErrConflict
		}
		sealed, err := j.sealReason(attempt, by, reason, string(held[0].scope))
		if err != nil {
			return err
		}
		result, err := q.ExecContext(ctx, freeHeld, held[0].record)
		if err != nil {
			return err
		}
		if freed, err := result.RowsAffected(); err != nil {
			return err
		} else if freed == 0 { // another operator was faster
			return ErrNotFound
		}
		_, err = q.ExecContext(ctx, liftHeld, held[0].scope, by, sealed, stamp(j.clock.now()))
		return err
	})
}

type heldKey struct{ scope, record []byte }

func scanHeld(rows *sql.Rows) (h heldKey, err error) {
	err = rows.Scan(&h.scope, &h.record)
	return h, err
}
