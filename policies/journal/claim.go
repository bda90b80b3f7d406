package journal

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"
)

// Claim takes a key for as long as lease, or says what became of it. A key that nothing
// is known of is held in this process only: MarkSent writes it down, and tells whom
// another replica has sent it for meanwhile. So a claim that sends nothing writes nothing.
func (j *Journal) Claim(ctx context.Context, scope Scope, fingerprint [32]byte, lease time.Duration) (Claim, error) {
	const attempt = "claim idempotency key"
	if !scope.complete() || scope.Connection == "" {
		return Claim{}, errors.New(attempt + ": scope is incomplete")
	}
	ticket, err := j.newTicket(scope, fingerprint)
	if err != nil {
		return Claim{}, fmt.Errorf("%s: %w", attempt, err)
	}
	if claim, known, err := j.calls.find(ticket.scope, ticket.family, fingerprint); err != nil {
		return Claim{}, fmt.Errorf("%s: %w", attempt, err)
	} else if known {
		return claim, nil
	}
	claim, err := j.look(ctx, attempt, ticket)
	if err == nil && claim.Outcome == ForgottenByRestore {
		claim, err = j.holdUp(ctx, attempt, ticket)
	}
	if err != nil || claim.Outcome != Fresh {
		return claim, err
	}
	if claim, taken, err := j.calls.reserve(ticket, lease); err != nil {
		return Claim{}, fmt.Errorf("%s: %w", attempt, err)
	} else if taken {
		return claim, nil
	}
	claim.Ticket = ticket
	return claim, nil
}

func (j *Journal) newTicket(scope Scope, fingerprint [32]byte) (t Ticket, err error) {
	t = Ticket{asked: scope, scope: scope.digest(), owner: rand.Text(), fingerprint: fingerprint}
	if scope.Routed {
		t.family = scope.family()
	}
	if t.sealed, err = j.keys.Seal(fingerprint[:], place("fingerprint", string(t.scope))); err != nil {
		return t, err
	}
	if scope.Creates != "" {
		t.creation.connection = scope.Connection
		t.creation.person, err = j.person(Reference{scope.Tenant, scope.Creates})
	}
	return t, err
}

// expiry is when what is used now may be forgotten.
func (j *Journal) expiry() time.Time { return j.age.now().Add(j.options.Retention) }

// look reads what became of a key. ForgottenByRestore is not written down yet.
func (j *Journal) look(ctx context.Context, attempt string, t Ticket) (claim Claim, err error) {
	var found *record
	var at []byte
	err = j.lookUp(ctx, attempt, func(ctx context.Context, q querier) (err error) {
		now := j.clock.now()
		var fence fenceRow
		if found, at, fence, err = j.follow(ctx, q, t, now); err != nil || found != nil {
			return err
		}
		claim, err = j.mayBegin(ctx, q, fence, t, now)
		if err == nil && claim.Outcome == Fresh {
			claim, err = j.seePlace(ctx, q, claim, t.creation, now)
		}
		return err
	})
	switch {
	case err != nil:
		return Claim{}, err
	case found == nil:
		return claim, nil
	}
	if err := j.store.sound(); err != nil { // who reads lost files reads what may have been answered otherwise since
		return Claim{}, fmt.Errorf("%s: %w", attempt, err)
	}
	if err := j.giveUp(ctx, attempt, found, at); err != nil {
		return Claim{}, err
	}
	if claim, err = j.judge(found, t.fingerprint, at); err != nil {
		return Claim{}, fmt.Errorf("%s: %w", attempt, err)
	}
	return claim, nil
}

// mayBegin says of a key that nothing is known of whether a restore may have forgotten it.
func (j *Journal) mayBegin(ctx context.Context, q querier, f fenceRow, t Ticket, now time.Time) (Claim, error) {
	fenced, err := j.fenced(ctx, q, f, t.asked, now)
	switch {
	case err != nil:
		return Claim{}, err
	case fenced && t.asked.MovesMoney:
		return Claim{Outcome: ForgottenByRestore}, nil
	}
	return Claim{Outcome: Fresh, Doubtful: fenced}, nil
}

// takeKey writes a key that is about to be sent.
const takeKey = `
INSERT INTO idempotency (scope, tenant, operation, fingerprint, state, owner, connection, generation, payment_id, lease_until, created_at, updated_at, expires_at)
VALUES ($1, $2, $3, $4, 'sent', $5, $6, $7, $8, $9, $10, $10, $11)
ON CONFLICT (scope) DO UPDATE SET
    fingerprint = excluded.fingerprint, state = excluded.state, owner = excluded.owner, connection = excluded.connection,
    generation = excluded.generation, payment_id = excluded.payment_id, lease_until = excluded.lease_until,
    created_at = excluded.created_at, updated_at = excluded.updated_at, expires_at = excluded.expires_at
WHERE idempotency.state = 'started' AND idempotency.lease_until <= excluded.created_at`

// Taken is the error of a key that turns out not to be free when it is to be sent. Claim
// says what became of it. It is an ErrNotOwner.
type Taken struct{ Claim Claim }

// Error implements error.
func (t *Taken) Error() string { return "key is not free: " + t.Claim.Outcome.String() }

// Unwrap gives ErrNotOwner.
func (t *Taken) Unwrap() error { return ErrNotOwner }

// take writes a key down as sent, with the place of the customer that it creates. The
// error is a *Taken where somebody else was faster, also where that forbids it for ever.
func (j *Journal) take(ctx context.Context, q querier, t Ticket, s Sending, now time.Time) error {
	if t.family != nil {
		found, at, err := j.pin(ctx, q, t, now)
		if err != nil {
			return err
		}
		if found != nil {
			return j.taken(found, t.fingerprint, at)
		}
	}
	paymentID := ""
	if s.Payment != nil {
		paymentID = s.Payment.ID
	}
	result, err := q.ExecContext(ctx, takeKey, t.scope, t.asked.Tenant, t.asked.Operation, t.sealed, t.owner,
		s.Connection, s.Generation, paymentID, stamp(now.Add(s.Lease)), stamp(now), stamp(j.expiry()))
	if err != nil {
		return err
	}
	if taken, err := result.RowsAffected(); err != nil {
		return err
	} else if taken == 0 {
		found, err := j.load(ctx, q, t.scope, now)
		if err != nil {
			return err
		}
		return j.taken(found, t.fingerprint, t.scope)
	}
	var fence fenceRow
	if err := fence.read(ctx, q); err != nil {
		return err
	}
	claim, err := j.mayBegin(ctx, q, fence, t, now)
	if err == nil && claim.Outcome == Fresh {
		claim, err = j.takePlace(ctx, q, t, s.Lease, now)
	}
	if err == nil && claim.Outcome != Fresh {
		err = &Taken{claim}
	}
	return err
}

func (j *Journal) taken(by *record, fingerprint [32]byte, scope []byte) error {
	claim, err := j.judge(by, fingerprint, scope)
	if err != nil {
		return err
	}
	return &Taken{claim}
}

// holdUp writes down that a key may have been sent before the restore, so that it is not
// sent when the fence has ended either.
func (j *Journal) holdUp(ctx context.Context, attempt string, t Ticket) (claim Claim, err error) {
	err = j.write(ctx, attempt, func(ctx context.Context, q querier) error {
		claim = Claim{}
		var taken *Taken
		err := j.take(ctx, q, t, Sending{Connection: t.asked.Connection}, j.clock.now())
		if err == nil {
			return errUnfenced
		}
		if !errors.As(err, &taken) {
			return err
		}
		if claim = taken.Claim; claim.Outcome == ForgottenByRestore {
			return j.holdKey(ctx, q, t)
		}
		return nil
	})
	if errors.Is(err, errUnfenced) {
		return Claim{Outcome: Fresh}, nil
	}
	return claim, err
}

// errUnfenced undoes a record that was to be held up, when the fence has been lifted.
var errUnfenced = errors.New("the fence was lifted")
