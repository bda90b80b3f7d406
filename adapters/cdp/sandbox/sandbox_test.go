package sandbox

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"canongate/adapters/internal/simulator/simulatortest"
)

const (
	tokenPath    = "/auth/realms/cdp/protocol/openid-connect/token"
	validatePath = "/caas/api/v2/customer/validate"
	onboardPath  = "/caas-lcm/api/v1/CAAS/onBoarding/customer"
	getPath      = "/caas/api/v2/customer/"
)

// draft is a customer with everything the document has; edits are pairs of
// what to replace in its text and by what.
func draft(edits ...string) string {
	text := `{
	"channel": "WEB", "first_name": "Ondine", "salutation": "Ms", "middle_name": "", "last_name": "Varga Lund",
	"nationality": "HU", "second_nationality": "NO", "native_region": 1, "date_of_birth": "1990-02-28",
	"country_of_birth": "HU", "place_of_birth": "HUNGARY", "resident_type_id": 101, "country_of_residence": "AE",
	"gender": "Female", "primary_mobile_number": "+971500000777", "email_id": "ondine@example.com",
	"occupation_id": 1417, "political_exposed_person": false, "updated_by": "tester",
	"additional_docs": [{"base64_data": "YWJj", "content_type": "image/jpeg", "document_id": "1"}],
	"address_list": [{"address_type_id": "1", "building_name": "Cedar House", "city": "Dubai", "country": "AE", "zip": 0}],
	"id_details": [{"id_type": 4, "id_number": "784199000000010", "issued_country": "AE", "issued_by": "EIDA",
		"issued_on": "2024-05-02", "date_of_expiry": "2034-05-01", "default_status": true, "active_status": true,
		"id_front": {"base64_data": "YWJj", "content_type": "image/jpeg"}}],
	"customer_classification": {"customer_type_id": 2, "tax_registration_number": 123, "employer_name": "Cedar & Sons",
		"social_links": [{"social_links_id": 1, "text_field": "example.com"}],
		"profile_photo": {"base64_data": "YWJj", "content_type": "image/png"}}
	}`
	return strings.NewReplacer(edits...).Replace(text)
}

func named(lastName string) string { return draft("Varga Lund", lastName) }

type client struct {
	t     *testing.T
	h     http.Handler
	token string
}

func connect(t *testing.T, now func() time.Time) *client {
	t.Helper()
	c := &client{t: t, h: newSandbox(now)}
	w := c.form("grant_type=password&client_id=a&client_secret=b&username=c&password=d")
	var out struct {
		AccessToken string `json:"access_token"`
	}
	decode(t, w, &out)
	c.token = out.AccessToken
	return c
}

func (c *client) form(body string) *httptest.ResponseRecorder {
	return simulatortest.Call{Method: "POST", Path: tokenPath, Body: body,
		Header: map[string]string{"Content-Type": "application/x-www-form-urlencoded"}}.Do(c.h)
}

func (c *client) call(method, path, body string) *httptest.ResponseRecorder {
	return simulatortest.Call{Method: method, Path: path, Body: body,
		Header: map[string]string{"Content-Type": "application/json", "Authorization": "Bearer " + c.token}}.Do(c.h)
}

func (c *client) onboard(body string) *httptest.ResponseRecorder {
	return c.call("POST", onboardPath, body)
}

func (c *client) validate(idNumber string) *httptest.ResponseRecorder {
	return c.call("POST", validatePath, `{"idNumber":"`+idNumber+`","idType":"4"}`)
}

func decode(t *testing.T, w *httptest.ResponseRecorder, v any) {
	t.Helper()
	if err := json.Unmarshal(w.Body.Bytes(), v); err != nil {
		t.Fatalf("decode the answer: %v", err)
	}
}

// answers produces every documented answer, by the name of its sample.
var answers = map[string]func(*client) *httptest.ResponseRecorder{
	"token.ok": func(c *client) *httptest.ResponseRecorder {
		return c.form("grant_type=password&client_id=a&client_secret=b&username=c&password=d&scope=e")
	},
	"token.invalid_client": func(c *client) *httptest.ResponseRecorder {
		return c.form("grant_type=password&client_id=a&client_secret=wrong&username=c&password=d")
	},
	"token.invalid_grant": func(c *client) *httptest.ResponseRecorder {
		return c.form("grant_type=password&client_id=a&client_secret=b&username=c&password=wrong")
	},
	"token.refresh_refused": func(c *client) *httptest.ResponseRecorder {
		return c.form("grant_type=refresh_token&client_id=a&client_secret=b&refresh_token=stale")
	},
	"token.invalid_request": func(c *client) *httptest.ResponseRecorder {
		return c.form("grant_type=password&grant_type=refresh_token&client_id=a&client_secret=b")
	},

	"lookup_customer.ok":                  func(c *client) *httptest.ResponseRecorder { return c.validate("784199155000013") },
	"lookup_customer.not_found":           func(c *client) *httptest.ResponseRecorder { return c.validate("784199000000010") },
	"lookup_customer.not_subscribed":      func(c *client) *httptest.ResponseRecorder { return c.validate("784199655000042") },
	"lookup_customer.search_error":        func(c *client) *httptest.ResponseRecorder { return c.validate("784198855000059") },
	"lookup_customer.under_investigation": func(c *client) *httptest.ResponseRecorder { return c.validate("784199055000063") },
	"lookup_customer.blocked": func(c *client) *httptest.ResponseRecorder {
		c.onboard(named("Blocked Later"))
		return c.validate("784199000000010")
	},
	"lookup_customer.invalid_request": func(c *client) *httptest.ResponseRecorder {
		return c.call("POST", validatePath, `{"idNumber":"784199155000013","idType":4}`)
	},
	"lookup_customer.unauthorized": func(c *client) *httptest.ResponseRecorder {
		c.token = ""
		return c.validate("784199155000013")
	},

	"create_customer.ok":                        func(c *client) *httptest.ResponseRecorder { return c.onboard(draft()) },
	"create_customer.under_investigation":       func(c *client) *httptest.ResponseRecorder { return c.onboard(named("Investigation")) },
	"create_customer.under_investigation_45013": func(c *client) *httptest.ResponseRecorder { return c.onboard(named("Investigation Later")) },
	"create_customer.blocked":                   func(c *client) *httptest.ResponseRecorder { return c.onboard(named("Blocked")) },
	"create_customer.backend_problem":           func(c *client) *httptest.ResponseRecorder { return c.onboard(named("Backend")) },
	"create_customer.invalid_master_data": func(c *client) *httptest.ResponseRecorder {
		return c.onboard(draft(`"nationality": "HU"`, `"nationality": "xx"`))
	},
	"create_customer.mandatory_missing": func(c *client) *httptest.ResponseRecorder {
		return c.onboard(draft("Ondine", ""))
	},
	"create_customer.bad_request": func(c *client) *httptest.ResponseRecorder {
		return c.onboard(draft("1990-02-28", "28-02-1990"))
	},
	"create_customer.unauthorized": func(c *client) *httptest.ResponseRecorder {
		c.token = "guessed"
		return c.onboard(draft())
	},
	"update_customer.ok": func(c *client) *httptest.ResponseRecorder {
		return c.onboard(`{"ecrn":"7841000000000001","preferred_name":"Mari"}`)
	},
	"update_customer.not_found": func(c *client) *httptest.ResponseRecorder {
		return c.onboard(`{"ecrn":"7841009999999999","preferred_name":"Mari"}`)
	},

	"get_customer.ok": func(c *client) *httptest.ResponseRecorder {
		c.onboard(`{"ecrn":"7841000000000001",` + draft()[1:])
		return c.call("GET", getPath+"7841000000000001", "")
	},
	"get_customer.not_subscribed": func(c *client) *httptest.ResponseRecorder {
		return c.call("GET", getPath+"7841000000000004", "")
	},
	"get_customer.not_found": func(c *client) *httptest.ResponseRecorder {
		return c.call("GET", getPath+"7841009999999999", "")
	},
	"get_customer.unauthorized": func(c *client) *httptest.ResponseRecorder {
		c.token = ""
		return c.call("GET", getPath+"7841000000000001", "")
	},
}

func TestEveryDocumentedAnswer(t *testing.T) {
	t.Parallel()
	covered := 0
	for _, row := range samples.Index() {
		if row.Status == 0 {
			continue // a message of theirs: TestAMLNotification
		}
		covered++
		t.Run(row.File, func(t *testing.T) {
			t.Parallel()
			name := strings.TrimSuffix(row.File, ".json")
			produce, ok := answers[name]
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
			if got, want := constants(t, w.Body.Bytes()), constants(t, want); got != want {
				t.Errorf("codes %+v, want %+v", got, want)
			}
		})
	}
	if covered != len(answers) {
		t.Errorf("%d answers are produced for %d samples", len(answers), covered)
	}
}

// fixed are the fields by which a client tells one answer from another.
type fixed struct {
	Status     any    `json:"status"`
	StatusCode any    `json:"statusCode"`
	StatusText string `json:"status_code"`
	ErrorCode  any    `json:"errorCode"`
	ErrorCodeB any    `json:"error_code"`
	Error      string `json:"error"`
}

func constants(t *testing.T, raw []byte) fixed {
	t.Helper()
	var f fixed
	if err := json.Unmarshal(raw, &f); err != nil {
		t.Fatalf("decode the answer: %v", err)
	}
	return f
}

func TestTokens(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 15, 8, 30, 0, 0, time.UTC)
	c := connect(t, func() time.Time { return now })

	var first struct {
		RefreshToken string `json:"refresh_token"`
	}
	decode(t, c.form("grant_type=password&client_id=a&client_secret=b&username=c&password=d"), &first)
	refresh := "grant_type=refresh_token&client_id=a&client_secret=b&refresh_token=" + url.QueryEscape(first.RefreshToken)
	if w := c.form(refresh); w.Code != http.StatusOK {
		t.Errorf("refresh: status %d", w.Code)
	}
	if w := c.validate("784199155000013"); w.Code != http.StatusOK {
		t.Errorf("fresh token: status %d", w.Code)
	}
	now = now.Add(7199 * time.Second)
	if w := c.validate("784199155000013"); w.Code != http.StatusUnauthorized {
		t.Errorf("expired token: status %d", w.Code)
	}
	if w := c.form(refresh); w.Code != http.StatusBadRequest {
		t.Errorf("expired refresh token: status %d", w.Code)
	}
}

func TestRevokedTokens(t *testing.T) {
	t.Parallel()
	c := connect(t, time.Now)
	if w := c.call("DELETE", "/_sandbox/tokens", ""); w.Code != http.StatusNoContent {
		t.Fatalf("revoke: status %d", w.Code)
	}
	if w := c.validate("784199155000013"); w.Code != http.StatusUnauthorized {
		t.Errorf("revoked token: status %d", w.Code)
	}
}

func TestTokenRefusals(t *testing.T) {
	t.Parallel()
	c := connect(t, time.Now)
	for body, status := range map[string]int{
		"client_id=a&client_secret=b":                                        http.StatusBadRequest,
		"grant_type=client_credentials&client_id=a&client_secret=b":          http.StatusBadRequest,
		"grant_type=password&client_id=a&username=c&password=d":              http.StatusUnauthorized,
		"grant_type=password&client_id=a&client_secret=b&username=c":         http.StatusUnauthorized,
		"grant_type=password&client_secret=b&username=c&password=d":          http.StatusUnauthorized,
		"grant_type=refresh_token&client_id=a&client_secret=b":               http.StatusBadRequest,
		"grant_type=password&client_id=a&client_secret=b&username=&password": http.StatusUnauthorized,
	} {
		if w := c.form(body); w.Code != status {
			t.Errorf("%s: status %d, want %d", body, w.Code, status)
		}
	}
	asJSON := simulatortest.Call{Method: "POST", Path: tokenPath, Body: `{"grant_type":"password"}`,
		Header: map[string]string{"Content-Type": "application/json"}}.Do(c.h)
	if asJSON.Code != http.StatusBadRequest {
		t.Errorf("JSON: status %d", asJSON.Code)
	}
}
