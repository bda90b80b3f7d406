package sandbox

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"canongate/adapters/internal/simulator/simulatortest"
)

const (
	tenantID     = "7d3c1f0a-52be-4a61-9c08-b1e2d3f4a596"
	customerID   = "c0000000-0000-4000-8000-000000000001"
	bankID       = "b0000000-0000-4000-8000-000000000001"
	noBanksID    = "c0000000-0000-4000-8000-000000000002"
	strangerID   = "c0000000-0000-4000-8000-000000000003"
	getPath      = "/tenant/agreement/get-agreement"
	templatePath = "/tenant/agreement/terms-and-privacy-agreements"
	previewPath  = "/tenant/agreement/preview-agreement"
	previewUL    = "/tenant/agreement/preview-UL-agreement"
	decideUL     = "/tenant/agreement/ul-preview-agreement"
	requestPath  = "/tenant/customer/api/otp/request"
	verifyPath   = "/tenant/customer/api/otp/verify"
	linkPath     = "/tenant/customer/link-bank"
)

const standard = `{"firstName":"Odalys","middleName":"Noor","lastName":"Ferrante","ip":"192.0.2.10",
	"accountAddress":"0x5b1e0c9d8a7f6e5d4c3b2a190817263544536271","dateOfBirth":"1990-02-28",
	"email":"odalys@example.com","taxCountry":"US","taxIdNumber":"900-55-0142",
	"phoneNumber":{"country":"US ","number":"2025550143 ","sms":false},
	"address":{"address1":"7 Cedar Row ","address2":"Floor 2 ","postalCode":"40069","city":"Springfield","state":"KY","country":"US"}}`

const ul = `{"firstName":"Odalys","lastName":"Ferrante","email":"odalys@example.com","ip":"192.0.2.10",
	"accountAddress":"0x5b1e0c9d8a7f6e5d4c3b2a190817263544536271"}`

const link = `{"customerAccountId":"` + strangerID + `","bankAccountDetails":{"bankLegalName":"First Sandbox Bank",
	"bankAccountHolderName":"Odalys Ferrante","bankAccountType":"Savings","bankAccountNumber":"Sb11224455",
	"bankAbaRoutingNumber":"123456780","bankAccountHolderPhoneNumber":"+12025550143",
	"bankAccountHolderEmail":"odalys@example.com","bankAccountHolderAddress":"7 Cedar Row"}}`

const pay = `{"processor":"CORE","customerAccountId":"` + customerID + `","linkedBankId":"` + bankID + `",
	"identifier":{"type":"customNamespace","value":"odalys7"},"authorizationText":"I authorize this.","secCode":"WEB",
	"ipAddress":"192.0.2.10","authorizationMethod":"MPIN","amount":25.10,"tokenSymbol":"USBC",
	"effectiveDate":"2026-01-16","debitType":"ONE_TIME","userRisk":"LOW","transactionRisk":"LOW"}`

type client struct {
	t      *testing.T
	h      http.Handler
	header map[string]string
}

func connect(t *testing.T, now func() time.Time) *client {
	return &client{t: t, h: newSandbox(now), header: map[string]string{
		"tenant-id": tenantID, "api-key": "k", "Content-Type": "application/json",
	}}
}

func (c *client) call(method, path, body string) *httptest.ResponseRecorder {
	return simulatortest.Call{Method: method, Path: path, Header: c.header, Body: body}.Do(c.h)
}

func (c *client) get(path string) *httptest.ResponseRecorder { return c.call("GET", path, "") }
func (c *client) post(path, body string) *httptest.ResponseRecorder {
	return c.call("POST", path, body)
}

func (c *client) as(header, value string) *client {
	c.header[header] = value
	return c
}

func decode(t *testing.T, w *httptest.ResponseRecorder, v any) {
	t.Helper()
	if err := json.Unmarshal(w.Body.Bytes(), v); err != nil {
		t.Fatalf("decode the answer: %v", err)
	}
}

func replaced(body string, edits ...string) string {
	return strings.NewReplacer(edits...).Replace(body)
}

// signed makes agreements of a party whose address asks for something, and
// gives the first one's id.
func (c *client) signed(path, body, email string) string {
	c.t.Helper()
	var out answer[[]agreement]
	decode(c.t, c.post(path, replaced(body, "odalys@example.com", email)), &out)
	if len(out.Data) == 0 {
		c.t.Fatal("no agreement was made")
	}
	return out.Data[0].ID
}

func (c *client) previewed(kind string) *httptest.ResponseRecorder {
	return c.post(previewPath, replaced(standard, "odalys@", "preview."+kind+"@"))
}

func (c *client) read(kind string) *httptest.ResponseRecorder {
	return c.get(getPath + "?agreementId=" + c.signed(previewUL, ul, "get."+kind+"@example.com"))
}

func (c *client) decided(email string) *httptest.ResponseRecorder {
	return c.call("PUT", previewPath+"/"+c.signed(previewPath, standard, email), `{"status":"ACCEPTED"}`)
}

func (c *client) verification() string {
	c.t.Helper()
	var out answer[struct {
		ID string `json:"verification_request_id"`
	}]
	decode(c.t, c.post(requestPath, `{"email":"odalys@example.com"}`), &out)
	return out.Data.ID
}

func (c *client) verify(id, otp string) *httptest.ResponseRecorder {
	return c.post(verifyPath, `{"otp":"`+otp+`","verificationRequestId":"`+id+`"}`)
}

func (c *client) paid(amount string) *httptest.ResponseRecorder {
	return c.post("/ach/in", replaced(pay, "25.10", amount))
}

type producer = func(*client) *httptest.ResponseRecorder

// answers produces every documented answer, by the name of its sample.
var answers = map[string]producer{
	"list_agreements.ok": func(c *client) *httptest.ResponseRecorder {
		c.post(previewPath, standard)
		return c.get(getPath)
	},
	"list_agreements.not_found": func(c *client) *httptest.ResponseRecorder { return c.get(getPath) },
	"get_agreement.ok":          func(c *client) *httptest.ResponseRecorder { return c.read("fine") },
	"get_agreement.errors":      func(c *client) *httptest.ResponseRecorder { return c.read("errors") },
	"get_agreement.catch":       func(c *client) *httptest.ResponseRecorder { return c.read("catch") },
	"get_agreement.message":     func(c *client) *httptest.ResponseRecorder { return c.read("message") },
	"get_agreement.token":       func(c *client) *httptest.ResponseRecorder { return c.read("token") },
	"get_agreement.no_data":     func(c *client) *httptest.ResponseRecorder { return c.read("no_data") },
	"get_agreement.not_found":   func(c *client) *httptest.ResponseRecorder { return c.get(getPath + "?agreementId=" + strangerID) },
	"get_agreement.tenant_missing": func(c *client) *httptest.ResponseRecorder {
		return c.as("tenant-id", "").get(getPath)
	},
	"get_agreement.unauthorized": func(c *client) *httptest.ResponseRecorder {
		return c.as("api-key", "").get(getPath)
	},

	"get_agreement_template.ok":           func(c *client) *httptest.ResponseRecorder { return c.get(templatePath + "?type=PRIVACY_POLICY") },
	"get_agreement_template.unknown_type": func(c *client) *httptest.ResponseRecorder { return c.get(templatePath + "?type=COOKIE_POLICY") },
	"get_agreement_template.errors": func(c *client) *httptest.ResponseRecorder {
		return c.as("tenant-id", "00000000-0000-4000-8000-000000000001").get(templatePath + "?type=PRIVACY_POLICY")
	},
	"get_agreement_template.catch": func(c *client) *httptest.ResponseRecorder {
		return c.as("tenant-id", "00000000-0000-4000-8000-000000000002").get(templatePath + "?type=PRIVACY_POLICY")
	},

	"create_agreement.ok":        func(c *client) *httptest.ResponseRecorder { return c.post(previewPath, standard) },
	"create_agreement.ul_ok":     func(c *client) *httptest.ResponseRecorder { return c.post(previewUL, ul) },
	"create_agreement.errors":    func(c *client) *httptest.ResponseRecorder { return c.previewed("errors") },
	"create_agreement.catch":     func(c *client) *httptest.ResponseRecorder { return c.previewed("catch") },
	"create_agreement.message":   func(c *client) *httptest.ResponseRecorder { return c.previewed("message") },
	"create_agreement.token":     func(c *client) *httptest.ResponseRecorder { return c.previewed("token") },
	"create_agreement.no_data":   func(c *client) *httptest.ResponseRecorder { return c.previewed("no_data") },
	"create_agreement.not_found": func(c *client) *httptest.ResponseRecorder { return c.previewed("not_found") },
	"create_agreement.tenant_missing": func(c *client) *httptest.ResponseRecorder {
		return c.as("tenant-id", "").post(previewPath, standard)
	},

	"decide_agreement.ok": func(c *client) *httptest.ResponseRecorder { return c.decided("odalys@example.com") },
	"decide_agreement.ul_ok": func(c *client) *httptest.ResponseRecorder {
		return c.call("PUT", decideUL+"/"+c.signed(previewUL, ul, "odalys@example.com"), `{"status":"ACCEPTED"}`)
	},
	"decide_agreement.errors":      func(c *client) *httptest.ResponseRecorder { return c.decided("put.errors@example.com") },
	"decide_agreement.catch":       func(c *client) *httptest.ResponseRecorder { return c.decided("put.catch@example.com") },
	"decide_agreement.message":     func(c *client) *httptest.ResponseRecorder { return c.decided("put.message@example.com") },
	"decide_agreement.not_updated": func(c *client) *httptest.ResponseRecorder { return c.decided("put.not_updated@example.com") },
	"decide_agreement.tenant_missing": func(c *client) *httptest.ResponseRecorder {
		return c.as("tenant-id", "").call("PUT", previewPath+"/"+strangerID, `{"status":"ACCEPTED"}`)
	},

	"list_bank_accounts.ok":                 func(c *client) *httptest.ResponseRecorder { return c.get(linkPath + "/" + customerID) },
	"list_bank_accounts.none":               func(c *client) *httptest.ResponseRecorder { return c.get(linkPath + "/" + noBanksID) },
	"list_bank_accounts.customer_not_found": func(c *client) *httptest.ResponseRecorder { return c.get(linkPath + "/" + strangerID) },
	"link_bank_account.ok":                  func(c *client) *httptest.ResponseRecorder { return c.post(linkPath, link) },
	"link_bank_account.missing_names": func(c *client) *httptest.ResponseRecorder {
		return c.post(linkPath, replaced(link, "First Sandbox Bank", "", "Odalys Ferrante", ""))
	},

	"create_payment.ok":                  func(c *client) *httptest.ResponseRecorder { return c.post("/ach/in", pay) },
	"create_payment.credit_ok":           func(c *client) *httptest.ResponseRecorder { return c.post("/ach/out", pay) },
	"create_payment.validation_error":    func(c *client) *httptest.ResponseRecorder { return c.paid("400.99") },
	"create_payment.record_not_found":    func(c *client) *httptest.ResponseRecorder { return c.paid("404.99") },
	"create_payment.storing_failed":      func(c *client) *httptest.ResponseRecorder { return c.paid("500.99") },
	"create_payment.bank_details_failed": func(c *client) *httptest.ResponseRecorder { return c.paid("502.99") },

	"start_verification.ok": func(c *client) *httptest.ResponseRecorder {
		return c.post(requestPath, `{"email":"odalys@example.com"}`)
	},
	"start_verification.errors": func(c *client) *httptest.ResponseRecorder {
		return c.post(requestPath, `{"email":"otp.errors@example.com"}`)
	},
	"start_verification.generation_failed": func(c *client) *httptest.ResponseRecorder {
		return c.post(requestPath, `{"email":"otp.generation_failed@example.com"}`)
	},
	"start_verification.tenant_invalid": func(c *client) *httptest.ResponseRecorder {
		return c.as("tenant-id", "acme").post(requestPath, `{"email":"odalys@example.com"}`)
	},
	"start_verification.tenant_not_found": func(c *client) *httptest.ResponseRecorder {
		return c.as("tenant-id", unknownTenant).post(requestPath, `{"email":"odalys@example.com"}`)
	},

	"confirm_verification.ok":                func(c *client) *httptest.ResponseRecorder { return c.verify(c.verification(), "123456") },
	"confirm_verification.errors":            func(c *client) *httptest.ResponseRecorder { return c.verify(c.verification(), "400001") },
	"confirm_verification.invalid_otp":       func(c *client) *httptest.ResponseRecorder { return c.verify(c.verification(), "12345") },
	"confirm_verification.expired":           func(c *client) *httptest.ResponseRecorder { return c.verify(c.verification(), "400002") },
	"confirm_verification.incorrect":         func(c *client) *httptest.ResponseRecorder { return c.verify(c.verification(), "654321") },
	"confirm_verification.not_found":         func(c *client) *httptest.ResponseRecorder { return c.verify(strangerID, "123456") },
	"confirm_verification.already_verified":  func(c *client) *httptest.ResponseRecorder { return c.verify(c.verification(), "409000") },
	"confirm_verification.too_many_attempts": func(c *client) *httptest.ResponseRecorder { return c.verify(c.verification(), "429000") },
}

func TestEveryDocumentedAnswer(t *testing.T) {
	t.Parallel()
	for _, row := range samples.Index() {
		t.Run(row.File, func(t *testing.T) {
			t.Parallel()
			produce, ok := answers[strings.TrimSuffix(row.File, ".json")]
			if !ok {
				t.Fatal("nothing produces this answer")
			}
			w := produce(connect(t, time.Now))
			want, err := Samples.ReadFile("samples/" + row.File)
			if err != nil {
				t.Fatal(err)
			}
			if w.Code != row.Status {
				t.Fatalf("status %d, want %d", w.Code, row.Status)
			}
			if err := simulatortest.SameShape(want, w.Body.Bytes()); err != nil {
				t.Errorf("the answer differs from its sample: %v", err)
			}
			if row.Status >= 400 && !bytes.Equal(compact(t, want), compact(t, w.Body.Bytes())) {
				t.Errorf("the failure differs from its sample:\n%s", w.Body)
			}
		})
	}
	if rows := len(samples.Index()); rows != len(answers) {
		t.Errorf("%d answers are produced for %d samples", len(answers), rows)
	}
}

func compact(t *testing.T, raw []byte) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := json.Compact(&buf, raw); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, header, value string
		status              int
	}{
		{"no token", "Authorization", "", http.StatusOK},
		{"some token", "Authorization", "Bearer t", http.StatusOK},
		{"wrong token", "Authorization", "Bearer wrong", http.StatusUnauthorized},
		{"other scheme", "Authorization", "Basic dDp0", http.StatusUnauthorized},
		{"wrong key", "api-key", "wrong", http.StatusUnauthorized},
		{"tenant in capitals", "tenant-id", strings.ToUpper(tenantID), http.StatusOK},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			w := connect(t, time.Now).as(tc.header, tc.value).get(templatePath + "?type=TERMS_CONDITIONS")
			if w.Code != tc.status {
				t.Errorf("status %d, want %d", w.Code, tc.status)
			}
		})
	}
}

func TestBodiesHaveToBeJSON(t *testing.T) {
	t.Parallel()
	for path, body := range map[string]string{
		previewPath: standard, previewUL: ul, linkPath: link, "/ach/in": pay, "/ach/out": pay,
		requestPath: `{"email":"odalys@example.com"}`, verifyPath: `{"otp":"123456","verificationRequestId":"` + strangerID + `"}`,
	} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			c := connect(t, time.Now)
			if w := c.post(path, `{"surprise":1,`+body[1:]); w.Code != http.StatusBadRequest {
				t.Errorf("unknown field: status %d", w.Code)
			}
			if w := c.post(path, body[:len(body)-1]); w.Code != http.StatusBadRequest {
				t.Errorf("cut body: status %d", w.Code)
			}
			if w := c.as("Content-Type", "text/plain").post(path, body); w.Code != http.StatusBadRequest {
				t.Errorf("text/plain: status %d", w.Code)
			}
		})
	}
}

func TestNewUUID(t *testing.T) {
	t.Parallel()
	if a, b := newUUID(), newUUID(); a == b || !uuid.MatchString(a) || a[14] != '4' {
		t.Errorf("ids %s and %s", a, b)
	}
}
