package journal

import (
	"context"
	"database/sql"
	"time"
)

// ScorecardRetention is how long the hours of scorecards are kept.
const ScorecardRetention = 7 * 24 * time.Hour

// ScorecardHour is what a replica counted of one operation of a connection in one
// hour, or of the requests of one tenant. The journal does not read the figures.
type ScorecardHour struct {
	Hour       time.Time // its beginning
	Connection string    // "": requests of callers
	Operation  string    // "": what belongs to no operation; of requests the tenant
	Replica    string
	Figures    string
}

const keepScorecard = `
INSERT INTO scorecards (hour, connection, operation, replica, figures) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (connection, hour, operation, replica) DO UPDATE SET figures = excluded.figures`

// KeepScorecards replaces the figures of these hours, all or none.
func (j *Journal) KeepScorecards(ctx context.Context, hours []ScorecardHour) error {
	return j.write(ctx, "keep scorecards", func(ctx context.Context, q querier) error {
		for _, h := range hours {
			if _, err := q.ExecContext(ctx, keepScorecard, stamp(h.Hour), h.Connection, h.Operation, h.Replica, h.Figures); err != nil {
				return err
			}
		}
		return nil
	})
}

const listScorecards = `
SELECT hour, connection, operation, replica, figures FROM scorecards
WHERE connection = $1 AND hour >= $2 ORDER BY hour, operation, replica`

// Scorecards are the hours of a connection of all replicas, from the one that begins
// at since.
func (j *Journal) Scorecards(ctx context.Context, connection string, since time.Time) (all []ScorecardHour, err error) {
	err = j.read(ctx, "read scorecards", func(ctx context.Context, q querier) error {
		all, err = collect(ctx, q, scanScorecard, listScorecards, connection, stamp(since))
		return err
	})
	return all, err
}

func scanScorecard(rows *sql.Rows) (h ScorecardHour, err error) {
	var hour int64
	err = rows.Scan(&hour, &h.Connection, &h.Operation, &h.Replica, &h.Figures)
	h.Hour = unstamp(hour)
	return h, err
}

const purgeScorecards = `
DELETE FROM scorecards WHERE (connection, hour, operation, replica) IN (
    SELECT s.connection, s.hour, s.operation, s.replica FROM scorecards s WHERE s.hour <= $1 LIMIT $2)`
