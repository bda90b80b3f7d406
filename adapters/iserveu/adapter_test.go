package iserveu_test

import (
	"context"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"canongate/adapters/conformance"
	"canongate/adapters/iserveu"
	"canongate/adapters/iserveu/sandbox"
	"canongate/canonical"
)

const (
	mobile  = canonical.Personal("+919000000010")
	aadhaar = "234123412346"
)

var here = canonical.ClientContext{Latitude: "12.9716", Longitude: "77.5946", IPAddress: "203.0.113.7"}

var plainSettings = map[string]any{"client_id": sandbox.ClientID, "client_secret": "env:SECRET", "username": sandbox.Username}

var secrets = map[string]string{
	"SECRET": sandbox.ClientSecret, "PASS": sandbox.PassKey, "PASS2": sandbox.PassKeyTwoKeys,
	"PAYLOAD": sandbox.PayloadKey, "HEADER": sandbox.HeaderKey,
}

func draft() canonical.CustomerDraft {
	return canonical.CustomerDraft{
		Profile: canonical.Profile{
			Name:        &canonical.Name{GivenName: "Leela", FamilyName: "Narayanan"},
			Phones:      []canonical.Phone{{Number: mobile}},
			Addresses:   []canonical.Address{{Type: canonical.AddressResidence, Lines: []canonical.Personal{"14 Lake Road", "Ward 3"}, City: "Mysuru", PostalCode: "570001", Country: "IN"}},
			Identifiers: []canonical.Identifier{{Type: canonical.IdentifierAadhaar, Number: aadhaar}},
			Metadata:    map[string]canonical.Personal{"param_a": "branch 7"},
		},
		ClientContext: &here,
		Verification:  &canonical.OTPProof{OTP: canonical.NewSecret("123456")},
	}
}

func customerID(phone canonical.Personal) canonical.CustomerID {
	return canonical.NewID[canonical.CustomerID](canonical.Keys{"phone": string(phone)})
}

func TestConformance(t *testing.T) {
	t.Parallel()
	known := canonical.Personal("+919000000002")
	conformance.Run(t, conformance.Vendor{
		New: iserveu.New, Sandbox: sandbox.New, Settings: plainSettings, Secrets: secrets, Samples: sandbox.Samples,
		Operations: []string{
			"create_customer", "update_customer", "lookup_customer", "get_customer", "start_verification", "create_customer_reference", "create_reference",
		},
		Cases: []conformance.Case{
			conformance.Of(canonical.CreateCustomer, draft()),
			conformance.Of(canonical.UpdateCustomer, canonical.CustomerUpdate{ID: customerID(mobile), CustomerDraft: draft()}),
			conformance.Of(canonical.LookupCustomer, canonical.CustomerLookup{Phone: known, ClientContext: &here}),
			conformance.Of(canonical.GetCustomer, canonical.CustomerQuery{ID: customerID(known), ClientContext: &here}),
			conformance.Of(canonical.StartVerification, canonical.VerificationDraft{
				Method: canonical.MethodSMSOTP, Phone: mobile, ClientContext: &here,
				Identifier: &canonical.SecretIdentifier{Type: canonical.IdentifierAadhaar, Number: canonical.NewSecret(aadhaar)},
			}),
			conformance.Of(canonical.CreateCustomerReference, canonical.CustomerReference{VendorIDs: canonical.VendorIDs{"phone": string(mobile)}}).NoCall(),
			conformance.Of(canonical.CreateReference, canonical.ReferenceDraft{
				Type: canonical.ReferenceCustomer, VendorIDs: canonical.VendorIDs{"phone": string(mobile)},
			}).NoCall(),
		},
		Canaries:   []string{"Leela", "Narayanan", "9000000010", aadhaar, "123456", "203.0.113.7", "Lake Road"},
		Documented: documented(),
	})
}

// request is a request as the vendor got it.
type request struct {
	path   string
	header http.Header
	body   map[string]any
}

// answering makes an adapter whose vendor gives these answers in turn, and records what
// it was sent.
func answering(t *testing.T, settings map[string]any, answers ...string) (*iserveu.Adapter, *[]request) {
	t.Helper()
	var requests []request
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		raw, _ := io.ReadAll(r.Body)
		s := request{path: r.URL.Path, header: r.Header, body: map[string]any{}}
		_ = json.Unmarshal(raw, &s.body)
		requests = append(requests, s)
		_, _ = io.WriteString(w, answers[min(len(requests), len(answers))-1])
	}))
	t.Cleanup(server.Close)
	return adapterAt(t, server.URL, settings), &requests
}

func connectionTo(base string, settings map[string]any) canonical.Connection {
	return canonical.Connection{
		BaseURL: base, Settings: settings, Now: time.Now, Unmapped: func(string) {},
		Secret: func(ref string) (canonical.Secret, error) {
			return canonical.NewSecret(secrets[strings.TrimPrefix(ref, "env:")]), nil
		},
	}
}

func adapterAt(t *testing.T, base string, settings map[string]any) *iserveu.Adapter {
	t.Helper()
	return adapterOf(t, connectionTo(base, settings))
}

func adapterOf(t *testing.T, c canonical.Connection) *iserveu.Adapter {
	t.Helper()
	a, err := iserveu.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return a.(*iserveu.Adapter)
}

func lookup(t *testing.T, a *iserveu.Adapter) (canonical.Customer, error) {
	t.Helper()
	return a.LookupCustomer(t.Context(), canonical.CustomerLookup{Phone: mobile, ClientContext: &here})
}

func answer(fields string) string { return `{"mobileNumber":"9000000010",` + fields + `}` }

func code(err error) canonical.Code {
	if err == nil {
		return ""
	}
	return canonical.AsError(err).Code
}

func TestISU4TheCodeDecidesNotTheDescription(t *testing.T) {
	t.Parallel()
	for vendorCode, want := range map[string]string{"2": canonical.DocumentVerified, "3": canonical.DocumentUnverified} {
		a, _ := answering(t, plainSettings, answer(`"status":"SUCCESS","statusCode":"`+vendorCode+`","statusDesc":"Customer verified successfully"`))
		c, err := lookup(t, a)
		if err != nil || c.Status != canonical.CustomerActive || c.KYC.Status != canonical.KYCVerified || c.KYC.DocumentStatus != want {
			t.Errorf("code %s: status %s, kyc %+v, %v", vendorCode, c.Status, c.KYC, err)
		}
	}
}

func TestISU6AMissingFlagIsUnknownNotFalse(t *testing.T) {
	t.Parallel()
	for flag, want := range map[string]string{``: canonical.DocumentVerified, `,"KYCTypeFlag":true`: canonical.DocumentVerified, `,"KYCTypeFlag":false`: canonical.DocumentUnverified} {
		a, _ := answering(t, plainSettings, answer(`"status":"SUCCESS","statusCode":"2"`+flag))
		if c, err := lookup(t, a); err != nil || c.KYC.DocumentStatus != want {
			t.Errorf("flag %q: %+v, %v", flag, c.KYC, err)
		}
	}
}

func TestISU11PositionIsJoinedAsTheVendorWantsIt(t *testing.T) {
	t.Parallel()
	settings := map[string]any{"client_id": "x", "client_secret": "env:SECRET", "username": "u", "latlong_separator": "_"}
	a, requests := answering(t, settings, answer(`"status":"SUCCESS","statusCode":"2"`))
	_, _ = lookup(t, a)
	_, _ = a.StartVerification(t.Context(), canonical.VerificationDraft{Method: "sms_otp", Phone: mobile, ClientContext: &here})
	if got := (*requests)[0].body["latlong"]; got != "12.9716_77.5946" {
		t.Errorf("latlong is %v", got)
	}
	if got := (*requests)[1].body["latLong"]; got != "12.9716_77.5946" {
		t.Errorf("latLong of otp/send is %v", got)
	}
}

func TestISU12OnlyIndianNumbers(t *testing.T) {
	t.Parallel()
	a, requests := answering(t, plainSettings, answer(`"status":"SUCCESS","statusCode":"2"`))
	c, err := lookup(t, a)
	if err != nil || (*requests)[0].body["mobileNumber"] != "9000000010" || c.Phones[0].Number != mobile {
		t.Errorf("sent %v, read back with %v", (*requests)[0].body["mobileNumber"], err)
	}
	for _, phone := range []canonical.Personal{"+971500000001", "+91900000001", "+9190000000100"} {
		_, err := a.LookupCustomer(t.Context(), canonical.CustomerLookup{Phone: phone, ClientContext: &here})
		if e := canonical.AsError(err); e.Code != canonical.ValidationFailed || e.Fields[0].Pointer != "/phone" {
			t.Errorf("another country's number gives %v", err)
		}
	}
	if len(*requests) != 1 {
		t.Errorf("%d requests, want none for the refused numbers", len(*requests)-1)
	}
}

func TestISU13AadhaarIsWriteOnly(t *testing.T) {
	t.Parallel()
	a, _ := answering(t, plainSettings, answer(`"status":"SUCCESS","statusCode":"2"`))
	c, err := a.CreateCustomer(t.Context(), draft())
	if err != nil || c.Identifiers[0].Number != "" || c.Identifiers[0].NumberLast4 != "2346" {
		t.Errorf("number given back: %t, last four %q, %v", c.Identifiers[0].Number != "", string(c.Identifiers[0].NumberLast4), err)
	}
	d := draft()
	d.Identifiers[0].Number = "234123412345" // a wrong check digit
	if _, err := a.CreateCustomer(t.Context(), d); err != nil {
		t.Errorf("the check digit is enforced by default: %v", err)
	}
	strict, _ := answering(t, map[string]any{"client_id": "x", "client_secret": "env:SECRET", "username": "u", "strict_aadhaar": true}, answer(`"status":"SUCCESS","statusCode":"2"`))
	if _, err := strict.CreateCustomer(t.Context(), d); code(err) != canonical.ValidationFailed {
		t.Errorf("strict_aadhaar lets a wrong check digit pass: %v", err)
	}
	if _, err := strict.CreateCustomer(t.Context(), draft()); err != nil {
		t.Errorf("strict_aadhaar refuses a right check digit: %v", err)
	}
}

func TestISU14TheIDHoldsTheNumber(t *testing.T) {
	t.Parallel()
	a, _ := answering(t, plainSettings, answer(`"status":"SUCCESS","statusCode":"2"`))
	c, err := lookup(t, a)
	if err != nil || c.ID.Key("phone") != string(mobile) || len(c.VendorIDs) != 0 {
		t.Errorf("id keys and %d open vendor ids, %v", len(c.VendorIDs), err)
	}
}

func TestISU15ContentTypeIsLowerCase(t *testing.T) {
	t.Parallel()
	a, requests := answering(t, plainSettings, answer(`"status":"SUCCESS","statusCode":"2"`))
	_, _ = lookup(t, a)
	if got := (*requests)[0].header.Get("Content-Type"); got != "application/json" {
		t.Errorf("Content-Type is %q", got)
	}
}

func TestISU16DeviceContextIsRequiredOnReads(t *testing.T) {
	t.Parallel()
	a, requests := answering(t, plainSettings, answer(`"status":"SUCCESS","statusCode":"2"`))
	get := canonical.GetCustomer.Bind(a)
	_, err := get(t.Context(), canonical.CustomerQuery{ID: customerID(mobile)})
	if e := canonical.AsError(err); e.Code != canonical.ValidationFailed || e.Fields[0].Pointer != "/client_context" {
		t.Errorf("without a context: %v", err)
	}
	_, err = get(t.Context(), canonical.CustomerQuery{ID: customerID(mobile), ClientContext: &canonical.ClientContext{Latitude: "1"}})
	if e := canonical.AsError(err); len(e.Fields) != 2 {
		t.Errorf("with a part of it: %v", err)
	}
	if len(*requests) != 0 {
		t.Errorf("%d requests were sent", len(*requests))
	}
	_, _ = lookup(t, a)
	if got := (*requests)[0].body["username"]; got != sandbox.Username {
		t.Errorf("username is %v, want the connection's", got)
	}
}

func TestISU17UpdateIsTheSameCallAndWantsItsOwnOTP(t *testing.T) {
	t.Parallel()
	a, requests := answering(t, plainSettings, answer(`"status":"SUCCESS","statusCode":"2"`))
	u := canonical.CustomerUpdate{ID: customerID(mobile), CustomerDraft: draft()}
	if _, err := a.UpdateCustomer(t.Context(), u); err != nil || !strings.HasSuffix((*requests)[0].path, "/process-customer-registration") {
		t.Errorf("update: %v", err)
	}
	u.Verification = nil
	_, err := canonical.UpdateCustomer.Bind(a)(t.Context(), u)
	if e := canonical.AsError(err); e.Code != canonical.ValidationFailed || !strings.Contains(e.Fields[0].Detail, "POST /v1/verifications") {
		t.Errorf("an update without OTP gives %v, %+v", err, e.Fields)
	}
	for _, op := range []canonical.Row{canonical.CreateCustomer, canonical.UpdateCustomer} {
		if op.Effect() != canonical.Keyed {
			t.Errorf("%s is %s: it would be retried", op.Name(), op.Effect())
		}
	}
}

func TestWhatTheVendorHasNoPlaceForIsNamed(t *testing.T) {
	t.Parallel()
	a, requests := answering(t, plainSettings, answer(`"status":"SUCCESS","statusCode":"2"`))
	d := draft()
	d.Birthdate, d.Gender = "1990-01-01", "female"
	d.Name.FullName, d.Name.MiddleName, d.Name.Suffix = "Leela N. Pillai", "Nalini", "Jr."
	d.Phones[0].Type = canonical.PhoneHome
	d.Metadata = map[string]canonical.Personal{"note": "x"}
	d.Identifiers = []canonical.Identifier{{Type: canonical.IdentifierPassport, Number: "X1"}, {Type: canonical.IdentifierAadhaar, Number: "234123412346", IssuingCountry: "IN"}}
	c, err := canonical.CreateCustomer.Bind(a)(t.Context(), d)
	want := []string{
		"/addresses/0/type", "/birthdate", "/gender", "/identifiers/0", "/identifiers/1/issuing_country", "/metadata/note",
		"/name/family_name", "/name/given_name", "/name/middle_name", "/name/suffix", "/phones/0/type",
	}
	if err != nil || !slices.Equal(c.Ignored, want) {
		t.Errorf("ignored %v, want %v: %v", c.Ignored, want, err)
	}
	if *c.Name != (canonical.Name{FullName: d.Name.FullName}) || c.Addresses[0].Type != "" || c.Phones[0].Type != canonical.PhoneMobile {
		t.Errorf("what was not sent is echoed: %s, %s, %+v", c.Addresses[0].Type, c.Phones[0].Type, *c.Name)
	}
	if c.Birthdate != "" || c.Gender != "" || len(c.Identifiers) != 1 || len(c.Metadata) != 0 {
		t.Error("what was not sent is echoed")
	}
	if sent := (*requests)[0].body["name"]; sent != string(d.Name.FullName) {
		t.Errorf("sent %v as the name", sent)
	}
	d.Phones = []canonical.Phone{{Number: "+919000000099", Type: canonical.PhoneHome}, {Number: mobile}}
	if c, err := canonical.CreateCustomer.Bind(a)(t.Context(), d); err != nil || !slices.Contains(c.Ignored, "/phones/0") {
		t.Errorf("of a home number and one that may be mobile ignored %v: %v", c.Ignored, err)
	}
	if sent := (*requests)[0].body["ovdData"]; sent != "234123412346" {
		t.Errorf("sent %v as the identifier", sent)
	}
}

func TestWhatTheVendorCannotTakeIsRefused(t *testing.T) {
	t.Parallel()
	a, requests := answering(t, plainSettings, answer(`"status":"SUCCESS","statusCode":"2"`))
	d := draft()
	d.Addresses[0].Country, d.Addresses[0].PostalCode = "AE", "1234"
	create := canonical.CreateCustomer.Bind(a)
	_, err := create(t.Context(), d)
	var pointers []string
	for _, f := range canonical.AsError(err).Fields {
		pointers = append(pointers, f.Pointer)
	}
	d.Documents = []canonical.InlineDocument{{}}
	if _, err := create(t.Context(), d); canonical.AsError(err).Fields[0].Pointer != "/documents" {
		t.Errorf("a document: %v", err)
	}
	want := "/addresses/0/postal_code /addresses/0/country"
	if got := strings.Join(pointers, " "); got != want || len(*requests) != 0 {
		t.Errorf("refused %s, want %s; %d requests", got, want, len(*requests))
	}
}

func TestBlankPartsAreNotSent(t *testing.T) {
	t.Parallel()
	a, requests := answering(t, plainSettings, answer(`"status":"SUCCESS","statusCode":"2"`))
	d := draft()
	d.Name.FullName, d.Name.MiddleName = " ", "  "
	d.Addresses[0].Lines = []canonical.Personal{" 14 Lake Road ", " "}
	if _, err := a.CreateCustomer(t.Context(), d); err != nil || (*requests)[0].body["name"] != "Leela Narayanan" || (*requests)[0].body["address"] != "14 Lake Road, Mysuru" {
		t.Errorf("sent another name or address: %v", err)
	}
	d.Name = &canonical.Name{GivenName: " "}
	if _, err := a.CreateCustomer(t.Context(), d); code(err) != canonical.ValidationFailed || len(*requests) != 1 {
		t.Errorf("a blank name gives %v after %d requests", err, len(*requests))
	}
}

func TestAnAnswerAboutSomebodyElseIsNotBelieved(t *testing.T) {
	t.Parallel()
	a, _ := answering(t, plainSettings, `{"mobileNumber":"9999999999","status":"SUCCESS","statusCode":"2"}`)
	if _, err := lookup(t, a); code(err) != canonical.VendorProtocolError ||
		canonical.AsError(err).Message != "The answer is about another customer than the one asked for." {
		t.Errorf("another number gives %v", err)
	}
	taking := maps.Clone(plainSettings)
	taking["other_subjects"] = "warn"
	a, _ = answering(t, taking, `{"mobileNumber":"9999999999","status":"SUCCESS","statusCode":"2"}`)
	if c, err := lookup(t, a); err != nil || c.Phones[0].Number != mobile {
		t.Errorf("where others are taken: %v", err)
	}
	for _, same := range []string{`"919000000010"`, `"+919000000010"`, `9000000010`, `""`} {
		a, _ := answering(t, plainSettings, `{"mobileNumber":`+same+`,"status":"SUCCESS","statusCode":"2"}`)
		if c, err := lookup(t, a); err != nil || c.Phones[0].Number != mobile {
			t.Errorf("the same number as %s gives %v", same, err)
		}
	}
}

func TestWhatTheVendorDoesNotRepeatIsNotLost(t *testing.T) {
	t.Parallel()
	a, _ := answering(t, plainSettings, answer(`"status":"SUCCESS","statusCode":"2","name":"LEELA NARAYANAN","paramA":"Branch 7","paramB":""`))
	d := draft()
	d.CountryOfResidence, d.Metadata["param_b"] = "IN", "kept"
	c, err := a.CreateCustomer(t.Context(), d)
	if err != nil || c.CountryOfResidence != "IN" || c.Metadata["param_a"] != "Branch 7" || c.Metadata["param_b"] != "kept" ||
		c.Name.GivenName != "Leela" || c.Name.FullName != "LEELA NARAYANAN" || c.Addresses[0].City != "Mysuru" {
		t.Errorf("country %s, metadata %d of 2: %v", c.CountryOfResidence, len(c.Metadata), err)
	}
	if d.Metadata["param_a"] != "branch 7" || d.Identifiers[0].Number != aadhaar {
		t.Error("the caller's own draft was changed")
	}
}

func TestAnUnknownCodeIsUnknownKeptAndCounted(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, answer(`"status":"SUCCESS","statusCode":"7","newField":1`))
	}))
	defer server.Close()
	counted := map[string]int{}
	a, err := iserveu.New(canonical.Connection{BaseURL: server.URL, Settings: plainSettings, Now: time.Now, Unmapped: func(f string) { counted[f]++ },
		Secret: func(string) (canonical.Secret, error) { return canonical.NewSecret("s"), nil }})
	if err != nil {
		t.Fatal(err)
	}
	c, err := lookup(t, a.(*iserveu.Adapter))
	if err != nil || c.Status != "unknown" || c.StatusRaw != "7" || counted["statusCode"] != 1 || counted["newField"] != 1 {
		t.Errorf("status %s (%s), counted %v, %v", c.Status, c.StatusRaw, counted, err)
	}
}

func TestSettingsMistakesAreAllNamed(t *testing.T) {
	t.Parallel()
	_, err := iserveu.New(canonical.Connection{BaseURL: "http://127.0.0.1:1", Settings: map[string]any{
		"auth_mode": "encrypted", "epoch_unit": "h", "payload_key": "env:K",
	}, Secret: func(string) (canonical.Secret, error) { return canonical.NewSecret("c2hvcnQ="), nil }})
	for _, key := range []string{"client_id", "client_secret", "username", "epoch_unit", "pass_key", "payload_key"} {
		if err == nil || !strings.Contains(err.Error(), "settings."+key+" ") {
			t.Errorf("the report lacks %s: %v", key, err)
		}
	}
}

func FuzzAnswers(f *testing.F) {
	entries, err := sandbox.Samples.ReadDir("samples")
	if err != nil {
		f.Fatal(err)
	}
	for _, e := range entries {
		if raw, err := sandbox.Samples.ReadFile("samples/" + e.Name()); err == nil {
			f.Add(raw)
		}
	}
	var body []byte
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		_, _ = w.Write(body)
	}))
	f.Cleanup(server.Close)
	a, err := iserveu.New(canonical.Connection{BaseURL: server.URL, Settings: plainSettings, Now: time.Now, Unmapped: func(string) {},
		Secret: func(string) (canonical.Secret, error) { return canonical.NewSecret("s"), nil }})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		body = raw
		c, err := a.(*iserveu.Adapter).LookupCustomer(context.Background(), canonical.CustomerLookup{Phone: mobile, ClientContext: &here})
		if err == nil {
			if err := c.Validate(); err != nil {
				t.Errorf("a decoded customer is not canonical: %v", canonical.AsError(err).Fields)
			}
		}
	})
}
