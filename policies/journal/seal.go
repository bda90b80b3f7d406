package journal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"strings"
	"sync"
	"sync/atomic"
)

// Sealer encrypts what the journal stores. aad is bound to the result: it opens
// with the same aad only. Implementations are safe for concurrent use.
type Sealer interface {
	Seal(plain, aad []byte) ([]byte, error)
	Open(sealed, aad []byte) ([]byte, error)
	// Checks gives what the keys are known again by.
	Checks() []KeyCheck
}

// unreadable stands for a text that an operator wrote and that does not open: what it was
// written for holds all the same.
const unreadable = "(sealed with a key that is not here)"

// ErrSealed means a stored value does not open: its key is not in the set, or
// the value was changed or moved.
var ErrSealed = errors.New("sealed value does not open")

// Key is one 256-bit secret of a KeySet. It prints its ID only.
type Key struct {
	ID     uint32
	Secret [32]byte
}

// String names the key.
func (k Key) String() string { return fmt.Sprintf("key %d", k.ID) }

// GoString names the key, for %#v.
func (k Key) GoString() string { return k.String() }

// KeySet is a Sealer over AES-256-GCM. New values are sealed with the primary
// key and name it; values of an older key open as long as that key is in the set.
//
// Values are sealed with a key that is derived from a random salt and serves valuesPerKey
// of them, because a plain GCM key with random nonces is spent after 2^32 values: days for
// a busy journal. To derive one for each value cost more than to seal with it.
type KeySet struct {
	primary uint32
	secrets map[uint32]*macs
	sealing atomic.Pointer[sealing]
}

const valuesPerKey = 1 << 16

// sealing is a derived key, with the header that names it.
type sealing struct {
	head []byte
	box  cipher.AEAD
	left atomic.Int64 // how many values more it serves
}

// Layout of a sealed value: version, key id, salt, nonce and ciphertext with tag.
const (
	sealVersion  = 1
	sealSaltSize = 16
	sealHeader   = 1 + 4 + sealSaltSize
)

// NewKeySet makes a set that seals with primary and also opens what old sealed.
func NewKeySet(primary Key, old ...Key) (*KeySet, error) {
	set := &KeySet{primary: primary.ID, secrets: make(map[uint32]*macs, 1+len(old))}
	for _, key := range append([]Key{primary}, old...) {
		if key.Secret == [32]byte{} {
			return nil, fmt.Errorf("make journal key set: %v is empty", key)
		}
		if _, twice := set.secrets[key.ID]; twice {
			return nil, fmt.Errorf("make journal key set: %v stands twice", key)
		}
		set.secrets[key.ID] = newMACs(key.Secret[:])
	}
	return set, nil
}

// Seal implements Sealer.
func (s *KeySet) Seal(plain, aad []byte) ([]byte, error) {
	with := s.sealing.Load()
	if with == nil || with.left.Add(-1) < 0 {
		var err error
		if with, err = s.deriveAnew(); err != nil {
			return nil, err
		}
		s.sealing.Store(with)
	}
	sealed := append(make([]byte, 0, sealHeader+len(plain)+12+16), with.head...)
	return with.box.Seal(sealed, nil, plain, aad), nil //nolint:gosec // box draws the nonce itself
}

// deriveAnew gives a key that nothing was sealed with; it counts the value that asks.
func (s *KeySet) deriveAnew() (*sealing, error) {
	with := &sealing{head: binary.BigEndian.AppendUint32([]byte{sealVersion}, s.primary)}
	with.head = append(with.head, make([]byte, sealSaltSize)...)
	if _, err := rand.Read(with.head[5:]); err != nil {
		return nil, fmt.Errorf("seal value: %w", err)
	}
	with.left.Store(valuesPerKey - 1)
	var err error
	with.box, err = s.box(with.head)
	return with, err
}

// Open implements Sealer. Its error is ErrSealed.
func (s *KeySet) Open(sealed, aad []byte) ([]byte, error) {
	if len(sealed) < sealHeader || sealed[0] != sealVersion {
		return nil, ErrSealed
	}
	box, err := s.box(sealed[:sealHeader])
	if err != nil {
		return nil, err
	}
	plain, err := box.Open(nil, nil, sealed[sealHeader:], aad)
	if err != nil {
		return nil, ErrSealed
	}
	return plain, nil
}

// box derives the cipher that the header of a sealed value names. Its key is the first
// block of HKDF-Expand (RFC 5869), which is all that 256 bits take.
func (s *KeySet) box(head []byte) (cipher.AEAD, error) {
	secret, ok := s.secrets[binary.BigEndian.Uint32(head[1:5])]
	if !ok {
		return nil, ErrSealed
	}
	derived := secret.sum([]byte("canongate journal "), head[5:sealHeader], []byte{1})
	block, err := aes.NewCipher(derived[:])
	if err != nil {
		return nil, fmt.Errorf("derive sealing key: %w", err)
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// macs are keyed hashes with one secret. They are kept: to key one takes as long as to
// hash a short text with it.
type macs struct{ free sync.Pool }

func newMACs(secret []byte) *macs {
	return &macs{sync.Pool{New: func() any { return hmac.New(sha256.New, secret) }}}
}

func (m *macs) sum(parts ...[]byte) (sum [sha256.Size]byte) {
	mac := m.free.Get().(hash.Hash) //nolint:forcetypeassert // it makes nothing else
	defer m.free.Put(mac)
	mac.Reset()
	for _, part := range parts {
		mac.Write(part)
	}
	mac.Sum(sum[:0])
	return sum
}

// place names a column of a row, to bind a sealed value to it.
func place(column string, row ...string) []byte {
	return []byte(column + "\x00" + strings.Join(row, "\x00"))
}
