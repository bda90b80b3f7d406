package main

import (
	"context"
	"crypto/rand"
	"log/slog"
	"time"

	"canongate/canonical"
	"canongate/cmd/canongate/internal/shared"
	"canongate/gateway"
	"canongate/policies"
	"canongate/policies/journal"
	"canongate/policies/scorecard"

	"go.opentelemetry.io/otel/trace"
)

// keepScorecardsEvery is how much of its own history a process may lose when it dies.
const keepScorecardsEvery = 15 * time.Second

// newScorecards makes the book of this process: in the journal, or without one in
// memory.
func newScorecards(j *journal.Journal, now func() time.Time) *scorecard.Book {
	if j == nil {
		return scorecard.New("", scorecard.NewMemory(), now)
	}
	return scorecard.New(rand.Text(), j, now)
}

// keepScorecards writes what was counted until ctx ends, and then once more.
func keepScorecards(ctx context.Context, book *scorecard.Book, logger *slog.Logger) {
	ticker := time.NewTicker(keepScorecardsEvery)
	defer ticker.Stop()
	for ctx.Err() == nil {
		select {
		case <-ctx.Done():
		case <-ticker.C:
		}
		within, cancel := context.WithTimeout(context.WithoutCancel(ctx), shared.KeepWithin)
		if err := book.Keep(within); err != nil {
			logger.WarnContext(ctx, "scorecards are not kept yet", "reason", err.Error())
		}
		cancel()
	}
}

// scored is an observer that also counts attempts for the scorecards.
type scored struct {
	policies.Observer
	book *scorecard.Book
}

// Attempt passes a call on and counts it.
func (s scored) Attempt(span trace.SpanContext, connection, operation string, code canonical.Code, took time.Duration) {
	s.Observer.Attempt(span, connection, operation, code, took)
	s.book.Attempt(connection, operation, code, took)
}

// fellBack counts a request that went on to another connection.
func (p *program) fellBack(connection, operation string) {
	p.telemetry.metrics.FellBack(connection, operation)
	p.scorecards.FellBack(connection, operation)
}

// unmapped gives what the adapter of a connection reports unknown values to.
func (p *program) unmapped(connection, vendor string) func(field string) {
	tell := p.telemetry.unmappedOf(vendor)
	return func(field string) {
		tell(field)
		p.scorecards.Drift(connection)
	}
}

// finished counts a request for metrics and for the overview. Probes and pages that
// went well tell nothing.
func (p *program) finished(f gateway.Finished) {
	p.telemetry.metrics.Finished(f)
	if f.Operation == "" && f.Code == "" {
		return
	}
	tenant := f.Tenant
	if tenant != "" {
		tenant = p.telemetry.metrics.Tenant(tenant) // of a closed set, as the hours are kept by it
	}
	p.scorecards.Request(tenant, f.Operation, f.Code, f.Duration, max(0, f.Duration-f.VendorTime))
}

// tried counts a call that a route sent to a connection: for rollouts, and for the
// shares that routes really have.
func (p *program) tried(route, connection string, code canonical.Code, took time.Duration) {
	p.rollouts.Count(route, connection, code, took)
	p.scorecards.Routed(route, connection)
}
