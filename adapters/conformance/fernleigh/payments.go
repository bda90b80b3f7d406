package fernleigh

import (
	"net/http"
	"net/url"
	"strings"

	"canongate/adapters/internal/lenientjson"
	"canongate/adapters/internal/rest"
	"canongate/adapters/internal/vendorerr"
	"canongate/canonical"
)

// keyPayment is the vendor's key of a payment.
const keyPayment = "payment_id"

// rupee is the one currency of the vendor's one rail.
const rupee = "INR"

var orders = map[string]string{
	canonical.DirectionDebit:  "COLLECT",
	canonical.DirectionCredit: "PAY",
}

var paymentStates = map[string]string{
	"ACCEPTED": canonical.PaymentSubmitted,
	"MOVING":   canonical.PaymentProcessing,
	"DONE":     canonical.PaymentSettled,
	"REFUSED":  canonical.PaymentFailed,
	"RETURNED": canonical.PaymentReturned,
}

func encodePayment(d *canonical.PaymentDraft) (newPayment, error) {
	var c canonical.Check
	w := newPayment{
		Order: orders[d.Direction], PersonID: d.CustomerID.Key(keyPerson), AccountID: d.BankAccountID.Key(keyAccount),
		Amount: d.Amount.Value.String(), Currency: string(d.Amount.Currency), Note: string(d.RemittanceInformation), ClientRef: d.Marker,
	}
	if w.Order == "" {
		c.MustBe("/direction", canonical.DirectionDebit, canonical.DirectionCredit)
	}
	if d.Rail != canonical.RailUPI {
		c.MustBe("/rail", canonical.RailUPI)
	}
	if w.Currency != rupee {
		c.MustBe("/amount/currency", string(rupee))
	}
	if w.AccountID != "" && d.BankAccountID.Key(keyPerson) != w.PersonID {
		c.Invalid("/bank_account_id", "is an account of another customer")
	}
	switch err := c.Err(); {
	case err != nil:
		return newPayment{}, err
	case w.PersonID == "":
		return newPayment{}, vendorerr.UnknownKey(canonical.CustomerNotFound)
	case w.AccountID == "":
		return newPayment{}, vendorerr.UnknownKey(canonical.BankAccountNotFound)
	}
	return w, nil
}

// askPayment asks for one payment: by the vendor's key, or where the vendor never told
// it by the name that the payment went out with (FER-5).
func askPayment(q canonical.PaymentQuery) (r rest.Request, byName bool, err error) {
	r = rest.Request{Method: http.MethodGet, Path: pathPayments}
	switch id, marker := q.ID.Key(keyPayment), q.ID.Key(canonical.KeyMarker); {
	case id != "":
		r.Path += "/" + url.PathEscape(id)
	case marker != "":
		r.Query, byName = url.Values{"client_ref": {marker}}, true
	default:
		err = vendorerr.UnknownKey(canonical.PaymentNotFound)
	}
	return r, byName, err
}

// decodeFound takes the one payment of a search.
func decodeFound(w payments, unmapped func(string)) (canonical.Payment, error) {
	switch len(w.Payments) {
	case 0:
		return canonical.Payment{}, &canonical.Error{Code: canonical.PaymentNotFound, Origin: canonical.OriginVendor, Outcome: canonical.Answered}
	case 1:
		return decodePayment(&canonical.PaymentDraft{}, w.Payments[0], unmapped)
	}
	return canonical.Payment{}, vendorerr.Malformed("several payments have the same client_ref")
}

// decodePayment overlays the answer on the draft.
func decodePayment(d *canonical.PaymentDraft, w payment, unmapped func(string)) (canonical.Payment, error) {
	if w.PaymentID == "" || w.State == "" {
		return canonical.Payment{}, vendorerr.Malformed("the answer has no payment_id or no state")
	}
	p := d.Asked()
	p.VendorIDs = canonical.VendorIDs{keyPayment: string(w.PaymentID)}
	p.Status, p.StatusRaw = lenientjson.Enum(paymentStates, w.State, "state", unmapped)
	p.StatusDetail = strings.TrimSpace(string(w.Reason))
	if w.UTR != "" {
		p.VendorReference = string(w.UTR)
	}
	return p, nil
}
