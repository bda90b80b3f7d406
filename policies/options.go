package policies

import (
	"time"

	"canongate/canonical"

	"go.opentelemetry.io/otel/trace"
)

// Options are those of a connection's policies. Two connections never share
// policies.
type Options struct {
	Connection string
	Vendor     string
	BaseURL    string // of the vendor, for spans; "": they name no server
	Limits     Limits

	Journal  Policy        // keyed writes; nil: none
	Limiter  Limiter       // counts the vendor's quota; nil: in this process
	Gossip   BreakerGossip // what other replicas' breakers do; nil: none
	Tracer   trace.Tracer  // nil: the global provider's
	Observer Observer      // nil: nobody
}

// Limits are the keys of a connection that limit the calls through it. An absent key
// has the standard value.
type Limits struct {
	Timeout     Duration            `yaml:"timeout,omitempty" jsonschema_description:"Of a whole call at this connection, its retries and waits included; 30s, at most 10m. A fallback has its own."`
	Timeouts    map[string]Duration `yaml:"timeouts,omitempty" jsonschema_description:"The same, by operation; upload_document has 120s."`
	Concurrency int                 `yaml:"concurrency,omitempty" jsonschema:"minimum=1,maximum=100000" jsonschema_description:"Calls in flight at once; 64. Others wait for a place, up to a second where the vendor is quick."`
	Rate        *RateOptions        `yaml:"rate,omitempty" jsonschema_description:"The vendor's quota, shared by all callers and replicas."`
	Retry       RetryOptions        `yaml:"retry"`
	Breaker     BreakerOptions      `yaml:"breaker"`
}

// RateOptions are a limit of so many per time. Burst is how many may come at
// once after a quiet time; it is Limit where it is not set.
type RateOptions struct {
	Limit int      `yaml:"limit" jsonschema:"required,minimum=1"`
	Per   Duration `yaml:"per" jsonschema:"required"`
	Burst int      `yaml:"burst,omitempty" jsonschema:"minimum=0"`
}

// RetryOptions say how often and how soon a call is tried again. Budget is the
// share of calls that may be retried; it is a pointer because none is a choice.
type RetryOptions struct {
	Attempts int      `yaml:"attempts,omitempty" jsonschema:"minimum=1,maximum=10"`
	Base     Duration `yaml:"base,omitempty"`
	Max      Duration `yaml:"max,omitempty"`
	Budget   *float64 `yaml:"budget,omitempty" jsonschema:"minimum=0,maximum=1"`
}

// BreakerOptions say when an operation of a connection is cut off: when enough of
// the calls in the window failed, or when so many failed one after the other,
// however long that took. The second sees a vendor that is seldom called; it is a
// pointer because none, 0, is a choice.
type BreakerOptions struct {
	FailureRatio        float64  `yaml:"failure_ratio,omitempty" jsonschema:"minimum=0,maximum=1"`
	MinimumRequests     int      `yaml:"minimum_requests,omitempty" jsonschema:"minimum=1,maximum=1000000"`
	ConsecutiveFailures *int     `yaml:"consecutive_failures,omitempty" jsonschema:"minimum=0,maximum=1000000" jsonschema_description:"Open after so many failures in a row, whatever the window saw; 10, 0 is off."`
	Window              Duration `yaml:"window,omitempty"`
	OpenFor             Duration `yaml:"open_for,omitempty"`
	HalfOpenRequests    int      `yaml:"half_open_requests,omitempty" jsonschema:"minimum=1,maximum=1000000"`
}

// Observer is told what happened, for metrics. Its methods are called during
// calls, some of them with a lock held: they return at once and never call back.
type Observer interface {
	// Attempt is one finished call to the vendor; code is "" for success. The
	// span may be invalid: of a call that is not traced.
	Attempt(span trace.SpanContext, connection, operation string, code canonical.Code, took time.Duration)
	// Retried is one decision to try again after code.
	Retried(connection, operation string, code canonical.Code)
	// Limited is one call that a limit refused.
	Limited(connection, operation string, limit LimitName)
	// Breaker is a breaker's change of state.
	Breaker(connection, operation string, state BreakerState)
}

// LimitName says which limit refused a call.
type LimitName string

// The limits of a connection.
const (
	LimitQuota       LimitName = "vendor_quota"
	LimitConcurrency LimitName = "concurrency"
	LimitRetries     LimitName = "retry_budget"
)

// noObserver is the observer where none was given.
type noObserver struct{}

// Attempt tells nobody.
func (noObserver) Attempt(trace.SpanContext, string, string, canonical.Code, time.Duration) {}

// Retried tells nobody.
func (noObserver) Retried(_, _ string, _ canonical.Code) {}

// Limited tells nobody.
func (noObserver) Limited(_, _ string, _ LimitName) {}

// Breaker tells nobody.
func (noObserver) Breaker(_, _ string, _ BreakerState) {}
