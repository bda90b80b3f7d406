package sandbox

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"canongate/adapters/internal/simulator"
	"canongate/adapters/internal/simulator/simulatortest"
)

const (
	tokenPath   = "/clientCredentials/oauth2/token/in/gcb"
	otpPath     = "/v1/in/customers/identity/otp"
	kycPath     = "/v1/in/customers/identity/kyc"
	profilePath = "/partner/v1/customers/profiles"
	offersPath  = "/v1/sales/customers/offers/details"

	aadhaar = "234567890124"
)

var uuids atomic.Int64

func newUUID() string { return fmt.Sprintf("00000000-0000-4000-8000-%012x", uuids.Add(1)) }

func basic(id, secret string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(id+":"+secret))
}

func tokenCall() simulatortest.Call {
	return simulatortest.Call{
		Method: "POST", Path: tokenPath, Body: "grant_type=client_credentials&scope=%2Fapi",
		Header: map[string]string{
			"Authorization": basic(ClientID, ClientSecret), "Content-Type": "application/x-www-form-urlencoded",
		},
	}
}

func appToken(t *testing.T, h http.Handler) string {
	t.Helper()
	var answer tokenAnswer
	decode(t, tokenCall().Do(h), http.StatusOK, &answer)
	return answer.AccessToken
}

func header(token string) map[string]string {
	return map[string]string{
		"Authorization": "Bearer " + token, "uuid": newUUID(), "Accept": "application/json",
		"client_id": ClientID, "Content-Type": "application/json",
	}
}

func post(t *testing.T, h http.Handler, path, token, body string) *httptest.ResponseRecorder {
	t.Helper()
	return simulatortest.Call{Method: "POST", Path: path, Header: header(token), Body: body}.Do(h)
}

func get(t *testing.T, h http.Handler, path, token string) *httptest.ResponseRecorder {
	t.Helper()
	return simulatortest.Call{Method: "GET", Path: path, Header: header(token)}.Do(h)
}

func decode(t *testing.T, w *httptest.ResponseRecorder, status int, v any) {
	t.Helper()
	if w.Code != status {
		t.Fatalf("status %d, want %d: %s", w.Code, status, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), v); err != nil {
		t.Fatal(err)
	}
}

// wantSample checks status and shape of an answer against a sample, and every
// byte of an error; only the location of an invalidRequest varies.
func wantSample(t *testing.T, w *httptest.ResponseRecorder, name string) {
	t.Helper()
	want := simulator.ReadSamples(Samples).Reply(name)
	if w.Code != want.Status {
		t.Fatalf("status %d, want %d: %s", w.Code, want.Status, w.Body)
	}
	if err := simulatortest.SameShape(want.Body, w.Body.Bytes()); err != nil {
		t.Errorf("%s: %v", name, err)
	}
	if want.Status >= 400 && !strings.HasSuffix(name, ".invalid") && w.Body.String() != string(want.Body) {
		t.Errorf("%s: answer %s", name, w.Body)
	}
}

func wantInvalid(t *testing.T, w *httptest.ResponseRecorder, location string) {
	t.Helper()
	var body struct {
		Type, Code, Location string
	}
	decode(t, w, http.StatusBadRequest, &body)
	if body.Type != "invalid" || body.Code != "invalidRequest" || body.Location != location {
		t.Errorf("answer %+v, want location %q", body, location)
	}
}

func TestTokenRefusals(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name   string
		change func(*simulatortest.Call)
		sample string
	}{
		{"no client", func(c *simulatortest.Call) { delete(c.Header, "Authorization") }, "token.unauthorized_client"},
		{"wrong secret", func(c *simulatortest.Call) { c.Header["Authorization"] = basic(ClientID, "wrong") }, "token.unauthorized_client"},
		{"no grant type", func(c *simulatortest.Call) { c.Body = "scope=%2Fapi" }, "token.invalid_request"},
		{"no scope", func(c *simulatortest.Call) { c.Body = "grant_type=client_credentials" }, "token.invalid_request"},
		{"other grant type", func(c *simulatortest.Call) { c.Body = "grant_type=password&scope=x" }, "token.unsupported_grant_type"},
		{"JSON", func(c *simulatortest.Call) { c.Header["Content-Type"] = "application/json" }, "token.invalid_request"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c := tokenCall()
			c.Header = maps.Clone(c.Header)
			tc.change(&c)
			wantSample(t, c.Do(New()), tc.sample)
		})
	}
}

func TestTokenAnswer(t *testing.T) {
	t.Parallel()
	wantSample(t, tokenCall().Do(New()), "token.ok")
}

func TestAppTokenExpires(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	h := newSandbox(func() time.Time { return now })
	token := appToken(t, h)
	now = now.Add(tokenLife - time.Second)
	wantSample(t, post(t, h, otpPath, token, `{"aadhaarNumber":"`+aadhaar+`"}`), "start_verification.ok")
	now = now.Add(time.Second)
	wantSample(t, post(t, h, otpPath, token, `{"aadhaarNumber":"`+aadhaar+`"}`), "start_verification.unauthorized")
}

func TestHeadersAreChecked(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, header, value, location string
	}{
		{"no uuid", "uuid", "", "uuid"},
		{"not a uuid", "uuid", "1234", "uuid"},
		{"not a random uuid", "uuid", "00000000-0000-1000-8000-000000000001", "uuid"},
		{"no accept", "Accept", "", "Accept"},
		{"accepts XML", "Accept", "application/xml", "Accept"},
		{"no client id", "client_id", "", "client_id"},
		{"no content type", "Content-Type", "", "Content-Type"},
		{"form", "Content-Type", "application/x-www-form-urlencoded", "Content-Type"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			h := New()
			hd := header(appToken(t, h))
			hd[tc.header] = tc.value
			w := simulatortest.Call{Method: "POST", Path: otpPath, Header: hd, Body: `{"aadhaarNumber":"` + aadhaar + `"}`}.Do(h)
			wantInvalid(t, w, tc.location)
		})
	}
}

func TestAUUIDIsGoodForOneCall(t *testing.T) {
	t.Parallel()
	h := New()
	hd := header("expired-customer-token")
	c := simulatortest.Call{Method: "GET", Path: profilePath, Header: hd}
	wantSample(t, c.Do(h), "get_customer.unauthorized")
	hd["Authorization"] = "Bearer " + CustomerToken
	wantInvalid(t, c.Do(h), "uuid")
	hd["uuid"] = newUUID()
	wantSample(t, c.Do(h), "get_customer.ok")
}

func TestCredentialsAreChecked(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, header, value string }{
		{"no token", "Authorization", ""},
		{"no Bearer", "Authorization", CustomerToken},
		{"unknown token", "Authorization", "Bearer guess"},
		{"other client", "client_id", "wrong"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			hd := header(CustomerToken)
			hd[tc.header] = tc.value
			wantSample(t, simulatortest.Call{Method: "GET", Path: profilePath, Header: hd}.Do(New()), "get_customer.unauthorized")
		})
	}
}

func TestEverySampleIsDescribed(t *testing.T) {
	t.Parallel()
	entries, err := Samples.ReadDir("samples")
	if err != nil {
		t.Fatal(err)
	}
	described := map[string]bool{"index.json": true, "SOURCES.md": true}
	for _, row := range simulator.ReadSamples(Samples).Index() {
		described[row.File] = true
	}
	for _, e := range entries {
		if !described[e.Name()] {
			t.Errorf("samples/%s is not in index.json", e.Name())
		}
	}
}
