package camt

import (
	"bufio"
	"io"
	"runtime"
	"strings"
	"testing"

	"canongate/policies/reconcile"
)

// BenchmarkHundredThousandBookings reads one notice of about 60 MB, and tells how
// much the heap grew meanwhile.
func BenchmarkHundredThousandBookings(b *testing.B) {
	parts := strings.SplitN(notice("SPLIT"), "SPLIT", 2)
	block := strings.Repeat(pulled, 100)
	b.ReportAllocs()
	for b.Loop() {
		readers := []io.Reader{strings.NewReader(parts[0])}
		for range 1000 {
			readers = append(readers, strings.NewReader(block))
		}
		readers = append(readers, strings.NewReader(parts[1]))
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		summary, err := Read(bufio.NewReader(io.MultiReader(readers...)), func(reconcile.Entry) error { return nil })
		runtime.ReadMemStats(&after)
		if err != nil || summary.Entries != 100_000 || summary.Partial {
			b.Fatalf("%+v: %v", summary, err)
		}
		b.ReportMetric(float64(after.Sys-before.Sys)/(1<<20), "MB-grown")
	}
}
