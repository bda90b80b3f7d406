package vendorerr

import (
	"net/http"

	"canongate/canonical"
)

// UnlessRefused makes payment_outcome_unknown of an error after which money may have
// moved. Other errors stay as they are: nothing was sent, or the vendor
// refused with a 4xx other than 408, which may come from a proxy.
func UnlessRefused(err error) error {
	if err == nil {
		return nil
	}
	e := *canonical.AsError(err)
	status := e.Vendor.HTTPStatus
	if e.HowFar() == canonical.NotSent || status >= 400 && status < 500 && status != http.StatusRequestTimeout {
		return err
	}
	e.Origin = e.WhoseFault()
	if e.Origin != canonical.OriginNetwork {
		e.Origin = canonical.OriginVendor
	}
	e.Code, e.Outcome, e.RetryAfter = canonical.PaymentOutcomeUnknown, canonical.Unknown, 0
	e.Message, e.Fields = "", nil
	if status != 0 {
		e.Message = "The payment was sent and the vendor's answer does not say what became of it."
	}
	return &e
}
