package sandbox

import (
	"encoding/base64"
	"regexp"
	"slices"
	"strings"
	"time"
)

// problems are the "details" of error 40002: keys in camelCase although the
// request is in snake_case (CDP-10).
type problems map[string]string

// add reports a request field.
func (p problems) add(field string) {
	words := strings.Split(field, "_")
	key := words[0]
	for _, w := range words[1:] {
		if w != "" {
			key += strings.ToUpper(w[:1]) + w[1:]
		}
	}
	p[key] = "Invalid " + strings.Join(words, " ")
}

func (p problems) want(ok bool, field string) {
	if !ok {
		p.add(field)
	}
}

// checkMandatory reports what is missing. The document has lost its column of
// mandatory fields, so only a name and whole elements of lists are wanted.
func checkMandatory(o onboarding) problems {
	p := problems{}
	for field, value := range map[string]nullText{
		"first_name": o.FirstName, "last_name": o.LastName,
	} {
		p.want(strings.TrimSpace(string(value)) != "", field)
	}
	for _, id := range o.IDDetails {
		p.want(id.IDType != 0, "id_type")
		p.want(id.IDNumber != "", "id_number")
	}
	for _, a := range o.AddressList {
		p.want(a.AddressTypeID != "", "address_type_id")
	}
	return p
}

func checkFormats(o onboarding) problems {
	p := problems{}
	p.want(date(o.DateOfBirth), "date_of_birth")
	p.want(phone(o.PrimaryMobileNumber), "primary_mobile_number")
	p.want(phone(o.SecondaryMobileNumber), "secondary_mobile_number")
	p.want(phone(o.PhoneNumber), "phone_number")
	p.want(o.EmailID == "" || mail.MatchString(string(o.EmailID)), "email_id")
	for _, a := range o.AddressList {
		p.want(a.Zip >= 0, "zip")
		p.want(phone(a.MobileNumber), "mobile_number")
	}
	for _, id := range o.IDDetails {
		p.want(id.IDType != emiratesID || isEmiratesID(id.IDNumber), "id_number")
		p.want(date(id.IssuedOn), "issued_on")
		p.want(date(id.DateOfExpiry), "date_of_expiry")
		p.want(date(id.VisaExpiryDate), "visa_expiry_date")
		p.want(id.IDFront.readable(), "id_front")
		p.want(id.IDBack.readable(), "id_back")
	}
	for _, doc := range o.AdditionalDocs {
		p.want(doc.DocumentID != "", "document_id")
		p.want(doc.readable(), "additional_docs")
	}
	p.want(o.Classification.ProfilePhoto.readable(), "profile_photo")
	p.want(phone(nullText(strings.TrimSpace(string(o.Classification.EmployerPhone)))), "employer_phone")
	income := string(o.Classification.AnnualIncomeCurrency)
	p.want(income == "" || currency.MatchString(income), "annual_income_currency_code")
	return p
}

var (
	e164     = regexp.MustCompile(`^\+[1-9]\d{6,14}$`)
	mail     = regexp.MustCompile(`^[^@\s]+@[^@\s]+$`)
	currency = regexp.MustCompile(`^[A-Z]{3}$`)
	eid      = regexp.MustCompile(`^784\d{12}$`)
)

var imageTypes = []string{"image/jpeg", "image/png", "application/pdf"}

// readable accepts no image at all, and one that is kept from before.
func (i image) readable() bool {
	if i == (image{}) {
		return true
	}
	_, err := base64.StdEncoding.DecodeString(i.Base64Data)
	return err == nil && slices.Contains(imageTypes, i.ContentType)
}

func date(value nullText) bool {
	if value == "" {
		return true
	}
	_, err := time.Parse(time.DateOnly, string(value))
	return err == nil
}

func phone(value nullText) bool { return value == "" || e164.MatchString(string(value)) }

// isEmiratesID checks the form and the Luhn digit.
func isEmiratesID(number string) bool {
	if !eid.MatchString(number) {
		return false
	}
	sum := 0
	for i, c := range number {
		digit := int(c - '0')
		if (len(number)-i)%2 == 0 {
			digit *= 2
		}
		sum += digit/10 + digit%10
	}
	return sum%10 == 0
}
