package sandbox

import (
	"net/netip"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"
)

// ulPreview is the body of a UL preview, and the beginning of a standard one.
type ulPreview struct {
	FirstName      string `json:"firstName"`
	LastName       string `json:"lastName"`
	Email          string `json:"email"`
	IP             string `json:"ip"`
	AccountAddress string `json:"accountAddress"`
}

type standardPreview struct {
	ulPreview
	MiddleName  string `json:"middleName"`
	DateOfBirth string `json:"dateOfBirth"`
	TaxCountry  string `json:"taxCountry"`
	TaxIDNumber string `json:"taxIdNumber"`
	PhoneNumber struct {
		Country string `json:"country"`
		Number  string `json:"number"`
		SMS     *bool  `json:"sms"`
	} `json:"phoneNumber"`
	Address struct {
		Address1   string `json:"address1"`
		Address2   string `json:"address2"`
		PostalCode string `json:"postalCode"`
		City       string `json:"city"`
		State      string `json:"state"`
		Country    string `json:"country"`
	} `json:"address"`
}

var (
	mail    = regexp.MustCompile(`^[^@\s]+@[^@\s]+$`)
	country = regexp.MustCompile(`^[A-Z]{2}$`)
	digits  = regexp.MustCompile(`^\d{4,15}$`)
)

func isIP(s string) bool {
	_, err := netip.ParseAddr(s)
	return err == nil
}

// isBirthdate takes both forms that the document shows (OMN-3).
func isBirthdate(s string) bool {
	_, iso := time.Parse(time.DateOnly, s)
	_, dmy := time.Parse("02-01-2006", s)
	return iso == nil || dmy == nil
}

func isName(s string) bool {
	n := utf8.RuneCountInString(s)
	return n >= 2 && n <= 255
}

func anyText(string) bool { return true }

// rule is what a field has to satisfy once it is there. Blanks around a value
// are forgiven: the document's own example has them (OMN-8).
type rule struct {
	field, value string
	valid        func(string) bool
}

func broken(rules []rule) []failure {
	var list []failure
	for _, r := range rules {
		switch value := strings.TrimSpace(r.value); {
		case value == "":
			list = append(list, failure{"catch", r.field + " should not be empty"})
		case !r.valid(value):
			list = append(list, failure{"catch", r.field + " is not valid"})
		}
	}
	return list
}

func (p ulPreview) check() []failure { return broken(p.rules(anyText)) }

// rules of the fields that both previews have; only the standard one limits
// the length of names.
func (p ulPreview) rules(name func(string) bool) []rule {
	return []rule{
		{"firstName", p.FirstName, name},
		{"lastName", p.LastName, name},
		{"email", p.Email, mail.MatchString},
		{"ip", p.IP, isIP},
		{"accountAddress", p.AccountAddress, anyText},
	}
}

func (p standardPreview) check() []failure {
	list := broken(append(p.rules(isName), []rule{
		{"dateOfBirth", p.DateOfBirth, isBirthdate},
		{"taxCountry", p.TaxCountry, country.MatchString},
		{"taxIdNumber", p.TaxIDNumber, anyText},
		{"phoneNumber.country", p.PhoneNumber.Country, country.MatchString},
		{"phoneNumber.number", p.PhoneNumber.Number, digits.MatchString},
		{"address.address1", p.Address.Address1, anyText},
		{"address.postalCode", p.Address.PostalCode, anyText},
		{"address.city", p.Address.City, anyText},
		{"address.state", p.Address.State, anyText},
		{"address.country", p.Address.Country, country.MatchString},
	}...))
	if p.PhoneNumber.SMS == nil {
		list = append(list, failure{"catch", "phoneNumber.sms should not be empty"})
	}
	return list
}
