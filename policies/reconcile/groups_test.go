package reconcile

import (
	"fmt"
	"testing"

	"canongate/canonical"

	"github.com/google/go-cmp/cmp"
)

// lost is a payment whose answer was lost.
func lost(id, amount, customer string) Payment {
	return Payment{
		ID: id, Status: canonical.PaymentUnknown, Direction: canonical.DirectionDebit, Amount: usd(amount),
		SentOn: "2026-11-09", Customer: []string{customer}, Bank: []string{"bank-" + customer},
	}
}

// told is a line of an export that speaks of such a payment.
func told(line int, amount, customer string) Entry {
	return Entry{
		Line: line, Kind: StatusNews, Status: canonical.PaymentSettled, VendorReference: fmt.Sprint("OM-", line),
		Direction: canonical.DirectionDebit, Amount: usd(amount), Customer: customer, Bank: "bank-" + customer, OccurredOn: "2026-11-10",
	}
}

var (
	covered = Coverage{From: "2026-11-09", To: "2026-11-12", Complete: true}
	whole   = Summary{Controls: ControlsAbsent}
)

const absentAfter = 2 // banking days

// decided gives for each payment the kind of its proposal, its line and its group.
func decided(t *testing.T, payments []Payment, entries []Entry, c Coverage, s Summary) (map[string]string, []int) {
	t.Helper()
	g := NewGroups(payments, ranks)
	var left []int
	for _, e := range entries {
		if !g.Add(e) {
			left = append(left, e.Line)
		}
	}
	proposals, rest := g.Proposals(c, s, absentAfter)
	kinds := map[string]string{}
	for _, p := range proposals {
		text := string(p.Kind) + " " + p.Suggests
		for _, e := range p.Entries {
			text += fmt.Sprint(" ", e.Line)
		}
		if _, twice := kinds[p.PaymentID]; twice {
			t.Errorf("%s has two proposals", p.PaymentID)
		}
		kinds[p.PaymentID] = text
	}
	for _, e := range rest {
		left = append(left, e.Line)
	}
	return kinds, left
}

func TestProposals(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		payments []Payment
		entries  []Entry
		want     map[string]string
		left     []int
	}{
		"one and one": {
			[]Payment{lost("a", "10", "x")}, []Entry{told(1, "10.00", "x"), told(2, "10.00", "y"), told(3, "11", "x")},
			map[string]string{"a": "moved settled 1"}, []int{2, 3},
		},
		"two equal payments and two equal lines": {
			[]Payment{lost("b", "10", "x"), lost("a", "10", "x")}, []Entry{told(1, "10", "x"), told(2, "10", "x")},
			map[string]string{"a": "moved_group settled 1", "b": "moved_group settled 2"}, nil,
		},
		"two equal payments and one line": {
			[]Payment{lost("a", "10", "x"), lost("b", "10", "x")}, []Entry{told(1, "10", "x")},
			map[string]string{"a": "ambiguous settled 1", "b": "ambiguous settled 1"}, nil,
		},
		"one payment and two lines": {
			[]Payment{lost("a", "10", "x")}, []Entry{told(1, "10", "x"), told(2, "10", "x")},
			map[string]string{"a": "ambiguous settled 1 2"}, nil,
		},
		"two equal payments and two lines that say different things": {
			[]Payment{lost("a", "10", "x"), lost("b", "10", "x")},
			[]Entry{told(1, "10", "x"), with(told(2, "10", "x"), func(e *Entry) { e.Kind, e.Status = Return, canonical.PaymentReturned })},
			map[string]string{"a": "ambiguous  1 2", "b": "ambiguous  1 2"}, nil,
		},
		"nothing is told": {
			[]Payment{lost("a", "10", "x")}, nil,
			map[string]string{"a": "absent failed"}, nil,
		},
		"only the customer is missing": {
			[]Payment{lost("a", "10", "x")}, []Entry{with(told(1, "10", "x"), func(e *Entry) { e.Customer = "" })},
			map[string]string{"a": "weak settled 1"}, nil,
		},
		"two parts are missing": {
			[]Payment{lost("a", "10", "x")}, []Entry{with(told(1, "10", "x"), func(e *Entry) { e.Customer, e.Bank = "", "" })},
			map[string]string{"a": "absent failed"}, []int{1},
		},
		"another account of the customer": {
			[]Payment{lost("a", "10", "x")}, []Entry{with(told(1, "10", "x"), func(e *Entry) { e.Bank = "other" })},
			map[string]string{"a": "absent failed"}, []int{1},
		},
		"the account by its end": {
			[]Payment{with(lost("a", "10", "x"), func(p *Payment) { p.Last4 = []string{"6789"} })},
			[]Entry{with(told(1, "10", "x"), func(e *Entry) { e.Bank, e.Last4 = "", "6789" })},
			map[string]string{"a": "moved settled 1"}, nil,
		},
		"a date outside its window": {
			[]Payment{lost("a", "10", "x")}, []Entry{with(told(1, "10", "x"), func(e *Entry) { e.OccurredOn = "2026-12-20" })},
			map[string]string{"a": "weak settled 1"}, nil,
		},
		"a date before it was sent": {
			[]Payment{lost("a", "10", "x")}, []Entry{with(told(1, "10", "x"), func(e *Entry) { e.OccurredOn = "2026-11-07" })},
			map[string]string{"a": "absent failed"}, []int{1},
		},
		"a return after two months": {
			[]Payment{lost("a", "10", "x")},
			[]Entry{with(told(1, "10", "x"), func(e *Entry) { e.Kind, e.Status, e.OccurredOn = Return, canonical.PaymentReturned, "2027-01-11" })},
			map[string]string{"a": "moved returned 1"}, nil,
		},
		"a known payment competes for the line": {
			[]Payment{lost("a", "10", "x"), with(lost("b", "10", "x"), func(p *Payment) { p.Status = canonical.PaymentSubmitted })}, []Entry{told(1, "10", "x")},
			map[string]string{"a": "ambiguous settled 1", "b": "ambiguous settled 1"}, nil,
		},
		"a known payment that is not told is not absent": {
			[]Payment{with(lost("a", "10", "x"), func(p *Payment) { p.Status = canonical.PaymentSubmitted })}, nil,
			map[string]string{}, nil,
		},
		"what is known already is not proposed": {
			[]Payment{with(lost("a", "10", "x"), func(p *Payment) { p.Status = canonical.PaymentSettled })}, []Entry{told(1, "10", "x")},
			map[string]string{}, nil,
		},
		"two customers of one amount": {
			[]Payment{lost("a", "10", "x"), lost("b", "10", "y")}, []Entry{told(1, "10", "y"), told(2, "10", "x")},
			map[string]string{"a": "moved settled 2", "b": "moved settled 1"}, nil,
		},
		"a strong line leaves a weak one to the other payment": {
			[]Payment{lost("a", "10", "x"), lost("b", "10", "y")},
			[]Entry{told(1, "10", "x"), with(told(2, "10", "y"), func(e *Entry) { e.Bank = "" })},
			map[string]string{"a": "moved settled 1", "b": "weak settled 2"}, nil,
		},
	} {
		got, left := decided(t, c.payments, c.entries, covered, whole)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if diff := cmp.Diff(c.left, left); diff != "" {
			t.Errorf("%s: left (-want +got):\n%s", name, diff)
		}
	}
}

// A file's silence proves nothing unless it was declared complete, is whole, and goes
// on long enough.
func TestSilenceProvesNothingByItself(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		coverage Coverage
		summary  Summary
		absent   bool
	}{
		"complete":                      {covered, whole, true},
		"ends too early":                {Coverage{From: "2026-11-09", To: "2026-11-11", Complete: true}, whole, false}, // Veterans Day is no banking day
		"begins too late":               {Coverage{From: "2026-11-10", To: "2026-11-30", Complete: true}, whole, false},
		"not declared complete":         {Coverage{From: "2026-11-09", To: "2026-11-30"}, whole, false},
		"no days":                       {Coverage{Complete: true}, whole, false},
		"partial":                       {covered, Summary{Partial: true}, false},
		"with a line that is not read":  {covered, Summary{Invalid: 1}, false},
		"with totals that do not agree": {covered, Summary{Controls: ControlsMismatch}, false},
	} {
		got, _ := decided(t, []Payment{lost("a", "10", "x")}, nil, c.coverage, c.summary)
		if (got["a"] == "absent failed") != c.absent {
			t.Errorf("%s: %v", name, got)
		}
	}
	g := NewGroups([]Payment{lost("a", "10", "x")}, ranks)
	if p, _ := g.Proposals(Coverage{From: "2026-11-09", To: "2026-11-09", Complete: true}, whole, 0); len(p) != 1 {
		t.Error("with no banking days to wait the day itself is enough")
	}
}

func TestAPaymentThatAKeyHasFoundIsNoRival(t *testing.T) {
	t.Parallel()
	g := NewGroups([]Payment{lost("a", "10", "x"), lost("b", "10", "x")}, ranks)
	g.Found("b")
	g.Found("of another connection")
	g.Add(told(1, "10", "x"))
	p, left := g.Proposals(covered, whole, absentAfter)
	if len(p) != 1 || p[0].PaymentID != "a" || p[0].Kind != ProposalMoved || len(left) != 0 {
		t.Errorf("%+v, left %v", p, left)
	}
}

// A crowd of equal lines costs no memory, and nobody is told that it did not move.
func TestACrowdOfLinesIsAmbiguous(t *testing.T) {
	t.Parallel()
	g := NewGroups([]Payment{lost("a", "10", "x")}, ranks)
	for i := range 100_000 {
		if !g.Add(told(i, "10", "x")) {
			t.Fatal("a line was left")
		}
	}
	p, _ := g.Proposals(covered, whole, absentAfter)
	if len(p) != 1 || p[0].Kind != ProposalAmbiguous || len(p[0].Entries) != maxRivals {
		t.Errorf("%d proposals, %+v", len(p), p[0].Kind)
	}
	if n := len(g.buckets[keyOf(usd("10"))].entries); n > entriesEach+entriesMore {
		t.Errorf("%d lines are kept", n)
	}
}

// The shape of the drill: 200 lost payments, of which 171 moved one to one, 12 in
// groups, 5 have another number of lines, 12 did not move.
func TestTheDrill(t *testing.T) {
	t.Parallel()
	var payments []Payment
	var entries []Entry
	add := func(n int, amount, customer func(int) string, lines int) {
		for i := range n {
			payments = append(payments, lost(fmt.Sprint("pay_", len(payments)), amount(i), customer(i)))
		}
		for i := range lines {
			entries = append(entries, told(len(entries)+1, amount(i%n), customer(i%n)))
		}
	}
	own := func(prefix string) func(int) string { return func(i int) string { return fmt.Sprint(prefix, i) } }
	same := func(text string) func(int) string { return func(int) string { return text } }
	add(171, func(i int) string { return fmt.Sprint(10 + i%20) }, own("one"), 171)
	for i := range 4 {
		add(3, same("50"), same(fmt.Sprint("group", i)), 3)
	}
	add(5, same("60"), same("more"), 3)
	add(12, same("70"), own("none"), 0)
	for i := range 1000 { // and what others did
		entries = append(entries, told(10_000+i, fmt.Sprint(10+i%60), fmt.Sprint("other", i)))
	}
	g := NewGroups(payments, ranks)
	for _, e := range entries {
		g.Add(e)
	}
	proposals, _ := g.Proposals(covered, whole, absentAfter)
	count := map[ProposalKind]int{}
	for _, p := range proposals {
		count[p.Kind]++
	}
	want := map[ProposalKind]int{ProposalMoved: 171, ProposalMovedGroup: 12, ProposalAmbiguous: 5, ProposalAbsent: 12}
	if diff := cmp.Diff(want, count); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
