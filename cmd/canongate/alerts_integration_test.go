//go:build integration

package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"canongate/canonical"
	"canongate/config"
)

const (
	// alertPace is how much faster than in real life the tests' calls, scrapes and rules
	// are.
	alertPace = 10
	// callsApart is how far a seldom called vendor's calls are apart, in real life.
	callsApart = 7 * time.Second
	// alertedWithin is when an alert has to be there, in real life.
	alertedWithin = 10 * time.Minute
)

// illness is a fault and the alert that has to come of it.
type illness struct {
	vendor, fault, alert string
}

// illnesses are what a vendor can do to us, by connection. An empty fault is a vendor
// that nobody can reach.
var illnesses = map[string]illness{
	"away":            {"omnumi", "", "CanongateVendorFailing"},
	"answers-500":     {"omnumi", "status=500", "CanongateVendorFailing"},
	"hangs":           {"omnumi", "hang", "CanongateVendorFailing"},
	"resets":          {"omnumi", "reset_before", "CanongateVendorFailing"},
	"talks-rubbish":   {"omnumi", "rubbish", "CanongateVendorFailing"},
	"throttles":       {"omnumi", "retry_after=1", "CanongateVendorThrottles"},
	"rejects":         {"omnumi", "status=400", "CanongateVendorRejecting"},
	"refuses-key":     {"omnumi", "status=401", "CanongateVendorAuthFailed"},
	"refuses-login":   {"cdp", "status=401; on=token", "CanongateVendorAuthFailed"},
	"flees-in-breaks": {"omnumi", "status=503", "CanongateBreakerOpen"},
}

// illFile has every connection, a Redis and a token issuer that are away.
func illFile(s *site) string {
	var text strings.Builder
	fmt.Fprintf(&text, `
server: {listen: "127.0.0.1:0", admin_listen: "127.0.0.1:0"}
ids: {keyset: "file:ids.json"}
auth:
  api_keys: [{id: checkout, tenant: acme, sha256: %s, scopes: ["*"]}]
  jwt: {issuer: "https://issuer.example.com", audience: canongate, jwks_url: "http://127.0.0.1:1/keys"}
rate_limits: {store: redis, redis_url: "redis://127.0.0.1:1/0", on_store_failure: local}
journal: {driver: sqlite, dsn: %q}
routes: [{name: all, operations: ["*"], use: [{connection: bank}]}]
connections:
  bank: {vendor: omnumi, base_url: %s, settings: {tenant_id: 5f0c9a52-6d7e-4b1f-9c3a-000000000099, api_key: "file:api_key"}}
`, config.HashKey(aKey), "file:"+sqliteFile, s.sandbox)
	for i, name := range slices.Sorted(maps.Keys(illnesses)) {
		ill, address := illnesses[name], s.sandbox
		settings := fmt.Sprintf(`{tenant_id: 5f0c9a52-6d7e-4b1f-9c3a-%012d, api_key: "file:api_key"}`, i)
		switch {
		case ill.vendor == "cdp":
			address = strings.Replace(s.sandbox, "/omnumi", "/cdp", 1)
			settings = `{client_id: a, client_secret: "file:api_key", username: b, password: "file:api_key", channel: c, updated_by: d}`
		case ill.fault == "":
			address = "http://127.0.0.1:1"
		}
		// Thirty seconds of patience, and those of a breaker, at the pace of the test.
		fmt.Fprintf(&text, "  %s: {vendor: %s, base_url: %q, settings: %s, timeout: 3s, breaker: {window: 3s, open_for: 1500ms}, extra_headers: {%s}}\n",
			name, ill.vendor, address, settings, faultHeader(ill.fault))
	}
	return text.String()
}

func faultHeader(fault string) string {
	if fault == "" {
		return ""
	}
	return fmt.Sprintf("Sandbox-Fault: %q", fault)
}

// watcher is a real Prometheus, with the shipped rules at the pace of the test.
type watcher struct {
	t    *testing.T
	base string
}

// startPrometheus scrapes a gateway as deploy/observability/README.md has it.
func startPrometheus(t *testing.T, admin string) *watcher {
	t.Helper()
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, "alerts.yml"), []byte(hastened(shipped(t, "alerts.yml"), alertPace)), 0o600))
	// A minute is what Prometheus has by itself.
	must(t, os.WriteFile(filepath.Join(dir, "prometheus.yml"), fmt.Appendf(nil, `
global: {scrape_interval: %[1]s, scrape_timeout: %[1]s, evaluation_interval: %[1]s}
rule_files: [alerts.yml]
scrape_configs:
  - job_name: canongate
    static_configs: [{targets: [%[2]q]}]
`, time.Minute/alertPace, strings.TrimPrefix(admin, "http://")), 0o600))
	return &watcher{t: t, base: startListening(t, dir, "prometheus", "--config.file=prometheus.yml", "--storage.tsdb.path=data", "--web.listen-address=127.0.0.1:0")}
}

// startListening starts a program of the package of that name in a directory, and gives
// the base URL that it listens at.
func startListening(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	program, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("%[1]s is not installed: .ci/install %[1]s", name)
	}
	cmd := exec.Command(program, args...)
	cmd.Dir = dir
	stderr, err := cmd.StderrPipe()
	must(t, err)
	must(t, cmd.Start())
	ended := make(chan struct{})
	t.Cleanup(func() {
		_ = cmd.Process.Kill() // it may have ended
		<-ended
	})
	listens := make(chan string, 1)
	go func() {
		defer close(ended)
		for lines := bufio.NewScanner(stderr); lines.Scan(); {
			if _, address, found := strings.Cut(lines.Text(), `msg="Listening on" address=`); found {
				listens <- strings.TrimSpace(address)
			}
		}
		close(listens)
		_ = cmd.Wait() // it was killed
	}()
	address, running := <-listens
	if !running {
		t.Fatalf("%s ended before it listened", name)
	}
	return "http://" + address
}

// raised is an alert that is firing.
type raised struct{ name, connection string }

// firing are the alerts of this moment.
func (p *watcher) firing() map[raised]bool {
	p.t.Helper()
	answer, err := client{base: p.base}.get(p.t.Context(), "/api/v1/alerts")
	must(p.t, err)
	var body struct {
		Data struct {
			Alerts []struct {
				State  string
				Labels map[string]string
			}
		}
	}
	if answer.status != http.StatusServiceUnavailable { // it starts
		must(p.t, json.Unmarshal(answer.body, &body))
	}
	all := map[raised]bool{}
	for _, a := range body.Data.Alerts {
		if a.State == "firing" {
			all[raised{a.Labels["alertname"], a.Labels["connection"]}] = true
		}
	}
	return all
}

// TestARealPrometheusAlerts has a Prometheus with the shipped rules look at a gateway
// whose vendors are ill, each in its way, and called once in seven seconds: for each
// there is an alert within ten minutes that names the connection. Everything is ten
// times as fast as in real life.
func TestARealPrometheusAlerts(t *testing.T) {
	s := newSite(t, siteOptions{})
	s.write("canongate.yaml", illFile(s))
	g := s.serve()
	eyes := startPrometheus(t, g.admin)

	money := g.payer(bank)
	lost, err := g.post(t.Context(), "/v1/payments", "lost", strings.Replace(money.draft("lost"), "10.50", lostExecuted, 1))
	must(t, err)
	if code := lost.decode(t).Code; code != "payment_outcome_unknown" {
		t.Fatalf("the payment is %s", lost.body)
	}
	wanted := map[raised]bool{
		{"CanongatePaymentsUnknown", ""}: true, {"CanongateLimitStoreAway", ""}: true, {"CanongateIssuerKeysMissing", ""}: true,
		{"CanongateReloadRefused", ""}: true,
	}
	for name, ill := range illnesses {
		wanted[raised{ill.alert, name}] = true
	}
	wanted[raised{"CanongateVendorErrorsFast", "refuses-key"}] = true
	s.write("canongate.yaml", "server: {listen: nowhere}\n")
	took := eyes.await(t, wanted, alertedWithin, g.callAll)

	// What takes everything away comes last.
	for _, end := range []string{"", "-wal", "-shm"} {
		must(t, os.Remove(filepath.Join(s.dir, sqliteFile+end)))
	}
	maps.Copy(took, eyes.await(t, map[raised]bool{{"CanongateJournalDown", ""}: true}, alertedWithin, g.callAll))
	g.kill()
	maps.Copy(took, eyes.await(t, map[raised]bool{{"CanongateDown", ""}: true}, alertedWithin, func(*testing.T) {}))
	for _, a := range slices.SortedFunc(maps.Keys(took), func(a, b raised) int { return strings.Compare(a.connection+a.name, b.connection+b.name) }) {
		t.Logf("%-34s %-16s after %v", a.name, a.connection, (took[a] * alertPace).Round(time.Second))
	}
}

// await goes on with something until every wanted alert fires, and says how long each
// took. Whatever fires of a connection that is well is a mistake.
func (p *watcher) await(t *testing.T, wanted map[raised]bool, within time.Duration, meanwhile func(*testing.T)) map[raised]time.Duration {
	t.Helper()
	began, took := time.Now(), map[raised]time.Duration{}
	pace := time.NewTicker(callsApart / alertPace)
	defer pace.Stop()
	for len(took) < len(wanted) {
		meanwhile(t)
		for a := range p.firing() {
			if a.connection == bank {
				t.Errorf("%s fires of a vendor that is well", a.name)
			}
			if _, known := took[a]; wanted[a] && !known {
				took[a] = time.Since(began)
			}
		}
		if time.Since(began) > within/alertPace {
			for a := range wanted {
				if _, there := took[a]; !there {
					t.Errorf("%s of %q does not fire within %v", a.name, a.connection, within)
				}
			}
			return took
		}
		<-pace.C
	}
	return took
}

// callAll asks each vendor once, and does not wait for those that hang.
func (g *daemon) callAll(t *testing.T) {
	for name, ill := range illnesses {
		go g.callOnce(t, name, ill.vendor)
	}
	go g.callOnce(t, bank, "omnumi")
}

// callOnce leaves it to Prometheus to say what became of the call.
func (g *daemon) callOnce(t *testing.T, connection, vendor string) {
	header := http.Header{"Gateway-Connection": {connection}}
	if vendor == "cdp" {
		_, _ = g.do(t.Context(), http.MethodPost, "/v1/customers/lookup", header, []byte(`{"identifier":{"type":"emirates_id","number":"784199048372157"}}`))
		return
	}
	_, _ = g.do(t.Context(), http.MethodGet, "/v1/agreement_templates/privacy_policy", header, nil)
}

// TestARealAlertmanagerPagesOnce has an Alertmanager with the shipped example told of a
// vendor that fails in every operation: there is one page, and no ticket besides. Of one
// that refuses our credentials the page says that alone. An operation that burns its
// budget has a page, without the ticket for the same.
func TestARealAlertmanagerPagesOnce(t *testing.T) {
	type notification struct {
		path   string
		Alerts []struct{ Labels map[string]string }
	}
	told := make(chan notification, 100)
	receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		n := notification{path: r.URL.Path}
		if err := json.NewDecoder(r.Body).Decode(&n); err != nil {
			t.Error(err)
		}
		told <- n
	}))
	t.Cleanup(receiver.Close)
	dir := t.TempDir()
	example := strings.ReplaceAll(shipped(t, "alertmanager.yml"), "http://127.0.0.1:9095", receiver.URL)
	example = strings.Replace(example, "route:\n", "route:\n  group_wait: 2s\n", 1)
	must(t, os.WriteFile(filepath.Join(dir, "alertmanager.yml"), []byte(example), 0o600))
	manager := client{base: startListening(t, dir, "prometheus-alertmanager", "--config.file=alertmanager.yml", "--storage.path=data",
		"--web.listen-address=127.0.0.1:0", "--cluster.listen-address=")}

	severity := map[string]string{}
	for _, rule := range regexp.MustCompile(`(?s)- alert: (\w+)\n.*?severity: (\w+)`).FindAllStringSubmatch(shipped(t, "alerts.yml"), -1) {
		severity[rule[1]] = rule[2]
	}
	var alerts []map[string]any
	raise := func(name, connection, operation string) {
		labels := map[string]string{"alertname": name, "severity": severity[name], "connection": connection, "operation": operation}
		alerts = append(alerts, map[string]any{"labels": labels})
	}
	operations := canonical.Operations()
	for _, operation := range operations {
		for _, name := range []string{"CanongateVendorFailing", "CanongateBreakerOpen", "CanongateVendorErrorsFast", "CanongateVendorErrorsSlow"} {
			raise(name, "down", operation.Name())
		}
		raise("CanongateVendorErrorsFast", "locked", operation.Name())
	}
	raise("CanongateVendorAuthFailed", "locked", "")
	raise("CanongateVendorErrorsFast", bank, "create_payment")
	raise("CanongateVendorErrorsSlow", bank, "create_payment")
	raise("CanongateVendorErrorsSlow", bank, "get_payment")
	body, err := json.Marshal(alerts)
	must(t, err)
	answer, err := manager.do(t.Context(), http.MethodPost, "/api/v2/alerts", nil, body)
	must(t, err)
	if answer.status != http.StatusOK {
		t.Fatalf("%d %s", answer.status, answer.body)
	}

	got := map[string]int{} // alerts by who was told of which connection
	for patience := 30 * time.Second; patience > 0; {
		select {
		case n := <-told:
			group := n.path + " " + n.Alerts[0].Labels["connection"]
			if got[group] != 0 {
				t.Errorf("%s was told twice", group)
			}
			got[group] = len(n.Alerts)
			patience = 2 * time.Second // every group waits as long
		case <-time.After(patience):
			patience = 0
		}
	}
	want := map[string]int{"/page down": 2 * len(operations), "/page locked": 1, "/page " + bank: 1, "/ticket " + bank: 1}
	if !maps.Equal(got, want) {
		t.Errorf("told %v, want %v", got, want)
	}
}
