package sandbox

import (
	"fmt"
	"net/http"
	"testing"
	"time"
)

// trigger starts a transaction and gives its id.
func trigger(t *testing.T, h http.Handler, token, number string) string {
	t.Helper()
	var answer otpAnswer
	decode(t, post(t, h, otpPath, token, `{"aadhaarNumber":"`+number+`"}`), http.StatusOK, &answer)
	return answer.TransactionID
}

func kycBody(number, otp, id string) string {
	return fmt.Sprintf(`{"aadhaarNumber":%q,"oneTimePassword":%q,"transactionId":%q,"consentFlag":true}`, number, otp, id)
}

func TestTriggerOTPAnswers(t *testing.T) {
	t.Parallel()
	h := New()
	token := appToken(t, h)
	for _, tc := range []struct{ name, body, sample string }{
		{"sent", `{"aadhaarNumber":"234567890124"}`, "start_verification.ok"},
		{"not configured", `{"aadhaarNumber":"200000000013"}`, "start_verification.forbidden"},
		{"rejected", `{"aadhaarNumber":"200000000021"}`, "start_verification.rejected"},
		{"down", `{"aadhaarNumber":"200000000032"}`, "start_verification.unavailable"},
		{"short", `{"aadhaarNumber":"2345"}`, "start_verification.invalid"},
		{"number", `{"aadhaarNumber":234567890124}`, "start_verification.invalid"},
		{"unknown field", `{"aadhaarNumber":"234567890124","purpose":"card"}`, "start_verification.invalid"},
		{"other case", `{"AadhaarNumber":"234567890124"}`, "start_verification.invalid"},
		{"empty", ``, "start_verification.invalid"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			wantSample(t, post(t, h, otpPath, token, tc.body), tc.sample)
		})
	}
}

func TestRetrieveKYCAnswers(t *testing.T) {
	t.Parallel()
	h := New()
	token := appToken(t, h)
	for _, tc := range []struct{ number, birth, gender, sample string }{
		{aadhaar, "1991-08-23", "M", "confirm_verification.ok"},
		{"200000000045", "23-08-1991", "M", "confirm_verification.day_first"},
		{"200000000050", "1991", "F", "confirm_verification.year_only"},
		{"200000000066", "1988-02-29", "T", "confirm_verification.transgender"},
	} {
		t.Run(tc.sample, func(t *testing.T) {
			t.Parallel()
			id := trigger(t, h, token, tc.number)
			w := post(t, h, kycPath, token, kycBody(tc.number, goodOTP, id))
			wantSample(t, w, tc.sample)
			var answer struct {
				AadhaarNumber, TransactionID string
				Demographics                 struct{ DateOfBirth, Gender string }
			}
			decode(t, w, http.StatusOK, &answer)
			if answer.AadhaarNumber != tc.number || answer.TransactionID != id {
				t.Errorf("answer is for %q in %q", answer.AadhaarNumber, answer.TransactionID)
			}
			if answer.Demographics.DateOfBirth != tc.birth || answer.Demographics.Gender != tc.gender {
				t.Errorf("demographics %+v", answer.Demographics)
			}
		})
	}
}

func TestRetrieveKYCFaults(t *testing.T) {
	t.Parallel()
	h := New()
	token := appToken(t, h)
	for number, sample := range map[string]string{
		"200000000078": "confirm_verification.unavailable",
		"200000000084": "confirm_verification.forbidden",
	} {
		id := trigger(t, h, token, number)
		wantSample(t, post(t, h, kycPath, token, kycBody(number, goodOTP, id)), sample)
	}
}

func TestRetrieveKYCNeverSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	h := New()
	token := appToken(t, h)
	for name, body := range map[string]func(id string) string{
		"wrong otp":           func(id string) string { return kycBody(aadhaar, "654321", id) },
		"other number":        func(id string) string { return kycBody("345678901236", goodOTP, id) },
		"unknown transaction": func(string) string { return kycBody(aadhaar, goodOTP, "unknown") },
		"no consent": func(id string) string {
			return fmt.Sprintf(`{"aadhaarNumber":%q,"oneTimePassword":"123456","transactionId":%q}`, aadhaar, id)
		},
		"consent as text": func(id string) string {
			return fmt.Sprintf(`{"aadhaarNumber":%q,"oneTimePassword":"123456","transactionId":%q,"consentFlag":"true"}`, aadhaar, id)
		},
		"not JSON": func(string) string { return "aadhaarNumber=1" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := post(t, h, kycPath, token, body(trigger(t, h, token, aadhaar)))
			wantSample(t, w, "confirm_verification.refused")
		})
	}
}

func TestATransactionEnds(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	h := newSandbox(func() time.Time { return now })
	token := appToken(t, h)
	good := func(id string) string { return kycBody(aadhaar, goodOTP, id) }

	spent := trigger(t, h, token, aadhaar)
	wantSample(t, post(t, h, kycPath, token, good(spent)), "confirm_verification.ok")
	wantSample(t, post(t, h, kycPath, token, good(spent)), "confirm_verification.refused")

	guessed := trigger(t, h, token, aadhaar)
	for range otpAttempts {
		wantSample(t, post(t, h, kycPath, token, kycBody(aadhaar, "000000", guessed)), "confirm_verification.refused")
	}
	wantSample(t, post(t, h, kycPath, token, good(guessed)), "confirm_verification.refused")

	stale := trigger(t, h, token, aadhaar)
	now = now.Add(transactionLife)
	wantSample(t, post(t, h, kycPath, token, good(stale)), "confirm_verification.refused")
}

func TestAadhaarCallsWantAnAppToken(t *testing.T) {
	t.Parallel()
	wantSample(t, post(t, New(), otpPath, CustomerToken, `{"aadhaarNumber":"234567890124"}`), "start_verification.unauthorized")
	wantSample(t, post(t, New(), kycPath, CustomerToken, kycBody(aadhaar, goodOTP, "x")), "confirm_verification.unauthorized")
}
