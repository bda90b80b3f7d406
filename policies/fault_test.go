package policies_test

import (
	"errors"
	"testing"

	"canongate/canonical"
	"canongate/policies"
)

func TestAPaymentThatGotLostIsUnknown(t *testing.T) {
	t.Parallel()
	const lost = canonical.PaymentOutcomeUnknown
	for _, test := range []struct {
		name string
		op   canonical.Row
		err  error
		code canonical.Code
		how  canonical.Outcome
	}{
		{"dial", canonical.CreatePayment, fails(canonical.VendorUnavailable, canonical.NotSent), canonical.VendorUnavailable, canonical.NotSent},
		{"reset", canonical.CreatePayment, fails(canonical.VendorUnavailable, canonical.Unknown), lost, canonical.Unknown},
		{"silence", canonical.CreatePayment, fails(canonical.VendorTimeout, canonical.Unknown), lost, canonical.Unknown},
		{"no time", canonical.CreatePayment, fails(canonical.VendorTimeout, canonical.NotSent), canonical.VendorTimeout, canonical.NotSent},
		{"500", canonical.CreatePayment, fails(canonical.VendorError, canonical.Answered), lost, canonical.Unknown},
		{"cut answer", canonical.CreatePayment, fails(canonical.VendorProtocolError, canonical.Unknown), lost, canonical.Unknown},
		{"garbled answer", canonical.CreatePayment, fails(canonical.VendorProtocolError, canonical.Answered), lost, canonical.Unknown},
		{"refused", canonical.CreatePayment, fails(canonical.VendorRejected, canonical.Answered), canonical.VendorRejected, canonical.Answered},
		{"429", canonical.CreatePayment, fails(canonical.RateLimited, canonical.Answered), canonical.RateLimited, canonical.Answered},
		{"odd, and maybe acted on", canonical.CreatePayment, fails(canonical.VendorAuthFailed, canonical.Unknown), lost, canonical.Unknown},
		{"defect", canonical.CreatePayment, errors.New("nil map"), lost, canonical.Unknown},
		{"defect before sending", canonical.CreatePayment, fails(canonical.InternalError, canonical.NotSent), canonical.InternalError, canonical.NotSent},
		{"journal", canonical.CreatePayment, fails(canonical.JournalUnavailable, canonical.NotSent), canonical.JournalUnavailable, canonical.NotSent},
		{"not a payment", canonical.CreateCustomer, fails(canonical.VendorTimeout, canonical.Unknown), canonical.VendorTimeout, canonical.Unknown},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			err := policies.PaymentOutcome(t.Context(), newCall(test.op), always(test.err))
			if e := canonical.AsError(err); e.Code != test.code || e.HowFar() != test.how {
				t.Errorf("%s, %s; want %s, %s", e.Code, e.HowFar(), test.code, test.how)
			}
			if e := canonical.AsError(err); e.Code == lost && e.Retryable(canonical.MovesMoney) {
				t.Error("it may be sent again")
			}
		})
	}
	if err := policies.PaymentOutcome(t.Context(), newCall(canonical.CreatePayment), always(nil)); err != nil {
		t.Errorf("a payment that went well gives %v", err)
	}
}

func TestALostPaymentKeepsWhatTheVendorSaid(t *testing.T) {
	t.Parallel()
	answer := &canonical.Error{
		Code: canonical.VendorError, Outcome: canonical.Answered, Connection: bank, Vendor: canonical.VendorDetail{HTTPStatus: 500, RequestID: "r-17"},
	}
	err := policies.PaymentOutcome(t.Context(), newCall(canonical.CreatePayment), always(answer))
	if e := canonical.AsError(err); e.Vendor != answer.Vendor || e.Connection != bank {
		t.Errorf("the vendor's words are gone: %+v", e.Vendor)
	}
	if answer.Code != canonical.VendorError {
		t.Error("the adapter's own error was changed")
	}
	concluded := &canonical.Error{Code: canonical.PaymentOutcomeUnknown, Outcome: canonical.Unknown, Message: "The answer contradicts itself."}
	err = policies.PaymentOutcome(t.Context(), newCall(canonical.CreatePayment), always(concluded))
	if e := canonical.AsError(err); e.Message != concluded.Message {
		t.Errorf("what the adapter concluded became %q", e.Message)
	}
}

func TestMayFallBack(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		effect canonical.Effect
		err    error
		want   bool
	}{
		{"a read, no answer", canonical.Safe, fails(canonical.VendorTimeout, canonical.Unknown), true},
		{"a read, an open breaker", canonical.Safe, &canonical.Error{Code: canonical.VendorUnavailable, Origin: canonical.OriginGateway}, true},
		{"a read, our credentials", canonical.Safe, fails(canonical.VendorAuthFailed, canonical.Answered), true},
		{"a read, not found", canonical.Safe, fails(canonical.CustomerNotFound, canonical.Answered), false},
		{"a read, blocked", canonical.Safe, fails(canonical.CustomerBlocked, canonical.Answered), false},
		{"a creation, not sent", canonical.Keyed, fails(canonical.VendorUnavailable, canonical.NotSent), true},
		{"a creation, quota", canonical.Keyed, fails(canonical.RateLimited, canonical.NotSent), true},
		{"a creation, maybe done", canonical.Keyed, fails(canonical.VendorUnavailable, canonical.Unknown), false},
		{"a creation, answered", canonical.Keyed, fails(canonical.VendorError, canonical.Answered), false},
		{"a payment, not sent", canonical.MovesMoney, fails(canonical.VendorUnavailable, canonical.NotSent), false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := policies.MayFallBack(test.effect, test.err); got != test.want {
				t.Errorf("%t, want %t", got, test.want)
			}
		})
	}
}
