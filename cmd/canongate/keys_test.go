package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"canongate/canonical"
	"canongate/config"
	"canongate/gateway/ids"
	"canongate/policies/webhooks"
)

func TestKeys(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "ids.json")
	code, out := command(t, "keys", "--keyset", path)
	found := regexp.MustCompile(`(?m)^api_key: +(\S+)\nsha256: +(\S+)\nwebhook_secret: (\S+)$`).FindStringSubmatch(out)
	if code != 0 || found == nil {
		t.Fatalf("exit code %d: %s", code, out)
	}
	if config.HashKey(found[1]) != found[2] {
		t.Error("the hash is not the key's")
	}
	subscriber := webhooks.Subscriber{Name: "s", Secret: canonical.NewSecret(found[3])}
	if _, err := webhooks.New(nil, []webhooks.Subscriber{subscriber}, webhooks.Options{}); err != nil {
		t.Error(err)
	}
	_, entry, _ := strings.Cut(out, "\n\n")
	file := config.Parse("canongate.yaml", []byte("auth:\n  api_keys:\n"+entry))
	keys := file.Config.Auth.APIKeys
	if !file.Sound("auth") || len(keys) != 1 || len(keys[0].SHA256) != 1 || keys[0].SHA256[0].SHA256 != found[2] {
		t.Errorf("the stanza reads as %+v: %v", keys, file.Problems())
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key set is not its owner's alone: %v, %v", info.Mode(), err)
	}
	if code, _ := command(t, "keys", "--keyset", path); code != exitRuntime {
		t.Errorf("a key set was written over: exit code %d", code)
	}
}

// TestRotate wants ids of the old key to open after a rotation, and the
// journal's old key to go on opening what it sealed.
func TestRotate(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "ids.json")
	if code, out := command(t, "keys", "--keyset", path); code != 0 {
		t.Fatal(out)
	}
	before := keyset(t, path)
	if code, out := command(t, "keys", "--rotate", path); code != 0 {
		t.Fatal(out)
	}
	after := keyset(t, path)

	old, err := ids.New(before)
	if err != nil {
		t.Fatal(err)
	}
	id, err := old.Seal(canonical.KindCustomer, "acme", "first", canonical.Keys{"ecrn": "1"})
	if err != nil {
		t.Fatal(err)
	}
	rotated, err := ids.New(after)
	if err != nil {
		t.Fatal(err)
	}
	if connection, _, err := rotated.Open(canonical.KindCustomer, "acme", id); err != nil || connection != "first" {
		t.Errorf("an old id does not open: %q, %v", connection, err)
	}

	journalWas, err := journalKeys(before)
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := journalWas.Seal([]byte("body"), []byte("row"))
	if err != nil {
		t.Fatal(err)
	}
	journalIs, err := journalKeys(after)
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := journalIs.Open(sealed, []byte("row")); err != nil || string(plain) != "body" {
		t.Errorf("what the journal sealed before does not open: %v", err)
	}
}

func keyset(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestJournalKeysRefuse(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "{}", `{"primaryKeyId":1,"key":[{"keyId":1,"keyData":{"value":"%"}}]}`} {
		if _, err := journalKeys([]byte(text)); err == nil {
			t.Errorf("took %q", text)
		}
	}
}
