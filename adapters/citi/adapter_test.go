package citi_test

import (
	"context"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"canongate/adapters/citi"
	"canongate/adapters/citi/sandbox"
	"canongate/adapters/conformance"
	"canongate/canonical"
)

const (
	aadhaar     = "234567890124"                     // of the samples
	transaction = "5c0e4a7b91d2486fb3a6c8d7e0f1923a" // of the samples
	otp         = "123456"                           // of the sandbox
	device      = "devicePrint=v1.4410,userIp"       // in no documented form
)

var granted = time.Date(2026, 1, 2, 3, 0, 0, 0, time.UTC)

func settingsOf() map[string]any {
	return map[string]any{"client_id": sandbox.ClientID, "client_secret": "env:CITI_SECRET"}
}

func number(digits string) *canonical.SecretIdentifier {
	return &canonical.SecretIdentifier{Type: canonical.IdentifierAadhaar, Number: canonical.NewSecret(digits)}
}

func consent() *canonical.Consent {
	return &canonical.Consent{TextID: "aadhaar-ekyc-3", Granted: true, GrantedAt: &granted, IPAddress: "203.0.113.31"}
}

func draft(digits string) canonical.VerificationDraft {
	return canonical.VerificationDraft{Method: canonical.MethodAadhaarOTP, Identifier: number(digits), Consent: consent(), ClientDetails: canonical.NewSecret(device)}
}

func verificationID(transaction string) canonical.VerificationID {
	return canonical.NewID[canonical.VerificationID](canonical.Keys{"transaction_id": transaction, "method": canonical.MethodAadhaarOTP})
}

func confirmation(digits string, id canonical.VerificationID) canonical.VerificationConfirmation {
	return canonical.VerificationConfirmation{ID: id, OTP: canonical.NewSecret(otp), Identifier: number(digits), Consent: consent(), ClientDetails: canonical.NewSecret(device)}
}

func mine(token string) canonical.CustomerQuery {
	return canonical.CustomerQuery{Me: true, CustomerAuthorization: canonical.NewSecret(token), ClientDetails: canonical.NewSecret(device)}
}

func myOffers() canonical.OfferQuery {
	return canonical.OfferQuery{
		Me: true, CampaignID: "SB-FULL", WaveID: "W01", AccountRef: "enc-acct-0f3a", CardRef: "enc-card-77e1", OfferID: "offer-1",
		SegmentCategory: "DINING", Virtual: "false", ProductCode: "CC-EPP",
		ClientDetails: canonical.NewSecret(device),
	}
}

func TestConformance(t *testing.T) {
	t.Parallel()
	customer := map[string]canonical.Code{"status=401": canonical.CustomerAuthorizationNeeded}
	withToken := canonical.OfferQuery{Me: true, CustomerAuthorization: canonical.NewSecret(sandbox.CustomerToken)}
	typed := mine(sandbox.CustomerToken)
	typed.AddressType = canonical.AddressMailing
	conformance.Run(t, conformance.Vendor{
		New: citi.New, Sandbox: sandbox.New, Samples: sandbox.Samples, Settings: settingsOf(), TokenPath: "/oauth2/token",
		Secrets:    map[string]string{"CITI_SECRET": sandbox.ClientSecret},
		Operations: []string{"start_verification", "confirm_verification", "get_customer", "list_offers"},
		Cases: []conformance.Case{
			conformance.Of(canonical.StartVerification, draft(aadhaar)),
			conformance.Prepared(canonical.ConfirmVerification, confirmation(aadhaar, verificationID(transaction)), confirmable),
			conformance.Of(canonical.GetCustomer, typed).WithCustomerToken().Meaning(customer),
			conformance.Of(canonical.ListOffers, myOffers()),
			conformance.Of(canonical.ListOffers, withToken).WithCustomerToken().Meaning(customer).NoGolden(),
		},
		Documented: documented(),
		Canaries:   []string{aadhaar, otp, sandbox.CustomerToken, "Ishaan", "Iyengar", "Subramani", device, "203.0.113.31", "enc-acct-0f3a", "enc-card-77e1"},
	})
}

// confirmable starts a verification at the sandbox.
func confirmable(ctx context.Context, t *testing.T, a canonical.Adapter) canonical.VerificationConfirmation {
	t.Helper()
	v, err := canonical.StartVerification.Bind(a)(ctx, draft(aadhaar))
	if err != nil {
		t.Errorf("starting a verification: %v", err)
	}
	return confirmation(aadhaar, v.ID)
}

func TestSettings(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change map[string]any
		wrong  string // "" when all is well
	}{
		"what is required":        {nil, ""},
		"no client":               {map[string]any{"client_id": ""}, "settings.client_id is required"},
		"a path without a slash":  {map[string]any{"token_path": "oauth2/token"}, "settings.token_path must begin with /"},
		"no place for the number": {map[string]any{"otp_fields": map[string]any{"aadhaar_number": ""}}, "settings.otp_fields.aadhaar_number is required"},
		"no place for the OTP":    {map[string]any{"kyc_fields": map[string]any{"otp": ""}}, "settings.kyc_fields.otp is required"},
		"a name used twice":       {map[string]any{"kyc_fields": map[string]any{"otp": "transactionId"}}, "settings.kyc_fields must not use a name twice"},
		"an unknown member":       {map[string]any{"otp_fields": map[string]any{"otp": "code"}}, "settings.otp_fields.otp is not a setting of this vendor"},
		"an unknown currency":     {map[string]any{"currency": "inr"}, "settings.currency must be an ISO 4217"},
		"an unknown zone":         {map[string]any{"time_zone": "Asia/Atlantis"}, "settings.time_zone must be a zone"},
		"the machine's zone":      {map[string]any{"time_zone": "Local"}, "settings.time_zone must be a zone"},
		"another zone":            {map[string]any{"time_zone": "UTC"}, ""},
		"no code":                 {map[string]any{"country_names": map[string]any{"Luminia": "XX"}}, "settings.country_names.Luminia must be"},
	} {
		_, err := citi.New(connection(nil, c.change))
		if c.wrong == "" && err != nil || c.wrong != "" && (err == nil || !strings.Contains(err.Error(), c.wrong)) {
			t.Errorf("%s: %v, want %q", name, err, c.wrong)
		}
	}
}

func TestCIT1RequestBodiesAreSettings(t *testing.T) {
	t.Parallel()
	a, v := answering(t, 200, sample(t, "start_verification.ok.json"), nil)
	if w := a.(canonical.Warner).Warnings(); len(w) != 2 || !strings.Contains(w[0], "unverified") || !strings.Contains(w[1], "unverified") {
		t.Errorf("the defaults are warned of with %q", w)
	}
	do(t, a, canonical.StartVerification, draft(aadhaar))
	wantBody(t, v.last(t), `{"aadhaarNumber":"`+aadhaar+`"}`)

	named := map[string]any{
		"otp_fields": map[string]any{"aadhaar_number": "uid", "consent": "hasConsent"},
		"kyc_fields": map[string]any{"aadhaar_number": "", "otp": "code", "transaction_id": "txn", "consent": ""},
	}
	a, v = answering(t, 200, sample(t, "start_verification.ok.json"), named)
	if w := a.(canonical.Warner).Warnings(); len(w) != 0 {
		t.Errorf("named fields are warned of with %q", w)
	}
	do(t, a, canonical.StartVerification, draft(aadhaar))
	wantBody(t, v.last(t), `{"hasConsent":true,"uid":"`+aadhaar+`"}`)
	a, v = answering(t, 200, sample(t, "confirm_verification.ok.json"), named)
	do(t, a, canonical.ConfirmVerification, confirmation(aadhaar, verificationID(transaction)))
	wantBody(t, v.last(t), `{"code":"`+otp+`","txn":"`+transaction+`"}`)
}

func TestCIT2NothingIsSentWithoutConsent(t *testing.T) {
	t.Parallel()
	for name, without := range map[string]*canonical.Consent{
		"absent": nil, "refused": {TextID: "t", GrantedAt: &granted}, "of no text": {Granted: true, GrantedAt: &granted},
		"at no time": {Granted: true, TextID: "t"},
	} {
		a, v := answering(t, 200, "{}", nil)
		d, c := draft(aadhaar), confirmation(aadhaar, verificationID(transaction))
		d.Consent, c.Consent = without, without
		started, confirmed := refused(t, a, canonical.StartVerification, d), refused(t, a, canonical.ConfirmVerification, c)
		if started.Code != canonical.ConsentRequired || confirmed.Code != canonical.ConsentRequired || len(v.seen) != 0 {
			t.Errorf("consent %s: %v and %v after %d requests", name, started, confirmed, len(v.seen))
		}
	}
}

func TestCIT6TheCustomerIsWhoeverTheTokenBelongsTo(t *testing.T) {
	t.Parallel()
	a, v := answering(t, 200, sample(t, "get_customer.ok.json"), nil)
	for _, given := range []string{"t-1", "Bearer t-1", "  bearer   t-1 "} {
		c := do(t, a, canonical.GetCustomer, mine(given))
		if c.ID.Sealed() != "me" || len(c.ID.Keys()) != 0 || c.Type != "individual" {
			t.Errorf("the customer's id is %s with %d keys", c.ID, len(c.ID.Keys()))
		}
		if got := v.seen[len(v.seen)-1].Header.Get("Authorization"); got != "Bearer t-1" {
			t.Errorf("given %q, Authorization is %q", given, got)
		}
	}
	sent := len(v.seen)
	for _, given := range []string{"", " ", "Bearer ", "two words", "line\nbreak", "naïve"} {
		if e := refused(t, a, canonical.GetCustomer, mine(given)); e.Code != canonical.CustomerAuthorizationNeeded || e.HowFar() != canonical.NotSent {
			t.Errorf("the token %q gives %v", given, e)
		}
	}
	somebody := canonical.NewID[canonical.CustomerID](canonical.Keys{"ecrn": "1"})
	if e := refused(t, a, canonical.GetCustomer, canonical.CustomerQuery{ID: somebody, CustomerAuthorization: canonical.NewSecret("t-1")}); e.Code != canonical.CustomerNotFound {
		t.Errorf("another id gives %v", e)
	}
	if e := refused(t, a, canonical.ListOffers, canonical.OfferQuery{CustomerID: somebody}); e.Code != canonical.CustomerNotFound {
		t.Errorf("another id gives %v", e)
	}
	if e := refused(t, a, canonical.ListOffers, canonical.OfferQuery{Me: true, CustomerAuthorization: canonical.NewSecret("Bearer")}); e.Code != canonical.CustomerAuthorizationNeeded {
		t.Errorf("offers for a customer's token that is none: %v", e)
	}
	if len(v.seen) != sent || v.tokens != 0 {
		t.Errorf("%d requests were sent in vain, %d tokens fetched", len(v.seen)-sent, v.tokens)
	}
}

func TestCIT11NoContentIsAnEmptyList(t *testing.T) {
	t.Parallel()
	a, _ := answering(t, 204, "", nil)
	if list := do(t, a, canonical.ListOffers, canonical.OfferQuery{Me: true}); list.Data == nil || len(list.Data) != 0 {
		t.Errorf("204 gives %d offers, nil: %t", len(list.Data), list.Data == nil)
	}
	for op, want := range map[string]canonical.Code{
		"start_verification": canonical.VendorProtocolError, "confirm_verification": canonical.VendorProtocolError,
		"get_customer": canonical.CustomerNotFound,
	} {
		if _, err := calls(op)(t.Context(), a); canonical.AsError(err).Code != want {
			t.Errorf("%s: 204 gives %v, want %s", op, err, want)
		}
	}
}

func TestCIT14ReferenceDataIsNotCalled(t *testing.T) {
	t.Parallel()
	a, v := answering(t, 200, `{"offerType":"XZ-9","campaignId":"C","offerStatus":"Q"}`, nil)
	o := do(t, a, canonical.ListOffers, canonical.OfferQuery{Me: true}).Data[0]
	if o.TypeCode != "XZ-9" || o.StatusCode != "Q" || len(v.seen) != 1 || len(v.unmapped) != 0 {
		t.Errorf("codes %q and %q after %d requests, counted %v", o.TypeCode, o.StatusCode, len(v.seen), v.unmapped)
	}
}

// TestCIT15AHollowAnswerKeepsItsUUID: the vendor is to find the request whose
// answer said nothing.
func TestCIT15AHollowAnswerKeepsItsUUID(t *testing.T) {
	t.Parallel()
	a, v := answering(t, 200, "{}", nil)
	for _, op := range []string{"start_verification", "confirm_verification", "get_customer", "list_offers"} {
		_, err := calls(op)(t.Context(), a)
		if id := canonical.AsError(err).Vendor.RequestID; id == "" || id != v.seen[len(v.seen)-1].uuid() {
			t.Errorf("%s: the error has the request id %q", op, id)
		}
	}
}

func TestCIT15AFreshUUIDForEachAttempt(t *testing.T) {
	t.Parallel()
	a, v := answering(t, 401, "{}", nil)
	e := refused(t, a, canonical.ListOffers, canonical.OfferQuery{Me: true})
	do401 := v.seen
	if len(do401) != 2 {
		t.Fatalf("%d attempts, want 2", len(do401))
	}
	first, second := do401[0].uuid(), do401[1].uuid()
	form := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	if !form.MatchString(first) || !form.MatchString(second) || first == second {
		t.Errorf("uuids are %q and %q", first, second)
	}
	if e.Vendor.RequestID != second {
		t.Errorf("the error's vendor request id is %q, want that of the last attempt, %q", e.Vendor.RequestID, second)
	}
	for name, want := range map[string]string{"client_id": sandbox.ClientID, "Accept": "application/json"} {
		if got := strings.Join(do401[0].Header[name], ""); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	a, v = failing(t)
	if e := refused(t, a, canonical.GetCustomer, mine("t-1")); e.Vendor.RequestID == "" || e.Vendor.RequestID != v.last(t).uuid() {
		t.Errorf("a broken call's vendor request id is %q", e.Vendor.RequestID)
	}
}

func TestCIT16OurTokenIsRenewedOnceTheCustomersNever(t *testing.T) {
	t.Parallel()
	a, v := answering(t, 401, sample(t, "list_offers.unauthorized.json"), nil)
	for name, c := range map[string]struct {
		token        string
		code         canonical.Code
		sent, tokens int
	}{
		"app token":      {"", canonical.VendorAuthFailed, 2, 2},
		"customer token": {"t-1", canonical.CustomerAuthorizationNeeded, 1, 0},
	} {
		sent, tokens := len(v.seen), v.tokens
		e := refused(t, a, canonical.ListOffers, canonical.OfferQuery{Me: true, CustomerAuthorization: canonical.NewSecret(c.token)})
		if e.Code != c.code || e.HowFar() != canonical.Answered || len(v.seen)-sent != c.sent || v.tokens-tokens != c.tokens {
			t.Errorf("%s: %v after %d calls and %d tokens, want %s after %d and %d", name, e, len(v.seen)-sent, v.tokens-tokens, c.code, c.sent, c.tokens)
		}
	}
	v.refuse, v.status, v.body = 1, 200, sample(t, "start_verification.ok.json")
	sent := len(v.seen)
	do(t, a, canonical.StartVerification, draft(aadhaar))
	if len(v.seen)-sent != 2 || v.seen[sent].Header.Get("Authorization") == v.seen[sent+1].Header.Get("Authorization") {
		t.Errorf("a token refused once: %d calls", len(v.seen)-sent)
	}
	tokens := v.tokens
	do(t, a, canonical.StartVerification, draft(aadhaar))
	if v.tokens != tokens {
		t.Error("a good token is not kept")
	}
}

func TestCIT19EncryptedReferencesAreOpaque(t *testing.T) {
	t.Parallel()
	a, v := answering(t, 204, "", nil)
	do(t, a, canonical.ListOffers, canonical.OfferQuery{Me: true, AccountRef: "a+/b= &c", CardRef: "%41"})
	if q := v.last(t).URL.Query(); q.Get("accountId") != "a+/b= &c" || q.Get("cardId") != "%41" || len(q) != 2 {
		t.Errorf("the query has %d parameters, accountId %q, cardId %q", len(q), q.Get("accountId"), q.Get("cardId"))
	}
}

func TestAddressTypeIsOurWordOrTheirs(t *testing.T) {
	t.Parallel()
	a, v := answering(t, 200, sample(t, "get_customer.ok.json"), nil)
	for asked, want := range map[string]string{"residence": "HOME_ADDRESS", "work": "OFFICE_ADDRESS", "HOME_ADDRESS": "HOME_ADDRESS", "": ""} {
		q := mine("t-1")
		q.AddressType = asked
		do(t, a, canonical.GetCustomer, q)
		if got := v.seen[len(v.seen)-1].URL.Query(); got.Get("addressType") != want || want == "" && len(got) > 0 {
			t.Errorf("address_type %q is sent as %v", asked, got)
		}
	}
}

func TestVerificationByAadhaarOnly(t *testing.T) {
	t.Parallel()
	a, v := answering(t, 200, "{}", nil)
	if e := refused(t, a, canonical.StartVerification, canonical.VerificationDraft{Method: canonical.MethodEmailOTP, Email: "a@example.com"}); e.Code != canonical.OperationNotSupported {
		t.Errorf("email_otp gives %v", e)
	}
	wantPointers(t, refused(t, a, canonical.StartVerification, draft("12345")), "/identifier/number")
	c := confirmation(aadhaar, verificationID(transaction))
	c.Identifier = nil
	wantPointers(t, refused(t, a, canonical.ConfirmVerification, c), "/identifier")
	c = confirmation(aadhaar, verificationID(transaction))
	c.OTP = canonical.NewSecret(" ")
	wantPointers(t, refused(t, a, canonical.ConfirmVerification, c), "/otp")
	for _, keys := range []canonical.Keys{nil, {"transaction_id": "x"}, {"transaction_id": "x", "method": "email_otp"}, {"method": "aadhaar_otp"}} {
		c := confirmation(aadhaar, canonical.NewID[canonical.VerificationID](keys))
		if e := refused(t, a, canonical.ConfirmVerification, c); e.Code != canonical.VerificationNotFound {
			t.Errorf("an id with %d keys gives %v", len(keys), e)
		}
	}
	if len(v.seen) != 0 {
		t.Errorf("%d requests were sent", len(v.seen))
	}
}

// TestWhatCitiHasNoPlaceForIsIgnored: UIDAI sends the OTP to what it knows of the
// holder, whatever the caller says.
func TestWhatCitiHasNoPlaceForIsIgnored(t *testing.T) {
	t.Parallel()
	a, v := answering(t, 200, sample(t, "start_verification.ok.json"), nil)
	d := draft(aadhaar)
	d.Email, d.Phone = "a@example.com", "+919000000044"
	d.SupplementaryData.Put("paramA", "x")
	got := do(t, a, canonical.StartVerification, d)
	if want := []string{"/email", "/phone", "/supplementary_data/paramA"}; !slices.Equal(got.Ignored, want) {
		t.Errorf("ignored is %v, want %v", got.Ignored, want)
	}
	wantBody(t, v.last(t), `{"aadhaarNumber":"`+aadhaar+`"}`)
}

// TestClientDetailsArePassedThrough: the vendor does not say how they are written.
func TestClientDetailsArePassedThrough(t *testing.T) {
	t.Parallel()
	for _, details := range []string{"", "devicePrint=v1,geoLocation=\"12, 77\"", "eyJkZXZpY2VQcmludCI6IngifQ==", "%7B%22a%22%3A1%7D", "प्रिंट"} {
		given, v := canonical.NewSecret(details), &fakeVendor{status: 403, body: "{}"}
		a := adapterOf(t, connection(v, nil))
		started, confirmed := draft(aadhaar), confirmation(aadhaar, verificationID(transaction))
		profile, offers := mine("t-1"), myOffers()
		started.ClientDetails, confirmed.ClientDetails, profile.ClientDetails, offers.ClientDetails = given, given, given, given
		refused(t, a, canonical.StartVerification, started)
		refused(t, a, canonical.ConfirmVerification, confirmed)
		refused(t, a, canonical.GetCustomer, profile)
		refused(t, a, canonical.ListOffers, offers)
		for _, r := range v.seen {
			if got := strings.Join(r.Header["clientDetails"], "|"); got != details || len(r.uuid()) != 36 {
				t.Errorf("%s: clientDetails has %d characters of %d", r.URL.Path, len(got), len(details))
			}
		}
		if len(v.seen) != 4 {
			t.Errorf("%d requests were sent", len(v.seen))
		}
	}
}

// TestClientDetailsThatNoHeaderCanHold are refused before the call.
func TestClientDetailsThatNoHeaderCanHold(t *testing.T) {
	t.Parallel()
	for _, details := range []string{"a\nb", "a\r\nuuid: 1", "a\x00b", "a\x7fb", "\x01"} {
		a, v := answering(t, 200, sample(t, "get_customer.ok.json"), nil)
		q := mine("t-1")
		q.ClientDetails = canonical.NewSecret(details)
		wantPointers(t, refused(t, a, canonical.GetCustomer, q), "Client-Details")
		if len(v.seen) != 0 {
			t.Error("a request was sent")
		}
	}
}

func TestDriftIsSampled(t *testing.T) {
	t.Parallel()
	a, v := answering(t, 200, `{"campaignId":"C","newField":1,"genericOffer":{"colour":"red"}}`, nil)
	for range 65 {
		do(t, a, canonical.ListOffers, canonical.OfferQuery{Me: true})
	}
	slices.Sort(v.unmapped)
	if want := []string{"genericOffer.colour", "genericOffer.colour", "newField", "newField"}; !slices.Equal(v.unmapped, want) {
		t.Errorf("counted %v, want %v", v.unmapped, want)
	}
}

func TestTheSandboxTellsTheSameStory(t *testing.T) {
	t.Parallel()
	a := atSandbox(t)
	for digits, want := range map[string]canonical.Code{
		"200000000013": canonical.VendorConfigurationError, "200000000021": canonical.VendorRejected, "200000000032": canonical.VendorError,
	} {
		if e := refused(t, a, canonical.StartVerification, draft(digits)); e.Code != want {
			t.Errorf("starting with %s gives %v", digits, e)
		}
	}
	for digits, want := range map[string]canonical.Claims{
		"200000000045": {Birthdate: "1991-08-23", Gender: "male"},
		"200000000050": {BirthYear: "1991", Gender: "female"},
		"200000000066": {Birthdate: "1988-02-29", Gender: "transgender"},
	} {
		started := do(t, a, canonical.StartVerification, draft(digits))
		got := do(t, a, canonical.ConfirmVerification, confirmation(digits, started.ID)).VerifiedClaims.Claims
		if got.Birthdate != want.Birthdate || got.BirthYear != want.BirthYear || got.Gender != want.Gender {
			t.Errorf("%s: born %q, %q, gender %q", digits, string(got.Birthdate), string(got.BirthYear), got.Gender)
		}
	}
	started := do(t, a, canonical.StartVerification, draft(aadhaar))
	wrong := confirmation(aadhaar, started.ID)
	wrong.OTP = canonical.NewSecret("654321")
	if e := refused(t, a, canonical.ConfirmVerification, wrong); e.Code != canonical.VerificationFailed {
		t.Errorf("a wrong OTP gives %v", e)
	}
	for token, want := range map[string]canonical.Code{
		"unknown-customer-token": canonical.CustomerNotFound, "forbidden-customer-token": canonical.VendorConfigurationError,
		"rejected-customer-token": canonical.VendorRejected, "unavailable-customer-token": canonical.VendorError,
		"expired-customer-token": canonical.CustomerAuthorizationNeeded,
	} {
		if e := refused(t, a, canonical.GetCustomer, mine(token)); e.Code != want {
			t.Errorf("the profile of %s gives %v", token, e)
		}
	}
	if list := do(t, a, canonical.ListOffers, canonical.OfferQuery{Me: true}); len(list.Data) != 4 {
		t.Errorf("%d offers, want 4", len(list.Data))
	}
}

func wantBody(t *testing.T, r request, want string) {
	t.Helper()
	if !json.Valid([]byte(r.body)) || r.body != want {
		t.Error("the body has other members than the settings name")
	}
}
