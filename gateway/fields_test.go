package gateway_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"canongate/canonical"
	"canongate/gateway"
	"canongate/gateway/auth"
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

// payingVendor lists what it takes of a payment: all but the risk.
type payingVendor struct{ *fakeVendor }

func (payingVendor) Fields(operation string) canonical.FieldList {
	if operation != canonical.CreatePayment.Name() {
		return canonical.FieldList{}
	}
	return canonical.FieldList{
		Request: canonical.Fields("x", "/direction", "/rail", "/amount", "/asset", "/customer_id", "/bank_account_id", "/wallet", "/ach", "/authorization"),
		Supplementary: []canonical.SupplementaryField{
			{Name: "card", Type: canonical.TypeString, Personal: true, In: canonical.InBoth},
			{Name: "tier", Type: canonical.TypeString, In: canonical.InBoth},
		},
	}
}

func (p payingVendor) CreatePayment(ctx context.Context, d canonical.PaymentDraft) (canonical.Payment, error) {
	made, err := p.fakeVendor.CreatePayment(ctx, d)
	made.SupplementaryData = d.SupplementaryData
	return made, err
}

func TestA1StoredPaymentsHidePersonalMembers(t *testing.T) {
	t.Parallel()
	const clerkKey = "key-of-a-clerk-without-personal-data"
	r := newRig(t, func(r *rig, _ *gateway.Options) {
		r.state.Connections[bank].Adapter, r.state.Connections[bank].Policy = payingVendor{&fakeVendor{}}, r.payments.policy
		made, err := auth.New(auth.Options{APIKeys: []auth.APIKey{
			{ID: "all", Tenant: "acme", SHA256: hashes(allKey), Scopes: []string{"*"}},
			{ID: "clerk", Tenant: "acme", SHA256: hashes(clerkKey), Scopes: []string{"payments:read", "payments:write"}},
		}}, auth.Dependencies{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.state.Auth = made
	})
	customer, err := r.ids.Seal(canonical.KindCustomer, "acme", bank, canonical.Keys{"number": "1"})
	if err != nil {
		t.Fatal(err)
	}
	account, err := r.ids.Seal(canonical.KindBankAccount, "acme", bank, canonical.Keys{"number": "1"})
	if err != nil {
		t.Fatal(err)
	}
	body := paymentOf(customer, account)
	body = strings.Replace(body, "{", `{"risk":{"user":"low"},"supplementary_data":{"card":"4000","tier":"gold","beak":1},`, 1)
	made := r.call(t, http.MethodPost, "/v1/payments", body, "Idempotency-Key: one")
	if made.status != http.StatusCreated || !strings.Contains(string(made.body), `"supplementary_data":{"card":"4000","tier":"gold"}`) ||
		!strings.Contains(string(made.body), `"ignored":["/risk","/supplementary_data/beak"]`) || strings.Contains(string(made.body), `"risk":`) {
		t.Fatalf("%d %s", made.status, made.body)
	}
	clerk := "Authorization: Bearer " + clerkKey
	for name, a := range map[string]answer{
		"created": r.call(t, http.MethodPost, "/v1/payments", body, "Idempotency-Key: two", clerk),
		"listed":  r.call(t, http.MethodGet, "/v1/payments", "", clerk),
		"read":    r.call(t, http.MethodGet, made.header.Get("Location"), "", clerk),
	} {
		if a.status >= 300 || !strings.Contains(string(a.body), `"supplementary_data":{"tier":"gold"}`) || strings.Contains(string(a.body), "4000") {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
}
