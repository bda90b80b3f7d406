package sandbox

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"canongate/adapters/internal/simulator"
)

// epochTolerance is how far the epoch of header_secrets may be off.
const epochTolerance = 5 * time.Minute

// channel is how one pass_key talks.
type channel struct {
	payloadKey, headerKey string // base64
	noise                 string // follows the JSON text of an answer
}

var channels = map[string]channel{
	PassKey:        {payloadKey: PayloadKey, headerKey: PayloadKey},
	PassKeyTwoKeys: {payloadKey: PayloadKey, headerKey: HeaderKey, noise: "\x00\x00\x05"},
}

type requestEnvelope struct {
	RequestData string `json:"RequestData"`
}

type responseEnvelope struct {
	ResponseData string `json:"ResponseData"`
}

// headerSecrets is read with encoding/json's loose names on purpose: the
// vendor shows client_id in one place and Client_id in another.
type headerSecrets struct {
	ClientID     string      `json:"client_id"`
	ClientSecret string      `json:"client_secret"`
	Epoch        json.Number `json:"epoch"`
}

// encrypted unwraps the request, runs it and wraps a successful answer.
func (s *sandbox) encrypted(r *simulator.Request, next simulator.Handler) simulator.Reply {
	ch, ok := channels[r.Header.Get("pass_key")]
	if !ok {
		return s.samples.Reply("lookup_customer.client_refused")
	}
	if refusal, ok := s.checkSecrets(ch, r.Header.Get("header_secrets")); !ok {
		return refusal
	}
	var envelope requestEnvelope
	if err := r.Decode(&envelope); err != nil {
		return s.invalidRequest()
	}
	// A wrong key gives good padding once in 256 messages, but no JSON.
	body, err := open(ch.payloadKey, envelope.RequestData)
	if err != nil || !json.Valid(body) {
		return s.samples.Reply("lookup_customer.not_decrypted")
	}
	reply := next(&simulator.Request{Request: r.Request, Body: body})
	if !succeeded(reply) {
		return reply
	}
	sealed := seal(ch.payloadKey, append(bytes.Clone(reply.Body), ch.noise...))
	return simulator.JSON(http.StatusOK, responseEnvelope{ResponseData: sealed})
}

func (s *sandbox) checkSecrets(ch channel, header string) (simulator.Reply, bool) {
	plain, err := open(ch.headerKey, header)
	if err != nil {
		return s.samples.Reply("lookup_customer.not_decrypted"), false
	}
	var secrets headerSecrets
	dec := json.NewDecoder(bytes.NewReader(plain))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&secrets); err != nil {
		return s.samples.Reply("lookup_customer.not_decrypted"), false
	}
	if !simulator.LetsIn(secrets.ClientID, secrets.ClientSecret) {
		return s.samples.Reply("lookup_customer.client_refused"), false
	}
	epoch, err := secrets.Epoch.Int64()
	if err != nil || s.now().Sub(instant(epoch)).Abs() > epochTolerance {
		return s.samples.Reply("lookup_customer.epoch_timeout"), false
	}
	return simulator.Reply{}, true
}

// instant reads seconds or milliseconds: as seconds, the smallest number taken
// for milliseconds is more than 3,000 years away.
func instant(epoch int64) time.Time {
	if epoch >= 1e11 {
		return time.UnixMilli(epoch)
	}
	return time.Unix(epoch, 0)
}

func succeeded(reply simulator.Reply) bool {
	var body struct {
		Status string `json:"status"`
	}
	return json.Unmarshal(reply.Body, &body) == nil && body.Status == "SUCCESS"
}

var errCipherText = errors.New("open an envelope: not a padded AES-CBC message under this key")

func open(key, sealed string) ([]byte, error) {
	raw, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil || len(raw) < 2*aes.BlockSize || len(raw)%aes.BlockSize != 0 {
		return nil, errCipherText
	}
	iv, text := raw[:aes.BlockSize], raw[aes.BlockSize:]
	cipher.NewCBCDecrypter(block(key), iv).CryptBlocks(text, text)
	pad := int(text[len(text)-1])
	if pad < 1 || pad > aes.BlockSize || !bytes.HasSuffix(text, bytes.Repeat([]byte{byte(pad)}, pad)) {
		return nil, errCipherText
	}
	return text[:len(text)-pad], nil
}

func seal(key string, plain []byte) string {
	pad := aes.BlockSize - len(plain)%aes.BlockSize
	text := append(bytes.Clone(plain), bytes.Repeat([]byte{byte(pad)}, pad)...)
	iv := make([]byte, aes.BlockSize)
	_, _ = rand.Read(iv) // never fails: crypto/rand ends the program instead
	cipher.NewCBCEncrypter(block(key), iv).CryptBlocks(text, text)
	return base64.StdEncoding.EncodeToString(append(iv, text...))
}

// block makes the cipher of one of the package's own keys, which are sound.
func block(key string) cipher.Block {
	raw, err := base64.StdEncoding.DecodeString(key)
	if err != nil {
		panic("a sandbox key is not base64")
	}
	b, err := aes.NewCipher(raw)
	if err != nil {
		panic("a sandbox key does not have 32 bytes")
	}
	return b
}
