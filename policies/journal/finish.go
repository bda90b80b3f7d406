package journal

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// Finishing is what a call ended with.
type Finishing struct {
	Answer Answer
	// Status and Body are the new state of the ticket's payment; leave them out
	// when there is none. A nil Body keeps the one that is stored.
	Status PaymentStatus
	Body   []byte
	Reason string // for the history
	// Created is the customer that the reference of Scope.Creates means from now on;
	// nil: nobody was created, or nobody knows.
	Created *CreatedCustomer
	// Events are told once the answer is kept.
	Events []Event
}

const finish = `
UPDATE idempotency SET state = 'done', answer = $3, updated_at = $4
WHERE scope = $1 AND owner = $2 AND state <> 'done'`

const readPayment = `SELECT payment_id FROM idempotency WHERE scope = $1`

const ownedAndDone = `SELECT payment_id FROM idempotency WHERE scope = $1 AND owner = $2 AND state = 'done'`

// Finish stores the answer, with it the payment's new state and the events. It
// outlasts an outage of the store: after ctx has ended it goes on in the
// background, until Close, and meanwhile this process answers for the key and the
// payment as if it were written. It may be repeated after an error. A late answer,
// to a record called lost meanwhile, is taken. ErrConflict means that the answer was
// stored, and that the payment stays as somebody else has resolved it before, with a
// contradiction raised if only one of them can be right;
// ErrNotOwner that nothing was sent on this ticket and it has been taken over.
func (j *Journal) Finish(ctx context.Context, t Ticket, f Finishing) error {
	const attempt = "finish idempotency key"
	plain, err := json.Marshal(f.Answer)
	if err != nil {
		return fmt.Errorf("%s: encode answer: %w", attempt, err)
	}
	sealed, err := j.keys.Seal(plain, place("answer", string(t.scope)))
	if err != nil {
		return fmt.Errorf("%s: %w", attempt, err)
	}
	var facts *Facts
	if f.Body != nil {
		told, err := j.options.FactsOf(t.asked.Tenant, f.Body)
		if err != nil { // what the vendor answered is kept all the same
			j.log.ErrorContext(ctx, "an answer's payment cannot be read for look-ups", "reason", err.Error())
		}
		if p := j.calls.payment(t); p != nil { // each key that it has already costs the writer
			told.Keys = slices.DeleteFunc(told.Keys, func(k PaymentKey) bool { return slices.Contains(p.facts.Keys, k) })
		}
		facts = &told
	}
	unsent := j.calls.held(t)
	j.calls.ended(t, &f)
	return j.conclude(ctx, t, func(ctx context.Context) error {
		resolved := false
		err := j.settle(ctx, attempt, func(ctx context.Context, q querier) (err error) {
			if resolved, err = j.finish(ctx, q, t, f, facts, sealed); unsent && errors.Is(err, ErrNotOwner) {
				resolved, err = j.finishUnsent(ctx, q, t, f, sealed)
			}
			return err
		})
		if err == nil && resolved {
			err = fmt.Errorf("%s: %w", attempt, ErrConflict)
		}
		return err
	})
}

// finish writes the end of a call. resolved says that the payment was not
// changed, because somebody has said before how it ended.
func (j *Journal) finish(ctx context.Context, q querier, t Ticket, f Finishing, facts *Facts, answer []byte) (resolved bool, err error) {
	now := j.clock.now()
	result, err := q.ExecContext(ctx, finish, t.scope, t.owner, answer, stamp(now))
	if err != nil {
		return false, err
	}
	if written, err := result.RowsAffected(); err != nil {
		return false, err
	} else if written == 0 {
		return false, j.finishedBefore(ctx, q, t)
	}
	if err = j.fillPlace(ctx, q, t, f.Created, now); err == nil {
		err = j.emit(ctx, q, f.Events, now)
	}
	if err != nil || f.Status == "" {
		return false, err
	}
	change := PaymentChange{Tenant: t.asked.Tenant, Status: f.Status, Body: f.Body, Reason: f.Reason, facts: facts}
	if p := j.calls.payment(t); p != nil {
		change.ID = p.row.ID
		if moved, err := j.moveNew(ctx, q, p.row, change, now); moved || err != nil {
			return false, err
		}
	} else if err := q.QueryRowContext(ctx, readPayment, t.scope).Scan(&change.ID); err != nil || change.ID == "" {
		return false, err
	}
	moved, err := j.move(ctx, q, change, now)
	if err == nil && moved.Verdict != Moves && moved.Verdict != Same {
		j.log.WarnContext(ctx, "vendor answered a payment that was resolved before; its status stays",
			"payment", change.ID, "answered", string(f.Status))
		return true, nil
	}
	return false, err
}

// finishUnsent writes the answer of a key that was never marked as sent: it was answered
// without a call.
func (j *Journal) finishUnsent(ctx context.Context, q querier, t Ticket, f Finishing, answer []byte) (bool, error) {
	if err := j.take(ctx, q, t, Sending{Connection: t.asked.Connection}, j.clock.now()); err != nil {
		return false, err
	}
	f.Status, f.Body = "", nil
	return j.finish(ctx, q, t, f, nil, answer)
}

func (j *Journal) finishedBefore(ctx context.Context, q querier, t Ticket) error {
	var paymentID string
	err := q.QueryRowContext(ctx, ownedAndDone, t.scope, t.owner).Scan(&paymentID)
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotOwner
	}
	return err
}

const release = `
DELETE FROM idempotency
WHERE scope = $1 AND owner = $2 AND state <> 'done' AND (state <> 'lost' OR payment_id = '')
RETURNING payment_id`

const lostPayment = `SELECT payment_id FROM idempotency WHERE scope = $1 AND owner = $2 AND state = 'lost'`

// Release frees the key after a failure by which the vendor is proven not to have
// acted. A payment that was created with it is canceled. Once the key was, or may
// have been, marked as sent it outlasts an outage as Finish does. A record called
// lost meanwhile is freed as well: that nothing happened is more than unknown. A payment's
// is not: somebody may have been told that the payment is not sent again. The payment is
// canceled, and its key leads to it. Where somebody has said meanwhile that it moved, it
// stays, and a contradiction is raised.
func (j *Journal) Release(ctx context.Context, t Ticket) error {
	free := func(ctx context.Context) error {
		return j.settle(ctx, "release idempotency key", func(ctx context.Context, q querier) error {
			return j.release(ctx, q, t)
		})
	}
	if j.calls.withdrawn(t) {
		return nil // the store knows nothing of it
	}
	if !j.calls.ended(t, nil) {
		return free(ctx)
	}
	return j.conclude(ctx, t, free)
}

func (j *Journal) release(ctx context.Context, q querier, t Ticket) error {
	var paymentID string
	err := q.QueryRowContext(ctx, release, t.scope, t.owner).Scan(&paymentID)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		err = q.QueryRowContext(ctx, lostPayment, t.scope, t.owner).Scan(&paymentID)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrNotOwner
		}
	case err == nil:
		err = j.leavePlace(ctx, q, t)
	}
	if err != nil || paymentID == "" {
		return err
	}
	p, err := j.hold(ctx, q, t.asked.Tenant, paymentID)
	if err != nil {
		return err
	}
	now, c := j.clock.now(), PaymentChange{ID: paymentID, Status: Canceled, Cause: ByVendor, Reason: "the vendor did not act"}
	switch p.Status {
	case Created, Unknown:
		_, err = j.moveHeld(ctx, q, p, c, now)
	case Failed, Canceled: // somebody has said so meanwhile
	default:
		err = j.contradict(ctx, q, p, c, "The vendor did not act on the call of a payment that is "+string(p.Status)+".", now)
	}
	return err
}
