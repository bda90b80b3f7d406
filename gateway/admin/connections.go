package admin

import (
	"slices"
	"time"

	"canongate/policies"
)

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
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func (c Connection) view() connection {
	now := c.Policies.Snapshot()
	v := connection{
		Name: c.Name, Vendor: c.Vendor, Sandbox: c.Sandbox, Tenants: c.Tenants,
		State: now.State, InFlight: now.InFlight, Waiting: now.Waiting, Quota: now.Quota,
		Attempts: now.Attempts, LatencyMS: milliseconds(now.Latency), ErrorRate: now.ErrorRate,
		Breakers: make([]breaker, len(c.Operations)),
	}
	if now.LastError != "" {
		v.LastError = &lastError{now.LastError, now.LastErrorAt}
	}
	for i, operation := range c.Operations {
		v.Breakers[i] = breaker{Operation: operation, State: policies.BreakerClosed}
	}
	for _, b := range now.Breakers {
		seen := breaker{b.Operation, b.State, b.Forced, b.Requests, b.Failures, milliseconds(b.RetryIn)}
		i := slices.IndexFunc(v.Breakers, func(known breaker) bool { return known.Operation == b.Operation })
		if i >= 0 {
			v.Breakers[i] = seen
		}
	}
	return v
}

func (s *server) listConnections(r *request) (answer, error) {
	if _, err := r.query(); err != nil {
		return answer{}, err
	}
	all := s.Connections()
	views := make([]connection, len(all))
	for i, c := range all {
		views[i] = c.view()
	}
	return ok(newList(views, ""))
}

func (s *server) getConnection(r *request) (answer, error) {
	c, err := s.connection(r)
	if err != nil {
		return answer{}, err
	}
	return ok(c.view())
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

var connectionStates = []policies.ConnectionState{policies.Enabled, policies.Draining, policies.Disabled}

// setState is the kill switch.
func (s *server) setState(r *request) (answer, error) {
	var body struct {
		change
		State policies.ConnectionState `json:"state"`
	}
	c, err := s.connection(r)
	if err == nil {
		err = r.read(&body)
	}
	if err != nil {
		return answer{}, err
	}
	if !slices.Contains(connectionStates, body.State) {
		return answer{}, wrongValue("/state", string(body.State), "must be enabled, draining or disabled")
	}
	by, err := r.by(body.By)
	if err != nil {
		return answer{}, err
	}
	before := c.Policies.State()
	c.Policies.SetState(body.State)
	_ = r.audit(audited{c.Name, by, string(before), string(body.State)}, nil)
	return ok(c.view())
}

var breakerStates = []policies.BreakerState{policies.BreakerClosed, policies.BreakerOpen, policies.BreakerAuto}

// forceBreaker holds a breaker open or closed, or leaves it to itself again.
func (s *server) forceBreaker(r *request) (answer, error) {
	var body struct {
		change
		State policies.BreakerState `json:"state"`
	}
	c, err := s.connection(r)
	if err != nil {
		return answer{}, err
	}
	operation := r.PathValue("operation")
	if !slices.Contains(c.Operations, operation) {
		return answer{}, notFound("The connection can do no operation of this name.")
	}
	if err := r.read(&body); err != nil {
		return answer{}, err
	}
	if !slices.Contains(breakerStates, body.State) {
		return answer{}, wrongValue("/state", string(body.State), "must be closed, open or auto")
	}
	by, err := r.by(body.By)
	if err != nil {
		return answer{}, err
	}
	before := c.view().breaker(operation)
	if err := c.Policies.Force(operation, body.State); err != nil {
		return answer{}, err
	}
	_ = r.audit(audited{c.Name + "/" + operation, by, before, string(body.State)}, nil)
	return ok(c.view())
}

// breaker is what holds the operation's breaker, as Force would be asked for it.
func (c connection) breaker(operation string) string {
	for _, b := range c.Breakers {
		if b.Operation == operation && b.Forced {
			return string(b.State)
		}
	}
	return string(policies.BreakerAuto)
}
