package cdp

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"canongate/canonical"
)

// places are the fields that CDP has a place for.
var places = canonical.PlacesFor("/external_reference", "/name/salutation", "/name/given_name", "/name/middle_name", "/name/family_name",
	"/name/preferred_name", "/name/mothers_maiden_name", "/birthdate", "/place_of_birth", "/gender", "/nationalities",
	"/country_of_residence", "/residency_code", "/region_code", "/emails/*/address", "/emails/*/primary",
	"/phones/*/number", "/phones/*/type", "/phones/*/primary",
	"/addresses/*/type", "/addresses/*/building_name", "/addresses/*/street_name", "/addresses/*/landmark", "/addresses/*/city",
	"/addresses/*/district", "/addresses/*/state", "/addresses/*/postal_code", "/addresses/*/country", "/addresses/*/phone", "/addresses/*/primary",
	"/identifiers/*/type", "/identifiers/*/type_code", "/identifiers/*/number", "/identifiers/*/issuing_country", "/identifiers/*/issuer_name",
	"/identifiers/*/issued_at_place", "/identifiers/*/issued_on", "/identifiers/*/expires_on", "/identifiers/*/name_on_document",
	"/identifiers/*/primary", "/identifiers/*/active", "/identifiers/*/visa",
	"/employment/occupation_code", "/employment/profession_category", "/employment/employer/name", "/employment/employer/address",
	"/employment/employer/phone", "/employment/employer/customer_id", "/employment/employer/establishment_id",
	"/financial_profile", "/screening", "/metadata/remarks",
	"/documents/*/purpose", "/documents/*/identifier_type", "/documents/*/side", "/documents/*/file/name", "/documents/*/file/content_type",
	"/documents/*/content")

// encoder makes a request for CDP and collects what CDP cannot take.
type encoder struct {
	canonical.Check
	tables  tables
	dropped []string // what has no place beside the rest of the draft
}

// encodeDraft makes the body of an onboarding.
func (m *mapper) encodeDraft(d canonical.CustomerDraft) (body []byte, ignored []string, err error) {
	o, ignored, err := m.onboarding(d)
	if err != nil {
		return nil, nil, err
	}
	body, err = o.body()
	return body, ignored, err
}

// encodeUpdate adds the customer's key, without which CDP would make another
// customer, and the members to clear.
func (m *mapper) encodeUpdate(u canonical.CustomerUpdate) (body []byte, ignored []string, err error) {
	ecrn := u.ID.Key(keyECRN)
	if !isECRN(ecrn) {
		return nil, nil, errNoECRN()
	}
	o, ignored, err := m.onboarding(u.CustomerDraft)
	if err != nil {
		return nil, nil, err
	}
	var e encoder
	o.ECRN = text(ecrn)
	for _, key := range slices.Sorted(maps.Keys(u.VendorIDs)) {
		e.refuse(key != keyECRN || u.VendorIDs[key] != ecrn, canonical.Member("/vendor_ids", key))
	}
	for _, pointer := range u.Cleared {
		e.clear(pointer, &o)
	}
	nullUnusedMembers(u.Profile, &o)
	if err := e.Err(); err != nil {
		return nil, nil, err
	}
	body, err = o.body()
	return body, ignored, err
}

// encodeLookup asks for the holder of a document.
func (m *mapper) encodeLookup(l canonical.CustomerLookup) ([]byte, error) {
	e := encoder{tables: m.tables}
	if l.Phone != "" {
		e.Unsupported("/phone", "does not find a customer at this vendor: give an identifier")
		return nil, e.Err()
	}
	id := deref(l.Identifier)
	e.Require(id.Number != "", "/identifier/number")
	v := validation{IDNumber: string(id.Number), IDType: string(e.idType("/identifier", id.Type, id.TypeCode))}
	if err := e.Err(); err != nil {
		return nil, err
	}
	return json.Marshal(v)
}

// onboarding is a draft in CDP's form. The draft is validated first, because CDP's
// refusal of a country does not say which of the countries it means (CDP-9).
func (m *mapper) onboarding(d canonical.CustomerDraft) (o onboarding, ignored []string, err error) {
	if err := d.Validate(m.now()); err != nil {
		return o, nil, err
	}
	if err := checkDocuments(d.Documents); err != nil {
		return o, nil, err
	}
	e := encoder{tables: m.tables}
	o = onboarding{Channel: m.channel, UpdatedBy: m.updatedBy}
	o.person = e.person(d.Profile, deref(d.Screening))
	e.phones(d.Phones, &o.person)
	o.AddressList = e.addresses(d.Addresses)
	o.IDDetails = e.identifiers(d.Identifiers)
	o.Classification.classification = e.classification(d.Profile, deref(d.Screening))
	e.documents(d, &o)
	return o, places.Ignored(&d, e.dropped...), e.Err()
}

// nullUnusedMembers sets to null the members of CDP for list elements that the
// caller's new list does not fill (RFC 7396: a list replaces the list).
func nullUnusedMembers(p canonical.Profile, o *onboarding) {
	for _, member := range []struct {
		listed bool
		name   string
		value  text
	}{
		{p.Nationalities != nil, "nationality", o.Nationality},
		{p.Nationalities != nil, "second_nationality", o.SecondNationality},
		{p.Emails != nil, "email_id", o.EmailID},
		{p.Phones != nil, "primary_mobile_number", o.PrimaryMobileNumber},
		{p.Phones != nil, "secondary_mobile_number", o.SecondaryMobileNumber},
		{p.Phones != nil, "phone_number", o.PhoneNumber},
	} {
		if member.listed && member.value == "" {
			o.nulls = append(o.nulls, member.name)
		}
	}
}

// clear notes the members that hold the field, or the fields below it. What
// CDP has no place for is clear already.
func (e *encoder) clear(pointer string, o *onboarding) {
	switch pointer {
	case "/addresses":
		o.AddressList = []address{}
	case "/identifiers":
		o.IDDetails = []idDetail{}
	case "/documents", "/screening", "/screening/pep":
		e.Unsupported(pointer, "cannot be cleared at this vendor")
	default:
		o.nulls = append(o.nulls, membersAt(rootMembers, pointer)...)
		o.Classification.nulls = append(o.Classification.nulls, membersAt(classificationMembers, pointer)...)
	}
}

func membersAt(members map[string]string, pointer string) []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if members[name] == pointer || strings.HasPrefix(members[name], pointer+"/") {
			names = append(names, name)
		}
	}
	return names
}

func (e *encoder) person(p canonical.Profile, s canonical.ScreeningDraft) person {
	name, birth := deref(p.Name), deref(p.PlaceOfBirth)
	for i := 2; i < len(p.Nationalities); i++ {
		e.drop(true, canonical.Element("/nationalities", i))
	}
	mail := canonical.ChooseEmail(p.Emails)
	e.dropped = append(e.dropped, canonical.Others("/emails", len(p.Emails), mail)...)
	return person{
		Salutation: text(name.Salutation), FirstName: text(name.GivenName), MiddleName: text(name.MiddleName), LastName: text(name.FamilyName),
		PreferredName: text(name.PreferredName), MothersMaidenName: text(name.MothersMaidenName),
		DateOfBirth: text(p.Birthdate), Gender: text(e.enum("gender", "/gender", p.Gender)),
		Nationality: text(elementAt(p.Nationalities, 0)), SecondNationality: text(elementAt(p.Nationalities, 1)),
		CountryOfBirth: text(birth.Country), PlaceOfBirth: text(birth.Locality),
		CountryOfResidence: text(p.CountryOfResidence),
		NativeRegion:       e.number("/region_code", p.RegionCode),
		ResidentTypeID:     e.number("/residency_code", p.ResidencyCode),
		EmailID:            text(elementAt(p.Emails, mail).Address),
		OccupationID:       e.number("/employment/occupation_code", deref(p.Employment).OccupationCode),
		PoliticalExposed:   truthOf(s.PEP),
	}
}

// phones puts the numbers in CDP's three places.
func (e *encoder) phones(phones []canonical.Phone, p *person) {
	primary := canonical.ChooseMobile(phones)
	for i, phone := range phones {
		at := canonical.Element("/phones", i)
		var place *text
		switch {
		case phone.MayBeMobile() && i == primary:
			place = &p.PrimaryMobileNumber
		case phone.MayBeMobile():
			place = &p.SecondaryMobileNumber
		case phone.Type == canonical.PhoneHome:
			place = &p.PhoneNumber
		}
		if place == nil || *place != "" {
			e.drop(true, at)
			continue
		}
		e.drop(phone.Primary && place != &p.PrimaryMobileNumber, at+"/primary")
		*place = text(phone.Number)
	}
}

func (e *encoder) addresses(list []canonical.Address) []address {
	if list == nil {
		return nil
	}
	out := make([]address, 0, len(list))
	for i, a := range list {
		at := canonical.Element("/addresses", i)
		e.Require(a.Type != "", at+"/type")
		kind, placed := e.tables["address_type_id"].codes[a.Type]
		if !placed {
			e.drop(a.Type != "", at)
			continue
		}
		e.drop(a.Primary && a.Type != canonical.AddressResidence, at+"/primary")
		out = append(out, address{
			AddressTypeID: text(kind),
			BuildingName:  text(a.BuildingName), StreetName: text(a.StreetName), Landmark: text(a.Landmark),
			City: text(a.City), District: text(a.District), State: text(a.State), Country: text(a.Country),
			Zip: e.number(at+"/postal_code", string(a.PostalCode)), MobileNumber: text(a.Phone),
		})
	}
	return out
}

// identifiers are active unless the caller says otherwise; the first one is
// the default when none is marked primary.
func (e *encoder) identifiers(list []canonical.Identifier) []idDetail {
	if list == nil {
		return nil
	}
	marked := slices.ContainsFunc(list, func(id canonical.Identifier) bool { return id.Primary })
	out := make([]idDetail, 0, len(list))
	for i, id := range list {
		at := canonical.Element("/identifiers", i)
		e.Require(id.Number != "", at+"/number")
		visa, primary, active := deref(id.Visa), id.Primary || !marked && i == 0, id.Active == nil || *id.Active
		out = append(out, idDetail{identity: identity{
			IDType: e.idType(at, id.Type, id.TypeCode), IDNumber: text(id.Number),
			VisaNumber: text(visa.Number), VisaExpiryDate: text(visa.ExpiresOn),
			NameAsPerID: text(id.NameOnDocument), IssuedCountry: text(id.IssuingCountry),
			IssuedBy: text(id.IssuerName), IssuedAt: text(id.IssuedAtPlace), IssuedOn: text(id.IssuedOn), DateOfExpiry: text(id.ExpiresOn),
			DefaultStatus: truthOf(&primary), ActiveStatus: truthOf(&active),
		}})
	}
	return out
}

func (e *encoder) classification(p canonical.Profile, s canonical.ScreeningDraft) classification {
	job, money := deref(p.Employment), deref(p.FinancialProfile)
	employer := deref(job.Employer)
	return classification{
		AnnualIncomeRangeID:  e.number("/financial_profile/income_range_code", money.IncomeRangeCode),
		AnnualIncomeCurrency: text(money.IncomeCurrency),
		IncomeType:           e.number("/financial_profile/income_type_code", money.IncomeTypeCode),
		ReasonForAcc:         text(money.AccountPurpose),
		TxnVolMonth:          e.number("/financial_profile/monthly_txn_volume_code", money.MonthlyTxnVolumeCode),
		TxnCountMonth:        e.number("/financial_profile/monthly_txn_count_code", money.MonthlyTxnCountCode),
		EmployerName:         text(employer.Name), EmployerAddress: text(employer.Address), EmployerPhone: text(employer.Phone),
		EmployerECRN: text(employer.CustomerID), EmployerEstablishmentID: text(employer.EstablishmentID),
		ProfessionCategory: text(job.ProfessionCategory),
		RiskRatingID:       e.number("/screening/risk_rating_code", s.RiskRatingCode),
		PEPCategory:        e.number("/screening/pep_category_code", s.PEPCategoryCode),
		CustomerRemarks:    text(p.Metadata[keyRemarks]),
		AgentRefNo:         text(p.ExternalReference),
	}
}

// enum gives the code of a closed list's name.
func (e *encoder) enum(field, pointer, name string) string {
	code, ok := e.tables[field].codes[name]
	e.refuse(name != "" && !ok, pointer)
	return code
}

// idType gives CDP's code of a document's type; a type that has no canonical
// name is written by its code.
func (e *encoder) idType(pointer, name, code string) number {
	if known, ok := e.tables["id_type"].codes[name]; ok {
		e.refuse(code != "" && code != known, pointer+"/type_code")
		return number(known)
	}
	if code == "" {
		e.refuse(true, pointer+"/type")
	}
	return e.number(pointer+"/type_code", code)
}

// number writes a master value or a post code; CDP reads 0 as none.
func (e *encoder) number(pointer, digits string) number {
	n, err := strconv.ParseUint(cmp.Or(digits, "0"), 10, 31)
	if err != nil {
		e.Invalid(pointer, "must be a whole number at this vendor")
	}
	if n == 0 {
		return ""
	}
	return number(strconv.FormatUint(n, 10))
}

// refuse notes a value that CDP has no word for, in a field that it keeps.
func (e *encoder) refuse(set bool, pointer string) {
	if set {
		e.Unsupported(pointer, "has no equivalent at this vendor")
	}
}

// drop notes what is not sent, and named in the answer.
func (e *encoder) drop(set bool, pointer string) {
	if set {
		e.dropped = append(e.dropped, pointer)
	}
}

const (
	keyECRN    = "ecrn"
	keyRemarks = "remarks"
)

func deref[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}

func elementAt[T any](list []T, i int) (v T) {
	if i >= 0 && i < len(list) {
		v = list[i]
	}
	return v
}
