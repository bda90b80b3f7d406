package sandbox

import (
	"encoding/json"
	"maps"
	"net/http"
	"sync"
	"testing"
	"time"

	"canongate/adapters/internal/simulator"
	"canongate/adapters/internal/simulator/simulatortest"
)

// answer is every field an iServeU answer may have.
type answer struct {
	Status       string `json:"status"`
	StatusCode   string `json:"statusCode"`
	StatusDesc   string `json:"statusDesc"`
	Name         string `json:"name"`
	MobileNumber string `json:"mobileNumber"`
	KYCTypeFlag  *bool  `json:"KYCTypeFlag"`
	ParamA       string `json:"paramA"`
	ParamB       string `json:"paramB"`
	ParamC       string `json:"paramC"`
}

// fakeClock is a clock that tests move by hand.
type fakeClock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *fakeClock { return &fakeClock{now: time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)} }

func (c *fakeClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *fakeClock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// fields is a request body; with gives a copy with one field replaced, or
// removed when the value is nil.
type fields map[string]any

func (f fields) with(name string, value any) fields {
	next := maps.Clone(f)
	if value == nil {
		delete(next, name)
	} else {
		next[name] = value
	}
	return next
}

func (f fields) json(t *testing.T) string {
	t.Helper()
	raw, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

const (
	getPath     = "/common/dmt-lite/unified/customer/get-customer"
	processPath = "/common/dmt-lite/unified/customer/process-customer-registration"
	otpPath     = "/common/dmt-lite/unified/otp/send"
)

var (
	getFields = fields{
		"mobileNumber": "9000000100", "username": Username, "latlong": "20.29,85.82", "publicIP": "192.0.2.7",
	}
	processFields = fields{
		"mobileNumber": "9000000100", "name": "Leela Narayanan", "otp": "123456", "username": Username,
		"latlong": "20.29,85.82", "publicIP": "192.0.2.7", "ovdType": "Aadhaar Card", "ovdData": "234567890124",
		"paramA": "a", "paramB": "b", "paramC": "c",
	}
	otpFields = fields{
		"customerMobileNumber": "9000000100", "username": Username, "otpType": "1",
		"latLong": "20.29,85.82", "publicIP": "192.0.2.7",
	}
)

func plainHeader() map[string]string {
	return map[string]string{"Content-Type": "application/JSON", "client_id": ClientID, "client_secret": ClientSecret}
}

// send makes a plain call and decodes the answer, whose status must be 200.
func send(t *testing.T, h http.Handler, path string, body fields) answer {
	t.Helper()
	return call(t, h, simulatortest.Call{Method: "POST", Path: path, Header: plainHeader(), Body: body.json(t)})
}

func call(t *testing.T, h http.Handler, c simulatortest.Call) answer {
	t.Helper()
	w := c.Do(h)
	if w.Code != http.StatusOK {
		t.Fatalf("HTTP status %d", w.Code)
	}
	var a answer
	if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil {
		t.Fatal(err)
	}
	return a
}

func TestGetCustomerAnswers(t *testing.T) {
	t.Parallel()
	yes, no := true, false
	for _, tc := range []struct {
		mobile, status, code, desc, name string
		flag                             *bool
	}{
		{"9000000000", "SUCCESS", "0", "customer Not Exits,kindly onboard", "Kiran Bedekar", &no},
		{"9876500000", "SUCCESS", "0", "customer Not Exits,kindly onboard", "Kiran Bedekar", &no},
		{"9000000001", "SUCCESS", "1", "Customer created but not verified", "Leela Narayanan", &no},
		{"9000000002", "SUCCESS", "2", "Customer verified successfully", "Leela Narayanan", &yes},
		{"9000000003", "SUCCESS", "3", "Customer verified successfully", "Leela Narayanan", &no},
		{"9000000004", "FAILED", "4", "Internal Server Issue", "", &no},
		{"9000000005", "SUCCESS", "0", "Customer not onboarded", "", &no},
		{"9000000006", "SUCCESS", "2", "Customer verified successfully", "Leela Narayanan", nil},
		{"90000", "FAILED", "-1", "Invalid mobile number", "", &no},
	} {
		t.Run(tc.mobile, func(t *testing.T) {
			t.Parallel()
			a := send(t, New(), getPath, getFields.with("mobileNumber", tc.mobile))
			if a.Status != tc.status || a.StatusCode != tc.code || a.StatusDesc != tc.desc || a.Name != tc.name {
				t.Errorf("answer %+v", a)
			}
			if a.MobileNumber != tc.mobile {
				t.Errorf("mobileNumber %q", a.MobileNumber)
			}
			if (a.KYCTypeFlag == nil) != (tc.flag == nil) || tc.flag != nil && *a.KYCTypeFlag != *tc.flag {
				t.Errorf("KYCTypeFlag %v, want %v", a.KYCTypeFlag, tc.flag)
			}
		})
	}
}

func TestProcessThenGet(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name    string
		process fields
		code    string
		flag    bool
	}{
		{"with a document", processFields, "2", true},
		{"without one", processFields.with("ovdType", nil).with("ovdData", nil), "3", false},
		{"on a magic number", processFields.with("mobileNumber", "9000000001"), "2", true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			h := New()
			made := send(t, h, processPath, tc.process)
			if made.StatusCode != "2" || *made.KYCTypeFlag != tc.flag || made.ParamA+made.ParamB+made.ParamC != "abc" {
				t.Errorf("processed %+v", made)
			}
			got := send(t, h, getPath, getFields.with("mobileNumber", tc.process["mobileNumber"]))
			if got.StatusCode != tc.code || got.Name != "Leela Narayanan" || *got.KYCTypeFlag != tc.flag {
				t.Errorf("found %+v", got)
			}
		})
	}
}

func TestProcessKeepsAVerifiedDocument(t *testing.T) {
	t.Parallel()
	h := New()
	send(t, h, processPath, processFields)
	send(t, h, processPath, processFields.with("name", "Leela N. Rao").with("ovdType", nil).with("ovdData", nil))
	if a := send(t, h, getPath, getFields); a.StatusCode != "2" || a.Name != "Leela N. Rao" {
		t.Errorf("found %+v", a)
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, path string
		body       fields
		code, desc string
	}{
		{"no user", getPath, getFields.with("username", ""), "-1", "Username Must not be Empty"},
		{"other user", getPath, getFields.with("username", "wrong"), "-1", "User not onboarded"},
		{"no mobile", getPath, getFields.with("mobileNumber", nil), "-1", "Invalid mobile number"},
		{"no position", getPath, getFields.with("latlong", nil), "-1", "Latlong Must not be Empty"},
		{"position in words", getPath, getFields.with("latlong", "here,there"), "-1", "Invalid Latlong"},
		{"position under the other name", getPath, getFields.with("latlong", nil).with("latLong", "1,2"), "-1", "Invalid Request"},
		{"no address", getPath, getFields.with("publicIP", ""), "-1", "Public IP Must not be Empty"},
		{"IPv6", getPath, getFields.with("publicIP", "2001:db8::1"), "-1", "Invalid Public IP"},
		{"number for a string", getPath, getFields.with("mobileNumber", 9000000001), "-1", "Invalid Request"},
		{"unknown field", getPath, getFields.with("country", "IN"), "-1", "Invalid Request"},
		{"no name", processPath, processFields.with("name", ""), "-1", "Name Must Not Be Empty or Null"},
		{"no number", processPath, processFields.with("mobileNumber", nil), "-1", "Mobile number must Not Be Empty or Null"},
		{"short number", processPath, processFields.with("mobileNumber", "12345"), "-1", "Invalid mobile number"},
		{"process, other user", processPath, processFields.with("username", "wrong"), "-1", "User not onboarded"},
		{"process, no user", processPath, processFields.with("username", nil), "-1", "Username Must not be Empty"},
		{"no otp", processPath, processFields.with("otp", nil), "-1", "OTP Must Not Be Empty or Null"},
		{"pincode", processPath, processFields.with("pincode", "75100"), "-1", "Pincode Must be 6 Digits"},
		{"document type", processPath, processFields.with("ovdType", "Library Card"), "-1", "Invalid OVD Type"},
		{"document number", processPath, processFields.with("ovdData", "1234"), "-1", "Invalid OVD Data"},
		{"fault", processPath, processFields.with("mobileNumber", "9000000014"), "4", "Internal Server Issue, Kindly Try After Sometime"},
		{"fault with a space", processPath, processFields.with("mobileNumber", "9000000015"), " 4", "Internal Server Issue, Kindly Try After Sometime"},
		{"expired otp", processPath, processFields.with("otp", "111111"), "-1", "OTP Expired, Kindly Resend"},
		{"wrong otp", processPath, processFields.with("otp", "654321"), "-1", "Invalid OTP"},
		{"too many otps", processPath, processFields.with("otp", "222222"), "-1", "OTP Attempt Limit Exceeded"},
		{"otp without type", otpPath, otpFields.with("otpType", nil), "-1", "Invalid Type, Only 1 or 2 Allowed"},
		{"otp under the other position name", otpPath, otpFields.with("latLong", nil).with("latlong", "1,2"), "-1", "Invalid Request"},
		{"otp, other user", otpPath, otpFields.with("username", "wrong"), "-1", "User not onboarded"},
		{"otp to nobody", otpPath, otpFields.with("customerMobileNumber", "1"), "-1", "Invalid mobile number"},
		{"transaction otp without reference", otpPath, otpFields.with("otpType", "2"), "-1", "External Reference Number Must be 6 to 22 Characters"},
		{"transaction otp without amount", otpPath, otpFields.with("otpType", "2").with("externalRefNumber", "ref-000001"), "-1", "Requested Amount Must Not be EMPTY Or Only Number Allowed"},
		{"otp fault", otpPath, otpFields.with("customerMobileNumber", "9000000024"), "4", "Internal Server Issue"},
		{"otp too soon", otpPath, otpFields.with("customerMobileNumber", "9000000025"), "-1", "OTP Already Sent, Kindly Resend After 30 Seconds"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			a := send(t, New(), tc.path, tc.body)
			if a.Status != "FAILED" || a.StatusCode != tc.code || a.StatusDesc != tc.desc {
				t.Errorf("answer %+v", a)
			}
		})
	}
}

func TestRefusalsKeepTheDocumentedGaps(t *testing.T) {
	t.Parallel()
	nameless := send(t, New(), processPath, processFields.with("username", "wrong"))
	if nameless.Name != "" {
		t.Errorf("an unknown user is answered with the name %q", nameless.Name)
	}
	if a := send(t, New(), processPath, processFields.with("name", "")); a.KYCTypeFlag != nil {
		t.Error("an empty name is answered with a KYCTypeFlag")
	}
}

func TestPlainModeChecksTheClient(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(map[string]string){
		"no client id":     func(h map[string]string) { delete(h, "client_id") },
		"wrong secret":     func(h map[string]string) { h["client_secret"] = "wrong" },
		"no content type":  func(h map[string]string) { delete(h, "Content-Type") },
		"form":             func(h map[string]string) { h["Content-Type"] = "application/x-www-form-urlencoded" },
		"unknown pass key": func(h map[string]string) { h["pass_key"] = "guess" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			header := plainHeader()
			change(header)
			a := call(t, New(), simulatortest.Call{Method: "POST", Path: getPath, Header: header, Body: getFields.json(t)})
			if a.Status != "FAILED" || a.StatusCode != "-1" {
				t.Errorf("answer %+v", a)
			}
		})
	}
}

func TestSentOTPExpiresAndLocks(t *testing.T) {
	t.Parallel()
	clock := newClock()
	h := newSandbox(clock.Now)
	if a := send(t, h, otpPath, otpFields); a.StatusDesc != "OTP Sent Successfully." {
		t.Fatalf("answer %+v", a)
	}
	clock.Advance(otpLife)
	if a := send(t, h, processPath, processFields); a.StatusDesc != "OTP Expired, Kindly Resend" {
		t.Errorf("after its life: %+v", a)
	}
	send(t, h, otpPath, otpFields)
	for range otpAttempts {
		if a := send(t, h, processPath, processFields.with("otp", "000000")); a.StatusDesc != "Invalid OTP" {
			t.Errorf("wrong guess: %+v", a)
		}
	}
	if a := send(t, h, processPath, processFields); a.StatusDesc != "OTP Attempt Limit Exceeded" {
		t.Errorf("after five guesses: %+v", a)
	}
	send(t, h, otpPath, otpFields.with("otpType", "2").with("externalRefNumber", "ref-000001").with("requestedAmount", "10.50"))
	if a := send(t, h, processPath, processFields); a.Status != "SUCCESS" {
		t.Errorf("after a new one: %+v", a)
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
