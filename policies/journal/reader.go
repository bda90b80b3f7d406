package journal

import (
	"context"
	"database/sql"
	"sync"
)

// reader is what reads a SQLite journal outside of transactions. It keeps the statements
// that it has prepared: to parse one takes longer than to run it.
type reader struct {
	*sql.DB

	mu         sync.Mutex
	statements map[string]*sql.Stmt
}

// mostStatements bounds what a reader keeps. The texts of lists depend on their filters;
// what comes beyond the bound is prepared each time.
const mostStatements = 128

func newReader(db *sql.DB) *reader { return &reader{DB: db, statements: map[string]*sql.Stmt{}} }

// prepared gives the statement of a text, nil when it is not kept.
func (r *reader) prepared(ctx context.Context, query string) *sql.Stmt {
	r.mu.Lock()
	kept, known := r.statements[query]
	full := len(r.statements) >= mostStatements
	r.mu.Unlock()
	if known || full {
		return kept
	}
	statement, err := r.PrepareContext(ctx, query) // it waits for a connection, so not under the lock
	if err != nil {
		return nil // the query itself meets the same error, and tells it
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if kept, known := r.statements[query]; known {
		statement.Close() //nolint:errcheck,sqlclosecheck // another call was faster, and nothing ran through this one
		return kept
	}
	r.statements[query] = statement
	return statement
}

// QueryContext implements querier.
func (r *reader) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if statement := r.prepared(ctx, query); statement != nil { //nolint:sqlclosecheck // it is kept: see close
		return statement.QueryContext(ctx, args...)
	}
	return r.DB.QueryContext(ctx, query, args...)
}

// QueryRowContext implements querier.
func (r *reader) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if statement := r.prepared(ctx, query); statement != nil { //nolint:sqlclosecheck // it is kept: see close
		return statement.QueryRowContext(ctx, args...)
	}
	return r.DB.QueryRowContext(ctx, query, args...)
}

func (r *reader) close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, statement := range r.statements {
		statement.Close() //nolint:errcheck // the connections go with it
	}
	return r.DB.Close()
}
