package main

import (
	"strings"
	"testing"
)

// TestCheckWarnsOfSharedCredentials: with customers:reference a tenant makes an id of
// whatever customer the vendor knows under credentials that it shares.
func TestCheckWarnsOfSharedCredentials(t *testing.T) {
	t.Parallel()
	const one = `{id: a, tenant: acme, sha256: "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", scopes: ["*"]}`
	const other = `, {id: g, tenant: globex, sha256: "1123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", scopes: ["*"]}`
	keys := written(t, "ids.json", string(newKeyset(t)))
	for name, c := range map[string]struct {
		callers, connection string
		warned              bool
	}{
		"one tenant":           {one, `base_url: "https://bank.example"`, false},
		"two tenants":          {one + other, `base_url: "https://bank.example"`, true},
		"named tenants":        {one + other, `base_url: "https://bank.example", tenants: [acme]`, false},
		"two, and a simulator": {one + other, `sandbox: true`, false},
	} {
		file := written(t, "canongate.yaml", `
ids: {keyset: "file:`+keys+`"}
auth: {api_keys: [`+c.callers+`]}
connections:
  bank: {vendor: omnumi, `+c.connection+`, settings: {tenant_id: 6f1d2c3b-4a59-4e68-8776-95a4b3c2d1e0, api_key: "file:`+keys+`"}}
routes: [{name: all, operations: [create_payment], use: [{connection: bank}]}]
`)
		code, out := command(t, "check", "--config", file)
		if code != 0 || strings.Contains(out, "warning: connections.bank: every tenant") != c.warned {
			t.Errorf("%s: %d %s", name, code, out)
		}
		if _, out := command(t, "check", "--json", "--config", file); strings.Contains(out, `"message": "every tenant`) != c.warned || !strings.Contains(out, `"warnings": [`) {
			t.Errorf("%s: %s", name, out)
		}
	}
}
