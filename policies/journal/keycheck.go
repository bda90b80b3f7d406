package journal

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// KeyCheck is a value by which a key is known again and that tells nothing of it.
type KeyCheck struct {
	ID    uint32
	Value []byte
}

// Checks gives the check value of every key of the set, ordered by id.
func (s *KeySet) Checks() []KeyCheck {
	var all []KeyCheck
	for _, id := range slices.Sorted(maps.Keys(s.secrets)) {
		value := s.secrets[id].sum(binary.BigEndian.AppendUint32([]byte("canongate journal key check"), id))
		all = append(all, KeyCheck{ID: id, Value: value[:]})
	}
	return all
}

const (
	// lockKeys keeps replicas that start at once one behind the other.
	lockKeys = `INSERT INTO ages (id, seen, until) VALUES (0, $1, 0) ON CONFLICT (id) DO UPDATE SET seen = excluded.seen`

	listKeyChecks = `SELECT id, value FROM key_checks ORDER BY id`

	noteKeyCheck = `INSERT INTO key_checks (id, value, noted_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING`

	newestFingerprint = `SELECT scope, fingerprint FROM idempotency ORDER BY expires_at DESC LIMIT 1`
)

// checkKeys refuses a key set that shares no key with those that the journal was
// written with, and notes the keys that are new. Replicas in the middle of a
// rotation share one.
func (j *Journal) checkKeys(ctx context.Context) error {
	return j.store.write(ctx, func(ctx context.Context, q querier) error {
		now := stamp(j.clock.now())
		if _, err := q.ExecContext(ctx, lockKeys, now); err != nil {
			return err
		}
		noted, err := collect(ctx, q, scanKeyCheck, listKeyChecks)
		if err != nil {
			return err
		}
		given := j.keys.Checks()
		if err := judgeKeys(given, noted); err != nil {
			return err
		}
		if len(noted) == 0 {
			if err := opensNewest(ctx, q, j.keys); err != nil {
				return err
			}
		}
		for _, c := range given {
			if _, err := q.ExecContext(ctx, noteKeyCheck, int64(c.ID), c.Value, now); err != nil {
				return err
			}
		}
		return nil
	})
}

func scanKeyCheck(rows *sql.Rows) (c KeyCheck, err error) {
	err = rows.Scan(&c.ID, &c.Value)
	return c, err
}

func judgeKeys(given, noted []KeyCheck) error {
	shared := len(noted) == 0
	for _, known := range noted {
		i := slices.IndexFunc(given, func(c KeyCheck) bool { return c.ID == known.ID })
		switch {
		case i < 0:
		case !bytes.Equal(given[i].Value, known.Value):
			return fmt.Errorf("the id key set is another one: its key %d is not the key %d that this journal was written with; %s",
				known.ID, known.ID, keysRemedy)
		default:
			shared = true
		}
	}
	if !shared {
		return fmt.Errorf("the id key set is another one: it has the keys %v, and this journal was written with %v; %s",
			idsOf(given), idsOf(noted), keysRemedy)
	}
	return nil
}

const keysRemedy = "give this gateway the id key set of the others on this journal, or the one that was in use when its backup was made"

func idsOf(checks []KeyCheck) []uint32 {
	ids := make([]uint32, len(checks))
	for i, c := range checks {
		ids[i] = c.ID
	}
	return ids
}

// opensNewest says whether the newest value opens. A journal from before checks were
// noted has nothing else to tell its keys by.
func opensNewest(ctx context.Context, q querier, keys Sealer) error {
	var scope, sealed []byte
	err := q.QueryRowContext(ctx, newestFingerprint).Scan(&scope, &sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := keys.Open(sealed, place("fingerprint", string(scope))); err != nil {
		return errors.New("the id key set is another one: it does not open what this journal holds; " + keysRemedy)
	}
	return nil
}
