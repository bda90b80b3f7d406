package canonical_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"canongate/canonical"
)

// listed is an adapter that takes what its list says and echoes what it was given.
type listed struct {
	list canonical.FieldList
	seen canonical.CustomerDraft
	say  canonical.SupplementaryData
}

func (*listed) Vendor() string { return "listed" }

func (l *listed) Fields(string) canonical.FieldList { return l.list }

func (l *listed) CreateCustomer(ctx context.Context, d canonical.CustomerDraft) (canonical.Customer, error) {
	l.seen = d
	canonical.Ignore(ctx, canonical.Others("/phones", len(d.Phones), 0)...)
	c := canonical.Customer{Profile: d.Profile}
	c.Phones, c.SupplementaryData = canonical.Only(d.Phones, min(0, len(d.Phones)-1)), l.say
	return c, nil
}

func (l *listed) StartVerification(context.Context, canonical.VerificationDraft) (canonical.Verification, error) {
	return canonical.Verification{}, nil
}

func own(members map[string]any) (d canonical.SupplementaryData) {
	for name, v := range members {
		d.Put(name, v)
	}
	return d
}

func pointersOf(err error) (list []string) {
	if err == nil {
		return nil
	}
	for _, f := range canonical.AsError(err).Fields {
		list = append(list, f.Pointer+" "+f.Code)
	}
	return list
}

func TestA2WhatHasNoPlaceIsNeitherGivenToTheAdapterNorEchoed(t *testing.T) {
	t.Parallel()
	a := &listed{list: canonical.FieldList{Request: canonical.Fields("x", "/name/given_name", "/phones/*/number", "/metadata/note", "/identifiers/*/visa")}}
	d := canonical.CustomerDraft{BranchReference: "b", Profile: canonical.Profile{
		ExternalReference: "u_1", Name: &canonical.Name{GivenName: "Mira", Suffix: "II"}, Gender: "female",
		Phones:      []canonical.Phone{{Number: "+971500000101", Extension: "7"}, {Number: "+971500000102"}},
		Identifiers: []canonical.Identifier{{Type: "passport", Visa: &canonical.Visa{Number: "1"}}},
		Metadata:    map[string]canonical.Personal{"note": "x", "other": "y"},
	}}
	d.SupplementaryData = own(map[string]any{"undeclared": "x"})
	c, err := canonical.CreateCustomer.Bind(a)(t.Context(), d)
	want := []string{
		"/branch_reference", "/gender", "/identifiers/0/type", "/metadata/other", "/name/suffix", "/phones/0/extension", "/phones/1",
		"/supplementary_data/undeclared",
	}
	if err != nil || !slices.Equal(c.Ignored, want) {
		t.Errorf("ignored %v, want %v: %v", c.Ignored, want, err)
	}
	if a.seen.Gender != "" || a.seen.Name.Suffix != "" || a.seen.Phones[0].Extension != "" || len(a.seen.Metadata) != 1 || len(a.seen.SupplementaryData) != 0 {
		t.Error("the adapter was given what has no place")
	}
	if c.Gender != "" || c.Name.Suffix != "" || len(c.Phones) != 1 || c.ExternalReference != "u_1" {
		t.Errorf("the echo has what was not sent, or lacks what is kept: %q", c.ExternalReference)
	}
	if d.Name.Suffix != "II" || d.Phones[0].Extension != "7" || len(d.Metadata) != 2 || d.Identifiers[0].Type != "passport" {
		t.Error("the caller's request was changed: the next connection gets less")
	}
}

func TestA4NeedsAreCheckedInTheOrderOfTheDocument(t *testing.T) {
	t.Parallel()
	a := &listed{list: canonical.FieldList{Request: []canonical.Field{
		{Pointer: "/identifiers/*/type"},
		{Pointer: "/identifiers/*/expires_on", Required: true, When: canonical.When("/identifiers/*/type", "passport", "visa")},
		{Pointer: "/birthdate", Required: true},
		{Pointer: "/name/full_name", Required: true, Instead: []string{"/name/given_name"}},
		{Pointer: "/region_code", Required: true, When: canonical.Condition{Pointer: "/country_of_residence", IsNot: []string{"AE"}}},
		{Pointer: "/country_of_residence"},
		{Pointer: "/name/given_name"},
	}, Supplementary: []canonical.SupplementaryField{{Name: "card", Type: canonical.TypeString, In: canonical.InRequest, Required: true}}}}
	create := canonical.CreateCustomer.Bind(a)
	passport := canonical.Identifier{Type: "passport"}
	for name, c := range map[string]struct {
		draft canonical.Profile
		want  []string
	}{
		"nothing": {want: []string{"/name/full_name required", "/birthdate required", "/supplementary_data/card required"}},
		"another field instead, and a condition on each element": {
			draft: canonical.Profile{
				Name: &canonical.Name{GivenName: "Mira"}, Birthdate: "1990-01-01", CountryOfResidence: "AE",
				Identifiers: []canonical.Identifier{{Type: "aadhaar"}, passport, {Type: "visa", ExpiresOn: "2030-01-01"}, passport},
				Supplement:  canonical.Supplement{SupplementaryData: own(map[string]any{"card": "1"})},
			},
			want: []string{"/identifiers/1/expires_on required", "/identifiers/3/expires_on required"},
		},
		"a condition on what a value is not": {
			draft: canonical.Profile{
				Name: &canonical.Name{FullName: "Mira"}, Birthdate: "1990-01-01", CountryOfResidence: "IN",
				Supplement: canonical.Supplement{SupplementaryData: own(map[string]any{"card": "1"})},
			},
			want: []string{"/region_code required"},
		},
	} {
		if _, err := create(t.Context(), canonical.CustomerDraft{Profile: c.draft}); !slices.Equal(pointersOf(err), c.want) {
			t.Errorf("%s: %v, want %v", name, pointersOf(err), c.want)
		}
	}
}

func TestA1SupplementaryMembersAreHeldToTheirDeclaration(t *testing.T) {
	t.Parallel()
	a := &listed{list: canonical.FieldList{Supplementary: []canonical.SupplementaryField{
		{Name: "s", Type: canonical.TypeString, MaxLength: 3, In: canonical.InBoth},
		{Name: "e", Type: canonical.TypeString, Values: []string{"a", "b"}, In: canonical.InBoth},
		{Name: "b", Type: canonical.TypeBoolean, In: canonical.InBoth},
		{Name: "i", Type: canonical.TypeInteger, In: canonical.InBoth},
		{Name: "d", Type: canonical.TypeDecimal, In: canonical.InBoth},
		{Name: "day", Type: canonical.TypeDate, In: canonical.InBoth},
		{Name: "o", Type: canonical.TypeObject, In: canonical.InBoth},
		{Name: "l", Type: canonical.TypeList, MaxLength: 2, In: canonical.InBoth},
		{Name: "answered", Type: canonical.TypeString, In: canonical.InAnswer},
	}}}
	create := canonical.CreateCustomer.Bind(a)
	for body, want := range map[string]string{
		`{"s":"abc","e":"a","b":false,"i":-7,"d":"-1.50","day":"2024-02-29","o":{"k":1},"l":[1,2]}`: "",
		`{"s":"abcd"}`:            "/s invalid",
		`{"s":"äöü"}`:             "",
		`{"s":7}`:                 "/s wrong_type",
		`{"s":" "}`:               "/s invalid",
		`{"s":"\u0007"}`:          "/s invalid",
		`{"e":"c"}`:               "/e invalid",
		`{"b":"true"}`:            "/b wrong_type",
		`{"b":1}`:                 "/b wrong_type",
		`{"i":1.5}`:               "/i wrong_type",
		`{"i":"1"}`:               "/i wrong_type",
		`{"i":1e3}`:               "/i wrong_type",
		`{"d":1.5}`:               "/d wrong_type",
		`{"d":"1e5"}`:             "/d invalid",
		`{"day":"2023-02-29"}`:    "/day invalid",
		`{"o":[]}`:                "/o wrong_type",
		`{"o":{"k":"\u0000"}}`:    "/o invalid",
		`{"l":{}}`:                "/l wrong_type",
		`{"l":[1,2,3]}`:           "/l invalid",
		`{"answered":7}`:          "", // is ignored, so nobody minds its type
		`{"i":12345678901234567}`: "",
	} {
		var d canonical.CustomerDraft
		if err := json.Unmarshal([]byte(`{"supplementary_data":`+body+`}`), &d); err != nil {
			t.Fatal(err)
		}
		c, err := create(t.Context(), d)
		got := strings.ReplaceAll(strings.Join(pointersOf(err), " "), "/supplementary_data", "")
		if got != want {
			t.Errorf("%s: %q, want %q", body, got, want)
		}
		if strings.Contains(body, "answered") && !slices.Equal(c.Ignored, []string{"/supplementary_data/answered"}) {
			t.Errorf("%s: ignored %v", body, c.Ignored)
		}
	}
}

func TestA1PersonalMembersAreMasked(t *testing.T) {
	t.Parallel()
	members := map[string]any{"card": "4000", "tier": "gold", "undeclared": "x"}
	a := &listed{say: own(members), list: canonical.FieldList{Supplementary: []canonical.SupplementaryField{
		{Name: "card", Type: canonical.TypeString, Personal: true, In: canonical.InBoth},
		{Name: "tier", Type: canonical.TypeString, In: canonical.InBoth},
	}}}
	c, err := canonical.CreateCustomer.Bind(a)(t.Context(), canonical.CustomerDraft{})
	if err != nil || len(c.SupplementaryData) != 3 || c.SupplementaryData.Text("card") != "4000" {
		t.Fatalf("answered %d members: %v", len(c.SupplementaryData), err)
	}
	whole, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	c.Mask()
	if masked, _ := json.Marshal(c.SupplementaryData); string(masked) != `{"tier":"gold"}` {
		t.Errorf("without pii:read: %s", masked)
	}
	var stored canonical.Customer
	if err := json.Unmarshal(whole, &stored); err != nil {
		t.Fatal(err)
	}
	again := stored
	again.Mask()
	if len(again.SupplementaryData) != 0 {
		t.Error("of a stored answer nothing is known to be public")
	}
	canonical.CreateCustomer.FieldTable(a).MarkPublic(&stored)
	stored.Mask()
	if stored.SupplementaryData.Text("tier") != "gold" || len(stored.SupplementaryData) != 1 {
		t.Error("a stored answer is masked by the list as well")
	}
}

// TestA4AFieldOfAnObjectThatIsNotNeededIsNotNeeded: what is required below an object
// is so under the object's condition as well.
func TestA4AFieldOfAnObjectThatIsNotNeededIsNotNeeded(t *testing.T) {
	t.Parallel()
	a := &listed{list: canonical.FieldList{Request: []canonical.Field{
		{Pointer: "/identifier", Required: true, When: canonical.When("/method", canonical.MethodSMSOTP)},
		{Pointer: "/identifier/number", Required: true, When: canonical.Condition{Pointer: "/identifier/type", IsNot: []string{"aadhaar"}}},
	}}}
	start := canonical.StartVerification.Bind(a)
	for name, tt := range map[string]struct {
		method string
		given  *canonical.SecretIdentifier
		want   []string
	}{
		"the object's condition does not hold": {canonical.MethodEmailOTP, &canonical.SecretIdentifier{Type: "ssn"}, nil},
		"the object's condition holds":         {canonical.MethodSMSOTP, &canonical.SecretIdentifier{Type: "ssn"}, []string{"/identifier/number required"}},
		"and the field's does not":             {canonical.MethodSMSOTP, &canonical.SecretIdentifier{Type: "aadhaar"}, nil},
		"the object is missing":                {canonical.MethodSMSOTP, nil, []string{"/identifier required"}},
	} {
		_, err := start(t.Context(), canonical.VerificationDraft{Method: tt.method, Identifier: tt.given})
		if got := pointersOf(err); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}

func TestSupplementaryDataPrintsAMark(t *testing.T) {
	t.Parallel()
	d := canonical.CustomerDraft{Profile: canonical.Profile{Supplement: canonical.Supplement{SupplementaryData: own(map[string]any{"card": "4000123"})}}}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d"} {
		for _, v := range []any{d, &d, d.SupplementaryData, d.SupplementaryData["card"]} {
			if text := fmt.Sprintf(verb, v); strings.Contains(text, "4000123") {
				t.Errorf("%s of a %T shows a member: %s", verb, v, text)
			}
		}
	}
}

func TestMergePatchClearsASupplementaryMember(t *testing.T) {
	t.Parallel()
	var d canonical.SupplementaryData
	if err := json.Unmarshal([]byte(`{"a":null,"b":"x"}`), &d); err != nil || len(d) != 1 || d.Text("b") != "x" || d.Raw("a") != nil {
		t.Errorf("%d members: %v", len(d), err)
	}
}

func TestFieldListsThatCannotBeMeantStopTheProgram(t *testing.T) {
	t.Parallel()
	for name, list := range map[string]canonical.FieldList{
		"a pointer of no request":      {Request: canonical.Fields("x", "/surname")},
		"a list without its star":      {Request: canonical.Fields("x", "/phones/number")},
		"a field of answers":           {Request: canonical.Fields("x", "/kyc")},
		"a pointer of no answer":       {Answer: canonical.Fields("x", "/kyc/state")},
		"a condition on nothing":       {Request: []canonical.Field{{Pointer: "/gender", Required: true, When: canonical.When("/sex")}}},
		"an alternative that is not":   {Request: []canonical.Field{{Pointer: "/gender", Required: true, Instead: []string{"/sex"}}}},
		"a member without a name":      {Supplementary: []canonical.SupplementaryField{{Type: canonical.TypeString, In: canonical.InBoth}}},
		"a member of an unknown type":  {Supplementary: []canonical.SupplementaryField{{Name: "x", Type: "text", In: canonical.InBoth}}},
		"a member without a direction": {Supplementary: []canonical.SupplementaryField{{Name: "x", Type: canonical.TypeString}}},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s is taken", name)
				}
			}()
			canonical.CreateCustomer.Bind(&listed{list: list})
		}()
	}
}

func TestA3TheViewHasTypesAndDecidesConditions(t *testing.T) {
	t.Parallel()
	a := &listed{list: canonical.FieldList{Request: []canonical.Field{
		{Pointer: "/method"},
		{Pointer: "/phone", VendorField: "msisdn", Required: true, When: canonical.When("/method", canonical.MethodSMSOTP)},
		{Pointer: "/identifier/number", Required: true, Instead: []string{"/email"}},
		{Pointer: "/identifier/type"},
		{Pointer: "/email"},
		{Pointer: "/consent/granted_at"},
		{Pointer: "/consent/granted"},
	}}}
	table := canonical.StartVerification.FieldTable(a)
	got := map[string]canonical.FieldView{}
	for _, f := range table.View(canonical.FieldQuery{}).Request {
		got[f.Pointer] = f
	}
	for pointer, want := range map[string]canonical.FieldView{
		"/method":             {Required: true, Type: "string", Values: []string{"aadhaar_otp", "email_otp", "sms_otp"}},
		"/phone":              {RequiredWhen: "/method is sms_otp", Type: "string", Personal: true, VendorField: "msisdn"},
		"/identifier/number":  {RequiredWhen: "/email not given", Type: "string", Personal: true, MaxLength: 64},
		"/email":              {Type: "string", Personal: true, MaxLength: 254},
		"/consent/granted_at": {Type: "date_time"},
		"/consent/granted":    {Type: "boolean", RequiredWhen: "/consent is given"},
	} {
		want.Pointer = pointer
		if fmt.Sprintf("%+v", got[pointer]) != fmt.Sprintf("%+v", want) {
			t.Errorf("%s: %+v, want %+v", pointer, got[pointer], want)
		}
	}
	for method, required := range map[string]bool{canonical.MethodSMSOTP: true, canonical.MethodEmailOTP: false} {
		if f := table.View(canonical.FieldQuery{Method: method}).Request[1]; f.Required != required || f.RequiredWhen != "" {
			t.Errorf("with %s the phone is %+v", method, f)
		}
	}
}

// TestA2ClientContextIsNamedWhereTheBodyHasIt: headers about the end user may come with
// any call, and no pointer leads to them.
func TestA2ClientContextIsNamedWhereTheBodyHasIt(t *testing.T) {
	t.Parallel()
	create := canonical.CreateCustomer.Bind(&listed{})
	here := canonical.ClientContext{IPAddress: "192.0.2.1"}
	c, err := create(t.Context(), canonical.CustomerDraft{ClientContext: &here})
	if err != nil || !slices.Equal(c.Ignored, []string{"/client_context"}) {
		t.Errorf("in the body: ignored %v, %v", c.Ignored, err)
	}
	var d canonical.CustomerDraft
	d.SetClientContext(here)
	if c, err := create(t.Context(), d); err != nil || len(c.Ignored) != 0 {
		t.Errorf("in headers: ignored %v, %v", c.Ignored, err)
	}
}
