package journal

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"modernc.org/sqlite"
)

// BenchmarkKeyedWrite is the whole of what a payment asks of the journal: claim, mark as
// sent, finish. The last two are durable. Beside the time it shows what SQLite does for
// one: statements, pages that are written to the log, and waits for the disk.
func BenchmarkKeyedWrite(b *testing.B) {
	for _, d := range drivers {
		for _, writers := range []int{1, 16, 64} {
			b.Run(fmt.Sprintf("%s/writers=%d", d.name, writers), func(b *testing.B) {
				bench := newBench(b, d)
				bench.options.Now, bench.options.FactsOf = time.Now, benchFacts
				bench.options.EventsOfPayment = func(m Move) []Event {
					return []Event{{Type: "payment.updated", Subject: m.ID, Tenant: m.Tenant, Connection: m.Connection, Data: m.Body[:400]}}
				}
				j := bench.open()
				counted := &countingStore{store: j.store}
				j.store = counted
				answer := Answer{Status: 201, Body: make([]byte, 1200)}
				before, used := costsOf(b, counted), processorTime(b)
				inParallel(b, writers, func() {
					p := benchPayment()
					ticket := sent(b, j, p.ID, p)
					must(b, j.Finish(ctx, ticket, Finishing{Answer: answer, Status: Submitted, Body: p.Body}))
				})
				b.ReportMetric(float64((processorTime(b)-used).Microseconds())/float64(b.N), "cpu-µs/write")
				for i, cost := range costsOf(b, counted) { // PostgreSQL counts its own fsyncs and pages
					b.ReportMetric(float64(cost.count-before[i].count)/float64(b.N), cost.name+"/write")
				}
			})
		}
	}
}

// benchPayment is as long as one of the gateway: its id is sealed, and so random.
func benchPayment() *Payment {
	id := (rand.Text() + rand.Text() + rand.Text() + rand.Text() + rand.Text())[:127]
	return &Payment{ID: id, Customer: strings.Repeat("c", 156), Amount: "100.50", Currency: "USD", Body: fmt.Appendf(nil, "%s%01000d", id, 0)}
}

// benchFacts are five keys, one of which no other payment has.
func benchFacts(_ string, body []byte) (Facts, error) {
	return Facts{Direction: "debit", SECCode: "WEB", Keys: []PaymentKey{
		{KeyCustomer, "a"}, {KeyCustomerID, "a"}, {KeyBank, "a"}, {KeyBankAccountID, "a"}, {KeyVendorReference, string(body[:36])},
	}}, nil
}

type cost struct {
	name  string
	count int64
}

func costsOf(b *testing.B, s *countingStore) []cost {
	costs := []cost{{"statements", s.statements.Load()}}
	lite, ok := s.store.(*sqliteStore)
	if !ok {
		return costs
	}
	written := 0
	must(b, lite.conn.conn.Raw(func(conn any) (err error) { // nobody writes at the moment
		written, _, err = conn.(sqlite.DBStatus).Status(sqlite.DBStatusCacheWrite, false)
		return err
	}))
	return append(costs, cost{"pages", int64(written)}, cost{"fsyncs", lite.commits.Load()})
}

// processorTime is what this process has used.
func processorTime(b *testing.B) time.Duration {
	var used syscall.Rusage
	must(b, syscall.Getrusage(syscall.RUSAGE_SELF, &used))
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// countingStore counts the statements of units of work.
type countingStore struct {
	store
	statements atomic.Int64
}

func (s *countingStore) counted(work unitOfWork) unitOfWork {
	return func(ctx context.Context, q querier) error { return work(ctx, countingQuerier{q, &s.statements}) }
}

func (s *countingStore) write(ctx context.Context, work unitOfWork) error {
	return s.store.write(ctx, s.counted(work))
}

func (s *countingStore) repeat(ctx context.Context, work unitOfWork) error {
	return s.store.repeat(ctx, s.counted(work))
}

func (s *countingStore) settle(ctx context.Context, work unitOfWork) error {
	return s.store.settle(ctx, s.counted(work))
}

func (s *countingStore) look(ctx context.Context, work unitOfWork) error {
	return s.store.look(ctx, s.counted(work))
}

type countingQuerier struct {
	querier
	count *atomic.Int64
}

func (q countingQuerier) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	q.count.Add(1)
	return q.querier.ExecContext(ctx, query, args...)
}

func (q countingQuerier) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	q.count.Add(1)
	return q.querier.QueryContext(ctx, query, args...)
}

func (q countingQuerier) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	q.count.Add(1)
	return q.querier.QueryRowContext(ctx, query, args...)
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
