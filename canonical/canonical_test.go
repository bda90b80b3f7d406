package canonical_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"math"
	"strings"
	"testing"
	"time"

	"canongate/canonical"

	"pgregory.net/rapid"
)

func TestMoneyKeepsEveryDigit(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"0", "0.10", "100.50", "1", "999999999999999999.999999999999999999", "0.000000000000000001"} {
		d, err := canonical.ParseDecimal(text)
		if err != nil {
			t.Errorf("ParseDecimal(%q): %v", text, err)
			continue
		}
		if d.String() != text {
			t.Errorf("ParseDecimal(%q) prints %q", text, d)
		}
	}
}

func TestDecimalRefusesWhatItCannotHold(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", ".", "1.", ".5", "-1", "+1", "1e3", "01", "1,5", "1 ", "NaN", "1000000000000000000", "0.1234567890123456789", "١"} {
		_, err := canonical.ParseDecimal(text)
		if err == nil {
			t.Errorf("ParseDecimal(%q) succeeded", text)
		} else if text != "" && len(text) > 3 && strings.Contains(err.Error(), text) {
			t.Errorf("ParseDecimal(%q) prints its input: %v", text, err)
		}
	}
}

func TestParseNumberReadsWhatVendorsWrite(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"1.62726591323E12": "1627265913230", "100.50": "100.50", "0": "0", "1e-2": "0.01",
		"5E+0": "5", "007.10": "7.10", "12.5e1": "125", "1.5e-3": "0.0015",
	} {
		d, err := canonical.ParseNumber(in)
		if err != nil || d.String() != want {
			t.Errorf("ParseNumber(%q) = %q, %v; want %q", in, d, err, want)
		}
	}
	for _, in := range []string{"-1", "1e999", "1e19", "x", "1e", "e5", "0x10", "1.2.3"} {
		if d, err := canonical.ParseNumber(in); err == nil {
			t.Errorf("ParseNumber(%q) = %q, want an error", in, d)
		}
	}
}

func TestDecimalRoundTrips(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`(0|[1-9][0-9]{0,17})(\.[0-9]{1,18})?`).Draw(t, "text")
		d, err := canonical.ParseDecimal(text)
		if err != nil || d.String() != text {
			t.Fatalf("ParseDecimal(%q) = %q, %v", text, d, err)
		}
		n, err := canonical.ParseNumber(text)
		if err != nil || !n.Equal(d) {
			t.Fatalf("ParseNumber(%q) = %q, %v; want the same value", text, n, err)
		}
	})
}

func TestDecimalComparesByValue(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want int
	}{{"1.0", "1.00", 0}, {"0", "0.000", 0}, {"0.1", "0.09", 1}, {"99", "100", -1}} {
		a, _ := canonical.ParseDecimal(c.a)
		b, _ := canonical.ParseDecimal(c.b)
		if got := a.Cmp(b); got != c.want {
			t.Errorf("%s against %s is %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

func TestPaymentAmountsFitTheirCurrency(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ value, currency, pointer string }{
		{"100.50", "USD", ""}, {"100.5000", "USD", ""}, {"100", "JPY", ""}, {"1.005", "KWD", ""},
		{"100.505", "USD", "/amount/value"}, {"1.5", "JPY", "/amount/value"}, {"0.00", "USD", "/amount/value"},
		{"1", "usd", "/amount/currency"}, {"1", "XXZ", "/amount/currency"},
	} {
		v, err := canonical.ParseDecimal(c.value)
		if err != nil {
			t.Fatal(err)
		}
		d := canonical.PaymentDraft{Amount: canonical.Money{Value: v, Currency: canonical.Currency(c.currency)}}
		if got := pointers(d.Validate(time.Now())); got != c.pointer {
			t.Errorf("%s %s is wrong at %q, want %q", c.value, c.currency, got, c.pointer)
		}
	}
}

func pointers(err error) string {
	if err == nil {
		return ""
	}
	var all []string
	for _, f := range canonical.AsError(err).Fields {
		all = append(all, f.Pointer)
	}
	return strings.Join(all, " ")
}

// Everything that is a person's or a secret prints as a mark, whatever prints it.
func TestNothingPersonalPrints(t *testing.T) {
	t.Parallel()
	const canary = "Zq7-canary"
	type holder struct {
		S canonical.Secret
		P canonical.Personal
		C canonical.Content
		D canonical.Date
		K canonical.Keys
		I canonical.CustomerID
	}
	v := holder{
		canonical.NewSecret(canary), canary, canonical.Content(canary), canary,
		canonical.Keys{canary: canary}, canonical.NewID[canonical.CustomerID](canonical.Keys{"k": canary}),
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%10s", "%T %v"} {
		for _, value := range []any{v, &v, v.S, v.P, v.C, v.D, v.K, v.I, []canonical.Personal{v.P}, map[string]canonical.Secret{"a": v.S}} {
			args := []any{value}
			if strings.HasPrefix(verb, "%T") {
				args = append(args, value)
			}
			if out := fmt.Sprintf(verb, args...); strings.Contains(out, canary) || strings.Contains(out, fmt.Sprintf("%x", canary)) {
				t.Errorf("%s of %T prints it: %s", verb, value, out)
			}
		}
	}
	var log strings.Builder
	logger := slog.New(slog.NewJSONHandler(&log, nil))
	logger.Info("x", "s", v.S, "p", v.P, "c", v.C, "d", v.D, "k", v.K, "i", v.I)
	if strings.Contains(log.String(), canary) {
		t.Errorf("slog prints it: %s", log.String())
	}
}

func TestSecretsDoNotMarshalAndPersonalTextDoes(t *testing.T) {
	t.Parallel()
	out, err := json.Marshal(struct {
		S canonical.Secret
		P canonical.Personal
	}{canonical.NewSecret("hush"), "Asha"})
	if err != nil || string(out) != `{"S":"[secret]","P":"Asha"}` {
		t.Errorf("marshalled as %s, %v", out, err)
	}
	if out, err := json.Marshal(canonical.Content("bytes")); err == nil {
		t.Errorf("content marshalled as %s", out)
	}
	var c canonical.Content
	if err := json.Unmarshal([]byte(`"YWJj"`), &c); err != nil || string(c) != "abc" {
		t.Errorf("content reads as %d bytes, %v", len(c), err)
	}
}

func TestAnUnsealedIDDoesNotGoOut(t *testing.T) {
	t.Parallel()
	id := canonical.NewID[canonical.CustomerID](canonical.Keys{"ecrn": "1"})
	if out, err := json.Marshal(id); err == nil {
		t.Errorf("an unsealed id marshalled as %s", out)
	}
	id.Seal("cus_x")
	if out, err := json.Marshal(id); err != nil || string(out) != `"cus_x"` {
		t.Errorf("a sealed id marshalled as %s, %v", out, err)
	}
	if id.Kind() != canonical.KindCustomer || id.Key("ecrn") != "1" {
		t.Errorf("kind %s, key %q", id.Kind(), id.Key("ecrn"))
	}
}

func TestLast4HidesShortNumbers(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"": "", "1234567": "", "12345678": "5678", "784199012345671": "5671"} {
		if got := canonical.NewSecret(in).Last4(); got != want {
			t.Errorf("last four of %d characters is %q, want %q", len(in), got, want)
		}
	}
}

// The codes of canonical.md §4 and the statuses clients see with them.
func TestTheTableOfCodesIsClosed(t *testing.T) {
	t.Parallel()
	want := map[canonical.Code]int{
		"invalid_request": 400, "idempotency_key_missing": 400, "unauthenticated": 401, "permission_denied": 403,
		"customer_authorization_required": 403, "consent_required": 403, "not_found": 404, "customer_not_found": 404,
		"verification_not_found": 404, "requirement_not_found": 404, "agreement_not_found": 404, "template_not_found": 404,
		"bank_account_not_found": 404, "payment_not_found": 404, "idempotency_in_progress": 409, "already_exists": 409, "customer_not_at_connection": 409, "bank_account_blocked": 422, "outcome_unknown_after_restore": 409,
		"verification_already_completed": 409, "customer_not_subscribed": 409, "document_too_large": 413,
		"unsupported_document_type": 415, "request_too_large": 413, "unsupported_media_type": 415, "method_not_allowed": 405,
		"validation_failed": 422, "idempotency_key_reused": 422, "otp_invalid": 422, "otp_expired": 422,
		"verification_failed": 422, "customer_blocked": 422, "precondition_failed_by_vendor": 422, "vendor_rejected": 422,
		"otp_attempts_exceeded": 429, "rate_limited": 429, "operation_not_supported": 501, "vendor_auth_failed": 502,
		"vendor_configuration_error": 502, "vendor_error": 502, "vendor_protocol_error": 502, "payment_outcome_unknown": 502,
		"vendor_unavailable": 503, "vendor_timeout": 504, "journal_unavailable": 503, "journal_restored": 503, "issuer_keys_unavailable": 503, "internal_error": 500,
	}
	for _, info := range canonical.Codes() {
		if want[info.Code] != info.Status {
			t.Errorf("%s has status %d, want %d", info.Code, info.Status, want[info.Code])
		}
		if info.Title == "" || info.Help == "" || info.Origin == "" || info.Retry == "" {
			t.Errorf("%s has an empty column", info.Code)
		}
		delete(want, info.Code)
	}
	if len(want) > 0 {
		t.Errorf("codes that the table lacks: %v", want)
	}
	if got := canonical.Code("made_up").Info().Code; got != canonical.InternalError {
		t.Errorf("an unknown code counts as %s", got)
	}
}

func TestRetryableNeverRisksDoingATwice(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		code    canonical.Code
		outcome canonical.Outcome
		effect  canonical.Effect
		want    bool
	}{
		{canonical.VendorTimeout, canonical.Unknown, canonical.Safe, true},
		{canonical.VendorTimeout, canonical.Unknown, canonical.Keyed, false},
		{canonical.VendorUnavailable, canonical.NotSent, canonical.Keyed, true},
		{canonical.VendorError, canonical.Answered, canonical.Keyed, false},
		{canonical.PaymentOutcomeUnknown, canonical.Unknown, canonical.MovesMoney, false},
		{canonical.VendorUnavailable, canonical.NotSent, canonical.MovesMoney, true},
		{canonical.RateLimited, canonical.NotSent, canonical.MovesMoney, true},
		{canonical.ValidationFailed, canonical.NotSent, canonical.Safe, false},
	} {
		e := &canonical.Error{Code: c.code, Outcome: c.outcome}
		if got := e.Retryable(c.effect); got != c.want {
			t.Errorf("%s, %s, %s: retryable %t, want %t", c.code, c.outcome, c.effect, got, c.want)
		}
	}
}

func TestFormats(t *testing.T) {
	t.Parallel()
	for phone, want := range map[canonical.Personal]bool{
		"+971500000001": true, "+1234567": true, "+123456": false, "971500000001": false, "+0123456789": false, "+12345678901234567": false, "+97150000000x": false,
	} {
		if canonical.ValidPhone(phone) != want {
			t.Errorf("phone of %d characters: want %t", len(phone), want)
		}
	}
	for mail, want := range map[canonical.Personal]bool{
		"a@example.com": true, "a.b+c@example.co": true, "a@b": true, "": false, "@example.com": false, "a@": false,
		"a b@example.com": false, "a@exa mple.com": false, "<a@example.com>": false, "a..b@example.com": false, "a@-x.com": false, "a@b@c.com": false,
	} {
		if canonical.ValidEmail(mail) != want {
			t.Errorf("mail %q: want %t", string(mail), want)
		}
	}
	for number, want := range map[string]bool{"021000021": true, "021000022": false, "12345678": false, "02100002a": false, "": false} {
		if canonical.ValidABA(number) != want {
			t.Errorf("routing number %q: want %t", number, want)
		}
	}
	for country, want := range map[canonical.Country]bool{"AE": true, "ae": false, "ZZ": false, "A": false, " A": false, "E ": false, "": false} {
		if country.Valid() != want {
			t.Errorf("country %q: want %t", country, want)
		}
	}
	for ip, want := range map[canonical.Personal]bool{"192.0.2.1": true, "2001:db8::1": true, "fe80::1%eth0": false, "192.0.2": false, "192.0.2.1/24": false,
		"0.0.0.0": false, "::": false, "::ffff:0.0.0.0": false, "255.255.255.255": false, "224.0.0.1": false, "ff02::1": false, "127.0.0.1": true, "10.0.0.1": true} {
		var c canonical.Check
		if c.IP("/ip", ip); (c.Err() == nil) != want {
			t.Errorf("IP %q: want %t", string(ip), want)
		}
	}
	for date, want := range map[canonical.Date]bool{"2024-02-29": true, "2023-02-29": false, "2024-2-9": false, "": false} {
		if date.Valid() != want {
			t.Errorf("date %q: want %t", string(date), want)
		}
	}
}

func TestCurrencyExponents(t *testing.T) {
	t.Parallel()
	for currency, want := range map[canonical.Currency]int{"USD": 2, "INR": 2, "AED": 2, "JPY": 0, "KWD": 3, "CLF": 4, "usd": math.MinInt, "XYZ": math.MinInt, "": math.MinInt} {
		got, known := currency.Exponent()
		if !known {
			got = math.MinInt
		}
		if got != want {
			t.Errorf("%q has exponent %d, want %d", currency, got, want)
		}
	}
}

func TestAVendorsAnswerIsKeptOnlyWhenAskedFor(t *testing.T) {
	t.Parallel()
	canonical.NoteVendorAnswer(t.Context(), []byte("nobody asked"))
	ctx, kept := canonical.KeepVendorAnswer(t.Context())
	canonical.NoteVendorAnswer(canonical.ForgetVendorAnswer(ctx), []byte("a token"))
	if kept.Body() != nil {
		t.Error("an answer about credentials was kept")
	}
	canonical.NoteVendorAnswer(ctx, []byte("first"))
	canonical.NoteVendorAnswer(ctx, []byte("last"))
	if string(kept.Body()) != "last" {
		t.Errorf("kept %q", kept.Body())
	}
}

// A merge patch may leave objects without members; an answer shows none.
func TestEmptyPartsOfACustomerAreLeftOut(t *testing.T) {
	t.Parallel()
	text, err := json.Marshal(canonical.Profile{
		Name: &canonical.Name{}, PlaceOfBirth: &canonical.PlaceOfBirth{}, FinancialProfile: &canonical.FinancialProfile{},
		Employment: &canonical.Employment{Employer: &canonical.Employer{}},
	})
	if err != nil || string(text) != "{}" {
		t.Errorf("%s, %v", text, err)
	}
	var p canonical.Profile
	if text, err = json.Marshal(p); err != nil || string(text) != "{}" {
		t.Errorf("nothing at all is %s, %v", text, err)
	}
	p.Employment = &canonical.Employment{Employer: &canonical.Employer{Name: "Example Works"}}
	if text, err = json.Marshal(p); err != nil || string(text) != `{"employment":{"employer":{"name":"Example Works"}}}` {
		t.Errorf("an employer alone is %s, %v", text, err)
	}
}

func TestAConsentsInstantIsUTC(t *testing.T) {
	t.Parallel()
	var c canonical.Consent
	if err := json.Unmarshal([]byte(`{"granted":true,"granted_at":"2026-11-21T15:30:00.5+05:30"}`), &c); err != nil {
		t.Fatal(err)
	}
	if out, err := json.Marshal(c); err != nil || string(out) != `{"granted":true,"granted_at":"2026-11-21T10:00:00.5Z"}` {
		t.Errorf("given back as %s, %v", out, err)
	}
}

func TestCaseImageJPG(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"image/jpg": "image/jpeg", "IMAGE/JPG": "image/jpeg", "image/pjpeg": "image/jpeg", "image/x-png": "image/png",
		"application/x-pdf": "application/pdf", "application/acrobat; version=1": "application/pdf", "text/pdf": "application/pdf",
		"image/jpeg": "image/jpeg", "image/png": "image/png", "application/pdf": "application/pdf", "image/gif": "image/gif", "/": "/", "": "",
	} {
		if got := (canonical.FileMeta{ContentType: given}).MediaType(); got != want {
			t.Errorf("%q is %q, want %q", given, got, want)
		}
	}
}
