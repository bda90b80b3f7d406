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

// rules stand in order; the first that fits decides (ISU-5).
var rules = []vendorerr.Rule{
	{Words: vendorerr.Words(`user ?name|user not onboarded`), Code: canonical.VendorConfigurationError},
	{Words: vendorerr.Words(`epoch`), Code: canonical.VendorConfigurationError},
	aboutOTP(`invalid|incorrect|wrong|(mis|not |does not |did not )match(ed|es)?`, canonical.OTPInvalid),
	aboutOTP(`expir(e|es|ed|y)`, canonical.OTPExpired),
	aboutOTP(`attempts?|limits?|exceed(s|ed|ing)?`, canonical.OTPAttemptsExceeded),
	{Words: vendorerr.Words(`mobile ?(number|no)`), Code: canonical.ValidationFailed, Pointer: pointerPhone},
	{Words: vendorerr.Words(`client ?(credentials?|id|secret)|pass ?key`), Code: canonical.VendorAuthFailed},
	{Words: vendorerr.Words(`decrypt(s|ed|ion|ing)?`), Code: canonical.VendorProtocolError},
	{Words: vendorerr.Words(`names?`), Code: canonical.ValidationFailed, Pointer: "/name"},
}

// aboutOTP is a rule for a text with the word OTP and others, in either order.
func aboutOTP(words string, code canonical.Code) vendorerr.Rule {
	return vendorerr.Rule{Words: vendorerr.Words(`otp (.* )?(` + words + `)|(` + words + `) (.* )?otp`), Code: code}
}

// The phone stands in another place where the caller gives nothing else.
const pointerPhone = "/phones/0/number"

var phonePointers = map[string]string{
	canonical.LookupCustomer.Name():    "/phone",
	canonical.StartVerification.Name(): "/phone",
}

// failed are the codes that the vendor documents for failures only.
var failed = map[lenientjson.String]bool{"-1": true, "4": true}

// classify says what an answer with HTTP status 200 means. Success is said by
// `status` and by no code of a failure; a read may succeed in finding nobody
// (ISU-3).
func classify(op canonical.Row, reply rest.Reply, w answer, now time.Time) error {
	switch {
	case w.Status == "" && w.StatusCode == "":
		return vendorerr.Malformed("the answer has neither status nor statusCode")
	case !strings.EqualFold(string(w.Status), "SUCCESS"), failed[w.StatusCode]:
		return failure(op, reply, w, now)
	case op.Effect() == canonical.Safe && w.StatusCode == "0":
		return described(vendorerr.New(reply, canonical.CustomerNotFound, now), w)
	default:
		return nil
	}
}

// failure finds the code in the vendor's words, where no HTTP status says more.
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

// match gives the first rule for what the vendor says, or one of the code
// otherwise.
func match(op canonical.Row, reply rest.Reply, w answer, otherwise canonical.Code) vendorerr.Rule {
	var said []vendorerr.Complaint
	for _, text := range w.StatusDesc {
		said = append(said, vendorerr.Complaint{Text: text})
	}
	if r, found := vendorerr.Match(rules, op.Name(), reply.Status, said); found {
		return r
	}
	return vendorerr.Rule{Code: otherwise}
}

// described adds the vendor's own words; its answers have no request id.
func described(e *canonical.Error, w answer) *canonical.Error {
	e.Vendor.Code, e.Vendor.Message = string(w.StatusCode), canonical.Personal(w.StatusDesc.String())
	return e
}
