package journal

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"testing"
	"time"
)

// BenchmarkKeyedWrite is the whole of what a keyed write asks of the journal:
// claim, mark as sent with a payment, finish. Each of them is durable.
func BenchmarkKeyedWrite(b *testing.B) {
	for _, d := range drivers {
		for _, writers := range []int{1, 16, 64} {
			b.Run(fmt.Sprintf("%s/writers=%d", d.name, writers), func(b *testing.B) {
				bench := newBench(b, d)
				bench.options.Now = time.Now
				j := bench.open()
				var next atomic.Int64
				inParallel(b, writers, func() {
					n := int(next.Add(1))
					ticket := sent(b, j, strconv.Itoa(n), paymentNumber(n))
					must(b, j.Finish(ctx, ticket, Finishing{
						Answer: Answer{Status: 201, Body: make([]byte, 600)}, Status: Submitted,
					}))
				})
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "writes/s")
			})
		}
	}
}

// BenchmarkClaim is one durable unit, to compare with BenchmarkFsync.
func BenchmarkClaim(b *testing.B) {
	for _, writers := range []int{1, 16, 64} {
		b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) {
			bench := sqliteBench(b)
			bench.options.Now = time.Now
			j := bench.open()
			var next atomic.Int64
			inParallel(b, writers, func() { claim(b, j, strconv.Itoa(int(next.Add(1))), Fresh) })
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "writes/s")
		})
	}
}

// BenchmarkFsync is what the disk itself gives a single writer.
func BenchmarkFsync(b *testing.B) {
	file, err := os.Create(filepath.Join(b.TempDir(), "log"))
	must(b, err)
	defer file.Close()
	page := make([]byte, 4096)
	for b.Loop() {
		_, err := file.Write(page)
		must(b, err)
		must(b, file.Sync())
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "writes/s")
}

// inParallel shares b.N calls of work between the given number of goroutines.
func inParallel(b *testing.B, writers int, work func()) {
	var left atomic.Int64
	left.Store(int64(b.N))
	done := make(chan struct{})
	b.ResetTimer()
	for range writers {
		go func() {
			defer func() { done <- struct{}{} }()
			for left.Add(-1) >= 0 {
				work()
			}
		}()
	}
	for range writers {
		<-done
	}
	b.StopTimer()
}
