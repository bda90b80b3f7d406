package gateway_test

import (
	"net/http"
	"strings"
	"testing"

	"canongate/gateway"
)

const paymentBody = `{"direction":"debit","rail":"ach","amount":{"value":"1.00","currency":"USD"},"asset":{"symbol":"USD"},` +
	`"customer_id":"CUS","bank_account_id":"CUS","wallet":{"type":"namespace","value":"w"},"ach":{"sec_code":"WEB"},` +
	`"authorization":{"text":"yes","ip_address":"192.0.2.1"}}`

// paymentOf is paymentBody with its two ids, either of which may spell CUS itself.
func paymentOf(customer, account string) string {
	parts := strings.SplitN(paymentBody, "CUS", 3)
	return parts[0] + customer + parts[1] + account + parts[2]
}

// Each class of bad input has its status, its code and, where there is one, the
// place; the vendor is never called.
func TestBadInput(t *testing.T) {
	t.Parallel()
	type mistake struct{ pointer, code string }
	for name, c := range map[string]struct {
		method, path, body string
		header             []string
		status             int
		code               string
		errors             []mistake
	}{
		"unknown field": {body: `{"nick_name":"x"}`, status: 400, code: "invalid_request", errors: []mistake{{"/nick_name", "unknown_field"}}},
		"unknown fields, all of them": {body: `{"a.b":1,"name":{"c[0]":{},"x/y":2}}`, status: 400, code: "invalid_request",
			errors: []mistake{{"/a.b", "unknown_field"}, {"/name/c[0]", "unknown_field"}, {"/name/x~1y", "unknown_field"}}},
		"name in another case":       {body: `{"Birthdate":"1990-01-01"}`, status: 400, code: "invalid_request", errors: []mistake{{"/Birthdate", "unknown_field"}}},
		"unknown beats wrong":        {body: `{"birthdate":"x","zzz":1}`, status: 400, code: "invalid_request", errors: []mistake{{"/zzz", "unknown_field"}}},
		"wrong types":                {body: `{"name":"x","emails":{},"existing_customer":"yes","role":1}`, status: 422, code: "validation_failed", errors: []mistake{{"/name", "wrong_type"}, {"/emails", "wrong_type"}, {"/existing_customer", "wrong_type"}, {"/role", "wrong_type"}}},
		"null":                       {body: `{"name":null}`, status: 422, code: "validation_failed", errors: []mistake{{"/name", "wrong_type"}}},
		"null for a list":            {body: `{"emails":null,"addresses":[{"lines":null}]}`, status: 422, code: "validation_failed", errors: []mistake{{"/emails", "wrong_type"}, {"/addresses/0/lines", "wrong_type"}}},
		"null for an instant":        {body: `{"consents":[{"granted":true,"granted_at":null}]}`, status: 422, code: "validation_failed", errors: []mistake{{"/consents/0/granted_at", "wrong_type"}}},
		"null in a patch's list":     {method: "PATCH", path: "/v1/customers/cus_x", body: `{"emails":null,"addresses":[{"lines":null}]}`, status: 422, code: "validation_failed", errors: []mistake{{"/addresses/0/lines", "wrong_type"}}},
		"duplicate name":             {body: `{"role":"applicant","role":"applicant"}`, status: 400, code: "invalid_request", errors: []mistake{{"/role", "invalid"}}},
		"duplicate, spelt otherwise": {body: `{"role":"applicant","\u0072ole":"applicant"}`, status: 400, code: "invalid_request", errors: []mistake{{"/role", "invalid"}}},
		"duplicate deep inside":      {body: `{"metadata":{"a":"1","a":"2"}}`, status: 400, code: "invalid_request", errors: []mistake{{"/metadata/a", "invalid"}}},
		"no such date":               {body: `{"birthdate":"1990-02-30"}`, status: 422, code: "validation_failed", errors: []mistake{{"/birthdate", "invalid"}}},
		"phone without a plus":       {body: `{"phones":[{"number":"971500000017"}]}`, status: 422, code: "validation_failed", errors: []mistake{{"/phones/0/number", "invalid"}}},
		"country in lower case":      {body: `{"country_of_residence":"ae"}`, status: 422, code: "validation_failed", errors: []mistake{{"/country_of_residence", "invalid"}}},
		"country that is none":       {body: `{"nationalities":["AE","XX"]}`, status: 422, code: "validation_failed", errors: []mistake{{"/nationalities/1", "invalid"}}},
		"mail address":               {body: `{"emails":[{"address":"nobody"}]}`, status: 422, code: "validation_failed", errors: []mistake{{"/emails/0/address", "invalid"}}},
		"required in a list":         {body: `{"emails":[{"address":"a@example.com"},{}]}`, status: 422, code: "validation_failed", errors: []mistake{{"/emails/1/address", "required"}}},
		"enum":                       {body: `{"gender":"f"}`, status: 422, code: "validation_failed", errors: []mistake{{"/gender", "invalid"}}},
		"too long":                   {body: `{"external_reference":"` + strings.Repeat("x", 256) + `"}`, status: 422, code: "validation_failed", errors: []mistake{{"/external_reference", "invalid"}}},
		"too many":                   {body: `{"nationalities":["AE"` + strings.Repeat(`,"AE"`, 10) + `]}`, status: 422, code: "validation_failed", errors: []mistake{{"/nationalities", "invalid"}}},
		"empty text":                 {body: `{"name":{"given_name":" "}}`, status: 422, code: "validation_failed", errors: []mistake{{"/name/given_name", "invalid"}}},
		"NUL":                        {body: `{"name":{"given_name":"a\u0000b"}}`, status: 422, code: "validation_failed", errors: []mistake{{"/name/given_name", "invalid"}}},
		"NUL in a map":               {body: `{"metadata":{"k":"\u0000"}}`, status: 422, code: "validation_failed", errors: []mistake{{"/metadata/k", "invalid"}}},
		"invalid UTF-8":              {body: "{\"name\":{\"given_name\":\"a\xff\"}}", status: 400, code: "invalid_request", errors: []mistake{{"/name/given_name", "invalid"}}},
		"lone surrogate":             {body: `{"name":{"given_name":"\ud800"}}`, status: 400, code: "invalid_request", errors: []mistake{{"/name/given_name", "invalid"}}},
		"read-only":                  {body: `{"emails":[{"address":"a@example.com","verified":true}]}`, status: 422, code: "validation_failed", errors: []mistake{{"/emails/0/verified", "invalid"}}},
		"content that is no base64":  {body: `{"documents":[{"purpose":"additional","file":{},"content":"a-b_"}]}`, status: 422, code: "validation_failed", errors: []mistake{{"/documents/0/content", "invalid"}}},
		"instant without zone":       {body: `{"consents":[{"granted":true,"granted_at":"2030-01-01T10:00:00"}]}`, status: 422, code: "validation_failed", errors: []mistake{{"/consents/0/granted_at", "invalid"}}},
		"nesting bomb":               {body: strings.Repeat(`{"name":`, 50_000), status: 400, code: "invalid_request"},
		"nesting bomb of lists":      {body: `{"emails":` + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000) + "}", status: 400, code: "invalid_request"},
		"nothing":                    {body: " ", status: 400, code: "invalid_request"},
		"half a body":                {body: `{"name":{"given_name":"a"`, status: 400, code: "invalid_request"},
		"not an object":              {body: `[]`, status: 422, code: "validation_failed", errors: []mistake{{"", "wrong_type"}}},
		"something after it":         {body: `{} {}`, status: 400, code: "invalid_request"},
		"not JSON":                   {body: `name=a`, status: 400, code: "invalid_request"},
		"byte order mark":            {body: "\ufeff{}", status: 400, code: "invalid_request"},
		"wrong media type":           {body: `{}`, header: []string{"Content-Type: text/plain"}, status: 415, code: "unsupported_media_type"},
		"no media type":              {body: `{}`, header: []string{"Content-Type: "}, status: 415, code: "unsupported_media_type"},
		"another charset":            {body: `{}`, header: []string{"Content-Type: application/json; charset=latin1"}, status: 415, code: "unsupported_media_type"},
		"compressed":                 {body: `{}`, header: []string{"Content-Encoding: gzip"}, status: 415, code: "unsupported_media_type"},
		"form where none is taken":   {body: `{}`, header: []string{"Content-Type: multipart/form-data; boundary=x"}, status: 415, code: "unsupported_media_type"},
		"no key":                     {body: `{}`, header: []string{"Idempotency-Key: "}, status: 400, code: "idempotency_key_missing"},
		"key too long":               {body: `{}`, header: []string{"Idempotency-Key: " + strings.Repeat("k", 256)}, status: 400, code: "invalid_request", errors: []mistake{{"Idempotency-Key", "invalid"}}},
		"key not ASCII":              {body: `{}`, header: []string{"Idempotency-Key: clé"}, status: 400, code: "invalid_request", errors: []mistake{{"Idempotency-Key", "invalid"}}},
		"time-out":                   {body: `{}`, header: []string{"Request-Timeout: soon"}, status: 400, code: "invalid_request", errors: []mistake{{"Request-Timeout", "invalid"}}},
		"time-out of nothing":        {body: `{}`, header: []string{"Request-Timeout: 0"}, status: 400, code: "invalid_request", errors: []mistake{{"Request-Timeout", "invalid"}}},
		"client address":             {body: `{}`, header: []string{"Client-Ip: here"}, status: 400, code: "invalid_request", errors: []mistake{{"Client-Ip", "invalid"}}},
		"client place":               {body: `{}`, header: []string{"Client-Geo: 91,0"}, status: 400, code: "invalid_request", errors: []mistake{{"Client-Geo", "invalid"}}},
		"client place, half of it":   {body: `{}`, header: []string{"Client-Geo: 25.1"}, status: 400, code: "invalid_request", errors: []mistake{{"Client-Geo", "invalid"}}},
		"unknown connection":         {body: `{}`, header: []string{"Gateway-Connection: nowhere"}, status: 400, code: "invalid_request", errors: []mistake{{"Gateway-Connection", "invalid"}}},
		"unknown query parameter":    {path: "/v1/customers?expand=all", body: `{}`, status: 400, code: "invalid_request", errors: []mistake{{"expand", "unknown_field"}}},
		"query that cannot be read":  {path: "/v1/customers?%zz", body: `{}`, status: 400, code: "invalid_request"},
		"query enum":                 {method: "GET", path: "/v1/payments?status=gone", status: 422, code: "validation_failed", errors: []mistake{{"status", "invalid"}}},
		"query number":               {method: "GET", path: "/v1/payments?limit=ten", status: 422, code: "validation_failed", errors: []mistake{{"limit", "wrong_type"}}},
		"query number too large":     {method: "GET", path: "/v1/payments?limit=201", status: 422, code: "validation_failed", errors: []mistake{{"limit", "invalid"}}},
		"query twice":                {method: "GET", path: "/v1/payments?limit=1&limit=2", status: 400, code: "invalid_request", errors: []mistake{{"limit", "invalid"}}},
		"cursor":                     {method: "GET", path: "/v1/payments?cursor=made-up", status: 422, code: "validation_failed", errors: []mistake{{"cursor", "invalid"}}},
		"no such template":           {method: "GET", path: "/v1/agreement_templates/menu", status: 404, code: "template_not_found"},
		"no such path":               {method: "GET", path: "/v2/customers", status: 404, code: "not_found"},
		"trailing slash":             {method: "POST", path: "/v1/customers/", body: `{}`, status: 404, code: "not_found"},
		"wrong method":               {method: "DELETE", path: "/v1/customers", status: 405, code: "method_not_allowed"},
		"no method of HTTP":          {method: "BREW", path: "/v1/customers", status: 405, code: "method_not_allowed"},
		"no such connection":         {method: "GET", path: "/v1/connections/nowhere", status: 404, code: "not_found"},
		"event to nowhere":           {method: "POST", path: "/v1/inbound/nowhere/events", body: `{}`, status: 401, code: "unauthenticated"},
		"amount": {path: "/v1/payments", body: strings.Replace(paymentBody, `"1.00"`, `"-1"`, 1), status: 422, code: "validation_failed",
			errors: []mistake{{"/amount/value", "invalid"}}},
		"amount as a number": {path: "/v1/payments", body: strings.Replace(paymentBody, `"1.00"`, `1.00`, 1), status: 422, code: "validation_failed",
			errors: []mistake{{"/amount/value", "wrong_type"}}},
		"payment without anything": {path: "/v1/payments", body: `{}`, status: 422, code: "validation_failed", errors: []mistake{
			{"/direction", "required"}, {"/rail", "required"}, {"/amount", "required"}, {"/customer_id", "required"},
			{"/bank_account_id", "required"}}}, // what else is needed, the vendors say
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			method, path := c.method, c.path
			if method == "" {
				method = http.MethodPost
			}
			if path == "" {
				path = "/v1/customers"
			}
			a := r.call(t, method, path, c.body, c.header...)
			p := a.problem(t)
			if a.status != c.status || p.Code != c.code {
				t.Fatalf("%d %s, want %d %s: %s", a.status, p.Code, c.status, c.code, a.body)
			}
			if p.Outcome != "not_sent" || p.Origin != "caller" {
				t.Errorf("outcome %s and origin %s", p.Outcome, p.Origin)
			}
			for _, want := range c.errors {
				if len(p.Errors) != len(c.errors) || !hasError(p, want.pointer, want.code) {
					t.Errorf("errors %v, want %v", p.Errors, c.errors)
					break
				}
			}
			if r.vendor.calls != nil || r.other.calls != nil {
				t.Error("a vendor was called")
			}
			if a.header.Get("Request-Id") == "" || a.header.Get("Server-Timing") == "" || p.RequestID != a.header.Get("Request-Id") {
				t.Errorf("headers %v", a.header)
			}
		})
	}
}

// An error has to say how the call is mended where its code and pointer do not.
func TestErrorsSayHowToMendTheCall(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for path, want := range map[string]string{
		"/v1/agreement_templates/menu": "{type}: One of privacy_policy, terms_and_conditions.",
		"/v1/customers/lookup":         "is required, or phone instead: exactly one of them",
	} {
		method := http.MethodGet
		if strings.HasSuffix(path, "lookup") {
			method = http.MethodPost
		}
		if a := r.call(t, method, path, "{}"); !strings.Contains(string(a.body), want) {
			t.Errorf("%s: %s, want %q", path, a.body, want)
		}
	}
}

func hasError(p problem, pointer, code string) bool {
	for _, e := range p.Errors {
		if e.Pointer == pointer && e.Code == code && e.Detail != "" {
			return true
		}
	}
	return false
}

func TestProblemsNeverShowValues(t *testing.T) {
	t.Parallel()
	const planted = "Q7planted7Q"
	for _, body := range []string{
		`{"birthdate":"` + planted + `","gender":"` + planted + `","phones":[{"number":"` + planted + `"}],"role":"` + planted + `"}`,
		`{"emails":[{"address":"` + planted + `"}]}`,
		`{"name":"` + planted + `"}`,
		`{"name":{"given_name":"` + planted + `\x"}}`,
		planted,
		`{"consents":[{"granted":true,"granted_at":"` + planted + `"}]}`,
	} {
		r := newRig(t)
		a := r.call(t, http.MethodPost, "/v1/customers", body)
		if a.status < 400 || a.status >= 500 || strings.Contains(string(a.body), planted) {
			t.Errorf("%s gives %d %s", body, a.status, a.body)
		}
	}
}

func TestManyMistakesAreToldOfUpToALimit(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	body := `{"metadata":{` + strings.Repeat(`"`+strings.Repeat("k", 2000)+`x":1,`, 1) + strings.TrimSuffix(numbered(500), ",") + `}}`
	a := r.call(t, http.MethodPost, "/v1/customers", body)
	if p := a.problem(t); a.status != 422 || len(p.Errors) != 100 || len(a.body) > 20_000 {
		t.Errorf("%d with %d errors in %d bytes", a.status, len(p.Errors), len(a.body))
	}
}

func numbered(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(`"n` + strings.Repeat("i", i) + `":1,`)
	}
	return b.String()
}

func TestAllowNamesTheMethods(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for path, want := range map[string]string{"/v1/customers": "GET, HEAD, POST", "/v1/customers/cus_x": "GET, HEAD, PATCH", "/v1/payments": "GET, HEAD, POST", "/livez": "GET, HEAD"} {
		if got := r.call(t, http.MethodDelete, path, "").header.Get("Allow"); got != want {
			t.Errorf("%s allows %q, want %q", path, got, want)
		}
	}
	// A fixed last word is no id, whatever the method.
	for path, allowed := range map[string]string{"/v1/customers/lookup": "POST", "/v1/customers/references": "DELETE, POST"} {
		for _, method := range []string{http.MethodGet, http.MethodPatch, http.MethodPut} {
			a := r.call(t, method, path, "{}")
			if p := a.problem(t); a.status != http.StatusMethodNotAllowed || p.Code != "method_not_allowed" || a.header.Get("Allow") != allowed {
				t.Errorf("%s %s: %d %s, Allow %q", method, path, a.status, p.Code, a.header.Get("Allow"))
			}
		}
	}
}

func TestIDsOfOthersAreNotFound(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	id := r.customerID(t)
	flipped := []byte(id)
	flipped[len(flipped)-5] ^= 1
	body := strings.ReplaceAll(paymentBody, "CUS", id)
	for name, c := range map[string]struct {
		method, path, body, key, code, pointer string
	}{
		"tampered":           {path: "/v1/customers/" + string(flipped), code: "customer_not_found"},
		"cut":                {path: "/v1/customers/" + id[:len(id)-4], code: "customer_not_found"},
		"longer":             {path: "/v1/customers/" + id + "AAAA", code: "customer_not_found"},
		"another prefix":     {path: "/v1/agreements/" + strings.Replace(id, "cus_", "agr_", 1), code: "agreement_not_found"},
		"another kind":       {path: "/v1/agreements/" + id, code: "agreement_not_found"},
		"another tenant":     {path: "/v1/customers/" + id, key: otherKey, code: "customer_not_found"},
		"no id at all":       {path: "/v1/payments/x", code: "payment_not_found"},
		"me where none is":   {path: "/v1/customers/me/bank_accounts", code: "customer_not_found"},
		"escaped slash":      {path: "/v1/customers/cus_x%2Frequirements", code: "customer_not_found"},
		"escaped":            {path: "/v1/customers/cus_%00%ff", code: "customer_not_found"},
		"huge":               {path: "/v1/customers/cus_" + strings.Repeat("A", 8000), code: "customer_not_found"},
		"requirement":        {method: "POST", path: "/v1/requirements/" + id + "/response", body: `{"skip":true}`, code: "requirement_not_found"},
		"verification":       {method: "POST", path: "/v1/verifications/" + id + "/confirm", body: `{"otp":"123456"}`, code: "verification_not_found"},
		"kind inside a body": {method: "POST", path: "/v1/payments", body: body, code: "bank_account_not_found", pointer: "/bank_account_id"},
		"id in the query":    {path: "/v1/payments?customer_id=cus_AAAA", code: "customer_not_found", pointer: "customer_id"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			method, key := c.method, c.key
			if method == "" {
				method = http.MethodGet
			}
			if key == "" {
				key = allKey
			}
			a := r.call(t, method, c.path, c.body, "Authorization: Bearer "+key)
			p := a.problem(t)
			if a.status != http.StatusNotFound || p.Code != c.code || p.Outcome != "not_sent" || p.Origin != "caller" {
				t.Fatalf("%d %s", a.status, a.body)
			}
			if c.pointer != "" && !hasError(p, c.pointer, "invalid") {
				t.Errorf("errors %v, want one at %s", p.Errors, c.pointer)
			}
		})
	}
}

func TestIDsOfOneRequestBelongTogether(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	here := r.customerID(t)
	there := r.call(t, http.MethodPost, "/v1/customers", "{}", "Gateway-Connection: "+otherBank)
	var c struct{ ID string }
	there.into(t, &c)
	account := idIn(t, r.call(t, http.MethodPost, "/v1/customers/"+c.ID+"/bank_accounts", examples(t)["link_bank_account"]))
	body := paymentOf(here, account)
	a := r.call(t, http.MethodPost, "/v1/payments", body)
	if p := a.problem(t); a.status != 422 || !hasError(p, "/bank_account_id", "invalid") {
		t.Errorf("%d %s", a.status, a.body)
	}
}

func TestBodyLimit(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(_ *rig, o *gateway.Options) { o.Server.BodyLimit = 64 << 10 })
	url := serve(t, r)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url+"/v1/customers", strings.NewReader(strings.Repeat("x", 32<<20)))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+allKey)
	a := send(t, request)
	if p := a.problem(t); a.status != 413 || p.Code != "request_too_large" || a.header.Get("Request-Id") == "" {
		t.Errorf("%d %s", a.status, a.body)
	}
}
