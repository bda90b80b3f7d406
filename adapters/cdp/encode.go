package cdp

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"canongate/adapters/internal/lenientjson"
	"canongate/canonical"
)

// encoder makes a request for CDP and collects what CDP cannot take.
type encoder struct {
	canonical.Check
	tables tables
	// kept is the draft without what has no place beside the rest of it; ignored
	// are the pointers to that.
	kept    canonical.CustomerDraft
	ignored []string
	shown   []string // the types of the identifiers in id_details
}

// request is an onboarding to send.
type request struct {
	body []byte
	// kept is what of the draft is sent; ignored are pointers to the rest.
	kept    canonical.CustomerDraft
	ignored []string
}

// encodeDraft makes an onboarding.
func (m *mapper) encodeDraft(d canonical.CustomerDraft) (r request, err error) {
	o, e, err := m.onboarding(d)
	if err != nil {
		return request{}, err
	}
	r = request{kept: e.kept, ignored: e.ignored}
	r.body, err = o.body()
	return r, err
}

// encodeUpdate adds the customer's key, without which CDP would make another
// customer, and the members to clear.
func (m *mapper) encodeUpdate(u canonical.CustomerUpdate) (r request, err error) {
	ecrn := u.ID.Key(keyECRN)
	if !isECRN(ecrn) {
		return request{}, errNoECRN()
	}
	o, e, err := m.onboarding(u.CustomerDraft)
	if err != nil {
		return request{}, err
	}
	o.ECRN = text(ecrn)
	if own, given := u.VendorIDs[keyECRN]; given && own != ecrn {
		e.NotOwnKey(keyECRN)
	}
	e.OnlyKeys(u.VendorIDs, keyECRN)
	for _, pointer := range u.Cleared {
		e.clear(pointer, &o)
	}
	nullUnusedMembers(u.Profile, &o)
	if err := e.Err(); err != nil {
		return request{}, err
	}
	r = request{kept: e.kept, ignored: e.ignored}
	r.body, err = o.body()
	return r, err
}

// encodeLookup asks for the holder of a document.
func (m *mapper) encodeLookup(l canonical.CustomerLookup) ([]byte, error) {
	e := encoder{tables: m.tables}
	if l.Phone != "" {
		e.NotFoundBy("/phone", "identifier")
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
func (m *mapper) onboarding(d canonical.CustomerDraft) (o onboarding, e *encoder, err error) {
	if err := d.Validate(m.now()); err != nil {
		return o, nil, err
	}
	if err := checkDocuments(d.Documents); err != nil {
		return o, nil, err
	}
	e = &encoder{tables: m.tables, kept: d}
	o = onboarding{Channel: m.channel, UpdatedBy: m.updatedBy, AgentLocationID: text(d.SupplementaryData.Text(memberAgentLocation))}
	o.person = e.person(d.Profile, deref(d.Screening))
	e.phones(d.Phones, &o.person)
	o.AddressList = e.addresses(d.Addresses)
	o.Classification.classification = e.classification(d.Profile, deref(d.Screening))
	o.Classification.SocialLinks = e.websites(d.Websites)
	o.IDDetails = e.identifiers(d.Identifiers, &o.Classification.classification)
	e.documents(d.Documents, &o)
	return o, e, e.Err()
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
	if p.Identifiers != nil {
		o.Classification.nullUnusedNumbers()
	}
}

// nullUnusedNumbers sets to null the members for identifiers that have no element in
// id_details.
func (c *sentClassification) nullUnusedNumbers() {
	if c.SocialSecurityNumber == "" {
		c.nulls = append(c.nulls, "social_security_number")
	}
	if c.TaxRegistrationNumber == "" {
		c.nulls = append(c.nulls, "tax_registration_number")
	}
	if c.TxnIssuedCountry == "" {
		c.nulls = append(c.nulls, "txn_issued_country")
	}
}

// clear notes the members that hold the field, or the fields below it. What
// CDP has no place for is clear already.
func (e *encoder) clear(pointer string, o *onboarding) {
	switch pointer {
	case "/addresses":
		o.AddressList = orEmpty(o.AddressList)
	case "/identifiers":
		o.IDDetails = orEmpty(o.IDDetails)
		o.Classification.nullUnusedNumbers()
	case "/websites":
		o.Classification.SocialLinks = orEmpty(o.Classification.SocialLinks)
	case "/documents", "/screening", "/screening/pep":
		e.NotCleared(pointer)
	default:
		o.nulls = append(o.nulls, membersAt(rootMembers, pointer)...)
		o.Classification.nulls = append(o.Classification.nulls, membersAt(classificationMembers, pointer)...)
	}
}

// orEmpty is a list that clears the vendor's, unless there is one to replace it.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
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
		e.ignore(true, canonical.Element("/nationalities", i))
	}
	e.kept.Nationalities = p.Nationalities[:min(2, len(p.Nationalities))]
	mail := canonical.ChooseEmail(p.Emails)
	e.ignored = append(e.ignored, canonical.Others("/emails", len(p.Emails), mail)...)
	e.kept.Emails = canonical.Only(p.Emails, mail)
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

// primaryMobile is the phone for CDP's primary_mobile_number; where none may be mobile,
// the first but those of the type home, which have a place of their own.
func primaryMobile(phones []canonical.Phone) int {
	i := canonical.ChooseMobile(phones)
	if i >= 0 && !phones[i].MayBeMobile() {
		return slices.IndexFunc(phones, func(p canonical.Phone) bool { return p.Type != canonical.PhoneHome })
	}
	return i
}

// phones puts the numbers in CDP's three places.
func (e *encoder) phones(phones []canonical.Phone, p *person) {
	primary := primaryMobile(phones)
	e.kept.Phones = nil
	for i, phone := range phones {
		at := canonical.Element("/phones", i)
		var place *text
		switch {
		case i == primary:
			place = &p.PrimaryMobileNumber
		case phone.MayBeMobile():
			place = &p.SecondaryMobileNumber
		case phone.Type == canonical.PhoneHome:
			place = &p.PhoneNumber
		}
		if place == nil || *place != "" {
			e.ignore(true, at)
			continue
		}
		if phone.Primary && place != &p.PrimaryMobileNumber {
			e.ignore(true, at+"/primary")
			phone.Primary = false
		}
		if i == primary && !phone.MayBeMobile() {
			e.ignore(true, at+"/type")
			phone.Type = ""
		}
		*place = text(phone.Number)
		e.kept.Phones = append(e.kept.Phones, phone)
	}
}

func (e *encoder) addresses(list []canonical.Address) []address {
	if list == nil {
		return nil
	}
	out := make([]address, 0, len(list))
	e.kept.Addresses = nil
	residence := slices.IndexFunc(list, func(a canonical.Address) bool { return a.Type == canonical.AddressResidence })
	for i, a := range list {
		at := canonical.Element("/addresses", i)
		e.Require(a.Type != "", at+"/type")
		kind, placed := e.tables["address_type_id"].codes[a.Type]
		if !placed {
			e.ignore(a.Type != "", at)
			continue
		}
		if a.Primary && i != residence {
			e.ignore(true, at+"/primary")
			a.Primary = false
		}
		zip := e.postalCode(at+"/postal_code", a.PostalCode)
		a.PostalCode = canonical.Personal(zip)
		e.kept.Addresses = append(e.kept.Addresses, a)
		out = append(out, address{
			AddressTypeID: text(kind),
			BuildingName:  text(a.BuildingName), StreetName: text(a.StreetName), Landmark: text(a.Landmark),
			City: text(a.City), District: text(a.District), State: text(a.State), Country: text(a.Country),
			Zip: zip, MobileNumber: text(a.Phone),
		})
	}
	return out
}

func (e *encoder) classification(p canonical.Profile, s canonical.ScreeningDraft) classification {
	job, money := deref(p.Employment), deref(p.FinancialProfile)
	employer, own := deref(job.Employer), p.SupplementaryData
	return classification{
		FirstLanguage:   text(e.listed("first_language", "/locale", p.Locale)),
		MaritalStatus:   number(e.listed("marital_status", "/marital_status", p.MaritalStatus)),
		CustomerTypeID:  number(own.Raw(memberCustomerType)),
		ProfileCategory: number(own.Raw(memberProfileCategory)),
		PersonalMohreID: text(own.Text(memberMohreID)),
		DNFBP:           flag(own.Raw(memberDNFBP)), DPMS: flag(own.Raw(memberDPMS)), ShowRemarksOnTxn: flag(own.Raw(memberShowRemarks)),
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

// listed gives the code of a name that only the operator's tables have.
func (e *encoder) listed(field, pointer, name string) string {
	code, ok := e.tables[field].codes[strings.ToLower(name)]
	if name != "" && !ok {
		e.Unsupported(pointer, "has no entry in code_tables."+field+" of this connection")
	}
	return code
}

func (e *encoder) websites(list []canonical.Website) []socialLink {
	if list == nil {
		return nil
	}
	links := make([]socialLink, len(list))
	for i, w := range list {
		links[i] = socialLink{ID: e.number(canonical.Element("/websites", i)+"/type_code", w.TypeCode), Text: text(w.URL)}
	}
	return links
}

// flag is a truth of supplementary data.
func flag(raw json.RawMessage) truth {
	return truth{lenientjson.Bool{Known: raw != nil, Value: string(raw) == "true"}}
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

// postalCode writes a post code as a number; CDP reads 0 as none (CDP-11).
func (e *encoder) postalCode(pointer string, digits canonical.Personal) number {
	if strings.Trim(string(digits), "0123456789") != "" {
		e.Invalid(pointer, "must be digits at this vendor")
		return ""
	}
	n := e.number(pointer, strings.TrimLeft(string(digits), "0"))
	e.ignore(digits != "" && n == "", pointer)
	return n
}

// number writes a master value, none of which is 0 (CDP-12).
func (e *encoder) number(pointer, digits string) number {
	if digits == "" {
		return ""
	}
	if n, err := strconv.ParseUint(digits, 10, 31); err != nil || digits != strconv.FormatUint(n, 10) || n == 0 {
		e.Invalid(pointer, "must be a whole number greater than 0, without leading zeros, at this vendor")
	}
	return number(digits)
}

// refuse notes a value that CDP has no word for, in a field that it keeps.
func (e *encoder) refuse(set bool, pointer string) {
	if set {
		e.NoEquivalent(pointer)
	}
}

// ignore notes what is not sent, and named in the answer.
func (e *encoder) ignore(set bool, pointer string) {
	if set {
		e.ignored = append(e.ignored, pointer)
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
