package fernleigh

import (
	"net/http"
	"time"

	"canongate/adapters/internal/lenientjson"
	"canongate/adapters/internal/rest"
	"canongate/adapters/internal/vendorerr"
	"canongate/canonical"
)

// codes are what the vendor's own say; the status decides about any other.
var codes = map[string]canonical.Code{
	"account_not_found": canonical.BankAccountNotFound,
	"field_invalid":     canonical.ValidationFailed,
	"payment_not_found": canonical.PaymentNotFound,
	"person_exists":     canonical.AlreadyExists,
	"person_not_found":  canonical.CustomerNotFound,
}

// classify makes an error of an answer that is no success. The words of a 5xx
// are not believed: the vendor's own fault comes first.
func classify(reply rest.Reply, now time.Time) error {
	body, err := lenientjson.Decode[failure](reply.Body, nil)
	if err != nil {
		body = failure{} // a body of another shape says nothing
	}
	code, known := codes[string(body.Error.Code)]
	if !known || reply.Status >= http.StatusInternalServerError {
		code = vendorerr.FromStatus(reply.Status)
	}
	e := vendorerr.New(reply, code, now)
	e.Vendor.Code, e.Vendor.Message = string(body.Error.Code), canonical.Personal(body.Error.Message.String())
	return e
}
