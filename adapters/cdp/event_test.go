package cdp

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"testing"
	"time"

	"canongate/canonical"
)

func sign(secret, text string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(text))
	return hex.EncodeToString(mac.Sum(nil))
}

func TestCDP21CallbackIsAuthenticated(t *testing.T) {
	t.Parallel()
	body := string(sample(t, "receive_event.aml_status.json"))
	c := newClock()
	unix := func(d time.Duration) string { return strconv.FormatInt(c.now().Add(d).Unix(), 10) }
	iso := c.now().Format(time.RFC3339)
	for name, row := range map[string]struct {
		header http.Header
		peer   bool
		want   bool
	}{
		"nothing":                {nil, false, false},
		"client certificate":     {nil, true, true},
		"signature":              {http.Header{"X-Signature": {sign("callback", body)}}, false, true},
		"signature, other key":   {http.Header{"X-Signature": {sign("other", body)}}, false, false},
		"signature, other body":  {http.Header{"X-Signature": {sign("callback", body+" ")}}, false, false},
		"signature, no hex":      {http.Header{"X-Signature": {"zz"}}, false, false},
		"wrong beside right":     {http.Header{"X-Signature": {"00"}, "X-Callback-Secret": {"callback"}}, false, false},
		"timestamp":              {http.Header{"X-Signature": {sign("callback", unix(0)+"."+body)}, "X-Timestamp": {unix(0)}}, false, true},
		"timestamp, 5 min ago":   {http.Header{"X-Signature": {sign("callback", unix(-skew)+"."+body)}, "X-Timestamp": {unix(-skew)}}, false, true},
		"timestamp, too old":     {http.Header{"X-Signature": {sign("callback", unix(-skew-time.Second)+"."+body)}, "X-Timestamp": {unix(-skew - time.Second)}}, false, false},
		"timestamp, too early":   {http.Header{"X-Signature": {sign("callback", unix(skew+time.Second)+"."+body)}, "X-Timestamp": {unix(skew + time.Second)}}, false, false},
		"timestamp, RFC 3339":    {http.Header{"X-Signature": {sign("callback", iso+"."+body)}, "X-Timestamp": {iso}}, false, true},
		"timestamp, in ms":       {http.Header{"X-Signature": {sign("callback", unix(0)+"000."+body)}, "X-Timestamp": {unix(0) + "000"}}, false, true},
		"timestamp, old in ms":   {http.Header{"X-Signature": {sign("callback", unix(-2*skew)+"000."+body)}, "X-Timestamp": {unix(-2*skew) + "000"}}, false, false},
		"timestamp, not signed":  {http.Header{"X-Signature": {sign("callback", body)}, "X-Timestamp": {unix(0)}}, false, false},
		"timestamp, no time":     {http.Header{"X-Signature": {sign("callback", "soon."+body)}, "X-Timestamp": {"soon"}}, false, false},
		"shared secret":          {http.Header{"X-Callback-Secret": {"callback"}}, false, true},
		"shared secret, other":   {http.Header{"X-Callback-Secret": {"callbacc"}}, false, false},
		"shared secret, shorter": {http.Header{"X-Callback-Secret": {"call"}}, false, false},
	} {
		k := &keycloak{}
		_, err := newAdapter(t, k, c, nil).ReceiveEvent(t.Context(), canonical.InboundEvent{Header: row.header, Body: []byte(body), VerifiedPeer: row.peer})
		if row.want != (err == nil) {
			t.Errorf("%s: %v", name, err)
		}
		if !row.want && (canonical.AsError(err).Code != canonical.Unauthenticated || k.calls > 0) {
			t.Errorf("%s: %v after %d calls", name, err, k.calls)
		}
	}
}

func TestCDP21WithoutASecretNobodyIsBelieved(t *testing.T) {
	t.Parallel()
	a := newAdapter(t, &keycloak{}, newClock(), nil)
	a.settings.CallbackSecret = canonical.Secret{}
	body := string(sample(t, "receive_event.aml_status.json"))
	for _, header := range []http.Header{{"X-Signature": {sign("", body)}}, {"X-Callback-Secret": {""}}, {}} {
		_, err := a.ReceiveEvent(t.Context(), canonical.InboundEvent{Header: header, Body: []byte(body)})
		wantCode(t, canonical.AsError(err), canonical.Unauthenticated)
	}
}

func TestCDP21NotificationIsVerifiedByFetch(t *testing.T) {
	t.Parallel()
	in := canonical.InboundEvent{VerifiedPeer: true, Body: []byte(`{"ecrn":"7841000000000001","aml_scan_status":"Accepted","customer_status":"ACTIVE"}`)}
	k := &keycloak{call: func(int, *http.Request) (int, string) {
		return 200, `{"ecrn":"7841000000000001","aml_scan_status":"Rejected","customer_status":"ACTIVE"}`
	}}
	n, err := newAdapter(t, k, newClock(), nil).ReceiveEvent(t.Context(), in)
	if err != nil || n.Data.Status != canonical.CustomerRejected || k.calls != 1 {
		t.Errorf("what was read must win over what was notified: %+v, %v, %d calls", n, err, k.calls)
	}
	k = &keycloak{}
	n, err = newAdapter(t, k, newClock(), map[string]any{"verify_by_fetch": false}).ReceiveEvent(t.Context(), in)
	if err != nil || n.Data.Status != canonical.CustomerActive || k.calls != 0 {
		t.Errorf("without verify_by_fetch the notification stands: %+v, %v, %d calls", n, err, k.calls)
	}
	if n.Type != canonical.EventScreeningUpdated || n.Subject.Key("ecrn") != ecrn || n.Data.CustomerID.Key("ecrn") != ecrn ||
		n.State != "active||clear|" || n.Data.Screening.Status != canonical.ScreeningClear {
		t.Errorf("notice %+v", n)
	}
	k = &keycloak{call: func(int, *http.Request) (int, string) { return 200, `{"status":"failure","errorCode":45001}` }}
	_, err = newAdapter(t, k, newClock(), nil).ReceiveEvent(t.Context(), in)
	wantCode(t, canonical.AsError(err), canonical.CustomerNotFound)
}

func TestReceiveEventRefusesWhatIsNoNotification(t *testing.T) {
	t.Parallel()
	a := newAdapter(t, &keycloak{}, newClock(), nil)
	for _, body := range []string{
		``, `{}`, `[]`, `{"ecrn":"12","aml_scan_status":"Accepted"}`, `{"ecrn":"7841000000000001"}`,
		`{"ecrn":"7841000000000001","aml_scan_status":"Accepted","aml_scan_status":"Rejected"}`,
	} {
		_, err := a.ReceiveEvent(t.Context(), canonical.InboundEvent{VerifiedPeer: true, Body: []byte(body)})
		if e := canonical.AsError(err); e == nil || e.Code != canonical.InvalidRequest {
			t.Errorf("%s: %v", body, e)
		}
	}
}
