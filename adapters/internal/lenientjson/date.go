package lenientjson

import "strings"

// zeroDays are how software writes that there is no date: the zero of .NET and Go,
// of MySQL, in the orders that vendors use.
var zeroDays = map[string]bool{
	"0001-01-01": true, "01-01-0001": true, "01/01/0001": true, "01.01.0001": true,
	"0000-00-00": true, "00-00-0000": true, "00/00/0000": true, "00.00.0000": true,
}

// NoDate says whether a vendor's date or instant means that there is none: "", or
// the zero of a date type. 1 January 1900 is SQL Server's zero only when it comes
// with midnight: by itself it is somebody's birthday.
func NoDate[T ~string](text T) bool {
	s := strings.TrimSpace(string(text))
	if s == "" || strings.HasPrefix(s, "/Date(0") || strings.HasPrefix(s, "/Date(-62135596800000") {
		return true
	}
	day, clock, _ := strings.Cut(strings.Replace(s, " ", "T", 1), "T")
	return zeroDays[day] || day == "1900-01-01" && strings.HasPrefix(clock, "00:00:00")
}
