package journal

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"
)

// The results of an entry that was judged.
const (
	EntryApplied   = "applied"   // it moved its payment
	EntryCorrected = "corrected" // it opened a correction
	EntryConfirmed = "confirmed" // it says what is known
	EntryProposed  = "proposed"  // somebody must decide
	EntryDuplicate = "duplicate" // it was told before
	EntryException = "exception" // somebody must look
)

// The kinds of exceptions that judging finds itself.
const (
	Contradiction = "contradiction"
	SecondReturn  = "second_return"
)

// Raised is an exception that is raised for an entry, in words without personal data.
type Raised struct{ Kind, Detail string }

// Judgement is what the reader of a file makes of an entry that names a payment.
type Judgement struct {
	Entry ImportEntry
	// Says is what the entry says of its payment. Without a Status it moves nothing.
	Says PaymentChange
	// Raises are exceptions about the entry itself; they keep it from moving its
	// payment unless Anyway.
	Raises []Raised
	Anyway bool
	// Correction is what a notification of change asks for.
	Correction *Correction
	// Proposal is made of it where evidence of its kind is not enough.
	Proposal Proposal
}

// Judged is what became of an entry.
type Judged struct {
	No     int64
	Result string
	Raised []Raised
}

// ApplyEntries judges entries of a matched import, and in the same transaction moves
// payments, raises exceptions and makes proposals. What was applied before stays as
// it is, so it may be repeated. No more than a few hundred entries at once.
func (j *Journal) ApplyEntries(ctx context.Context, i Import, entries []Judgement) ([]Judged, error) {
	var all []Judged
	err := j.writeAndWake(ctx, "apply import entries", func(ctx context.Context, q querier) error {
		now := j.clock.now()
		all = make([]Judged, len(entries))
		for k, e := range entries {
			var err error
			if all[k], err = j.applyEntry(ctx, q, i, e, now); err != nil {
				return err
			}
		}
		return nil
	})
	return all, err
}

const (
	findLive = `SELECT import_id, no FROM import_entries WHERE connection = $1 AND digest = $2 AND occurrence = $3 AND live = 1`

	setEntry = `UPDATE import_entries SET live = $3, result = $4 WHERE import_id = $1 AND no = $2`

	movedBefore = `
SELECT COUNT(*) FROM import_entries WHERE import_id = $1 AND no < $2 AND payment_id = $3 AND status = 'returned' AND result = 'applied'`
)

func (j *Journal) applyEntry(ctx context.Context, q querier, i Import, e Judgement, now time.Time) (Judged, error) {
	judged := Judged{No: e.Entry.No, Result: e.Entry.Result}
	var importID string
	var no int64
	err := q.QueryRowContext(ctx, findLive, i.Connection, e.Entry.Digest[:], e.Entry.Occurrence).Scan(&importID, &no)
	switch {
	case err == nil && importID == i.ID && no == e.Entry.No:
		return judged, nil // before an interruption
	case err == nil:
		judged.Result = EntryDuplicate
		_, err = q.ExecContext(ctx, setEntry, i.ID, e.Entry.No, 0, judged.Result)
		return judged, err
	case !errors.Is(err, sql.ErrNoRows):
		return judged, err
	}
	h := held{}
	if e.Entry.PaymentID != "" {
		if h, err = j.hold(ctx, q, "", e.Entry.PaymentID); err != nil && !errors.Is(err, ErrNotFound) {
			return judged, err
		}
	}
	earlier := 0
	if h.Status == Returned {
		if err := q.QueryRowContext(ctx, movedBefore, i.ID, e.Entry.No, h.ID).Scan(&earlier); err != nil {
			return judged, err
		}
	}
	judged.Result, judged.Raised = e.judge(h.Payment, earlier > 0)
	if err := j.carryOut(ctx, q, i, e, h, judged, now); err != nil {
		return judged, err
	}
	_, err = q.ExecContext(ctx, setEntry, i.ID, e.Entry.No, 1, judged.Result)
	return judged, err
}

// judge says what becomes of an entry about a payment; returnedHere says that an
// entry before it in the same file returned it. A payment without an ID is none.
func (e Judgement) judge(p Payment, returnedHere bool) (string, []Raised) {
	raised := slices.Clone(e.Raises)
	switch {
	case len(raised) > 0 && !e.Anyway, p.ID == "" && len(raised) > 0:
		return EntryException, raised
	case p.ID == "":
		return EntryException, append(raised, Raised{Orphan, "The payment is gone."})
	case e.Correction != nil:
		return EntryCorrected, raised
	}
	switch e.Says.judge(p) {
	case Moves:
		return EntryApplied, raised
	case Same, Notes:
		return EntryConfirmed, raised
	case Repeats:
		if returnedHere || e.Says.Code != p.ReturnCode {
			return EntryException, append(raised, Raised{SecondReturn, "The payment came back before, with " + code(p.ReturnCode) + "."})
		}
		return EntryDuplicate, raised
	case Contradicts:
		return EntryException, append(raised, Raised{Contradiction, "The file says " + string(e.Says.Status) + " of a payment that is " + string(p.Status) + "."})
	default:
		return EntryProposed, raised
	}
}

// Orphan is the kind of an exception of an entry that looks ours and has no payment.
const Orphan = "orphan"

func code(c string) string {
	if c == "" {
		return "no code"
	}
	return c
}

func (j *Journal) carryOut(ctx context.Context, q querier, i Import, e Judgement, h held, judged Judged, now time.Time) error {
	for _, r := range judged.Raised {
		if err := j.raise(ctx, q, Exception{
			Kind: r.Kind, Detail: r.Detail, Connection: i.Connection, Tenant: h.Tenant, PaymentID: h.ID, ImportID: i.ID, EntryNo: e.Entry.No,
		}, now); err != nil {
			return err
		}
	}
	says := e.Says
	says.ID, says.Cause, says.Evidence = h.ID, ByImport, Evidence{ImportID: i.ID, Entry: e.Entry.No}
	switch {
	case judged.Result == EntryCorrected:
		return j.carryOutCorrection(ctx, q, i, e, h, says, now)
	case judged.Result == EntryProposed:
		p := e.Proposal
		p.ImportID, p.EntryNo, p.Connection, p.Tenant, p.PaymentID = i.ID, e.Entry.No, i.Connection, h.Tenant, h.ID
		p.State, p.Suggests, p.Facts = "open", says.Status, factsOf(says)
		return j.propose(ctx, q, p, now)
	case h.ID == "" || len(e.Raises) > 0 && !e.Anyway:
		return nil
	}
	_, err := j.moveHeld(ctx, q, h, says, now)
	return err
}

func (j *Journal) carryOutCorrection(ctx context.Context, q querier, i Import, e Judgement, h held, says PaymentChange, now time.Time) error {
	c := *e.Correction
	c.ImportID, c.EntryNo, c.Connection, c.Tenant, c.PaymentID = i.ID, e.Entry.No, i.Connection, h.Tenant, h.ID
	if err := j.noteCorrection(ctx, q, c, now); err != nil {
		return err
	}
	says.Status, says.ChangeCode = h.Status, c.Code
	if _, err := j.apply(ctx, q, h, says, false, now); err != nil {
		return err
	}
	return j.note(ctx, q, h.ID, h.Status, says, now)
}

// factsOf are those of a change that a proposal keeps for when it is accepted.
func factsOf(c PaymentChange) Facts {
	return Facts{SettledOn: c.SettledOn, ReturnedOn: c.ReturnedOn, ReturnCode: c.Code, ChangeCode: c.ChangeCode, Keys: c.Keys}
}

// JudgeEntries says what ApplyEntries would do, and changes nothing but the results.
func (j *Journal) JudgeEntries(ctx context.Context, i Import, entries []Judgement) ([]Judged, error) {
	all := make([]Judged, len(entries))
	moved := map[string]Payment{} // by entries of this import
	err := j.read(ctx, "judge import entries", func(ctx context.Context, q querier) error {
		for k, e := range entries {
			var err error
			if all[k], err = j.judgeEntry(ctx, q, i, e, moved); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return all, j.write(ctx, "note judged entries", func(ctx context.Context, q querier) error {
		for _, judged := range all {
			if _, err := q.ExecContext(ctx, setEntry, i.ID, judged.No, 0, judged.Result); err != nil {
				return err
			}
		}
		return nil
	})
}

const (
	lastMove = `
SELECT status, code FROM import_entries WHERE import_id = $1 AND no < $2 AND payment_id = $3 AND result = 'applied' ORDER BY no DESC LIMIT 1`

	readPayment = `SELECT ` + paymentColumns + ` FROM payments WHERE id = $1`
)

func (j *Journal) judgeEntry(ctx context.Context, q querier, i Import, e Judgement, moved map[string]Payment) (Judged, error) {
	judged := Judged{No: e.Entry.No}
	var n int
	err := q.QueryRowContext(ctx, `SELECT COUNT(*) FROM (`+findLive+`) AS live`, i.Connection, e.Entry.Digest[:], e.Entry.Occurrence).Scan(&n)
	if err != nil {
		return judged, err
	}
	if n > 0 {
		judged.Result = EntryDuplicate
		return judged, nil
	}
	p, known := moved[e.Entry.PaymentID]
	if !known && e.Entry.PaymentID != "" {
		if p, err = j.scanPayment(q.QueryRowContext(ctx, readPayment, e.Entry.PaymentID)); err != nil && !errors.Is(err, sql.ErrNoRows) {
			return judged, err
		}
		var status PaymentStatus
		var code string
		err = q.QueryRowContext(ctx, lastMove, i.ID, e.Entry.No, e.Entry.PaymentID).Scan(&status, &code)
		if err == nil {
			p.Status, p.ReturnCode, known = status, code, true
		} else if !errors.Is(err, sql.ErrNoRows) {
			return judged, err
		}
	}
	e.Says.Cause = ByImport
	judged.Result, judged.Raised = e.judge(p, known && p.Status == Returned)
	if judged.Result == EntryApplied {
		p.Status, p.ReturnCode = e.Says.Status, e.Says.Code
		moved[p.ID] = p
	}
	return judged, nil
}
