package journal

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
)

// PaymentStatus is the state of a payment as the public contract spells it.
type PaymentStatus string

// The states of a payment. Unknown means nobody can tell whether the vendor acted.
const (
	Created    PaymentStatus = "created"
	Submitted  PaymentStatus = "submitted"
	Processing PaymentStatus = "processing"
	Settled    PaymentStatus = "settled"
	Returned   PaymentStatus = "returned"
	Failed     PaymentStatus = "failed"
	Canceled   PaymentStatus = "canceled"
	Unknown    PaymentStatus = "unknown"
)

var onward = []PaymentStatus{Submitted, Processing, Settled, Returned, Failed, Canceled, Unknown}

// mayBecome lists the states that follow each state. A settled debit can still be
// returned by the bank; the other ends are final.
var mayBecome = map[PaymentStatus][]PaymentStatus{
	Created:    onward,
	Submitted:  onward,
	Processing: onward,
	Unknown:    onward,
	Settled:    {Returned},
	Returned:   {},
	Failed:     {},
	Canceled:   {},
}

// Payment is one row of the payments journal. Amount, currency, customer and
// status are in clear; customer is the sealed canonical id and Body, the whole
// canonical payment, is encrypted at rest. The status inside of Body is the one
// at the time it was rendered: Status is the truth.
type Payment struct {
	ID         string
	Tenant     string
	Connection string
	Customer   string
	Status     PaymentStatus
	Amount     string // decimal, as in the contract
	Currency   string
	Body       []byte
	Generation int64
	CreatedAt  time.Time
	UpdatedAt  time.Time
}

// PaymentChange is a new state of a payment. A nil Body keeps the stored one.
type PaymentChange struct {
	Tenant string
	ID     string
	Status PaymentStatus
	Body   []byte
	Reason string // for the history
	By     string // who says so; empty for the gateway itself
}

func (j *Journal) sealPayment(tenant string, p *Payment) ([]byte, error) {
	if p.ID == "" {
		return nil, errors.New("payment has no id")
	}
	return j.keys.Seal(p.Body, place("payment", tenant, p.ID))
}

const insertPayment = `
INSERT INTO payments (id, tenant, connection, customer, status, amount, currency, body, generation, created_at, updated_at)
VALUES ($1, $2, $3, $4, 'created', $5, $6, $7, $8, $9, $9)
ON CONFLICT (id) DO UPDATE SET connection = excluded.connection, body = excluded.body,
    generation = excluded.generation, updated_at = excluded.updated_at
WHERE payments.status = 'created' AND payments.tenant = excluded.tenant
RETURNING created_at`

// createPayment writes the payment of a sent record. When an earlier attempt
// provably did not reach the vendor, the row is there and only moves its connection.
func (j *Journal) createPayment(ctx context.Context, q querier, tenant string, s Sending, body []byte, now time.Time) error {
	p := s.Payment
	var createdAt int64
	err := q.QueryRowContext(ctx, insertPayment, p.ID, tenant, s.Connection, p.Customer, p.Amount, p.Currency,
		body, s.Generation, stamp(now)).Scan(&createdAt)
	if errors.Is(err, sql.ErrNoRows) {
		return ErrConflict
	}
	return err
}

// UpdatePayment changes a payment that the vendor has told something about, and
// announces the new status. ErrConflict if the present status does not lead there.
func (j *Journal) UpdatePayment(ctx context.Context, c PaymentChange) error {
	return j.writeAndWake(ctx, "update payment", func(ctx context.Context, q querier) error {
		return j.change(ctx, q, c, j.clock.now())
	})
}

// ResolvePayment writes down what an operator found out about a payment whose
// outcome is unknown: that it settled, failed or was returned. c.Tenant may be
// left empty.
func (j *Journal) ResolvePayment(ctx context.Context, c PaymentChange) (Payment, error) {
	const attempt = "resolve payment"
	if !slices.Contains([]PaymentStatus{Settled, Failed, Returned}, c.Status) || c.Reason == "" || c.By == "" {
		return Payment{}, errors.New(attempt + ": needs settled, failed or returned, a reason and a person")
	}
	var resolved Payment
	err := j.writeAndWake(ctx, attempt, func(ctx context.Context, q querier) error {
		now := j.clock.now()
		p, err := j.hold(ctx, q, c.Tenant, c.ID, now)
		if err != nil {
			return err
		}
		if p.Status != Unknown {
			return ErrConflict
		}
		resolved, err = j.apply(ctx, q, p, c, now)
		return err
	})
	return resolved, err
}

// change moves a payment to another status if its present one leads there.
func (j *Journal) change(ctx context.Context, q querier, c PaymentChange, now time.Time) error {
	p, err := j.hold(ctx, q, c.Tenant, c.ID, now)
	if err != nil {
		return err
	}
	same := p.Status == c.Status && len(mayBecome[p.Status]) > 0
	if !same && !slices.Contains(mayBecome[p.Status], c.Status) {
		return ErrConflict
	}
	_, err = j.apply(ctx, q, p, c, now)
	return err
}

const paymentColumns = `id, tenant, connection, customer, status, amount, currency, body, generation, created_at, updated_at`

// holdPayment changes nothing that matters: it reads the row and keeps other
// transactions from changing it, in a way that both databases understand.
const holdPayment = `
UPDATE payments SET updated_at = $3 WHERE id = $1 AND ($2 = '' OR tenant = $2) RETURNING ` + paymentColumns

func (j *Journal) hold(ctx context.Context, q querier, tenant, id string, now time.Time) (Payment, error) {
	p, err := j.scanPayment(q.QueryRowContext(ctx, holdPayment, id, tenant, stamp(now)))
	if errors.Is(err, sql.ErrNoRows) {
		return Payment{}, ErrNotFound
	}
	return p, err
}

const applyChange = `UPDATE payments SET status = $2, body = COALESCE($3, body) WHERE id = $1`

// apply writes the change to a held payment. A new status is noted in the history
// and announced; the same one again only brings a new body.
func (j *Journal) apply(ctx context.Context, q querier, p Payment, c PaymentChange, now time.Time) (Payment, error) {
	var sealed []byte
	if c.Body != nil {
		var err error
		if sealed, err = j.keys.Seal(c.Body, place("payment", p.Tenant, p.ID)); err != nil {
			return p, err
		}
		p.Body = c.Body
	}
	if _, err := q.ExecContext(ctx, applyChange, p.ID, string(c.Status), sealed); err != nil {
		return p, err
	}
	if p.Status == c.Status {
		return p, nil
	}
	p.Status = c.Status
	if err := j.note(ctx, q, p.ID, c.Status, remark{Reason: c.Reason, By: c.By}, now); err != nil {
		return p, err
	}
	return p, j.emit(ctx, q, j.options.EventsOfPayment(p), now)
}

// remark is what the history says beside the status. It is sealed: people write it.
type remark struct {
	Reason string `json:"reason,omitempty"`
	By     string `json:"by,omitempty"`
}

const insertHistory = `INSERT INTO payment_history (payment_id, status, at, note) VALUES ($1, $2, $3, $4)`

func (j *Journal) note(ctx context.Context, q querier, id string, status PaymentStatus, r remark, now time.Time) error {
	plain, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("encode note: %w", err)
	}
	sealed, err := j.keys.Seal(plain, place("note", id))
	if err != nil {
		return err
	}
	_, err = q.ExecContext(ctx, insertHistory, id, string(status), stamp(now), sealed)
	return err
}

// scanPayment reads paymentColumns and opens the body.
func (j *Journal) scanPayment(row interface{ Scan(...any) error }) (Payment, error) {
	var p Payment
	var sealed []byte
	var createdAt, updatedAt int64
	err := row.Scan(&p.ID, &p.Tenant, &p.Connection, &p.Customer, &p.Status, &p.Amount, &p.Currency,
		&sealed, &p.Generation, &createdAt, &updatedAt)
	if err != nil {
		return Payment{}, err
	}
	p.CreatedAt, p.UpdatedAt = unstamp(createdAt), unstamp(updatedAt)
	p.Body, err = j.keys.Open(sealed, place("payment", p.Tenant, p.ID))
	return p, err
}
