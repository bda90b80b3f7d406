package shared

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strconv"
	"time"

	"canongate/policies/journal"
	"canongate/policies/rollout"
)

const (
	// rolloutLease is how long a replica that died keeps the others from its rollouts.
	rolloutLease = 5 * time.Second
	// tellFigures is how often the replica that judges tells the others its figures.
	tellFigures = 5 * time.Second
)

// Look hears of what other replicas changed, and judges the steps that are this one's.
func (r *Rollouts) Look(ctx context.Context) error {
	r.exchange.Lock()
	defer r.exchange.Unlock()
	heard := r.hear(ctx)
	if r.pending != nil {
		heard = errors.Join(heard, r.apply(ctx, *r.pending))
	}
	r.mu.Lock()
	all := maps.Clone(r.all)
	r.mu.Unlock()
	for _, kept := range all {
		if kept.State == rollout.Running && r.reloader != nil && r.mine(ctx, kept.Route) {
			r.judge(ctx, kept)
		}
	}
	return heard
}

// hear reads the journal, after telling it what it does not have yet. An end that
// another replica was ahead of is forgotten.
func (r *Rollouts) hear(ctx context.Context) error {
	if r.journal == nil {
		return nil
	}
	r.mu.Lock()
	all := maps.Clone(r.all)
	r.mu.Unlock()
	for _, kept := range all {
		if !kept.unkept {
			continue
		}
		if err := r.keep(ctx, kept.Plan, kept.revision); err != nil && !errors.Is(err, journal.ErrConflict) {
			return err
		}
		r.set(kept.Plan, kept.revision, false)
	}
	ctx, cancel := context.WithTimeout(ctx, KeepWithin)
	defer cancel()
	kept, err := r.journal.Rollouts(ctx)
	if err != nil {
		return err
	}
	by, changed := "", false
	for _, one := range kept {
		if before, ok := r.kept(one.Route); ok && before.revision == one.Revision {
			continue
		}
		p := rollout.Plan{Within: rollout.Usual()} // of a version that knew less
		if err := json.Unmarshal(one.Plan, &p); err != nil {
			return fmt.Errorf("read rollout of %s: %w", one.Route, err)
		}
		if r.set(p, one.Revision, false) {
			by, changed = p.ChangedBy(), true
			r.logger.InfoContext(ctx, "rollout heard of", "route", p.Route, "connection", p.Connection, "state", p.State, "percent", p.Percent())
		}
	}
	if changed {
		return r.apply(ctx, by)
	}
	return nil
}

// mine says whether this replica judges the rollout of a route.
func (r *Rollouts) mine(ctx context.Context, route string) bool {
	now := r.now()
	if r.journal == nil || now.Before(r.leased[route]) {
		return true
	}
	ctx, cancel := context.WithTimeout(ctx, KeepWithin)
	defer cancel()
	mine, err := r.journal.LeaseRollout(ctx, route, r.owner, rolloutLease)
	if mine {
		r.leased[route] = now.Add(rolloutLease / 2)
	}
	return mine || err != nil // while the journal is away every replica judges its own calls, to put back
}

// judge moves a running rollout on.
func (r *Rollouts) judge(ctx context.Context, kept keptRollout) {
	p, now := kept.Plan, r.now().UTC()
	p.Figures = r.meter.Read(p.Route, p.Connection)
	from := p.Percent()
	switch verdict, why := p.Judge(now); {
	case !slices.Equal(WeightsOf(r.reloader.Base().Config, p.Route), p.Before):
		p.End(rollout.Ended, "the file weighs the route otherwise now", "", now)
	case verdict == rollout.Back:
		p.End(rollout.PutBack, why, "", now)
	case verdict == rollout.Next:
		p.Advance(now)
	default:
		r.tell(ctx, p, kept.revision)
		return
	}
	err := r.move(ctx, p, kept.revision)
	if err != nil {
		r.logger.WarnContext(ctx, "rollout could not be moved on", "route", p.Route, "reason", err.Error())
		return
	}
	to := strconv.Itoa(p.Percent()) + " %"
	if !p.InForce() || p.State == rollout.Done {
		to = string(p.State)
	}
	r.audit.InfoContext(ctx, "admin change", "action", "rollout.step", "target", p.Route, "by", p.ChangedBy(), "from", strconv.Itoa(from)+" %", "to", to, "result", "done")
	level := slog.LevelInfo
	if p.State == rollout.PutBack {
		level = slog.LevelWarn
	}
	r.logger.Log(ctx, level, "rollout moved", "route", p.Route, "connection", p.Connection, "state", p.State, "percent", p.Percent(), "why", p.Why)
}

// tell has the other replicas know the figures, now and then.
func (r *Rollouts) tell(ctx context.Context, p rollout.Plan, revision int64) {
	r.mu.Lock()
	due := r.journal != nil && r.now().Sub(r.told[p.Route]) >= tellFigures
	if due {
		r.told[p.Route] = r.now()
	}
	r.mu.Unlock()
	if due && r.keep(ctx, p, revision+1) == nil {
		revision++
	}
	r.set(p, revision, false)
}

// Run looks until ctx ends.
func (r *Rollouts) Run(ctx context.Context) { lookUntil(ctx, r.logger, "rollouts", r.Look) }
