package admin_test

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"canongate/canonical"
	"canongate/gateway/admin"
	"canongate/policies"
	"canongate/policies/routing"
)

type connections struct {
	Data []struct {
		Name, Vendor, State string
		Quota               *struct{ Limit, Remaining int }
		InFlight            int     `json:"in_flight"`
		ErrorRate           float64 `json:"error_rate"`
		Attempts            int
		LastError           *struct{ Code string } `json:"last_error"`
		Breakers            []struct {
			Operation, State string
			Forced           bool
			Failures         int
		}
	}
	HasMore bool `json:"has_more"`
}

func TestConnections(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	call := &policies.Call{Operation: "get_customer", Effect: canonical.Safe, Connection: "cdp-uae", Vendor: "cdp"}
	err := r.guard.Policy()(t.Context(), call, func(context.Context) error {
		return &canonical.Error{Code: canonical.VendorRejected, Outcome: canonical.Answered}
	})
	if canonical.AsError(err).Code != canonical.VendorRejected {
		t.Fatal(err)
	}
	w := r.send("GET", "/admin/v1/connections", "")
	got := decode[connections](t, w)
	if w.Code != 200 || len(got.Data) != 1 {
		t.Fatalf("got %d %s", w.Code, w.Body)
	}
	c := got.Data[0]
	if c.Name != "cdp-uae" || c.Vendor != "cdp" || c.State != "enabled" || c.Attempts != 1 ||
		c.LastError == nil || c.LastError.Code != "vendor_rejected" || c.Quota == nil || c.Quota.Limit != 50 {
		t.Errorf("got %+v", c)
	}
	if len(c.Breakers) != 2 || c.Breakers[0].Operation != "lookup_customer" || c.Breakers[0].State != "closed" {
		t.Errorf("breakers are %+v", c.Breakers)
	}
	if one := r.send("GET", "/admin/v1/connections/cdp-uae", ""); one.Code != 200 || !strings.Contains(one.Body.String(), `"name":"cdp-uae"`) {
		t.Errorf("one by name: %d %s", one.Code, one.Body)
	}
}

func TestKillSwitch(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	for _, state := range []policies.ConnectionState{policies.Draining, policies.Disabled, policies.Enabled} {
		w := r.send("PUT", "/admin/v1/connections/cdp-uae/state", `{"state":"`+string(state)+`","reason":"a drill","by":"local"}`)
		if w.Code != 200 || r.guard.State() != state || !strings.Contains(w.Body.String(), `"state":"`+string(state)+`"`) {
			t.Errorf("%s: %d, state %s", state, w.Code, r.guard.State())
		}
	}
	shown := r.send("GET", "/admin/v1/connections/cdp-uae", "").Body.String()
	if !strings.Contains(shown, `"by":"local","reason":"a drill","since":"2026-03-01T12:00:00Z","kept":true`) {
		t.Errorf("it is shown as %s", shown)
	}
	lines := r.audited(t)
	if from := names(lines, "from"); !slices.Equal(from, []string{"enabled", "draining", "disabled"}) {
		t.Errorf("the audit log has the changes from %v", from)
	}
	if target := names(lines, "target"); target[0] != "cdp-uae" || lines[0]["result"] != "done" {
		t.Errorf("the audit log says %v", lines[0])
	}
}

func TestBreakersAreForced(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	const target = "/admin/v1/connections/cdp-uae/breakers/get_customer"
	for _, c := range []struct {
		ask, state string
		forced     bool
	}{{"open", "open", true}, {"closed", "closed", true}, {"auto", "closed", false}} {
		w := r.send("POST", target, `{"state":"`+c.ask+`","reason":"a drill"}`)
		if w.Code != 200 {
			t.Fatalf("%s: %d %s", c.ask, w.Code, w.Body)
		}
		b := decode[connections](t, r.send("GET", "/admin/v1/connections", "")).Data[0].Breakers[1]
		if b.Operation != "get_customer" || b.State != c.state || b.Forced != c.forced {
			t.Errorf("%s: the breaker is %+v", c.ask, b)
		}
		if open := r.guard.Condition("get_customer").BreakerOpen; open != (c.state == "open") {
			t.Errorf("%s: routes see it open: %v", c.ask, open)
		}
	}
	lines := r.audited(t)
	if from := names(lines, "from"); !slices.Equal(from, []string{"auto", "open", "closed"}) {
		t.Errorf("the audit log has the changes from %v", from)
	}
}

func TestExplain(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	w := r.send("POST", "/admin/v1/routes/explain",
		`{"operation":"create_customer","tenant":"acme","connection":"cdp-uae","request":{"country_of_residence":"AE","amount":{"value":"1.50"}}}`)
	want := `{"operation":"create_customer","tenant":"acme","generation":3,"route":"default","by":"route","connection":"cdp-uae",` +
		`"passed_over":[{"connection":"cdp-2","reason":"weight"}]}`
	if w.Code != 200 || w.Body.String() != want {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
	if facts := routing.AttributesOf(r.asked.Request); facts.Country != "AE" || facts.Amount == nil || r.asked.Connection != "cdp-uae" {
		t.Errorf("it was asked for %+v", r.asked)
	}
	if line := r.audit.String(); line != "" {
		t.Errorf("a question is no change: %s", line)
	}
}

// TestExplainForOwnTenants refuses to tell of the routes of tenants whom the operator
// does not see.
func TestExplainForOwnTenants(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(o *admin.Options) { o.Operators = operatorsOf("", named("otto", []string{"other"}, "viewer")) })
	for tenant, want := range map[string]int{"other": 200, "acme": 403, "": 403} {
		if w := r.send("POST", "/admin/v1/routes/explain", `{"operation":"create_customer","tenant":"`+tenant+`"}`, as("otto")...); w.Code != want {
			t.Errorf("of %q: %d %s", tenant, w.Code, w.Body)
		}
	}
}

func TestConfiguration(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	v := decode[admin.Version](t, r.send("GET", "/admin/v1/config", ""))
	if v.Generation != 3 || v.Content != "auth: {}\n" || v.LoadedAt != epoch || len(v.Hash) != 64 {
		t.Errorf("got %+v", v)
	}
	if w := r.send("POST", "/admin/v1/config/plan", ""); w.Code != 200 || w.Body.String() != `{"moves":2}` {
		t.Errorf("plan: %d %s", w.Code, w.Body)
	}
	for i, target := range []string{"/admin/v1/config/reload", "/admin/v1/config/rollback"} {
		w := r.send("POST", target, `{"by":"local"}`)
		if v := decode[admin.Version](t, w); w.Code != 200 || v.Generation != int64(4+i) || v.Content != "" {
			t.Errorf("%s: %d %+v", target, w.Code, v)
		}
	}
	lines := r.audited(t)
	if to := names(lines, "to"); !slices.Equal(to, []string{"4 abababababab", "5 abababababab"}) {
		t.Errorf("the audit log has the changes to %v", to)
	}
}

func TestRollouts(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	const path = "/admin/v1/routes/uae/rollout"
	if w := r.send("GET", path, ""); w.Code != 200 || !strings.Contains(w.Body.String(),
		`"weights":[{"connection":"cdp-uae","weight":19},{"connection":"cdp-2","weight":1}],"step":{"number":1,"percent":5,"since":"2026-03-01T12:00:00Z",`+
			`"connection":{"calls":20,"errors":1,"error_rate":0.05,"p95_ms":30},"rest":{"calls":380,"errors":0,"error_rate":0,"p95_ms":20}},`+
			`"next":{"state":"running","percent":100,"at":"2026-03-01T12:01:00Z","waits_for":30}`) {
		t.Errorf("GET: %d %s", w.Code, w.Body)
	}
	// A request that names steps leaves the standard of the next one alone.
	for body, steps := range map[string]int{`{"connection":"cdp-2","steps":[7,9],"reason":"r"}`: 7, `{"connection":"cdp-2","reason":"r"}`: 5} {
		if w := r.send("POST", path, body); w.Code != 200 || r.rollouts.started.Steps[0] != steps || r.rollouts.started.Route != "uae" || r.rollouts.started.By != "local" {
			t.Errorf("POST %s: %d %+v", body, w.Code, r.rollouts.started)
		}
	}
	if w := r.send("DELETE", path, `{"reason":"enough"}`); w.Code != 200 || r.rollouts.stopped != "enough" || !strings.Contains(w.Body.String(), `"state":"ended"`) || strings.Contains(w.Body.String(), `"weights":`) {
		t.Errorf("DELETE: %d %s", w.Code, w.Body)
	}
	if actions := names(r.audited(t), "action"); !slices.Equal(actions, []string{"rollout.start", "rollout.start", "rollout.stop"}) {
		t.Errorf("audited are %v", actions)
	}
}

func TestGenerations(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	if w := r.send("GET", "/admin/v1/config/generations", ""); w.Code != 200 || !strings.Contains(w.Body.String(), `"by":"local","cause":"reload","rolled_back":false,"in_service":true}`) {
		t.Errorf("list: %d %s", w.Code, w.Body)
	}
	for target, want := range map[string]int{
		"3/diff": 200, "3/diff?against=1": 200, "0/diff": 404, "last/diff": 404, "3/diff?against=0": 422, "3/diff?against=x": 422,
	} {
		w := r.send("GET", "/admin/v1/config/generations/"+target, "")
		if w.Code != want || want == 200 && decode[admin.GenerationDiff](t, w).Text != "-weight: 95\n+weight: 90\n" {
			t.Errorf("%s: %d %s", target, w.Code, w.Body)
		}
	}
	if w := r.send("POST", "/admin/v1/config/rollback", `{"generation":2}`); w.Code != 200 || r.config.rolledBackTo != 2 {
		t.Errorf("rollback: %d %s", w.Code, w.Body)
	}
	if w := r.send("POST", "/admin/v1/config/rollback", `{"generation":0}`); w.Code != 422 {
		t.Errorf("rollback to none: %d %s", w.Code, w.Body)
	}
}

// TestViewersPlanWithoutSecrets: a candidate names any file of this machine.
func TestViewersPlanWithoutSecrets(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(o *admin.Options) {
		o.Operators = operatorsOf("", named("vera", nil, "viewer"), named("ann", nil, "operator"))
	})
	for name, without := range map[string]bool{"vera": true, "ann": false} {
		w := r.send("POST", "/admin/v1/config/plan", `{"config":"a: b"}`, as(name)...)
		if got := r.config.candidate; w.Code != 200 || got.Text == nil || *got.Text != "a: b" || got.WithoutSecrets != without {
			t.Errorf("%s: %d, %+v", name, w.Code, got)
		}
	}
}

func TestConfigurationRefused(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	r.config.fail = &canonical.Error{Code: canonical.ValidationFailed, Fields: []canonical.FieldError{
		{Pointer: "routes.0.use.0.connection", Code: canonical.FieldInvalid, Detail: "canongate.yaml:12:9: names no connection"},
	}}
	w := r.send("POST", "/admin/v1/config/reload", "")
	if p := decode[problem](t, w); w.Code != 422 || len(p.Errors) != 1 || p.Errors[0].Pointer != "routes.0.use.0.connection" {
		t.Errorf("got %d %+v", w.Code, p)
	}
	r.config.fail = admin.Conflict("There is no generation before this one.")
	w = r.send("POST", "/admin/v1/config/rollback", "")
	if p := decode[problem](t, w); w.Code != 409 || p.Code != "conflict" || p.Type != "about:blank" {
		t.Errorf("got %d %+v", w.Code, p)
	}
	if w := r.send("POST", "/admin/v1/config/plan", ""); w.Code != 409 {
		t.Errorf("plan: %d", w.Code)
	}
	lines := r.audited(t)
	if result := names(lines, "result"); !slices.Equal(result, []string{"validation_failed", "conflict"}) || lines[0]["to"] != lines[0]["from"] {
		t.Errorf("the audit log says %v", lines)
	}
}

func TestTraces(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	w := r.send("GET", "/admin/v1/traces?operation=get_customer&connection=cdp-uae&outcome=answered&min_ms=250&limit=20", "")
	want := admin.TraceFilter{
		Operation: "get_customer", Connection: "cdp-uae", Outcome: "answered", Min: 250 * time.Millisecond, Limit: 20,
	}
	if w.Code != 200 || !cmp.Equal(r.traces.asked, want) || !strings.Contains(w.Body.String(), keptTrace.String()) {
		t.Errorf("got %d %s, asked for %+v", w.Code, w.Body, r.traces.asked)
	}
	if w := r.send("GET", "/admin/v1/traces/"+keptTrace.String(), ""); w.Code != 200 {
		t.Errorf("one: %d %s", w.Code, w.Body)
	}
}

func TestResolvePayment(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	list := decode[struct {
		Data    []admin.Payment
		HasMore bool   `json:"has_more"`
		Next    string `json:"next_cursor"`
	}](t, r.send("GET", "/admin/v1/payments?status=unknown&limit=10", ""))
	if len(list.Data) != 1 || !list.HasMore || list.Next != "more" || r.journal.payments.Status != "unknown" || r.journal.payments.Page.Limit != 10 {
		t.Errorf("got %+v, asked for %+v", list, r.journal.payments)
	}
	if w := r.send("GET", "/admin/v1/payments?cursor=more", ""); w.Body.String() != `{"data":[],"has_more":false}` {
		t.Errorf("the last page is %s", w.Body)
	}

	const body = `{"status":"settled","reason":"seen on the statement","by":"local"}`
	w := r.send("POST", "/admin/v1/payments/pay_1/resolve", body)
	got := decode[struct {
		Status  string
		History []admin.PaymentStep
	}](t, w)
	if w.Code != 200 || got.Status != "settled" || len(got.History) != 3 || got.History[2].By != "local" {
		t.Fatalf("got %d %s", w.Code, w.Body)
	}
	w = r.send("POST", "/admin/v1/payments/pay_1/resolve", body)
	if p := decode[problem](t, w); w.Code != 409 || p.Code != "conflict" {
		t.Errorf("a second time: %d %+v", w.Code, p)
	}
	if strings.Contains(r.audit.String(), "statement") {
		t.Error("what an operator wrote stands in the log")
	}
	lines := r.audited(t)
	if result := names(lines, "result"); !slices.Equal(result, []string{"done", "conflict"}) || lines[0]["by"] != "local" || lines[0]["target"] != "pay_1" {
		t.Errorf("the audit log says %v", lines)
	}
}

// What the query of a list says is asked of the journal.
func TestPaymentsAreFiltered(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	before := time.Now()
	w := r.send("GET", "/admin/v1/payments?id=pay_1&reference=order-1&vendor_reference=v-1&customer_id=cus_1&amount=1.50&age_over=24h&tenant=acme&connection=c&status=unknown", "")
	got := r.journal.payments
	if age := before.Sub(got.CreatedBefore); age > 24*time.Hour || age < 23*time.Hour {
		t.Errorf("created before %v", got.CreatedBefore)
	}
	got.CreatedBefore = time.Time{}
	want := admin.PaymentFilter{
		ID: "pay_1", Reference: "order-1", VendorReference: "v-1", CustomerID: "cus_1", Amount: "1.50", Connection: "c", Status: "unknown",
		Tenants: []string{"acme"},
	}
	if w.Code != 200 || !cmp.Equal(got, want) {
		t.Errorf("%d, asked for %+v", w.Code, got)
	}
}

func TestJournalFaults(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	r.journal.fail = &canonical.Error{Code: canonical.JournalUnavailable, Err: errors.New("disk full")}
	for _, c := range [][3]string{
		{"GET", "/admin/v1/payments", ""},
		{"POST", "/admin/v1/payments/pay_1/resolve", `{"status":"failed","reason":"r","by":"local"}`},
		{"GET", "/admin/v1/events", ""}, {"POST", "/admin/v1/events/evt_1/redeliver", ""},
		{"POST", "/admin/v1/events/redeliver", `{"filter":{},"expect":{"count":3}}`},
	} {
		w := r.send(c[0], c[1], c[2])
		if w.Code != 503 || strings.Contains(w.Body.String(), "disk") || r.journal.resolved != nil {
			t.Errorf("%s %s: %d %s", c[0], c[1], w.Code, w.Body)
		}
	}
}

func TestEvents(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	w := r.send("GET", "/admin/v1/events?state=dead&type=payment.updated&subscriber=crm&subject=pay_1&cursor=c&limit=5", "")
	want := admin.EventFilter{
		State: "dead", Type: "payment.updated", Subscriber: "crm", Subject: "pay_1", Page: admin.Page{Cursor: "c", Limit: 5},
	}
	if w.Code != 200 || !cmp.Equal(r.journal.events, want) || !strings.Contains(w.Body.String(), `"attempts":12`) {
		t.Errorf("got %d %s, asked for %+v", w.Code, w.Body, r.journal.events)
	}
	w = r.send("POST", "/admin/v1/events/evt_1/redeliver", "")
	if w.Code != 202 || w.Body.String() != `{"id":"evt_1","state":"pending"}` {
		t.Errorf("redeliver: %d %s", w.Code, w.Body)
	}
	if lines := r.audited(t); len(lines) != 1 || lines[0]["action"] != "event.redeliver" || lines[0]["target"] != "evt_1" {
		t.Errorf("the audit log says %v", lines)
	}
}

func TestAllOfAFilterIsRedelivered(t *testing.T) {
	t.Parallel()
	const path = "/admin/v1/events/redeliver"
	r := newRig(t, nil)
	w := r.send("POST", path, `{"filter":{"subscriber":"crm","type":"payment.updated","tenant":"acme","state":"dead","created_after":"2026-03-01T12:00:00Z"},"expect":{"count":3},"by":"local"}`)
	want := admin.RedeliveryFilter{Subscriber: "crm", Type: "payment.updated", Tenant: "acme", State: "dead", CreatedAfter: epoch}
	if w.Code != 202 || w.Body.String() != `{"count":3,"state":"pending"}` || !cmp.Equal(r.journal.redelivered, want) {
		t.Errorf("%d %s, asked for %+v", w.Code, w.Body, r.journal.redelivered)
	}
	if w := r.send("POST", path, `{"filter":{"state":"dead"},"expect":{"count":2}}`); w.Code != 409 || decode[problem](t, w).Code != "conflict" {
		t.Errorf("another number: %d %s", w.Code, w.Body)
	}
	lines := r.audited(t)
	if got := names(lines, "target"); !slices.Equal(got, []string{"subscriber=crm type=payment.updated tenant=acme state=dead created_after=2026-03-01T12:00:00Z", "state=dead"}) {
		t.Errorf("the audit log names %q", got)
	}
	if got := names(lines, "result"); !slices.Equal(got, []string{"done", "conflict"}) || lines[0]["to"] != "3 pending" || lines[0]["by"] != "local" || lines[0]["action"] != "events.redeliver" {
		t.Errorf("the audit log says %v", lines)
	}
	for body, want := range map[string]struct {
		status  int
		pointer string
	}{
		``: {422, "/filter"}, `{}`: {422, "/filter"}, `{"filter":null,"expect":{"count":3}}`: {422, "/filter"},
		`{"filter":{}}`: {422, "/expect/count"}, `{"filter":{},"expect":{}}`: {422, "/expect/count"},
		`{"filter":{"state":"lost"},"expect":{"count":3}}`:                                  {422, "/filter/state"},
		`{"filter":{"created_after":"yesterday"},"expect":{"count":3}}`:                     {422, "/filter/created_after"},
		`{"filter":{"subscriber":"` + strings.Repeat("x", 129) + `"},"expect":{"count":3}}`: {422, "/filter/subscriber"},
		`{"filter":{"states":"dead"},"expect":{"count":3}}`:                                 {400, "/filter/states"},
		`{"filter":{},"expect":{"count":3},"by":"` + strings.Repeat("x", 129) + `"}`:        {422, "/by"},
	} {
		w := r.send("POST", path, body)
		if p := decode[problem](t, w); w.Code != want.status || len(p.Errors) != 1 || p.Errors[0].Pointer != want.pointer {
			t.Errorf("%.80s: %d %+v", body, w.Code, p.Errors)
		}
	}
	if w := r.send("POST", path, `{"filter":{},"expect":{"count":3}}`); w.Code != 202 {
		t.Errorf("an empty filter: %d %s", w.Code, w.Body)
	}
}

func TestLogLevel(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	if w := r.send("PUT", "/admin/v1/logs/level", `{"level":"warn"}`); w.Code != 200 || r.level.Level() != slog.LevelWarn {
		t.Errorf("got %d %s, level %s", w.Code, w.Body, r.level.Level())
	}
	if w := r.send("GET", "/admin/v1/logs/level", ""); w.Body.String() != `{"level":"warn"}` {
		t.Errorf("it says %s", w.Body)
	}
}

func TestProbes(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	if w := r.send("GET", "/livez", ""); w.Code != 200 || w.Body.String() != `{"status":"live"}` {
		t.Errorf("livez: %d %s", w.Code, w.Body)
	}
	if w := r.send("GET", "/metrics", ""); w.Code != 200 || w.Body.String() != "up 1\n" {
		t.Errorf("metrics: %d %s", w.Code, w.Body)
	}
	r.down = true
	w := r.send("GET", "/readyz", "")
	var body struct {
		Status       string
		Dependencies []struct {
			Name  string
			Ready bool
		}
	}
	if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil {
		t.Fatal(err)
	}
	if w.Code != 503 || body.Status != "not ready" || body.Dependencies[0].Name != "journal" {
		t.Errorf("readyz: %d %s", w.Code, w.Body)
	}
	if w := r.send("GET", "/livez", ""); w.Code != 200 {
		t.Errorf("livez of a gateway that is not ready: %d", w.Code)
	}
}
