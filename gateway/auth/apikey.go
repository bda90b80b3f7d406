package auth

import (
	"errors"
	"time"

	"canongate/policies"
)

// APIKey is a caller that shows a key. The key itself is nowhere but at the
// caller; SHA256 are hex digests of the keys that are taken.
type APIKey struct {
	ID     string                `yaml:"id" jsonschema:"required" jsonschema_description:"Who calls. Idempotency keys belong to it, so keep it when the key is renewed."`
	Tenant string                `yaml:"tenant" jsonschema:"required"`
	SHA256 Hashes                `yaml:"sha256" jsonschema:"required"`
	Scopes []string              `yaml:"scopes" jsonschema:"required"`
	Rate   *policies.RateOptions `yaml:"rate,omitempty"`
	// TimedKeys says that the caller's Idempotency-Keys tell when they were made.
	TimedKeys bool `yaml:"timed_keys,omitempty" jsonschema_description:"The caller promises that every Idempotency-Key is a UUID of version 7 or a ULID, made when it is first used. After a restore of the journal, payments with younger keys are sent."`
}

// Hashes are those of the keys of one caller. One hash may stand in the file by
// itself.
type Hashes []Hash

// Shorthand is the member that a text instead of a list stands for.
func (Hashes) Shorthand() string { return "sha256" }

// Hash is the digest of a key, and until when the key is taken.
type Hash struct {
	SHA256    string  `yaml:"sha256" jsonschema:"required" jsonschema_description:"SHA-256 of the key, 64 hexadecimal digits; canongate keys makes one."`
	ExpiresAt Instant `yaml:"expires_at,omitempty" jsonschema_description:"From then on the key is refused; absent: never."`
}

// Expired says whether no key of the caller is taken any more.
func (h Hashes) Expired(now time.Time) bool {
	for _, hash := range h {
		if hash.ExpiresAt.IsZero() || now.Before(hash.ExpiresAt.Time) {
			return false
		}
	}
	return true
}

// Instant is a time as RFC 3339 has it; zero where none is given.
type Instant struct{ time.Time }

// Wanted says what an Instant is written as.
func (Instant) Wanted() string { return "a time such as 2027-01-31T00:00:00Z" }

// UnmarshalText reads RFC 3339.
func (i *Instant) UnmarshalText(text []byte) error {
	at, err := time.Parse(time.RFC3339, string(text))
	if err != nil {
		return errors.New("read time: it is not RFC 3339")
	}
	i.Time = at
	return nil
}
