package sandbox

import (
	"regexp"
	"strings"
	"time"
)

// executed is a payment that moved money, and what becomes of it. A time that is zero
// never comes.
type executed struct {
	payment
	sec      string
	bank     bank
	trace    string // of our entry, 15 digits
	at       time.Time
	settles  time.Time
	returns  time.Time
	returned string // R and two digits
	changes  time.Time
	change   string // C and two digits
}

// The words of the vendor's history.
const (
	statusPending   = "PENDING"
	statusCompleted = "COMPLETED"
	statusReturned  = "RETURNED"
)

func (e *executed) status(now time.Time) string {
	switch {
	case due(e.returns, now):
		return statusReturned
	case due(e.settles, now):
		return statusCompleted
	}
	return statusPending
}

// due says whether a time has come.
func due(t, now time.Time) bool { return !t.IsZero() && !now.Before(t) }

// lateAfter is when an unauthorized debit comes back at the latest.
const lateAfter = 60 * 24 * time.Hour

// fates are what the whole dollars of an amount decide; the cents name the code, as in
// 1099.10 for R10.
var fates = map[string]struct {
	cents  string // the code's number where the amount has none
	answer string
	decide func(e *executed, number string)
}{
	"1001": {answer: "201; settled at once, whatever the cents", decide: func(e *executed, _ string) { e.settles = e.at }},
	"1099": {cents: "01", answer: "201; returned at once with R01; other cents name other codes, 1099.10 R10", decide: func(e *executed, number string) {
		e.settles, e.returns, e.returned = time.Time{}, e.at, "R"+number
	}},
	"1060": {
		cents: "10", answer: "201; settled at once, and returned with R10 once 60 days are over by the sandbox's clock; other cents name other codes, 1060.05 R05",
		decide: func(e *executed, number string) {
			e.settles, e.returns, e.returned = e.at, e.at.Add(lateAfter), "R"+number
		},
	},
	"1098": {cents: "01", answer: "201; settled at once, and draws the notification of change C01; other cents name other codes, 1098.03 C03", decide: func(e *executed, number string) {
		e.settles, e.changes, e.change = e.at, e.at, "C"+number
	}},
}

// decide says what becomes of the payment. It settles on the second weekday after it
// was executed, unless its amount says otherwise.
func (e *executed) decide() {
	e.settles = weekdaysAfter(e.at, 2)
	whole, cents, _ := strings.Cut(amount(e.Amount).rat().FloatString(2), ".")
	if fate, ok := fates[whole]; ok {
		if cents == "00" {
			cents = fate.cents
		}
		fate.decide(e, cents)
	}
}

// weekdaysAfter leaves weekends out. It knows no holidays.
func weekdaysAfter(t time.Time, n int) time.Time {
	for n > 0 {
		t = t.AddDate(0, 0, 1)
		if day := t.Weekday(); day != time.Saturday && day != time.Sunday {
			n--
		}
	}
	return t
}

var (
	returnCode = regexp.MustCompile(`^R\d\d$`)
	changeCode = regexp.MustCompile(`^C\d\d$`)
)
