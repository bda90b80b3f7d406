package main

import (
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"canongate/canonical"
	"canongate/config"
)

// fieldList reads a list from a gateway.
func fieldList(t *testing.T, url string) (v canonical.FieldListView) {
	t.Helper()
	status, _, body := call(t, http.MethodGet, url, "")
	if status != http.StatusOK {
		t.Fatalf("%s: %d %s", url, status, body)
	}
	must(t, json.Unmarshal(body, &v))
	return v
}

func requestField(v canonical.FieldListView, pointer string) (f canonical.FieldView) {
	if i := slices.IndexFunc(v.Request, func(f canonical.FieldView) bool { return f.Pointer == pointer }); i >= 0 {
		return v.Request[i]
	}
	return f
}

func TestA3FieldsOfAConnection(t *testing.T) {
	t.Parallel()
	api := start(t).api
	v := fieldList(t, api+"/v1/connections/iserveu-in/fields?operation=create_customer")
	phone := requestField(v, "/phones/*/number")
	if v.Object != "field_list" || v.Connection != "iserveu-in" || v.Vendor != "iserveu" || v.Operation != "create_customer" ||
		!phone.Required || phone.Type != "string" || !phone.Personal || phone.VendorField != "mobileNumber" {
		t.Errorf("%s at %s (%s): %+v", v.Operation, v.Connection, v.Vendor, phone)
	}
	otp := fieldList(t, api+"/v1/connections/iserveu-in/fields?operation=start_verification")
	if len(otp.NotCarried) != 2 || otp.NotCarried[0].Reason == "" || !otp.SupplementaryData[0].Personal {
		t.Errorf("%+v", otp)
	}
	for path, want := range map[string]int{
		"/v1/connections/iserveu-in/fields":                              http.StatusUnprocessableEntity,
		"/v1/connections/iserveu-in/fields?operation=create_customers":   http.StatusUnprocessableEntity,
		"/v1/connections/iserveu-in/fields?operation=receive_event":      http.StatusUnprocessableEntity,
		"/v1/connections/iserveu-in/fields?operation=create_payment":     http.StatusNotImplemented,
		"/v1/connections/nowhere/fields?operation=create_customer":       http.StatusNotFound,
		"/v1/connections/iserveu-in/fields?operation=create_customer&x=": http.StatusBadRequest,
		"/v1/fields?operation=create_customer&country=india":             http.StatusUnprocessableEntity,
		"/v1/fields":                           http.StatusUnprocessableEntity,
		"/v1/fields?operation=update_customer": http.StatusNotImplemented, // only an id says where
	} {
		if status, _, body := call(t, http.MethodGet, api+path, ""); status != want {
			t.Errorf("%s: %d, want %d: %s", path, status, want, body)
		}
	}
}

// TestA3FieldsOfTheRoutes makes a customer of exactly the fields that the list for
// India requires.
func TestA3FieldsOfTheRoutes(t *testing.T) {
	t.Parallel()
	api := start(t).api
	india := fieldList(t, api+"/v1/fields?operation=create_customer&country=IN")
	if same := fieldList(t, api+"/v1/fields?operation=create_customer&country=IN&currency=&method="); !reflect.DeepEqual(same, india) {
		t.Errorf("with what is not known yet left empty: %+v", same)
	}
	if len(india.Connections) != 1 || india.Connections[0].Name != "iserveu-in" {
		t.Fatalf("India %+v", india.Connections)
	}
	_, _, emirates := call(t, http.MethodGet, api+"/v1/fields?operation=create_customer&country=AE", "") // not listed yet, or others
	if requested := `"pointer":"/verification/otp","required":true`; strings.Contains(string(emirates), requested) {
		t.Errorf("the Emirates need what India does: %s", emirates)
	}
	status, _, body := call(t, http.MethodPost, api+"/v1/verifications", `{"method":"sms_otp","phone":"+919000000077"}`, "Idempotency-Key", "device")
	if status != http.StatusUnprocessableEntity || !strings.Contains(string(body), `"detail":"is required at iserveu-in"`) {
		t.Errorf("without the device: %d %s", status, body)
	}
	sms := fieldList(t, api+"/v1/fields?operation=start_verification&method=sms_otp")
	if !requestField(sms, "/client_context/latitude").Required || requestField(sms, "/client_context/latitude").RequiredWhen != "" {
		t.Errorf("with the method known: %+v", requestField(sms, "/client_context/latitude"))
	}
	values := map[string]string{
		"/name": `"name": {"full_name": "Leela Narayanan"}`, "/phones/*/number": `"phones": [{"number": "+919000000031"}]`,
		"/verification/otp": `"verification": {"otp": "123456"}`,
		"/client_context":   `"client_context": {"latitude": "12.9716", "longitude": "77.5946", "ip_address": "203.0.113.7"}`,
	}
	members := []string{`"country_of_residence": "IN"`} // for the route; the vendor has no place for it
	for _, f := range india.Request {
		if value, known := values[f.Pointer]; f.Required && known {
			members = append(members, value)
		} else if f.Required && !strings.HasPrefix(f.Pointer, "/client_context/") {
			t.Errorf("%s is required, and the test knows no value", f.Pointer)
		}
	}
	status, _, answer := call(t, http.MethodPost, api+"/v1/customers", "{"+strings.Join(members, ",")+"}", "Idempotency-Key", t.Name())
	if status != http.StatusCreated || !strings.Contains(string(answer), `"ignored":["/country_of_residence"]`) || strings.Contains(string(answer), `"country_of_residence":`) {
		t.Errorf("with exactly the required fields: %d %s", status, answer)
	}
}

// TestA3SeveralConnections merges what two vendors need.
func TestA3SeveralConnections(t *testing.T) {
	t.Parallel()
	api := serveSixth(t, strings.Replace(strings.Replace(sixthFile(), "routes:", `  iserveu-in: {vendor: iserveu, sandbox: true}
  omnumi-us: {vendor: omnumi, sandbox: true}
routes:`, 1), "use: [{connection: fernleigh-eu}]", "use: [{connection: fernleigh-eu, weight: 3}, {connection: omnumi-us}], fallback: [iserveu-in]", 1))
	v := fieldList(t, api+"/v1/fields?operation=create_customer")
	want := []canonical.FieldConnection{{Name: "fernleigh-eu", Vendor: "fernleigh", Weight: 3}, {Name: "iserveu-in", Vendor: "iserveu", Fallback: true}}
	if !slices.Equal(v.Connections, want) { // omnumi makes no customers
		t.Errorf("connections %+v", v.Connections)
	}
	for pointer, connections := range map[string]string{"/birthdate": "fernleigh-eu", "/phones/*/number": "iserveu-in", "/name/given_name": "fernleigh-eu iserveu-in"} {
		f := requestField(v, pointer)
		if got := strings.Join(f.Connections, " "); got != connections || !f.Required || f.VendorField != "" {
			t.Errorf("%s: %+v, want it of %s and required", pointer, f, connections)
		}
	}
	if len(v.SupplementaryData) != 3 || v.SupplementaryData[0].Connections[0] != "fernleigh-eu" {
		t.Errorf("supplementary data %+v", v.SupplementaryData)
	}
}

// TestA1SupplementaryDataFromDraftToAnswer takes a personal member and one that is
// not through the gateway, for callers with and without the scope pii:read.
func TestA1SupplementaryDataFromDraftToAnswer(t *testing.T) {
	t.Parallel()
	const guest = "cg_guest_key_0123456789abcdef"
	api := serveSixth(t, strings.Replace(sixthFile(), "api_keys: [", `api_keys: [{id: guest, tenant: demo, sha256: `+
		config.HashKey(guest)+`, scopes: ["customers:read", "customers:write"]}, `, 1))
	const person = `"name": {"given_name": "Idris", "family_name": "Vantongeren"}, "birthdate": "1979-11-07",
		"identifiers": [{"type": "national_id", "number": "X7310099"}], "supplementary_data": `
	for own, want := range map[string]string{
		`{"favourite_bird": 7}`:    `{"pointer":"/supplementary_data/favourite_bird","code":"wrong_type"`,
		`{"newsletter": "hourly"}`: `{"pointer":"/supplementary_data/newsletter","code":"invalid","detail":"must be one of weekly, never"}`,
		`{"favourite_bird": null}`: `{"pointer":"/supplementary_data/favourite_bird","code":"wrong_type"`,
		`"heron"`:                  `{"pointer":"/supplementary_data","code":"wrong_type"`,
		`{"favourite_bird": "` + strings.Repeat("x", 41) + `"}`: `"detail":"must have at most 40 characters"`,
	} {
		status, _, body := call(t, http.MethodPost, api+"/v1/customers", "{"+person+own+"}", "Idempotency-Key", "bad-"+hash(own))
		if status != http.StatusUnprocessableEntity || !strings.Contains(string(body), want) {
			t.Errorf("%s: %d %s, want %s", own, status, body, want)
		}
	}
	own := `{"favourite_bird": "heron", "newsletter": "weekly", "beak": "long"}`
	status, _, made := call(t, http.MethodPost, api+"/v1/customers", "{"+person+own+"}", "Idempotency-Key", "good")
	if status != http.StatusAccepted || !strings.Contains(string(made), `"supplementary_data":{"favourite_bird":"heron","newsletter":"weekly"}`) ||
		!strings.Contains(string(made), `"ignored":["/supplementary_data/beak"]`) {
		t.Fatalf("%d %s", status, made)
	}
	var c sixthCustomer
	must(t, json.Unmarshal(made, &c))
	_, _, whole := call(t, http.MethodGet, api+"/v1/customers/"+c.ID, "")
	_, _, masked := call(t, http.MethodGet, api+"/v1/customers/"+c.ID, "", "Authorization", "Bearer "+guest)
	if !strings.Contains(string(whole), `"favourite_bird":"heron"`) || !strings.Contains(string(masked), `"supplementary_data":{"newsletter":"weekly"}`) {
		t.Errorf("with pii:read %s, without %s", whole, masked)
	}
}

// TestA4EveryNeedIsToldAtOnce sends requests that are wrong for every vendor and lack
// besides what this one needs.
func TestA4EveryNeedIsToldAtOnce(t *testing.T) {
	t.Parallel()
	api := start(t).api
	for _, tt := range []struct{ name, connection, path, body, want string }{
		{"nothing said", "omnumi-us", "/v1/payments", `{}`,
			"/direction /rail /amount /asset /customer_id /bank_account_id /wallet /ach /authorization"},
		{"routed", "", "/v1/payments", `{}`, "/direction /rail /amount /asset /customer_id /bank_account_id /wallet /ach /authorization"},
		{"a wrong value", "citi-in", "/v1/verifications", `{"method": "aadhaar_otp"}`, "/identifier /consent"},
		{"a wrong type", "iserveu-in", "/v1/customers", `{"name": 5, "phones": [{"number": "+919000000031"}], "supplementary_data": {}}`, "/name"},
		{"wrong members", "cdp-uae", "/v1/customers",
			`{"name": {"given_name": "Noor"}, "gender": "x", "supplementary_data": {"dnfbp": null, "customer_type_id": "2"}}`,
			"/name/family_name /gender /supplementary_data/dnfbp /supplementary_data/customer_type_id"},
		{"what one vendor wants of an agreement", "omnumi-us", "/v1/agreements", `{"kind": "standard", "party": {"given_name": "Noor",
			"family_name": "Haddadin", "email": "n@example.com", "ip_address": "203.0.113.9", "birthdate": "1990-04-12",
			"wallet_address": "0x52908400098527886E0F7030069857D2E4169EE7", "tax": {"id": "900-71-4426"},
			"phone": {"number": "+12025550118"}, "address": {"lines": ["1 Juniper Lane"], "postal_code": "42101", "country": "US"}}}`,
			"/party/tax/country /party/phone/sms_allowed /party/address/city /party/address/state"},
		{"the device in headers", "iserveu-in", "/v1/verifications", `{"method": "sms_otp", "phone": "1"}`, "/phone"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			status, header, body := call(t, http.MethodPost, api+tt.path, tt.body, "Idempotency-Key", hash(tt.body), "Gateway-Connection", tt.connection,
				"Client-Ip", "203.0.113.7", "Client-Geo", "12.9716,77.5946")
			var problem struct {
				Errors []struct{ Pointer string }
			}
			must(t, json.Unmarshal(body, &problem))
			var got []string
			for _, f := range problem.Errors {
				got = append(got, f.Pointer)
			}
			if status != http.StatusUnprocessableEntity || strings.Join(got, " ") != tt.want {
				t.Errorf("%d %s, want %s", status, body, tt.want)
			}
			if tt.connection != "" && header.Get("Gateway-Connection") != tt.connection {
				t.Errorf("Gateway-Connection %q", header.Get("Gateway-Connection"))
			}
		})
	}
}
