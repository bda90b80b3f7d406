package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

var postgresDialect = dialect{
	lock:     `SELECT pg_advisory_xact_lock(7161130726739190)`, // any number that all replicas share
	sequence: "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
	bytes:    "BYTEA", sqlite: "-- ",
}

const (
	postgresConns = 16
	// postgresPatience bounds a transaction that has begun, whatever its caller does.
	postgresPatience = 10 * time.Second
)

// postgresStore runs a transaction per unit on a pool; the server groups commits.
type postgresStore struct {
	db    *sql.DB
	clock func() time.Time // nil: the server's
}

func connectPostgres(dsn string) (*sql.DB, error) {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, errors.New("dsn is not understood as one of PostgreSQL") // pgx's text may show parts of it
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = 5 * time.Second
	}
	return stdlib.OpenDB(*config), nil
}

func openPostgres(ctx context.Context, o Options, now time.Time) (*postgresStore, error) {
	db, err := connectPostgres(o.DSN)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(postgresConns)
	db.SetMaxIdleConns(postgresConns)
	if err := preparePostgres(ctx, db, now, migrating{check: o.CheckSchema}); err != nil {
		db.Close() //nolint:errcheck // the first error is the one to tell
		return nil, err
	}
	return &postgresStore{db: db, clock: o.databaseClock}, nil
}

// preparePostgres refuses a server that acknowledges commits before they are
// durable: "sent" must survive everything.
func preparePostgres(ctx context.Context, db *sql.DB, now time.Time, m migrating) error {
	for _, setting := range []string{"synchronous_commit", "fsync"} {
		var value string
		if err := db.QueryRowContext(ctx, `SELECT current_setting($1)`, setting).Scan(&value); err != nil {
			return fmt.Errorf("ask for %s: %w", setting, classify(err))
		}
		if value == "off" {
			return fmt.Errorf("%s is off on this server; the journal needs durable commits", setting)
		}
	}
	_, err := migrate(ctx, db, postgresDialect, now, m)
	return err
}

func (s *postgresStore) write(ctx context.Context, work unitOfWork) error {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return classify(err)
	}
	defer conn.Close() //nolint:errcheck // it goes back to the pool
	bounded, cancel := context.WithTimeout(context.WithoutCancel(ctx), postgresPatience)
	defer cancel()
	err = transact(bounded, conn, work)
	if err != nil && bounded.Err() != nil {
		return &fault{reason: "database server does not answer", storage: true, uncertain: isUncertain(err)}
	}
	return classify(err)
}

// repeat is write: nothing is run twice here.
func (s *postgresStore) repeat(ctx context.Context, work unitOfWork) error { return s.write(ctx, work) }

// settle is write: a server keeps what it has.
func (s *postgresStore) settle(ctx context.Context, work unitOfWork) error { return s.write(ctx, work) }

// sound is left to the server.
func (s *postgresStore) sound() error { return nil }

const readClock = `SELECT (EXTRACT(EPOCH FROM clock_timestamp()) * 1000000)::BIGINT`

// now is the server's clock, or the one that was given instead.
func (s *postgresStore) now(ctx context.Context) (time.Time, error) {
	if s.clock != nil {
		return s.clock(), nil
	}
	var micros int64
	if err := s.db.QueryRowContext(ctx, readClock).Scan(&micros); err != nil {
		return time.Time{}, classify(err)
	}
	return unstamp(micros), nil
}

func transact(ctx context.Context, conn *sql.Conn, work unitOfWork) error {
	// The statements are made for this level; a server may have another as its default.
	tx, err := conn.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelReadCommitted})
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after Commit there is nothing to roll back
	if err := work(ctx, tx); err != nil {
		return err
	}
	return ofCommit(tx.Commit())
}

// ofCommit tells a commit that the server refused from one whose answer was lost.
func ofCommit(err error) error {
	var refused *pgconn.PgError
	if errors.As(err, &refused) && refused.SeverityUnlocalized == "ERROR" || errors.Is(err, pgx.ErrTxCommitRollback) {
		return err
	}
	return uncertain(classify(err))
}

func (s *postgresStore) read(ctx context.Context, work unitOfWork) error {
	return classify(work(ctx, s.db))
}

// look is read: a server can be slow.
func (s *postgresStore) look(ctx context.Context, work unitOfWork) error { return s.read(ctx, work) }

// queued is nothing to PostgreSQL's callers: they wait in the pool.
func (s *postgresStore) queued() int { return 0 }

func (s *postgresStore) close() error { return classify(s.db.Close()) }
