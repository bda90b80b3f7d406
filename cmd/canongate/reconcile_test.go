package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The sandbox's amounts whose answer is lost: of a payment that was executed, and of
// one that was not.
const lostExecuted, lostForGood = "500.99", "500.98"

// lose makes a payment of an amount and says its id, whatever its outcome.
func (r *live) lose(t *testing.T, p payer, key, amount string) string {
	t.Helper()
	body := strings.Replace(p.draft(key), "10.50", amount, 1)
	_, _, answer := call(t, http.MethodPost, r.api+"/v1/payments", body, "Idempotency-Key", key)
	var told answerBody
	must(t, json.Unmarshal(answer, &told))
	if told.PaymentID != "" {
		return told.PaymentID
	}
	return told.ID
}

// payerAt is a customer of the sandbox with an account.
func (r *live) payerAt(t *testing.T, connection string) payer {
	t.Helper()
	var customer answerBody
	_, _, body := call(t, http.MethodPost, r.api+"/v1/customers/references", `{"vendor_ids":{"customer_account_id":"c0000000-0000-4000-8000-000000000001"}}`,
		"Idempotency-Key", "payer", "Gateway-Connection", connection)
	must(t, json.Unmarshal(body, &customer))
	var accounts answerBody
	_, _, body = call(t, http.MethodGet, r.api+"/v1/customers/"+customer.ID+"/bank_accounts", "")
	must(t, json.Unmarshal(body, &accounts))
	if len(accounts.Data) == 0 {
		t.Fatalf("no account: %s", body)
	}
	return payer{customer.ID, accounts.Data[0].ID}
}

// TestAnOutageIsClearedFromTheShell has the sandbox lose answers, and clears them with
// its history: what a newcomer does with the README.
func TestAnOutageIsClearedFromTheShell(t *testing.T) {
	t.Parallel()
	r := start(t)
	today := time.Now().In(newYork(t)) // the payments may be of tomorrow
	days := today.Format(time.DateOnly) + ".." + today.AddDate(0, 0, 1).Format(time.DateOnly)
	p := r.payerAt(t, "omnumi-us")
	moved, absent := map[string]bool{}, map[string]bool{}
	for n := range 4 { // not so many that the breaker opens
		moved[r.lose(t, p, fmt.Sprint("moved ", n), lostExecuted)] = true
		absent[r.lose(t, p, fmt.Sprint("absent ", n), lostForGood)] = true
	}
	known := r.lose(t, p, "known", "20.00")
	_, _, file := call(t, http.MethodGet, r.api+"/v1/connections/omnumi-us/sandbox/files/history.csv", "")
	history := filepath.Join(t.TempDir(), "history.csv")
	must(t, os.WriteFile(history, file, 0o600))
	admin := []string{"--admin", r.admin}
	reconcile := append([]string{"reconcile", history, "--connection", "omnumi-us", "--coverage", days}, admin...)

	if code, out := command(t, append(reconcile, "--dry-run")...); code != exitLeft || !strings.Contains(out, "is dry (csv)") || !strings.Contains(out, "would apply  ") || !strings.Contains(out, "proposals moved_group  4") {
		t.Fatalf("dry run: %d %s", code, out)
	}
	code, out := command(t, append(reconcile, "--json")...)
	var i importAnswer
	must(t, json.Unmarshal([]byte(out), &i))
	if code != exitLeft || i.State != "applied" || i.Proposals["moved_group"] != 4 || i.Proposals["absent"] != 4 {
		t.Fatalf("%d %s", code, out)
	}
	if code, out := command(t, reconcile...); code != exitLeft || !strings.Contains(out, "(handed in before): import "+i.ID) {
		t.Errorf("handed in again: %d %s", code, out)
	}
	accept := append([]string{"payments", "resolve", "--import", i.ID, "--reason", "in the history", "--expect-count", "4", "--expect-total"}, append([]string{"2003.95"}, admin...)...)
	if code, out := command(t, accept...); code != exitRuntime || !strings.Contains(out, "There are 4 payments of 2003.96 USD") {
		t.Errorf("with a wrong total: %d %s", code, out)
	}
	accept[9] = "2003.96"
	if code, out := command(t, accept...); code != 0 || !strings.Contains(out, "4 applied, 0 skipped") {
		t.Errorf("accepted: %d %s", code, out)
	}
	failed := append([]string{"payments", "resolve", "--filter", "connection=omnumi-us", "--status", "failed", "--reason", "not in the history",
		"--expect-count", "4", "--expect-total", "2003.92USD"}, admin...)
	if code, out := command(t, failed...); code != 0 || !strings.Contains(out, "4 applied, 0 skipped") {
		t.Errorf("failed: %d %s", code, out)
	}
	for id := range moved {
		r.wantStatus(t, id, "submitted")
	}
	for id := range absent {
		r.wantStatus(t, id, "failed")
	}
	r.wantStatus(t, known, "submitted")
}

func newYork(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("America/New_York")
	must(t, err)
	return zone
}

func (r *live) wantStatus(t *testing.T, id, want string) {
	t.Helper()
	var p struct{ Status string }
	status, _, body := call(t, http.MethodGet, r.api+"/v1/payments/"+id, "")
	must(t, json.Unmarshal(body, &p))
	if status != http.StatusOK || p.Status != want {
		t.Errorf("%s is %s, want %s", id, p.Status, want)
	}
}

// TestAReturnOfTheSandbox takes a payment to its end and back with the bank's file.
func TestAReturnOfTheSandbox(t *testing.T) {
	t.Parallel()
	r := start(t)
	id := r.lose(t, r.payerAt(t, "omnumi-us"), "k", "20.00")
	status, _, body := call(t, http.MethodPost, r.api+"/v1/connections/omnumi-us/sandbox/actions", `{"action":"return","payment_id":"`+id+`","code":"R10"}`)
	if status != http.StatusOK {
		t.Fatalf("%d %s", status, body)
	}
	_, _, file := call(t, http.MethodGet, r.api+"/v1/connections/omnumi-us/sandbox/files/returns.ach", "")
	_, _, history := call(t, http.MethodGet, r.api+"/v1/connections/omnumi-us/sandbox/files/history.csv", "")
	dir := t.TempDir()
	for name, content := range map[string][]byte{"returns.ach": file, "history.csv": history, "cut.ach": file[:len(file)/2]} {
		must(t, os.WriteFile(filepath.Join(dir, name), content, 0o600))
	}
	send := func(name string) (int, string) {
		return command(t, "reconcile", filepath.Join(dir, name), "--connection", "omnumi-us", "--admin", r.admin)
	}
	if code, out := send("cut.ach"); code != exitRefused || !strings.Contains(out, "is partial (nacha)") {
		t.Errorf("cut: %d %s", code, out)
	}
	r.wantStatus(t, id, "submitted")
	if code, out := command(t, "reconcile", filepath.Join(dir, "returns.ach"), "--connection", "omnumi-us", "--offline", "--config", quickstart); code != 0 ||
		!strings.Contains(out, "R10  1") {
		t.Errorf("offline: %d %s", code, out)
	}
	if code, out := send("history.csv"); code != 0 {
		t.Errorf("history: %d %s", code, out)
	}
	r.wantStatus(t, id, "returned")
	if code, out := send("returns.ach"); code != 0 || !strings.Contains(out, "duplicate") {
		t.Errorf("returns: %d %s", code, out)
	}
}

func TestReconcileSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	for name, args := range map[string][]string{
		"no file":        {"reconcile", "--connection", "a", "--admin", "http://127.0.0.1:1"},
		"no connection":  {"reconcile", "x.csv", "--admin", "http://127.0.0.1:1"},
		"no gateway":     {"reconcile", quickstart, "--connection", "a"},
		"no such file":   {"reconcile", "none.csv", "--connection", "a", "--admin", "http://127.0.0.1:1"},
		"bad coverage":   {"reconcile", quickstart, "--connection", "a", "--admin", "http://127.0.0.1:1", "--coverage", "today"},
		"no such token":  {"reconcile", quickstart, "--connection", "a", "--admin", "http://127.0.0.1:1", "--token", "env:NO_SUCH_NAME_HERE"},
		"offline alone":  {"reconcile", quickstart, "--connection", "a", "--offline"},
		"other offline":  {"reconcile", quickstart, "--connection", "a", "--offline", "--config", quickstart},
		"no expectation": {"payments", "resolve", "--filter", "connection=a", "--status", "failed", "--reason", "r", "--admin", "http://127.0.0.1:1"},
		"bad filter": {"payments", "resolve", "--filter", "x", "--status", "failed", "--reason", "r", "--expect-count", "1", "--expect-total", "1",
			"--admin", "http://127.0.0.1:1"},
		"approve alone": {"resolutions", "approve", "res_1", "--admin", "http://127.0.0.1:1"},
	} {
		if code, out := command(t, args...); code != exitConfiguration || out == "" {
			t.Errorf("%s: %d %s", name, code, out)
		}
	}
}
