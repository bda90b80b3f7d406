package reconcile

import (
	"slices"

	"canongate/policies/bankday"
)

// Parts of the composite key K5. An account is told by the vendor's id or by the end
// of its number.
const (
	partDirection = "direction"
	partAmount    = "amount"
	partCustomer  = "customer"
	partBank      = "bank"
	partLast4     = "last4"
	partDate      = "date"
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

// likeness is how near an entry is to a payment. Equal are the parts that both have;
// different those that one lacks, or a date outside its window.
type likeness struct{ equal, different []string }

func (l likeness) full() bool { return len(l.different) == 0 }
func (l likeness) weak() bool { return len(l.different) == 1 }

func (l likeness) score() int { return 100 - 20*len(l.different) }

// like compares; not is that the entry speaks of another payment.
func (w *wanted) like(e *Entry) (l likeness, not bool) {
	if e.Kind == Change || e.Kind == Dishonored || e.Kind == Prenote || !e.Amount.Equal(w.Amount) {
		return l, true
	}
	l.equal = append(make([]string, 0, 5), partAmount)
	not = l.part(partDirection, e.Direction, one(w.Direction)) || l.part(partCustomer, e.Customer, w.Customer)
	if !not && e.Bank != "" && len(w.Bank) > 0 {
		not = l.part(partBank, e.Bank, w.Bank)
	} else {
		not = not || l.part(partLast4, e.Last4, w.Last4)
	}
	return l, not || l.date(e, w)
}

// one is a value that may not be known.
func one(value string) []string {
	if value == "" {
		return nil
	}
	return []string{value}
}

func (l *likeness) part(name, a string, b []string) (not bool) {
	switch {
	case a == "" || len(b) == 0:
		l.different = append(l.different, name)
	case !slices.Contains(b, a):
		return true
	default:
		l.equal = append(l.equal, name)
	}
	return false
}

func (l *likeness) date(e *Entry, w *wanted) (not bool) {
	until := w.news
	if e.Kind == Return {
		until = w.returns
	}
	switch {
	case e.OccurredOn == "" || w.first == "":
		l.different = append(l.different, partDate)
	case e.OccurredOn < w.first || e.OccurredOn > w.last:
		return true
	case e.OccurredOn > until:
		l.different = append(l.different, partDate)
	default:
		l.equal = append(l.equal, partDate)
	}
	return false
}
