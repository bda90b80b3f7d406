package rollout

import (
	"fmt"
	"time"

	"canongate/policies"
)

// State says how far a rollout is.
type State string

// The states. The weights of a running and of a done rollout hold over the file's.
const (
	Running State = "running"
	Done    State = "done"     // the last step held
	PutBack State = "put_back" // the connection did worse, so the weights of before hold
	Ended   State = "ended"    // somebody put the weights back
)

// States are all of them.
var States = []State{Running, Done, PutBack, Ended}

// Plan is one rollout, and how far it is.
type Plan struct {
	Route      string            `json:"route"`
	Connection string            `json:"connection"` // whose share is raised
	Steps      []int             `json:"steps"`      // of the route's requests, in percent
	Every      policies.Duration `json:"every"`      // that a step takes at least
	Within     Within            `json:"within"`
	Reason     string            `json:"reason"`
	By         string            `json:"by"`
	Since      time.Time         `json:"since"`
	Before     []Share           `json:"before"` // the weights that the file has

	State     State     `json:"state"`
	Step      int       `json:"step"` // in service, counted from 0
	StepSince time.Time `json:"step_since"`
	Figures   Figures   `json:"figures"` // of the step
	// LastRest is the rest of the route in the last step where it had enough calls.
	LastRest Sample    `json:"last_rest"`
	Why      string    `json:"why,omitempty"` // it is over
	EndedBy  string    `json:"ended_by,omitempty"`
	EndedAt  time.Time `json:"ended_at,omitzero"`
}

// Within is how far a connection may be from the rest of its route.
type Within struct {
	ErrorRate    float64 `json:"error_rate"` // more than the rest has
	P95Ratio     float64 `json:"p95_ratio"`  // to the rest's
	MinimumCalls int     `json:"minimum_calls"`
	// P95Floor is how much slower than the rest nobody minds, whatever the ratio: between
	// two vendors that answer within milliseconds a ratio says nothing.
	P95Floor policies.Duration `json:"p95_floor"`
}

// Usual is what holds unless somebody says otherwise.
func Usual() Within {
	return Within{ErrorRate: 0.01, P95Ratio: 1.5, MinimumCalls: 50, P95Floor: policies.Duration(20 * time.Millisecond)}
}

// Share is a connection's weight.
type Share struct {
	Connection string `json:"connection"`
	Weight     int    `json:"weight"`
}

// InForce says whether the rollout's weights hold over the file's.
func (p *Plan) InForce() bool { return p.State == Running || p.State == Done }

// Percent is the share of the step in service.
func (p *Plan) Percent() int { return p.Steps[p.Step] }

// Weights are those of the step in service. The others of the route share the rest as
// they did before.
func (p *Plan) Weights() []Share {
	others := 0
	for _, s := range p.Before {
		if s.Connection != p.Connection {
			others += s.Weight
		}
	}
	shares, divisor := make([]Share, len(p.Before)), 0
	for i, s := range p.Before {
		weight := s.Weight * (100 - p.Percent())
		if s.Connection == p.Connection {
			weight = others * p.Percent()
		}
		shares[i] = Share{s.Connection, weight}
		divisor = gcd(divisor, weight)
	}
	for i := range shares {
		shares[i].Weight /= max(1, divisor)
	}
	return shares
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// Verdict is what becomes of a step.
type Verdict int

// The verdicts.
const (
	Stay Verdict = iota
	Next
	Back
)

// Judge says what becomes of the step in service, and why it must not stay.
func (p *Plan) Judge(now time.Time) (Verdict, string) {
	its, rest, w := p.Figures.Connection, p.Figures.Rest, p.Within
	if rest.Calls < w.MinimumCalls && p.LastRest.Calls > 0 {
		rest = p.LastRest
	}
	floor := float64(time.Duration(w.P95Floor)) / float64(time.Millisecond)
	rate := float64(its.Errors) / float64(max(its.Calls, w.MinimumCalls, 1))
	switch enough := its.Calls >= w.MinimumCalls; {
	case rate-rest.ErrorRate() > w.ErrorRate:
		return Back, fmt.Sprintf("%d of %d calls of %s failed, and %.1f %% of the rest of the route: more than %.1f %% apart",
			its.Errors, its.Calls, p.Connection, 100*rest.ErrorRate(), 100*w.ErrorRate)
	case enough && rest.Calls >= w.MinimumCalls && its.P95MS > max(w.P95Ratio*rest.P95MS, rest.P95MS+floor):
		return Back, fmt.Sprintf("the 95th percentile of %s is %.0f ms, and that of the rest of the route %.0f ms: more than %.1f times as much, and more than %s apart",
			p.Connection, its.P95MS, rest.P95MS, w.P95Ratio, w.P95Floor)
	case !enough || now.Before(p.NextAt()):
		return Stay, ""
	}
	return Next, ""
}

// NextAt is when the step has lasted long enough.
func (p *Plan) NextAt() time.Time { return p.StepSince.Add(time.Duration(p.Every)) }

// Advance goes to the next step, or is done.
func (p *Plan) Advance(now time.Time) {
	if p.Figures.Rest.Calls >= p.Within.MinimumCalls {
		p.LastRest = p.Figures.Rest
	}
	if p.Step == len(p.Steps)-1 {
		p.State, p.EndedAt, p.Why = Done, now, "every step was within what is allowed"
		return
	}
	p.Step++
	p.StepSince, p.Figures = now, Figures{}
}

// ChangedBy is who made its last change: whoever began it, and when it is over whoever
// ended it. Empty: nobody, it was put back by itself.
func (p *Plan) ChangedBy() string {
	if p.InForce() {
		return p.By
	}
	return p.EndedBy
}

// End puts the weights back.
func (p *Plan) End(state State, why, by string, now time.Time) {
	p.State, p.Why, p.EndedBy, p.EndedAt = state, why, by, now
}
