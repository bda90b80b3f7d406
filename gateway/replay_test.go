package gateway_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"canongate/canonical"
	"canongate/gateway"
	"canongate/gateway/auth"
	"canongate/policies"
)

// memory is a policy that keeps answers as the journal does.
type memory map[[5]string]policies.Answer

func (m memory) policy(ctx context.Context, call *policies.Call, next policies.Next) error {
	scope := [5]string{call.Tenant, call.Caller, call.Operation, call.Connection, call.Key}
	if answer, known := m[scope]; known && call.Effect.NeedsKey() {
		call.Answer, call.Replayed = answer, true
		return nil
	}
	err := next(ctx)
	if err != nil {
		m[scope] = call.Render(err)
	} else {
		m[scope] = call.Answer
	}
	return err
}

// remembering is a gateway with that policy, whose only caller has these hashes.
func remembering(t *testing.T, hashes auth.Hashes) (*rig, memory) {
	t.Helper()
	kept := memory{}
	r := newRig(t, func(r *rig, _ *gateway.Options) {
		r.state.Connections[bank].Policy = kept.policy
		r.as(t, hashes, "*")
	})
	return r, kept
}

// as gives the caller with the id "app" these scopes.
func (r *rig) as(t *testing.T, hashes auth.Hashes, scopes ...string) {
	t.Helper()
	made, err := auth.New(auth.Options{APIKeys: []auth.APIKey{{ID: "app", Tenant: "acme", SHA256: hashes, Scopes: scopes}}}, auth.Dependencies{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.state.Auth = made
	if r.server != nil {
		state := r.state
		r.server.Swap(&state)
	}
}

// TestX14RenewingAKeyPaysOnce repeats a payment with the new key of the same
// caller.
func TestX14RenewingAKeyPaysOnce(t *testing.T) {
	t.Parallel()
	until := auth.Instant{Time: time.Now().Add(time.Hour)}
	r, _ := remembering(t, auth.Hashes{{SHA256: digest(allKey), ExpiresAt: until}, {SHA256: digest(otherKey)}})
	customer := r.customerID(t)
	account := idIn(t, r.call(t, http.MethodPost, "/v1/customers/"+customer+"/bank_accounts", examples(t)["link_bank_account"]))
	body := paymentOf(customer, account)
	old := r.call(t, http.MethodPost, "/v1/payments", body, "Idempotency-Key: K")
	renewed := r.call(t, http.MethodPost, "/v1/payments", body, "Idempotency-Key: K", "Authorization: Bearer "+otherKey)
	if old.status != 201 || renewed.status != 201 || string(old.body) != string(renewed.body) || renewed.header.Get("Idempotency-Replayed") != "true" {
		t.Errorf("%d %s\n%d %s", old.status, old.body, renewed.status, renewed.body)
	}
	if n := r.vendor.count("create_payment"); n != 1 {
		t.Errorf("%d payments were sent", n)
	}
}

// TestX18ReplaysAreMaskedByWhoAsks creates a customer and repeats the request with
// more and with fewer scopes, whoever was first.
func TestX18ReplaysAreMaskedByWhoAsks(t *testing.T) {
	t.Parallel()
	const number = "784199100000019"
	for name, c := range map[string]struct{ first, then []string }{
		"full, then masked": {[]string{"customers:write", "pii:read"}, []string{"customers:write"}},
		"masked, then full": {[]string{"customers:write"}, []string{"customers:write", "pii:read"}},
		"all, then masked":  {[]string{"*"}, []string{"customers:write", "vendor:read"}},
	} {
		r, _ := remembering(t, hashes(allKey))
		for i, scopes := range [][]string{c.first, c.then, c.first} {
			r.as(t, hashes(allKey), scopes...)
			a := r.call(t, http.MethodPost, "/v1/customers", "{}", "Idempotency-Key: K")
			full := (&auth.Caller{Scopes: scopes}).May("pii:read")
			if a.status != 201 || strings.Contains(string(a.body), number) != full || (a.header.Get("Idempotency-Replayed") == "true") != (i > 0) {
				t.Errorf("%s: answer %d with %v: %d %v %s", name, i, scopes, a.status, a.header, a.body)
			}
			if !full && !strings.Contains(string(a.body), `"number_last4":"0019"`) {
				t.Errorf("%s: %s", name, a.body)
			}
		}
		if n := r.vendor.count("create_customer"); n != 1 {
			t.Errorf("%s: %d calls", name, n)
		}
	}
}

// TestX18ReplaysOfOldAnswers finds what an older version kept: one body, as its
// first caller was shown it.
func TestX18ReplaysOfOldAnswers(t *testing.T) {
	t.Parallel()
	r, kept := remembering(t, hashes(allKey))
	first := r.call(t, http.MethodPost, "/v1/customers", "{}", "Idempotency-Key: K")
	for scope, answer := range kept {
		answer.Scope, answer.Masked = "", nil
		kept[scope] = answer
	}
	if a := r.call(t, http.MethodPost, "/v1/customers", "{}", "Idempotency-Key: K"); string(a.body) != string(first.body) {
		t.Errorf("with pii:read: %s, want %s", a.body, first.body)
	}
	r.as(t, hashes(allKey), "customers:write")
	a := r.call(t, http.MethodPost, "/v1/customers", "{}", "Idempotency-Key: K")
	if a.status != 201 || strings.Contains(string(a.body), "784199100000019") || !json.Valid(a.body) || !strings.Contains(string(a.body), `"id":"cus_`) {
		t.Errorf("without pii:read: %d %s", a.status, a.body)
	}
}

// TestX18ReplayedProblemsAreMaskedByWhoAsks keeps a refusal with the vendor's
// words, which need a scope of their own.
func TestX18ReplayedProblemsAreMaskedByWhoAsks(t *testing.T) {
	t.Parallel()
	r, _ := remembering(t, hashes(allKey))
	r.vendor.fail = &canonical.Error{Code: canonical.VendorRejected, Outcome: canonical.Answered, Vendor: canonical.VendorDetail{Code: "E17", Message: "words of the vendor"}}
	for i, scopes := range [][]string{{"customers:write"}, {"*"}, {"customers:write", "pii:read"}, {"customers:write", "vendor:read"}} {
		r.as(t, hashes(allKey), scopes...)
		a := r.call(t, http.MethodPost, "/v1/customers", "{}", "Idempotency-Key: K")
		if p := a.problem(t); a.status != 422 || (p.Vendor != nil) != (&auth.Caller{Scopes: scopes}).May("vendor:read") {
			t.Errorf("answer %d with %v: %s", i, scopes, a.body)
		}
	}
}
