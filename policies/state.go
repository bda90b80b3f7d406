package policies

import "time"

// ConnectionState is what an operator wants of a connection.
type ConnectionState string

// The states of a connection.
const (
	Enabled  ConnectionState = "enabled"
	Draining ConnectionState = "draining" // ids made here are served, no new journeys
	Disabled ConnectionState = "disabled"
)

// State is what the operator wants of the connection.
func (c *ConnectionPolicies) State() ConnectionState { return *c.state.Load() }

// SetState is the kill switch; routes see it with the next request.
func (c *ConnectionPolicies) SetState(s ConnectionState) { c.state.Store(&s) }

// BreakerState is the state of one breaker; Auto is only ever asked for.
type BreakerState string

// The states of a breaker.
const (
	BreakerClosed   BreakerState = "closed"
	BreakerOpen     BreakerState = "open"
	BreakerHalfOpen BreakerState = "half_open"
	BreakerAuto     BreakerState = "auto"
)

// Condition is how a connection is for one operation, as far as routing cares.
// Its zero value is a connection in good order.
type Condition struct {
	State       ConnectionState // "": Enabled
	BreakerOpen bool
	QuotaEmpty  bool
}

// Snapshot is the state of a connection's policies at one moment.
type Snapshot struct {
	Connection string            `json:"connection"`
	Vendor     string            `json:"vendor"`
	State      ConnectionState   `json:"state"`
	Breakers   []BreakerSnapshot `json:"breakers"` // of the operations that were called or forced
	InFlight   int               `json:"in_flight"`
	Waiting    int               `json:"waiting"`
	Quota      *QuotaSnapshot    `json:"quota,omitempty"` // nil: no quota
	// The last minute's attempts.
	Attempts  int           `json:"attempts"`
	Latency   time.Duration `json:"latency_ns"` // mean
	ErrorRate float64       `json:"error_rate"` // calls that failed whoever asked, 0 to 1
	// The last error, whenever it was.
	LastError   string    `json:"last_error,omitempty"`
	LastErrorAt time.Time `json:"last_error_at,omitzero"`
}

// BreakerSnapshot is the state of one breaker.
type BreakerSnapshot struct {
	Operation string        `json:"operation"`
	State     BreakerState  `json:"state"`
	Forced    bool          `json:"forced,omitempty"`
	Requests  int           `json:"requests"` // counted in the window
	Failures  int           `json:"failures"`
	RetryIn   time.Duration `json:"retry_in_ns,omitempty"` // open: until the first probe
}

// QuotaSnapshot is what is left of a vendor's quota, as last seen.
type QuotaSnapshot struct {
	Limit     int `json:"limit"`
	Remaining int `json:"remaining"`
}
