package nacha

import (
	"bufio"
	"io"
	"runtime"
	"strings"
	"testing"

	"canongate/policies/reconcile"
)

// BenchmarkMillionLines reads 1,000,000 lines as they come, and tells how much the
// heap grew meanwhile.
func BenchmarkMillionLines(b *testing.B) {
	const each = 1000
	s := new(sample).begin("WEB", "1234567890", "314")
	for range each {
		s.entry(26, 12_354, "123456789", "CG00000001").returned("R01", "091000010000001")
	}
	batch := s.end().String()
	head := new(sample).header("2026-11-10").String()
	b.ReportAllocs()
	for b.Loop() {
		readers := []io.Reader{strings.NewReader(head)}
		for range 1_000_000 / (2*each + 2) {
			readers = append(readers, strings.NewReader(batch))
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		summary, err := Read(bufio.NewReader(io.MultiReader(readers...)), Options{}, func(reconcile.Entry) error { return nil })
		runtime.ReadMemStats(&after)
		if err != nil || summary.Entries < 490_000 {
			b.Fatalf("%d entries: %v", summary.Entries, err)
		}
		b.ReportMetric(float64(after.Sys-before.Sys)/(1<<20), "MB-grown")
		b.ReportMetric(float64(summary.Lines), "lines")
	}
}
