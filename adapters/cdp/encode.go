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

// encoder lays a request out for CDP and gathers what CDP cannot take.
type encoder struct {
	canonical.Check
	tables tables
}

// encodeDraft makes the body of an onboarding.
func (m *mapper) encodeDraft(d canonical.CustomerDraft) ([]byte, error) {
	o, err := m.onboarding(d)
	if err != nil {
		return nil, err
	}
	return o.body()
}

// encodeUpdate adds the customer's key, without which CDP would make another
// customer, and the members to clear.
func (m *mapper) encodeUpdate(u canonical.CustomerUpdate) ([]byte, error) {
	ecrn := u.ID.Key(keyECRN)
	if !isECRN(ecrn) {
		return nil, noKey()
	}
	o, err := m.onboarding(u.CustomerDraft)
	if err != nil {
		return nil, err
	}
	var e encoder
	o.ECRN = text(ecrn)
	for _, key := range slices.Sorted(maps.Keys(u.VendorIDs)) {
		e.refuse(key != keyECRN || u.VendorIDs[key] != ecrn, "/vendor_ids/"+pointerToken.Replace(key))
	}
	for _, pointer := range u.Cleared {
		e.clear(pointer, &o)
	}
	clearRest(u.Profile, &o)
	if err := e.Err(); err != nil {
		return nil, err
	}
	return o.body()
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

// onboarding lays a draft out for CDP. The draft's own check comes first: a
// country in lower case would come back as a refusal that does not say which
// of the countries it means (CDP-9).
func (m *mapper) onboarding(d canonical.CustomerDraft) (onboarding, error) {
	if err := d.Validate(); err != nil {
		return onboarding{}, err
	}
	if err := checkDocuments(d.Documents); err != nil {
		return onboarding{}, err
	}
	e := encoder{tables: m.tables}
	o := onboarding{Channel: m.channel, UpdatedBy: m.updatedBy}
	o.person = e.person(d.Profile, deref(d.Screening))
	e.phones(d.Phones, &o.person)
	o.AddressList = e.addresses(d.Addresses)
	o.IDDetails = e.identifiers(d.Identifiers)
	o.Classification.classification = e.classification(d.Profile, deref(d.Screening))
	e.documents(d, &o)
	e.refuseUnplaced(d)
	return o, e.Err()
}

// clearRest clears the members of CDP that hold the elements of a list, beyond
// those that the caller's new list fills (RFC 7396: a list replaces the list).
func clearRest(p canonical.Profile, o *onboarding) {
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
	e.refuse(len(p.Nationalities) > 2, "/nationalities/2")
	e.refuse(len(p.Emails) > 1, "/emails/1")
	return person{
		Salutation: text(name.Salutation), FirstName: text(name.GivenName), MiddleName: text(name.MiddleName), LastName: text(name.FamilyName),
		PreferredName: text(name.PreferredName), MothersMaidenName: text(name.MothersMaidenName),
		DateOfBirth: text(p.Birthdate), Gender: text(e.enum("gender", "/gender", p.Gender)),
		Nationality: text(nth(p.Nationalities, 0)), SecondNationality: text(nth(p.Nationalities, 1)),
		CountryOfBirth: text(birth.Country), PlaceOfBirth: text(birth.Locality),
		CountryOfResidence: text(p.CountryOfResidence),
		NativeRegion:       e.number("/region_code", p.RegionCode),
		ResidentTypeID:     e.number("/residency_code", p.ResidencyCode),
		EmailID:            text(nth(p.Emails, 0).Address),
		OccupationID:       e.number("/employment/occupation_code", deref(p.Employment).OccupationCode),
		PoliticalExposed:   s.PEP,
	}
}

// phones puts the numbers in CDP's three places. The primary number is the one
// marked so, else the first mobile.
func (e *encoder) phones(phones []canonical.Phone, p *person) {
	mobile := func(p canonical.Phone) bool { return p.Type == "" || p.Type == canonical.PhoneMobile }
	primary := slices.IndexFunc(phones, func(p canonical.Phone) bool { return p.Primary })
	if primary < 0 {
		primary = slices.IndexFunc(phones, mobile)
	}
	for i, phone := range phones {
		at := element("/phones", i)
		var place *text
		switch {
		case mobile(phone) && i == primary:
			place = &p.PrimaryMobileNumber
		case mobile(phone):
			place = &p.SecondaryMobileNumber
		case phone.Type == canonical.PhoneHome:
			place = &p.PhoneNumber
		default:
			e.refuse(true, at+"/type")
			continue
		}
		e.refuse(*place != "", at)
		e.refuse(phone.Primary && place != &p.PrimaryMobileNumber, at+"/primary")
		e.refuse(phone.Extension != "", at+"/extension")
		e.refuse(phone.SMSAllowed != nil, at+"/sms_allowed")
		e.refuse(phone.VendorKey != "", at+"/vendor_key")
		*place = text(phone.Number)
	}
}

func (e *encoder) addresses(list []canonical.Address) []address {
	if list == nil {
		return nil
	}
	out := make([]address, 0, len(list))
	for i, a := range list {
		at := element("/addresses", i)
		e.Require(a.Type != "", at+"/type")
		e.refuseUnplacedAddress(a, at)
		out = append(out, address{
			AddressTypeID: text(e.enum("address_type_id", at+"/type", a.Type)),
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
		at := element("/identifiers", i)
		e.Require(id.Number != "", at+"/number")
		e.refuse(id.Status != "", at+"/status")
		visa, primary, active := deref(id.Visa), id.Primary || !marked && i == 0, id.Active == nil || *id.Active
		out = append(out, idDetail{identity: identity{
			IDType: e.idType(at, id.Type, id.TypeCode), IDNumber: text(id.Number),
			VisaNumber: text(visa.Number), VisaExpiryDate: text(visa.ExpiresOn),
			NameAsPerID: text(id.NameOnDocument), IssuedCountry: text(id.IssuingCountry),
			IssuedBy: text(id.IssuerName), IssuedAt: text(id.IssuedAtPlace), IssuedOn: text(id.IssuedOn), DateOfExpiry: text(id.ExpiresOn),
			DefaultStatus: primary, ActiveStatus: &active,
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

// refuse notes a field that would be lost at CDP.
func (e *encoder) refuse(set bool, pointer string) {
	if set {
		e.Unsupported(pointer, "has no place at this vendor")
	}
}

func (e *encoder) refuseUnplaced(d canonical.CustomerDraft) {
	name, employer := deref(d.Name), deref(deref(d.Employment).Employer)
	e.refuse(d.Role != "", "/role")
	e.refuse(name.Suffix != "", "/name/suffix")
	e.refuse(name.FullName != "", "/name/full_name")
	e.refuse(employer.GroupCode != "", "/employment/employer/group_code")
	e.refuse(nth(d.Emails, 0).Type != "", "/emails/0/type")
	e.refuse(nth(d.Emails, 0).VendorKey != "", "/emails/0/vendor_key")
	e.refuse(len(d.Consents) > 0, "/consents")
	e.refuse(d.ExistingCustomer != nil, "/existing_customer")
	e.refuse(d.SubmitSection != nil && !*d.SubmitSection, "/submit_section")
	e.refuse(d.BranchReference != "", "/branch_reference")
	e.refuse(d.Verification != nil, "/verification")
	for _, key := range slices.Sorted(maps.Keys(d.Metadata)) {
		e.refuse(key != keyRemarks, "/metadata/"+pointerToken.Replace(key))
	}
}

func (e *encoder) refuseUnplacedAddress(a canonical.Address, at string) {
	e.refuse(a.Primary && a.Type != canonical.AddressResidence, at+"/primary")
	e.refuse(a.CareOf != "", at+"/care_of")
	e.refuse(a.BuildingNumber != "", at+"/building_number")
	e.refuse(a.Locality != "", at+"/locality")
	e.refuse(a.SubDistrict != "", at+"/sub_district")
	e.refuse(a.StateCode != "", at+"/state_code")
	e.refuse(a.PostOffice != "", at+"/post_office")
	e.refuse(a.CountryName != "", at+"/country_name")
	e.refuse(len(a.Lines) > 0, at+"/lines")
	e.refuse(a.VendorKey != "", at+"/vendor_key")
}

const (
	keyECRN    = "ecrn"
	keyRemarks = "remarks"
)

// pointerToken escapes a member's name for a JSON Pointer (RFC 6901 §3).
var pointerToken = strings.NewReplacer("~", "~0", "/", "~1")

func element(pointer string, i int) string { return pointer + "/" + strconv.Itoa(i) }

func deref[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}

func nth[T any](list []T, i int) (v T) {
	if i < len(list) {
		v = list[i]
	}
	return v
}
