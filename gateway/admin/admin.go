// Package admin is the operators' face of the gateway: probes, metrics, the
// admin API and the console.
//
// # Decisions
//
// Plain net/http: a few calls a minute need no fast server, and the metrics
// handler is one of its kind.
//
// What can be changed is handed in as small interfaces. This package knows
// neither the configuration file nor the journal; the program that knows both
// puts them together.
//
// Without credentials the listener trusts whoever reaches it, so it serves only
// requests that name this machine by an address or as localhost: a page that
// has its own name resolve to 127.0.0.1 is refused. Pages of other origins may
// change nothing either way. The console's files are served without a credential,
// because a browser cannot send it for a page; they hold nothing but the code
// that asks for it. So are the OpenAPI document and its page.
//
// Who makes a change is who signed in; a name in a body may only repeat it.
// Viewers change nothing, and who may see a tenant's payments, events and traces is
// said by the operator's tenants: a payment of another is not found.
//
// Every change leaves a line in the audit log, the refused ones too. The journal keeps
// those of operators, with the reasons that they write, which it seals and the log does not
// hold. A stranger's leave the line only, so that nobody fills a disk who has not signed in.
// What the journal cannot keep is in the log all the same, with an error beside it: the
// change is made by then. Refused: to write the record first, since the kill switch must
// work while the journal does not.
package admin

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"canongate/canonical"
	"canongate/gateway"
	"canongate/gateway/auth"

	"go.opentelemetry.io/otel/trace"
)

// Options are what the handler is made from. Logger, Audit, Payments, Events and
// Operators have a standard; everything else is needed.
type Options struct {
	Logger  *slog.Logger // of defects; discards
	Version string       // of the program
	// Audit takes one line for each change. It should not depend on the level
	// that PUT /admin/v1/logs/level sets. Discards when nil.
	Audit *slog.Logger
	// Operators are those of the configuration in service; nil: nobody has to sign in.
	Operators func() *auth.Operators

	// FourEyes says when a second person is needed, one of auth's; nil: never.
	FourEyes func() string

	Health      func(context.Context) (ready bool, dependencies []gateway.Dependency)
	Metrics     http.Handler
	Level       *slog.LevelVar
	Connections func() []Connection // in service at this moment, in their order
	// OperatorStates has the levers of connections and breakers.
	OperatorStates OperatorStates
	Explain        func(context.Context, ExplainRequest) (Explanation, error)
	Scorecards     Scorecards
	Shadows        func() []gateway.ShadowReport // of the rules in service
	Rules          func() []Rule                 // in service, in their order
	Tenants        func() []Tenant               // that the configuration in service names, in their order
	Configuration  Configuration
	Rollouts       Rollouts
	Traces         Traces
	Journey        func(tenant, customer string) string // what traces call a customer, by a sealed id; "": it is none
	Payments       Payments                             // nil: there is no journal
	Money          *Money                               // nil: likewise
	Events         Events                               // nil: likewise
	Changes        Changes                              // nil: likewise
}

// Conflict is the error of a change that the present state does not allow. Its
// text is shown to the operator.
type Conflict string

// Error is the reason.
func (c Conflict) Error() string { return string(c) }

// server has the state that all handlers share.
type server struct {
	Options
	origins  *http.CrossOriginProtection
	document func() document // made when it is first asked for
}

// New makes the handler of the admin listener. Safe for concurrent use.
func New(o Options) http.Handler {
	silent := slog.New(slog.DiscardHandler)
	if o.Logger == nil {
		o.Logger = silent
	}
	if o.Audit == nil {
		o.Audit = silent
	}
	if o.Operators == nil {
		open, _ := auth.NewOperators(nil, canonical.Secret{}, time.Now) // without options nothing can be wrong
		o.Operators = func() *auth.Operators { return open }
	}
	if o.FourEyes == nil {
		o.FourEyes = func() string { return auth.FourEyesOff }
	}
	s := &server{Options: o, origins: http.NewCrossOriginProtection()}
	paths, table := map[string]methods{}, s.table()
	s.document = sync.OnceValue(func() document { return makeDocument(table, o.Version) })
	for _, r := range table {
		if paths[r.path] == nil {
			paths[r.path] = methods{}
		}
		paths[r.path][r.method] = r
	}
	mux := http.NewServeMux()
	for path, m := range paths {
		mux.Handle(path, s.instrument(m))
	}
	mux.Handle("/", s.instrument(methods{}))
	return mux
}

// access says who may call a route.
type access int

const (
	operators access = iota // who has signed in
	anybody                 // nothing but the code of the console
	probes                  // anybody, under any name of this machine
)

// route is one row of the table. It has either do or raw.
type route struct {
	method, path string
	access       access
	role         auth.Role // that it takes; empty: operator for changes, else viewer
	action       string    // of a change, for the audit log; "": the route changes nothing
	do           func(*request) (answer, error)
	raw          http.Handler
}

// needs is the role that a route takes.
func (r route) needs() auth.Role {
	switch {
	case r.role != "":
		return r.role
	case r.action != "":
		return auth.RoleOperator
	}
	return auth.RoleViewer
}

// methods are the routes of one path.
type methods map[string]route

// table lists everything that the listener serves.
func (s *server) table() []route {
	return append(s.moneyRoutes(), []route{
		{method: http.MethodGet, path: "/livez", access: probes, do: s.livez},
		{method: http.MethodGet, path: "/readyz", access: probes, do: s.readyz},
		{method: http.MethodGet, path: "/metrics", raw: s.Metrics},
		{method: http.MethodGet, path: "/{$}", access: anybody, raw: toConsole},
		{method: http.MethodGet, path: "/console", access: anybody, raw: toConsole},
		{method: http.MethodGet, path: "/console/{file...}", access: anybody, do: s.consoleFile},

		{method: http.MethodGet, path: "/admin/v1/overview", do: s.getOverview},
		{method: http.MethodGet, path: "/admin/v1/tenants", do: s.listTenants},
		{method: http.MethodGet, path: "/admin/v1/tenants/{name}", do: s.getTenant},

		{method: http.MethodGet, path: "/admin/v1/connections", do: s.listConnections},
		{method: http.MethodGet, path: "/admin/v1/connections/{name}", do: s.getConnection},
		{method: http.MethodGet, path: "/admin/v1/connections/{name}/scorecard", do: s.getScorecard},
		{method: http.MethodPut, path: "/admin/v1/connections/{name}/state", action: "connection.state", do: s.setState},
		{method: http.MethodPost, path: "/admin/v1/connections/{name}/breakers/{operation}", action: "breaker.force", do: s.forceBreaker},
		{method: http.MethodGet, path: "/admin/v1/routes", do: s.listRules},
		{method: http.MethodPost, path: "/admin/v1/routes/{name}/plan", do: s.planWeights},
		{method: http.MethodGet, path: "/admin/v1/routes/shadows", do: s.listShadows},
		{method: http.MethodGet, path: "/admin/v1/routes/{route}/shadow", do: s.getShadow},
		{method: http.MethodPost, path: "/admin/v1/routes/explain", do: s.explain},

		{method: http.MethodPost, path: "/admin/v1/routes/{name}/rollout", action: "rollout.start", do: s.startRollout},
		{method: http.MethodGet, path: "/admin/v1/routes/{name}/rollout", do: s.getRollout},
		{method: http.MethodDelete, path: "/admin/v1/routes/{name}/rollout", action: "rollout.stop", do: s.stopRollout},

		{method: http.MethodGet, path: "/admin/v1/config", do: s.getConfig},
		{method: http.MethodPost, path: "/admin/v1/config/plan", do: s.planConfig},
		{method: http.MethodGet, path: "/admin/v1/config/generations", do: s.listGenerations},
		{method: http.MethodGet, path: "/admin/v1/config/generations/{generation}/diff", do: s.diffGenerations},
		{method: http.MethodPost, path: "/admin/v1/config/reload", action: "config.reload", do: s.reloadConfig},
		{method: http.MethodPost, path: "/admin/v1/config/rollback", action: "config.rollback", do: s.rollBackConfig},

		{method: http.MethodGet, path: "/admin/v1/operator", do: s.getOperator},
		{method: http.MethodGet, path: "/admin/v1/changes", do: s.listChanges},
		{method: http.MethodGet, path: "/admin/v1/openapi.json", access: anybody, do: s.openAPI},
		{method: http.MethodGet, path: "/admin/v1/docs", access: anybody, do: s.docs},

		{method: http.MethodGet, path: "/admin/v1/traces", do: s.listTraces},
		{method: http.MethodGet, path: "/admin/v1/traces/{trace_id}", do: s.getTrace},

		{method: http.MethodGet, path: "/admin/v1/payments", do: s.listPayments},
		{method: http.MethodGet, path: "/admin/v1/payments/{id}", do: s.getPayment},
		{method: http.MethodGet, path: "/admin/v1/payments/{id}/history", do: s.paymentHistory},
		{method: http.MethodPost, path: "/admin/v1/payments/{id}/resolve", action: "payment.resolve", do: s.resolvePayment},
		{method: http.MethodGet, path: "/admin/v1/events", do: s.listEvents},
		{method: http.MethodPost, path: "/admin/v1/events/{id}/redeliver", action: "event.redeliver", do: s.redeliverEvent},
		{method: http.MethodPost, path: "/admin/v1/events/redeliver", action: "events.redeliver", do: s.redeliverEvents},

		{method: http.MethodGet, path: "/admin/v1/logs/level", do: s.getLevel},
		{method: http.MethodPut, path: "/admin/v1/logs/level", action: "logs.level", do: s.setLevel},
	}...)
}

// list is a page of something.
type list[T any] struct {
	Data       []T    `json:"data"`
	HasMore    bool   `json:"has_more"`
	NextCursor string `json:"next_cursor,omitempty"`
}

func newList[T any](data []T, next string) list[T] {
	if data == nil {
		data = []T{}
	}
	return list[T]{Data: data, HasMore: next != "", NextCursor: next}
}

// traceID reads a trace id as it stands in headers and logs.
func traceID(text string) (trace.TraceID, bool) {
	id, err := trace.TraceIDFromHex(text)
	return id, err == nil
}
