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
		DescribeSpan(span, func(a []attribute.KeyValue) []attribute.KeyValue { return describe(a, call, err) })
		markError(span, err)
		return err
	}
}

// describe says what the call was and how it ended.
func describe(attributes []attribute.KeyValue, call *Call, err error) []attribute.KeyValue {
	attributes = append(attributes,
		operationKey.String(call.Operation),
		ConnectionKey.String(call.Connection),
		vendorKey.String(call.Vendor),
		tenantKey.String(call.Tenant),
		generationKey.Int64(call.Generation),
		outcomeKey.String(string(howFar(call, err))),
	)
	if call.Route != "" { // an id or the header chose the connection otherwise
		attributes = append(attributes, RouteKey.String(call.Route))
	}
	if call.Journey != "" {
		attributes = append(attributes, journeyKey.String(call.Journey))
	}
	if call.Replayed {
		attributes = append(attributes, replayedKey.Bool(true))
	}
	if err != nil {
		attributes = append(attributes, errorTypeKey.String(string(codeOf(err))))
	}
	return attributes
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
