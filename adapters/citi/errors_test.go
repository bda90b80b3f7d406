package citi_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"canongate/canonical"
)

// TestDocumentedErrors has a row for each error of the vendor's page and each
// operation that can have it.
func TestDocumentedErrors(t *testing.T) {
	t.Parallel()
	const pointed = `{"type":"invalid","code":"invalidRequest","details":"Missing or invalid Parameters","location":"`
	for _, c := range []struct {
		operation string
		status    int
		body      string
		code      canonical.Code
		pointer   string
	}{
		{"start_verification", 400, sample(t, "start_verification.invalid.json"), canonical.ValidationFailed, "/identifier/number"},
		{"start_verification", 400, pointed + `somethingElse"}`, canonical.ValidationFailed, ""},
		{"start_verification", 400, "{}", canonical.ValidationFailed, ""},
		{"start_verification", 400, pointed + `uuid"}`, canonical.VendorConfigurationError, ""},
		{"confirm_verification", 400, sample(t, "confirm_verification.refused.json"), canonical.VerificationFailed, ""},
		{"confirm_verification", 400, pointed + `oneTimePassword"}`, canonical.VerificationFailed, "/otp"},
		{"confirm_verification", 400, pointed + `transactionId"}`, canonical.VerificationFailed, "/id"},
		{"get_customer", 400, sample(t, "get_customer.invalid.json"), canonical.ValidationFailed, "address_type"},
		{"list_offers", 400, sample(t, "list_offers.invalid.json"), canonical.ValidationFailed, "virtual"},
		{"list_offers", 400, pointed + `client_id"}`, canonical.VendorConfigurationError, ""},
		{"start_verification", 401, sample(t, "start_verification.unauthorized.json"), canonical.VendorAuthFailed, ""},
		{"confirm_verification", 401, sample(t, "confirm_verification.unauthorized.json"), canonical.VendorAuthFailed, ""},
		{"get_customer", 401, sample(t, "get_customer.unauthorized.json"), canonical.CustomerAuthorizationNeeded, ""},
		{"list_offers", 401, sample(t, "list_offers.unauthorized.json"), canonical.VendorAuthFailed, ""},
		{"start_verification", 403, sample(t, "start_verification.forbidden.json"), canonical.VendorConfigurationError, ""},
		{"confirm_verification", 403, sample(t, "confirm_verification.forbidden.json"), canonical.VendorConfigurationError, ""},
		{"get_customer", 403, sample(t, "get_customer.forbidden.json"), canonical.VendorConfigurationError, ""},
		{"list_offers", 403, sample(t, "list_offers.forbidden.json"), canonical.VendorConfigurationError, ""},
		{"list_offers", 403, "<html>", canonical.VendorAuthFailed, ""},
		{"get_customer", 404, sample(t, "get_customer.not_found.json"), canonical.CustomerNotFound, ""},
		{"get_customer", 404, "<html>", canonical.VendorRejected, ""},
		{"start_verification", 404, sample(t, "get_customer.not_found.json"), canonical.VendorRejected, ""},
		{"list_offers", 409, `{"type":"fatal","code":"somethingNew"}`, canonical.VendorError, ""},
		{"get_customer", 422, sample(t, "get_customer.rejected.json"), canonical.VendorRejected, ""},
		{"start_verification", 422, sample(t, "start_verification.rejected.json"), canonical.VendorRejected, ""},
		{"start_verification", 500, sample(t, "start_verification.unavailable.json"), canonical.VendorError, ""},
		{"confirm_verification", 500, sample(t, "confirm_verification.unavailable.json"), canonical.VendorError, ""},
		{"get_customer", 500, sample(t, "get_customer.unavailable.json"), canonical.VendorError, ""},
		{"list_offers", 500, sample(t, "list_offers.unavailable.json"), canonical.VendorError, ""},
		{"list_offers", 503, sample(t, "list_offers.forbidden.json"), canonical.VendorError, ""},
	} {
		a, _ := answering(t, c.status, c.body, nil)
		_, err := calls(c.operation)(t.Context(), a)
		e := canonical.AsError(err)
		pointer := ""
		if e != nil && len(e.Fields) > 0 {
			pointer = e.Fields[0].Pointer
		}
		if e == nil || e.Code != c.code || pointer != c.pointer || e.HowFar() != canonical.Answered || e.Vendor.HTTPStatus != c.status {
			t.Errorf("%s, %d %s: %v at %q, want %s at %q", c.operation, c.status, c.body, err, pointer, c.code, c.pointer)
		}
	}
}

func TestErrorsInsideASuccess(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]canonical.Code{
		`{"type":"invalid","code":"invalidRequest"}`:          canonical.ValidationFailed,
		`{"type":"error","code":"unAuthorized"}`:              canonical.VendorAuthFailed,
		`{"type":"error","code":"accessNotConfigured"}`:       canonical.VendorConfigurationError,
		`{"type":"error","code":"resourceNotFound"}`:          canonical.CustomerNotFound,
		`{"type":"error","code":"businessValidationsFailed"}`: canonical.VendorRejected,
		`[{"type":"fatal","code":"serverUnavailable"}]`:       canonical.VendorError,
	} {
		a, _ := answering(t, 200, body, nil)
		if e := refused(t, a, canonical.ListOffers, canonical.OfferQuery{Me: true}); e.Code != want || e.Vendor.RequestID == "" {
			t.Errorf("%s gives %v", body, e)
		}
	}
}

func TestCIT17FatalIsRetryableForReadsAndAWarningIsNoError(t *testing.T) {
	t.Parallel()
	a, _ := answering(t, 500, sample(t, "list_offers.unavailable.json"), nil)
	for operation, want := range map[string]bool{"list_offers": true, "get_customer": true, "start_verification": false, "confirm_verification": false} {
		row, _ := canonical.OperationNamed(operation)
		_, err := calls(operation)(t.Context(), a)
		if e := canonical.AsError(err); e.Code != canonical.VendorError || e.Retryable(row.Effect()) != want {
			t.Errorf("%s: %v, retryable %t, want %t", operation, e, e.Retryable(row.Effect()), want)
		}
	}
	a, v := answering(t, 200, `{"transactionId":"t","type":"warn","code":"slowToday","details":"The provider is slow"}`, nil)
	if got := do(t, a, canonical.StartVerification, draft(aadhaar)); got.ID.Key("transaction_id") != "t" || strings.Join(v.unmapped, " ") != "warn" {
		t.Errorf("a warning gives the id of %d keys and counts %v", len(got.ID.Keys()), v.unmapped)
	}
}

func TestCIT18MoreInfoIsTextOrObject(t *testing.T) {
	t.Parallel()
	for moreInfo, want := range map[string]canonical.Personal{
		`"https://developer.example.com/e"`:                              "No",
		`{"ProviderErrorCode":"K-312","ProviderErrorDetails":"Not now"}`: "No; K-312; Not now",
		`{"MoreInfoResponseCode":417,"other":[1]}`:                       "No; 417",
		`{"ProviderErrorCode":{"deep":1}}`:                               "No",
		`null`:                                                           "No",
		`[{"ProviderErrorCode":"K-312"}]`:                                "No",
	} {
		a, _ := answering(t, 422, `{"type":"error","code":"businessValidationsFailed","details":"No","moreInfo":`+moreInfo+`}`, nil)
		e := refused(t, a, canonical.ListOffers, canonical.OfferQuery{Me: true})
		if e.Code != canonical.VendorRejected || e.Vendor.Code != "businessValidationsFailed" || e.Vendor.Message != want {
			t.Errorf("moreInfo %s gives %v with code %q and message %q", moreInfo, e, e.Vendor.Code, string(e.Vendor.Message))
		}
		if strings.Contains(e.Message, "No") {
			t.Errorf("the vendor's words are ours: %q", e.Message)
		}
	}
}

// TestWhatElseAnErrorSaysIsKept: its type, a location that is no field of ours, and
// what is behind moreInfo.
func TestWhatElseAnErrorSaysIsKept(t *testing.T) {
	t.Parallel()
	for members, want := range map[string]canonical.VendorDetail{
		`"type":"invalid","location":"campaignId"`:                       {Type: "invalid"},
		`"type":"invalid","location":"offerChannel"`:                     {Type: "invalid", Location: "offerChannel"},
		`"type":"warning-ish","location":""`:                             {Type: "warning-ish"},
		`"location":"uuid"`:                                              {Location: "uuid"},
		`"moreInfo":"https://developer.example.com/e"`:                   {MoreInfo: "https://developer.example.com/e"},
		`"moreInfo":{ "ProviderErrorCode" : "K-312", "other": [1] }`:     {MoreInfo: `{"ProviderErrorCode":"K-312","other":[1]}`},
		`"moreInfo":[{"a":1}]`:                                           {MoreInfo: `[{"a":1}]`},
		`"moreInfo":null,"location":null`:                                {},
		`"moreInfo":{"link":"https://developer.example.com/?a=1&b=<2>"}`: {MoreInfo: `{"link":"https://developer.example.com/?a=1&b=<2>"}`},
	} {
		a, _ := answering(t, 400, `{"code":"invalidRequest",`+members+`}`, nil)
		got := refused(t, a, canonical.ListOffers, canonical.OfferQuery{Me: true}).Vendor
		if got.Type != want.Type || got.Location != want.Location || got.MoreInfo != want.MoreInfo {
			t.Errorf("%s gives type %q, location %q, more_info %q", members, got.Type, string(got.Location), string(got.MoreInfo))
		}
	}
}

func TestTokenEndpoint(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status int
		body   string
		code   canonical.Code
	}{
		"an unknown client":   {401, sample(t, "token.unauthorized_client.json"), canonical.VendorAuthFailed},
		"the same with 400":   {400, sample(t, "token.unauthorized_client.json"), canonical.VendorAuthFailed},
		"the same with 200":   {200, sample(t, "token.unauthorized_client.json"), canonical.VendorAuthFailed},
		"a wrong grant":       {400, sample(t, "token.unsupported_grant_type.json"), canonical.VendorConfigurationError},
		"a missing parameter": {400, sample(t, "token.invalid_request.json"), canonical.VendorConfigurationError},
		"no words":            {404, "", canonical.VendorConfigurationError},
		"a fault":             {500, sample(t, "token.invalid_request.json"), canonical.VendorError},
		"too often":           {429, "{}", canonical.RateLimited},
		"a redirect":          {302, "", canonical.VendorProtocolError},
		"no token":            {200, `{"expires_in":1800}`, canonical.VendorProtocolError},
		"no text":             {200, `{"access_token":"two words"}`, canonical.VendorProtocolError},
		"no JSON":             {200, "<html>", canonical.VendorProtocolError},
	} {
		a, v := answering(t, 200, "{}", nil)
		v.tokenStatus, v.tokenBody = c.status, c.body
		if e := refused(t, a, canonical.StartVerification, draft(aadhaar)); e.Code != c.code || e.HowFar() != canonical.NotSent || len(v.seen) != 0 {
			t.Errorf("%s: %v, %s, %d calls", name, e, e.HowFar(), len(v.seen))
		}
	}
}

func TestTokenRequest(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		changes    map[string]any
		path, form string
	}{
		"the defaults": {nil, "/clientCredentials/oauth2/token/in/gcb", "grant_type=client_credentials&scope=%2Fapi"},
		"a scope":      {map[string]any{"scope": "a b", "token_path": "/x/oauth2/token"}, "/x/oauth2/token", "grant_type=client_credentials&scope=a+b"},
		"no scope":     {map[string]any{"scope": ""}, "/clientCredentials/oauth2/token/in/gcb", "grant_type=client_credentials"},
	} {
		a, v := answering(t, 200, sample(t, "start_verification.ok.json"), c.changes)
		do(t, a, canonical.StartVerification, draft(aadhaar))
		got := v.forms[0]
		id, secret, basic := got.BasicAuth()
		if got.URL.Path != c.path || got.body != c.form || !basic || id == "" || secret == "" || got.Header.Get("Content-Type") != "application/x-www-form-urlencoded" {
			t.Errorf("%s: %s with form %s, basic %t", name, got.URL.Path, got.body, basic)
		}
	}
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	v := &fakeVendor{status: 429, body: "{}", header: http.Header{"Retry-After": {noon.Add(90 * time.Second).Format(http.TimeFormat)}}}
	e := refused(t, adapterOf(t, connection(v, nil)), canonical.GetCustomer, mine("t-1"))
	if e.Code != canonical.RateLimited || e.WhoseFault() != canonical.OriginVendor || e.RetryAfter != 90*time.Second {
		t.Errorf("%v of %s, Retry-After %s", e, e.WhoseFault(), e.RetryAfter)
	}
}
