package reconcile

import (
	"slices"
	"time"

	"canongate/canonical"
	"canongate/policies/bankday"
)

// ReturnWindow is until when a settled payment may come back: the days are the last
// on which a return may reach the originator's bank. A return with the originator's
// consent (R06, R31) has no window.
type ReturnWindow struct {
	OrdinaryUntil string // as 2006-01-02
	// UnauthorizedUntil is empty where the account holder has no longer time to say
	// that nobody had allowed it: credits, and debits of companies.
	UnauthorizedUntil string
}

// Days of the windows.
const (
	ordinaryBankingDays = 2
	unauthorizedDays    = 60
	correctBankingDays  = 6
)

// corporate are the classes of entries to companies.
var corporate = []string{"CCD", "CTX"}

// ReturnWindowOf counts from the day of settlement. A class that is not known has
// the longer window. The error is one of settledOn.
func ReturnWindowOf(settledOn, secCode, direction string) (ReturnWindow, error) {
	settled, err := bankday.Parse(settledOn)
	if err != nil {
		return ReturnWindow{}, err
	}
	w := ReturnWindow{OrdinaryUntil: written(bankday.Add(settled, ordinaryBankingDays))}
	if direction == canonical.DirectionDebit && !slices.Contains(corporate, secCode) {
		w.UnauthorizedUntil = written(bankday.AfterDays(settled, unauthorizedDays))
	}
	return w, nil
}

// Final says whether no return is to be expected any more: the day is past the window.
func (w ReturnWindow) Final(now time.Time) bool {
	return w.OrdinaryUntil != "" && written(bankday.Of(now)) > max(w.OrdinaryUntil, w.UnauthorizedUntil)
}

// CorrectUntil is the day by which the change that a bank has told is to be made,
// unless a payment goes out before.
func CorrectUntil(received time.Time) string {
	return written(bankday.Add(bankday.Of(received), correctBankingDays))
}

// Overdue says whether a day by which something was to be done, as CorrectUntil gives
// it, is over.
func Overdue(until string, now time.Time) bool { return written(bankday.Of(now)) > until }

func written(day time.Time) string { return day.Format(time.DateOnly) }

// Odd says whether a return came too late for its code, or has a code that does not
// fit the payment. The money came back all the same; the bank can be asked to refuse
// the return.
func Odd(e Entry, p Payment) bool {
	code, known := LookupCode(e.Code)
	return known && (!code.fits(p) || code.late(e, p))
}

func (c Code) fits(p Payment) bool {
	business := slices.Contains(corporate, p.SECCode)
	switch c.only {
	case onDebits:
		return p.Direction == canonical.DirectionDebit
	case onCredits:
		return p.Direction == canonical.DirectionCredit
	case onCorporate:
		return business || p.SECCode == ""
	case onConsumer:
		return !business && p.Direction == canonical.DirectionDebit
	case onIAT:
		return p.SECCode == "IAT" || p.SECCode == ""
	}
	return true
}

func (c Code) late(e Entry, p Payment) bool {
	settledOn := p.SettledOn
	if settledOn == "" {
		settledOn = p.ExpectedSettlementOn
	}
	settled, err := bankday.Parse(settledOn)
	if err != nil || e.OccurredOn == "" {
		return false // nobody knows
	}
	switch c.Window {
	case WindowOrdinary, WindowNextFile:
		return e.OccurredOn > written(bankday.Add(settled, ordinaryBankingDays))
	case WindowExtended:
		return e.OccurredOn > written(bankday.AfterDays(settled, unauthorizedDays))
	}
	return false
}

// Representable is whether and how often a returned payment may be sent again.
type Representable struct {
	Allowed      bool
	AttemptsLeft int
	Until        string // as 2006-01-02, the last day
}

// Nacha's limits of sending again.
const (
	maxRepresentments = 2
	representDays     = 180
)

// RepresentableOf looks at a returned payment: code is what it was returned for,
// sentOn the day of the original, attempts how often it was sent again.
func RepresentableOf(code, sentOn string, attempts int, now time.Time) Representable {
	c, known := LookupCode(code)
	sent, err := bankday.Parse(sentOn)
	if !known || c.Advice != AdviceRepresent || err != nil {
		return Representable{}
	}
	r := Representable{AttemptsLeft: max(0, maxRepresentments-attempts), Until: written(sent.AddDate(0, 0, representDays))}
	r.Allowed = r.AttemptsLeft > 0 && written(bankday.Of(now)) <= r.Until
	return r
}
