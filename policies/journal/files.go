package journal

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// files watches the three files of an open SQLite journal: the database, its log
// and its shared memory. SQLite goes on writing into files that nobody will find
// again, so a journal whose files were deleted, replaced or cut short would take
// keys that the next start has never heard of. Once lost, files stay lost until
// the program starts again.
type files struct {
	path string // as configured
	log  *slog.Logger

	mu      sync.Mutex
	watched []watchedFile
	handle  *os.File // of the database, to read its header
	seen    header   // as it was last read
	fault   error    // once lost
	moved   bool     // lost as a whole: what is open is still the journal
}

// watchedFile is a file as it was last seen.
type watchedFile struct {
	name string // resolved, without symbolic links
	info fs.FileInfo
}

// watchEvery is how often the files are looked at while nobody writes.
const watchEvery = 250 * time.Millisecond

// fileNames are what the parts are called in messages, database first.
var fileNames = []string{"database", "log (-wal)", "shared memory (-shm)"}

// watchFiles begins with the files as they are; all connections are open.
func watchFiles(path string, log *slog.Logger) (*files, error) {
	resolved, err := filepath.EvalSymlinks(path)
	if err != nil {
		return nil, errors.New("file cannot be looked at: " + reasonOf(err))
	}
	f := &files{path: path, log: log}
	for _, name := range []string{resolved, resolved + "-wal", resolved + "-shm"} {
		info, err := os.Stat(name)
		if err != nil {
			return nil, errors.New("file cannot be looked at: " + reasonOf(err))
		}
		f.watched = append(f.watched, watchedFile{name, info})
	}
	if f.handle, err = os.Open(resolved); err != nil {
		return nil, errors.New("file cannot be opened: " + reasonOf(err))
	}
	return f, nil
}

// check looks at the files, and says so once when they are lost.
func (f *files) check() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.fault != nil {
		return f.fault
	}
	reason, moved := f.look()
	if reason == "" {
		return nil
	}
	f.fault, f.moved = &fault{reason: "journal is lost: " + reason + "; it is not used again until a restart", storage: true, lost: true}, moved
	f.log.Error("journal is lost: nothing that needs it is done until the journal is restored and the program started again",
		"journal", f.path, "reason", reason)
	return f.fault
}

// open is check for what has happened already and only has to be written down.
// While nobody else can have the open files, they still take it: moved back,
// they hold it.
func (f *files) open() error {
	err := f.check()
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.moved {
		return nil
	}
	return err
}

// look says what happened to the files; "" is nothing. moved says that the
// database as a whole is elsewhere.
func (f *files) look() (reason string, moved bool) {
	if now, err := os.Stat(f.path); err != nil {
		return f.say(0, "is gone", err), true
	} else if !os.SameFile(now, f.watched[0].info) {
		return f.say(0, "was replaced", nil), true
	}
	for i := range f.watched {
		w := &f.watched[i]
		now, err := os.Stat(w.name)
		switch {
		case err != nil:
			return f.say(i, "is gone", err), false
		case !os.SameFile(now, w.info):
			return f.say(i, "was replaced", nil), false
		case now.Size() < w.info.Size() && (i > 0 || f.isCut(now.Size())):
			return f.say(i, "was cut short", nil), false
		}
		w.info = now
	}
	if now, ok := f.header(); ok {
		if now.size < f.seen.size && now.schema == f.seen.schema {
			return f.say(0, "was overwritten by an older one", nil), false
		}
		f.seen = now
	}
	return "", false
}

func (f *files) say(i int, what string, err error) string {
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Sprintf("the %s cannot be looked at: %s", fileNames[i], reasonOf(err))
	}
	return fmt.Sprintf("the %s %s", fileNames[i], what)
}

// isCut says whether a database of this size lacks pages that its header counts.
// One that was only vacuumed does not.
func (f *files) isCut(size int64) bool {
	now, ok := f.header()
	return !ok || size < now.size
}

// header is what the first page of the database says of it. It only grows until
// somebody vacuums it, which counts as a change of the schema.
type header struct {
	size   int64
	schema uint32
}

func (f *files) header() (h header, ok bool) {
	var head [44]byte
	if n, err := f.handle.ReadAt(head[:], 0); err != nil || n < len(head) {
		return header{}, false
	}
	page := int64(binary.BigEndian.Uint16(head[16:]))
	if page == 1 { // how SQLite writes 65536
		page = 65536
	}
	return header{size: page * int64(binary.BigEndian.Uint32(head[28:])), schema: binary.BigEndian.Uint32(head[40:])}, true
}

// watch looks at the files until ctx ends.
func (f *files) watch(ctx context.Context) {
	ticker := time.NewTicker(watchEvery)
	defer ticker.Stop()
	for f.check() == nil {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// lost says whether the files were lost.
func (f *files) lost() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.fault != nil
}

// close ends the reading of the header. It comes after all connections are
// closed: closing a file gives up its locks.
func (f *files) close() { f.handle.Close() } // nothing was written to it
