package auth

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwt"
)

// JWTOptions name the issuer whose tokens are taken; without an issuer none is.
type JWTOptions struct {
	Issuer      string `yaml:"issuer,omitempty"`
	Audience    string `yaml:"audience,omitempty"`
	JWKSURL     string `yaml:"jwks_url,omitempty"`
	TenantClaim string `yaml:"tenant_claim,omitempty"`
	ScopesClaim string `yaml:"scopes_claim,omitempty"`
}

const jwtSkew = 30 * time.Second

// tokens takes the JWTs of one issuer.
type tokens struct {
	options JWTOptions
	keys    *keys
	checks  []jwt.ValidateOption
}

func newTokens(o JWTOptions, d Dependencies, before *Authenticator) *tokens {
	o.TenantClaim = cmp.Or(o.TenantClaim, "tenant")
	o.ScopesClaim = cmp.Or(o.ScopesClaim, "scope")
	t := &tokens{options: o, checks: []jwt.ValidateOption{
		jwt.WithIssuer(o.Issuer),
		jwt.WithAudience(o.Audience),
		jwt.WithRequiredClaim(jwt.ExpirationKey),
		jwt.WithAcceptableSkew(jwtSkew),
		jwt.WithClock(jwt.ClockFunc(d.Now)),
	}}
	if before != nil && before.tokens != nil && before.tokens.keys.url == o.JWKSURL {
		t.keys = before.tokens.keys
	} else {
		t.keys = newKeys(o.JWKSURL, d)
	}
	return t
}

// header is what of a token's header matters here.
type header struct {
	Algorithm string          `json:"alg"`
	KeyID     string          `json:"kid"`
	Critical  json.RawMessage `json:"crit"`
}

// caller is whom the token names. The issuer's signature, name, audience and
// times must hold, and the token must name a subject and a tenant.
func (t *tokens) caller(ctx context.Context, token string) (*Caller, error) {
	parts := strings.Split(token, ".")
	var h header
	claims := jwt.New()
	if len(parts) != 3 || !decode(parts[0], &h) || !decode(parts[1], claims) {
		return nil, unauthenticated()
	}
	algorithm, known := algorithms[h.Algorithm]
	if !known || h.Critical != nil || jwt.Validate(claims, t.checks...) != nil {
		return nil, unauthenticated()
	}
	subject, _ := claims.Subject()
	var tenant string
	if claims.Get(t.options.TenantClaim, &tenant) != nil || tenant == "" || subject == "" {
		return nil, unauthenticated()
	}
	if err := t.verify(ctx, h.KeyID, algorithm, token); err != nil {
		return nil, err
	}
	return &Caller{kind: kindJWT, issuer: t.options.Issuer, ID: subject, Tenant: tenant, Scopes: t.scopes(claims)}, nil
}

// decode reads a part of a token that is JSON.
func decode(part string, into any) bool {
	text, err := base64.RawURLEncoding.DecodeString(part)
	return err == nil && json.Unmarshal(text, into) == nil
}

// verify holds the signature to the issuer's keys, and asks for newer ones where
// none of them fits.
func (t *tokens) verify(ctx context.Context, keyID string, algorithm jwa.SignatureAlgorithm, token string) error {
	known := t.keys.set.Load()
	if known == nil {
		return keysUnavailable(t.keys.untilRetry(), noKeysYet)
	}
	if known.verifies(keyID, algorithm, token) {
		return nil
	}
	for range 2 { // the first fetch may have been under way before the key was published
		newer, err := t.keys.newerThan(ctx, known)
		switch {
		case err != nil:
			return err
		case newer == known:
			return unauthenticated()
		case newer.verifies(keyID, algorithm, token):
			return nil
		}
		known = newer
	}
	return unauthenticated()
}

// scopes reads the claim as RFC 8693 has it, words in one text, or as a list.
func (t *tokens) scopes(token jwt.Token) []string {
	var text string
	if token.Get(t.options.ScopesClaim, &text) == nil {
		return strings.Fields(text)
	}
	var list []any
	if token.Get(t.options.ScopesClaim, &list) != nil {
		return nil
	}
	scopes := make([]string, 0, len(list))
	for _, entry := range list {
		if scope, ok := entry.(string); ok {
			scopes = append(scopes, scope)
		}
	}
	return scopes
}
