package gateway

import (
	"cmp"
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"canongate/canonical"
	"canongate/policies"
)

// AuthOptions say who may call.
type AuthOptions struct {
	APIKeys []APIKey      `yaml:"api_keys,omitempty"`
	JWT     JWTOptions    `yaml:"jwt"`
	Limits  []CallerLimit `yaml:"limits,omitempty"`
}

// APIKey is a caller that shows a key. The key itself is nowhere but at the
// caller; SHA256 is its hex digest.
type APIKey struct {
	ID     string                `yaml:"id" jsonschema:"required"`
	Tenant string                `yaml:"tenant" jsonschema:"required"`
	SHA256 string                `yaml:"sha256" jsonschema:"required"`
	Scopes []string              `yaml:"scopes" jsonschema:"required"`
	Rate   *policies.RateOptions `yaml:"rate,omitempty"`
}

// JWTOptions name the issuer whose tokens are taken; without an issuer none is.
type JWTOptions struct {
	Issuer      string `yaml:"issuer,omitempty"`
	Audience    string `yaml:"audience,omitempty"`
	JWKSURL     string `yaml:"jwks_url,omitempty"`
	TenantClaim string `yaml:"tenant_claim,omitempty"`
	ScopesClaim string `yaml:"scopes_claim,omitempty"`
}

// Scopes that are no operation's own.
const (
	ScopeAll              = "*"
	ScopeChooseConnection = "connection:choose"
	ScopeReadPII          = "pii:read"
	ScopeReadVendor       = "vendor:read"
)

// Scopes lists every scope that a credential may have, ScopeAll included.
func Scopes() []string {
	return []string{
		"customers:read", "customers:write", "verifications:write", "requirements:read", "requirements:write",
		"documents:write", "agreements:read", "agreements:write", "bank_accounts:read", "bank_accounts:write",
		"payments:read", "payments:write", "offers:read", "connections:read",
		ScopeChooseConnection, ScopeReadPII, ScopeReadVendor, ScopeAll,
	}
}

// Caller is who sent a request.
type Caller struct {
	ID     string // of the credential, never the credential
	Tenant string
	Scopes []string
	Rate   *policies.RateOptions // nil: no limit of its own
}

// May says whether the caller has the scope.
func (c *Caller) May(scope string) bool {
	return slices.Contains(c.Scopes, scope) || slices.Contains(c.Scopes, ScopeAll)
}

// Auth knows the callers of one generation. Safe for concurrent use.
type Auth struct {
	keys   map[[sha256.Size]byte]knownKey
	tokens *tokens // nil: no JWT
	limits []CallerLimit
}

type knownKey struct {
	digest [sha256.Size]byte
	caller *Caller
}

// NewAuth makes the callers of the options. The client fetches the issuer's keys
// (nil: Go's own); now tells the time that tokens are held to.
func NewAuth(o AuthOptions, client *http.Client, now func() time.Time) (*Auth, error) {
	a := &Auth{keys: make(map[[sha256.Size]byte]knownKey, len(o.APIKeys)), limits: o.Limits}
	for _, key := range o.APIKeys {
		digest, err := hex.DecodeString(key.SHA256)
		if err != nil || len(digest) != sha256.Size {
			return nil, fmt.Errorf("take API key %s: sha256 is not 64 hexadecimal digits", key.ID)
		}
		k := knownKey{
			digest: [sha256.Size]byte(digest),
			caller: &Caller{ID: key.ID, Tenant: key.Tenant, Scopes: key.Scopes, Rate: key.Rate},
		}
		a.keys[k.digest] = k
	}
	if o.JWT.Issuer != "" {
		a.tokens = newTokens(o.JWT, cmp.Or(client, http.DefaultClient), now)
	}
	return a, nil
}

// Run keeps the issuer's keys fresh until ctx ends. Without JWT it returns at
// once.
func (a *Auth) Run(ctx context.Context) {
	if a.tokens != nil {
		a.tokens.run(ctx)
	}
}

var errUnauthenticated = errors.New("authenticate: no known credential")

// Authenticate reads an Authorization header. Every refusal is the same error:
// what is wrong with a credential is told to nobody.
func (a *Auth) Authenticate(ctx context.Context, authorization string) (*Caller, error) {
	scheme, credential, _ := strings.Cut(authorization, " ")
	credential = strings.TrimSpace(credential)
	if !strings.EqualFold(scheme, "Bearer") || credential == "" {
		return nil, errUnauthenticated
	}
	if caller := a.byKey(credential); caller != nil {
		return caller, nil
	}
	if a.tokens != nil && strings.Count(credential, ".") == 2 {
		return a.tokens.caller(ctx, credential)
	}
	return nil, errUnauthenticated
}

// byKey finds a caller by the digest of the key, so the time it takes depends on
// a digest that nobody can steer; the last comparison is in constant time.
func (a *Auth) byKey(key string) *Caller {
	digest := sha256.Sum256([]byte(key))
	known, ok := a.keys[digest]
	if !ok || subtle.ConstantTimeCompare(known.digest[:], digest[:]) != 1 {
		return nil
	}
	return known.caller
}

// unauthenticated is what a caller without a known credential is told.
func unauthenticated() error {
	return &canonical.Error{
		Code: canonical.Unauthenticated, Origin: canonical.OriginCaller,
		Message: "Send a known credential as `Authorization: Bearer <key>`.",
	}
}

func permissionDenied(scope string) error {
	return &canonical.Error{
		Code: canonical.PermissionDenied, Origin: canonical.OriginCaller,
		Message: "The credential lacks the scope " + scope + ".",
	}
}
