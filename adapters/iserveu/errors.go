package iserveu

import (
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode"

	"canongate/adapters/internal/flex"
	"canongate/adapters/internal/rest"
	"canongate/adapters/internal/verdict"
	"canongate/canonical"
)

// rule gives a code to a failure by the words of its description: about and one
// of any must be in the text (ISU-5).
type rule struct {
	about   string
	any     []string
	code    canonical.Code
	pointer string // validation_failed: the field
}

// rules stand in order; the first that fits decides. Texts are compared in
// lower case, without punctuation, blanks collapsed.
var rules = []rule{
	{any: []string{"username", "user not onboarded"}, code: canonical.VendorConfigurationError},
	{any: []string{"epoch"}, code: canonical.VendorConfigurationError},
	{about: "otp", any: []string{"invalid", "incorrect", "wrong", "mismatch"}, code: canonical.OTPInvalid},
	{about: "otp", any: []string{"expire"}, code: canonical.OTPExpired},
	{about: "otp", any: []string{"attempt", "limit", "exceed"}, code: canonical.OTPAttemptsExceeded},
	{any: []string{"mobile number", "mobilenumber"}, code: canonical.ValidationFailed, pointer: pointerPhone},
	{any: []string{"client credential", "client id", "client secret", "pass key"}, code: canonical.VendorAuthFailed},
	{any: []string{"decrypt"}, code: canonical.VendorProtocolError},
	{any: []string{"name"}, code: canonical.ValidationFailed, pointer: "/name"},
}

// The phone stands in another place where the caller gives nothing else.
const pointerPhone = "/phones/0/number"

var phonePointers = map[string]string{
	canonical.LookupCustomer.Name():    "/phone",
	canonical.StartVerification.Name(): "/phone",
}

// failed are the codes that the vendor documents for failures only.
var failed = map[flex.String]bool{"-1": true, "4": true}

// classify says what an answer with HTTP status 200 means. Success is said by
// `status` and by no code of a failure; a read may succeed in finding nobody
// (ISU-3).
func classify(op canonical.Row, reply rest.Reply, w answer, now time.Time) error {
	switch {
	case w.Status == "" && w.StatusCode == "":
		return verdict.Contradiction("the answer has neither status nor statusCode")
	case !strings.EqualFold(string(w.Status), "SUCCESS"), failed[w.StatusCode]:
		return failure(op, reply, w, now)
	case op.Effect() == canonical.Safe && w.StatusCode == "0":
		return described(verdict.Of(reply, canonical.CustomerNotFound, now), w)
	default:
		return nil
	}
}

// failure finds the code in the vendor's words, where no HTTP status says more.
func failure(op canonical.Row, reply rest.Reply, w answer, now time.Time) error {
	r := rule{code: canonical.VendorError}
	switch byStatus := verdict.ByStatus(reply.Status); {
	case byStatus == canonical.VendorRejected, byStatus == canonical.VendorAuthFailed:
		r = match(w, byStatus)
	case reply.Status != http.StatusOK:
		r.code = byStatus
	case w.StatusCode != "4":
		r = match(w, canonical.VendorRejected)
	}
	e := described(verdict.Of(reply, r.code, now), w)
	if r.pointer != "" {
		pointer := r.pointer
		if p, ok := phonePointers[op.Name()]; ok && pointer == pointerPhone {
			pointer = p
		}
		e.Message = "The vendor refused one or more fields."
		e.Fields = []canonical.FieldError{{Pointer: pointer, Code: canonical.FieldInvalid, Detail: "was refused by the vendor"}}
	}
	return e
}

// match gives the first rule for what the vendor says, or one of the code
// otherwise.
func match(w answer, otherwise canonical.Code) rule {
	text := words(string(w.StatusDesc))
	for _, r := range rules {
		if strings.Contains(text, r.about) && slices.ContainsFunc(r.any, func(s string) bool { return strings.Contains(text, s) }) {
			return r
		}
	}
	return rule{code: otherwise}
}

// described adds the vendor's own words; its answers have no request id.
func described(e *canonical.Error, w answer) *canonical.Error {
	e.Vendor.Code, e.Vendor.Message = string(w.StatusCode), canonical.Personal(w.StatusDesc)
	return e
}

// words is the text in lower case, without punctuation.
func words(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ")
}
