package omnumi_test

import (
	"net/http"
	"strings"
	"testing"

	"canongate/canonical"
)

func TestCaseNestMessageList(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		op, message string
		want        []string
	}{
		"link-bank": {"link_bank_account", `["bankLegalName should not be empty","bankAbaRoutingNumber must be longer than or equal to 9 characters"]`,
			[]string{"/institution_name", "/routing_number"}},
		"payment":           {"create_payment", `["linkedBankId must be a UUID","amount must be a positive number"]`, []string{"/bank_account_id", "/amount/value"}},
		"one text":          {"create_payment", `"linkedBankId must be a UUID"`, []string{"/bank_account_id"}},
		"nested names":      {"link_bank_account", `["bankAccountDetails.bankLegalName should not be empty"]`, []string{"/institution_name"}},
		"an object among":   {"create_agreement", `[{"property":"x"},"email must be an email"]`, []string{"/party/email"}},
		"a party's address": {"create_agreement", `["address.postalCode is required","phoneNumber.number must be a string"]`, []string{"/party/address/postal_code", "/party/phone/number"}},
	} {
		a, _ := answering(t, http.StatusBadRequest, `{"statusCode":400,"message":`+c.message+`,"error":"Bad Request"}`)
		_, err := calls(t)[c.op](t.Context(), a)
		e := canonical.AsError(err)
		if err == nil || e.Vendor.Message == "" {
			t.Fatalf("%s: %v, vendor %+v", name, err, e.Vendor)
		}
		wantPointers(t, e, c.want...)
	}
}

func TestCaseBOMInAPaymentsAnswer(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		body string
		ok   bool
	}{
		"a BOM":                             {"\ufeff" + initiated, true},
		"a repeated member that nobody has": {strings.Replace(initiated, `"data":{`, `"data":{"note":1,"note":2,`, 1), true},
		"a repeated member at the top":      {`{"trace":1,"trace":{"a":1},` + initiated[1:], true},
		"a repeated status":                 {strings.Replace(initiated, `"data":{`, `"data":{"status":"FAILED",`, 1), false},
		"a repeated amount":                 {strings.Replace(initiated, `"data":{`, `"data":{"amount":1,"amount":2,`, 1), false},
		"a second element that is odd":      {`{"data":[{"status":"INITIATED","referenceId":"1"},{"status":{}}]}`, false},
	} {
		a, _ := answering(t, http.StatusCreated, c.body)
		p, err := canonical.CreatePayment.Bind(a)(t.Context(), paymentDraft(t, canonical.DirectionDebit, "100.50"))
		if c.ok && (err != nil || p.Status != canonical.PaymentSubmitted) {
			t.Errorf("%s: %s, %v", name, p.Status, err)
		}
		if e := canonical.AsError(err); !c.ok && (err == nil || e.Code != canonical.PaymentOutcomeUnknown) {
			t.Errorf("%s: %s, %v; want payment_outcome_unknown", name, p.Status, err)
		}
	}
}

func TestX16AnOddAgreementIsLeftOut(t *testing.T) {
	t.Parallel()
	a, v := answering(t, http.StatusOK, `{"data":[{"id":"a1","status":"PENDING"},{"id":"a2","status":{"x":1}},{"id":"a3","status":"ACCEPTED"}]}`)
	list := do(t, a, canonical.ListAgreements, canonical.AgreementsQuery{})
	if len(list.Data) != 2 || len(v.seen) != 1 {
		t.Errorf("%d agreements after %d calls, want 2 after 1", len(list.Data), len(v.seen))
	}
}
