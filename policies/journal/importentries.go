package journal

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// ImportEntry is what one entry of a file says of one payment, as far as it
// concerns us. Digest and Occurrence are its identity, whatever file it stands in.
type ImportEntry struct {
	No         int64 // its place among the entries of the file, from 1
	Digest     [32]byte
	Occurrence int // of equal entries of the file, from 1

	Kind       string
	Status     string
	Direction  string
	Amount     string
	Currency   string
	OccurredOn string
	SettledOn  string
	Code       string
	Last4      string

	PaymentID string
	Result    string
	Detail    []byte // JSON; sealed at rest
	Corrected string // data of a notification of change: sealed, and kept until it is used
}

// EntryPending is the result of an entry that nobody has judged yet.
const EntryPending = "pending"

const insertEntry = `
INSERT INTO import_entries (import_id, no, connection, digest, occurrence, kind, status, direction, amount, currency,
    occurred_on, settled_on, code, last4, payment_id, result, sealed, corrected)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
ON CONFLICT (import_id, no) DO NOTHING`

// AddEntries keeps entries of an import that is being read; nothing moves by it. No
// more than a few hundred at once, so that others can write in between.
func (j *Journal) AddEntries(ctx context.Context, i Import, entries []ImportEntry) error {
	sealed, corrected := make([][]byte, len(entries)), make([][]byte, len(entries))
	for k, e := range entries {
		var err error
		if sealed[k], err = j.keys.Seal(e.Detail, entryPlace(i.ID, e.No)); err != nil {
			return err
		}
		if e.Corrected == "" {
			continue
		}
		if corrected[k], err = j.keys.Seal([]byte(e.Corrected), entryPlace(i.ID, e.No)); err != nil {
			return err
		}
	}
	return j.write(ctx, "keep import entries", func(ctx context.Context, q querier) error {
		for k, e := range entries {
			if _, err := q.ExecContext(ctx, insertEntry, i.ID, e.No, i.Connection, e.Digest[:], e.Occurrence, e.Kind, e.Status, e.Direction,
				e.Amount, e.Currency, e.OccurredOn, e.SettledOn, e.Code, e.Last4, e.PaymentID, e.Result, sealed[k], corrected[k]); err != nil {
				return err
			}
		}
		return nil
	})
}

func entryPlace(importID string, no int64) []byte {
	return place("import entry", importID, fmt.Sprint(no))
}

// ForgetEntries drops what was kept of an import that is read anew.
func (j *Journal) ForgetEntries(ctx context.Context, importID string) error {
	const some = `
DELETE FROM import_entries WHERE import_id = $1 AND live = 0 AND no IN
    (SELECT e.no FROM import_entries e WHERE e.import_id = $1 AND e.live = 0 ORDER BY e.no LIMIT $2)`
	for {
		deleted, err := j.purge(ctx, some, []any{importID, passBatch})
		if err != nil || deleted < passBatch*purgeBatches {
			return err
		}
	}
}

const entryColumns = `import_id, no, digest, occurrence, kind, status, direction, amount, currency,
occurred_on, settled_on, code, last4, payment_id, result, sealed, corrected`

// EntriesAfter lists entries of an import in the order of the file.
func (j *Journal) EntriesAfter(ctx context.Context, importID string, no int64, limit int) (entries []ImportEntry, err error) {
	err = j.read(ctx, "read import entries", func(ctx context.Context, q querier) (err error) {
		entries, err = collect(ctx, q, func(rows *sql.Rows) (ImportEntry, error) { return j.scanEntryRow(rows) },
			`SELECT `+entryColumns+` FROM import_entries WHERE import_id = $1 AND no > $2 ORDER BY no LIMIT $3`, importID, no, limit)
		return err
	})
	return entries, err
}

// ListEntries lists the entries of an import with a result, or all, in the order of
// the file.
func (j *Journal) ListEntries(ctx context.Context, importID, result string, page Page) ([]ImportEntry, string, error) {
	const attempt = "list import entries"
	list := "entries of " + importID
	after := int64(0)
	if page.Cursor != "" {
		var err error
		if after, err = j.openCursor(list, page.Cursor); err != nil {
			return nil, "", fmt.Errorf("%s: %w", attempt, err)
		}
	}
	var w where
	w.add("import_id = $%d", importID)
	w.add("no > $%d", after)
	w.addText("result = $%d", result)
	limit := page.limit()
	query := `SELECT ` + entryColumns + ` FROM import_entries` + w.clause() + ` ORDER BY no` + w.limit(limit+1)
	var entries []ImportEntry
	err := j.read(ctx, attempt, func(ctx context.Context, q querier) (err error) {
		entries, err = collect(ctx, q, func(rows *sql.Rows) (ImportEntry, error) { return j.scanEntryRow(rows) }, query, w.args...)
		return err
	})
	if err != nil || len(entries) <= limit {
		return entries, "", err
	}
	next, err := j.sealCursor(list, entries[limit-1].No)
	return entries[:limit], next, err
}

func (j *Journal) scanEntryRow(row scanner) (ImportEntry, error) {
	var e ImportEntry
	var importID string
	var digest, sealed, corrected []byte
	err := row.Scan(&importID, &e.No, &digest, &e.Occurrence, &e.Kind, &e.Status, &e.Direction, &e.Amount, &e.Currency,
		&e.OccurredOn, &e.SettledOn, &e.Code, &e.Last4, &e.PaymentID, &e.Result, &sealed, &corrected)
	if err != nil {
		return e, err
	}
	copy(e.Digest[:], digest)
	if e.Detail, err = j.keys.Open(sealed, entryPlace(importID, e.No)); err != nil || corrected == nil {
		return e, err
	}
	plain, err := j.keys.Open(corrected, entryPlace(importID, e.No))
	e.Corrected = string(plain)
	return e, err
}

// placeholders are n parameters of a list, the first with a number.
func placeholders(first, n int) string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf("$%d", first+i)
	}
	return strings.Join(all, ", ")
}

// CountEntries counts the entries of an import by result.
func (j *Journal) CountEntries(ctx context.Context, importID string) (map[string]int, error) {
	counts := map[string]int{}
	err := j.read(ctx, "count import entries", func(ctx context.Context, q querier) error {
		_, err := collect(ctx, q, func(rows *sql.Rows) (struct{}, error) {
			var result string
			var n int
			err := rows.Scan(&result, &n)
			counts[result] = n
			return struct{}{}, err
		}, `SELECT result, COUNT(*) FROM import_entries WHERE import_id = $1 GROUP BY result`, importID)
		return err
	})
	return counts, err
}
