package citi

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"canongate/adapters/internal/flex"
	"canongate/adapters/internal/rest"
	"canongate/adapters/internal/token"
	"canongate/adapters/internal/verdict"
	"canongate/canonical"
)

// tokenKey is the one session that the vendor has with this client.
const tokenKey = "app"

// grantErrors are the token endpoint's words.
var grantErrors = map[string]canonical.Code{
	"unauthorized_client":    canonical.VendorAuthFailed,
	"invalid_client":         canonical.VendorAuthFailed,
	"invalid_grant":          canonical.VendorAuthFailed,
	"invalid_request":        canonical.VendorConfigurationError,
	"invalid_scope":          canonical.VendorConfigurationError,
	"unsupported_grant_type": canonical.VendorConfigurationError,
}

// fetchToken asks for a token with the client's credentials. The refresh token
// that comes along is left alone: it saves nothing where the credentials are
// at hand.
func (a *Adapter) fetchToken(ctx context.Context, _ string, _ token.Token) (token.Token, error) {
	s, asked := a.settings, a.now()
	form := url.Values{"grant_type": {"client_credentials"}}
	if s.Scope != "" {
		form.Set("scope", s.Scope)
	}
	basic := base64.StdEncoding.EncodeToString([]byte(s.ClientID + ":" + s.ClientSecret.Reveal()))
	answer, err := a.client.Do(ctx, rest.Request{
		Method: http.MethodPost, Path: s.TokenPath, Header: http.Header{"Authorization": {"Basic " + basic}},
		ContentType: "application/x-www-form-urlencoded", Body: []byte(form.Encode()),
	})
	if err != nil {
		return token.Token{}, err
	}
	g, err := flex.Decode[grant](answer.Body, nil)
	if code, refused := grantCode(answer.Status, string(g.Error)); refused {
		e := verdict.Of(answer, code, a.now())
		e.Vendor.Code = string(g.Error)
		return token.Token{}, e
	}
	switch {
	case err != nil:
		return token.Token{}, err
	case !visible(string(g.AccessToken)):
		return token.Token{}, verdict.Contradiction("the answer has no token")
	}
	return token.Token{Value: canonical.NewSecret(string(g.AccessToken)), Expires: ends(asked, g.ExpiresIn)}, nil
}

// grantCode is what an answer of the token endpoint means, unless it is a
// success. A refusal without a word that is known concerns the settings: the
// request holds nothing else.
func grantCode(status int, word string) (code canonical.Code, refused bool) {
	code, known := grantErrors[word]
	switch {
	case status < http.StatusInternalServerError && known:
		return code, true
	case status >= 200 && status <= 299:
		return "", false
	}
	if code = verdict.ByStatus(status); code == canonical.VendorRejected {
		code = canonical.VendorConfigurationError
	}
	return code, true
}

// ends is when a life of some seconds ends; zero when the vendor does not say.
func ends(from time.Time, seconds flex.Number) time.Time {
	n, err := strconv.ParseUint(string(seconds), 10, 31)
	if err != nil {
		return time.Time{}
	}
	return from.Add(time.Duration(n) * time.Second)
}

// visible says whether the text can be a bearer token: one or more visible
// ASCII characters.
func visible(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' })
}

// newUUID makes a version 4 UUID (RFC 9562 §5.4).
func newUUID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails: it ends the program instead
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	text := hex.EncodeToString(b[:])
	return strings.Join([]string{text[:8], text[8:12], text[12:16], text[16:20], text[20:]}, "-")
}
