package journal

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
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
				before := fsyncs(j)
				inParallel(b, writers, func() {
					n := int(next.Add(1))
					ticket := sent(b, j, strconv.Itoa(n), paymentNumber(n))
					must(b, j.Finish(ctx, ticket, Finishing{
						Answer: Answer{Status: 201, Body: make([]byte, 600)}, Status: Submitted,
					}))
				})
				if d.name == "sqlite" { // PostgreSQL counts its own
					b.ReportMetric(float64(fsyncs(j)-before)/float64(b.N), "fsyncs/write")
				}
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
			before := fsyncs(j)
			inParallel(b, writers, func() { claim(b, j, strconv.Itoa(int(next.Add(1))), Fresh) })
			b.ReportMetric(float64(fsyncs(j)-before)/float64(b.N), "fsyncs/write")
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

// fsyncs is how often a journal in SQLite has waited for the disk; 0 for others.
func fsyncs(j *Journal) int64 {
	if s, ok := j.store.(*sqliteStore); ok {
		return s.commits.Load()
	}
	return 0
}

// inParallel shares b.N calls of work between the given number of goroutines, and
// reports how many were done and how long the slowest hundredth took.
func inParallel(b *testing.B, writers int, work func()) {
	var left atomic.Int64
	left.Store(int64(b.N))
	took := make([][]time.Duration, writers)
	var all sync.WaitGroup
	b.ResetTimer()
	for writer := range writers {
		all.Go(func() {
			for left.Add(-1) >= 0 {
				began := time.Now()
				work()
				took[writer] = append(took[writer], time.Since(began))
			}
		})
	}
	all.Wait()
	b.StopTimer()
	sorted := slices.Sorted(slices.Values(slices.Concat(took...)))
	b.ReportMetric(float64(sorted[len(sorted)*99/100].Microseconds())/1000, "p99-ms")
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "writes/s")
}

// BenchmarkReference is what it costs to find the records of a person by the caller's
// own id, among those of ten thousand others.
func BenchmarkReference(b *testing.B) {
	for _, d := range drivers {
		b.Run(d.name, func(b *testing.B) {
			bench := withReferences(newBench(b, d))
			bench.options.Now = time.Now
			j := bench.open()
			const people = 10_000
			var linking sync.WaitGroup
			for worker := range 64 {
				linking.Go(func() {
					for n := worker; n < people; n += 64 {
						_, err := j.LinkCustomer(ctx, Reference{"acme", strconv.Itoa(n)}, CustomerRecord{Connection: "bank-us", ID: "cus_1", MadeBy: "referenced"})
						must(b, err)
					}
				})
			}
			linking.Wait()
			n := 0
			b.ReportAllocs()
			for b.Loop() {
				records, err := j.CustomerRecords(ctx, Reference{"acme", strconv.Itoa(n % people)})
				if err != nil || len(records) != 1 {
					b.Fatal(records, err)
				}
				n++
			}
		})
	}
}
