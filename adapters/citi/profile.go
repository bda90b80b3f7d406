package citi

import (
	"cmp"
	"net/url"
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
			Name: m.decodeName(w.CustomerParticulars), Emails: m.decodeEmails(w.Emails),
			Phones: m.decodePhones(w.Phones), Addresses: m.decodeAddresses(w.AddressList),
		},
	}
	c.ID.Seal(me)
	decodeSegments(&c, w)
	if c.Name == nil && c.SegmentCode == "" && len(w.Emails)+len(w.Phones)+len(w.AddressList) == 0 {
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

// decodeName reads the first of the names, in either spelling of its parts
// (CIT-5). Others are counted: canonical has room for one.
func (m mapper) decodeName(w particulars) *canonical.Name {
	n := canonical.Name{Salutation: canonical.Personal(w.Prefix), Suffix: canonical.Personal(w.Suffix)}
	if len(w.Names) > 1 {
		m.unmapped("customerParticulars.names")
	}
	if len(w.Names) > 0 {
		first := w.Names[0]
		n.GivenName = canonical.Personal(cmp.Or(first.FirstName, first.GivenName))
		n.MiddleName = canonical.Personal(first.MiddleName)
		n.FamilyName = canonical.Personal(cmp.Or(first.LastName, first.Surname))
		n.FullName = canonical.Personal(first.FullName)
	}
	if n == (canonical.Name{}) {
		return nil
	}
	return &n
}

func (m mapper) decodeEmails(list []email) []canonical.Email {
	var emails []canonical.Email
	for _, w := range list {
		mail := canonical.Personal(w.EmailAddress)
		if !canonical.ValidEmail(mail) {
			m.unmapped("emails.emailAddress")
			continue
		}
		emails = append(emails, canonical.Email{
			Address: mail, Type: string(w.EmailType), Primary: w.PreferredEmailFlag.Value, VendorKey: string(w.EmailKey),
		})
	}
	return emails
}

func (m mapper) decodePhones(list []phone) []canonical.Phone {
	var phones []canonical.Phone
	for _, w := range list {
		number := e164(w)
		if !canonical.ValidPhone(number) {
			m.unmapped("phones.phoneNumber")
			continue
		}
		p := canonical.Phone{Number: number, Extension: canonical.Personal(w.Extension), VendorKey: string(w.PhoneKey)}
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

func (m mapper) decodeAddresses(list []address) []canonical.Address {
	var addresses []canonical.Address
	for _, w := range list {
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
