package canonical

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/nyaruka/phonenumbers"
)

// PhoneNumber is an E.164 number by its country's numbering plan.
type PhoneNumber struct {
	CallingCode string  // 971
	National    string  // 500000199; Italy's leading zero stands here
	Country     Country // "" when several share the calling code and the plan does not tell
	Mobile      bool    // it takes text messages, or the plan does not tell it from one that does
}

// ParsePhone reads an E.164 number. A trunk zero after the country code is taken
// out where the plan has one. ok is false for what no subscriber can have:
// another country code, a wrong length.
func ParsePhone(v Personal) (number PhoneNumber, ok bool) {
	n, ok := parsePlausible(v)
	if !ok {
		return PhoneNumber{}, false
	}
	number = PhoneNumber{
		CallingCode: strconv.Itoa(int(n.GetCountryCode())), National: phonenumbers.GetNationalSignificantNumber(n),
	}
	number.Country = Country(phonenumbers.GetRegionCodeForNumber(n))
	kind := phonenumbers.GetNumberType(n)
	number.Mobile = kind == phonenumbers.MOBILE || kind == phonenumbers.FIXED_LINE_OR_MOBILE
	return number, true
}

func parsePlausible(v Personal) (*phonenumbers.PhoneNumber, bool) {
	if !ValidPhone(v) {
		return nil, false
	}
	n, err := phonenumbers.Parse(string(v), "ZZ") // no country of its own: the text has it
	return n, err == nil && plausible(n)
}

// E164 is the number as it is dialled from abroad.
func (n PhoneNumber) E164() Personal { return Personal("+" + n.CallingCode + n.National) }

// CountryNear is the number's country. Where the plan does not tell which of those
// that share the calling code, it is home if that is one of them, else the largest;
// "" for a network of no country.
func (n PhoneNumber) CountryNear(home Country) Country {
	code, _ := strconv.Atoi(n.CallingCode)
	country := n.Country
	if shared := phonenumbers.GetRegionCodesForCountryCode(code); country == "" && slices.Contains(shared, string(home)) {
		country = home
	}
	if country == "" {
		country = Country(phonenumbers.GetRegionCodeForCountryCode(code))
	}
	if !country.Valid() {
		return ""
	}
	return country
}

// plausible says whether the plan has the number, or as long a one: plans keep
// ranges for examples and films, and grow before the tables do. The length is asked
// first, because the plan's patterns cost much more.
func plausible(n *phonenumbers.PhoneNumber) bool {
	code := int(n.GetCountryCode())
	if !n.GetItalianLeadingZero() && exampleLengths()[code].has(len(phonenumbers.GetNationalSignificantNumber(n))) {
		return true
	}
	if phonenumbers.IsValidNumber(n) {
		return true
	}
	example := phonenumbers.GetExampleNumberForNonGeoEntity(code)
	return !n.GetItalianLeadingZero() && example != nil && phonenumbers.IsPossibleNumber(n)
}

// lengthSet is a set of lengths of national numbers, which are below 32.
type lengthSet uint32

func (s lengthSet) has(length int) bool { return length < 32 && s&(1<<length) != 0 }

// exampleLengths are the lengths of the plans' example numbers, mobile and fixed, by
// calling code.
var exampleLengths = sync.OnceValue(func() map[int]lengthSet {
	lengths := map[int]lengthSet{}
	for code := range phonenumbers.GetSupportedCallingCodes() {
		for _, region := range phonenumbers.GetRegionCodesForCountryCode(code) {
			for _, kind := range [...]phonenumbers.PhoneNumberType{phonenumbers.MOBILE, phonenumbers.FIXED_LINE} {
				if example := phonenumbers.GetExampleNumberForType(region, kind); example != nil {
					lengths[code] |= 1 << len(phonenumbers.GetNationalSignificantNumber(example))
				}
			}
		}
	}
	return lengths
})

// normalizePhone takes out a trunk zero, and leaves what is no phone number to
// the check.
func normalizePhone(v *Personal) {
	text := trim(*v)
	if len(text) < 5 || !strings.Contains(string(text[2:5]), "0") && text == *v {
		return // a trunk zero follows a country code of one to three digits
	}
	if n, ok := ParsePhone(text); ok {
		*v = n.E164()
	}
}

// Phone notes what is no phone number of E.164 and its country's plan; empty is
// fine.
func (c *Check) Phone(pointer string, v Personal) {
	c.e164(pointer, v)
	c.plan(pointer, v)
}

// e164 notes what has not the form of E.164; empty is fine.
func (c *Check) e164(pointer string, v Personal) {
	if v != "" && !ValidPhone(v) {
		c.Invalid(pointer, "must be an E.164 number: a plus, the country code, 7 to 15 digits in all")
	}
}

// plan notes a number that its country's plan does not have.
func (c *Check) plan(pointer string, v Personal) {
	if _, ok := parsePlausible(v); !ok && ValidPhone(v) {
		c.Invalid(pointer, "must be a number of its country's numbering plan")
	}
}

// ValidPhone says whether the text has the form of an E.164 number,
// ^\+[1-9]\d{6,14}$.
func ValidPhone(p Personal) bool {
	n, plus := strings.CutPrefix(string(p), "+")
	return plus && len(n) >= 7 && len(n) <= 15 && digits(n) && n[0] != '0'
}
