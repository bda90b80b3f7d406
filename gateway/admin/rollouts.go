package admin

import (
	"context"
	"time"

	"canongate/canonical"
	"canongate/policies"
	"canongate/policies/rollout"
)

// Rollouts raise the weight of one connection of a route, step by step. Errors are
// canonical ones, or a Conflict.
type Rollouts interface {
	// Start begins one of a route, a connection, steps, every and within.
	Start(context.Context, rollout.Plan) (rollout.Plan, error)
	// Of gives the newest of a route.
	Of(route string) (rollout.Plan, bool)
	// Stop puts the weights of before back.
	Stop(ctx context.Context, route, by, why string) (rollout.Plan, error)
}

// rolloutView is a rollout as operators see it.
type rolloutView struct {
	Route      string            `json:"route"`
	Connection string            `json:"connection"`
	State      rollout.State     `json:"state"`
	Steps      []int             `json:"steps"`
	Every      policies.Duration `json:"every"`
	Within     rollout.Within    `json:"within"`
	Reason     string            `json:"reason"`
	By         string            `json:"by"`
	Since      time.Time         `json:"since"`
	Before     []rollout.Share   `json:"weights_before"`
	Weights    []rollout.Share   `json:"weights,omitempty"` // in service; absent when they are those of the file
	Step       rolloutStep       `json:"step"`              // in service, or the last one
	Next       *rolloutNext      `json:"next,omitempty"`    // absent when it is over
	Why        string            `json:"why,omitempty"`     // it is over
	EndedBy    string            `json:"ended_by,omitempty"`
	EndedAt    time.Time         `json:"ended_at,omitzero"`
}

type rolloutStep struct {
	Number     int           `json:"number"` // from 1
	Percent    int           `json:"percent"`
	Since      time.Time     `json:"since"`
	Connection rolloutSample `json:"connection"`
	Rest       rolloutSample `json:"rest"` // of the route
}

// rolloutSample are the calls of one side since the step began, at the replica that
// judges.
type rolloutSample struct {
	Calls     int     `json:"calls"`
	Errors    int     `json:"errors"`
	ErrorRate float64 `json:"error_rate"`
	P95MS     float64 `json:"p95_ms"`
}

// rolloutNext is what comes after the step.
type rolloutNext struct {
	State    rollout.State `json:"state"`
	Percent  int           `json:"percent"`
	At       time.Time     `json:"at"`        // at the earliest
	WaitsFor int           `json:"waits_for"` // calls of the connection
}

func viewOf(p rollout.Plan) rolloutView {
	v := rolloutView{
		Route: p.Route, Connection: p.Connection, State: p.State, Steps: p.Steps, Every: p.Every, Within: p.Within,
		Reason: p.Reason, By: p.By, Since: p.Since, Before: p.Before,
		Step: rolloutStep{p.Step + 1, p.Percent(), p.StepSince, sampleOf(p.Figures.Connection), sampleOf(p.Figures.Rest)},
		Why:  p.Why, EndedBy: p.EndedBy, EndedAt: p.EndedAt,
	}
	if p.InForce() {
		v.Weights = p.Weights()
	}
	if p.State == rollout.Running {
		v.Next = &rolloutNext{rollout.Done, p.Percent(), p.NextAt(), max(0, p.Within.MinimumCalls-p.Figures.Connection.Calls)}
		if p.Step+1 < len(p.Steps) {
			v.Next.State, v.Next.Percent = rollout.Running, p.Steps[p.Step+1]
		}
	}
	return v
}

func sampleOf(s rollout.Sample) rolloutSample {
	return rolloutSample{s.Calls, s.Errors, s.ErrorRate(), s.P95MS}
}

// newRollout is what is asked for.
type newRollout struct {
	Change
	Connection string            `json:"connection"`
	Steps      []int             `json:"steps"`
	Every      policies.Duration `json:"every"`
	Within     rollout.Within    `json:"within"`
}

func (s *server) startRollout(r *request) (answer, error) {
	body := newRollout{ // what a request leaves out
		Steps: []int{5, 25, 50, 100}, Every: policies.Duration(10 * time.Minute), Within: rollout.Usual(),
	}
	if err := r.read(&body); err != nil {
		return answer{}, err
	}
	err := r.sign(&body.Change)
	if err == nil && body.Connection == "" {
		err = invalid("/connection", canonical.FieldRequired, "must be one of the route's use")
	}
	if err == nil {
		err = body.checkReason()
	}
	if err != nil {
		return answer{}, err
	}
	p, err := s.Rollouts.Start(context.WithoutCancel(r.Context()), rollout.Plan{
		Route: r.PathValue("name"), Connection: body.Connection, Steps: body.Steps, Every: body.Every, Within: body.Within,
		Reason: body.Reason, By: body.By,
	})
	if err := r.audit(audited{r.target(), body.Change, "", body.Connection}, err); err != nil {
		return answer{}, err
	}
	return ok(viewOf(p))
}

func (s *server) getRollout(r *request) (answer, error) {
	if _, err := r.query(); err != nil {
		return answer{}, err
	}
	p, known := s.Rollouts.Of(r.PathValue("name"))
	if !known {
		return answer{}, notFound("This route has had no rollout.")
	}
	return ok(viewOf(p))
}

// stopRollout puts the weights of before back.
func (s *server) stopRollout(r *request) (answer, error) {
	why, err := r.change()
	if err != nil {
		return answer{}, err
	}
	p, err := s.Rollouts.Stop(context.WithoutCancel(r.Context()), r.PathValue("name"), why.By, why.Reason)
	if err := r.audit(audited{r.target(), why, p.Connection, ""}, err); err != nil {
		return answer{}, err
	}
	return ok(viewOf(p))
}
