package journal

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"sync/atomic"
)

// matching is what the blind index stands on.
type matching struct {
	keyed  *macs
	filled atomic.Bool // every payment has its keys
}

const (
	readMatchKey = `SELECT value FROM match_keys WHERE id = 1`

	noteMatchKey = `INSERT INTO match_keys (id, value) VALUES (1, $1) ON CONFLICT (id) DO NOTHING`

	sealMatchKeyAnew = `UPDATE match_keys SET value = $1 WHERE id = 1`

	countUnfilled = `SELECT COUNT(*) FROM (SELECT seq FROM payments WHERE direction = '' LIMIT 1) AS first`
)

// startMatching takes the match key that the journal keeps, or gives it one. The
// stored one counts, so that no rotation of the keys cuts the index in two. It is
// sealed anew with the primary key. A replica whose set is not there yet goes by
// its own, which is derived from the oldest key that both share.
func (j *Journal) startMatching(ctx context.Context) error {
	key := j.options.MatchKey
	if len(key) == 0 {
		key = make([]byte, 32) // of tests and tools that look nothing up
	}
	j.match.keyed = newMACs(key)
	return j.store.write(ctx, func(ctx context.Context, q querier) error {
		sealed, err := j.keys.Seal(key, place("match key"))
		if err != nil {
			return err
		}
		if _, err := q.ExecContext(ctx, noteMatchKey, sealed); err != nil {
			return err
		}
		var stored []byte
		if err := q.QueryRowContext(ctx, readMatchKey).Scan(&stored); err != nil {
			return err
		}
		kept, err := j.keys.Open(stored, place("match key"))
		if errors.Is(err, ErrSealed) {
			j.log.WarnContext(ctx, "the match key was sealed with a key that this set does not have; it is derived")
			return j.fillAccountBlocks(ctx, q)
		}
		if err != nil {
			return err
		}
		j.match.keyed = newMACs(kept)
		if sealed, err = j.keys.Seal(kept, place("match key")); err != nil {
			return err
		}
		if _, err = q.ExecContext(ctx, sealMatchKeyAnew, sealed); err != nil {
			return err
		}
		var left int
		err = q.QueryRowContext(ctx, countUnfilled).Scan(&left)
		if err != nil {
			return err
		}
		j.match.filled.Store(left == 0)
		return j.fillAccountBlocks(ctx, q)
	})
}

// Payments from before the index have no direction; those that are written since
// always have one.
const (
	listUnfilled = `SELECT seq, ` + paymentColumns + ` FROM payments WHERE direction = '' AND seq > $1 ORDER BY seq LIMIT $2`

	fillPayment = `
UPDATE payments SET direction = $2, body = $7, sec_code = $8, effective_on = $9,
    settled_on = COALESCE(NULLIF(settled_on, ''), $3), returned_on = COALESCE(NULLIF(returned_on, ''), $4),
    return_code = COALESCE(NULLIF(return_code, ''), $5), change_code = COALESCE(NULLIF(change_code, ''), $6)
WHERE seq = $1 AND direction = ''`
)

// FillKeys gives payments from before the index their keys, by opening each once.
// It works in small transactions and goes on where it, or another replica, was
// stopped. Look-ups by key fail with ErrFilling until it has ended.
func (j *Journal) FillKeys(ctx context.Context) (filled int, err error) {
	const attempt = "index payments"
	after, unread := int64(0), 0
	for {
		var rows []unfilled
		err := j.read(ctx, attempt, func(ctx context.Context, q querier) (err error) {
			rows, err = collect(ctx, q, func(r *sql.Rows) (unfilled, error) { return j.scanUnfilled(r) }, listUnfilled, after, passBatch)
			return err
		})
		if err != nil {
			return filled, err
		}
		if len(rows) == 0 {
			break
		}
		after = rows[len(rows)-1].seq
		err = j.write(ctx, attempt, func(ctx context.Context, q querier) error { return j.fill(ctx, q, rows) })
		if err != nil {
			return filled, err
		}
		for _, r := range rows {
			if r.unread {
				unread++
			}
		}
		filled += len(rows)
	}
	if unread > 0 {
		j.log.ErrorContext(ctx, "payments cannot be opened, so they are not found by their keys", "payments", unread)
	}
	j.match.filled.Store(true)
	return filled - unread, nil
}

// unfilled is a payment without keys. unread says that its body does not open.
type unfilled struct {
	held
	facts  Facts
	body   []byte // sealed
	unread bool
}

func (j *Journal) scanUnfilled(rows *sql.Rows) (unfilled, error) {
	var u unfilled
	var err error
	u.Payment, err = j.scanPayment(prefixed{rows, &u.seq})
	if errors.Is(err, ErrSealed) {
		return unfilled{held: u.held, unread: true}, nil
	}
	if err != nil {
		return u, err
	}
	if j.options.UpgradeBody != nil {
		u.Body = j.options.UpgradeBody(u.Body)
	}
	if u.facts, err = j.options.FactsOf(u.Tenant, u.Body); err != nil || u.facts.Direction == "" {
		u.unread = true
		return u, nil
	}
	u.body, err = j.keys.Seal(u.Body, place("payment", u.Tenant, u.ID))
	return u, err
}

func (j *Journal) fill(ctx context.Context, q querier, rows []unfilled) error {
	for _, u := range rows {
		if u.unread {
			continue
		}
		if _, err := q.ExecContext(ctx, fillPayment, u.seq, u.facts.Direction, u.facts.SettledOn, u.facts.ReturnedOn,
			u.facts.ReturnCode, u.facts.ChangeCode, u.body, u.facts.SECCode, u.facts.EffectiveOn); err != nil {
			return err
		}
		if err := j.noteKeys(ctx, q, u.seq, u.Connection, u.facts.Keys); err != nil {
			return err
		}
		if err := j.mayBlock(ctx, q, u.seq, cmp.Or(u.ReturnCode, u.facts.ReturnCode), cmp.Or(u.ChangeCode, u.facts.ChangeCode)); err != nil {
			return err
		}
	}
	return nil
}

// keysComplete is ErrFilling while payments may be missed by their keys.
func (j *Journal) keysComplete() error {
	if j.match.filled.Load() {
		return nil
	}
	return ErrFilling
}
