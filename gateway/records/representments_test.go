package records

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"canongate/canonical"
	"canongate/policies/journal"
)

// asked is a payment that was returned for want of funds, and one that sends it again.
func asked(t *testing.T, change func(*journal.Representment)) (Reader, journal.Representment) {
	t.Helper()
	codec, reader, _ := readers(t)
	seal := func(kind canonical.Kind, key string) string {
		text, err := codec.Seal(kind, "acme", "bank", canonical.Keys{"key": key})
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	body := func(amount, customer, account, more string) []byte {
		return fmt.Appendf(nil, `{"direction":"debit","rail":"ach","amount":{"value":%q,"currency":"USD"},"customer_id":%q,"bank_account_id":%q%s}`,
			amount, seal(canonical.KindCustomer, customer), seal(canonical.KindBankAccount, account), more)
	}
	sent := time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC)
	original := journal.Payment{ID: "pay_1", Tenant: "acme", Status: journal.Returned, ReturnCode: "R01", CreatedAt: sent, Body: body("10.50", "C", "B", "")}
	r := journal.Representment{
		Original: &original, At: sent.AddDate(0, 0, 10),
		Payment: journal.Payment{ID: "pay_2", Tenant: "acme", Represents: "pay_1", Body: body("10.5", "C", "B", `,"represents":"pay_1"`)},
	}
	bodies := map[string][]byte{
		"amount": body("10.51", "C", "B", ""), "customer": body("10.50", "D", "B", ""), "account": body("10.50", "C", "A", ""), "again": r.Payment.Body,
	}
	if change != nil {
		change(&r)
		if as, named := bodies[string(r.Original.Body)]; named {
			r.Original.Body = as
		}
	}
	return reader, r
}

func TestWhatMayBeSentAgain(t *testing.T) {
	t.Parallel()
	of := func(status journal.PaymentStatus, code string) journal.Payment {
		return journal.Payment{Status: status, ReturnCode: code}
	}
	for name, c := range map[string]struct {
		change func(*journal.Representment)
		want   string // in the detail; "": it may
	}{
		"first":       {nil, ""},
		"uncollected": {func(r *journal.Representment) { r.Original.ReturnCode = "R09" }, ""},
		"second":      {func(r *journal.Representment) { r.Earlier = []journal.Payment{of(journal.Returned, "R09")} }, ""},
		"none was sent": {func(r *journal.Representment) {
			r.Earlier = []journal.Payment{of(journal.Canceled, ""), of(journal.Failed, "")}
		}, ""},
		"last day": {func(r *journal.Representment) { r.At = r.Original.CreatedAt.AddDate(0, 0, 180) }, ""},
		"too late": {func(r *journal.Representment) { r.At = r.Original.CreatedAt.AddDate(0, 0, 181) }, "until 2026-08-29"},
		"third": {func(r *journal.Representment) {
			r.Earlier = []journal.Payment{of(journal.Returned, "R01"), of(journal.Returned, "R01")}
		}, "as often"},
		"under way":        {func(r *journal.Representment) { r.Earlier = []journal.Payment{of(journal.Submitted, "")} }, "has not come back"},
		"outcome unknown":  {func(r *journal.Representment) { r.Earlier = []journal.Payment{of(journal.Unknown, "")} }, "has not come back"},
		"revoked meantime": {func(r *journal.Representment) { r.Earlier = []journal.Payment{of(journal.Returned, "R07")} }, "has not come back"},
		"unauthorized":     {func(r *journal.Representment) { r.Original.ReturnCode = "R10" }, "R10"},
		"not returned":     {func(r *journal.Representment) { r.Original.Status = journal.Settled }, "this one is settled"},
		"other amount":     {func(r *journal.Representment) { r.Original.Body = []byte("amount") }, "same amount"},
		"other customer":   {func(r *journal.Representment) { r.Original.Body = []byte("customer") }, "same customer"},
		"other account":    {func(r *journal.Representment) { r.Original.Body = []byte("account") }, "same bank account"},
		"again of again":   {func(r *journal.Representment) { r.Original.Body = []byte("again") }, "give the original"},
	} {
		reader, r := asked(t, c.change)
		err := reader.MayRepresent(r)
		if c.want == "" {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		e := canonical.AsError(err)
		if e.Code != canonical.ValidationFailed || len(e.Fields) != 1 || e.Fields[0].Pointer != "/represents" || !strings.Contains(e.Fields[0].Detail, c.want) {
			t.Errorf("%s: %v %v, want %q", name, e, e.Fields, c.want)
		}
	}
	reader, r := asked(t, nil)
	r.Original = nil
	if e := canonical.AsError(reader.MayRepresent(r)); e.Code != canonical.PaymentNotFound || e.Fields[0].Pointer != "/represents" {
		t.Errorf("of another tenant: %v", e)
	}
}
