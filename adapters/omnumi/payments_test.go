package omnumi_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"canongate/adapters/omnumi/sandbox"
	"canongate/canonical"
)

const initiated = `{"message":"ACH IN ODFI triggered successfully","data":{"status":"INITIATED","referenceId":"40077120935","message":"Successfully processed; no error","reasonCode":"A00"}}`

func TestOMN2AmountKeepsItsDigits(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ amount, as, want string }{
		{"100.50", "number", "100.50"},
		{"0.10", "number", "0.10"},
		{"7", "number", "7"},
		{"900719925474099301.07", "number", "900719925474099301.07"},
		{"100.50", "string", `"100.50"`},
	} {
		v := &fakeVendor{status: http.StatusCreated, body: initiated}
		a := adapterOf(t, connection(v, map[string]any{"amount_as": tt.as}))
		p := do(t, a, canonical.CreatePayment, paymentDraft(t, canonical.DirectionDebit, tt.amount))
		if got := v.last(t).field(t, "amount"); got != tt.want {
			t.Errorf("%s as %s is sent as %s, want %s", tt.amount, tt.as, got, tt.want)
		}
		if p.Amount.Value.String() != tt.amount {
			t.Errorf("%s comes back as %s", tt.amount, p.Amount.Value)
		}
	}
}

func TestPaymentAnswerMustBeAboutThePayment(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, echo string
		ok         bool
	}{
		{"nothing repeated", `"x":1`, true},
		{"amount as a number", `"amount":100.5`, true},
		{"amount as a text", `"amount":"100.50"`, true},
		{"all of it", `"amount":1.005E2,"customerAccountId":"` + customer + `","linkedBankId":"` + bank + `","tokenSymbol":"USBC"`, true},
		{"another amount", `"amount":"100.51"`, false},
		{"no amount at all", `"amount":"-100.50"`, false},
		{"another customer", `"customerAccountId":"5d1e8c70-2f94-4b6a-9c03-e7a1b25f6d48"`, false},
		{"another account", `"linkedBankId":"5d1e8c70-2f94-4b6a-9c03-e7a1b25f6d48"`, false},
		{"another token", `"tokenSymbol":"EURX"`, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a, _ := answering(t, http.StatusCreated, `{"data":{"status":"INITIATED","referenceId":"40077120935",`+tt.echo+`}}`)
			_, err := canonical.CreatePayment.Bind(a)(t.Context(), paymentDraft(t, canonical.DirectionDebit, "100.50"))
			if tt.ok && err != nil {
				t.Errorf("got %v, want a payment", err)
			}
			if e := canonical.AsError(err); !tt.ok && (err == nil || e.Code != canonical.PaymentOutcomeUnknown || e.HowFar() != canonical.Unknown) {
				t.Errorf("got %v, want payment_outcome_unknown", err)
			}
		})
	}
}

// TestOMN18OnlyARefusalIsCertain goes through every way a payment can end
// without an answer that says INITIATED.
func TestOMN18OnlyARefusalIsCertain(t *testing.T) {
	t.Parallel()
	const wallet = `{"errors":[{"type":"ruleError","message":"Customer has no active wallet"}]}`
	for _, tt := range []struct {
		name   string
		status int
		body   string
		want   canonical.Code
	}{
		{"500 with its words", 500, `{"errors":[{"type":"internalServerError","message":"An error occured while storing authorization record"}]}`, canonical.PaymentOutcomeUnknown},
		{"502 with its words", 502, `{"errors":[{"type":"apiError","message":"Failed to fetch bank account details"}]}`, canonical.PaymentOutcomeUnknown},
		{"500 that speaks of validation", 500, `{"errors":[{"type":"validationError","message":"Missing required fields"}]}`, canonical.PaymentOutcomeUnknown},
		{"503 of a proxy", 503, `<html>`, canonical.PaymentOutcomeUnknown},
		{"408 of a proxy", 408, `{}`, canonical.PaymentOutcomeUnknown},
		{"redirect", 307, ``, canonical.PaymentOutcomeUnknown},
		{"success that is not JSON", 201, `<html>`, canonical.PaymentOutcomeUnknown},
		{"success without data", 201, `{"message":"ok"}`, canonical.PaymentOutcomeUnknown},
		{"success with a status of another shape", 201, `{"data":{"status":["INITIATED"]}}`, canonical.PaymentOutcomeUnknown},
		{"success that says a key twice", 201, `{"data":{"status":"INITIATED","status":"FAILED"}}`, canonical.PaymentOutcomeUnknown},
		{"success with errors", 201, `{"errors":[{"type":"validationError","message":"Missing required fields"}]}`, canonical.PaymentOutcomeUnknown},
		{"refused: validation", 400, `{"errors":[{"type":"validationError","message":"amount must be positive"}]}`, canonical.ValidationFailed},
		{"refused: no record", 404, `{"errors":[{"type":"recordNotFound","message":"Record not found in Database"}]}`, canonical.BankAccountNotFound},
		{"refused: wallet", 400, wallet, canonical.PreconditionFailedByVendor},
		{"refused: anything", 400, `{"errors":[{"type":"catch","message":"err.message"}]}`, canonical.VendorRejected},
		{"refused: tenant", 400, `{"errors":[{"type":"Tenant","message":"Tenant not found"}]}`, canonical.VendorConfigurationError},
		{"refused: credentials", 401, `{}`, canonical.VendorAuthFailed},
		{"refused: too many", 429, `{}`, canonical.RateLimited},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a, v := answering(t, tt.status, tt.body)
			e := refused(t, a, canonical.CreatePayment, paymentDraft(t, canonical.DirectionDebit, "100.50"))
			outcome := canonical.Answered
			if tt.want == canonical.PaymentOutcomeUnknown {
				outcome = canonical.Unknown
			}
			if e.Code != tt.want || e.HowFar() != outcome || e.Retryable(canonical.MovesMoney) && e.Code != canonical.RateLimited {
				t.Errorf("got %s, outcome %s, retryable %t; want %s, %s", e.Code, e.HowFar(), e.Retryable(canonical.MovesMoney), tt.want, outcome)
			}
			v.last(t)
		})
	}
}

// TestOMN18AtTheSandbox sends each magic amount once and looks whether the
// vendor moved money: what is certain must be true.
func TestOMN18AtTheSandbox(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		amount string
		want   canonical.Code
	}{
		{"20.00", ""},
		{"400.99", canonical.ValidationFailed},
		{"404.99", canonical.BankAccountNotFound},
		{"500.98", canonical.PaymentOutcomeUnknown},
		{"500.99", canonical.PaymentOutcomeUnknown},
		{"502.98", canonical.PaymentOutcomeUnknown},
		{"502.99", canonical.PaymentOutcomeUnknown},
	} {
		t.Run(tt.amount, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(sandbox.New())
			defer server.Close()
			c := connection(nil, nil)
			c.BaseURL, c.Transport, c.FreshTransport = server.URL, http.DefaultTransport, http.DefaultTransport
			_, err := canonical.CreatePayment.Bind(adapterOf(t, c))(t.Context(), paymentDraft(t, canonical.DirectionCredit, tt.amount))
			executed := executedAt(t, server)
			switch e := canonical.AsError(err); {
			case tt.want == "" && (err != nil || executed != 1):
				t.Errorf("got %v and %d executed payments, want one", err, executed)
			case tt.want != "" && (err == nil || e.Code != tt.want):
				t.Errorf("got %v, want %s", err, tt.want)
			case tt.want != "" && e.HowFar() != canonical.Unknown && executed != 0:
				t.Errorf("%s is said to be certain and %d payments were executed", e.Code, executed)
			}
		})
	}
}

func executedAt(t *testing.T, server *httptest.Server) int {
	t.Helper()
	res, err := server.Client().Get(server.URL + "/_sandbox/payments")
	if err != nil {
		t.Fatalf("asking the sandbox what it executed: %v", err)
	}
	defer res.Body.Close()
	var list []struct{ ReferenceID string }
	if err := json.NewDecoder(res.Body).Decode(&list); err != nil {
		t.Fatalf("asking the sandbox what it executed: %v", err)
	}
	return len(list)
}

func TestOMN19PaymentsGoOverAConnectionOfTheirOwn(t *testing.T) {
	t.Parallel()
	shared, fresh := &fakeVendor{}, &fakeVendor{status: http.StatusCreated, body: initiated}
	c := connection(shared, nil)
	c.FreshTransport = fresh
	do(t, adapterOf(t, c), canonical.CreatePayment, paymentDraft(t, canonical.DirectionDebit, "100.50"))
	fresh.last(t)
	if len(shared.seen) != 0 {
		t.Error("a payment went over a connection that may be stale")
	}
}

func TestOMN20CurrencyIsTheConnections(t *testing.T) {
	t.Parallel()
	a, v := answering(t, http.StatusCreated, initiated)
	d := paymentDraft(t, canonical.DirectionDebit, "100.50")
	d.Amount.Currency = "EUR"
	wantPointers(t, refused(t, a, canonical.CreatePayment, d), "/amount/currency")
	if len(v.seen) != 0 {
		t.Error("an amount in another currency was sent")
	}
}

func TestOMN21DebitTypeOnlyWhenGiven(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ frequency, want string }{{"", ""}, {"one_time", `"ONE_TIME"`}, {"recurring", `"RECURRING"`}} {
		a, v := answering(t, http.StatusCreated, initiated)
		d := paymentDraft(t, canonical.DirectionCredit, "100.50")
		d.ACH.Frequency = tt.frequency
		do(t, a, canonical.CreatePayment, d)
		if r := v.last(t); r.path != "/ach/out" || r.field(t, "debitType") != tt.want {
			t.Errorf("%q: debitType %s at %s, want %s at /ach/out", tt.frequency, r.field(t, "debitType"), r.path, tt.want)
		}
	}
}

func TestPaymentIsRefusedBeforeItIsSent(t *testing.T) {
	t.Parallel()
	const stranger = "5d1e8c70-2f94-4b6a-9c03-e7a1b25f6d48"
	for pointer, change := range map[string]func(*canonical.PaymentDraft){
		"/direction":            func(d *canonical.PaymentDraft) { d.Direction = "sideways" },
		"/rail":                 func(d *canonical.PaymentDraft) { d.Rail = "sepa" },
		"/wallet/type":          func(d *canonical.PaymentDraft) { d.Wallet.Type = "" },
		"/wallet/value":         func(d *canonical.PaymentDraft) { d.Wallet.Value = "  " },
		"/ach/sec_code":         func(d *canonical.PaymentDraft) { d.ACH.SECCode = "other" },
		"/ach/processor":        func(d *canonical.PaymentDraft) { d.ACH.Processor = "HUB" },
		"/ach/frequency":        func(d *canonical.PaymentDraft) { d.ACH.Frequency = "weekly" },
		"/authorization/text":   func(d *canonical.PaymentDraft) { d.Authorization.Text = " " },
		"/authorization/method": func(d *canonical.PaymentDraft) { d.Authorization.Method = "wink" },
		"/risk/user":            func(d *canonical.PaymentDraft) { d.Risk = &canonical.PaymentRisk{User: "none"} },
		"/asset/symbol":         func(d *canonical.PaymentDraft) { d.Asset.Symbol = " " },
		"/bank_account_id":      func(d *canonical.PaymentDraft) { d.BankAccountID = bankAccountID(stranger, bank) },
	} {
		t.Run(pointer, func(t *testing.T) {
			t.Parallel()
			a, v := answering(t, http.StatusCreated, initiated)
			d := paymentDraft(t, canonical.DirectionDebit, "100.50")
			change(&d)
			e := refused(t, a, canonical.CreatePayment, d)
			wantPointers(t, e, pointer)
			if len(v.seen) != 0 || e.HowFar() != canonical.NotSent {
				t.Errorf("%d requests were sent, outcome %s", len(v.seen), e.HowFar())
			}
		})
	}
}

func TestPaymentLaysTheAnswerOverWhatWasAsked(t *testing.T) {
	t.Parallel()
	counted := map[string]int{}
	v := &fakeVendor{status: http.StatusCreated, body: `{"data":{"status":"PARKED","referenceId":40077120935,"fee":1}}`}
	c := connection(v, nil)
	c.Unmapped = func(field string) { counted[field]++ }
	d := paymentDraft(t, canonical.DirectionDebit, "100.50")
	d.ACH.ReturnCode = "R01" // the vendor's to say
	p := do(t, adapterOf(t, c), canonical.CreatePayment, d)
	if p.Status != canonical.PaymentUnknown || p.StatusRaw != "PARKED" || p.VendorReference != "40077120935" || p.Reference != d.Reference || !p.ID.IsZero() {
		t.Errorf("status %s (%s), reference %s", p.Status, p.StatusRaw, p.VendorReference)
	}
	if p.ACH.SECCode != "WEB" || p.ACH.Processor != "CORE" || p.ACH.ReturnCode != "" || p.Wallet.Value != "juniper41" {
		t.Errorf("what was asked is lost: %+v", p.ACH)
	}
	if counted["payment.status"] != 1 || counted["data.fee"] != 1 {
		t.Errorf("counted %v, want the status and the field nobody knows", counted)
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

func TestA13RailsThatTheVendorLacksAreUnsupported(t *testing.T) {
	t.Parallel()
	for _, rail := range []string{canonical.RailFaster, canonical.RailIMPS, canonical.RailUPI, canonical.RailSEPA, canonical.RailRTP, "carrier_pigeon"} {
		a, v := answering(t, http.StatusCreated, initiated)
		d := paymentDraft(t, canonical.DirectionDebit, "100.50")
		d.Rail = rail
		e := refused(t, a, canonical.CreatePayment, d)
		wantPointers(t, e, "/rail")
		if e.Fields[0].Code != canonical.FieldUnsupported || len(v.seen) != 0 {
			t.Errorf("%s: %+v, %d requests", rail, e.Fields, len(v.seen))
		}
	}
}

func TestA13RemittanceInformationHasNoPlaceHere(t *testing.T) {
	t.Parallel()
	a, v := answering(t, http.StatusCreated, initiated)
	d := paymentDraft(t, canonical.DirectionDebit, "100.50")
	d.RemittanceInformation = "Rent, Juniper Lane"
	p := do(t, a, canonical.CreatePayment, d)
	if strings.Join(p.Ignored, " ") != "/remittance_information" || p.RemittanceInformation != "" || strings.Contains(v.last(t).body, "Juniper") {
		t.Errorf("ignored %v", p.Ignored)
	}
}
