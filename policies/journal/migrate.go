package journal

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"strings"
	"time"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// dialect is the little in which the two databases' schemas differ.
type dialect struct {
	lock     string // keeps other processes from migrating until the transaction ends
	sequence string
	bytes    string
	// clustered keeps the rows of a table in its primary key, where that can be asked for.
	clustered string
	// sqlite begins a line that only SQLite runs.
	sqlite string
}

// migration brings the schema to the next version.
type migration struct {
	name   string
	script string
	// compatible is the oldest version of which a program must know to use a schema
	// of this one.
	compatible int
}

// contractMark begins a file after which programs that do not know it cannot go on. Every
// other file only adds: see migrations_test.go.
const contractMark = "-- contract: "

// compatibleSince is the version from which the schema itself says who may use it.
const compatibleSince = 11

const createSchemaTable = `CREATE TABLE IF NOT EXISTS journal_schema (version BIGINT PRIMARY KEY, applied_at BIGINT NOT NULL)`

const (
	noteVersion = `INSERT INTO journal_schema (version, applied_at) VALUES ($1, $2)`

	noteCompatible = `UPDATE journal_schema SET compatible_from = $2 WHERE version = $1`

	readCompatible = `SELECT compatible_from FROM journal_schema WHERE version = $1`
)

// Schema is how far a journal's schema is.
type Schema struct {
	Version int // 0: there is none yet
	Known   int // the newest that this program knows
	// CompatibleFrom is what a program must know to use it, where Version is newer than Known.
	CompatibleFrom int
	// Applied are the names of the migrations that were applied, or would be.
	Applied []string
}

// migrating says what becomes of an older schema.
type migrating struct {
	to     int  // up to which version; 0: the newest known
	check  bool // refuse it
	dryRun bool // apply all and keep nothing
	list   bool // apply nothing
}

// migrate brings the schema to the newest version known, in one transaction. A newer
// one is used if it says that a program like this may, and is refused otherwise: then
// this program does not know what it promises.
func migrate(ctx context.Context, db *sql.DB, d dialect, now time.Time, m migrating) (Schema, error) {
	all, err := migrations(d)
	if err != nil {
		return Schema{}, err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return Schema{}, fmt.Errorf("begin migration: %w", classify(err))
	}
	defer tx.Rollback() //nolint:errcheck // after Commit there is nothing to roll back
	for _, statement := range []string{d.lock, createSchemaTable} {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return Schema{}, fmt.Errorf("lock schema: %w", classify(err))
		}
	}
	s, err := readSchema(ctx, tx, len(all))
	if err != nil || s.Version >= len(all) {
		return s, err
	}
	if m.check {
		return s, fmt.Errorf("schema version %d is older than %d: run canongate migrate", s.Version, len(all))
	}
	if m.to == 0 {
		m.to = len(all)
	}
	for version := s.Version + 1; version <= m.to; version++ {
		if !m.list {
			if err := all[version-1].apply(ctx, tx, version, now); err != nil {
				return s, err
			}
		}
		s.Applied = append(s.Applied, all[version-1].name)
	}
	if m.dryRun || m.list {
		return s, nil
	}
	if err := tx.Commit(); err != nil {
		return s, fmt.Errorf("commit migration: %w", classify(err))
	}
	return s, nil
}

// readSchema reads the version, and refuses one that a program with known migrations
// must not use.
func readSchema(ctx context.Context, q querier, known int) (Schema, error) {
	s := Schema{Known: known}
	if err := q.QueryRowContext(ctx, `SELECT COALESCE(MAX(version), 0) FROM journal_schema`).Scan(&s.Version); err != nil {
		return s, fmt.Errorf("read schema version: %w", classify(err))
	}
	if s.Version <= known {
		return s, nil
	}
	if err := q.QueryRowContext(ctx, readCompatible, s.Version).Scan(&s.CompatibleFrom); err != nil {
		return s, fmt.Errorf("read who may use the schema: %w", classify(err))
	}
	if s.CompatibleFrom == 0 || s.CompatibleFrom > known {
		return s, fmt.Errorf("schema version %d is newer than %d, the newest this program knows, and takes one that knows %d",
			s.Version, known, max(s.CompatibleFrom, compatibleSince))
	}
	return s, nil
}

func (m migration) apply(ctx context.Context, tx *sql.Tx, version int, now time.Time) error {
	if _, err := tx.ExecContext(ctx, m.script); err != nil {
		return fmt.Errorf("apply migration %s: %w", m.name, classify(err))
	}
	if _, err := tx.ExecContext(ctx, noteVersion, version, stamp(now)); err != nil {
		return fmt.Errorf("note migration %s: %w", m.name, classify(err))
	}
	if version < compatibleSince {
		return nil
	}
	if _, err := tx.ExecContext(ctx, noteCompatible, version, m.compatible); err != nil {
		return fmt.Errorf("note migration %s: %w", m.name, classify(err))
	}
	return nil
}

// migrations returns them in order; the first brings the schema to version 1.
func migrations(d dialect) ([]migration, error) {
	entries, err := migrationFiles.ReadDir("migrations") // sorted by name
	if err != nil {
		return nil, fmt.Errorf("list migrations: %w", err)
	}
	words := strings.NewReplacer("{{sequence}}", d.sequence, "{{bytes}}", d.bytes, "{{clustered}}", d.clustered, "{{sqlite}}", d.sqlite)
	all := make([]migration, len(entries))
	compatible := 1
	for i, entry := range entries {
		if !strings.HasPrefix(entry.Name(), fmt.Sprintf("%04d_", i+1)) {
			return nil, fmt.Errorf("list migrations: %s is not number %d", entry.Name(), i+1)
		}
		text, err := migrationFiles.ReadFile("migrations/" + entry.Name())
		if err != nil {
			return nil, fmt.Errorf("read migration %s: %w", entry.Name(), err)
		}
		if strings.HasPrefix(string(text), contractMark) {
			compatible = i + 1
		}
		all[i] = migration{strings.TrimSuffix(entry.Name(), ".sql"), words.Replace(string(text)), compatible}
	}
	return all, nil
}
