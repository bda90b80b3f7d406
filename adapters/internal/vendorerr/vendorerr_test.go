package vendorerr_test

import (
	"net/http"
	"testing"
	"time"

	"canongate/adapters/internal/rest"
	"canongate/adapters/internal/vendorerr"
	"canongate/canonical"
)

func TestAStatusMeansTheSameForEveryVendor(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]canonical.Code{
		200: canonical.VendorProtocolError, 302: canonical.VendorProtocolError, 400: canonical.VendorRejected, 401: canonical.VendorAuthFailed,
		403: canonical.VendorAuthFailed, 404: canonical.VendorRejected, 429: canonical.RateLimited, 500: canonical.VendorError, 504: canonical.VendorError,
	} {
		if got := vendorerr.FromStatus(status); got != want {
			t.Errorf("status %d is %s, want %s", status, got, want)
		}
	}
}

func TestAnAnswersErrorSaysWhoseFaultItIs(t *testing.T) {
	t.Parallel()
	reply := rest.Reply{Status: 429, Header: http.Header{"Retry-After": {"9"}}}
	for code, want := range map[canonical.Code]canonical.Origin{
		canonical.RateLimited: canonical.OriginVendor, canonical.CustomerNotFound: canonical.OriginVendor, canonical.ValidationFailed: canonical.OriginVendor,
		canonical.VendorAuthFailed: canonical.OriginGateway, canonical.VendorConfigurationError: canonical.OriginGateway,
	} {
		e := vendorerr.New(reply, code, time.Now())
		if e.WhoseFault() != want || e.HowFar() != canonical.Answered || e.RetryAfter != 9*time.Second || e.Vendor.HTTPStatus != 429 {
			t.Errorf("%s: origin %s, outcome %s, Retry-After %s", code, e.WhoseFault(), e.HowFar(), e.RetryAfter)
		}
	}
}
