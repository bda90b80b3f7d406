package omnumi_test

import (
	"maps"
	"net/http"
	"strings"
	"testing"

	"canongate/canonical"
)

// TestA11AReferenceIsTheIDOfAnAnswer: what is referred to has the keys that an answer
// about it would have, and nothing is sent.
func TestA11AReferenceIsTheIDOfAnAnswer(t *testing.T) {
	t.Parallel()
	a, v := answering(t, http.StatusOK, `{}`)
	for _, tt := range []struct {
		draft   canonical.ReferenceDraft
		kind    canonical.Kind
		keys    canonical.Keys
		ignored string
	}{
		{
			canonical.ReferenceDraft{Type: "bank_account", VendorIDs: canonical.VendorIDs{"linked_bank_id": bank}, CustomerID: customerID(customer), Kind: "ul"},
			canonical.KindBankAccount, bankAccountID(customer, bank).Keys(), "/kind",
		},
		{
			canonical.ReferenceDraft{Type: "agreement", VendorIDs: canonical.VendorIDs{"agreement_id": sampled}, Kind: "ul", CustomerID: customerID(customer)},
			canonical.KindAgreement, agreementID(sampled, "ul").Keys(), "/customer_id",
		},
		{canonical.ReferenceDraft{Type: "agreement", VendorIDs: canonical.VendorIDs{"agreement_id": sampled}}, canonical.KindAgreement, agreementID(sampled, "unknown").Keys(), ""},
		{canonical.ReferenceDraft{Type: "verification", VendorIDs: canonical.VendorIDs{"verification_request_id": "r-1"}}, canonical.KindVerification, verificationID("r-1").Keys(), ""},
		{canonical.ReferenceDraft{Type: "customer", VendorIDs: canonical.VendorIDs{"customer_account_id": customer}}, canonical.KindCustomer, customerID(customer).Keys(), ""},
	} {
		got := do(t, a, canonical.CreateReference, tt.draft)
		if got.ID.Kind() != tt.kind || !maps.Equal(got.ID.Keys(), tt.keys) || strings.Join(got.Ignored, " ") != tt.ignored {
			t.Errorf("%s: a %s, ignored %v", tt.draft.Type, got.ID.Kind(), got.Ignored)
		}
	}
	for pointer, draft := range map[string]canonical.ReferenceDraft{
		"/type":                        {Type: "requirement", VendorIDs: canonical.VendorIDs{"id": "1"}},
		"/customer_id":                 {Type: "bank_account", VendorIDs: canonical.VendorIDs{"linked_bank_id": bank}},
		"/vendor_ids/agreement_id":     {Type: "agreement", VendorIDs: canonical.VendorIDs{"agreement_id": "../x"}},
		"/kind":                        {Type: "agreement", VendorIDs: canonical.VendorIDs{"agreement_id": sampled}, Kind: "basic"},
		"/vendor_ids/customer_account": {Type: "customer", VendorIDs: canonical.VendorIDs{"customer_account_id": customer, "customer_account": "1"}},
	} {
		wantPointers(t, refused(t, a, canonical.CreateReference, draft), pointer)
	}
	if len(v.seen) != 0 {
		t.Errorf("%d requests were sent", len(v.seen))
	}
}
