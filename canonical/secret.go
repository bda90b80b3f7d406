package canonical

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
)

const (
	secretMark   = "[secret]"
	personalMark = "[personal]"
	contentMark  = "[content]"
)

// Secret is a write-only value: an OTP, a credential, an account number. Every
// format verb, slog and JSON print a fixed mark instead of it. The zero value
// is "no secret". Safe to copy and to compare with ==, though credentials
// must be compared in constant time.
type Secret struct{ value string }

// NewSecret wraps a value.
func NewSecret(value string) Secret { return Secret{value} }

// Reveal gives the value. Call it only where it is put on the wire.
func (s Secret) Reveal() string { return s.value }

// IsZero says whether there is no secret; it makes `omitzero` work.
func (s Secret) IsZero() bool { return s.value == "" }

// Last4 gives the last four characters, or nothing when the secret is too
// short for that to hide most of it.
func (s Secret) Last4() string { return last4(s.value) }

// Format prints the mark for every verb.
func (s Secret) Format(f fmt.State, _ rune) { mark(f, secretMark) }

// LogValue prints the mark in slog.
func (s Secret) LogValue() slog.Value { return slog.StringValue(secretMark) }

// MarshalText prints the mark: a secret is never part of an answer.
func (s Secret) MarshalText() ([]byte, error) { return []byte(secretMark), nil }

// UnmarshalText takes the value as it is.
func (s *Secret) UnmarshalText(b []byte) error {
	s.value = string(b)
	return nil
}

// Personal is text about a person. It marshals as itself in the API and
// prints a fixed mark in every format verb and in slog.
type Personal string

// Format prints the mark for every verb.
func (p Personal) Format(f fmt.State, _ rune) { mark(f, personalMark) }

// LogValue prints the mark in slog.
func (p Personal) LogValue() slog.Value { return slog.StringValue(personalMark) }

// Last4 gives the last four characters, or nothing when there are fewer than
// eight.
func (p Personal) Last4() string { return last4(string(p)) }

// Content is the bytes of a document, base64 (RFC 4648 §4, padded) in JSON on
// the way in. It is never marshalled and never printed.
type Content []byte

// Format prints the mark for every verb.
func (c Content) Format(f fmt.State, _ rune) { mark(f, contentMark) }

// LogValue prints the mark in slog.
func (c Content) LogValue() slog.Value { return slog.StringValue(contentMark) }

// MarshalJSON refuses: content is write-only, so marshalling it is a defect.
func (c Content) MarshalJSON() ([]byte, error) {
	return nil, errors.New("document content is write-only")
}

// UnmarshalJSON reads padded standard base64.
func (c *Content) UnmarshalJSON(b []byte) error {
	return json.Unmarshal(b, (*[]byte)(c))
}

// Date is a calendar date, YYYY-MM-DD (RFC 3339 full-date). It has no zone
// and is never shifted by one. It prints a mark: most dates here are personal.
type Date string

// Format prints the mark for every verb.
func (d Date) Format(f fmt.State, _ rune) { mark(f, personalMark) }

// LogValue prints the mark in slog.
func (d Date) LogValue() slog.Value { return slog.StringValue(personalMark) }

func mark(f fmt.State, text string) {
	_, _ = io.WriteString(f, text) // fmt keeps what it could write; there is nothing to do about the rest
}

// last4 hides a value of fewer than eight characters whole: four shown of
// seven would leave too little to guess.
func last4(s string) string {
	if len(s) < 8 {
		return ""
	}
	return s[len(s)-4:]
}
