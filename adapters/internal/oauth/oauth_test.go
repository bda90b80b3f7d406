package oauth_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"canongate/adapters/internal/oauth"
	"canongate/adapters/internal/rest"
	"canongate/adapters/internal/token"
	"canongate/canonical"
)

type endpoint func(*http.Request) (int, string)

func (f endpoint) RoundTrip(r *http.Request) (*http.Response, error) {
	status, body := f(r)
	return &http.Response{StatusCode: status, Body: io.NopCloser(strings.NewReader(body))}, nil
}

var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

// ask sends a grant to an endpoint that answers so.
func ask(t *testing.T, status int, body string) (token.Token, error) {
	t.Helper()
	client, err := rest.New(canonical.Connection{BaseURL: "http://vendor.invalid", FreshTransport: endpoint(func(r *http.Request) (int, string) {
		if sent, _ := io.ReadAll(r.Body); r.Method != http.MethodPost || string(sent) != "grant_type=client_credentials" || r.URL.Path != "/token" {
			t.Errorf("%s %s %s", r.Method, r.URL, sent)
		}
		return status, body
	})})
	if err != nil {
		t.Fatal(err)
	}
	e := oauth.Endpoint{Client: client, Path: "/token", Now: func() time.Time { return noon }, Unmapped: func(string) {}}
	return e.Ask(t.Context(), url.Values{"grant_type": {"client_credentials"}})
}

func TestTheLifeOfAToken(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]time.Time{
		`,"expires_in":300`: noon.Add(300 * time.Second), `,"expires_in":"300"`: noon.Add(300 * time.Second),
		`,"expires_in":0`: {}, `,"expires_in":"0"`: {}, `,"expires_in":null`: {}, ``: {}, `,"expires_in":-1`: {}, `,"expires_in":1e9`: {},
	} {
		got, err := ask(t, 200, "\ufeff"+`{"access_token":"t"`+said+`}`)
		if err != nil || !got.Expires.Equal(want) || got.Value.Reveal() != "t" {
			t.Errorf("%s: ends %v, want %v (%v)", said, got.Expires, want, err)
		}
	}
}

func TestWhatARefusedGrantMeans(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status int
		body   string
		want   canonical.Code
	}{
		"wrong password, 401":      {401, `{"error":"invalid_grant"}`, canonical.VendorAuthFailed},
		"wrong password, 400":      {400, `{"error":"invalid_grant","error_description":"user sarah is locked"}`, canonical.VendorAuthFailed},
		"wrong client":             {400, `{"error":"invalid_client"}`, canonical.VendorAuthFailed},
		"not for this client":      {400, `{"error":"unauthorized_client"}`, canonical.VendorAuthFailed},
		"wrong scope":              {400, `{"error":"invalid_scope"}`, canonical.VendorConfigurationError},
		"wrong grant":              {400, `{"error":"unsupported_grant_type"}`, canonical.VendorConfigurationError},
		"another word":             {400, `{"error":"sarah"}`, canonical.VendorConfigurationError},
		"no word":                  {400, `<html>`, canonical.VendorConfigurationError},
		"a refusal inside a 200":   {200, `{"error":"invalid_grant"}`, canonical.VendorAuthFailed},
		"another word in a 200":    {200, `{"error":"odd"}`, canonical.VendorConfigurationError},
		"forbidden":                {403, ``, canonical.VendorAuthFailed},
		"too often":                {429, ``, canonical.RateLimited},
		"out of order":             {503, `{"error":"invalid_grant"}`, canonical.VendorError},
		"a page":                   {200, `<html>`, canonical.VendorProtocolError},
		"a redirect":               {302, ``, canonical.VendorProtocolError},
		"no token":                 {200, `{}`, canonical.VendorProtocolError},
		"a token that cannot be":   {200, `{"access_token":"a\nb"}`, canonical.VendorProtocolError},
		"a token of other letters": {200, `{"access_token":"a\u00e9"}`, canonical.VendorProtocolError},
	} {
		_, err := ask(t, c.status, c.body)
		if e := canonical.AsError(err); err == nil || e.Code != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
		if strings.Contains(err.Error(), "sarah") {
			t.Errorf("%s: the error shows the vendor's text: %v", name, err)
		}
	}
}
