package cdp

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"canongate/adapters/internal/rest"
	"canongate/canonical"
)

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
		customer, e := decodeAnswer(t, c.status, c.body, ecrn)
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
	_, e := decodeAnswer(t, 200, string(sample(t, "get_customer.not_found.json")), ecrn)
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
		_, e := decodeAnswer(t, 200, string(body), "")
		wantCode(t, e, want)
	}
	_, e := decodeAnswer(t, 200, string(sample(t, "lookup_customer.invalid_request.json")), "")
	wantCode(t, e, canonical.ValidationFailed, "/identifier")
}

func TestCDP4BodyStatusContradictsHTTP(t *testing.T) {
	t.Parallel()
	_, e := decodeAnswer(t, 400, `{"status":"failed","status_code":"406 NOT_ACCEPTABLE","error_code":null,"message":" Invalid Nationality ae!"}`, "")
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
		_, e := decodeAnswer(t, 200, `{"status":"failed","message":"Something else",`+status+`}`, "")
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
		_, e := decodeAnswer(t, 200, `{"status":"failure","message":"x",`+code+`}`, "")
		if e == nil || e.Code != want {
			t.Errorf("%s concludes %v, want %s", code, e, want)
		}
	}
	for _, none := range []string{`0`, `"0"`, `null`, `""`} {
		if _, e := decodeAnswer(t, 200, `{"status":"success","errorCode":`+none+`,"data":{"ecrn":"7841000000000001"}}`, ""); e != nil {
			t.Errorf("error code %s makes a success %v", none, e)
		}
	}
	_, e := decodeAnswer(t, 502, string(sample(t, "create_customer.backend_problem.json")), "")
	wantCode(t, e, canonical.VendorError)
	if e.Vendor.Code != "50203" || e.Vendor.RequestID == "" {
		t.Errorf("vendor detail %+v lacks code or request id", e.Vendor)
	}
}

func TestCDP7FailedAndFailureAreOne(t *testing.T) {
	t.Parallel()
	for _, status := range []string{"failed", "failure", "FAILED"} {
		_, e := decodeAnswer(t, 200, `{"status":"`+status+`","data":{"ecrn":"7841000000000001"}}`, "")
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
		customer, e := decodeAnswer(t, 406, string(sample(t, file+".json")), "")
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
		if _, e := decodeAnswer(t, 406, c.body, c.asked); e == nil || e.Code != c.want {
			t.Errorf("%s: %v, want %s", name, e, c.want)
		}
	}
	named := `{"status":"failure","errorCode":45013,"message":"Customer Under Compliance Investigation","data":{"ecrn":"7841000000000001","first_name":"Asha","aml_scan_status":"Accepted"}}`
	customer, e := decodeAnswer(t, 200, named, "")
	if e != nil || customer.ID.Key("ecrn") != ecrn || customer.Name.GivenName != "Asha" || customer.Status != canonical.CustomerPendingReview {
		t.Errorf("a key in the data: %+v, %v", customer, e)
	}
	if customer, e := decodeAnswer(t, 406, `{"status":"failed","message":"Customer Under Compliance Investigation"}`, ecrn); e != nil || customer.ID.Key("ecrn") != ecrn {
		t.Errorf("an update without a key in the message: %v", e)
	}
}

func TestCDP8NotAcceptedIsBlockedWithTheCustomer(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"create_customer.blocked", "lookup_customer.blocked"} {
		_, e := decodeAnswer(t, 406, string(sample(t, file+".json")), "")
		wantCode(t, e, canonical.CustomerBlocked)
		if e.Customer == nil || e.Customer.Key("ecrn") != "7841000000000003" {
			t.Errorf("%s does not carry the customer's key", file)
		}
	}
	_, e := decodeAnswer(t, 200, `{"status":"failure","message":"Blocked Customer","data":{"ecrn":"7841000000000003"}}`, "")
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
		_, e := decodeAnswer(t, 400, `{"status":"failed","message":"`+message+`"}`, "")
		wantCode(t, e, canonical.ValidationFailed, pointer)
		if e.WhoseFault() != canonical.OriginVendor {
			t.Errorf("%s: origin %s, want vendor: it was the vendor that refused", message, e.WhoseFault())
		}
	}
	_, e := decodeAnswer(t, 400, `{"status":"failed","message":" Invalid Shoe Size 47 wide!"}`, "")
	wantCode(t, e, canonical.ValidationFailed)
	if e.Message != "" {
		t.Errorf("the vendor's words reach the client: %s", e.Message)
	}
	_, err := newMapper(t, nil).encodeDraft(canonical.CustomerDraft{Profile: canonical.Profile{Nationalities: []canonical.Country{"ae"}}})
	wantCode(t, canonical.AsError(err), canonical.ValidationFailed, "/nationalities/0")
	if e := canonical.AsError(err); e.WhoseFault() != canonical.OriginCaller || e.HowFar() != canonical.NotSent {
		t.Errorf("a country in lower case: origin %s, outcome %s", e.WhoseFault(), e.HowFar())
	}
}

func TestCDP10DetailsAreCamelCase(t *testing.T) {
	t.Parallel()
	_, e := decodeAnswer(t, 400, `{"status":"failure","errorCode":40002,"message":"m","details":{
		"firstName":"Invalid first name","idNumber":"Invalid 784199155000013","employerPhone":"x","shoeSize":"47","a b":"c"}}`, "")
	wantCode(t, e, canonical.ValidationFailed, "/employment/employer/phone", "/name/given_name", "/identifiers")
	if !strings.Contains(e.Message, "shoeSize") || strings.Contains(e.Message, "a b") || strings.Contains(e.Message, "784199155000013") {
		t.Errorf("message %q", e.Message)
	}
	for _, details := range []string{`null`, `"text"`, `[]`, `{}`} {
		if _, e := decodeAnswer(t, 400, `{"status":"failure","errorCode":40002,"details":`+details+`}`, ""); e == nil || e.Code != canonical.ValidationFailed {
			t.Errorf("details %s conclude %v", details, e)
		}
	}
}

func TestCDP20NoBreakSpacesInA401(t *testing.T) {
	t.Parallel()
	_, e := decodeAnswer(t, 401, "{\u00a0\u00a0\"timestamp\": \"t\",\u00a0\"status\": 401}", ecrn)
	wantCode(t, e, canonical.VendorAuthFailed)
}

func TestCDP26PathsAreNeverEchoed(t *testing.T) {
	t.Parallel()
	_, e := decodeAnswer(t, 401, string(sample(t, "get_customer.unauthorized.json")), ecrn)
	text, err := json.Marshal(e.Vendor)
	if err != nil || strings.Contains(string(text)+e.Error()+e.Message, "/api/") {
		t.Errorf("the vendor's internal path shows: %s %v", text, err)
	}
}

func TestCaseWordsAndListsAtCDP(t *testing.T) {
	t.Parallel()
	for message, want := range map[string]struct {
		code     canonical.Code
		pointers string
	}{
		`"Customer is blocked"`:                               {canonical.CustomerBlocked, ""},
		`"Customer was unblocked yesterday"`:                  {canonical.VendorRejected, ""},
		`["Invalid Nationality ae!","Invalid Gender x!"]`:     {canonical.ValidationFailed, "/nationalities/0 /gender"},
		`["Please note","Customer can not be accepted"]`:      {canonical.CustomerBlocked, ""},
		`{"text":"Customer is blocked"}`:                      {canonical.VendorRejected, ""},
		`"Roadblocked by maintenance, not under compliance."`: {canonical.VendorRejected, ""},
	} {
		_, e := decodeAnswer(t, 400, `{"status":"failed","message":`+message+`}`, "")
		wantCode(t, e, want.code, strings.Fields(want.pointers)...)
	}
}

func TestCaseRetryAfterFractionAtCDP(t *testing.T) {
	t.Parallel()
	reply := rest.Reply{Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"299.997"}}}
	_, err := newMapper(t, nil).decodeReply("get_customer", reply, "")
	if e := canonical.AsError(err); e.Code != canonical.RateLimited || e.RetryAfter != 300*time.Second {
		t.Errorf("%v, Retry-After %v", err, e.RetryAfter)
	}
}

func TestSamplesConcludeOneErrorEach(t *testing.T) {
	t.Parallel()
	want := map[string]canonical.Code{
		"create_customer.backend_problem": canonical.VendorError, "create_customer.bad_request": canonical.ValidationFailed,
		"create_customer.blocked": canonical.CustomerBlocked, "create_customer.invalid_master_data": canonical.ValidationFailed,
		"create_customer.mandatory_missing": canonical.ValidationFailed, "create_customer.ok": "", "create_customer.unauthorized": canonical.VendorAuthFailed,
		"create_customer.under_investigation": "", "create_customer.under_investigation_45013": "",
		"get_customer.not_found": canonical.CustomerNotFound, "get_customer.not_subscribed": canonical.CustomerNotSubscribed, "get_customer.ok": "",
		"get_customer.unauthorized": canonical.VendorAuthFailed,
		"lookup_customer.blocked":   canonical.CustomerBlocked, "lookup_customer.invalid_request": canonical.ValidationFailed,
		"lookup_customer.not_found": canonical.CustomerNotFound, "lookup_customer.not_subscribed": canonical.CustomerNotSubscribed, "lookup_customer.ok": "",
		"lookup_customer.search_error": canonical.VendorError, "lookup_customer.unauthorized": canonical.VendorAuthFailed,
		"lookup_customer.under_investigation": "", "update_customer.not_found": canonical.CustomerNotFound, "update_customer.ok": "",
	}
	var index []struct {
		File   string
		Status int
	}
	if err := json.Unmarshal(sample(t, "index.json"), &index); err != nil {
		t.Fatal(err)
	}
	for _, s := range index {
		name := strings.TrimSuffix(s.File, ".json")
		if strings.HasPrefix(name, "token.") || s.Status == 0 {
			continue
		}
		code, known := want[name]
		delete(want, name)
		_, e := decodeAnswer(t, s.Status, string(sample(t, s.File)), "")
		if !known || (e == nil) != (code == "") || e != nil && e.Code != code {
			t.Errorf("%s concludes %v, want %q", name, e, code)
		}
	}
	if len(want) > 0 {
		t.Errorf("no samples of %v", slices.Sorted(maps.Keys(want)))
	}
}
