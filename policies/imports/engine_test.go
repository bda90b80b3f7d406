package imports

import (
	"slices"
	"testing"

	"canongate/policies/journal"
)

func TestAFileMovesThePaymentsThatItNames(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	settled := b.pay(1, payment{ref: "v1", amount: "10.50"})
	returned := b.pay(2, payment{ref: "v2", amount: "20"})
	lost := b.pay(3, payment{amount: "30", customer: "c", bank: "b", status: journal.Unknown})
	i := b.take(Request{Name: "export.csv"},
		"v1,10.50,IN,DONE,,,,2026-03-02,", "v2,20.00,IN,BACK,R01,,,2026-03-04,", "other,99,IN,DONE,,,,2026-03-02,",
		"v9,30,IN,DONE,,c,b,2026-03-02,091000010000009")
	if i.State != journal.ImportApplied || i.Format != "csv" || i.Mapping != "history" {
		t.Errorf("import is %s, %s, %s", i.State, i.Format, i.Mapping)
	}
	want := Counts{Lines: 5, Entries: 4, Ours: 3, Applied: 2, Proposed: 1, NotOurs: 1}
	if got := SummaryOf(i); got.Counts != want || got.Proposals["moved"] != 1 {
		t.Errorf("counts are %+v, proposals %v, want %+v", got.Counts, got.Proposals, want)
	}
	for id, want := range map[string]journal.PaymentStatus{settled: journal.Settled, returned: journal.Returned, lost: journal.Unknown} {
		if got := b.status(id); got != want {
			t.Errorf("%s is %s, want %s", id, got, want)
		}
	}
}

func TestADryRunMovesNothingUntilItIsApplied(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	id := b.pay(1, payment{ref: "v1", amount: "10"})
	dry := b.take(Request{DryRun: true}, "v1,10,IN,DONE,,,,2026-03-02,", "v1,10,IN,BACK,R01,,,2026-03-04,")
	if dry.State != journal.ImportDry || SummaryOf(dry).Counts.Applied != 2 {
		t.Errorf("dry run is %s with %+v", dry.State, SummaryOf(dry).Counts)
	}
	if got := b.status(id); got != journal.Submitted {
		t.Fatalf("after a dry run it is %s", got)
	}
	made, err := b.engine.Apply(t.Context(), dry.ID)
	b.must(err)
	if real := b.done(made.ID); real.State != journal.ImportApplied || SummaryOf(real).Counts.Applied != 2 || real.DryRun {
		t.Errorf("applied import is %s with %+v", real.State, SummaryOf(real).Counts)
	}
	if got := b.status(id); got != journal.Returned {
		t.Errorf("it is %s", got)
	}
	if _, err := b.engine.Apply(t.Context(), dry.ID); err != ErrNotApplicable { //nolint:errorlint // it is the very one
		t.Errorf("applied twice: %v", err)
	}
}

func TestTheSameFileIsOneImport(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.pay(1, payment{ref: "v1", amount: "10"})
	const line = "v1,10,IN,DONE,,,,2026-03-02,"
	dry := b.take(Request{DryRun: true}, line)
	real := b.take(Request{}, line)
	again := b.take(Request{}, line)
	if dry.ID != real.ID || again.ID != real.ID || real.State != journal.ImportApplied {
		t.Errorf("imports are %s, %s (%s), %s", dry.ID, real.ID, real.State, again.ID)
	}
	if n := len(b.events); n != 2 { // submitted, settled
		t.Errorf("%d events", n)
	}
}

func TestOverlappingFilesTellAThingOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.pay(1, payment{ref: "v1", amount: "10"})
	b.pay(2, payment{ref: "v2", amount: "10"})
	const first, second = "v1,10,IN,BACK,R01,,,2026-03-04,", "v2,10,IN,DONE,,,,2026-03-02,"
	b.take(Request{}, first)
	i := b.take(Request{}, first, second)
	if got := b.results(i.ID); !slices.Equal(got, []string{journal.EntryDuplicate, journal.EntryApplied}) {
		t.Errorf("results are %v", got)
	}
}

func TestEqualLinesAndOnePayment(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.pay(1, payment{ref: "v1", amount: "10"})
	const line = "v1,10,IN,BACK,R01,,,2026-03-04,"
	i := b.take(Request{}, line, line)
	if got := b.results(i.ID); !slices.Equal(got, []string{journal.EntryApplied, journal.EntryException}) || <-b.raised != journal.SecondReturn {
		t.Errorf("results are %v", got)
	}
}

func TestNewsThatCannotBeTrueAreExceptions(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	failed := b.pay(1, payment{ref: "v1", amount: "10", status: journal.Failed})
	other := b.pay(2, payment{ref: "v2", amount: "10"})
	i := b.take(Request{}, "v1,10,IN,DONE,,,,2026-03-02,", "v2,11,IN,DONE,,,,2026-03-02,")
	if got := b.results(i.ID); !slices.Equal(got, []string{journal.EntryException, journal.EntryException}) {
		t.Errorf("results are %v", got)
	}
	if got := []string{<-b.raised, <-b.raised}; !slices.Equal(got, []string{journal.Contradiction, journal.AmountMismatch}) {
		t.Errorf("raised are %v", got)
	}
	if b.status(failed) != journal.Failed || b.status(other) != journal.Submitted {
		t.Error("something moved")
	}
}
