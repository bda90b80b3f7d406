// Package verdict holds the judgements that are the same for every vendor:
// what a bare HTTP status means, what a contradictory answer is, how long a
// vendor asks to wait. A vendor's own words come first and are its folder's
// business.
package verdict

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"canongate/adapters/internal/rest"
	"canongate/canonical"
)

// maxRetryAfter bounds what is believed of a Retry-After header.
const maxRetryAfter = 24 * time.Hour

// Of makes an error of an answer, with the code that the caller concluded.
// Our credentials and settings are the gateway's fault; all else is the
// vendor's word.
func Of(reply rest.Reply, code canonical.Code, now time.Time) *canonical.Error {
	e := &canonical.Error{
		Code: code, Outcome: canonical.Answered,
		Vendor:     canonical.VendorDetail{HTTPStatus: reply.Status},
		RetryAfter: RetryAfter(reply.Header, now),
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

// Named is err with the operation in it; nil stays nil.
func Named(op canonical.Row, err error) error {
	if err == nil {
		return nil
	}
	e := *canonical.AsError(err)
	e.Operation = op.Name()
	return &e
}

// RetryAfter reads the header's two forms, seconds and a date (RFC 9110
// §10.2.3); 0 when there is none.
func RetryAfter(header http.Header, now time.Time) time.Duration {
	value := header.Get("Retry-After")
	if n, err := strconv.ParseUint(value, 10, 31); err == nil {
		return min(time.Duration(n)*time.Second, maxRetryAfter)
	}
	if at, err := http.ParseTime(value); err == nil {
		return min(max(at.Sub(now), 0), maxRetryAfter)
	}
	return 0
}
