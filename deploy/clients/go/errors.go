package canongate

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// CodeNoAnswer is the code of a Failure without a problem: the gateway did not
// answer, or what answered was not the gateway.
const CodeNoAnswer = "no_answer"

// Failure is the error of a call.
type Failure struct {
	Operation string
	// Problem is what the gateway said; nil: it did not answer, or something else did.
	Problem *Problem
	// Outcome says whether the vendor may have acted, at any attempt: not_sent,
	// unknown or answered.
	Outcome string
	// RetryAfter is how long to wait; 0: the gateway named no time.
	RetryAfter time.Duration
	Response
	cause error
}

// PaymentOutcomeUnknown is the error of a payment of which nobody knows whether the
// money moved. Read it by PaymentID until its status is no longer unknown. Without one
// nobody answered: call again with WithKey of the failure's Key and with the same
// body, which never pays twice and tells what became of it.
type PaymentOutcomeUnknown struct{ *Failure }

// Unwrap gives the Failure.
func (e *PaymentOutcomeUnknown) Unwrap() error { return e.Failure }

// PaymentID is the payment's; "": nobody told.
func (e *PaymentOutcomeUnknown) PaymentID() string {
	if e.Problem == nil {
		return ""
	}
	return e.Problem.PaymentID
}

// Code says what went wrong. More codes may come.
func (f *Failure) Code() string {
	if f.Problem == nil {
		return CodeNoAnswer
	}
	return f.Problem.Code
}

// Unwrap gives what kept the answer away.
func (f *Failure) Unwrap() error { return f.cause }

func (f *Failure) Error() string {
	var b strings.Builder
	b.WriteString(f.Operation + ": ")
	switch {
	case f.Problem != nil:
		b.WriteString(f.Problem.Code + ": " + f.Problem.Detail)
		for _, e := range f.Problem.Errors {
			b.WriteString(" " + e.Pointer + " " + e.Detail)
		}
	case f.Status != 0:
		fmt.Fprintf(&b, "HTTP status %d of something that is not the gateway", f.Status)
	default:
		b.WriteString("no answer")
		if f.cause != nil {
			b.WriteString(": " + f.cause.Error())
		}
	}
	if f.RequestID != "" {
		b.WriteString(" (request " + f.RequestID + ")")
	}
	return b.String()
}

// IsCode says whether err is a Failure with one of the codes.
func IsCode(err error, codes ...string) bool {
	var f *Failure
	return errors.As(err, &f) && slices.Contains(codes, f.Code())
}

func (a attempt) failure(o operation, r Response) *Failure {
	f := &Failure{Operation: o.name, Problem: a.problem(), Response: r, cause: a.err, RetryAfter: retryAfter(a.header)}
	switch {
	case f.Problem != nil:
		f.Outcome = f.Problem.Outcome
		if f.RequestID == "" {
			f.RequestID = f.Problem.RequestID
		}
	case a.sent:
		f.Outcome = "unknown"
	default:
		f.Outcome = "not_sent"
	}
	return f
}

// typed is the error that the caller gets.
func (f *Failure) typed(o operation) error {
	if o.effect == effectPayment && f.Outcome == "unknown" {
		return &PaymentOutcomeUnknown{f}
	}
	return f
}

// mayRepeat says whether the same request may be sent again: as the gateway says, and
// where nothing of the gateway's came back, if the document calls that harmless.
func (f *Failure) mayRepeat(o operation) bool {
	if f.Problem != nil {
		return f.Problem.Retryable
	}
	passing := f.Status < 300 || f.Status == http.StatusRequestTimeout || f.Status == http.StatusTooManyRequests || f.Status >= 500
	switch o.effect {
	case effectSafe, effectIdempotent, effectKeyed, effectPayment:
		return passing
	default: // a later document's
		return false
	}
}

// retryAfter reads seconds, or a date of HTTP.
func retryAfter(h http.Header) time.Duration {
	text := h.Get("Retry-After")
	if seconds, err := strconv.ParseUint(text, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(0, time.Until(at))
	}
	return 0
}
