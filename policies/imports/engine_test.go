package imports

import (
	"errors"
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
	made, err := b.engine.Apply(t.Context(), dry.ID, nil, "bob")
	b.must(err)
	if real := b.done(made.ID); real.State != journal.ImportApplied || SummaryOf(real).Counts.Applied != 2 || real.DryRun || real.Author != "ada" || real.AppliedBy != "bob" {
		t.Errorf("applied import is %s with %+v, of %s, by %s", real.State, SummaryOf(real).Counts, real.Author, real.AppliedBy)
	}
	steps, err := b.journal.PaymentHistory(t.Context(), id)
	b.must(err)
	for _, step := range steps {
		if step.Source == "import" && step.By != "bob" || step.Source != "import" && step.By != "" {
			t.Errorf("in its history %+v", step)
		}
	}
	if len(steps) < 3 {
		t.Errorf("its history has %d steps", len(steps))
	}
	if got := b.status(id); got != journal.Returned {
		t.Errorf("it is %s", got)
	}
	if _, err := b.engine.Apply(t.Context(), dry.ID, nil, "bob"); err != ErrNotApplicable { //nolint:errorlint // it is the very one
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
	if dry.AppliedBy != "" || real.AppliedBy != "ada" || b.take(Request{}, line, line).AppliedBy != "ada" {
		t.Errorf("applied by %q, then by %q", dry.AppliedBy, real.AppliedBy)
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

// TestALineOfTheOtherDirectionMovesNothing: it names the payment, and cannot be of it.
func TestALineOfTheOtherDirectionMovesNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	id := b.pay(1, payment{ref: "v1", amount: "10"})
	i := b.take(Request{}, "v1,10,OUT,DONE,,,,2026-03-02,")
	if got := b.results(i.ID); !slices.Equal(got, []string{journal.EntryException}) || b.status(id) != journal.Submitted {
		t.Errorf("results are %v, payment is %s", got, b.status(id))
	}
	raised, _, err := b.journal.ListExceptions(t.Context(), journal.ExceptionFilter{}, journal.Page{})
	b.must(err)
	if len(raised) != 1 || raised[0].Kind != journal.Contradiction || raised[0].ImportID != i.ID || raised[0].EntryNo != 1 ||
		raised[0].Detail != "The file says credit of a payment of the other direction." {
		t.Errorf("raised are %+v", raised)
	}
	history, err := b.journal.PaymentHistory(t.Context(), id)
	b.must(err)
	if last := history[len(history)-1]; last.Status != journal.Submitted || last.Source != "import" {
		t.Errorf("the history ends with %+v", last)
	}
}

// TestASettlementFromBeforeTheReturnIsLate and no contradiction; one from after it is.
func TestASettlementFromBeforeTheReturnIsLate(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	id := b.pay(1, payment{ref: "v1", amount: "10"})
	b.take(Request{}, "v1,10,IN,BACK,R01,,,2026-03-04,")
	late := b.take(Request{}, "v1,10,IN,DONE,,,,2026-03-03,")
	if got := b.results(late.ID); !slices.Equal(got, []string{journal.EntryConfirmed}) || len(b.told) != 0 {
		t.Errorf("results are %v, told are %v", got, b.told)
	}
	after := b.take(Request{}, "v1,10,IN,DONE,,,,2026-03-05,")
	if got := b.results(after.ID); !slices.Equal(got, []string{journal.EntryException}) || !slices.Equal(b.told, []string{journal.Contradiction}) {
		t.Errorf("results are %v, told are %v", got, b.told)
	}
	if got := b.status(id); got != journal.Returned {
		t.Errorf("payment is %s", got)
	}
}

func TestWhoSeesOneTenantTakesNothingFromAnother(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	acme := b.pay(1, payment{ref: "v1", amount: "10"})
	globex := b.pay(2, payment{ref: "v2", amount: "10", tenant: "globex"})
	const first, second = "v1,10,IN,DONE,,,,2026-03-02,", "v2,10,IN,DONE,,,,2026-03-02,"
	narrow := Request{Tenants: []string{"globex"}}
	some := b.take(narrow, first, second)
	if got := b.results(some.ID); !slices.Equal(got, []string{journal.EntryNotOurs, journal.EntryApplied}) {
		t.Errorf("results of who sees one tenant are %v", got)
	}
	all := b.take(Request{}, first, second)
	if got := b.results(all.ID); !slices.Equal(got, []string{journal.EntryApplied, journal.EntryDuplicate}) || all.ID == some.ID {
		t.Errorf("results of who sees all are %v", got)
	}
	if again := b.take(narrow, first, second); again.ID != some.ID {
		t.Error("the same file of the same person is another import")
	}
	for _, id := range []string{acme, globex} {
		if got := b.status(id); got != journal.Settled {
			t.Errorf("%s is %s", id, got)
		}
	}
}

func TestAnImportIsOfThoseWhoSeeItsTenants(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.pay(1, payment{ref: "v1", amount: "10"})
	i := b.take(Request{DryRun: true, Tenants: []string{"globex", "acme"}}, "v1,10,IN,DONE,,,,2026-03-02,")
	for _, seen := range []struct {
		tenants []string
		want    error
	}{
		{nil, nil}, {[]string{"acme", "globex", "third"}, nil}, {[]string{"acme"}, journal.ErrNotFound}, {[]string{}, journal.ErrNotFound},
	} {
		_, err := b.journal.GetImport(t.Context(), i.ID, seen.tenants)
		list, _, failed := b.journal.ListImports(t.Context(), "", seen.tenants, journal.Page{})
		if !errors.Is(err, seen.want) || failed != nil || len(list) == 1 != (seen.want == nil) {
			t.Errorf("with %v: %v, and %d in the list (%v)", seen.tenants, err, len(list), failed)
		}
	}
	if _, err := b.engine.Apply(t.Context(), i.ID, []string{"acme"}, "bob"); !errors.Is(err, journal.ErrNotFound) {
		t.Errorf("applied by who sees less: %v", err)
	}
	if _, err := b.engine.Withdraw(t.Context(), i.ID, []string{"acme"}, "bob", "the wrong file"); !errors.Is(err, journal.ErrNotFound) {
		t.Errorf("withdrawn by who sees less: %v", err)
	}
}
