package gateway

import (
	"crypto/sha256"
	"encoding/hex"

	"canongate/canonical"
	"canongate/gateway/openapi"
	"canongate/gateway/schema"
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

// fingerprint tells two intents under one Idempotency-Key apart: the body, and
// what the path names.
func (r *request) fingerprint(body schema.Digest) [sha256.Size]byte {
	return sha256.Sum256(append(body.Sum[:], r.path...))
}

// stickyKey is what keeps a weighted choice the same: the key of a keyed
// operation, else what is asked, else who asks.
func (r *request) stickyKey(body schema.Digest) string {
	switch {
	case r.key != "" && r.effect().NeedsKey():
		return r.caller.ID + "\x00" + r.key
	case body.Given:
		return hex.EncodeToString(body.Sum[:])
	}
	return r.caller.Tenant + "\x00" + r.caller.ID
}
