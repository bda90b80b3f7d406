package cdp_test

import (
	"encoding/json"
	"maps"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"canongate/adapters/cdp"
	"canongate/adapters/cdp/sandbox"
	"canongate/canonical"
)

// atSandbox is an adapter to a sandbox of its own.
func atSandbox(t *testing.T) canonical.Adapter {
	t.Helper()
	server := httptest.NewServer(sandbox.New())
	t.Cleanup(server.Close)
	adapter, err := cdp.New(canonical.Connection{
		BaseURL: server.URL, Timeout: 5 * time.Second, Now: time.Now, Unmapped: func(string) {},
		Settings: map[string]any{"client_id": "canongate", "client_secret": "env:X", "username": "partner", "password": "env:X", "code_tables": codeTables()},
		Secret:   func(string) (canonical.Secret, error) { return canonical.NewSecret("right"), nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	return adapter
}

// TestA1OnboardingMembersArriveAndComeBack onboards what canonical got words for, and
// reads it again.
func TestA1OnboardingMembersArriveAndComeBack(t *testing.T) {
	t.Parallel()
	a, d := atSandbox(t), draft()
	created, err := canonical.CreateCustomer.Bind(a)(t.Context(), d)
	if err != nil {
		t.Fatal(err, canonical.AsError(err).Fields)
	}
	if len(created.Ignored) > 0 {
		t.Errorf("ignored: %v", created.Ignored)
	}
	read, err := canonical.GetCustomer.Bind(a)(t.Context(), canonical.CustomerQuery{ID: created.ID})
	if err != nil {
		t.Fatal(err)
	}
	if read.MaritalStatus != d.MaritalStatus || read.Locale != d.Locale || !slices.Equal(read.Websites, d.Websites) || read.UpdatedAt == nil {
		t.Errorf("marital status %s, locale %s, websites %d, updated %v", read.MaritalStatus, read.Locale, len(read.Websites), read.UpdatedAt)
	}
	for _, want := range d.Identifiers[2:] {
		if i := slices.IndexFunc(read.Identifiers, func(id canonical.Identifier) bool {
			return id.Type == want.Type && id.Number == want.Number && id.IssuingCountry == want.IssuingCountry && id.NumberLast4 != ""
		}); i < 0 {
			t.Errorf("the %s does not come back", want.Type)
		}
	}
	for name := range ownMembers() {
		if name == "agent_location_id" { // which "Get customer" does not show
			continue
		}
		if got, want := string(read.SupplementaryData.Raw(name)), string(d.SupplementaryData.Raw(name)); got != want {
			t.Errorf("%s comes back as %s, sent was %s", name, got, want)
		}
	}
}

// TestA1MembersOfGetCustomer reads the person of whom CDP notes everything, with the
// scope pii:read and without.
func TestA1MembersOfGetCustomer(t *testing.T) {
	t.Parallel()
	c, err := canonical.GetCustomer.Bind(atSandbox(t))(t.Context(), canonical.CustomerQuery{ID: customerID(ecrn)})
	if err != nil {
		t.Fatal(err)
	}
	if c.Screening.LastReviewedOn != "2026-01-10" || c.Screening.NextReviewOn != "2027-01-10" || c.KYC.Provider != "UAE PASS" || c.KYC.Reference != "EKYC-000451" {
		t.Errorf("screening and KYC: %+v", c.KYC)
	}
	want := []canonical.Relation{{TypeCode: "1", VendorID: ecrn}, {TypeCode: "3", Name: "TADEO INVESTIGATION", VendorID: "7841000000000002"}}
	if !slices.Equal(c.Relations, want) {
		t.Errorf("%d relations", len(c.Relations))
	}
	personal := map[string]string{
		"customer_cards": `[{"card_type":"PREPAID","card_number":"5300000000000017"}]`, "card_number": `"5300000000000017"`,
		"customer_relations": `[{"since":"2024-06-01"}]`,
	}
	everybody := map[string]string{
		"group_companies": `["HERON HOLDING","HERON SHIPPING"]`, "show_remarks_on_txn": "false", "dnfbp": "false", "dpms": "false",
	}
	whole := maps.Clone(personal)
	maps.Copy(whole, everybody)
	holds(t, "with pii:read", *c, whole)
	c.Mask()
	holds(t, "without pii:read", *c, everybody)
}

func holds(t *testing.T, who string, c canonical.Customer, want map[string]string) {
	t.Helper()
	raw, err := json.Marshal(c.SupplementaryData)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]json.RawMessage{}
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatal(err)
	}
	for name, value := range want {
		if string(got[name]) != value {
			t.Errorf("%s: %s is %s, want %s", who, name, got[name], value)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%s: sees %v, want %v", who, slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)))
	}
}

// TestA1APersonWithoutScopeSeesNoNumber masks what was just onboarded.
func TestA1APersonWithoutScopeSeesNoNumber(t *testing.T) {
	t.Parallel()
	c, err := canonical.CreateCustomer.Bind(atSandbox(t))(t.Context(), draft())
	if err != nil {
		t.Fatal(err)
	}
	c.Mask()
	c.ID.Seal("cus_x")
	raw, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"MOHRE-7791", "SSN-55-0199", "100200300400503"} {
		if strings.Contains(string(raw), secret) {
			t.Errorf("%s is shown without pii:read", secret)
		}
	}
}

func TestA1CodesWithoutATableEntry(t *testing.T) {
	t.Parallel()
	create := canonical.CreateCustomer.Bind(atSandbox(t))
	for pointer, change := range map[string]func(*canonical.CustomerDraft){
		"/locale":         func(d *canonical.CustomerDraft) { d.Locale = "hi-IN" },
		"/marital_status": func(d *canonical.CustomerDraft) { d.MaritalStatus = canonical.MaritalWidowed },
	} {
		d := draft()
		change(&d)
		_, err := create(t.Context(), d)
		e := canonical.AsError(err)
		table := map[string]string{"/locale": "code_tables.first_language", "/marital_status": "code_tables.marital_status"}[pointer]
		if e == nil || e.Code != canonical.ValidationFailed || len(e.Fields) != 1 || e.Fields[0].Pointer != pointer || !strings.Contains(e.Fields[0].Detail, table) {
			t.Errorf("%s: %v %+v", pointer, err, e)
		}
	}
	for given, want := range map[string]string{"EN-gb": "", "en-GB": "", "not a tag": "/locale"} {
		d := draft()
		d.Locale = given
		_, err := create(t.Context(), d)
		if e := canonical.AsError(err); (e == nil) != (want == "") || e != nil && e.Fields[0].Pointer != want {
			t.Errorf("locale %q: %v", given, err)
		}
	}
}

// TestA1AnUpdateChangesAndClears changes some of the members, clears others and leaves
// the rest alone.
func TestA1AnUpdateChangesAndClears(t *testing.T) {
	t.Parallel()
	a, d := atSandbox(t), draft()
	var own canonical.SupplementaryData
	own.Put("dnfbp", true)
	for name, value := range map[string]any{"dpms": true, "show_remarks_on_txn": true} {
		d.SupplementaryData.Put(name, value)
	}
	created, err := canonical.CreateCustomer.Bind(a)(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	if _, err = canonical.UpdateCustomer.Bind(a)(t.Context(), canonical.CustomerUpdate{
		ID: created.ID,
		CustomerDraft: canonical.CustomerDraft{Profile: canonical.Profile{
			Locale: "ar-AE", Supplement: canonical.Supplement{SupplementaryData: own},
			Identifiers: []canonical.Identifier{{Type: canonical.IdentifierEmiratesID, Number: "784198733000016"}, {Type: canonical.IdentifierSSN, Number: "SSN-2"}},
		}},
		Cleared: []string{"/marital_status", "/websites", "/supplementary_data/dpms", "/supplementary_data/personal_mohre_id"},
	}); err != nil {
		t.Fatal(err, canonical.AsError(err).Fields)
	}
	read, err := canonical.GetCustomer.Bind(a)(t.Context(), canonical.CustomerQuery{ID: created.ID})
	if err != nil {
		t.Fatal(err)
	}
	if read.Locale != "ar-AE" || read.MaritalStatus != "" || len(read.Websites) != 0 || len(read.Identifiers) != 2 || read.Identifiers[1].Number != "SSN-2" {
		t.Errorf("locale %s, marital status %s, %d websites, %d identifiers", read.Locale, read.MaritalStatus, len(read.Websites), len(read.Identifiers))
	}
	holds(t, "after the update", *read, map[string]string{
		"dnfbp": "true", "dpms": "false", "show_remarks_on_txn": "true", "customer_type_id": "2", "profile_category": "1",
	})
}
