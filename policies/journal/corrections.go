package journal

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"time"
)

// Correction is a notification of change: details of a bank account that must be
// put right. Corrected is personal. It is sealed, and deleted when somebody has put
// it right, or after Options.CorrectionRetention.
type Correction struct {
	ID         string
	State      string // open, applied or expired
	Connection string
	Tenant     string
	PaymentID  string
	ImportID   string
	EntryNo    int64
	Code       string
	DueOn      string // as 2006-01-02
	Corrected  string
	AppliedBy  string // who said that it was made
	CreatedAt  time.Time
	UpdatedAt  time.Time
}

const (
	correctionColumns = `id, state, connection, tenant, payment_id, import_id, entry_no, code, due_on, corrected, created_at, updated_at, applied_by`

	insertCorrection = `
INSERT INTO corrections (` + correctionColumns + `) VALUES ($1, 'open', $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, '')
ON CONFLICT (import_id, entry_no) DO NOTHING
RETURNING seq`

	applyCorrection = `
UPDATE corrections SET state = 'applied', corrected = NULL, updated_at = $2, applied_by = $3 WHERE id = $1 AND state <> 'applied'
RETURNING ` + correctionColumns

	purgeCorrections = `
UPDATE corrections SET corrected = NULL, state = CASE state WHEN 'open' THEN 'expired' ELSE state END
WHERE corrected IS NOT NULL AND seq IN (
    SELECT c.seq FROM corrections c WHERE c.corrected IS NOT NULL AND c.created_at <= $1 LIMIT $2)`

	// Entries keep theirs until they are applied, which those of a dry run may never be.
	purgeCorrected = `
UPDATE import_entries SET corrected = NULL WHERE corrected IS NOT NULL AND import_id IN (
    SELECT DISTINCT e.import_id FROM import_entries e JOIN imports i ON i.id = e.import_id
    WHERE e.corrected IS NOT NULL AND i.created_at <= $1 LIMIT $2)`
)

// noteCorrection writes a correction and announces it, once for its entry.
func (j *Journal) noteCorrection(ctx context.Context, q querier, c Correction, of Payment, now time.Time) error {
	c.ID = "cor_" + rand.Text()
	sealed, err := j.keys.Seal([]byte(c.Corrected), place("correction", c.ID))
	if err != nil {
		return err
	}
	var seq int64
	err = q.QueryRowContext(ctx, insertCorrection, c.ID, c.Connection, c.Tenant, c.PaymentID, c.ImportID, c.EntryNo, c.Code, c.DueOn, sealed, stamp(now)).Scan(&seq)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	return j.emit(ctx, q, j.options.EventsOfCorrection(c, of), now)
}

// CorrectionApplied notes who says that the account was put right, and deletes the corrected
// data. ErrConflict if that was noted before.
func (j *Journal) CorrectionApplied(ctx context.Context, id string, tenants []string, by string) (c Correction, err error) {
	err = j.write(ctx, "note applied correction", func(ctx context.Context, q querier) (err error) {
		if c, err = j.scanCorrection(q.QueryRowContext(ctx, `SELECT `+correctionColumns+` FROM corrections WHERE id = $1`, id)); err != nil {
			return orNotFound(err)
		}
		if !seenBy(tenants, c.Tenant) {
			return ErrNotFound
		}
		c, err = j.scanCorrection(q.QueryRowContext(ctx, applyCorrection, id, stamp(j.clock.now()), by))
		return orConflict(err)
	})
	return c, err
}

// CorrectionFilter narrows a list; empty fields do not. Tenants nil is all of them.
type CorrectionFilter struct {
	State, Connection string
	Tenants           []string
}

// ListCorrections lists corrections, newest first.
func (j *Journal) ListCorrections(ctx context.Context, f CorrectionFilter, page Page) ([]Correction, string, error) {
	var w where
	w.addText("state = $%d", f.State)
	w.addText("connection = $%d", f.Connection)
	w.addTenants(f.Tenants)
	return listPage(ctx, j, "corrections", correctionColumns, w, page, j.scanCorrection)
}

func (j *Journal) scanCorrection(row scanner) (Correction, error) {
	var c Correction
	var sealed []byte
	var created, updated int64
	err := row.Scan(&c.ID, &c.State, &c.Connection, &c.Tenant, &c.PaymentID, &c.ImportID, &c.EntryNo, &c.Code, &c.DueOn, &sealed, &created, &updated, &c.AppliedBy)
	c.CreatedAt, c.UpdatedAt = unstamp(created), unstamp(updated)
	if err != nil || sealed == nil {
		return c, err
	}
	plain, err := j.keys.Open(sealed, place("correction", c.ID))
	c.Corrected = string(plain)
	return c, err
}
