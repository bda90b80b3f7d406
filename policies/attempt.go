package policies

import (
	"context"
	"errors"
	"net/url"
	"strconv"
	"time"

	"canongate/canonical"
	"canongate/canonical/deadline"

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
	server   []attribute.KeyValue
	observer Observer
	window   *slidingWindow
}

func newAttempts(o Options, w *slidingWindow) *attempts {
	return &attempts{tracer: o.Tracer, server: serverOf(o.BaseURL), observer: o.Observer, window: w}
}

// serverOf says where a vendor is, with the port that its scheme implies.
func serverOf(baseURL string) []attribute.KeyValue {
	base, err := url.Parse(baseURL)
	if err != nil || base.Host == "" {
		return nil
	}
	port, err := strconv.Atoi(base.Port())
	switch {
	case err == nil:
	case base.Scheme == "http":
		port = 80
	default:
		port = 443
	}
	return []attribute.KeyValue{attribute.String("server.address", base.Hostname()), attribute.Int("server.port", port)}
}

// policy runs BeforeSend, calls the adapter in a CLIENT span with its share of
// the time, and measures it.
func (a *attempts) policy(ctx context.Context, call *Call, next Next) error {
	if call.BeforeSend != nil {
		if err := call.BeforeSend(ctx); err != nil {
			return err
		}
		if waitBudget(call) < 0 {
			return tooLate(ctx)
		}
	}
	if call.Effect == canonical.Safe && !call.budget.deadline.IsZero() { // others have a deadline already
		var cancel context.CancelFunc
		ctx, cancel = deadline.With(ctx, time.Now().Add(share(call)))
		defer cancel()
	}
	if !trace.SpanFromContext(ctx).IsRecording() { // then nobody would see a span inside it either
		return a.call(ctx, call, next)
	}
	ctx, span := a.tracer.Start(ctx, "attempt", clientSpan...)
	defer span.End()
	err := a.call(ctx, call, next)
	Describe(span, &attemptFacts{
		connection: call.Connection, generation: call.Generation, server: a.server, resent: call.Attempt - 1, code: codeOf(err),
	})
	markError(span, err)
	return err
}

// attemptFacts say whom an attempt asked, and how it ended: here and not where the
// request is sent, because a login may fail before.
type attemptFacts struct {
	connection string
	generation int64
	server     []attribute.KeyValue
	resent     int
	code       canonical.Code // "" for success
}

// Attributes are those of the attempt's span.
func (f *attemptFacts) Attributes(to []attribute.KeyValue) []attribute.KeyValue {
	to = append(to, ConnectionKey.String(f.connection), generationKey.Int64(f.generation))
	to = append(to, f.server...)
	if f.resent > 0 {
		to = append(to, resendCountKey.Int(f.resent))
	}
	if f.code != "" {
		to = append(to, errorTypeKey.String(string(f.code)))
	}
	return to
}

func (a *attempts) call(ctx context.Context, call *Call, next Next) (err error) {
	began := time.Now()
	defer func() { // in a defer: a panic took time too
		took := time.Since(began)
		call.VendorTime += took
		code := codeOf(err)
		a.window.add(began.Add(took), took, code, isVendorFault(err) || isOurs(code))
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
	rest := timeLeft(call)
	if !call.budget.retryPossible {
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
