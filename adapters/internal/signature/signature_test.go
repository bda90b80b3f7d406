package signature

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"canongate/canonical"
)

var now = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

const body = `{"status":"Accepted"}`

func sign(secret, text string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(text))
	return hex.EncodeToString(mac.Sum(nil))
}

func verifier(accepts Accepts) *Verifier {
	return &Verifier{
		Secret: canonical.NewSecret("secret"), Accepts: accepts, Now: func() time.Time { return now },
		SignatureHeader: "X-Signature", TimeHeader: "X-Timestamp", SecretHeader: "X-Secret",
	}
}

// timed is a header with a right signature of a time as it is written.
func timed(text string) http.Header {
	return http.Header{"X-Signature": {sign("secret", text+"."+body)}, "X-Timestamp": {text}}
}

func unix(d time.Duration) string { return strconv.FormatInt(now.Add(d).Unix(), 10) }

func TestVerify(t *testing.T) {
	t.Parallel()
	const unsigned, wrong, stale = canonical.Unsigned, canonical.WrongSignature, canonical.StaleSignature
	for name, row := range map[string]struct {
		header http.Header
		want   canonical.Forgery
	}{
		"nothing":                {nil, unsigned},
		"signature":              {http.Header{"X-Signature": {sign("secret", body)}}, ""},
		"signature, upper case":  {http.Header{"X-Signature": {strings.ToUpper(sign("secret", body))}}, ""},
		"signature, other key":   {http.Header{"X-Signature": {sign("other", body)}}, wrong},
		"signature, no key":      {http.Header{"X-Signature": {sign("", body)}}, wrong},
		"signature, other body":  {http.Header{"X-Signature": {sign("secret", body+" ")}}, wrong},
		"signature, no hex":      {http.Header{"X-Signature": {"zz"}}, wrong},
		"signature, half":        {http.Header{"X-Signature": {sign("secret", body)[:32]}}, wrong},
		"signature, and more":    {http.Header{"X-Signature": {sign("secret", body) + "zz"}}, wrong},
		"wrong beside right":     {http.Header{"X-Signature": {"00"}, "X-Secret": {"secret"}}, wrong},
		"timestamp":              {timed(unix(0)), ""},
		"timestamp, 5 min ago":   {timed(unix(-Skew)), ""},
		"timestamp, too old":     {timed(unix(-Skew - time.Second)), stale},
		"timestamp, too early":   {timed(unix(Skew + time.Second)), stale},
		"timestamp, RFC 3339":    {timed(now.Format(time.RFC3339)), ""},
		"timestamp, in ms":       {timed(unix(0) + "000"), ""},
		"timestamp, old in ms":   {timed(unix(-2*Skew) + "000"), stale},
		"timestamp, not signed":  {http.Header{"X-Signature": {sign("secret", body)}, "X-Timestamp": {unix(0)}}, wrong},
		"timestamp, taken away":  {http.Header{"X-Signature": timed(unix(0))["X-Signature"]}, wrong},
		"timestamp, no time":     {timed("soon"), stale},
		"timestamp, beyond time": {timed("9223372036854775807"), stale},
		"shared secret":          {http.Header{"X-Secret": {"secret"}}, ""},
		"shared secret, other":   {http.Header{"X-Secret": {"secreT"}}, wrong},
		"shared secret, shorter": {http.Header{"X-Secret": {"sec"}}, wrong},
		"shared secret, empty":   {http.Header{"X-Secret": {""}}, unsigned},
	} {
		got := verifier(Anything).Verify(canonical.InboundEvent{Header: row.header, Body: []byte(body)})
		if got.Forgery != row.want {
			t.Errorf("%s: %q, want %q", name, got.Forgery, row.want)
		}
		if named := row.header.Get("X-Timestamp") != "" && row.want == ""; named != (got.Digest != nil) {
			t.Errorf("%s: the digest is %x", name, got.Digest)
		}
	}
}

func TestWhatIsAccepted(t *testing.T) {
	t.Parallel()
	secret, signature := http.Header{"X-Secret": {"secret"}}, http.Header{"X-Signature": {sign("secret", body)}}
	for name, row := range map[string]struct {
		header                    http.Header
		secret, signature, timely canonical.Forgery
	}{
		"secret":    {secret, "", canonical.Unsigned, canonical.UntimedProof},
		"signature": {signature, canonical.Unsigned, "", canonical.UntimedProof},
		"with time": {timed(unix(0)), canonical.Unsigned, "", ""},
	} {
		for accepts, want := range map[Accepts]canonical.Forgery{Secret: row.secret, Signature: row.signature, Timed: row.timely} {
			if got := verifier(accepts).Verify(canonical.InboundEvent{Header: row.header, Body: []byte(body)}); got.Forgery != want {
				t.Errorf("%s where %d is accepted: %q, want %q", name, accepts, got.Forgery, want)
			}
		}
	}
}

func TestWithoutASecretOnlyACertificateIsBelieved(t *testing.T) {
	t.Parallel()
	v := verifier(Anything)
	v.Secret = canonical.Secret{}
	for _, header := range []http.Header{{"X-Signature": {sign("", body)}}, {"X-Secret": {""}}, {"X-Secret": {"x"}}, {}} {
		if got := v.Verify(canonical.InboundEvent{Header: header, Body: []byte(body)}); got.Forgery == "" {
			t.Errorf("%v is believed", header)
		}
		if got := v.Verify(canonical.InboundEvent{Header: header, VerifiedPeer: true}); got.Forgery != "" {
			t.Errorf("a certificate is %q", got.Forgery)
		}
	}
}

// One notification has one digest however it is written, and no other has it.
func TestDigestNamesANotification(t *testing.T) {
	t.Parallel()
	v, first := verifier(Timed), timed(unix(-time.Minute))
	again := http.Header{"X-Signature": {strings.ToUpper(first.Get("X-Signature"))}, "X-Timestamp": first["X-Timestamp"]}
	of := func(header http.Header) canonical.Authenticity {
		t.Helper()
		a := v.Verify(canonical.InboundEvent{Header: header, Body: []byte(body)})
		if a.Forgery != "" {
			t.Fatal(a.Forgery)
		}
		return a
	}
	if !bytes.Equal(of(first).Digest, of(again).Digest) || bytes.Equal(of(first).Digest, of(timed(unix(0))).Digest) {
		t.Error("the digest does not name the notification")
	}
	if got, want := of(first).Until, now.Add(-time.Minute+Skew); !got.Equal(want) {
		t.Errorf("authentic until %v, want %v", got, want)
	}
}
