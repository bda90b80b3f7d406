package canonical

import (
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Check gathers what is wrong with a request, so that a caller learns of all
// mistakes at once. The zero value is ready. Not safe for concurrent use.
type Check struct{ fields []FieldError }

// Invalid notes a wrong value. The detail never holds the value.
func (c *Check) Invalid(pointer, detail string) { c.add(pointer, FieldInvalid, detail) }

// Required notes a field that is missing.
func (c *Check) Required(pointer string) { c.add(pointer, FieldRequired, DetailRequired) }

// Missing notes a field that is missing, and where its value comes from.
func (c *Check) Missing(pointer, detail string) { c.add(pointer, FieldRequired, detail) }

// Unsupported notes a value that is right but that this vendor has no use for.
func (c *Check) Unsupported(pointer, detail string) { c.add(pointer, FieldUnsupported, detail) }

func (c *Check) add(pointer, code, detail string) {
	c.fields = append(c.fields, FieldError{Pointer: pointer, Code: code, Detail: detail})
}

// Require notes a missing field unless present holds.
func (c *Check) Require(present bool, pointer string) {
	if !present {
		c.Required(pointer)
	}
}

// Err is nil when nothing was noted, else a validation_failed with all fields.
func (c *Check) Err() error {
	if len(c.fields) == 0 {
		return nil
	}
	return &Error{Code: ValidationFailed, Message: "One or more fields are missing or wrong.", Fields: c.fields}
}

// Country notes a code that ISO 3166-1 does not have; empty is fine.
func (c *Check) Country(pointer string, v Country) {
	if v != "" && !v.Valid() {
		c.Invalid(pointer, "must be an ISO 3166-1 alpha-2 code in upper case, or XK")
	}
}

// languageTag is the shape of a BCP 47 tag; which subtags there are is not checked.
var languageTag = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`)

// Locale notes what does not look like a BCP 47 tag; empty is fine.
func (c *Check) Locale(pointer, v string) {
	if v != "" && !languageTag.MatchString(v) {
		c.Invalid(pointer, "must be a BCP 47 language tag such as ar-AE")
	}
}

// Date notes what is not a calendar date; empty is fine.
func (c *Check) Date(pointer string, v Date) {
	if v != "" && !v.Valid() {
		c.Invalid(pointer, "must be a calendar date, YYYY-MM-DD")
	}
}

// Email notes what is not an addr-spec of RFC 5321; empty is fine.
func (c *Check) Email(pointer string, v Personal) {
	if v != "" && !ValidEmail(v) {
		c.Invalid(pointer, "must be a mail address")
	}
}

// IP notes what is not the IPv4 or IPv6 address of one device; empty is fine.
func (c *Check) IP(pointer string, v Personal) {
	if v == "" {
		return
	}
	ip, err := netip.ParseAddr(string(v))
	switch plain := ip.Unmap(); {
	case err != nil || ip.Zone() != "": // a zone means something on one machine only
		c.Invalid(pointer, "must be an IPv4 or IPv6 address")
	case plain.IsUnspecified() || plain.IsMulticast() || plain == broadcast:
		c.Invalid(pointer, "must be an address that a device can have")
	}
}

var broadcast = netip.AddrFrom4([4]byte{255, 255, 255, 255})

// OTP notes a one-time password that is not so many digits: sent, it would use up
// an attempt. Empty is fine.
func (c *Check) OTP(pointer, v string, length int) {
	if v != "" && (len(v) != length || !digits(v)) {
		c.Invalid(pointer, "must be "+strconv.Itoa(length)+" digits")
	}
}

// Degrees notes what is not a decimal between -limit and limit; empty is fine.
func (c *Check) Degrees(pointer string, v Personal, limit int64) {
	if v == "" {
		return
	}
	d, err := ParseDecimal(strings.TrimPrefix(string(v), "-"))
	most, _ := ParseDecimal(strconv.FormatInt(limit, 10))
	if err != nil || d.Cmp(most) > 0 {
		c.Invalid(pointer, "must be decimal degrees within range")
	}
}

// Valid says whether the date exists in the calendar.
func (d Date) Valid() bool {
	s := string(d)
	if len(s) != len(time.DateOnly) || s[4] != '-' || s[7] != '-' || !digits(s[:4]) || !digits(s[5:7]) || !digits(s[8:]) {
		return false
	}
	year, _ := strconv.Atoi(s[:4])
	month, _ := strconv.Atoi(s[5:7])
	day, _ := strconv.Atoi(s[8:])
	return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(time.Month(month), year)
}

func daysIn(month time.Month, year int) int {
	switch month {
	case time.February:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case time.April, time.June, time.September, time.November:
		return 30
	default:
		return 31
	}
}

// ValidEmail says whether the text looks like an addr-spec: one mailbox, a
// dot-atom local part or a quoted one, a domain, 254 bytes at most (RFC 5321).
func ValidEmail(e Personal) bool {
	s := string(e)
	at := strings.LastIndexByte(s, '@')
	if at < 1 || at > 64 || len(s) > 254 || !utf8.ValidString(s) {
		return false
	}
	local, domain := s[:at], s[at+1:]
	if strings.ContainsAny(local, " \t\r\n<>()[],;:\\") || strings.Contains(local, "..") ||
		strings.HasPrefix(local, ".") || strings.HasSuffix(local, ".") || strings.Contains(local, "@") {
		return false
	}
	return validDomain(domain)
}

func validDomain(domain string) bool {
	for label := range strings.SplitSeq(domain, ".") {
		if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		for _, r := range label {
			if r < 0x80 && !alphanumeric(r) && r != '-' {
				return false
			}
		}
	}
	return true
}

// validABAPrefix: 00 the government, 01-12 the Federal Reserve's districts, 21-32
// thrifts, 61-72 electronic, 80 traveller's cheques.
func validABAPrefix(s string) bool {
	prefix := s[:2]
	return s != "000000000" && (prefix <= "12" || prefix >= "21" && prefix <= "32" || prefix >= "61" && prefix <= "72" || prefix == "80")
}

func alphanumeric[C byte | rune](c C) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// ValidABA says whether the text is a routing number: nine digits, a prefix that
// the ABA gives out, a right 3-7-1 checksum (ABA routing number policy).
func ValidABA(s string) bool {
	if len(s) != 9 || !digits(s) || !validABAPrefix(s) {
		return false
	}
	sum := 0
	for i, weight := range [9]int{3, 7, 1, 3, 7, 1, 3, 7, 1} {
		sum += weight * int(s[i]-'0')
	}
	return sum%10 == 0
}

// Element is the JSON Pointer of a list's element.
func Element(pointer string, i int) string { return pointer + "/" + strconv.Itoa(i) }

// Member is the JSON Pointer of a member whose name may be anything (RFC 6901
// §3).
func Member(pointer, name string) string { return pointer + "/" + pointerToken.Replace(name) }

var pointerToken = strings.NewReplacer("~", "~0", "/", "~1")

// onePrimary notes every element after the first that is marked primary.
func onePrimary[T any](c *Check, pointer string, list []T, primary func(T) bool) {
	marked := false
	for i, e := range list {
		if primary(e) && marked {
			c.Invalid(Element(pointer, i)+"/primary", "must be true of one element only")
		}
		marked = marked || primary(e)
	}
}
