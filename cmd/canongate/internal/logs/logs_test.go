package logs_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strconv"
	"strings"
	"testing"
	"time"

	"canongate/cmd/canongate/internal/logs"

	"go.opentelemetry.io/otel/trace"
)

// testLoggers are loggers with a fake clock.
type testLoggers struct {
	logs.Loggers
	now time.Time
	out bytes.Buffer
}

func newTestLoggers(level string) *testLoggers {
	r := &testLoggers{now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	r.Loggers = logs.New(&r.out, level, "json", func() time.Time { return r.now })
	return r
}

// lines reads what was written since the last time.
func (r *testLoggers) lines(t *testing.T) []map[string]any {
	t.Helper()
	var all []map[string]any
	for line := range strings.Lines(r.out.String()) {
		var m map[string]any
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		all = append(all, m)
	}
	r.out.Reset()
	return all
}

func TestIdenticalWarningsAreCounted(t *testing.T) {
	t.Parallel()
	r := newTestLoggers("info")
	for range 100 {
		r.Log.Error("journal cannot be written", "reason", errors.New("disk full"))
	}
	if lines := r.lines(t); len(lines) != 1 || lines[0]["repeated"] != nil {
		t.Fatalf("got %v, want the first line alone", lines)
	}
	r.now = r.now.Add(31 * time.Second)
	r.Log.Error("journal cannot be written", "reason", errors.New("disk full"))
	if lines := r.lines(t); len(lines) != 1 || lines[0]["repeated"] != 99.0 {
		t.Fatalf("got %v, want one line that tells of 99 more", lines)
	}
}

func TestWhatDiffersIsWritten(t *testing.T) {
	t.Parallel()
	r := newTestLoggers("info")
	for i := range 50 {
		r.Log.Warn("request", "request_id", "req_"+strconv.Itoa(i))
		r.Log.Info("request")
		r.Log.With("subscriber", strconv.Itoa(i)).Warn("delivery failed")
	}
	r.Log.Error("request", "request_id", "req_0")
	if lines := r.lines(t); len(lines) != 151 {
		t.Errorf("%d lines, want 151", len(lines))
	}
}

func TestKindsAreBounded(t *testing.T) {
	t.Parallel()
	r := newTestLoggers("info")
	for i := range 5000 {
		r.Log.Warn("odd", "number", i)
	}
	r.Log.Warn("odd", "number", 4999)
	if lines := r.lines(t); len(lines) != 5000 {
		t.Errorf("%d lines, want 5000", len(lines))
	}
}

func TestLevelChangesAtRunTime(t *testing.T) {
	t.Parallel()
	r := newTestLoggers("warn")
	derived := r.Log.With("room", "gateway")
	derived.Info("held back")
	r.Level.Set(slog.LevelDebug)
	derived.Debug("written")
	r.Level.Set(slog.LevelError)
	derived.Warn("held back")
	r.Audit.Info("an operator did something")
	if lines := r.lines(t); len(lines) != 2 || lines[0]["msg"] != "written" || lines[1]["msg"] != "an operator did something" {
		t.Errorf("got %v", lines)
	}
}

func TestLinesOfARequestNameItsTrace(t *testing.T) {
	t.Parallel()
	r := newTestLoggers("info")
	span := trace.NewSpanContext(trace.SpanContextConfig{TraceID: trace.TraceID{0xab}, SpanID: trace.SpanID{1}})
	ctx := trace.ContextWithSpanContext(context.Background(), span)
	r.Log.InfoContext(ctx, "one")
	r.Log.InfoContext(ctx, "two", "trace_id", "given", "more", 1)
	r.Log.Info("three")
	lines := r.lines(t)
	if lines[0]["trace_id"] != span.TraceID().String() || lines[1]["trace_id"] != "given" || lines[2]["trace_id"] != nil {
		t.Errorf("got %v", lines)
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	logs.New(&out, "info", "text", time.Now).Log.Info("ready", "listener", "api")
	if !strings.Contains(out.String(), "msg=ready listener=api") {
		t.Errorf("got %s", out.String())
	}
}
