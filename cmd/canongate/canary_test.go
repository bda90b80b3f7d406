package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
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
	"text/template"

	"canongate/adapters"
	"canongate/canonical"
	"canongate/config"
	"canongate/gateway"
)

// The canaries: what nobody but the owner of the data may ever see again. They
// are in every request, in the answers of the vendors, and in the configuration.
const (
	canaryGiven     = "Ondralina"
	canaryFamily    = "Quistormeyer"
	canaryMail      = "ondralina.q@example.com"
	canaryPhoneAE   = "+971501730246"
	canaryPhoneIN   = "9173024685"
	canaryPhoneUS   = "+12025550173"
	canaryAadhaar   = "730246819355"
	canaryEmirates  = "784198773024686"
	canaryTax       = "900-73-0246"
	canaryAccount   = "0073024691317"
	canaryWallet    = "0x73024691c4a25be7d8460e1f9b73c5a2d8e4016f"
	canaryStreet    = "73 Canarygasse"
	canaryEmployer  = "Canarywerk"
	canaryIP        = "203.0.113.73"
	canaryLatitude  = "12.730246"
	canaryOTP       = "123456" // the one that the simulators take
	canaryWrongOTP  = "730246"
	canaryMoved     = "2019-07-30"
	canaryText      = "CanaryFreeText"
	canaryBytes     = "%PDF-1.4 CanaryDocumentBytes"
	canaryFile      = "canary-passport.pdf"
	canaryPlaid     = "plaid-canary-token"
	canaryKey       = "cg_canary_api_key_0123456789abcdef"
	canaryAnswer    = "CanaryOfTheVendor" // what a vendor's answers are flooded with
	canarySecret    = "canary-secret-0123456789"
	canaryCallback  = "canary-callback-secret"
	canaryWebhook   = "whsec_Y2FuYXJ5LXdlYmhvb2stc2VjcmV0LTAxMjM0NQ=="
	canaryConfigKey = "canary-api-key-of-vendor"
)

// canaries are all of them, with the secrets that the simulators insist on.
func canaries() []string {
	return []string{
		canaryGiven, canaryFamily, canaryMail, canaryPhoneAE, strings.TrimPrefix(canaryPhoneAE, "+"), canaryPhoneIN, canaryPhoneUS,
		canaryAadhaar, canaryEmirates, canaryTax, canaryAccount, canaryWallet, canaryStreet, canaryEmployer, canaryIP, canaryLatitude, canaryMoved,
		canaryOTP, canaryWrongOTP, canaryText, "CanaryDocumentBytes", base64.StdEncoding.EncodeToString([]byte(canaryBytes)), canaryFile,
		canaryPlaid, canaryKey, canaryAnswer, canarySecret, canaryCallback, canaryWebhook, canaryConfigKey,
		"sandbox-client-secret", "sandbox-password", "sandbox-app-secret", "sandbox-customer-token",
	}
}

// mode is how the vendors behave for a while.
type mode struct {
	name   string
	fault  string                           // of the simulators
	change func(*httptest.ResponseRecorder) // of their answers
	hangs  bool
}

// meddler stands between the gateway and the simulators.
type meddler struct {
	simulators http.Handler

	mu     sync.Mutex
	mode   mode
	tokens map[string]bool // that the simulators gave out
}

var tokenMember = regexp.MustCompile(`"(?:access_token|refresh_token|value)"\s*:\s*"([^"]{8,})"`)

func (m *meddler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	m.mu.Lock()
	now := m.mode
	m.mu.Unlock()
	if now.fault != "" {
		r.Header.Set("Sandbox-Fault", now.fault)
		m.simulators.ServeHTTP(w, r)
		return
	}
	answer := httptest.NewRecorder()
	m.simulators.ServeHTTP(answer, r)
	m.mu.Lock()
	for _, found := range tokenMember.FindAllSubmatch(answer.Body.Bytes(), -1) {
		m.tokens[string(found[1])] = true
	}
	m.mu.Unlock()
	if now.change != nil {
		now.change(answer)
	}
	maps.Copy(w.Header(), answer.Header())
	w.Header().Del("Content-Length")
	w.WriteHeader(answer.Code)
	if answer.Code != http.StatusNoContent {
		w.Write(answer.Body.Bytes())
	}
}

func (m *meddler) behave(now mode) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.mode = now
}

// aviary is a gateway, with everything around it that may learn something.
type aviary struct {
	*live
	dir      string
	meddler  *meddler
	receiver *receiver
	client   http.Client
	known    map[string]string // ids that the first calls gave

	mu       sync.Mutex
	problems bytes.Buffer
}

const aviaryFile = `
server: {listen: "127.0.0.1:0", admin_listen: "127.0.0.1:0"}
ids: {keyset: "file:{{.Dir}}/ids.json"}
auth:
  api_keys: [{id: checkout, tenant: acme, sha256: {{.Hash}}, scopes: [{{.Scopes}}]}]
connections:
  cdp:
    vendor: cdp
    base_url: {{.Vendors}}/cdp
    settings: {client_id: canary-client, client_secret: "file:{{.Dir}}/secret", username: canary-user, password: "file:{{.Dir}}/secret", updated_by: canongate, callback_secret: "file:{{.Dir}}/callback"}
    {{.Limits}}
  citi:
    vendor: citi
    base_url: {{.Vendors}}/citi
    settings: {client_id: sandbox-client-id, client_secret: "file:{{.Dir}}/client"}
    {{.Limits}}
  iserveu:
    vendor: iserveu
    base_url: {{.Vendors}}/iserveu
    settings: {client_id: sandbox-client-id, client_secret: "file:{{.Dir}}/client", username: sandbox-user}
    {{.Limits}}
  omnumi:
    vendor: omnumi
    base_url: {{.Vendors}}/omnumi
    settings: {tenant_id: 5f0c9a52-6d7e-4b1f-9c3a-2e8d4f6a7b90, api_key: "file:{{.Dir}}/api_key", access_token: "file:{{.Dir}}/secret"}
    {{.Limits}}
  temenos:
    vendor: temenos
    base_url: {{.Vendors}}/temenos
    settings: {app_key: "file:{{.Dir}}/app_key", app_secret: "file:{{.Dir}}/app", username: sandbox-user, password: "file:{{.Dir}}/password", branch_reference: IN0020077}
    {{.Limits}}
routes: [{name: all, operations: ["*"], use: [{connection: cdp}]}]
journal: {driver: sqlite, dsn: "file:{{.Dir}}/canongate.db"}
events: {subscribers: [{name: crm, url: "{{.Vendors}}/subscriber", secret: "file:{{.Dir}}/webhook", types: ["*"]}]}
telemetry:
  traces: {otlp_endpoint: "{{.Collector}}", recent: 5000}
  logs: {level: debug}
`

// aviaryLimits let every call through to the vendor, and repeat the safe ones at
// once.
const aviaryLimits = "retry: {attempts: 2, base: 1ms, max: 2ms, budget: 1.0}\n    breaker: {minimum_requests: 1000000}\n    concurrency: 1000"

func newAviary(t *testing.T) *aviary {
	t.Helper()
	a := &aviary{dir: t.TempDir(), known: map[string]string{}, client: http.Client{Transport: &http.Transport{}}}
	a.meddler = &meddler{simulators: sandboxHandler(adapters.Builtin()), tokens: map[string]bool{}}
	vendors := httptest.NewServer(a.meddler)
	t.Cleanup(vendors.Close)
	collecting, endpoint := receiveHTTP(t)
	a.receiver = collecting
	for name, content := range map[string]string{
		"secret": canarySecret, "callback": canaryCallback, "webhook": canaryWebhook, "api_key": canaryConfigKey,
		"client": "sandbox-client-secret", "app_key": "sandbox-app-key",
		"app": "sandbox-app-secret", "password": "sandbox-password",
	} {
		must(t, os.WriteFile(filepath.Join(a.dir, name), []byte(content), 0o600))
	}
	if code, out := command(t, "keys", "--keyset", filepath.Join(a.dir, "ids.json")); code != 0 {
		t.Fatal(out)
	}
	scopes := slices.DeleteFunc(gateway.Scopes(), func(s string) bool { return s == gateway.ScopeAll || s == gateway.ScopeReadVendor })
	quoted, err := json.Marshal(scopes)
	must(t, err)
	var text strings.Builder
	must(t, template.Must(template.New("").Parse(aviaryFile)).Execute(&text, map[string]string{
		"Dir": a.dir, "Vendors": vendors.URL, "Collector": endpoint, "Limits": aviaryLimits,
		"Hash": config.HashKey(canaryKey), "Scopes": strings.Trim(string(quoted), "[]"),
	}))
	a.live = serveText(t, filepath.Join(a.dir, "canongate.yaml"), text.String())
	return a
}

// do makes a call, and keeps what is told to others than the owner of the data.
func (a *aviary) do(t *testing.T, s step, attempt string) (status int, body []byte) {
	t.Helper()
	fill := func(text string) string {
		return os.Expand(text, func(name string) string { return a.known[name] })
	}
	req, err := http.NewRequestWithContext(t.Context(), s.method, a.api+fill(s.path), strings.NewReader(fill(s.body)))
	must(t, err)
	req.Header.Set("Authorization", "Bearer "+canaryKey)
	req.Header.Set("Idempotency-Key", attempt+"-"+s.key())
	req.Header.Set("Client-Ip", canaryIP)
	req.Header.Set("Client-Geo", canaryLatitude+", 77.5946")
	if s.body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	if s.connection != "" {
		req.Header.Set("Gateway-Connection", s.connection)
	}
	for name, value := range s.header {
		req.Header.Set(name, value)
	}
	res, err := a.client.Do(req)
	if err != nil {
		t.Errorf("%s: %v", s.key(), err)
		return 0, nil
	}
	defer res.Body.Close()
	body, err = io.ReadAll(res.Body)
	must(t, err)
	a.mu.Lock()
	defer a.mu.Unlock()
	fmt.Fprintln(&a.problems, res.Header)
	if res.StatusCode >= http.StatusBadRequest && !s.echoed {
		a.problems.Write(body)
	}
	return res.StatusCode, body
}

// TestCanary plants personal data and secrets wherever they can come from, has
// every operation of every vendor done well and in every bad way, and then looks
// for them wherever somebody other than the owner can look.
func TestCanary(t *testing.T) {
	t.Parallel()
	a := newAviary(t)
	steps := canaryCalls()
	for _, s := range steps {
		status, body := a.do(t, s, "first")
		if status >= http.StatusBadRequest {
			t.Fatalf("%s: %d %s", s.key(), status, body)
		}
		s.learn(t, a.known, body)
	}
	a.everyOperationIsCalled(t, steps)
	for _, now := range canaryModes() {
		a.meddler.behave(now)
		var flying sync.WaitGroup
		for _, s := range slices.Concat(steps, canaryMistakes()) {
			if now.hangs {
				s = s.hurried()
			}
			flying.Go(func() { a.do(t, s, now.name) })
		}
		flying.Wait()
	}
	a.meddler.behave(mode{})
	a.search(t)
}

// everyOperationIsCalled keeps the catalogue of calls whole.
func (a *aviary) everyOperationIsCalled(t *testing.T, steps []step) {
	t.Helper()
	_, made, err := loadBuilt(a.file)
	must(t, err)
	for vendor, c := range made.connections {
		for _, row := range canonical.Operations() {
			called := slices.ContainsFunc(steps, func(s step) bool { return s.vendor == vendor && s.operation == row.Name() })
			if row.Supports(c.vendor.adapter) && !called {
				t.Errorf("the canaries do not fly through %s at %s", row.Name(), vendor)
			}
		}
	}
}

// search looks everywhere.
func (a *aviary) search(t *testing.T) {
	t.Helper()
	places := map[string][]byte{"answers to failed calls": a.problems.Bytes()}
	for _, path := range []string{
		"/metrics", "/readyz", "/admin/v1/connections", "/admin/v1/config", "/admin/v1/payments", "/admin/v1/events",
		"/admin/v1/traces", "/admin/v1/logs/level",
	} {
		places[path] = a.fetch(t, path)
	}
	labelsAreClosed(t, places["/metrics"])
	places["traces in memory"] = a.eachOf(t, places["/admin/v1/traces"], "trace_id", "/admin/v1/traces/%s")
	places["histories of payments"] = a.eachOf(t, places["/admin/v1/payments"], "id", "/admin/v1/payments/%s/history")
	a.client.CloseIdleConnections() // the gateway waits for them
	a.stop()
	if code := <-a.code; code != 0 {
		t.Errorf("exit code %d\n%s", code, a.out)
	}
	places["log"], places["exported spans"] = []byte(a.logs.String()), a.receiver.sent()
	for _, name := range []string{"canongate.db", "canongate.db-wal"} {
		if content, err := os.ReadFile(filepath.Join(a.dir, name)); err == nil {
			places["journal, "+name] = content
		}
	}
	for place, content := range places {
		content = bytes.ToLower(content)
		if len(content) == 0 {
			t.Errorf("%s: there is nothing to search", place)
		}
		for _, canary := range slices.Concat(canaries(), slices.Collect(maps.Keys(a.meddler.tokens))) {
			if at := find(content, canary); at >= 0 {
				t.Errorf("%s: found %q in …%q…", place, canary, content[max(0, at-200):min(len(content), at+100)])
			}
		}
	}
	if len(a.meddler.tokens) < 3 {
		t.Errorf("the simulators gave out %d tokens; the search knows too few", len(a.meddler.tokens))
	}
}

var label = regexp.MustCompile(`(operation|connection|code|vendor|limit|state|subscriber|reason)="([^"]*)"`)

// labelsAreClosed holds every label value to the set that it is from.
func labelsAreClosed(t *testing.T, metrics []byte) {
	t.Helper()
	vendors := []string{"cdp", "citi", "iserveu", "omnumi", "temenos"}
	codes := []string{"ok"}
	for _, c := range canonical.Codes() {
		codes = append(codes, string(c.Code))
	}
	closed := map[string][]string{
		"operation": append(gateway.Operations(), "none"), "connection": append(vendors, "none"), "vendor": vendors, "code": codes,
		"limit":      {"caller", "vendor_quota", "concurrency", "retry_budget"},
		"state":      {"enabled", "draining", "disabled", "closed", "half_open", "open", "sent", "lost"},
		"subscriber": {"crm"}, "reason": {"queue_full", "export_failed"},
	}
	for _, found := range label.FindAllSubmatch(metrics, -1) {
		if name, value := string(found[1]), string(found[2]); !slices.Contains(closed[name], value) {
			t.Errorf("label %s has the value %q", name, value)
		}
	}
	if fields := bytes.Count(metrics, []byte("\ncanongate_vendor_unmapped_total{")); fields == 0 || fields > 5*256 {
		t.Errorf("%d fields have a label", fields)
	}
}

// find gives the place of a canary in a text of small letters; -1 when it is not
// there. Within longer numbers and words digits are no canary.
func find(content []byte, canary string) int {
	canary = strings.ToLower(canary)
	digits := strings.Trim(canary, "0123456789.") == ""
	for at := 0; ; {
		next := bytes.Index(content[at:], []byte(canary))
		if next < 0 {
			return -1
		}
		at += next
		end := at + len(canary)
		if !digits || (at == 0 || !isWord(content[at-1])) && (end == len(content) || !isWord(content[end])) {
			return at
		}
		at = end
	}
}

// isWord counts the point of a decimal number in: a time of 7.123456 ms is no OTP.
func isWord(b byte) bool { return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b == '_' || b == '.' }

func (a *aviary) fetch(t *testing.T, path string) []byte {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, a.admin+path, nil)
	must(t, err)
	req.Header.Set("Accept", "application/openmetrics-text; version=1.0.0, application/json;q=0.9")
	res, err := a.client.Do(req)
	must(t, err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	must(t, err)
	if res.StatusCode != http.StatusOK {
		t.Errorf("GET %s: %d %s", path, res.StatusCode, body)
	}
	return body
}

// eachOf reads every item of a list by itself.
func (a *aviary) eachOf(t *testing.T, list []byte, id, path string) []byte {
	t.Helper()
	var page struct{ Data []map[string]any }
	must(t, json.Unmarshal(list, &page))
	var all []byte
	for _, item := range page.Data {
		all = append(all, a.fetch(t, fmt.Sprintf(path, item[id]))...)
	}
	return all
}
