package policies

import (
	"context"

	"canongate/canonical"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"
)

// The attributes that package routing sets as well.
const (
	ConnectionKey = attribute.Key("canongate.connection")
	RouteKey      = attribute.Key("canongate.route")
)

// The other attributes of a call's span, and error.type of the OpenTelemetry
// semantic conventions 1.43.
const (
	operationKey  = attribute.Key("canongate.operation")
	vendorKey     = attribute.Key("canongate.vendor")
	tenantKey     = attribute.Key("canongate.tenant")
	generationKey = attribute.Key("canongate.generation")
	outcomeKey    = attribute.Key("canongate.outcome")
	journeyKey    = attribute.Key("canongate.journey")
	replayedKey   = attribute.Key("canongate.replayed")
	errorTypeKey  = attribute.Key("error.type")
)

var internalSpan = []trace.SpanStartOption{trace.WithSpanKind(trace.SpanKindInternal)}

// Trace makes one INTERNAL span of the whole call. The policies inside it add
// their decisions as events.
func Trace(tracer trace.Tracer) Policy {
	return func(ctx context.Context, call *Call, next Next) error {
		ctx, span := tracer.Start(ctx, call.Operation, internalSpan...)
		defer span.End()
		err := next(ctx)
		if span.IsRecording() {
			Describe(span, factsOf(call, err))
			markError(span, err)
		}
		return err
	}
}

// callFacts say what a call was and how it ended.
type callFacts struct {
	operation, connection, vendor, tenant, route, journey string
	generation                                            int64
	outcome                                               canonical.Outcome
	code                                                  canonical.Code // "" for success
	replayed                                              bool
}

func factsOf(call *Call, err error) *callFacts {
	return &callFacts{
		operation: call.Operation, connection: call.Connection, vendor: call.Vendor, tenant: call.Tenant, route: call.Route,
		journey: call.Journey, generation: call.Generation, outcome: howFar(call, err), code: codeOf(err), replayed: call.Replayed,
	}
}

// Attributes are those of the call's span.
func (f *callFacts) Attributes(to []attribute.KeyValue) []attribute.KeyValue {
	to = append(to,
		operationKey.String(f.operation),
		ConnectionKey.String(f.connection),
		vendorKey.String(f.vendor),
		tenantKey.String(f.tenant),
		generationKey.Int64(f.generation),
		outcomeKey.String(string(f.outcome)),
	)
	if f.route != "" { // an id or the header chose the connection otherwise
		to = append(to, RouteKey.String(f.route))
	}
	if f.journey != "" {
		to = append(to, journeyKey.String(f.journey))
	}
	if f.replayed {
		to = append(to, replayedKey.Bool(true))
	}
	if f.code != "" {
		to = append(to, errorTypeKey.String(string(f.code)))
	}
	return to
}

// howFar is the outcome of a call; a replay sent nothing.
func howFar(call *Call, err error) canonical.Outcome {
	switch {
	case err != nil:
		return canonical.AsError(err).HowFar()
	case call.Replayed:
		return canonical.NotSent
	default:
		return canonical.Answered
	}
}

// markError makes the span an error where there was a fault: a refusal by the vendor
// or a mistake of the caller is a call that worked. What the code cannot tell, a
// refused connection from a reset one, the status says.
func markError(span trace.Span, err error) {
	if err == nil {
		return
	}
	switch e := canonical.AsError(err); {
	case e.Info().Status < 500:
	case e.Code == canonical.InternalError: // nobody wrote its text for strangers
		span.SetStatus(codes.Error, e.Info().Title)
	default:
		span.SetStatus(codes.Error, e.Why())
	}
}
