package auth_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"canongate/canonical"
	"canongate/gateway/auth"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwk"
	"github.com/lestrrat-go/jwx/v3/jws"
	"github.com/lestrrat-go/jwx/v3/jwt"
)

const (
	issuerName = "https://issuer.example.com"
	apiKey     = "key-of-an-app"
)

// issuer is an identity provider whose key set a test writes. It is an
// http.RoundTripper, so that it works with the clock of synctest.
type issuer struct {
	mu      sync.Mutex
	set     string
	status  int           // 0: 200
	takes   time.Duration // until it answers
	away    bool
	fetches int
}

func (i *issuer) RoundTrip(r *http.Request) (*http.Response, error) {
	i.mu.Lock()
	i.fetches++
	away, status, set, takes := i.away, i.status, i.set, i.takes
	i.mu.Unlock()
	select {
	case <-time.After(takes):
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
	if away {
		return nil, io.ErrUnexpectedEOF
	}
	if status == 0 {
		status = http.StatusOK
	}
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(set)), Request: r}, nil
}

func (i *issuer) change(f func(*issuer)) {
	i.mu.Lock()
	defer i.mu.Unlock()
	f(i)
}

func (i *issuer) count() int {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.fetches
}

// failures counts what the authenticator reports.
type failures struct {
	mu     sync.Mutex
	counts map[auth.FetchFailure]int
}

func (f *failures) note(reason auth.FetchFailure) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.counts == nil {
		f.counts = map[auth.FetchFailure]int{}
	}
	f.counts[reason]++
}

func (f *failures) all() map[auth.FetchFailure]int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return maps.Clone(f.counts)
}

func options() auth.Options {
	return auth.Options{
		APIKeys: []auth.APIKey{{ID: "app-7", Tenant: "acme", SHA256: auth.Hashes{{SHA256: digest(apiKey)}}, Scopes: []string{"*"}}},
		JWT:     auth.JWTOptions{Issuer: issuerName, Audience: "canongate", JWKSURL: issuerName + "/keys"},
	}
}

func digest(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}

// serve makes an authenticator of the issuer and runs it until the test ends.
func serve(t *testing.T, i *issuer, o auth.Options, d auth.Dependencies) *auth.Authenticator {
	t.Helper()
	d.Client = &http.Client{Transport: i}
	a, err := auth.New(o, d, nil)
	if err != nil {
		t.Fatal(err)
	}
	start(t, a)
	return a
}

func start(t *testing.T, a *auth.Authenticator) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); a.Run(ctx) }()
	stop = func() { cancel(); <-done }
	t.Cleanup(stop)
	return stop
}

// inBubble runs the test with synctest's clock.
func inBubble(t *testing.T, f func(t *testing.T)) {
	t.Helper()
	synctest.Test(t, f)
}

// privateKey is a key of the issuer, and its public half as JSON.
type privateKey struct {
	private   any
	id        string
	algorithm jwa.SignatureAlgorithm
}

func ecKey(t testing.TB, id string) privateKey {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return privateKey{private, id, jwa.ES256()}
}

var makeRSA = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })

func rsaKey(t testing.TB, id string) privateKey {
	t.Helper()
	private, err := makeRSA()
	if err != nil {
		t.Fatal(err)
	}
	return privateKey{private, id, jwa.RS256()}
}

// public is the JWK; more members are added or replaced.
func (k privateKey) public(t testing.TB, more ...string) string {
	t.Helper()
	imported, err := jwk.Import(k.private)
	if err != nil {
		t.Fatal(err)
	}
	public, err := imported.PublicKey()
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(public)
	if err != nil {
		t.Fatal(err)
	}
	members := map[string]json.RawMessage{}
	if err := json.Unmarshal(text, &members); err != nil {
		t.Fatal(err)
	}
	if k.id != "" {
		members["kid"] = json.RawMessage(`"` + k.id + `"`)
	}
	for i := 0; i+1 < len(more); i += 2 {
		members[more[i]] = json.RawMessage(more[i+1])
	}
	text, err = json.Marshal(members)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func setOf(keys ...string) string { return `{"keys":[` + strings.Join(keys, ",") + `]}` }

func claims(more ...any) map[string]any {
	all := map[string]any{
		"iss": issuerName, "aud": "canongate", "sub": "app-7", "exp": time.Now().Add(time.Hour).Unix(),
		"tenant": "acme", "scope": "customers:read connections:read",
	}
	for i := 0; i+1 < len(more); i += 2 {
		if all[more[i].(string)] = more[i+1]; more[i+1] == nil {
			delete(all, more[i].(string))
		}
	}
	return all
}

// token is signed with the key; header lists more members of its header.
func (k privateKey) token(t testing.TB, claims map[string]any, header ...any) string {
	t.Helper()
	made := jwt.New()
	for name, value := range claims {
		if err := made.Set(name, value); err != nil {
			t.Fatal(err)
		}
	}
	payload, err := json.Marshal(made)
	if err != nil {
		t.Fatal(err)
	}
	protected := jws.NewHeaders()
	if k.id != "" {
		header = append([]any{"kid", k.id}, header...)
	}
	for i := 0; i+1 < len(header); i += 2 {
		if err := protected.Set(header[i].(string), header[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	signed, err := jws.Sign(payload, jws.WithKey(k.algorithm, k.private, jws.WithProtectedHeaders(protected)))
	if err != nil {
		t.Fatal(err)
	}
	return "Bearer " + string(signed)
}

// withHeader replaces the header of a token, and leaves its signature.
func withHeader(token, header string) string {
	_, rest, _ := strings.Cut(strings.TrimPrefix(token, "Bearer "), ".")
	return "Bearer " + base64.RawURLEncoding.EncodeToString([]byte(header)) + "." + rest
}

func code(err error) canonical.Code {
	if err == nil {
		return ""
	}
	return canonical.AsError(err).Code
}
