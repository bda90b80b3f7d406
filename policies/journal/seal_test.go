package journal

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestSealedValueOpensOnlyWhereItBelongs(t *testing.T) {
	t.Parallel()
	plain, aad := []byte("account 000111222"), place("payment", "acme", "pay_1")
	sealed, err := testKeys.Seal(plain, aad)
	must(t, err)
	changed := bytes.Clone(sealed)
	changed[len(changed)-1] ^= 1
	renamed := bytes.Clone(sealed)
	renamed[4] = 9 // the key id

	for name, c := range map[string]struct {
		keys   Sealer
		sealed []byte
		aad    []byte
		opens  bool
	}{
		"as sealed":         {testKeys, sealed, aad, true},
		"after rotation":    {mustKeys(testKey(2), testKey(1)), sealed, aad, true},
		"key forgotten":     {mustKeys(testKey(2)), sealed, aad, false},
		"other row":         {testKeys, sealed, place("payment", "acme", "pay_2"), false},
		"other tenant":      {testKeys, sealed, place("payment", "umbrella", "pay_1"), false},
		"changed":           {testKeys, changed, aad, false},
		"other key id":      {testKeys, renamed, aad, false},
		"cut short":         {testKeys, sealed[:sealHeader-1], aad, false},
		"header only":       {testKeys, sealed[:sealHeader], aad, false},
		"nothing":           {testKeys, nil, aad, false},
		"unknown version":   {testKeys, append([]byte{99}, sealed[1:]...), aad, false},
		"same id, new bits": {mustKeys(Key{ID: 1, Secret: [32]byte{7}}), sealed, aad, false},
	} {
		opened, err := c.keys.Open(c.sealed, c.aad)
		if c.opens && (err != nil || !bytes.Equal(opened, plain)) {
			t.Errorf("%s: opened %q, %v", name, opened, err)
		}
		if !c.opens && !errors.Is(err, ErrSealed) {
			t.Errorf("%s: error %v, want ErrSealed", name, err)
		}
	}
}

func TestSealingTwiceLooksDifferent(t *testing.T) {
	t.Parallel()
	one, err := testKeys.Seal([]byte("same"), nil)
	must(t, err)
	two, err := testKeys.Seal([]byte("same"), nil)
	must(t, err)
	if bytes.Equal(one, two) || bytes.Contains(one, []byte("same")) {
		t.Error("sealed values show what they hold")
	}
}

func TestDerivedKeyServesOnlySomeValues(t *testing.T) {
	t.Parallel()
	set := mustKeys(testKey(1))
	var salts []string
	for n := range 4 {
		if n == 2 {
			set.sealing.Load().left.Store(1)
		}
		sealed, err := set.Seal([]byte("plain"), nil)
		must(t, err)
		if plain, err := mustKeys(testKey(1)).Open(sealed, nil); err != nil || string(plain) != "plain" {
			t.Fatalf("%q %v", plain, err)
		}
		salts = append(salts, string(sealed[:sealHeader]))
	}
	if salts[0] != salts[1] || salts[1] != salts[2] || salts[2] == salts[3] {
		t.Errorf("%x", salts)
	}
}

func TestKeySetIsRefused(t *testing.T) {
	t.Parallel()
	if _, err := NewKeySet(testKey(1), testKey(1)); err == nil {
		t.Error("a key that stands twice was taken")
	}
	if _, err := NewKeySet(Key{ID: 1}); err == nil {
		t.Error("an empty key was taken")
	}
}

func TestKeyDoesNotPrintItsSecret(t *testing.T) {
	t.Parallel()
	key := Key{ID: 3, Secret: [32]byte([]byte("0123456789abcdef0123456789abcdef"))}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		if printed := fmt.Sprintf(verb, key); printed != "key 3" {
			t.Errorf("%s prints %q", verb, strings.ToValidUTF8(printed, "?"))
		}
	}
}

// What was sealed by the library's derivation opens.
func TestKeysAreDerivedByHKDF(t *testing.T) {
	t.Parallel()
	sealed, err := testKeys.Seal([]byte("plain"), nil)
	must(t, err)
	secret := testKey(1).Secret
	derived, err := hkdf.Expand(sha256.New, secret[:], "canongate journal "+string(sealed[5:sealHeader]), 32)
	must(t, err)
	block, err := aes.NewCipher(derived)
	must(t, err)
	box, err := cipher.NewGCMWithRandomNonce(block)
	must(t, err)
	if plain, err := box.Open(nil, nil, sealed[sealHeader:], nil); err != nil || string(plain) != "plain" {
		t.Errorf("%q %v", plain, err)
	}
}

func BenchmarkSeal(b *testing.B) {
	plain, aad := make([]byte, 1000), place("payment", "acme", "pay_1")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := testKeys.Seal(plain, aad); err != nil {
			b.Fatal(err)
		}
	}
}
