package reconcile

import (
	"math/bits"
	"slices"

	"canongate/policies/bankday"
)

// The days after sending within which news of a payment is to be expected. A return
// may come after the 60 days of an unauthorized debit.
const (
	newsDays   = 10
	returnDays = 70
	lastDays   = 180
)

// wanted is a payment that entries are looked for.
type wanted struct {
	*Payment
	first, news, returns, last string // days
	found                      bool   // by a strong key
}

func newWanted(p *Payment) *wanted {
	w := &wanted{Payment: p}
	if sent, err := bankday.Parse(p.SentOn); err == nil {
		w.first = written(sent.AddDate(0, 0, -1)) // the vendor's day may have begun later than New York's
		w.news, w.returns, w.last = written(sent.AddDate(0, 0, newsDays)), written(sent.AddDate(0, 0, returnDays)), written(sent.AddDate(0, 0, lastDays))
	}
	return w
}

// parts are a set of parts of the composite key K5. An account is told by the vendor's
// id or by the end of its number.
type parts uint8

// names of the parts, in their order.
var partNames = []string{"amount", "direction", "customer", "bank", "last4", "date"}

const (
	partAmount parts = 1 << iota
	partDirection
	partCustomer
	partBank
	partLast4
	partDate
)

func (p parts) names() []string {
	var names []string
	for i, name := range partNames {
		if p&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return names
}

// likeness is how near an entry is to a payment. Equal are the parts that both have;
// different those that one lacks, or a date outside its window.
type likeness struct{ equal, different parts }

func (l likeness) full() bool { return l.different == 0 }
func (l likeness) weak() bool { return bits.OnesCount8(uint8(l.different)) == 1 }
func (l likeness) near() bool { return l.full() || l.weak() }

func (l likeness) score() int { return 100 - 20*bits.OnesCount8(uint8(l.different)) }

// like compares an entry of an equal amount; not is that it speaks of another
// payment.
func (w *wanted) like(e *Entry) (l likeness, not bool) {
	if e.Kind == Change || e.Kind == Dishonored || e.Kind == Prenote {
		return l, true
	}
	l.equal = partAmount
	switch {
	case e.Direction == "" || w.Direction == "":
		l.different |= partDirection
	case e.Direction != w.Direction:
		return l, true
	default:
		l.equal |= partDirection
	}
	account, told, known := partBank, e.Bank, w.Bank
	if told == "" || len(known) == 0 {
		account, told, known = partLast4, e.Last4, w.Last4
	}
	return l, l.part(partCustomer, e.Customer, w.Customer) || l.part(account, told, known) || l.date(e, w)
}

// part compares what an entry tells with what a payment has.
func (l *likeness) part(part parts, told string, known []string) (not bool) {
	switch {
	case told == "" || len(known) == 0:
		l.different |= part
	case !slices.Contains(known, told):
		return true
	default:
		l.equal |= part
	}
	return false
}

func (l *likeness) date(e *Entry, w *wanted) (not bool) {
	until := w.news
	if e.Kind == Return {
		until = w.returns
	}
	switch {
	case e.OccurredOn == "" || w.first == "" || e.OccurredOn > until && e.OccurredOn <= w.last:
		l.different |= partDate
	case e.OccurredOn < w.first || e.OccurredOn > w.last:
		return true
	default:
		l.equal |= partDate
	}
	return false
}
