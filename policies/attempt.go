package policies

import (
	"context"
	"errors"
	"time"

	"canongate/canonical"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"
)

// resendCountKey counts the attempts before this one (semantic conventions 1.43).
const resendCountKey = attribute.Key("http.request.resend_count")

// shortestShare is the time below which a budget is not divided further.
const shortestShare = 5 * time.Second

var clientSpan = []trace.SpanStartOption{trace.WithSpanKind(trace.SpanKindClient)}

// attempts is the innermost policy: one call of the adapter.
type attempts struct {
	tracer   trace.Tracer
	observer Observer
	meter    *meter
}

// policy runs BeforeSend, calls the adapter in a CLIENT span with its share of
// the time, and measures it.
func (a *attempts) policy(ctx context.Context, call *Call, next Next) error {
	if call.BeforeSend != nil {
		if err := call.BeforeSend(ctx); err != nil {
			return err
		}
		if spare(call) < 0 {
			return tooLate(ctx)
		}
	}
	if call.Effect == canonical.Safe && !call.pace.end.IsZero() { // others have a deadline already
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, share(call))
		defer cancel()
	}
	if !trace.SpanFromContext(ctx).IsRecording() { // then nobody would see a span inside it either
		return a.call(ctx, call, next)
	}
	ctx, span := a.tracer.Start(ctx, "attempt", clientSpan...)
	defer span.End()
	if call.Attempt > 1 {
		span.SetAttributes(connectionKey.String(call.Connection), generationKey.Int64(call.Generation), resendCountKey.Int(call.Attempt-1))
	} else {
		span.SetAttributes(connectionKey.String(call.Connection), generationKey.Int64(call.Generation))
	}
	err := a.call(ctx, call, next)
	markError(span, err)
	return err
}

func (a *attempts) call(ctx context.Context, call *Call, next Next) (err error) {
	began := time.Now()
	defer func() { // in a defer: a panic took time too
		took := time.Since(began)
		call.VendorTime += took
		code := codeOf(err)
		a.meter.add(began.Add(took), took, code, isVendorFault(err))
		a.observer.Attempt(trace.SpanContextFromContext(ctx), call.Connection, call.Operation, code, took)
	}()
	if err = next(ctx); err != nil {
		err = place(ctx, call, err)
	}
	return err
}

// share is the time of one attempt: half of what is left where another may
// follow, else all of it.
func share(call *Call) time.Duration {
	rest := left(call)
	if !call.pace.another {
		return rest
	}
	return min(rest, max(rest/2, shortestShare))
}

// place makes a canonical error of whatever the adapter returned and says
// where it happened.
func place(ctx context.Context, call *Call, err error) error {
	e := *canonical.AsError(err)
	if e.Code == canonical.InternalError && ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		e = canonical.Error{
			Code: canonical.VendorTimeout, Outcome: canonical.Unknown,
			Message: "The vendor did not answer in time.", Err: ctx.Err(),
		}
	}
	if e.Code == canonical.InternalError && e.Outcome == "" {
		e.Outcome = canonical.Unknown // a defect does not say how far it came, and its key must not be free for another call
	}
	if e.Operation == "" {
		e.Operation = call.Operation
	}
	if e.Connection == "" {
		e.Connection = call.Connection
	}
	return &e
}

func codeOf(err error) canonical.Code {
	if err == nil {
		return ""
	}
	return canonical.AsError(err).Code
}
