package adminview_test

import (
	"encoding/json"
	"strings"
	"testing"

	"canongate/cmd/canongate/internal/adminview"
	"canongate/config"

	"github.com/google/go-cmp/cmp"
)

const file = `
auth:
  api_keys:
    - {id: checkout, tenant: acme, sha256: [{sha256: "` + hash + `", expires_at: 2027-01-31T00:00:00Z}], scopes: ["*"], rate: {limit: 20, per: 1s}}
    - {id: other, tenant: globex, sha256: "` + hash2 + `", scopes: ["payments:read"]}
connections:
  cdp-uae: {vendor: cdp, sandbox: true, tenants: [acme]}
  citi-in: {vendor: citi, sandbox: true}
events:
  subscribers:
    - {name: crm, url: "https://crm.example.com/hook", secret: "env:CRM_HOOK", types: ["*"], tenants: [globex]}
    - {name: all, url: "https://all.example.com/hook", secret: "env:ALL_HOOK", types: [payment.updated], tenants: ["*"]}
routes:
  - name: small
    operations: [create_payment]
    countries: [AE, IN]
    amount: {max: 100}
    when: tenant == "acme"
    use: [{connection: cdp-uae, weight: 95}, {connection: citi-in, weight: 5}]
    fallback: [citi-in]
`

const (
	hash  = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	hash2 = "1123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
)

func TestRulesSayWhatTheFileSays(t *testing.T) {
	t.Parallel()
	c := config.ParseWithoutSecrets("canongate.yaml", []byte(file)).Config
	served := c
	served.Routes = config.ParseWithoutSecrets("canongate.yaml", []byte(strings.Replace(file, "weight: 5}", "weight: 95}", 1))).Config.Routes
	rules := adminview.Rules(served, c)
	if len(rules) != 1 || len(rules[0].Use) != 2 || rules[0].Use[1].Weight != 95 || rules[0].Use[1].InFile != 5 {
		t.Fatalf("rules are %+v", rules)
	}
	var got []string
	for _, m := range rules[0].Matchers {
		got = append(got, m.Name+": "+m.Want)
	}
	want := []string{"operations: create_payment", "countries: AE, IN", "amount: ..100", `when: tenant == "acme"`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("matchers (-want +got):\n%s", diff)
	}
}

func TestTenantsSayWhatIsTheirsAndNothingThatOpensADoor(t *testing.T) {
	t.Parallel()
	all := adminview.Tenants(config.ParseWithoutSecrets("canongate.yaml", []byte(file)).Config)
	text, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"123456789abcdef", "CRM_HOOK", "hook"} {
		if strings.Contains(string(text), secret) {
			t.Errorf("%s is shown: %s", secret, text)
		}
	}
	if len(all) != 2 || all[0].Name != "acme" || len(all[0].Credentials) != 1 || all[0].Credentials[0].Rate != "20 per 1s" ||
		len(all[0].Credentials[0].ExpiresAt) != 1 || len(all[0].Subscribers) != 1 || len(all[1].Subscribers) != 2 {
		t.Errorf("tenants are %s", text)
	}
	if diff := cmp.Diff([]string{"citi-in"}, all[1].Connections); diff != "" {
		t.Errorf("connections of globex (-want +got):\n%s", diff)
	}
}
