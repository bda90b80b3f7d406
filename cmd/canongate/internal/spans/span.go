package spans

import (
	"slices"
	"sync"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/sdk/instrumentation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
	"go.opentelemetry.io/otel/trace/embedded"
)

// span is a span, and what is read of it once it has ended.
type span struct {
	embedded.Span
	sdktrace.ReadOnlySpan // nil: that others may not implement it

	tracer  *tracer
	context trace.SpanContext
	above   trace.Span // its parent: for one without, a span that is none
	kind    trace.SpanKind
	start   time.Time

	mu         sync.Mutex // of what follows, until the end
	end        time.Time
	name       string
	status     sdktrace.Status
	attributes attributes
	facts      facts // nil: none
	events     []sdktrace.Event
	links      []sdktrace.Link
	dropped    struct{ events, links int }
}

// facts become attributes when the span is read.
type facts = interface {
	Attributes(to []attribute.KeyValue) []attribute.KeyValue
}

var (
	_ trace.Span            = (*span)(nil)
	_ sdktrace.ReadOnlySpan = (*span)(nil)
)

// change makes a change, unless the span has ended.
func (s *span) change(how func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.end.IsZero() {
		how()
	}
}

// IsRecording says whether the span goes on.
func (s *span) IsRecording() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.end.IsZero()
}

// SetName names the span anew.
func (s *span) SetName(name string) { s.change(func() { s.name = name }) }

// SetStatus sets the status, unless a higher one is set. Only an error has a description.
func (s *span) SetStatus(code codes.Code, description string) {
	s.change(func() {
		if code < s.status.Code {
			return
		}
		if code != codes.Error {
			description = ""
		}
		s.status = sdktrace.Status{Code: code, Description: description}
	})
}

// SetAttributes sets attributes; what is set already is set anew.
func (s *span) SetAttributes(all ...attribute.KeyValue) {
	if len(all) > 0 {
		s.change(func() { s.attributes.set(all, &s.tracer.provider.Limits) })
	}
}

// Describe keeps facts, whose attributes stand above those that are set one by one. The
// facts do not change any more.
func (s *span) Describe(f facts) {
	s.change(func() {
		if s.facts != nil {
			s.attributes = s.described(nil)
		}
		s.facts = f
	})
}

// described are the attributes with those of the facts. They take the room, which is
// empty, as far as it goes.
func (s *span) described(room []attribute.KeyValue) attributes {
	all := attributes{append(room, s.attributes.list...), s.attributes.dropped}
	if s.facts != nil {
		set := len(all.list)
		list := s.facts.Attributes(all.list)
		all.list = list[:set]
		all.set(list[set:], &s.tracer.provider.Limits) // which reads each before it writes in its place
	}
	return all
}

// AddEvent adds an event. Of too many, the oldest are dropped.
func (s *span) AddEvent(name string, options ...trace.EventOption) {
	limits := &s.tracer.provider.Limits
	s.change(func() {
		config := trace.NewEventConfig(options...)
		event := sdktrace.Event{Name: name, Time: config.Timestamp()}
		event.Attributes, event.DroppedAttributeCount = first(config.Attributes(), limits.AttributePerEventCountLimit)
		s.events = added(s.events, event, limits.EventCountLimit, &s.dropped.events)
	})
}

// AddLink links the span to another. Of too many, the oldest are dropped.
func (s *span) AddLink(to trace.Link) {
	limits := &s.tracer.provider.Limits
	if !to.SpanContext.IsValid() && len(to.Attributes) == 0 && to.SpanContext.TraceState().Len() == 0 {
		return
	}
	s.change(func() {
		link := sdktrace.Link{SpanContext: to.SpanContext}
		link.Attributes, link.DroppedAttributeCount = first(to.Attributes, limits.AttributePerLinkCountLimit)
		s.links = added(s.links, link, limits.LinkCountLimit, &s.dropped.links)
	})
}

// first are the attributes that the limit lets through, and how many it does not.
func first(attributes []attribute.KeyValue, limit int) ([]attribute.KeyValue, int) {
	if limit < 0 || len(attributes) <= limit {
		return attributes, 0
	}
	return attributes[:limit:limit], len(attributes) - limit
}

func added[T any](to []T, what T, limit int, dropped *int) []T {
	switch {
	case within(limit, len(to)):
		return append(to, what)
	case limit == 0:
		*dropped++
		return to
	}
	*dropped++
	return append(slices.Delete(to, 0, 1), what)
}

// RecordError does nothing: what an error says may be about a person.
func (*span) RecordError(error, ...trace.EventOption) {}

// End ends the span, and hands it to the processors.
func (s *span) End(options ...trace.SpanEndOption) {
	config := trace.NewSpanEndConfig(options...)
	end := config.Timestamp()
	if end.IsZero() {
		end = s.start.Add(time.Since(s.start))
	}
	over := true
	s.change(func() { s.end, over = end, false })
	if over {
		return
	}
	for _, p := range s.tracer.provider.Processors {
		p.OnEnd(s)
	}
}

// TracerProvider is what made the tracer of the span.
func (s *span) TracerProvider() trace.TracerProvider { return s.tracer.provider }

// SpanContext names the span.
func (s *span) SpanContext() trace.SpanContext { return s.context }

// What is read of a span after its end. By then nothing changes it, so no lock is taken.

func (s *span) Name() string                                { return s.name }
func (s *span) Parent() trace.SpanContext                   { return s.above.SpanContext() }
func (s *span) SpanKind() trace.SpanKind                    { return s.kind }
func (s *span) StartTime() time.Time                        { return s.start }
func (s *span) EndTime() time.Time                          { return s.end }
func (s *span) Attributes() []attribute.KeyValue            { list, _ := s.AttributesIn(nil); return list }
func (s *span) Links() []sdktrace.Link                      { return s.links }
func (s *span) Events() []sdktrace.Event                    { return s.events }
func (s *span) Status() sdktrace.Status                     { return s.status }
func (s *span) InstrumentationScope() instrumentation.Scope { return s.tracer.scope }
func (s *span) InstrumentationLibrary() instrumentation.Library { //nolint:staticcheck // the interface has it
	return s.tracer.scope
}
func (s *span) Resource() *resource.Resource { return s.tracer.provider.Resource }
func (s *span) DroppedAttributes() int       { return s.described(nil).dropped }
func (s *span) DroppedEvents() int           { return s.dropped.events }
func (s *span) DroppedLinks() int            { return s.dropped.links }

// AttributesIn gives the attributes, and how many were dropped. They take the room,
// which is empty, as far as it goes.
func (s *span) AttributesIn(room []attribute.KeyValue) (list []attribute.KeyValue, dropped int) {
	all := s.described(room)
	return all.list, all.dropped
}

// ChildSpanCount is not counted: neither protocol nor view has a place for it.
func (*span) ChildSpanCount() int { return 0 }
