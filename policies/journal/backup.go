package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"modernc.org/sqlite"
)

// Backup is a copy of a journal that was made and verified.
type Backup struct {
	Bytes    int64
	Payments int64
	// Keys are the ids of the keys of the id key set that are needed to read it.
	Keys []uint32
}

// reasonCopy is why a backup counts as restored when it is opened as a journal.
const reasonCopy = "it is a backup that canongate backup has made"

// stampCopy marks a copy, so that it is known for what it is wherever it is put.
func stampCopy(now time.Time) unitOfWork {
	return func(ctx context.Context, q querier) error {
		_, err := q.ExecContext(ctx, noteRestored, stamp(now), reasonCopy)
		return err
	}
}

// BackUp copies the SQLite journal of the options to a new file, while gateways use
// it, and verifies the copy: it is whole, and the keys open it. A PostgreSQL journal
// has backups of its server's.
func BackUp(ctx context.Context, o Options, to string) (Backup, error) {
	made, err := backUp(ctx, o, to)
	if err != nil {
		return Backup{}, fmt.Errorf("back up journal: %w", err)
	}
	return made, nil
}

func backUp(ctx context.Context, o Options, to string) (made Backup, err error) {
	if o.Driver != "sqlite" {
		return made, errors.New("only a SQLite journal can be copied; back up PostgreSQL with its own tools, see deploy/README.md")
	}
	path, err := sqlitePath(o.DSN)
	if err != nil {
		return made, err
	}
	if to, err = filepath.Abs(to); err != nil {
		return made, err
	}
	if _, err := os.Lstat(to); err == nil {
		return made, errors.New(to + " is there already")
	}
	draft, err := os.CreateTemp(filepath.Dir(to), filepath.Base(to)+".new-*")
	if err != nil {
		return made, errors.New("the copy cannot be made: " + reasonOf(err))
	}
	draft.Close()                 // nothing was written through it
	defer os.Remove(draft.Name()) //nolint:errcheck // it may be renamed already
	if err := copyPages(ctx, path, draft.Name()); err != nil {
		return made, err
	}
	if made, err = finishCopy(ctx, o.withDefaults(), draft.Name()); err != nil {
		return made, err
	}
	if err := os.Link(draft.Name(), to); err != nil { // never over another file
		return made, errors.New("the copy cannot be put into place: " + reasonOf(err))
	}
	return made, syncDir(filepath.Dir(to))
}

// copyPages copies a database as it is at one moment. Writers go on meanwhile.
func copyPages(ctx context.Context, from, to string) error {
	db, err := sql.Open("sqlite", sqliteURI(from, [2]string{"_query_only", "1"}))
	if err != nil {
		return classify(err)
	}
	defer db.Close() //nolint:errcheck // it only read
	conn, err := db.Conn(ctx)
	if err != nil {
		return classify(err)
	}
	defer conn.Close() //nolint:errcheck // likewise
	return classify(conn.Raw(func(c any) error {
		source, able := c.(interface {
			NewBackup(to string) (*sqlite.Backup, error)
		})
		if !able {
			return errors.New("the SQLite driver makes no copies")
		}
		copying, err := source.NewBackup(to)
		if err != nil {
			return err
		}
		_, err = copying.Step(-1)
		return errors.Join(err, copying.Finish())
	}))
}

const countPayments = `SELECT COUNT(*) FROM payments`

// finishCopy marks the copy, and looks whether it is good.
func finishCopy(ctx context.Context, o Options, path string) (made Backup, err error) {
	db, err := sql.Open("sqlite", sqliteURI(path))
	if err != nil {
		return made, classify(err)
	}
	defer db.Close() //nolint:errcheck // what it wrote is committed
	db.SetMaxOpenConns(1)
	var mode, verdict string
	if err := db.QueryRowContext(ctx, `PRAGMA journal_mode = DELETE`).Scan(&mode); err != nil { // so that it is one file
		return made, classify(err)
	}
	if err := stampCopy(o.Now())(ctx, db); err != nil {
		return made, classify(err)
	}
	if err := db.QueryRowContext(ctx, `PRAGMA integrity_check(1)`).Scan(&verdict); err != nil {
		return made, classify(err)
	}
	if verdict != "ok" || mode != "delete" {
		return made, errors.New("the copy is damaged: " + verdict)
	}
	noted, err := collect(ctx, db, scanKeyCheck, listKeyChecks)
	if err != nil {
		return made, classify(err)
	}
	if err := judgeKeys(o.Keys.Checks(), noted); err != nil {
		return made, err
	}
	made.Keys = idsOf(noted)
	if err := opensNewest(ctx, db, o.Keys); err != nil {
		return made, err
	}
	if err := db.QueryRowContext(ctx, countPayments).Scan(&made.Payments); err != nil {
		return made, classify(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		return made, errors.New("the copy cannot be looked at: " + reasonOf(err))
	}
	made.Bytes = info.Size()
	return made, nil
}
