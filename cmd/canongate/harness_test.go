// This file starts the program for tests. The test binary has three roles, chosen
// by an environment variable in TestMain:
//
//   - the tests themselves, when no variable is set;
//   - the program, with asProgram: a process of its own that a test can kill, as a
//     gateway (site.serve) or as the vendors' sandboxes (site.openSandboxes);
//   - a collector of traces, with asCollector: benchmarks export to it from another
//     process, so that receiving costs nothing in theirs.
//
// A site is what one test's processes share: configuration, secrets and sandboxes.

package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"text/template"
	"time"

	"canongate/config"
	"canongate/gateway/ids"
)

// asProgram makes this binary the program itself, for processes that a test can
// kill.
const asProgram = "CANONGATE_TEST_AS_PROGRAM"

// asCollector makes this binary a collector of traces, for benchmarks.
const asCollector = "CANONGATE_TEST_AS_COLLECTOR"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		go endWithParent()
		main()
	}
	if os.Getenv(asCollector) != "" {
		collect()
	}
	os.Exit(m.Run())
}

// endWithParent keeps a test that is killed from leaving processes behind: its
// end of the pipe closes then.
func endWithParent() {
	_, _ = io.Copy(io.Discard, os.Stdin)
	os.Exit(exitRuntime)
}

// process is the program, running.
type process struct {
	t      *testing.T
	cmd    *exec.Cmd
	stdout chan string // lines of stdout, until its end
	log    log
	ended  chan struct{}
}

// log is what a process writes to stderr.
type log struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// launch starts the program in a folder; it is killed when the test ends.
func launch(t *testing.T, dir string, args ...string) *process {
	t.Helper()
	return launchFile(t, thisProgram(t), dir, args...)
}

// thisProgram is the file of this binary, which is the program under asProgram.
func thisProgram(t *testing.T) string {
	t.Helper()
	self, err := os.Executable()
	must(t, err)
	return self
}

// launchFile starts a program by its file, as launch does.
func launchFile(t *testing.T, file, dir string, args ...string) *process {
	t.Helper()
	p := &process{t: t, cmd: exec.Command(file, args...), stdout: make(chan string, 32), ended: make(chan struct{})}
	p.cmd.Dir, p.cmd.Stderr = dir, &p.log
	p.cmd.Env = append(os.Environ(), asProgram+"=1")
	stdout, err := p.cmd.StdoutPipe()
	must(t, err)
	_, err = p.cmd.StdinPipe() // see endWithParent
	must(t, err)
	must(t, p.cmd.Start())
	go func() {
		defer close(p.ended)
		for lines := bufio.NewScanner(stdout); lines.Scan(); {
			p.stdout <- lines.Text()
		}
		close(p.stdout)
		_ = p.cmd.Wait() // who asks reads ProcessState
	}()
	t.Cleanup(p.kill)
	return p
}

// await gives the rest of the next line that begins with a word.
func (p *process) await(word string) string {
	p.t.Helper()
	patience := time.After(time.Minute)
	for {
		select {
		case line, more := <-p.stdout:
			if rest, found := strings.CutPrefix(line, word); found {
				return strings.TrimSpace(rest)
			}
			if !more {
				<-p.ended
				p.t.Fatalf("the program ended before it said %q:\n%s", word, &p.log)
			}
		case <-patience:
			p.t.Fatalf("the program did not say %q:\n%s", word, &p.log)
		}
	}
}

// kill ends the process as a power cut would. It may be called again.
func (p *process) kill() {
	_ = p.cmd.Process.Kill() // it may have ended
	<-p.ended
}

// site is what gateways run on: a folder with a configuration and its secrets,
// and the vendors' sandboxes in a process of their own, which outlives them.
type site struct {
	t         *testing.T
	dir       string
	sandboxes *process
	sandbox   string // URL of Omnumi's
}

// siteOptions are what the tests' configurations differ in.
type siteOptions struct {
	Journal     string            // YAML; empty: a SQLite file
	Faults      map[string]string // by connection: what its sandbox does, "" for nothing
	Timeout     string            // of a payment; empty: 20s
	Timeouts    map[string]string // of a payment, by connection, instead
	Subscribers string            // YAML
	TimedKeys   bool              // of the API key
	// Reconciliation of each connection, in YAML.
	Reconciliation string
}

// aKey is the only API key of the sites.
const aKey = "cg_of_the_tests"

const siteFile = `
server: {listen: "127.0.0.1:0", admin_listen: "127.0.0.1:0", shutdown_timeout: 5s}
ids: {keyset: "file:ids.json"}
auth:
  api_keys: [{id: checkout, tenant: acme, sha256: {{.Hash}}, scopes: ["*"], timed_keys: {{.Options.TimedKeys}}}]
connections:
{{- range $name, $fault := .Options.Faults}}
  {{$name}}:
    vendor: omnumi
    base_url: {{$.Sandbox}}
    timeouts: {create_payment: {{or (index $.Options.Timeouts $name) $.Options.Timeout}}}
    settings: {tenant_id: {{call $.Tenant}}, api_key: "file:api_key"}
    extra_headers: { {{with $fault}}Sandbox-Fault: "{{.}}"{{end}} }
    {{with $.Options.Reconciliation}}reconciliation: {{.}}{{end}}
{{- end}}
routes: [{name: all, operations: ["*"], use: [{connection: {{.First}}}]}]
journal: {{.Options.Journal}}
events: {subscribers: [{{.Options.Subscribers}}]}
`

var siteTemplate = template.Must(template.New("site").Parse(siteFile))

// bank is the connection of sites that need one only.
const bank = "bank"

// sqliteFile is where a site's journal is, unless it says something else.
const sqliteFile = "journal/canongate.db"

func newSite(t *testing.T, o siteOptions) *site {
	t.Helper()
	s := &site{t: t, dir: t.TempDir()}
	s.openSandboxes("127.0.0.1:0")
	keyset, err := ids.NewKeyset()
	must(t, err)
	s.write("ids.json", string(keyset))
	s.write("api_key", "of the sandbox")
	s.configure(o)
	return s
}

// openSandboxes starts the vendors; they have forgotten what they did before.
func (s *site) openSandboxes(address string) {
	s.t.Helper()
	s.sandboxes = launch(s.t, s.dir, "sandbox", "--listen", address)
	for s.sandbox = ""; !strings.HasSuffix(s.sandbox, "/omnumi"); {
		s.sandbox = s.sandboxes.await("sandbox")
	}
}

func (s *site) write(name, content string) {
	s.t.Helper()
	must(s.t, os.WriteFile(filepath.Join(s.dir, name), []byte(content), 0o600))
}

// configure writes the file that the next gateway serves.
func (s *site) configure(o siteOptions) {
	s.t.Helper()
	if o.Journal == "" {
		o.Journal = fmt.Sprintf("{driver: sqlite, dsn: %q}", "file:"+sqliteFile)
	}
	if o.Timeout == "" {
		o.Timeout = "20s"
	}
	if o.Faults == nil {
		o.Faults = map[string]string{bank: ""}
	}
	first := slices.Min(slices.Collect(maps.Keys(o.Faults)))
	tenants := 0
	var text strings.Builder
	must(s.t, siteTemplate.Execute(&text, map[string]any{
		"Hash": config.HashKey(aKey), "Sandbox": s.sandbox, "First": first, "Options": o,
		"Tenant": func() string { tenants++; return fmt.Sprintf("5f0c9a52-6d7e-4b1f-9c3a-%012d", tenants) },
	}))
	s.write("canongate.yaml", text.String())
}

// holdPayments has payments wait before the vendor until they are let go.
func (s *site) holdPayments() (letGo func()) {
	s.t.Helper()
	vendors, err := url.Parse(s.sandbox)
	must(s.t, err)
	vendors.Path = ""
	relay, held := httputil.NewSingleHostReverseProxy(vendors), make(chan struct{})
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/omnumi/ach/in" {
			<-held
		}
		relay.ServeHTTP(w, r)
	}))
	letGo = sync.OnceFunc(func() { close(held) })
	s.t.Cleanup(front.Close)
	s.t.Cleanup(letGo)
	s.sandbox = front.URL + "/omnumi"
	s.configure(siteOptions{})
	return letGo
}

// daemon is a gateway in a process of its own.
type daemon struct {
	*process
	client
	admin string
}

// serve starts a gateway, and returns when it is ready.
func (s *site) serve() *daemon {
	s.t.Helper()
	return s.serveBy(thisProgram(s.t))
}

// serveBy starts a gateway of a program by its file.
func (s *site) serveBy(file string) *daemon {
	s.t.Helper()
	g := &daemon{process: launchFile(s.t, file, s.dir, "serve", "--config", "canongate.yaml")}
	g.client = client{base: strings.TrimSuffix(g.await("api"), "/v1")}
	g.admin = g.await("admin")
	return g
}

// debit is a payment that the vendor executed.
type debit struct {
	AuthorizationText string      `json:"authorizationText"`
	Amount            json.Number `json:"amount"`
}

// executed counts the debits at the vendor by their authorization's text, which
// the tests make their key.
func (s *site) executed() map[string]int {
	s.t.Helper()
	answer, err := client{base: s.sandbox}.get(s.t.Context(), "/_sandbox/payments")
	must(s.t, err)
	var all []debit
	must(s.t, json.Unmarshal(answer.body, &all))
	counts := map[string]int{}
	for _, d := range all {
		counts[d.AuthorizationText]++
	}
	return counts
}

// client is an app that calls a gateway.
type client struct{ base string }

// reply is what an app was answered.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// transport keeps enough connections that a load does not spend its time on
// making them.
var transport = &http.Transport{MaxIdleConnsPerHost: 64, IdleConnTimeout: time.Second}

func (c client) get(ctx context.Context, path string) (reply, error) {
	return c.do(ctx, http.MethodGet, path, nil, nil)
}

// post sends a JSON body under a key.
func (c client) post(ctx context.Context, path, key, body string) (reply, error) {
	return c.do(ctx, http.MethodPost, path, http.Header{"Idempotency-Key": {key}}, []byte(body))
}

func (c client) do(ctx context.Context, method, path string, header http.Header, body []byte) (reply, error) {
	req, err := http.NewRequestWithContext(ctx, method, c.base+path, bytes.NewReader(body))
	if err != nil {
		return reply{}, err
	}
	for name, values := range header {
		req.Header[name] = values
	}
	req.Header.Set("Authorization", "Bearer "+aKey)
	if len(body) > 0 {
		req.Header.Set("Content-Type", "application/json")
	}
	res, err := transport.RoundTrip(req)
	if err != nil {
		return reply{}, err
	}
	defer res.Body.Close()
	content, err := io.ReadAll(res.Body)
	return reply{status: res.StatusCode, header: res.Header, body: content}, err
}

// answerBody is what the tests read of a payment, a problem or a list.
type answerBody struct {
	ID         string
	Status     json.RawMessage // a payment's is text, a problem's a number
	Code       string
	Outcome    string
	PaymentID  string `json:"payment_id"`
	Data       []answerBody
	NextCursor string `json:"next_cursor"`
}

func (r reply) decode(t *testing.T) answerBody {
	t.Helper()
	var s answerBody
	if err := json.Unmarshal(r.body, &s); err != nil {
		t.Errorf("%d is no JSON: %s", r.status, r.body)
	}
	return s
}

// status is that of a payment.
func (s answerBody) status() string { return strings.Trim(string(s.Status), `"`) }

// mustGet is a read that has to work.
func (c client) mustGet(t *testing.T, path string) answerBody {
	t.Helper()
	answer, err := c.get(t.Context(), path)
	must(t, err)
	if answer.status != http.StatusOK {
		t.Fatalf("GET %s: %d %s", path, answer.status, answer.body)
	}
	return answer.decode(t)
}

// payer is a customer with a bank account, in a connection.
type payer struct{ customer, account string }

// payer makes an id for a customer whom every sandbox knows.
func (g *daemon) payer(connection string) payer {
	g.t.Helper()
	header := http.Header{"Idempotency-Key": {"payer at " + connection}, "Gateway-Connection": {connection}}
	answer, err := g.do(g.t.Context(), http.MethodPost, "/v1/customers/references", header,
		[]byte(`{"vendor_ids":{"customer_account_id":"c0000000-0000-4000-8000-000000000001"}}`))
	must(g.t, err)
	customer := answer.decode(g.t).ID
	accounts := g.mustGet(g.t, "/v1/customers/"+customer+"/bank_accounts")
	if len(accounts.Data) == 0 {
		g.t.Fatalf("no account of %d %s", answer.status, answer.body)
	}
	return payer{customer: customer, account: accounts.Data[0].ID}
}

// draft is a debit with its key as the authorization's text.
func (p payer) draft(key string) string {
	return fmt.Sprintf(`{"direction":"debit","rail":"ach","amount":{"value":"10.50","currency":"USD"},"asset":{"symbol":"USDX"},
		"customer_id":%q,"bank_account_id":%q,"wallet":{"type":"namespace","value":"sample.wallet"},
		"ach":{"sec_code":"WEB"},"authorization":{"text":%q,"ip_address":"192.0.2.7"},"reference":%q}`, p.customer, p.account, key, "order of "+key)
}

// pay sends a payment whose key is its own text.
func (c client) pay(ctx context.Context, p payer, key string) (reply, error) {
	return c.post(ctx, "/v1/payments", key, p.draft(key))
}

// mustPay is a payment that has to be answered, whatever the answer.
func (c client) mustPay(t *testing.T, p payer, key string) reply {
	t.Helper()
	answer, err := c.pay(t.Context(), p, key)
	must(t, err)
	return answer
}

// payments walks the pages of a list and gives each payment's status.
func (c client) payments(t *testing.T, filter url.Values) map[string]string {
	t.Helper()
	found := map[string]string{}
	filter.Set("limit", "7")
	for {
		page := c.mustGet(t, "/v1/payments?"+filter.Encode())
		for _, p := range page.Data {
			if _, twice := found[p.ID]; twice {
				t.Errorf("payment %s stands on two pages", p.ID)
			}
			found[p.ID] = p.status()
		}
		if page.NextCursor == "" {
			return found
		}
		filter.Set("cursor", page.NextCursor)
	}
}

// eventually waits for what other processes do in their own time.
func eventually(t *testing.T, what string, done func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for !done() {
		if !pause(ctx, 20*time.Millisecond) {
			t.Fatalf("waited in vain: %s", what)
		}
	}
}

// pause says whether there is time left after it.
func pause(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		if ended := (*exec.ExitError)(nil); errors.As(err, &ended) {
			t.Fatalf("%v: %s", err, ended.Stderr)
		}
		t.Fatal(err)
	}
}
