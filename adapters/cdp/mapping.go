package cdp

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"canongate/adapters/internal/lenientjson"
	"canongate/adapters/internal/subject"
	"canongate/canonical"
)

// mapper turns canonical into CDP and back. Safe for concurrent use.
type mapper struct {
	now                func() time.Time
	tables             tables
	unmapped           func(field string)
	channel, updatedBy string
	subjects           subject.Guard
	answers            lenientjson.DriftSampler
}

// decodeProfile makes a customer of an answer. The text of a value without a valid
// canonical form stands in the raw field beside it, and is counted.
func (m *mapper) decodeProfile(p *profile) canonical.Customer {
	c, keys := p.classification(), map[string]string{keyECRN: string(p.ECRN)} // which nobody changes
	out := canonical.Customer{
		ID:        canonical.NewID[canonical.CustomerID](canonical.Keys(keys)),
		Object:    "customer",
		VendorIDs: canonical.VendorIDs(keys),
		Type:      "individual",
		Profile:   m.decodePerson(&p.person),
		Screening: m.decodeScreening(p),
		KYC:       m.decodeKYC(p),
		IBAN:      canonical.Personal(p.CustomerIBAN),
	}
	out.Status, out.StatusRaw = m.status(p.CustomerStatus, out.Screening)
	out.UpdatedAt, out.UpdatedAtRaw = m.instant("customer_classification.dateUpdated", &c.DateUpdated)
	out.Addresses = m.decodeAddresses(p.AddressList)
	out.Identifiers = m.decodeIdentifiers(p.IDDetails, &c.classification)
	out.Documents = m.decodeDocuments(p)
	out.Employment = m.decodeEmployment(&p.person, c)
	out.FinancialProfile = m.decodeFinancialProfile(c)
	out.ExternalReference = string(c.AgentRefNo)
	out.MaritalStatus, out.MaritalStatusRaw = m.enum("marital_status", text(code(c.MaritalStatus)))
	if out.Locale, out.LocaleRaw = m.enum("first_language", c.FirstLanguage); out.LocaleRaw != "" {
		out.Locale = "" // a locale has no word for unknown
	}
	for _, link := range c.SocialLinks {
		out.Websites = append(out.Websites, canonical.Website{TypeCode: code(link.ID), URL: canonical.Personal(link.Text)})
	}
	relations, rest := m.decodeRelations(p)
	out.Relations, out.SupplementaryData = relations, m.decodeSupplementary(p, rest)
	if c.CustomerRemarks != "" {
		out.Metadata = map[string]canonical.Personal{keyRemarks: canonical.Personal(c.CustomerRemarks)}
	}
	for _, s := range c.Subscriptions {
		out.Subscriptions = append(out.Subscriptions, canonical.Subscription{
			Type: string(cmp.Or(s.Type, s.TypeB)), ID: string(s.ID), Status: string(s.Status),
		})
	}
	out.CommunicationPreferences = slices.Grow(out.CommunicationPreferences, len(p.Consents))
	for _, s := range p.Consents {
		out.CommunicationPreferences = append(out.CommunicationPreferences, canonical.Communication{
			TypeCode: code(s.Type), Allowed: s.Allow.Value,
		})
	}
	return out
}

func customerID(ecrn string) canonical.CustomerID {
	return canonical.NewID[canonical.CustomerID](canonical.Keys{keyECRN: ecrn})
}

// isECRN says whether the text is a customer's key: 16 digits.
func isECRN(s string) bool { return len(s) == 16 && isDigits(s) }

func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// maxDigits is how long a number may be to fit 64 bits.
const maxDigits = 18

func (m *mapper) decodePerson(p *person) canonical.Profile {
	gender, raw := m.enum("gender", p.Gender)
	born, bornRaw := m.date("date_of_birth", p.DateOfBirth)
	birthCountry, birthCountryRaw := m.country("country_of_birth", p.CountryOfBirth)
	residence, residenceRaw := m.country("country_of_residence", p.CountryOfResidence)
	out := canonical.Profile{
		Name: nonZero(canonical.Name{
			Salutation: canonical.Personal(p.Salutation), GivenName: canonical.Personal(p.FirstName),
			MiddleName: canonical.Personal(p.MiddleName), FamilyName: canonical.Personal(p.LastName),
			PreferredName: canonical.Personal(p.PreferredName), MothersMaidenName: canonical.Personal(p.MothersMaidenName),
		}),
		Birthdate: born, BirthdateRaw: bornRaw,
		PlaceOfBirth: nonZero(canonical.PlaceOfBirth{
			Country: birthCountry, CountryRaw: birthCountryRaw, Locality: canonical.Personal(p.PlaceOfBirth),
		}),
		Gender: gender, GenderRaw: raw,
		CountryOfResidence: residence, CountryOfResidenceRaw: residenceRaw,
		ResidencyCode: code(p.ResidentTypeID),
		RegionCode:    code(p.NativeRegion),
	}
	out.Nationalities = make([]canonical.Country, 0, said(p.Nationality, p.SecondNationality))
	for _, place := range [...]struct {
		field string
		value text
	}{{"nationality", p.Nationality}, {"second_nationality", p.SecondNationality}} {
		if n, raw := m.country(place.field, place.value); n != "" {
			out.Nationalities = append(out.Nationalities, n)
		} else if raw != "" {
			out.NationalitiesRaw = append(out.NationalitiesRaw, raw)
		}
	}
	if mail := canonical.Personal(p.EmailID); canonical.ValidEmail(mail) {
		out.Emails = []canonical.Email{{Address: mail, Primary: true}}
	} else if mail != "" {
		m.unmapped("email_id")
		out.Emails = []canonical.Email{{AddressRaw: mail, Primary: true}}
	}
	out.Phones = make([]canonical.Phone, 0, said(p.PrimaryMobileNumber, p.SecondaryMobileNumber, p.PhoneNumber))
	for _, place := range [...]struct {
		field string
		value text
		phone canonical.Phone
	}{
		{"primary_mobile_number", p.PrimaryMobileNumber, canonical.Phone{Type: canonical.PhoneMobile, Primary: true}},
		{"secondary_mobile_number", p.SecondaryMobileNumber, canonical.Phone{Type: canonical.PhoneMobile}},
		{"phone_number", p.PhoneNumber, canonical.Phone{Type: canonical.PhoneHome}},
	} {
		if place.value == "" {
			continue
		}
		place.phone.Number, place.phone.NumberRaw = m.phone(place.field, place.value)
		out.Phones = append(out.Phones, place.phone)
	}
	return out
}

// said counts the texts that say something.
func said(texts ...text) (n int) {
	for _, t := range texts {
		if t != "" {
			n++
		}
	}
	return n
}

func (m *mapper) decodeScreening(p *profile) *canonical.Screening {
	c := p.classification()
	status, raw := m.enum("aml_scan_status", p.AMLScanStatus)
	last, lastRaw := m.date("customer_classification.last_review_date", c.LastReviewDate)
	next, nextRaw := m.date("customer_classification.next_review_date", c.NextReviewDate)
	return nonZero(canonical.Screening{
		Status: status, StatusRaw: raw,
		PEP:             cmp.Or(p.PEP, p.PoliticalExposed).Pointer(),
		PEPCategoryCode: code(c.PEPCategory),
		CategoryCode:    code(p.AMLCategory),
		RiskRatingCode:  code(c.RiskRatingID),
		LastReviewedOn:  last, LastReviewedOnRaw: lastRaw,
		NextReviewOn: next, NextReviewOnRaw: nextRaw,
	})
}

// status is that of the screening while this is not clear, because CDP keeps calling
// such a customer ACTIVE.
func (m *mapper) status(vendor text, s *canonical.Screening) (status, raw string) {
	status, raw = m.enum("customer_status", vendor)
	switch screened := deref(s).Status; {
	case screened == canonical.ScreeningInReview, screened == canonical.UnknownValue, // an unknown word lets nobody through
		screened == "" && status == canonical.CustomerActive: // nor does none
		return canonical.CustomerPendingReview, ""
	case screened == canonical.ScreeningRejected:
		return canonical.CustomerRejected, ""
	}
	return status, raw
}

func (m *mapper) decodeKYC(p *profile) *canonical.KYC {
	c := p.classification()
	status, raw := m.enum("id_status", p.IDStatus)
	expires, expiresRaw := m.date("id_date_of_expiry", p.IDDateOfExpiry)
	return nonZero(canonical.KYC{
		DocumentStatus: status, DocumentStatusRaw: raw,
		DocumentExpiresOn: expires, DocumentExpiresOnRaw: expiresRaw,
		Provider: string(c.EKYCProvider), Reference: canonical.Personal(c.EKYCRefNo),
	})
}

func (m *mapper) decodeAddresses(list []storedAddress) []canonical.Address {
	if len(list) == 0 {
		return nil
	}
	out := make([]canonical.Address, len(list))
	residence := slices.IndexFunc(list, func(a storedAddress) bool {
		return m.tables["address_type_id"].names[string(a.AddressTypeID)] == canonical.AddressResidence
	})
	for i := range list {
		a := &list[i]
		kind, raw := m.enum("address_type_id", a.AddressTypeID)
		out[i] = canonical.Address{
			Type: kind, TypeRaw: raw, Primary: i == residence,
			BuildingName: canonical.Personal(a.BuildingName), StreetName: canonical.Personal(a.StreetName), Landmark: canonical.Personal(a.Landmark),
			City: canonical.Personal(a.City), District: canonical.Personal(a.District), State: canonical.Personal(a.State),
			PostalCode: canonical.Personal(code(a.Zip)),
		}
		country, name := m.country("address_list.country", a.Country)
		out[i].Country, out[i].CountryName = country, string(name)
		out[i].Phone, out[i].PhoneRaw = m.phone("address_list.mobile_number", a.MobileNumber)
		out[i].UpdatedAt, out[i].UpdatedAtRaw = m.instant("address_list.dateUpdated", &a.DateUpdated)
	}
	return out
}

// decodeDocuments lists the documents on file, by name only (CDP-25). Numbers of
// identifiers are removed from the names, because only some callers may see them.
func (m *mapper) decodeDocuments(p *profile) []canonical.DocumentOnFile {
	var out []canonical.DocumentOnFile
	add := func(f *file, about canonical.DocumentOnFile) {
		if f == nil || f.FileName == "" {
			return
		}
		about.File = canonical.FileMeta{Name: canonical.Personal(f.FileName), ContentType: string(cmp.Or(f.ContentType, f.ContentTypeB))}
		for i := range p.IDDetails {
			if number := string(p.IDDetails[i].IDNumber); number != "" {
				about.File.Name = canonical.Personal(strings.ReplaceAll(string(about.File.Name), number, "*"))
			}
		}
		out = append(out, about)
	}
	for i := range p.IDDetails {
		id := &p.IDDetails[i]
		kind := cmp.Or(m.tables["id_type"].names[string(id.IDType)], canonical.UnknownValue)
		add(id.IDFront, canonical.DocumentOnFile{Purpose: canonical.PurposeIdentity, IdentifierType: kind, Side: canonical.SideFront})
		add(id.IDBack, canonical.DocumentOnFile{Purpose: canonical.PurposeIdentity, IdentifierType: kind, Side: canonical.SideBack})
	}
	for i := range p.AdditionalDocs {
		add(&p.AdditionalDocs[i], canonical.DocumentOnFile{Purpose: canonical.PurposeAdditional})
	}
	add(&file{FileName: p.classification().ProfilePhotoFileName}, canonical.DocumentOnFile{Purpose: canonical.PurposeProfilePhoto})
	return out
}

func (m *mapper) decodeEmployment(p *person, c *storedClassification) *canonical.Employment {
	phone, phoneRaw := m.phone("customer_classification.employer_phone", c.EmployerPhone)
	return nonZero(canonical.Employment{
		OccupationCode:     code(p.OccupationID),
		ProfessionCategory: string(c.ProfessionCategory),
		Employer: nonZero(canonical.Employer{
			Name: canonical.Personal(c.EmployerName), Address: canonical.Personal(c.EmployerAddress),
			Phone: phone, PhoneRaw: phoneRaw,
			CustomerID: string(c.EmployerECRN), EstablishmentID: string(c.EmployerEstablishmentID), GroupCode: string(c.GroupEmployerCode),
		}),
	})
}

func (m *mapper) decodeFinancialProfile(c *storedClassification) *canonical.FinancialProfile {
	currency, raw := canonical.Currency(c.AnnualIncomeCurrency), canonical.Personal("")
	if _, known := currency.Exponent(); !known && currency != "" {
		m.unmapped("customer_classification.annual_income_currency_code")
		currency, raw = "", canonical.Personal(currency)
	}
	return nonZero(canonical.FinancialProfile{
		IncomeRangeCode: code(c.AnnualIncomeRangeID), IncomeCurrency: currency, IncomeCurrencyRaw: raw,
		IncomeTypeCode: code(c.IncomeType), AccountPurpose: string(c.ReasonForAcc),
		MonthlyTxnVolumeCode: code(c.TxnVolMonth),
		MonthlyTxnCountCode:  code(c.TxnCountMonth),
	})
}

// overlay adds to CDP's answer what was sent, so that the caller finds all that is
// known in one place.
func overlay(draft canonical.CustomerDraft, answered canonical.Customer) canonical.Customer {
	out := answered
	out.Profile = draft.Profile
	out.Identifiers = slices.Clone(draft.Identifiers)
	for i := range out.Identifiers {
		out.Identifiers[i].NumberLast4 = canonical.Personal(out.Identifiers[i].Number.Last4())
	}
	if s := draft.Screening; s != nil {
		over := deref(answered.Screening)
		over.PEP = cmp.Or(over.PEP, s.PEP)
		over.PEPCategoryCode = cmp.Or(over.PEPCategoryCode, s.PEPCategoryCode)
		over.RiskRatingCode = cmp.Or(over.RiskRatingCode, s.RiskRatingCode)
		out.Screening = nonZero(over)
	}
	for _, d := range draft.Documents {
		out.Documents = append(out.Documents, canonical.DocumentOnFile{
			Purpose: d.Purpose, IdentifierType: d.IdentifierType, Side: d.Side, File: d.File,
		})
	}
	return out
}

// date is the date as written, also in an instant: converting the zone could make it
// another day (CDP-14). raw is the text of what is none.
func (m *mapper) date(field string, v text) (date canonical.Date, raw canonical.Personal) {
	if lenientjson.NoDate(v) {
		return "", ""
	}
	day, _, _ := strings.Cut(string(v), "T")
	if d := canonical.Date(day); d.Valid() {
		return d, ""
	}
	m.unmapped(field)
	return "", canonical.Personal(v)
}

// instant, country and phone keep the text of what is none in raw, as date does.
func (m *mapper) instant(field string, v *moment) (at *time.Time, raw canonical.Personal) {
	if v.at.IsZero() {
		at, said := lenientjson.Instant(v.said, nil, field, m.unmapped)
		return at, canonical.Personal(said)
	}
	return &v.at, ""
}

func (m *mapper) country(field string, v text) (c canonical.Country, raw canonical.Personal) {
	if c := canonical.Country(v); c == "" || c.Valid() {
		return c, ""
	}
	m.unmapped(field)
	return "", canonical.Personal(v)
}

func (m *mapper) phone(field string, v text) (number, raw canonical.Personal) {
	if p := canonical.Personal(v); p == "" || canonical.ValidPhone(p) {
		return p, ""
	}
	m.unmapped(field)
	return "", canonical.Personal(v)
}

// code is the number's text, or nothing where CDP writes 0 for none (CDP-11,
// CDP-12).
func code(n number) string {
	if n == "0" {
		return ""
	}
	return string(n)
}

// nonZero is a pointer to v, or nil for the zero value.
func nonZero[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	known := v // v itself would be on the heap before it is looked at
	return &known
}
