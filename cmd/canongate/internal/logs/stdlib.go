package logs

import (
	"log" //nolint:depguard // to redirect it
	"log/slog"
)

// RedirectStdlib redirects what libraries write with the standard logger. Its lines
// may hold anything: net/http prints the beginning of an unexpected answer. So only
// the fact is logged, and not the line.
func RedirectStdlib(to *slog.Logger) { log.SetOutput(stdlibRedirect{to}) }

type stdlibRedirect struct{ to *slog.Logger }

// Write takes a line.
func (s stdlibRedirect) Write(line []byte) (int, error) {
	s.to.Warn("a library had something to say, which is not shown because it may hold data")
	return len(line), nil
}
