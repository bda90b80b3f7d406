package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"canongate/config/plan"

	"github.com/google/go-cmp/cmp"
)

var quickstart = filepath.Join("..", "..", "config", "quickstart.yaml")

// edited writes a copy of the quickstart with one text in the place of another.
func edited(t *testing.T, old, with string) string {
	t.Helper()
	text, err := os.ReadFile(quickstart)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), old) {
		t.Fatalf("the quickstart has no %q", old)
	}
	path := filepath.Join(t.TempDir(), "edited.yaml")
	if err := os.WriteFile(path, []byte(strings.Replace(string(text), old, with, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestExplain(t *testing.T) {
	t.Parallel()
	request := filepath.Join(t.TempDir(), "request.json")
	if err := os.WriteFile(request, []byte(`{"country_of_residence":"IN"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		args                  []string
		route, by, connection string
	}{
		"first rule that matches": {[]string{"--operation", "create_customer", "--request", request}, "customers-of-india", "route", "iserveu-in"},
		"the rule after it":       {[]string{"--operation", "create_customer"}, "customers", "route", "cdp-uae"},
		"the header":              {[]string{"--operation", "create_customer", "--connection", "temenos-eu"}, "", "header", "temenos-eu"},
		"no rule":                 {[]string{"--operation", "upload_document"}, "", "nothing", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			code, out := command(t, append([]string{"explain", "--json", "--config", quickstart, "--tenant", "demo"}, c.args...)...)
			var got struct {
				Route, By, Connection string
				PassedOver            []struct{ Connection, Reason string } `json:"passed_over"`
			}
			if err := json.Unmarshal([]byte(out), &got); err != nil || code != 0 {
				t.Fatalf("exit code %d, %v: %s", code, err, out)
			}
			if got.Route != c.route || got.By != c.by || got.Connection != c.connection {
				t.Errorf("got %+v", got)
			}
			if len(got.PassedOver) < 4 {
				t.Errorf("only %d connections were passed over", len(got.PassedOver))
			}
		})
	}
}

func TestExplainRefuses(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"--operation", "create_custmer"},
		{"--operation", "create_customer", "--request", "absent.json"},
		{"--operation", "create_customer", "--request", written(t, "request.json", `{"country_of_residence":"IN"}{}`)},
		{"--operation", "create_customer", "--request", written(t, "request.json", `null`)},
	} {
		code, out := command(t, append([]string{"explain", "--config", quickstart}, args...)...)
		if code != exitConfiguration {
			t.Errorf("%v: exit code %d: %s", args, code, out)
		}
	}
}

func TestPlan(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		old, with string
		want      plan.Diff
	}{
		"a country moves": {
			"countries: [IN]", "countries: [IN, AE]",
			plan.Diff{
				Keys: plan.Keys{Routes: plan.Changes{Changed: []string{"customers-of-india"}, Keys: map[string][]string{"customers-of-india": {"countries"}}}},
				Reroutes: []plan.Reroute{
					{RequestClass: plan.RequestClass{Operation: "create_customer", Country: "AE"}, Percent: 100, From: "cdp-uae", To: "iserveu-in"},
					{RequestClass: plan.RequestClass{Operation: "create_customer", Tenant: "demo", Country: "AE"}, Percent: 100, From: "cdp-uae", To: "iserveu-in"},
				},
			},
		},
		"a rule goes": {
			"  - name: otp-by-text\n    operations: [start_verification]\n    methods: [sms_otp]\n    use: [{connection: iserveu-in}]\n", "",
			plan.Diff{
				Keys: plan.Keys{Routes: plan.Changes{Removed: []string{"otp-by-text"}}},
				Reroutes: []plan.Reroute{
					{RequestClass: plan.RequestClass{Operation: "start_verification", Method: "sms_otp"}, Percent: 100, From: "iserveu-in"},
					{RequestClass: plan.RequestClass{Operation: "start_verification", Tenant: "demo", Method: "sms_otp"}, Percent: 100, From: "iserveu-in"},
				},
			},
		},
		"a setting changes": {
			"updated_by: canongate", "updated_by: somebody",
			plan.Diff{Keys: plan.Keys{Connections: plan.Changes{Changed: []string{"cdp-uae"}, Keys: map[string][]string{"cdp-uae": {"settings.updated_by"}}}}},
		},
		"a listener moves": {
			"listen: 127.0.0.1:8080", "listen: 127.0.0.1:8081",
			plan.Diff{Keys: plan.Keys{Sections: []string{"server.listen"}}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			code, out := command(t, "plan", "--json", "--config", edited(t, c.old, c.with), "--against", quickstart)
			var got plan.Diff
			if err := json.Unmarshal([]byte(out), &got); err != nil || code != exitDiffers {
				t.Fatalf("exit code %d, %v: %s", code, err, out)
			}
			same := cmp.Options{cmp.Transformer("list", func(s []string) string { return strings.Join(s, " ") }),
				cmp.Transformer("moves", func(m []plan.Reroute) map[plan.Reroute]bool {
					set := map[plan.Reroute]bool{}
					for _, one := range m {
						set[one] = true
					}
					return set
				})}
			if diff := cmp.Diff(c.want, got, same); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestPlanOfTheSame(t *testing.T) {
	t.Parallel()
	if code, out := command(t, "plan", "--config", quickstart, "--against", quickstart); code != 0 {
		t.Errorf("exit code %d: %s", code, out)
	}
}

// TestPlanCountsWeights wants the share that a change of weights moves, and no
// more: most customers stay where they are.
func TestPlanCountsWeights(t *testing.T) {
	t.Parallel()
	const route = "    operations: [create_customer, lookup_customer]\n    use: [{connection: cdp-uae}]\n"
	weighed := edited(t, route, strings.Replace(route, "[create_customer, lookup_customer]\n    use: [{connection: cdp-uae}]",
		"[create_customer]\n    use: [{connection: cdp-uae, weight: 80}, {connection: temenos-eu, weight: 20}]", 1))
	_, out := command(t, "plan", "--json", "--config", weighed, "--against", quickstart)
	var got plan.Diff
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	for _, m := range got.Reroutes {
		if m.Operation == "create_customer" && (m.To != "temenos-eu" || m.Percent < 10 || m.Percent > 30) {
			t.Errorf("20 in 100 were to move to temenos-eu: %+v", m)
		}
	}
	if len(got.Reroutes) == 0 {
		t.Error("nothing moves")
	}
}
