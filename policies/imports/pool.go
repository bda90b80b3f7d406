package imports

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"canongate/canonical"
	"canongate/policies/bankday"
	"canongate/policies/journal"
	"canongate/policies/reconcile"
)

const (
	// mostOpen is among how many open payments those are looked for that entries
	// without a key may mean.
	mostOpen = 20_000
	// mostPooled is how many entries without a key are compared with them.
	mostPooled = 20_000
	// openFor is how long after it was sent news of a payment is looked for.
	openFor = 200 * 24 * time.Hour
)

// openPayments are those of the connection that have not come to their end. Where
// they are too many to be told apart, only those that nobody knows anything of.
func (e *Engine) openPayments(ctx context.Context, i journal.Import) (*open, error) {
	f := journal.CandidateFilter{
		Connection: i.Connection, Tenants: i.Tenants, CreatedAfter: e.options.Now().Add(-openFor),
		Statuses: []journal.PaymentStatus{journal.Unknown, journal.Submitted, journal.Processing},
	}
	found, whole, err := e.openOf(ctx, f)
	if err == nil && !whole {
		f.Statuses = f.Statuses[:1]
		found, _, err = e.openOf(ctx, f)
	}
	return found, err
}

// open are open payments.
type open struct {
	*reconcile.Groups
	known map[string]opened
	// amounts, and parts of keys with an amount, spare most entries of a large file the
	// comparison with payments.
	amounts map[string]bool
	parts   map[string]bool
}

// opened is what reconcile does not have to know of an open payment.
type opened struct {
	Tenant, Amount, Currency string
	CreatedAt                time.Time
}

func amountOf(m canonical.Money) string {
	whole, fraction, _ := strings.Cut(m.Value.String(), ".")
	return whole + "." + strings.TrimRight(fraction, "0") + " " + string(m.Currency)
}

func (e *Engine) openOf(ctx context.Context, f journal.CandidateFilter) (found *open, whole bool, err error) {
	found = &open{known: map[string]opened{}, amounts: map[string]bool{}, parts: map[string]bool{}}
	var payments []reconcile.Payment
	err = e.journal.EachCandidate(ctx, f, func(c journal.Candidate) error {
		if len(payments) == mostOpen {
			return errEnough
		}
		payments = append(payments, paymentOf(c, nil))
		found.note(&payments[len(payments)-1])
		found.known[c.ID] = opened{c.Tenant, c.Amount, c.Currency, c.CreatedAt}
		return nil
	})
	found.Groups = reconcile.NewGroups(payments, judgeWeak)
	if errors.Is(err, errEnough) {
		return found, false, nil
	}
	return found, true, err
}

var errEnough = errors.New("enough")

// judgeWeak asks the journal's table whether evidence without a key says anything new.
func judgeWeak(from, to string) reconcile.Outcome {
	if journal.Judge(journal.PaymentStatus(from), journal.PaymentStatus(to), journal.ByWeakImport) == journal.Proposes {
		return reconcile.OutcomePropose
	}
	return reconcile.OutcomeNote
}

// pool proposes payments for the entries that no key found one for, and for the
// silence of a complete file.
func (s *settling) pool(ctx context.Context) error {
	var proposals []reconcile.Proposal
	if s.proposes && !s.crowded {
		proposals, _ = s.open.Proposals(s.coverage(), s.told(), s.settings.AbsentAfter)
	}
	results := map[int64]journal.ImportEntry{}
	var kept []journal.Proposal
	for _, p := range proposals {
		kept = append(kept, s.proposalsOf(p, results)...)
	}
	for no, row := range s.pooled {
		if _, spokenFor := results[no]; !spokenFor {
			results[no] = row
		}
	}
	return s.keepPool(ctx, results, kept)
}

// proposalsOf are one for each entry that may speak of the payment, or one for the
// silence of all.
func (s *settling) proposalsOf(p reconcile.Proposal, results map[int64]journal.ImportEntry) []journal.Proposal {
	one := journal.Proposal{
		ImportID: s.i.ID, Connection: s.i.Connection, Tenant: s.open.known[p.PaymentID].Tenant, PaymentID: p.PaymentID, State: "open",
		Kind: string(p.Kind), Suggests: journal.PaymentStatus(p.Suggests), Score: p.Score, Rivals: p.Rivals,
		Detail: proposalDetail{KeysEqual: p.KeysEqual, KeysDifferent: p.KeysDifferent}.bytes(),
	}
	if !s.moves {
		one.State = "dry"
	}
	if p.Group > 0 {
		one.GroupID = fmt.Sprintf("grp_%s_%d", strings.TrimPrefix(s.i.ID, "imp_"), p.Group)
	}
	if len(p.Entries) == 0 {
		if !s.isCovered(p.PaymentID) {
			return nil
		}
		return []journal.Proposal{one}
	}
	all := make([]journal.Proposal, len(p.Entries))
	for k, e := range p.Entries {
		row := s.pooled[int64(e.Line)]
		n := entryOf(row)
		all[k] = one
		all[k].EntryNo, all[k].Facts = row.No, factsOf(&n)
		all[k].Suggests = journal.PaymentStatus(n.Status)
		if all[k].Kind == string(reconcile.ProposalMoved) || all[k].Kind == string(reconcile.ProposalMovedGroup) {
			row.PaymentID = p.PaymentID
			if proposedKind(n.Status) == reconcile.ProposalAbsent {
				all[k].Kind = string(reconcile.ProposalAbsent) // the file says itself that no money moved
			}
		}
		all[k].Detail = proposalDetail{KeysEqual: p.KeysEqual, KeysDifferent: p.KeysDifferent, Entry: shown(row)}.bytes()
		row.Result = journal.EntryProposed
		results[row.No] = row
	}
	return all
}

// keepPool writes what became of the pool, a unit at a time.
func (s *settling) keepPool(ctx context.Context, results map[int64]journal.ImportEntry, proposals []journal.Proposal) error {
	var alone []journal.Judgement
	var proposed []journal.ImportEntry
	for _, row := range results {
		if row.Result == journal.EntryProposed {
			proposed = append(proposed, row)
			continue
		}
		j := journal.Judgement{Entry: row}
		j.Entry.Result = journal.EntryNotOurs
		if n := entryOf(row); s.settings.certainlyOurs(&n) {
			j.Entry.Result, j.Kind, j.Detail = journal.EntryException, journal.Orphan, details[reconcile.ExceptionOrphan]
		}
		alone = append(alone, j)
	}
	for some := range slices.Chunk(alone, unit) {
		done, err := s.write(ctx, some)
		if err != nil {
			return err
		}
		s.tally(done)
	}
	for some := range slices.Chunk(proposed, unit) {
		if err := s.engine.journal.ProposeEntries(ctx, s.i, some, s.moves, nil); err != nil {
			return err
		}
	}
	for some := range slices.Chunk(proposals, unit) {
		if err := s.engine.journal.ProposeEntries(ctx, s.i, nil, s.moves, some); err != nil {
			return err
		}
		for _, p := range some {
			known := s.open.known[p.PaymentID]
			s.proposed.propose(p.Kind, known.Amount, known.Currency)
		}
	}
	return nil
}

// coverage is in days of New York. The silence of a file proves something only where
// the file lists all payments, which a file of returns does not, and until it was
// handed in at most. A day that is not over counts only where nobody wants to wait.
func (s *settling) coverage() reconcile.Coverage {
	mapping, err := mappingOf(s.settings, s.i.Mapping)
	from, to := s.covered()
	if from.IsZero() || s.i.Format != string(reconcile.FormatCSV) || err != nil || mapping.Columns.Status.Column == "" {
		return reconcile.Coverage{}
	}
	last := bankday.Of(to)
	if s.settings.AbsentAfter > 0 {
		last = last.AddDate(0, 0, -1)
	}
	return reconcile.Coverage{From: bankday.Of(from).Format(time.DateOnly), To: last.Format(time.DateOnly), Complete: s.i.Coverage.Complete}
}

// covered is the time that the file can tell of.
func (s *settling) covered() (from, to time.Time) {
	from, to = s.i.Coverage.From, s.i.Coverage.To
	if to.After(s.i.CreatedAt) {
		to = s.i.CreatedAt
	}
	return from, to
}

// isCovered says whether a payment was made within that time. Days alone would take
// one of the same day for absent that was made after the file.
func (s *settling) isCovered(id string) bool {
	from, to := s.covered()
	made := s.open.known[id].CreatedAt
	return !made.Before(from) && made.Before(to)
}

// told is what the reader said of the file.
func (s *settling) told() reconcile.Summary {
	kept := SummaryOf(s.i)
	return reconcile.Summary{Controls: kept.Controls, Invalid: kept.Counts.Invalid}
}

// entryOf is a row as the entry that it was made from.
func entryOf(row journal.ImportEntry) reconcile.Entry {
	d := DetailOf(row)
	amount, _ := canonical.ParseDecimal(row.Amount) // it was written by this program
	return reconcile.Entry{
		Line: d.Line, Kind: reconcile.Kind(row.Kind), Status: row.Status, VendorReference: d.VendorReference, Trace: d.Trace,
		IndividualID: d.IndividualID, Reference: d.Reference, Direction: row.Direction,
		Amount:   canonical.Money{Value: amount, Currency: canonical.Currency(row.Currency)},
		Customer: d.Customer, Bank: d.Bank, Last4: row.Last4, Code: row.Code, UnknownCode: d.UnknownCode, CompanyID: d.CompanyID,
		OccurredOn: row.OccurredOn, SettledOn: row.SettledOn, Corrected: row.Corrected,
	}
}

// proposalDetail is what people see of a proposal besides its payment.
type proposalDetail struct {
	KeysEqual     []string    `json:"keys_equal"`
	KeysDifferent []string    `json:"keys_different"`
	Entry         *ShownEntry `json:"entry,omitempty"`
}

// ShownEntry is an entry as it stands beside the payment that it may speak of.
type ShownEntry struct {
	No         int64  `json:"no"`
	Line       int    `json:"line"`
	Status     string `json:"status,omitempty"`
	Direction  string `json:"direction,omitempty"`
	Amount     string `json:"amount"`
	Currency   string `json:"currency"`
	OccurredOn string `json:"date,omitempty"`
	Last4      string `json:"last4,omitempty"`
	Code       string `json:"code,omitempty"`
	Reference  string `json:"reference,omitempty"`
}

func shown(row journal.ImportEntry) *ShownEntry {
	d := DetailOf(row)
	reference := d.VendorReference
	if reference == "" {
		reference = d.Reference
	}
	return &ShownEntry{
		No: row.No, Line: d.Line, Status: row.Status, Direction: row.Direction, Amount: row.Amount, Currency: row.Currency,
		OccurredOn: row.OccurredOn, Last4: row.Last4, Code: row.Code, Reference: reference,
	}
}

func (d proposalDetail) bytes() []byte {
	if d.KeysEqual == nil {
		d.KeysEqual = []string{}
	}
	if d.KeysDifferent == nil {
		d.KeysDifferent = []string{}
	}
	text, err := json.Marshal(d)
	if err != nil {
		panic("imports: a proposal does not marshal: " + err.Error())
	}
	return text
}

// note keeps by what an open payment may be told from others.
func (o *open) note(p *reconcile.Payment) {
	amount := amountOf(p.Amount)
	o.amounts[amount] = true
	for _, part := range slices.Concat(p.Customer, p.Bank, p.Last4) {
		o.parts[amount+part] = true
	}
}

// mayBe says whether an entry may speak of an open payment. Of customer and account
// one has to be the payment's at least.
func (o *open) mayBe(e *Engine, n *reconcile.Entry) bool {
	amount := amountOf(n.Amount)
	if n.Kind != reconcile.StatusNews && n.Kind != reconcile.Return || !o.amounts[amount] {
		return false
	}
	blinded := e.blinded(*n)
	if !o.parts[amount+blinded.Customer] && !o.parts[amount+blinded.Bank] && !o.parts[amount+blinded.Last4] {
		return false
	}
	return o.Add(blinded)
}
