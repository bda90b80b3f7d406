package omnumi_test

import (
	"encoding/json"
	"io/fs"
	"net/http"
	"strings"
	"testing"
	"time"

	"canongate/adapters/omnumi/sandbox"
	"canongate/canonical"
)

// TestDocumentedErrors holds every error that the vendor documents to its row
// of canonical.md §4.1. A sample without a row here fails.
func TestDocumentedErrors(t *testing.T) {
	t.Parallel()
	type want struct {
		code   canonical.Code
		origin canonical.Origin
	}
	const empty = canonical.Code("an empty list")
	rejected := want{canonical.VendorRejected, canonical.OriginVendor}
	configuration := want{canonical.VendorConfigurationError, canonical.OriginGateway}
	token := want{canonical.VendorError, canonical.OriginVendor}
	missing := want{canonical.AgreementNotFound, canonical.OriginVendor}
	otp := want{canonical.OTPInvalid, canonical.OriginVendor}
	unknown := want{canonical.PaymentOutcomeUnknown, canonical.OriginVendor}
	rows := map[string]want{
		"start_verification.errors":              configuration,
		"start_verification.tenant_invalid":      configuration,
		"start_verification.tenant_not_found":    configuration,
		"start_verification.generation_failed":   rejected,
		"confirm_verification.invalid_otp":       otp,
		"confirm_verification.errors":            otp,
		"confirm_verification.expired":           otp,
		"confirm_verification.incorrect":         otp,
		"confirm_verification.not_found":         {canonical.VerificationNotFound, canonical.OriginVendor},
		"confirm_verification.already_verified":  {canonical.VerificationAlreadyCompleted, canonical.OriginVendor},
		"confirm_verification.too_many_attempts": {canonical.OTPAttemptsExceeded, canonical.OriginVendor},
		"create_agreement.catch":                 rejected,
		"create_agreement.message":               rejected,
		"create_agreement.errors":                configuration,
		"create_agreement.tenant_missing":        configuration,
		"create_agreement.token":                 token,
		"create_agreement.no_data":               missing,
		"create_agreement.not_found":             missing,
		"get_agreement.catch":                    rejected,
		"get_agreement.message":                  rejected,
		"get_agreement.errors":                   configuration,
		"get_agreement.tenant_missing":           configuration,
		"get_agreement.token":                    token,
		"get_agreement.no_data":                  missing,
		"get_agreement.not_found":                missing,
		"get_agreement.unauthorized":             {canonical.VendorAuthFailed, canonical.OriginGateway},
		"get_agreement_template.catch":           rejected,
		"get_agreement_template.errors":          {canonical.TemplateNotFound, canonical.OriginVendor},
		"get_agreement_template.unknown_type":    {canonical.TemplateNotFound, canonical.OriginVendor},
		"list_agreements.not_found":              {code: empty},
		"decide_agreement.catch":                 rejected,
		"decide_agreement.message":               rejected,
		"decide_agreement.not_updated":           rejected,
		"decide_agreement.errors":                configuration,
		"decide_agreement.tenant_missing":        configuration,
		"link_bank_account.missing_names":        {canonical.ValidationFailed, canonical.OriginVendor},
		"list_bank_accounts.customer_not_found":  {canonical.CustomerNotFound, canonical.OriginVendor},
		"list_bank_accounts.none":                {code: empty},
		"create_payment.validation_error":        {canonical.ValidationFailed, canonical.OriginVendor},
		"create_payment.record_not_found":        {canonical.BankAccountNotFound, canonical.OriginVendor},
		"create_payment.storing_failed":          unknown,
		"create_payment.bank_details_failed":     unknown,
	}
	run := calls(t)
	for _, s := range samples(t) {
		if s.Status < 300 {
			continue
		}
		name := strings.TrimSuffix(s.File, ".json")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			row, ok := rows[name]
			if !ok {
				t.Fatal("no row says what this answer means")
			}
			a, _ := answering(t, s.Status, s.body)
			_, err := run[s.Operation](t.Context(), a)
			if row.code == empty {
				if err != nil {
					t.Errorf("got %v, want an empty list", err)
				}
				return
			}
			e := canonical.AsError(err)
			if err == nil || e.Code != row.code || e.WhoseFault() != row.origin {
				t.Errorf("got %v of origin %s, want %s of %s", err, e.WhoseFault(), row.code, row.origin)
			}
			if e.Vendor.HTTPStatus != s.Status {
				t.Errorf("the vendor's status is %d, want %d", e.Vendor.HTTPStatus, s.Status)
			}
		})
	}
}

type sample struct {
	File      string `json:"file"`
	Operation string `json:"operation"`
	Status    int    `json:"status"`
	body      string
}

// samples are the vendor's documented answers.
func samples(t testing.TB) []sample {
	t.Helper()
	raw, err := fs.ReadFile(sandbox.Samples, "samples/index.json")
	if err != nil {
		t.Fatalf("reading the samples: %v", err)
	}
	var list []sample
	if err := json.Unmarshal(raw, &list); err != nil {
		t.Fatalf("reading the samples: %v", err)
	}
	for i := range list {
		body, err := fs.ReadFile(sandbox.Samples, "samples/"+list[i].File)
		if err != nil {
			t.Fatalf("reading the samples: %v", err)
		}
		list[i].body = string(body)
	}
	return list
}

func TestOMN7PriorityNotOrderDecides(t *testing.T) {
	t.Parallel()
	const (
		generic    = `{"type":"catch","message":"err.message"}`
		validation = `{"type":"catch","message":"firstName should not be empty"}`
		missing    = `{"data":{},"message":"No data found"}`
		token      = `{"type":"fetch","message":"Could't fetch token"}`
		tenant     = `{"type":"Agreement","message":"Tenant Id is missing in Headers"}`
	)
	for _, tt := range []struct {
		name   string
		faults []string
		want   canonical.Code
	}{
		{"tenant over all", []string{generic, validation, missing, token, tenant}, canonical.VendorConfigurationError},
		{"token over not found", []string{generic, validation, missing, token}, canonical.VendorError},
		{"not found over validation", []string{generic, validation, missing}, canonical.AgreementNotFound},
		{"validation over generic", []string{generic, validation}, canonical.ValidationFailed},
		{"generic alone", []string{generic}, canonical.VendorRejected},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for i := range tt.faults { // every rotation
				list := append(append([]string{}, tt.faults[i:]...), tt.faults[:i]...)
				a, _ := answering(t, http.StatusBadRequest, `{"errors":[`+strings.Join(list, ",")+`]}`)
				if e := refused(t, a, canonical.CreateAgreement, agreementDraft(canonical.AgreementStandard)); e.Code != tt.want {
					t.Errorf("beginning with entry %d: %s, want %s", i, e.Code, tt.want)
				}
			}
		})
	}
}

func TestOMN9A401OnVerifyIsTheOTP(t *testing.T) {
	t.Parallel()
	confirmation := canonical.VerificationConfirmation{ID: verificationID("e7d6c5b4-a392-4817-9605-f4e3d2c1b0a9"), OTP: canonical.NewSecret("731904")}
	for _, tt := range []struct {
		body string
		want canonical.Code
	}{
		{`{"errors":[{"type":"Email Verification","message":"OTP expired or incorrect"}]}`, canonical.OTPInvalid},
		{`{"errors":[{"type":"Email Verification","message":"Unauthorized"}]}`, canonical.OTPInvalid},
		{`{"errors":[{"type":"Unauthorized","message":"access token missing or invalid"}]}`, canonical.VendorAuthFailed},
		{`{"type":"Email Verification","message":"OTP expired or incorrect"}`, canonical.OTPInvalid},
		{`{}`, canonical.VendorAuthFailed},
		{`<html>`, canonical.VendorAuthFailed},
	} {
		a, v := answering(t, http.StatusUnauthorized, tt.body)
		if e := refused(t, a, canonical.ConfirmVerification, confirmation); e.Code != tt.want {
			t.Errorf("%s: %s, want %s", tt.body, e.Code, tt.want)
		}
		v.last(t) // once: nothing is refreshed and nothing repeated
	}
}

func TestOMN10A400MayMeanNotFound(t *testing.T) {
	t.Parallel()
	a, _ := answering(t, http.StatusBadRequest, `{"errors":[{"type":"No data found","message":"Customer id not found"}]}`)
	if e := refused(t, a, canonical.ListBankAccounts, canonical.BankAccountsQuery{CustomerID: customerID(customer)}); e.Code != canonical.CustomerNotFound {
		t.Errorf("got %s, want customer_not_found", e.Code)
	}
}

func TestOMN17NoTokenAtTheVendorIsRetryableForReads(t *testing.T) {
	t.Parallel()
	a, _ := answering(t, http.StatusBadRequest, `{"errors":[{"type":"fetch","message":"Could't fetch token"}]}`)
	e := refused(t, a, canonical.GetAgreement, canonical.AgreementQuery{ID: agreementID(sampled, "standard")})
	if e.Code != canonical.VendorError || !e.Retryable(canonical.Safe) || e.Retryable(canonical.Keyed) {
		t.Errorf("got %s, retryable %t for a read and %t for a creation", e.Code, e.Retryable(canonical.Safe), e.Retryable(canonical.Keyed))
	}
}

func TestOMN22TheVendorsWordsAreNotOurs(t *testing.T) {
	t.Parallel()
	a, _ := answering(t, http.StatusBadRequest, `{"errors":[{"type":"catch","message":"err.message"},{"type":"catch","message":"once more"}]}`)
	e := refused(t, a, canonical.CreateAgreement, agreementDraft(canonical.AgreementUL))
	if strings.Contains(e.Message+e.Error(), "err.message") {
		t.Errorf("the client would read %q", e.Message+e.Error())
	}
	if string(e.Vendor.Message) != "err.message; once more" || e.Vendor.Code != "catch" {
		t.Errorf("the vendor's words are %q and %q", string(e.Vendor.Message), e.Vendor.Code)
	}
}

func TestRefusedFieldsPointIntoTheRequest(t *testing.T) {
	t.Parallel()
	faults := `{"errors":[
		{"type":"link-bank","message":"bankLegalName should not be empty when plaidToken is not provided"},
		{"type":"link-bank","message":"bankAbaRoutingNumber is not valid"},
		{"type":"link-bank","message":"somethingElse should not be empty"}]}`
	a, _ := answering(t, http.StatusBadRequest, faults)
	e := refused(t, a, canonical.LinkBankAccount, accountDraft())
	wantPointers(t, e, "/institution_name", "/routing_number")
	if e.Fields[0].Code != canonical.FieldRequired || e.Fields[1].Code != canonical.FieldInvalid {
		t.Errorf("the fields' codes are %s and %s", e.Fields[0].Code, e.Fields[1].Code)
	}
}

func TestErrorsInsideASuccess(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		operation, message string
		want               canonical.Code
	}{
		{"get_agreement", "No data found", canonical.AgreementNotFound},
		{"get_agreement", "err.message", canonical.VendorRejected},
		{"start_verification", "Tenant not found", canonical.VendorConfigurationError},
		{"confirm_verification", "Invalid OTP", canonical.OTPInvalid},
		{"confirm_verification", "No OTP request found", canonical.VerificationNotFound},
		{"confirm_verification", "OTP already verified", canonical.VerificationAlreadyCompleted},
		{"confirm_verification", "Too many failed attempts", canonical.OTPAttemptsExceeded},
		{"link_bank_account", "bankLegalName should not be empty when plaidToken is not provided", canonical.ValidationFailed},
	} {
		a, _ := answering(t, http.StatusOK, `{"message":"ok","errors":[{"type":"t","message":"`+tt.message+`"}]}`)
		_, err := calls(t)[tt.operation](t.Context(), a)
		if e := canonical.AsError(err); err == nil || e.Code != tt.want || e.HowFar() != canonical.Answered {
			t.Errorf("%s, %s: got %v, want %s", tt.operation, tt.message, err, tt.want)
		}
	}
}

// TestAStatusOfVerifyCountsWhateverTheWords: of three statuses the vendor
// documents one meaning each.
func TestAStatusOfVerifyCountsWhateverTheWords(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]canonical.Code{
		http.StatusNotFound: canonical.VerificationNotFound, http.StatusConflict: canonical.VerificationAlreadyCompleted,
		http.StatusTooManyRequests: canonical.OTPAttemptsExceeded,
	} {
		a, _ := answering(t, status, `{"errors":[{"type":"Verification","message":"Please try once more"}]}`)
		_, err := calls(t)["confirm_verification"](t.Context(), a)
		if e := canonical.AsError(err); err == nil || e.Code != want {
			t.Errorf("%d: got %v, want %s", status, err, want)
		}
	}
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]time.Duration{
		"9": 9 * time.Second, noon.Add(time.Minute).Format(http.TimeFormat): time.Minute,
		noon.Add(-time.Minute).Format(http.TimeFormat): 0, "4000000": 24 * time.Hour, "-1": 0, "soon": 0, "": 0,
	} {
		v := &fakeVendor{status: http.StatusTooManyRequests, body: `{}`, header: http.Header{"Retry-After": {value}}}
		e := refused(t, adapterOf(t, connection(v, nil)), canonical.ListAgreements, canonical.AgreementsQuery{})
		if e.Code != canonical.RateLimited || e.WhoseFault() != canonical.OriginVendor || e.RetryAfter != want {
			t.Errorf("%q: %s of %s after %s, want %s", value, e.Code, e.WhoseFault(), e.RetryAfter, want)
		}
	}
}

func TestCaseNestMessageList(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		op, message string
		want        []string
	}{
		"link-bank": {"link_bank_account", `["bankLegalName should not be empty","bankAbaRoutingNumber must be longer than or equal to 9 characters"]`,
			[]string{"/institution_name", "/routing_number"}},
		"payment":           {"create_payment", `["linkedBankId must be a UUID","amount must be a positive number"]`, []string{"/bank_account_id", "/amount/value"}},
		"one text":          {"create_payment", `"linkedBankId must be a UUID"`, []string{"/bank_account_id"}},
		"nested names":      {"link_bank_account", `["bankAccountDetails.bankLegalName should not be empty"]`, []string{"/institution_name"}},
		"an object among":   {"create_agreement", `[{"property":"x"},"email must be an email"]`, []string{"/party/email"}},
		"a party's address": {"create_agreement", `["address.postalCode is required","phoneNumber.number must be a string"]`, []string{"/party/address/postal_code", "/party/phone/number"}},
	} {
		a, _ := answering(t, http.StatusBadRequest, `{"statusCode":400,"message":`+c.message+`,"error":"Bad Request"}`)
		_, err := calls(t)[c.op](t.Context(), a)
		e := canonical.AsError(err)
		if err == nil || e.Vendor.Message == "" {
			t.Fatalf("%s: %v, vendor %+v", name, err, e.Vendor)
		}
		wantPointers(t, e, c.want...)
	}
}
