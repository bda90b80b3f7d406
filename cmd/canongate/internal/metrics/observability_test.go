package metrics_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"canongate/canonical"
	"canongate/cmd/canongate/internal/metrics"
	"canongate/policies"

	"github.com/prometheus/client_golang/prometheus"
	"go.yaml.in/yaml/v4"
)

// shipped reads a file of deploy/observability.
func shipped(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "..", "deploy", "observability", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// existing are the names of the metrics that the program registers.
func existing(t *testing.T) []string {
	t.Helper()
	r := newTestMetrics()
	metrics.RegisterBuild(r.registry, "v1", "c0ffee")
	metrics.RegisterConfiguration(r.registry, fixed{})
	metrics.RegisterJournal(r.registry, nil, nil)
	metrics.RegisterReturns(r.registry, nil, nil)
	metrics.RegisterExceptions(r.registry, nil)
	metrics.RegisterShadow(r.registry, nil)
	metrics.RegisterRollouts(r.registry, nil)
	metrics.RegisterLimitStore(r.registry, func() bool { return false })
	metrics.RegisterIssuerKeys(r.registry, nil)
	metrics.RegisterListener(r.registry, func() int { return 0 }, func() int64 { return 0 }, func() (n, limit int64) { return 3, 2048 })
	described := make(chan *prometheus.Desc, 1000)
	r.registry.Describe(described)
	close(described)
	names := map[string]bool{}
	name := regexp.MustCompile(`fqName: "([^"]+)"`)
	for d := range described {
		names[name.FindStringSubmatch(d.String())[1]] = true
	}
	return slices.Sorted(maps.Keys(names))
}

var metricName = regexp.MustCompile(`\bcanongate_[a-z0-9_]+`)

// TestNamesExist holds alerts, their tests and the dashboard to metrics that the
// program has, and the README to all of them.
func TestNamesExist(t *testing.T) {
	t.Parallel()
	names := existing(t)
	for _, file := range []string{"alerts.yml", "alerts_test.yml", "alerts_week_test.yml", "dashboard.json", "README.md", "runbook.md"} {
		for _, used := range metricName.FindAllString(shipped(t, file), -1) {
			base := used
			for _, suffix := range []string{"_bucket", "_count", "_sum"} {
				base = strings.TrimSuffix(base, suffix)
			}
			if !slices.Contains(names, used) && !slices.Contains(names, base) {
				t.Errorf("%s: there is no metric %s", file, used)
			}
		}
	}
	explained, drawn := shipped(t, "README.md"), shipped(t, "dashboard.json")
	for _, name := range names {
		if !strings.Contains(explained, "| `"+name+"` |") {
			t.Errorf("README.md does not explain %s", name)
		}
		if !strings.Contains(drawn, name) {
			t.Errorf("dashboard.json does not show %s", name)
		}
	}
}

type rules struct {
	Groups []struct {
		Rules []struct {
			Alert, Record, Expr string
			Labels, Annotations map[string]string
		}
	}
}

// consolePage is the address of a view below any admin listener; that of none is the first.
var consolePage = regexp.MustCompile(`^/console/(?:#/([a-z]+)(?:/[a-z]+)?)?$`)

// consolePages are the views of the console.
func consolePages(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "..", "gateway", "admin", "console", "app.js"))
	if err != nil {
		t.Fatal(err)
	}
	table := regexp.MustCompile(`(?s)const views = \{(.*?)\};`).FindSubmatch(text)
	if table == nil {
		t.Fatal("the console has no table of views")
	}
	pages := []string{""}
	return append(pages, regexp.MustCompile(`[a-z]+`).FindAllString(string(table[1]), -1)...)
}

// TestEveryAlertHasARunbookAndATest also holds alerts to a severity.
func TestEveryAlertHasARunbookAndATest(t *testing.T) {
	t.Parallel()
	var all rules
	if err := yaml.Unmarshal([]byte(shipped(t, "alerts.yml")), &all); err != nil {
		t.Fatal(err)
	}
	runbook, tests, pages := shipped(t, "runbook.md"), shipped(t, "alerts_test.yml"), consolePages(t)
	alerts, known := 0, map[string]bool{}
	for _, group := range all.Groups {
		for _, rule := range group.Rules {
			if rule.Alert == "" {
				continue
			}
			alerts++
			known[rule.Alert] = true
			if !strings.Contains(runbook, "\n### "+rule.Alert+"\n\n") || rule.Annotations["runbook_url"] != "runbook.md#"+strings.ToLower(rule.Alert) {
				t.Errorf("%s has no paragraph in the runbook", rule.Alert)
			}
			if !strings.Contains(tests, `alertname="`+rule.Alert+`"`) {
				t.Errorf("%s has no test", rule.Alert)
			}
			if page := rule.Annotations["console"]; !consolePage.MatchString(page) || !slices.Contains(pages, consolePage.FindStringSubmatch(page)[1]) {
				t.Errorf("%s leads to the page %q, which the console does not have", rule.Alert, page)
			}
			if s := rule.Labels["severity"]; s != "page" && s != "ticket" {
				t.Errorf("%s has severity %q", rule.Alert, s)
			}
		}
	}
	for _, named := range regexp.MustCompile(`Canongate\w+`).FindAllString(shipped(t, "alertmanager.yml")+runbook, -1) {
		if !known[named] {
			t.Errorf("there is no alert %s", named)
		}
	}
	if headings := strings.Count(runbook, "\n### "); alerts < 20 || headings != alerts {
		t.Errorf("%d alerts, %d paragraphs in the runbook", alerts, headings)
	}
}

// TestErrorsOfTheServiceLevel holds the rules to the table of codes: a fault is
// what is not the caller's and answered with 500 and above, apart from what the
// gateway was never able to do.
func TestErrorsOfTheServiceLevel(t *testing.T) {
	t.Parallel()
	var faults []string
	for _, c := range canonical.Codes() {
		if c.Status >= 500 && c.Code != canonical.OperationNotSupported {
			faults = append(faults, string(c.Code))
		}
	}
	slices.Sort(faults)
	lists := regexp.MustCompile(`errors?:ratio_rate\w+\n\s+expr: \|\n\s+\(sum\(rate\(canongate_request_duration_seconds_count\{code=~"([^"]+)"`).
		FindAllStringSubmatch(shipped(t, "alerts.yml"), -1)
	if len(lists) != 4 {
		t.Fatalf("%d windows of the error ratio, want 4", len(lists))
	}
	for _, list := range lists {
		codes := strings.Split(list[1], "|")
		slices.Sort(codes)
		if !slices.Equal(codes, faults) {
			t.Errorf("the rule counts %v, the table has %v", codes, faults)
		}
	}
}

// TestErrorsOfVendors holds the recording rules to what a scorecard counts as failed.
func TestErrorsOfVendors(t *testing.T) {
	t.Parallel()
	var failed []string
	for _, c := range canonical.Codes() {
		if policies.Failed(c.Code) {
			failed = append(failed, string(c.Code))
		}
	}
	slices.Sort(failed)
	lists := regexp.MustCompile(`vendor_errors:increase(\w+)\n\s+expr: \|\n[^\n]+code=~"([^"]+)"\}\[(\w+)\]`).FindAllStringSubmatch(shipped(t, "alerts.yml"), -1)
	if len(lists) != 4 {
		t.Fatalf("%d windows of the errors of vendors, want 4", len(lists))
	}
	for _, list := range lists {
		codes := strings.Split(list[2], "|")
		slices.Sort(codes)
		if !slices.Equal(codes, failed) || list[1] != list[3] {
			t.Errorf("the rule of %s counts %v over %s, a scorecard %v", list[1], codes, list[3], failed)
		}
	}
}

func TestDashboardIsJSON(t *testing.T) {
	t.Parallel()
	var d struct {
		Title      string
		Templating struct{ List []struct{ Name string } }
		Panels     []struct {
			ID      int
			Title   string
			Targets []struct{ Expr string }
		}
	}
	if err := json.Unmarshal([]byte(shipped(t, "dashboard.json")), &d); err != nil || len(d.Panels) < 20 {
		t.Fatalf("%v, %d panels", err, len(d.Panels))
	}
	for _, name := range []string{"datasource", "instance", "tenant", "connection", "operation"} {
		if !slices.ContainsFunc(d.Templating.List, func(v struct{ Name string }) bool { return v.Name == name }) {
			t.Errorf("nobody can choose by %s", name)
		}
	}
	ids := map[int]bool{}
	for _, p := range d.Panels {
		if ids[p.ID] || p.Title == "" {
			t.Errorf("panel %d %q is there twice, or has no title", p.ID, p.Title)
		}
		ids[p.ID] = true
		for _, target := range p.Targets {
			series, chosen := metricName.FindAllString(target.Expr, -1), strings.Count(target.Expr, `{instance=~"$instance"`)
			if chosen < len(series) {
				t.Errorf("panel %q shows all instances: %s", p.Title, target.Expr)
			}
		}
	}
}
