package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"canongate/config"
)

// lines is a writer that lets a test wait for what is written.
type lines struct {
	mu      sync.Mutex
	text    bytes.Buffer
	changed chan struct{}
}

func newLines() *lines { return &lines{changed: make(chan struct{}, 1)} }

func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	select {
	case l.changed <- struct{}{}:
	default:
	}
	return l.text.Write(b)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// find waits for what matches, and gives its first group.
func (l *lines) find(t *testing.T, pattern string) string {
	t.Helper()
	expression := regexp.MustCompile(pattern)
	patience := time.After(time.Minute) // much else may run beside
	for {
		if found := expression.FindStringSubmatch(l.String()); found != nil {
			return found[len(found)-1]
		}
		select {
		case <-l.changed:
		case <-patience:
			t.Fatalf("nothing matched %s in\n%s", pattern, l)
		}
	}
}

// live is a gateway in this process.
type live struct {
	file       string
	out, logs  *lines
	api, admin string
	stop       context.CancelFunc
	code       chan int
}

// start serves the quickstart with ports, key set and journal of its own.
func start(t *testing.T) *live {
	t.Helper()
	dir := t.TempDir()
	keys := filepath.Join(dir, "ids.json")
	if code, out := command(t, "keys", "--keyset", keys); code != 0 {
		t.Fatal(out)
	}
	text, err := os.ReadFile(quickstart)
	if err != nil {
		t.Fatal(err)
	}
	own := strings.NewReplacer(
		"listen: 127.0.0.1:8080", "listen: 127.0.0.1:0", "admin_listen: 127.0.0.1:9090", "admin_listen: 127.0.0.1:0",
		"file:data/canongate.db", "file:"+filepath.Join(dir, "canongate.db"),
	).Replace(string(text)) + "ids: {keyset: \"file:" + keys + "\"}\n"
	r := serveText(t, filepath.Join(dir, "canongate.yaml"), own)
	r.out.find(t, `(?m)^curl .*\n`)
	return r
}

// serveText serves a configuration from a file that it makes.
func serveText(t *testing.T, file, text string) *live {
	t.Helper()
	r := &live{file: file, out: newLines(), logs: newLines(), code: make(chan int, 1)}
	r.write(t, text)
	ctx, cancel := context.WithCancel(context.Background())
	r.stop = cancel
	go func() { r.code <- run(ctx, []string{"serve", "--config", r.file}, r.out, r.logs) }()
	t.Cleanup(cancel)
	r.api = r.out.find(t, `(?m)^api +(\S+)/v1$`)
	r.admin = r.out.find(t, `(?m)^admin +(\S+)$`)
	return r
}

func (r *live) write(t *testing.T, text string) {
	t.Helper()
	if err := os.WriteFile(r.file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// call sends a request and gives status, header and body.
func call(t *testing.T, method, url, body string, header ...string) (int, http.Header, []byte) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+config.DemoKey)
	req.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	content, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, res.Header, content
}

// created sends the announced customer and gives its id.
func (r *live) created(t *testing.T, key string) (id string, header http.Header) {
	t.Helper()
	status, header, body := call(t, http.MethodPost, r.api+"/v1/customers", demoCustomer, "Idempotency-Key", key)
	var customer struct {
		ID string `json:"id"`
	}
	if err := json.Unmarshal(body, &customer); err != nil || status != http.StatusCreated || customer.ID == "" {
		t.Fatalf("status %d: %s", status, body)
	}
	return customer.ID, header
}

func TestServe(t *testing.T) {
	t.Parallel()
	r := start(t)
	id, header := r.created(t, "key-1")
	if header.Get("Gateway-Connection") != "cdp-uae" {
		t.Errorf("Gateway-Connection is %q", header.Get("Gateway-Connection"))
	}
	if again, header := r.created(t, "key-1"); again != id || header.Get("Idempotency-Replayed") != "true" {
		t.Errorf("the same key made %s, replayed: %q", again, header.Get("Idempotency-Replayed"))
	}
	status, _, body := call(t, http.MethodGet, r.api+"/v1/customers/"+id, "")
	if status != http.StatusOK || !bytes.Contains(body, []byte(id)) {
		t.Errorf("reading the customer: %d %s", status, body)
	}
	for _, probe := range []string{r.api + "/livez", r.api + "/readyz", r.admin + "/livez", r.admin + "/readyz", r.api + "/docs", r.api + "/v1/openapi.json"} {
		if status, _, body := call(t, http.MethodGet, probe, ""); status != http.StatusOK {
			t.Errorf("%s: %d %s", probe, status, body)
		}
	}
	_, _, metrics := call(t, http.MethodGet, r.admin+"/metrics", "")
	for _, want := range []string{
		`canongate_request_duration_seconds_count{code="ok",connection="cdp-uae",operation="create_customer"} 2`,
		`canongate_vendor_attempt_duration_seconds_count{code="ok",connection="cdp-uae",operation="create_customer"} 1`,
		"canongate_configuration_generation 1",
	} {
		if !bytes.Contains(metrics, []byte(want+"\n")) {
			t.Errorf("/metrics has no %s", want)
		}
	}
	for _, secret := range []string{"Haddadin", "+971500000199", "784199048372157", config.DemoKey} {
		if strings.Contains(r.logs.String(), secret) {
			t.Errorf("the log shows %s", secret)
		}
	}
	r.stop()
	if code := <-r.code; code != 0 {
		t.Errorf("exit code %d\n%s", code, r.logs)
	}
}

// TestReload changes the file of a running gateway: to another good one, to a
// bad one, and back.
func TestReload(t *testing.T) {
	t.Parallel()
	r := start(t)
	text, err := os.ReadFile(r.file)
	if err != nil {
		t.Fatal(err)
	}
	id, _ := r.created(t, "key-1")

	r.write(t, strings.Replace(string(text), "    use: [{connection: cdp-uae}]", "    use: [{connection: omnumi-us}]", 1))
	r.logs.find(t, `"configuration refused".*"(routes\.1\.use\.0\.connection|[^"]*cannot do create_customer)`)
	r.created(t, "key-2")
	for path, want := range map[string]string{"/admin/v1/config": `"refused":["`, "/metrics": "canongate_configuration_reload_refused 1\n"} {
		if _, body := r.operate(t, http.MethodGet, path, ""); !strings.Contains(body, want) {
			t.Errorf("%s does not tell that the file was refused", path)
		}
	}

	moved := strings.Replace(string(text), "countries: [IN]", "countries: [IN, AE]", 1)
	r.write(t, moved)
	r.logs.find(t, `"configuration in service","cause":"file change","generation":2`)
	if _, body := r.operate(t, http.MethodGet, "/admin/v1/config", ""); strings.Contains(body, `"refused"`) {
		t.Errorf("a good file is told to be refused: %s", body)
	}
	status, header, _ := call(t, http.MethodPost, r.api+"/v1/customers", demoCustomer, "Idempotency-Key", "key-3")
	if got := header.Get("Gateway-Connection"); got != "iserveu-in" {
		t.Errorf("after the reload, customers of AE go to %q (%d)", got, status)
	}
	if status, header, body := call(t, http.MethodGet, r.api+"/v1/customers/"+id, ""); status != http.StatusOK || header.Get("Gateway-Connection") != "cdp-uae" {
		t.Errorf("an id of before belongs where it was made: %d %s", status, body)
	}
}

func TestPortTaken(t *testing.T) {
	t.Parallel()
	r := start(t)
	text, err := os.ReadFile(r.file)
	if err != nil {
		t.Fatal(err)
	}
	taken := filepath.Join(t.TempDir(), "taken.yaml")
	own := strings.NewReplacer("  listen: 127.0.0.1:0\n", "  listen: "+strings.TrimPrefix(r.api, "http://")+"\n",
		filepath.Dir(r.file)+"/canongate.db", filepath.Dir(taken)+"/canongate.db").Replace(string(text))
	if err := os.WriteFile(taken, []byte(own), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, out := command(t, "serve", "--config", taken); code != exitRuntime || !strings.Contains(out, "listen for the API") {
		t.Errorf("exit code %d: %s", code, out)
	}
}

func TestSandboxCommand(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	out, code := newLines(), make(chan int, 1)
	go func() { code <- run(ctx, []string{"sandbox", "--listen", "127.0.0.1:0"}, out, out) }()
	base := out.find(t, `(?m)^sandbox (\S+)/cdp\n`)
	if status, _, _ := call(t, http.MethodGet, base+"/cdp/no/such/path", ""); status < 400 {
		t.Errorf("an unknown path answers %d", status)
	}
	cancel()
	if got := <-code; got != 0 {
		t.Errorf("exit code %d: %s", got, out)
	}
}
