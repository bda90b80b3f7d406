package gateway_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
)

// TestXARefusalNamesWhatIsWrong holds the words of refusals to what was sent.
func TestXARefusalNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	url := serve(t, r)
	const lookup, customers = "/v1/customers/lookup", "/v1/customers"
	for name, c := range map[string]struct {
		path, body, header, want string
	}{
		"charset":                   {lookup, lookupBody, "Content-Type: application/json; charset=latin1", "The charset must be UTF-8."},
		"charset of a form":         {lookup, lookupBody, "Content-Type: multipart/form-data; boundary=x; charset=utf-16", "The charset must be UTF-8."},
		"a list of types":           {lookup, lookupBody, "Content-Type: application/json, application/json", "cannot be read as one media type"},
		"two charsets":              {lookup, lookupBody, "Content-Type: application/json; charset=utf-8; charset=utf8", "cannot be read as one media type"},
		"two types":                 {lookup, lookupBody, "Content-Type: application/json\r\nContent-Type: text/plain", "The header Content-Type must have one value."},
		"another type":              {lookup, lookupBody, "Content-Type: text/plain", `"Send the body as application/json."`},
		"no type":                   {lookup, lookupBody, "A: b", `"Send the body as application/json."`},
		"a time that is none":       {lookup, lookupBody, "Content-Type: application/json\r\nRequest-Timeout: soon", "The header Request-Timeout cannot be used."},
		"a key that is too long":    {customers, "{}", "Content-Type: application/json\r\nIdempotency-Key: " + strings.Repeat("k", 256), "The header Idempotency-Key cannot be used."},
		"a phone":                   {lookup, `{"phone":"0501234567"}`, "Content-Type: application/json", `"must be an E.164 number, as +971501234567"`},
		"a phone that people write": {lookup, `{"phone":"+971 50 123 4567"}`, "Content-Type: application/json", `"must be an E.164 number, as +971501234567"`},
		"a country":                 {customers, `{"country_of_residence":"are"}`, "Content-Type: application/json\r\nIdempotency-Key: a", `"must be an ISO 3166-1 alpha-2 code in upper case, as AE"`},
		"a currency":                {customers, `{"financial_profile":{"income_currency":"dirham"}}`, "Content-Type: application/json\r\nIdempotency-Key: b", `"must be an ISO 4217 code in upper case, as USD"`},
		"an amount":                 {"/v1/payments", `{"amount":{"value":"1e3","currency":"USD"}}`, "Content-Type: application/json\r\nIdempotency-Key: e", `"must be a decimal number, as 100.50,`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := dialed(t, url)
			w.say(t, "POST "+c.path+" HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer "+allKey+"\r\n"+c.header+"\r\nContent-Length: "+strconv.Itoa(len(c.body))+"\r\n\r\n"+c.body)
			if a, _ := w.hear(t, http.MethodPost); a.status < 400 || a.status >= 500 || !strings.Contains(string(a.body), c.want) {
				t.Errorf("%d %s", a.status, a.body)
			}
		})
	}
}
