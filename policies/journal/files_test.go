package journal

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// spoilers are what happens to the files of an open journal, each with whether
// what is open still takes what has happened.
var spoilers = map[string]struct {
	moved bool
	spoil func(t *testing.T, path string)
}{
	"deleted": {true, func(t *testing.T, path string) {
		for _, name := range []string{path, path + "-wal", path + "-shm"} {
			must(t, os.Remove(name))
		}
	}},
	"database deleted": {true, func(t *testing.T, path string) { must(t, os.Remove(path)) }},
	"directory renamed": {true, func(t *testing.T, path string) {
		must(t, os.Rename(filepath.Dir(path), filepath.Dir(path)+".away"))
	}},
	"replaced by an older copy": {true, func(t *testing.T, path string) {
		must(t, os.WriteFile(path+".copy", readFile(t, path), 0o600))
		must(t, os.Rename(path+".copy", path))
	}},
	"another directory mounted there": {true, func(t *testing.T, path string) {
		must(t, os.Rename(filepath.Dir(path), filepath.Dir(path)+".away"))
		must(t, os.Mkdir(filepath.Dir(path), 0o700))
		must(t, os.WriteFile(path, nil, 0o600))
	}},
	"log deleted":           {false, func(t *testing.T, path string) { must(t, os.Remove(path+"-wal")) }},
	"shared memory deleted": {false, func(t *testing.T, path string) { must(t, os.Remove(path+"-shm")) }},
	"log replaced": {false, func(t *testing.T, path string) {
		must(t, os.Rename(path+"-wal", path+".old"))
		must(t, os.WriteFile(path+"-wal", readFile(t, path+".old"), 0o600))
	}},
	"emptied":     {false, func(t *testing.T, path string) { must(t, os.Truncate(path, 0)) }},
	"log emptied": {false, func(t *testing.T, path string) { must(t, os.Truncate(path+"-wal", 0)) }},
	"log cut in half": {false, func(t *testing.T, path string) {
		info, err := os.Stat(path + "-wal")
		must(t, err)
		must(t, os.Truncate(path+"-wal", info.Size()/2))
	}},
	"head overwritten": {false, func(t *testing.T, path string) { overwrite(t, path, bytes.Repeat([]byte{0xA5}, 8<<10)) }},
	"head zeroed":      {false, func(t *testing.T, path string) { overwrite(t, path, make([]byte, 100)) }},
	"another database's head": {false, func(t *testing.T, path string) {
		head := readFile(t, path)[:100]
		head[16], head[17] = 0x20, 0 // pages of 8 KB
		overwrite(t, path, head)
	}},
	"cut in half": {false, func(t *testing.T, path string) {
		info, err := os.Stat(path)
		must(t, err)
		must(t, os.Truncate(path, info.Size()/2))
	}},
}

// overwrite writes over the beginning of a file, which stays what it is.
func overwrite(t *testing.T, path string, content []byte) {
	t.Helper()
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	must(t, err)
	_, err = file.WriteAt(content, 0)
	must(t, err)
	must(t, file.Close())
}

func TestX9_LostFilesTakeNoKey(t *testing.T) {
	t.Parallel()
	for name, c := range spoilers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := sqliteBench(t)
			j := b.open()
			claimed := claim(t, j, "claimed", Fresh).Ticket
			atVendor := sent(t, j, "at the vendor", paymentNumber(1))
			must(t, j.Writable(ctx)) // the moment before speaks for nothing
			c.spoil(t, b.path())

			if err := j.Writable(ctx); !errors.Is(err, ErrUnavailable) || !errors.Is(err, ErrLost) || !strings.Contains(err.Error(), "journal is lost") {
				t.Errorf("writable: %v", err)
			}
			if err := j.Ping(ctx); err == nil {
				t.Error("answers a ping")
			}
			if _, err := occupy(j, scopeOf("new")); !errors.Is(err, ErrUnavailable) {
				t.Errorf("claim: %v", err)
			}
			if err := j.MarkSent(ctx, claimed, sending(paymentNumber(2))); !errors.Is(err, ErrUnavailable) {
				t.Errorf("mark as sent: %v", err)
			}
			patience := time.Minute
			if !c.moved { // it would wait all the time
				patience = 50 * time.Millisecond
			}
			soon, cancel := context.WithTimeout(ctx, patience)
			defer cancel()
			err := j.Finish(soon, atVendor, Finishing{Answer: Answer{Status: 201, Body: []byte("paid")}, Status: Submitted})
			if c.moved && err != nil || !c.moved && !errors.Is(err, ErrUnavailable) {
				t.Errorf("finish: %v", err)
			}
			if !c.moved { // who asks again hears what the first one heard
				if again := claim(t, j, "at the vendor", Replay); string(again.Answer.Body) != "paid" {
					t.Errorf("replays %s", again.Answer.Body)
				}
			}
		})
	}
}

// Nobody writes: it is noticed all the same, and said.
func TestX9_LossIsNoticedByItself(t *testing.T) {
	t.Parallel()
	for name, c := range spoilers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := sqliteBench(t)
			lines, log := io.Pipe()
			j, err := Open(ctx, Options{
				Driver: "sqlite", DSN: b.dsn, Keys: testKeys, Logger: slog.New(slog.NewTextHandler(log, nil)),
			})
			must(t, err)
			t.Cleanup(func() {
				lines.Close()
				j.Close()
			})
			c.spoil(t, b.path())
			line := make([]byte, 4096)
			n, err := lines.Read(line)
			if err != nil || !bytes.Contains(line[:n], []byte("journal is lost")) || !bytes.Contains(line[:n], []byte(b.path())) {
				t.Errorf("says %s, %v", line[:n], err)
			}
		})
	}
}

// The files are back, and nobody knows what happened to them meanwhile.
func TestX9_LostStaysLostUntilARestart(t *testing.T) {
	t.Parallel()
	b := sqliteBench(t)
	j := b.open()
	ticket := sent(t, j, "k", paymentNumber(1))
	away := filepath.Dir(b.path()) + ".away"
	must(t, os.Rename(filepath.Dir(b.path()), away))
	if err := j.Writable(ctx); err == nil {
		t.Fatal("can be written")
	}
	must(t, j.Finish(ctx, ticket, Finishing{Answer: Answer{Status: 201}, Status: Submitted}))
	must(t, os.Rename(away, filepath.Dir(b.path())))
	if _, err := occupy(j, scopeOf("other")); !errors.Is(err, ErrUnavailable) {
		t.Errorf("claim: %v", err)
	}
	must(t, j.Close())
	again := b.open() // and holds what was written meanwhile
	claim(t, again, "k", Replay)
	claim(t, again, "other", Fresh)
}

// Closing must not touch what took the place of lost files.
func TestX9_ClosingLeavesTheNewFilesAlone(t *testing.T) {
	t.Parallel()
	b := sqliteBench(t)
	j := b.open()
	claim(t, j, "k", Fresh)
	dir := filepath.Dir(b.path())
	must(t, os.Rename(dir, dir+".away"))
	second := b.open() // a restored journal, in the hands of another process
	claim(t, second, "restored", Fresh)
	log := readFile(t, b.path()+"-wal")
	must(t, j.Close())
	if !bytes.Equal(log, readFile(t, b.path()+"-wal")) {
		t.Error("the log of the new journal was changed")
	}
	claim(t, second, "restored", InProgress)
}

// What SQLite itself does to its files is no loss.
func TestX9_OrdinaryWorkIsNoLoss(t *testing.T) {
	t.Parallel()
	b := sqliteBench(t)
	j := b.open()
	for n := range 50 {
		p := paymentNumber(n)
		p.Body = make([]byte, 32<<10)
		must(t, j.Finish(ctx, sent(t, j, p.ID, p), Finishing{Answer: Answer{Status: 201, Body: p.Body}, Status: Submitted}))
	}
	execFile(t, b, "PRAGMA wal_checkpoint(FULL)")
	execFile(t, b, "DELETE FROM payment_history")
	execFile(t, b, "DELETE FROM idempotency")
	execFile(t, b, "VACUUM")
	execFile(t, b, "PRAGMA wal_checkpoint(FULL)")
	must(t, j.Writable(ctx))
	claim(t, j, "k", Fresh)
	second := b.open()
	claim(t, second, "k2", Fresh)
	must(t, second.Close())
	must(t, j.Writable(ctx))
	claim(t, j, "k3", Fresh)
}

// Copied over the open file, the inode stays what it was.
func TestX9_OlderCopyInPlaceIsNoticed(t *testing.T) {
	t.Parallel()
	b := sqliteBench(t)
	j := b.open()
	grow := func(from int) {
		for n := from; n < from+5; n++ {
			p := paymentNumber(n)
			p.Body = make([]byte, 32<<10)
			sent(t, j, p.ID, p)
		}
		execFile(t, b, "PRAGMA wal_checkpoint(FULL)")
		must(t, j.Writable(ctx))
	}
	grow(0)
	backup := readFile(t, b.path())
	grow(5)
	file, err := os.OpenFile(b.path(), os.O_WRONLY, 0) // never shorter than it was, which would be noticed as well
	must(t, err)
	_, err = file.WriteAt(backup, 0)
	must(t, err)
	must(t, file.Close())
	if _, err := occupy(j, scopeOf("k")); !errors.Is(err, ErrUnavailable) || !strings.Contains(err.Error(), "older") {
		t.Errorf("claim: %v", err)
	}
}

// Backup and replication tools move the log into the database and truncate it.
func TestX9_TruncatingCheckpointIsNoLoss(t *testing.T) {
	t.Parallel()
	for _, mode := range []string{"TRUNCATE", "RESTART", "FULL", "PASSIVE"} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			b := sqliteBench(t)
			j := b.open()
			sent(t, j, "before", nil)
			must(t, j.Writable(ctx))
			for _, key := range []string{"a", "b", "c"} {
				checkpoint(t, b, mode)
				must(t, j.Writable(ctx))
				sent(t, j, key, nil)
				claim(t, j, "before", InProgress)
				must(t, j.Writable(ctx))
			}
			must(t, os.Truncate(b.path()+"-wal", 0)) // with what came after the checkpoint
			if err := j.Writable(ctx); !errors.Is(err, ErrLost) {
				t.Errorf("log cut after a checkpoint: %v", err)
			}
		})
	}
}

// checkpoint is another program's, which truncates an empty log too.
func checkpoint(t *testing.T, b *bench, mode string) {
	t.Helper()
	conn, err := openWriter(ctx, b.path())
	must(t, err)
	defer conn.close()
	var busy, frames, moved int
	must(t, conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint("+mode+")").Scan(&busy, &frames, &moved))
	info, err := os.Stat(b.path() + "-wal")
	must(t, err)
	if busy != 0 || mode == "TRUNCATE" && info.Size() != 0 {
		t.Fatalf("checkpoint: busy %d, log of %d bytes", busy, info.Size())
	}
}

// A checkpoint may truncate the log at any moment of a write.
func TestX9_CheckpointsBesideWrites(t *testing.T) {
	t.Parallel()
	b := sqliteBench(t)
	j := b.open()
	done := make(chan struct{})
	go func() {
		defer close(done)
		for n := range 200 {
			if _, err := j.Claim(ctx, scopeOf(paymentNumber(n).ID), fingerprint, lease); err != nil {
				t.Errorf("claim %d: %v", n, err)
				return
			}
		}
	}()
	for {
		select {
		case <-done:
			return
		default:
			execFile(t, b, "PRAGMA wal_checkpoint(TRUNCATE)")
		}
	}
}
