package main

import (
	"encoding/json"
	"net/http"
	"os"
	"strings"
	"testing"

	"canongate/gateway/admin"
)

// operate sends a request to the admin listener and gives status and body.
func (r *live) operate(t *testing.T, method, path, body string) (int, string) {
	t.Helper()
	status, _, answer := call(t, method, r.admin+path, body)
	return status, string(answer)
}

func TestKillSwitchOverTheAdminAPI(t *testing.T) {
	t.Parallel()
	r := start(t)
	id, _ := r.created(t, "key-1")
	for _, c := range []struct {
		state       string
		read, write int
	}{{"draining", 200, 503}, {"disabled", 503, 503}, {"enabled", 200, 201}} {
		status, body := r.operate(t, http.MethodPut, "/admin/v1/connections/cdp-uae/state", `{"state":"`+c.state+`","reason":"a drill","by":"local"}`)
		if status != http.StatusOK {
			t.Fatalf("%s: %d %s", c.state, status, body)
		}
		if status, _, body := call(t, http.MethodGet, r.api+"/v1/customers/"+id, ""); status != c.read {
			t.Errorf("%s: reading answers %d %s, want %d", c.state, status, body, c.read)
		}
		status, _, answer := call(t, http.MethodPost, r.api+"/v1/customers", demoCustomer, "Idempotency-Key", c.state)
		if status != c.write {
			t.Errorf("%s: creating answers %d %s, want %d", c.state, status, answer, c.write)
		}
	}
	r.logs.find(t, `"admin change","action":"connection.state","target":"cdp-uae","by":"local","remote":"127.0.0.1","from":"draining","to":"(disabled)"`)
}

func TestBreakerOverTheAdminAPI(t *testing.T) {
	t.Parallel()
	r := start(t)
	id, _ := r.created(t, "key-1")
	for _, c := range []struct {
		state string
		want  int
	}{{"open", 503}, {"auto", 200}} {
		if status, body := r.operate(t, http.MethodPost, "/admin/v1/connections/cdp-uae/breakers/get_customer", `{"state":"`+c.state+`","reason":"a drill"}`); status != 200 {
			t.Fatalf("%s: %d %s", c.state, status, body)
		}
		if status, _, body := call(t, http.MethodGet, r.api+"/v1/customers/"+id, ""); status != c.want {
			t.Errorf("%s: reading answers %d %s, want %d", c.state, status, body, c.want)
		}
	}
	_, body := r.operate(t, http.MethodGet, "/admin/v1/traces?outcome=error&operation=get_customer", "")
	var traces struct{ Data []admin.TraceSummary }
	if err := json.Unmarshal([]byte(body), &traces); err != nil || len(traces.Data) != 1 || traces.Data[0].Code != "vendor_unavailable" {
		t.Fatalf("%v: the failed read left %s", err, body)
	}
	_, body = r.operate(t, http.MethodGet, "/admin/v1/traces/"+traces.Data[0].TraceID, "")
	if !strings.Contains(body, `"breaker open"`) || !strings.Contains(body, `"route chosen"`) {
		t.Errorf("its trace does not say why: %s", body)
	}
}

func TestExplainOverTheAdminAPI(t *testing.T) {
	t.Parallel()
	r := start(t)
	id, _ := r.created(t, "key-1")
	for body, want := range map[string]string{
		`{"operation":"create_customer","tenant":"demo","request":{"country_of_residence":"IN"}}`: `"route":"customers-of-india","by":"route","connection":"iserveu-in"`,
		`{"operation":"get_customer","tenant":"demo","request":{"customer_id":"` + id + `"}}`:     `"by":"id","connection":"cdp-uae"`,
		`{"operation":"list_offers","tenant":"demo","connection":"cdp-uae"}`:                      `{"connection":"cdp-uae","reason":"no_capability"}`,
	} {
		if status, got := r.operate(t, http.MethodPost, "/admin/v1/routes/explain", body); status != http.StatusOK || !strings.Contains(got, want) {
			t.Errorf("%s: %d %s", body, status, got)
		}
	}
}

// payer makes somebody who can pay through the sandbox.
func (r *live) payer(t *testing.T) payer {
	t.Helper()
	_, _, body := call(t, http.MethodPost, r.api+"/v1/customers/references",
		`{"vendor_ids":{"customer_account_id":"c0000000-0000-4000-8000-000000000001"}}`, "Gateway-Connection", "omnumi-us")
	var customer struct{ ID string }
	if err := json.Unmarshal(body, &customer); err != nil {
		t.Fatal(err)
	}
	_, _, body = call(t, http.MethodGet, r.api+"/v1/customers/"+customer.ID+"/bank_accounts", "")
	var accounts struct{ Data []struct{ ID string } }
	if err := json.Unmarshal(body, &accounts); err != nil || len(accounts.Data) == 0 {
		t.Fatalf("no account: %s", body)
	}
	return payer{customer: customer.ID, account: accounts.Data[0].ID}
}

// unknownPayment makes a payment that the sandbox acts on and then loses.
func (r *live) unknownPayment(t *testing.T) (id string) {
	t.Helper()
	draft := r.payer(t).draft("rent")
	status, _, body := call(t, http.MethodPost, r.api+"/v1/payments", strings.Replace(draft, "10.50", "500.99", 1), "Idempotency-Key", "rent")
	var refused struct {
		PaymentID string `json:"payment_id"`
	}
	if err := json.Unmarshal(body, &refused); err != nil || status != http.StatusBadGateway || refused.PaymentID == "" {
		t.Fatalf("%d %s", status, body)
	}
	return refused.PaymentID
}

func TestReconcileOverTheAdminAPI(t *testing.T) {
	t.Parallel()
	r := start(t)
	id := r.unknownPayment(t)
	if _, body := r.operate(t, http.MethodGet, "/admin/v1/payments?status=unknown", ""); !strings.Contains(body, `"id":"`+id+`"`) || !strings.Contains(body, `"500.99"`) {
		t.Fatalf("the unknown payments are %s", body)
	}
	const found = `{"status":"settled","reason":"on the statement of the 3rd","by":"local"}`
	status, body := r.operate(t, http.MethodPost, "/admin/v1/payments/"+id+"/resolve", found)
	if status != http.StatusOK || !strings.Contains(body, `"by":"local"`) {
		t.Fatalf("resolve: %d %s", status, body)
	}
	if status, body := r.operate(t, http.MethodPost, "/admin/v1/payments/"+id+"/resolve", found); status != http.StatusConflict ||
		!strings.Contains(body, "or its outcome is known") {
		t.Errorf("a second time: %d %s", status, body)
	}
	if status, body := r.operate(t, http.MethodPost, "/admin/v1/payments/pay_none/resolve", found); status != http.StatusNotFound {
		t.Errorf("one that is not there: %d %s", status, body)
	}
	if status, body := r.operate(t, http.MethodGet, "/admin/v1/payments?cursor=forged", ""); status != http.StatusUnprocessableEntity {
		t.Errorf("a forged cursor: %d %s", status, body)
	}
	if _, _, body := call(t, http.MethodGet, r.api+"/v1/payments/"+id, ""); !strings.Contains(string(body), `"status":"settled"`) {
		t.Errorf("the caller still reads %s", body)
	}
	_, body = r.operate(t, http.MethodGet, "/admin/v1/events?type=payment.updated&subject="+id, "")
	var events struct{ Data []admin.Event }
	if err := json.Unmarshal([]byte(body), &events); err != nil || len(events.Data) < 2 {
		t.Fatalf("%v: the events are %s", err, body)
	}
	if status, body := r.operate(t, http.MethodPost, "/admin/v1/events/"+events.Data[0].ID+"/redeliver", ""); status != http.StatusAccepted {
		t.Errorf("redeliver: %d %s", status, body)
	}
	if status, body := r.operate(t, http.MethodPost, "/admin/v1/events/evt_none/redeliver", ""); status != http.StatusNotFound {
		t.Errorf("redeliver what is not there: %d %s", status, body)
	}
	if strings.Contains(r.logs.String(), "statement of the 3rd") {
		t.Error("what the operator wrote stands in the log")
	}
}

func TestConfigurationOverTheAdminAPI(t *testing.T) {
	t.Parallel()
	r := start(t)
	const plan, reload, rollback = "/admin/v1/config/plan", "/admin/v1/config/reload", "/admin/v1/config/rollback"
	for _, c := range []struct {
		path   string
		status int
		want   string
	}{
		{plan, 200, `"moves":[]`},
		{rollback, 409, "no generation before"},
		{reload, 200, `"generation":1`}, // it is the same file
		{rollback, 409, "no generation before"},
	} {
		if status, body := r.operate(t, http.MethodPost, c.path, `{"by":"local"}`); status != c.status || !strings.Contains(body, c.want) {
			t.Errorf("%s: %d %s, want %d with %s", c.path, status, body, c.status, c.want)
		}
	}
	text, err := os.ReadFile(r.file)
	if err != nil {
		t.Fatal(err)
	}
	r.write(t, strings.Replace(string(text), "use: [{connection: iserveu-in}]", "use: [{connection: iserveu-im}]", 1))
	for _, path := range []string{plan, reload} {
		if status, body := r.operate(t, http.MethodPost, path, ""); status != 422 || !strings.Contains(body, `"pointer":"routes.0.use.0.connection"`) {
			t.Errorf("%s of a bad file: %d %s", path, status, body)
		}
	}
	_, body := r.operate(t, http.MethodGet, "/admin/v1/config", "")
	if !strings.Contains(body, `"generation":1`) || !strings.Contains(body, "iserveu-in") || strings.Contains(body, "sandbox-client-secret") {
		t.Errorf("in service is %s", body)
	}
}

func TestLogLevelOverTheAdminAPI(t *testing.T) {
	t.Parallel()
	r := start(t)
	if status, body := r.operate(t, http.MethodPut, "/admin/v1/logs/level", `{"level":"error","by":"local"}`); status != http.StatusOK {
		t.Fatalf("%d %s", status, body)
	}
	before := strings.Count(r.logs.String(), `"msg":"request"`)
	r.created(t, "key-1")
	if after := strings.Count(r.logs.String(), `"msg":"request"`); after != before {
		t.Error("requests are logged at level error")
	}
	if status, _ := r.operate(t, http.MethodPut, "/admin/v1/logs/level", `{"level":"info","by":"local"}`); status != http.StatusOK {
		t.Error("the level cannot be set back")
	}
	r.logs.find(t, `"admin change","action":"logs.level".*"from":"error","to":"(info)"`)
}
