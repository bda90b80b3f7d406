package canonical

import (
	"sync"
	"time"
)

// earliestYear is the first year in which somebody alive may be born.
const earliestYear = 1900

// clockSkew is how far a caller's clock may be ahead of ours.
const clockSkew = 5 * time.Minute

// latestToday is the day where it begins first (UTC+14).
func latestToday(now time.Time) time.Time { return now.UTC().Add(14 * time.Hour) }

func dateOf(t time.Time) Date { return Date(t.Format(time.DateOnly)) }

// Birthdate notes a day on which nobody alive can be born; empty is fine. Age
// limits are the vendors'.
func (c *Check) Birthdate(pointer string, v Date, now time.Time) {
	switch {
	case !v.Valid(): // the check of its format has said so
	case v < "1900":
		c.Invalid(pointer, "must not be before 1900")
	case v > dateOf(latestToday(now)):
		c.Invalid(pointer, "must not be after today")
	}
}

// NotFuture notes a date that is yet to come; empty is fine.
func (c *Check) NotFuture(pointer string, v Date, now time.Time) {
	if v.Valid() && v > dateOf(latestToday(now)) {
		c.Invalid(pointer, "must not be after today")
	}
}

// Past notes an instant that is yet to come; nil is fine.
func (c *Check) Past(pointer string, v *time.Time, now time.Time) {
	switch {
	case v == nil:
	case v.After(now.Add(clockSkew)):
		c.Invalid(pointer, "must not be in the future")
	case v.Year() < earliestYear:
		c.Invalid(pointer, "must not be before 1900")
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

// effectiveDate notes a day of entry that no bank would take: one that is over,
// or more than a year ahead. Banks move weekends and holidays themselves.
func (c *Check) effectiveDate(pointer string, v Date, now time.Time) {
	today := now.In(newYork())
	switch {
	case !v.Valid(): // the check of its format has said so
	case v < dateOf(today):
		c.Invalid(pointer, "must not be before today in New York")
	case v > dateOf(today.AddDate(1, 0, 0)):
		c.Invalid(pointer, "must not be more than a year ahead")
	}
}
