package fernleigh_test

import (
	"io"
	"net/http"
	"testing"

	"canongate/adapters/conformance/fernleigh/sandbox"
	"canongate/canonical"

	"github.com/google/go-cmp/cmp"
)

func TestFER3AnIFSCGoesWithANumberOnly(t *testing.T) {
	t.Parallel()
	link := canonical.LinkBankAccount.Bind(adapter(t, sandbox.New(), func(string) {}))
	surplus := upiDraft()
	surplus.RoutingNumber, surplus.RoutingNumberType = "FERN0001234", canonical.RoutingIFSC
	for name, d := range map[string]canonical.BankAccountDraft{
		"a number": accountDraft(), "an address": upiDraft(), "an address with an IFSC": surplus,
	} {
		linked, err := link(t.Context(), d)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got, ifsc := linked.Data[0], ""
		if d.AccountNumberType == canonical.AccountLocal {
			ifsc = d.RoutingNumber
		}
		if got.AccountNumberType != d.AccountNumberType || got.RoutingNumber != ifsc || (got.RoutingNumberType == "") != (ifsc == "") {
			t.Errorf("%s: answered %s with %q (%s)", name, got.AccountNumberType, got.RoutingNumber, got.RoutingNumberType)
		}
		if ignored := d.RoutingNumber != ifsc; ignored != cmp.Equal(linked.Ignored, []string{"/routing_number", "/routing_number_type"}) {
			t.Errorf("%s: ignored %v", name, linked.Ignored)
		}
	}
}

func TestAccountsThatFernleighDoesNotTake(t *testing.T) {
	t.Parallel()
	link := canonical.LinkBankAccount.Bind(adapter(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("sent %s %s", r.Method, r.URL.Path)
	}), func(string) {}))
	for pointer, spoil := range map[string]func(*canonical.BankAccountDraft){
		"/routing_number":      func(d *canonical.BankAccountDraft) { d.RoutingNumber = "" },
		"/routing_number_type": func(d *canonical.BankAccountDraft) { d.RoutingNumberType = canonical.RoutingABA },
		"/account_number_type": func(d *canonical.BankAccountDraft) { d.AccountNumberType = canonical.AccountIBAN },
		"/link_method":         func(d *canonical.BankAccountDraft) { d.LinkMethod = canonical.LinkPlaid },
		"/holder/name":         func(d *canonical.BankAccountDraft) { d.Holder = nil },
	} {
		d := accountDraft()
		spoil(&d)
		_, err := link(t.Context(), d)
		if e := canonical.AsError(err); e.Code != canonical.ValidationFailed || len(e.Fields) != 1 || e.Fields[0].Pointer != pointer {
			t.Errorf("%s: %s at %v", pointer, e.Code, e.Fields)
		}
	}
}

func TestStatesOfAccounts(t *testing.T) {
	t.Parallel()
	for word, want := range map[string][2]string{
		"LINKED": {canonical.BankAccountActive}, "CHECKING": {canonical.BankAccountPending}, "CLOSED": {canonical.BankAccountDisabled},
		"DORMANT": {canonical.UnknownValue, "DORMANT"},
	} {
		a := adapter(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, `{"account_id":"acc-7","state":"`+word+`"}`)
		}), func(string) {})
		linked, err := a.LinkBankAccount(t.Context(), accountDraft())
		if err != nil || linked.Data[0].Status != want[0] || linked.Data[0].StatusRaw != want[1] {
			t.Errorf("%s: %+v, %v", word, linked.Data, err)
		}
	}
}
