package gateway

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwk"
	"github.com/lestrrat-go/jwx/v3/jws"
	"github.com/lestrrat-go/jwx/v3/jwt"
)

const (
	jwksRefresh = 10 * time.Minute
	// jwksRetry spaces the fetches after a failure, and those that an unknown key
	// id asks for.
	jwksRetry    = 10 * time.Second
	jwksMaxBytes = 1 << 20
	jwtSkew      = 30 * time.Second
)

// tokens takes the JWTs of one issuer. Its keys are fetched in the background,
// never during a request; the last good set stays in use while the issuer cannot
// be reached.
type tokens struct {
	options JWTOptions
	client  *http.Client
	now     func() time.Time
	keys    atomic.Value  // jwk.Set
	unknown chan struct{} // a token came whose key is not in the set
}

func newTokens(o JWTOptions, client *http.Client, now func() time.Time) *tokens {
	o.TenantClaim = cmp.Or(o.TenantClaim, "tenant")
	o.ScopesClaim = cmp.Or(o.ScopesClaim, "scope")
	t := &tokens{options: o, client: client, now: now, unknown: make(chan struct{}, 1)}
	t.keys.Store(jwk.NewSet())
	return t
}

// run fetches the keys until ctx ends.
func (t *tokens) run(ctx context.Context) {
	for {
		wait := jwksRefresh
		if t.refresh(ctx) != nil {
			wait = jwksRetry
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(jwksRetry):
		}
		select {
		case <-ctx.Done():
			return
		case <-t.unknown:
		case <-time.After(wait - jwksRetry):
		}
	}
}

// refresh replaces the keys by those that the issuer has now.
func (t *tokens) refresh(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, jwksRetry)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, t.options.JWKSURL, nil)
	if err != nil {
		return errors.New("fetch the issuer's keys: jwks_url is not a URL")
	}
	response, err := t.client.Do(request)
	if err != nil {
		return errors.New("fetch the issuer's keys: no answer")
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, jwksMaxBytes))
	if err != nil || response.StatusCode != http.StatusOK {
		return fmt.Errorf("fetch the issuer's keys: status %d", response.StatusCode)
	}
	set, err := jwk.Parse(body)
	if err != nil {
		return errors.New("fetch the issuer's keys: the answer is not a key set")
	}
	t.keys.Store(publicKeys(set))
	return nil
}

// publicKeys leaves out symmetric keys: with one, whoever can verify could sign.
func publicKeys(set jwk.Set) jwk.Set {
	public := jwk.NewSet()
	for i := range set.Len() {
		key, ok := set.Key(i)
		if !ok || key.KeyType() == jwa.OctetSeq() {
			continue
		}
		if p, err := key.PublicKey(); err == nil {
			_ = public.AddKey(p) // a second copy of a key adds nothing
		}
	}
	return public
}

// caller is whom the token names. The issuer's signature, name, audience and
// times must hold, and the token must name a subject and a tenant.
func (t *tokens) caller(ctx context.Context, token string) (*Caller, error) {
	set, _ := t.keys.Load().(jwk.Set)
	parsed, err := jwt.Parse([]byte(token),
		jwt.WithKeySet(set, jws.WithInferAlgorithmFromKey(true)),
		jwt.WithContext(ctx),
		jwt.WithIssuer(t.options.Issuer),
		jwt.WithAudience(t.options.Audience),
		jwt.WithRequiredClaim(jwt.ExpirationKey),
		jwt.WithAcceptableSkew(jwtSkew),
		jwt.WithClock(jwt.ClockFunc(t.now)),
	)
	if err != nil {
		if errors.Is(err, jws.VerificationError()) {
			t.askForKeys()
		}
		return nil, errUnauthenticated
	}
	subject, _ := parsed.Subject()
	var tenant string
	if parsed.Get(t.options.TenantClaim, &tenant) != nil || tenant == "" || subject == "" {
		return nil, errUnauthenticated
	}
	return &Caller{ID: subject, Tenant: tenant, Scopes: t.scopes(parsed)}, nil
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

// askForKeys lets run fetch soon: the issuer may have rotated. Asking twice is
// asking once.
func (t *tokens) askForKeys() {
	select {
	case t.unknown <- struct{}{}:
	default:
	}
}
