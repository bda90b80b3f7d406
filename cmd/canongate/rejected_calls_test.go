package main

import (
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"canongate/config"
	"canongate/gateway"
	"canongate/policies"
)

// rejectedCall is a safe call that a vendor answers with a status of 4xx.
type rejectedCall struct {
	operation, method, path, body string
	customerToken                 bool
}

// rejectedCalls are one safe call for each connection of the quickstart.
var rejectedCalls = map[string]rejectedCall{
	"cdp-uae":    {"lookup_customer", http.MethodPost, "/v1/customers/lookup", `{"identifier":{"type":"emirates_id","number":"784199100000019"}}`, false},
	"citi-in":    {"list_offers", http.MethodGet, "/v1/customers/me/offers", "", true},
	"iserveu-in": {"lookup_customer", http.MethodPost, "/v1/customers/lookup", `{"phone":"+919800000017","client_context":{"ip_address":"192.0.2.7","latitude":"12.97","longitude":"77.59"}}`, false},
	"omnumi-us":  {"get_agreement_template", http.MethodGet, "/v1/agreement_templates/privacy_policy", "", false},
	"temenos-eu": {"list_requirements", http.MethodGet, "/v1/customers/{id}/requirements?phase=pre_submission", "", false},
}

// floodCalls is more than a breaker needs to judge.
const floodCalls = 60

// TestCallersMistakesOpenNoBreaker floods every vendor with calls that it answers
// by the status of a caller's mistake.
func TestCallersMistakesOpenNoBreaker(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusBadRequest, http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			c, connections := faultyQuickstart(t, fmt.Sprintf("status=%d", status))
			for name, m := range rejectedCalls {
				codes := repeat(t, c, name, m)
				t.Logf("%s answers %d: callers get %v", name, status, codes)
				breakers := connections[name].policies.Snapshot().Breakers
				at := slices.IndexFunc(breakers, func(b policies.BreakerSnapshot) bool { return b.Operation == m.operation })
				if at < 0 || breakers[at].State != policies.BreakerClosed || breakers[at].Failures > 0 || breakers[at].Requests < floodCalls {
					t.Errorf("%s: the breakers are %+v, want %s closed after %d calls without a failure", name, breakers, m.operation, floodCalls)
				}
			}
		})
	}
}

// faultyQuickstart serves the quickstart, whose sandboxes answer every call with
// a fault.
func faultyQuickstart(t *testing.T, fault string) (client, map[string]*connection) {
	t.Helper()
	text, err := os.ReadFile(quickstart)
	must(t, err)
	b := newBuilder()
	box, err := startSandboxes(t.Context(), "127.0.0.1:0", b.vendors)
	must(t, err)
	t.Cleanup(func() { must(t, box.close()) })
	b.sandboxURL = box.baseURL
	made := b.build(parsed(t, strings.NewReplacer(
		config.HashKey(config.DemoKey), config.HashKey(aKey),
		"    sandbox: true\n", "    sandbox: true\n    extra_headers: {Sandbox-Fault: "+fault+"}\n",
	).Replace(string(text))), 1, nil)
	c, end := serveBuilt(t, made, gateway.Options{})
	t.Cleanup(func() { end(); made.release(&generation{}) })
	return c, made.connections
}

// repeat makes the call many times and counts the codes that callers get.
func repeat(t *testing.T, c client, connection string, m rejectedCall) map[string]int {
	t.Helper()
	header := http.Header{"Gateway-Connection": {connection}, "Idempotency-Key": {"reference"}}
	if m.customerToken {
		header.Set("Customer-Authorization", "sandbox-customer-token")
	}
	path := m.path
	if strings.Contains(path, "{id}") {
		made, err := c.do(t.Context(), http.MethodPost, "/v1/customers/references", header, []byte(`{"vendor_ids":{"application_id":"APP0017"}}`))
		must(t, err)
		path = strings.Replace(path, "{id}", made.decode(t).ID, 1)
	}
	codes := map[string]int{}
	for range floodCalls {
		answer, err := c.do(t.Context(), m.method, path, header, []byte(m.body))
		must(t, err)
		codes[answer.decode(t).Code]++
	}
	return codes
}
