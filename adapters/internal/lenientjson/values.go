package lenientjson

import (
	"strings"
	"time"

	"canongate/canonical"
)

// Enum maps a vendor's word, whatever its case. One that no table knows becomes
// unknown, keeps its text in raw and is counted; an absent one stays absent, which a
// field that is always there shows as unknown (Known).
func Enum(table map[string]string, text String, field string, unmapped func(string)) (value, raw string) {
	if text == "" {
		return "", ""
	}
	for _, word := range [...]string{strings.ToUpper(string(text)), strings.ToLower(string(text))} {
		if value, known := table[word]; known {
			return value, ""
		}
	}
	unmapped(field)
	return canonical.UnknownValue, string(text)
}

// Known is what Enum gave, or unknown for a field that is always there.
func Known(value, raw string) (string, string) {
	if value == "" {
		return canonical.UnknownValue, raw
	}
	return value, raw
}

// Instant reads RFC 3339 with any fraction, or a time without a zone where the
// vendor's is given. What cannot be placed in time or written as RFC 3339 is kept in raw
// and counted.
func Instant(text String, zone *time.Location, field string, unmapped func(string)) (instant *time.Time, raw string) {
	if NoDate(text) {
		return nil, ""
	}
	at, err := time.Parse(time.RFC3339, string(text))
	if err != nil && zone != nil {
		at, err = time.ParseInLocation("2006-01-02T15:04:05", string(text), zone)
	}
	if at = at.UTC(); err != nil || at.Year() < 0 || at.Year() > 9999 { // UTC may leave RFC 3339's years
		unmapped(field)
		return nil, string(text)
	}
	return &at, ""
}
