package auth

import (
	"cmp"
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"canongate/canonical"
)

// Options say who may call.
type Options struct {
	APIKeys []APIKey      `yaml:"api_keys,omitempty"`
	JWT     JWTOptions    `yaml:"jwt"`
	Limits  []CallerLimit `yaml:"limits,omitempty"`
}

// Dependencies are what an Authenticator works with. All have a standard.
type Dependencies struct {
	Client *http.Client     // fetches the issuer's keys; Go's own
	Now    func() time.Time // time that credentials are held to; time.Now
	Logger *slog.Logger     // discards
	// Failed is told of each fetch of the issuer's keys that failed; nil: nobody.
	Failed func(FetchFailure)
}

// Authenticator knows the callers of one configuration. The zero value knows
// none. Safe for concurrent use.
type Authenticator struct {
	keys   map[[sha256.Size]byte]knownKey
	tokens *tokens // nil: no JWT
	limits []CallerLimit
	now    func() time.Time
}

type knownKey struct {
	digest  [sha256.Size]byte
	expires time.Time // zero: never
	caller  *Caller
}

func (k knownKey) expired(now time.Time) bool { return !k.expires.IsZero() && !now.Before(k.expires) }

// New makes an Authenticator. It takes over the issuer's keys that the one before
// it (nil: none) has fetched, where both have the same source.
func New(o Options, d Dependencies, before *Authenticator) (*Authenticator, error) {
	if d.Now == nil {
		d.Now = time.Now
	}
	a := &Authenticator{keys: make(map[[sha256.Size]byte]knownKey, len(o.APIKeys)), limits: o.Limits, now: d.Now}
	for _, key := range o.APIKeys {
		caller := &Caller{kind: kindAPIKey, ID: key.ID, Tenant: key.Tenant, Scopes: key.Scopes, Rate: key.Rate, TimedKeys: key.TimedKeys}
		for _, hash := range key.SHA256 {
			digest, err := hex.DecodeString(hash.SHA256)
			if err != nil || len(digest) != sha256.Size {
				return nil, fmt.Errorf("take API key %s: sha256 is not 64 hexadecimal digits", key.ID)
			}
			k := knownKey{digest: [sha256.Size]byte(digest), expires: hash.ExpiresAt.Time, caller: caller}
			a.keys[k.digest] = k
		}
		if len(key.SHA256) == 0 {
			return nil, fmt.Errorf("take API key %s: it has no sha256", key.ID)
		}
	}
	if o.JWT.Issuer != "" {
		a.tokens = newTokens(o.JWT, d, before)
	}
	return a, nil
}

// Run keeps the issuer's keys fresh until ctx ends. Without JWT it returns at
// once.
func (a *Authenticator) Run(ctx context.Context) {
	if a.tokens != nil {
		a.tokens.keys.run(ctx)
	}
}

// Limits are the rates of the callers' tenants.
func (a *Authenticator) Limits() []CallerLimit { return a.limits }

// IssuerKeys is the state of the issuer's keys; nil where no token is taken.
func (a *Authenticator) IssuerKeys() *IssuerKeys {
	if a.tokens == nil {
		return nil
	}
	state := a.tokens.keys.state()
	state.OnlyWayIn = true
	for _, k := range a.keys {
		state.OnlyWayIn = state.OnlyWayIn && k.expired(a.now())
	}
	return &state
}

// Authenticate reads an Authorization header. What is wrong with a credential is
// told to nobody; only that the issuer's keys are not there is.
func (a *Authenticator) Authenticate(ctx context.Context, authorization string) (*Caller, error) {
	credential := bearer(authorization)
	if credential == "" {
		return nil, unauthenticated()
	}
	if caller := a.byKey(credential); caller != nil {
		return caller, nil
	}
	if a.tokens != nil {
		return a.tokens.caller(ctx, credential)
	}
	return nil, unauthenticated()
}

// bearer is the credential of an Authorization header; "" where it has none that could
// be taken.
func bearer(authorization string) string {
	scheme, credential, _ := strings.Cut(authorization, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(credential)
}

// Challenge is the WWW-Authenticate of a refused Authorization header: a credential
// that was sent is called invalid, one that was not is asked for (RFC 6750 §3).
func Challenge(realm, authorization string) string {
	challenge := `Bearer realm="` + realm + `"`
	if bearer(authorization) != "" {
		challenge += `, error="invalid_token"`
	}
	return challenge
}

// byKey finds a caller by the digest of the key, so the time it takes depends on
// a digest that nobody can steer; the last comparison is in constant time.
func (a *Authenticator) byKey(key string) *Caller {
	digest := sha256.Sum256([]byte(key))
	known, ok := a.keys[digest]
	if !ok || subtle.ConstantTimeCompare(known.digest[:], digest[:]) != 1 {
		return nil
	}
	if known.expired(a.now()) {
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

// When the keys of the issuer are missing.
const noKeysYet, noNewerKeys = "yet", "at this moment"

// keysUnavailable is what a caller is told whose token cannot be judged.
func keysUnavailable(wait time.Duration, when string) error {
	return &canonical.Error{
		Code: canonical.IssuerKeysUnavailable, Origin: canonical.OriginGateway, Outcome: canonical.NotSent,
		RetryAfter: cmp.Or(wait, time.Second), Message: "The keys of the token issuer could not be fetched " + when + ", so the token cannot be judged.",
	}
}
