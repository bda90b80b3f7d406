package journal

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
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
	EntryNotOurs   = "not_ours"
)

// EntryResults are all that an entry of an import can have come to.
var EntryResults = []string{
	EntryPending, EntryApplied, EntryCorrected, EntryConfirmed, EntryProposed, EntryDuplicate, EntryException, EntryNotOurs,
}

// Judgement is what the reader of a file makes of one of its entries. The entry has
// its result and its payment.
type Judgement struct {
	Entry ImportEntry
	// Was is the state of the payment that the judgement is about.
	Was PaymentStatus
	// Says is what the entry says of its payment. Without a Status it says nothing.
	Says PaymentChange
	// Kind and Detail of the exception to raise; none without a Kind. Detail is in
	// words without personal data. A Contradiction moves nothing, and needs a Detail only
	// where it is none between the two states.
	Kind, Detail string
	Correction   *Correction // what a notification of change asks for
	Proposal     *Proposal
}

// ApplyEntries carries out judgements of entries of a matched import, all in one
// transaction: it moves payments, raises exceptions and makes proposals. What was
// carried out before stays as it is, so it may be repeated. It returns the entries
// that were carried out now, of which some may turn out to be duplicates. ErrConflict
// if a payment is in another state than the judgement is about: then nothing is done,
// and the entries are to be judged again. No more than a few hundred at once.
func (j *Journal) ApplyEntries(ctx context.Context, i Import, judged []Judgement) ([]Judgement, error) {
	var done []Judgement
	err := j.writeAndWake(ctx, "apply import entries", func(ctx context.Context, q querier) error {
		now := j.clock.now()
		done = done[:0]
		for _, e := range judged {
			fresh, err := j.applyEntry(ctx, q, i, &e, now)
			if err != nil {
				return err
			}
			if fresh {
				done = append(done, e)
			}
		}
		return nil
	})
	return done, err
}

const (
	findLive = `SELECT import_id, no FROM import_entries WHERE connection = $1 AND digest = $2 AND occurrence = $3 AND live = 1`

	setEntry = `UPDATE import_entries SET live = $3, result = $4, payment_id = $5,
    corrected = CASE $3 WHEN 1 THEN NULL ELSE corrected END WHERE import_id = $1 AND no = $2`
)

// applyEntry says whether it carried the judgement out.
func (j *Journal) applyEntry(ctx context.Context, q querier, i Import, e *Judgement, now time.Time) (bool, error) {
	var importID string
	var no int64
	err := q.QueryRowContext(ctx, findLive, i.Connection, e.Entry.Digest[:], e.Entry.Occurrence).Scan(&importID, &no)
	switch {
	case err == nil && importID == i.ID && no == e.Entry.No:
		return false, nil // before an interruption
	case err == nil:
		e.Entry.Result, e.Kind = EntryDuplicate, ""
		_, err = q.ExecContext(ctx, setEntry, i.ID, e.Entry.No, 0, e.Entry.Result, e.Entry.PaymentID)
		return true, err
	case !errors.Is(err, sql.ErrNoRows):
		return false, err
	}
	h := held{}
	if e.Entry.PaymentID != "" {
		if h, err = j.hold(ctx, q, "", e.Entry.PaymentID); err != nil && !errors.Is(err, ErrNotFound) {
			return false, err
		}
		if h.Status != e.Was {
			return false, ErrConflict
		}
	}
	if err := j.carryOut(ctx, q, i, e, h, now); err != nil {
		return false, err
	}
	// What is nobody's today may be somebody's in the next file, or for who sees more.
	live := e.Entry.Result != EntryNotOurs
	_, err = q.ExecContext(ctx, setEntry, i.ID, e.Entry.No, bit(live), e.Entry.Result, e.Entry.PaymentID)
	return true, err
}

func (j *Journal) carryOut(ctx context.Context, q querier, i Import, e *Judgement, h held, now time.Time) error {
	says := e.Says
	says.ID, says.Cause, says.By, says.Evidence = h.ID, ByImport, i.AppliedBy, Evidence{ImportID: i.ID, Entry: e.Entry.No}
	if e.Kind == Contradiction {
		return j.contradict(ctx, q, h, says, cmp.Or(e.Detail, says.against(h.Status)), now)
	}
	if e.Kind != "" {
		if err := j.raise(ctx, q, Exception{
			Kind: e.Kind, Detail: e.Detail, Connection: i.Connection, Tenant: h.Tenant, PaymentID: h.ID, ImportID: i.ID, EntryNo: e.Entry.No,
		}, now); err != nil {
			return err
		}
	}
	switch {
	case e.Proposal != nil:
		p := *e.Proposal
		p.ImportID, p.EntryNo, p.Connection, p.Tenant, p.PaymentID, p.State = i.ID, e.Entry.No, i.Connection, h.Tenant, h.ID, "open"
		return j.propose(ctx, q, p, now)
	case e.Correction != nil:
		c := *e.Correction
		c.ImportID, c.EntryNo, c.Connection, c.Tenant, c.PaymentID = i.ID, e.Entry.No, i.Connection, h.Tenant, h.ID
		if err := j.noteCorrection(ctx, q, c, h.Payment, now); err != nil {
			return err
		}
		return j.learnChange(ctx, q, h, says, c.Code, now)
	case h.ID == "" || says.Status == "":
		return nil
	}
	_, err := j.moveHeld(ctx, q, h, says, now)
	return err
}

// learnChange notes a notification of change of a payment. It proves that the entry was
// posted: a payment that was only thought to be sent moves on by it, and one that counts
// as never sent contradicts it.
func (j *Journal) learnChange(ctx context.Context, q querier, h held, says PaymentChange, code string, now time.Time) error {
	if says.judge(h.Payment) == Moves {
		_, err := j.moveHeld(ctx, q, h, says, now)
		return err
	}
	said := says
	says.Status, says.ChangeCode = h.Status, code
	if _, err := j.apply(ctx, q, h, says, false, now); err != nil {
		return err
	}
	if h.Status == Failed || h.Status == Canceled {
		return j.contradict(ctx, q, h, said, said.against(h.Status), now)
	}
	return j.note(ctx, q, h.ID, h.Status, says, now)
}

// ProposeEntries keeps proposals of an import, and of entries that somebody must
// decide about; live says that it is no dry run. It may be repeated.
func (j *Journal) ProposeEntries(ctx context.Context, i Import, entries []ImportEntry, live bool, proposals []Proposal) error {
	return j.write(ctx, "propose entries", func(ctx context.Context, q querier) error {
		now := j.clock.now()
		for _, e := range entries {
			if _, err := q.ExecContext(ctx, setEntry, i.ID, e.No, bit(live), e.Result, e.PaymentID); err != nil {
				return err
			}
		}
		for _, p := range proposals {
			if err := j.propose(ctx, q, p, now); err != nil {
				return err
			}
		}
		return nil
	})
}

// NoteResults writes down what entries of an import would do, and that they did not.
func (j *Journal) NoteResults(ctx context.Context, i Import, entries []ImportEntry) error {
	return j.write(ctx, "note results of entries", func(ctx context.Context, q querier) error {
		for _, e := range entries {
			if _, err := q.ExecContext(ctx, setEntry, i.ID, e.No, 0, e.Result, e.PaymentID); err != nil {
				return err
			}
		}
		return nil
	})
}

// EarlierMove is what an entry of a dry run would have made of a payment.
type EarlierMove struct {
	Status     PaymentStatus
	Code       string
	OccurredOn string
}

// EarlierMoves are the last that entries of the import before no would have made of
// payments.
func (j *Journal) EarlierMoves(ctx context.Context, importID string, no int64, payments []string) (map[string]EarlierMove, error) {
	moves := map[string]EarlierMove{}
	if len(payments) == 0 {
		return moves, nil
	}
	args := []any{importID, no}
	for _, id := range payments {
		args = append(args, id)
	}
	query := `SELECT payment_id, status, code, occurred_on FROM import_entries
WHERE import_id = $1 AND no < $2 AND result = 'applied' AND payment_id IN (` + placeholders(3, len(payments)) + `) ORDER BY no`
	err := j.read(ctx, "read what entries would move", func(ctx context.Context, q querier) error {
		_, err := collect(ctx, q, func(rows *sql.Rows) (struct{}, error) {
			var id string
			var m EarlierMove
			err := rows.Scan(&id, &m.Status, &m.Code, &m.OccurredOn)
			moves[id] = m
			return struct{}{}, err
		}, query, args...)
		return err
	})
	return moves, err
}

// LiveEntries says which of the identities an import has brought before, other than
// this one, which may have been interrupted.
func (j *Journal) LiveEntries(ctx context.Context, i Import, digests [][32]byte) (map[[32]byte][]int, error) {
	live := map[[32]byte][]int{}
	if len(digests) == 0 {
		return live, nil
	}
	args := []any{i.Connection, i.ID}
	for k := range digests {
		args = append(args, digests[k][:])
	}
	query := `SELECT digest, occurrence FROM import_entries
WHERE connection = $1 AND import_id <> $2 AND live = 1 AND digest IN (` + placeholders(3, len(digests)) + `)`
	err := j.read(ctx, "look for entries", func(ctx context.Context, q querier) error {
		_, err := collect(ctx, q, func(rows *sql.Rows) (struct{}, error) {
			var digest []byte
			var occurrence int
			err := rows.Scan(&digest, &occurrence)
			if len(digest) == 32 {
				live[[32]byte(digest)] = append(live[[32]byte(digest)], occurrence)
			}
			return struct{}{}, err
		}, query, args...)
		return err
	})
	return live, err
}
