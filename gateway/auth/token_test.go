package auth_test

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"canongate/canonical"
	"canongate/gateway/auth"

	"github.com/lestrrat-go/jwx/v3/jwa"
)

func TestTokensOfAnIssuer(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		key := ecKey(t, "k1")
		a := serve(t, &issuer{set: setOf(key.public(t))}, options(), auth.Dependencies{})
		synctest.Wait()
		caller, err := a.Authenticate(t.Context(), key.token(t, claims()))
		if err != nil || caller.ID != "app-7" || caller.Tenant != "acme" || !caller.May("customers:read") || caller.May("customers:write") {
			t.Fatalf("%+v, %v", caller, err)
		}
		good := key.token(t, claims())
		for name, text := range map[string]string{
			"expired":              key.token(t, claims("exp", time.Now().Add(-time.Minute).Unix())),
			"without end":          key.token(t, claims("exp", nil)),
			"not yet":              key.token(t, claims("nbf", time.Now().Add(time.Hour).Unix())),
			"another issuer":       key.token(t, claims("iss", "https://other.example.com")),
			"no issuer":            key.token(t, claims("iss", nil)),
			"another audience":     key.token(t, claims("aud", "other")),
			"no tenant":            key.token(t, claims("tenant", nil)),
			"empty tenant":         key.token(t, claims("tenant", "")),
			"no subject":           key.token(t, claims("sub", nil)),
			"another key":          ecKey(t, "k1").token(t, claims()),
			"tampered":             good[:len(good)-8] + "AAAAAAAA",
			"unsigned":             withHeader(good, `{"alg":"none","kid":"k1"}`)[:strings.LastIndexByte(good, '.')],
			"four parts":           good + ".AAAA",
			"two parts":            good[:strings.LastIndexByte(good, '.')],
			"no JSON":              "Bearer a.b.c",
			"kid is no text":       withHeader(good, `{"alg":"ES256","kid":7}`),
			"an unknown algorithm": withHeader(good, `{"alg":"ES256K","kid":"k1"}`),
		} {
			if caller, err := a.Authenticate(t.Context(), text); code(err) != canonical.Unauthenticated {
				t.Errorf("%s: %+v, %v", name, caller, err)
			}
		}
		list := key.token(t, claims("scope", []string{"offers:read"}))
		if caller, err := a.Authenticate(t.Context(), list); err != nil || !caller.May("offers:read") {
			t.Errorf("scopes as a list: %+v, %v", caller, err)
		}
	})
}

// TestX18CritIsRefused signs properly and names an extension.
func TestX18CritIsRefused(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		key := ecKey(t, "k1")
		a := serve(t, &issuer{set: setOf(key.public(t))}, options(), auth.Dependencies{})
		synctest.Wait()
		for _, names := range [][]string{{"exp"}, {"b64"}, {"urn:example:must-understand"}, {"alg", "kid"}} {
			header := []any{"crit", names}
			for _, name := range names {
				if name == "urn:example:must-understand" {
					header = append(header, name, true)
				}
			}
			text := key.token(t, claims(), header...)
			if caller, err := a.Authenticate(t.Context(), text); code(err) != canonical.Unauthenticated {
				t.Errorf("crit %v: %+v, %v", names, caller, err)
			}
		}
	})
}

// TestAlgorithmsAreThoseOfTheKey tries to have a key used otherwise than its type
// and the set allow.
func TestAlgorithmsAreThoseOfTheKey(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		key := rsaKey(t, "k1")
		public, err := x509.MarshalPKIXPublicKey(key.private.(*rsa.PrivateKey).Public())
		if err != nil {
			t.Fatal(err)
		}
		text := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: public})
		secret := `{"kty":"oct","kid":"shared","alg":"HS256","k":"c2hhcmVkLXNlY3JldC1vZi10aGUtaXNzdWVyLTAwMTc"}`
		a := serve(t, &issuer{set: setOf(key.public(t, "alg", `"RS256"`), secret)}, options(), auth.Dependencies{})
		synctest.Wait()
		if _, err := a.Authenticate(t.Context(), key.token(t, claims())); err != nil {
			t.Fatal(err)
		}
		for name, forged := range map[string]privateKey{
			"HS256 with the public key as PEM": {text, "k1", jwa.HS256()},
			"HS256 with the public key as DER": {public, "k1", jwa.HS256()},
			"HS256 with a secret of the set":   {[]byte("shared-secret-of-the-issuer-0017"), "shared", jwa.HS256()},
			"PS256 where the set says RS256":   {key.private, "k1", jwa.PS256()},
			"RS512 where the set says RS256":   {key.private, "k1", jwa.RS512()},
		} {
			if caller, err := a.Authenticate(t.Context(), forged.token(t, claims())); code(err) != canonical.Unauthenticated {
				t.Errorf("%s: %+v, %v", name, caller, err)
			}
		}
	})
}

// TestKeyIDsThatAreSharedOrMissing wants each suitable key to be tried.
func TestKeyIDsThatAreSharedOrMissing(t *testing.T) {
	t.Parallel()
	first, second, anonymous := ecKey(t, "same"), ecKey(t, "same"), ecKey(t, "")
	other := rsaKey(t, "same")
	for name, c := range map[string]struct {
		set    string
		signer privateKey
		taken  bool
	}{
		"the first of two":               {setOf(first.public(t), second.public(t)), first, true},
		"the second of two":              {setOf(first.public(t), second.public(t)), second, true},
		"another type of the same id":    {setOf(first.public(t), other.public(t)), other, true},
		"no id in the token":             {setOf(first.public(t), anonymous.public(t, "kid", `"named"`)), anonymous, true},
		"no id in the set":               {setOf(anonymous.public(t)), privateKey{anonymous.private, "named", jwa.ES256()}, true},
		"no id anywhere":                 {setOf(first.public(t), anonymous.public(t)), anonymous, true},
		"the right key under another id": {setOf(first.public(t)), privateKey{first.private, "other", jwa.ES256()}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(t *testing.T) {
				a := serve(t, &issuer{set: c.set}, options(), auth.Dependencies{})
				synctest.Wait()
				if _, err := a.Authenticate(t.Context(), c.signer.token(t, claims())); (err == nil) != c.taken {
					t.Errorf("taken: %v, want %v", err, c.taken)
				}
			})
		})
	}
}

// TestSubjectsAreNoKeyIDs wants a token whose subject is the id of an API key to
// be another caller.
func TestSubjectsAreNoKeyIDs(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		key := ecKey(t, "k1")
		a := serve(t, &issuer{set: setOf(key.public(t))}, options(), auth.Dependencies{})
		synctest.Wait()
		byKey, err := a.Authenticate(t.Context(), "Bearer "+apiKey)
		if err != nil || byKey.Key() != "app-7" {
			t.Fatalf("%+v, %v", byKey, err)
		}
		seen := map[string]string{byKey.Key(): "the API key"}
		for _, subject := range []string{"app-7", "jwt:app-7", ":app-7", "https%3A%2F%2Fissuer.example.com:app-7"} {
			caller, err := a.Authenticate(t.Context(), key.token(t, claims("sub", subject)))
			if err != nil || caller.ID != subject {
				t.Fatalf("%s: %+v, %v", subject, caller, err)
			}
			if twin, taken := seen[caller.Key()]; taken {
				t.Errorf("the subject %q is the same caller as %s", subject, twin)
			}
			seen[caller.Key()] = subject
		}
	})
}
