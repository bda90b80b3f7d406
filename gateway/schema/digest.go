package schema

import (
	"crypto/sha256"

	"github.com/go-json-experiment/json/jsontext"
)

// Digest is a digest of what a body says, whatever its spacing and the order of its
// members. The zero value is that of a request without a body.
type Digest struct {
	Sum   [sha256.Size]byte
	Given bool
}

// DigestOf hashes the canonical form of a JSON text (RFC 8785), and of a file
// beside it the bytes.
func DigestOf(body, file []byte) (Digest, error) {
	value := jsontext.Value(body).Clone()
	if err := value.Canonicalize(); err != nil {
		return Digest{}, InvalidRequest("The body is not well-formed JSON in valid UTF-8.")
	}
	h := sha256.New()
	h.Write(value)
	if file != nil {
		sum := sha256.Sum256(file)
		h.Write(sum[:])
	}
	d := Digest{Given: true}
	h.Sum(d.Sum[:0])
	return d, nil
}
