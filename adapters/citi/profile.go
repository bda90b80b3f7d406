package citi

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"canongate/adapters/internal/lenientjson"
	"canongate/adapters/internal/vendorerr"
	"canongate/canonical"
)

// me is the id of the customer whose token a request carries (CIT-6). It is
// no secret and names nobody, so it is not sealed.
const me = "me"

// addressTypes are codes of the vendor's reference data, which its document does not
// show (CIT-14). HOME_ADDRESS is known from another market; the others are guessed
// from it.
var addressTypes = map[string]string{
	"HOME_ADDRESS": canonical.AddressResidence, "HOME": canonical.AddressResidence,
	"PERMANENT_ADDRESS": canonical.AddressPermanent, "PERMANENT": canonical.AddressPermanent,
	"MAILING_ADDRESS": canonical.AddressMailing, "MAILING": canonical.AddressMailing,
	"OFFICE_ADDRESS": canonical.AddressWork, "OFFICE": canonical.AddressWork,
	"BUSINESS_ADDRESS": canonical.AddressWork, "BUSINESS": canonical.AddressWork,
	"WORK": canonical.AddressWork,
}

// vendorAddressTypes are the vendor's codes of the canonical address types.
var vendorAddressTypes = map[string]string{
	canonical.AddressResidence: "HOME_ADDRESS",
	canonical.AddressPermanent: "PERMANENT_ADDRESS",
	canonical.AddressMailing:   "MAILING_ADDRESS",
	canonical.AddressWork:      "OFFICE_ADDRESS",
}

var phoneTypes = map[string]string{
	"MOBILE_PHONE": canonical.PhoneMobile, "MOBILE": canonical.PhoneMobile,
	"HOME_PHONE": canonical.PhoneHome, "HOME": canonical.PhoneHome,
	"OFFICE_PHONE": canonical.PhoneWork, "OFFICE": canonical.PhoneWork,
	"BUSINESS_PHONE": canonical.PhoneWork, "BUSINESS": canonical.PhoneWork,
	"WORK": canonical.PhoneWork,
}

// encodeProfileQuery takes our word for an address type or the vendor's own.
func encodeProfileQuery(q canonical.CustomerQuery) url.Values {
	return encodeQuery(map[string]string{"addressType": cmp.Or(vendorAddressTypes[q.AddressType], q.AddressType)})
}

func (m mapper) decodeProfile(w profile) (canonical.Customer, error) {
	c := canonical.Customer{
		Object: "customer", Type: "individual",
		Profile: canonical.Profile{
			Emails: m.decodeEmails(w.Emails), Phones: m.decodePhones(w.Phones), Addresses: m.decodeAddresses(w.AddressList),
		},
	}
	c.Name, c.AlsoKnownAs = m.decodeNames(w.CustomerParticulars)
	c.ID.Seal(me)
	decodeSegments(&c, w)
	if c.Name == nil && c.SegmentCode == "" && len(c.Emails)+len(c.Phones)+len(c.Addresses)+len(c.AlsoKnownAs) == 0 {
		return canonical.Customer{}, vendorerr.Malformed("the answer has no profile")
	}
	return c, nil
}

// decodeSegments takes the first of the three codes as the segment. Two of them are
// more than that.
func decodeSegments(c *canonical.Customer, w profile) {
	c.SegmentCode = string(cmp.Or(w.CustomerSegment, w.PartnerCustomerSegment, w.CustomerType))
	c.SupplementaryData.Put("customerType", w.CustomerType)
	c.SupplementaryData.Put("partnerCustomerSegment", w.PartnerCustomerSegment)
}

// decodeNames takes the first of the names, in either spelling of its parts (CIT-5);
// the others are what the person is known as besides.
func (m mapper) decodeNames(list many[particulars]) (first *canonical.Name, others []canonical.Personal) {
	var n canonical.Name
	for _, p := range readable(m, list, "customerParticulars") {
		n.Salutation = cmp.Or(n.Salutation, canonical.Personal(p.Prefix))
		n.Suffix = cmp.Or(n.Suffix, canonical.Personal(p.Suffix))
		for _, w := range readable(m, p.Names, "customerParticulars.names") {
			given, family := cmp.Or(w.FirstName, w.GivenName), cmp.Or(w.LastName, w.Surname)
			if n.GivenName+n.MiddleName+n.FamilyName+n.FullName == "" {
				n.GivenName, n.MiddleName, n.FamilyName = canonical.Personal(given), canonical.Personal(w.MiddleName), canonical.Personal(family)
				n.FullName = canonical.Personal(w.FullName)
				continue
			}
			full := cmp.Or(w.FullName, joined(given, w.MiddleName, family))
			if other := canonical.Personal(full); other != "" && other != n.FullName && !slices.Contains(others, other) {
				others = append(others, other)
			}
		}
	}
	if n == (canonical.Name{}) {
		return nil, others
	}
	return &n, others
}

// joined are the parts that say something, with a blank between.
func joined(parts ...lenientjson.String) lenientjson.String {
	var said []string
	for _, part := range parts {
		if part != "" {
			said = append(said, string(part))
		}
	}
	return lenientjson.String(strings.Join(said, " "))
}

func (m mapper) decodeEmails(list many[email]) []canonical.Email {
	var emails []canonical.Email
	for _, w := range readable(m, list, "emails") {
		mail := canonical.Email{
			Address: canonical.Personal(w.EmailAddress), Type: string(w.EmailType), Primary: w.PreferredEmailFlag.Value, VendorKey: string(w.EmailKey),
		}
		if !canonical.ValidEmail(mail.Address) {
			m.unmapped("emails.emailAddress")
			if mail.Address == "" {
				continue
			}
			mail.Address, mail.AddressRaw = "", mail.Address
		}
		emails = append(emails, mail)
	}
	return emails
}

func (m mapper) decodePhones(list many[phone]) []canonical.Phone {
	var phones []canonical.Phone
	for _, w := range readable(m, list, "phones") {
		p := canonical.Phone{Number: e164(w), Extension: canonical.Personal(w.Extension), VendorKey: string(w.PhoneKey)}
		if !canonical.ValidPhone(p.Number) {
			m.unmapped("phones.phoneNumber")
			p.Number, p.NumberRaw = "", canonical.Personal(joined(w.PhoneCountryCode, w.AreaCode, w.PhoneNumber))
			if w.PhoneNumber == "" {
				continue
			}
		}
		p.Type, p.TypeRaw = m.enum(phoneTypes, w.PhoneType, "phones.phoneType")
		phones = append(phones, p)
	}
	return phones
}

var separators = strings.NewReplacer(" ", "", "-", "", "(", "", ")", "", ".", "")

// e164 joins the three parts of a number; the country code has no plus, and the
// zeros before area and number are for calls within the country (CIT-8). The
// result may be no number at all.
func e164(w phone) canonical.Personal {
	number := separators.Replace(string(w.PhoneNumber))
	if strings.HasPrefix(number, "+") {
		return canonical.Personal(number)
	}
	code := strings.TrimLeft(separators.Replace(string(w.PhoneCountryCode)), "+0")
	national := strings.TrimLeft(separators.Replace(string(w.AreaCode))+number, "0")
	if code == "" || number == "" {
		return ""
	}
	return canonical.Personal("+" + code + national)
}

func (m mapper) decodeAddresses(list many[address]) []canonical.Address {
	var addresses []canonical.Address
	for _, w := range readable(m, list, "addressList") {
		a := canonical.Address{
			City: canonical.Personal(w.City), State: canonical.Personal(w.State), PostalCode: canonical.Personal(w.PostalCode),
			VendorKey: string(w.AddressKey),
		}
		a.Type, a.TypeRaw = m.enum(addressTypes, w.AddressType, "addressList.addressType")
		a.Country, a.CountryName = m.country(w.CountryName)
		for _, line := range []lenientjson.String{w.AddressLine1, w.AddressLine2, w.AddressLine3, w.AddressLine4} {
			if line != "" {
				a.Lines = append(a.Lines, canonical.Personal(line))
			}
		}
		addresses = append(addresses, a)
	}
	return addresses
}

// country finds the code of a country's name; a name that no table has is kept
// and counted.
func (m mapper) country(text lenientjson.String) (code canonical.Country, name string) {
	if text == "" {
		return "", ""
	}
	if code := canonical.Country(strings.ToUpper(string(text))); code.Valid() {
		return code, ""
	}
	if code, known := m.countries[fold(string(text))]; known {
		return code, ""
	}
	m.unmapped("addressList.countryName")
	return "", string(text)
}
