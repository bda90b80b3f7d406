package ids

import (
	"bytes"
	"encoding/hex"
	"testing"

	"github.com/tink-crypto/tink-go/v2/daead"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// RFC 5297 appendix A.1.
func TestSIVOfTheRFC(t *testing.T) {
	t.Parallel()
	unhex := func(text string) []byte {
		b, err := hex.DecodeString(text)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	s, err := newSIV(nil, unhex("fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"))
	if err != nil {
		t.Fatal(err)
	}
	associated, plain := unhex("101112131415161718191a1b1c1d1e1f2021222324252627"), unhex("112233445566778899aabbccddee")
	sealed := s.seal(nil, plain, associated)
	if want := "85632d07c6e8f37f950acd320a2ecc9340c02b9690c4dc04daef7f6afe5c"; hex.EncodeToString(sealed) != want {
		t.Errorf("seals to %x, want %s", sealed, want)
	}
	if opened, ok := s.open(nil, sealed, associated); !ok || !bytes.Equal(opened, plain) {
		t.Errorf("opens to %x, %v", opened, ok)
	}
}

// sides are one key set in our hands and in Tink's: the primary key and two that open.
func sides(t testing.TB) (*Codec, tink.DeterministicAEAD) {
	t.Helper()
	manager := keyset.NewManager()
	for _, template := range []func() error{
		func() error { _, err := manager.Add(daead.AESSIVKeyTemplate()); return err },
		func() error {
			template := daead.AESSIVKeyTemplate()
			template.OutputPrefixType = 3 // RAW: no prefix
			_, err := manager.Add(template)
			return err
		},
		func() error {
			id, err := manager.Add(daead.AESSIVKeyTemplate())
			if err != nil {
				return err
			}
			return manager.SetPrimary(id)
		},
	} {
		if err := template(); err != nil {
			t.Fatal(err)
		}
	}
	handle, err := manager.Handle()
	if err != nil {
		t.Fatal(err)
	}
	cipher, err := daead.New(handle)
	if err != nil {
		t.Fatal(err)
	}
	written, err := writeKeyset(handle)
	if err != nil {
		t.Fatal(err)
	}
	c, err := New(written)
	if err != nil {
		t.Fatal(err)
	}
	return c, cipher
}

func FuzzSIV(f *testing.F) {
	for _, plain := range []int{0, 1, 15, 16, 17, 31, 32, 33, 100, 5000} {
		for _, associated := range []int{0, 1, 16, 17, 40} {
			f.Add(bytes.Repeat([]byte{0x9c}, plain), bytes.Repeat([]byte{0x3e}, associated))
		}
	}
	c, theirs := sides(f)
	f.Fuzz(func(t *testing.T, plain, associated []byte) {
		before := bytes.Clone(plain)
		sealed := c.primary.seal([]byte("before"), plain, associated)[len("before"):]
		want, err := theirs.EncryptDeterministically(plain, associated)
		if err != nil || !bytes.Equal(sealed, want) || !bytes.Equal(plain, before) {
			t.Fatalf("%x with %x seals to %x, for Tink to %x, %v", before, associated, sealed, want, err)
		}
		for _, text := range [][]byte{sealed, plain, sealed[:len(sealed)-1], append(bytes.Clone(sealed), 0)} {
			got, ok := c.decrypt(nil, text, associated)
			want, err := theirs.DecryptDeterministically(text, associated)
			if ok != (err == nil) || ok && !bytes.Equal(got, want) {
				t.Errorf("%x opens to %x, %v; for Tink to %x, %v", text, got, ok, want, err)
			}
		}
		for _, old := range c.enabled {
			if got, err := theirs.DecryptDeterministically(old.seal(nil, plain, associated), associated); err != nil || !bytes.Equal(got, plain) {
				t.Errorf("what an older key sealed opens for Tink to %x, %v", got, err)
			}
		}
	})
}
