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

// TestCheckWithoutSecrets is for pipelines, which have none. It prints the warnings that
// serve would.
func TestCheckWithoutSecrets(t *testing.T) {
	t.Parallel()
	file := written(t, "canongate.yaml", `
server: {operators: [{name: ada, sha256: [{sha256: "2123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", expires_at: 2020-01-01T00:00:00Z}], roles: [operator]}]}
ids: {keyset: "file:/nowhere/ids.json"}
auth:
  api_keys:
    - {id: old, tenant: acme, sha256: [{sha256: "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", expires_at: 2020-01-01T00:00:00Z}], scopes: ["*"]}
connections:
  india: {vendor: iserveu, base_url: "https://bank.example", settings: {client_id: c, client_secret: "env:NOT_SET", username: u, auth_mode: encrypted, pass_key: "env:NOT_SET", payload_key: "env:NOT_SET"}}
routes: [{name: all, operations: [start_verification], use: [{connection: india}]}]
journal: {driver: postgres, dsn: "env:NOT_SET"}
`)
	code, out := command(t, "check", "--without-secrets", "--config", file)
	if code != 0 {
		t.Fatalf("%d %s", code, out)
	}
	for _, want := range []string{
		"warning: connections.india: iServeU documents the encrypted envelope", "warning: auth.api_keys.0: the key of old has expired",
		"warning: server.operators.0: the credential of ada has expired", "warning: reconciliation.four_eyes: one operator alone",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("it does not say %q: %s", want, out)
		}
	}
	if code, out := command(t, "check", "--config", file); code != exitConfiguration || strings.Contains(out, "NOT_SET") {
		t.Errorf("with secrets: %d %s", code, out)
	}
	if code, out := command(t, "explain", "--without-secrets", "--config", file, "--operation", "start_verification"); code != 0 || !strings.Contains(out, "india") {
		t.Errorf("explain: %d %s", code, out)
	}
	if code, out := command(t, "plan", "--without-secrets", "--config", file, "--against", file); code != 0 {
		t.Errorf("plan: %d %s", code, out)
	}
}
