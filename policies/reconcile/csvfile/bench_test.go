package csvfile

import (
	"bufio"
	"io"
	"runtime"
	"strings"
	"testing"

	"canongate/policies/reconcile"
)

// BenchmarkMillionLines reads 1,000,000 lines, of which every second is quoted, and
// tells how much the heap grew meanwhile.
func BenchmarkMillionLines(b *testing.B) {
	block := strings.Repeat("OM-1,\"1,234.50\",ACH_IN,COMPLETED,,,cust-1,bank-1,****6789,11/10/2026\nOM-2,20.50,ACH_OUT,COMPLETED,,,cust-2,bank-2,0111,11/11/2026\n", 500)
	b.ReportAllocs()
	for b.Loop() {
		readers := []io.Reader{strings.NewReader(head)}
		for range 1000 {
			readers = append(readers, strings.NewReader(block))
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		summary, err := Read(bufio.NewReader(io.MultiReader(readers...)), Options{Mapping: history()}, func(reconcile.Entry) error { return nil })
		runtime.ReadMemStats(&after)
		if err != nil || summary.Entries != 1_000_000 {
			b.Fatalf("%d entries: %v", summary.Entries, err)
		}
		b.ReportMetric(float64(after.Sys-before.Sys)/(1<<20), "MB-grown")
	}
}
