package imports

import (
	"context"
	"errors"
	"slices"

	"canongate/canonical"
	"canongate/policies/journal"
	"canongate/policies/reconcile"
)

// settle is the second half of an import: its rows are judged and, unless it is a
// dry run, payments are moved.
func (e *Engine) settle(ctx context.Context, i journal.Import) (journal.Import, error) {
	end := journal.ImportApplied
	if i.DryRun {
		end = journal.ImportDry
	}
	return e.judge(ctx, i, journal.ImportMatched, end)
}

// judge goes through the rows of an import and takes it from one state to another.
func (e *Engine) judge(ctx context.Context, i journal.Import, from, to journal.ImportState) (journal.Import, error) {
	s := &settling{engine: e, i: i, moves: to == journal.ImportApplied, proposes: to != journal.ImportPartial}
	s.settings, _ = e.options.Settings(i.Connection)
	if err := s.run(ctx); err != nil {
		return i, err
	}
	counts, err := e.journal.CountEntries(ctx, i.ID)
	if err != nil {
		return i, err
	}
	summary := SummaryOf(i)
	summary.count(counts)
	summary.Proposals, summary.ProposalTotals = s.proposed.Proposals, s.proposed.ProposalTotals
	i.Summary = summary.bytes()
	return e.journal.MoveImport(ctx, i, from, to)
}

// count adds what became of the rows; entries without one are counted already.
func (s *Summary) count(results map[string]int) {
	c := &s.Counts
	foreign := c.NotOurs + c.Ours - c.Entries // of other originators, which are no entries here
	c.Applied, c.Proposed = results[journal.EntryApplied]+results[journal.EntryCorrected], results[journal.EntryProposed]
	c.Duplicate, c.Exception = results[journal.EntryDuplicate], results[journal.EntryException]
	c.Ours = c.Applied + c.Proposed + c.Duplicate + c.Exception + results[journal.EntryConfirmed]
	c.NotOurs = foreign + c.Entries - c.Ours
}

// settling is one passage through the rows of an import.
type settling struct {
	engine   *Engine
	i        journal.Import
	settings Settings
	moves    bool // else it is only judged
	proposes bool
	open     *open
	crowded  bool                          // more entries than can be compared
	pooled   map[int64]journal.ImportEntry // rows that no key found a payment for
	proposed Summary                       // of which only the proposals are counted
}

func (s *settling) begin() {
	s.proposed.Proposals, s.proposed.ProposalTotals = map[string]int{}, map[string]map[string]canonical.Decimal{}
	s.pooled = map[int64]journal.ImportEntry{}
}

func (s *settling) run(ctx context.Context) error {
	s.begin()
	var err error
	if err = s.engine.journal.ForgetProposals(ctx, s.i.ID); err != nil {
		return err
	}
	if s.open, err = s.engine.openPayments(ctx, s.i); err != nil {
		return err
	}
	for after := int64(0); ; {
		if err := ctx.Err(); err != nil {
			return err
		}
		rows, err := s.engine.journal.EntriesAfter(ctx, s.i.ID, after, unit)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return s.pool(ctx)
		}
		if err := s.unit(ctx, rows); err != nil {
			return err
		}
		after = rows[len(rows)-1].No
	}
}

// mostTries bounds how often a unit is judged anew because a payment moved meanwhile.
const mostTries = 10

func (s *settling) unit(ctx context.Context, rows []journal.ImportEntry) error {
	for range mostTries {
		judged, err := s.match(ctx, rows)
		if err != nil {
			return err
		}
		done, err := s.write(ctx, judged)
		if errors.Is(err, journal.ErrConflict) {
			continue
		}
		if err == nil {
			s.tally(done)
		}
		return err
	}
	return errors.New("payments of a file move faster than it can be applied")
}

func (s *settling) write(ctx context.Context, judged []journal.Judgement) ([]journal.Judgement, error) {
	if s.moves {
		return s.engine.journal.ApplyEntries(ctx, s.i, judged)
	}
	entries := make([]journal.ImportEntry, len(judged))
	for k := range judged {
		entries[k] = judged[k].Entry
		if p := judged[k].Proposal; p != nil {
			s.proposed.propose(p.Kind, entries[k].Amount, entries[k].Currency)
		}
	}
	return nil, s.engine.journal.NoteResults(ctx, s.i, entries)
}

// tally counts the proposals that were made.
func (s *settling) tally(done []journal.Judgement) {
	for _, e := range done {
		if e.Proposal != nil {
			s.proposed.propose(e.Proposal.Kind, e.Entry.Amount, e.Entry.Currency)
		}
	}
}

// match judges rows by their strong keys. Those without a payment are pooled.
func (s *settling) match(ctx context.Context, rows []journal.ImportEntry) ([]journal.Judgement, error) {
	look := &lookup{
		journal: s.engine.journal, i: s.i, moves: s.moves, before: rows[0].No, was: map[string]journal.PaymentStatus{},
	}
	known := make([]reconcile.Known, len(rows))
	for k, row := range rows {
		known[k] = reconcile.Known{Entry: s.engine.blinded(entryOf(row)), Identity: reconcile.Identity{Digest: row.Digest, Occurrence: row.Occurrence}}
	}
	matcher := reconcile.Matcher{Lookup: look, Judge: judge}
	verdicts, err := matcher.Match(ctx, known)
	if err != nil {
		return nil, err
	}
	var judged []journal.Judgement
	for k, v := range verdicts {
		n := &known[k].Entry
		if v.Result == reconcile.ResultUnmatched {
			if judgement, alone := s.toPool(rows[k], n); alone {
				judged = append(judged, judgement)
			}
			continue
		}
		if v.PaymentID != "" {
			s.open.Found(v.PaymentID)
		}
		judged = append(judged, s.judgement(rows[k], n, v, look.was))
	}
	return judged, nil
}

// toPool keeps a row for the pool. One that the pool has no place for stands alone.
func (s *settling) toPool(row journal.ImportEntry, n *reconcile.Entry) (journal.Judgement, bool) {
	if len(s.pooled) == mostPooled {
		s.crowded = true
		row.Result = journal.EntryException
		return journal.Judgement{Entry: row, Kind: journal.Orphan, Detail: "More entries than can be compared may speak of open payments."}, true
	}
	s.pooled[row.No] = row
	pooled := *n
	pooled.Line = int(row.No) // by which its row is found again
	s.open.Add(pooled)
	return journal.Judgement{}, false
}

// judgement is what the journal is to do about a verdict. was is kept as the entries
// of the unit leave it.
func (s *settling) judgement(row journal.ImportEntry, n *reconcile.Entry, v reconcile.Verdict, was map[string]journal.PaymentStatus) journal.Judgement {
	j := journal.Judgement{Entry: row, Was: was[v.PaymentID], Kind: kindOf(v.Exception), Detail: details[v.Exception]}
	j.Entry.PaymentID = v.PaymentID
	if v.Exception == reconcile.ExceptionContradiction && judge(string(j.Was), n.Status) != reconcile.OutcomeContradiction {
		j.Detail = "The file says " + n.Direction + " of a payment of the other direction."
	}
	switch v.Result {
	case reconcile.ResultApplied:
		j.Entry.Result, j.Says = journal.EntryConfirmed, says(n)
		if n.Status == string(journal.Settled) && s.i.Format == string(reconcile.FormatCamt) {
			j.Says.Basis = journal.BasisStatement
		}
		if v.Move != "" {
			j.Entry.Result, was[v.PaymentID] = journal.EntryApplied, journal.PaymentStatus(v.Move)
		}
		if v.Correction {
			j.Entry.Result = journal.EntryCorrected
			j.Correction = &journal.Correction{Code: n.Code, DueOn: reconcile.CorrectUntil(s.engine.options.Now()), Corrected: n.Corrected}
		}
	case reconcile.ResultProposed:
		j.Entry.Result = journal.EntryProposed
		j.Proposal = &journal.Proposal{
			Kind: string(proposedKind(v.Move)), Suggests: journal.PaymentStatus(v.Move), Score: 100, Facts: factsOf(n),
			Detail: proposalDetail{KeysEqual: []string{string(v.Key), "amount"}, Entry: shown(row)}.bytes(),
		}
	case reconcile.ResultException:
		j.Entry.Result = journal.EntryException
		if v.Exception == reconcile.ExceptionContradiction {
			j.Says = says(n) // for the timeline
		}
	case reconcile.ResultDuplicate:
		j.Entry.Result = journal.EntryDuplicate
	default:
		j.Entry.Result, j.Entry.PaymentID = journal.EntryNotOurs, ""
	}
	return j
}

// proposedKind is that of a proposal from an entry that names its payment, and says
// that no money moved.
func proposedKind(status string) reconcile.ProposalKind {
	if status == string(journal.Failed) || status == string(journal.Canceled) {
		return reconcile.ProposalAbsent
	}
	return reconcile.ProposalWeak
}

// kindOf is an exception as the journal calls it.
func kindOf(x reconcile.Exception) string {
	if x == reconcile.ExceptionDishonored {
		return journal.Dishonored
	}
	return string(x)
}

// details say of an exception what a person has to know, and nothing of a line.
var details = map[reconcile.Exception]string{
	reconcile.ExceptionAmountMismatch: "The payment with its key has another amount or currency.",
	reconcile.ExceptionSecondReturn:   "The payment came back before.",
	reconcile.ExceptionUnknownCode:    "No table has its code, so nothing was moved.",
	reconcile.ExceptionOddCode:        "Its code came late, or is for another kind of payment; the bank may be asked to refuse the return.",
	reconcile.ExceptionOrphan:         "It looks ours, and no one payment has its key and amount.",
	reconcile.ExceptionDishonored:     "A return was refused, or a refusal was contested.",
}

// judge asks the journal's table what evidence by a strong key does.
func judge(from, to string) reconcile.Outcome {
	switch journal.Judge(journal.PaymentStatus(from), journal.PaymentStatus(to), journal.ByImport) {
	case journal.Moves:
		return reconcile.OutcomeMove
	case journal.Same, journal.Notes, journal.Repeats:
		return reconcile.OutcomeNote
	case journal.Contradicts:
		return reconcile.OutcomeContradiction
	default:
		return reconcile.OutcomePropose
	}
}

// says is what an entry says of its payment.
func says(n *reconcile.Entry) journal.PaymentChange {
	c := journal.PaymentChange{Status: journal.PaymentStatus(n.Status), Code: n.Code, SettledOn: n.SettledOn}
	for _, k := range n.Teaches() {
		c.Keys = append(c.Keys, journal.PaymentKey{Kind: journal.KeyKind(k.Kind), Value: k.Value})
	}
	switch {
	case n.Kind == reconcile.Change:
		c.Code, c.ChangeCode = "", n.Code
	case n.Status == string(journal.Returned):
		c.ReturnedOn = n.OccurredOn
	case n.Status == string(journal.Settled) && c.SettledOn == "":
		c.SettledOn = n.OccurredOn
	}
	return c
}

// factsOf is what a payment gets with a proposal that is accepted.
func factsOf(n *reconcile.Entry) journal.Facts {
	c := says(n)
	f := journal.Facts{SettledOn: c.SettledOn, ReturnedOn: c.ReturnedOn, ReturnCode: c.Code, Keys: c.Keys}
	vendor := journal.PaymentKey{Kind: journal.KeyVendorReference, Value: n.VendorReference}
	if vendor.Value != "" && !slices.Contains(f.Keys, vendor) {
		f.Keys = append(f.Keys, vendor) // whoever gave it, the file has it for this payment
	}
	return f
}
