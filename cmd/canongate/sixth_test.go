package main

import (
	"encoding/json"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"canongate/adapters"
	"canongate/adapters/conformance/fernleigh"
	"canongate/adapters/conformance/fernleigh/sandbox"
	"canongate/canonical"
	"canongate/config"
	"canongate/gateway"
	"canongate/gateway/ids"
	"canongate/gateway/records"
	"canongate/policies"
	"canongate/policies/journal"
)

// withSixth is the list of vendors and one more, which only tests know.
func withSixth() map[string]adapters.Vendor {
	vendors := adapters.Builtin()
	vendors["fernleigh"] = adapters.Vendor{
		New: fernleigh.New, Able: (*fernleigh.Adapter)(nil), Settings: fernleigh.Settings{},
		Sandbox: sandbox.New, Credentials: sandbox.Credentials,
	}
	return vendors
}

// sixthFile is a configuration with the one stanza that a vendor needs.
func sixthFile() string {
	return `
auth: {api_keys: [{id: demo, tenant: demo, sha256: ` + config.HashKey(config.DemoKey) + `, scopes: ["*"]}]}
connections:
  fernleigh-eu:
    vendor: fernleigh
    sandbox: true
    settings: {api_key: sandbox-api-key}
routes: [{name: all, operations: ["*"], use: [{connection: fernleigh-eu}]}]
`
}

// serveSixth builds a configuration as the program does, with one vendor more
// in its list, and serves it; the result is the API's base URL.
func serveSixth(t *testing.T, text string) string {
	t.Helper()
	api, _ := sixthGateway(t, text)
	return api
}

func sixthGateway(t *testing.T, text string) (api string, server *gateway.Server) {
	t.Helper()
	b := newBuilder()
	b.vendors = withSixth()
	keys, err := journal.NewKeySet(journal.Key{ID: 1, Secret: [32]byte{7}})
	must(t, err)
	kept, err := journal.Open(t.Context(), journal.Options{Driver: "sqlite", DSN: filepath.Join(t.TempDir(), "journal.db"), Keys: keys})
	must(t, err)
	t.Cleanup(func() { must(t, kept.Close()) })
	b.journal = policies.Idempotency(kept)
	box, err := startSandboxes(t.Context(), "127.0.0.1:0", b.vendors)
	must(t, err)
	t.Cleanup(func() { must(t, box.close()) })
	b.sandboxURL = box.baseURL
	file := parsed(t, text)
	made := b.build(file, 1, nil)
	if problems := file.Problems(); len(problems) > 0 {
		t.Fatal(problems)
	}
	keyset, err := ids.NewKeyset()
	must(t, err)
	codec, err := ids.New(keyset)
	must(t, err)
	server, err = gateway.New(gateway.Options{IDs: codec, Payments: records.New(kept, codec)})
	must(t, err)
	server.Swap(made.state)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	t.Cleanup(func() {
		must(t, server.App().Shutdown())
		must(t, <-ended)
	})
	return "http://" + listener.Addr().String(), server
}

// sixthCustomer is what the tests read of a customer.
type sixthCustomer struct {
	ID, Status, Birthdate string
}

// TestSixthVendor holds the house to its promise: a vendor is a folder, a line
// in the list and a stanza, and nothing else knows of it.
func TestSixthVendor(t *testing.T) {
	t.Parallel()
	api := serveSixth(t, sixthFile())
	made := customerOf(t, http.StatusAccepted, http.MethodPost, api+"/v1/customers", `{
		"name": {"given_name": "Idris", "family_name": "Vantongeren"}, "birthdate": "1979-11-07",
		"identifiers": [{"type": "national_id", "number": "X7310022"}]}`)
	if made.ID == "" || made.Status != "pending_review" {
		t.Fatalf("made %+v", made)
	}
	read := customerOf(t, http.StatusOK, http.MethodGet, api+"/v1/customers/"+made.ID, "")
	if read.Status != "active" || read.Birthdate != "1979-11-07" {
		t.Errorf("read %+v", read)
	}
	found := customerOf(t, http.StatusOK, http.MethodPost, api+"/v1/customers/lookup", `{"identifier": {"type": "national_id", "number": "X7310022"}}`)
	if found.Birthdate != "1979-11-07" {
		t.Errorf("found %+v", found)
	}
	status, _, body := call(t, http.MethodPost, api+"/v1/customers/lookup", `{"identifier": {"type": "passport", "number": "X0000000"}}`)
	if status != http.StatusNotFound || !strings.Contains(string(body), `"customer_not_found"`) {
		t.Errorf("looking for nobody: %d %s", status, body)
	}
}

// customerOf calls and reads the customer that has to be answered.
func customerOf(t *testing.T, want int, method, url, body string) (c sixthCustomer) {
	t.Helper()
	status, header, answer := call(t, method, url, body, "Idempotency-Key", t.Name())
	if status != want || header.Get("Gateway-Connection") != "fernleigh-eu" {
		t.Fatalf("%s by %q: %d %s", method, header.Get("Gateway-Connection"), status, answer)
	}
	must(t, json.Unmarshal(answer, &c))
	return c
}

// TestSixthVendorInTheFile shows that its settings are checked and described
// like any other vendor's.
func TestSixthVendorInTheFile(t *testing.T) {
	t.Parallel()
	b := newBuilder()
	b.vendors = withSixth()
	file := parsed(t, strings.Replace(sixthFile(), "api_key: sandbox", "api_kye: sandbox", 1))
	b.build(file, 1, nil)
	if said := file.Problems().Error(); !strings.Contains(said, "fernleigh-eu.settings.api_kye") || !strings.Contains(said, "did you mean api_key?") {
		t.Errorf("said %s", said)
	}
	settings := map[string]any{}
	for name, vendor := range b.vendors {
		settings[name] = vendor.Settings
	}
	schema, err := config.Schema(settings)
	must(t, err)
	if !strings.Contains(string(schema), `"fernleigh"`) {
		t.Error("the schema of the file does not name the vendor")
	}
}

// TestSixthVendorPaysByUPI is paid, and asks the vendor what became of it: by the name
// that the payment went out with, as if the answer had been lost, and by the vendor's.
// It goes the way of a rail, a routing number and an account
// number that none of the five vendors has.
func TestSixthVendorPaysByUPI(t *testing.T) {
	t.Parallel()
	api, server := sixthGateway(t, sixthFile())
	made := customerOf(t, http.StatusAccepted, http.MethodPost, api+"/v1/customers", `{
		"name": {"given_name": "Idris", "family_name": "Vantongeren"}, "birthdate": "1979-11-07",
		"identifiers": [{"type": "national_id", "number": "X7310022"}]}`)
	link := func(key, numbers string) string {
		t.Helper()
		status, _, answer := call(t, http.MethodPost, api+"/v1/customers/"+made.ID+"/bank_accounts",
			`{"link_method": "account_numbers", "holder": {"name": "Idris Vantongeren"}, `+numbers+`}`, "Idempotency-Key", key)
		var linked struct{ Data []struct{ ID string } }
		if status != http.StatusCreated || json.Unmarshal(answer, &linked) != nil || len(linked.Data) != 1 {
			t.Fatalf("%s: %d %s", key, status, answer)
		}
		return linked.Data[0].ID
	}
	link("number", `"account_number_type": "local", "account_number": "50100236642", "routing_number_type": "ifsc", "routing_number": "fern0001234"`)
	account := link("address", `"account_number_type": "upi_vpa", "account_number": "idris.v@fernbank"`)
	status, _, answer := call(t, http.MethodPost, api+"/v1/payments", `{"direction": "credit", "rail": "upi",
		"amount": {"value": "1499.50", "currency": "INR"}, "customer_id": "`+made.ID+`", "bank_account_id": "`+account+`",
		"remittance_information": "Rent for March"}`, "Idempotency-Key", "pay")
	if status != http.StatusCreated || !strings.Contains(string(answer), `"Rent for March"`) || strings.Contains(string(answer), `"ach"`) {
		t.Errorf("paid: %d %s", status, answer)
	}
	var paid struct {
		ID        string
		VendorIDs canonical.VendorIDs `json:"vendor_ids"`
	}
	must(t, json.Unmarshal(answer, &paid))
	for _, known := range []canonical.VendorIDs{nil, paid.VendorIDs} {
		said, err := server.AskPayment(t.Context(), "demo", paid.ID, known)
		if err != nil || said.Status != canonical.PaymentSubmitted || said.VendorIDs["payment_id"] != paid.VendorIDs["payment_id"] {
			t.Errorf("asked with %v: %s, %v, %v", known, said.Status, said.VendorIDs, err)
		}
	}
	if _, err := server.AskPayment(t.Context(), "demo", paid.ID, canonical.VendorIDs{"payment_id": "pay-none"}); canonical.AsError(err).Code != canonical.PaymentNotFound {
		t.Errorf("asked for one that is not there: %v", err)
	}
}
