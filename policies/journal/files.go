package journal

import (
	"bytes"
	"cmp"
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
	shared  *os.File // the shared memory, to read the log's index
	fixed   []byte   // the part of the header that never changes
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

// watchFiles begins with the files as they are; all connections are open. What it
// opened is to be closed after them, also when it fails.
func watchFiles(path string, log *slog.Logger) (*files, error) {
	resolved, err := filepath.EvalSymlinks(path)
	f := &files{path: path, log: log}
	if err != nil {
		return f, errors.New("file cannot be looked at: " + reasonOf(err))
	}
	for _, name := range []string{resolved, resolved + "-wal", resolved + "-shm"} {
		info, err := os.Stat(name)
		if err != nil {
			return f, errors.New("file cannot be looked at: " + reasonOf(err))
		}
		f.watched = append(f.watched, watchedFile{name, info})
	}
	if f.handle, err = os.Open(resolved); err != nil {
		return f, errors.New("file cannot be opened: " + reasonOf(err))
	}
	if f.shared, err = os.Open(resolved + "-shm"); err != nil {
		return f, errors.New("shared memory (-shm) cannot be opened: " + reasonOf(err))
	}
	var head [headerSize]byte
	if _, err := f.handle.ReadAt(head[:], 0); err != nil {
		return f, errors.New("file cannot be read: " + reasonOf(err))
	}
	f.fixed = head[:fixedSize]
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
	f.check() //nolint:errcheck // takes is what it says to that
	return f.takes()
}

// takes is open by the last look at them.
func (f *files) takes() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.moved {
		return nil
	}
	return f.fault
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
		case now.Size() < w.info.Size() && f.isCut(i, now.Size()):
			return f.say(i, "was cut short", nil), false
		}
		w.info = now
	}
	now, err := f.header()
	switch {
	case errors.Is(err, errOverwritten):
		return f.say(0, "was overwritten", nil), false
	case err != nil: // SQLite says so itself when it needs the page
	case now.size < f.seen.size && now.schema == f.seen.schema:
		return f.say(0, "was overwritten by an older one", nil), false
	default:
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

// isCut says whether a file that shrank to this size lacks something. A database
// that was only vacuumed does not, nor a log whose frames a checkpoint moved.
func (f *files) isCut(i int, size int64) bool {
	switch i {
	case 0:
		now, err := f.header()
		return err != nil || size < now.size
	case 1:
		return f.isLogCut()
	}
	return true
}

// isLogCut says whether the log lacks frames that its index counts. A checkpoint
// that truncates the log clears the index first. Whatever changes the index between
// two looks at it makes a third one needed.
func (f *files) isLogCut() bool {
	before, err := f.logIndex()
	for err == nil {
		info, statErr := os.Stat(f.watched[1].name)
		after, indexErr := f.logIndex()
		if err = cmp.Or(statErr, indexErr); err == nil && after == before {
			return info.Size() < after.logSize()
		}
		before = after
	}
	return true
}

// logIndex is the head of the log's index, as https://sqlite.org/walformat.html
// describes it: in the byte order of the machine, from the change counter to the
// salt of the log.
type logIndex [40]byte

func (f *files) logIndex() (index logIndex, err error) {
	_, err = f.shared.ReadAt(index[:], 0)
	return index, err
}

// logSize is how long a log with all frames of the index is.
func (x logIndex) logSize() int64 {
	const head, frameHead = 32, 24
	frames := int64(binary.NativeEndian.Uint32(x[16:]))
	if frames == 0 {
		return 0
	}
	return head + frames*(frameHead+pageSize(binary.NativeEndian.Uint16(x[14:])))
}

// pageSize reads the size of a page as SQLite writes it.
func pageSize(written uint16) int64 {
	if written == 1 {
		return 65536
	}
	return int64(written)
}

// header is what the first page of the database says of it. It only grows until
// somebody vacuums it, which counts as a change of the schema.
type header struct {
	size   int64
	schema uint32
}

// The bytes of the header that are read. The first ones name the format, the size
// of a page and the journal mode, which never change while the database is open.
const (
	headerSize = 44
	fixedSize  = 24
)

var errOverwritten = errors.New("the header is another one")

func (f *files) header() (header, error) {
	var head [headerSize]byte
	if _, err := f.handle.ReadAt(head[:], 0); err != nil {
		return header{}, err
	}
	if !bytes.Equal(head[:fixedSize], f.fixed) {
		return header{}, errOverwritten
	}
	page := pageSize(binary.BigEndian.Uint16(head[16:]))
	return header{size: page * int64(binary.BigEndian.Uint32(head[28:])), schema: binary.BigEndian.Uint32(head[40:])}, nil
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

// close ends the reading of the files. It comes after all connections are closed:
// closing a file gives up its locks.
func (f *files) close() {
	for _, file := range []*os.File{f.handle, f.shared} {
		file.Close() // nothing was written to it; it may never have been opened
	}
}
