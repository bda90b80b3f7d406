package main

import (
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"canongate/config"
)

// twoConnections is a file whose first connection takes its secret from a file.
func twoConnections(secret string) string {
	return `
auth: {api_keys: [{id: app, tenant: acme, sha256: "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", scopes: ["*"]}]}
connections:
  first:
    vendor: omnumi
    sandbox: true
    concurrency: 8
    enabled: true
    settings: {tenant_id: 6f1d2c3b-4a59-4e68-8776-95a4b3c2d1e0, api_key: "file:` + secret + `"}
  second:
    vendor: omnumi
    sandbox: true
    settings: {tenant_id: 6f1d2c3b-4a59-4e68-8776-95a4b3c2d1e0}
routes:
  - {name: all, operations: ["*"], use: [{connection: first, weight: 95}, {connection: second, weight: 5}]}
`
}

func parsed(t *testing.T, text string) *config.File {
	t.Helper()
	f := config.Parse("canongate.yaml", []byte(text))
	if len(f.Problems()) > 0 {
		t.Fatal(f.Problems())
	}
	return f
}

// TestReloadKeepsWhatDidNotChange shows, part by part, what a new generation
// takes over from the one before.
func TestReloadKeepsWhatDidNotChange(t *testing.T) {
	t.Parallel()
	secret := filepath.Join(t.TempDir(), "api_key")
	rotate := func(value string) {
		if err := os.WriteFile(secret, []byte(value), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	text := twoConnections(secret)
	for name, c := range map[string]struct {
		change         func(string) string
		rotated        bool
		adapter, guard bool // kept
	}{
		"nothing":         {change: func(s string) string { return s }, adapter: true, guard: true},
		"a route":         {change: func(s string) string { return strings.Replace(s, "weight: 95", "weight: 90", 1) }, adapter: true, guard: true},
		"a limit":         {change: func(s string) string { return strings.Replace(s, "concurrency: 8", "concurrency: 9", 1) }, adapter: true},
		"the kill switch": {change: func(s string) string { return strings.Replace(s, "enabled: true", "enabled: false", 1) }, adapter: true, guard: true},
		"a setting":       {change: func(s string) string { return strings.Replace(s, "95a4b3c2d1e0", "95a4b3c2d1e1", 1) }, guard: true},
		"a secret":        {change: func(s string) string { return s }, rotated: true, guard: true},
	} {
		rotate("first value")
		b := newBuilder()
		before := b.build(parsed(t, text), 1, nil)
		if c.rotated {
			rotate("second value")
		}
		file := parsed(t, c.change(text))
		after := b.build(file, 2, before)
		if len(file.Problems()) > 0 {
			t.Fatal(file.Problems())
		}
		was, is := before.connections["first"], after.connections["first"]
		if kept := was.client.adapter == is.client.adapter; kept != c.adapter {
			t.Errorf("%s: adapter kept: %v", name, kept)
		}
		if kept := was.policies.Shares(is.policies); kept != c.guard {
			t.Errorf("%s: guard kept: %v", name, kept)
		}
		if before.connections["second"].client.adapter != after.connections["second"].client.adapter {
			t.Errorf("%s: the other connection was made anew", name)
		}
		if after.state.Generation != 2 {
			t.Errorf("%s: generation %d", name, after.state.Generation)
		}
	}
}

func TestQuickstartIsSound(t *testing.T) {
	t.Parallel()
	code, out := command(t, "check", "--config", filepath.Join("..", "..", "config", "quickstart.yaml"))
	if code != 0 {
		t.Error(out)
	}
	f, err := loadChecked(filepath.Join("..", "..", "config", "quickstart.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	vendors := map[string]bool{}
	for _, c := range newBuilder().build(f, 1, nil).connections {
		vendors[c.options.Vendor] = c.options.Sandbox
		if called := c.client.adapter.Vendor(); called != c.options.Vendor {
			t.Errorf("the adapter of %s calls itself %s", c.options.Vendor, called)
		}
	}
	for name := range newBuilder().vendors {
		if !vendors[name] {
			t.Errorf("%s has no sandbox in the quickstart", name)
		}
	}
	if !f.Config.Quickstart() || !f.Config.HasDemoKey() {
		t.Error("the quickstart has to be all sandboxes, with the demo key")
	}
}

// TestReloadNoticesOtherAuthorities makes the adapter anew when the file of its
// vendor's authorities has changed, and keeps it otherwise.
func TestReloadNoticesOtherAuthorities(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "ca.pem")
	server := httptest.NewTLSServer(http.NotFoundHandler())
	server.Close()
	authority := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := os.WriteFile(file, authority, 0o600); err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(twoConnections("x"), `sandbox: true
    concurrency: 8`, `base_url: https://vendor.example.com
    tls: {ca_file: `+file+`}
    concurrency: 8`, 1)
	text = strings.Replace(text, `, api_key: "file:x"`, "", 1)
	text += "ids: {keyset: \"file:" + file + "\"}\n"
	b := newBuilder()
	first := b.build(parsed(t, text), 1, nil)
	same := b.build(parsed(t, text), 2, first)
	if first.connections["first"].client.adapter != same.connections["first"].client.adapter {
		t.Error("the adapter was made anew although nothing changed")
	}
	if err := os.WriteFile(file, append(authority, authority...), 0o600); err != nil {
		t.Fatal(err)
	}
	other := b.build(parsed(t, text), 3, same)
	if same.connections["first"].client.adapter == other.connections["first"].client.adapter {
		t.Error("the adapter goes on trusting the authorities of before")
	}
}
