package journal

import (
	"context"
	"fmt"
	"time"
)

// Sending says what is about to be sent.
type Sending struct {
	Connection string
	Generation int64         // of the configuration
	Lease      time.Duration // until when an answer is waited for
	Payment    *Payment      // of a payment, to be created with the record
}

const markAgain = `
UPDATE idempotency SET connection = $3, generation = $4, lease_until = $6, updated_at = $7
WHERE scope = $1 AND owner = $2 AND state = 'sent' AND payment_id = $5`

// MarkSent makes durable, together with the payment if there is one, that the
// vendor is about to be called. No byte may be sent before it has returned nil.
// It is called again before another attempt, which starts the lease anew; a
// payment must keep its id then. ErrNotOwner forbids the call; of a first attempt it is
// a *Taken, which says what became of the key.
func (j *Journal) MarkSent(ctx context.Context, t Ticket, s Sending) error {
	const attempt = "mark idempotency key as sent"
	var p *newPayment
	if s.Payment != nil {
		var err error
		if p, err = j.newPayment(t.asked.Tenant, s); err != nil {
			return fmt.Errorf("%s: %w", attempt, err)
		}
	}
	again, err := j.calls.sending(t, s)
	if err != nil {
		return fmt.Errorf("%s: %w", attempt, err)
	}
	err = j.written(ctx, attempt, j.store.repeat(ctx, func(ctx context.Context, q querier) error {
		now := j.clock.now()
		var err error
		if again {
			err = j.markAgain(ctx, q, t, s, now)
		} else {
			err = j.take(ctx, q, t, s, now)
		}
		if err != nil || p == nil {
			return err
		}
		return j.createPayment(ctx, q, p, now)
	}))
	j.calls.marked(t, err)
	if err == nil {
		j.calls.noted(t, p)
		j.wrote(ctx)
	}
	return err
}

// markAgain starts the lease of a sent key anew.
func (j *Journal) markAgain(ctx context.Context, q querier, t Ticket, s Sending, now time.Time) error {
	paymentID := ""
	if s.Payment != nil {
		paymentID = s.Payment.ID
	}
	result, err := q.ExecContext(ctx, markAgain, t.scope, t.owner, s.Connection, s.Generation, paymentID, stamp(now.Add(s.Lease)), stamp(now))
	if err != nil {
		return err
	}
	if kept, err := result.RowsAffected(); err != nil {
		return err
	} else if kept == 0 {
		return ErrNotOwner
	}
	return j.keepPlace(ctx, q, t, now.Add(s.Lease))
}
