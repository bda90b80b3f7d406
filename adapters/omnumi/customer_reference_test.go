package omnumi_test

import (
	"net/http"
	"strings"
	"testing"

	"canongate/canonical"
)

func TestCustomerReference(t *testing.T) {
	t.Parallel()
	a, _ := answering(t, http.StatusOK, `{}`)
	ref := func(keys canonical.VendorIDs) canonical.CustomerReference {
		return canonical.CustomerReference{VendorIDs: keys}
	}
	got := do(t, a, canonical.CreateCustomerReference, ref(canonical.VendorIDs{"customer_account_id": customer}))
	if got.ID.Key("customer_account_id") != customer || got.Object != "customer" {
		t.Error("the id is not made of the key that was given")
	}
	wantPointers(t, refused(t, a, canonical.CreateCustomerReference, ref(canonical.VendorIDs{"a/b~": "1"})), "/vendor_ids/a~1b~0", "/vendor_ids/customer_account_id")
	if got := do(t, a, canonical.CreateCustomerReference, ref(canonical.VendorIDs{"customer_account_id": " acct_17 "})); got.VendorIDs["customer_account_id"] != "acct_17" {
		t.Errorf("a key of another form is %v", got.VendorIDs)
	}
	for _, bad := range []string{"", " ", "..", "a/b", "a b", "a?b", "ключ", strings.Repeat("a", 65)} {
		wantPointers(t, refused(t, a, canonical.CreateCustomerReference, ref(canonical.VendorIDs{"customer_account_id": bad})), "/vendor_ids/customer_account_id")
	}
}
