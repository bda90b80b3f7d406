package iserveu

import (
	"net/http"
	"strings"
	"time"
	"unicode"

	"canongate/adapters/internal/rest"
	"canongate/adapters/internal/verdict"
	"canongate/canonical"
)

// rule gives a code to a failure by the words of its description. All of
// `all` and one of `any` must be in the text (ISU-5).
type rule struct {
	all, any []string
	code     canonical.Code
	pointer  string // validation_failed: the field
}

// rules stand in order; the first that fits decides. Texts are compared in
// lower case, without punctuation, blanks collapsed.
var rules = []rule{
	{any: []string{"username", "user not onboarded"}, code: canonical.VendorConfigurationError},
	{any: []string{"epoch"}, code: canonical.VendorConfigurationError},
	{all: []string{"otp"}, any: []string{"expire"}, code: canonical.OTPExpired},
	{all: []string{"otp"}, any: []string{"attempt", "limit", "exceed"}, code: canonical.OTPAttemptsExceeded},
	{all: []string{"otp"}, any: []string{"invalid", "incorrect", "wrong", "mismatch"}, code: canonical.OTPInvalid},
	{any: []string{"mobile number", "mobilenumber"}, code: canonical.ValidationFailed, pointer: "/phones/0/number"},
	{any: []string{"client credential", "client id", "client secret", "pass key"}, code: canonical.VendorAuthFailed},
	{any: []string{"decrypt"}, code: canonical.VendorProtocolError},
	{any: []string{"name"}, code: canonical.ValidationFailed, pointer: "/name"},
}

// pointers of the phone differ by where the caller gave it.
var phonePointers = map[string]string{
	canonical.LookupCustomer.Name():    "/phone",
	canonical.StartVerification.Name(): "/phone",
}

// classify says what an answer with HTTP status 200 means. Success is said by
// `status`, whatever the code; a read may succeed in finding nobody (ISU-3).
func classify(op canonical.Row, reply rest.Reply, w answer, now time.Time) error {
	switch {
	case w.Status == "" && w.StatusCode == "":
		return verdict.Contradiction("the answer has neither status nor statusCode")
	case !strings.EqualFold(string(w.Status), "SUCCESS"):
		return failure(op, reply, w, now)
	case op.Effect() == canonical.Safe && w.StatusCode == "0":
		return described(verdict.Of(reply, canonical.CustomerNotFound, now), w)
	default:
		return nil
	}
}

func failure(op canonical.Row, reply rest.Reply, w answer, now time.Time) error {
	if w.StatusCode == "4" {
		return described(verdict.Of(reply, canonical.VendorError, now), w)
	}
	r := match(normal(string(w.StatusDesc)))
	e := described(verdict.Of(reply, r.code, now), w)
	if r.pointer != "" {
		pointer := r.pointer
		if p, ok := phonePointers[op.Name()]; ok && strings.HasPrefix(pointer, "/phones") {
			pointer = p
		}
		e.Message = "The vendor refused one or more fields."
		e.Fields = []canonical.FieldError{{Pointer: pointer, Code: canonical.FieldInvalid, Detail: "was refused by the vendor"}}
	}
	return e
}

func match(text string) rule {
	for _, r := range rules {
		if containsAll(text, r.all) && containsAny(text, r.any) {
			return r
		}
	}
	return rule{code: canonical.VendorRejected}
}

// described adds the vendor's own words; its answers have no request id.
func described(e *canonical.Error, w answer) *canonical.Error {
	e.Vendor = canonical.VendorDetail{HTTPStatus: http.StatusOK, Code: string(w.StatusCode), Message: canonical.Personal(w.StatusDesc)}
	return e
}

// normal is the text in lower case, words only.
func normal(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ")
}

func containsAll(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

func containsAny(text string, words []string) bool {
	for _, w := range words {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}
