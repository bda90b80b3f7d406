package gateway_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestCredentials(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for name, header := range map[string]string{
		"none": "", "unknown": "Bearer nope", "another scheme": "Basic " + allKey, "no key": "Bearer ", "the digest": "Bearer " + digest(allKey),
		"without scheme": allKey, "a JWT where none is taken": "Bearer a.b.c",
	} {
		a := r.call(t, http.MethodGet, "/v1/connections", "", "Authorization: "+header)
		p := a.problem(t)
		if a.status != http.StatusUnauthorized || p.Code != "unauthenticated" || !strings.HasPrefix(a.header.Get("WWW-Authenticate"), "Bearer") {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
	for header, want := range map[string]string{ // RFC 6750 §3
		"": "", "Bearer": "", "Bearer ": "", "Basic " + allKey: "", "Bearer nope": `, error="invalid_token"`, "bearer a.b.c": `, error="invalid_token"`,
	} {
		a := r.call(t, http.MethodGet, "/v1/connections", "", "Authorization: "+header)
		if got := a.header.Get("WWW-Authenticate"); got != `Bearer realm="canongate"`+want {
			t.Errorf("%q is answered with %s", header, got)
		}
	}
	if a := r.call(t, http.MethodGet, "/v1/connections", "", "Authorization: bearer "+allKey); a.status != http.StatusOK {
		t.Errorf("the scheme in lower case gives %d", a.status)
	}
}

func TestScopes(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	reader := "Authorization: Bearer " + readKey
	for name, c := range map[string]struct {
		method, path, body, header string
		status                     int
		scope                      string
	}{
		"has it":          {method: "POST", path: "/v1/customers/lookup", body: `{"phone":"+971500000017"}`, status: 200},
		"has it not":      {method: "POST", path: "/v1/customers", body: `{}`, status: 403, scope: "customers:write"},
		"before the body": {method: "POST", path: "/v1/customers", body: `{"zzz`, status: 403, scope: "customers:write"},
		"connections":     {method: "GET", path: "/v1/connections", status: 403, scope: "connections:read"},
		"choosing": {method: "POST", path: "/v1/customers/lookup", body: `{"phone":"+971500000017"}`, header: "Gateway-Connection: " + bank,
			status: 403, scope: "connection:choose"},
	} {
		a := r.call(t, c.method, c.path, c.body, reader, c.header)
		if a.status != c.status {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
		if c.status == http.StatusForbidden {
			if p := a.problem(t); p.Code != "permission_denied" || !strings.Contains(p.Detail, c.scope) {
				t.Errorf("%s: %s", name, a.body)
			}
		}
	}
}

func TestFullNumbersNeedAScope(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	body := `{"phone":"+971500000017"}`
	whole := r.call(t, http.MethodPost, "/v1/customers/lookup", body)
	masked := r.call(t, http.MethodPost, "/v1/customers/lookup", body, "Authorization: Bearer "+readKey)
	if !strings.Contains(string(whole.body), "784199100000019") {
		t.Errorf("with pii:read: %s", whole.body)
	}
	if strings.Contains(string(masked.body), "784199100000019") || !strings.Contains(string(masked.body), `"number_last4":"0019"`) {
		t.Errorf("without pii:read: %s", masked.body)
	}
}
