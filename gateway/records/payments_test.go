package records

import (
	"testing"
	"time"

	"canongate/canonical"
	"canongate/policies/journal"
)

// The journal may know more than the vendor said: then the vendor's words are
// about a status that is over.
func TestAPaymentShowsNoWordsAboutAnotherStatus(t *testing.T) {
	t.Parallel()
	body := []byte(`{"object":"payment","status":"unknown","status_raw":"PARKED","status_detail":"in a queue"}`)
	for status, says := range map[string]bool{canonical.PaymentUnknown: true, canonical.PaymentSettled: false} {
		p, err := paymentOf(journal.Payment{Status: journal.PaymentStatus(status), Body: body}, time.Time{})
		if err != nil || p.Status != status || (p.StatusRaw == "PARKED") != says || (p.StatusDetail == "in a queue") != says {
			t.Errorf("%s: %+v, %v", status, p, err)
		}
	}
	if _, err := paymentOf(journal.Payment{Body: []byte("[]")}, time.Time{}); err == nil {
		t.Error("what is not a payment was read as one")
	}
}
