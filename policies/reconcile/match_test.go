package reconcile

import (
	"context"
	"errors"
	"testing"

	"canongate/canonical"

	"github.com/google/go-cmp/cmp"
)

// memory is a journal of a test.
type memory struct {
	keys map[Key][]Payment
	seen map[Identity]bool
	err  error
}

func (m *memory) Find(context.Context, []Key) (map[Key][]Payment, error) {
	copied := map[Key][]Payment{} // as each question to a journal is answered anew
	for key, payments := range m.keys {
		copied[key] = append([]Payment(nil), payments...)
	}
	return copied, m.err
}

func (m *memory) Seen(context.Context, []Identity) (map[Identity]bool, error) { return m.seen, m.err }

// ranks is the judge of these tests: the order of §3 of the design.
func ranks(from, to string) Outcome {
	rank := map[string]int{
		canonical.PaymentUnknown: 1, canonical.PaymentSubmitted: 2, canonical.PaymentProcessing: 3,
		canonical.PaymentSettled: 4, canonical.PaymentReturned: 5,
	}
	switch {
	case from == canonical.PaymentFailed, from == canonical.PaymentReturned && to == canonical.PaymentSettled:
		return OutcomeContradiction
	case from == canonical.PaymentUnknown && to == canonical.PaymentFailed:
		return OutcomePropose
	case to == canonical.PaymentFailed && rank[from] < 4:
		return OutcomeMove
	case rank[to] > rank[from]:
		return OutcomeMove
	}
	return OutcomeNote
}

func usd(text string) canonical.Money {
	value, err := canonical.ParseDecimal(text)
	if err != nil {
		panic(err)
	}
	return canonical.Money{Value: value, Currency: "USD"}
}

// submitted is a payment that most tests are about.
func submitted() Payment {
	return Payment{
		ID: "pay_1", Status: canonical.PaymentSubmitted, Direction: canonical.DirectionDebit, Amount: usd("10"), SECCode: "WEB",
		SentOn: "2026-11-09", SettledOn: "2026-11-10", Customer: []string{"cust-1"}, Bank: []string{"bank-1"}, Last4: []string{"6789"},
	}
}

func back() Entry {
	return Entry{
		Kind: Return, Status: canonical.PaymentReturned, Trace: "091000010000001", Direction: canonical.DirectionDebit,
		Amount: usd("10.00"), Code: "R01", OccurredOn: "2026-11-12",
	}
}

func settled() Entry {
	return Entry{
		Kind: StatusNews, Status: canonical.PaymentSettled, VendorReference: "OM-1", Direction: canonical.DirectionDebit,
		Amount: usd("10.00"), OccurredOn: "2026-11-10",
	}
}

func with[T any](v T, change func(*T)) T {
	change(&v)
	return v
}

func TestVerdicts(t *testing.T) {
	t.Parallel()
	trace, vendor := Key{KeyTrace, "091000010000001"}, Key{KeyVendorReference, "OM-1"}
	for name, c := range map[string]struct {
		entry  Entry
		second bool // of two equal lines
		known  map[Key][]Payment
		want   Verdict
	}{
		"a return by its trace": {entry: back(), known: map[Key][]Payment{trace: {submitted()}},
			want: Verdict{Result: ResultApplied, PaymentID: "pay_1", Key: KeyTrace, Move: canonical.PaymentReturned}},
		"a return of an unknown payment": {entry: back(), known: map[Key][]Payment{trace: {with(submitted(), func(p *Payment) { p.Status = canonical.PaymentUnknown })}},
			want: Verdict{Result: ResultApplied, PaymentID: "pay_1", Key: KeyTrace, Move: canonical.PaymentReturned}},
		"a late return": {entry: with(back(), func(e *Entry) { e.OccurredOn = "2026-12-12" }),
			known: map[Key][]Payment{trace: {with(submitted(), func(p *Payment) { p.Status = canonical.PaymentSettled })}},
			want:  Verdict{Result: ResultApplied, PaymentID: "pay_1", Key: KeyTrace, Move: canonical.PaymentReturned, Exception: ExceptionOddCode}},
		"a return of a failed payment": {entry: back(), known: map[Key][]Payment{trace: {with(submitted(), func(p *Payment) { p.Status = canonical.PaymentFailed })}},
			want: Verdict{Result: ResultException, Exception: ExceptionContradiction, PaymentID: "pay_1", Key: KeyTrace}},
		"the return again": {entry: back(), known: map[Key][]Payment{trace: {returned("R01")}},
			want: Verdict{Result: ResultDuplicate, PaymentID: "pay_1", Key: KeyTrace}},
		"a return with another code": {entry: back(), known: map[Key][]Payment{trace: {returned("R10")}},
			want: Verdict{Result: ResultException, Exception: ExceptionSecondReturn, PaymentID: "pay_1", Key: KeyTrace}},
		"the second of two equal returns": {entry: back(), second: true, known: map[Key][]Payment{trace: {submitted()}},
			want: Verdict{Result: ResultException, Exception: ExceptionSecondReturn, PaymentID: "pay_1", Key: KeyTrace}},
		"the second of two equal lines": {entry: settled(), second: true, known: map[Key][]Payment{vendor: {submitted()}},
			want: Verdict{Result: ResultException, Exception: ExceptionOrphan, PaymentID: "pay_1", Key: KeyVendorReference}},
		"another amount": {entry: with(back(), func(e *Entry) { e.Amount = usd("10.01") }), known: map[Key][]Payment{trace: {submitted()}},
			want: Verdict{Result: ResultException, Exception: ExceptionAmountMismatch, PaymentID: "pay_1", Key: KeyTrace}},
		"another currency": {entry: with(settled(), func(e *Entry) { e.Amount.Currency = "EUR" }), known: map[Key][]Payment{vendor: {submitted()}},
			want: Verdict{Result: ResultException, Exception: ExceptionAmountMismatch, PaymentID: "pay_1", Key: KeyVendorReference}},
		"a trace that came round again": {entry: back(), known: map[Key][]Payment{trace: {
			with(submitted(), func(p *Payment) { p.ID, p.SentOn = "pay_0", "2026-03-01" }), submitted()}},
			want: Verdict{Result: ResultApplied, PaymentID: "pay_1", Key: KeyTrace, Move: canonical.PaymentReturned}},
		"a trace of a payment that was not sent yet": {entry: back(), known: map[Key][]Payment{trace: {with(submitted(), func(p *Payment) { p.SentOn = "2026-11-20" })}},
			want: Verdict{Result: ResultUnmatched}},
		"a trace of the other direction": {entry: back(), known: map[Key][]Payment{trace: {with(submitted(), func(p *Payment) { p.Direction = canonical.DirectionCredit })}},
			want: Verdict{Result: ResultUnmatched}},
		"a trace of another account": {entry: with(back(), func(e *Entry) { e.Last4 = "0000" }), known: map[Key][]Payment{trace: {submitted()}},
			want: Verdict{Result: ResultUnmatched}},
		"a trace with two payments": {entry: back(), known: map[Key][]Payment{trace: {submitted(), with(submitted(), func(p *Payment) { p.ID = "pay_2" })}},
			want: Verdict{Result: ResultException, Exception: ExceptionOrphan, Key: KeyTrace}},
		"a trace with two payments of two amounts": {entry: back(), known: map[Key][]Payment{trace: {submitted(), with(submitted(), func(p *Payment) { p.ID, p.Amount = "pay_2", usd("11") })}},
			want: Verdict{Result: ResultApplied, PaymentID: "pay_1", Key: KeyTrace, Move: canonical.PaymentReturned}},
		"a line by the vendor's reference": {entry: settled(), known: map[Key][]Payment{vendor: {submitted()}},
			want: Verdict{Result: ResultApplied, PaymentID: "pay_1", Key: KeyVendorReference, Move: canonical.PaymentSettled}},
		"a line that says less than is known": {entry: settled(), known: map[Key][]Payment{vendor: {with(submitted(), func(p *Payment) { p.Status = canonical.PaymentSettled })}},
			want: Verdict{Result: ResultApplied, PaymentID: "pay_1", Key: KeyVendorReference}},
		"settled before it came back": {entry: settled(), known: map[Key][]Payment{vendor: {returned("R01")}},
			want: Verdict{Result: ResultApplied, PaymentID: "pay_1", Key: KeyVendorReference}},
		"settled after it came back": {entry: with(settled(), func(e *Entry) { e.OccurredOn = "2026-11-20" }), known: map[Key][]Payment{vendor: {returned("R01")}},
			want: Verdict{Result: ResultException, Exception: ExceptionContradiction, PaymentID: "pay_1", Key: KeyVendorReference}},
		"settled, of one that came back nobody knows when": {entry: settled(), known: map[Key][]Payment{vendor: {with(returned("R01"), func(p *Payment) { p.ReturnedOn = "" })}},
			want: Verdict{Result: ResultException, Exception: ExceptionContradiction, PaymentID: "pay_1", Key: KeyVendorReference}},
		"failed, of an unknown payment": {entry: with(settled(), func(e *Entry) { e.Status = canonical.PaymentFailed }),
			known: map[Key][]Payment{vendor: {with(submitted(), func(p *Payment) { p.Status = canonical.PaymentUnknown })}},
			want:  Verdict{Result: ResultProposed, PaymentID: "pay_1", Key: KeyVendorReference, Move: canonical.PaymentFailed}},
		"a line of the other direction": {entry: with(settled(), func(e *Entry) { e.Direction = canonical.DirectionCredit }), known: map[Key][]Payment{vendor: {submitted()}},
			want: Verdict{Result: ResultException, Exception: ExceptionContradiction, PaymentID: "pay_1", Key: KeyVendorReference}},
		"a payment of another tenant": {entry: settled(), known: map[Key][]Payment{vendor: {with(submitted(), func(p *Payment) { p.Hidden = true })}},
			want: Verdict{Result: ResultNotOurs}},
		"a caller's reference": {entry: with(settled(), func(e *Entry) { e.VendorReference, e.Reference = "", "order-1" }),
			known: map[Key][]Payment{{KeyReference, "order-1"}: {submitted()}},
			want:  Verdict{Result: ResultApplied, PaymentID: "pay_1", Key: KeyReference, Move: canonical.PaymentSettled}},
		"a caller's reference of two payments": {entry: with(settled(), func(e *Entry) { e.VendorReference, e.Reference = "", "rent" }),
			known: map[Key][]Payment{{KeyReference, "rent"}: {submitted(), with(submitted(), func(p *Payment) { p.ID, p.Amount = "pay_2", usd("11") })}},
			want:  Verdict{Result: ResultUnmatched}},
		"our marker": {entry: with(back(), func(e *Entry) { e.IndividualID = "CG1" }), known: map[Key][]Payment{{KeyIndividualID, "CG1"}: {submitted()}},
			want: Verdict{Result: ResultApplied, PaymentID: "pay_1", Key: KeyIndividualID, Move: canonical.PaymentReturned}},
		"the vendor's reference as individual id": {entry: with(back(), func(e *Entry) { e.IndividualID = "OM-1" }), known: map[Key][]Payment{vendor: {submitted()}},
			want: Verdict{Result: ResultApplied, PaymentID: "pay_1", Key: KeyVendorReference, Move: canonical.PaymentReturned}},
		"a code that nobody knows": {entry: with(back(), func(e *Entry) { e.Code, e.UnknownCode = "R99", true }), known: map[Key][]Payment{trace: {submitted()}},
			want: Verdict{Result: ResultException, Exception: ExceptionUnknownCode, PaymentID: "pay_1", Key: KeyTrace}},
		"a vendor's own code": {entry: with(back(), func(e *Entry) { e.Code = "NSF" }), known: map[Key][]Payment{trace: {submitted()}},
			want: Verdict{Result: ResultApplied, PaymentID: "pay_1", Key: KeyTrace, Move: canonical.PaymentReturned}},
		"a dishonored return": {entry: with(back(), func(e *Entry) { e.Kind, e.Code, e.Status = Dishonored, "R68", "" }), known: map[Key][]Payment{trace: {returned("R01")}},
			want: Verdict{Result: ResultException, Exception: ExceptionDishonored, PaymentID: "pay_1", Key: KeyTrace}},
		"a change": {entry: change("C01"), known: map[Key][]Payment{trace: {submitted()}},
			want: Verdict{Result: ResultApplied, PaymentID: "pay_1", Key: KeyTrace, Correction: true}},
		"a change of an unknown payment proves that it was sent": {entry: change("C01"), known: map[Key][]Payment{trace: {with(submitted(), func(p *Payment) { p.Status = canonical.PaymentUnknown })}},
			want: Verdict{Result: ResultApplied, PaymentID: "pay_1", Key: KeyTrace, Correction: true, Move: canonical.PaymentSubmitted}},
		"a refused change": {entry: change("C62"), known: map[Key][]Payment{trace: {submitted()}},
			want: Verdict{Result: ResultException, Exception: ExceptionOddCode, PaymentID: "pay_1", Key: KeyTrace}},
		"a prenote": {entry: with(back(), func(e *Entry) { e.Kind, e.Amount, e.Status = Prenote, usd("0"), "" }), known: map[Key][]Payment{trace: {submitted()}},
			want: Verdict{Result: ResultUnmatched}},
		"a report without an amount": {entry: with(settled(), func(e *Entry) { e.Amount = canonical.Money{} }), known: map[Key][]Payment{vendor: {submitted()}},
			want: Verdict{Result: ResultProposed, PaymentID: "pay_1", Key: KeyVendorReference, Move: canonical.PaymentSettled}},
		"nothing known": {entry: back(), want: Verdict{Result: ResultUnmatched}},
	} {
		m := Matcher{Lookup: &memory{keys: c.known}, Judge: ranks}
		known := Known{Entry: c.entry, Identity: Identity{Digest: DigestOf("c", c.entry), Occurrence: 1}}
		if c.second {
			known.Identity.Occurrence = 2
		}
		got, err := m.Match(t.Context(), []Known{known})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, got[0]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func returned(code string) Payment {
	return with(submitted(), func(p *Payment) {
		p.Status, p.ReturnCode, p.ReturnedOn = canonical.PaymentReturned, code, "2026-11-12"
	})
}

func change(code string) Entry {
	return with(back(), func(e *Entry) {
		e.Kind, e.Code, e.Status, e.Amount = Change, code, canonical.PaymentSubmitted, usd("0")
	})
}

// Entries of a batch see what those before them have moved, by whatever key.
func TestABatchSeesItsOwnMoves(t *testing.T) {
	t.Parallel()
	p := with(submitted(), func(p *Payment) { p.Status = canonical.PaymentUnknown })
	lookup := &memory{keys: map[Key][]Payment{{KeyTrace, "091000010000001"}: {p}, {KeyVendorReference, "OM-1"}: {p}}}
	var batch []Known
	for _, e := range []Entry{settled(), back(), with(back(), func(e *Entry) { e.IndividualID = "x" }), with(back(), func(e *Entry) { e.Code = "R10" }), settled()} {
		batch = append(batch, Known{Entry: e, Identity: Identity{Digest: DigestOf("c", e), Occurrence: 1}})
	}
	got, err := (&Matcher{Lookup: lookup, Judge: ranks}).Match(t.Context(), batch)
	if err != nil {
		t.Fatal(err)
	}
	want := []Verdict{
		{Result: ResultApplied, PaymentID: "pay_1", Key: KeyVendorReference, Move: canonical.PaymentSettled},
		{Result: ResultApplied, PaymentID: "pay_1", Key: KeyTrace, Move: canonical.PaymentReturned},
		{Result: ResultDuplicate, PaymentID: "pay_1", Key: KeyTrace},
		{Result: ResultException, Exception: ExceptionSecondReturn, PaymentID: "pay_1", Key: KeyTrace},
		{Result: ResultApplied, PaymentID: "pay_1", Key: KeyVendorReference},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAnEntryOfAnEarlierFileIsADuplicate(t *testing.T) {
	t.Parallel()
	id := Identity{Digest: DigestOf("c", back()), Occurrence: 1}
	m := Matcher{Lookup: &memory{keys: map[Key][]Payment{{KeyTrace, "091000010000001"}: {submitted()}}, seen: map[Identity]bool{id: true}}, Judge: ranks}
	got, err := m.Match(t.Context(), []Known{{Entry: back(), Identity: id}})
	if err != nil || got[0].Result != ResultDuplicate {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestAJournalsErrorEndsTheBatch(t *testing.T) {
	t.Parallel()
	gone := errors.New("gone")
	if _, err := (&Matcher{Lookup: &memory{err: gone}, Judge: ranks}).Match(t.Context(), []Known{{Entry: back()}}); !errors.Is(err, gone) {
		t.Errorf("got %v", err)
	}
}

func TestWhatAnEntryTeaches(t *testing.T) {
	t.Parallel()
	e := Entry{VendorReference: "OM-1", Reference: "OM-1", Trace: "091000010000001"} // one column, of either
	if diff := cmp.Diff([]Key{{KeyTrace, "091000010000001"}}, e.Teaches()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	e.Reference = "order-1"
	if diff := cmp.Diff([]Key{{KeyVendorReference, "OM-1"}, {KeyTrace, "091000010000001"}}, e.Teaches()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
