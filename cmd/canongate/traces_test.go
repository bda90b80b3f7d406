package main

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"canongate/adapters"
	"canongate/config"
	"canongate/gateway/admin"

	common "go.opentelemetry.io/proto/otlp/common/v1"
	tracev1 "go.opentelemetry.io/proto/otlp/trace/v1"
)

// tracedFile has a connection for each way in which a call can end.
const tracedFile = `
server: {listen: "127.0.0.1:0", admin_listen: "127.0.0.1:0"}
ids: {keyset: "file:DIR/ids.json"}
auth: {api_keys: [{id: checkout, tenant: acme, sha256: HASH, scopes: ["*"]}]}
connections:
  good: {vendor: cdp, base_url: VENDORS/cdp, settings: {client_id: a, client_secret: "file:DIR/secret", username: a, password: "file:DIR/secret", updated_by: good}}
  shaky: {vendor: cdp, base_url: VENDORS/cdp, settings: {client_id: a, client_secret: "file:DIR/secret", username: a, password: "file:DIR/secret", updated_by: shaky}, extra_headers: {Sandbox-Fault: "status=503; times=1; key=shaky"}, retry: {base: 1ms, max: 1ms}}
  broken: {vendor: cdp, base_url: VENDORS/cdp, settings: {client_id: a, client_secret: "file:DIR/secret", username: a, password: "file:DIR/secret", updated_by: broken}, extra_headers: {Sandbox-Fault: "status=500"}, retry: {attempts: 1}}
  guarded: {vendor: cdp, base_url: VENDORS/cdp, settings: {client_id: a, client_secret: "file:DIR/secret", username: a, password: "file:DIR/secret", updated_by: guarded}}
  bank: {vendor: omnumi, base_url: VENDORS/omnumi, settings: {tenant_id: 5f0c9a52-6d7e-4b1f-9c3a-2e8d4f6a7b90, api_key: "file:DIR/secret"}}
routes:
  - {name: with-fallback, operations: [lookup_customer], use: [{connection: broken}], fallback: [good]}
  - {name: rest, operations: ["*"], use: [{connection: good}]}
journal: {driver: sqlite, dsn: "file:DIR/canongate.db"}
telemetry: {service_name: canongate-under-test, traces: {otlp_endpoint: "COLLECTOR", MORE}}
`

// traced is a gateway that exports its spans.
type traced struct {
	*live
	mu      sync.Mutex
	parents []string // traceparent headers that the vendors saw
	states  int      // tracestate headers that they saw
}

// serveTraced exports to the endpoint; more are keys of telemetry.traces, edits pairs of
// an old and a new text in the file.
func serveTraced(t *testing.T, endpoint, more string, edits ...string) *traced {
	t.Helper()
	g, dir := &traced{}, t.TempDir()
	simulators := sandboxHandler(adapters.Builtin())
	vendors := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		g.mu.Lock()
		g.parents = append(g.parents, r.Header.Get("Traceparent"))
		g.states += len(r.Header.Values("Tracestate"))
		g.mu.Unlock()
		simulators.ServeHTTP(w, r)
	}))
	t.Cleanup(vendors.Close)
	must(t, os.WriteFile(filepath.Join(dir, "secret"), []byte("of the simulators"), 0o600))
	if code, out := command(t, "keys", "--keyset", filepath.Join(dir, "ids.json")); code != 0 {
		t.Fatal(out)
	}
	text := strings.NewReplacer(edits...).Replace(tracedFile)
	text = strings.NewReplacer("DIR", dir, "VENDORS", vendors.URL, "HASH", config.HashKey(aKey), "COLLECTOR", endpoint, "MORE", more).Replace(text)
	g.live = serveText(t, filepath.Join(dir, "canongate.yaml"), text)
	return g
}

// send makes a request as a part of the caller's own trace.
func (g *traced) send(t *testing.T, client *http.Client, method, path, body, trace string, header ...string) (int, []byte) {
	t.Helper()
	header = append(header, "Authorization", "Bearer "+aKey)
	if trace != "" {
		header = append(header, "Traceparent", "00-"+traceID(trace)+"-00000000000000aa-01", "Tracestate", "shop=1")
	}
	return sendTo(t, client, method, g.api+path, body, header...)
}

func sendTo(t *testing.T, client *http.Client, method, url, body string, header ...string) (int, []byte) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	must(t, err)
	req.Header.Set("Content-Type", "application/json")
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := client.Do(req)
	must(t, err)
	defer res.Body.Close()
	var answer json.RawMessage
	must(t, json.NewDecoder(res.Body).Decode(&answer))
	return res.StatusCode, answer
}

// traceID makes an id of the name of a scenario.
func traceID(name string) string {
	return hex.EncodeToString([]byte(fmt.Sprintf("%-16.16s", name)))
}

const lookUp = `{"identifier": {"type": "emirates_id", "number": "784199155000013"}}`

// payments is what payments are made from: a draft without its amount.
func (g *traced) payments(t *testing.T, client *http.Client) string {
	t.Helper()
	var customer struct{ ID string }
	_, body := g.send(t, client, http.MethodPost, "/v1/customers/references",
		`{"vendor_ids": {"customer_account_id": "c0000000-0000-4000-8000-000000000001"}}`, "", "Gateway-Connection", "bank", "Idempotency-Key", "reference")
	must(t, json.Unmarshal(body, &customer))
	var accounts struct{ Data []struct{ ID string } }
	status, body := g.send(t, client, http.MethodGet, "/v1/customers/"+customer.ID+"/bank_accounts", "", "")
	must(t, json.Unmarshal(body, &accounts))
	if status != http.StatusOK || len(accounts.Data) == 0 {
		t.Fatalf("%d %s", status, body)
	}
	return `{"direction": "debit", "rail": "ach", "amount": {"value": "AMOUNT", "currency": "USD"}, "asset": {"symbol": "USBC"},
		"customer_id": "` + customer.ID + `", "bank_account_id": "` + accounts.Data[0].ID + `", "wallet": {"type": "namespace", "value": "juniper41"},
		"ach": {"sec_code": "WEB"}, "authorization": {"text": "Once.", "ip_address": "203.0.113.24"}}`
}

// TestTraces has the program export what an operator wants to see, and holds the
// trees of spans to their golden form.
func TestTraces(t *testing.T) {
	t.Parallel()
	collecting, endpoint := receiveHTTP(t)
	g := serveTraced(t, endpoint, "recent: 100")
	client := &http.Client{Transport: &http.Transport{}}
	payment := g.payments(t, client)
	if status, body := sendTo(t, client, http.MethodPost, g.admin+"/admin/v1/connections/guarded/breakers/lookup_customer", `{"state": "open", "reason": "a drill"}`); status != http.StatusOK {
		t.Fatalf("%d %s", status, body)
	}
	paid := func(amount string) string { return strings.Replace(payment, "AMOUNT", amount, 1) }
	for _, c := range []struct {
		name, path, body string
		status           int
		header           []string
	}{
		{"success", "/v1/customers/lookup", lookUp, 200, []string{"Gateway-Connection", "good"}},
		{"retried read", "/v1/customers/lookup", lookUp, 200, []string{"Gateway-Connection", "shaky"}},
		{"open breaker", "/v1/customers/lookup", lookUp, 503, []string{"Gateway-Connection", "guarded"}},
		{"fallback", "/v1/customers/lookup", lookUp, 200, nil},
		{"payment", "/v1/payments", paid("12.34"), 201, []string{"Idempotency-Key", "one"}},
		{"replay", "/v1/payments", paid("12.34"), 201, []string{"Idempotency-Key", "one"}},
		{"unknown payment", "/v1/payments", paid("500.99"), 502, []string{"Idempotency-Key", "two"}},
		{"refusal", "/v1/customers/lookup", strings.Replace(lookUp, "155000013", "055000998", 1), 404, []string{"Gateway-Connection", "good"}},
	} {
		if status, body := g.send(t, client, http.MethodPost, c.path, c.body, c.name, c.header...); status != c.status {
			t.Errorf("%s: %d %s", c.name, status, body)
		}
	}
	g.found(t, client, "payment")
	client.CloseIdleConnections()
	g.stop()
	if code := <-g.code; code != 0 { // what is left was handed over
		t.Fatalf("exit code %d: %s", code, g.logs)
	}
	for _, name := range []string{"success", "retried read", "open breaker", "fallback", "payment", "replay", "unknown payment", "refusal"} {
		spans := collecting.whole(t, traceID(name))
		golden(t, filepath.Join("testdata", "traces", strings.ReplaceAll(name, " ", "_")+".txt"), tree(t, spans))
		if name == "success" {
			g.passedOn(t, spans)
		}
	}
	journeys(t, collecting.whole(t, traceID("payment")), collecting.whole(t, traceID("unknown payment")))
	if about := attributes(collecting.about); !strings.Contains(about, "service.name=canongate-under-test") {
		t.Errorf("the resource is %s", about)
	}
}

// found wants one trace to be found by each thing that an operator may hold.
func (g *traced) found(t *testing.T, client *http.Client, name string) {
	t.Helper()
	look := func(query string) (found struct{ Data []admin.TraceSummary }) {
		status, body := sendTo(t, client, http.MethodGet, g.admin+"/admin/v1/traces?"+query, "")
		if status != http.StatusOK {
			t.Errorf("%s: %d %s", query, status, body)
		}
		must(t, json.Unmarshal(body, &found))
		return found
	}
	all := look("trace_id=" + traceID(name)).Data
	if len(all) != 1 || all[0].Credential != "checkout" || all[0].PaymentID == "" || all[0].RequestID == "" {
		t.Fatalf("by its id: %+v", all)
	}
	for _, query := range []string{
		"payment_id=" + all[0].PaymentID, "request_id=" + all[0].RequestID, "operation=create_payment&tenant=acme&credential=checkout&outcome=ok&limit=1",
	} {
		if got := look(query).Data; len(got) != 1 || got[0].Tenant != "acme" {
			t.Errorf("%s: %+v", query, got)
		}
	}
	if got := look("code=payment_outcome_unknown").Data; len(got) != 1 || got[0].TraceID != traceID("unknown payment") {
		t.Errorf("by its code: %+v", got)
	}
	if got := look("credential=another").Data; len(got) != 0 {
		t.Errorf("of another credential: %+v", got)
	}
}

// passedOn wants the vendor to have seen the attempt as its parent.
func (g *traced) passedOn(t *testing.T, spans []*tracev1.Span) {
	t.Helper()
	attempt := spans[len(spans)-1]
	want := "00-" + hex.EncodeToString(attempt.TraceId) + "-" + hex.EncodeToString(attempt.SpanId) + "-01"
	if attempt.Kind != tracev1.Span_SPAN_KIND_CLIENT || !slices.Contains(g.parents, want) {
		t.Errorf("the vendor saw %v, want %s", g.parents, want)
	}
	if attempt.TraceState != "shop=1" {
		t.Errorf("the caller's tracestate became %q", attempt.TraceState)
	}
	if g.states != 0 { // X20
		t.Errorf("%d calls to vendors bore a tracestate", g.states)
	}
}

// journeys wants two payments of one customer to be of one journey.
func journeys(t *testing.T, traces ...[]*tracev1.Span) {
	t.Helper()
	var names []string
	for _, spans := range traces {
		for _, span := range spans {
			for _, a := range span.Attributes {
				if a.Key == "canongate.journey" {
					names = append(names, a.Value.GetStringValue())
				}
			}
		}
	}
	if len(names) != len(traces) || names[0] == "" || len(slices.Compact(names)) != 1 {
		t.Errorf("the journeys are %q", names)
	}
}

// tree writes spans as a tree, without what differs from run to run.
func tree(t *testing.T, spans []*tracev1.Span) string {
	t.Helper()
	var text strings.Builder
	var write func(parent []byte, depth int)
	write = func(parent []byte, depth int) {
		for _, s := range spans {
			if string(s.ParentSpanId) != string(parent) {
				continue
			}
			indent := strings.Repeat("    ", depth)
			kind := strings.ToLower(strings.TrimPrefix(s.Kind.String(), "SPAN_KIND_"))
			fmt.Fprintf(&text, "%s%s %q%s\n", indent, kind, s.Name, status(s))
			fmt.Fprintf(&text, "%s  %s\n", indent, attributes(s.Attributes))
			for _, e := range s.Events {
				fmt.Fprintf(&text, "%s  - %s: %s\n", indent, e.Name, attributes(e.Attributes))
			}
			write(s.SpanId, depth+1)
		}
	}
	write([]byte{7: 0xaa}, 0)
	if got := strings.Count(text.String(), " \""); got != len(spans) {
		t.Errorf("%d of %d spans are in the tree:\n%s", got, len(spans), &text)
	}
	return text.String()
}

func status(s *tracev1.Span) string {
	if s.Status.GetCode() != tracev1.Status_STATUS_CODE_ERROR {
		return ""
	}
	return strings.TrimRight(" error "+s.Status.Message, " ")
}

// volatile are attributes that differ from run to run.
var volatile = regexp.MustCompile(`^(server\.port|canongate\.journey|canongate\.request_id|canongate\.payment_id|canongate\.\w+_ms)$`)

func attributes(all []*common.KeyValue) string {
	texts := make([]string, len(all))
	for i, a := range all {
		texts[i] = a.Key + "=" + value(a.Value)
		if volatile.MatchString(a.Key) {
			texts[i] = a.Key + "=…"
		}
	}
	slices.Sort(texts)
	return strings.Join(texts, " ")
}

func value(v *common.AnyValue) string {
	switch v := v.Value.(type) {
	case *common.AnyValue_IntValue:
		return strconv.FormatInt(v.IntValue, 10)
	case *common.AnyValue_BoolValue:
		return strconv.FormatBool(v.BoolValue)
	case *common.AnyValue_ArrayValue:
		items := make([]string, len(v.ArrayValue.Values))
		for i, item := range v.ArrayValue.Values {
			items[i] = value(item)
		}
		return "[" + strings.Join(items, ", ") + "]"
	default:
		return v.(*common.AnyValue_StringValue).StringValue
	}
}
