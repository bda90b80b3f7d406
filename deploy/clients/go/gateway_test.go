package canongate_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	canongate "canongate/deploy/clients/go"
)

const demoKey = "cg_demo_sandboxes_only"

// slowKey may call once in two seconds.
const slowKey = "cg_test_once_in_two_seconds"

const secret = "whsec_Y2Fub25nYXRlLWNsaWVudC10ZXN0LXNlY3JldA=="

// world is a built gateway with the quickstart's configuration, a proxy before it and
// a person who can pay.
type world struct {
	*proxy
	client  *canongate.Client // through the proxy
	direct  *canongate.Client // past it
	account string
	amounts int
}

// newWorld starts all of it. subscriber is told of events; "": nobody is.
func newWorld(t *testing.T, subscriber string) *world {
	t.Helper()
	address := startGateway(t, subscriber)
	p := &proxy{target: address}
	front := httptest.NewServer(p)
	t.Cleanup(func() {
		front.CloseClientConnections()
		front.Close()
	})
	w := &world{proxy: p, client: newClient(t, front.URL, demoKey), direct: newClient(t, address, demoKey)}
	_, err := w.direct.CreateCustomerReference(t.Context(), canongate.CustomerReference{
		VendorIDs: map[string]any{"customer_account_id": "c0000000-0000-4000-8000-000000000001"}, ExternalReference: "u-1",
	}, canongate.WithConnection("omnumi-us"))
	if err != nil {
		t.Fatal(err)
	}
	linked, err := w.direct.LinkBankAccount(t.Context(), "ref:u-1", canongate.BankAccountDraft{
		LinkMethod: "account_numbers", InstitutionName: "First Example Bank",
		Holder:      &canongate.AccountHolder{Name: "Noor Haddadin", Email: "noor@example.com"},
		AccountType: "checking", AccountNumber: "000123456789", RoutingNumber: "021000021",
	})
	if err != nil {
		t.Fatal(err)
	}
	w.account = linked.Body.Data[0].ID
	return w
}

func newClient(t *testing.T, address, key string) *canongate.Client {
	t.Helper()
	c, err := canongate.New(address, key, canongate.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// startGateway starts the program that CANONGATE names, on free ports and with an
// empty journal, and gives its address.
func startGateway(t *testing.T, subscriber string) string {
	t.Helper()
	program := os.Getenv("CANONGATE")
	if program == "" {
		t.Skip("CANONGATE names no built program; .ci/clients sets it")
	}
	quickstart, err := os.ReadFile(filepath.Join("..", "..", "..", "config", "quickstart.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	text := regexp.MustCompile(`(?m)^(  (admin_)?listen:) .*$`).ReplaceAllString(string(quickstart), "$1 127.0.0.1:0")
	text = strings.Replace(text, "  api_keys:\n", "  api_keys:\n    - {id: slow, tenant: demo, sha256: "+hash(slowKey)+", scopes: [\"*\"], rate: {limit: 1, per: 2s, burst: 1}}\n", 1)
	if subscriber != "" {
		text += "\nevents:\n  subscribers:\n    - {name: app, url: \"" + subscriber + "\", secret: \"env:SUBSCRIBER_SECRET\", types: [\"*\"]}\n"
	}
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "canongate.yaml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	serve := exec.CommandContext(context.WithoutCancel(t.Context()), program, "serve", "--config", "canongate.yaml")
	serve.Dir, serve.Env = folder, append(os.Environ(), "SUBSCRIBER_SECRET="+secret)
	var complaints bytes.Buffer
	serve.Stderr = &complaints
	out, err := serve.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := serve.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := serve.Process.Signal(syscall.SIGTERM); err != nil {
			t.Error(err)
		}
		if err := serve.Wait(); err != nil {
			t.Errorf("the gateway ended with %v:\n%s", err, &complaints)
		}
	})
	address := ""
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if rest, is := strings.CutPrefix(lines.Text(), "api "); is {
			address = strings.TrimSuffix(strings.TrimSpace(rest), "/v1")
		}
		if strings.HasPrefix(lines.Text(), "curl ") {
			break
		}
	}
	if address == "" {
		t.Fatalf("the gateway does not say where it is")
	}
	go func() { _, _ = io.Copy(io.Discard, out) }() // it ends with the program
	return address
}

// payment is one that no other has the amount of.
func (w *world) payment() canongate.PaymentDraft {
	w.amounts++
	return w.paymentOf(fmt.Sprintf("%d.%02d", 10+w.amounts/100, w.amounts%100))
}

func (w *world) paymentOf(value string) canongate.PaymentDraft {
	return canongate.PaymentDraft{
		Direction: "debit", Rail: "ach", Amount: canongate.Money{Value: value, Currency: "USD"}, Asset: &canongate.Asset{Symbol: "USBC"},
		CustomerID: "ref:u-1", BankAccountID: w.account, Wallet: &canongate.Wallet{Type: "custom_namespace", Value: "noor-main"},
		ACH:           &canongate.ACH{SecCode: "WEB"},
		Authorization: &canongate.PaymentAuthorization{Text: "I authorize this debit.", IPAddress: "203.0.113.9"},
	}
}

// made counts the payments of the amount at the vendor.
func (w *world) made(t *testing.T, draft canongate.PaymentDraft) int {
	t.Helper()
	history, err := w.direct.GetSandboxFile(t.Context(), "omnumi-us", "history.csv")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Count(string(history.Body), ","+draft.Amount.Value+",USD,")
}

// proxy stands before the gateway, and cuts, delays and counts.
type proxy struct {
	target string

	mu     sync.Mutex
	faults []fault
	seen   []seen
}

// fault is what is done to one request instead of passing it on. answer is the
// gateway's; nil where it was not asked.
type fault struct {
	times int // how often the gateway is asked
	do    func(w http.ResponseWriter, answer *http.Response, body []byte)
}

type seen struct {
	header http.Header
	body   string
	at     time.Time
}

// reset forgets what was seen, and does the faults to the next requests.
func (p *proxy) reset(faults ...fault) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.faults, p.seen = faults, nil
}

// requests are what was seen.
func (p *proxy) requests() []seen {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]seen(nil), p.seen...)
}

func (p *proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	p.mu.Lock()
	p.seen = append(p.seen, seen{r.Header.Clone(), string(body), time.Now()})
	f := fault{times: 1, do: pass}
	if len(p.faults) > 0 {
		f, p.faults = p.faults[0], p.faults[1:]
	}
	p.mu.Unlock()
	var answer *http.Response
	var text []byte
	for range f.times {
		q, err := http.NewRequestWithContext(context.WithoutCancel(r.Context()), r.Method, p.target+r.URL.RequestURI(), bytes.NewReader(body))
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		q.Header = r.Header.Clone()
		if answer, err = http.DefaultTransport.RoundTrip(q); err != nil {
			panic(http.ErrAbortHandler)
		}
		text, err = io.ReadAll(answer.Body)
		_ = answer.Body.Close() // it was read
		if err != nil {
			panic(http.ErrAbortHandler)
		}
	}
	f.do(w, answer, text)
}

func pass(w http.ResponseWriter, answer *http.Response, body []byte) {
	maps.Copy(w.Header(), answer.Header)
	w.WriteHeader(answer.StatusCode)
	_, _ = w.Write(body) // the client may be gone
}

func cut(http.ResponseWriter, *http.Response, []byte) { panic(http.ErrAbortHandler) }

func cutInside(w http.ResponseWriter, answer *http.Response, body []byte) {
	pass(w, answer, body[:len(body)/2])
	panic(http.ErrAbortHandler)
}

func page(w http.ResponseWriter, _ *http.Response, _ []byte) {
	w.Header().Set("Content-Type", "text/html")
	w.WriteHeader(http.StatusBadGateway)
	_, _ = io.WriteString(w, "<h1>Bad gateway</h1>") // the client may be gone
}

// tell answers with a problem of its own.
func tell(status int, retryAfter, problem string) fault {
	return fault{0, func(w http.ResponseWriter, _ *http.Response, _ []byte) {
		w.Header().Set("Content-Type", "application/problem+json")
		if retryAfter != "" {
			w.Header().Set("Retry-After", retryAfter)
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, problem) // the client may be gone
	}}
}
