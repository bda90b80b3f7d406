package journal

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"time"
)

// Generation is a configuration that was put into service.
type Generation struct {
	Number     int64
	Hash       string // SHA-256 of Content, in hex
	FileHash   string // of the file that it was made from
	Content    []byte // as the file has it; empty in lists
	At         time.Time
	By         string // empty: nobody asked for it
	Cause      string // the journal keeps the word and does not read it
	RolledBack bool   // an operator left it for another
}

// generationsKept is how many generations a journal remembers.
const generationsKept = 100

const (
	generationColumns = `SELECT generation, hash, file_hash, since, changed_by, cause, rolled_back`

	newestGeneration = generationColumns + ` FROM generations ORDER BY generation DESC LIMIT 1`
	generationOfHash = generationColumns + ` FROM generations WHERE hash = $1 ORDER BY generation DESC LIMIT 1`
	listGenerations  = generationColumns + ` FROM generations ORDER BY generation DESC`
	findGeneration   = generationColumns + `, content FROM generations WHERE generation = $1`

	addGeneration = `
INSERT INTO generations (generation, hash, file_hash, content, since, changed_by, cause, rolled_back)
VALUES ($1, $2, $3, $4, $5, $6, $7, 0) ON CONFLICT (generation) DO NOTHING`
	forgetGenerations = `DELETE FROM generations WHERE generation <= $1`
	markRolledBack    = `UPDATE generations SET rolled_back = $2 WHERE generation = $1`
)

// EnterGeneration notes that a configuration goes into service, and gives its number,
// which is the same for all replicas that serve the same: that of the newest generation
// if it has the same hash. Otherwise it is a new one if this process was at the newest,
// or asks for a new one; and else, as a replica that is behind or has just started, it
// gets the last number of its hash. serving is the number of before, 0 at the start.
func (j *Journal) EnterGeneration(ctx context.Context, g Generation, serving int64, anew bool) (number int64, err error) {
	err = j.write(ctx, "enter generation", func(ctx context.Context, q querier) error {
		for {
			newest, err := generationIn(ctx, q, newestGeneration)
			if err != nil {
				return err
			}
			same := newest
			if same.Hash != g.Hash {
				same = Generation{}
				if !anew && (serving == 0 || serving != newest.Number) {
					if same, err = generationIn(ctx, q, generationOfHash, g.Hash); err != nil {
						return err
					}
				}
			}
			if number = same.Number; number != 0 {
				if !same.RolledBack || serving == 0 { // a start is nobody's wish to have it back
					return nil
				}
				_, err = q.ExecContext(ctx, markRolledBack, number, 0)
				return err
			}
			number = newest.Number + 1
			added, err := j.addGeneration(ctx, q, number, g)
			if err != nil || added { // else another replica took the number
				return err
			}
		}
	})
	return number, err
}

func (j *Journal) addGeneration(ctx context.Context, q querier, number int64, g Generation) (bool, error) {
	sealed, err := j.keys.Seal(g.Content, generationPlace(number))
	if err != nil {
		return false, err
	}
	result, err := q.ExecContext(ctx, addGeneration, number, g.Hash, g.FileHash, sealed, stamp(g.At), g.By, g.Cause)
	if err != nil {
		return false, err
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return false, err
	}
	_, err = q.ExecContext(ctx, forgetGenerations, number-generationsKept)
	return true, err
}

func generationPlace(number int64) []byte { return place("generation", strconv.FormatInt(number, 10)) }

// MarkRolledBack notes that an operator left a generation for another.
func (j *Journal) MarkRolledBack(ctx context.Context, number int64) error {
	return j.write(ctx, "mark generation as rolled back", func(ctx context.Context, q querier) error {
		_, err := q.ExecContext(ctx, markRolledBack, number, 1)
		return err
	})
}

// Generations are those that are kept, the newest first, without their content.
func (j *Journal) Generations(ctx context.Context) (all []Generation, err error) {
	err = j.read(ctx, "list generations", func(ctx context.Context, q querier) error {
		all, err = collect(ctx, q, func(rows *sql.Rows) (Generation, error) { return scanGeneration(rows) }, listGenerations)
		return err
	})
	return all, err
}

// Generation is one with its content. The error is ErrNotFound when it is not kept.
func (j *Journal) Generation(ctx context.Context, number int64) (g Generation, err error) {
	err = j.read(ctx, "read generation", func(ctx context.Context, q querier) error {
		var sealed []byte
		g, err = scanGeneration(q.QueryRowContext(ctx, findGeneration, number), &sealed)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrNotFound
		}
		if err == nil {
			g.Content, err = j.keys.Open(sealed, generationPlace(number))
		}
		return err
	})
	return g, err
}

// generationIn is the one that a query finds; zero for none.
func generationIn(ctx context.Context, q querier, query string, args ...any) (Generation, error) {
	g, err := scanGeneration(q.QueryRowContext(ctx, query, args...))
	if errors.Is(err, sql.ErrNoRows) {
		return Generation{}, nil
	}
	return g, err
}

func scanGeneration(row interface{ Scan(...any) error }, more ...any) (g Generation, err error) {
	var since, rolledBack int64
	err = row.Scan(append([]any{&g.Number, &g.Hash, &g.FileHash, &since, &g.By, &g.Cause, &rolledBack}, more...)...)
	g.At, g.RolledBack = unstamp(since), rolledBack != 0
	return g, err
}
