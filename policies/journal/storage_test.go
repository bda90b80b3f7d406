package journal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// path is where the bench's SQLite file is.
func (b *bench) path() string { return strings.TrimPrefix(b.dsn, "file:") }

func TestJournalMakesItsFileForItselfOnly(t *testing.T) {
	t.Parallel()
	b := sqliteBench(t)
	b.open()
	for path, want := range map[string]os.FileMode{b.path(): 0o600, filepath.Dir(b.path()): 0o700} {
		info, err := os.Stat(path)
		must(t, err)
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s has mode %o, want %o", filepath.Base(path), got, want)
		}
	}
	drafts, err := filepath.Glob(b.path() + ".new-*")
	must(t, err)
	if len(drafts) != 0 {
		t.Errorf("left behind: %v", drafts)
	}
}

func TestManyReplicasMayMakeTheJournalAtOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		opened := make(chan *Journal, 6)
		var all sync.WaitGroup
		for range cap(opened) {
			all.Go(func() {
				j, err := b.tryOpen()
				if err != nil {
					t.Error(err)
					return
				}
				t.Cleanup(func() { j.Close() })
				opened <- j
			})
		}
		all.Wait()
		close(opened)
		if t.Failed() {
			return
		}
		sent(t, <-opened, "k", nil)
		for j := range opened {
			claim(t, j, "k", InProgress)
		}
	})
}

func TestUnsoundFileIsRefusedAndLeftAlone(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		spoil func(t *testing.T, b *bench)
		says  string
	}{
		"empty": {func(t *testing.T, b *bench) { must(t, os.Truncate(b.path(), 0)) }, "empty"},
		"cut short": {func(t *testing.T, b *bench) {
			info, err := os.Stat(b.path())
			must(t, err)
			must(t, os.Truncate(b.path(), info.Size()/2))
		}, "damaged"},
		"overwritten in the middle": {func(t *testing.T, b *bench) {
			file, err := os.OpenFile(b.path(), os.O_WRONLY, 0)
			must(t, err)
			_, err = file.WriteAt(bytes.Repeat([]byte{0xAA}, 3*4096), 4096)
			must(t, err)
			must(t, file.Close())
		}, "damaged"},
		"something else": {func(t *testing.T, b *bench) {
			must(t, os.WriteFile(b.path(), bytes.Repeat([]byte("not a database "), 1000), 0o600))
		}, "not a SQLite database"},
		"another program's database": {func(t *testing.T, b *bench) {
			execFile(t, b, `ALTER TABLE journal_schema RENAME TO goose_db_version`)
		}, "no journal"},
		"newer schema": {func(t *testing.T, b *bench) {
			execFile(t, b, `INSERT INTO journal_schema (version, applied_at) VALUES (999, 0)`)
		}, "newer"},
		"gone but for its log": {func(t *testing.T, b *bench) {
			must(t, os.Remove(b.path()))
			must(t, os.WriteFile(b.path()+"-wal", []byte("log"), 0o600))
		}, "log (-wal)"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := sqliteBench(t)
			j := b.open()
			claim(t, j, "k", Fresh)
			must(t, j.Close())
			c.spoil(t, b)
			before := readFile(t, b.path())
			_, err := b.tryOpen()
			if err == nil {
				t.Fatal("was opened")
			}
			if !strings.Contains(err.Error(), c.says) {
				t.Errorf("error %q does not say %q", err, c.says)
			}
			if !bytes.Equal(before, readFile(t, b.path())) {
				t.Error("the file was changed")
			}
		})
	}
}

func execFile(t *testing.T, b *bench, statement string) {
	t.Helper()
	conn, err := openWriter(ctx, b.path())
	must(t, err)
	defer conn.close()
	must(t, conn.exec(ctx, statement))
}

// readFile is nil for a file that is not there.
func readFile(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if !errors.Is(err, os.ErrNotExist) {
		must(t, err)
	}
	return content
}

func TestOptionsAreRefused(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]Options{
		"no keys":          {Driver: "sqlite", DSN: "file:x.db"},
		"unknown driver":   {Driver: "redis", DSN: "x", Keys: testKeys},
		"no file":          {Driver: "sqlite", DSN: "file:", Keys: testKeys},
		"memory":           {Driver: "sqlite", DSN: "file::memory:", Keys: testKeys},
		"parameters":       {Driver: "sqlite", DSN: "file:x.db?_pragma=synchronous(off)", Keys: testKeys},
		"no postgres DSN":  {Driver: "postgres", DSN: "host=localhost port=hidden-word", Keys: testKeys},
		"nobody listening": {Driver: "postgres", DSN: "postgres://u:hidden-word@127.0.0.1:1/x?connect_timeout=1", Keys: testKeys},
	} {
		_, err := Open(ctx, o)
		if err == nil {
			t.Errorf("%s: was opened", name)
		} else if strings.Contains(err.Error(), "hidden-word") {
			t.Errorf("%s: the error shows the DSN", name)
		}
	}
}

// fail makes the storage refuse every write from now on until heal is called. The
// pragma is one that makes SQLite itself refuse.
func fail(t *testing.T, s *sqliteStore, pragma string) (heal func()) {
	t.Helper()
	var broken atomic.Bool
	broken.Store(true)
	// Inside of a unit, because the writer's goroutine owns the function; the
	// fault makes it use it for the next unit.
	_ = s.write(ctx, func(context.Context, querier) error {
		sound := s.open
		s.open = func(ctx context.Context) (*writerConn, error) {
			conn, err := sound(ctx)
			if err == nil && broken.Load() {
				err = conn.exec(ctx, pragma)
			}
			return conn, err
		}
		return &fault{reason: "reconnect", storage: true}
	})
	return func() { broken.Store(false) }
}

func TestStorageFaultStopsClaimsButNotReads(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ pragma, says string }{
		"full disk": {"PRAGMA max_page_count = 1", "full"},
		"read-only": {"PRAGMA query_only = 1", "read-only"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			j := sqliteBench(t).open()
			id := paid(t, j, 1, Submitted)
			started := claim(t, j, "started", Fresh).Ticket
			must(t, j.Writable(ctx))

			heal := fail(t, storeOf(j), c.pragma)
			body := &Payment{ID: "pay_big", Body: make([]byte, 64<<10)} // does not fit into a page that is there
			_, smallErr := occupy(j, scopeOf("small"))
			for what, err := range map[string]error{
				"mark as sent": j.MarkSent(ctx, started, sending(body)),
				"emit":         j.Emit(ctx, Event{Data: make([]byte, 64<<10)}),
			} {
				if !errors.Is(err, ErrUnavailable) || !strings.Contains(err.Error(), c.says) {
					t.Errorf("%s: %v, want ErrUnavailable that says %q", what, err, c.says)
				}
			}
			if c.says == "read-only" && !errors.Is(smallErr, ErrUnavailable) {
				t.Errorf("small record: %v, want ErrUnavailable", smallErr)
			}
			must(t, j.Ping(ctx))
			if got := statusOf(t, j, id); got != Submitted {
				t.Errorf("payment reads as %v", got)
			}

			heal()
			must(t, j.MarkSent(ctx, started, sending(body)))
			must(t, j.Writable(ctx))
		})
	}
}

func TestWritableProbesAfterAFault(t *testing.T) {
	t.Parallel()
	j := sqliteBench(t).open()
	sent(t, j, "k", nil)
	heal := fail(t, storeOf(j), "PRAGMA query_only = 1")
	if _, err := occupy(j, scopeOf("k2")); !errors.Is(err, ErrUnavailable) {
		t.Fatalf("take: %v, want ErrUnavailable", err)
	}
	if err := j.Writable(ctx); !errors.Is(err, ErrUnavailable) {
		t.Errorf("read-only journal: %v, want ErrUnavailable", err)
	}
	heal()
	must(t, j.Writable(ctx))
}

func TestFileThatVanishedIsNotMadeAnew(t *testing.T) {
	t.Parallel()
	b := sqliteBench(t)
	j := b.open()
	must(t, os.Remove(b.path()))
	_ = storeOf(j).write(ctx, func(context.Context, querier) error { return &fault{storage: true} }) // reconnects
	if _, err := occupy(j, scopeOf("k")); !errors.Is(err, ErrUnavailable) {
		t.Errorf("take: %v, want ErrUnavailable", err)
	}
	if _, err := os.Stat(b.path()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the file is there again: %v", err)
	}
}

// canaries are values that must not stand in clear in the database.
var canaries = []string{"CANARY-ACCOUNT-9021", "CANARY-NAME", "CANARY-OTP", "CANARY-REASON", "CANARY-KEY", "CANARY-OPERATOR", "CANARY-REFERENCE"}

// fill writes every canary wherever a caller could.
func fill(t *testing.T, j *Journal) {
	t.Helper()
	p := paymentNumber(1)
	p.Body = []byte(strings.Join(canaries, " "))
	ticket := sent(t, j, "CANARY-KEY", p)
	must(t, j.Finish(ctx, ticket, Finishing{
		Answer: Answer{Status: 201, Header: []Header{{"X", "CANARY-NAME"}}, Body: p.Body},
		Status: Unknown, Body: p.Body, Reason: "CANARY-REASON",
	}))
	_, err := j.ResolvePayment(ctx, PaymentChange{ID: p.ID, Status: Settled, Reason: "CANARY-REASON", By: "CANARY-OPERATOR"})
	must(t, err)
	_, err = j.MovePayment(ctx, PaymentChange{
		ID: p.ID, Status: Returned, Cause: ByImport, Keys: []PaymentKey{{KeyReference, "CANARY-REFERENCE"}, {KeyLast4, "CANARY-ACCOUNT-9021"}},
	})
	must(t, err)
	must(t, j.Emit(ctx, Event{Type: "t", Subject: "cus_visible", Data: p.Body}))
	_, err = j.EmitIfChanged(ctx, Once{}, Change{Key: "CANARY-ACCOUNT-9021", State: [32]byte{1}, Event: Event{Type: "t", Subject: "s", Data: p.Body}})
	must(t, err)
}

func TestFileHoldsNothingPersonalInClear(t *testing.T) {
	t.Parallel()
	b := sqliteBench(t)
	fill(t, b.open()) // stays open: the log is part of what lies on the disk
	files, err := filepath.Glob(b.path() + "*")
	must(t, err)
	var all []byte
	for _, file := range files {
		all = append(all, readFile(t, file)...)
	}
	if !bytes.Contains(all, []byte("cus_visible")) {
		t.Fatal("what is in clear was not found either: the test looks in the wrong place")
	}
	for _, canary := range canaries {
		if bytes.Contains(all, []byte(canary)) {
			t.Errorf("%s stands in clear in %v", canary, files)
		}
	}
}

func TestRotatedKeysOpenWhatIsThere(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		id := paid(t, j, 1, Submitted)
		b.options.Keys = mustKeys(testKey(2), testKey(1))
		rotated := b.open()
		claim(t, rotated, "key of "+id, Replay)
		statusOf(t, rotated, id)
	})
}

func TestErrorsDoNotQuoteValues(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		err := j.write(ctx, "insert twice", func(ctx context.Context, q querier) error {
			for range 2 {
				if _, err := q.ExecContext(ctx, insertHistory, "CANARY-ID", "CANARY-STATUS", 0, []byte{}, "vendor"); err != nil {
					return fmt.Errorf("with CANARY-TEXT: %w", err)
				}
			}
			return nil
		})
		if err == nil || errors.Is(err, ErrUnavailable) || strings.Contains(err.Error(), "CANARY") {
			t.Errorf("a refused statement says %v", err)
		}
	})
}
