package omnumi_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"canongate/canonical"
)

func TestOMN1PathOfLinkedBanksIsASetting(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		setting  any
		want     string
		warnings int
	}{
		{nil, "/tenant/customer/link-bank/" + customer, 1},
		{"/v9/{customerAccountId}/banks", "/v9/" + customer + "/banks", 0},
	} {
		v := &fakeVendor{status: http.StatusOK, body: `{"data":[]}`}
		a := adapterOf(t, connection(v, map[string]any{"linked_banks_path": tt.setting}))
		do(t, a, canonical.ListBankAccounts, canonical.BankAccountsQuery{CustomerID: customerID(customer)})
		if r := v.last(t); r.path != tt.want || r.method != http.MethodGet {
			t.Errorf("got %s %s, want GET %s", r.method, r.path, tt.want)
		}
		if w := a.(canonical.Warner).Warnings(); len(w) != tt.warnings {
			t.Errorf("warnings are %v, want %d", w, tt.warnings)
		}
	}
	bare := adapterOf(t, connection(&fakeVendor{}, map[string]any{"tenant_id": nil, "api_key": nil}))
	if w := bare.(canonical.Warner).Warnings(); len(w) != 3 {
		t.Errorf("warnings are %v, want three", w)
	}
}

func TestOMN11NoLinkedAccountsIsAnEmptyList(t *testing.T) {
	t.Parallel()
	a, _ := answering(t, http.StatusNotFound, `{"errors":[{"type":"No data found","message":"Customer has no linked bank accounts"}]}`)
	list := do(t, a, canonical.ListBankAccounts, canonical.BankAccountsQuery{CustomerID: customerID(customer)})
	if list.Data == nil || len(list.Data) != 0 {
		t.Errorf("got %v, want an empty list that is not null", list.Data)
	}
}

func linked(members string) string {
	return `{"message":"1 Bank Account Linked Successfully","data":[{"id":"` + bank + `","bankAccountId":"` + bank + `",` + members + `}]}`
}

// linkedOne links an account of which the answer has one.
func linkedOne(t *testing.T, a canonical.Adapter, d canonical.BankAccountDraft) canonical.BankAccount {
	t.Helper()
	list := do(t, a, canonical.LinkBankAccount, d)
	if len(list.Data) != 1 {
		t.Fatalf("%d accounts, want one", len(list.Data))
	}
	return list.Data[0]
}

func TestOMN12AccountNumberStaysHere(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ number, last4 string }{
		{"Mq90017788", "7788"}, {"XXXXXX7788", "7788"}, {"****7788", "7788"}, {"", "7788"}, {"9007788", "7788"},
	} {
		a, _ := answering(t, http.StatusCreated, linked(`"bankAccountNumber":"`+tt.number+`","status":"ACTIVE"`))
		got := linkedOne(t, a, accountDraft())
		if string(got.Last4) != tt.last4 {
			t.Errorf("%s: last4 is %q, want %q", tt.number, string(got.Last4), tt.last4)
		}
		if text := fmt.Sprintf("%+v", got); tt.number != "" && strings.Contains(text, tt.number) {
			t.Errorf("%s: the number shows in the resource", tt.number)
		}
	}
}

func TestLinkedAccountIsTheOneThatWasAskedFor(t *testing.T) {
	t.Parallel()
	const two = `{"data":[{"id":"x-1","bankAccountNumber":"Zz11110001"},{"id":"x-2","bankAccountNumber":"Mq90017788"}]}`
	a, _ := answering(t, http.StatusCreated, two)
	if got := linkedOne(t, a, accountDraft()); got.ID.Key("linked_bank_id") != "x-2" {
		t.Errorf("took account %s of the two", got.ID.Key("linked_bank_id"))
	}
	token, _ := answering(t, http.StatusCreated, linked(`"bankAccountNumber":"Zz11110001"`))
	if got := linkedOne(t, token, accountDraft()); got.ID.Key("linked_bank_id") != bank || got.Last4 != "0001" {
		t.Errorf("took account %s that ends in %s", got.ID.Key("linked_bank_id"), string(got.Last4))
	}
	const others = `{"data":[{"id":"x-1","bankAccountNumber":"Zz11110001"},{"id":"x-2","bankAccountNumber":"Zz11110002"}]}`
	for _, body := range []string{others, `{"data":[]}`, `{"data":[{"status":"ACTIVE"}]}`} {
		b, _ := answering(t, http.StatusCreated, body)
		if e := refused(t, b, canonical.LinkBankAccount, accountDraft()); e.Code != canonical.VendorProtocolError || e.HowFar() != canonical.Answered {
			t.Errorf("%s: got %s, want vendor_protocol_error", body, e.Code)
		}
	}
}

func TestOMN13RoutingNumberOfEightDigits(t *testing.T) {
	t.Parallel()
	for number, valid := range map[string]bool{"31004477": false, "123456780": true, "123456789": false} {
		a, _ := answering(t, http.StatusCreated, linked(`"bankAbaRoutingNumber":"`+number+`"`))
		got := linkedOne(t, a, accountDraft())
		if got.RoutingNumber != number || got.RoutingNumberValid == nil || *got.RoutingNumberValid != valid {
			t.Errorf("%s: got %s, valid %v", number, got.RoutingNumber, got.RoutingNumberValid)
		}
	}
	d := accountDraft()
	d.RoutingNumber = "31004477"
	if err := d.Validate(time.Now()); err == nil {
		t.Error("eight digits are taken from a caller")
	}
}

func TestOMN14AccountNumbersMayHaveLetters(t *testing.T) {
	t.Parallel()
	a, v := answering(t, http.StatusCreated, linked(`"status":"ACTIVE"`))
	do(t, a, canonical.LinkBankAccount, accountDraft())
	if got := v.last(t).field(t, "bankAccountDetails"); !strings.Contains(got, `"bankAccountNumber":"Mq90017788"`) {
		t.Error("the account number is not sent as it is")
	}
}

func TestOMN23StatusTextsAreIgnored(t *testing.T) {
	t.Parallel()
	body := strings.Replace(linked(`"status":"ACTIVE"`), "1 Bank Account Linked Successfully", "tenant customer onboarding gets failed", 1)
	a, _ := answering(t, http.StatusCreated, body)
	if got := linkedOne(t, a, accountDraft()); got.Status != canonical.BankAccountActive {
		t.Errorf("status is %s, want active", got.Status)
	}
}

func TestOMN24OneOfTheTwoWaysToLink(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		draft           canonical.BankAccountDraft
		sent, notSent   string
		wantInstitution string
	}{
		{accountDraft(), "bankAccountDetails", "plaidDetails", "First Sandbox Bank"},
		{plaidDraft(), "plaidDetails", "bankAccountDetails", ""},
	} {
		a, v := answering(t, http.StatusCreated, linked(`"status":"ACTIVE"`))
		got := linkedOne(t, a, tt.draft)
		if r := v.last(t); r.field(t, tt.sent) == "" || r.field(t, tt.notSent) != "" {
			t.Errorf("%s: the other object is sent", tt.draft.LinkMethod)
		}
		if got.LinkMethod != tt.draft.LinkMethod || got.InstitutionName != tt.wantInstitution {
			t.Errorf("%s: comes back as %s at %q", tt.draft.LinkMethod, got.LinkMethod, got.InstitutionName)
		}
	}
	a, v := answering(t, http.StatusCreated, linked(`"status":"ACTIVE"`))
	do(t, a, canonical.LinkBankAccount, plaidDraft())
	if got := v.last(t).field(t, "plaidDetails"); got != `{"plaidToken":"processor-5a0e","plaidConsentTimestamp":"2026-02-03T02:05:06.1788Z"}` {
		t.Error("the consent's instant is not sent in UTC without trailing zeros")
	}
}

func TestA9HolderPhoneAndTimesThatAreNoneKeepTheirText(t *testing.T) {
	t.Parallel()
	counted := 0
	v := &fakeVendor{status: http.StatusOK, body: `{"data":[{"linkedBankId":"` + bank + `","bankAccountHolderPhoneNumber":"call me","createdAt":"today","updatedAt":"2026-01-15T08:30:00"}]}`}
	c := connection(v, nil)
	c.Unmapped = func(string) { counted++ }
	list := do(t, adapterOf(t, c), canonical.ListBankAccounts, canonical.BankAccountsQuery{CustomerID: customerID(customer)})
	b := list.Data[0]
	if *b.Holder != (canonical.AccountHolder{PhoneRaw: "call me"}) || b.Status != canonical.UnknownValue || counted != 3 {
		t.Errorf("status %s, holder %+v, counted %d times", b.Status, b.Holder, counted)
	}
	if b.CreatedAt != nil || b.CreatedAtRaw != "today" || b.UpdatedAt != nil || b.UpdatedAtRaw != "2026-01-15T08:30:00" {
		t.Errorf("made %v (%q), changed %v (%q)", b.CreatedAt, string(b.CreatedAtRaw), b.UpdatedAt, string(b.UpdatedAtRaw))
	}
}

func TestA2TheOtherWayOfLinkingIsNamed(t *testing.T) {
	t.Parallel()
	both := accountDraft()
	both.Plaid = plaidDraft().Plaid
	byPlaid := both
	byPlaid.LinkMethod = canonical.LinkPlaid
	for _, tt := range []struct {
		draft canonical.BankAccountDraft
		want  string
	}{{both, "/plaid"}, {byPlaid, "/account_number /account_type /holder /institution_name /routing_number"}} {
		a, _ := answering(t, http.StatusCreated, linked(`"status":"ACTIVE"`))
		got := do(t, a, canonical.LinkBankAccount, tt.draft)
		if strings.Join(got.Ignored, " ") != tt.want {
			t.Errorf("%s: ignored %v, want %s", tt.draft.LinkMethod, got.Ignored, tt.want)
		}
		if echoed := got.Data[0].Holder != nil; echoed != (tt.draft.LinkMethod == canonical.LinkAccountNumbers) {
			t.Errorf("%s: the holder is echoed: %v", tt.draft.LinkMethod, echoed)
		}
	}
}

// TestA8PlaidLinksSeveralAccounts: each comes back, and one that cannot be read is left
// out and counted.
func TestA8PlaidLinksSeveralAccounts(t *testing.T) {
	t.Parallel()
	v := &fakeVendor{status: http.StatusCreated, body: `{"message":"3 Bank Accounts Linked Successfully","data":[
		{"id":"x-1","bankAccountNumber":"Zz11110001","bankAccountType":"Savings"},{"status":"ACTIVE"},{"id":"x-3","bankAccountNumber":"Mq90017788"}]}`}
	counted := map[string]int{}
	c := connection(v, nil)
	c.Unmapped = func(field string) { counted[field]++ }
	a := adapterOf(t, c)
	list := do(t, a, canonical.LinkBankAccount, plaidDraft())
	var got []string
	for _, b := range list.Data {
		got = append(got, b.ID.Key("linked_bank_id")+" "+string(b.Last4)+" "+b.LinkMethod)
	}
	if strings.Join(got, ", ") != "x-1 0001 plaid, x-3 7788 plaid" || counted["bank_account"] != 1 {
		t.Errorf("got %v, counted %v", got, counted)
	}
	if one := linkedOne(t, a, accountDraft()); one.ID.Key("linked_bank_id") != "x-3" {
		t.Errorf("by its number it is %s", one.ID.Key("linked_bank_id"))
	}
}

// TestA13OtherCountriesNumbersAreUnsupported: the vendor has ABA routing numbers and
// account numbers as banks write them.
func TestA13OtherCountriesNumbersAreUnsupported(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"ifsc", "sort_code", "bsb"} {
		a, v := answering(t, http.StatusCreated, linked(`"status":"ACTIVE"`))
		d := accountDraft()
		d.RoutingNumberType, d.AccountNumberType = kind, "iban"
		e := refused(t, a, canonical.LinkBankAccount, d)
		wantPointers(t, e, "/routing_number_type", "/account_number_type")
		if e.Fields[0].Code != canonical.FieldUnsupported || e.Fields[1].Code != canonical.FieldUnsupported || len(v.seen) != 0 {
			t.Errorf("%+v, %d requests", e.Fields, len(v.seen))
		}
	}
	a, _ := answering(t, http.StatusCreated, linked(`"status":"ACTIVE"`))
	d := accountDraft()
	d.RoutingNumberType, d.AccountNumberType = canonical.RoutingABA, canonical.AccountLocal
	if got := linkedOne(t, a, d); got.RoutingNumberType != "aba" || got.AccountNumberType != "local" {
		t.Errorf("types come back as %s and %s", got.RoutingNumberType, got.AccountNumberType)
	}
}
