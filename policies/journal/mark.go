package journal

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// journalID tells one SQLite journal from another. It is the user_version of the
// file, which backups copy with the rest of it.
type journalID uint32

// noJournal is the id of a journal that was made before they had any.
const noJournal journalID = 0

func (id journalID) String() string { return fmt.Sprintf("%08x", uint32(id)) }

const readID = `PRAGMA user_version`

// newID fits into SQLite's signed number.
func newID() journalID {
	var b [4]byte
	_, _ = rand.Read(b[:]) // it never fails
	return journalID(binary.BigEndian.Uint32(b[:])>>1 | 1)
}

// ensureID gives the id of a journal. One that has none, perhaps a backup from
// before they had any, becomes the known one, or a new one.
func ensureID(ctx context.Context, db *sql.DB, known journalID) (id journalID, err error) {
	tx, err := db.BeginTx(ctx, nil) // immediate, so that of several who start at once one decides
	if err != nil {
		return noJournal, classify(err)
	}
	defer tx.Rollback() //nolint:errcheck // after Commit there is nothing to roll back
	if err := tx.QueryRowContext(ctx, readID).Scan(&id); err != nil {
		return noJournal, classify(err)
	}
	if id != noJournal {
		return id, nil
	}
	if id = known; id == noJournal {
		id = newID()
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", uint32(id))); err != nil {
		return noJournal, classify(err)
	}
	return id, classify(tx.Commit())
}

// markForm is the mark in a lock file: that there is a journal beside it.
const markForm = "canongate journal %08x\n"

func markOf(id journalID) []byte { return fmt.Appendf(nil, markForm, uint32(id)) }

// readMark gives the id of the journal that was here, noJournal when nothing says
// so. A mark that a crash left in half is none.
func readMark(path string) (id journalID) {
	content, err := os.ReadFile(lockFile(path))
	if err != nil {
		return noJournal
	}
	if _, err := fmt.Sscanf(string(content), markForm, &id); err != nil || !bytes.Equal(content, markOf(id)) {
		return noJournal
	}
	return id
}

// writeMark notes in the lock file that the journal exists, durably. The journal
// itself is durable already, so a crash in between locks nobody out.
func writeMark(path string, id journalID) error {
	file, err := os.OpenFile(lockFile(path), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	defer file.Close() // it was synced
	mark := markOf(id)
	old, err := io.ReadAll(file)
	if err != nil || bytes.Equal(old, mark) {
		return err
	}
	if _, err := file.WriteAt(mark, 0); err != nil {
		return err
	}
	if err := errors.Join(file.Truncate(int64(len(mark))), file.Sync()); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}
