package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
)

// MigrateOptions say how far to go.
type MigrateOptions struct {
	To     int  // version; 0: the newest known
	DryRun bool // try everything and keep nothing
	List   bool // only say what there is to do
}

// Migrate brings the schema of the journal up to date, and says what it did. Programs
// that know the version that the schema is compatible from may run meanwhile.
func Migrate(ctx context.Context, o Options, how MigrateOptions) (Schema, error) {
	s, err := migrateJournal(ctx, o.withDefaults(), migrating{to: how.To, dryRun: how.DryRun, list: how.List})
	if err != nil {
		return s, fmt.Errorf("migrate journal: %w", err)
	}
	return s, nil
}

func migrateJournal(ctx context.Context, o Options, m migrating) (Schema, error) {
	db, d, err := openSchema(o)
	if err != nil {
		return Schema{}, err
	}
	defer db.Close() //nolint:errcheck // what it wrote is committed
	all, err := migrations(d)
	if err != nil {
		return Schema{}, err
	}
	if m.to < 0 || m.to > len(all) {
		return Schema{}, fmt.Errorf("this program knows versions up to %d", len(all))
	}
	return migrate(ctx, db, d, o.Now(), m)
}

func openSchema(o Options) (*sql.DB, dialect, error) {
	switch o.Driver {
	case "postgres":
		db, err := connectPostgres(o.DSN)
		return db, postgresDialect, err
	case "sqlite":
		path, err := sqlitePath(o.DSN)
		if err != nil {
			return nil, dialect{}, err
		}
		if _, err := os.Stat(path); err != nil { // SQLite would say no more than that it cannot be opened
			return nil, dialect{}, errors.New("there is no journal at " + path + " yet; serve makes it")
		}
		db, err := sql.Open("sqlite", sqliteURI(path))
		return db, sqliteDialect, classify(err)
	}
	return nil, dialect{}, fmt.Errorf("driver %q is neither sqlite nor postgres", o.Driver)
}
