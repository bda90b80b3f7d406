package shared

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"canongate/canonical"
	"canongate/config"
	"canongate/gateway/admin"
	"canongate/policies/journal"
	"canongate/policies/rollout"
	"canongate/policies/routing"
)

// Rollouts raise the weights of connections step by step. All replicas of a journal
// apply the weights; the one that has the lease judges the step. They outlive restarts
// and reloads. Without a journal they last as long as the process. Weights are put back
// here before the journal has it, since that must work while it is away; the next step
// waits for it. Safe for concurrent use.
type Rollouts struct {
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

// NewRollouts makes them; a nil journal is none. audit takes a line for each step.
func NewRollouts(j *journal.Journal, logger, audit *slog.Logger) *Rollouts {
	return &Rollouts{
		journal: j, meter: &rollout.Meter{}, audit: audit, logger: logger, now: time.Now, owner: rand.Text(),
		all: map[string]keptRollout{}, told: map[string]time.Time{}, leased: map[string]time.Time{},
	}
}

var _ admin.Rollouts = (*Rollouts)(nil)

// Through has steps put into service by a reloader, which has started. Until then a
// rollout is known and nothing is judged.
func (r *Rollouts) Through(reloader *config.Reloader) {
	r.exchange.Lock()
	defer r.exchange.Unlock()
	r.reloader = reloader
}

// Count is told of every call that a route sent to a connection.
func (r *Rollouts) Count(route, connection string, code canonical.Code, took time.Duration) {
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
func (r *Rollouts) Adjust(f *config.File) *config.File {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, route := range slices.Sorted(maps.Keys(r.all)) {
		if p := r.all[route].Plan; p.InForce() && slices.Equal(WeightsOf(f.Config, route), p.Before) {
			f = f.WithWeights(route, UseOf(p.Weights()))
		}
	}
	return f
}

// Of gives the newest rollout of a route.
func (r *Rollouts) Of(route string) (rollout.Plan, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	kept, ok := r.all[route]
	return kept.Plan, ok
}

// All are the newest rollouts of all routes, by route.
func (r *Rollouts) All() []rollout.Plan {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := make([]rollout.Plan, 0, len(r.all))
	for _, route := range slices.Sorted(maps.Keys(r.all)) {
		all = append(all, r.all[route].Plan)
	}
	return all
}

// Start begins a rollout.
func (r *Rollouts) Start(ctx context.Context, p rollout.Plan) (rollout.Plan, error) {
	r.exchange.Lock()
	defer r.exchange.Unlock()
	before, _ := r.kept(p.Route)
	if before.InForce() {
		return rollout.Plan{}, admin.Conflict("A rollout of this route is in force; stop it first, or write its weights into the file.")
	}
	now := r.now().UTC().Truncate(time.Microsecond)
	p.Since, p.StepSince, p.State = now, now, rollout.Running
	p.Before = WeightsOf(r.reloader.Base().Config, p.Route)
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

// WeightsOf are those of a route of the file; nil without such a route.
func WeightsOf(c config.Config, route string) (shares []rollout.Share) {
	i := slices.IndexFunc(c.Routes, func(o routing.RouteOptions) bool { return o.Name == route })
	if i < 0 {
		return nil
	}
	for _, u := range c.Routes[i].Use {
		shares = append(shares, rollout.Share{Connection: u.Connection, Weight: u.Share()})
	}
	return shares
}

// UseOf is what a route of the file says of the weights.
func UseOf(shares []rollout.Share) (use []routing.RouteUse) {
	for _, s := range shares {
		use = append(use, routing.RouteUse{Connection: s.Connection, Weight: &s.Weight})
	}
	return use
}

// Stop puts the weights of before back.
func (r *Rollouts) Stop(ctx context.Context, route, by, why string) (rollout.Plan, error) {
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
func (r *Rollouts) Rollback(ctx context.Context, by string, rollBack func() (config.Version, error)) (config.Version, error) {
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

func (r *Rollouts) kept(route string) (keptRollout, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	kept, ok := r.all[route]
	return kept, ok
}

// move makes a change of a rollout: in the journal, and in what serves here. The caller
// holds exchange.
func (r *Rollouts) move(ctx context.Context, p rollout.Plan, revision int64) error {
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
	return r.apply(ctx, p.ChangedBy())
}

// keep writes a rollout into the journal.
func (r *Rollouts) keep(ctx context.Context, p rollout.Plan, revision int64) error {
	if r.journal == nil {
		return nil
	}
	text, err := json.Marshal(p)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), KeepWithin)
	defer cancel()
	return r.journal.KeepRollout(ctx, journal.Rollout{Route: p.Route, Revision: revision, Plan: text})
}

// set notes a rollout, and counts from nought where it took a step.
func (r *Rollouts) set(p rollout.Plan, revision int64, unkept bool) (changed bool) {
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

func (r *Rollouts) apply(ctx context.Context, by string) error {
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
