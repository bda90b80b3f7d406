package logs

import (
	"log" //nolint:depguard // what others write with it is taken from it
	"log/slog"
)

// TakeStrays takes what libraries write past our loggers, through the standard
// one. Their lines may hold anything: net/http prints the beginning of an answer
// that nobody asked for. Only that there was one is told.
func TakeStrays(to *slog.Logger) { log.SetOutput(strays{to}) }

type strays struct{ to *slog.Logger }

// Write takes a line.
func (s strays) Write(line []byte) (int, error) {
	s.to.Warn("a library had something to say, which is not shown because it may hold data")
	return len(line), nil
}
