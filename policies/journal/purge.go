package journal

import (
	"context"
	"time"
)

// Purged counts what a pass of Purge deleted.
type Purged struct {
	Records  int64
	Routed   int64 // notes of where a key was routed
	Payments int64
	Events   int64
	// Notifications are notes of those that are too old to be sent again.
	Notifications int64
	// Imports are files about money whose entries were deleted before.
	Imports int64
	// Corrections are those whose personal data nobody has used in time.
	Corrections int64
	// Places were held for customers that nobody came to create.
	Places int64
	// Scorecards are hours of them.
	Scorecards int64
	// Changes are those that operators made.
	Changes int64
}

// purgeBatches bounds one pass; what is left is for the next one.
const purgeBatches = 50

// The key of a payment is kept as long as the payment: its second use could move
// the money again.
// A sent record becomes lost before it can go. That the record is old stands outside
// again, for PostgreSQL to check once more when it has waited for a claim.
const purgeRecords = `
DELETE FROM idempotency WHERE expires_at <= $1 AND scope IN (
    SELECT r.scope FROM idempotency r
    WHERE r.expires_at <= $1 AND (r.state IN ('done', 'lost') OR (r.state = 'started' AND r.lease_until <= $1))
      AND NOT EXISTS (SELECT 1 FROM payments p WHERE p.id = r.payment_id)
    LIMIT $2)`

const purgeRouted = `
DELETE FROM routed_keys WHERE expires_at <= $1 AND scope IN (
    SELECT k.scope FROM routed_keys k
    WHERE k.expires_at <= $1 AND NOT EXISTS (SELECT 1 FROM idempotency r WHERE r.scope = k.record)
    LIMIT $2)`

// hasEnded is the condition of an index of SQLite's, which knows it by its words. A list
// would cost it a table for each look at a row.
const hasEnded = `(p.status = 'settled' OR p.status = 'returned' OR p.status = 'failed' OR p.status = 'canceled')`

const purgePayments = `
DELETE FROM payments WHERE seq IN (
    SELECT p.seq FROM payments p
    WHERE ` + hasEnded + ` AND p.updated_at <= $1
      AND NOT EXISTS (SELECT 1 FROM idempotency r WHERE r.payment_id = p.id AND (r.expires_at > $3 OR r.state = 'sent'))
    ORDER BY p.updated_at LIMIT $2)`

// endedImport is an import i that is old, and of which nobody has anything to decide.
const endedImport = `i.updated_at <= $1 AND i.state NOT IN ('reading', 'matched')
      AND NOT EXISTS (SELECT 1 FROM proposals o WHERE o.import_id = i.id AND o.state = 'open')
      AND NOT EXISTS (SELECT 1 FROM exceptions o WHERE o.import_id = i.id AND o.state = 'open')`

// What belongs to an import goes before it, so that no transaction deletes a whole file.
// Imports come first: they are few, and CROSS keeps SQLite to that.
const (
	purgeEntries = `
DELETE FROM import_entries WHERE (import_id, no) IN (
    SELECT e.import_id, e.no FROM imports i CROSS JOIN import_entries e WHERE e.import_id = i.id AND ` + endedImport + ` LIMIT $2)`

	purgeProposals = `
DELETE FROM proposals WHERE seq IN (
    SELECT p.seq FROM imports i CROSS JOIN proposals p WHERE p.import_id = i.id AND ` + endedImport + ` LIMIT $2)`

	purgeExceptions = `
DELETE FROM exceptions WHERE seq IN (
    SELECT x.seq FROM imports i CROSS JOIN exceptions x WHERE x.import_id = i.id AND ` + endedImport + ` LIMIT $2)`

	purgeImports = `
DELETE FROM imports WHERE seq IN (
    SELECT i.seq FROM imports i WHERE ` + endedImport + `
      AND NOT EXISTS (SELECT 1 FROM import_entries e WHERE e.import_id = i.id)
      AND NOT EXISTS (SELECT 1 FROM proposals p WHERE p.import_id = i.id)
      AND NOT EXISTS (SELECT 1 FROM exceptions x WHERE x.import_id = i.id) LIMIT $2)`
)

const purgeEvents = `
DELETE FROM events WHERE seq IN (
    SELECT e.seq FROM events e
    WHERE e.created_at <= $1
      AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.event_seq = e.seq AND d.state = 'pending')
    ORDER BY e.created_at LIMIT $2)`

const purgeNotifications = `
DELETE FROM notifications WHERE key IN (SELECT n.key FROM notifications n WHERE n.expires_at <= $1 LIMIT $2)`

const (
	standardImportRetention     = 7 * 365 * 24 * time.Hour
	standardCorrectionRetention = 30 * 24 * time.Hour
)

// Retentions are how long the journal keeps what a configuration may say about. See
// Options for what each is counted from.
type Retentions struct {
	Payments    time.Duration // 0 keeps them for ever
	Imports     time.Duration // 0: seven years
	Corrections time.Duration // 0: thirty days
}

// Retain changes the retentions of Options; the next Purge counts by them.
func (j *Journal) Retain(r Retentions) {
	setDefault(&r.Imports, standardImportRetention)
	setDefault(&r.Corrections, standardCorrectionRetention)
	j.kept.Store(&r)
}

// Purge deletes, in small transactions, what has outlived its retention: answered
// keys, events that nobody waits for (any more), and finished payments when
// Retentions say so. Unfinished payments are never deleted. It counts
// by the database's clock, and deletes nothing while that cannot be trusted.
func (j *Journal) Purge(ctx context.Context) (Purged, error) {
	var purged Purged
	var ofImports int64 // is told with the import that it belongs to
	now, may, err := j.mayDelete(ctx)
	if err != nil || !may {
		return purged, err
	}
	if err := j.abandon(ctx, now.Add(-j.options.EventRetention)); err != nil {
		return purged, err
	}
	at, kept := func(age time.Duration) int64 { return stamp(now.Add(-age)) }, j.kept.Load()
	passes := []struct {
		statement string
		args      []any
		count     *int64
		off       bool
	}{
		{purgePayments, []any{at(kept.Payments), passBatch, at(0)}, &purged.Payments, kept.Payments <= 0},
		{purgeRecords, []any{at(0), passBatch}, &purged.Records, false},
		{purgeRouted, []any{at(0), passBatch}, &purged.Routed, false},
		{purgeEvents, []any{at(j.options.EventRetention), passBatch}, &purged.Events, false},
		{purgeNotifications, []any{at(0), passBatch}, &purged.Notifications, false},
		{purgeEntries, []any{at(kept.Imports), passBatch}, &ofImports, false},
		{purgeProposals, []any{at(kept.Imports), passBatch}, &ofImports, false},
		{purgeExceptions, []any{at(kept.Imports), passBatch}, &ofImports, false},
		{purgeImports, []any{at(kept.Imports), passBatch}, &purged.Imports, false},
		{purgeCorrections, []any{at(kept.Corrections), passBatch}, &purged.Corrections, false},
		{purgeCorrected, []any{at(kept.Corrections), passBatch}, &purged.Corrections, false},
		{purgePlaces, []any{at(j.options.Retention), passBatch}, &purged.Places, false},
		{purgeScorecards, []any{at(ScorecardRetention + time.Hour), passBatch}, &purged.Scorecards, false},
		{purgeChanges, []any{at(operatorChangeRetention), passBatch}, &purged.Changes, false},
	}
	for _, pass := range passes {
		if pass.off {
			continue
		}
		deleted, err := j.purge(ctx, pass.statement, pass.args)
		*pass.count += deleted
		if err != nil {
			return purged, err
		}
	}
	return purged, nil
}

func (j *Journal) purge(ctx context.Context, statement string, args []any) (int64, error) {
	var total int64
	for range purgeBatches {
		var deleted int64
		err := j.write(ctx, "purge journal", func(ctx context.Context, q querier) error {
			result, err := q.ExecContext(ctx, statement, args...)
			if err != nil {
				return err
			}
			deleted, err = result.RowsAffected()
			return err
		})
		if err != nil {
			return total, err
		}
		total += deleted
		if deleted < passBatch {
			break
		}
	}
	return total, nil
}

// Maintain recovers, goes on with resolutions that were interrupted, ends those that
// nobody came for, and purges, at every tick until ctx ends, and logs what it
// did. The first recovery is the caller's, before it serves.
func (j *Journal) Maintain(ctx context.Context, ticks <-chan time.Time) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks:
			j.maintain(ctx)
		}
	}
}

func (j *Journal) maintain(ctx context.Context) {
	_, err := j.Recover(ctx)
	for _, next := range []func(context.Context) error{j.ResumeResolutions, j.ExpireResolutions, j.noteLateBlocks} {
		if err == nil {
			err = next(ctx)
		}
	}
	if err == nil {
		_, err = j.Purge(ctx)
	}
	if err != nil && ctx.Err() == nil {
		j.log.ErrorContext(ctx, "journal maintenance broke off", "reason", err.Error())
	}
}
