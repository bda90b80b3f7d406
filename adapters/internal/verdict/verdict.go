// Package verdict holds the judgements that are the same for every vendor:
// what a bare HTTP status means, what a contradictory answer is, how long a
// vendor asks to wait. A vendor's own words come first and are its folder's
// business.
package verdict

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"canongate/adapters/internal/rest"
	"canongate/canonical"
)

// Of makes an error of an answer, with the code that the caller concluded.
// Our credentials and settings are the gateway's fault; all else is the
// vendor's word.
func Of(reply rest.Reply, code canonical.Code, now time.Time) *canonical.Error {
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

// ByStatus is what a status means when no words of the vendor say more.
func ByStatus(status int) canonical.Code {
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

// Contradiction is an answer that lacks what a success must have, or is about
// something else. The reason holds no value of the answer.
func Contradiction(reason string) *canonical.Error {
	return &canonical.Error{
		Code: canonical.VendorProtocolError, Origin: canonical.OriginVendor, Outcome: canonical.Answered,
		Message: "The vendor's answer could not be understood.", Err: errors.New(reason),
	}
}

// NoSuch refuses an id that holds none of the vendor's keys.
func NoSuch(code canonical.Code) *canonical.Error {
	return &canonical.Error{Code: code, Origin: canonical.OriginCaller}
}
