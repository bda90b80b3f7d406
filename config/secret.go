package config

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"canongate/canonical"
)

const (
	envPrefix  = "env:"
	filePrefix = "file:"
	maxSecret  = 64 << 10
)

var errNotReference = errors.New("must be a reference, env:NAME or file:PATH: a secret does not stand in this file")

// Secret resolves a reference, env:NAME or file:PATH (relative to the working
// directory; one trailing line break is not part of the secret). Its errors
// never show the reference: somebody may have put the secret itself there.
func Secret(reference string) (canonical.Secret, error) {
	if name, ok := strings.CutPrefix(reference, envPrefix); ok {
		if value := os.Getenv(name); value != "" {
			return canonical.NewSecret(value), nil
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
	value := strings.TrimSuffix(strings.TrimSuffix(string(content), "\n"), "\r")
	if value == "" {
		return canonical.Secret{}, errors.New("refers to an empty file")
	}
	return canonical.NewSecret(value), nil
}

// IsReference says whether the text refers to a secret.
func IsReference(text string) bool {
	return strings.HasPrefix(text, envPrefix) || strings.HasPrefix(text, filePrefix)
}

// Secret resolves a secret of this connection. A sandbox takes the text itself
// as well: it has no secrets worth hiding.
func (c Connection) Secret(reference string) (canonical.Secret, error) {
	if c.Sandbox && !IsReference(reference) {
		return canonical.NewSecret(reference), nil
	}
	return Secret(reference)
}
