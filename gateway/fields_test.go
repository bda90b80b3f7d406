package gateway_test

import (
	"net/http"
	"strings"
	"testing"

	"canongate/canonical"
	"canongate/gateway"
)

// listedVendor is a fakeVendor that has field lists.
type listedVendor struct{ *fakeVendor }

func (listedVendor) Fields(operation string) canonical.FieldList {
	if operation != canonical.CreateCustomer.Name() {
		return canonical.FieldList{}
	}
	return canonical.FieldList{
		Request: []canonical.Field{
			{Pointer: "/name/family_name", VendorField: "surname", Required: true, Note: "as printed"},
			{Pointer: "/gender"},
			{Pointer: "/employment", Required: true, When: canonical.When("/country_of_residence", "AE")},
		},
		Answer:        canonical.Fields("surname", "/name/family_name"),
		Supplementary: []canonical.SupplementaryField{{Name: "card", Type: canonical.TypeString, Personal: true, In: canonical.InBoth}},
		NotCarried:    []canonical.NotCarried{{VendorField: "pid", In: canonical.InRequest, Reason: "is a fingerprint"}},
	}
}

func listedRig(t *testing.T) *rig {
	t.Helper()
	return newRig(t, func(r *rig, _ *gateway.Options) { r.state.Connections[otherBank].Adapter = listedVendor{&fakeVendor{}} })
}

func TestA3FieldsNeedTheScopeAndATenant(t *testing.T) {
	t.Parallel()
	r := listedRig(t)
	path := "/v1/connections/" + otherBank + "/fields?operation=create_customer"
	if a := r.call(t, http.MethodGet, path, ""); a.status != http.StatusOK || !strings.Contains(string(a.body), `"required_when":"/country_of_residence is AE"`) {
		t.Errorf("%d %s", a.status, a.body)
	}
	if a := r.call(t, http.MethodGet, path, "", "Authorization: Bearer "+readKey); a.status != http.StatusForbidden {
		t.Errorf("without connections:read: %d %s", a.status, a.body)
	}
}

func TestA2EveryWriteNamesWhatWasNotSent(t *testing.T) {
	t.Parallel()
	r := listedRig(t)
	to := "Gateway-Connection: " + otherBank
	for path, body := range map[string]string{
		"/v1/customers":     `{"name":{"family_name":"Haddad"},"birthdate":"1990-01-01"}`,
		"/v1/verifications": `{"method":"email_otp","email":"a@example.com"}`,
		"/v1/agreements":    `{"kind":"ul","party":{"given_name":"Layla"}}`,
	} {
		a := r.call(t, http.MethodPost, path, body, to, "Idempotency-Key: key-"+path)
		if a.status != http.StatusCreated || !strings.Contains(string(a.body), `"ignored":["/`) {
			t.Errorf("%s: %d %s", path, a.status, a.body)
		}
		if list := strings.HasPrefix(string(a.body), `{"data":`); list != (path == "/v1/agreements") {
			t.Errorf("%s: %s", path, a.body)
		}
	}
}
