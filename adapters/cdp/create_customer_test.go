package cdp

import (
	"encoding/json"
	"slices"
	"strconv"
	"testing"

	"canongate/canonical"
)

func TestCDP11ZipIsANumber(t *testing.T) {
	t.Parallel()
	for wire, want := range map[string]canonical.Personal{`0`: "", `13345`: "13345", `"00123"`: "00123", `null`: ""} {
		customer, e := decodeAnswer(t, 200, `{"ecrn":"7841000000000001","address_list":[{"address_type_id":"1","zip":`+wire+`}]}`, "")
		if e != nil || customer.Addresses[0].PostalCode != want {
			t.Errorf("zip %s: %v", wire, e)
		}
	}
	for code, want := range map[canonical.Personal]string{"": "0", "13345": "13345", "04050": "4050"} {
		o := encoded(t, canonical.CustomerDraft{Profile: canonical.Profile{Addresses: []canonical.Address{{Type: "residence", PostalCode: code}}}})
		if b, err := json.Marshal(o.AddressList[0].Zip); err != nil || string(b) != want {
			t.Errorf("a post code becomes %s, want %s", b, want)
		}
	}
	_, err := newMapper(t, nil).encodeDraft(canonical.CustomerDraft{Profile: canonical.Profile{Addresses: []canonical.Address{{Type: "residence", PostalCode: "SW1A"}}}})
	wantCode(t, canonical.AsError(err), canonical.ValidationFailed, "/addresses/0/postal_code")
}

func TestCDP19DocumentsAreCheckedBeforeTheCall(t *testing.T) {
	t.Parallel()
	doc := func(kind string, size int) canonical.InlineDocument {
		return canonical.InlineDocument{Purpose: "additional", File: canonical.FileMeta{ContentType: kind}, Content: make(canonical.Content, size)}
	}
	identity := func(kind, side string) canonical.InlineDocument {
		d := doc("image/jpeg", 1)
		d.Purpose, d.IdentifierType, d.Side = "identity", kind, side
		return d
	}
	passport := canonical.Profile{Identifiers: []canonical.Identifier{{Type: "passport", Number: "X1"}}}
	for name, c := range map[string]struct {
		documents []canonical.InlineDocument
		want      canonical.Code
		pointer   string
	}{
		"type":          {[]canonical.InlineDocument{doc("image/jpeg", 1), doc("image/gif", 1)}, canonical.UnsupportedDocumentType, "/documents/1/file/content_type"},
		"one too large": {[]canonical.InlineDocument{doc("image/png", maxDocument+1)}, canonical.DocumentTooLarge, "/documents/0/content"},
		"too large together": {
			slices.Repeat([]canonical.InlineDocument{doc("application/pdf", maxDocument)}, 5), canonical.DocumentTooLarge, "/documents",
		},
		"no such identifier": {[]canonical.InlineDocument{identity("emirates_id", "front")}, canonical.ValidationFailed, "/documents/0/identifier_type"},
		"side taken":         {[]canonical.InlineDocument{identity("passport", "single"), identity("passport", "front")}, canonical.ValidationFailed, "/documents/1"},
		"empty":              {[]canonical.InlineDocument{doc("image/png", 0)}, canonical.ValidationFailed, "/documents/0/content"},
	} {
		_, err := newMapper(t, nil).encodeDraft(canonical.CustomerDraft{Profile: passport, Documents: c.documents})
		e := canonical.AsError(err)
		if e == nil || e.Code != c.want || len(e.Fields) != 1 || e.Fields[0].Pointer != c.pointer {
			t.Errorf("%s: %v, %+v", name, e, e.Fields)
		}
	}
	encoded(t, canonical.CustomerDraft{Profile: passport, Documents: slices.Repeat([]canonical.InlineDocument{doc("application/pdf", maxDocument)}, 4)})
}

func TestDocumentsFindTheirPlace(t *testing.T) {
	t.Parallel()
	passport := canonical.Profile{Identifiers: []canonical.Identifier{{Type: "passport", Number: "X1"}}}
	for _, row := range []struct {
		document canonical.InlineDocument
		place    func(onboarding) *picture
	}{
		{canonical.InlineDocument{Purpose: "identity", IdentifierType: "passport"}, func(o onboarding) *picture { return o.IDDetails[0].IDFront }},
		{canonical.InlineDocument{Purpose: "passport_scan", IdentifierType: "passport", Side: "back"}, func(o onboarding) *picture { return o.IDDetails[0].IDBack }},
		{canonical.InlineDocument{Purpose: "back", IdentifierType: "passport"}, func(o onboarding) *picture { return o.IDDetails[0].IDBack }},
		{canonical.InlineDocument{Purpose: "photo"}, func(o onboarding) *picture { return o.Classification.ProfilePhoto }},
		{canonical.InlineDocument{Purpose: "profile_photo"}, func(o onboarding) *picture { return o.Classification.ProfilePhoto }},
		{canonical.InlineDocument{Purpose: "additional"}, func(o onboarding) *picture { return &o.AdditionalDocs[0].picture }},
		{canonical.InlineDocument{Purpose: "proof_of_address"}, func(o onboarding) *picture { return &o.AdditionalDocs[0].picture }},
	} {
		row.document.File.ContentType, row.document.Content = "image/png", []byte("picture")
		got := row.place(encoded(t, canonical.CustomerDraft{Profile: passport, Documents: []canonical.InlineDocument{row.document}}))
		if got == nil || string(got.Base64Data) != "picture" {
			t.Errorf("a document for %s is not where it belongs", row.document.Purpose)
		}
	}
}

func TestPhonesFindTheirPlace(t *testing.T) {
	t.Parallel()
	const a, b, c = "+971500000101", "+971500000102", "+971400000103"
	for name, row := range map[string]struct {
		phones []canonical.Phone
		want   [3]text // primary, secondary, home
	}{
		"as marked":        {[]canonical.Phone{{Number: b}, {Number: a, Primary: true}, {Number: c, Type: "home"}}, [3]text{a, b, c}},
		"first mobile":     {[]canonical.Phone{{Number: c, Type: "home"}, {Number: a, Type: "mobile"}, {Number: b}}, [3]text{a, b, c}},
		"home only":        {[]canonical.Phone{{Number: c, Type: "home"}}, [3]text{"", "", c}},
		"one without type": {[]canonical.Phone{{Number: a}}, [3]text{a, "", ""}},
	} {
		o := encoded(t, canonical.CustomerDraft{Profile: canonical.Profile{Phones: row.phones}})
		if got := [3]text{o.PrimaryMobileNumber, o.SecondaryMobileNumber, o.PhoneNumber}; got != row.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestIdentifiersHaveADefault(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct{ marked, want []bool }{
		"none marked": {[]bool{false, false}, []bool{true, false}}, "second marked": {[]bool{false, true}, []bool{false, true}},
	} {
		var p canonical.Profile
		for i, marked := range row.marked {
			p.Identifiers = append(p.Identifiers, canonical.Identifier{Type: "passport", Number: canonical.Personal("X" + strconv.Itoa(i)), Primary: marked})
		}
		var got []bool
		for _, id := range encoded(t, canonical.CustomerDraft{Profile: p}).IDDetails {
			got = append(got, id.DefaultStatus.Value)
			if !id.ActiveStatus.Value {
				t.Errorf("%s: an identifier is not active although nobody said so", name)
			}
		}
		if !slices.Equal(got, row.want) {
			t.Errorf("%s: %v, want %v", name, got, row.want)
		}
	}
}
