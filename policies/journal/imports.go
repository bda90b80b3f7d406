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

// ImportState is how far a file about money is.
type ImportState string

// The states of an import. Only an applied one has moved payments.
const (
	ImportReading   ImportState = "reading"   // its entries become rows
	ImportMatched   ImportState = "matched"   // all are rows, and they are being applied
	ImportApplied   ImportState = "applied"   // done
	ImportDry       ImportState = "dry"       // done, and nothing moved
	ImportPartial   ImportState = "partial"   // the file is not whole: shown, never applied
	ImportRefused   ImportState = "refused"   // the file cannot be read
	ImportWithdrawn ImportState = "withdrawn" // taken back by a person
)

// Coverage is the time for which a file says all there is to say, if Complete.
type Coverage struct {
	From     time.Time
	To       time.Time // exclusive
	Complete bool
}

// Equal says whether two are about the same instants.
func (c Coverage) Equal(other Coverage) bool {
	return c.From.Equal(other.From) && c.To.Equal(other.To) && c.Complete == other.Complete
}

// Import is a file about money that was handed in. Name is sealed at rest, since it
// may name a person.
type Import struct {
	ID         string
	Connection string
	SHA256     [32]byte
	Format     string
	Mapping    string
	State      ImportState
	DryRun     bool
	Author     string
	// AppliedBy is who had it applied, and WithdrawnBy who took it back; empty: nobody yet.
	AppliedBy   string
	WithdrawnBy string
	Tenants     []string // whose payments the author may see; nil: everybody's
	Name        string
	Coverage    Coverage
	Summary     []byte // JSON of whoever reads files; without personal data
	CreatedAt   time.Time
	UpdatedAt   time.Time
}

const importColumns = `id, connection, sha256, format, mapping, state, dry_run, author, tenants, name,
coverage_from, coverage_to, coverage_complete, summary, created_at, updated_at, applied_by, withdrawn_by`

const insertImport = `
INSERT INTO imports (` + importColumns + `)
VALUES ($1, $2, $3, $4, $5, 'reading', $6, $7, $8, $9, $10, $11, $12, $13, $14, $14, $15, '')
ON CONFLICT DO NOTHING`

const findImport = `
SELECT ` + importColumns + ` FROM imports
WHERE connection = $1 AND sha256 = $2 AND tenants = $3 AND state NOT IN ('refused', 'withdrawn')`

// BeginImport notes a file that is about to be read. The same file at the same
// connection is one import for all who see the same tenants: then the first is
// returned, and fresh is false. A file that was refused or withdrawn may be handed in
// again.
func (j *Journal) BeginImport(ctx context.Context, i Import) (kept Import, fresh bool, err error) {
	i.ID = "imp_" + rand.Text()
	i.Tenants = slices.Clone(i.Tenants)
	slices.Sort(i.Tenants)
	tenants, err := json.Marshal(i.Tenants)
	if err != nil {
		return i, false, fmt.Errorf("encode tenants: %w", err)
	}
	name, err := j.keys.Seal([]byte(i.Name), place("import", i.ID))
	if err != nil {
		return i, false, err
	}
	err = j.write(ctx, "begin import", func(ctx context.Context, q querier) error {
		now := j.clock.now()
		result, err := q.ExecContext(ctx, insertImport, i.ID, i.Connection, i.SHA256[:], i.Format, i.Mapping, bit(i.DryRun), i.Author, string(tenants), name,
			stampOrZero(i.Coverage.From), stampOrZero(i.Coverage.To), bit(i.Coverage.Complete), string(i.Summary), stamp(now), i.AppliedBy)
		if err != nil {
			return err
		}
		n, err := result.RowsAffected()
		if err != nil {
			return err
		}
		fresh = n > 0
		kept, err = j.scanImport(q.QueryRowContext(ctx, findImport, i.Connection, i.SHA256[:], string(tenants)))
		return err
	})
	return kept, fresh, err
}

const moveImport = `
UPDATE imports SET state = $3, format = $4, mapping = $5, summary = $6, updated_at = $7
WHERE id = $1 AND state = $2 RETURNING ` + importColumns

// MoveImport takes an import from one state to another, with its format, mapping and
// summary as they are in i. ErrConflict if it is not in the first.
func (j *Journal) MoveImport(ctx context.Context, i Import, from, to ImportState) (Import, error) {
	err := j.write(ctx, "move import", func(ctx context.Context, q querier) (err error) {
		i, err = j.scanImport(q.QueryRowContext(ctx, moveImport, i.ID, string(from), string(to), i.Format, i.Mapping, string(i.Summary), stamp(j.clock.now())))
		return orConflict(err)
	})
	return i, err
}

const judgeAnew = `
UPDATE imports SET state = 'matched', dry_run = $2, coverage_from = $3, coverage_to = $4, coverage_complete = $5, updated_at = $6, applied_by = $7
WHERE id = $1 AND state = 'dry' RETURNING ` + importColumns

// JudgeAnew has a dry run applied, or run once more, with DryRun, Coverage and AppliedBy as
// they are in i. ErrConflict if it is none, or under way.
func (j *Journal) JudgeAnew(ctx context.Context, i Import) (judged Import, err error) {
	err = j.write(ctx, "judge import anew", func(ctx context.Context, q querier) (err error) {
		judged, err = j.scanImport(q.QueryRowContext(ctx, judgeAnew, i.ID, bit(i.DryRun),
			stampOrZero(i.Coverage.From), stampOrZero(i.Coverage.To), bit(i.Coverage.Complete), stamp(j.clock.now()), i.AppliedBy))
		return orConflict(err)
	})
	return judged, err
}

// What was applied, or what people have decided about, cannot be taken back.
const withdrawImport = `
UPDATE imports SET state = 'withdrawn', updated_at = $2, withdrawn_by = $3
WHERE id = $1 AND state IN ('applied', 'dry', 'partial')
  AND NOT EXISTS (SELECT 1 FROM import_entries e WHERE e.import_id = $1 AND e.live = 1 AND e.result IN ('applied', 'corrected'))
  AND NOT EXISTS (SELECT 1 FROM proposals p WHERE p.import_id = $1 AND p.state = 'accepted')
RETURNING ` + importColumns

var afterWithdrawal = []string{
	`UPDATE import_entries SET live = 0 WHERE import_id = $1 AND live = 1`,
	`UPDATE proposals SET state = 'rejected' WHERE import_id = $1 AND state IN ('open', 'dry')`,
}

const closeExceptionsOf = `UPDATE exceptions SET state = 'closed', updated_at = $2, withdrawal = $3 WHERE import_id = $1 AND state = 'open'`

// WithdrawImport takes back a file of which nothing was applied, and closes what somebody
// had to look at because of it. ErrConflict otherwise.
func (j *Journal) WithdrawImport(ctx context.Context, id, by, reason string) (i Import, err error) {
	sealed, err := j.sealJSON(exceptionNote{By: by, Reason: reason}, "withdrawal", id)
	if err != nil {
		return i, err
	}
	err = j.write(ctx, "withdraw import", func(ctx context.Context, q querier) (err error) {
		now := stamp(j.clock.now())
		if i, err = j.scanImport(q.QueryRowContext(ctx, withdrawImport, id, now, by)); err != nil {
			return orConflict(err)
		}
		for _, statement := range afterWithdrawal {
			if _, err := q.ExecContext(ctx, statement, id); err != nil {
				return err
			}
		}
		_, err = q.ExecContext(ctx, closeExceptionsOf, id, now, sealed)
		return err
	})
	return i, err
}

// GetImport reads an import. ErrNotFound if there is none, or if it is about tenants
// other than these; nil are all.
func (j *Journal) GetImport(ctx context.Context, id string, tenants []string) (i Import, err error) {
	err = j.read(ctx, "read import", func(ctx context.Context, q querier) (err error) {
		i, err = j.scanImport(q.QueryRowContext(ctx, `SELECT `+importColumns+` FROM imports WHERE id = $1`, id))
		if err == nil && !i.seenBy(tenants) {
			return ErrNotFound
		}
		return orNotFound(err)
	})
	return i, err
}

// seenBy says whether who sees tenants sees all of whom the import may tell.
func (i Import) seenBy(tenants []string) bool {
	others := func(t string) bool { return !slices.Contains(tenants, t) }
	return tenants == nil || i.Tenants != nil && !slices.ContainsFunc(i.Tenants, others)
}

// UnfinishedImports are those that are being read or applied, by whomever.
func (j *Journal) UnfinishedImports(ctx context.Context) (all []Import, err error) {
	err = j.read(ctx, "list unfinished imports", func(ctx context.Context, q querier) (err error) {
		all, err = collect(ctx, q, func(rows *sql.Rows) (Import, error) { return j.scanImport(rows) },
			`SELECT `+importColumns+` FROM imports WHERE state IN ('reading', 'matched') ORDER BY seq`)
		return err
	})
	return all, err
}

// ListImports lists imports as GetImport reads them, newest first; an empty connection
// is all. A page may have fewer than its limit, and others may follow.
func (j *Journal) ListImports(ctx context.Context, connection string, tenants []string, page Page) ([]Import, string, error) {
	var w where
	w.addText("connection = $%d", connection)
	if tenants != nil {
		w.add("tenants <> $%d", "null")
	}
	found, next, err := listPage(ctx, j, "imports", importColumns, w, page, j.scanImport)
	return slices.DeleteFunc(found, func(i Import) bool { return !i.seenBy(tenants) }), next, err
}

func (j *Journal) scanImport(row scanner) (Import, error) {
	var i Import
	var digest, name []byte
	var dry, complete int
	var from, to, created, updated int64
	var summary, tenants string
	err := row.Scan(&i.ID, &i.Connection, &digest, &i.Format, &i.Mapping, &i.State, &dry, &i.Author, &tenants, &name,
		&from, &to, &complete, &summary, &created, &updated, &i.AppliedBy, &i.WithdrawnBy)
	if err != nil {
		return i, err
	}
	if err := json.Unmarshal([]byte(tenants), &i.Tenants); err != nil {
		return i, fmt.Errorf("read tenants of import: %w", err)
	}
	copy(i.SHA256[:], digest)
	i.DryRun, i.Summary = dry != 0, []byte(summary)
	i.Coverage = Coverage{From: unstampOrZero(from), To: unstampOrZero(to), Complete: complete != 0}
	i.CreatedAt, i.UpdatedAt = unstamp(created), unstamp(updated)
	plain, err := j.keys.Open(name, place("import", i.ID))
	i.Name = string(plain)
	return i, err
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

func stampOrZero(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return stamp(t)
}

func unstampOrZero(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return unstamp(micros)
}

func orNotFound(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	return err
}

func orConflict(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return ErrConflict
	}
	return err
}

// listPage reads a page of a table that has a seq, newest first, and the cursor of
// the next.
func listPage[T any](
	ctx context.Context, j *Journal, table, columns string, w where, page Page, scan func(scanner) (T, error),
) ([]T, string, error) {
	attempt := "list " + table
	before, err := j.openCursor(table, page.Cursor)
	if err != nil {
		return nil, "", fmt.Errorf("%s: %w", attempt, err)
	}
	w.add("seq < $%d", before)
	limit := page.limit()
	query := `SELECT seq, ` + columns + ` FROM ` + table + w.clause() + ` ORDER BY seq DESC` + w.limit(limit+1)
	var all []T
	var seqs []int64
	err = j.read(ctx, attempt, func(ctx context.Context, q querier) error {
		seqs = nil
		all, err = collect(ctx, q, func(rows *sql.Rows) (T, error) {
			var seq int64
			one, err := scan(prefixed{rows, &seq})
			seqs = append(seqs, seq)
			return one, err
		}, query, w.args...)
		return err
	})
	if err != nil || len(all) <= limit {
		return all, "", err
	}
	next, err := j.sealCursor(table, seqs[limit-1])
	return all[:limit], next, err
}
