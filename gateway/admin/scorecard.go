package admin

import (
	"cmp"
	"context"
	"time"

	"canongate/canonical"
	"canongate/policies/scorecard"
)

// Scorecards have what calls to the vendors, and requests of callers, came to.
type Scorecards interface {
	Card(ctx context.Context, connection string, window time.Duration) (scorecard.Card, error)
	// Traffic is of the requests of the tenants that are seen.
	Traffic(ctx context.Context, window string, sees func(tenant string) bool) (scorecard.Traffic, error)
	// Recent is what this replica's calls to a connection came to, an hour back at most.
	Recent(connection string, window time.Duration) scorecard.Figures
	// Shares counts what this replica's routes sent to each connection in the last hour.
	Shares() map[string]map[string]int64
}

// standardWindow is how far back a scorecard goes where nobody says.
const standardWindow = "24h"

func (s *server) getScorecard(r *request) (answer, error) {
	values, err := r.query("window")
	if err != nil {
		return answer{}, err
	}
	window, err := scorecard.ParseWindow(cmp.Or(values.Get("window"), standardWindow))
	if err != nil {
		return answer{}, invalid("window", canonical.FieldInvalid, err.Error())
	}
	c, err := s.connection(r)
	if err != nil {
		return answer{}, err
	}
	card, err := s.Scorecards.Card(r.Context(), c.Name, window)
	if err != nil {
		return answer{}, journalError(err, "")
	}
	return ok(card)
}
