package imports

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"canongate/policies/filelock"
	"canongate/policies/journal"
	"canongate/policies/reconcile"
)

// beside is another replica of the bench: a journal and an engine of its own, over the
// same store and the same shared folder.
func (b *bench) beside() *bench {
	b.Helper()
	other := &bench{T: b.T, dir: b.dir, raised: b.raised, now: b.now, keys: b.keys, absentAfter: b.absentAfter}
	other.open()
	return other
}

// TestOneOfTwoReplicasReadsAFile has both get it at the same moment. The second has no
// file of it, as with a replica that died, and the first is alive.
func TestOneOfTwoReplicasReadsAFile(t *testing.T) {
	t.Parallel()
	one := newBench(t)
	one.stop() // nothing is worked on until both have the file
	one.restart()
	<-one.engine.place
	id := one.pay(1, payment{ref: "v1", amount: "10"})
	other := one.beside()
	<-other.engine.place
	text := header + "v1,10,IN,DONE,,,,2026-03-02,\n"
	hand := func(b *bench) (journal.Import, bool) {
		i, fresh, err := b.engine.Take(t.Context(), Request{Connection: bank, Author: "ada"}, strings.NewReader(text))
		b.must(err)
		return i, fresh
	}
	first, fresh := hand(one)
	again, anew := hand(other)
	if !fresh || anew || first.ID != again.ID {
		t.Fatalf("both read it: %s %v, %s %v", first.ID, fresh, again.ID, anew)
	}
	if files := other.files(); len(files) != 0 {
		t.Errorf("the second keeps %v", files)
	}
	// What the second would have forgotten.
	row := (&reading{engine: one.engine, ctx: t.Context(), i: first}).row(&reconcile.Entry{Kind: reconcile.StatusNews})
	one.must(one.journal.AddEntries(t.Context(), first, []journal.ImportEntry{row}))
	if left := other.engine.do(t.Context(), first.ID); len(left) != 1 {
		t.Error("the second works on it")
	}
	if counts, err := one.journal.CountEntries(t.Context(), first.ID); err != nil || len(counts) != 1 {
		t.Errorf("entries are %v, %v", counts, err)
	}

	// The first dies, and the lease runs out: then the second may.
	one.engine.spool.lock.Close()
	other.now = other.now.Add(lease + time.Second)
	if taken, fresh := hand(other); !fresh || taken.ID != first.ID {
		t.Fatalf("nobody takes over %s: %s %v", first.ID, taken.ID, fresh)
	}
	if left := other.engine.do(t.Context(), <-other.engine.work); len(left) != 0 {
		t.Error("it is worked on elsewhere")
	}
	i := other.done(first.ID)
	if c := SummaryOf(i).Counts; i.State != journal.ImportApplied || c.Applied != 1 || one.status(id) != journal.Settled {
		t.Errorf("import is %s: %+v", i.State, c)
	}
}

// TestEnginesOfOneMachine share a folder, and touch nothing of each other while they live.
func TestEnginesOfOneMachine(t *testing.T) {
	t.Parallel()
	if !filelock.Supported {
		t.Skip("this system has no locks that tell who is alive")
	}
	shared := filepath.Join(t.TempDir(), "imports")
	open := func() spool {
		s, err := openSpool(shared)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	one := open()
	if err := os.WriteFile(filepath.Join(one.dir, "imp_ONE"), []byte("money"), 0o600); err != nil {
		t.Fatal(err)
	}
	other := open()
	if err := other.clean(nil); err != nil || !one.has("imp_ONE") || other.has("imp_ONE") {
		t.Errorf("the file of one that lives is gone: %v", err)
	}
	if err := one.close(); err != nil || !one.has("imp_ONE") {
		t.Errorf("a file that is needed still goes: %v", err)
	}
	unlocked := filepath.Join(shared, owned+"unlocked") // its engine died before it had a lock
	if err := os.Mkdir(unlocked, 0o700); err != nil {
		t.Fatal(err)
	}
	third := open()
	if _, err := os.Lstat(unlocked); !os.IsNotExist(err) {
		t.Errorf("an empty folder is left: %v", err)
	}
	if !third.has("imp_ONE") || one.has("imp_ONE") {
		t.Error("what a dead one left is not taken over")
	}
	if _, err := os.Lstat(one.dir); !os.IsNotExist(err) {
		t.Errorf("its folder is left: %v", err)
	}
	if err := third.clean(nil); err != nil || third.has("imp_ONE") {
		t.Errorf("what nobody needs is left: %v", err)
	}
	if _, err := os.Lstat(other.dir); err != nil {
		t.Error(err)
	}
	for _, s := range []spool{other, third} {
		if err := s.close(); err != nil {
			t.Error(err)
		}
	}
	if left, err := os.ReadDir(shared); err != nil || len(left) > 0 {
		t.Errorf("folders are left: %v, %v", left, err)
	}
}
