package fernleigh_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"canongate/adapters/conformance/fernleigh/sandbox"
	"canongate/canonical"

	"github.com/google/go-cmp/cmp"
)

func paymentDraft(t testing.TB) canonical.PaymentDraft {
	t.Helper()
	value, err := canonical.ParseDecimal("1499.50")
	if err != nil {
		t.Fatal(err)
	}
	return canonical.PaymentDraft{
		Direction: canonical.DirectionDebit, Rail: canonical.RailUPI, Amount: canonical.Money{Value: value, Currency: "INR"},
		CustomerID: customerID("per-1001"), BankAccountID: accountID("per-1001", "acc-3001"), RemittanceInformation: "Rent for March",
	}
}

func accountID(person, account string) canonical.BankAccountID {
	return canonical.NewID[canonical.BankAccountID](canonical.Keys{"person_id": person, "account_id": account})
}

// TestPaymentByUPI has no wallet, no asset and no ACH member, sent or answered.
func TestPaymentByUPI(t *testing.T) {
	t.Parallel()
	a := adapter(t, sandbox.New(), func(string) {})
	linked, err := canonical.LinkBankAccount.Bind(a)(t.Context(), upiDraft())
	if err != nil {
		t.Fatal(err)
	}
	d := paymentDraft(t)
	d.BankAccountID, d.Reference = linked.Data[0].ID, "order-81"
	d.Wallet = canonical.Wallet{Type: canonical.WalletNamespace, Value: "tamsin"}
	p, err := canonical.CreatePayment.Bind(a)(t.Context(), d)
	if err != nil || p.Status != canonical.PaymentSubmitted || p.RemittanceInformation != "Rent for March" || p.Reference != "order-81" || p.VendorReference == "" {
		t.Errorf("%+v, %v", p, err)
	}
	if p.Asset != (canonical.Asset{}) || p.ACH != (canonical.ACH{}) || p.Wallet != (canonical.Wallet{}) || !cmp.Equal(p.Ignored, []string{"/wallet"}) {
		t.Errorf("asset %v, ach %v, wallet %v, ignored %v", p.Asset, p.ACH, p.Wallet, p.Ignored)
	}
}

func TestPaymentsThatFernleighDoesNotTake(t *testing.T) {
	t.Parallel()
	pay := canonical.CreatePayment.Bind(adapter(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("sent %s %s", r.Method, r.URL.Path)
	}), func(string) {}))
	for pointer, spoil := range map[string]func(*canonical.PaymentDraft){
		"/rail":            func(d *canonical.PaymentDraft) { d.Rail = canonical.RailIMPS },
		"/amount/currency": func(d *canonical.PaymentDraft) { d.Amount.Currency = "USD" },
		"/bank_account_id": func(d *canonical.PaymentDraft) { d.BankAccountID = accountID("per-7", "acc-3001") },
	} {
		d := paymentDraft(t)
		spoil(&d)
		_, err := pay(t.Context(), d)
		if e := canonical.AsError(err); e.Code != canonical.ValidationFailed || len(e.Fields) != 1 || e.Fields[0].Pointer != pointer {
			t.Errorf("%s: %s at %v", pointer, e.Code, e.Fields)
		}
	}
}

func TestWhatBecameOfAPayment(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		http         int
		body         string
		code         canonical.Code
		outcome      canonical.Outcome
		status, said string
	}{
		{http: 201, body: `{"payment_id":"pay-1","state":"DONE"}`, status: canonical.PaymentSettled},
		{http: 201, body: `{"payment_id":"pay-1","state":"REFUSED","reason":"no funds"}`, status: canonical.PaymentFailed, said: "no funds"},
		{http: 201, body: `{"payment_id":"pay-1","state":"PARKED"}`, status: canonical.PaymentUnknown},
		{http: 201, body: `{"payment_id":"pay-1"}`, code: canonical.PaymentOutcomeUnknown, outcome: canonical.Unknown},
		{http: 404, body: `{"error":{"code":"account_not_found"}}`, code: canonical.BankAccountNotFound, outcome: canonical.Answered},
		{http: 408, body: `{"error":{"code":"field_invalid"}}`, code: canonical.PaymentOutcomeUnknown, outcome: canonical.Unknown},
		{http: 502, body: `{"error":{"code":"field_invalid"}}`, code: canonical.PaymentOutcomeUnknown, outcome: canonical.Unknown},
	} {
		a := adapter(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(c.http)
			_, _ = io.Copy(w, strings.NewReader(c.body))
		}), func(string) {})
		p, err := a.CreatePayment(t.Context(), paymentDraft(t))
		if err == nil && (c.code != "" || p.Status != c.status || p.StatusDetail != c.said) {
			t.Errorf("%d %s: %s, %q", c.http, c.body, p.Status, p.StatusDetail)
		}
		if err != nil && (canonical.AsError(err).Code != c.code || canonical.AsError(err).HowFar() != c.outcome) {
			t.Errorf("%d %s: %v (%s)", c.http, c.body, err, canonical.AsError(err).HowFar())
		}
	}
}

func paymentID(key, value string) canonical.PaymentID {
	return canonical.NewID[canonical.PaymentID](canonical.Keys{key: value})
}

// TestFER5APaymentIsFoundByOurName where the vendor's own was never told.
func TestFER5APaymentIsFoundByOurName(t *testing.T) {
	t.Parallel()
	a := adapter(t, sandbox.New(), func(string) {})
	d := paymentDraft(t)
	d.Marker = "MARK1"
	made, err := a.CreatePayment(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []canonical.PaymentID{paymentID("payment", "MARK1"), paymentID("payment_id", made.VendorIDs["payment_id"])} {
		found, err := a.GetPayment(t.Context(), canonical.PaymentQuery{ID: id})
		if err != nil || found.Status != canonical.PaymentSubmitted || found.VendorIDs["payment_id"] != made.VendorIDs["payment_id"] {
			t.Errorf("%s, %v, %v", found.Status, found.VendorIDs, err)
		}
	}
	for _, id := range []canonical.PaymentID{paymentID("payment", "MARK2"), paymentID("payment_id", "pay-none"), {}} {
		if _, err := a.GetPayment(t.Context(), canonical.PaymentQuery{ID: id}); canonical.AsError(err).Code != canonical.PaymentNotFound {
			t.Errorf("a payment that is not there: %v", err)
		}
	}
}
