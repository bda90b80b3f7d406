package admin

import (
	"context"
	"slices"
	"time"

	"canongate/canonical"
	"canongate/policies"
	"canongate/policies/journal"
	"canongate/policies/scorecard"
)

// OperatorStates are what operators want of connections and breakers, over what
// the file says.
type OperatorStates interface {
	// Set moves a connection, or with an operation its breaker, at once. kept says
	// whether the journal has it: for the other replicas and the next start.
	Set(context.Context, journal.OperatorState) (kept bool)
	// Of gives what is wanted at the moment, if anything.
	Of(connection, operation string) (journal.OperatorState, bool)
	// Kept says whether the journal has what was set last.
	Kept(connection, operation string) bool
}

// Connection is a connection in service, with the levers that move it.
type Connection struct {
	Name       string
	Vendor     string
	Sandbox    bool
	Tenants    []string // empty: all
	Operations []string // that it can do
	Policies   *policies.ConnectionPolicies
}

// connection is a connection as operators see it.
type connection struct {
	Name      string                   `json:"name"`
	Vendor    string                   `json:"vendor"`
	Sandbox   bool                     `json:"sandbox"`
	Tenants   []string                 `json:"tenants,omitempty"`
	State     policies.ConnectionState `json:"state"`
	InFlight  int                      `json:"in_flight"`
	Waiting   int                      `json:"waiting"`
	Quota     *policies.QuotaSnapshot  `json:"quota,omitempty"`
	Attempts  int                      `json:"attempts"` // of the last minute, as are the next two
	LatencyMS float64                  `json:"latency_ms"`
	ErrorRate float64                  `json:"error_rate"`
	LastError *lastError               `json:"last_error,omitempty"`
	Breakers  []breaker                `json:"breakers"`
	Health    connectionHealth         `json:"health"`
	HealthWhy string                   `json:"health_why,omitempty"` // absent when it is well
	LastHour  scorecard.Figures        `json:"last_hour"`            // of this replica, as is everything but the state
	*Wanted
}

// Wanted says who wanted a state, and why; absent where nobody did.
type Wanted struct {
	By     string    `json:"by" required:"false"`
	Reason string    `json:"reason" required:"false"`
	Since  time.Time `json:"since" required:"false"`
	Until  time.Time `json:"until,omitzero"`        // absent: until somebody changes it
	Kept   bool      `json:"kept" required:"false"` // by the journal, for restarts and the other replicas
}

func (s *server) wanted(connection, operation string) *Wanted {
	state, ok := s.OperatorStates.Of(connection, operation)
	if !ok {
		return nil
	}
	return &Wanted{state.By, state.Reason, state.Since, state.Until, s.OperatorStates.Kept(connection, operation)}
}

type lastError struct {
	Code string    `json:"code"`
	At   time.Time `json:"at"`
}

// breaker is the breaker of one operation that the connection can do.
type breaker struct {
	Operation string                `json:"operation"`
	State     policies.BreakerState `json:"state"`
	Forced    bool                  `json:"forced"`
	Requests  int                   `json:"requests"`
	Failures  int                   `json:"failures"`
	RetryInMS float64               `json:"retry_in_ms,omitempty"`
	*Wanted
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func (s *server) view(c Connection) connection {
	now := c.Policies.Snapshot()
	v := connection{
		Name: c.Name, Vendor: c.Vendor, Sandbox: c.Sandbox, Tenants: c.Tenants,
		State: now.State, InFlight: now.InFlight, Waiting: now.Waiting, Quota: now.Quota,
		Attempts: now.Attempts, LatencyMS: milliseconds(now.Latency), ErrorRate: now.ErrorRate,
		Breakers: make([]breaker, len(c.Operations)), Wanted: s.wanted(c.Name, ""),
	}
	if now.LastError != "" {
		v.LastError = &lastError{now.LastError, now.LastErrorAt}
	}
	for i, operation := range c.Operations {
		v.Breakers[i] = breaker{Operation: operation, State: policies.BreakerClosed}
	}
	for _, b := range now.Breakers {
		seen := breaker{b.Operation, b.State, b.Forced, b.Requests, b.Failures, milliseconds(b.RetryIn), s.wanted(c.Name, b.Operation)}
		i := slices.IndexFunc(v.Breakers, func(known breaker) bool { return known.Operation == b.Operation })
		if i >= 0 {
			v.Breakers[i] = seen
		}
	}
	v.LastHour = s.Scorecards.Recent(c.Name, time.Hour)
	v.Health, v.HealthWhy = s.healthOf(v)
	return v
}

func (s *server) listConnections(r *request) (answer, error) {
	if _, err := r.query(); err != nil {
		return answer{}, err
	}
	all := s.Connections()
	views := make([]connection, len(all))
	for i, c := range all {
		views[i] = s.view(c)
	}
	return ok(newList(views, ""))
}

func (s *server) getConnection(r *request) (answer, error) {
	c, err := s.connection(r)
	if err != nil {
		return answer{}, err
	}
	return ok(s.view(c))
}

// connection is the one that the path names.
func (s *server) connection(r *request) (Connection, error) {
	all := s.Connections()
	i := slices.IndexFunc(all, func(c Connection) bool { return c.Name == r.PathValue("name") })
	if i < 0 {
		return Connection{}, notFound("No connection has this name.")
	}
	return all[i], nil
}

// connectionStates are what a connection can be set to; auto is what the file says.
var connectionStates = []string{string(policies.Enabled), string(policies.Draining), string(policies.Disabled), string(policies.BreakerAuto)}

// setState is the kill switch.
func (s *server) setState(r *request) (answer, error) {
	c, err := s.connection(r)
	if err != nil {
		return answer{}, err
	}
	wanted, err := r.wantedState(connectionStates, "must be enabled, draining, disabled, or auto for what the file says")
	if err != nil {
		return answer{}, err
	}
	wanted.Connection = c.Name
	before := string(c.Policies.State())
	s.OperatorStates.Set(r.Context(), wanted)
	_ = r.audit(audited{c.Name, Change{wanted.By, wanted.Reason}, before, wanted.State}, nil)
	return ok(s.view(c))
}

var breakerStates = []string{string(policies.BreakerClosed), string(policies.BreakerOpen), string(policies.BreakerAuto)}

// forceBreaker holds a breaker open or closed, or leaves it to itself again.
func (s *server) forceBreaker(r *request) (answer, error) {
	c, err := s.connection(r)
	if err != nil {
		return answer{}, err
	}
	operation := r.PathValue("operation")
	if !slices.Contains(c.Operations, operation) {
		return answer{}, notFound("The connection can do no operation of this name.")
	}
	wanted, err := r.wantedState(breakerStates, "must be closed, open or auto")
	if err != nil {
		return answer{}, err
	}
	wanted.Connection, wanted.Operation = c.Name, operation
	before := string(c.Policies.Forced(operation))
	s.OperatorStates.Set(r.Context(), wanted)
	_ = r.audit(audited{c.Name + "/" + operation, Change{wanted.By, wanted.Reason}, before, wanted.State}, nil)
	return ok(s.view(c))
}

// stateRequest is what an operator wants of a connection or a breaker.
type stateRequest struct {
	Change
	State string    `json:"state"`
	Until time.Time `json:"until"`
}

// wantedState reads what an operator wants: a state, why, and until when.
func (r *request) wantedState(allowed []string, words string) (journal.OperatorState, error) {
	var body stateRequest
	if err := r.read(&body); err != nil {
		return journal.OperatorState{}, err
	}
	err := r.sign(&body.Change)
	switch {
	case err != nil:
		return journal.OperatorState{}, err
	case !slices.Contains(allowed, body.State):
		return journal.OperatorState{}, wrongValue("/state", body.State, words)
	case !body.Until.IsZero() && !body.Until.After(time.Now()):
		return journal.OperatorState{}, invalid("/until", canonical.FieldInvalid, "must be in the future")
	}
	if err := body.checkReason(); err != nil {
		return journal.OperatorState{}, err
	}
	return journal.OperatorState{State: body.State, Reason: body.Reason, By: body.By, Until: body.Until.UTC().Truncate(time.Microsecond)}, nil
}
