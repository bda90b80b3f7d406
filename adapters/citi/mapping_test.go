package citi

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"canongate/adapters/citi/sandbox"
	"canongate/adapters/internal/lenientjson"
	"canongate/adapters/internal/subject"
	"canongate/canonical"
)

// counted is a mapper with the default settings, and what it counts.
func counted(t testing.TB, own map[string]canonical.Country) (mapper, *[]string) {
	t.Helper()
	var fields []string
	s := Settings{Currency: "INR", TimeZone: "Asia/Kolkata", CountryNames: own}
	return newMapper(s, func(field string) { fields = append(fields, field) }, nil), &fields
}

func decoded[T any](t *testing.T, body string) T {
	t.Helper()
	w, err := lenientjson.Decode[T]([]byte(body), nil)
	if err != nil {
		t.Fatalf("decoding %s: %v", body, err)
	}
	return w
}

func profileOf(t *testing.T, m mapper, body string) canonical.Customer {
	t.Helper()
	c, err := m.decodeProfile(decoded[profile](t, body))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func offersOf(t *testing.T, m mapper, body string) []canonical.Offer {
	t.Helper()
	list, err := m.decodeOffers(decoded[offers](t, body))
	if err != nil {
		t.Fatal(err)
	}
	return list.Data
}

func read(t testing.TB, name string) string {
	t.Helper()
	raw, err := sandbox.Samples.ReadFile("samples/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestCIT3OneValueOrMany(t *testing.T) {
	t.Parallel()
	m, fields := counted(t, nil)
	for form, c := range map[string]struct {
		open, closed string
		want         int
	}{"a single value": {"", "", 1}, "a list": {"[", "]", 1}} {
		wrap := func(v string) string { return c.open + v + c.closed }
		p := profileOf(t, m, `{"emails":`+wrap(`{"emailAddress":"a@example.com"}`)+`,"addressList":`+wrap(`{"city":"X"}`)+
			`,"phones":`+wrap(`{"phoneNumber":"9000000077","phoneCountryCode":"91"}`)+
			`,"customerParticulars":{"names":`+wrap(`{"fullName":"N"}`)+`}}`)
		o := offersOf(t, m, wrap(`{"campaignId":"C","templateFields":`+wrap(`{"templateFieldKey":"K","templateFieldValue":"V"}`)+`}`))
		if len(p.Emails) != c.want || len(p.Addresses) != c.want || len(p.Phones) != c.want || p.Name.FullName != "N" || len(o) != c.want || o[0].TemplateFields["K"] != "V" {
			t.Errorf("%s: %d emails, %d addresses, %d phones, %d offers", form, len(p.Emails), len(p.Addresses), len(p.Phones), len(o))
		}
	}
	p := profileOf(t, m, `{"emails":null,"addressList":[],"phones":null,"customerParticulars":{"names":null,"prefix":"MS"}}`)
	if p.Emails != nil || p.Addresses != nil || p.Phones != nil || p.Name.Salutation != "MS" {
		t.Error("null and [] give something")
	}
	if len(offersOf(t, m, "null")) != 0 || len(offersOf(t, m, "[]")) != 0 || len(*fields) != 0 {
		t.Errorf("null and [] give offers, or count %v", *fields)
	}
}

func TestCIT4BooleanAsText(t *testing.T) {
	t.Parallel()
	m, _ := counted(t, nil)
	for said, want := range map[string]bool{"true": true, `"true"`: true, `"TRUE"`: true, `"Y"`: true, "false": false, `"false"`: false, "null": false} {
		p := profileOf(t, m, `{"emails":{"emailAddress":"a@example.com","preferredEmailFlag":`+said+`}}`)
		if p.Emails[0].Primary != want {
			t.Errorf("%s: primary %t", said, p.Emails[0].Primary)
		}
	}
	list := offersOf(t, m, `[{"waveId":"1","yearsWithCitiRelationship":{"goalSubmissionFlag":"false"}},{"waveId":"2","yearsWithCitiRelationship":{}}]`)
	odd := offersOf(t, m, `[{"waveId":"1","yearsWithCitiRelationship":{"goalSubmissionFlag":"perhaps"}}]`)[0].Relationship
	if odd.GoalSubmitted != nil || odd.GoalSubmittedRaw != "perhaps" {
		t.Errorf("a word that is neither: %+v", odd)
	}
	if g := list[0].Relationship.GoalSubmitted; g == nil || *g || list[1].Relationship.GoalSubmitted != nil {
		t.Error("an absent flag is not told from a false one")
	}
}

func TestCIT5NamesInEitherSpelling(t *testing.T) {
	t.Parallel()
	m, fields := counted(t, nil)
	for names, want := range map[string]canonical.Name{
		`{"firstName":"Leela","middleName":"R","lastName":"Nair","nameType":"LOCAL_NAME"}`: {GivenName: "Leela", MiddleName: "R", FamilyName: "Nair"},
		`{"givenName":"Leela","surname":"Nair"}`:                                           {GivenName: "Leela", FamilyName: "Nair"},
		`{"fullName":"Leela R Nair"}`:                                                      {FullName: "Leela R Nair"},
		`{"firstName":"Leela","fullName":"Leela Nair"}`:                                    {GivenName: "Leela", FullName: "Leela Nair"},
	} {
		if got := profileOf(t, m, `{"customerParticulars":{"names":`+names+`}}`); *got.Name != want {
			t.Errorf("%s gives another name", names)
		}
	}
	if got := profileOf(t, m, `{"customerType":"I","customerParticulars":{}}`); got.Name != nil {
		t.Error("no name gives a name")
	}
	if len(*fields) != 0 {
		t.Errorf("counted %v", *fields)
	}
}

// TestA8FurtherNamesAreAlsoKnownAs: the first name is the name, whatever group it
// stands in.
func TestA8FurtherNamesAreAlsoKnownAs(t *testing.T) {
	t.Parallel()
	for particulars, want := range map[string][]canonical.Personal{
		`{"names":[{"fullName":"A"},{"fullName":"B"}]}`:                                             {"A", "B"},
		`{"names":[{"fullName":"A"},{"firstName":"B","middleName":"C","lastName":"D"}]}`:            {"A", "B C D"},
		`{"names":[{"fullName":"A"},{"givenName":"B","surname":"D"},{"fullName":"B D"}]}`:           {"A", "B D"},
		`{"names":[{"fullName":"A"},{"fullName":"A"},{"nameType":"X"}]}`:                            {"A"},
		`{"names":[{"nameType":"X"},{"fullName":"A"}]}`:                                             {"A"},
		`[{"prefix":"MS","names":{"fullName":"A"}},{"suffix":"II","names":[{"fullName":"B"}]}]`:     {"A", "B"},
		`[{"names":[{"fullName":"A"},7,{"fullName":{"x":1}},null]},"x",{"names":{"fullName":"B"}}]`: {"A", "B"},
	} {
		m, fields := counted(t, nil)
		got := profileOf(t, m, `{"customerParticulars":`+particulars+`}`)
		if names := append([]canonical.Personal{got.Name.FullName}, got.AlsoKnownAs...); !slices.Equal(names, want) {
			t.Errorf("%s gives %d names, want %d", particulars, len(names), len(want))
		}
		if strings.Contains(particulars, "7") != (len(*fields) > 0) {
			t.Errorf("%s: counted %v", particulars, *fields)
		}
	}
}

// TestA8AnElementThatCannotBeReadIsLeftOut: alone or among others, at any depth.
func TestA8AnElementThatCannotBeReadIsLeftOut(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		body, counted string
		addresses     int
	}{
		{`"addressList":[{"city":"A"},{"city":{"x":1}},{"city":"B"}]`, "addressList.city", 2},
		{`"addressList":[{"city":{"x":1}}]`, "addressList.city", 0},
		{`"addressList":{"city":[1]}`, "addressList.city", 0},
		{`"addressList":"none"`, "addressList", 0},
		{`"addressList":[null,{"city":"A"}]`, "addressList", 1},
		{`"addressList":[[{"city":"A"}],{"city":"B"}]`, "addressList", 1},
		{`"addressList":true,"phones":17`, "addressList phones", 0},
		{`"emails":[{"emailAddress":"a@example.com"},{"emailAddress":["b@example.com"]}]`, "emails.emailAddress", 0},
		{`"customerParticulars":{"prefix":{}},"addressList":{"city":"A"}`, "customerParticulars.prefix", 1},
	} {
		m, fields := counted(t, nil)
		got := profileOf(t, m, `{"customerType":"I",`+c.body+`}`)
		slices.Sort(*fields)
		if len(got.Addresses) != c.addresses || strings.Join(*fields, " ") != c.counted {
			t.Errorf("%s gives %d addresses, counted %v", c.body, len(got.Addresses), *fields)
		}
	}
}

// TestA8DemographicsAndAddressOneOrMany: the first that can be read is taken.
func TestA8DemographicsAndAddressOneOrMany(t *testing.T) {
	t.Parallel()
	c := canonical.VerificationConfirmation{
		ID:         canonical.NewID[canonical.VerificationID](canonical.Keys{keyTransaction: "t", keyMethod: canonical.MethodAadhaarOTP}),
		Identifier: &canonical.SecretIdentifier{Type: canonical.IdentifierAadhaar, Number: canonical.NewSecret("234567890124")},
	}
	for body, want := range map[string]string{
		`"demographics":{"gender":"F"},"address":{"state":"S"}`:                       "",
		`"demographics":[{"gender":"F"}],"address":[{"state":"S"}]`:                   "",
		`"demographics":[{"gender":"F"},{"gender":"M"}],"address":[{"state":"S"},{}]`: "address demographics",
		`"demographics":["x",{"gender":"F"}],"address":[{"state":[]},{"state":"S"}]`:  "address.state demographics",
	} {
		m, fields := counted(t, nil)
		v, err := m.decodeKYC(c, decoded[kycAnswer](t, `{"fullName":"N",`+body+`}`), time.Now())
		slices.Sort(*fields)
		if err != nil || v.VerifiedClaims.Claims.Gender != "female" || v.VerifiedClaims.Claims.Address.State != "S" || strings.Join(*fields, " ") != want {
			t.Errorf("%s: %v, counted %v", body, err, *fields)
		}
	}
}

func TestCIT7AadhaarIsShownInOneFieldOnly(t *testing.T) {
	t.Parallel()
	m, _ := counted(t, nil)
	c := canonical.VerificationConfirmation{
		ID:         canonical.NewID[canonical.VerificationID](canonical.Keys{keyTransaction: "t", keyMethod: canonical.MethodAadhaarOTP}),
		Identifier: &canonical.SecretIdentifier{Type: canonical.IdentifierAadhaar, Number: canonical.NewSecret("234567890124")},
	}
	for said, right := range map[string]bool{
		"": true, "234567890124": true, "2345 6789 0124": true, "XXXXXXXX0124": true, "••••••••0124": true,
		"234567890125": false, "XXXXXXXX9999": false, "124": false, "XXXXXXXXXXXX": false, "99999234567890124": false,
	} {
		v, err := m.decodeKYC(c, kycAnswer{FullName: "N", AadhaarNumber: lenientjson.String(said), TransactionID: "t"}, time.Now())
		if (err == nil) != right {
			t.Errorf("%q is taken for the number: %t, %v", said, err == nil, err)
		}
		if !right {
			continue
		}
		record := v.VerifiedClaims.Verification.Evidence[0].Record
		if record.PersonalNumber != "234567890124" || record.PersonalNumberLast4 != "0124" {
			t.Errorf("%q: the number's two forms are wrong", said)
		}
		v.Mask()
		v.ID.Seal("ver_x")
		if text, err := json.Marshal(v); err != nil || strings.Contains(string(text), "23456789") {
			t.Errorf("masked, the number still shows (%v)", err)
		}
	}
	if _, err := m.decodeKYC(c, kycAnswer{TransactionID: "t"}, time.Now()); canonical.AsError(err).Code != canonical.VendorProtocolError {
		t.Errorf("an answer about nobody gives %v", err)
	}
}

func TestA7AnswersAboutSomebodyElse(t *testing.T) {
	t.Parallel()
	c := canonical.VerificationConfirmation{
		ID:         canonical.NewID[canonical.VerificationID](canonical.Keys{keyTransaction: "t", keyMethod: canonical.MethodAadhaarOTP}),
		Identifier: &canonical.SecretIdentifier{Type: canonical.IdentifierAadhaar, Number: canonical.NewSecret("234567890124")},
	}
	for name, w := range map[string]kycAnswer{
		"another transaction": {FullName: "N", TransactionID: "u"},
		"another number":      {FullName: "N", TransactionID: "t", AadhaarNumber: "345678901234"},
	} {
		var counted []string
		count := func(operation string) { counted = append(counted, operation) }
		s := Settings{Currency: "INR", TimeZone: "Asia/Kolkata"}
		_, err := newMapper(s, func(string) {}, count).decodeKYC(c, w, time.Now())
		if e := canonical.AsError(err); e == nil || e.Code != canonical.VendorProtocolError ||
			e.Message != "The answer is about another customer than the one asked for." {
			t.Errorf("%s: %v", name, err)
		}
		s.OtherSubjects = subject.Warn
		v, err := newMapper(s, func(string) {}, count).decodeKYC(c, w, time.Now())
		if err != nil || v.ID.Key(keyTransaction) != "t" || v.VerifiedClaims.Verification.Evidence[0].Record.PersonalNumberLast4 != "0124" {
			t.Errorf("%s, taken: %v, %+v", name, err, v)
		}
		if !slices.Equal(counted, []string{"confirm_verification", "confirm_verification"}) {
			t.Errorf("%s: counted %v", name, counted)
		}
	}
}

// TestA12EvidenceIsAnElectronicRecordOfIDA holds the evidence to the members that OIDC
// for Identity Assurance has and wants.
func TestA12EvidenceIsAnElectronicRecordOfIDA(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	text, err := json.Marshal(evidenceOf("234567890124", "t-1", at))
	want := `{"type":"electronic_record","check_details":[{"check_method":"data","check_id":"t-1","time":"2026-01-02T03:04:05Z"}],` +
		`"record":{"type":"aadhaar","personal_number":"234567890124","personal_number_last4":"0124","created_at":"2026-01-02T03:04:05Z",` +
		`"source":{"name":"Unique Identification Authority of India"}}}`
	if err != nil || string(text) != want {
		t.Errorf("the evidence has other members than IDA's (%v)", err)
	}
}

func TestCIT8CountriesByName(t *testing.T) {
	t.Parallel()
	m, fields := counted(t, map[string]canonical.Country{"LUMINIA": "MC", "Holland": "NL", "Georgia": "US"})
	for name, want := range map[string]canonical.Country{
		"INDIA": "IN", "india": "IN", " India ": "IN", "Republic of India": "IN", "AUSTRALIA": "AU", "United States of America": "US",
		"THE BAHAMAS": "BS", "CÔTE D'IVOIRE": "CI", "Cote d’Ivoire": "CI", "St. Lucia": "LC", "Trinidad & Tobago": "TT", "U.S.A.": "US",
		"Korea, Republic of": "KR", "BOLIVIA (PLURINATIONAL STATE OF)": "BO", "Viet Nam": "VN", "IN": "IN", "in": "IN",
		"Luminia": "MC", "GEORGIA": "US",
	} {
		if code, kept := m.country(lenientjson.String(strings.TrimSpace(name))); code != want || kept != "" {
			t.Errorf("%q is %q (name %q), want %s", name, code, kept, want)
		}
	}
	if len(*fields) != 0 {
		t.Errorf("counted %v", *fields)
	}
	p := profileOf(t, m, `{"addressList":{"city":"X","state":"NORTH SHORE","countryName":"ATLANTIS"}}`)
	if a := p.Addresses[0]; a.Country != "" || a.CountryName != "ATLANTIS" || a.State != "NORTH SHORE" || !slices.Equal(*fields, []string{"addressList.countryName"}) {
		t.Errorf("an unknown country is %q, named %q, counted %v", a.Country, a.CountryName, *fields)
	}
}

func TestCIT8EveryCountryHasAName(t *testing.T) {
	t.Parallel()
	named := map[canonical.Country]bool{}
	for name, code := range foldedCountries() {
		named[code] = true
		if !code.Valid() || name == "" {
			t.Errorf("%q leads to %q", name, code)
		}
	}
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			if code := canonical.Country([]rune{a, b}); code.Valid() && !named[code] {
				t.Errorf("%s has no name", code)
			}
		}
	}
	names := 0
	for country := range strings.SplitSeq(countryNames, ";") {
		names += strings.Count(country, "|") + 1
	}
	if names != len(foldedCountries()) {
		t.Errorf("%d names fold to %d", names, len(foldedCountries()))
	}
}

func TestCIT8PhonesInThreeParts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		code, area, number string
		want               canonical.Personal // "" when it is no number
	}{
		{"91", "", "9000000077", "+919000000077"},
		{"+91", "", "90000 00077", "+919000000077"},
		{"0091", "", "9000000077", "+919000000077"},
		{"91", "022", "5550-0177", "+912255500177"},
		{"91", "(0022)", "55500177", "+912255500177"},
		{"91", "", "02255500177", "+912255500177"},
		{"91", "22", "+912255500177", "+912255500177"},
		{"", "022", "55500177", ""},
		{"91", "022", "", ""},
		{"91", "", "call me", ""},
		{"IN", "", "9000000077", ""},
		{"91", "", "90000000779000000077", ""},
	} {
		m, fields := counted(t, nil)
		got := m.decodePhones(many[phone]{{PhoneCountryCode: lenientjson.String(c.code), AreaCode: lenientjson.String(c.area), PhoneNumber: lenientjson.String(c.number)}})
		raw := canonical.Personal(strings.Join(strings.Fields(c.code+" "+c.area+" "+c.number), " "))
		switch {
		case c.want != "" && (len(got) != 1 || got[0].Number != c.want || got[0].NumberRaw != "" || len(*fields) != 0):
			t.Errorf("%+v gives %d numbers, counted %v", c, len(got), *fields)
		case c.want == "" && !slices.Equal(*fields, []string{"phones.phoneNumber"}):
			t.Errorf("%+v: counted %v", c, *fields)
		case c.want == "" && c.number == "" && len(got) != 0:
			t.Errorf("%+v gives %d numbers", c, len(got))
		case c.want == "" && c.number != "" && (len(got) != 1 || got[0].Number != "" || got[0].NumberRaw != raw): // A9
			t.Errorf("%+v does not keep its text", c)
		}
	}
}

func TestCIT13TimesWithoutZone(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]string{
		"2026-02-03T18:45:10": "2026-02-03T13:15:10Z", "2026-02-03T18:45:10.250": "2026-02-03T13:15:10.25Z", "2026-02-03T18:45:10+01:00": "2026-02-03T17:45:10Z",
		"": "", "2026-02-03": "", "yesterday": "",
	} {
		m, fields := counted(t, nil)
		got := ""
		at, raw := m.instant(lenientjson.String(said), "f")
		if at != nil {
			got = at.Format(time.RFC3339Nano)
		}
		if got != want || (len(*fields) == 1) != (said != "" && want == "") || (raw == said) != (want == "") {
			t.Errorf("%q gives %q, raw %q, counted %v", said, got, raw, *fields)
		}
	}
	m := newMapper(Settings{Currency: "INR", TimeZone: "America/New_York"}, func(string) {}, nil)
	if at, _ := m.instant("2026-07-01T12:00:00", "f"); at == nil || !at.Equal(time.Date(2026, 7, 1, 16, 0, 0, 0, time.UTC)) {
		t.Errorf("in another zone: %v", at)
	}
}

func TestBirthDates(t *testing.T) {
	t.Parallel()
	for said, want := range map[string][2]canonical.Date{
		"1991-08-23": {"1991-08-23"}, "23-08-1991": {"1991-08-23"}, "1991": {"", "1991"}, "": {}, "29-02-1988": {"1988-02-29"},
		"29-02-1989": {}, "23/08/1991": {}, "08-23-1991": {}, "19 1": {}, "91": {},
	} {
		m, fields := counted(t, nil)
		date, year, raw := m.birth(lenientjson.String(said))
		if date != want[0] || year != want[1] || (date+year == "") != (string(raw) == said) || (len(*fields) == 1) != (said != "" && want[0] == "" && want[1] == "") {
			t.Errorf("%q gives %q and %q, counted %v", said, string(date), string(year), *fields)
		}
	}
}

func TestVendorWords(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		table      map[string]string
		said       lenientjson.String
		value, raw string
		isUnmapped bool
	}{
		{genders, "M", "male", "", false}, {genders, "F", "female", "", false}, {genders, "T", "transgender", "", false},
		{genders, "m", "male", "", false}, {genders, "X", "unknown", "X", true}, {genders, "", "", "", false},
		{addressTypes, "HOME_ADDRESS", "residence", "", false}, {addressTypes, "PERMANENT_ADDRESS", "permanent", "", false},
		{addressTypes, "MAILING_ADDRESS", "mailing", "", false}, {addressTypes, "OFFICE_ADDRESS", "work", "", false},
		{addressTypes, "BUSINESS_ADDRESS", "work", "", false}, {addressTypes, "Moon Base", "unknown", "Moon Base", true},
		{phoneTypes, "MOBILE_PHONE", "mobile", "", false}, {phoneTypes, "HOME_PHONE", "home", "", false},
		{phoneTypes, "OFFICE_PHONE", "work", "", false}, {phoneTypes, "BUSINESS_PHONE", "work", "", false}, {phoneTypes, "FAX", "unknown", "FAX", true},
		{addressTypes, "Home", "residence", "", false}, {phoneTypes, "Mobile", "mobile", "", false}, {phoneTypes, "WORK", "work", "", false},
	} {
		m, fields := counted(t, nil)
		if value, raw := m.enum(c.table, c.said, "f"); value != c.value || raw != c.raw || (len(*fields) == 1) != c.isUnmapped {
			t.Errorf("%q is %q, raw %q, counted %v", c.said, value, raw, *fields)
		}
	}
	for asked, vendor := range vendorAddressTypes {
		if addressTypes[vendor] != asked {
			t.Errorf("%s is asked as %s and comes back as %s", asked, vendor, addressTypes[vendor])
		}
	}
}

func TestA9WhatCanonicalHasNoFormForIsCountedAndItsTextKept(t *testing.T) {
	t.Parallel()
	m, fields := counted(t, nil)
	p := profileOf(t, m, `{"customerType":"I","emails":[{"emailAddress":"not mail"},{"emailAddress":"a@example.com","emailType":"PERSONAL"}]}`)
	o := offersOf(t, m, `{"campaignId":"C","offerStartDate":"01/02/2026","offerExpiryDate":"soon","yearsWithCitiRelationship":{"languageCode":"english please","relationshipWithCitiInYears":"many"}}`)[0]
	if len(p.Emails) != 2 || p.Emails[0].Address != "" || p.Emails[1].Type != "PERSONAL" || o.StartsOn != "" || o.Relationship.Language != "" || o.Relationship.Years != nil {
		t.Error("something was kept that has no form")
	}
	if p.Emails[0].AddressRaw != "not mail" || o.StartsOnRaw != "01/02/2026" || o.EndsOnRaw != "soon" || o.Relationship.LanguageRaw != "english please" || o.Relationship.YearsRaw != "many" {
		t.Error("a text that has no form is not kept in raw")
	}
	want := []string{"emails.emailAddress", "offerExpiryDate", "offerStartDate", "yearsWithCitiRelationship.languageCode", "yearsWithCitiRelationship.relationshipWithCitiInYears"}
	if got := slices.Sorted(slices.Values(*fields)); !slices.Equal(got, want) {
		t.Errorf("counted %v, want %v", got, want)
	}
}

func TestAnEmptyAnswerIsNoProfileAndNoOffer(t *testing.T) {
	t.Parallel()
	m, _ := counted(t, nil)
	if _, err := m.decodeProfile(decoded[profile](t, "{}")); canonical.AsError(err).Code != canonical.VendorProtocolError {
		t.Errorf("an empty profile gives %v", err)
	}
	for _, body := range []string{"{}", "[{}]", `["x",{},{"campaignId":[]}]`, `"x"`} {
		if _, err := m.decodeOffers(decoded[offers](t, body)); canonical.AsError(err).Code != canonical.VendorProtocolError {
			t.Errorf("%s gives %v", body, err)
		}
	}
	m, fields := counted(t, nil)
	if got := offersOf(t, m, `[{"campaignId":"C"},{},7,{"campaignId":"D","waveId":{}}]`); len(got) != 1 || len(*fields) != 3 {
		t.Errorf("%d offers, counted %v", len(got), *fields)
	}
	if got := offersOf(t, m, `[{"campaignId":"C","offerType":"T"},{"campaignId":"C","waveId":"W"}]`); len(got[0].ID.Keys()) != 1 || len(got[1].ID.Keys()) != 2 {
		t.Error("two offers have one id")
	}
}

func TestSegmentIsTheFirstOfThree(t *testing.T) {
	t.Parallel()
	m, _ := counted(t, nil)
	c := profileOf(t, m, `{"customerType":"I","customerSegment":"GOLD","partnerCustomerSegment":"P"}`)
	if own := c.SupplementaryData; c.SegmentCode != "GOLD" || own.Text("customerType") != "I" || own.Text("partnerCustomerSegment") != "P" || c.Metadata != nil {
		t.Errorf("segment %q, %d others", c.SegmentCode, len(own))
	}
	if c := profileOf(t, m, `{"customerType":"I"}`); c.SegmentCode != "I" || len(c.SupplementaryData) != 1 {
		t.Errorf("segment %q, %d others", c.SegmentCode, len(c.SupplementaryData))
	}
}
