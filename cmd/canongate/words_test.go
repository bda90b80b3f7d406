package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"canongate/canonical"
	"canongate/config/plan"
	"canongate/gateway/admin"
	"canongate/gateway/ids"
	"canongate/policies"
	"canongate/policies/routing"

	"github.com/google/go-cmp/cmp"
)

// routed is a file for the words of explain and plan.
const routed = `
auth:
  api_keys:
    - {id: app, tenant: acme, sha256: "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", scopes: ["*"]}
connections:
  closed-shop: {vendor: omnumi, sandbox: true, tenants: [globex], settings: {tenant_id: 6f1d2c3b-4a59-4e68-8776-95a4b3c2d1e0}}
  first: {vendor: omnumi, sandbox: true, concurrency: 8, settings: {tenant_id: 6f1d2c3b-4a59-4e68-8776-95a4b3c2d1e0}}
  profile: {vendor: citi, sandbox: true, settings: {client_id: c, client_secret: s}}
  retired: {vendor: omnumi, sandbox: true, enabled: false, settings: {tenant_id: 6f1d2c3b-4a59-4e68-8776-95a4b3c2d1e0}}
  second: {vendor: omnumi, sandbox: true, settings: {tenant_id: 6f1d2c3b-4a59-4e68-8776-95a4b3c2d1e0}}
  spare: {vendor: omnumi, sandbox: true, settings: {tenant_id: 6f1d2c3b-4a59-4e68-8776-95a4b3c2d1e0}}
routes:
  - name: dollars
    operations: [create_payment]
    currencies: [USD]
    use: [{connection: first}]
  - name: all
    operations: ["*"]
    use: [{connection: first, weight: 80}, {connection: second, weight: 20}, {connection: closed-shop}, {connection: retired}, {connection: profile}]
    fallback: [spare]
`

// written puts a file into a folder of the test.
func written(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestExplainInWords shows what an operator reads.
func TestExplainInWords(t *testing.T) {
	t.Parallel()
	file := written(t, "canongate.yaml", routed)
	dollars := written(t, "request.json", `{"amount":{"value":"5.00","currency":"USD"}}`)
	person := written(t, "person.json", `{"amount":{"value":"5.00","currency":"EUR"},"customer_id":"ref:u_123"}`)
	if code, out := command(t, "explain", "--config", file, "--operation", "create_payment", "--request", person); code == 0 || !strings.Contains(out, "--known-at") {
		t.Errorf("only a running gateway knows where a person is known: %d %s", code, out)
	}
	for name, args := range map[string][]string{
		"route":       {"--operation", "create_agreement", "--tenant", "acme"},
		"payment":     {"--operation", "create_payment", "--tenant", "acme", "--request", dollars},
		"header":      {"--operation", "create_agreement", "--connection", "second"},
		"unavailable": {"--operation", "create_agreement", "--connection", "retired"},
		"unsupported": {"--operation", "upload_document"},
		"person":      {"--operation", "create_payment", "--tenant", "acme", "--request", person, "--known-at", "second,spare"},
		"stranger":    {"--operation", "create_payment", "--tenant", "acme", "--request", person, "--known-at", "spare"},
	} {
		code, out := command(t, append([]string{"explain", "--config", file}, args...)...)
		if code != 0 {
			t.Errorf("%s: exit code %d: %s", name, code, out)
		}
		golden(t, filepath.Join("testdata", "words", "explain-"+name+".txt"), out)
	}
}

// TestExplainKnowsConditionsAndIDs asks a generation as the admin API does.
func TestExplainKnowsConditionsAndIDs(t *testing.T) {
	t.Parallel()
	made := newBuilder().build(parsed(t, routed), 7, nil)
	keyset, err := ids.NewKeyset()
	if err != nil {
		t.Fatal(err)
	}
	codec, err := ids.New(keyset)
	if err != nil {
		t.Fatal(err)
	}
	id, err := codec.Seal(canonical.KindAgreement, "acme", "second", canonical.Keys{"id": "1"})
	if err != nil {
		t.Fatal(err)
	}
	ask := func(request map[string]any) admin.Explanation {
		t.Helper()
		e, err := explain(made.state, codec.Owner, admin.ExplainRequest{Operation: "decide_agreement", Tenant: "acme", Request: request})
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	sealed := map[string]any{"notes": []any{"none", map[string]any{"id": id}}}
	if e := ask(sealed); e.DecidedBy != routing.ByID || e.Connection != "second" || e.Generation != 7 {
		t.Errorf("with an id: %+v", e)
	}
	if err := made.connections["second"].policies.Force("decide_agreement", policies.BreakerOpen); err != nil {
		t.Fatal(err)
	}
	var words bytes.Buffer
	if err := explanation(ask(sealed)).print(&words); err != nil || !strings.Contains(words.String(), "breaker_open") {
		t.Errorf("an open breaker is not told (%v):\n%s", err, &words)
	}
	made.connections["second"].policies.SetState(policies.Draining)
	if e := ask(sealed); e.Connection != "second" {
		t.Errorf("a connection that drains has to serve its ids: %+v", e)
	}
	if e := ask(nil); e.Connection != "first" {
		t.Errorf("a connection that drains takes no new journey: %+v", e)
	}
}

func TestEveryReasonHasWords(t *testing.T) {
	t.Parallel()
	if len(reasons) != 14 {
		t.Errorf("%d reasons have words", len(reasons))
	}
	e := explanation{}
	for reason := range reasons {
		if e.words(routing.PassedOver{Connection: "x", Reason: reason}) == "" {
			t.Errorf("%s has none", reason)
		}
	}
}

// TestPlanInWords shows what an operator reads before a change.
func TestPlanInWords(t *testing.T) {
	t.Parallel()
	changed := strings.NewReplacer(
		"  spare:", "  next:", "fallback: [spare]", "fallback: [next]", "concurrency: 8", "concurrency: 9, timeouts: {create_agreement: 5s}",
		"weight: 80", "weight: 60", "weight: 20", "weight: 40", "[USD]", "[USD, EUR]", "tenant: acme", "tenant: initech",
	).Replace(routed) + "telemetry: {logs: {level: debug}}\n"
	code, out := command(t, "plan", "--config", written(t, "new.yaml", changed), "--against", written(t, "old.yaml", routed))
	if code != exitDiffers {
		t.Errorf("exit code %d", code)
	}
	golden(t, filepath.Join("testdata", "words", "plan.txt"), out)
}

// TestPlanSeesTheKillSwitch wants a connection that is disabled by the file to
// lose its requests in the plan as well.
func TestPlanSeesTheKillSwitch(t *testing.T) {
	t.Parallel()
	was := newBuilder().build(parsed(t, routed), 1, nil)
	will := newBuilder().build(parsed(t, strings.Replace(routed, "  second: {", "  second: {enabled: false, ", 1)), 2, nil)
	p := plan.Compare(was.side(), will.side())
	if len(p.Reroutes) == 0 {
		t.Error("nothing moves")
	}
	for _, m := range p.Reroutes {
		if m.From != "second" || m.To == "" || m.To == "closed-shop" || m.To == "retired" {
			t.Errorf("moves %+v", m)
		}
	}
}

// TestGenerationsKeepTheirOwnStates wants requests that began on a generation to
// find its connections as its file has them, whatever the next file says: else
// the moment of a reload answers 503.
func TestGenerationsKeepTheirOwnStates(t *testing.T) {
	t.Parallel()
	b := newBuilder()
	before := b.build(parsed(t, routed), 1, nil)
	swapped := strings.NewReplacer("  second: {", "  second: {enabled: false, ", "enabled: false, settings", "settings").Replace(routed)
	after := b.build(parsed(t, swapped), 2, before)
	state := func(g *generation, name string) policies.ConnectionState {
		return g.state.Connections[name].Condition("create_customer").State
	}
	for _, name := range []string{"second", "retired"} {
		if was, is := before.connections[name].policies, after.connections[name].policies; !was.Shares(is) {
			t.Errorf("%s: breakers were made anew", name)
		}
	}
	if s, r := state(before, "second"), state(before, "retired"); s != policies.Enabled || r != policies.Disabled {
		t.Errorf("the generation before: second %s, retired %s", s, r)
	}
	if s, r := state(after, "second"), state(after, "retired"); s != policies.Disabled || r != policies.Enabled {
		t.Errorf("the new generation: second %s, retired %s", s, r)
	}
}

// TestPlanOverTheAdminAPI plans a file that was rolled back: what was asked since
// the start would move.
func TestPlanOverTheAdminAPI(t *testing.T) {
	t.Parallel()
	r := start(t)
	text, err := os.ReadFile(r.file)
	if err != nil {
		t.Fatal(err)
	}
	id, _ := r.created(t, "key-1")
	r.write(t, strings.Replace(string(text), "countries: [IN]", "countries: [IN, AE]", 1))
	r.logs.find(t, `"configuration in service".*"generation":(2)`)
	if status, body := r.operate(t, http.MethodPost, "/admin/v1/config/rollback", `{"by":"local"}`); status != http.StatusOK || !strings.Contains(body, `"generation":3`) {
		t.Fatalf("rollback: %d %s", status, body)
	}
	if status, _, _ := call(t, http.MethodGet, r.api+"/v1/customers/"+id, ""); status != http.StatusOK {
		t.Errorf("reading the customer: %d", status)
	}
	status, body := r.operate(t, http.MethodPost, "/admin/v1/config/plan", "")
	var got plan.Diff
	if err := json.Unmarshal([]byte(body), &got); err != nil || status != http.StatusOK {
		t.Fatalf("plan: %v, %d %s", err, status, body)
	}
	want := &plan.ReplayResult{Requests: 2, Rerouted: []plan.Rerouted{{Operation: "create_customer", Requests: 1, Percent: 100, From: "cdp-uae", To: "iserveu-in"}}}
	if diff := cmp.Diff(want, got.Replay); diff != "" || len(got.Reroutes) == 0 {
		t.Errorf("moves %v, traffic -want +got:\n%s", got.Reroutes, diff)
	}
}
