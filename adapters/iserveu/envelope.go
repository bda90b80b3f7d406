package iserveu

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"canongate/adapters/internal/lenientjson"
	"canongate/adapters/internal/rest"
	"canongate/adapters/internal/vendorerr"
	"canongate/canonical"
)

// envelope signs requests and opens answers in one of the vendor's two modes.
type envelope struct {
	settings        Settings
	payload, header cipher.Block // nil in plain mode
	now             func() time.Time
}

func newEnvelope(s Settings, now func() time.Time) (envelope, error) {
	e := envelope{settings: s, now: now}
	if s.AuthMode != modeEncrypted {
		return e, nil
	}
	var err error
	if e.payload, err = block(s.PayloadKey); err != nil {
		return e, err
	}
	e.header, err = block(s.HeaderKey)
	return e, err
}

func block(key canonical.Secret) (cipher.Block, error) {
	raw, err := base64.StdEncoding.DecodeString(key.Reveal())
	if err != nil {
		return nil, &canonical.Error{Code: canonical.VendorConfigurationError}
	}
	return aes.NewCipher(raw)
}

// seal makes the request of a body. A new epoch and new IVs go into every one,
// so a repeated attempt must be sealed again.
func (e envelope) seal(path string, body []byte) rest.Request {
	r := rest.Request{Method: http.MethodPost, Path: path, ContentType: "application/json", Body: body}
	if e.payload == nil {
		r.Header = http.Header{"client_id": {e.settings.ClientID}, "client_secret": {e.settings.ClientSecret.Reveal()}}
		return r
	}
	secrets := marshal(headerSecrets{
		ClientID: e.settings.ClientID, ClientSecret: e.settings.ClientSecret.Reveal(), Epoch: e.epoch(),
	})
	r.Header = http.Header{"pass_key": {e.settings.PassKey.Reveal()}, "header_secrets": {encrypt(e.header, secrets)}}
	r.Body = marshal(sealedRequest{RequestData: encrypt(e.payload, body)})
	return r
}

func (e envelope) epoch() string {
	if e.settings.EpochUnit == unitMillis {
		return strconv.FormatInt(e.now().UnixMilli(), 10)
	}
	return strconv.FormatInt(e.now().Unix(), 10)
}

// open gives the plain body of an answer. Inside an encrypted session a
// failure comes in plain (ISU-9).
func (e envelope) open(body []byte) ([]byte, error) {
	if e.payload == nil {
		return body, nil
	}
	sealed, err := lenientjson.Decode[sealedAnswer](body, nil)
	if err != nil {
		return nil, err
	}
	if sealed.ResponseData == "" {
		return body, nil
	}
	plain, ok := decrypt(e.payload, string(sealed.ResponseData))
	if !ok {
		return nil, vendorerr.Malformed("the answer does not decrypt with payload_key")
	}
	return plain, nil
}

// encrypt is AES-256-CBC with PKCS#7 padding, as base64 of IV and ciphertext.
func encrypt(b cipher.Block, plain []byte) string {
	pad := aes.BlockSize - len(plain)%aes.BlockSize
	padded := append(bytes.Clone(plain), bytes.Repeat([]byte{byte(pad)}, pad)...)
	out := make([]byte, aes.BlockSize+len(padded))
	iv := out[:aes.BlockSize]
	_, _ = rand.Read(iv)                       // never fails: crypto/rand ends the program instead
	encrypter := cipher.NewCBCEncrypter(b, iv) //nolint:gosec // the IV was just drawn
	encrypter.CryptBlocks(out[aes.BlockSize:], padded)
	return base64.StdEncoding.EncodeToString(out)
}

// decrypt undoes encrypt and cuts off what follows the JSON text: some of the
// vendor's answers carry noise behind it. CBC proves nothing about the text;
// whether it is the vendor's shows when it is decoded.
func decrypt(b cipher.Block, sealed string) ([]byte, bool) {
	raw, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil || len(raw) < 2*aes.BlockSize || len(raw)%aes.BlockSize != 0 {
		return nil, false
	}
	plain := make([]byte, len(raw)-aes.BlockSize)
	cipher.NewCBCDecrypter(b, raw[:aes.BlockSize]).CryptBlocks(plain, raw[aes.BlockSize:])
	end := bytes.LastIndexAny(plain, "}]")
	if end < 0 {
		return nil, false
	}
	return plain[:end+1], true
}

// marshal writes one of this package's wire types; they always marshal.
func marshal(v any) []byte {
	b, _ := json.Marshal(v) //nolint:errchkjson // see above
	return b
}
