package cdp

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
	"testing"

	"canongate/adapters/internal/rest"
	"canongate/canonical"
)

// BenchmarkDecodeProfile decodes and maps CDP's whole "Get customer" answer.
// Budget: 20 µs and 85 allocations.
func BenchmarkDecodeProfile(b *testing.B) {
	body := sample(b, "get_customer.ok.json")
	m := newMapper(b, nil)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := m.decodeReply("get_customer", rest.Reply{Status: 200, Body: body}, "7841000000000001"); err != nil {
			b.Fatal(err)
		}
	}
}

func TestClosedListsReadEveryCode(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ field, code, name, raw string }{
		{"gender", "Male", "male", ""}, {"gender", "Female", "female", ""}, {"gender", "FEMALE", "female", ""}, {"gender", "X", "unknown", "X"},
		{"id_type", "2", "passport", ""}, {"id_type", "4", "emirates_id", ""}, {"id_type", "28", "national_id", ""}, {"id_type", "17", "unknown", "17"},
		{"address_type_id", "1", "residence", ""}, {"address_type_id", "2", "permanent", ""}, {"address_type_id", "3", "unknown", "3"},
		{"customer_status", "ACTIVE", "active", ""}, {"customer_status", "BLOCKED", "blocked", ""}, {"customer_status", "INACTIVE", "inactive", ""},
		{"customer_status", "DORMANT", "unknown", "DORMANT"},
		{"aml_scan_status", "Accepted", "clear", ""}, {"aml_scan_status", "Under Investigation", "in_review", ""},
		{"aml_scan_status", "UNDER INVESTIGATION", "in_review", ""}, {"aml_scan_status", "Rejected", "rejected", ""},
		{"aml_scan_status", "Blocked", "rejected", ""}, {"aml_scan_status", "Escalated", "unknown", "Escalated"},
		{"id_status", "Active", "verified", ""}, {"id_status", "Expired", "expired", ""}, {"id_status", "Lost", "unknown", "Lost"},
		{"id_status", "", "", ""},
	} {
		var unmapped []string
		name, raw := newMapper(t, &unmapped).enum(row.field, text(row.code))
		if name != row.name || raw != row.raw {
			t.Errorf("%s %q reads as %q, raw %q; want %q, %q", row.field, row.code, name, raw, row.name, row.raw)
		}
		if counted := slices.Equal(unmapped, []string{row.field}); counted != (row.name == "unknown") {
			t.Errorf("%s %q: counted %v", row.field, row.code, unmapped)
		}
	}
}

func TestScreeningDecidesTheStatus(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ status, aml, want, raw string }{
		{"ACTIVE", "Accepted", "active", ""}, {"ACTIVE", "Under Investigation", "pending_review", ""}, {"ACTIVE", "Rejected", "rejected", ""},
		{"DORMANT", "Accepted", "unknown", "DORMANT"}, {"DORMANT", "Under Investigation", "pending_review", ""},
		{"", "Blocked", "rejected", ""}, {"", "", "", ""}, {"ACTIVE", "Escalated", "pending_review", ""},
	} {
		c := newMapper(t, nil).decodeProfile(&profile{CustomerStatus: text(row.status), AMLScanStatus: text(row.aml)})
		if c.Status != row.want || c.StatusRaw != row.raw {
			t.Errorf("%s with %s is %s (%s), want %s (%s)", row.status, row.aml, c.Status, c.StatusRaw, row.want, row.raw)
		}
	}
}

func TestA9InvalidValuesAreCountedAndTheirTextKept(t *testing.T) {
	t.Parallel()
	var unmapped []string
	body := `{"ecrn":"7841000000000001","nationality":"ae","country_of_residence":"Emirates","primary_mobile_number":"0500000101","email_id":"nobody",
		"date_of_birth":"04.11.1991","second_nationality":"IN","country_of_birth":"India",
		"address_list":[{"country":"XX","mobile_number":"04 123","dateUpdated":"yesterday"}],"id_details":[{"issued_on":"2021-02-30","issued_country":"Emirates","dateUpdated":"May"}],
		"customer_classification":{"annual_income_currency_code":"DHS","next_review_date":"soon","employer_phone":"04 124","txn_issued_country":"UAE","dateUpdated":"today"},
		"customer_relations":["x"]}`
	customer, err := newMapper(t, &unmapped).decodeReply("get_customer", rest.Reply{Status: 200, Body: []byte(body)}, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := customer.Validate(); err != nil {
		t.Errorf("not canonical: %v", canonical.AsError(err).Fields)
	}
	want := []string{
		"address_list.country", "address_list.dateUpdated", "address_list.mobile_number", "country_of_birth", "country_of_residence",
		"customer_classification.annual_income_currency_code", "customer_classification.dateUpdated", "customer_classification.employer_phone",
		"customer_classification.next_review_date", "customer_classification.txn_issued_country", "customer_relations", "date_of_birth", "email_id",
		"id_details.dateUpdated", "id_details.issued_country", "id_details.issued_on", "nationality", "primary_mobile_number",
	}
	id, tax, home := customer.Identifiers[0], customer.Identifiers[1], customer.Addresses[0]
	for _, raw := range [][2]canonical.Personal{
		{customer.NationalitiesRaw[0], "ae"}, {canonical.Personal(customer.Nationalities[0]), "IN"}, {customer.PlaceOfBirth.CountryRaw, "India"},
		{customer.CountryOfResidenceRaw, "Emirates"}, {customer.Emails[0].AddressRaw, "nobody"}, {customer.Emails[0].Address, ""},
		{customer.UpdatedAtRaw, "today"}, {home.PhoneRaw, "04 123"}, {home.UpdatedAtRaw, "yesterday"},
		{id.UpdatedAtRaw, "May"}, {id.IssuingCountryRaw, "Emirates"}, {tax.IssuingCountryRaw, "UAE"},
		{customer.Employment.Employer.PhoneRaw, "04 124"}, {customer.FinancialProfile.IncomeCurrencyRaw, "DHS"},
	} {
		if raw[0] != raw[1] {
			t.Errorf("reads %q, want %q", string(raw[0]), string(raw[1]))
		}
	}
	if slices.Sort(unmapped); !slices.Equal(unmapped, want) {
		t.Errorf("counted %v, want %v", unmapped, want)
	}
}

func TestNewMembersAreCountedOnASample(t *testing.T) {
	t.Parallel()
	var unmapped []string
	m := newMapper(t, &unmapped)
	body := []byte(`{"ecrn":"7841000000000001","loyalty":1,"address_list":[{"makani":"x"}],"customer_classification":{"tier":"a","dnfbp":false}}`)
	for range 65 {
		if _, err := m.decodeReply("get_customer", rest.Reply{Status: 200, Body: body}, ""); err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(unmapped)
	if want := []string{"address_list.makani", "customer_classification.tier", "loyalty"}; !slices.Equal(slices.Compact(slices.Clone(unmapped)), want) || len(unmapped) != 2*len(want) {
		t.Errorf("counted %v, want each of %v for the first and the 65th answer", unmapped, want)
	}
}

func TestChangedTypesAreCounted(t *testing.T) {
	t.Parallel()
	var unmapped []string
	body := `{"ecrn":"7841000000000001","first_name":"Noor","address_list":[{"city":{"name":"x"}}],"id_details":[{"id_number":[]}]}`
	c, err := newMapper(t, &unmapped).decodeReply("get_customer", rest.Reply{Status: 200, Body: []byte(body)}, "")
	if err != nil || c.Name.GivenName != "Noor" || len(c.Addresses)+len(c.Identifiers) > 0 || !slices.Equal(unmapped, []string{"address_list.city", "id_details.id_number"}) {
		t.Errorf("%v, %+v, counted %v", err, c, unmapped)
	}
	_, err = newMapper(t, nil).decodeReply("get_customer", rest.Reply{Status: 200, Body: []byte(`{"ecrn":"7841000000000001","first_name":{"en":"Noor"}}`)}, "")
	wantCode(t, canonical.AsError(err), canonical.VendorProtocolError)
}

// TestNothingIsLostInSilence sets, one at a time, every field that CDP has no
// place for, and fields to values that it has no word for.
func TestNothingIsLostInSilence(t *testing.T) {
	t.Parallel()
	yes := true
	type draft = canonical.CustomerDraft
	profile := func(p canonical.Profile) draft { return draft{Profile: p} }
	address := func(a canonical.Address) draft {
		if a.Type == "" {
			a.Type = "residence"
		}
		return profile(canonical.Profile{Addresses: []canonical.Address{a}})
	}
	phone := func(p ...canonical.Phone) draft { return profile(canonical.Profile{Phones: p}) }
	identifier := func(id canonical.Identifier) draft {
		id.Number = "X1"
		return profile(canonical.Profile{Identifiers: []canonical.Identifier{id}})
	}
	document := func(d canonical.InlineDocument) draft {
		d.Content, d.File.ContentType = canonical.Content("x"), "image/png"
		return draft{Documents: []canonical.InlineDocument{d, {Purpose: "profile_photo", Content: canonical.Content("x"), File: canonical.FileMeta{ContentType: "image/png"}}}}
	}
	create := canonical.CreateCustomer.Bind(newAdapter(t, &fakeVendor{}, newClock(), nil))
	number := canonical.Personal("+971500000101")
	noWord := []string{"/locale", "/marital_status", "/websites/0/type_code", "/gender", "/residency_code", "/identifiers/0/type", "/identifiers/0/type_code", "/employment/occupation_code",
		"/screening/risk_rating_code", "/documents/0/purpose", "/documents/1"}
	for pointer, d := range map[string]draft{
		"/role":                              profile(canonical.Profile{Role: "applicant"}),
		"/name/suffix":                       profile(canonical.Profile{Name: &canonical.Name{Suffix: "x"}}),
		"/name/full_name":                    profile(canonical.Profile{Name: &canonical.Name{FullName: "x"}}),
		"/gender":                            profile(canonical.Profile{Gender: "other"}),
		"/nationalities/2":                   profile(canonical.Profile{Nationalities: []canonical.Country{"PT", "BR", "AE"}}),
		"/residency_code":                    profile(canonical.Profile{ResidencyCode: "resident"}),
		"/emails/1":                          profile(canonical.Profile{Emails: []canonical.Email{{Address: "a@example.com"}, {Address: "b@example.com"}}}),
		"/emails/0/type":                     profile(canonical.Profile{Emails: []canonical.Email{{Address: "a@example.com", Type: "work"}}}),
		"/emails/0/vendor_key":               profile(canonical.Profile{Emails: []canonical.Email{{Address: "a@example.com", VendorKey: "1"}}}),
		"/phones/0":                          phone(canonical.Phone{Number: number, Type: "work"}, canonical.Phone{Number: number}),
		"/phones/0/type":                     phone(canonical.Phone{Number: number, Type: "work"}, canonical.Phone{Number: number, Type: "home"}),
		"/phones/0/extension":                phone(canonical.Phone{Number: number, Extension: "1"}),
		"/phones/0/sms_allowed":              phone(canonical.Phone{Number: number, SMSAllowed: &yes}),
		"/phones/0/vendor_key":               phone(canonical.Phone{Number: number, VendorKey: "1"}),
		"/phones/0/primary":                  phone(canonical.Phone{Number: number, Type: "home", Primary: true}),
		"/phones/2":                          phone(canonical.Phone{Number: number}, canonical.Phone{Number: number}, canonical.Phone{Number: number}),
		"/addresses/0":                       address(canonical.Address{Type: "work"}),
		"/addresses/0/primary":               address(canonical.Address{Type: "permanent", Primary: true}),
		"/addresses/0/care_of":               address(canonical.Address{CareOf: "x"}),
		"/addresses/0/building_number":       address(canonical.Address{BuildingNumber: "1"}),
		"/addresses/0/locality":              address(canonical.Address{Locality: "x"}),
		"/addresses/0/sub_district":          address(canonical.Address{SubDistrict: "x"}),
		"/addresses/0/state_code":            address(canonical.Address{StateCode: "AE-DU"}),
		"/addresses/0/post_office":           address(canonical.Address{PostOffice: "x"}),
		"/addresses/0/country_name":          address(canonical.Address{CountryName: "x"}),
		"/addresses/0/lines":                 address(canonical.Address{Lines: []canonical.Personal{"x"}}),
		"/addresses/0/vendor_key":            address(canonical.Address{VendorKey: "1"}),
		"/identifiers/0/type":                identifier(canonical.Identifier{Type: "visa"}),
		"/identifiers/1":                     profile(canonical.Profile{Identifiers: []canonical.Identifier{{Type: "ssn", Number: "1"}, {Type: "ssn", Number: "2"}}}),
		"/identifiers/0/issuing_country":     identifier(canonical.Identifier{Type: "ssn", IssuingCountry: "AE"}),
		"/identifiers/0/expires_on":          identifier(canonical.Identifier{Type: "ssn", ExpiresOn: "2030-01-01"}),
		"/locale":                            profile(canonical.Profile{Locale: "en"}),
		"/marital_status":                    profile(canonical.Profile{MaritalStatus: "married"}),
		"/websites/0/type_code":              profile(canonical.Profile{Websites: []canonical.Website{{TypeCode: "x", URL: "y"}}}),
		"/identifiers/0/type_code":           identifier(canonical.Identifier{Type: "passport", TypeCode: "4"}),
		"/identifiers/0/status":              identifier(canonical.Identifier{Type: "passport", Status: "x"}),
		"/employment/occupation_code":        profile(canonical.Profile{Employment: &canonical.Employment{OccupationCode: "nurse"}}),
		"/employment/employer/group_code":    profile(canonical.Profile{Employment: &canonical.Employment{Employer: &canonical.Employer{GroupCode: "x"}}}),
		"/consents":                          profile(canonical.Profile{Consents: []canonical.Consent{{Granted: true}}}),
		"/metadata/a~1b":                     profile(canonical.Profile{Metadata: map[string]canonical.Personal{"a/b": "x", "remarks": "y"}}),
		"/screening/risk_rating_code":        {Screening: &canonical.ScreeningDraft{RiskRatingCode: "0"}},
		"/existing_customer":                 {ExistingCustomer: &yes},
		"/submit_section":                    {SubmitSection: &yes},
		"/branch_reference":                  {BranchReference: "1"},
		"/verification":                      {Verification: &canonical.OTPProof{}},
		"/documents/0/side":                  document(canonical.InlineDocument{Purpose: "additional", Side: "single"}),
		"/documents/0/file/name":             document(canonical.InlineDocument{Purpose: "additional", File: canonical.FileMeta{Name: "salary.pdf"}}),
		"/addresses/0/postal_code":           address(canonical.Address{PostalCode: "000"}),
		"/addresses/1/primary":               profile(canonical.Profile{Addresses: []canonical.Address{{Type: "residence"}, {Type: "residence", Primary: true}}}),
		"/client_context":                    {ClientContext: &canonical.ClientContext{IPAddress: "192.0.2.1"}},
		"/documents/0/identifier_type":       document(canonical.InlineDocument{Purpose: "additional", IdentifierType: "passport"}),
		"/documents/0/file/client_reference": document(canonical.InlineDocument{Purpose: "additional", File: canonical.FileMeta{ClientReference: "1"}}),
		"/documents/1":                       document(canonical.InlineDocument{Purpose: "profile_photo"}),
	} {
		c, err := create(t.Context(), identified(d))
		if slices.Contains(noWord, pointer) {
			if e := canonical.AsError(err); e == nil || e.Code != canonical.ValidationFailed || len(e.Fields) != 1 || e.Fields[0].Pointer != pointer {
				t.Errorf("%s: %v", pointer, e)
			}
			continue
		}
		if err != nil || !slices.Equal(c.Ignored, []string{pointer}) {
			t.Errorf("%s: ignored %v, %v", pointer, c.Ignored, err)
		}
	}
}

// TestA5APhoneOfAnyTypeCanBeThePrimary: where no phone may be mobile, the first of
// another type goes to the place of the primary mobile number.
func TestA5APhoneOfAnyTypeCanBeThePrimary(t *testing.T) {
	t.Parallel()
	phone := func(kind string, last string) canonical.Phone {
		return canonical.Phone{Number: canonical.Personal("+97150000010" + last), Type: kind, Primary: last == "9"}
	}
	for name, row := range map[string]struct {
		phones                   []canonical.Phone
		primary, secondary, home text
	}{
		"work alone":            {[]canonical.Phone{phone("work", "1")}, "+971500000101", "", ""},
		"home alone":            {[]canonical.Phone{phone("home", "1")}, "", "", "+971500000101"},
		"home and work":         {[]canonical.Phone{phone("home", "1"), phone("work", "2")}, "+971500000102", "", "+971500000101"},
		"work and mobile":       {[]canonical.Phone{phone("work", "9"), phone("mobile", "2")}, "+971500000102", "", ""},
		"untyped and mobile":    {[]canonical.Phone{phone("", "1"), phone("mobile", "9")}, "+971500000109", "+971500000101", ""},
		"other, work the chief": {[]canonical.Phone{phone("other", "1"), phone("work", "9")}, "+971500000101", "", ""},
	} {
		o := encoded(t, canonical.CustomerDraft{Profile: canonical.Profile{Phones: row.phones}})
		if o.PrimaryMobileNumber != row.primary || o.SecondaryMobileNumber != row.secondary || o.PhoneNumber != row.home {
			t.Errorf("%s: sent %q, %q, %q", name, o.PrimaryMobileNumber, o.SecondaryMobileNumber, o.PhoneNumber)
		}
	}
}

// identified is a draft with what a vendor cannot do without, where it has none.
func identified(d canonical.CustomerDraft) canonical.CustomerDraft {
	name := deref(d.Name)
	name.GivenName, name.FamilyName = "Leocadia", "Oduya"
	d.Name, d.Birthdate, d.CountryOfResidence = &name, "1987-02-14", "AE"
	d.Gender = cmp.Or(d.Gender, "female")
	if d.Nationalities == nil {
		d.Nationalities = []canonical.Country{"PT"}
	}
	if d.Phones == nil {
		d.Phones = []canonical.Phone{{Number: "+971500000101"}}
	}
	if d.Identifiers == nil {
		d.Identifiers = []canonical.Identifier{{Type: canonical.IdentifierPassport, Number: "X1"}}
	}
	return d
}

func TestAnIdentifierWithoutANameKeepsItsCode(t *testing.T) {
	t.Parallel()
	m := newMapper(t, nil)
	read := m.decodeIdentifiers([]storedID{{identity: identity{IDType: "17", IDNumber: "X1"}}}, &classification{})
	if read[0].Type != canonical.UnknownValue || read[0].TypeCode != "17" {
		t.Fatalf("read as %s, %s", read[0].Type, read[0].TypeCode)
	}
	for _, kind := range []string{"unknown", "other"} {
		read[0].Type = kind
		if o := encoded(t, canonical.CustomerDraft{Profile: canonical.Profile{Identifiers: read}}); o.IDDetails[0].IDType != "17" {
			t.Errorf("%s is written as %s", kind, o.IDDetails[0].IDType)
		}
	}
}

// TestEveryMemberLeadsToACanonicalField walks the wire types, so that a new
// member cannot be forgotten in the tables of members.
func TestEveryMemberLeadsToACanonicalField(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		of      reflect.Type
		members []map[string]string
	}{
		{reflect.TypeFor[person](), []map[string]string{rootMembers}},
		{reflect.TypeFor[classification](), []map[string]string{classificationMembers}},
		{reflect.TypeFor[address](), []map[string]string{listMembers}},
		{reflect.TypeFor[identity](), []map[string]string{listMembers}},
	} {
		for i := range row.of.NumField() {
			name, _, _ := strings.Cut(row.of.Field(i).Tag.Get("json"), ",")
			if name != "ecrn" && row.members[0][name] == "" {
				t.Errorf("%s of %s leads nowhere", name, row.of)
			}
		}
	}
}
