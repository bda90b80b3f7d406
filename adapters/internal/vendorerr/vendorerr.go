// Package vendorerr makes errors of vendors' answers, the same way for every
// vendor: what a bare HTTP status means, what an answer is that makes no sense,
// which rule fits a vendor's words and which fields they complain about. The
// words themselves are each vendor's own.
package vendorerr

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"canongate/adapters/internal/rest"
	"canongate/canonical"
)

// New makes an error of an answer, with the code that the caller concluded.
// Our credentials and settings are the gateway's fault; all else is the
// vendor's word.
func New(reply rest.Reply, code canonical.Code, now time.Time) *canonical.Error {
	e := &canonical.Error{
		Code: code, Outcome: canonical.Answered,
		Vendor:     canonical.VendorDetail{HTTPStatus: reply.Status},
		RetryAfter: reply.RetryAfter(now),
		Err:        fmt.Errorf("the vendor answered with HTTP status %d", reply.Status),
	}
	if e.Info().Origin != canonical.OriginGateway {
		e.Origin = canonical.OriginVendor
	}
	return e
}

// Because adds the vendor's word to the cause of an error. It must be one of a
// table: a vendor's text may hold anything.
func Because(cause error, word string) error { return fmt.Errorf("%w and %s", cause, word) }

// FromStatus is what a status means when no words of the vendor say more.
func FromStatus(status int) canonical.Code {
	switch {
	case status >= http.StatusInternalServerError:
		return canonical.VendorError
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		return canonical.VendorAuthFailed
	case status == http.StatusTooManyRequests:
		return canonical.RateLimited
	case status >= http.StatusBadRequest:
		return canonical.VendorRejected
	default: // an informational answer, a redirect, or a success that says nothing
		return canonical.VendorProtocolError
	}
}

// Malformed is an answer that lacks what a success must have, or is about
// something else. The reason holds no value of the answer.
func Malformed(reason string) *canonical.Error {
	return &canonical.Error{
		Code: canonical.VendorProtocolError, Origin: canonical.OriginVendor, Outcome: canonical.Answered,
		Message: "The vendor's answer could not be understood.", Err: errors.New(reason),
	}
}

// AboutAnotherCustomer is the message of an error about a success that is somebody
// else's.
const AboutAnotherCustomer = "The answer is about another customer than the one asked for."

// UnknownKey refuses an id that holds none of the vendor's keys.
func UnknownKey(code canonical.Code) *canonical.Error {
	return &canonical.Error{Code: code, Origin: canonical.OriginCaller}
}
