package gateway_test

import (
	"net/http"
	"testing"

	"canongate/canonical"
)

// The members of a problem, their order and their spelling are the contract.
func TestProblemGolden(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.vendor.fail = &canonical.Error{
		Code: canonical.CustomerNotFound, Outcome: canonical.Answered, Message: "No customer matches this identifier.",
		Fields: []canonical.FieldError{{Pointer: "/identifier/number", Code: canonical.FieldInvalid, Detail: "matches nobody"}},
		Vendor: canonical.VendorDetail{HTTPStatus: 200, Code: "45001", Message: "Customer not found", RequestID: "v-1"},
	}
	a := r.call(t, http.MethodPost, "/v1/customers/lookup", lookupBody, "Request-Id: mine")
	const want = `{"type":"/problems/customer_not_found","title":"Customer not found","status":404,"code":"customer_not_found",` +
		`"detail":"No customer matches this identifier.","instance":"/v1/customers/lookup","request_id":"mine",` +
		`"origin":"vendor","outcome":"answered","retryable":false,` +
		`"errors":[{"pointer":"/identifier/number","code":"invalid","detail":"matches nobody"}],` +
		`"vendor":{"connection":"bank-one","http_status":200,"code":"45001","message":"Customer not found","request_id":"v-1"}}`
	if string(a.body) != want {
		t.Errorf("got\n%s\nwant\n%s", a.body, want)
	}
}

// Every code of the table is answered with its own status and what follows from
// the effect of the operation.
func TestEveryCodeHasItsProblem(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.anyCode = true
	for _, info := range canonical.Codes() {
		r.vendor.fail = &canonical.Error{Code: info.Code, Outcome: canonical.Unknown}
		r.other.fail = r.vendor.fail
		for path, safe := range map[string]bool{"/v1/customers/lookup": true, "/v1/customers": false} {
			body := lookupBody
			if !safe {
				body = "{}"
			}
			a := r.call(t, http.MethodPost, path, body)
			p := a.problem(t)
			if a.status != info.Status || p.Code != string(info.Code) || p.Title != info.Title || p.Detail == "" || p.Origin != string(info.Origin) {
				t.Errorf("%s: %d %s", info.Code, a.status, a.body)
			}
			if later := info.Retry == canonical.RetryLater && p.Retryable; (a.header.Get("Retry-After") != "") != later {
				t.Errorf("%s: Retry-After %q, waiting helps: %v", info.Code, a.header.Get("Retry-After"), later)
			}
			if again := safe && info.Retry != canonical.RetryNever; p.Retryable != again {
				t.Errorf("%s, safe %v: retryable %v", info.Code, safe, p.Retryable)
			}
		}
	}
}

func TestRetryAfterRoundsUp(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.vendor.fail = &canonical.Error{Code: canonical.OTPAttemptsExceeded, Outcome: canonical.Answered, RetryAfter: 1200e6}
	a := r.call(t, http.MethodPost, "/v1/verifications", `{"method":"email_otp","email":"layla@example.com"}`)
	if p := a.problem(t); a.status != 429 || a.header.Get("Retry-After") != "2" || !p.Retryable {
		t.Errorf("%d %v %s", a.status, a.header, a.body)
	}
}
