package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// pinKey notes where a routed key is used first. Later it only reads that, and
// keeps other claims of the key waiting until this one is done.
const pinKey = `
INSERT INTO routed_keys (scope, connection, record, expires_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (scope) DO UPDATE SET expires_at = excluded.expires_at
RETURNING connection`

// The owner of a record that is given up finds it gone when it marks it as sent.
const giveUpRecord = `DELETE FROM idempotency WHERE scope = $1 AND state = 'started' AND lease_until <= $2`

const movePin = `UPDATE routed_keys SET connection = $2, record = $3 WHERE scope = $1`

// follow reads the record of a key that is not free, and the scope that it has; nil where
// the key may be taken, with what it is judged by. A routed key goes where it was used
// before, as long as its record is there: the routes may have changed, and the same request
// must not reach a second vendor. A key that was freed goes where the routes lead now.
func (j *Journal) follow(ctx context.Context, q querier, t Ticket, now time.Time) (found *record, at []byte, f fenceRow, err error) {
	if t.family != nil {
		pinned := t.asked
		err := q.QueryRowContext(ctx, findPin, t.family).Scan(&pinned.Connection)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return nil, nil, f, err
		}
		if err == nil && pinned.Connection != t.asked.Connection {
			at = pinned.digest()
			if found, err = j.loadIfAny(ctx, q, at, now); err != nil || !found.isFree() {
				return found, at, f, err
			}
		}
	}
	if found, f, err = j.loadWithFence(ctx, q, t.scope, now); found.isFree() {
		found = nil
	}
	return found, t.scope, f, err
}

// pin notes where a routed key is used, unless it was used elsewhere: then it gives the
// record there, and its scope.
func (j *Journal) pin(ctx context.Context, q querier, t Ticket, now time.Time) (found *record, at []byte, err error) {
	pinned := t.asked
	err = q.QueryRowContext(ctx, pinKey, t.family, t.asked.Connection, t.scope, stamp(j.expiry())).Scan(&pinned.Connection)
	if err != nil || pinned.Connection == t.asked.Connection {
		return nil, nil, err
	}
	at = pinned.digest()
	if _, err := q.ExecContext(ctx, giveUpRecord, at, stamp(now)); err != nil {
		return nil, nil, err
	}
	if found, err = j.loadIfAny(ctx, q, at, now); err != nil || found != nil {
		return found, at, err
	}
	_, err = q.ExecContext(ctx, movePin, t.family, t.asked.Connection, t.scope)
	return nil, nil, err
}

const findPin = `SELECT connection FROM routed_keys WHERE scope = $1`

// Find says what became of a key without taking it; known is false when nothing
// did. It is for requests that have no connection any more: a routed scope needs
// none.
func (j *Journal) Find(ctx context.Context, scope Scope, fingerprint [32]byte) (claim Claim, known bool, err error) {
	const attempt = "find idempotency key"
	if !scope.complete() {
		return Claim{}, false, errors.New(attempt + ": scope is incomplete")
	}
	var family []byte
	if scope.Routed {
		family = scope.family()
	}
	if claim, known, err := j.calls.find(scope.digest(), family, fingerprint); err != nil {
		return Claim{}, false, fmt.Errorf("%s: %w", attempt, err)
	} else if known {
		return claim, true, nil
	}
	var found *record
	err = j.lookUp(ctx, attempt, func(ctx context.Context, q querier) error {
		if scope.Routed {
			if err := q.QueryRowContext(ctx, findPin, family).Scan(&scope.Connection); err != nil {
				return err
			}
		}
		found, err = j.load(ctx, q, scope.digest(), j.clock.now())
		return err
	})
	if errors.Is(err, sql.ErrNoRows) || err == nil && found.isFree() {
		return j.findForgotten(ctx, scope)
	}
	if err == nil {
		err = j.giveUp(ctx, attempt, found, scope.digest())
	}
	if err != nil {
		return Claim{}, false, err
	}
	if claim, err = j.judge(found, fingerprint, scope.digest()); err != nil {
		return Claim{}, false, fmt.Errorf("%s: %w", attempt, err)
	}
	return claim, true, nil
}

// findForgotten says of a key that is not known whether a restore may have forgotten it.
func (j *Journal) findForgotten(ctx context.Context, scope Scope) (claim Claim, known bool, err error) {
	err = j.read(ctx, "find idempotency key", func(ctx context.Context, q querier) (err error) {
		var fence fenceRow
		if err := fence.read(ctx, q); err != nil {
			return err
		}
		known, err = j.fenced(ctx, q, fence, scope, j.clock.now())
		return err
	})
	if known = known && scope.MovesMoney; known {
		claim.Outcome = ForgottenByRestore
	}
	return claim, known, err
}
