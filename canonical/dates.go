package canonical

import (
	"sync"
	"time"
)

// The first year in which somebody alive may be born, and what its dates follow.
const (
	earliestYear      = 1900
	earliestDate Date = "1900"
)

// earliestConsent is the first year in which a consent may have been recorded; an
// older one is a clock's zero (1900, 1970, 1980). Its age is no mistake: it holds
// until it is withdrawn, and law says how long for each purpose.
const earliestConsent = 2000

// clockSkew is how far a caller's clock may be ahead of ours.
const clockSkew = 5 * time.Minute

// latestToday is the day where it begins first (UTC+14).
func latestToday(now time.Time) time.Time { return now.UTC().Add(14 * time.Hour) }

func dateOf(t time.Time) Date { return Date(t.Format(time.DateOnly)) }

// inLifetime notes a day that nobody alive has seen, on which they cannot be born
// nor have been given anything; empty is fine. Age limits are the vendors'.
func (c *Check) inLifetime(pointer string, v Date, now time.Time) {
	switch {
	case !v.Valid(): // the check of its format has said so
	case v < earliestDate:
		c.Invalid(pointer, "must not be before 1900")
	case v > dateOf(latestToday(now)):
		c.Invalid(pointer, "must not be after today")
	}
}

// expiry notes a day on which nothing that somebody alive has can end; empty is
// fine.
func (c *Check) expiry(pointer string, v Date) {
	if v.Valid() && v < earliestDate {
		c.Invalid(pointer, "must not be before 1900")
	}
}

// Consented notes an instant at which nobody can have consented; nil is fine.
func (c *Check) Consented(pointer string, v *time.Time, now time.Time) {
	switch {
	case v == nil:
	case v.After(now.Add(clockSkew)):
		c.Invalid(pointer, "must not be in the future")
	case v.UTC().Year() < earliestConsent:
		c.Invalid(pointer, "must not be before 2000")
	}
}

// newYork is the zone of the Federal Reserve's days; where the machine has no
// zones, its winter time.
var newYork = sync.OnceValue(func() *time.Location {
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		return time.FixedZone("EST", -5*60*60)
	}
	return zone
})

// effectiveDateDays is how far ahead a bank takes an entry.
const effectiveDateDays = 30

// effectiveDate notes a day of entry that no bank would take: one that is over,
// or more than 30 days ahead. Banks move weekends and holidays themselves.
func (c *Check) effectiveDate(pointer string, v Date, now time.Time) {
	today := now.In(newYork())
	switch {
	case !v.Valid(): // the check of its format has said so
	case v < dateOf(today):
		c.Invalid(pointer, "must not be in the past: today is New York's")
	case v > dateOf(today.AddDate(0, 0, effectiveDateDays)):
		c.Invalid(pointer, "must not be more than 30 days ahead")
	}
}
