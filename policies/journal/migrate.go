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
}

const createSchemaTable = `CREATE TABLE IF NOT EXISTS journal_schema (version BIGINT PRIMARY KEY, applied_at BIGINT NOT NULL)`

// migrate brings the schema to the newest version known, in one transaction. A
// schema newer than that is refused: this program does not know what it promises.
func migrate(ctx context.Context, db *sql.DB, d dialect, now time.Time) error {
	scripts, err := migrations(d)
	if err != nil {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin migration: %w", classify(err))
	}
	defer tx.Rollback() //nolint:errcheck // after Commit there is nothing to roll back
	for _, statement := range []string{d.lock, createSchemaTable} {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("lock schema: %w", classify(err))
		}
	}
	var version int
	if err := tx.QueryRowContext(ctx, `SELECT COALESCE(MAX(version), 0) FROM journal_schema`).Scan(&version); err != nil {
		return fmt.Errorf("read schema version: %w", classify(err))
	}
	if version > len(scripts) {
		return fmt.Errorf("schema version %d is newer than %d, the newest this program knows", version, len(scripts))
	}
	for i, script := range scripts[version:] {
		number := version + i + 1
		if _, err := tx.ExecContext(ctx, script); err != nil {
			return fmt.Errorf("apply migration %d: %w", number, classify(err))
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO journal_schema (version, applied_at) VALUES ($1, $2)`, number, stamp(now)); err != nil {
			return fmt.Errorf("note migration %d: %w", number, classify(err))
		}
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit migration: %w", classify(err))
	}
	return nil
}

// migrations returns the scripts in order; script n brings the schema to version n+1.
func migrations(d dialect) ([]string, error) {
	entries, err := migrationFiles.ReadDir("migrations") // sorted by name
	if err != nil {
		return nil, fmt.Errorf("list migrations: %w", err)
	}
	words := strings.NewReplacer("{{sequence}}", d.sequence, "{{bytes}}", d.bytes, "{{clustered}}", d.clustered)
	scripts := make([]string, len(entries))
	for i, entry := range entries {
		if !strings.HasPrefix(entry.Name(), fmt.Sprintf("%04d_", i+1)) {
			return nil, fmt.Errorf("list migrations: %s is not number %d", entry.Name(), i+1)
		}
		text, err := migrationFiles.ReadFile("migrations/" + entry.Name())
		if err != nil {
			return nil, fmt.Errorf("read migration %s: %w", entry.Name(), err)
		}
		scripts[i] = words.Replace(string(text))
	}
	return scripts, nil
}
