package canonical_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"canongate/canonical"
)

// now is when the tests of this file take place.
var now = time.Date(2026, 3, 10, 3, 30, 0, 0, time.UTC) // 9 March, 23:30 in New York

func numberOf(kind, number string) (string, string) {
	l := canonical.CustomerLookup{Identifier: &canonical.LookupIdentifier{Type: kind, Number: canonical.Personal(number)}}
	l.Normalize()
	return string(l.Identifier.Number), pointers(l.Validate(now))
}

func TestCaseEmiratesIDAsPrinted(t *testing.T) {
	t.Parallel()
	for _, typed := range []string{
		"784198733000016", "784-1987-3300001-6", "784 1987 3300001 6", " 784198733000016 ", "784\u20111987\u20113300001\u20116",
		"784\u00a01987\u00a03300001\u00a06", "784\u20131987\u20093300001\u22126", "\u200e784-1987-3300001-6\u200f", "٧٨٤-١٩٨٧-٣٣٠٠٠٠١-٦",
	} {
		if number, wrong := numberOf("emirates_id", typed); number != "784198733000016" || wrong != "" {
			t.Errorf("%q is sent as %q, wrong at %q", typed, number, wrong)
		}
	}
	for _, wrong := range []string{"784198733000017", "784987330000160", "78419873300001", "784-2099-3300001-4", "784189933000011", "785198733000014", "784198733O00016"} {
		if _, at := numberOf("emirates_id", wrong); at != "/identifier/number" {
			t.Errorf("%s is wrong at %q", wrong, at)
		}
	}
	d := canonical.CustomerDraft{}
	d.Identifiers = []canonical.Identifier{{Type: "emirates_id", Number: "784-1987-3300001-6"}, {Type: "emirates_id", Number: "784198733000017"}}
	d.Normalize()
	if got := pointers(d.Validate(now)); d.Identifiers[0].Number != "784198733000016" || got != "/identifiers/1/number" {
		t.Errorf("the draft has %q, wrong at %q", string(d.Identifiers[0].Number), got)
	}
}

func TestNumbersOfOtherDocuments(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ kind, typed, sent, wrong string }{
		{"aadhaar", "2341 2341 2346", "234123412346", ""}, {"aadhaar", "2341-2341-2346", "234123412346", ""},
		{"aadhaar", "9123 4567 8901 2345", "9123456789012345", ""}, {"aadhaar", "23412341234", "23412341234", "/identifier/number"},
		{"passport", " p4006315 ", "P4006315", ""}, {"tax_id", " 122-22-2332 ", "122-22-2332", ""}, {"ssn", "SSN123", "SSN123", ""},
		{"national_id", "A 12-3", "A 12-3", ""}, {"national_id", "A\u200b1", "A\u200b1", "/identifier/number"}, {"national_id", "A\u202e1", "A\u202e1", "/identifier/number"},
	} {
		if sent, wrong := numberOf(c.kind, c.typed); sent != c.sent || wrong != c.wrong {
			t.Errorf("%s %q is sent as %q, wrong at %q", c.kind, c.typed, sent, wrong)
		}
	}
}

func TestCaseABAPrefix(t *testing.T) {
	t.Parallel()
	for number, want := range map[string]bool{
		"021000021": true, "123456780": true, "322271627": true, "000000518": true, "800000019": true, "610000018": true,
		"000000000": false, "999999992": false, "130000006": false, "500000005": false, "330000000": false, "021000022": false, "02100002": false,
	} {
		if canonical.ValidABA(number) != want {
			t.Errorf("%s: want %v", number, want)
		}
	}
}

func TestCaseBirthdateImpossible(t *testing.T) {
	t.Parallel()
	for date, wrong := range map[canonical.Date]string{
		"1900-01-01": "", "2026-03-10": "", "2025-01-01": "", "": "",
		"2099-01-01": "/birthdate", "9999-12-31": "/birthdate", "0000-01-01": "/birthdate", "0001-01-01": "/birthdate",
		"1899-12-31": "/birthdate", "2026-03-12": "/birthdate", "1990-02-30": "/birthdate",
	} {
		var d canonical.CustomerDraft
		d.Birthdate = date
		if got := pointers(d.Validate(now)); got != wrong {
			t.Errorf("born %s: wrong at %q", string(date), got)
		}
		a := canonical.AgreementDraft{Party: canonical.AgreementParty{Birthdate: date}}
		if got := pointers(a.Validate(now)); got != strings.Replace(wrong, "/", "/party/", 1) {
			t.Errorf("a party born %s: wrong at %q", string(date), got)
		}
	}
}

func TestDatesThatCannotBe(t *testing.T) {
	t.Parallel()
	soon, later := now.Add(time.Minute), now.Add(time.Hour)
	var d canonical.CustomerDraft
	d.Identifiers = []canonical.Identifier{
		{Type: "passport", IssuedOn: "2027-01-01"}, {Type: "passport", IssuedOn: "2020-01-02", ExpiresOn: "2020-01-01"}, {Type: "passport", ExpiresOn: "2020-01-01"},
	}
	d.Consents = []canonical.Consent{{GrantedAt: &soon}, {GrantedAt: &later}}
	if got := pointers(d.Validate(now)); got != "/identifiers/0/issued_on /identifiers/1/expires_on /consents/1/granted_at" {
		t.Errorf("wrong at %q", got)
	}
	b := canonical.BankAccountDraft{LinkMethod: canonical.LinkPlaid, Plaid: &canonical.PlaidLink{Token: canonical.NewSecret("x"), ConsentedAt: &later}}
	if got := pointers(b.Validate(now)); got != "/plaid/consented_at" {
		t.Errorf("wrong at %q", got)
	}
	v := canonical.VerificationConfirmation{Consent: &canonical.Consent{GrantedAt: &later}}
	if got := pointers(v.Validate(now)); got != "/consent/granted_at" {
		t.Errorf("wrong at %q", got)
	}
}

func TestInputsThatCannotBe(t *testing.T) {
	t.Parallel()
	at := func(text string) *time.Time {
		instant, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return &instant
	}
	for text, right := range map[string]bool{
		"1970-01-01T00:00:00Z": false, "1900-01-01T00:00:00Z": false, "0001-01-01T00:00:00Z": false, "1980-01-06T00:00:00Z": false,
		"1999-12-31T23:59:59Z": false, "2000-01-01T01:00:00+05:30": false, "2000-01-01T00:00:00Z": true, "2014-03-01T00:00:00Z": true,
	} {
		v := canonical.VerificationConfirmation{Consent: &canonical.Consent{GrantedAt: at(text)}}
		if got := pointers(v.Validate(now)); (got == "") != right {
			t.Errorf("granted at %s: wrong at %q", text, got)
		}
	}
	var d canonical.CustomerDraft
	d.Identifiers = []canonical.Identifier{
		{Type: "passport", IssuedOn: "1899-12-31"}, {Type: "passport", IssuedOn: "0001-01-01"}, {Type: "passport", IssuedOn: "1900-01-01"},
		{Type: "passport", ExpiresOn: "0001-01-01"}, {Type: "visa", Visa: &canonical.Visa{Number: "--", ExpiresOn: "1800-01-01"}},
		{Type: "passport", ExpiresOn: "9999-12-31"},
	}
	want := "/identifiers/0/issued_on /identifiers/1/issued_on /identifiers/3/expires_on /identifiers/4/visa/number /identifiers/4/visa/expires_on"
	if got := pointers(d.Validate(now)); got != want {
		t.Errorf("wrong at %q", got)
	}
	for _, c := range []struct{ kind, number string }{
		{"passport", "---"}, {"passport", "..."}, {"national_id", "#"}, {"tax_id", "- -"}, {"other", "***"},
		{"aadhaar", "012345678901"}, {"aadhaar", "1234 5678 9012"}, {"aadhaar", "000000000000"},
	} {
		if _, wrong := numberOf(c.kind, c.number); wrong != "/identifier/number" {
			t.Errorf("%s %q: wrong at %q", c.kind, c.number, wrong)
		}
	}
	for _, c := range []struct{ kind, number string }{{"passport", "١٢٣"}, {"national_id", "甲1"}, {"aadhaar", "200000000000"}, {"aadhaar", "1123456789012345"}} {
		if _, wrong := numberOf(c.kind, c.number); wrong != "" {
			t.Errorf("%s %q: wrong at %q", c.kind, c.number, wrong)
		}
	}
}

func TestFileNamesAreNoPaths(t *testing.T) {
	t.Parallel()
	for name, right := range map[canonical.Personal]bool{
		"front.jpg": true, "Ausweis (1) é.pdf": true, "..a": true, "جواز.pdf": true, "a b": true,
		"../../etc/passwd": false, `C:\scan.jpg`: false, "/": false, "..": false, ".": false, "a\x00.jpg": false, "a\n.jpg": false,
		"a\t.jpg": false, "a\x7f.jpg": false, "a\u202egpj.exe": false, " ": false,
	} {
		file, content := canonical.FileMeta{Name: name, ContentType: "image/jpeg"}, canonical.Content("x")
		upload := canonical.DocumentDraft{File: file, Content: content}
		inline := canonical.CustomerDraft{Documents: []canonical.InlineDocument{{Purpose: "additional", File: file, Content: content}}}
		wants := [2]string{"", ""}
		if !right {
			wants = [2]string{"/file/name", "/documents/0/file/name"}
		}
		if got := [2]string{pointers(upload.Validate(now)), pointers(inline.Validate(now))}; got != wants {
			t.Errorf("%q: wrong at %q", string(name), got)
		}
	}
}

func TestCaseEffectiveDateInThePast(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		direction, code string
		date            canonical.Date
		wrong           string
	}{
		{"debit", "WEB", "2026-03-09", ""}, {"debit", "TEL", "2026-04-08", ""}, {"credit", "PPD", "", ""}, // today in New York, while it is the 10th in UTC
		{"debit", "WEB", "2026-03-08", "/ach/effective_date"}, {"debit", "WEB", "2020-01-01", "/ach/effective_date"},
		{"debit", "WEB", "1900-01-01", "/ach/effective_date"}, {"debit", "WEB", "2099-01-01", "/ach/effective_date"},
		{"debit", "WEB", "2026-04-09", "/ach/effective_date"},
	} {
		amount, err := canonical.ParseDecimal("1")
		if err != nil {
			t.Fatal(err)
		}
		d := canonical.PaymentDraft{
			Direction: c.direction, Amount: canonical.Money{Value: amount, Currency: "USD"}, ACH: canonical.ACH{SECCode: c.code, EffectiveDate: c.date},
		}
		if got := pointers(d.Validate(now)); got != c.wrong {
			t.Errorf("%s %s on %s: wrong at %q", c.direction, c.code, string(c.date), got)
		}
	}
}

func TestNamesOfInvisibleCharacters(t *testing.T) {
	t.Parallel()
	for name, right := range map[canonical.Personal]bool{
		"Nūr": true, "O’Brien": true, "محمد": true, "می\u200cخواهم": true, "李": true, "\u200fنور": true, "X": true,
		"\u200b": false, "\u3164": false, "\ufeff\u2060": false, "\u2800\u2800": false, "\u00ad": false, "N\x00r": false, "N\x1br": false,
		"Noor\u202e": false, "\u2066Noor\u2069": false, "No\nor": false, "No\tor": false,
	} {
		var d canonical.CustomerDraft
		d.Name = &canonical.Name{FamilyName: name}
		want := "/name/family_name"
		if right {
			want = ""
		}
		if got := pointers(d.Validate(now)); got != want {
			t.Errorf("%q: wrong at %q", string(name), got)
		}
	}
	d := canonical.CustomerDraft{}
	d.Name = &canonical.Name{GivenName: " Noor\u00a0", FamilyName: "é"}
	if d.Normalize(); d.Name.GivenName != "Noor" || d.Name.FamilyName != "é" {
		t.Errorf("normalised to %q %q", string(d.Name.GivenName), string(d.Name.FamilyName))
	}
}

func TestIPv4MappedAddresses(t *testing.T) {
	t.Parallel()
	for typed, sent := range map[canonical.Personal]canonical.Personal{
		"::ffff:203.0.113.9": "203.0.113.9", "::ffff:cb00:7109": "203.0.113.9", "2001:db8::1": "2001:db8::1",
		"::ffff:203.0.113.9%eth0": "::ffff:203.0.113.9%eth0", "fe80::1%eth0": "fe80::1%eth0", "": "",
	} {
		d := canonical.PaymentDraft{Authorization: canonical.PaymentAuthorization{IPAddress: typed}}
		if d.Normalize(); d.Authorization.IPAddress != sent {
			t.Errorf("%s is sent as %s", string(typed), string(d.Authorization.IPAddress))
		}
		if zone := strings.Contains(string(typed), "%"); zone != strings.Contains(pointers(d.Validate(now)), "/authorization/ip_address") {
			t.Errorf("%s: refused is %v", string(typed), !zone)
		}
	}
}

func TestPhonesByTheNumberingPlan(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		typed, sent canonical.Personal
		country     canonical.Country
		mobile      bool
	}{
		{"+971500000199", "+971500000199", "AE", true}, {"+9710500000199", "+971500000199", "AE", true}, {"+9109000000010", "+919000000010", "IN", true},
		{"+390612345678", "+390612345678", "IT", false}, {"+38344123456", "+38344123456", "XK", true}, {"+918047712350", "+918047712350", "IN", false},
		{"+4407700900118", "+447700900118", "GB", false}, {"+12025550118", "+12025550118", "US", true}, {"+14165550118", "+14165550118", "CA", true},
	} {
		l := canonical.CustomerLookup{Phone: c.typed}
		l.Normalize()
		n, ok := canonical.ParsePhone(l.Phone)
		if !ok || l.Phone != c.sent || n.CountryNear("GB") != c.country || n.Mobile != c.mobile || pointers(l.Validate(now)) != "" {
			t.Errorf("%s is sent as %s, of %s, mobile %v", string(c.typed), string(l.Phone), n.CountryNear("GB"), n.Mobile)
		}
	}
	for _, wrong := range []canonical.Personal{"+1234567", "+2100000000", "+9100000000000", "+971501234567890", "+91900000001", "+999123456789", "+33012345678"} {
		l := canonical.CustomerLookup{Phone: wrong}
		l.Normalize()
		if got := pointers(l.Validate(now)); got != "/phone" {
			t.Errorf("%s is wrong at %q", string(wrong), got)
		}
	}
}

func TestCaseKosovoIsACountry(t *testing.T) {
	t.Parallel()
	for code, known := range map[canonical.Country]bool{"XK": true, "xk": false, "XX": false, "EU": false} {
		if code.Valid() != known {
			t.Errorf("%s: want %v", code, known)
		}
	}
}

func TestA5OnePrimary(t *testing.T) {
	t.Parallel()
	var d canonical.CustomerDraft
	body := `{"emails":[{"address":"a@example.com","primary":true},{"address":"b@example.com","primary":true}],
		"phones":[{"number":"+971500000101"},{"number":"+971500000102","primary":true}],
		"identifiers":[{"type":"passport","primary":true},{"type":"other","type_code":"9"},{"type":"passport","primary":true}]}`
	if err := json.Unmarshal([]byte(body), &d); err != nil {
		t.Fatal(err)
	}
	if got := pointers(d.Validate(now)); got != "/emails/1/primary /identifiers/2/primary" {
		t.Errorf("wrong at %q", got)
	}
	home, mobile, plain := canonical.Phone{Type: "home", Primary: true}, canonical.Phone{Type: "mobile"}, canonical.Phone{}
	for want, list := range map[int][]canonical.Phone{
		-1: nil, 0: {home}, 1: {home, mobile, plain}, 2: {home, mobile, {Type: "mobile", Primary: true}},
	} {
		if got := canonical.ChooseMobile(list); got != want {
			t.Errorf("chose %d of %d, want %d", got, len(list), want)
		}
	}
}

// TestExternalReferences stand on one line, wherever they are given.
func TestExternalReferences(t *testing.T) {
	t.Parallel()
	for id, wrong := range map[string]bool{"u-1": false, "كود 7": false, "a\nb": true, "a\tb": true, "a\x00": true, "a\u0085b": true} {
		var draft canonical.CustomerDraft
		draft.ExternalReference = id
		got := []string{
			pointers(draft.Validate(now)),
			pointers((&canonical.CustomerLookup{ExternalReference: id, Phone: "+971500000199"}).Validate(now)),
			pointers((&canonical.ReferenceDraft{Type: canonical.ReferenceCustomer, ExternalReference: id}).Validate(now)),
		}
		for i, p := range got {
			if strings.Contains(p, "/external_reference") != wrong {
				t.Errorf("%d, %q: %q", i, id, p)
			}
		}
	}
}
