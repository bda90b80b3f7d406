package journal

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
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
	Represents string // the id of the payment that it sends again; only of one that is to be sent
	Direction  string
	SettledOn  string // as 2006-01-02; what is not known is empty
	ReturnedOn string
	ReturnCode string
	ChangeCode string
	Basis      string // of the settlement
	CreatedAt  time.Time
	UpdatedAt  time.Time
}

// The bases of a settlement: what it is known from.
const (
	BasisVendor    = "vendor"
	BasisStatement = "statement"
	BasisFile      = "file"
	BasisOperator  = "operator"
	BasisPresumed  = "presumed"
)

// PaymentChange is what is said of a payment, and by whom. ID and Status are needed.
type PaymentChange struct {
	Tenant string // empty: whoever's
	ID     string
	Status PaymentStatus
	Cause  Cause  // empty: ByVendor
	Body   []byte // nil keeps the stored one
	Reason string // for the history
	By     string // the operator; of a file who had it applied; empty: nobody

	// ApprovedBy is the second person, where two are needed. Alone says that one is
	// enough, because the operators' rule is off; a correction always needs two.
	ApprovedBy string
	Alone      bool

	Code       string // of the return, or the source's own
	ChangeCode string // of a notification of change
	SettledOn  string // as 2006-01-02
	ReturnedOn string
	Basis      string // empty: that of the cause
	Evidence   Evidence
	Keys       []PaymentKey // learned from the source

	facts *Facts // of Body
}

// Evidence is where something is said: in a file, or where a person saw it.
type Evidence struct {
	ImportID string `json:"import_id,omitempty"`
	Entry    int64  `json:"entry,omitempty"`
	Text     string `json:"evidence,omitempty"` // a person's words
}

// Moved is what became of a change. Only with the verdict Moves has the status
// changed.
type Moved struct {
	Verdict Verdict
	From    PaymentStatus
	Payment Payment // as it is now
}

// Move is a change of a payment's status that is announced.
type Move struct {
	Payment
	From       PaymentStatus
	Cause      Cause
	OccurredOn string // when the money did it; empty: not known
}

// newPayment is a payment that is to be written with its sent record.
type newPayment struct {
	row   held
	of    *Payment
	facts Facts
	body  []byte // sealed
}

func (j *Journal) newPayment(tenant string, s Sending) (*newPayment, error) {
	p := s.Payment
	if p.ID == "" {
		return nil, errors.New("payment has no id")
	}
	facts, err := j.options.FactsOf(tenant, p.Body)
	if err != nil {
		return nil, err
	}
	row := Payment{
		ID: p.ID, Tenant: tenant, Connection: s.Connection, Customer: p.Customer, Status: Created,
		Amount: p.Amount, Currency: p.Currency, Body: p.Body, Generation: s.Generation, Direction: facts.Direction,
	}
	body, err := j.keys.Seal(p.Body, place("payment", tenant, p.ID))
	return &newPayment{row: held{Payment: row}, of: p, facts: facts, body: body}, err
}

const (
	insertPayment = `
INSERT INTO payments (id, tenant, connection, customer, status, amount, currency, body, generation, created_at, updated_at, direction, sec_code, effective_on)
VALUES ($1, $2, $3, $4, 'created', $5, $6, $7, $8, $9, $9, $10, $11, $12)
ON CONFLICT (id) DO UPDATE SET connection = excluded.connection, body = excluded.body,
    generation = excluded.generation, updated_at = excluded.updated_at
WHERE payments.status = 'created' AND payments.tenant = excluded.tenant`

	readSeq = `SELECT seq FROM payments WHERE id = $1`
)

// createPayment writes the payment of a sent record. When an earlier attempt
// provably did not reach the vendor, the row is there and only moves its connection.
func (j *Journal) createPayment(ctx context.Context, q querier, p *newPayment, now time.Time) error {
	row := &p.row
	row.CreatedAt, row.UpdatedAt = unstamp(stamp(now)), unstamp(stamp(now))
	result, err := q.ExecContext(ctx, insertPayment, row.ID, row.Tenant, row.Connection, row.Customer, row.Amount, row.Currency,
		p.body, row.Generation, stamp(now), row.Direction, p.facts.SECCode, p.facts.EffectiveOn)
	if err != nil {
		return err
	}
	if written, err := result.RowsAffected(); err != nil {
		return err
	} else if written == 0 {
		return ErrConflict
	}
	if err := q.QueryRowContext(ctx, readSeq, row.ID).Scan(&row.seq); err != nil {
		return err
	}
	if err := j.mayRepresent(ctx, q, row.Tenant, *p.of, p.facts, now); err != nil {
		return err
	}
	if err := j.schedulePoll(ctx, q, row.seq, row.Connection, now); err != nil {
		return err
	}
	return j.noteKeys(ctx, q, row.seq, row.Connection, p.facts.Keys)
}

// MovePayment takes what is said of a payment. What its verdict allows is written
// with the history and announced, all in one transaction. Its error is ErrNotFound,
// ErrUnavailable or ctx's.
func (j *Journal) MovePayment(ctx context.Context, c PaymentChange) (Moved, error) {
	var moved Moved
	err := j.writeAndWake(ctx, "move payment", func(ctx context.Context, q querier) (err error) {
		moved, err = j.move(ctx, q, c, j.clock.now())
		return err
	})
	return moved, err
}

// ResolvePayment writes down what an operator found out about a payment. ErrConflict
// if its status does not lead there, ErrNeedsApproval if a second person is
// needed. c.Tenant may be left empty.
func (j *Journal) ResolvePayment(ctx context.Context, c PaymentChange) (Moved, error) {
	const attempt = "resolve payment"
	if c.Reason == "" || c.By == "" {
		return Moved{}, errors.New(attempt + ": needs a reason and a person")
	}
	c.Cause = cmp.Or(c.Cause, ByOperator)
	var moved Moved
	err := j.writeAndWake(ctx, attempt, func(ctx context.Context, q querier) (err error) {
		if moved, err = j.move(ctx, q, c, j.clock.now()); err != nil {
			return err
		}
		switch moved.Verdict {
		case Moves:
			return nil
		case NeedsTwo:
			return ErrNeedsApproval
		}
		return ErrConflict
	})
	return moved, err
}

// move judges a change and writes what its verdict allows.
func (j *Journal) move(ctx context.Context, q querier, c PaymentChange, now time.Time) (Moved, error) {
	p, err := j.hold(ctx, q, c.Tenant, c.ID)
	if err != nil {
		return Moved{}, err
	}
	return j.moveHeld(ctx, q, p, c, now)
}

func (j *Journal) moveHeld(ctx context.Context, q querier, p held, c PaymentChange, now time.Time) (Moved, error) {
	c.Cause = cmp.Or(c.Cause, ByVendor)
	verdict := c.judge(p.Payment)
	moved := Moved{Verdict: verdict, From: p.Status, Payment: p.Payment}
	var err error
	switch verdict {
	case Refuses, Proposes, NeedsTwo:
		return moved, nil
	case Contradicts:
		return moved, j.contradict(ctx, q, p, c, c.against(p.Status), now)
	case Repeats, Notes:
		err = j.note(ctx, q, p.ID, p.Status, c, now)
	}
	if err != nil || c.Cause != ByVendor && verdict == Repeats {
		return moved, err
	}
	moved.Payment, err = j.apply(ctx, q, p, c, verdict == Moves, now)
	return moved, err
}

// contradict notes what is said of a payment and cannot be true, and raises it for
// somebody to look at. Nothing of it becomes the payment's but the names that an answer
// has for it, so that it is found by them.
func (j *Journal) contradict(ctx context.Context, q querier, p held, c PaymentChange, detail string, now time.Time) error {
	if err := j.note(ctx, q, p.ID, p.Status, c, now); err != nil {
		return err
	}
	if c.Body != nil {
		facts, err := c.factsOfBody(j, p.Tenant)
		if err != nil {
			return err
		}
		if err := j.noteKeys(ctx, q, p.seq, p.Connection, facts.Keys); err != nil {
			return err
		}
	}
	dedupeKey := p.seq
	if c.Cause == ByVendor {
		dedupeKey = -dedupeKey // a poll may say so as well, and is looked at by itself
	}
	return j.raise(ctx, q, Exception{
		Kind: Contradiction, Detail: detail, Connection: p.Connection, Tenant: p.Tenant, PaymentID: p.ID,
		ImportID: c.Evidence.ImportID, EntryNo: c.Evidence.Entry, dedupeKey: dedupeKey,
	}, now)
}

// against says that a change does not fit a payment in status.
func (c PaymentChange) against(status PaymentStatus) string {
	who := "vendor"
	if c.Evidence.ImportID != "" {
		who = "file"
	}
	return fmt.Sprintf("The %s says %s of a payment that is %s.", who, c.Status, status)
}

// judge is Judge for a payment. A settlement from before the return is only late.
func (c PaymentChange) judge(p Payment) Verdict {
	verdict := Judge(p.Status, c.Status, c.Cause)
	switch {
	case verdict == NeedsTwo && c.approved():
		return Moves
	case verdict == Contradicts && p.Status == Returned && c.Status == Settled &&
		c.SettledOn != "" && p.ReturnedOn != "" && c.SettledOn <= p.ReturnedOn:
		return Notes
	}
	return verdict
}

// approved says whether those who must agree do.
func (c PaymentChange) approved() bool {
	return c.ApprovedBy != "" && c.ApprovedBy != c.By || c.Alone && c.Cause == ByOperator
}

// source is who says it, for the timeline. That nothing was heard is what the
// gateway says.
func (c PaymentChange) source() string {
	if c.Cause == ByVendor && (c.Status == Unknown || c.Status == Canceled) {
		return SourceGateway
	}
	return c.Cause.Source()
}

func (c PaymentChange) basis() string {
	switch {
	case c.Basis != "" || c.Status != Settled:
		return c.Basis
	case c.Evidence.ImportID != "":
		return BasisFile
	}
	return map[Cause]string{
		ByVendor: BasisVendor, ByPoll: BasisVendor, ByImport: BasisFile,
		ByOperator: BasisOperator, ByCorrection: BasisOperator, ByClock: BasisPresumed,
	}[c.Cause]
}

func (c PaymentChange) occurredOn() string {
	if c.Status == Returned {
		return c.ReturnedOn
	}
	if c.Status == Settled {
		return c.SettledOn
	}
	return ""
}

const paymentColumns = `id, tenant, connection, customer, status, amount, currency, body, generation,
    direction, settled_on, returned_on, return_code, change_code, basis, created_at, updated_at`

// holdPayment changes nothing that matters: it reads the row and keeps other
// transactions from changing it, in a way that both databases understand.
const holdPayment = `
UPDATE payments SET status = status WHERE id = $1 AND ($2 = '' OR tenant = $2) RETURNING seq, ` + paymentColumns

// held is a payment that no other transaction changes.
type held struct {
	Payment
	seq int64
}

func (j *Journal) hold(ctx context.Context, q querier, tenant, id string) (held, error) {
	var h held
	var err error
	h.Payment, err = j.scanPayment(prefixed{q.QueryRowContext(ctx, holdPayment, id, tenant), &h.seq})
	if errors.Is(err, sql.ErrNoRows) {
		return held{}, ErrNotFound
	}
	return h, err
}

// applyChange keeps what it is given nothing for. What only adds to the present
// status does not replace what is known.
const applyChange = `
UPDATE payments SET status = $2, body = COALESCE($3, body), updated_at = $4,
    direction = COALESCE(NULLIF($5, ''), direction), settled_on = $6, returned_on = $7,
    return_code = $8, change_code = $9, basis = $10
WHERE seq = $1`

// moveNew is move for a payment that nobody has moved since this process wrote it, as
// nearly all are when their vendor answers: it needs no look at the row before. moved is
// false where somebody has.
func (j *Journal) moveNew(ctx context.Context, q querier, p held, c PaymentChange, now time.Time) (moved bool, err error) {
	c.Cause = cmp.Or(c.Cause, ByVendor)
	if c.judge(p.Payment) != Moves {
		return false, nil
	}
	if _, err = j.applyWhere(ctx, q, p, c, true, " AND status = 'created'", now); errors.Is(err, errMoved) {
		return false, nil
	}
	return err == nil, err
}

// errMoved means that a payment is not as it was taken for; nothing was written.
var errMoved = errors.New("payment was moved")

// apply writes what is said of a held payment. A new status is noted in the history
// and announced; the same one again only brings more facts.
func (j *Journal) apply(ctx context.Context, q querier, p held, c PaymentChange, moves bool, now time.Time) (Payment, error) {
	return j.applyWhere(ctx, q, p, c, moves, "", now)
}

func (j *Journal) applyWhere(ctx context.Context, q querier, p held, c PaymentChange, moves bool, also string, now time.Time) (Payment, error) {
	facts := Facts{}
	var sealed []byte
	if c.Body != nil {
		var err error
		if facts, err = c.factsOfBody(j, p.Tenant); err != nil {
			return p.Payment, err
		}
		if sealed, err = j.keys.Seal(c.Body, place("payment", p.Tenant, p.ID)); err != nil {
			return p.Payment, err
		}
	}
	after := p.Payment.with(c, facts, moves)
	if sealed != nil || after.columns() != p.columns() {
		after.UpdatedAt = now
		result, err := q.ExecContext(ctx, applyChange+also, p.seq, string(after.Status), sealed, stamp(now), after.Direction,
			after.SettledOn, after.ReturnedOn, after.ReturnCode, after.ChangeCode, after.Basis)
		if err != nil {
			return p.Payment, err
		}
		if written, err := result.RowsAffected(); err != nil {
			return p.Payment, err
		} else if written == 0 {
			return p.Payment, errMoved
		}
	}
	if err := j.noteKeys(ctx, q, p.seq, p.Connection, append(facts.Keys, c.Keys...)); err != nil {
		return after, err
	}
	if err := j.mayBlock(ctx, q, p.seq, after.ReturnCode, after.ChangeCode); err != nil || !moves {
		return after, err
	}
	if err := j.note(ctx, q, p.ID, after.Status, c, now); err != nil {
		return after, err
	}
	if after.Status == Unknown {
		if err := j.hurry(ctx, q, p, now); err != nil {
			return after, err
		}
	}
	return after, j.emit(ctx, q, j.options.EventsOfPayment(Move{after, p.Status, c.Cause, c.occurredOn()}), now)
}

func (c PaymentChange) factsOfBody(j *Journal, tenant string) (Facts, error) {
	if c.facts != nil {
		return *c.facts, nil
	}
	return j.options.FactsOf(tenant, c.Body)
}

// with is the payment after a change. What does not move it only adds what is not
// known yet.
func (p Payment) with(c PaymentChange, f Facts, moves bool) Payment {
	learn := func(known *string, said string) {
		if said != "" && (moves || *known == "") {
			*known = said
		}
	}
	if c.Body != nil {
		p.Body = c.Body
	}
	if moves && c.Cause == ByCorrection { // what it undoes did not happen
		p.ReturnedOn, p.ReturnCode = "", ""
		if c.Status == Failed {
			p.SettledOn, p.Basis = "", ""
		}
	}
	if c.Status == Returned {
		learn(&p.ReturnCode, cmp.Or(c.Code, f.ReturnCode))
	}
	learn(&p.Direction, f.Direction)
	learn(&p.SettledOn, cmp.Or(c.SettledOn, f.SettledOn))
	learn(&p.ReturnedOn, cmp.Or(c.ReturnedOn, f.ReturnedOn))
	learn(&p.Basis, c.basis())
	p.ChangeCode = cmp.Or(c.ChangeCode, f.ChangeCode, p.ChangeCode)
	if moves {
		p.Status = c.Status
	}
	return p
}

// columns are those of a payment that a change may touch.
func (p Payment) columns() [7]string {
	return [...]string{string(p.Status), p.Direction, p.SettledOn, p.ReturnedOn, p.ReturnCode, p.ChangeCode, p.Basis}
}

// remark is what the history says beside the status. It is sealed: people write it.
type remark struct {
	Reason     string        `json:"reason,omitempty"`
	By         string        `json:"by,omitempty"`
	ApprovedBy string        `json:"approved_by,omitempty"`
	Code       string        `json:"code,omitempty"`
	Said       PaymentStatus `json:"said,omitempty"` // where the status stayed
	Evidence
}

const insertHistory = `INSERT INTO payment_history (payment_id, status, at, note, source) VALUES ($1, $2, $3, $4, $5)`

// note adds a line to the history of a payment that is in status.
func (j *Journal) note(ctx context.Context, q querier, id string, status PaymentStatus, c PaymentChange, now time.Time) error {
	r := remark{Reason: c.Reason, By: c.By, ApprovedBy: c.ApprovedBy, Code: cmp.Or(c.Code, c.ChangeCode), Evidence: c.Evidence}
	if status != c.Status {
		r.Said = c.Status
	}
	plain, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("encode note: %w", err)
	}
	sealed, err := j.keys.Seal(plain, place("note", id))
	if err != nil {
		return err
	}
	_, err = q.ExecContext(ctx, insertHistory, id, string(status), stamp(now), sealed, c.source())
	return err
}

// scanPayment reads paymentColumns and opens the body.
func (j *Journal) scanPayment(row scanner) (Payment, error) {
	var p Payment
	var sealed []byte
	var createdAt, updatedAt int64
	err := row.Scan(&p.ID, &p.Tenant, &p.Connection, &p.Customer, &p.Status, &p.Amount, &p.Currency,
		&sealed, &p.Generation, &p.Direction, &p.SettledOn, &p.ReturnedOn, &p.ReturnCode, &p.ChangeCode, &p.Basis,
		&createdAt, &updatedAt)
	if err != nil {
		return Payment{}, err
	}
	p.CreatedAt, p.UpdatedAt = unstamp(createdAt), unstamp(updatedAt)
	p.Body, err = j.keys.Open(sealed, place("payment", p.Tenant, p.ID))
	return p, err
}
