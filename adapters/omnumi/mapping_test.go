package omnumi

import (
	"testing"
	"time"

	"canongate/adapters/internal/lenientjson"
	"canongate/canonical"
)

func TestOMN25CountryFromTheCallingCode(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		number            canonical.Personal
		home              canonical.Country
		country, national string
	}{
		{"+12025550118", "US", "US", "2025550118"},
		{"+14165550118", "CA", "CA", "4165550118"},
		{"+14165550118", "US", "CA", "4165550118"}, // one calling code: the plan knows whose the area code is
		{"+12425550118", "US", "BS", "2425550118"},
		{"+38344123456", "XK", "XK", "44123456"},
		{"+390612345678", "IT", "IT", "0612345678"}, // Italy dials its zero from abroad too
		{"+919876500118", "US", "IN", "9876500118"},
		{"+77015550118", "KZ", "KZ", "7015550118"},
		{"+79015550118", "US", "RU", "9015550118"},
		{"+447700900118", "JE", "JE", "7700900118"},
		{"+971500000118", "", "AE", "500000118"},
		{"+35312000118", "GB", "IE", "12000118"},
		{"+59171000118", "BO", "BO", "71000118"},
	} {
		var c canonical.Check
		p := encodePhone(&c, canonical.PartyPhone{Number: tt.number}, tt.home)
		if c.Err() != nil || p.Country != tt.country || p.Number != tt.national {
			t.Errorf("%s of %s: got %s %s (%v), want %s %s", string(tt.number), tt.home, p.Country, p.Number, c.Err(), tt.country, tt.national)
		}
	}
	for _, number := range []canonical.Personal{"+88212025550", "+2100000000"} {
		var c canonical.Check
		if p := encodePhone(&c, canonical.PartyPhone{Number: number}, "US"); c.Err() == nil {
			t.Errorf("%s is a number of %s", string(number), p.Country)
		}
	}
}

func TestVendorWords(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		table      map[string]string
		said       lenientjson.String
		value, raw string
	}{
		{agreementTypes, "US_PATRIOTIC_ACT", "us_patriot_act", ""},
		{agreementTypes, "PRIVACY_POLICY", "privacy_policy", ""},
		{agreementTypes, "TERMS_CONDITIONS", "terms_and_conditions", ""},
		{agreementTypes, "W9", "unknown", "W9"},
		{agreementStatuses, "PENDING", "pending", ""},
		{agreementStatuses, "ACCEPTED", "accepted", ""},
		{agreementStatuses, "DECLINED", "declined", ""},
		{agreementStatuses, "EXPIRED", "unknown", "EXPIRED"},
		{agreementStatuses, "", "", ""},
		{bankAccountStatuses, "ACTIVE", "active", ""},
		{bankAccountStatuses, "PENDING", "pending", ""},
		{bankAccountStatuses, "DISABLED", "disabled", ""},
		{bankAccountStatuses, "FROZEN", "unknown", "FROZEN"},
		{bankAccountTypes, "Checking", "checking", ""},
		{bankAccountTypes, "Savings", "savings", ""},
		{bankAccountTypes, "SAVINGS", "savings", ""},
		{bankAccountTypes, "Brokerage", "unknown", "Brokerage"},
		{paymentStatuses, "INITIATED", "submitted", ""},
		{paymentStatuses, "COMPLETED", "unknown", "COMPLETED"},
	} {
		counted := 0
		value, raw := lenientjson.Enum(tt.table, tt.said, "field", func(string) { counted++ })
		if value != tt.value || raw != tt.raw || (counted == 1) != (raw != "") {
			t.Errorf("%s: got %s, raw %q, counted %d times; want %s, raw %q", tt.said, value, raw, counted, tt.value, tt.raw)
		}
	}
}

func TestOurWords(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		table       map[string]string
		ours, their string
	}{
		{templateTypes, "privacy_policy", "PRIVACY_POLICY"},
		{templateTypes, "terms_and_conditions", "TERMS_CONDITIONS"},
		{accountTypes, "checking", "Checking"},
		{accountTypes, "savings", "Savings"},
		{paymentPaths, "debit", "/ach/in"},
		{paymentPaths, "credit", "/ach/out"},
		{walletTypes, "namespace", "namespace"},
		{walletTypes, "custom_namespace", "customNamespace"},
		{walletTypes, "wallet_address", "walletAddress"},
		{authorizationMethods, "mpin", "MPIN"},
		{authorizationMethods, "digital_fingerprint", "DIGITAL_FINGER_PRINT"},
		{debitTypes, "one_time", "ONE_TIME"},
		{debitTypes, "recurring", "RECURRING"},
		{risks, "low", "LOW"},
		{risks, "medium", "MEDIUM"},
		{risks, "high", "HIGH"},
	} {
		if got := tt.table[tt.ours]; got != tt.their {
			t.Errorf("%s is %q there, want %q", tt.ours, got, tt.their)
		}
	}
	for _, code := range []string{"WEB", "TEL", "PPD", "CCD", "CTX", "IAT"} {
		if secCodes[code] != code {
			t.Errorf("%s is %q there, want the same", code, secCodes[code])
		}
	}
}

func TestInstants(t *testing.T) {
	t.Parallel()
	for said, want := range map[lenientjson.String]string{
		"2026-01-15T08:30:00.8250000+00:00": "2026-01-15T08:30:00.825Z",
		"2026-01-15T08:30:00Z":              "2026-01-15T08:30:00Z",
		"2026-01-15T08:30:00":               "", // no zone: nowhere in time
		"9999-12-31T23:59:59-01:00":         "", // the year 10000 in UTC
		"yesterday":                         "",
		"":                                  "",
	} {
		counted := 0
		got, raw := instant(said, "field", func(string) { counted++ })
		unread := said != "" && want == ""
		if text := canonicalTime(t, got); text != want || (counted == 1) != unread || (string(raw) == string(said)) != (unread || said == "") {
			t.Errorf("%s: got %q, raw %q, counted %d times; want %q", said, text, string(raw), counted, want)
		}
	}
}

func canonicalTime(t *testing.T, at *time.Time) string {
	t.Helper()
	if at == nil {
		return ""
	}
	text, err := at.MarshalText()
	if err != nil {
		t.Fatalf("writing an instant: %v", err)
	}
	return string(text)
}
