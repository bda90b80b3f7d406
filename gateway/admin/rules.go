package admin

import (
	"net/http"

	"canongate/canonical"
	"canongate/policies/rollout"
	"canongate/policies/routing"
)

// Rule is a rule of the routes in service.
type Rule struct {
	Name     string
	Matchers []Matcher
	Use      []RuleUse
	Fallback []string
	Shadow   *routing.RouteShadow // nil: none
}

// Matcher is one condition of a rule, as the file says it.
type Matcher struct {
	Name string `json:"name"` // its key in the file
	Want string `json:"want"`
}

// RuleUse is a connection's weight in a rule: in service, and in the file, which a
// rollout leaves alone.
type RuleUse struct {
	Connection string
	Weight     int
	InFile     int
}

// rule is a rule as operators see it.
type rule struct {
	Name     string               `json:"name"`
	Position int                  `json:"position"` // from 1: the first rule that matches takes the request
	Matchers []Matcher            `json:"matchers"`
	Use      []ruleUse            `json:"use"`
	Calls    int64                `json:"calls"` // that this replica's rule sent on in the last hour
	Fallback []string             `json:"fallback,omitempty"`
	Shadow   *routing.RouteShadow `json:"shadow,omitempty"`
	Rollout  *rolloutView         `json:"rollout,omitempty"` // the newest
}

// ruleUse is a connection's part of a rule: shares are from 0 to 1. The measured one
// is of this replica's last hour and absent without calls; fallbacks count in it too.
type ruleUse struct {
	Connection    string   `json:"connection"`
	Weight        int      `json:"weight"`
	WeightInFile  int      `json:"weight_in_file"`
	WantedShare   float64  `json:"wanted_share"`
	Calls         int64    `json:"calls"`
	MeasuredShare *float64 `json:"measured_share"`
}

func (s *server) viewRule(r Rule, calls map[string]int64) rule {
	v := rule{Name: r.Name, Matchers: r.Matchers, Fallback: r.Fallback, Shadow: r.Shadow, Use: make([]ruleUse, len(r.Use))}
	weights := 0
	for _, u := range r.Use {
		weights += u.Weight
	}
	for _, n := range calls {
		v.Calls += n
	}
	for i, u := range r.Use {
		v.Use[i] = ruleUse{Connection: u.Connection, Weight: u.Weight, WeightInFile: u.InFile, Calls: calls[u.Connection]}
		if weights > 0 {
			v.Use[i].WantedShare = float64(u.Weight) / float64(weights)
		}
		if v.Calls > 0 {
			share := float64(calls[u.Connection]) / float64(v.Calls)
			v.Use[i].MeasuredShare = &share
		}
	}
	if p, known := s.Rollouts.Of(r.Name); known {
		shown := viewOf(p)
		v.Rollout = &shown
	}
	return v
}

// listRules are the rules in the order in which they are asked.
func (s *server) listRules(r *request) (answer, error) {
	if _, err := r.query(); err != nil {
		return answer{}, err
	}
	rules, calls := s.Rules(), s.Scorecards.Shares()
	views := make([]rule, len(rules))
	for i, one := range rules {
		views[i] = s.viewRule(one, calls[one.Name])
		views[i].Position = i + 1
	}
	return ok(newList(views, ""))
}

// weightsRequest are weights that a rule could have.
type weightsRequest struct {
	Change
	Weights []rollout.Share `json:"weights"`
}

// planWeights says what other weights of a rule would change. It changes nothing.
func (s *server) planWeights(r *request) (answer, error) {
	var body weightsRequest
	if err := r.read(&body); err != nil {
		return answer{}, err
	}
	if len(body.Weights) == 0 {
		return answer{}, invalid("/weights", canonical.FieldRequired, "must name the connections of the rule, each with its weight")
	}
	plan, err := s.Configuration.Plan(r.Context(), Candidate{Route: r.PathValue("name"), Weights: body.Weights})
	if err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusOK, body: plan}, nil
}
