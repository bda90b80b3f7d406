package main

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"canongate/adapters"
	"canongate/canonical"
	"canongate/config"
	"canongate/gateway"
	"canongate/policies"

	"go.opentelemetry.io/otel/trace"
)

// TestEveryFaultOfASandboxIsAlerted has a vendor misbehave in each way that the
// simulators know. What the attempts end with must be what an alert counts. The paragraph
// of every alert in the runbook must name something to do about it.
func TestEveryFaultOfASandboxIsAlerted(t *testing.T) {
	t.Parallel()
	faults := map[string]string{
		"status=400": "CanongateVendorRejecting", "status=401": "CanongateVendorAuthFailed", "status=403": "CanongateVendorAuthFailed",
		"status=500": "CanongateVendorFailing", "status=503": "CanongateVendorFailing", "retry_after=1": "CanongateVendorThrottles",
		"html": "CanongateVendorFailing", "empty": "CanongateVendorFailing", "rubbish": "CanongateVendorFailing", "cut": "CanongateVendorFailing",
		"huge": "CanongateVendorFailing", "hang": "CanongateVendorFailing", "hang_after": "CanongateVendorFailing",
		"reset_before": "CanongateVendorFailing", "reset_after": "CanongateVendorFailing", "status=401; on=token": "CanongateVendorAuthFailed",
	}
	names := slices.Sorted(maps.Keys(faults))
	seen := codesOfFaults(t, names)
	alerts, runbook := shipped(t, "alerts.yml"), shipped(t, "runbook.md")
	for i, fault := range names {
		alert, codes := faults[fault], seen[connectionOf(i)]
		if len(codes) == 0 {
			t.Errorf("%s: no attempt was counted", fault)
		}
		for code := range codes {
			if !slices.Contains(countedBy(t, alerts, alert), string(code)) {
				t.Errorf("%s ends in %q, which %s does not count", fault, code, alert)
			}
		}
	}
	for _, alert := range alertNames.FindAllStringSubmatch(alerts, -1) {
		_, paragraph, _ := strings.Cut(runbook, "\n### "+alert[1]+"\n")
		paragraph, _, _ = strings.Cut(paragraph, "\n## ")
		paragraph, _, _ = strings.Cut(paragraph, "\n### ")
		if !leverText.MatchString(paragraph) {
			t.Errorf("the paragraph of %s names nothing to do", alert[1])
		}
	}
}

var alertNames = regexp.MustCompile(`- alert: (\w+)`)

// leverText is what a paragraph tells people to do: a call, a command, a key of the file,
// or what another paragraph says. TestLeversExist finds the calls and commands.
var leverText = regexp.MustCompile("`?(PUT|POST|DELETE)\\s+/admin/v1/|canongate [a-z]+|`[a-z_]+\\.[a-z_.]+`|Canongate[A-Z]|in the adapter's `mapping.go`")

var codeMatcher = regexp.MustCompile(`code=~?"([^"]+)"`)

// countedBy are the codes in the expression of an alert.
func countedBy(t *testing.T, alerts, name string) []string {
	t.Helper()
	_, rule, found := strings.Cut(alerts, "- alert: "+name+"\n")
	codes := codeMatcher.FindStringSubmatch(rule)
	if !found || codes == nil {
		t.Fatalf("no alert %s counts codes", name)
	}
	return strings.Split(codes[1], "|")
}

func shipped(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "deploy", "observability", name))
	must(t, err)
	return string(text)
}

func connectionOf(i int) string { return fmt.Sprintf("cdp-%d", i) }

// codesOfFaults looks a customer up at a vendor with each fault, and gives the codes
// of the attempts by connection.
func codesOfFaults(t *testing.T, faults []string) map[string]map[canonical.Code]int {
	t.Helper()
	simulator := httptest.NewServer(adapters.Builtin()["cdp"].Sandbox())
	t.Cleanup(simulator.Close)
	secret := filepath.Join(t.TempDir(), "secret")
	must(t, os.WriteFile(secret, newKeyset(t), 0o600))
	var file strings.Builder
	fmt.Fprintf(&file, "ids: {keyset: \"file:%s\"}\nauth: {api_keys: [{id: app, tenant: acme, sha256: %s, scopes: [\"*\"]}]}\nconnections:\n",
		secret, config.HashKey(aKey))
	for i, fault := range faults {
		timeout := "20s"
		if strings.HasPrefix(fault, "hang") {
			timeout = "2s"
		}
		fmt.Fprintf(&file, "  %s: {vendor: cdp, base_url: %q, settings: {client_id: a, client_secret: \"file:%s\", username: b, password: \"file:%s\", "+
			"channel: c, updated_by: d}, timeout: %s, retry: {attempts: 1}, extra_headers: {Sandbox-Fault: %q}}\n",
			connectionOf(i), simulator.URL, secret, secret, timeout, fault)
	}
	fmt.Fprintf(&file, "routes: [{name: all, operations: [\"*\"], use: [{connection: %s}]}]\n", connectionOf(0))
	ends := &codeObserver{codes: map[string]map[canonical.Code]int{}}
	builder := newBuilder()
	builder.observer = ends
	built := builder.build(parsed(t, file.String()), 1, nil)
	caller, end := serveBuilt(t, built, gateway.Options{})
	t.Cleanup(func() {
		end()
		built.release(&generation{})
	})
	var all sync.WaitGroup
	for i := range faults {
		all.Go(func() {
			_, err := caller.do(t.Context(), http.MethodPost, "/v1/customers/lookup",
				http.Header{"Gateway-Connection": {connectionOf(i)}}, []byte(`{"identifier":{"type":"emirates_id","number":"784199048372157"}}`))
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	return ends.codes
}

// codeObserver counts how attempts end.
type codeObserver struct {
	recordingObserver
	codes map[string]map[canonical.Code]int
}

func (o *codeObserver) Attempt(_ trace.SpanContext, connection, _ string, code canonical.Code, _ time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.codes[connection] == nil {
		o.codes[connection] = map[canonical.Code]int{}
	}
	o.codes[connection][code]++
}

var _ policies.Observer = (*codeObserver)(nil)
