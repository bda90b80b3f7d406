package journal

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"canongate/policies/filelock"

	_ "modernc.org/sqlite" // registers the driver "sqlite"
)

var sqliteDialect = dialect{
	lock:     `SELECT 1`, // every transaction that writes begins IMMEDIATE, which is the lock
	sequence: "INTEGER PRIMARY KEY AUTOINCREMENT",
	bytes:    "BLOB", clustered: "WITHOUT ROWID",
}

// sqliteStore is one file, one writer and a few readers.
type sqliteStore struct {
	*writer
	readers  *reader
	lookers  *reader // of single rows, by their keys
	lockFile *filelock.Lock
	files    *files
	clock    func() time.Time
	stop     context.CancelFunc // ends the watching of files
	watching sync.WaitGroup
}

// The connections for lists, and for single rows.
const (
	sqliteReaders = 4
	sqliteLookers = 2
)

// openSQLite opens the file, making it first when there has never been one.
func openSQLite(ctx context.Context, o Options, now time.Time) (*sqliteStore, error) {
	path, err := sqlitePath(o.DSN)
	if err != nil {
		return nil, err
	}
	known := readMark(path)
	if err := ensureFile(ctx, path, known, now); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	id, err := checkFile(ctx, path, known, now, migrating{check: o.CheckSchema})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	present, alone := lockExclusive(path)
	if err := writeMark(path, id); err != nil {
		o.Logger.WarnContext(ctx, "the lock file cannot note the journal: should the journal be deleted, a new one is begun without a word",
			"journal", path, "reason", reasonOf(err))
	}
	s, err := connectSQLite(ctx, path, id, o, alone, now)
	if err != nil {
		present.Close()
		return nil, fmt.Errorf("%s: %w", path, classify(err))
	}
	present.Share()
	s.lockFile = present
	return s, nil
}

// connectSQLite opens the connections to a sound file. Who is alone with it ends
// the leases of those that were there before.
func connectSQLite(ctx context.Context, path string, id journalID, o Options, alone bool, now time.Time) (*sqliteStore, error) {
	open := func(ctx context.Context) (*writerConn, error) { return openWriter(ctx, path) }
	conn, err := open(ctx)
	if err != nil {
		return nil, err
	}
	seen, err := meetWitness(ctx, conn, path, id, now, o.Logger)
	if err != nil {
		conn.close()
		return nil, err
	}
	if alone {
		err = endLeases(ctx, conn, now)
	}
	readers, openErr := openReaders(ctx, path, sqliteReaders)
	if err = cmp.Or(err, openErr); err != nil {
		seen.close()
		conn.close()
		return nil, err
	}
	lookers, err := openReaders(ctx, path, sqliteLookers)
	if err != nil {
		readers.Close() //nolint:errcheck // the first error is the one to tell
		seen.close()
		conn.close()
		return nil, err
	}
	watched, err := watchFiles(path, o.Logger)
	if err != nil {
		lookers.Close() //nolint:errcheck // the first error is the one to tell
		readers.Close() //nolint:errcheck // likewise
		seen.close()
		conn.close()
		watched.close()
		return nil, err
	}
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	s := &sqliteStore{
		writer: newWriter(conn, open, o.Queue, o.Batch, watched, seen), readers: newReader(readers), lookers: newReader(lookers),
		files: watched, clock: o.Now, stop: stop,
	}
	s.watching.Go(func() { watched.watch(background) })
	return s, nil
}

// openReaders connects one reader at once, and it stays. When the last connection
// to a file closes, SQLite does away with its log and its shared memory; after a
// fault of the writer's, a full disk would not let anybody make them again.
func openReaders(ctx context.Context, path string, most int) (*sql.DB, error) {
	readers, err := sql.Open("sqlite", sqliteURI(path, [2]string{"_query_only", "1"}))
	if err != nil {
		return nil, err
	}
	readers.SetMaxOpenConns(most)
	readers.SetMaxIdleConns(most)
	var version int
	if err := readers.QueryRowContext(ctx, readVersion).Scan(&version); err != nil {
		readers.Close() //nolint:errcheck // the first error is the one to tell
		return nil, err
	}
	return readers, nil
}

func (s *sqliteStore) read(ctx context.Context, work unitOfWork) error {
	return s.readBy(ctx, s.readers, work)
}

// look has connections of its own, for which nobody waits longer than for a few rows. To
// be able to interrupt a statement costs it a third.
func (s *sqliteStore) look(ctx context.Context, work unitOfWork) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return s.readBy(context.WithoutCancel(ctx), s.lookers, work)
}

func (s *sqliteStore) readBy(ctx context.Context, by *reader, work unitOfWork) error {
	select {
	case <-s.stopping:
		return ErrClosed
	default:
	}
	return classify(work(ctx, by))
}

func (s *sqliteStore) queued() int { return len(s.queue) }

func (s *sqliteStore) sound() error { return s.files.check() }

// now is the host's clock: SQLite has no other.
func (s *sqliteStore) now(context.Context) (time.Time, error) { return s.clock(), nil }

// close leaves the connections of lost files to the end of the process: closing
// them in good order, SQLite deletes the log of whatever bears the name by now.
func (s *sqliteStore) close() error {
	s.stop()
	s.watching.Wait()
	s.writer.close()
	s.witness.close()
	if s.files.lost() {
		return nil
	}
	defer s.lockFile.Close() // last: nothing of this process is under way any more
	defer s.files.close()
	return classify(errors.Join(s.lookers.close(), s.readers.close()))
}

// sqlitePath takes the file out of a DSN: a path, or "file:" and a path.
func sqlitePath(dsn string) (string, error) {
	path := strings.TrimPrefix(strings.TrimPrefix(dsn, "file:"), "//")
	if path == "" || strings.HasPrefix(path, ":") {
		return "", errors.New("dsn names no file")
	}
	if strings.ContainsAny(path, "?#") {
		return "", errors.New("dsn carries parameters; the journal sets its own, name the file only")
	}
	return filepath.Abs(path)
}

// sqliteURI names the file for the driver. synchronous=FULL is what makes a
// commit durable in WAL mode.
func sqliteURI(path string, more ...[2]string) string {
	query := url.Values{
		"mode": {"rw"}, "_txlock": {"immediate"}, "_busy_timeout": {"5000"},
		"_synchronous": {"FULL"}, "_foreign_keys": {"1"}, "_dqs": {"0"},
	}
	for _, parameter := range more {
		query.Add(parameter[0], parameter[1])
	}
	return (&url.URL{Scheme: "file", Path: path, RawQuery: query.Encode()}).String()
}

// openWriter never makes a file (mode rw): one that went missing under a running
// gateway is an outage, not a reason to forget. The cache is small: where a commit has put
// pages of a tree in order, which nearly each does, SQLite walks all that is cached. So is
// the log before it is copied back: a longer one is copied less often, but is no faster.
func openWriter(ctx context.Context, path string) (*writerConn, error) {
	db, err := sql.Open("sqlite", sqliteURI(path, [2]string{"_journal_mode", "WAL"},
		[2]string{"_pragma", "wal_autocheckpoint(4000)"}, [2]string{"_pragma", "cache_size(-4096)"},
		[2]string{"_pragma", "temp_store(MEMORY)"})) // what a savepoint would undo is no file's matter
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	conn, err := db.Conn(ctx)
	if err != nil {
		db.Close() //nolint:errcheck // the first error is the one to tell
		return nil, err
	}
	return &writerConn{db: db, conn: conn, statements: map[string]*sql.Stmt{}}, nil
}

// ensureFile makes the journal when neither it nor a log or a mark of it exists.
func ensureFile(ctx context.Context, path string, known journalID, now time.Time) error {
	switch _, err := os.Stat(path); {
	case err == nil:
		return nil
	case !errors.Is(err, fs.ErrNotExist):
		return errors.New("file cannot be looked at: " + reasonOf(err))
	}
	if _, err := os.Stat(path + "-wal"); err == nil {
		return errors.New("file is gone but its log (-wal) is there; " + remedy(path))
	}
	if known != noJournal {
		return fmt.Errorf("file is gone: %s says that journal %s was here; %s", lockFile(path), known, remedy(path))
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return errors.New("directory cannot be made: " + reasonOf(err))
	}
	return makeFile(ctx, path, now)
}

// makeFile builds a whole journal beside path and links it into place, so that a
// crash leaves no half of one and two processes cannot both make it.
func makeFile(ctx context.Context, path string, now time.Time) error {
	draft, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".new-*")
	if err != nil {
		return errors.New("file cannot be made: " + reasonOf(err))
	}
	defer os.Remove(draft.Name()) //nolint:errcheck // it may be renamed already
	draft.Close()                 // nothing was written through it
	if _, err := migrateFile(ctx, draft.Name(), noJournal, now, migrating{}); err != nil {
		return err
	}
	// Only now WAL, which the file remembers: to change the mode of a file that
	// others are opening too fails without waiting.
	conn, err := openWriter(ctx, draft.Name())
	if err != nil {
		return classify(err)
	}
	conn.close()
	err = os.Link(draft.Name(), path)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		err = os.Rename(draft.Name(), path) // a file system without links
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return errors.New("file cannot be put into place: " + reasonOf(err))
	}
	return syncDir(filepath.Dir(path))
}

func syncDir(dir string) error {
	handle, err := os.Open(dir)
	if err != nil {
		return errors.New("directory cannot be opened: " + reasonOf(err))
	}
	defer handle.Close() // it was only synced
	if err := handle.Sync(); err != nil {
		return errors.New("directory cannot be synced: " + reasonOf(err))
	}
	return nil
}

// remedy says what to do about a journal that is refused.
func remedy(path string) string {
	return fmt.Sprintf("nothing was changed: restore the journal from a backup; or, to begin one that has forgotten every payment and "+
		"sends requests with keys used before once more, move away what is left of it and delete %s", lockFile(path))
}

// checkFile refuses what is not a sound journal, or not the one that is known to be
// here, and migrates what is.
func checkFile(ctx context.Context, path string, known journalID, now time.Time, m migrating) (journalID, error) {
	if info, err := os.Stat(path); err != nil || info.Size() == 0 {
		return noJournal, errors.New("journal file is empty or cannot be read; " + remedy(path))
	}
	db, err := sql.Open("sqlite", sqliteURI(path))
	if err != nil {
		return noJournal, classify(err)
	}
	defer db.Close() //nolint:errcheck // nothing is pending
	var verdict string
	err = db.QueryRowContext(ctx, `PRAGMA quick_check(1)`).Scan(&verdict)
	if isContextEnd(err) {
		return noJournal, err
	}
	if err != nil {
		return noJournal, fmt.Errorf("journal file cannot be read: %w; %s", classify(err), remedy(path))
	}
	if verdict != "ok" {
		return noJournal, errors.New("journal file is damaged; " + remedy(path))
	}
	var ours int
	if err := db.QueryRowContext(ctx, `SELECT COUNT(*) FROM sqlite_schema WHERE name = 'journal_schema'`).Scan(&ours); err != nil {
		return noJournal, classify(err)
	}
	if ours == 0 {
		return noJournal, errors.New("file is a SQLite database but no journal; nothing was changed")
	}
	var id journalID
	if err := db.QueryRowContext(ctx, readID).Scan(&id); err != nil {
		return noJournal, classify(err)
	}
	if id != noJournal && known != noJournal && id != known {
		return noJournal, fmt.Errorf("file is journal %s, but %s says that journal %s was here; %s", id, lockFile(path), known, remedy(path))
	}
	return migrateFile(ctx, path, known, now, m)
}

// migrateFile brings a journal up to date. One without an id gets the known one, or
// a new one.
func migrateFile(ctx context.Context, path string, known journalID, now time.Time, m migrating) (journalID, error) {
	db, err := sql.Open("sqlite", sqliteURI(path))
	if err != nil {
		return noJournal, classify(err)
	}
	defer db.Close() //nolint:errcheck // nothing is pending
	if _, err := migrate(ctx, db, sqliteDialect, now, m); err != nil {
		return noJournal, err
	}
	return ensureID(ctx, db, known)
}

// reasonOf is the bare reason of a file error, without the path it repeats.
func reasonOf(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err.Error()
	}
	var link *os.LinkError
	if errors.As(err, &link) {
		return link.Err.Error()
	}
	return "unknown reason"
}
