package spans

import (
	"slices"
	"strings"

	"go.opentelemetry.io/otel/attribute"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
)

// attributes are those of a span, each once.
type attributes struct {
	list    []attribute.KeyValue
	dropped int
}

// set sets attributes as far as the limits let them.
func (a *attributes) set(all []attribute.KeyValue, limits *sdktrace.SpanLimits) {
	a.list = slices.Grow(a.list, len(all))
	for i := range all {
		place := a.find(all[i].Key)
		switch {
		case !all[i].Valid():
			a.dropped++
			continue
		case place < len(a.list):
			a.list[place].Value = all[i].Value
		case within(limits.AttributeCountLimit, place):
			a.list = append(a.list, all[i])
		default:
			a.dropped++
			continue
		}
		shorten(&a.list[place].Value, limits.AttributeValueLengthLimit)
	}
}

// find is the place of an attribute, or the one after the last. They are few: a map
// would cost more.
func (a *attributes) find(key attribute.Key) int {
	for i := range a.list {
		if a.list[i].Key == key {
			return i
		}
	}
	return len(a.list)
}

// within says whether there is room for one more; a negative limit is none.
func within(limit, have int) bool { return limit < 0 || have < limit }

// shorten leaves so many characters of a text, and of each text of a list. Nothing
// else that we tell of has a length.
func shorten(v *attribute.Value, limit int) {
	switch v.Type() {
	case attribute.STRING:
		if text := v.AsString(); limit >= 0 && len(text) > limit {
			*v = attribute.StringValue(shortened(text, limit))
		}
	case attribute.STRINGSLICE:
		texts := v.AsStringSlice()
		for i, text := range texts {
			texts[i] = shortened(text, limit)
		}
		*v = attribute.StringSliceValue(texts)
	}
}

func shortened(text string, limit int) string {
	if limit < 0 || len(text) <= limit {
		return text
	}
	text = strings.ToValidUTF8(text, "")
	characters := 0
	for i := range text {
		if characters++; characters > limit {
			return text[:i]
		}
	}
	return text
}

// What a span, its facts, an event and an attribute take in memory, about. Facts are
// names that the configuration holds anyway, and a few ids.
const (
	spanBytes      = 560
	factsBytes     = 512
	eventBytes     = 96
	attributeBytes = 64
)

// Size is what a span takes in memory, about.
func Size(of sdktrace.ReadOnlySpan) int {
	size := spanBytes + len(of.Name()) + len(of.Status().Description)
	s, ours := of.(*span)
	switch {
	case !ours:
		size += sizeOf(of.Attributes())
	case s.facts != nil:
		size += factsBytes + sizeOf(s.attributes.list)
	default:
		size += sizeOf(s.attributes.list)
	}
	for _, event := range of.Events() {
		size += eventBytes + len(event.Name) + sizeOf(event.Attributes)
	}
	return size
}

func sizeOf(list []attribute.KeyValue) int {
	size := len(list) * attributeBytes
	for i := range list {
		if list[i].Value.Type() == attribute.STRING {
			size += len(list[i].Value.AsString())
		}
	}
	return size
}
