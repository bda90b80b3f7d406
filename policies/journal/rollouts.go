package journal

import (
	"context"
	"database/sql"
	"time"
)

// Rollout is the newest rollout of a route, as all replicas know it.
type Rollout struct {
	Route    string
	Revision int64  // of the plan, from 1
	Plan     []byte // sealed in the store
}

const keepRollout = `
INSERT INTO rollouts (route, revision, plan, owner, lease_until) VALUES ($1, $2, $3, '', 0)
ON CONFLICT (route) DO UPDATE SET revision = excluded.revision, plan = excluded.plan
WHERE rollouts.revision = excluded.revision - 1`

// KeepRollout replaces the revision before. Its error is ErrConflict when somebody else
// did.
func (j *Journal) KeepRollout(ctx context.Context, r Rollout) error {
	sealed, err := j.keys.Seal(r.Plan, place("rollout", r.Route))
	if err != nil {
		return err
	}
	return j.write(ctx, "keep rollout", func(ctx context.Context, q querier) error {
		result, err := q.ExecContext(ctx, keepRollout, r.Route, r.Revision, sealed)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n > 0 {
			return err
		}
		return ErrConflict
	})
}

const listRollouts = `SELECT route, revision, plan FROM rollouts ORDER BY route`

// Rollouts are those of all routes, those that are over among them.
func (j *Journal) Rollouts(ctx context.Context) (all []Rollout, err error) {
	err = j.read(ctx, "read rollouts", func(ctx context.Context, q querier) error {
		all, err = collect(ctx, q, j.scanRollout, listRollouts)
		return err
	})
	return all, err
}

func (j *Journal) scanRollout(rows *sql.Rows) (r Rollout, err error) {
	var sealed []byte
	if err = rows.Scan(&r.Route, &r.Revision, &sealed); err == nil {
		r.Plan, err = j.keys.Open(sealed, place("rollout", r.Route))
	}
	return r, err
}

const leaseRollout = `
UPDATE rollouts SET owner = $2, lease_until = $3 WHERE route = $1 AND (owner = $2 OR lease_until <= $4)`

// LeaseRollout says whether the owner may move the rollout of a route on. Nobody else
// may until the lease is over.
func (j *Journal) LeaseRollout(ctx context.Context, route, owner string, lease time.Duration) (mine bool, err error) {
	err = j.write(ctx, "lease rollout", func(ctx context.Context, q querier) error {
		now := j.clock.now()
		result, err := q.ExecContext(ctx, leaseRollout, route, owner, stamp(now.Add(lease)), stamp(now))
		if err != nil {
			return err
		}
		n, err := result.RowsAffected()
		mine = n > 0
		return err
	})
	return mine && err == nil, err
}
