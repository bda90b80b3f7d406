// Package logs makes the program's loggers.
//
// # Decisions
//
// A fault that lasts says the same thing again and again. The first line of its
// kind is written at once; the identical ones that follow within half a minute
// are counted, and the next line that is written carries their number. Identical
// means the same level, message and attributes, so a line about a request, which
// has the request's id, is never held back.
//
// The audit log goes to the same place and asks no level: what an operator did
// is written down whatever the level is.
package logs

import (
	"context"
	"io"
	"log/slog"
	"time"

	"go.opentelemetry.io/otel/trace"
)

// Levels are the levels by their names in configuration and admin API.
var Levels = map[string]slog.Level{
	"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError,
}

// Loggers are the program's loggers. Level may be set at any time.
type Loggers struct {
	Level *slog.LevelVar
	Log   *slog.Logger
	Audit *slog.Logger
}

// New makes loggers that write to out, as text or as JSON.
func New(out io.Writer, level, format string, now func() time.Time) Loggers {
	everything := &slog.HandlerOptions{Level: slog.LevelDebug}
	var to slog.Handler = slog.NewJSONHandler(out, everything)
	if format == "text" {
		to = slog.NewTextHandler(out, everything)
	}
	var l Loggers
	l.Level = &slog.LevelVar{}
	l.Level.Set(Levels[level])
	l.Log = slog.New(&handler{to: traceIDHandler{to}, level: l.Level, dedup: newDeduper(now)})
	l.Audit = slog.New(traceIDHandler{to})
	return l
}

// handler holds back lines below the level, and identical ones.
type handler struct {
	to    slog.Handler
	level *slog.LevelVar
	dedup *deduper
	with  uint64 // hash of what WithAttrs and WithGroup added
}

// Enabled says whether the level is logged at this moment.
func (h *handler) Enabled(_ context.Context, level slog.Level) bool { return level >= h.level.Level() }

// Handle writes a record. Only warnings and errors can be too many: they come
// from faults.
func (h *handler) Handle(ctx context.Context, r slog.Record) error {
	if r.Level >= slog.LevelWarn {
		before, write := h.dedup.admit(h.with, r)
		if !write {
			return nil
		}
		if before > 0 {
			r = r.Clone()
			r.AddAttrs(slog.Int("repeated", before))
		}
	}
	return h.to.Handle(ctx, r)
}

// WithAttrs adds attributes to every line.
func (h *handler) WithAttrs(attributes []slog.Attr) slog.Handler {
	c := *h
	c.to = h.to.WithAttrs(attributes)
	for _, a := range attributes {
		c.with = hashAttr(c.with, a)
	}
	return &c
}

// WithGroup puts what follows into a group.
func (h *handler) WithGroup(name string) slog.Handler {
	c := *h
	c.to = h.to.WithGroup(name)
	c.with = hashText(c.with, name)
	return &c
}

const traceIDKey = "trace_id"

// traceIDHandler adds the trace id to lines that have none and were written during a
// request.
type traceIDHandler struct{ slog.Handler }

// Handle writes a record.
func (h traceIDHandler) Handle(ctx context.Context, r slog.Record) error {
	span := trace.SpanContextFromContext(ctx)
	if !span.HasTraceID() {
		return h.Handler.Handle(ctx, r)
	}
	named := false
	r.Attrs(func(a slog.Attr) bool {
		named = a.Key == traceIDKey
		return !named
	})
	if !named {
		r = r.Clone()
		r.AddAttrs(slog.String(traceIDKey, span.TraceID().String()))
	}
	return h.Handler.Handle(ctx, r)
}

// WithAttrs adds attributes to every line.
func (h traceIDHandler) WithAttrs(attributes []slog.Attr) slog.Handler {
	return traceIDHandler{h.Handler.WithAttrs(attributes)}
}

// WithGroup puts what follows into a group.
func (h traceIDHandler) WithGroup(name string) slog.Handler {
	return traceIDHandler{h.Handler.WithGroup(name)}
}
