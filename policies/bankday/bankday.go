// Package bankday counts the days on which the Federal Reserve Banks settle.
//
// A holiday that falls on a Sunday closes the banks on Monday; one that falls on a
// Saturday leaves them open on Friday (Federal Reserve, K.8). Days are those of New
// York; a day is told by its noon, so that no change of clocks moves it. All
// functions are safe for concurrent use.
package bankday

import (
	"fmt"
	"sync"
	"time"
	_ "time/tzdata" // a machine without zones has banking days as well

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/us"
)

// newYork is the zone of the Federal Reserve's days.
var newYork = sync.OnceValue(func() *time.Location {
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		panic("bankday: the zones are embedded: " + err.Error())
	}
	return zone
})

// Zone is the zone of the days.
func Zone() *time.Location { return newYork() }

// Of is the day that an instant belongs to in New York.
func Of(instant time.Time) time.Time {
	return noon(instant.In(newYork()).Date())
}

// Parse reads a day such as 2026-07-03.
func Parse(day string) (time.Time, error) {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return time.Time{}, fmt.Errorf("read day: must be such as 2026-07-03")
	}
	return noon(t.Date()), nil
}

func noon(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 12, 0, 0, 0, newYork())
}

// Open says whether the banks settle on the day.
func Open(day time.Time) bool {
	day = Of(day)
	weekday := day.Weekday()
	return weekday != time.Saturday && weekday != time.Sunday && !holidays(day.Year())[day.YearDay()]
}

// Next is the day itself where the banks are open on it, else the next on which
// they are.
func Next(day time.Time) time.Time {
	for day = Of(day); !Open(day); {
		day = day.AddDate(0, 0, 1)
	}
	return day
}

// Add is the nth banking day after the day; before it where n is negative. With 0 it
// is Next.
func Add(day time.Time, n int) time.Time {
	if n == 0 {
		return Next(day)
	}
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for day = Of(day); n > 0; {
		day = day.AddDate(0, 0, step)
		if Open(day) {
			n--
		}
	}
	return day
}

// Between counts the banking days after the first day, up to and with the last; 0
// where the last is not later.
func Between(first, last time.Time) int {
	first, last = Of(first), Of(last)
	n := 0
	for day := first.AddDate(0, 0, 1); !day.After(last); day = day.AddDate(0, 0, 1) {
		if Open(day) {
			n++
		}
	}
	return n
}

// AfterDays is the first banking day after so many calendar days: what is to be at
// a bank within 60 days is to be there when it opens on that day.
func AfterDays(day time.Time, days int) time.Time {
	return Add(Of(day).AddDate(0, 0, days), 1)
}

// Settlement is the day on which an entry is to settle: its effective date, or without
// one the banking day after it was sent. Banks move what falls on a day on which they
// are closed on to the next.
func Settlement(sent time.Time, effectiveDate string) time.Time {
	if day, err := Parse(effectiveDate); err == nil {
		return Next(day)
	}
	return Add(sent, 1)
}

// years keeps the days of a year that were asked for before, by the year.
var years sync.Map

// holidays are the days of a year on which the banks are closed, by their number
// from 1. Asking the calendar costs so much that a year is asked for once.
func holidays(year int) *[367]bool {
	if known, ok := years.Load(year); ok {
		return known.(*[367]bool)
	}
	var closed [367]bool
	for _, h := range us.Holidays {
		fed := h.Clone(&cal.Holiday{Observed: []cal.AltDay{{Day: time.Sunday, Offset: 1}}})
		if _, observed := fed.Calc(year); observed.Year() == year {
			closed[observed.YearDay()] = true
		}
	}
	known, _ := years.LoadOrStore(year, &closed)
	return known.(*[367]bool)
}
