package temenos

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"canongate/canonical"
)

func testNow() time.Time { return time.UnixMilli(1772628967410) }

// testMapper is a mapper with the settings' defaults, and the fields that it
// counts as unmapped.
func testMapper() (*mapper, *[]string) {
	counted := &[]string{}
	return &mapper{
		settings: Settings{MaxDocumentBytes: defaultMaxDocument, BranchReference: "IN0020045"},
		now:      testNow,
		unmapped: func(field string) { *counted = append(*counted, field) },
	}, counted
}

func someone() canonical.CustomerDraft {
	return canonical.CustomerDraft{Profile: canonical.Profile{
		Name: &canonical.Name{GivenName: "Anika", FamilyName: "Subramaniam"}, Birthdate: "1991-04-17",
		Emails: []canonical.Email{{Address: "anika.s@example.com"}}, Phones: []canonical.Phone{{Number: "+918047712350"}},
	}}
}

var customer = customerID("7QX2MKD")

// pointers are the fields that an error names, with what is wrong with each.
func pointers(err error) string {
	if err == nil {
		return ""
	}
	var all []string
	for _, f := range canonical.AsError(err).Fields {
		all = append(all, f.Pointer+" "+f.Code)
	}
	return strings.Join(all, ", ")
}

func TestTEM3TruthsAreReadInAnyFormAndWrittenInTheFieldsOwn(t *testing.T) {
	t.Parallel()
	m, _ := testMapper()
	for literal, want := range map[string]string{`"true"`: "false", `"No"`: "true", `false`: "true", `"1"`: "false", `null`: "unsaid"} {
		got := "unsaid"
		if r := decodeList(t, m, action("", `,"Skippable":`+literal))[0].Required; r != nil {
			got = fmt.Sprint(*r)
		}
		if got != want {
			t.Errorf("Skippable %s gives required %s, want %s", literal, got, want)
		}
	}
	d, yes := someone(), true
	d.ExistingCustomer, d.Consents = &yes, []canonical.Consent{{TextID: "Create_PersonalInfo_Consent"}}
	w, _, err := m.encodeDraft(d)
	if err != nil || w.IsExistingCustomer != "Yes" || w.AcceptanceStatus != "No" {
		t.Errorf("wrote %q and %q: %v", w.IsExistingCustomer, w.AcceptanceStatus, err)
	}
	u, _, err := m.encodeUpdate(canonical.CustomerUpdate{ID: customer, CustomerDraft: d})
	if err != nil || u.IsExistentMember == nil || !*u.IsExistentMember {
		t.Errorf("wrote %v: %v", u.IsExistentMember, err)
	}
	if isPre[canonical.PhasePreSubmission] != "true" || isPre[canonical.PhasePostSubmission] != "false" {
		t.Error("isPre is not the text that the vendor wants")
	}
}

func TestTEM9RequiredFields(t *testing.T) {
	t.Parallel()
	m, _ := testMapper()
	create := canonical.CreateCustomer.Bind(&Adapter{mapper: m}) // nothing is sent
	if _, err := create(t.Context(), canonical.CustomerDraft{}); pointers(err) !=
		"/name/given_name required, /name/family_name required, /birthdate required, /emails required, /phones required" {
		t.Errorf("an empty draft is refused with %s", pointers(err))
	}
	blank := someone()
	blank.Name.GivenName, blank.Emails[0].Address, blank.Phones[0].Number = "  ", "", ""
	if _, err := create(t.Context(), blank); pointers(err) != "/name/given_name required, /emails/0/address required, /phones/0/number required" {
		t.Errorf("blanks are refused with %s", pointers(err))
	}
	w, _, err := m.encodeDraft(someone())
	if err != nil || w.FormCode != "" || w.ApplicationID != "" {
		t.Errorf("an unset FormCode or Application_id is sent: %v", err)
	}
}

func TestTEM18IndexIsOpaque(t *testing.T) {
	t.Parallel()
	m, _ := testMapper()
	u := canonical.CustomerUpdate{ID: customer, CustomerDraft: someone()}
	u.VendorIDs = canonical.VendorIDs{keyIndex: "2026-01-02T03:04:05"}
	w, _, err := m.encodeUpdate(u)
	if err != nil || w.Index != "2026-01-02T03:04:05" {
		t.Errorf("sent %q: %v", w.Index, err)
	}
	if c, err := m.decodeChanged(canonical.UpdateCustomer, u, changed{}); err != nil || c.VendorIDs[keyIndex] != "2026-01-02T03:04:05" {
		t.Errorf("came back as %q: %v", c.VendorIDs[keyIndex], err)
	}
}

func TestPhonesAreCutAfterTheCountryCode(t *testing.T) {
	t.Parallel()
	for number, want := range map[canonical.Personal][2]string{
		"+918047712350": {"+91", "8047712350"}, "+12025550118": {"+1", "2025550118"}, "+79001234567": {"+7", "9001234567"},
		"+971501239876": {"+971", "501239876"}, "+4915112345678": {"+49", "15112345678"}, "+35312345678": {"+353", "12345678"}, "": {},
	} {
		if code, national := splitPhone(number); code != want[0] || national != want[1] {
			t.Errorf("%s is cut into %s and %s", string(number), code, national)
		}
	}
}

func TestThePrimaryAddressAndNumberAreTaken(t *testing.T) {
	t.Parallel()
	m, _ := testMapper()
	d := someone()
	d.Emails = []canonical.Email{{Address: "old@example.com"}, {Address: "new@example.com", Primary: true}}
	d.Phones = append(d.Phones, canonical.Phone{Number: "+12025550118"})
	w, kept, err := m.encodeDraft(d)
	if ignored := kept.others(d); err != nil || w.Email != "new@example.com" || w.MobileCountryCode != "+91" || !slices.Equal(ignored, []string{"/emails/0", "/phones/1"}) {
		t.Errorf("took %s and %s, ignored %v: %v", w.Email, w.MobileCountryCode, ignored, err)
	}
}

func TestRolesAndSections(t *testing.T) {
	t.Parallel()
	m, _ := testMapper()
	for role, want := range map[string]string{"": "Applicant", "applicant": "Applicant", "co_applicant": "CoApplicant", "guarantor": ""} {
		d := someone()
		d.Role = role
		if w, _, err := m.encodeDraft(d); w.ApplicantType != want || (want == "") != (pointers(err) == "/role invalid") {
			t.Errorf("role %q is %q: %v", role, w.ApplicantType, err)
		}
	}
	d, no := someone(), false
	d.SubmitSection, d.BranchReference = &no, "IN0020077"
	if w, _, err := m.encodeDraft(d); err != nil || w.SectionProgress != "" || w.Status != "InProgress" || w.BranchReference != "IN0020077" {
		t.Errorf("an open section is %q, %q at %q: %v", w.SectionProgress, w.Status, w.BranchReference, err)
	}
}

func TestUpdatesAreOfCoApplicants(t *testing.T) {
	t.Parallel()
	m, _ := testMapper()
	with := func(d canonical.CustomerDraft, ids canonical.VendorIDs) canonical.CustomerUpdate {
		d.VendorIDs = ids
		return canonical.CustomerUpdate{CustomerDraft: d}
	}
	for name, c := range map[string]struct {
		update canonical.CustomerUpdate
		want   string
	}{
		"a name":        {canonical.CustomerUpdate{CustomerDraft: canonical.CustomerDraft{Profile: canonical.Profile{Name: &canonical.Name{GivenName: "Devan"}}}}, ""},
		"nothing":       {with(canonical.CustomerDraft{}, canonical.VendorIDs{keyEntity: "64b0c1d2e3f405162738495a"}), " invalid"},
		"the applicant": {canonical.CustomerUpdate{CustomerDraft: canonical.CustomerDraft{Profile: canonical.Profile{Role: "applicant", Birthdate: "1988-09-02"}}}, "/role unsupported"},
		"cleared":       {canonical.CustomerUpdate{CustomerDraft: someone(), Cleared: []string{"/name/family_name"}}, "/name/family_name unsupported"},
		"another's key": {with(someone(), canonical.VendorIDs{keyApplication: "other"}), "/vendor_ids/application_id unsupported"},
		"its own key":   {with(someone(), canonical.VendorIDs{keyApplication: "7QX2MKD"}), ""},
	} {
		c.update.ID = customer
		w, _, err := m.encodeUpdate(c.update)
		if pointers(err) != c.want || w.ApplicantType != "CoApplicant" || w.ApplicationID != "7QX2MKD" {
			t.Errorf("%s: %q, want %q", name, pointers(err), c.want)
		}
	}
}

func TestReferences(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		ids  canonical.VendorIDs
		want string
	}{
		"an application":  {canonical.VendorIDs{keyApplication: " 7QX2MKD ", keyParty: "1730046281"}, ""},
		"nothing":         {nil, "/vendor_ids/application_id required"},
		"another's key":   {canonical.VendorIDs{keyApplication: "7QX2MKD", "ecrn": "1"}, "/vendor_ids/ecrn unsupported"},
		"with a hyphen":   {canonical.VendorIDs{keyApplication: "7QX-2_MKD"}, ""},
		"no key at all":   {canonical.VendorIDs{keyApplication: "new/1"}, "/vendor_ids/application_id invalid"},
		"two words":       {canonical.VendorIDs{keyApplication: "7QX 2MKD"}, "/vendor_ids/application_id invalid"},
		"longer than any": {canonical.VendorIDs{keyApplication: strings.Repeat("7", 65)}, "/vendor_ids/application_id invalid"},
	} {
		got, err := referCustomer(canonical.CustomerReference{VendorIDs: c.ids})
		if pointers(err) != c.want || err == nil && got.ID.Key(keyApplication) != strings.TrimSpace(c.ids[keyApplication]) {
			t.Errorf("%s: %q, want %q", name, pointers(err), c.want)
		}
	}
}
