// Package signature finds out whether a vendor sent a notification: by its client
// certificate, by a signature of the body, or by a secret that is shown as it is.
package signature

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"strconv"
	"time"

	"canongate/canonical"
)

// Skew is how far the time of a signature may be from now.
const Skew = 5 * time.Minute

// firstMilli is the least number that is no time in seconds of these millennia.
const firstMilli = 100_000_000_000

// Accepts are the proofs that a Verifier takes besides a client certificate.
type Accepts int

// The proofs. A certificate needs no time: nobody else can send what it sent.
const (
	Anything  Accepts = iota // a signature, or the secret itself
	Secret                   // the secret itself only
	Signature                // a signature only
	Timed                    // a signature of time and body only: what else there is can be replayed
)

// Verifier checks the notifications of one connection. Safe for concurrent use.
type Verifier struct {
	Secret  canonical.Secret // zero: only a client certificate is believed
	Accepts Accepts
	Now     func() time.Time
	// The names of the headers: of the hex HMAC-SHA256 of the body or, with a time,
	// of "time.body"; of that time; of the secret itself.
	SignatureHeader, TimeHeader, SecretHeader string
}

// Verify says whether the vendor sent the notification.
func (v *Verifier) Verify(in canonical.InboundEvent) canonical.Authenticity {
	shown, given := in.Header.Get(v.SecretHeader), in.Header.Get(v.SignatureHeader)
	signed, secret := v.signed(in, given), v.shows(shown) // both always, for the time they take
	useSignature := given != "" && v.Accepts != Secret
	useSecret := !useSignature && shown != "" && v.Accepts != Signature
	switch {
	case in.VerifiedPeer:
		return canonical.Authenticity{}
	case v.Secret.IsZero(), !useSignature && !useSecret:
		return canonical.Authenticity{Forgery: canonical.Unsigned}
	case useSignature:
		return signed
	case !secret:
		return canonical.Authenticity{Forgery: canonical.WrongSignature}
	case v.Accepts == Timed:
		return canonical.Authenticity{Forgery: canonical.UntimedProof}
	}
	return canonical.Authenticity{}
}

// shows compares the secret that a request shows. Digests are compared, whose
// lengths say nothing.
func (v *Verifier) shows(secret string) bool {
	given, want := sha256.Sum256([]byte(secret)), sha256.Sum256([]byte(v.Secret.Reveal()))
	return subtle.ConstantTimeCompare(given[:], want[:]) == 1
}

// signed checks the signature. It computes one of its own whatever is given, so
// that what is missing takes as long as what is wrong.
func (v *Verifier) signed(in canonical.InboundEvent, signature string) canonical.Authenticity {
	timestamp := in.Header.Get(v.TimeHeader)
	mac := hmac.New(sha256.New, []byte(v.Secret.Reveal()))
	if timestamp != "" {
		mac.Write([]byte(timestamp + "."))
	}
	mac.Write(in.Body)
	given, err := hex.DecodeString(signature)
	if !hmac.Equal(given, mac.Sum(nil)) || err != nil {
		return canonical.Authenticity{Forgery: canonical.WrongSignature}
	}
	if timestamp == "" {
		if v.Accepts == Timed {
			return canonical.Authenticity{Forgery: canonical.UntimedProof}
		}
		return canonical.Authenticity{}
	}
	at, ok := parseTime(timestamp)
	if !ok || v.Now().Sub(at).Abs() > Skew {
		return canonical.Authenticity{Forgery: canonical.StaleSignature}
	}
	return canonical.Authenticity{Digest: given, Until: at.Add(Skew)}
}

// parseTime reads Unix seconds, milliseconds or RFC 3339.
func parseTime(text string) (time.Time, bool) {
	at, err := time.Parse(time.RFC3339Nano, text)
	if n, numeric := strconv.ParseInt(text, 10, 64); numeric == nil {
		at, err = time.Unix(n, 0), nil
		if n >= firstMilli {
			at = time.UnixMilli(n)
		}
	}
	return at, err == nil
}
