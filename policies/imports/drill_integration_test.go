//go:build integration

package imports

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"canongate/policies/journal"
)

const (
	drills        = 100
	drillPayments = 200
)

// drill is an outage at random and what a complete history makes of it.
type drill struct {
	*bench
	dice  *rand.Rand
	truth map[string]journal.PaymentStatus // of payments whose answer was lost
	lines []string
	found map[string]int // payments by the kind of their proposals
}

// TestDrills clears outages at random from the vendor's history. A payment that is
// given a wrong status fails it; one that is left for people does not.
func TestDrills(t *testing.T) {
	t.Parallel()
	total, lost, wrong := map[string]int{}, 0, 0
	began := time.Now()
	for n := range drills {
		seed := rand.Uint64()
		d := &drill{bench: newBench(t), dice: rand.New(rand.NewPCG(seed, uint64(n))), truth: map[string]journal.PaymentStatus{}, found: map[string]int{}}
		d.outage()
		d.clear()
		mistakes := d.mistakes()
		if mistakes > 0 {
			t.Errorf("seed %d: %d payments are wrong", seed, mistakes)
		}
		wrong, lost = wrong+mistakes, lost+len(d.truth)
		for kind, count := range d.found {
			total[kind] += count
		}
		d.stop()
		d.must(d.journal.Close())
	}
	t.Logf("%d outages, %d payments of %d without an answer: moved %d, moved_group %d, absent %d, left for people %d; %d wrong; %.1f s for each",
		drills, lost, drills*drillPayments, total["moved"], total["moved_group"], total["absent"],
		lost-total["moved"]-total["moved_group"]-total["absent"], wrong, time.Since(began).Seconds()/drills)
}

var drillStatuses = []journal.PaymentStatus{journal.Submitted, journal.Settled, journal.Returned}

var drillWords = map[journal.PaymentStatus]string{journal.Submitted: "SENT", journal.Settled: "DONE", journal.Returned: "BACK", journal.Failed: "NO"}

// outage makes payments of few customers and amounts, so that many are alike, and
// loses the answers of some. What the vendor executed is in its history.
func (d *drill) outage() {
	losing := 0.1 + 0.8*d.dice.Float64()
	for n := range drillPayments {
		if n%50 == 49 {
			d.now = d.now.Add(8 * time.Hour)
		}
		p := payment{
			amount: fmt.Sprintf("%d.00", 10*(1+d.dice.IntN(30))), customer: fmt.Sprint("c", d.dice.IntN(25)), bank: fmt.Sprint("b", d.dice.IntN(2)),
			status: journal.Submitted,
		}
		reference, executed := fmt.Sprint("v", n), true
		if d.dice.Float64() < losing {
			p.status, executed = journal.Unknown, d.dice.Float64() < 0.8
		} else {
			p.ref = reference
		}
		id := d.pay(n, p)
		status := drillStatuses[min(d.dice.IntN(10)/4, 2)]
		if !executed && d.dice.IntN(4) == 0 {
			status, executed = journal.Failed, true // the vendor lists what it refused
		}
		if executed {
			d.lines = append(d.lines, strings.Join([]string{
				reference, p.amount, "IN", drillWords[status], code01(status), p.customer, p.bank, d.now.Format(time.DateOnly), "",
			}, ","))
		}
		if p.status == journal.Unknown {
			d.truth[id] = journal.Failed
			if executed {
				d.truth[id] = status
			}
		}
	}
	for n := range 50 { // of other customers
		d.lines = append(d.lines, fmt.Sprintf("x%d,10.00,IN,DONE,,other,b1,%s,", n, d.now.Format(time.DateOnly)))
	}
	d.dice.Shuffle(len(d.lines), func(i, j int) { d.lines[i], d.lines[j] = d.lines[j], d.lines[i] })
}

func code01(status journal.PaymentStatus) string {
	if status == journal.Returned {
		return "R01"
	}
	return ""
}

// clear hands the history in, accepts what is proposed as sure, and has a second person
// agree to what did not move.
func (d *drill) clear() {
	d.now = d.now.AddDate(0, 0, 5)
	i := d.take(Request{Coverage: Coverage{From: "2026-03-01", To: d.now.Format(time.DateOnly), Complete: true}}, d.lines...)
	if i.State != journal.ImportApplied {
		d.Fatalf("import is %s: %s", i.State, i.Summary)
	}
	for _, kind := range []string{"moved", "moved_group", "absent"} {
		var items []journal.ResolutionItem
		for page := (journal.Page{Limit: 200}); ; {
			found, next, err := d.journal.ListProposals(d.Context(), journal.ProposalFilter{Kind: kind, State: "open"}, page)
			d.must(err)
			for _, p := range found {
				items = append(items, journal.ResolutionItem{PaymentID: p.PaymentID, ProposalID: p.ID, Was: journal.Unknown, Status: p.Suggests})
			}
			if page.Cursor = next; next == "" {
				break
			}
		}
		made, err := d.journal.AddResolution(d.Context(), journal.Resolution{Kind: journal.KindResolve, Author: "ada", Reason: "drill"}, items, false)
		d.must(err)
		_, err = d.journal.DecideResolution(d.Context(), made.ID, "bob", "", true)
		d.must(err)
		_, err = d.journal.ApplyResolution(d.Context(), made.ID)
		d.must(err)
		d.found[kind] = len(items)
	}
}

// mistakes counts payments that have a status and not the true one.
func (d *drill) mistakes() int {
	wrong := 0
	for id, want := range d.truth {
		if got := d.status(id); got != journal.Unknown && got != want {
			wrong++
			d.Logf("%s is %s, and was %s", id, got, want)
		}
	}
	return wrong
}
