package reconcile

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"canongate/canonical"
	"canongate/policies/bankday"
)

// Result of an entry.
type Result string

// The results of entries.
const (
	// ResultUnmatched is not final: no strong key has found a payment, and Groups may
	// propose one. What nobody finds one for is an orphan, or not ours.
	ResultUnmatched Result = "unmatched"
	ResultApplied   Result = "applied"
	ResultProposed  Result = "proposed"
	ResultDuplicate Result = "duplicate"
	ResultException Result = "exception"
	ResultNotOurs   Result = "not_ours"
	ResultInvalid   Result = "invalid"
)

// Exception is why a person must look.
type Exception string

// The kinds of exceptions that entries make.
const (
	ExceptionContradiction  Exception = "contradiction"
	ExceptionAmountMismatch Exception = "amount_mismatch"
	ExceptionSecondReturn   Exception = "second_return"
	ExceptionUnknownCode    Exception = "unknown_code"
	ExceptionOddCode        Exception = "odd_code"
	ExceptionOrphan         Exception = "orphan"
	ExceptionDishonored     Exception = "dishonored"
)

// Verdict is what becomes of an entry.
type Verdict struct {
	Result Result
	// Exception stands beside the result applied as well: an odd code brings the money
	// back, and is told.
	Exception Exception
	PaymentID string
	Key       KeyKind // that found the payment
	// Move is the status that the payment gets, or by a proposal may get; empty where
	// the entry is noted in its timeline only.
	Move string
	// Correction: the entry opens a correction of the payment's bank account.
	Correction bool
}

// Matcher compares entries of one file with the payments of one connection.
type Matcher struct {
	Lookup Lookup
	Judge  Judge
}

// Known is an entry with its identity.
type Known struct {
	Entry    Entry
	Identity Identity
}

// Match gives a verdict for each entry of a batch, in its order. Later entries see
// what the earlier ones of the batch have moved.
func (m *Matcher) Match(ctx context.Context, batch []Known) ([]Verdict, error) {
	var keys []Key
	identities := make([]Identity, len(batch))
	for i := range batch {
		keys = append(keys, batch[i].Entry.Keys()...)
		identities[i] = batch[i].Identity
	}
	seen, err := m.Lookup.Seen(ctx, identities)
	if err != nil {
		return nil, fmt.Errorf("look for entries: %w", err)
	}
	found, err := m.Lookup.Find(ctx, keys)
	if err != nil {
		return nil, fmt.Errorf("look for payments: %w", err)
	}
	b := matching{judge: m.Judge, found: found, now: map[string]*Payment{}}
	verdicts := make([]Verdict, len(batch))
	for i := range batch {
		if seen[batch[i].Identity] {
			verdicts[i] = Verdict{Result: ResultDuplicate}
			continue
		}
		verdicts[i] = b.verdict(&batch[i])
	}
	return verdicts, nil
}

// matching is a batch.
type matching struct {
	judge Judge
	found map[Key][]Payment
	now   map[string]*Payment // as entries of the batch have left them
}

func exception(kind Exception, p *Payment, key KeyKind) Verdict {
	return Verdict{Result: ResultException, Exception: kind, PaymentID: p.ID, Key: key}
}

func (b *matching) verdict(k *Known) Verdict {
	e := &k.Entry
	if e.Kind == Prenote {
		return Verdict{Result: ResultUnmatched} // news of an account: no payment was moved
	}
	for _, key := range e.Keys() {
		candidates := b.candidates(e, key)
		if len(candidates) == 0 || len(candidates) > 1 && key.Kind == KeyReference {
			continue // a caller may have used a reference twice: a weaker key must do
		}
		if len(candidates) > 1 {
			return Verdict{Result: ResultException, Exception: ExceptionOrphan, Key: key.Kind}
		}
		v := b.against(k, candidates[0], key.Kind)
		if v.Result == ResultApplied && v.Move != "" {
			b.moved(e, candidates[0], v.Move)
		}
		return v
	}
	return Verdict{Result: ResultUnmatched}
}

// candidates are the payments under a key that the entry may mean.
func (b *matching) candidates(e *Entry, key Key) []*Payment {
	var all, equal []*Payment
	for i := range b.found[key] {
		p := b.payment(&b.found[key][i])
		if key.Kind == KeyTrace && !withinTrace(e, p) {
			continue
		}
		all = append(all, p)
		if !e.tellsAmount() || e.Amount.Equal(p.Amount) {
			equal = append(equal, p)
		}
	}
	if len(equal) > 0 && key.Kind != KeyReference {
		return equal
	}
	return all
}

// tellsAmount says whether an entry has an amount that must be the payment's: a
// change has none, and a status report may leave it out.
func (e *Entry) tellsAmount() bool { return e.Kind != Change && e.Amount.Currency != "" }

// payment is one copy for each payment, whatever key it was found by.
func (b *matching) payment(p *Payment) *Payment {
	if known, ok := b.now[p.ID]; ok {
		return known
	}
	b.now[p.ID] = p
	return p
}

// traceDays is how long a trace number finds its payment: it comes round again.
const traceDays = 180

func withinTrace(e *Entry, p *Payment) bool {
	if e.Direction != "" && e.Direction != p.Direction || e.Last4 != "" && len(p.Last4) > 0 && !slices.Contains(p.Last4, e.Last4) {
		return false
	}
	sent, err := bankday.Parse(p.SentOn)
	if err != nil || e.OccurredOn == "" {
		return err == nil
	}
	return e.OccurredOn >= written(sent.AddDate(0, 0, -1)) && e.OccurredOn <= written(sent.AddDate(0, 0, traceDays))
}

// against compares the entry with the one payment that it means.
func (b *matching) against(k *Known, p *Payment, key KeyKind) Verdict {
	e := &k.Entry
	switch {
	case p.Hidden:
		return Verdict{Result: ResultNotOurs}
	case e.Kind == Dishonored:
		return exception(ExceptionDishonored, p, key)
	case e.tellsAmount() && !e.Amount.Equal(p.Amount):
		return exception(ExceptionAmountMismatch, p, key)
	case k.Identity.Occurrence > 1 && e.Kind == Return:
		return exception(ExceptionSecondReturn, p, key)
	case k.Identity.Occurrence > 1:
		return exception(ExceptionOrphan, p, key)
	case e.Kind == StatusNews && e.Direction != "" && e.Direction != p.Direction:
		return exception(ExceptionContradiction, p, key)
	case e.UnknownCode:
		return exception(ExceptionUnknownCode, p, key)
	case p.Status == canonical.PaymentReturned && e.Kind == Return:
		return again(e, p, key)
	case p.Status == canonical.PaymentReturned && e.settledUntil(p.ReturnedOn):
		return Verdict{Result: ResultApplied, PaymentID: p.ID, Key: key} // it is only late
	}
	return b.judged(e, p, key)
}

// settledUntil says whether an entry is of a settlement that was no later than the day.
func (e *Entry) settledUntil(day string) bool {
	on := cmp.Or(e.SettledOn, e.OccurredOn)
	return e.Status == canonical.PaymentSettled && on != "" && on <= day
}

// again is the verdict on a second return of a payment.
func again(e *Entry, p *Payment, key KeyKind) Verdict {
	if e.Code == p.ReturnCode || p.ReturnCode == "" || e.Code == "" {
		return Verdict{Result: ResultDuplicate, PaymentID: p.ID, Key: key}
	}
	return exception(ExceptionSecondReturn, p, key)
}

func (b *matching) judged(e *Entry, p *Payment, key KeyKind) Verdict {
	v := Verdict{Result: ResultApplied, PaymentID: p.ID, Key: key, Correction: e.Kind == Change}
	if e.Kind == Change && !correctable(e.Code) {
		return exception(ExceptionOddCode, p, key)
	}
	outcome := b.judge(p.Status, e.Status)
	if outcome == OutcomeMove && e.Kind != Change && !e.tellsAmount() {
		outcome = OutcomePropose // a key alone is not enough
	}
	switch outcome {
	case OutcomeMove:
		v.Move = e.Status
		if e.Kind == Return && Odd(*e, *p) {
			v.Exception = ExceptionOddCode
		}
	case OutcomeNote:
	case OutcomePropose:
		v.Result, v.Move = ResultProposed, e.Status
	default:
		return exception(ExceptionContradiction, p, key)
	}
	return v
}

// correctable says whether a code of change is one that asks us for a correction.
func correctable(code string) bool {
	c, known := LookupCode(code)
	return known && len(c.Changes) > 0
}

func (b *matching) moved(e *Entry, p *Payment, to string) {
	p.Status = to
	if e.Kind == Return {
		p.ReturnCode, p.ReturnedOn = e.Code, e.OccurredOn
	}
}
