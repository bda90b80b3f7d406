package cdp

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"canongate/adapters/internal/rest"
	"canongate/canonical"
)

// TestCaseWrongPasswordStormAtCDP looks up a hundred times while Keycloak refuses.
func TestCaseWrongPasswordStormAtCDP(t *testing.T) {
	t.Parallel()
	logins := 0
	k := &keycloak{grant: func(url.Values) (int, string) {
		logins++
		return http.StatusUnauthorized, `{"error":"invalid_grant"}`
	}}
	a := newAdapter(t, k, newClock(), nil)
	for range 100 {
		wantCode(t, get(t, a), canonical.VendorAuthFailed)
	}
	if logins != 1 || k.calls != 0 {
		t.Errorf("%d logins and %d calls", logins, k.calls)
	}
	a.Reload()
	wantCode(t, get(t, a), canonical.VendorAuthFailed)
	if logins != 2 {
		t.Errorf("after a reload %d logins, want 2", logins)
	}
}

func TestCaseBOMAtCDP(t *testing.T) {
	t.Parallel()
	c, e := conclude(t, 200, "\ufeff"+`{"ecrn":"`+ecrn+`","customer_status":"ACTIVE"}`, "")
	if e != nil || c.ID.Key(keyECRN) != ecrn {
		t.Errorf("an onboarding: %v", e)
	}
	in := canonical.InboundEvent{VerifiedPeer: true, Body: []byte("\ufeff" + `{"ecrn":"` + ecrn + `","aml_scan_status":"Accepted","x":1,"x":2}`)}
	n, err := newAdapter(t, &keycloak{}, newClock(), map[string]any{"verify_by_fetch": false}).ReceiveEvent(t.Context(), in)
	if err != nil || n.Subject.Key(keyECRN) != ecrn {
		t.Errorf("a notification: %v", err)
	}
}

func TestX16AnOddIdentityIsLeftOut(t *testing.T) {
	t.Parallel()
	c, e := conclude(t, 200, `{"ecrn":"`+ecrn+`","id_details":[{"id_type":4,"id_number":"784198733000016"},{"id_type":1,"id_number":{"x":1}}]}`, ecrn)
	if e != nil || len(c.Identifiers) != 1 {
		t.Errorf("%d identifiers, %v", len(c.Identifiers), e)
	}
	if _, e := conclude(t, 200, `{"data":[{"ecrn":{"x":1}}]}`, ecrn); e == nil || e.Code != canonical.VendorProtocolError {
		t.Errorf("a customer that cannot be read: %v", e)
	}
}

func TestCaseWordsAndListsAtCDP(t *testing.T) {
	t.Parallel()
	for message, want := range map[string]struct {
		code     canonical.Code
		pointers string
	}{
		`"Customer is blocked"`:                               {canonical.CustomerBlocked, ""},
		`"Customer was unblocked yesterday"`:                  {canonical.VendorRejected, ""},
		`["Invalid Nationality ae!","Invalid Gender x!"]`:     {canonical.ValidationFailed, "/nationalities/0 /gender"},
		`["Please note","Customer can not be accepted"]`:      {canonical.CustomerBlocked, ""},
		`{"text":"Customer is blocked"}`:                      {canonical.VendorRejected, ""},
		`"Roadblocked by maintenance, not under compliance."`: {canonical.VendorRejected, ""},
	} {
		_, e := conclude(t, 400, `{"status":"failed","message":`+message+`}`, "")
		wantCode(t, e, want.code, strings.Fields(want.pointers)...)
	}
}

func TestCaseRetryAfterFractionAtCDP(t *testing.T) {
	t.Parallel()
	reply := rest.Reply{Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"299.997"}}}
	_, err := newMapper(t, nil).decodeReply(reply, "")
	if e := canonical.AsError(err); e.Code != canonical.RateLimited || e.RetryAfter != 300*time.Second {
		t.Errorf("%v, Retry-After %v", err, e.RetryAfter)
	}
}
