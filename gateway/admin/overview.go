package admin

import (
	"cmp"
	"context"
	"slices"

	"canongate/canonical"
	"canongate/policies/scorecard"
)

// overview is what operators look at first.
type overview struct {
	scorecard.Traffic
	Generation int64  `json:"generation"`
	ToDos      []toDo `json:"to_dos"` // what somebody should act on comes first
}

// trafficWindow reads the window of a query; the last hour where nobody says.
func (r *request) trafficWindow() (string, error) {
	values, err := r.query("window")
	if err != nil {
		return "", err
	}
	window := cmp.Or(values.Get("window"), scorecard.WindowHour)
	if !slices.Contains(scorecard.Windows(), window) {
		return "", invalid("window", canonical.FieldInvalid, "must be 60m or 7d")
	}
	return window, nil
}

// traffic is that of the tenants that the operator sees, or of the named one of them.
func (s *server) traffic(ctx context.Context, window string, sees func(string) bool) (scorecard.Traffic, error) {
	t, err := s.Scorecards.Traffic(ctx, window, sees)
	if err != nil {
		return t, journalError(err, "")
	}
	return t, nil
}

func (s *server) getOverview(r *request) (answer, error) {
	window, err := r.trafficWindow()
	if err != nil {
		return answer{}, err
	}
	traffic, err := s.traffic(r.Context(), window, r.operator.Sees)
	if err != nil {
		return answer{}, err
	}
	todos, err := s.toDos(r)
	if err != nil {
		return answer{}, err
	}
	return ok(overview{Traffic: traffic, Generation: s.Configuration.Current(r.Context()).Generation, ToDos: todos})
}
