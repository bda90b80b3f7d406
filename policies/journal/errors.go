package journal

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

var (
	// ErrUnavailable means the journal cannot be written (or, from a read, be
	// reached) at the moment. After a write the record is either unchanged or
	// changed as asked, and the caller must act as if it were unchanged: no vendor
	// call may follow.
	ErrUnavailable = errors.New("journal unavailable")
	// ErrClosed is an ErrUnavailable after Close.
	ErrClosed = fmt.Errorf("%w: closed", ErrUnavailable)
	// ErrLost is an ErrUnavailable that only a restart ends: the files of a SQLite
	// journal were deleted, replaced or cut short.
	ErrLost = fmt.Errorf("%w: lost", ErrUnavailable)
	// ErrNotOwner means the claim was taken over, released or already finished by
	// another owner. Nothing was changed; nothing may be sent on this claim.
	ErrNotOwner = errors.New("claim is not owned any more")
	// ErrNotFound means there is no such payment or event for this tenant.
	ErrNotFound = errors.New("not found")
	// ErrConflict means the state of the payment does not allow the change.
	ErrConflict = errors.New("state does not allow the change")
	// ErrNeedsApproval means that a second person must agree to the change.
	ErrNeedsApproval = errors.New("a second person must approve the change")
	// ErrFilling is an ErrUnavailable of look-ups by a key, for as long as payments
	// from before the index have none.
	ErrFilling = fmt.Errorf("%w: payments from before are still being indexed", ErrUnavailable)
	// ErrTooMany means that a look-up found more payments than anybody can tell apart.
	ErrTooMany = errors.New("too many payments fit")
	// ErrBadCursor means a page cursor was not made by this list.
	ErrBadCursor = errors.New("cursor is not valid here")
)

// fault is a driver's error without the driver's text, which may quote values.
type fault struct {
	reason    string
	storage   bool
	uncertain bool // the commit was asked for, and may have been done
	lost      bool // the journal's files are
}

func (f *fault) Error() string { return f.reason }

// uncertain marks an error of a commit: what was written may be durable.
func uncertain(err error) error {
	if err == nil {
		return nil
	}
	reason := err.Error()
	if f := (*fault)(nil); errors.As(err, &f) {
		reason = f.reason
	}
	return &fault{reason: reason, storage: true, uncertain: true}
}

// isUncertain says whether a write that failed may have been done all the same.
func isUncertain(err error) bool {
	f := (*fault)(nil)
	return errors.As(err, &f) && f.uncertain
}

func (f *fault) Unwrap() error {
	switch {
	case f.lost:
		return ErrLost
	case f.storage:
		return ErrUnavailable
	default:
		return nil
	}
}

var sqliteReasons = map[int]string{
	sqlite3.SQLITE_FULL:      "disk is full",
	sqlite3.SQLITE_READONLY:  "file is read-only",
	sqlite3.SQLITE_PERM:      "file may not be written",
	sqlite3.SQLITE_AUTH:      "file may not be written",
	sqlite3.SQLITE_IOERR:     "disk I/O fails",
	sqlite3.SQLITE_CANTOPEN:  "file cannot be opened",
	sqlite3.SQLITE_BUSY:      "file is locked by another process",
	sqlite3.SQLITE_LOCKED:    "file is locked",
	sqlite3.SQLITE_PROTOCOL:  "file is locked by another process",
	sqlite3.SQLITE_CORRUPT:   "file is damaged",
	sqlite3.SQLITE_NOTADB:    "file is not a SQLite database",
	sqlite3.SQLITE_NOMEM:     "out of memory",
	sqlite3.SQLITE_INTERRUPT: "statement was interrupted",
}

// isUnsynced says whether SQLite wrote everything and could not have the disk keep
// it: after a crash it may be there all the same.
func isUnsynced(err error) bool {
	var lite *sqlite.Error
	return errors.As(err, &lite) && lite.Code() == sqlite3.SQLITE_IOERR_FSYNC
}

// primaryCode masks SQLite's extended codes, which carry the primary one in the low
// byte.
const primaryCode = 0xff

// classify replaces a driver's error by a fault; other errors pass unchanged.
func classify(err error) error {
	if err == nil {
		return nil
	}
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		if reason, ok := sqliteReasons[lite.Code()&primaryCode]; ok {
			return &fault{reason: reason, storage: true}
		}
		return &fault{reason: fmt.Sprintf("statement was refused (sqlite %d)", lite.Code())}
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return classifyPostgres(pg)
	}
	if isContextEnd(err) {
		return err
	}
	var network net.Error
	if errors.As(err, new(*pgconn.ConnectError)) || errors.As(err, &network) || isConnectionEnd(err) {
		return &fault{reason: "database server cannot be reached", storage: true}
	}
	return err
}

// classifyPostgres tells a statement the server refuses (classes 22, 23 and 42,
// a mistake of ours) from a server that cannot serve at the moment.
func classifyPostgres(err *pgconn.PgError) error {
	switch err.Code[:min(2, len(err.Code))] {
	case "22", "23", "42":
		return &fault{reason: "statement was refused (postgres " + err.Code + ")"}
	}
	return &fault{reason: "database server does not serve (postgres " + err.Code + ")", storage: true}
}

func isContextEnd(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

func isConnectionEnd(err error) bool {
	// SafeToRetry is how pgconn calls what failed before anything was sent, such as
	// a connection that is found closed.
	return pgconn.SafeToRetry(err) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) || errors.Is(err, sql.ErrTxDone)
}
