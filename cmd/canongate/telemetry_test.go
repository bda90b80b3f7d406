package main

import (
	"bytes"
	stdlog "log" //nolint:depguard // what others write with it is taken from it
	"os"
	"strings"
	"testing"
	"time"

	"canongate/config"
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
