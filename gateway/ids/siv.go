package ids

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/subtle"
	"errors"

	"github.com/tink-crypto/tink-go/v2/daead/aessiv"
	"github.com/tink-crypto/tink-go/v2/insecuresecretdataaccess"
	"github.com/tink-crypto/tink-go/v2/key"
)

type block = [aes.BlockSize]byte

// siv is AES-SIV (RFC 5297) under one key, with one text of associated data. It gives
// what Tink's gives, which makes its key schedules anew for every text; a differential
// fuzz test holds it to that. Safe for concurrent use.
type siv struct {
	prefix         []byte // of what the key sealed
	mac, stream    cipher.Block
	whole, partial block // CMAC's subkeys (RFC 4493 §2.3), for a last block that is whole or not
	start          block // the doubled CMAC of a zero block, where S2V begins
}

var errKey = errors.New("its keys are not AES-SIV keys")

// keyBytes is the length of the two AES-256 keys that Tink wants.
const keyBytes = 64

func sivOf(k key.Key) (*siv, error) {
	own, ok := k.(*aessiv.Key)
	if !ok || own.KeyBytes().Len() != keyBytes {
		return nil, errKey
	}
	return newSIV(own.OutputPrefix(), own.KeyBytes().Data(insecuresecretdataaccess.Token{}))
}

// newSIV takes both AES keys in one (RFC 5297 §2.6).
func newSIV(prefix, keys []byte) (*siv, error) {
	mac, wrong := aes.NewCipher(keys[:len(keys)/2])
	stream, alsoWrong := aes.NewCipher(keys[len(keys)/2:])
	if wrong != nil || alsoWrong != nil {
		return nil, errKey
	}
	s := &siv{prefix: prefix, mac: mac, stream: stream}
	mac.Encrypt(s.whole[:], s.whole[:])
	double(&s.whole)
	s.partial = s.whole
	double(&s.partial)
	var w work
	s.cmac(&w, make([]byte, aes.BlockSize))
	s.start = w.sum
	double(&s.start)
	return s, nil
}

// work is the memory of one use: what a cipher.Block is given would be on the heap
// piece by piece.
type work struct{ sum, counter, key block }

// seal appends what the plain text becomes. It changes plain and restores it.
func (s *siv) seal(b, plain, associated []byte) []byte {
	var w work
	s.tag(&w, plain, associated)
	b = append(append(b, s.prefix...), w.sum[:]...)
	b = append(b, plain...)
	s.crypt(&w, &w.sum, b[len(b)-len(plain):])
	return b
}

// open appends the plain text of what seal made, unless it did not make it.
func (s *siv) open(b, sealed, associated []byte) (plain []byte, ok bool) {
	sealed, ok = bytes.CutPrefix(sealed, s.prefix)
	if !ok || len(sealed) < aes.BlockSize {
		return nil, false
	}
	var w work
	tag := block(sealed)
	plain = append(b, sealed[aes.BlockSize:]...)[len(b):]
	s.crypt(&w, &tag, plain)
	s.tag(&w, plain, associated)
	return plain, subtle.ConstantTimeCompare(tag[:], w.sum[:]) == 1
}

// tag leaves S2V (RFC 5297 §2.4) of both texts in the sum.
func (s *siv) tag(w *work, plain, associated []byte) {
	s.cmac(w, associated)
	d := s.start
	subtle.XORBytes(d[:], d[:], w.sum[:])
	if short := len(plain) < aes.BlockSize; short {
		double(&d)
		subtle.XORBytes(d[:], d[:], plain)
		d[len(plain)] ^= 0x80
		s.cmac(w, d[:])
		return
	}
	end := plain[len(plain)-aes.BlockSize:]
	subtle.XORBytes(end, end, d[:])
	s.cmac(w, plain)
	subtle.XORBytes(end, end, d[:])
}

// cmac leaves AES-CMAC (RFC 4493) of a text in the sum.
func (s *siv) cmac(w *work, text []byte) {
	w.sum = block{}
	for ; len(text) > aes.BlockSize; text = text[aes.BlockSize:] {
		subtle.XORBytes(w.sum[:], w.sum[:], text)
		s.mac.Encrypt(w.sum[:], w.sum[:])
	}
	last := &s.whole
	if len(text) < aes.BlockSize {
		last = &s.partial
		w.sum[len(text)] ^= 0x80
	}
	subtle.XORBytes(w.sum[:], w.sum[:], text)
	subtle.XORBytes(w.sum[:], w.sum[:], last[:])
	s.mac.Encrypt(w.sum[:], w.sum[:])
}

// crypt is AES-CTR from a tag (RFC 5297 §2.5), in either direction.
func (s *siv) crypt(w *work, tag *block, text []byte) {
	w.counter = *tag
	w.counter[8] &= 0x7f
	w.counter[12] &= 0x7f
	for len(text) > 0 {
		s.stream.Encrypt(w.key[:], w.counter[:])
		text = text[subtle.XORBytes(text, text, w.key[:]):]
		for i := len(w.counter) - 1; i >= 0; i-- {
			if w.counter[i]++; w.counter[i] != 0 {
				break
			}
		}
	}
}

// double multiplies by x in GF(2^128) (RFC 5297 §2.3), in a time that tells nothing.
func double(b *block) {
	carry := byte(0)
	for i := len(b) - 1; i >= 0; i-- {
		carry, b[i] = b[i]>>7, b[i]<<1|carry
	}
	b[len(b)-1] ^= carry * 0x87
}
