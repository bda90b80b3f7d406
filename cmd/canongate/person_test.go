package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"canongate/config"
)

// tenantKeys are those of two tenants that share every connection.
var tenantKeys = map[string]string{"acme": "cg_of_acme", "globex": "cg_of_globex"}

// journey is a product app of one tenant.
type journey struct {
	t      *testing.T
	api    string
	tenant string
	keys   int
}

// startForTwoTenants serves the quickstart's connections and routes to two tenants.
func startForTwoTenants(t *testing.T) (acme, globex *journey, live *live) {
	t.Helper()
	dir := t.TempDir()
	keys := filepath.Join(dir, "ids.json")
	must(t, os.WriteFile(keys, newKeyset(t), 0o600))
	text, err := os.ReadFile(quickstart)
	must(t, err)
	before, rest, _ := strings.Cut(string(text), "auth:\n")
	_, after, _ := strings.Cut(rest, "\nconnections:")
	callers := ""
	for tenant, key := range tenantKeys {
		callers += fmt.Sprintf("    - {id: %s, tenant: %s, sha256: %s, scopes: [\"*\"]}\n", tenant, tenant, config.HashKey(key))
	}
	file := strings.NewReplacer(
		"listen: 127.0.0.1:8080", "listen: 127.0.0.1:0", "admin_listen: 127.0.0.1:9090", "admin_listen: 127.0.0.1:0",
		"file:data/canongate.db", "file:"+filepath.Join(dir, "canongate.db"),
	).Replace(before + "auth:\n  api_keys:\n" + callers + "\nconnections:" + after + "\nids: {keyset: \"file:" + keys + "\"}\n")
	live = serveText(t, filepath.Join(dir, "canongate.yaml"), file)
	return &journey{t: t, api: live.api, tenant: "acme"}, &journey{t: t, api: live.api, tenant: "globex"}, live
}

// answerOf is what the tests read of an answer.
type answerOf struct {
	ID, Object, Connection, Status, Code, Detail string
	CustomerID                                   string `json:"customer_id"`
	PaymentID                                    string `json:"payment_id"`
	ExternalReference                            string `json:"external_reference"`
	Existing                                     bool
	Ignored                                      []string
	MadeBy                                       string `json:"made_by"`
	Data                                         []answerOf
}

// do sends a request, wants the status, and reads the answer.
func (j *journey) do(want int, method, path, body string, header ...string) answerOf {
	j.t.Helper()
	j.keys++
	header = append([]string{"Authorization", "Bearer " + tenantKeys[j.tenant], "Idempotency-Key", fmt.Sprint("key-", j.keys)}, header...)
	status, _, content := call(j.t, method, j.api+path, body, header...)
	if status != want {
		j.t.Fatalf("%s %s: %d %s, want %d", method, path, status, content, want)
	}
	var a answerOf
	if len(content) > 0 {
		_ = json.Unmarshal(content, &a) // a problem's status is a number, and of no interest
	}
	return a
}

// traces are the ids of the last traces.
func (j *journey) traces(admin string) (ids []string) {
	j.t.Helper()
	_, _, content := call(j.t, http.MethodGet, admin+"/admin/v1/traces", "")
	var list struct {
		Data []struct {
			TraceID string `json:"trace_id"`
		}
	}
	must(j.t, json.Unmarshal(content, &list))
	for _, trace := range list.Data {
		ids = append(ids, trace.TraceID)
	}
	return ids
}

const (
	personAtCDP = `{"external_reference": "u_123", "name": {"given_name": "Noor", "family_name": "Haddadin"}, "birthdate": "1990-04-12",
		"gender": "female", "nationalities": ["JO"], "country_of_residence": "AE",
		"phones": [{"number": "+971500000%s", "type": "mobile", "primary": true}],
		"identifiers": [{"type": "emirates_id", "number": "%s"}]}`
	holderAtOmnumi = `{"vendor_ids": {"customer_account_id": "c0000000-0000-4000-8000-000000000001"}, "external_reference": "u_123"}`
	accountNumbers = `{"link_method": "account_numbers", "institution_name": "First Example Bank",
		"holder": {"name": "Noor Haddadin", "email": "noor@example.com"},
		"account_type": "checking", "account_number": "000123456789", "routing_number": "021000021"}`
	agreementOfPerson = `{"kind": "ul", "customer_id": "ref:u_123", "party": {"given_name": "Noor", "family_name": "Haddadin",
		"email": "noor@example.com", "ip_address": "203.0.113.9", "wallet_address": "0x52908400098527886E0F7030069857D2E4169EE7"}}`
	paymentOfPerson = `{"direction": "debit", "rail": "ach", "amount": {"value": "100.50", "currency": "USD"}, "asset": {"symbol": "USBC"},
		"customer_id": "ref:u_123", "bank_account_id": %q, "wallet": {"type": "custom_namespace", "value": "noor-main"},
		"ach": {"sec_code": "WEB"}, "authorization": {"text": "I authorize this debit.", "ip_address": "203.0.113.9"}}`
)

// One person, two vendors, one id: the app's own. Another tenant's is another person.
func TestOnePersonUnderOneReference(t *testing.T) {
	t.Parallel()
	acme, globex, live := startForTwoTenants(t)
	created := acme.do(http.StatusCreated, http.MethodPost, "/v1/customers", fmt.Sprintf(personAtCDP, "199", "784199048372157"))
	if created.ExternalReference != "u_123" || created.Connection != "cdp-uae" {
		t.Errorf("created: %+v", created)
	}
	acme.do(http.StatusConflict, http.MethodPost, "/v1/customers/ref:u_123/bank_accounts", accountNumbers)
	referred := acme.do(http.StatusCreated, http.MethodPost, "/v1/customers/references", holderAtOmnumi, "Gateway-Connection", "omnumi-us")
	if read := acme.do(http.StatusOK, http.MethodGet, "/v1/customers/ref:u_123", ""); read.ID != created.ID || read.Connection != "cdp-uae" {
		t.Errorf("read: %+v", read)
	}
	changed := acme.do(http.StatusOK, http.MethodPatch, "/v1/customers/ref:u_123", `{"emails":[{"address":"noor@example.com"}]}`)
	if changed.ID != created.ID {
		t.Errorf("changed: %+v", changed)
	}
	verification := acme.do(http.StatusCreated, http.MethodPost, "/v1/verifications", `{"method":"email_otp","email":"noor@example.com","customer_id":"ref:u_123"}`)
	if verification.CustomerID != referred.ID || verification.Ignored != nil {
		t.Errorf("verified: %+v", verification)
	}
	agreements := acme.do(http.StatusCreated, http.MethodPost, "/v1/agreements", agreementOfPerson)
	if len(agreements.Data) == 0 || agreements.Data[0].CustomerID != referred.ID || agreements.Ignored != nil {
		t.Errorf("agreed: %+v", agreements)
	}
	acme.do(http.StatusOK, http.MethodPut, "/v1/agreements/"+agreements.Data[0].ID+"/decision", `{"decision":"accepted"}`)
	account := acme.do(http.StatusCreated, http.MethodPost, "/v1/customers/ref:u_123/bank_accounts", accountNumbers).Data[0]
	if account.CustomerID != referred.ID {
		t.Errorf("linked: %+v", account)
	}
	if listed := acme.do(http.StatusOK, http.MethodGet, "/v1/customers/ref%3Au_123/bank_accounts", ""); len(listed.Data) == 0 {
		t.Error("no route takes the list, and the person is known at one place that can: nothing is listed")
	}
	paid := acme.do(http.StatusCreated, http.MethodPost, "/v1/payments", fmt.Sprintf(paymentOfPerson, account.ID))
	if paid.CustomerID != referred.ID || paid.Connection != "omnumi-us" {
		t.Errorf("paid: %+v", paid)
	}
	if payments := acme.do(http.StatusOK, http.MethodGet, "/v1/payments?customer_id=ref:u_123", ""); len(payments.Data) != 1 || payments.Data[0].ID != paid.ID {
		t.Errorf("payments: %+v", payments)
	}

	records := acme.do(http.StatusOK, http.MethodGet, "/v1/customers?external_reference=u_123", "").Data
	if len(records) != 2 || records[0].ID != created.ID || records[0].MadeBy != "created" || records[1].ID != referred.ID || records[1].MadeBy != "referenced" {
		t.Errorf("records: %+v", records)
	}
	again := acme.do(http.StatusConflict, http.MethodPost, "/v1/customers", fmt.Sprintf(personAtCDP, "198", "784199048372157"))
	if again.Code != "already_exists" || again.CustomerID != created.ID {
		t.Errorf("created again: %+v", again)
	}

	if nobody := globex.do(http.StatusNotFound, http.MethodGet, "/v1/customers/ref:u_123", ""); nobody.Code != "customer_not_found" {
		t.Errorf("another tenant reads %+v", nobody)
	}
	other := globex.do(http.StatusCreated, http.MethodPost, "/v1/customers", fmt.Sprintf(personAtCDP, "188", "784199011111111"))
	if read := globex.do(http.StatusOK, http.MethodGet, "/v1/customers/ref:u_123", ""); read.ID != other.ID || other.ID == created.ID {
		t.Errorf("another tenant's person is %+v", read)
	}

	// What was answered stays answered, whatever the reference means by then.
	repeated := []string{"Idempotency-Key", "repeated"}
	address, patch := "/v1/customers/ref:u_123", `{"emails":[{"address":"noor.h@example.com"}]}`
	before := acme.do(http.StatusOK, http.MethodPatch, address, patch, repeated...)
	linked := acme.do(http.StatusCreated, http.MethodPost, address+"/bank_accounts", accountNumbers, repeated...)

	acme.do(http.StatusNoContent, http.MethodDelete, "/v1/customers/references?external_reference=u_123", "")
	if left := acme.do(http.StatusOK, http.MethodGet, "/v1/customers?external_reference=u_123", ""); len(left.Data) != 0 {
		t.Errorf("left: %+v", left)
	}
	acme.do(http.StatusNotFound, http.MethodGet, "/v1/customers/ref:u_123", "")
	acme.do(http.StatusOK, http.MethodGet, "/v1/customers/"+created.ID, "")
	if again := acme.do(http.StatusOK, http.MethodPatch, address, patch, repeated...); again.ID != before.ID {
		t.Errorf("repeated: %+v", again)
	}
	if again := acme.do(http.StatusCreated, http.MethodPost, address+"/bank_accounts", accountNumbers, repeated...); again.Data[0].ID != linked.Data[0].ID {
		t.Errorf("repeated: %+v", again)
	}
	acme.do(http.StatusNotFound, http.MethodPatch, address, patch)
	globex.do(http.StatusOK, http.MethodGet, "/v1/customers/ref:u_123", "")

	named := globex.do(http.StatusCreated, http.MethodPost, "/v1/references",
		`{"type":"customer","vendor_ids":{"customer_account_id":"c0000000-0000-4000-8000-000000000001"},"external_reference":"u_123"}`)
	if named.ExternalReference != "u_123" || len(globex.do(http.StatusOK, http.MethodGet, "/v1/customers?external_reference=u_123", "").Data) != 2 {
		t.Errorf("referred to: %+v", named)
	}

	logs := live.logs.String()
	if strings.Contains(logs, "u_123") {
		t.Error("the log shows a reference")
	}
	if !strings.Contains(logs, "customer references forgotten") {
		t.Error("forgetting is not audited")
	}
	said := 0
	for _, trace := range acme.traces(live.admin) {
		_, _, content := call(t, http.MethodGet, live.admin+"/admin/v1/traces/"+trace, "")
		if strings.Contains(string(content), "u_123") {
			t.Errorf("a trace shows a reference: %s", content)
		}
		said += strings.Count(string(content), `"canongate.by_reference":true`)
	}
	if said == 0 {
		t.Error("no trace says that a reference was used")
	}
}
