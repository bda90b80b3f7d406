package temenos_test

import (
	"maps"
	"strings"
	"testing"

	"canongate/canonical"
)

// TestA11ARequirementIsReferredTo: a reference has the keys that a listed requirement
// has, is answered as one, and nothing is sent for it.
func TestA11ARequirementIsReferredTo(t *testing.T) {
	t.Parallel()
	v := answering(t, 200, `{"opstatus":0}`)
	a := v.adapter(t)
	const action = "ProofOfIncomeEmployed_" + party + "_" + application
	asked := canonical.ReferenceDraft{
		Type: "requirement", VendorIDs: canonical.VendorIDs{"application_id": " " + application, "user_action_identifier": action}, Kind: "ul",
	}
	made, err := canonical.CreateReference.Bind(a)(t.Context(), asked)
	want := requirementID("ProofOfIncomeEmployed", "unknown")
	if err != nil || made.ID.Kind() != canonical.KindRequirement || !maps.Equal(made.ID.Keys(), want.Keys()) ||
		made.CustomerID.Key("application_id") != application || strings.Join(made.Ignored, " ") != "/kind" {
		t.Fatalf("%v: a %s of %v, ignored %v", err, made.ID.Kind(), made.VendorIDs, made.Ignored)
	}
	asked.CustomerID = coApplicantID(application)
	if made, err = canonical.CreateReference.Bind(a)(t.Context(), asked); err != nil || made.CustomerID.Key("role") != "co_applicant" {
		t.Errorf("a co-applicant's is %s's: %v", made.CustomerID.Key("role"), err)
	}
	if len(v.calls)+v.logins != 0 {
		t.Errorf("%d requests were sent", len(v.calls)+v.logins)
	}
	id := canonical.NewID[canonical.RequirementID](made.ID.Keys())
	if _, err := canonical.AnswerRequirement.Bind(a)(t.Context(), canonical.RequirementAnswer{ID: id, Date: "2019-03-05"}); err != nil {
		t.Fatal(err)
	}
	if sent := v.last(t).body; !strings.Contains(sent, action) || !strings.Contains(sent, "05/03/2019") {
		t.Errorf("sent %s", sent)
	}
}

func TestA11ACustomerIsReferredTo(t *testing.T) {
	t.Parallel()
	a := answering(t, 200, `{}`).adapter(t)
	for entity, role := range map[string]string{"": "", "E-1": "co_applicant"} {
		ids := canonical.VendorIDs{"application_id": application, "party_id": party}
		if entity != "" {
			ids["entity_id"] = entity
		}
		got, err := canonical.CreateReference.Bind(a)(t.Context(),
			canonical.ReferenceDraft{Type: "customer", VendorIDs: ids, CustomerID: customerID(application)})
		if err != nil || got.ID.Kind() != canonical.KindCustomer || got.ID.Key("application_id") != application || got.ID.Key("role") != role ||
			!maps.Equal(got.VendorIDs, ids) || strings.Join(got.Ignored, " ") != "/customer_id" {
			t.Errorf("%q: %v, a %s of %v, ignored %v", entity, err, got.ID.Kind(), got.VendorIDs, got.Ignored)
		}
	}
}

func TestA11WhatCannotBeReferredTo(t *testing.T) {
	t.Parallel()
	a := answering(t, 200, `{}`).adapter(t)
	const app, action = "application_id", "user_action_identifier"
	for name, c := range map[string]struct {
		kind, want string
		ids        canonical.VendorIDs
		customer   canonical.CustomerID
	}{
		"an account":            {kind: "bank_account", ids: canonical.VendorIDs{app: application}, want: "/type"},
		"no application":        {kind: "requirement", ids: canonical.VendorIDs{action: "Proof"}, want: "/vendor_ids/application_id"},
		"a path":                {kind: "requirement", ids: canonical.VendorIDs{action: "Proof", app: "../1"}, want: "/vendor_ids/application_id"},
		"no action":             {kind: "requirement", ids: canonical.VendorIDs{app: application, action: " "}, want: "/vendor_ids/user_action_identifier"},
		"a line":                {kind: "requirement", ids: canonical.VendorIDs{app: application, action: "a\nb"}, want: "/vendor_ids/user_action_identifier"},
		"a long one":            {kind: "requirement", ids: canonical.VendorIDs{app: application, action: strings.Repeat("a", 257)}, want: "/vendor_ids/user_action_identifier"},
		"another's action":      {kind: "requirement", ids: canonical.VendorIDs{app: application, action: "Proof_1_9ZZ9ZZZ"}, want: "/vendor_ids/user_action_identifier"},
		"another's customer":    {kind: "requirement", ids: canonical.VendorIDs{app: application, action: "Proof"}, customer: customerID("9ZZ9ZZZ"), want: "/vendor_ids/application_id"},
		"a key too many":        {kind: "requirement", ids: canonical.VendorIDs{app: application, action: "Proof", "id": "1"}, want: "/vendor_ids/id"},
		"a customer of nothing": {kind: "customer", ids: canonical.VendorIDs{"party_id": party}, want: "/vendor_ids/application_id"},
	} {
		_, err := canonical.CreateReference.Bind(a)(t.Context(), canonical.ReferenceDraft{Type: c.kind, VendorIDs: c.ids, CustomerID: c.customer})
		if err == nil || len(canonical.AsError(err).Fields) != 1 || canonical.AsError(err).Fields[0].Pointer != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
}
