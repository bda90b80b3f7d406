package main

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"canongate/config"
)

// TestX5ReadinessSaysThatIssuerKeysAreLate serves with an issuer that is away:
// not ready where tokens are the only way in, else ready and saying so.
func TestX5ReadinessSaysThatIssuerKeysAreLate(t *testing.T) {
	t.Parallel()
	issuer := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(issuer.Close)
	const jwt = "jwt: {issuer: https://issuer.example.com, audience: canongate, jwks_url: ISSUER}"
	for name, c := range map[string]struct {
		auth  string
		ready int
		late  bool
	}{
		"tokens alone":    {jwt, 503, true},
		"beside API keys": {"api_keys: [{id: app, tenant: acme, sha256: HASH, scopes: [\"*\"]}], " + jwt, 200, true},
		"no tokens":       {"api_keys: [{id: app, tenant: acme, sha256: HASH, scopes: [\"*\"]}]", 200, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if code, out := command(t, "keys", "--keyset", filepath.Join(dir, "ids.json")); code != 0 {
				t.Fatal(out)
			}
			text := strings.NewReplacer("HASH", config.HashKey(aKey), "ISSUER", issuer.URL).Replace(`
server: {listen: 127.0.0.1:0, admin_listen: 127.0.0.1:0}
auth: {` + c.auth + `}
ids: {keyset: "file:` + filepath.Join(dir, "ids.json") + `"}
connections: {a: {vendor: cdp, sandbox: true}}
routes: [{name: all, operations: ["*"], use: [{connection: a}]}]
`)
			g := serveText(t, filepath.Join(dir, "canongate.yaml"), text)
			status, body := sendTo(t, http.DefaultClient, http.MethodGet, g.api+"/readyz", "")
			if late := strings.Contains(string(body), `"name":"issuer_keys"`) && strings.Contains(string(body), `"reason":"late"`); status != c.ready || late != c.late {
				t.Errorf("%d %s", status, body)
			}
		})
	}
}
