package citi

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"net/url"
	"strings"

	"canongate/adapters/internal/oauth"
	"canongate/adapters/internal/token"
)

// tokenKey is the one session that the vendor has with this client.
const tokenKey = "app"

// fetchToken asks for a token with the client's credentials. The refresh token
// that comes along is left alone: it saves nothing where the credentials are
// at hand.
func (a *Adapter) fetchToken(ctx context.Context, _ string, _ token.Token) (token.Token, error) {
	s := a.settings
	form := url.Values{"grant_type": {"client_credentials"}}
	if s.Scope != "" {
		form.Set("scope", s.Scope)
	}
	basic := base64.StdEncoding.EncodeToString([]byte(s.ClientID + ":" + s.ClientSecret.Reveal()))
	endpoint := oauth.Endpoint{
		Client: a.client, Path: s.TokenPath, Header: http.Header{"Authorization": {"Basic " + basic}}, Now: a.now, Unmapped: a.unmapped,
	}
	return endpoint.Ask(ctx, form)
}

// newUUID makes a version 4 UUID (RFC 9562 §5.4).
func newUUID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails: it ends the program instead
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	text := hex.EncodeToString(b[:])
	return strings.Join([]string{text[:8], text[8:12], text[12:16], text[16:20], text[20:]}, "-")
}
