package iserveu

import (
	"net/http"
	"strings"
	"time"

	"canongate/adapters/internal/lenientjson"
	"canongate/adapters/internal/rest"
	"canongate/adapters/internal/vendorerr"
	"canongate/canonical"
)

// rules are in order of priority: the first that matches decides (ISU-5).
var rules = []vendorerr.Rule{
	{Pattern: vendorerr.Pattern(`user ?name|user not onboarded`), Code: canonical.VendorConfigurationError},
	{Pattern: vendorerr.Pattern(`epoch`), Code: canonical.VendorConfigurationError},
	otpRule(`invalid|incorrect|wrong|(mis|not |does not |did not )match(ed|es)?`, canonical.OTPInvalid),
	otpRule(`expir(e|es|ed|y)`, canonical.OTPExpired),
	otpRule(`attempts?|limits?|exceed(s|ed|ing)?`, canonical.OTPAttemptsExceeded),
	{Pattern: vendorerr.Pattern(`mobile ?(number|no)`), Code: canonical.ValidationFailed, Pointer: pointerPhone},
	{Pattern: vendorerr.Pattern(`client ?(credentials?|id|secret)|pass ?key`), Code: canonical.VendorAuthFailed},
	{Pattern: vendorerr.Pattern(`decrypt(s|ed|ion|ing)?`), Code: canonical.VendorProtocolError},
	{Pattern: vendorerr.Pattern(`names?`), Code: canonical.ValidationFailed, Pointer: "/name"},
}

// otpRule matches a text with the word OTP before or after a pattern.
func otpRule(pattern string, code canonical.Code) vendorerr.Rule {
	return vendorerr.Rule{Pattern: vendorerr.Pattern(`otp (.* )?(` + pattern + `)|(` + pattern + `) (.* )?otp`), Code: code}
}

// pointerPhone is the phone of a customer draft.
const pointerPhone = "/phones/0/number"

// phonePointers are by operation, for requests that are no customer draft.
var phonePointers = map[string]string{
	canonical.LookupCustomer.Name():    "/phone",
	canonical.StartVerification.Name(): "/phone",
}

// failureCodes are the status codes that the vendor documents for failures only.
var failureCodes = map[lenientjson.String]bool{"-1": true, "4": true}

// classify makes an error of an answer with HTTP status 200 that is a failure. A
// success has the status SUCCESS and no failure code; a read may also succeed in
// finding nobody (ISU-3).
func classify(op canonical.Row, reply rest.Reply, w answer, now time.Time) error {
	switch {
	case w.Status == "" && w.StatusCode == "":
		return vendorerr.Malformed("the answer has neither status nor statusCode")
	case !strings.EqualFold(string(w.Status), "SUCCESS"), failureCodes[w.StatusCode]:
		return failure(op, reply, w, now)
	case op.Effect() == canonical.Safe && w.StatusCode == "0":
		return described(vendorerr.New(reply, canonical.CustomerNotFound, now), w)
	default:
		return nil
	}
}

// failure is the error of a refusal. The vendor's text decides the code where the
// HTTP status alone does not.
func failure(op canonical.Row, reply rest.Reply, w answer, now time.Time) error {
	r := vendorerr.Rule{Code: canonical.VendorError}
	switch byStatus := vendorerr.FromStatus(reply.Status); {
	case byStatus == canonical.VendorRejected, byStatus == canonical.VendorAuthFailed:
		r = match(op, reply, w, byStatus)
	case reply.Status != http.StatusOK:
		r.Code = byStatus
	case w.StatusCode != "4":
		r = match(op, reply, w, canonical.VendorRejected)
	}
	e := described(vendorerr.New(reply, r.Code, now), w)
	if r.Pointer != "" {
		pointer := r.Pointer
		if p, ok := phonePointers[op.Name()]; ok && pointer == pointerPhone {
			pointer = p
		}
		e.Message = "The vendor refused one or more fields."
		e.Fields = []canonical.FieldError{vendorerr.Refused(pointer)}
	}
	return e
}

// match gives the first rule that matches the vendor's text, or else a rule with the
// fallback code.
func match(op canonical.Row, reply rest.Reply, w answer, fallback canonical.Code) vendorerr.Rule {
	var complaints []vendorerr.Complaint
	for _, text := range w.StatusDesc {
		complaints = append(complaints, vendorerr.Complaint{Text: text})
	}
	if r, found := vendorerr.Match(rules, op.Name(), reply.Status, complaints); found {
		return r
	}
	return vendorerr.Rule{Code: fallback}
}

// described adds the vendor's code and text; its answers have no request id.
func described(e *canonical.Error, w answer) *canonical.Error {
	e.Vendor.Code, e.Vendor.Message = string(w.StatusCode), canonical.Personal(w.StatusDesc.String())
	return e
}
