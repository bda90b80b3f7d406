package iserveu_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"canongate/canonical"
)

func TestISU1FailuresComeWithStatus200(t *testing.T) {
	t.Parallel()
	a, _ := answering(t, plainSettings, answer(`"status":"FAILED","statusCode":"2","statusDesc":"Something else"`))
	if _, err := lookup(t, a); code(err) != canonical.VendorRejected {
		t.Errorf("FAILED with the code of a success gives %v", err)
	}
	a, _ = answering(t, plainSettings, answer(`"status":" success ","statusCode":"2"`))
	if _, err := lookup(t, a); err != nil {
		t.Errorf("a success in lower case with blanks gives %v", err)
	}
}

func TestISU1ASuccessWithTheCodeOfAFailureIsNone(t *testing.T) {
	t.Parallel()
	for fields, want := range map[string]canonical.Code{
		`"statusCode":"4"`: canonical.VendorError, `"statusCode":"-1","statusDesc":"User not onboarded"`: canonical.VendorConfigurationError,
	} {
		a, _ := answering(t, plainSettings, answer(`"status":"SUCCESS",`+fields))
		if _, err := a.CreateCustomer(t.Context(), draft()); code(err) != want {
			t.Errorf("%s gives %v, want %s", fields, err, want)
		}
	}
}

// What stands before the vendor may answer with another HTTP status. Its words
// count, but for those that come with a fault.
func TestISU1WordsBesideAnotherHTTPStatus(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		status int
		body   string
		want   canonical.Code
	}{
		{400, answer(`"status":"FAILED","statusCode":"-1","statusDesc":"User not onboarded"`), canonical.VendorConfigurationError},
		{401, answer(`"statusDesc":"Epoch timeout"`), canonical.VendorConfigurationError},
		{401, `<html>`, canonical.VendorAuthFailed},
		{404, ``, canonical.VendorRejected},
		{429, answer(`"statusDesc":"OTP limit"`), canonical.RateLimited},
		{302, ``, canonical.VendorProtocolError},
		{503, answer(`"statusDesc":"Invalid mobile number"`), canonical.VendorError},
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(c.status)
			_, _ = io.WriteString(w, c.body) // the adapter hung up: nobody is left to tell
		}))
		_, err := lookup(t, adapterAt(t, server.URL, plainSettings))
		server.Close()
		if e := canonical.AsError(err); code(err) != c.want || e.Vendor.HTTPStatus != c.status {
			t.Errorf("%d %s gives %v, want %s", c.status, c.body, err, c.want)
		}
	}
}

func TestISU2StatusCodeIsTextOrNumberWithBlanks(t *testing.T) {
	t.Parallel()
	for literal, want := range map[string]canonical.Code{`" 4"`: canonical.VendorError, `"4"`: canonical.VendorError, `4`: canonical.VendorError, `-1`: canonical.VendorRejected} {
		a, _ := answering(t, plainSettings, answer(`"status":"FAILED","statusCode":`+literal))
		if _, err := lookup(t, a); code(err) != want {
			t.Errorf("statusCode %s gives %v, want %s", literal, err, want)
		}
	}
}

func TestISU3ASuccessThatFindsNobody(t *testing.T) {
	t.Parallel()
	a, _ := answering(t, plainSettings, answer(`"name":"Somebody Else","status":"SUCCESS","statusCode":"0","statusDesc":"customer Not Exits,kindly onboard"`))
	c, err := lookup(t, a)
	if code(err) != canonical.CustomerNotFound || c.Name != nil {
		t.Errorf("code 0 gives %v and a name: %t", err, c.Name != nil)
	}
}

func TestISU5OneCodeHasSeveralCauses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]struct {
		code    canonical.Code
		pointer string
	}{
		"Username Must not be Empty":               {canonical.VendorConfigurationError, ""},
		"User not onboarded":                       {canonical.VendorConfigurationError, ""},
		"Invalid mobile number":                    {canonical.ValidationFailed, "/phone"},
		"Mobile number must Not Be Empty or Null":  {canonical.ValidationFailed, "/phone"},
		"Name Must Not Be Empty or Null":           {canonical.ValidationFailed, "/name"},
		"Invalid  O.T.P / otp":                     {canonical.OTPInvalid, ""},
		"OTP mismatch":                             {canonical.OTPInvalid, ""},
		"Otp has been EXPIRED":                     {canonical.OTPExpired, ""},
		"OTP attempts exceeded, mobile blocked":    {canonical.OTPAttemptsExceeded, ""},
		"Invalid OTP. 2 attempts left":             {canonical.OTPInvalid, ""},
		"Invalid or expired OTP":                   {canonical.OTPInvalid, ""}, // the cause is not separable
		"Epoch Timeout, Kindly Send a New Request": {canonical.VendorConfigurationError, ""},
		"Request Could Not Be Decrypted":           {canonical.VendorProtocolError, ""},
		"Invalid Client Credentials":               {canonical.VendorAuthFailed, ""},
		"We are closed today":                      {canonical.VendorRejected, ""},
		"":                                         {canonical.VendorRejected, ""},
	} {
		a, _ := answering(t, plainSettings, answer(`"status":"FAILED","statusCode":"-1","statusDesc":"`+text+`"`))
		_, err := lookup(t, a)
		e := canonical.AsError(err)
		pointer := ""
		if len(e.Fields) > 0 {
			pointer = e.Fields[0].Pointer
		}
		if e.Code != want.code || pointer != want.pointer {
			t.Errorf("%q gives %s at %q, want %s at %q", text, e.Code, pointer, want.code, want.pointer)
		}
	}
}

func TestISU7DocumentDamageIsNotRepairedInProduction(t *testing.T) {
	t.Parallel()
	a, _ := answering(t, plainSettings, `{"status":"SUCCESS" "statusCode":"2", // comment
	}`)
	if _, err := lookup(t, a); code(err) != canonical.VendorProtocolError {
		t.Errorf("a damaged answer gives %v", err)
	}
}

func TestCaseIServeUWordsInsideWords(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]canonical.Code{
		`"java.net.UnknownHostException: hostname could not be resolved"`: canonical.VendorRejected,
		`"Service is temporarily down, renamed"`:                          canonical.VendorRejected,
		`"Transaction is pending, tournament"`:                            canonical.VendorRejected,
		`"Potpourri, invalid"`:                                            canonical.VendorRejected,
		`"The epochal change"`:                                            canonical.VendorRejected,
		`"Undecryptable"`:                                                 canonical.VendorRejected,
		`"Compass keyboard"`:                                              canonical.VendorRejected,
		`"Name must not be empty"`:                                        canonical.ValidationFailed,
		`["Something else","name is wrong"]`:                              canonical.ValidationFailed,
		`{"name":"x"}`:                                                    canonical.VendorRejected,
	} {
		a, _ := answering(t, plainSettings, answer(`"status":"FAILED","statusCode":"-1","statusDesc":`+text))
		_, err := lookup(t, a)
		if e := canonical.AsError(err); e.Code != want || len(e.Fields) > 0 != (want == canonical.ValidationFailed) {
			t.Errorf("%s: %s, fields %v; want %s", text, e.Code, e.Fields, want)
		}
	}
}
