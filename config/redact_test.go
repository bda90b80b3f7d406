package config

import (
	"strings"
	"testing"
)

// TestRedacted plants a marker in every place of a file that may hold a secret.
func TestRedacted(t *testing.T) {
	t.Parallel()
	file := Parse("canongate.yaml", []byte(`# marker in a comment
server: {admin_token: "marker", listen: 127.0.0.1:0} # marker
auth:
  # marker
  api_keys: [{id: app, tenant: acme, sha256: marker, scopes: ["*"]}]
connections:
  cdp-uae:
    vendor: cdp
    base_url: https://marker:marker@vendor.example/api?key=marker#marker
    settings: {client_id: marker, client_secret: "env:CDP_SECRET", code_tables: {gender: {marker-name: marker}}, list: [marker], retries: 3, strict: true}
    extra_headers: {x-key: marker, x-other: file:secrets/other}
    timeout: 30s
routes:
  - {name: all, operations: ["*"], when: 'tenant == "acme"', use: [{connection: cdp-uae, weight: 95}]}
events:
  subscribers: [{name: crm, url: "https://crm.example/hook?token=marker", secret: marker, types: ["*"]}]
rate_limits: {redis_url: "redis://user:marker@10.0.0.1:6379/0"}
telemetry: {traces: {otlp_endpoint: "https://%zz:marker@collector.example"}}
`))
	got := strings.ReplaceAll(file.Redacted(), "marker-name", "")
	if strings.Contains(got, "marker") {
		t.Errorf("a secret is shown:\n%s", got)
	}
	for _, want := range []string{
		"listen: '127.0.0.1:0'", "tenant: acme", "vendor: cdp", "https://vendor.example/api", "env:CDP_SECRET", "retries: 3", "strict: true",
		"file:secrets/other", "timeout: 30s", `when: 'tenant == "acme"'`, "weight: 95", "https://crm.example/hook", "redis://10.0.0.1:6379/0",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("what is no secret is not shown: %s\n%s", want, got)
		}
	}
}

func TestRedactedOfWhatIsNoYAML(t *testing.T) {
	t.Parallel()
	if got := Parse("canongate.yaml", []byte("secret: [")).Redacted(); got != "" {
		t.Errorf("it shows %q", got)
	}
}
