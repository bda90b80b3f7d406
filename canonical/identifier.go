package canonical

import (
	"strconv"
	"strings"
	"time"
	"unicode"
)

// numberForm is how the numbers of a type of identifier are written.
type numberForm struct {
	// printed numbers stand in groups on the document; the separators between
	// them are not part of the number.
	printed bool
	upper   bool
	// mistake says what is wrong with a number in its form; nil: any will do.
	problem func(number string, now time.Time) string
}

// numberForms has the types whose form the issuer or a standard gives. Those of
// the other types differ by country and are taken without the blanks around.
var numberForms = map[string]numberForm{
	IdentifierEmiratesID: {printed: true, problem: emiratesIDProblem},
	IdentifierAadhaar:    {printed: true, problem: func(number string, _ time.Time) string { return aadhaarProblem(number) }},
	IdentifierPassport:   {upper: true}, // ICAO 9303: capital letters
}

// normalizeNumber brings a number as a person types it into the form that is
// sent.
func normalizeNumber(kind, number string) string {
	form := numberForms[kind]
	number = strings.TrimFunc(number, blank)
	if form.printed {
		number = strings.Map(ungrouped, number)
	}
	if form.upper {
		number = strings.ToUpper(number)
	}
	return number
}

// digitZeros are the zeros of the digits that cards and keyboards have: ASCII,
// Arabic, Persian, Devanagari and full-width.
var digitZeros = [...]rune{'0', 0x0660, 0x06F0, 0x0966, 0xFF10}

// ungrouped drops what separates the groups of a printed number and gives every
// digit as an ASCII one.
func ungrouped(r rune) rune {
	if blank(r) || unicode.Is(unicode.Pd, r) || r == '\u2212' { // the minus sign is no dash to Unicode
		return -1
	}
	for _, zero := range digitZeros {
		if r >= zero && r <= zero+9 {
			return '0' + r - zero
		}
	}
	return r
}

// number notes a number that an identifier of this type cannot have; empty is
// fine.
func (c *Check) number(pointer, kind, number string, now time.Time) {
	if number == "" {
		return
	}
	if strings.ContainsFunc(number, func(r rune) bool {
		return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(invisible, r)
	}) {
		c.Invalid(pointer, "must not contain invisible characters")
		return
	}
	if !strings.ContainsFunc(number, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) {
		c.Invalid(pointer, "must have a letter or a digit")
		return
	}
	if form := numberForms[kind]; form.problem != nil {
		if detail := form.problem(number, now); detail != "" {
			c.Invalid(pointer, detail)
		}
	}
}

// emiratesIDProblem wants 784, the year of birth, seven digits and a Luhn digit.
func emiratesIDProblem(number string, now time.Time) string {
	if len(number) != 15 || !digits(number) || !strings.HasPrefix(number, "784") {
		return "must be the 15 digits of an Emirates ID: 784, the year of birth, eight more"
	}
	if year, _ := strconv.Atoi(number[3:7]); year < earliestYear || year > latestToday(now).Year() {
		return "must have the year of birth after 784"
	}
	if !luhn(number) {
		return "has a wrong check digit"
	}
	return ""
}

// aadhaarProblem wants the number or the virtual id that stands in for it. Their
// Verhoeff digit is checked where an operator asks for it.
func aadhaarProblem(number string) string {
	switch {
	case digits(number) && len(number) == aadhaarDigits && number < "2":
		return "must not begin with 0 or 1, as no Aadhaar number does"
	case digits(number) && (len(number) == aadhaarDigits || len(number) == virtualIDDigits):
		return ""
	}
	return "must be the 12 digits of an Aadhaar number, or the 16 of a virtual id"
}

const (
	aadhaarDigits   = 12
	virtualIDDigits = 16
)

// Aadhaar notes what is no Aadhaar number, and a virtual id (UIDAI circular 1 of
// 2018) where the vendor has no place for one; empty is fine.
func (c *Check) Aadhaar(pointer string, number Secret, virtualID bool) {
	switch {
	case number.IsZero():
	case aadhaarProblem(number.value) != "":
		c.Invalid(pointer, aadhaarProblem(number.value))
	case len(number.value) == virtualIDDigits && !virtualID:
		c.Unsupported(pointer, "must be the 12 digits of the Aadhaar number: this connection takes no virtual id")
	}
}

// luhn says whether the last digit is right by ISO/IEC 7812-1.
func luhn(number string) bool {
	sum := 0
	for i := range len(number) {
		d := int(number[len(number)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}
