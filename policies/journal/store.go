package journal

import (
	"context"
	"database/sql"
	"time"
)

// store is what differs between the drivers: how a unit of work becomes durable.
type store interface {
	// write runs work in a transaction and returns after it is durable, or not
	// done at all. ctx bounds the waiting for a turn; work gets a context of its
	// own and always ends. Errors of the driver come back as faults.
	write(ctx context.Context, work unitOfWork) error
	// repeat is write for work that may be run twice, to the same effect: what its first
	// run said is void then.
	repeat(ctx context.Context, work unitOfWork) error
	// settle is repeat for what has happened outside and only has to be written
	// down, wherever that is still possible.
	settle(ctx context.Context, work unitOfWork) error
	// sound says whether what was opened is still there.
	sound() error
	// now is the database's clock.
	now(ctx context.Context) (time.Time, error)
	// read runs work outside of any transaction.
	read(ctx context.Context, work unitOfWork) error
	// look is read for single rows that are found by their keys, and is not broken off.
	look(ctx context.Context, work unitOfWork) error
	// identity names the place that the database is in; "" where nothing does.
	identity(ctx context.Context, q querier) (string, error)
	// queued is the number of units waiting for their turn.
	queued() int
	close() error
}

// unitOfWork is a group of statements that happen together or not at all. It
// keeps its results to itself until write has returned nil.
type unitOfWork func(ctx context.Context, q querier) error

// querier runs statements, with parameters as $1, $2 in both drivers.
type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// collect reads all rows of a query.
func collect[T any](ctx context.Context, q querier, scan func(*sql.Rows) (T, error), query string, args ...any) ([]T, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}
