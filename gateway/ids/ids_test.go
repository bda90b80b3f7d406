package ids_test

import (
	"bytes"
	"strings"
	"testing"

	"canongate/canonical"
	"canongate/gateway/ids"
)

func TestIDsAreDeterministicAndOpaque(t *testing.T) {
	t.Parallel()
	s := fresh(t)
	keys := canonical.Keys{"phone": "+919800000017", "kind": "ul"}
	first := seal(t, s, canonical.KindCustomer, "acme", bank, keys)
	if again := seal(t, s, canonical.KindCustomer, "acme", bank, canonical.Keys{"kind": "ul", "phone": "+919800000017"}); again != first {
		t.Errorf("equal keys give %s and %s", first, again)
	}
	others := map[string]string{
		"tenant":     seal(t, s, canonical.KindCustomer, "globex", bank, keys),
		"connection": seal(t, s, canonical.KindCustomer, "acme", otherBank, keys),
		"kind":       seal(t, s, canonical.KindVerification, "acme", bank, keys)[4:],
		"keys":       seal(t, s, canonical.KindCustomer, "acme", bank, canonical.Keys{"phone": "+919800000018", "kind": "ul"}),
	}
	for differs, other := range others {
		if other == first || other == first[4:] {
			t.Errorf("another %s gives the same id", differs)
		}
	}
	if !strings.HasPrefix(first, "cus_") || strings.ContainsAny(first, "+/= ") || strings.Contains(first, "9198") {
		t.Errorf("the id is %s", first)
	}
	connection, opened, err := s.Open(canonical.KindCustomer, "acme", first)
	if err != nil || connection != bank || opened["phone"] != keys["phone"] || len(opened) != 2 {
		t.Errorf("it opens to %q, %d keys, %v", connection, len(opened), err)
	}
}

func TestNoOtherTextOpens(t *testing.T) {
	t.Parallel()
	s := fresh(t)
	id := seal(t, s, canonical.KindCustomer, "acme", bank, canonical.Keys{"ecrn": "1"})
	for i := range id {
		for _, b := range []byte{'A', 'B', '_', '-', '='} {
			changed := []byte(id)
			if changed[i] == b {
				continue
			}
			changed[i] = b
			if _, _, err := s.Open(canonical.KindCustomer, "acme", string(changed)); err == nil {
				t.Fatalf("byte %d may be %q", i, b)
			}
		}
	}
	for _, text := range []string{"", "cus_", "cus", id + "=", id + "\n", " " + id, strings.ToUpper(id), "cus_" + strings.Repeat("A", 1<<16)} {
		if _, _, err := s.Open(canonical.KindCustomer, "acme", text); err == nil {
			t.Errorf("%.60q opens", text)
		}
	}
	if _, _, err := fresh(t).Open(canonical.KindCustomer, "acme", id); err == nil {
		t.Error("another key set opens it")
	}
}

func TestOldKeysStillOpen(t *testing.T) {
	t.Parallel()
	first, err := ids.NewKeyset()
	if err != nil {
		t.Fatal(err)
	}
	second, err := ids.RotateKeyset(first)
	if err != nil {
		t.Fatal(err)
	}
	before, after := open(t, first), open(t, second)
	keys := canonical.Keys{"ecrn": "1"}
	old := seal(t, before, canonical.KindCustomer, "acme", bank, keys)
	if _, got, err := after.Open(canonical.KindCustomer, "acme", old); err != nil || got["ecrn"] != "1" {
		t.Errorf("an old id does not open: %v", err)
	}
	sealed := seal(t, after, canonical.KindCustomer, "acme", bank, keys)
	if _, _, err := before.Open(canonical.KindCustomer, "acme", sealed); err == nil || sealed == old {
		t.Error("the new key does not seal")
	}
}

func TestKeysetsThatAreNone(t *testing.T) {
	t.Parallel()
	made, err := ids.NewKeyset()
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range [][]byte{nil, []byte("{}"), []byte("secret-material"), bytes.ReplaceAll(made, []byte("AesSivKey"), []byte("AesGcmKey"))} {
		_, err := ids.New(text)
		if err == nil || strings.Contains(err.Error(), "secret-material") {
			t.Errorf("%.30s gives %v", text, err)
		}
		if _, err := ids.RotateKeyset(text); err == nil && len(text) < 30 {
			t.Errorf("%.30s can be rotated", text)
		}
	}
}

const bank, otherBank = "stub-bank", "other-bank"

// fresh makes a codec with a key set of its own.
func fresh(t testing.TB) *ids.Codec {
	t.Helper()
	keyset, err := ids.NewKeyset()
	if err != nil {
		t.Fatal(err)
	}
	return open(t, keyset)
}

func open(t testing.TB, keyset []byte) *ids.Codec {
	t.Helper()
	s, err := ids.New(keyset)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func seal(t testing.TB, s *ids.Codec, kind canonical.Kind, tenant, connection string, keys canonical.Keys) string {
	t.Helper()
	id, err := s.Seal(kind, tenant, connection, keys)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func FuzzOpen(f *testing.F) {
	s := fresh(f)
	f.Add(seal(f, s, canonical.KindCustomer, "acme", bank, canonical.Keys{"ecrn": "1"}), "acme")
	f.Add("cus_", "")
	f.Fuzz(func(t *testing.T, id, tenant string) {
		connection, keys, err := s.Open(canonical.KindCustomer, tenant, id)
		if err != nil {
			if connection != "" || keys != nil {
				t.Error("a refused id gives something")
			}
			return
		}
		if again := seal(t, s, canonical.KindCustomer, tenant, connection, keys); again != id {
			t.Errorf("%q opens and is not what seals", id)
		}
	})
}

// Budget: 2 allocations, of the id and of memory for its cipher.
func BenchmarkSeal(b *testing.B) {
	s, keys := fresh(b), canonical.Keys{"ecrn": "1000017"}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.Seal(canonical.KindCustomer, "acme", bank, keys); err != nil {
			b.Fatal(err)
		}
	}
}

// Budget: 4 allocations: the plain text, the map of its keys and memory for the cipher.
func BenchmarkOpen(b *testing.B) {
	s := fresh(b)
	id := seal(b, s, canonical.KindCustomer, "acme", bank, canonical.Keys{"ecrn": "1000017"})
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := s.Open(canonical.KindCustomer, "acme", id); err != nil {
			b.Fatal(err)
		}
	}
}
