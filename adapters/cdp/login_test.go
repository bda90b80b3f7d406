package cdp

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"canongate/canonical"
)

func TestCDP17OneGrantTypeIsSent(t *testing.T) {
	t.Parallel()
	vendor, c := &fakeVendor{}, newClock()
	a := newAdapter(t, vendor, c, map[string]any{"scope": "api://partner/customer"})
	if e := getCustomer(t, a); e != nil {
		t.Fatal(e)
	}
	c.add(7199*time.Second - 20*time.Second) // within the 30 seconds in which a token is renewed early
	if e := getCustomer(t, a); e != nil {
		t.Fatal(e)
	}
	want := []url.Values{
		{"grant_type": {"password"}, "username": {"user"}, "password": {"password"}, "scope": {"api://partner/customer"}, "client_id": {"id"}, "client_secret": {"secret"}},
		{"grant_type": {"refresh_token"}, "refresh_token": {"r"}, "client_id": {"id"}, "client_secret": {"secret"}},
	}
	if len(vendor.grants) != len(want) {
		t.Fatalf("%d grants, want %d", len(vendor.grants), len(want))
	}
	for i := range want {
		if got := vendor.grants[i].Encode(); got != want[i].Encode() {
			t.Errorf("grant %d is %s, want %s", i, got, want[i].Encode())
		}
	}
}

func TestCDP18RefusedTokenIsReplacedOnce(t *testing.T) {
	t.Parallel()
	refuse := func(times int) *fakeVendor {
		return &fakeVendor{call: func(n int, _ *http.Request) (int, string) {
			if n <= times {
				return 401, `{"status":401,"error":"Unauthorized"}`
			}
			return 200, `{"ecrn":"7841000000000001"}`
		}}
	}
	vendor := refuse(1)
	if e := getCustomer(t, newAdapter(t, vendor, newClock(), nil)); e != nil || vendor.calls != 2 || len(vendor.grants) != 2 {
		t.Errorf("one 401: %v after %d calls and %d grants", e, vendor.calls, len(vendor.grants))
	}
	vendor = refuse(9)
	e := getCustomer(t, newAdapter(t, vendor, newClock(), nil))
	wantCode(t, e, canonical.VendorAuthFailed)
	if vendor.calls != 2 || e.WhoseFault() != canonical.OriginGateway {
		t.Errorf("%d calls, origin %s", vendor.calls, e.WhoseFault())
	}
}

func TestCDP18TokenIsFetchedOnceForAll(t *testing.T) {
	t.Parallel()
	vendor := &fakeVendor{}
	a := newAdapter(t, vendor, newClock(), nil)
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			if e := getCustomer(t, a); e != nil {
				t.Error(e)
			}
		})
	}
	wg.Wait()
	if len(vendor.grants) != 1 || vendor.calls != 16 {
		t.Errorf("%d grants for %d calls", len(vendor.grants), vendor.calls)
	}
}

func TestCDP18RefusedRefreshFallsBackToLogin(t *testing.T) {
	t.Parallel()
	vendor, c := &fakeVendor{}, newClock()
	var refusal string
	vendor.grant = func(f url.Values) (int, string) {
		if f.Get("grant_type") == "refresh_token" {
			return 400, `{"error":"` + refusal + `","error_description":"Token is not active"}`
		}
		return 200, goodToken
	}
	a := newAdapter(t, vendor, c, nil)
	for _, refusal = range []string{"", "invalid_grant", "unsupported_grant_type"} {
		if e := getCustomer(t, a); e != nil {
			t.Fatal(e)
		}
		c.add(7180 * time.Second)
	}
	if len(vendor.grants) != 5 || vendor.grants[4].Get("grant_type") != "password" {
		t.Errorf("%d grants", len(vendor.grants))
	}
	c.add(time.Hour) // now the refresh token is over too, and not worth a call
	if e := getCustomer(t, a); e != nil || len(vendor.grants) != 6 {
		t.Errorf("%v after %d grants", e, len(vendor.grants))
	}
}

func TestTokenEndpointErrors(t *testing.T) {
	t.Parallel()
	for body, c := range map[string]struct {
		status int
		want   canonical.Code
	}{
		`{"error":"invalid_grant","error_description":"user partner"}`: {400, canonical.VendorAuthFailed},
		`{"error":"invalid_client"}`:                                   {400, canonical.VendorAuthFailed},
		`{}`:                                                           {401, canonical.VendorAuthFailed},
		`<html>no</html>`:                                              {403, canonical.VendorAuthFailed},
		`{"error":"invalid_scope"}`:                                    {400, canonical.VendorConfigurationError},
		`{"error":"server_error"}`:                                     {500, canonical.VendorError},
		`{"token_type":"bearer"}`:                                      {200, canonical.VendorProtocolError},
		`<html>`:                                                       {200, canonical.VendorProtocolError},
		``:                                                             {429, canonical.RateLimited},
	} {
		vendor := &fakeVendor{grant: func(url.Values) (int, string) { return c.status, body }}
		e := getCustomer(t, newAdapter(t, vendor, newClock(), nil))
		wantCode(t, e, c.want)
		if e.HowFar() != canonical.NotSent || vendor.calls != 0 || strings.Contains(e.Error(), "partner") || !strings.HasPrefix(e.Why(), "logging in: ") {
			t.Errorf("%s: outcome %s, %d calls, %v", body, e.HowFar(), vendor.calls, e)
		}
	}
}

// TestCaseWrongPasswordStormAtCDP looks up a hundred times while Keycloak refuses.
func TestCaseWrongPasswordStormAtCDP(t *testing.T) {
	t.Parallel()
	logins := 0
	vendor := &fakeVendor{grant: func(url.Values) (int, string) {
		logins++
		return http.StatusUnauthorized, `{"error":"invalid_grant"}`
	}}
	a := newAdapter(t, vendor, newClock(), nil)
	for range 100 {
		wantCode(t, getCustomer(t, a), canonical.VendorAuthFailed)
	}
	if logins != 1 || vendor.calls != 0 {
		t.Errorf("%d logins and %d calls", logins, vendor.calls)
	}
	a.Reload()
	wantCode(t, getCustomer(t, a), canonical.VendorAuthFailed)
	if logins != 2 {
		t.Errorf("after a reload %d logins, want 2", logins)
	}
}
