package shared

import (
	"context"
	"errors"
	"log/slog"

	"canongate/config"
	"canongate/policies/journal"
)

// Generations remember in the journal which configurations were in service, so that
// replicas number them alike and a restart knows the way back. Without a journal, and
// while it is away, those of this process are all there is. Safe for concurrent use.
type Generations struct {
	journal *journal.Journal // nil: none
	own     config.OwnGenerations
	logger  *slog.Logger
}

// NewGenerations makes them; a nil journal is none.
func NewGenerations(j *journal.Journal, logger *slog.Logger) *Generations {
	return &Generations{journal: j, logger: logger}
}

var _ config.Generations = (*Generations)(nil)

// Enter implements config.Generations.
func (g *Generations) Enter(ctx context.Context, entered config.Generation, serving int64) int64 {
	if g.journal == nil {
		return g.own.Enter(ctx, entered, serving)
	}
	bounded, cancel := context.WithTimeout(ctx, KeepWithin)
	defer cancel()
	anew := entered.Cause == config.CauseRollback || entered.Cause == config.CauseRollout
	number, err := g.journal.EnterGeneration(bounded, journal.Generation(entered), serving, anew)
	if err != nil {
		number = g.own.Enter(ctx, entered, serving)
		g.logger.WarnContext(ctx, "configuration generation is not kept: its number is this replica's own",
			"generation", number, "reason", err.Error())
		return number
	}
	entered.Number = number
	g.own.Remember(entered)
	return number
}

// MarkRolledBack implements config.Generations.
func (g *Generations) MarkRolledBack(ctx context.Context, number int64) {
	g.own.MarkRolledBack(ctx, number)
	if g.journal == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, KeepWithin)
	defer cancel()
	if err := g.journal.MarkRolledBack(ctx, number); err != nil {
		g.logger.WarnContext(ctx, "it is not kept that a configuration was rolled back", "generation", number, "reason", err.Error())
	}
}

// List implements config.Generations.
func (g *Generations) List(ctx context.Context) ([]config.Generation, error) {
	if g.journal == nil {
		return g.own.List(ctx)
	}
	bounded, cancel := context.WithTimeout(ctx, KeepWithin)
	defer cancel()
	kept, err := g.journal.Generations(bounded)
	if err != nil {
		g.logger.DebugContext(ctx, "configuration generations cannot be read", "reason", err.Error())
		return g.own.List(ctx)
	}
	all := make([]config.Generation, len(kept))
	for i, one := range kept {
		all[i] = config.Generation(one)
	}
	return all, nil
}

// Get implements config.Generations.
func (g *Generations) Get(ctx context.Context, number int64) (config.Generation, error) {
	if g.journal == nil {
		return g.own.Get(ctx, number)
	}
	bounded, cancel := context.WithTimeout(ctx, KeepWithin)
	defer cancel()
	kept, err := g.journal.Generation(bounded, number)
	switch {
	case errors.Is(err, journal.ErrNotFound):
		return config.Generation{}, config.ErrNoGeneration
	case err != nil:
		return g.own.Get(ctx, number)
	}
	return config.Generation(kept), nil
}
