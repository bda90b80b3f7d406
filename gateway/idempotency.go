package gateway

import (
	"crypto/sha256"
	"encoding/hex"

	"canongate/canonical"
	"canongate/gateway/openapi"
	"canongate/gateway/schema"

	"github.com/go-json-experiment/json/jsontext"
)

// checkKey holds an Idempotency-Key to what every store and log can keep.
func checkKey(key string) error {
	if key == "" {
		return &canonical.Error{
			Code: canonical.IdempotencyKeyMissing, Origin: canonical.OriginCaller,
			Message: "Send an Idempotency-Key: a fresh random value for each intent, the same for each repetition of it.",
		}
	}
	for i := range len(key) {
		if key[i] < ' ' || key[i] > '~' || len(key) > openapi.MaxKeyLength {
			return schema.InvalidRequest("A header cannot be used.", canonical.FieldError{
				Pointer: openapi.HeaderKey, Code: canonical.FieldInvalid, Detail: "must be 1 to 255 printable ASCII characters",
			})
		}
	}
	return nil
}

// bodyDigest is a digest of what a body says, whatever its spacing and the order
// of its members. The zero value is that of a request without a body.
type bodyDigest struct {
	sum   [sha256.Size]byte
	given bool
}

// digestOf hashes the canonical form of a JSON text (RFC 8785), and of a file
// beside it the bytes.
func digestOf(body, file []byte) (bodyDigest, error) {
	value := jsontext.Value(body).Clone()
	if err := value.Canonicalize(); err != nil {
		return bodyDigest{}, schema.InvalidRequest("The body is not well-formed JSON in valid UTF-8.")
	}
	h := sha256.New()
	h.Write(value)
	if file != nil {
		sum := sha256.Sum256(file)
		h.Write(sum[:])
	}
	d := bodyDigest{given: true}
	h.Sum(d.sum[:0])
	return d, nil
}

// fingerprint tells two intents under one Idempotency-Key apart: the body, and
// what the path names.
func (d bodyDigest) fingerprint(r *request) [sha256.Size]byte {
	return sha256.Sum256(append(d.sum[:], r.path...))
}

// stickyKey is what keeps a weighted choice the same: the key of a keyed
// operation, else what is asked, else who asks.
func (d bodyDigest) stickyKey(r *request) string {
	switch {
	case r.key != "" && r.effect().NeedsKey():
		return r.caller.ID + "\x00" + r.key
	case d.given:
		return hex.EncodeToString(d.sum[:])
	}
	return r.caller.Tenant + "\x00" + r.caller.ID
}
