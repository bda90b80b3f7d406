package journal

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Exception is something about money that a person has to look at.
type Exception struct {
	ID         string
	Kind       string
	State      string // open or closed
	Connection string
	Tenant     string // empty: of no payment
	PaymentID  string
	ImportID   string
	EntryNo    int64  // of the import
	Detail     string // sealed at rest, like what follows
	By         string // who closed it, and why; empty: nobody had to
	Reason     string
	CreatedAt  time.Time
	UpdatedAt  time.Time

	// dedupeKey stands in the place of EntryNo where there is no import, so that an
	// exception of a payment is raised once for its kind.
	dedupeKey int64
}

// exceptionNote is what is sealed of an exception.
type exceptionNote struct {
	Detail string `json:"detail,omitempty"`
	By     string `json:"by,omitempty"`
	Reason string `json:"reason,omitempty"`
}

const (
	newException     = `id, kind, state, connection, tenant, payment_id, import_id, entry_no, note, created_at, updated_at`
	exceptionColumns = newException + `, withdrawal`

	insertException = `
INSERT INTO exceptions (` + newException + `) VALUES ($1, $2, 'open', $3, $4, $5, $6, $7, $8, $9, $9)
ON CONFLICT (import_id, entry_no, kind) DO NOTHING
RETURNING seq`

	holdException = `UPDATE exceptions SET updated_at = $2 WHERE id = $1 RETURNING ` + exceptionColumns

	closeException = `UPDATE exceptions SET state = 'closed', note = $2 WHERE id = $1`
)

// raising is a querier that keeps which exceptions its transaction has raised.
type raising struct {
	querier
	raised []Exception
}

// raise writes an exception and announces it, once for its entry and kind. q is that of
// writeAndWake or settle, which tell Options.Raised of it.
func (j *Journal) raise(ctx context.Context, q querier, e Exception, now time.Time) error {
	told, ok := q.(*raising)
	if !ok {
		return errors.New("raise exception: nobody would be told of it")
	}
	e.ID = "exc_" + rand.Text()
	note, err := j.sealJSON(exceptionNote{Detail: e.Detail}, "exception", e.ID)
	if err != nil {
		return err
	}
	number := e.EntryNo
	if e.ImportID == "" {
		number = e.dedupeKey
	}
	var seq int64
	err = q.QueryRowContext(ctx, insertException, e.ID, e.Kind, e.Connection, e.Tenant, e.PaymentID, e.ImportID, number, note, stamp(now)).Scan(&seq)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	told.raised = append(told.raised, e)
	return j.emit(ctx, q, j.options.EventsOfException(e), now)
}

// Raise notes an exception that stands for a whole import, or for none.
func (j *Journal) Raise(ctx context.Context, e Exception) error {
	return j.writeAndWake(ctx, "raise exception", func(ctx context.Context, q querier) error {
		return j.raise(ctx, q, e, j.clock.now())
	})
}

// CloseException notes who looked at an exception and what became of it. ErrConflict
// if it is closed. Who may not see its tenant does not find it; nil tenants are all.
func (j *Journal) CloseException(ctx context.Context, id string, tenants []string, by, reason string) (e Exception, err error) {
	err = j.write(ctx, "close exception", func(ctx context.Context, q querier) (err error) {
		if e, err = j.scanException(q.QueryRowContext(ctx, holdException, id, stamp(j.clock.now()))); err != nil {
			return orNotFound(err)
		}
		if !seenBy(tenants, e.Tenant) {
			return ErrNotFound
		}
		if e.State != "open" {
			return ErrConflict
		}
		e.State, e.By, e.Reason = "closed", by, reason
		return j.endException(ctx, q, e)
	})
	return e, err
}

// endException writes who closed an exception and why.
func (j *Journal) endException(ctx context.Context, q querier, e Exception) error {
	note, err := j.sealJSON(exceptionNote{e.Detail, e.By, e.Reason}, "exception", e.ID)
	if err != nil {
		return err
	}
	_, err = q.ExecContext(ctx, closeException, e.ID, note)
	return err
}

// ExceptionCount is how many exceptions of a kind wait for somebody.
type ExceptionCount struct {
	Connection, Kind string
	Open             int64
}

const countExceptions = `SELECT connection, kind, COUNT(*) FROM exceptions WHERE state = 'open' GROUP BY connection, kind`

// CountOpenExceptions counts those that nobody has closed, for metrics.
func (j *Journal) CountOpenExceptions(ctx context.Context) (all []ExceptionCount, err error) {
	err = j.read(ctx, "count exceptions", func(ctx context.Context, q querier) error {
		all, err = collect(ctx, q, func(rows *sql.Rows) (c ExceptionCount, err error) {
			err = rows.Scan(&c.Connection, &c.Kind, &c.Open)
			return c, err
		}, countExceptions)
		return err
	})
	return all, err
}

// ExceptionFilter narrows a list; empty fields do not. Tenants nil is all of them.
type ExceptionFilter struct {
	Kind, State, Connection, ImportID string
	Tenants                           []string
}

// ListExceptions lists exceptions, newest first.
func (j *Journal) ListExceptions(ctx context.Context, f ExceptionFilter, page Page) ([]Exception, string, error) {
	var w where
	w.addText("kind = $%d", f.Kind)
	w.addText("state = $%d", f.State)
	w.addText("connection = $%d", f.Connection)
	w.addText("import_id = $%d", f.ImportID)
	w.addTenants(f.Tenants)
	return listPage(ctx, j, "exceptions", exceptionColumns, w, page, j.scanException)
}

// The kinds of exceptions.
const (
	Contradiction  = "contradiction" // a file or the vendor says otherwise: somebody may have paid twice
	AmountMismatch = "amount_mismatch"
	SecondReturn   = "second_return"
	UnknownCode    = "unknown_code"
	OddCode        = "odd_code" // late, or for another kind of payment
	Dishonored     = "dishonoured"
	PartialFile    = "partial_file"
	Orphan         = "orphan" // an entry looks ours and has no payment
	Ageing         = "ageing" // what became of a payment is unknown for too long
)

// ExceptionKinds are all of them.
var ExceptionKinds = []string{
	Contradiction, AmountMismatch, SecondReturn, UnknownCode, OddCode, Dishonored, PartialFile, Orphan, Ageing,
}

// seenBy says whether who may see tenants sees what belongs to tenant; nil is all,
// and what belongs to nobody is seen by everybody.
func seenBy(tenants []string, tenant string) bool {
	return tenants == nil || tenant == "" || slices.Contains(tenants, tenant)
}

// addTenants narrows to what belongs to one of the tenants, or to nobody.
func (w *where) addTenants(tenants []string) {
	if tenants != nil {
		w.addAny("tenant", append([]string{""}, tenants...))
	}
}

func (j *Journal) scanException(row scanner) (Exception, error) {
	var e Exception
	var sealed, withdrawal []byte
	var created, updated int64
	err := row.Scan(&e.ID, &e.Kind, &e.State, &e.Connection, &e.Tenant, &e.PaymentID, &e.ImportID, &e.EntryNo, &sealed, &created, &updated, &withdrawal)
	if err != nil {
		return e, err
	}
	if e.ImportID == "" {
		e.EntryNo = 0
	}
	var note exceptionNote
	err = j.openJSON(sealed, &note, "exception", e.ID)
	if err == nil && withdrawal != nil {
		err = j.openJSON(withdrawal, &note, "withdrawal", e.ImportID)
	}
	e.Detail, e.By, e.Reason = note.Detail, note.By, note.Reason
	e.CreatedAt, e.UpdatedAt = unstamp(created), unstamp(updated)
	return e, err
}

// sealJSON seals a value for the column of a row.
func (j *Journal) sealJSON(v any, column string, row ...string) ([]byte, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", column, err)
	}
	return j.keys.Seal(plain, place(column, row...))
}

func (j *Journal) openJSON(sealed []byte, v any, column string, row ...string) error {
	plain, err := j.keys.Open(sealed, place(column, row...))
	if err != nil {
		return err
	}
	if json.Unmarshal(plain, v) != nil {
		return ErrSealed
	}
	return nil
}
