package sandbox

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"canongate/adapters/internal/simulator/simulatortest"
)

func secrets(key, idName, epoch string) string {
	return seal(key, fmt.Appendf(nil, `{%q:%q,"client_secret":%q,"epoch":%s}`, idName, ClientID, ClientSecret, epoch))
}

func encryptedCall(t *testing.T, passKey, header, payloadKey string, body fields) simulatortest.Call {
	t.Helper()
	return simulatortest.Call{
		Method: "POST", Path: getPath,
		Header: map[string]string{"Content-Type": "application/json", "pass_key": passKey, "header_secrets": header},
		Body:   fields{"RequestData": seal(payloadKey, []byte(body.json(t)))}.json(t),
	}
}

func TestEncryptedSession(t *testing.T) {
	t.Parallel()
	clock := newClock()
	s, ms := clock.Now().Unix(), clock.Now().UnixMilli()
	verified := getFields.with("mobileNumber", "9000000002")
	for _, tc := range []struct {
		name, passKey, header string
		noise                 string
	}{
		{"one key, seconds", PassKey, secrets(PayloadKey, "client_id", fmt.Sprint(s)), ""},
		{"milliseconds", PassKey, secrets(PayloadKey, "client_id", fmt.Sprint(ms)), ""},
		{"epoch as text", PassKey, secrets(PayloadKey, "client_id", fmt.Sprintf(`"%d"`, s)), ""},
		{"capital letter", PassKey, secrets(PayloadKey, "Client_id", fmt.Sprint(s)), ""},
		{"five minutes old", PassKey, secrets(PayloadKey, "client_id", fmt.Sprint(s-300)), ""},
		{"two keys and noise", PassKeyTwoKeys, secrets(HeaderKey, "client_id", fmt.Sprint(s)), "\x00\x00\x05"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			w := encryptedCall(t, tc.passKey, tc.header, PayloadKey, verified).Do(newSandbox(clock.Now))
			var envelope responseEnvelope
			if err := json.Unmarshal(w.Body.Bytes(), &envelope); err != nil || w.Code != http.StatusOK {
				t.Fatalf("status %d, %v", w.Code, err)
			}
			plain, err := open(PayloadKey, envelope.ResponseData)
			if err != nil {
				t.Fatal(err)
			}
			text, found := strings.CutSuffix(string(plain), tc.noise)
			var a answer
			if err := json.Unmarshal([]byte(text), &a); err != nil || !found || a.StatusCode != "2" {
				t.Errorf("answer %q (%v)", plain, err)
			}
		})
	}
}

func TestEncryptedSessionFailsInPlain(t *testing.T) {
	t.Parallel()
	clock := newClock()
	now := clock.Now().Unix()
	good := secrets(PayloadKey, "client_id", fmt.Sprint(now))
	for _, tc := range []struct {
		name, passKey, header, payloadKey string
		body                              fields
		desc                              string
	}{
		{"business failure", PassKey, good, PayloadKey, getFields.with("username", ""), "Username Must not be Empty"},
		{"old epoch", PassKey, secrets(PayloadKey, "client_id", fmt.Sprint(now-301)), PayloadKey, getFields, "Epoch Timeout, Kindly Send a New Request"},
		{"epoch of tomorrow", PassKey, secrets(PayloadKey, "client_id", fmt.Sprint(now+86400)), PayloadKey, getFields, "Epoch Timeout, Kindly Send a New Request"},
		{"no epoch", PassKey, secrets(PayloadKey, "client_id", `""`), PayloadKey, getFields, "Request Could Not Be Decrypted"},
		{"unknown pass key", "guess", good, PayloadKey, getFields, "Invalid Client Credentials"},
		{"no pass key", "", good, PayloadKey, getFields, "Invalid Client Credentials"},
		{"secrets under the wrong key", PassKeyTwoKeys, good, PayloadKey, getFields, "Request Could Not Be Decrypted"},
		{"secrets in clear", PassKey, "e30=", PayloadKey, getFields, "Request Could Not Be Decrypted"},
		{"other client", PassKey, seal(PayloadKey, fmt.Appendf(nil, `{"client_id":"x","client_secret":"wrong","epoch":%d}`, now)), PayloadKey, getFields, "Invalid Client Credentials"},
		{"body under the wrong key", PassKey, good, HeaderKey, getFields, "Request Could Not Be Decrypted"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			a := call(t, newSandbox(clock.Now), encryptedCall(t, tc.passKey, tc.header, tc.payloadKey, tc.body))
			if a.Status != "FAILED" || a.StatusDesc != tc.desc {
				t.Errorf("answer %+v", a)
			}
		})
	}
}

func TestEncryptedSessionWantsAnEnvelope(t *testing.T) {
	t.Parallel()
	c := encryptedCall(t, PassKey, secrets(PayloadKey, "client_id", fmt.Sprint(time.Now().Unix())), PayloadKey, getFields)
	c.Body = getFields.json(t)
	if a := call(t, New(), c); a.StatusDesc != "Invalid Request" {
		t.Errorf("answer %+v", a)
	}
}
