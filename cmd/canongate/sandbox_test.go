package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"canongate/adapters"
	"canongate/canonical"
	"canongate/config"
	"canongate/policies/reconcile"
	"canongate/policies/reconcile/csvfile"
	"canongate/policies/reconcile/nacha"
)

// worldsFile has two connections to a sandbox of one vendor, others of other vendors,
// and one that is no sandbox. The reader may not move anything.
const worldsFile = `
server: {listen: "127.0.0.1:0", admin_listen: "127.0.0.1:0"}
ids: {keyset: "file:%[1]s/ids.json"}
auth:
  api_keys:
    - {id: app, tenant: acme, sha256: %[2]s, scopes: ["*"]}
    - {id: reader, tenant: acme, sha256: %[3]s, scopes: ["connections:read", "payments:read"]}
    - {id: other, tenant: globex, sha256: %[4]s, scopes: ["*"]}
connections:
  first: {vendor: omnumi, sandbox: true, tenants: [acme]}
  second: {vendor: omnumi, sandbox: true, tenants: [acme]}
  cdp: {vendor: cdp, sandbox: true, tenants: [acme], settings: {updated_by: canongate, callback_secret: sandbox-callback-secret}}
  iserveu: {vendor: iserveu, sandbox: true, tenants: [acme]}
  citi: {vendor: citi, sandbox: true, tenants: [acme]}
  temenos: {vendor: temenos, sandbox: true, tenants: [acme], settings: {branch_reference: IN0020077}}
  real: {vendor: omnumi, base_url: "http://127.0.0.1:1", tenants: [acme], settings: {tenant_id: 5f0c9a52-6d7e-4b1f-9c3a-000000000001, api_key: "file:%[1]s/api_key"}}
  theirs: {vendor: omnumi, sandbox: true, tenants: [globex]}
routes: [{name: all, operations: ["*"], use: [{connection: first}]}]
journal: {driver: sqlite, dsn: "file:%[1]s/canongate.db"}
`

const (
	readersKey = "cg_of_a_reader"
	othersKey  = "cg_of_another_tenant"
)

// worlds is a gateway whose sandboxes a test moves.
type worlds struct {
	*live
	t *testing.T
}

func startWorlds(t *testing.T) worlds {
	t.Helper()
	dir := t.TempDir()
	must(t, writeSecret(filepath.Join(dir, "ids.json"), newKeyset(t)))
	must(t, writeSecret(filepath.Join(dir, "api_key"), []byte("of nobody")))
	text := fmt.Sprintf(worldsFile, dir, config.HashKey(aKey), config.HashKey(readersKey), config.HashKey(othersKey))
	return worlds{serveText(t, filepath.Join(dir, "canongate.yaml"), text), t}
}

func (w worlds) as(key, method, path, body string, header ...string) (int, http.Header, []byte) {
	w.t.Helper()
	return call(w.t, method, w.api+"/v1"+path, body, append(header, "Authorization", "Bearer "+key)...)
}

// do is a call that has to answer a status.
func (w worlds) do(status int, method, path, body string, header ...string) map[string]any {
	w.t.Helper()
	code, _, answer := w.as(aKey, method, path, body, header...)
	if code != status {
		w.t.Fatalf("%s %s: %d %s", method, path, code, answer)
	}
	var values map[string]any
	must(w.t, json.Unmarshal(answer, &values))
	return values
}

func (w worlds) move(status int, connection, body string) map[string]any {
	w.t.Helper()
	return w.do(status, http.MethodPost, "/connections/"+connection+"/sandbox/actions", body)
}

func (w worlds) payer(connection string) payer {
	w.t.Helper()
	customer := w.do(http.StatusCreated, http.MethodPost, "/customers/references",
		`{"vendor_ids":{"customer_account_id":"c0000000-0000-4000-8000-000000000001"}}`, "Gateway-Connection", connection)["id"].(string)
	accounts := w.do(http.StatusOK, http.MethodGet, "/customers/"+customer+"/bank_accounts", "")["data"].([]any)
	return payer{customer: customer, account: accounts[0].(map[string]any)["id"].(string)}
}

// pay sends an amount and gives the payment's id, whatever became of it.
func (w worlds) pay(p payer, key, amount string) string {
	w.t.Helper()
	_, _, answer := w.as(aKey, http.MethodPost, "/payments", strings.Replace(p.draft(key), "10.50", amount, 1), "Idempotency-Key", key)
	var made struct {
		ID        string
		PaymentID string `json:"payment_id"`
	}
	must(w.t, json.Unmarshal(answer, &made))
	if made.ID+made.PaymentID == "" {
		w.t.Fatalf("pay %s: %s", amount, answer)
	}
	return made.ID + made.PaymentID
}

func (w worlds) file(connection, name string) []byte {
	w.t.Helper()
	code, header, content := w.as(aKey, http.MethodGet, "/connections/"+connection+"/sandbox/files/"+name, "")
	if code != http.StatusOK || header.Get("Coverage-Complete") != "true" || header.Get("Coverage-From") == "" || header.Get("Coverage-To") == "" {
		w.t.Fatalf("%s: %d %v %s", name, code, header, content)
	}
	return content
}

// returns reads a file of Nacha's as an import does.
func (w worlds) returns(connection, name string) ([]reconcile.Entry, reconcile.Summary) {
	w.t.Helper()
	opened, err := reconcile.Open(bytes.NewReader(w.file(connection, name)), reconcile.Limits{})
	must(w.t, err)
	var entries []reconcile.Entry
	summary, err := nacha.Read(opened, nacha.Options{CompanyIDs: []string{"1555000777"}}, func(e reconcile.Entry) error {
		entries = append(entries, e)
		return nil
	})
	must(w.t, err)
	if summary.Controls != reconcile.ControlsOK || summary.Partial || summary.NotOurs > 0 || len(summary.FirstErrors) > 0 {
		w.t.Errorf("%s: %+v", name, summary)
	}
	return entries, summary
}

// historyMapping is what an operator writes for the history.
var historyMapping = csvfile.Mapping{
	Name: "omnumi-history", Date: "01/02/2006",
	Columns: csvfile.Columns{
		VendorReference: csvfile.Column{Column: "referenceId"},
		Trace:           csvfile.Column{Column: "traceNumber"},
		Amount:          csvfile.Column{Column: "amount"},
		Currency:        csvfile.Column{Column: "currency"},
		Direction:       csvfile.Column{Column: "type", Values: map[string]string{"ACH_IN": "debit", "ACH_OUT": "credit"}},
		Status:          csvfile.Column{Column: "status", Values: map[string]string{"PENDING": "submitted", "COMPLETED": "settled", "RETURNED": "returned"}},
		Code:            csvfile.Column{Column: "reasonCode"},
		Customer:        csvfile.Column{Column: "customerAccountId"},
		Bank:            csvfile.Column{Column: "linkedBankId"},
		Last4:           csvfile.Column{Column: "account", Last: 4},
		Occurred:        csvfile.Column{Column: "date"},
		Settled:         csvfile.Column{Column: "settledDate"},
	},
}

func (w worlds) history(connection string) []reconcile.Entry {
	w.t.Helper()
	opened, err := reconcile.Open(bytes.NewReader(w.file(connection, "history.csv")), reconcile.Limits{})
	must(w.t, err)
	var entries []reconcile.Entry
	summary, err := csvfile.Read(opened, csvfile.Options{Mapping: historyMapping}, func(e reconcile.Entry) error {
		entries = append(entries, e)
		return nil
	})
	must(w.t, err)
	if summary.Invalid > 0 {
		w.t.Errorf("history: %+v", summary)
	}
	return entries
}

// TestSandboxFilesReadAsReturnsAndExports pays, moves, and reads the vendor's files
// as an import reads them: nothing is shared between writer and reader.
func TestSandboxFilesReadAsReturnsAndExports(t *testing.T) {
	t.Parallel()
	w := startWorlds(t)
	p := w.payer("first")
	w.pay(p, "settles", "1001.00")
	w.pay(p, "returned", "1099.03")
	w.pay(p, "returned late", "1060.00")
	w.pay(p, "changed", "1098.02")
	plain := w.pay(p, "plain", "100.50")
	lost := w.pay(p, "lost", "500.99")
	w.move(http.StatusOK, "first", `{"action":"return","payment_id":"`+lost+`","code":"R07"}`)

	entries, summary := w.returns("first", "returns.ach")
	if codes := codesOf(entries); !slices.Equal(codes, []string{"R03", "R07"}) || summary.Totals["USD"].Debit.String() != "1600.02" {
		t.Errorf("returns %v, totals %v", codes, summary.Totals)
	}
	for _, e := range entries {
		if e.Kind != reconcile.Return || e.Direction != canonical.DirectionDebit || len(e.Trace) != 15 {
			t.Errorf("entry %+v", e)
		}
	}
	if changes, _ := w.returns("first", "noc.ach"); len(changes) != 1 || changes[0].Kind != reconcile.Change || changes[0].Code != "C02" {
		t.Errorf("notifications of change %+v", changes)
	}

	w.move(http.StatusOK, "first", `{"action":"advance_clock","by":"61d"}`)
	w.move(http.StatusOK, "first", `{"action":"return","payment_id":"`+plain+`"}`)
	entries, _ = w.returns("first", "returns.ach")
	if codes := codesOf(entries); !slices.Equal(codes, []string{"R03", "R07", "R10", "R01"}) {
		t.Errorf("returns after 61 days %v", codes)
	}
	statuses := map[string]string{}
	traces := map[string]bool{}
	for _, e := range w.history("first") {
		statuses[e.Amount.Value.String()] = e.Status + e.Code
		traces[e.Trace] = true
		if e.VendorReference == "" || e.Customer != "c0000000-0000-4000-8000-000000000001" || e.Last4 != "7788" || e.OccurredOn == "" {
			t.Errorf("line %+v", e)
		}
	}
	want := map[string]string{
		"1001.00": "settled", "1099.03": "returnedR03", "1060.00": "returnedR10", "1098.02": "settled", "100.50": "returnedR01", "500.99": "returnedR07",
	}
	if fmt.Sprint(statuses) != fmt.Sprint(want) {
		t.Errorf("history %v, want %v", statuses, want)
	}
	for _, e := range entries {
		if !traces[e.Trace] {
			t.Errorf("the history does not have the trace of %+v", e)
		}
	}
	if others := w.history("second"); len(others) != 0 {
		t.Errorf("another connection's sandbox knows of them: %v", others)
	}
	w.move(http.StatusOK, "first", `{"action":"reset"}`)
	if left := w.history("first"); len(left) != 0 {
		t.Errorf("left after a reset: %v", left)
	}
	w.move(http.StatusNotFound, "first", `{"action":"settle","payment_id":"`+plain+`"}`)
}

func codesOf(entries []reconcile.Entry) []string {
	var codes []string
	for _, e := range entries {
		codes = append(codes, e.Code)
	}
	return codes
}

// TestSandboxCanBeMovedByItsCallersOnly asks of connections that are no sandbox, of
// others' and with too small a scope.
func TestSandboxCanBeMovedByItsCallersOnly(t *testing.T) {
	t.Parallel()
	w := startWorlds(t)
	const reset = `{"action":"reset"}`
	for _, tc := range []struct {
		key, method, path, body string
		want                    int
		code                    string
	}{
		{aKey, http.MethodGet, "/connections/first/sandbox", "", 200, ""},
		{readersKey, http.MethodGet, "/connections/first/sandbox", "", 200, ""},
		{readersKey, http.MethodPost, "/connections/first/sandbox/actions", reset, 403, "permission_denied"},
		{readersKey, http.MethodGet, "/connections/first/sandbox/files/history.csv", "", 403, "permission_denied"},
		{othersKey, http.MethodGet, "/connections/first/sandbox", "", 404, "not_found"},
		{othersKey, http.MethodPost, "/connections/first/sandbox/actions", reset, 404, "not_found"},
		{othersKey, http.MethodGet, "/connections/first/sandbox/files/history.csv", "", 404, "not_found"},
		{aKey, http.MethodGet, "/connections/real/sandbox", "", 404, "not_found"},
		{aKey, http.MethodPost, "/connections/real/sandbox/actions", reset, 404, "not_found"},
		{aKey, http.MethodGet, "/connections/real/sandbox/files/history.csv", "", 404, "not_found"},
		{readersKey, http.MethodGet, "/connections/first/sandbox/events", "", 403, "permission_denied"},
		{othersKey, http.MethodGet, "/connections/first/sandbox/events", "", 404, "not_found"},
		{aKey, http.MethodGet, "/connections/real/sandbox/events", "", 404, "not_found"},
		{aKey, http.MethodGet, "/connections/first/sandbox/events?cursor=x", "", 422, "validation_failed"},
		{aKey, http.MethodGet, "/connections/none/sandbox", "", 404, "not_found"},
		{aKey, http.MethodGet, "/connections/first/sandbox/files/nothing.ach", "", 404, "not_found"},
		{aKey, http.MethodGet, "/connections/first/sandbox/files/..%2fpayments", "", 404, "not_found"},
		{aKey, http.MethodGet, "/connections/cdp/sandbox/files/history.csv", "", 404, "not_found"},
		{"cg_of_nobody", http.MethodPost, "/connections/first/sandbox/actions", reset, 401, "unauthenticated"},
	} {
		status, _, answer := w.as(tc.key, tc.method, tc.path, tc.body)
		var problem struct{ Code string }
		must(t, json.Unmarshal(answer, &problem))
		if status != tc.want || problem.Code != tc.code {
			t.Errorf("%s %s with %s: %d %s", tc.method, tc.path, tc.key, status, answer)
		}
	}
}

// TestSandboxTellsItsEventsFromNowOn: of one connection, each once, as subscribers get them.
func TestSandboxTellsItsEventsFromNowOn(t *testing.T) {
	t.Parallel()
	w := startWorlds(t)
	w.pay(w.payer("first"), "before", "500.99")
	ask := func(connection, cursor string) (events []any, next string) {
		page := w.do(http.StatusOK, http.MethodGet, "/connections/"+connection+"/sandbox/events?limit=1"+cursor, "")
		return page["data"].([]any), "&cursor=" + page["next_cursor"].(string)
	}
	events, first := ask("first", "")
	if len(events) > 0 {
		t.Errorf("what was before is told: %v", events)
	}
	_, second := ask("second", "")
	var paid []string
	for _, key := range []string{"one", "two"} {
		paid = append(paid, w.pay(w.payer("first"), key, "500.99"))
	}
	for _, payment := range paid {
		if events, first = ask("first", first); len(events) != 1 {
			t.Fatalf("%d events", len(events))
		}
		e := events[0].(map[string]any)
		if e["specversion"] != "1.0" || e["source"] != "/connections/first" || e["type"] != "payment.updated" || e["subject"] != payment || e["tenant"] != "acme" {
			t.Errorf("event %v", e)
		}
	}
	if events, _ = ask("first", first); len(events) > 0 {
		t.Errorf("told twice: %v", events)
	}
	if events, _ = ask("second", second); len(events) > 0 {
		t.Errorf("another connection tells of them: %v", events)
	}
}

// TestSandboxNamesWhatIsWrongWithACommand sends what cannot be done.
func TestSandboxNamesWhatIsWrongWithACommand(t *testing.T) {
	t.Parallel()
	w := startWorlds(t)
	here, there := w.payer("first"), w.payer("second")
	paid := w.pay(here, "here", "1001.00")
	elsewhere := w.pay(there, "there", "1001.00")
	for _, tc := range []struct {
		connection, body string
		status           int
		pointer, detail  string
	}{
		{"first", `{"action":"finish_screening","customer_id":"` + here.customer + `"}`, 422, "/action", "advance_clock, expire_otp, notice_of_change, reset, return, settle"},
		{"temenos", `{"action":"settle","payment_id":"` + paid + `"}`, 422, "/payment_id", "another connection"},
		{"temenos", `{"action":"expire_otp"}`, 422, "/action", "it has advance_clock, reset"},
		{"first", `{"action":"settle"}`, 422, "/payment_id", "required"},
		{"first", `{"action":"settle","payment_id":"` + elsewhere + `"}`, 422, "/payment_id", "another connection"},
		{"first", `{"action":"settle","payment_id":"` + paid + `"}`, 422, "/action", "COMPLETED already"},
		{"first", `{"action":"settle","payment_id":"pay_nothing"}`, 404, "/payment_id", "not an id"},
		{"first", `{"action":"return","payment_id":"` + paid + `","code":"X1"}`, 422, "/code", "R01"},
		{"first", `{"action":"advance_clock"}`, 422, "/by", "61d"},
		{"first", `{"action":"advance_clock","by":5}`, 422, "/by", ""},
		{"first", `{"action":""}`, 422, "/action", ""},
		{"first", `{}`, 422, "/action", "required"},
		{"first", `{"action":"reset","why":"so"}`, 400, "/why", ""},
		{"cdp", `{"action":"finish_screening"}`, 422, "/customer_id", "required"},
		{"iserveu", `{"action":"expire_otp"}`, 422, "/verification_id", "required"},
	} {
		answer := w.move(tc.status, tc.connection, tc.body)
		problems, _ := answer["errors"].([]any)
		if len(problems) != 1 {
			t.Errorf("%s: %v", tc.body, answer)
			continue
		}
		wrong := problems[0].(map[string]any)
		if wrong["pointer"] != tc.pointer || !strings.Contains(wrong["detail"].(string), tc.detail) {
			t.Errorf("%s: %v, want %s %s", tc.body, wrong, tc.pointer, tc.detail)
		}
	}
	if code, _, answer := w.as(aKey, http.MethodPost, "/connections/first/sandbox/actions", "action=reset", "Content-Type", "text/plain"); code != http.StatusUnsupportedMediaType {
		t.Errorf("a form: %d %s", code, answer)
	}
}

// TestSandboxFinishesAScreening sees the vendor's decision in the customer.
func TestSandboxFinishesAScreening(t *testing.T) {
	t.Parallel()
	w := startWorlds(t)
	made := w.do(http.StatusAccepted, http.MethodPost, "/customers", `{"external_reference": "u-4711",
		"name": {"given_name": "Noor", "family_name": "INVESTIGATION"}, "birthdate": "1990-04-12", "gender": "female",
		"nationalities": ["JO"], "country_of_residence": "AE", "phones": [{"number": "+971500000199", "type": "mobile", "primary": true}],
		"identifiers": [{"type": "emirates_id", "number": "784199048372157"}]}`, "Gateway-Connection", "cdp", "Idempotency-Key", "screened")
	customer := made["id"].(string)
	for decision, named := range map[string]string{"clear": customer, "rejected": "ref:u-4711", "in_review": customer} {
		w.move(http.StatusOK, "cdp", `{"action":"finish_screening","customer_id":"`+named+`","status":"`+decision+`"}`)
		screening, _ := w.do(http.StatusOK, http.MethodGet, "/customers/"+customer, "")["screening"].(map[string]any)
		if screening["status"] != decision {
			t.Errorf("decided %s: %v", decision, screening)
		}
	}
	w.move(http.StatusUnprocessableEntity, "cdp", `{"action":"finish_screening","customer_id":"`+customer+`","status":"maybe"}`)
	w.move(http.StatusNotFound, "cdp", `{"action":"finish_screening","customer_id":"ref:nobody"}`)
}

// TestSandboxExpiresAnOTP gives the right one, too late.
func TestSandboxExpiresAnOTP(t *testing.T) {
	t.Parallel()
	w := startWorlds(t)
	mail := w.do(http.StatusCreated, http.MethodPost, "/verifications", `{"method":"email_otp","email":"noor@example.com"}`, "Idempotency-Key", "mail")["id"].(string)
	w.move(http.StatusOK, "first", `{"action":"expire_otp","verification_id":"`+mail+`"}`)
	code, _, answer := w.as(aKey, http.MethodPost, "/verifications/"+mail+"/confirm", `{"otp":"123456"}`, "Idempotency-Key", "late")
	if code < 400 || code > 499 {
		t.Errorf("an expired OTP: %d %s", code, answer)
	}
	const aadhaar = `"identifier":{"type":"aadhaar","number":"234123412346"},"consent":{"granted":true,"text_id":"uidai-ekyc-v1","granted_at":"2026-11-21T10:00:00Z"}`
	ekyc := w.do(http.StatusCreated, http.MethodPost, "/verifications", `{"method":"aadhaar_otp",`+aadhaar+`}`, "Gateway-Connection", "citi", "Idempotency-Key", "ekyc")["id"].(string)
	w.move(http.StatusOK, "citi", `{"action":"expire_otp","verification_id":"`+ekyc+`"}`)
	code, _, answer = w.as(aKey, http.MethodPost, "/verifications/"+ekyc+"/confirm", `{"otp":"123456",`+aadhaar+`}`, "Idempotency-Key", "late ekyc")
	if code < 400 || code > 499 {
		t.Errorf("an expired OTP: %d %s", code, answer)
	}
}

// TestSandboxTables holds deploy/docs/sandboxes to what the sandboxes show; -update
// writes a table for each vendor.
func TestSandboxTables(t *testing.T) {
	t.Parallel()
	w := startWorlds(t)
	for connection, vendor := range map[string]string{"first": "omnumi", "cdp": "cdp", "citi": "citi", "iserveu": "iserveu", "temenos": "temenos"} {
		golden(t, filepath.Join("..", "..", "deploy", "docs", "sandboxes", vendor+".md"), w.table(connection, vendor))
	}
	if listed, err := filepath.Glob(filepath.Join("..", "..", "deploy", "docs", "sandboxes", "*.md")); err != nil || len(listed) != len(adapters.Builtin()) {
		t.Errorf("%d tables for %d vendors: %v", len(listed), len(adapters.Builtin()), err)
	}
}

func (w worlds) table(connection, vendor string) string {
	w.t.Helper()
	var view struct {
		Values  []struct{ Operation, Field, Value, Answer string }
		Actions []struct {
			Action string
			Takes  []string
			Note   string
		}
		Files []struct{ Name, Note string }
	}
	_, _, answer := w.as(aKey, http.MethodGet, "/connections/"+connection+"/sandbox", "")
	must(w.t, json.Unmarshal(answer, &view))
	var b strings.Builder
	fmt.Fprintf(&b, "# What the sandbox of %s answers\n\nWritten by `make docs` from what `GET /v1/connections/{name}/sandbox` lists.\n", vendor)
	writeRows(&b, "operation | field | value | answer", len(view.Values), func(i int) []string {
		v := view.Values[i]
		return []string{v.Operation, code(v.Field), code(v.Value), v.Answer}
	})
	writeRows(&b, "action | takes | what it does", len(view.Actions), func(i int) []string {
		a := view.Actions[i]
		return []string{a.Action, strings.Join(a.Takes, ", "), a.Note}
	})
	writeRows(&b, "file | what it holds", len(view.Files), func(i int) []string { return []string{view.Files[i].Name, view.Files[i].Note} })
	return b.String()
}
