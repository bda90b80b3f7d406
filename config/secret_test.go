package config

import (
	"os"
	"path/filepath"
	"slices"
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
		"file with a line end":  {write("line", "of a file\r\n"), "of a file", ""},
		"file of two line ends": {write("lines", "of a file\n\n"), "of a file", ""},
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

// TestCaseSecretFileWithBOM tries what editors, shells and mounted secrets leave in
// a file beside the secret.
func TestCaseSecretFileWithBOM(t *testing.T) {
	const several = "refers to several lines: the secret must stand alone, on one"
	const blank = "refers to a text that begins or ends with a blank: take it out"
	const unseen = "refers to a text with characters that cannot be seen, or that is not UTF-8"
	for name, c := range map[string]struct{ text, want, refusal string }{
		"a BOM":                     {"\xef\xbb\xbfhunter2\r\n", "hunter2", ""},
		"a BOM alone":               {"\xef\xbb\xbf\n", "", "refers to an empty file"},
		"UTF-16":                    {"\xff\xfeh\x00u\x00", "", unseen},
		"two BOMs":                  {"\ufeff\ufeffhunter2", "", unseen},
		"a trailing blank":          {"hunter2 \n", "", blank},
		"a leading blank":           {" hunter2", "", blank},
		"a trailing tab":            {"hunter2\t", "", blank},
		"a no-break space":          {"hunter2\u00a0", "", blank},
		"a blank inside":            {"hunter two", "hunter two", ""},
		"a second line":             {"hunter2\n# the old one\n", "", several},
		"a line of blanks after it": {"hunter2\n \n", "", several},
		"a zero-width space":        {"hunter\u200b2", "", unseen},
		"a NUL":                     {"hunter2\x00", "", unseen},
		"blanks only":               {" \t\n", "", "refers to an empty file"},
		"a key set":                 {"{\n\t\"key\": []\n}\n", "{\n\t\"key\": []\n}", ""},
		"a key":                     {"-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n", "-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----", ""},
		"letters of all scripts":    {"пароль‑密码", "пароль‑密码", ""},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "secret")
			if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
				t.Fatal(err)
			}
			got, err := Secret("file:" + path)
			if got.Reveal() != c.want || c.refusal == "" && err != nil || c.refusal != "" && (err == nil || err.Error() != c.refusal) {
				t.Errorf("resolved to %q, %v; want %q, %q", got.Reveal(), err, c.want, c.refusal)
			}
			if strings.Contains(c.text, "\x00") {
				return // no variable can hold it
			}
			t.Setenv("CANONGATE_TEST_SECRET", c.text)
			if got, err := Secret("env:CANONGATE_TEST_SECRET"); got.Reveal() != c.want || (err == nil) != (c.refusal == "") {
				t.Errorf("of the environment: %q, %v", got.Reveal(), err)
			}
		})
	}
}

// TestWithoutSecrets takes references for good ones, and nothing else.
func TestWithoutSecrets(t *testing.T) {
	t.Parallel()
	const text = "server: {admin_token: \"env:CANONGATE_NOT_SET\", tls: {cert_file: /nowhere/cert.pem, key_file: /nowhere/key.pem}}\n" +
		"ids: {keyset: \"file:/nowhere/ids.json\"}\n"
	problems := func(f *File) string {
		var paths []string
		for _, m := range f.Problems() {
			paths = append(paths, m.Path)
		}
		slices.Sort(paths)
		return strings.Join(paths, " ")
	}
	if got := problems(Parse("c.yaml", []byte(text))); got != "auth connections ids.keyset routes server.admin_token server.tls.cert_file" {
		t.Errorf("with secrets: %s", got)
	}
	without := ParseWithoutSecrets("c.yaml", []byte(text))
	if got := problems(without); got != "auth connections routes" {
		t.Errorf("without: %s", got)
	}
	literal := ParseWithoutSecrets("c.yaml", []byte(strings.Replace(text, "env:CANONGATE_NOT_SET", "hunter2", 1)))
	if got := problems(literal); got != "auth connections routes server.admin_token" {
		t.Errorf("a literal: %s", got)
	}
	if _, err := without.SecretOf(Connection{}, "env:CANONGATE_NOT_SET"); err != nil {
		t.Errorf("of a connection: %v", err)
	}
	if _, err := without.SecretOf(Connection{}, "hunter2"); err == nil {
		t.Error("a literal was taken for a secret of a connection")
	}
}
