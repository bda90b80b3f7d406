package imports

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"canongate/policies/journal"
	"canongate/policies/reconcile"
)

// files are what lies in the folder for imports.
func (b *bench) files() []os.DirEntry {
	b.Helper()
	files, err := os.ReadDir(b.engine.spool.dir)
	b.must(err)
	return slices.DeleteFunc(files, func(f os.DirEntry) bool { return f.Name() == aliveFile })
}

// TestAnImportGoesOnAfterACrash stops the engine at each of its steps: while the file
// is read, and while it is applied.
func TestAnImportGoesOnAfterACrash(t *testing.T) {
	t.Parallel()
	const payments = 210
	b := newBench(t)
	b.stop()
	lines := make([]string, payments)
	for n := range payments {
		b.pay(n, payment{ref: fmt.Sprint("v", n), amount: "10"})
		lines[n] = fmt.Sprintf("v%d,10,IN,DONE,,,,2026-03-02,", n)
	}
	before := len(b.events)
	i, fresh, err := b.engine.Take(t.Context(), Request{Connection: bank, Author: "ada"}, strings.NewReader(header+strings.Join(lines, "\n")))
	b.must(err)
	if files := b.files(); !fresh || len(files) != 1 || files[0].Name() != i.ID {
		t.Fatalf("files are %v", files)
	}
	if info, err := b.files()[0].Info(); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file has the mode %v, %v", info.Mode(), err)
	}
	b.must(os.WriteFile(filepath.Join(b.engine.spool.dir, draft+"1"), []byte("half a file"), 0o600))

	r := &reading{engine: b.engine, ctx: t.Context(), i: i}
	b.must(b.journal.AddEntries(t.Context(), i, []journal.ImportEntry{r.row(&reconcile.Entry{Kind: reconcile.StatusNews})})) // half of it was read
	b.restart()
	i, err = b.journal.GetImport(t.Context(), i.ID, nil)
	b.must(err)
	i, err = b.engine.readFile(t.Context(), i)
	b.must(err)
	if files := b.files(); i.State != journal.ImportMatched || len(files) != 1 { // the draft is there still
		t.Fatalf("import is %s, files %v", i.State, files)
	}
	s := &settling{engine: b.engine, i: i, moves: true, proposes: true}
	s.begin()
	s.open, err = b.engine.openPayments(t.Context(), i)
	b.must(err)
	rows, err := b.journal.EntriesAfter(t.Context(), i.ID, 0, unit)
	b.must(err)
	b.must(s.unit(t.Context(), rows)) // the first unit is applied
	b.restart()
	b.run()
	i = b.done(i.ID)
	if c := SummaryOf(i).Counts; i.State != journal.ImportApplied || c.Applied != payments || c.Duplicate+c.Exception > 0 {
		t.Errorf("import is %s: %+v", i.State, c)
	}
	if moved := len(b.events) - before; moved != payments {
		t.Errorf("%d events of %d payments", moved, payments)
	}
	if files := b.files(); len(files) != 0 {
		t.Errorf("files are left: %v", files)
	}
}

// restart is a crash and a start: nobody stopped in order.
func (b *bench) restart() {
	b.Helper()
	b.must(b.journal.Close())
	b.engine.spool.lock.Close() // as the kernel does
	b.open()
}

func TestWhatIsNoFile(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	var bomb bytes.Buffer
	w := gzip.NewWriter(&bomb)
	for range 64 {
		_, err := w.Write(make([]byte, 1<<20))
		b.must(err)
	}
	b.must(w.Close())
	b.pay(1, payment{ref: "v1", amount: "10"})
	for name, text := range map[string]string{
		"bomb": bomb.String(), "one long line": header + strings.Repeat("x", 1<<19), "NUL": header + "v1,10,IN,DONE,,,,2026\x00-03-02,\n",
		"overflow": header + "v1," + strings.Repeat("9", 40) + ",IN,DONE,,,,2026-03-02,\n", "negative": header + "v1,-10,IN,DONE,,,,2026-03-02,\n",
		"no header": "v1,10,IN,DONE\n", "quotes": header + "\"v1,10,IN,DONE\n", "Latin-1": header + "v\xe9,10,IN,DONE,,,,2026-03-02,\n",
	} {
		i := b.takeText(text)
		if c := SummaryOf(i).Counts; i.State == journal.ImportReading || c.Applied > 0 || c.Exception > 0 {
			t.Errorf("%s: import is %s: %+v", name, i.State, c)
		}
		if strings.Contains(string(i.Summary), "999") {
			t.Errorf("%s: the summary quotes the file: %s", name, i.Summary)
		}
	}
	if i, _, err := b.engine.Take(t.Context(), Request{Connection: bank}, strings.NewReader("")); err != ErrEmpty { //nolint:errorlint // it is the very one
		t.Errorf("an empty file: %v, %v", i, err)
	}
	if files := b.files(); len(files) != 0 {
		t.Errorf("files are left: %v", files)
	}
}

// A file that comes before the engine runs waits, as the engine first goes on with
// what was interrupted.
func TestAFileWaitsUntilTheEngineRuns(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.stop()
	b.restart()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := b.engine.Take(ctx, Request{Connection: bank, Author: "ada"}, strings.NewReader(header)); err == nil {
		t.Error("a file was taken that nobody works on")
	}
	b.run()
	b.takeText(header)
}

func TestAFileThatBreaksOffLeavesNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx, cancel := context.WithCancel(t.Context())
	_, _, err := b.engine.Take(ctx, Request{Connection: bank, Author: "ada"}, breaking{cancel})
	if err == nil || len(b.files()) != 0 {
		t.Errorf("%v, files %v", err, b.files())
	}
	if all, _, err := b.journal.ListImports(t.Context(), "", nil, journal.Page{}); err != nil || len(all) != 0 {
		t.Errorf("imports are %v, %v", all, err)
	}
}

type breaking struct{ cancel func() }

func (r breaking) Read([]byte) (int, error) {
	r.cancel()
	return 0, context.Canceled
}

// TestPaymentsOfOthersAreNotSeen hands a file in as somebody who sees one tenant.
func TestPaymentsOfOthersAreNotSeen(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	theirs := b.pay(1, payment{ref: "v1", amount: "10", tenant: "other"})
	lost := b.pay(2, payment{amount: "30", customer: "c", bank: "b", status: journal.Unknown, tenant: "other"})
	i := b.take(Request{Tenants: []string{"acme"}}, "v1,10,IN,DONE,,,,2026-03-02,", "v2,30,IN,DONE,,c,b,2026-03-02,")
	if c := SummaryOf(i).Counts; c.NotOurs != 2 || c.Ours != 0 || b.status(theirs) != journal.Submitted || b.status(lost) != journal.Unknown {
		t.Errorf("counts are %+v", c)
	}
	entries, err := b.journal.EntriesAfter(t.Context(), i.ID, 0, 10)
	b.must(err)
	for _, e := range entries {
		if e.PaymentID != "" {
			t.Errorf("entry names %s", e.PaymentID)
		}
	}
}
