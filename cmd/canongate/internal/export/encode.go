package export

import (
	"context"
	"math"
	"strings"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace"
	"go.opentelemetry.io/otel/sdk/instrumentation"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
	tracepb "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/encoding/protowire"
)

// encoder is an exporter that writes the messages of OTLP by hand, and has a client of
// the library send them. It is called by one at a time.
type encoder struct {
	sdktrace.SpanExporter // the library's, which stops the client
	client                otlptrace.Client

	message    []byte               // room for the next batch
	attributes []attribute.KeyValue // and for the attributes of a span
}

// ExportSpans sends a batch. What it wrote travels as a part of the message that the
// library does not know, and so passes on as it is.
func (e *encoder) ExportSpans(ctx context.Context, spans []sdktrace.ReadOnlySpan) error {
	var batch []*tracepb.ResourceSpans
	e.message = e.message[:0]
	for len(spans) > 0 {
		alike, begin := alike(spans), len(e.message)
		e.message = e.appendAlike(e.message, spans[:alike])
		written := &tracepb.ResourceSpans{}
		written.ProtoReflect().SetUnknown(e.message[begin:])
		batch, spans = append(batch, written), spans[alike:]
	}
	return e.client.UploadTraces(ctx, batch)
}

// alike is how many spans from the first on have its resource and scope.
func alike(spans []sdktrace.ReadOnlySpan) int {
	resource, scope := spans[0].Resource(), spans[0].InstrumentationScope()
	for i, s := range spans {
		if s.Resource() != resource || s.InstrumentationScope() != scope {
			return i
		}
	}
	return len(spans)
}

// The numbers of fields are those of opentelemetry/proto 1.11: a message by its type,
// and what is not written here has its default.

// appendAlike appends the fields of a ResourceSpans.
func (e *encoder) appendAlike(b []byte, spans []sdktrace.ReadOnlySpan) []byte {
	resource, scope := spans[0].Resource(), spans[0].InstrumentationScope()
	if resource != nil {
		b = appendMessage(b, 1, func(b []byte) []byte { return appendAttributes(b, 1, resource.Attributes()) })
	}
	b = appendMessage(b, 2, func(b []byte) []byte {
		if scope != (instrumentation.Scope{}) {
			b = appendMessage(b, 1, func(b []byte) []byte { return appendScope(b, scope) })
		}
		for _, s := range spans {
			b = appendMessage(b, 2, func(b []byte) []byte { return e.appendSpan(b, s) })
		}
		return appendText(b, 3, scope.SchemaURL)
	})
	return appendText(b, 3, resource.SchemaURL())
}

func appendScope(b []byte, scope instrumentation.Scope) []byte {
	b = appendText(b, 1, scope.Name)
	b = appendText(b, 2, scope.Version)
	return appendAttributes(b, 3, scope.Attributes.ToSlice())
}

// reader is a span that gives its attributes in a room.
type reader interface {
	AttributesIn(room []attribute.KeyValue) (list []attribute.KeyValue, dropped int)
}

func (e *encoder) appendSpan(b []byte, s sdktrace.ReadOnlySpan) []byte {
	own, parent := s.SpanContext(), s.Parent()
	traceID, spanID, parentID := own.TraceID(), own.SpanID(), parent.SpanID()
	b = appendBytes(b, 1, traceID[:])
	b = appendBytes(b, 2, spanID[:])
	b = appendText(b, 3, own.TraceState().String())
	if parentID.IsValid() {
		b = appendBytes(b, 4, parentID[:])
	}
	b = appendText(b, 5, s.Name())
	b = appendNumber(b, 6, kind(s.SpanKind()))
	b = appendTime(b, 7, s.StartTime().UnixNano())
	b = appendTime(b, 8, s.EndTime().UnixNano())
	dropped := 0
	if r, reads := s.(reader); reads {
		e.attributes, dropped = r.AttributesIn(e.attributes[:0])
		b = appendAttributes(b, 9, e.attributes)
		clear(e.attributes)
	} else {
		b, dropped = appendAttributes(b, 9, s.Attributes()), s.DroppedAttributes()
	}
	b = appendCount(b, 10, dropped)
	for _, event := range s.Events() {
		b = appendMessage(b, 11, func(b []byte) []byte { return appendEvent(b, &event) })
	}
	b = appendCount(b, 12, s.DroppedEvents())
	for _, link := range s.Links() {
		b = appendMessage(b, 13, func(b []byte) []byte { return appendLink(b, &link) })
	}
	b = appendCount(b, 14, s.DroppedLinks())
	b = appendMessage(b, 15, func(b []byte) []byte { return appendStatus(b, s.Status()) })
	return appendFlags(b, 16, own.TraceFlags(), parent)
}

// kind is a kind of spans, as OTLP numbers them.
func kind(k trace.SpanKind) uint64 {
	switch k {
	case trace.SpanKindInternal:
		return 1
	case trace.SpanKindServer:
		return 2
	case trace.SpanKindClient:
		return 3
	case trace.SpanKindProducer:
		return 4
	case trace.SpanKindConsumer:
		return 5
	}
	return 0
}

func appendStatus(b []byte, s sdktrace.Status) []byte {
	b = appendText(b, 2, s.Description)
	switch s.Code {
	case codes.Ok:
		b = appendNumber(b, 3, 1)
	case codes.Error:
		b = appendNumber(b, 3, 2)
	}
	return b
}

func appendEvent(b []byte, event *sdktrace.Event) []byte {
	b = appendTime(b, 1, event.Time.UnixNano())
	b = appendText(b, 2, event.Name)
	b = appendAttributes(b, 3, event.Attributes)
	return appendCount(b, 4, event.DroppedAttributeCount)
}

func appendLink(b []byte, link *sdktrace.Link) []byte {
	traceID, spanID := link.SpanContext.TraceID(), link.SpanContext.SpanID()
	b = appendBytes(b, 1, traceID[:])
	b = appendBytes(b, 2, spanID[:])
	b = appendAttributes(b, 4, link.Attributes)
	b = appendCount(b, 5, link.DroppedAttributeCount)
	return appendFlags(b, 6, link.SpanContext.TraceFlags(), link.SpanContext)
}

// Whether a context came from elsewhere: that this is known, and that it did.
const knowsRemote, isRemote = 0x100, 0x200

func appendFlags(b []byte, field protowire.Number, flags trace.TraceFlags, from trace.SpanContext) []byte {
	all := uint32(flags) | knowsRemote
	if from.IsRemote() {
		all |= isRemote
	}
	return protowire.AppendFixed32(protowire.AppendTag(b, field, protowire.Fixed32Type), all)
}

func appendAttributes(b []byte, field protowire.Number, list []attribute.KeyValue) []byte {
	for i := range list {
		b = appendMessage(b, field, func(b []byte) []byte {
			b = appendText(b, 1, string(list[i].Key))
			return appendValue(b, 2, &list[i].Value)
		})
	}
	return b
}

// appendValue appends a field that is an AnyValue. An empty value has no kind.
func appendValue(b []byte, field protowire.Number, v *attribute.Value) []byte {
	return appendMessage(b, field, func(b []byte) []byte {
		switch v.Type() {
		case attribute.STRING:
			return protowire.AppendString(protowire.AppendTag(b, 1, protowire.BytesType), valid(v.AsString()))
		case attribute.BOOL:
			return protowire.AppendVarint(protowire.AppendTag(b, 2, protowire.VarintType), protowire.EncodeBool(v.AsBool()))
		case attribute.INT64:
			return protowire.AppendVarint(protowire.AppendTag(b, 3, protowire.VarintType), uint64(v.AsInt64())) //nolint:gosec // as the wire has it
		case attribute.FLOAT64:
			return protowire.AppendFixed64(protowire.AppendTag(b, 4, protowire.Fixed64Type), math.Float64bits(v.AsFloat64()))
		case attribute.BYTESLICE:
			return protowire.AppendBytes(protowire.AppendTag(b, 7, protowire.BytesType), v.AsByteSlice())
		case attribute.MAP:
			return appendMessage(b, 6, func(b []byte) []byte { return appendAttributes(b, 1, v.AsMap()) })
		case attribute.STRINGSLICE:
			return appendArray(b, v.AsStringSlice(), attribute.StringValue)
		case attribute.BOOLSLICE:
			return appendArray(b, v.AsBoolSlice(), attribute.BoolValue)
		case attribute.INT64SLICE:
			return appendArray(b, v.AsInt64Slice(), attribute.Int64Value)
		case attribute.FLOAT64SLICE:
			return appendArray(b, v.AsFloat64Slice(), attribute.Float64Value)
		case attribute.SLICE:
			return appendArray(b, v.AsSlice(), func(v attribute.Value) attribute.Value { return v })
		}
		return b
	})
}

func appendArray[T any](b []byte, list []T, value func(T) attribute.Value) []byte {
	return appendMessage(b, 5, func(b []byte) []byte {
		for _, item := range list {
			v := value(item)
			b = appendValue(b, 1, &v)
		}
		return b
	})
}

// appendMessage appends a field that is a message. Its length stands before it, and is
// known after it.
func appendMessage(b []byte, field protowire.Number, fields func([]byte) []byte) []byte {
	b = append(protowire.AppendTag(b, field, protowire.BytesType), 0) // most need no more than a byte
	begin := len(b)
	b = fields(b)
	end := len(b)
	length := uint64(end - begin) //nolint:gosec // the end is not before the beginning
	if more := protowire.SizeVarint(length) - 1; more > 0 {
		b = append(b, "        "[:more]...)
		copy(b[begin+more:], b[begin:end])
	}
	protowire.AppendVarint(b[:begin-1], length)
	return b
}

func appendText(b []byte, field protowire.Number, text string) []byte {
	if text == "" {
		return b
	}
	return protowire.AppendString(protowire.AppendTag(b, field, protowire.BytesType), valid(text))
}

// valid is a text as protobuf wants it: one that is not would cost the whole batch.
func valid(text string) string { return strings.ToValidUTF8(text, "\uFFFD") }

func appendBytes(b []byte, field protowire.Number, value []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(b, field, protowire.BytesType), value)
}

func appendNumber(b []byte, field protowire.Number, n uint64) []byte {
	if n == 0 {
		return b
	}
	return protowire.AppendVarint(protowire.AppendTag(b, field, protowire.VarintType), n)
}

func appendCount(b []byte, field protowire.Number, n int) []byte {
	return appendNumber(b, field, uint64(min(max(n, 0), math.MaxUint32)))
}

func appendTime(b []byte, field protowire.Number, nanoseconds int64) []byte {
	if nanoseconds <= 0 {
		return b
	}
	return protowire.AppendFixed64(protowire.AppendTag(b, field, protowire.Fixed64Type), uint64(nanoseconds))
}
