//go:build integration

package imports

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"canongate/policies/journal"
)

const (
	manyLines  = 1_000_000
	ownInMany  = 200 // lines that name a payment
	mostGrowth = 64 << 20
)

// TestAMillionLines imports the largest file that is taken, while payments are made,
// and prints how long it took, what memory it took, and how long payments waited.
func TestAMillionLines(t *testing.T) {
	b := newBench(t)
	b.engine.options.Limits = DefaultLimits // before the first file
	for n := range ownInMany {
		b.pay(n, payment{ref: fmt.Sprint("v", n*manyLines/ownInMany), amount: "10.00"})
	}
	var file bytes.Buffer
	file.WriteString(header)
	for n := range manyLines {
		fmt.Fprintf(&file, "v%d,10.00,IN,DONE,,c%d,,2026-03-02,\n", n, n%977)
	}
	file.Truncate(file.Len() - 1)
	text := strings.TrimSuffix(file.String(), "\n")
	text = text[:strings.LastIndexByte(text, '\n')+1] // the header is a line, too
	quiet := b.waits(func() bool { return false }, 300)
	before := rss(t)
	began := time.Now()
	i, _, err := b.engine.Take(t.Context(), Request{Connection: bank, Author: "ada"}, strings.NewReader(text))
	b.must(err)
	var highest int64
	busy := b.waits(func() bool {
		highest = max(highest, rss(t))
		i, err = b.journal.GetImport(t.Context(), i.ID, nil)
		b.must(err)
		return i.State == journal.ImportApplied
	}, 1_000_000)
	took := time.Since(began)
	c := SummaryOf(i).Counts
	t.Logf("%d lines, %.0f MB, %d ours, in %.1f s (%.0f lines/s); RSS %d MB before, +%d MB at most; a payment's p99 %v quiet, %v meanwhile",
		c.Lines, float64(len(text))/(1<<20), c.Ours, took.Seconds(), float64(c.Lines)/took.Seconds(), before>>20, (highest-before)>>20, p99(quiet), p99(busy))
	if c.Lines != manyLines || c.Applied != ownInMany {
		t.Errorf("counts are %+v", c)
	}
	if took > time.Minute {
		t.Errorf("it took %v", took)
	}
	if highest-before > mostGrowth {
		t.Errorf("RSS grew by %d MB", (highest-before)>>20)
	}
}

// pace is how often a payment is made meanwhile.
const pace = 20 * time.Millisecond

// waits makes payments until done, and says how long each took.
func (b *bench) waits(done func() bool, most int) []time.Duration {
	var all []time.Duration
	ticks := time.NewTicker(pace)
	defer ticks.Stop()
	for n := 0; n < most && !done(); n++ {
		<-ticks.C
		began := time.Now()
		b.pay(1_000_000+len(b.events), payment{amount: "7"})
		all = append(all, time.Since(began))
	}
	return all
}

func p99(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[len(all)*99/100].Round(100 * time.Microsecond)
}

// rss is the memory of this process, in bytes.
func rss(t *testing.T) int64 {
	t.Helper()
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		t.Skip("there is no /proc to read the memory from")
	}
	pages, err := strconv.ParseInt(strings.Fields(string(text))[1], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return pages * int64(os.Getpagesize())
}
