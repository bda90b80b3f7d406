package gateway_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// send sends a lookup or a payment whose header has these lines, in their order,
// beside the credential.
func (r *rig) send(t *testing.T, path, body string, lines ...string) answer {
	t.Helper()
	request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, strings.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+allKey)
	for _, line := range lines {
		name, value, _ := strings.Cut(line, ": ")
		request.Header.Add(name, value)
	}
	return r.do(t, request)
}

// TestCaseIdempotencyKeyTwice sends each single-valued header twice, with another
// value and with the same, and as a list.
func TestCaseIdempotencyKeyTwice(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for name, value := range map[string]string{
		"Idempotency-Key": "K", "Gateway-Connection": bank, "Authorization": "Bearer " + allKey, "Customer-Authorization": "token",
		"Client-Ip": "192.0.2.7", "Client-Geo": "12.97,77.59", "Client-Details": "opaque", "Request-Id": "mine", "Request-Timeout": "5",
	} {
		first := []string{name + ": " + value}
		if name == "Authorization" {
			first = nil // it is there already
		}
		spoilt := map[string][]string{
			"another value": append(first, name+": X1"), "the same value": append(first, name+": "+value),
			"other spelling": append(first, strings.ToLower(name)+": X1"), "an empty one": append(first, name+": "),
		}
		if name != "Client-Details" {
			spoilt["a list"] = []string{name + ": " + value + ", " + value}
			if name == "Authorization" {
				spoilt["a list"] = append(spoilt["a list"], name+": x")
			}
		}
		for how, lines := range spoilt {
			a := r.send(t, "/v1/customers", `{}`, lines...)
			p := a.problem(t)
			if a.status != http.StatusBadRequest || p.Code != "invalid_request" || p.Outcome != "not_sent" || len(p.Errors) != 1 || p.Errors[0].Pointer != name {
				t.Errorf("%s, %s: %d %s", name, how, a.status, a.body)
			}
		}
	}
	if n := r.vendor.count("create_customer"); n != 0 {
		t.Errorf("%d of them were sent", n)
	}
	a := r.send(t, "/v1/customers", `{}`, "Idempotency-Key: K", "Client-Geo: 12.97, 77.59", "Client-Ip: 192.0.2.7", "Client-Details: a,b;c", "Accept: a, b", "Accept: c")
	if a.status != http.StatusCreated {
		t.Errorf("once each: %d %s", a.status, a.body)
	}
}

// TestCaseCharsetUTF8 wants every usual spelling of UTF-8, and no other charset.
func TestCaseCharsetUTF8(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for contentType, status := range map[string]int{
		"application/json; charset=utf8": 200, "application/json; charset=UTF8": 200, `application/json; charset="utf-8"`: 200,
		`application/json;charset="UTF8"`: 200, "application/json; charset=Utf-8": 200, "application/json;CHARSET=utf-8": 200,
		"application/json; charset=utf-16": 415, "application/json; charset=latin1": 415, "application/json; charset=utf-88": 415,
		"application/json; charset=": 415, "application/json; charset=utf8; charset=utf-8": 415,
	} {
		if a := r.call(t, http.MethodPost, "/v1/customers/lookup", lookupBody, "Content-Type: "+contentType); a.status != status {
			t.Errorf("%s: %d %s", contentType, a.status, a.body)
		}
	}
}
