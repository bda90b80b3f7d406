package imports

import (
	"slices"
	"strings"
	"testing"
	"time"

	"canongate/policies/journal"
)

// TestSilenceProvesOnlySoMuch hands in files that do not have a payment of Monday,
// the 2nd of March.
func TestSilenceProvesOnlySoMuch(t *testing.T) {
	t.Parallel()
	const whole, invalid = "v9,99,IN,DONE,,,,2026-03-02,\n", "v9,99,SIDEWAYS,DONE,,,,2026-03-02,\n"
	week := Coverage{From: "2026-03-01", To: "2026-03-31", Complete: true}
	for name, c := range map[string]struct {
		coverage Coverage
		days     int // after which the file is handed in
		file     string
		absent   int
	}{
		"two banking days and one that is not over": {week, 3, header + whole, 1},
		"the second day is not over":                {week, 2, header + whole, 0},
		"not declared complete":                     {Coverage{From: week.From, To: week.To}, 9, header + whole, 0},
		"a line could not be read":                  {week, 9, header + whole + invalid, 0},
		"begins after it":                           {Coverage{From: "2026-03-03", To: week.To, Complete: true}, 9, header + whole, 0},
		"ends too early":                            {Coverage{From: week.From, To: "2026-03-03", Complete: true}, 9, header + whole, 0},
		"ends with the second day":                  {Coverage{From: week.From, To: "2026-03-04", Complete: true}, 9, header + whole, 1},
		"in instants, from after it":                {Coverage{From: "2026-03-02T15:00:01Z", To: "2026-03-20T00:00:00Z", Complete: true}, 9, header + whole, 0},
		"a file of returns":                         {week, 9, bankFile(ourCompany, "PPD", line{code: "R01", trace: "091000010000009", cents: 700}), 0},
		"a line that may be it":                     {week, 9, header + "v9,30,IN,DONE,,c,,2026-03-02,\n", 0},
		"a line of another customer":                {week, 9, header + "v9,30,IN,DONE,,d,b,2026-03-02,\n", 1},
	} {
		b := newBench(t)
		b.pay(1, payment{amount: "30", customer: "c", bank: "b", status: journal.Unknown})
		b.now = b.now.AddDate(0, 0, c.days)
		i, _, err := b.engine.Take(t.Context(), Request{Connection: bank, Author: "ada", Coverage: c.coverage}, strings.NewReader(c.file))
		b.must(err)
		if got := SummaryOf(b.done(i.ID)).Proposals["absent"]; got != c.absent {
			t.Errorf("%s: %d proposals, want %d", name, got, c.absent)
		}
	}
}

// TestAPaymentOfTheSameDay is not absent from a file that was made before it.
func TestAPaymentOfTheSameDay(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.absentAfter = 0
	b.pay(1, payment{amount: "30", customer: "c", bank: "b", status: journal.Unknown})
	b.now = b.now.Add(time.Hour)
	made := b.now.Format(time.RFC3339)
	b.now = b.now.Add(time.Minute)
	b.pay(2, payment{amount: "30", customer: "d", bank: "b", status: journal.Unknown})
	b.now = b.now.Add(time.Minute)
	i := b.take(Request{Coverage: Coverage{From: "2026-03-02T14:00:00Z", To: made, Complete: true}}, "v9,99,IN,DONE,,,,2026-03-02,")
	found, _, err := b.journal.ListProposals(t.Context(), journal.ProposalFilter{ImportID: i.ID}, journal.Page{})
	b.must(err)
	if len(found) != 1 || found[0].PaymentID != "pay_0001" {
		t.Errorf("proposals are %+v", found)
	}
}

// TestADryRunTakesALaterCoverage, which somebody forgot when the file was handed in.
func TestADryRunTakesALaterCoverage(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.absentAfter = 0
	b.pay(1, payment{amount: "30", customer: "c", bank: "b", status: journal.Unknown})
	b.now = b.now.Add(time.Minute)
	covered := Coverage{From: "2026-03-02", To: "2026-03-02", Complete: true}
	const line = "v9,99,IN,DONE,,,,2026-03-02,"
	for _, run := range []struct {
		name    string
		request Request
		state   journal.ImportState
		absent  int
	}{
		{"without", Request{DryRun: true}, journal.ImportDry, 0},
		{"with", Request{DryRun: true, Coverage: covered}, journal.ImportDry, 1},
		{"for real, as before", Request{}, journal.ImportApplied, 1},
	} {
		i := b.take(run.request, line)
		if got := SummaryOf(i).Proposals["absent"]; i.State != run.state || got != run.absent || i.DryRun != run.request.DryRun {
			t.Errorf("%s: %s with %d proposals, want %s with %d", run.name, i.State, got, run.state, run.absent)
		}
	}
}

// TestALineEndsTheSilenceOfAnEarlierFile, so that nobody calls failed what a later file
// has: the vendor was only slow.
func TestALineEndsTheSilenceOfAnEarlierFile(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.absentAfter = 0
	id := b.pay(1, payment{amount: "30", customer: "c", bank: "b", status: journal.Unknown})
	covered := Coverage{From: "2026-03-02", To: "2026-03-02", Complete: true}
	b.now = b.now.Add(time.Minute)
	open := func() (kinds []string) {
		found, _, err := b.journal.ListProposals(t.Context(), journal.ProposalFilter{State: "open"}, journal.Page{})
		b.must(err)
		for _, p := range found {
			kinds = append(kinds, p.Kind+" "+p.PaymentID)
		}
		return kinds
	}
	b.take(Request{Coverage: covered}, "v9,99,IN,DONE,,,,2026-03-02,")
	if got := open(); !slices.Equal(got, []string{"absent " + id}) {
		t.Fatalf("after a file without it: %v", got)
	}
	const late = "v8,30,IN,DONE,,c,b,2026-03-02,"
	b.take(Request{Coverage: covered, DryRun: true}, late)
	if got := open(); len(got) != 1 {
		t.Errorf("a dry run changed something: %v", got)
	}
	b.take(Request{Coverage: covered}, late)
	if got := open(); !slices.Equal(got, []string{"moved " + id}) {
		t.Errorf("after a file with it: %v", got)
	}
}
