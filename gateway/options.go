package gateway

import (
	"context"
	"log/slog"
	"time"

	"canongate/canonical"
	"canongate/gateway/auth"
	"canongate/gateway/ids"
	"canongate/gateway/listener"
	"canongate/gateway/telemetry"
	"canongate/policies"
	"canongate/policies/routing"

	"go.opentelemetry.io/otel/trace"
)

// ServerOptions are the listeners and their limits.
type ServerOptions struct {
	Listen          string            `yaml:"listen,omitempty"`
	AdminListen     string            `yaml:"admin_listen,omitempty"`
	BodyLimit       policies.Bytes    `yaml:"body_limit,omitempty" jsonschema_description:"Bytes of a body that may carry documents; others have 64KB."`
	BodyBudget      policies.Bytes    `yaml:"body_budget,omitempty" jsonschema_description:"Memory for the bodies in flight together, at least five times body_limit: a body costs up to four times its bytes. Beyond it requests are refused with 503."`
	MaxInFlight     int               `yaml:"max_in_flight,omitempty" jsonschema:"minimum=1" jsonschema_description:"API requests served at once; more are refused early. Probes and pages do not count."`
	MaxConnections  int               `yaml:"max_connections,omitempty" jsonschema:"minimum=1" jsonschema_description:"Connections to the public listener; more are closed at once."`
	PerSource       int               `yaml:"connections_per_ip,omitempty" jsonschema:"minimum=1" jsonschema_description:"Connections from one address, or one IPv6 /64; more are closed at once. Behind a proxy all have its address."`
	ShutdownTimeout policies.Duration `yaml:"shutdown_timeout,omitempty" jsonschema_description:"For the calls in flight when the program is asked to stop."`
	ShutdownNotice  policies.Duration `yaml:"shutdown_notice,omitempty" jsonschema_description:"How long /readyz fails and requests are still served before shutdown_timeout begins, for load balancers to see it. Absent: at most 2s and a quarter of shutdown_timeout, out of that time, and less where nobody comes."`
	RequestTimeout  policies.Duration `yaml:"request_timeout,omitempty" jsonschema_description:"Of a whole request, at all connections that it is tried at; 60s, and 120s for upload_document. At most 10m."`
	TLS             TLSOptions        `yaml:"tls"`
}

// TLSOptions are those of the public listener.
type TLSOptions = listener.TLSOptions

// The standards of ServerOptions.
const (
	DefaultListen          = "127.0.0.1:8080"
	DefaultAdminListen     = "127.0.0.1:9090"
	DefaultBodyLimit       = policies.Bytes(25 << 20)
	DefaultBodyBudget      = policies.Bytes(256 << 20)
	DefaultMaxInFlight     = 2048
	DefaultMaxConnections  = 10_000
	DefaultPerSource       = 1024
	DefaultShutdownTimeout = policies.Duration(20 * time.Second)
	DefaultRequestTimeout  = time.Minute
)

// Options are what a Server is made from. IDs is needed; everything else has a
// standard.
type Options struct {
	Server ServerOptions
	IDs    *ids.Codec
	Logger *slog.Logger     // discards
	Now    func() time.Time // time.Now
	// Tracer makes the SERVER spans; the global provider's when nil.
	Tracer trace.Tracer
	// JourneyKey names customers' journeys in traces; without it they have no name.
	JourneyKey []byte
	// Limiter holds callers to their rate; nil limits nobody.
	Limiter policies.Limiter
	// Payments reads the payments journal; without it payments are refused.
	Payments Payments
	// References keeps what callers' own ids of persons mean; without it there are none.
	References References
	// Audit has a line for each change that no vendor is told of; nil: discards.
	Audit *slog.Logger
	// ReplayStored answers for an Idempotency-Key that was used before, where no
	// connection can be called; nil knows of none.
	ReplayStored func(ctx context.Context, call *policies.Call) (known bool, err error)
	// Epoch is that of the journal, for Gateway-Epoch; nil: there is no journal.
	Epoch func() int64
	// Events takes what vendors report; without it receive_event is refused.
	Events EventSink
	// Feed reads what happened at sandboxes; without it list_sandbox_events is refused.
	Feed EventFeed
	// EventRefused is told of every notification that was not taken, for metrics. The
	// connection is what the sender named; the reason is of a closed set.
	EventRefused func(connection, reason string)
	// FellBack is told of every request that went on to another connection, with the one
	// that failed or was cut off; nil: nobody.
	FellBack func(connection, operation string)
	// Ready tells about what the gateway stands on, for /readyz.
	Ready func(context.Context) []Dependency
	// Observe is called once for every finished request, for metrics.
	Observe func(Finished)
	// Tried is told of each candidate that a route sent a call to, and how that ended; code
	// is "" for success. nil: nobody.
	Tried func(route, connection string, code canonical.Code, took time.Duration)
	// ConnectionRefused is told of each connection that is closed for a limit of
	// the listener; nil: nobody.
	ConnectionRefused func(limit string)
	// Routed is told what every request asked of the routes, for those who replay
	// it. It must not keep the StickyKey.
	Routed func(routing.Query)
}

// Dependency is something the gateway needs in order to serve. Reason is safe
// for anybody to read. Of what only some requests need, it may stand beside Ready.
type Dependency struct {
	Name   string `json:"name"`
	Ready  bool   `json:"ready"`
	Reason string `json:"reason,omitempty"`
}

// Finished is one request, as metrics see it.
type Finished = telemetry.Finished

// State is one generation of the configuration. It is not changed once it was
// given to Swap.
type State struct {
	Generation  int64 // from 1
	Connections map[string]*Connection
	Routes      *routing.Router
	Auth        *auth.Authenticator
	InboundRate policies.RateOptions // of each connection's notifications; zero: DefaultInboundRate
	DemoKey     string               // of a quickstart, for the reference to fill in; "": anywhere else
}

// Connection is one configured instance of a vendor, ready to be called.
type Connection struct {
	Name    string
	Vendor  string
	Tenant  string // whose customers its inbound events are about
	Sandbox bool
	// Simulator shows and moves the sandbox; nil where Sandbox is false.
	Simulator Sandbox
	Adapter   canonical.Adapter
	Policy    policies.Policy // nil: the adapter is called directly
	// BlockAfterReturn refuses payments to a bank account after returns that speak against
	// it; else they carry a warning.
	BlockAfterReturn bool
	// Spare is the chain of calls that nobody waits for; nil: the adapter is called
	// directly.
	Spare policies.Policy
	// Condition tells how the connection is for an operation at this moment; nil:
	// always well. Routes pass a connection over that is not.
	Condition func(operation string) policies.Condition
}
