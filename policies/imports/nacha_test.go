package imports

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"canongate/policies/journal"
)

// line is one entry of a bank's file, with its addenda.
type line struct {
	code, trace string
	cents       int64
	corrected   string // of a notification of change
}

// bankFile writes a file of returns, or of notifications of change, of our company.
func bankFile(company, sec string, lines ...line) string {
	var b strings.Builder
	const rdfi = "09100001"
	fmt.Fprintf(&b, "101 091400606 %-10s2603021200A094101%-23s%-23s%8s\n", company, "BANK", "OUR COMPANY", "")
	fmt.Fprintf(&b, "5200%-16s%20s%-10s%s%-10s%6s260302   1%s0000001\n", "OUR COMPANY", "", company, sec, "PAYMENT", "", rdfi)
	var cents, hash int64
	for k, l := range lines {
		cents, hash = cents+l.cents, hash+9100001
		fmt.Fprintf(&b, "626%s9%-17s%010d%-15s%-22s  1%s%07d\n", rdfi, "123456789", l.cents, "", "CANARY NAME", rdfi, k+1)
		kind, data := "99", fmt.Sprintf("%-44s", "")
		if l.corrected != "" {
			kind, data = "98", fmt.Sprintf("%-29s%15s", l.corrected, "")
		}
		fmt.Fprintf(&b, "7%s%s%-15s%6s%s%s%s%07d\n", kind, l.code, l.trace, "", rdfi, data, rdfi, k+1)
	}
	fmt.Fprintf(&b, "8200%06d%010d%012d%012d%-10s%25s%s0000001\n", 2*len(lines), hash, cents, 0, company, "", rdfi)
	fmt.Fprintf(&b, "9000001%06d%08d%010d%012d%012d%39s\n", (2*len(lines)+4+9)/10, 2*len(lines), hash, cents, 0, "")
	return b.String()
}

const ourCompany = "1234567890"

// takeText hands a whole file in and waits until its import is done.
func (b *bench) takeText(text string) journal.Import {
	b.Helper()
	i, _, err := b.engine.Take(b.Context(), Request{Connection: bank, Author: "ada"}, strings.NewReader(text))
	b.must(err)
	return b.done(i.ID)
}

func TestABanksReturns(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	settled := b.pay(1, payment{trace: "091000010000001", amount: "10.50", status: journal.Settled})
	odd := b.pay(2, payment{trace: "091000010000002", amount: "20"})
	unknown := b.pay(3, payment{trace: "091000010000003", amount: "30"})
	i := b.takeText(bankFile(ourCompany, "WEB", line{code: "R10", trace: "091000010000001", cents: 1050}, line{code: "R29", trace: "091000010000002", cents: 2000},
		line{code: "R97", trace: "091000010000003", cents: 3000}, line{code: "R01", trace: "091000010000009", cents: 700}))
	s := SummaryOf(i)
	if i.State != journal.ImportApplied || s.Controls != "ok" || s.Counts.Applied != 2 || s.Counts.Exception != 2 {
		t.Errorf("import is %s: %+v", i.State, s)
	}
	for id, want := range map[string]journal.PaymentStatus{settled: journal.Returned, odd: journal.Returned, unknown: journal.Submitted} {
		if got := b.status(id); got != want {
			t.Errorf("%s is %s, want %s", id, got, want)
		}
	}
	raised := map[string]bool{}
	for len(b.raised) > 0 {
		raised[<-b.raised] = true
	}
	if !raised[journal.UnknownCode] || !raised[journal.Orphan] {
		t.Errorf("raised are %v", raised)
	}
}

// TestNothingIsAppliedFromAPartialFile cuts the file, and spoils a total.
func TestNothingIsAppliedFromAPartialFile(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	id := b.pay(1, payment{trace: "091000010000001", amount: "10.50"})
	whole := bankFile(ourCompany, "PPD", line{code: "R01", trace: "091000010000001", cents: 1050})
	cut := whole[:strings.LastIndex(whole, "\n9")+1]
	for name, text := range map[string]string{"cut": cut, "spoiled": strings.Replace(whole, "000000001050000000000000"+ourCompany, "000000001051000000000000"+ourCompany, 1)} {
		i := b.takeText(text)
		if i.State != journal.ImportPartial || b.status(id) != journal.Submitted {
			t.Errorf("%s: import is %s, payment %s", name, i.State, b.status(id))
		}
		if kind := <-b.raised; kind != journal.PartialFile {
			t.Errorf("%s: raised %s", name, kind)
		}
		if results := b.results(i.ID); len(results) != 1 || results[0] != journal.EntryApplied {
			t.Errorf("%s: entries would be %v", name, results)
		}
		if _, err := b.engine.Apply(t.Context(), i.ID, nil, "bob"); err != ErrNotApplicable { //nolint:errorlint // it is the very one
			t.Errorf("%s: applied all the same: %v", name, err)
		}
	}
	if i := b.takeText(whole); i.State != journal.ImportApplied || b.status(id) != journal.Returned {
		t.Errorf("the whole file is %s, payment %s", i.State, b.status(id))
	}
}

func TestAnotherBanksFile(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	id := b.pay(1, payment{trace: "091000010000001", amount: "10.50"})
	i := b.takeText(bankFile("9999999999", "PPD", line{code: "R01", trace: "091000010000001", cents: 1050}))
	if c := SummaryOf(i).Counts; c.NotOurs != 1 || c.Ours != 0 || b.status(id) != journal.Submitted {
		t.Errorf("counts are %+v, payment %s", c, b.status(id))
	}
}

// TestANotificationOfChange keeps the corrected data until somebody has used it, or
// for 30 days.
func TestANotificationOfChange(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	first := b.pay(1, payment{trace: "091000010000001", amount: "10.50"})
	second := b.pay(2, payment{trace: "091000010000002", amount: "10.50", status: journal.Settled})
	i := b.takeText(bankFile(ourCompany, "COR", line{code: "C01", trace: "091000010000001", corrected: "1918171614"},
		line{code: "C01", trace: "091000010000002", corrected: "5554443332"}))
	if got := SummaryOf(i).Counts; got.Applied != 2 || b.status(first) != journal.Submitted {
		t.Errorf("counts are %+v, payment %s", got, b.status(first))
	}
	open := func() []journal.Correction {
		found, _, err := b.journal.ListCorrections(t.Context(), journal.CorrectionFilter{}, journal.Page{})
		b.must(err)
		return found
	}
	all := open()
	if len(all) != 2 || all[1].Corrected != "1918171614" || all[1].DueOn != "2026-03-10" || all[1].PaymentID != first {
		t.Fatalf("corrections are %+v", all)
	}
	entries, err := b.journal.EntriesAfter(t.Context(), i.ID, 0, 10)
	b.must(err)
	for _, e := range entries {
		if e.Corrected != "" {
			t.Error("the entry keeps the corrected data as well")
		}
	}
	_, err = b.journal.CorrectionApplied(t.Context(), all[1].ID, nil, "ada")
	b.must(err)
	if got := open()[1]; got.Corrected != "" || got.State != "applied" || got.AppliedBy != "ada" {
		t.Errorf("after it was applied: %+v", got)
	}
	steps, err := b.journal.PaymentHistory(t.Context(), second)
	b.must(err)
	if last := steps[len(steps)-1]; len(steps) != 3 || last.Code != "C01" || last.Said != "" { // created, settled, and the notification
		t.Errorf("the timeline is %+v", steps)
	}
	page, _, err := b.journal.ListAllPayments(t.Context(), journal.PaymentFilter{ID: first}, journal.Page{})
	b.must(err)
	if page[0].ChangeCode != "C01" {
		t.Errorf("payment has change code %q", page[0].ChangeCode)
	}
	for range 70 {
		b.now = b.now.Add(12 * time.Hour)
		_, err = b.journal.Purge(t.Context())
		b.must(err)
	}
	if got := open()[0]; got.Corrected != "" || got.State != "expired" {
		t.Errorf("after 35 days: %+v", got)
	}
}

// TestAChangeOfAFailedPaymentProvesThatItWasPosted, and somebody has to look.
func TestAChangeOfAFailedPaymentProvesThatItWasPosted(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	id := b.pay(1, payment{trace: "091000010000001", amount: "10.50", status: journal.Failed})
	b.takeText(bankFile(ourCompany, "COR", line{code: "C01", trace: "091000010000001", corrected: "1918171614"}))
	slices.Sort(b.told)
	if want := []string{"C01 " + id, journal.Contradiction}; !slices.Equal(b.told, want) || b.status(id) != journal.Failed {
		t.Errorf("told %v, want %v; payment is %s", b.told, want, b.status(id))
	}
	if kind := <-b.raised; kind != journal.Contradiction {
		t.Errorf("raised %s", kind)
	}
}

func TestAnImportWithNothingAppliedIsWithdrawn(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.pay(1, payment{amount: "30", customer: "c", bank: "b", status: journal.Unknown})
	const proposed = "v9,30,IN,DONE,,c,b,2026-03-02,"
	i := b.take(Request{}, proposed)
	taken, err := b.engine.Withdraw(t.Context(), i.ID, nil, "bob", "the wrong file")
	b.must(err)
	if left, _, err := b.journal.ListProposals(t.Context(), journal.ProposalFilter{State: "open"}, journal.Page{}); taken.State != journal.ImportWithdrawn || err != nil || len(left) != 0 {
		t.Errorf("import is %s with %d proposals, %v", taken.State, len(left), err)
	}
	if again := b.take(Request{}, proposed); again.ID == i.ID || SummaryOf(again).Counts.Proposed != 1 {
		t.Errorf("handed in again: %+v", SummaryOf(again).Counts)
	}
	b.pay(2, payment{ref: "v1", amount: "10"})
	moved := b.take(Request{}, "v1,10,IN,DONE,,,,2026-03-02,")
	if _, err := b.engine.Withdraw(t.Context(), moved.ID, nil, "bob", "the wrong file"); err != ErrNotWithdrawn { //nolint:errorlint // it is the very one
		t.Errorf("withdrawn after it moved a payment: %v", err)
	}
	if _, err := b.engine.Withdraw(t.Context(), "imp_none", nil, "bob", "the wrong file"); err == nil {
		t.Error("nothing was withdrawn")
	}
}

// TestCorrectionsAndExceptionsAreToldOnce also when another file brings them again.
func TestCorrectionsAndExceptionsAreToldOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	id := b.pay(1, payment{trace: "091000010000001", amount: "10.50"})
	changed := line{code: "C01", trace: "091000010000001", corrected: "1918171614"}
	stranger := line{code: "C01", trace: "091000010000009", corrected: "5554443332"}
	b.takeText(bankFile(ourCompany, "COR", changed, stranger))
	b.takeText(bankFile(ourCompany, "COR", changed, stranger, line{code: "C02", trace: "091000010000001", corrected: "091000019"}))
	slices.Sort(b.told)
	if want := []string{"C01 " + id, "C02 " + id, journal.Orphan}; !slices.Equal(b.told, want) {
		t.Errorf("told %v, want %v", b.told, want)
	}
}
