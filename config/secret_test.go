package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSecret(t *testing.T) {
	t.Setenv("CANONGATE_TEST_SECRET", "of the environment")
	dir := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return "file:" + path
	}
	for name, c := range map[string]struct{ reference, want, refusal string }{
		"environment":           {"env:CANONGATE_TEST_SECRET", "of the environment", ""},
		"environment, not set":  {"env:CANONGATE_TEST_UNSET", "", "refers to an environment variable that is not set"},
		"file":                  {write("plain", "of a file"), "of a file", ""},
		"file with a line end":  {write("line", " of a file \r\n"), " of a file ", ""},
		"file of two line ends": {write("lines", "of a file\n\n"), "of a file\n", ""},
		"empty file":            {write("empty", "\n"), "", "refers to an empty file"},
		"no file":               {"file:" + filepath.Join(dir, "absent"), "", "refers to a file: no such file"},
		"directory":             {"file:" + dir, "", "refers to a file that is not a small regular one (at most 64 KiB)"},
		"large file":            {write("large", strings.Repeat("x", maxSecret+1)), "", "refers to a file that is not a small regular one (at most 64 KiB)"},
		"literal":               {"hunter2", "", errNotReference.Error()},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Secret(c.reference)
			if got.Reveal() != c.want {
				t.Errorf("resolved to %q", got.Reveal())
			}
			if c.refusal == "" && err != nil || c.refusal != "" && (err == nil || err.Error() != c.refusal) {
				t.Errorf("refused with %v, want %q", err, c.refusal)
			}
		})
	}
}

func TestOnlySandboxesTakeLiterals(t *testing.T) {
	t.Parallel()
	if s, err := (Connection{Sandbox: true}).Secret("literal"); err != nil || s.Reveal() != "literal" {
		t.Errorf("a sandbox refuses a literal: %v", err)
	}
	if _, err := (Connection{Sandbox: true}).Secret("env:CANONGATE_TEST_UNSET"); err == nil {
		t.Error("a sandbox takes a reference to nothing")
	}
	if _, err := (Connection{}).Secret("literal"); err == nil {
		t.Error("a connection to a vendor takes a literal")
	}
}
