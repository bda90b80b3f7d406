package cdp

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"canongate/adapters/internal/rest"
	"canongate/canonical"
)

const ecrn = "7841000000000001"

// conclude decodes one reply and gives the customer or the error.
func conclude(t *testing.T, status int, body, asked string) (canonical.Customer, *canonical.Error) {
	t.Helper()
	customer, err := newMapper(t, nil).decodeReply(rest.Reply{Status: status, Header: http.Header{}, Body: []byte(body)}, asked)
	return customer, canonical.AsError(err)
}

func wantCode(t *testing.T, e *canonical.Error, want canonical.Code, pointers ...string) {
	t.Helper()
	if e == nil {
		t.Fatalf("no error, want %s", want)
	}
	if e.Code != want {
		t.Errorf("code %s, want %s", e.Code, want)
	}
	var got []string
	for _, f := range e.Fields {
		got = append(got, f.Pointer)
	}
	if !slices.Equal(got, pointers) {
		t.Errorf("pointers %v, want %v", got, pointers)
	}
}

// encoded is the onboarding that a draft becomes.
func encoded(t *testing.T, d canonical.CustomerDraft) onboarding {
	t.Helper()
	o, _, err := newMapper(t, nil).onboarding(d)
	if err != nil {
		t.Fatalf("encoding the draft: %v %v", err, canonical.AsError(err).Fields)
	}
	return o
}

func TestCDP1FourBodyShapesAreOneAnswer(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status int
		body   string
		want   canonical.Code // "" for a customer
	}{
		"envelope A":     {200, `{"status":"success","statusCode":200,"data":{"ecrn":"7841000000000001"}}`, ""},
		"envelope B":     {200, `{"status":"success","status_code":"200 OK","requestId":"r","data":{"ecrn":"7841000000000001"}}`, ""},
		"bare customer":  {200, `{"ecrn":"7841000000000001"}`, ""},
		"Spring":         {401, `{"timestamp":"t","status":401,"error":"Unauthorized","path":"/x"}`, canonical.VendorAuthFailed},
		"none of them":   {200, `{"hello":"world"}`, canonical.VendorProtocolError},
		"no ecrn":        {200, `{"status":"success","data":{"customer_status":"ACTIVE"}}`, canonical.VendorProtocolError},
		"another person": {200, `{"ecrn":"7841000000000009"}`, canonical.VendorProtocolError},
		"no JSON":        {200, `<html>`, canonical.VendorProtocolError},
		"no JSON either": {404, `<html>`, canonical.VendorProtocolError},
		"twice one key":  {200, `{"ecrn":"7841000000000001","ecrn":"7841000000000009"}`, canonical.VendorProtocolError},
	} {
		customer, e := conclude(t, c.status, c.body, ecrn)
		if c.want == "" && (e != nil || customer.ID.Key("ecrn") != ecrn) || c.want != "" && (e == nil || e.Code != c.want) {
			t.Errorf("%s concludes %v, want %q", name, e, c.want)
		}
		if e != nil && e.Vendor.HTTPStatus != c.status {
			t.Errorf("%s does not tell the vendor's status", name)
		}
	}
}

func TestCDP2FailureInsideA200(t *testing.T) {
	t.Parallel()
	_, e := conclude(t, 200, string(sample(t, "get_customer.not_found.json")), ecrn)
	wantCode(t, e, canonical.CustomerNotFound)
	if e.WhoseFault() != canonical.OriginVendor || e.HowFar() != canonical.Answered || e.Vendor.Code != "45001" || e.Vendor.HTTPStatus != 200 {
		t.Errorf("origin %s, outcome %s, vendor %+v", e.WhoseFault(), e.HowFar(), e.Vendor)
	}
}

func TestCDP3OnlyTheErrorCodeTellsTheCause(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]canonical.Code{
		"lookup_customer.not_found":      canonical.CustomerNotFound,
		"lookup_customer.not_subscribed": canonical.CustomerNotSubscribed,
		"lookup_customer.search_error":   canonical.VendorError,
	} {
		body := sample(t, file+".json")
		if !strings.Contains(string(body), `"statusCode": 404`) {
			t.Errorf("%s does not say 404 like the others", file)
		}
		_, e := conclude(t, 200, string(body), "")
		wantCode(t, e, want)
	}
	_, e := conclude(t, 200, string(sample(t, "lookup_customer.invalid_request.json")), "")
	wantCode(t, e, canonical.ValidationFailed, "/identifier")
}

func TestCDP4BodyStatusContradictsHTTP(t *testing.T) {
	t.Parallel()
	_, e := conclude(t, 400, `{"status":"failed","status_code":"406 NOT_ACCEPTABLE","error_code":null,"message":" Invalid Nationality ae!"}`, "")
	wantCode(t, e, canonical.ValidationFailed, "/nationalities/0")
	if e.Vendor.HTTPStatus != 400 {
		t.Errorf("the vendor's status is %d, want the one of HTTP", e.Vendor.HTTPStatus)
	}
}

func TestCDP5StatusCodeIsTextWithAPhrase(t *testing.T) {
	t.Parallel()
	for status, want := range map[string]canonical.Code{
		`"status_code":"502"`: canonical.VendorError, `"status_code":"500 INTERNAL_SERVER_ERROR"`: canonical.VendorError,
		`"statusCode":503`: canonical.VendorError, `"status_code":"406 NOT_ACCEPTABLE"`: canonical.VendorRejected, `"status_code":"odd"`: canonical.VendorRejected,
	} {
		_, e := conclude(t, 200, `{"status":"failed","message":"Something else",`+status+`}`, "")
		if e == nil || e.Code != want {
			t.Errorf("%s concludes %v, want %s", status, e, want)
		}
	}
}

func TestCDP6ErrorCodeIsNumberTextOrNull(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]canonical.Code{
		`"errorCode":45001`: canonical.CustomerNotFound, `"errorCode":"45001"`: canonical.CustomerNotFound,
		`"error_code":45001`: canonical.CustomerNotFound, `"errorCode":null`: canonical.VendorRejected, `"errorCode":49999`: canonical.VendorRejected,
	} {
		_, e := conclude(t, 200, `{"status":"failure","message":"x",`+code+`}`, "")
		if e == nil || e.Code != want {
			t.Errorf("%s concludes %v, want %s", code, e, want)
		}
	}
	for _, none := range []string{`0`, `"0"`, `null`, `""`} {
		if _, e := conclude(t, 200, `{"status":"success","errorCode":`+none+`,"data":{"ecrn":"7841000000000001"}}`, ""); e != nil {
			t.Errorf("error code %s makes a success %v", none, e)
		}
	}
	_, e := conclude(t, 502, string(sample(t, "create_customer.backend_problem.json")), "")
	wantCode(t, e, canonical.VendorError)
	if e.Vendor.Code != "50203" || e.Vendor.RequestID == "" {
		t.Errorf("vendor detail %+v lacks code or request id", e.Vendor)
	}
}

func TestCDP7FailedAndFailureAreOne(t *testing.T) {
	t.Parallel()
	for _, status := range []string{"failed", "failure", "FAILED"} {
		_, e := conclude(t, 200, `{"status":"`+status+`","data":{"ecrn":"7841000000000001"}}`, "")
		if e == nil || e.Code != canonical.VendorRejected {
			t.Errorf("%s concludes %v, want vendor_rejected", status, e)
		}
	}
}

func TestCDP8UnderInvestigationIsACustomerInReview(t *testing.T) {
	t.Parallel()
	for _, file := range []string{
		"create_customer.under_investigation", "create_customer.under_investigation_45013", "lookup_customer.under_investigation",
	} {
		customer, e := conclude(t, 406, string(sample(t, file+".json")), "")
		if e != nil {
			t.Errorf("%s is an error: %v", file, e)
			continue
		}
		if customer.ID.Key("ecrn") != "7841000000000002" || customer.Status != canonical.CustomerPendingReview || customer.Screening.Status != canonical.ScreeningInReview {
			t.Errorf("%s concludes %+v", file, customer)
		}
	}
	for name, c := range map[string]struct {
		body, asked string
		want        canonical.Code
	}{
		"nobody is named":      {`{"status":"failed","message":"Customer Under Compliance Investigation"}`, "", canonical.VendorRejected},
		"another one is named": {`{"status":"failed","message":"Customer 7841000000000002 Under Compliance Investigation"}`, ecrn, canonical.VendorProtocolError},
	} {
		if _, e := conclude(t, 406, c.body, c.asked); e == nil || e.Code != c.want {
			t.Errorf("%s: %v, want %s", name, e, c.want)
		}
	}
	named := `{"status":"failure","errorCode":45013,"message":"Customer Under Compliance Investigation","data":{"ecrn":"7841000000000001","first_name":"Asha","aml_scan_status":"Accepted"}}`
	customer, e := conclude(t, 200, named, "")
	if e != nil || customer.ID.Key("ecrn") != ecrn || customer.Name.GivenName != "Asha" || customer.Status != canonical.CustomerPendingReview {
		t.Errorf("a key in the data: %+v, %v", customer, e)
	}
	if customer, e := conclude(t, 406, `{"status":"failed","message":"Customer Under Compliance Investigation"}`, ecrn); e != nil || customer.ID.Key("ecrn") != ecrn {
		t.Errorf("an update without a key in the message: %v", e)
	}
}

func TestCDP8NotAcceptedIsBlockedWithTheCustomer(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"create_customer.blocked", "lookup_customer.blocked"} {
		_, e := conclude(t, 406, string(sample(t, file+".json")), "")
		wantCode(t, e, canonical.CustomerBlocked)
		if e.Customer == nil || e.Customer.Key("ecrn") != "7841000000000003" {
			t.Errorf("%s does not carry the customer's key", file)
		}
	}
	_, e := conclude(t, 200, `{"status":"failure","message":"Blocked Customer","data":{"ecrn":"7841000000000003"}}`, "")
	wantCode(t, e, canonical.CustomerBlocked)
	if e.Customer == nil || e.Customer.Key("ecrn") != "7841000000000003" {
		t.Error("a key in the data is lost")
	}
}

func TestCDP9InvalidMasterDataPointsAtTheField(t *testing.T) {
	t.Parallel()
	for message, pointer := range map[string]string{
		" Invalid Nationality ae!": "/nationalities/0", " Invalid Second Nationality x!": "/nationalities/1",
		"Invalid Occupation 9999!": "/employment/occupation_code", "Invalid Id Type 99!": "/identifiers", "Invalid Country!": "/addresses",
		"Invalid Id Type 99 !": "/identifiers", "Invalid Gender not said!": "/gender", "Invalid Nationality!": "/nationalities/0",
	} {
		_, e := conclude(t, 400, `{"status":"failed","message":"`+message+`"}`, "")
		wantCode(t, e, canonical.ValidationFailed, pointer)
		if e.WhoseFault() != canonical.OriginVendor {
			t.Errorf("%s: origin %s, want vendor: it was the vendor that refused", message, e.WhoseFault())
		}
	}
	_, e := conclude(t, 400, `{"status":"failed","message":" Invalid Shoe Size 47 wide!"}`, "")
	wantCode(t, e, canonical.ValidationFailed)
	if e.Message != "" {
		t.Errorf("the vendor's words reach the client: %s", e.Message)
	}
	_, _, err := newMapper(t, nil).encodeDraft(canonical.CustomerDraft{Profile: canonical.Profile{Nationalities: []canonical.Country{"ae"}}})
	wantCode(t, canonical.AsError(err), canonical.ValidationFailed, "/nationalities/0")
	if e := canonical.AsError(err); e.WhoseFault() != canonical.OriginCaller || e.HowFar() != canonical.NotSent {
		t.Errorf("a country in lower case: origin %s, outcome %s", e.WhoseFault(), e.HowFar())
	}
}

func TestCDP10DetailsAreCamelCase(t *testing.T) {
	t.Parallel()
	_, e := conclude(t, 400, `{"status":"failure","errorCode":40002,"message":"m","details":{
		"firstName":"Invalid first name","idNumber":"Invalid 784199155000013","employerPhone":"x","shoeSize":"47","a b":"c"}}`, "")
	wantCode(t, e, canonical.ValidationFailed, "/employment/employer/phone", "/name/given_name", "/identifiers")
	if !strings.Contains(e.Message, "shoeSize") || strings.Contains(e.Message, "a b") || strings.Contains(e.Message, "784199155000013") {
		t.Errorf("message %q", e.Message)
	}
	for _, details := range []string{`null`, `"text"`, `[]`, `{}`} {
		if _, e := conclude(t, 400, `{"status":"failure","errorCode":40002,"details":`+details+`}`, ""); e == nil || e.Code != canonical.ValidationFailed {
			t.Errorf("details %s conclude %v", details, e)
		}
	}
}

func TestCDP11ZipIsANumber(t *testing.T) {
	t.Parallel()
	for wire, want := range map[string]canonical.Personal{`0`: "", `13345`: "13345", `"00123"`: "00123", `null`: ""} {
		customer, e := conclude(t, 200, `{"ecrn":"7841000000000001","address_list":[{"address_type_id":"1","zip":`+wire+`}]}`, "")
		if e != nil || customer.Addresses[0].PostalCode != want {
			t.Errorf("zip %s: %v", wire, e)
		}
	}
	for code, want := range map[canonical.Personal]string{"": "0", "13345": "13345", "04050": "4050"} {
		o := encoded(t, canonical.CustomerDraft{Profile: canonical.Profile{Addresses: []canonical.Address{{Type: "residence", PostalCode: code}}}})
		if b, err := json.Marshal(o.AddressList[0].Zip); err != nil || string(b) != want {
			t.Errorf("a post code becomes %s, want %s", b, want)
		}
	}
	_, _, err := newMapper(t, nil).encodeDraft(canonical.CustomerDraft{Profile: canonical.Profile{Addresses: []canonical.Address{{Type: "residence", PostalCode: "SW1A"}}}})
	wantCode(t, canonical.AsError(err), canonical.ValidationFailed, "/addresses/0/postal_code")
}

func TestCDP12EmptyMeansAbsent(t *testing.T) {
	t.Parallel()
	var unmapped []string
	m := newMapper(t, &unmapped)
	body := `{"ecrn":"7841000000000001","first_name":" ","middle_name":"","salutation":null,"email_id":"","phone_number":" ","nationality":null,"date_of_birth":"",
		"native_region":0,"occupation_id":null,"customer_status":"","aml_scan_status":null,"address_list":[],"id_details":null,
		"customer_classification":{"employer_phone":" ","reason_for_acc":" ","agent_ref_no":null,"customer_remarks":"","txn_vol_month":0},
		"customer_relations":[],"communication_consents":[]}`
	customer, err := m.decodeReply(rest.Reply{Status: 200, Body: []byte(body)}, "")
	if err != nil {
		t.Fatal(err)
	}
	customer.ID.Seal("cus_x")
	got, err := json.Marshal(customer)
	want := `{"id":"cus_x","object":"customer","connection":"","vendor_ids":{"ecrn":"7841000000000001"},"type":"individual"}`
	if err != nil || string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if len(unmapped) > 0 {
		t.Errorf("counted as unknown: %v", unmapped)
	}
	customer, e := conclude(t, 200, `{"ecrn":"7841000000000001","id_details":[{"id_type":2,"visa_number":"0","visa_expiry_date":null}]}`, "")
	if e != nil || customer.Identifiers[0].Visa != nil {
		t.Errorf("visa number 0 is a visa: %v", e)
	}
}

func TestTruthsAreReadInWordsAndListsOfOneWithoutBrackets(t *testing.T) {
	t.Parallel()
	customer, e := conclude(t, 200, `{"status":"success","data":[{"ecrn":"7841000000000001","political_exposed_person":"false","pep":" ",
		"address_list":{"city":"Kochi"},"id_details":{"id_type":2,"default_status":"true","active_status":"N"},
		"communication_consents":[{"allow":"Y","communication_type":"1"}],"additional_docs":{"file_name":"a.jpeg"}}]}`, "")
	if e != nil {
		t.Fatal(e, e.Err)
	}
	if customer.Screening.PEP == nil || *customer.Screening.PEP || len(customer.Addresses) != 1 || len(customer.Documents) != 1 ||
		!customer.Identifiers[0].Primary || *customer.Identifiers[0].Active || !customer.CommunicationPreferences[0].Allowed {
		t.Errorf("concludes %+v", customer)
	}
	if customer, e = conclude(t, 200, `{"ecrn":"7841000000000001","id_details":[{"id_type":2,"active_status":null}],"political_exposed_person":null}`, ""); e != nil ||
		customer.Screening != nil || customer.Identifiers[0].Active != nil {
		t.Errorf("null is a truth: %+v, %v", customer, e)
	}
	_, e = conclude(t, 200, `{"status":"failure","errorCode":45001,"data":[]}`, "")
	wantCode(t, e, canonical.CustomerNotFound)
}

func TestCDP13CodesAreNumbersOrTexts(t *testing.T) {
	t.Parallel()
	for _, wire := range []string{`{"id_type":4}`, `{"id_type":"4"}`} {
		customer, e := conclude(t, 200, `{"ecrn":"7841000000000001","id_details":[`+wire+`],"address_list":[{"address_type_id":2},{"address_type_id":"2"}]}`, "")
		if e != nil || customer.Identifiers[0].Type != canonical.IdentifierEmiratesID || customer.Addresses[0].Type != "permanent" || customer.Addresses[1].Type != "permanent" {
			t.Errorf("%s: %v", wire, e)
		}
	}
	body, err := newMapper(t, nil).encodeLookup(canonical.CustomerLookup{Identifier: &canonical.LookupIdentifier{Type: "passport", Number: "X1"}})
	if err != nil || string(body) != `{"idNumber":"X1","idType":"2"}` {
		t.Errorf("lookup sends %s, %v", body, err)
	}
	o := encoded(t, canonical.CustomerDraft{Profile: canonical.Profile{Identifiers: []canonical.Identifier{{Type: "passport", Number: "X1"}}}})
	if b, err := json.Marshal(o.IDDetails[0]); err != nil || !strings.Contains(string(b), `"id_type":2,`) {
		t.Errorf("onboarding sends %s, %v", b, err)
	}
}

func TestCDP14ExpiryIsADateAsWritten(t *testing.T) {
	t.Parallel()
	for wire, want := range map[string]canonical.Date{
		"2031-04-18T00:00:00.000+00:00": "2031-04-18", "2031-04-18T23:30:00.000-11:00": "2031-04-18", "2031-04-18": "2031-04-18", "18/04/2031": "",
	} {
		customer, e := conclude(t, 200, `{"ecrn":"7841000000000001","id_status":"Active","id_date_of_expiry":"`+wire+`"}`, "")
		if e != nil || customer.KYC.DocumentExpiresOn != want {
			t.Errorf("%s is read as another day: %v", wire, e)
		}
	}
}

func TestCDP15BothSpellingsAreRead(t *testing.T) {
	t.Parallel()
	for _, spelling := range [][2]string{{"contentType", "subsciption_type"}, {"content_type", "subscription_type"}} {
		customer, e := conclude(t, 200, `{"ecrn":"7841000000000001","additional_docs":[{"`+spelling[0]+`":"image/png","file_name":"f"}],
			"customer_classification":{"subscriptions":[{"`+spelling[1]+`":"GOLD"}]}}`, "")
		if e != nil || customer.Documents[0].File.ContentType != "image/png" || customer.Subscriptions[0].Type != "GOLD" {
			t.Errorf("%v: %v", spelling, e)
		}
	}
}

func TestCDP16FirstDefaultIsPrimary(t *testing.T) {
	t.Parallel()
	customer, e := conclude(t, 200, `{"ecrn":"7841000000000001","id_details":[{"id_type":4},{"id_type":2,"default_status":true},{"id_type":2,"default_status":true}]}`, "")
	if e != nil {
		t.Fatal(e)
	}
	var primary []bool
	for _, id := range customer.Identifiers {
		primary = append(primary, id.Primary)
	}
	if !slices.Equal(primary, []bool{false, true, false}) {
		t.Errorf("primary %v", primary)
	}
}

// keycloak is a vendor in memory: it answers the token call and what else the
// test says, and keeps what it was asked.
type keycloak struct {
	mu     sync.Mutex
	grants []url.Values
	calls  int
	grant  func(url.Values) (int, string)
	call   func(n int, r *http.Request) (int, string)
}

const goodToken = `{"access_token":"t","expires_in":7199,"refresh_token":"r","refresh_expires_in":7199}`

func (k *keycloak) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	status, text := 200, goodToken
	switch {
	case r.URL.Path == tokenPath:
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return nil, err
		}
		k.grants = append(k.grants, form)
		if k.grant != nil {
			status, text = k.grant(form)
		}
	default:
		k.calls++
		status, text = 200, `{"ecrn":"7841000000000001","aml_scan_status":"Accepted","customer_status":"ACTIVE"}`
		if k.call != nil {
			status, text = k.call(k.calls, r)
		}
	}
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(text)), Request: r}, nil
}

// clock is a time that tests move.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

func newAdapter(t *testing.T, k *keycloak, c *clock, more map[string]any) *Adapter {
	t.Helper()
	s := map[string]any{"client_id": "id", "client_secret": "env:SECRET", "username": "user", "password": "env:PASSWORD", "callback_secret": "env:CALLBACK"}
	maps.Copy(s, more)
	a, err := New(canonical.Connection{
		BaseURL: "http://cdp.test", Settings: s, Transport: k, Timeout: time.Second, Now: c.now, Unmapped: func(string) {},
		Secret: func(ref string) (canonical.Secret, error) { return canonical.NewSecret(strings.ToLower(ref[4:])), nil },
	})
	if err != nil {
		t.Fatalf("making the adapter: %v", err)
	}
	return a.(*Adapter)
}

func newClock() *clock { return &clock{t: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)} }

func get(t *testing.T, a *Adapter) *canonical.Error {
	t.Helper()
	_, err := a.GetCustomer(t.Context(), canonical.CustomerQuery{ID: customerID(ecrn)})
	return canonical.AsError(err)
}

func TestCDP17OneGrantTypeIsSent(t *testing.T) {
	t.Parallel()
	k, c := &keycloak{}, newClock()
	a := newAdapter(t, k, c, map[string]any{"scope": "api://partner/customer"})
	if e := get(t, a); e != nil {
		t.Fatal(e)
	}
	c.add(7199*time.Second - 20*time.Second) // within the 30 seconds in which a token is renewed early
	if e := get(t, a); e != nil {
		t.Fatal(e)
	}
	want := []url.Values{
		{"grant_type": {"password"}, "username": {"user"}, "password": {"password"}, "scope": {"api://partner/customer"}, "client_id": {"id"}, "client_secret": {"secret"}},
		{"grant_type": {"refresh_token"}, "refresh_token": {"r"}, "client_id": {"id"}, "client_secret": {"secret"}},
	}
	if len(k.grants) != len(want) {
		t.Fatalf("%d grants, want %d", len(k.grants), len(want))
	}
	for i := range want {
		if got := k.grants[i].Encode(); got != want[i].Encode() {
			t.Errorf("grant %d is %s, want %s", i, got, want[i].Encode())
		}
	}
}

func TestCDP18RefusedTokenIsReplacedOnce(t *testing.T) {
	t.Parallel()
	refuse := func(times int) *keycloak {
		return &keycloak{call: func(n int, _ *http.Request) (int, string) {
			if n <= times {
				return 401, `{"status":401,"error":"Unauthorized"}`
			}
			return 200, `{"ecrn":"7841000000000001"}`
		}}
	}
	k := refuse(1)
	if e := get(t, newAdapter(t, k, newClock(), nil)); e != nil || k.calls != 2 || len(k.grants) != 2 {
		t.Errorf("one 401: %v after %d calls and %d grants", e, k.calls, len(k.grants))
	}
	k = refuse(9)
	e := get(t, newAdapter(t, k, newClock(), nil))
	wantCode(t, e, canonical.VendorAuthFailed)
	if k.calls != 2 || e.WhoseFault() != canonical.OriginGateway {
		t.Errorf("%d calls, origin %s", k.calls, e.WhoseFault())
	}
}

func TestCDP18TokenIsFetchedOnceForAll(t *testing.T) {
	t.Parallel()
	k := &keycloak{}
	a := newAdapter(t, k, newClock(), nil)
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			if e := get(t, a); e != nil {
				t.Error(e)
			}
		})
	}
	wg.Wait()
	if len(k.grants) != 1 || k.calls != 16 {
		t.Errorf("%d grants for %d calls", len(k.grants), k.calls)
	}
}

func TestCDP18RefusedRefreshFallsBackToLogin(t *testing.T) {
	t.Parallel()
	k, c := &keycloak{}, newClock()
	var refusal string
	k.grant = func(f url.Values) (int, string) {
		if f.Get("grant_type") == "refresh_token" {
			return 400, `{"error":"` + refusal + `","error_description":"Token is not active"}`
		}
		return 200, goodToken
	}
	a := newAdapter(t, k, c, nil)
	for _, refusal = range []string{"", "invalid_grant", "unsupported_grant_type"} {
		if e := get(t, a); e != nil {
			t.Fatal(e)
		}
		c.add(7180 * time.Second)
	}
	if len(k.grants) != 5 || k.grants[4].Get("grant_type") != "password" {
		t.Errorf("%d grants", len(k.grants))
	}
	c.add(time.Hour) // now the refresh token is over too, and not worth a call
	if e := get(t, a); e != nil || len(k.grants) != 6 {
		t.Errorf("%v after %d grants", e, len(k.grants))
	}
}

func TestTokenEndpointErrors(t *testing.T) {
	t.Parallel()
	for body, c := range map[string]struct {
		status int
		want   canonical.Code
	}{
		`{"error":"invalid_grant","error_description":"user partner"}`: {400, canonical.VendorAuthFailed},
		`{"error":"invalid_client"}`:                                   {400, canonical.VendorAuthFailed},
		`{}`:                                                           {401, canonical.VendorAuthFailed},
		`<html>no</html>`:                                              {403, canonical.VendorAuthFailed},
		`{"error":"invalid_scope"}`:                                    {400, canonical.VendorConfigurationError},
		`{"error":"server_error"}`:                                     {500, canonical.VendorError},
		`{"token_type":"bearer"}`:                                      {200, canonical.VendorProtocolError},
		`<html>`:                                                       {200, canonical.VendorProtocolError},
		``:                                                             {429, canonical.RateLimited},
	} {
		k := &keycloak{grant: func(url.Values) (int, string) { return c.status, body }}
		e := get(t, newAdapter(t, k, newClock(), nil))
		wantCode(t, e, c.want)
		if e.HowFar() != canonical.NotSent || k.calls != 0 || strings.Contains(e.Error(), "partner") || !strings.HasPrefix(e.Why(), "logging in: ") {
			t.Errorf("%s: outcome %s, %d calls, %v", body, e.HowFar(), k.calls, e)
		}
	}
}

func TestCDP19DocumentsAreCheckedBeforeTheCall(t *testing.T) {
	t.Parallel()
	doc := func(kind string, size int) canonical.InlineDocument {
		return canonical.InlineDocument{Purpose: "additional", File: canonical.FileMeta{ContentType: kind}, Content: make(canonical.Content, size)}
	}
	identity := func(kind, side string) canonical.InlineDocument {
		d := doc("image/jpeg", 1)
		d.Purpose, d.IdentifierType, d.Side = "identity", kind, side
		return d
	}
	passport := canonical.Profile{Identifiers: []canonical.Identifier{{Type: "passport", Number: "X1"}}}
	for name, c := range map[string]struct {
		documents []canonical.InlineDocument
		want      canonical.Code
		pointer   string
	}{
		"type":          {[]canonical.InlineDocument{doc("image/jpeg", 1), doc("image/gif", 1)}, canonical.UnsupportedDocumentType, "/documents/1/file/content_type"},
		"one too large": {[]canonical.InlineDocument{doc("image/png", maxDocument+1)}, canonical.DocumentTooLarge, "/documents/0/content"},
		"too large together": {
			slices.Repeat([]canonical.InlineDocument{doc("application/pdf", maxDocument)}, 5), canonical.DocumentTooLarge, "/documents",
		},
		"no such identifier": {[]canonical.InlineDocument{identity("emirates_id", "front")}, canonical.ValidationFailed, "/documents/0/identifier_type"},
		"side taken":         {[]canonical.InlineDocument{identity("passport", "single"), identity("passport", "front")}, canonical.ValidationFailed, "/documents/1"},
		"empty":              {[]canonical.InlineDocument{doc("image/png", 0)}, canonical.ValidationFailed, "/documents/0/content"},
	} {
		_, _, err := newMapper(t, nil).encodeDraft(canonical.CustomerDraft{Profile: passport, Documents: c.documents})
		e := canonical.AsError(err)
		if e == nil || e.Code != c.want || len(e.Fields) != 1 || e.Fields[0].Pointer != c.pointer {
			t.Errorf("%s: %v, %+v", name, e, e.Fields)
		}
	}
	encoded(t, canonical.CustomerDraft{Profile: passport, Documents: slices.Repeat([]canonical.InlineDocument{doc("application/pdf", maxDocument)}, 4)})
}

func TestDocumentsFindTheirPlace(t *testing.T) {
	t.Parallel()
	passport := canonical.Profile{Identifiers: []canonical.Identifier{{Type: "passport", Number: "X1"}}}
	for _, row := range []struct {
		document canonical.InlineDocument
		place    func(onboarding) *picture
	}{
		{canonical.InlineDocument{Purpose: "identity", IdentifierType: "passport"}, func(o onboarding) *picture { return o.IDDetails[0].IDFront }},
		{canonical.InlineDocument{Purpose: "passport_scan", IdentifierType: "passport", Side: "back"}, func(o onboarding) *picture { return o.IDDetails[0].IDBack }},
		{canonical.InlineDocument{Purpose: "back", IdentifierType: "passport"}, func(o onboarding) *picture { return o.IDDetails[0].IDBack }},
		{canonical.InlineDocument{Purpose: "photo"}, func(o onboarding) *picture { return o.Classification.ProfilePhoto }},
		{canonical.InlineDocument{Purpose: "profile_photo"}, func(o onboarding) *picture { return o.Classification.ProfilePhoto }},
		{canonical.InlineDocument{Purpose: "additional"}, func(o onboarding) *picture { return &o.AdditionalDocs[0].picture }},
		{canonical.InlineDocument{Purpose: "proof_of_address"}, func(o onboarding) *picture { return &o.AdditionalDocs[0].picture }},
	} {
		row.document.File.ContentType, row.document.Content = "image/png", []byte("picture")
		got := row.place(encoded(t, canonical.CustomerDraft{Profile: passport, Documents: []canonical.InlineDocument{row.document}}))
		if got == nil || string(got.Base64Data) != "picture" {
			t.Errorf("a document for %s is not where it belongs", row.document.Purpose)
		}
	}
}

func TestCDP20NoBreakSpacesInA401(t *testing.T) {
	t.Parallel()
	_, e := conclude(t, 401, "{\u00a0\u00a0\"timestamp\": \"t\",\u00a0\"status\": 401}", ecrn)
	wantCode(t, e, canonical.VendorAuthFailed)
}

func TestCDP22PlaceOfBirthIsFreeText(t *testing.T) {
	t.Parallel()
	customer, e := conclude(t, 200, `{"ecrn":"7841000000000001","place_of_birth":"PORTUGAL","country_of_birth":"PT"}`, "")
	if e != nil || *customer.PlaceOfBirth != (canonical.PlaceOfBirth{Country: "PT", Locality: "PORTUGAL"}) {
		t.Errorf("place of birth is not both: %v", e)
	}
}

func TestCDP23NamesAreNotSplit(t *testing.T) {
	t.Parallel()
	customer, e := conclude(t, 200, `{"ecrn":"7841000000000001","first_name":"ANA MARIA","last_name":"VAN DEN BERG LIMA","preferred_name":"ANA MARIA"}`, "")
	if e != nil || *customer.Name != (canonical.Name{GivenName: "ANA MARIA", FamilyName: "VAN DEN BERG LIMA", PreferredName: "ANA MARIA"}) {
		t.Errorf("names are not as given: %v", e)
	}
}

func TestCDP24BothPEPSpellings(t *testing.T) {
	t.Parallel()
	for _, member := range []string{"pep", "political_exposed_person"} {
		customer, e := conclude(t, 200, `{"ecrn":"7841000000000001","`+member+`":true}`, "")
		if e != nil || customer.Screening.PEP == nil || !*customer.Screening.PEP {
			t.Errorf("%s is lost: %v", member, e)
		}
	}
}

func TestCDP25DocumentsAreNamesOnly(t *testing.T) {
	t.Parallel()
	customer, e := conclude(t, 200, string(sample(t, "get_customer.ok.json")), "")
	if e != nil {
		t.Fatal(e)
	}
	if len(customer.Documents) != 2 {
		t.Fatalf("%d documents, want 2", len(customer.Documents))
	}
	for _, d := range customer.Documents {
		if d.ContentAvailable || d.File.Name == "" || d.File.ContentType != "image/jpeg" {
			t.Errorf("document %+v", d)
		}
		if strings.Contains(string(d.File.Name), "784199155000013") {
			t.Error("the name of a file shows the number of an identifier")
		}
	}
	if d := customer.Documents[0]; d.Purpose != "identity" || d.IdentifierType != canonical.IdentifierEmiratesID || d.Side != "front" {
		t.Errorf("first document %+v", d)
	}
}

func TestCDP26PathsAreNeverEchoed(t *testing.T) {
	t.Parallel()
	_, e := conclude(t, 401, string(sample(t, "get_customer.unauthorized.json")), ecrn)
	text, err := json.Marshal(e.Vendor)
	if err != nil || strings.Contains(string(text)+e.Error()+e.Message, "/api/") {
		t.Errorf("the vendor's internal path shows: %s %v", text, err)
	}
}
