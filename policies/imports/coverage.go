package imports

import (
	"errors"
	"time"

	"canongate/policies/bankday"
	"canongate/policies/journal"
	"canongate/policies/reconcile/csvfile"
)

// Coverage is for what time a file says all there is to say, as it was declared: in
// dates, of which the last is covered, or in instants, of which the last is not.
type Coverage struct {
	From, To string
	Complete bool
}

// What a coverage is refused with.
var (
	ErrCoverageFrom = errors.New("coverage begins at no time")
	ErrCoverageTo   = errors.New("coverage ends at no time")
)

func (c Coverage) resolve(s Settings, mapping string) (journal.Coverage, error) {
	if c == (Coverage{}) {
		return journal.Coverage{}, nil
	}
	zone := bankday.Zone()
	if m, err := mappingOf(s, mapping); err == nil && m.TimeZone != "" {
		if named, err := time.LoadLocation(m.TimeZone); err == nil {
			zone = named
		}
	}
	from, _, err := moment(c.From, zone)
	if err != nil {
		return journal.Coverage{}, ErrCoverageFrom
	}
	to, isDay, err := moment(c.To, zone)
	if err != nil {
		return journal.Coverage{}, ErrCoverageTo
	}
	if isDay {
		to = to.AddDate(0, 0, 1)
	}
	if !from.Before(to) {
		return journal.Coverage{}, ErrCoverageFrom
	}
	return journal.Coverage{From: from, To: to, Complete: c.Complete}, nil
}

func moment(text string, zone *time.Location) (t time.Time, isDay bool, err error) {
	if t, err = time.ParseInLocation(time.DateOnly, text, zone); err == nil {
		return t, true, nil
	}
	t, err = time.Parse(time.RFC3339, text)
	return t, false, err
}

// mappingOf is the mapping of a name; without a name the only one.
func mappingOf(s Settings, name string) (csvfile.Mapping, error) {
	if name == "" && len(s.CSV) == 1 {
		return s.CSV[0], nil
	}
	for _, m := range s.CSV {
		if m.Name == name && name != "" {
			return m, nil
		}
	}
	if name == "" {
		return csvfile.Mapping{}, ErrWhichMapping
	}
	return csvfile.Mapping{}, ErrNoMapping
}
