package policies

import (
	"context"
	"errors"

	"canongate/canonical"
)

// isVendorFault says whether the vendor, or the way to it, failed. What the
// gateway decided by itself (an open breaker, a full queue, no time left) is
// not the vendor's fault, though it has the same codes. An adapter may conclude
// by itself that a payment's outcome is unknown; behind that stands one of them.
func isVendorFault(err error) bool {
	if err == nil {
		return false
	}
	e := canonical.AsError(err)
	return failures[e.Code] && e.WhoseFault() != canonical.OriginGateway
}

// isOurs says whether the vendor refuses us, whoever the customer is. It works, so
// no breaker opens, but nobody is served.
func isOurs(code canonical.Code) bool {
	return code == canonical.VendorAuthFailed || code == canonical.VendorConfigurationError
}

// Failed says whether a call with this code failed whoever asked: by the vendor, on the
// way to it, or because it refuses us. "" is success.
func Failed(code canonical.Code) bool { return failures[code] || isOurs(code) }

// failures are the codes with which the vendor, or the way to it, failed.
var failures = map[canonical.Code]bool{
	canonical.VendorError: true, canonical.VendorProtocolError: true, canonical.VendorTimeout: true,
	canonical.VendorUnavailable: true, canonical.PaymentOutcomeUnknown: true,
}

// isCancelled says whether the caller went away.
func isCancelled(ctx context.Context, err error) bool {
	return errors.Is(ctx.Err(), context.Canceled) || errors.Is(err, context.Canceled)
}

// MayFallBack says whether another connection may be asked after err: nothing
// reached the first, or asking twice does no harm. Never for a payment.
func MayFallBack(effect canonical.Effect, err error) bool {
	if effect == canonical.MovesMoney {
		return false
	}
	e := canonical.AsError(err)
	switch e.Code {
	case canonical.VendorError, canonical.VendorProtocolError, canonical.VendorTimeout, canonical.VendorUnavailable,
		canonical.VendorAuthFailed, canonical.VendorConfigurationError, canonical.RateLimited:
	default:
		return false
	}
	return effect == canonical.Safe || e.HowFar() == canonical.NotSent
}

// PaymentOutcome says of a payment that got lost on its way that its outcome is
// unknown. Only what provably never left, or was clearly refused, keeps its own
// code: those may be sent again, and a payment must not be.
func PaymentOutcome(ctx context.Context, call *Call, next Next) error {
	err := next(ctx)
	if err == nil || call.Effect != canonical.MovesMoney || !mayHaveMoved(err) {
		return err
	}
	SpanEvent(ctx, "payment outcome unknown", errorTypeKey.String(string(codeOf(err))))
	e := *canonical.AsError(err)
	if e.Code != canonical.PaymentOutcomeUnknown || e.Message == "" { // an adapter that concluded it by itself knows why
		e.Message = "The payment may have reached the vendor, and its answer was lost."
	}
	e.Code, e.Outcome, e.RetryAfter = canonical.PaymentOutcomeUnknown, canonical.Unknown, 0
	return &e
}

func mayHaveMoved(err error) bool {
	e := canonical.AsError(err)
	switch e.Code {
	case canonical.VendorError, canonical.VendorProtocolError, canonical.VendorTimeout, canonical.VendorUnavailable:
		return e.HowFar() != canonical.NotSent
	case canonical.InternalError:
		return e.Outcome != canonical.NotSent // a defect after the vendor answered looks like this too
	default:
		return e.HowFar() == canonical.Unknown
	}
}
