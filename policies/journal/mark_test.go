package journal

import (
	"os"
	"strings"
	"testing"
)

// refused opens the journal, which has to fail in words that say all of these.
func refused(t *testing.T, b *bench, says ...string) {
	t.Helper()
	before := readFile(t, b.path())
	_, err := b.tryOpen()
	if err == nil {
		t.Fatal("was opened")
	}
	for _, want := range append(says, "restore", "keys used before", "delete "+lockFile(b.path())) {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q does not say %q", err, want)
		}
	}
	if after := readFile(t, b.path()); string(after) != string(before) {
		t.Error("the file was changed")
	}
}

// used is a journal that holds a key, and is closed.
func used(t *testing.T) *bench {
	t.Helper()
	b := sqliteBench(t)
	j := b.open()
	must(t, j.Finish(ctx, sent(t, j, "k", nil), Finishing{Answer: Answer{Status: 201}}))
	must(t, j.Close())
	return b
}

func TestX9_DeletedJournalIsNotBegunAnew(t *testing.T) {
	t.Parallel()
	b := sqliteBench(t)
	j := b.open()
	claim(t, j, "k", Fresh)
	must(t, j.Writable(ctx))
	content := readFile(t, b.path())
	for _, name := range []string{b.path(), b.path() + "-wal", b.path() + "-shm"} {
		must(t, os.Remove(name))
	}
	refused(t, b, "gone") // beside the one that runs
	if err := j.Writable(ctx); err == nil {
		t.Error("can be written")
	}
	must(t, j.Close())
	refused(t, b, "gone")
	must(t, os.WriteFile(b.path(), nil, 0o600))
	refused(t, b, "empty")
	must(t, os.WriteFile(b.path(), content, 0o600)) // restored
	must(t, b.open().Close())
	must(t, os.Remove(b.path()))
	must(t, os.Remove(lockFile(b.path())))
	claim(t, b.open(), "k", Fresh) // as the operator wanted
}

func TestX9_AnotherJournalIsNotTaken(t *testing.T) {
	t.Parallel()
	b := used(t)
	must(t, os.WriteFile(b.path(), readFile(t, used(t).path()), 0o600))
	refused(t, b, "says that journal")
}

func TestX9_BackupOfTheSameJournalIsTaken(t *testing.T) {
	t.Parallel()
	for name, backup := range map[string]func(t *testing.T, b *bench){
		"copied": func(t *testing.T, b *bench) { must(t, os.WriteFile(b.path()+".backup", readFile(t, b.path()), 0o600)) },
		"vacuum": func(t *testing.T, b *bench) { execFile(t, b, "VACUUM INTO '"+b.path()+".backup'") },
		"from before ids": func(t *testing.T, b *bench) {
			execFile(t, b, "PRAGMA user_version = 0")
			must(t, os.WriteFile(b.path()+".backup", readFile(t, b.path()), 0o600))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := used(t)
			mark := readMark(b.path())
			backup(t, b)
			must(t, os.Rename(b.path()+".backup", b.path()))
			j := b.open()
			claim(t, j, "k", Replay)
			must(t, j.Close())
			if now := readMark(b.path()); mark == noJournal || now != mark {
				t.Errorf("the mark was %v and is %v", mark, now)
			}
			must(t, b.open().Close())
		})
	}
}

// What a crash between the journal and its mark leaves, and what older versions
// left, is taken and gets its mark.
func TestX9_JournalWithoutMarkGetsOne(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(t *testing.T, b *bench){
		"no lock file": func(t *testing.T, b *bench) { must(t, os.Remove(lockFile(b.path()))) },
		"empty":        func(t *testing.T, b *bench) { must(t, os.Truncate(lockFile(b.path()), 0)) },
		"half a mark":  func(t *testing.T, b *bench) { must(t, os.Truncate(lockFile(b.path()), 22)) },
		"zeros":        func(t *testing.T, b *bench) { must(t, os.WriteFile(lockFile(b.path()), make([]byte, 27), 0o600)) },
		"an older version": func(t *testing.T, b *bench) {
			execFile(t, b, "PRAGMA user_version = 0")
			must(t, os.Truncate(lockFile(b.path()), 0))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := used(t)
			spoil(t, b)
			j := b.open()
			claim(t, j, "k", Replay)
			must(t, j.Close())
			must(t, os.Remove(b.path()))
			refused(t, b, "gone")
		})
	}
}

// Nothing was begun yet: the lock file alone keeps nobody out.
func TestX9_LockFileWithoutMarkIsNoJournal(t *testing.T) {
	t.Parallel()
	b := used(t)
	must(t, os.Remove(b.path()))
	must(t, os.Truncate(lockFile(b.path()), 0))
	claim(t, b.open(), "k", Fresh)
}
