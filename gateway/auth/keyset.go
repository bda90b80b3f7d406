package auth

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"encoding/json"
	"reflect"
	"slices"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwk"
	"github.com/lestrrat-go/jwx/v3/jws"
)

// keySet are the usable keys of a JSON Web Key Set.
type keySet struct {
	keys    []key
	skipped int // those that cannot be used
}

// key is a public key that verifies signatures.
type key struct {
	id         string // "" where the set gives none
	public     any
	algorithms []jwa.SignatureAlgorithm
}

// algorithms are those that a token may be signed with. All are asymmetric: who
// verifies by a shared secret could sign as well.
var algorithms = byName(
	jwa.RS256(), jwa.RS384(), jwa.RS512(), jwa.PS256(), jwa.PS384(), jwa.PS512(),
	jwa.ES256(), jwa.ES384(), jwa.ES512(), jwa.EdDSA(), jwa.EdDSAEd25519(),
)

func byName(all ...jwa.SignatureAlgorithm) map[string]jwa.SignatureAlgorithm {
	named := make(map[string]jwa.SignatureAlgorithm, len(all))
	for _, a := range all {
		named[a.String()] = a
	}
	return named
}

// minRSABits is the least length of an RSA key (RFC 7518 §3.3).
const minRSABits = 2048

// maxKeys bounds a set: a token without a key id is tried with each.
const maxKeys = 128

var byteOrderMark = []byte{0xEF, 0xBB, 0xBF}

// readKeySet reads a set key by key; ok is false for a text that is no set.
func readKeySet(text []byte) (set *keySet, ok bool) {
	var found struct {
		Keys []json.RawMessage `json:"keys"`
	}
	if json.Unmarshal(bytes.TrimPrefix(text, byteOrderMark), &found) != nil || found.Keys == nil {
		return nil, false
	}
	set = &keySet{}
	for _, text := range found.Keys {
		k, usable := readKey(text)
		if !usable || len(set.keys) == maxKeys {
			set.skipped++
			continue
		}
		set.keys = append(set.keys, k)
	}
	return set, true
}

// brings says whether the set has a key that the one before it has not.
func (s *keySet) brings(before *keySet) bool {
	return slices.ContainsFunc(s.keys, func(k key) bool {
		return !slices.ContainsFunc(before.keys, func(old key) bool { return reflect.DeepEqual(k, old) })
	})
}

// publicMembers are those of a JWK that name a public key and what it is for.
// Others are left out before the key is read: certificates beside a good key do
// not have to be good, and private parts are nothing to be kept.
var publicMembers = []string{"kty", "use", "key_ops", "alg", "kid", "crv", "x", "y", "n", "e"}

func readKey(text json.RawMessage) (key, bool) {
	var given map[string]json.RawMessage
	if json.Unmarshal(text, &given) != nil {
		return key{}, false
	}
	public := make(map[string]json.RawMessage, len(publicMembers))
	for _, name := range publicMembers {
		if value, ok := given[name]; ok && string(value) != "null" {
			public[name] = value
		}
	}
	text, err := json.Marshal(public)
	if err != nil {
		return key{}, false
	}
	read, err := jwk.ParseKey(text)
	if err != nil || !signs(read) {
		return key{}, false
	}
	k := key{}
	k.id, _ = read.KeyID()
	if jwk.Export(read, &k.public) != nil {
		return key{}, false
	}
	k.algorithms = algorithmsOf(k.public)
	if only, limited := read.Algorithm(); limited {
		k.algorithms = slices.DeleteFunc(k.algorithms, func(a jwa.SignatureAlgorithm) bool { return a.String() != only.String() })
	}
	return k, len(k.algorithms) > 0
}

// signs says whether the key is for signatures, as far as the set says.
func signs(read jwk.Key) bool {
	if use, given := read.KeyUsage(); given && use != string(jwk.ForSignature) {
		return false
	}
	operations, given := read.KeyOps()
	return !given || slices.Contains(operations, jwk.KeyOpVerify)
}

// algorithmsOf are those that a public key can verify; none for what is not a
// sound one.
func algorithmsOf(public any) []jwa.SignatureAlgorithm {
	switch k := public.(type) {
	case *rsa.PublicKey:
		if k.N.BitLen() >= minRSABits {
			return []jwa.SignatureAlgorithm{jwa.RS256(), jwa.RS384(), jwa.RS512(), jwa.PS256(), jwa.PS384(), jwa.PS512()}
		}
	case *ecdsa.PublicKey:
		if _, err := k.ECDH(); err != nil { // the point is not on the curve
			return nil
		}
		switch k.Curve {
		case elliptic.P256():
			return []jwa.SignatureAlgorithm{jwa.ES256()}
		case elliptic.P384():
			return []jwa.SignatureAlgorithm{jwa.ES384()}
		case elliptic.P521():
			return []jwa.SignatureAlgorithm{jwa.ES512()}
		}
	case ed25519.PublicKey:
		return []jwa.SignatureAlgorithm{jwa.EdDSA(), jwa.EdDSAEd25519()}
	}
	return nil
}

// verifies tries each key that suits: of that id, or without one on either side.
func (s *keySet) verifies(keyID string, algorithm jwa.SignatureAlgorithm, token string) bool {
	return slices.ContainsFunc(s.keys, func(k key) bool {
		if keyID != "" && k.id != "" && keyID != k.id || !slices.Contains(k.algorithms, algorithm) {
			return false
		}
		_, err := jws.VerifyCompactFast(k.public, []byte(token), algorithm)
		return err == nil
	})
}
