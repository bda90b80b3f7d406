package main

import (
	"bytes"
	stdlog "log" //nolint:depguard // what others write with it is taken from it
	"os"
	"strings"
	"testing"
	"time"

	"canongate/config"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

// TestLibrariesSayNothingOfTheirOwn takes the standard logger, through which
// net/http shows the beginning of an answer that nobody asked for. It is not
// parallel: that logger belongs to everybody.
func TestLibrariesSayNothingOfTheirOwn(t *testing.T) {
	t.Cleanup(func() { stdlog.SetOutput(os.Stderr) })
	var out bytes.Buffer
	telemetry, err := startTelemetry(t.Context(), config.TelemetryOptions{Logs: config.LogsOptions{Level: "debug"}}, &out)
	must(t, err)
	defer telemetry.flush(t.Context(), time.Time{})
	stdlog.Print("Unsolicited response received on idle HTTP channel starting with " + canaryGiven)
	if said := out.String(); strings.Count(said, "\n") != 1 || strings.Contains(said, canaryGiven) || !strings.Contains(said, `"WARN"`) {
		t.Errorf("the log says %q, want one warning without the library's words", said)
	}
}

// TestX20OurRatioDecidesAboutExport asks about traces that callers began, sampled
// or not.
func TestX20OurRatioDecidesAboutExport(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		ratio                   float64
		trust, flagged, exports bool
	}{
		{0, false, true, false}, {0, false, false, false}, {1, false, true, true}, {1, false, false, true},
		{0, true, true, true}, {0, true, false, false}, {1, true, true, true}, {1, true, false, false},
	} {
		flags := trace.TraceFlags(0).WithSampled(c.flagged)
		began := trace.NewSpanContext(trace.SpanContextConfig{
			TraceID: trace.TraceID{15: 1}, SpanID: trace.SpanID{7: 1}, TraceFlags: flags, Remote: true,
		})
		result := exportSampler(config.TracesOptions{SampleRatio: c.ratio, TrustCallers: c.trust}).ShouldSample(sdktrace.SamplingParameters{
			ParentContext: trace.ContextWithRemoteSpanContext(t.Context(), began), TraceID: began.TraceID(),
		})
		if (result.Decision == sdktrace.RecordAndSample) != c.exports {
			t.Errorf("%+v: %v", c, result.Decision)
		}
	}
}
