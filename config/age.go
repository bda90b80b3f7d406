package config

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// Age is how long something is kept, in a configuration: "30d", "7y". A year has 365 days.
type Age time.Duration

const day = Age(24 * time.Hour)

const year = 365 * day

// longestAge keeps the arithmetic of ages and times far from its end.
const longestAge = 100 * year

// Wanted says what the text must be.
func (Age) Wanted() string { return "days or years such as 30d or 7y, at most 100y" }

// Or gives the age, or standard where none was set.
func (a Age) Or(standard Age) time.Duration {
	if a == 0 {
		a = standard
	}
	return time.Duration(a)
}

// MarshalText writes years where the age is some, else days.
func (a Age) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// String writes years where the age is some, else days.
func (a Age) String() string {
	if a != 0 && a%year == 0 {
		return strconv.FormatInt(int64(a/year), 10) + "y"
	}
	return strconv.FormatInt(int64(a/day), 10) + "d"
}

// UnmarshalText reads an age that is longer than nothing. Its error never holds the text.
func (a *Age) UnmarshalText(text []byte) error {
	digits, unit := strings.CutSuffix(string(text), "y")
	size := year
	if !unit {
		digits, unit = strings.CutSuffix(digits, "d")
		size = day
	}
	n, err := strconv.ParseUint(digits, 10, 16)
	if !unit || err != nil || n == 0 || Age(n) > longestAge/size {
		return errors.New("read age: must be " + a.Wanted())
	}
	*a = Age(n) * size
	return nil
}
