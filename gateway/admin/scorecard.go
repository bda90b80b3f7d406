package admin

import (
	"cmp"
	"context"
	"time"

	"canongate/canonical"
	"canongate/policies/scorecard"
)

// Scorecards have what calls to the vendors came to.
type Scorecards interface {
	Card(ctx context.Context, connection string, window time.Duration) (scorecard.Card, error)
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
