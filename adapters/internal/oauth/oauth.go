// Package oauth asks token endpoints for access tokens (RFC 6749), for every
// vendor that has one: which grant, and how the client shows itself, is the
// vendor's business.
package oauth

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"canongate/adapters/internal/lenientjson"
	"canongate/adapters/internal/rest"
	"canongate/adapters/internal/token"
	"canongate/adapters/internal/vendorerr"
	"canongate/canonical"
)

// Endpoint is a vendor's token endpoint.
type Endpoint struct {
	Client   *rest.Client
	Path     string
	Header   http.Header // may show the client
	Now      func() time.Time
	Unmapped func(field string)
}

// grant is an answer of the endpoint (RFC 6749 §5). Keycloak gives the refresh
// token an end as well.
type grant struct {
	AccessToken      lenientjson.String `json:"access_token"`
	ExpiresIn        lenientjson.Number `json:"expires_in"`
	RefreshToken     lenientjson.String `json:"refresh_token"`
	RefreshExpiresIn lenientjson.Number `json:"refresh_expires_in"`
	Error            lenientjson.String `json:"error"`
}

// refusals are the words of RFC 6749 §5.2.
var refusals = map[lenientjson.String]canonical.Code{
	"invalid_client":         canonical.VendorAuthFailed,
	"invalid_grant":          canonical.VendorAuthFailed,
	"unauthorized_client":    canonical.VendorAuthFailed,
	"invalid_request":        canonical.VendorConfigurationError,
	"invalid_scope":          canonical.VendorConfigurationError,
	"unsupported_grant_type": canonical.VendorConfigurationError,
}

// Ask sends a form and gives the token of the answer. The description of a
// refusal is not passed on: it may name the user.
func (e Endpoint) Ask(ctx context.Context, form url.Values) (token.Token, error) {
	requestedAt := e.Now()
	reply, err := e.Client.Do(ctx, rest.Request{
		Method: http.MethodPost, Path: e.Path, Header: e.Header, ContentType: "application/x-www-form-urlencoded",
		Body: []byte(form.Encode()), Write: true,
	})
	if err != nil {
		return token.Token{}, err
	}
	g, err := lenientjson.Decode[grant](reply.Body, e.Unmapped)
	if code := refusal(reply.Status, g.Error); code != "" {
		return token.Token{}, refused(reply, code, g.Error, e.Now())
	}
	switch {
	case err != nil:
		return token.Token{}, err
	case !Bearer(string(g.AccessToken)):
		return token.Token{}, vendorerr.Malformed("the answer has no token")
	}
	return token.Token{
		Value: canonical.NewSecret(string(g.AccessToken)), Expires: ends(requestedAt, g.ExpiresIn),
		Refresh: canonical.NewSecret(string(g.RefreshToken)), RefreshExpires: ends(requestedAt, g.RefreshExpiresIn),
	}, nil
}

// refusal is what an answer means that gives no token; "" for a success. One
// without a known word concerns the settings: the request holds nothing else.
func refusal(status int, word lenientjson.String) canonical.Code {
	code, known := refusals[word]
	success := status >= http.StatusOK && status < http.StatusMultipleChoices
	switch {
	case known && status < http.StatusInternalServerError:
		return code
	case success && word == "":
		return ""
	case success:
		return canonical.VendorConfigurationError
	}
	if code = vendorerr.FromStatus(status); code == canonical.VendorRejected {
		code = canonical.VendorConfigurationError
	}
	return code
}

func refused(reply rest.Reply, code canonical.Code, word lenientjson.String, now time.Time) error {
	e := vendorerr.New(reply, code, now)
	e.Vendor.Code = string(word)
	if _, known := refusals[word]; known { // a word of the table, so no value can be in it
		e.Err = vendorerr.Because(e.Err, string(word))
	}
	return e
}

// ends is when a life of some seconds ends; zero when the endpoint does not say,
// and 0 seconds say nothing either.
func ends(from time.Time, seconds lenientjson.Number) time.Time {
	n, err := strconv.ParseUint(string(seconds), 10, 31)
	if err != nil || n == 0 {
		return time.Time{}
	}
	return from.Add(time.Duration(n) * time.Second)
}

// Bearer says whether a text can be a bearer token: one or more visible ASCII
// characters.
func Bearer(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' })
}
