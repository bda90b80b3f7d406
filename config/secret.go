package config

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"unicode"
	"unicode/utf8"

	"canongate/canonical"
)

const (
	envPrefix  = "env:"
	filePrefix = "file:"
	maxSecret  = 64 << 10
)

var errNotReference = errors.New("must be a reference, env:NAME or file:PATH: a secret does not stand in this file")

// Secret resolves a reference, env:NAME or file:PATH (relative to the working
// directory; one line of text, whose end is not part of the secret). Its errors
// never show the reference: somebody may have put the secret itself there.
func Secret(reference string) (canonical.Secret, error) {
	if name, ok := strings.CutPrefix(reference, envPrefix); ok {
		if value := os.Getenv(name); value != "" {
			return secretIn(value)
		}
		return canonical.Secret{}, errors.New("refers to an environment variable that is not set")
	}
	if path, ok := strings.CutPrefix(reference, filePrefix); ok {
		return secretFile(path)
	}
	return canonical.Secret{}, errNotReference
}

func secretFile(path string) (canonical.Secret, error) {
	info, err := os.Stat(path)
	if err != nil {
		return canonical.Secret{}, fmt.Errorf("refers to a file: %s", reason(err))
	}
	if !info.Mode().IsRegular() || info.Size() > maxSecret {
		return canonical.Secret{}, fmt.Errorf("refers to a file that is not a small regular one (at most %d KiB)", maxSecret>>10)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return canonical.Secret{}, fmt.Errorf("refers to a file: %s", reason(err))
	}
	return secretIn(string(content))
}

const byteOrderMark = "\ufeff"

// secretIn takes a secret out of the text of a file or a variable. What an editor
// leaves there unseen would be sent to a vendor as part of a password, and refused.
func secretIn(text string) (canonical.Secret, error) {
	value := strings.TrimRight(strings.TrimPrefix(text, byteOrderMark), "\r\n")
	several := strings.ContainsAny(value, "\r\n")
	document := strings.HasPrefix(value, "{") || strings.HasPrefix(value, "-----BEGIN ") // a key set, a key in PEM
	switch {
	case strings.TrimSpace(value) == "":
		return canonical.Secret{}, errors.New("refers to an empty file")
	case several && !document:
		return canonical.Secret{}, errors.New("refers to several lines: the secret must stand alone, on one")
	case value != strings.TrimSpace(value) && !document:
		return canonical.Secret{}, errors.New("refers to a text that begins or ends with a blank: take it out")
	case !utf8.ValidString(value) || strings.ContainsFunc(value, unseen):
		return canonical.Secret{}, errors.New("refers to a text with characters that cannot be seen, or that is not UTF-8")
	}
	return canonical.NewSecret(value), nil
}

// unseen says whether nobody sees that a character is there.
func unseen(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf) && r != '\n' && r != '\r' && r != '\t'
}

// IsReference says whether the text refers to a secret.
func IsReference(text string) bool {
	return strings.HasPrefix(text, envPrefix) || strings.HasPrefix(text, filePrefix)
}

// assumed stands for a secret that is not there: base64 of 32 bytes, which is a good key
// and a good password.
var assumed = canonical.NewSecret("YXNzdW1lZCBhc3N1bWVkIGFzc3VtZWQgYXNzdW1lZCE=")

// SecretOf resolves a secret of a connection of this file.
func (f *File) SecretOf(c Connection, reference string) (canonical.Secret, error) {
	if f.WithoutSecrets && IsReference(reference) {
		return assumed, nil
	}
	return c.Secret(reference)
}

// Secret resolves a secret of this connection. A sandbox takes the text itself
// as well: it has no secrets worth hiding.
func (c Connection) Secret(reference string) (canonical.Secret, error) {
	if c.Sandbox && !IsReference(reference) {
		return canonical.NewSecret(reference), nil
	}
	return Secret(reference)
}
