package omnumi_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"testing"

	"canongate/canonical"
)

// FuzzAnswers gives every operation an arbitrary answer: it never panics, and
// what it makes of the answer is a canonical resource or a canonical error.
func FuzzAnswers(f *testing.F) {
	operations := []string{
		"start_verification", "confirm_verification", "get_agreement_template", "create_agreement", "list_agreements",
		"get_agreement", "decide_agreement", "link_bank_account", "list_bank_accounts", "create_payment",
	}
	for _, s := range samples(f) {
		f.Add(uint8(slices.Index(operations, s.Operation)), s.Status, s.body)
	}
	f.Fuzz(func(t *testing.T, operation uint8, status int, body string) {
		name := operations[int(operation)%len(operations)]
		if status < 100 || status > 599 {
			status = http.StatusOK
		}
		a, _ := answering(t, status, body)
		out, err := calls(t)[name](t.Context(), a)
		if err != nil {
			checkError(t, name, err)
			return
		}
		checkResource(t, out)
	})
}

func checkError(t *testing.T, operation string, err error) {
	t.Helper()
	e := canonical.AsError(err)
	if e.Code == canonical.InternalError || e.HowFar() == canonical.NotSent {
		t.Errorf("%v: no such error follows from an answer (%s)", err, e.HowFar())
	}
	if e.Code == canonical.VendorProtocolError && operation == canonical.CreatePayment.Name() {
		t.Error("an answer that says nothing leaves a payment's outcome certain")
	}
}

var enums = map[string][]string{
	"agreement":    {"pending", "accepted", "declined", "unknown"},
	"bank_account": {"active", "pending", "disabled", "unknown"},
	"payment":      {"submitted", "unknown"},
	"verification": {"pending", "verified"},
}

// checkResource holds what was decoded to the contract: ids that can be
// sealed, closed enums, formats, and an account number's last four at most.
func checkResource(t *testing.T, out any) {
	t.Helper()
	switch r := out.(type) {
	case canonical.Verification:
		check(t, r.Object, r.Status, "", &r)
	case canonical.AgreementTemplate:
		if r.ID == "" || r.HTML == "" {
			t.Error("a template is empty")
		}
	case canonical.Agreement:
		check(t, r.Object, r.Status, r.StatusRaw, &r)
	case canonical.List[canonical.Agreement]:
		for _, one := range r.Data {
			check(t, one.Object, one.Status, one.StatusRaw, &one)
		}
	case canonical.List[canonical.BankAccount]:
		for _, one := range r.Data {
			checkAccount(t, one)
		}
	case canonical.Payment:
		check(t, r.Object, r.Status, r.StatusRaw, nil)
	default:
		t.Errorf("%T is no resource", out)
	}
}

func checkAccount(t *testing.T, b canonical.BankAccount) {
	t.Helper()
	check(t, b.Object, b.Status, b.StatusRaw, &b)
	if n := len(b.Last4); n > 4 {
		t.Errorf("last4 has %d bytes", n)
	}
	if b.Holder != nil && b.Holder.Phone != "" && !canonical.ValidPhone(b.Holder.Phone) {
		t.Error("a holder's phone is not E.164")
	}
}

func check(t *testing.T, object, status, raw string, r canonical.Identified) {
	t.Helper()
	if !slices.Contains(enums[object], status) || raw != "" && status != canonical.UnknownValue {
		t.Errorf("a %s has status %q, raw %q", object, status, raw)
	}
	if r == nil {
		return
	}
	r.EachID(func(pointer string, id canonical.Sealable) {
		if pointer == "/id" && len(id.Keys()) == 0 {
			t.Errorf("a %s has no id", object)
		}
		id.Seal("sealed")
	})
	if _, err := json.Marshal(r); err != nil {
		t.Errorf("a %s does not marshal: %v", object, err)
	}
}
