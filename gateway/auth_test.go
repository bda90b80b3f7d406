package gateway_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"canongate/gateway"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwk"
	"github.com/lestrrat-go/jwx/v3/jwt"
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

func TestKeysThatCannotBe(t *testing.T) {
	t.Parallel()
	for _, sum := range []string{"", "abc", strings.Repeat("g", 64), digest("x") + "00"} {
		_, err := gateway.NewAuth(gateway.AuthOptions{APIKeys: []gateway.APIKey{{ID: "app", SHA256: sum}}}, nil, time.Now)
		if err == nil || sum != "" && strings.Contains(err.Error(), sum) {
			t.Errorf("%q gives %v", sum, err)
		}
	}
}

// issuer is an identity provider with one key at a time.
type issuer struct {
	url    string
	key    jwk.Key
	served chan struct{} // one for every fetch of the keys
}

func newIssuer(t *testing.T) *issuer {
	t.Helper()
	i := &issuer{served: make(chan struct{}, 8)}
	i.key = signingKey(t, "k1")
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		public, err := i.key.PublicKey()
		if err != nil {
			t.Error(err)
		}
		symmetric, err := jwk.Import([]byte("shared-secret-of-the-issuer-0017"))
		if err != nil {
			t.Error(err)
		}
		set := map[string]any{"keys": []any{public, symmetric}}
		if err := json.NewEncoder(w).Encode(set); err != nil {
			t.Error(err)
		}
		i.served <- struct{}{}
	}))
	t.Cleanup(server.Close)
	i.url = server.URL
	return i
}

func signingKey(t *testing.T, id string) jwk.Key {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	key, err := jwk.Import(private)
	if err != nil {
		t.Fatal(err)
	}
	if err := key.Set(jwk.KeyIDKey, id); err != nil {
		t.Fatal(err)
	}
	return key
}

func claims(now time.Time) map[string]any {
	return map[string]any{
		"iss": "https://issuer.example.com", "aud": "canongate", "sub": "app-7", "exp": now.Add(time.Minute).Unix(),
		"tenant": "acme", "scope": "customers:read connections:read",
	}
}

func token(t *testing.T, algorithm jwa.SignatureAlgorithm, key any, claims map[string]any) string {
	t.Helper()
	made := jwt.New()
	for name, value := range claims {
		if err := made.Set(name, value); err != nil {
			t.Fatal(err)
		}
	}
	signed, err := jwt.Sign(made, jwt.WithKey(algorithm, key))
	if err != nil {
		t.Fatal(err)
	}
	return string(signed)
}

func TestTokensOfAnIssuer(t *testing.T) {
	t.Parallel()
	now := time.Date(2030, 1, 1, 12, 0, 0, 0, time.UTC)
	from := newIssuer(t)
	auth, err := gateway.NewAuth(gateway.AuthOptions{JWT: gateway.JWTOptions{
		Issuer: "https://issuer.example.com", Audience: "canongate", JWKSURL: from.url,
	}}, http.DefaultClient, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	stopped := make(chan struct{})
	go func() { defer close(stopped); auth.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-stopped })
	<-from.served
	good := token(t, jwa.ES256(), from.key, claims(now))
	for caller, err := auth.Authenticate(ctx, "Bearer "+good); ; caller, err = auth.Authenticate(ctx, "Bearer "+good) {
		if err != nil {
			continue // the keys have left the issuer and not arrived yet
		}
		if caller.ID != "app-7" || caller.Tenant != "acme" || !caller.May("customers:read") || caller.May("customers:write") {
			t.Fatalf("the caller is %+v", caller)
		}
		break
	}
	with := func(name string, value any) map[string]any {
		c := claims(now)
		c[name] = value
		if value == nil {
			delete(c, name)
		}
		return c
	}
	for name, text := range map[string]string{
		"expired":          token(t, jwa.ES256(), from.key, with("exp", now.Add(-time.Minute).Unix())),
		"without end":      token(t, jwa.ES256(), from.key, with("exp", nil)),
		"not yet":          token(t, jwa.ES256(), from.key, with("nbf", now.Add(time.Hour).Unix())),
		"another issuer":   token(t, jwa.ES256(), from.key, with("iss", "https://other.example.com")),
		"another audience": token(t, jwa.ES256(), from.key, with("aud", "other")),
		"no tenant":        token(t, jwa.ES256(), from.key, with("tenant", nil)),
		"empty tenant":     token(t, jwa.ES256(), from.key, with("tenant", "")),
		"no subject":       token(t, jwa.ES256(), from.key, with("sub", nil)),
		"another key":      token(t, jwa.ES256(), signingKey(t, "k1"), claims(now)),
		"symmetric":        token(t, jwa.HS256(), []byte("shared-secret-of-the-issuer-0017"), claims(now)),
		"tampered":         good[:len(good)-8] + "AAAAAAAA",
		"unsigned":         "eyJhbGciOiJub25lIn0." + strings.Split(good, ".")[1] + ".",
	} {
		if caller, err := auth.Authenticate(ctx, "Bearer "+text); err == nil {
			t.Errorf("%s: taken as %+v", name, caller)
		}
	}
	list := token(t, jwa.ES256(), from.key, with("scope", []string{"offers:read"}))
	if caller, err := auth.Authenticate(ctx, "Bearer "+list); err != nil || !caller.May("offers:read") {
		t.Errorf("scopes as a list: %+v, %v", caller, err)
	}
}
