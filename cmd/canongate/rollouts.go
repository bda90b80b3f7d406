package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strconv"
	"sync"
	"time"

	"canongate/canonical"
	"canongate/config"
	"canongate/gateway/admin"
	"canongate/policies/journal"
	"canongate/policies/rollout"
	"canongate/policies/routing"
)

const (
	// rolloutLease is how long a replica that died keeps the others from its rollouts.
	rolloutLease = 5 * time.Second
	// tellFigures is how often the replica that judges tells the others its figures.
	tellFigures = 5 * time.Second
)

// rollouts raise the weights of connections step by step. All replicas of a journal
// apply the weights; the one that has the lease judges the step. They outlive restarts
// and reloads. Without a journal they last as long as the process. Weights are put back
// here before the journal has it, since that must work while it is away; the next step
// waits for it. Safe for concurrent use.
type rollouts struct {
	journal  *journal.Journal // nil: none
	reloader *config.Reloader // nil until there is one
	meter    *rollout.Meter
	audit    *slog.Logger
	logger   *slog.Logger
	now      func() time.Time
	owner    string

	exchange sync.Mutex // held while a rollout is changed; taken before the reloader's and mu
	mu       sync.Mutex
	all      map[string]keptRollout // the newest of each route
	told     map[string]time.Time   // when the figures were kept last
	leased   map[string]time.Time   // until when a lease is known to be ours
	pending  *string                // who asked for what could not be served yet
}

// keptRollout is a rollout, and what the journal knows of it.
type keptRollout struct {
	rollout.Plan
	revision int64
	unkept   bool // the journal does not have it yet
}

func newRollouts(j *journal.Journal, t *telemetry) *rollouts {
	return &rollouts{
		journal: j, meter: &rollout.Meter{}, audit: t.audit, logger: t.logger, now: time.Now, owner: rand.Text(),
		all: map[string]keptRollout{}, told: map[string]time.Time{}, leased: map[string]time.Time{},
	}
}

var _ admin.Rollouts = (*rollouts)(nil)

// Count is told of every call that a route sent to a connection.
func (r *rollouts) Count(route, connection string, code canonical.Code, took time.Duration) {
	r.meter.Count(route, connection, failedCodes[code], took)
}

// failedCodes are those that a caller meets because of the connection.
var failedCodes = map[canonical.Code]bool{
	canonical.VendorError: true, canonical.VendorProtocolError: true, canonical.VendorTimeout: true, canonical.VendorUnavailable: true,
	canonical.VendorAuthFailed: true, canonical.VendorConfigurationError: true, canonical.PaymentOutcomeUnknown: true,
	canonical.RateLimited: true, canonical.InternalError: true,
}

// Adjust gives a file the weights of the rollouts in force. One whose route the file
// weighs otherwise than when it began has nothing to say any more.
func (r *rollouts) Adjust(f *config.File) *config.File {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, route := range slices.Sorted(maps.Keys(r.all)) {
		if p := r.all[route].Plan; p.InForce() && slices.Equal(weightsOf(f.Config, route), p.Before) {
			f = f.WithWeights(route, useOf(p.Weights()))
		}
	}
	return f
}

// Of gives the newest rollout of a route.
func (r *rollouts) Of(route string) (rollout.Plan, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	kept, ok := r.all[route]
	return kept.Plan, ok
}

// Start begins a rollout.
func (r *rollouts) Start(ctx context.Context, p rollout.Plan) (rollout.Plan, error) {
	r.exchange.Lock()
	defer r.exchange.Unlock()
	before, _ := r.kept(p.Route)
	if before.InForce() {
		return rollout.Plan{}, admin.Conflict("A rollout of this route is in force; delete it first, or write its weights into the file.")
	}
	now := r.now().UTC().Truncate(time.Microsecond)
	p.Since, p.StepSince, p.State = now, now, rollout.Running
	p.Before = weightsOf(r.reloader.Base().Config, p.Route)
	if p.Before == nil {
		return rollout.Plan{}, &canonical.Error{Code: canonical.NotFound, Message: "No route has this name."}
	}
	if err := p.Check(leastEvery(r.reloader.Base().Config)); err != nil {
		return rollout.Plan{}, err
	}
	err := r.move(ctx, p, before.revision)
	if kept, _ := r.kept(p.Route); err != nil && kept.InForce() {
		failed := kept.Plan
		failed.End(rollout.Ended, "its first step could not be served", "", now)
		return rollout.Plan{}, errors.Join(err, r.move(ctx, failed, kept.revision))
	}
	return p, err
}

// leastEvery is how short a step may be.
func leastEvery(c config.Config) time.Duration {
	if c.Quickstart() {
		return time.Second
	}
	return 10 * time.Second
}

// weightsOf are those of a route of the file; nil without such a route.
func weightsOf(c config.Config, route string) (shares []rollout.Share) {
	i := slices.IndexFunc(c.Routes, func(o routing.RouteOptions) bool { return o.Name == route })
	if i < 0 {
		return nil
	}
	for _, u := range c.Routes[i].Use {
		shares = append(shares, rollout.Share{Connection: u.Connection, Weight: u.Share()})
	}
	return shares
}

func useOf(shares []rollout.Share) (use []routing.RouteUse) {
	for _, s := range shares {
		use = append(use, routing.RouteUse{Connection: s.Connection, Weight: &s.Weight})
	}
	return use
}

// Stop puts the weights of before back.
func (r *rollouts) Stop(ctx context.Context, route, by, why string) (rollout.Plan, error) {
	r.exchange.Lock()
	defer r.exchange.Unlock()
	kept, ok := r.kept(route)
	if !ok || !kept.InForce() {
		return rollout.Plan{}, admin.Conflict("No rollout of this route is in force.")
	}
	p := kept.Plan
	p.End(rollout.Ended, why, by, r.now().UTC())
	err := r.move(ctx, p, kept.revision)
	return p, err
}

// Rollback runs a rollback of the configuration, which ends all rollouts: it is to the
// text as it was.
func (r *rollouts) Rollback(ctx context.Context, by string, rollBack func() (config.Version, error)) (config.Version, error) {
	r.exchange.Lock()
	defer r.exchange.Unlock()
	v, err := rollBack()
	if err != nil {
		return v, err
	}
	r.mu.Lock()
	all := maps.Clone(r.all)
	r.mu.Unlock()
	for _, kept := range all {
		if kept.InForce() {
			p := kept.Plan
			p.End(rollout.Ended, "the configuration was rolled back", by, r.now().UTC())
			if err := r.move(ctx, p, kept.revision); err != nil {
				return v, err
			}
		}
	}
	return v, nil
}

func (r *rollouts) kept(route string) (keptRollout, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	kept, ok := r.all[route]
	return kept, ok
}

// move makes a change of a rollout: in the journal, and in what serves here. The caller
// holds exchange.
func (r *rollouts) move(ctx context.Context, p rollout.Plan, revision int64) error {
	unkept := false
	if err := r.keep(ctx, p, revision+1); errors.Is(err, journal.ErrConflict) {
		return admin.Conflict("Another replica changed this rollout at the same time.")
	} else if err != nil && p.InForce() {
		return &canonical.Error{Code: canonical.JournalUnavailable, Message: "The journal cannot be written, so the rollout waits.", Err: err}
	} else if err != nil {
		unkept = true
		r.logger.WarnContext(ctx, "end of rollout is not kept yet", "route", p.Route, "reason", err.Error())
	}
	r.set(p, revision+1, unkept)
	return r.apply(ctx, p.By)
}

// keep writes a rollout into the journal.
func (r *rollouts) keep(ctx context.Context, p rollout.Plan, revision int64) error {
	if r.journal == nil {
		return nil
	}
	text, err := json.Marshal(p)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), keepWithin)
	defer cancel()
	return r.journal.KeepRollout(ctx, journal.Rollout{Route: p.Route, Revision: revision, Plan: text})
}

// set notes a rollout, and counts from nought where it took a step.
func (r *rollouts) set(p rollout.Plan, revision int64, unkept bool) (changed bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	before, ok := r.all[p.Route]
	r.all[p.Route] = keptRollout{p, revision, unkept}
	changed = !ok || before.State != p.State || before.Step != p.Step || !before.Since.Equal(p.Since)
	switch {
	case p.State != rollout.Running:
		r.meter.Forget(p.Route)
	case changed:
		r.meter.Watch(p.Route)
	}
	return changed
}

func (r *rollouts) apply(ctx context.Context, by string) error {
	if r.reloader == nil {
		return nil
	}
	before := r.reloader.Current()
	v, err := r.reloader.Adjust(ctx, config.Why{Cause: config.CauseRollout, By: by})
	if r.pending = nil; err != nil {
		r.pending = &by
	}
	if err != nil || v.Generation != before.Generation {
		config.Report(ctx, r.logger, config.CauseRollout, v, err)
	}
	return err
}

// Look hears of what other replicas changed, and judges the steps that are this one's.
func (r *rollouts) Look(ctx context.Context) error {
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
func (r *rollouts) hear(ctx context.Context) error {
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
	ctx, cancel := context.WithTimeout(ctx, keepWithin)
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
		var p rollout.Plan
		if err := json.Unmarshal(one.Plan, &p); err != nil {
			return fmt.Errorf("read rollout of %s: %w", one.Route, err)
		}
		if r.set(p, one.Revision, false) {
			by, changed = p.By, true
			r.logger.InfoContext(ctx, "rollout heard of", "route", p.Route, "connection", p.Connection, "state", p.State, "percent", p.Percent())
		}
	}
	if changed {
		return r.apply(ctx, by)
	}
	return nil
}

// mine says whether this replica judges the rollout of a route.
func (r *rollouts) mine(ctx context.Context, route string) bool {
	now := r.now()
	if r.journal == nil || now.Before(r.leased[route]) {
		return true
	}
	ctx, cancel := context.WithTimeout(ctx, keepWithin)
	defer cancel()
	mine, err := r.journal.LeaseRollout(ctx, route, r.owner, rolloutLease)
	if mine {
		r.leased[route] = now.Add(rolloutLease / 2)
	}
	return mine || err != nil // while the journal is away every replica judges its own calls, to put back
}

// judge moves a running rollout on.
func (r *rollouts) judge(ctx context.Context, kept keptRollout) {
	p, now := kept.Plan, r.now().UTC()
	p.Figures = r.meter.Read(p.Route, p.Connection)
	from := p.Percent()
	switch verdict, why := p.Judge(now); {
	case !slices.Equal(weightsOf(r.reloader.Base().Config, p.Route), p.Before):
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
	r.audit.InfoContext(ctx, "admin change", "action", "rollout.step", "target", p.Route, "by", p.By, "from", strconv.Itoa(from)+" %", "to", to, "result", "done")
	level := slog.LevelInfo
	if p.State == rollout.PutBack {
		level = slog.LevelWarn
	}
	r.logger.Log(ctx, level, "rollout moved", "route", p.Route, "connection", p.Connection, "state", p.State, "percent", p.Percent(), "why", p.Why)
}

// tell has the other replicas know the figures, now and then.
func (r *rollouts) tell(ctx context.Context, p rollout.Plan, revision int64) {
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
func (r *rollouts) Run(ctx context.Context) {
	ticker := time.NewTicker(lookEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if err := r.Look(ctx); err != nil && ctx.Err() == nil {
				r.logger.DebugContext(ctx, "rollouts cannot be read", "reason", err.Error())
			}
		}
	}
}
