package poll

import (
	"time"

	"canongate/canonical"
	"canongate/policies/bankday"
	"canongate/policies/journal"
)

// Schedule says how often the vendor is asked about a payment.
type Schedule struct {
	First time.Duration   // after the payment was made
	Every []time.Duration // after each answer; the last goes on
	Until time.Duration   // after the payment was made: then nobody asks any more
}

// soon is when the vendor is asked about a payment whose outcome is unknown.
var soon = []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute}

// FirstOf is how soon the vendor is asked about a payment that got the status.
func (s Schedule) FirstOf(status journal.PaymentStatus) time.Duration {
	if status == journal.Unknown {
		return soon[0]
	}
	return s.First
}

// wait is how long nobody asks after so many answers about a payment in the status.
func (s Schedule) wait(status journal.PaymentStatus, answers int) time.Duration {
	if status == journal.Unknown {
		if answers < len(soon) {
			return soon[answers]
		}
		answers -= len(soon) - 1
	}
	return s.Every[min(max(answers-1, 0), len(s.Every)-1)]
}

// next is when to ask again, with a jitter of a fifth; zero: never. Nothing is to be
// asked of what has ended, or once it is too late for a return. jitter is below 1.
func (s Schedule) next(p journal.Payment, status journal.PaymentStatus, answers int, now time.Time, jitter float64) time.Time {
	if over(status) {
		return time.Time{}
	}
	wait := s.wait(status, answers)
	next := now.Add(wait - wait/5 + time.Duration(jitter*float64(2*wait/5)))
	if next.After(p.CreatedAt.Add(s.Until)) {
		return time.Time{}
	}
	return next
}

// over says that a payment has ended, so that no news of it is awaited.
func over(s journal.PaymentStatus) bool {
	return s == journal.Returned || s == journal.Failed || s == journal.Canceled
}

// What must have been heard and how much time gone by before it is proposed that a
// payment never moved.
const (
	absentAnswers = 2
	absentDays    = 2 // banking days
)

// absent says whether the answers so far are enough for that.
func absent(p journal.Payment, misses int, now time.Time) bool {
	return p.Status == journal.Unknown && misses >= absentAnswers && bankday.Of(now).After(bankday.Add(bankday.Of(p.CreatedAt), absentDays))
}

// saysNothing are statuses of the vendor that tell nothing new of any payment.
func saysNothing(status string) bool {
	return status == canonical.PaymentUnknown || status == canonical.PaymentCreated || !journal.IsPaymentStatus(journal.PaymentStatus(status))
}
