package main

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"canongate/config"
)

// inputCase is a request to the quickstart and the field errors of its answer.
type inputCase struct {
	name, path, connection, body string
	wrong                        []string // pointer, or pointer: detail
}

// TestInputIsCheckedBeforeTheCall sends to each vendor what it could do nothing
// with, or what people type.
func TestInputIsCheckedBeforeTheCall(t *testing.T) {
	t.Parallel()
	c := inputCaller{api: start(t).api}
	const standard = `{"kind": "standard", "party": {"given_name": "Noor", "family_name": "Haddad", "email": "noor@example.com", "ip_address": "::ffff:203.0.113.9",
		"wallet_address": "0x52908400098527886E0F7030069857D2E4169EE7", "birthdate": "1990-04-12", "tax": {"country": "AE", "id": "122-22-2332"},
		"phone": {"number": "+971500000199", "sms_allowed": true},
		"address": {"lines": ["Villa 1"], "city": "Dubai", "state": "Dubai", "country": "AE"}}}`
	edited := func(old, changed string) string { return strings.Replace(standard, old, changed, 1) }
	const customers, lookups, agreements, verifications = "/v1/customers", "/v1/customers/lookup", "/v1/agreements", "/v1/verifications"
	const identity = `"birthdate": "1990-04-12", "gender": "female", "nationalities": ["AE"], "country_of_residence": "AE",
		"phones": [{"number": "+971500000199"}], "identifiers": [{"type": "passport", "number": "X1"}]`
	consent := `"consent": {"granted": true, "text_id": "x", "granted_at": "2026-01-01T00:00:00Z"}`
	for _, r := range []inputCase{
		{"X8 nothing at the CDP", customers, "cdp-uae", `{}`, []string{"/name/given_name: is required at cdp-uae", "/name/family_name: is required at cdp-uae"}},
		{"X8 a full name at the CDP", customers, "cdp-uae", `{"name": {"full_name": "Noor Haddad"}, ` + identity + `}`, []string{"/name/given_name", "/name/family_name"}},
		{"X8 a name of blanks", customers, "cdp-uae", `{"name": {"given_name": "Noor", "family_name": "\u3164"}, ` + identity + `}`, []string{"/name/family_name"}},
		{"X8 nothing at Temenos", customers, "temenos-eu", `{}`, []string{"/name/given_name: is required at temenos-eu", "/name/family_name", "/birthdate", "/emails", "/phones"}},
		{"X8 nothing at iServeU", customers, "iserveu-in", `{}`, []string{"/name", "/phones", "/client_context", "/verification/otp"}},
		{"A4 no context", lookups, "iserveu-in", `{"phone": "+919000000002"}`, []string{"/client_context: is required at iserveu-in"}},
		{"A4 an empty party", agreements, "", `{"kind": "ul", "party": {}}`,
			[]string{"/party/given_name: is required at omnumi-us", "/party/family_name", "/party/email", "/party/ip_address", "/party/wallet_address"}},
		{"a number as printed", lookups, "", `{"identifier": {"type": "emirates_id", "number": " 784-1990-5500006-3"}}`, nil},
		{"a wrong check digit", lookups, "", `{"identifier": {"type": "emirates_id", "number": "784-1990-5500006-4"}}`, []string{"/identifier/number"}},
		{"no postal codes in the UAE", agreements, "", standard, nil},
		{"an empty one", agreements, "", edited(`"state": "Dubai"`, `"state": "Dubai", "postal_code": ""`), nil},
		{"but in India", agreements, "", edited(`"country": "AE"}}`, `"country": "IN"}}`), []string{"/party/address/postal_code"}},
		{"Kosovo", agreements, "", edited(`+971500000199`, `+38344123456`), nil},
		{"eip55", agreements, "", edited(`0x52908400098527886E0F7030069857D2E4169EE7`, `0x52908400098527886e0f7030069857D2E4169EE7`), []string{"/party/wallet_address"}},
		{"a wallet in lower case", agreements, "", edited(`0x52908400098527886E0F7030069857D2E4169EE7`, `0x52908400098527886e0f7030069857d2e4169ee7`), nil},
		{"a wallet of 32 digits", agreements, "", edited(`0x52908400098527886E0F7030069857D2E4169EE7`, `0x4162f690a5d743a5ba5482c6f3aa3e09`), nil},
		{"a landline is no mobile", verifications, "iserveu-in",
			`{"method": "sms_otp", "phone": "+918047712350", "client_context": {"ip_address": "192.0.2.7", "latitude": "1", "longitude": "1"}}`, []string{"/phone"}},
		{"a mapped address", lookups, "iserveu-in",
			`{"phone": "+919000000002", "client_context": {"ip_address": "::ffff:192.0.2.7", "latitude": "1", "longitude": "1"}}`, nil},
		{"a virtual id", verifications, "", `{"method": "aadhaar_otp", "identifier": {"type": "aadhaar", "number": "9123 4567 8901 2345"}, ` + consent + `}`,
			[]string{"/identifier/number: must be the 12 digits of the Aadhaar number: this connection takes no virtual id"}},
		{"Aadhaar as printed", verifications, "", `{"method": "aadhaar_otp", "identifier": {"type": "aadhaar", "number": "2341 2341 2346"}, ` + consent + `}`, nil},
	} {
		c.ask(t, r)
	}
	_, answer := c.send(t, http.MethodPost, verifications, `{"method": "email_otp", "email": "noor@example.com"}`, "")
	for _, otp := range []string{"abcdef", "12345", "1234567", "12 456"} {
		c.ask(t, inputCase{"X17 " + otp, verifications + "/" + answer["id"].(string) + "/confirm", "", `{"otp": "` + otp + `"}`, []string{"/otp: must be 6 digits"}})
	}
}

func (c inputCaller) ask(t *testing.T, r inputCase) {
	t.Helper()
	status, answer := c.send(t, http.MethodPost, r.path, r.body, r.connection)
	if r.wrong == nil {
		if status > 299 {
			t.Errorf("%s: %d %v", r.name, status, answer)
		}
		return
	}
	var got []string
	list, _ := answer["errors"].([]any)
	for _, each := range list {
		f := each.(map[string]any)
		got = append(got, f["pointer"].(string)+": "+f["detail"].(string))
	}
	same := slices.EqualFunc(got, r.wrong, func(got, want string) bool { return strings.HasPrefix(got+": ", want) })
	if status != http.StatusUnprocessableEntity || answer["outcome"] != "not_sent" || !same {
		t.Errorf("%s: %d %q, %v at %q, want %q", r.name, status, answer["code"], answer["outcome"], got, r.wrong)
	}
}

// inputCaller sends requests to a gateway.
type inputCaller struct{ api string }

func (c inputCaller) send(t *testing.T, method, path, body, connection string) (int, map[string]any) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, c.api+path, strings.NewReader(body))
	must(t, err)
	r.Header = http.Header{"Authorization": {"Bearer " + config.DemoKey}, "Content-Type": {"application/json"}, "Idempotency-Key": {rand.Text()}}
	if connection != "" {
		r.Header.Set("Gateway-Connection", connection)
	}
	answer, err := http.DefaultClient.Do(r)
	must(t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	must(t, err)
	var values map[string]any
	if len(text) > 0 {
		must(t, json.NewDecoder(bytes.NewReader(text)).Decode(&values))
	}
	return answer.StatusCode, values
}
