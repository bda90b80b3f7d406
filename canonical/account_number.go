package canonical

import (
	"cmp"
	"regexp"
	"strings"
)

// The types of a routing number and of an account number.
const (
	RoutingABA      = "aba"
	RoutingIFSC     = "ifsc"
	RoutingSortCode = "sort_code"
	RoutingBSB      = "bsb"
	AccountLocal    = "local"
	AccountIBAN     = "iban"
	AccountUPIVPA   = "upi_vpa"
)

// numberRule is what a number of one type must be.
type numberRule struct {
	valid func(string) bool
	must  string
}

var (
	routingNumbers = map[string]numberRule{
		RoutingABA:      {ValidABA, "be an ABA routing number: nine digits, a prefix that is given out, a right checksum"},
		RoutingIFSC:     {regexp.MustCompile(`^[A-Z]{4}0[A-Z0-9]{6}$`).MatchString, "be an IFSC: four capital letters, a zero, six capital letters or digits"},
		RoutingSortCode: {regexp.MustCompile(`^[0-9]{6}$`).MatchString, "be a sort code: six digits"},
		RoutingBSB:      {regexp.MustCompile(`^[0-9]{6}$`).MatchString, "be a BSB: six digits"},
	}
	accountNumbers = map[string]numberRule{
		AccountLocal:  {validAccountNumber, "be 4 to 17 letters, digits or hyphens"},
		AccountIBAN:   {validIBAN, "be an IBAN: a country's code, two check digits that are right, up to 30 capital letters or digits"},
		AccountUPIVPA: {regexp.MustCompile(`^[0-9A-Za-z._-]{2,}@[A-Za-z][0-9A-Za-z]+$`).MatchString, "be a UPI address such as name@bank"},
	}
)

// checkNumbers holds each number to its type. A type that is no type is the schema's
// to refuse.
func (d *BankAccountDraft) checkNumbers(c *Check) {
	check := func(pointer, number string, rule numberRule) {
		if number != "" && rule.valid != nil && !rule.valid(number) {
			c.Invalid(pointer, "must "+rule.must)
		}
	}
	check("/account_number", d.AccountNumber.value, accountNumbers[cmp.Or(d.AccountNumberType, AccountLocal)])
	check("/routing_number", d.RoutingNumber, routingNumbers[cmp.Or(d.RoutingNumberType, RoutingABA)])
}

// validAccountNumber is Nacha's DFI account number: 17 characters at most.
func validAccountNumber(s string) bool {
	for i := range len(s) {
		if !alphanumeric(s[i]) && s[i] != '-' {
			return false
		}
	}
	return len(s) >= 4 && len(s) <= 17
}

var formIBAN = regexp.MustCompile(`^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$`)

// validIBAN checks form, country and check digits (ISO 13616, ISO 7064 MOD 97-10).
func validIBAN(s string) bool {
	if !formIBAN.MatchString(s) || !Country(s[:2]).Valid() {
		return false
	}
	rest := 0
	for _, c := range s[4:] + s[:4] {
		if c >= 'A' {
			rest = (rest*100 + int(c-'A') + 10) % 97
		} else {
			rest = (rest*10 + int(c-'0')) % 97
		}
	}
	return rest == 1
}

// normalizeNumbers writes numbers without the blanks and hyphens that people print
// them with, and those with letters in capitals.
func (d *BankAccountDraft) normalizeNumbers() {
	d.RoutingNumber, d.AccountNumber = trim(d.RoutingNumber), trimSecret(d.AccountNumber)
	switch d.RoutingNumberType {
	case RoutingIFSC:
		d.RoutingNumber = strings.ToUpper(d.RoutingNumber)
	case RoutingSortCode, RoutingBSB:
		d.RoutingNumber = printed.Replace(d.RoutingNumber)
	}
	if d.AccountNumberType == AccountIBAN {
		d.AccountNumber = NewSecret(strings.ToUpper(printed.Replace(d.AccountNumber.value)))
	}
}

var printed = strings.NewReplacer(" ", "", "-", "")
