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
	"canongate/gateway/auth"
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
	canaryPerson    = "canary-person-of-the-app" // an external_reference
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
		canaryOTP, canaryWrongOTP, canaryText, canaryPerson, "CanaryDocumentBytes", base64.StdEncoding.EncodeToString([]byte(canaryBytes)), canaryFile,
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

// tamperingProxy is a reverse proxy of the simulators that changes their answers.
type tamperingProxy struct {
	simulators http.Handler

	mu     sync.Mutex
	mode   mode
	tokens map[string]bool // that the simulators gave out
}

var tokenMember = regexp.MustCompile(`"(?:access_token|refresh_token|value)"\s*:\s*"([^"]{8,})"`)

func (m *tamperingProxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
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

func (m *tamperingProxy) behave(now mode) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.mode = now
}

// canaryTestbed is a gateway with all that it writes to: logs, traces, journal, metrics.
type canaryTestbed struct {
	*live
	dir      string
	proxy    *tamperingProxy
	receiver *receiver
	client   http.Client
	known    map[string]string // ids that the first calls gave

	mu       sync.Mutex
	problems bytes.Buffer
}

const canaryConfig = `
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
    reconciliation:
      company_ids: ["1234567890"]
      csv: [{name: history, columns: {reference: ref, amount: amount, status: {column: status, values: {DONE: settled}}, customer: customer, last4: {column: account, last: 4}}}]
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

// canaryLimits let every call through to the vendor, and repeat the safe ones at
// once.
const canaryLimits = "retry: {attempts: 2, base: 1ms, max: 2ms, budget: 1.0}\n    breaker: {minimum_requests: 1000000, consecutive_failures: 0}\n    concurrency: 1000"

func newCanaryTestbed(t *testing.T) *canaryTestbed {
	t.Helper()
	a := &canaryTestbed{dir: t.TempDir(), known: map[string]string{}, client: http.Client{Transport: &http.Transport{}}}
	a.proxy = &tamperingProxy{simulators: sandboxHandler(adapters.Builtin()), tokens: map[string]bool{}}
	vendors := httptest.NewServer(a.proxy)
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
	scopes := slices.DeleteFunc(auth.Scopes(), func(s string) bool { return s == auth.ScopeAll || s == auth.ScopeReadVendor })
	quoted, err := json.Marshal(scopes)
	must(t, err)
	var text strings.Builder
	must(t, template.Must(template.New("").Parse(canaryConfig)).Execute(&text, map[string]string{
		"Dir": a.dir, "Vendors": vendors.URL, "Collector": endpoint, "Limits": canaryLimits,
		"Hash": config.HashKey(canaryKey), "Scopes": strings.Trim(string(quoted), "[]"),
	}))
	a.live = serveText(t, filepath.Join(a.dir, "canongate.yaml"), text.String())
	return a
}

// do makes a call, and keeps what is told to others than the owner of the data.
func (a *canaryTestbed) do(t *testing.T, s step, attempt string) (status int, body []byte) {
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
	a := newCanaryTestbed(t)
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
		a.proxy.behave(now)
		var flying sync.WaitGroup
		for _, s := range slices.Concat(steps, canaryRefusals()) {
			if now.hangs {
				s = s.hurried()
			}
			flying.Go(func() { a.do(t, s, now.name) })
		}
		flying.Wait()
	}
	a.proxy.behave(mode{})
	a.importFiles(t)
	a.search(t)
}

// everyOperationIsCalled keeps the catalogue of calls whole.
func (a *canaryTestbed) everyOperationIsCalled(t *testing.T, steps []step) {
	t.Helper()
	_, made, err := source{path: a.file}.generation()
	must(t, err)
	for vendor, c := range made.connections {
		for _, row := range canonical.Operations() {
			called := slices.ContainsFunc(steps, func(s step) bool { return s.vendor == vendor && s.operation == row.Name() })
			if row.Supports(c.client.adapter) && !called {
				t.Errorf("the canaries do not fly through %s at %s", row.Name(), vendor)
			}
		}
	}
}
