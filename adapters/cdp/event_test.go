package cdp

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strconv"
	"testing"

	"canongate/canonical"
)

func sign(secret, text string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(text))
	return hex.EncodeToString(mac.Sum(nil))
}

// AuthenticateEvent is signature.Verifier's; here is what CDP's headers and
// settings make of it.
func TestCDP21CallbackIsAuthenticated(t *testing.T) {
	t.Parallel()
	body := string(sample(t, "receive_event.aml_status.json"))
	c := newClock()
	unix := strconv.FormatInt(c.now().Unix(), 10)
	const unsigned, untimed, wrong = canonical.Unsigned, canonical.UntimedProof, canonical.WrongSignature
	requests := map[string]http.Header{
		"nothing":         {},
		"shared secret":   {"X-Callback-Secret": {"callback"}},
		"other secret":    {"X-Callback-Secret": {"callbacc"}},
		"signature":       {"X-Signature": {sign("callback", body)}},
		"other signature": {"X-Signature": {sign("other", body)}},
		"with time":       {"X-Signature": {sign("callback", unix+"."+body)}, "X-Timestamp": {unix}},
	}
	for name, row := range map[string]struct {
		settings map[string]any
		want     map[string]canonical.Forgery // of what is not taken
	}{
		"read again":            {nil, map[string]canonical.Forgery{"nothing": unsigned, "other secret": wrong, "other signature": wrong}},
		"read again, signature": {map[string]any{"callback_auth": "signature"}, map[string]canonical.Forgery{"nothing": unsigned, "shared secret": unsigned, "other secret": unsigned, "other signature": wrong}},
		"read again, secret": {map[string]any{"callback_auth": "shared_secret"}, map[string]canonical.Forgery{
			"nothing": unsigned, "other secret": wrong, "signature": unsigned, "other signature": unsigned, "with time": unsigned}},
		"believed": {map[string]any{"verify_by_fetch": false}, map[string]canonical.Forgery{
			"nothing": unsigned, "shared secret": untimed, "other secret": wrong, "signature": untimed, "other signature": wrong}},
	} {
		vendor := &fakeVendor{}
		a := newAdapter(t, vendor, c, row.settings)
		for request, header := range requests {
			if got := a.AuthenticateEvent(canonical.InboundEvent{Header: header, Body: []byte(body)}); got.Forgery != row.want[request] {
				t.Errorf("%s, %s: %q, want %q", name, request, got.Forgery, row.want[request])
			}
		}
		if got := a.AuthenticateEvent(canonical.InboundEvent{VerifiedPeer: true}); got.Forgery != "" || vendor.calls > 0 {
			t.Errorf("%s: a trusted certificate is %q after %d calls", name, got.Forgery, vendor.calls)
		}
	}
}

func TestX2ASecretWithoutATimeNeedsReadingAgain(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		auth any
		read any
		want []string
	}{
		"nothing said":             {nil, nil, nil},
		"secret, read again":       {"shared_secret", true, nil},
		"secret, read by standard": {"shared_secret", nil, nil},
		"secret, believed":         {"shared_secret", false, []string{"verify_by_fetch"}},
		"signature, believed":      {"signature", false, nil},
		"believed":                 {nil, false, nil},
		"no such word":             {"hmac", nil, []string{"callback_auth"}},
	} {
		s := map[string]any{"client_id": "id", "client_secret": "env:A", "username": "user", "password": "env:B", "callback_secret": "env:C"}
		for key, value := range map[string]any{"callback_auth": row.auth, "verify_by_fetch": row.read} {
			if value != nil {
				s[key] = value
			}
		}
		_, err := New(canonical.Connection{BaseURL: "https://cdp.test", Settings: s, Secret: func(string) (canonical.Secret, error) {
			return canonical.NewSecret("hidden"), nil
		}})
		if got := keys(err); !slices.Equal(got, row.want) {
			t.Errorf("%s: mistakes at %v, want %v", name, got, row.want)
		}
	}
}

func TestCDP21NotificationIsVerifiedByFetch(t *testing.T) {
	t.Parallel()
	in := canonical.InboundEvent{VerifiedPeer: true, Body: []byte(`{"ecrn":"7841000000000001","aml_scan_status":"Accepted","customer_status":"ACTIVE"}`)}
	vendor := &fakeVendor{call: func(int, *http.Request) (int, string) {
		return 200, `{"ecrn":"7841000000000001","aml_scan_status":"Rejected","customer_status":"ACTIVE"}`
	}}
	n, err := newAdapter(t, vendor, newClock(), nil).ReceiveEvent(t.Context(), in)
	if err != nil || n.Data.Status != canonical.CustomerRejected || vendor.calls != 1 {
		t.Errorf("what was read must win over what was notified: %+v, %v, %d calls", n, err, vendor.calls)
	}
	vendor = &fakeVendor{}
	n, err = newAdapter(t, vendor, newClock(), map[string]any{"verify_by_fetch": false}).ReceiveEvent(t.Context(), in)
	if err != nil || n.Data.Status != canonical.CustomerActive || vendor.calls != 0 {
		t.Errorf("without verify_by_fetch the notification stands: %+v, %v, %d calls", n, err, vendor.calls)
	}
	if n.Type != canonical.EventScreeningUpdated || n.Subject.Key("ecrn") != ecrn || n.Data.CustomerID.Key("ecrn") != ecrn ||
		n.State != "clear|" || n.Data.Screening.Status != canonical.ScreeningClear {
		t.Errorf("notice %+v", n)
	}
	vendor = &fakeVendor{call: func(int, *http.Request) (int, string) { return 200, `{"status":"failure","errorCode":45001}` }}
	_, err = newAdapter(t, vendor, newClock(), nil).ReceiveEvent(t.Context(), in)
	wantCode(t, canonical.AsError(err), canonical.CustomerNotFound)
}

func TestReceiveEventRefusesWhatIsNoNotification(t *testing.T) {
	t.Parallel()
	a := newAdapter(t, &fakeVendor{}, newClock(), nil)
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

// What an AML word that no table knows makes of a customer, whoever says it.
func TestUnknownAMLWordInANotificationLetsNobodyThrough(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"Escalated", "PENDING-2", "accepted?", "Ω"} {
		for _, read := range []bool{false, true} {
			counted := map[string]int{}
			vendor := &fakeVendor{call: func(int, *http.Request) (int, string) {
				return 200, `{"ecrn":"7841000000000001","aml_scan_status":"` + word + `","customer_status":"ACTIVE"}`
			}}
			a := newAdapter(t, vendor, newClock(), map[string]any{"verify_by_fetch": read})
			a.mapper.unmapped = func(field string) { counted[field]++ }
			n, err := a.ReceiveEvent(t.Context(), canonical.InboundEvent{
				Body: []byte(`{"ecrn":"7841000000000001","aml_scan_status":"` + word + `","customer_status":"ACTIVE"}`),
			})
			if err != nil || n.Data.Status != canonical.CustomerPendingReview || n.Data.Screening.Status != canonical.UnknownValue ||
				n.Data.Screening.StatusRaw != word || n.State != "unknown|"+word || counted["aml_scan_status"] == 0 {
				t.Errorf("%s, read again %t: %+v, %v, counted %v", word, read, n, err, counted)
			}
		}
	}
}

func TestX24ANotificationSaysWhatItIsAbout(t *testing.T) {
	t.Parallel()
	a := newAdapter(t, &fakeVendor{}, newClock(), map[string]any{"verify_by_fetch": false})
	for body, want := range map[string]canonical.Notice{
		`"aml_scan_status":"Accepted","customer_status":"ACTIVE"`:            {Type: canonical.EventScreeningUpdated, State: "clear|"},
		`"aml_scan_status":"Accepted"`:                                       {Type: canonical.EventScreeningUpdated, State: "clear|"},
		`"customer_status":"BLOCKED"`:                                        {Type: canonical.EventCustomerStatusUpdated},
		`"aml_scan_status":"","customer_status":"BLOCKED"`:                   {Type: canonical.EventCustomerStatusUpdated},
		`"aml_scan_status":"Under Investigation","customer_status":"ACTIVE"`: {Type: canonical.EventScreeningUpdated, State: "in_review|"},
	} {
		n, err := a.ReceiveEvent(t.Context(), canonical.InboundEvent{Body: []byte(`{"ecrn":"7841000000000001",` + body + `}`)})
		if err != nil || n.Type != want.Type || n.State != want.State {
			t.Errorf("%s: about %s in state %q, %v", body, n.Type, n.State, err)
		}
	}
}
