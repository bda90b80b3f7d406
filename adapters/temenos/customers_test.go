package temenos_test

import (
	"slices"
	"strings"
	"testing"

	"canongate/adapters/temenos/sandbox"
	"canongate/canonical"
)

// TestA10CoApplicantsAreCustomersOfTheirOwn adds co-applicants by the applicant's id
// and by the application's own key, with and without a key of theirs.
func TestA10CoApplicantsAreCustomersOfTheirOwn(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		customer  canonical.CustomerID
		vendorIDs canonical.VendorIDs
		sent      string
	}{
		"by the applicant's id": {customerID(application), nil, ""},
		"by the application":    {canonical.CustomerID{}, canonical.VendorIDs{"application_id": application}, ""},
		"by both":               {customerID(application), canonical.VendorIDs{"application_id": application}, ""},
		"with a key":            {customerID(application), canonical.VendorIDs{"entity_id": entity}, `"EntityId":"` + entity + `"`},
		"with a key, by the application": {
			canonical.CustomerID{}, canonical.VendorIDs{"application_id": application, "entity_id": entity}, `"EntityId":"` + entity + `"`,
		},
		"with an index of the vendor's":     {customerID(application), canonical.VendorIDs{"index": "2026-01-02T03:04:05"}, `"Index":"2026-01-02T03:04:05"`},
		"by the id of another co-applicant": {coApplicantID(application), nil, ""},
	} {
		v := inFrontOf(t, sandbox.New())
		d := draft("devan.t@example.com")
		d.Role, d.CustomerID, d.VendorIDs = "co_applicant", c.customer, c.vendorIDs
		joined := create(t, v.adapter(t), d)
		got := v.last(t)
		if !strings.HasSuffix(got.path, "/updateProspectProfile") || !strings.Contains(got.body, c.sent) ||
			!strings.Contains(got.body, `"Application_id":"`+application+`"`) {
			t.Errorf("%s: sent %s to %s", name, got.body, got.path)
		}
		if joined.Role != "co_applicant" || joined.ID.Key("role") != "co_applicant" || joined.ID.Key("application_id") != application ||
			joined.ID.Key("entity_id") != c.vendorIDs["entity_id"] || joined.VendorIDs["index"] != c.vendorIDs["index"] {
			t.Errorf("%s: the id is made of %v", name, joined.ID.Keys())
		}
	}
}

func TestA10WhatDoesNotFitACustomerIsRefused(t *testing.T) {
	t.Parallel()
	v := inFrontOf(t, sandbox.New())
	makes := canonical.CreateCustomer.Bind(v.adapter(t))
	for name, c := range map[string]struct {
		change func(*canonical.CustomerDraft)
		want   string
	}{
		"a co-applicant of nobody": {func(d *canonical.CustomerDraft) {
			d.Role = "co_applicant"
		}, "/customer_id required"},
		"an applicant without a role": {func(d *canonical.CustomerDraft) {
			d.CustomerID = customerID(application)
		}, "/role required"},
		"an applicant of an applicant": {func(d *canonical.CustomerDraft) {
			d.Role, d.CustomerID = "applicant", customerID(application)
		}, "/role unsupported"},
		"two applications": {func(d *canonical.CustomerDraft) {
			d.Role, d.CustomerID, d.VendorIDs = "co_applicant", customerID(application), canonical.VendorIDs{"application_id": "9ZZ9ZZZ"}
		}, "/vendor_ids/application_id invalid"},
		"a path for an application": {func(d *canonical.CustomerDraft) {
			d.VendorIDs = canonical.VendorIDs{"application_id": "made/9ZZ9ZZZ"}
		}, "/vendor_ids/application_id invalid"},
		"a co-applicant's key": {func(d *canonical.CustomerDraft) {
			d.VendorIDs = canonical.VendorIDs{"entity_id": entity}
		}, "/vendor_ids/entity_id unsupported"},
		"the count of a co-applicant": {func(d *canonical.CustomerDraft) {
			d.Role, d.CustomerID = "co_applicant", customerID(application)
			d.SupplementaryData.Put("CoApplicantCount", 1)
		}, "/supplementary_data/CoApplicantCount unsupported"},
		"a count that is no whole number": {func(d *canonical.CustomerDraft) {
			d.SupplementaryData.Put("CoApplicantCount", "two")
		}, "/supplementary_data/CoApplicantCount wrong_type"},
	} {
		d := draft("anika.s@example.com")
		c.change(&d)
		_, err := makes(t.Context(), d)
		var fields []string
		if err != nil {
			for _, f := range canonical.AsError(err).Fields {
				fields = append(fields, f.Pointer+" "+f.Code)
			}
		}
		if codeOf(err) != canonical.ValidationFailed || !slices.Equal(fields, []string{c.want}) {
			t.Errorf("%s: %q, want %s", name, fields, c.want)
		}
	}
	if len(v.calls) != 0 {
		t.Errorf("%d requests were sent", len(v.calls))
	}
}

// TestA10AKnownApplicationIsGoneOnWith also counts its co-applicants.
func TestA10AKnownApplicationIsGoneOnWith(t *testing.T) {
	t.Parallel()
	v := inFrontOf(t, sandbox.New())
	a := v.adapter(t)
	first := create(t, a, draft("anika.s@example.com"))
	made := v.last(t)
	again := draft("anika.new@example.com")
	again.VendorIDs = canonical.VendorIDs{"application_id": first.ID.Key("application_id")}
	again.SupplementaryData.Put("CoApplicantCount", 2)
	second := create(t, a, again)
	got := v.last(t)
	if second.ID.Key("application_id") != first.ID.Key("application_id") || got.session != made.session {
		t.Error("another application, or another session than the one that made it")
	}
	if !strings.Contains(got.body, `"CoApplicantCount":2`) || !strings.Contains(made.body, `"CoApplicantCount":null`) {
		t.Errorf("sent %s, then %s", made.body, got.body)
	}
}

func TestA2WhatHasNoPlaceIsNeitherEchoedNorSent(t *testing.T) {
	t.Parallel()
	v := inFrontOf(t, sandbox.New())
	a := v.adapter(t)
	d := draft("anika.s@example.com")
	d.Gender, d.Emails = "female", append(d.Emails, canonical.Email{Address: "old@example.com"})
	d.Phones[0].Type = canonical.PhoneWork
	d.Consents = append(d.Consents, canonical.Consent{TextID: "another"})
	d.VendorIDs = canonical.VendorIDs{"ecrn": "1"}
	c := create(t, a, d)
	want := []string{"/consents/1", "/emails/1", "/gender", "/phones/0/type", "/vendor_ids/ecrn"}
	if !slices.Equal(c.Ignored, want) || c.Gender != "" || len(c.Emails) != 1 ||
		len(c.Consents) != 1 || c.Phones[0].Type != "" || c.VendorIDs["ecrn"] != "" {
		t.Errorf("ignored %v, want %v", c.Ignored, want)
	}
	if d.Phones[0].Type != canonical.PhoneWork {
		t.Error("the caller's draft was changed")
	}
	if body := v.last(t).body; strings.Contains(body, "old@example.com") || strings.Contains(body, "female") || strings.Contains(body, "another") {
		t.Errorf("sent %s", body)
	}
}
