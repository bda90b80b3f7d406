package routing

import (
	"canongate/canonical"
	"canongate/policies"
)

// RouteOptions are one rule of the configuration. The first rule whose matchers
// all hold takes the request. An absent matcher always holds.
type RouteOptions struct {
	Name       string       `yaml:"name" jsonschema:"required"`
	Operations []string     `yaml:"operations" jsonschema:"required" jsonschema_description:"Names of operations, or * for all."`
	Tenants    []string     `yaml:"tenants,omitempty"`
	Countries  []string     `yaml:"countries,omitempty" jsonschema_description:"Where the customer lives, ISO 3166-1 alpha-2."`
	Currencies []string     `yaml:"currencies,omitempty" jsonschema_description:"Of the amount, ISO 4217."`
	Methods    []string     `yaml:"methods,omitempty" jsonschema_description:"Of a verification, of linking an account, or the rail of a payment."`
	Amount     *Band        `yaml:"amount,omitempty"`
	When       string       `yaml:"when,omitempty" jsonschema_description:"An expression over tenant, operation, method, country, currency, amount and request."`
	Use        []RouteUse   `yaml:"use" jsonschema:"required"`
	Shadow     *RouteShadow `yaml:"shadow,omitempty" jsonschema_description:"Another connection that is asked too, after the caller was answered, to compare; for safe operations."`
	Fallback   []string     `yaml:"fallback,omitempty" jsonschema_description:"Connections tried in turn, while nothing was sent or the operation is safe; never for payments."`
}

// RouteUse is a connection's share of a rule's requests.
type RouteUse struct {
	Connection string `yaml:"connection" jsonschema:"required"`
	Weight     *int   `yaml:"weight,omitempty" jsonschema:"minimum=0" jsonschema_description:"Share relative to the other weights; 1. With 0 it takes nobody new, and serves persons who are known there by the caller's own id."`
}

// RouteShadow names a connection whose answers are compared with those that callers
// get.
type RouteShadow struct {
	Connection string  `yaml:"connection" json:"connection" jsonschema:"required" jsonschema_description:"It must be able to do every operation of the rule."`
	Share      float64 `yaml:"share" json:"share" jsonschema:"required,minimum=0,maximum=1" jsonschema_description:"Of the rule's requests, 0 to 1."`
}

// Band is a range of amounts, both ends included. An absent end is open.
type Band struct {
	Min *canonical.Decimal `yaml:"min,omitempty"`
	Max *canonical.Decimal `yaml:"max,omitempty"`
}

// ConnectionInfo is what routing knows of a connection.
type ConnectionInfo struct {
	Name       string
	Operations []string // that its adapter can do
	Tenants    []string // that may use it; empty: all
}

// Problem is one mistake in the rules. Key is a path below the rule, such as
// "use.0.connection"; Message shows names and no other values.
type Problem struct {
	Route   int
	Key     string
	Message string
	// Line and Column are where in the text of `when`, from 1; 0: elsewhere.
	Line, Column int
}

// Query is one request, as routing sees it.
type Query struct {
	Operation string
	Effect    canonical.Effect
	Tenant    string
	Requested string // connection in the header, the scope checked; "": none
	Pinned    string // connection in the ids; "": none
	// Referred says that the request means its customer by the caller's own id, and
	// KnownAt at which connections that person has a record.
	Referred   bool
	KnownAt    []string
	Attributes Attributes
	// StickyKey makes weighted choices repeatable (NeedStickyKey): a customer, else the
	// Idempotency-Key, else whatever tells requests apart. It is hashed and never
	// kept.
	StickyKey string
	// Condition tells how a connection is for this operation; nil: all are well.
	Condition func(connection, operation string) policies.Condition
}

// Attributes are what rules may look at in a request. None identifies a person.
type Attributes struct {
	Country  string
	Currency string
	Method   string
	Amount   *canonical.Decimal // nil: the request has none
	Request  RequestAttributes
}

// Decision is the answer to a query.
type Decision struct {
	// Route is the rule that matched; "" when an id or the header chose.
	Route     string    `json:"route,omitempty"`
	DecidedBy DecidedBy `json:"by"`
	// Connection is the choice; "" when none may serve: see Refusal.
	Connection string `json:"connection,omitempty"`
	// Despite says what is wrong with the choice when there was no better one. The
	// policies will refuse the call, unless that changes in time.
	Despite Reason `json:"despite,omitempty"`
	// Fallback are the connections to try next, in turn, while
	// policies.MayFallBack.
	Fallback []string `json:"fallback,omitempty"`
	// PassedOver are the connections that were not chosen: of Choose those that were
	// weighed, of Explain all.
	PassedOver []PassedOver `json:"passed_over,omitempty"`
	// Others is why the connections that were not weighed were passed over.
	Others Reason `json:"-"`
	// Shadow is whom to ask as well, to compare; nil: nobody.
	Shadow *RouteShadow `json:"shadow,omitempty"`
	// InsteadOf are the connections that a fallback was chosen for, because they are
	// cut off at the moment. They stand in PassedOver, too.
	InsteadOf []string `json:"-"`
}

// DecidedBy names what made the choice.
type DecidedBy string

// What can make a choice.
const (
	ByID      DecidedBy = "id"
	ByHeader  DecidedBy = "header"
	ByRoute   DecidedBy = "route"
	ByPerson  DecidedBy = "person"  // no rule matched, and the person is known there only
	ByNothing DecidedBy = "nothing" // no rule matched
)

// PassedOver is a connection that was not chosen.
type PassedOver struct {
	Connection string `json:"connection"`
	Reason     Reason `json:"reason"`
}

// String is how traces say it: `beta: fallback`.
func (p PassedOver) String() string { return p.Connection + ": " + string(p.Reason) }

// Reason says why a connection was passed over. The set is closed.
type Reason string

// The reasons.
const (
	ReasonNoCapability     Reason = "no_capability"
	ReasonTenantNotAllowed Reason = "tenant_not_allowed"
	ReasonDisabled         Reason = "disabled"
	ReasonDraining         Reason = "draining"
	ReasonBreakerOpen      Reason = "breaker_open"
	ReasonQuotaEmpty       Reason = "quota_empty"
	ReasonWeight           Reason = "weight"       // another of the rule's connections was this customer's
	ReasonFallback         Reason = "fallback"     // only if the choice fails
	ReasonNotInRoute       Reason = "not_in_route" // the rule does not name it
	ReasonNotRequested     Reason = "not_asked"    // the header names another
	ReasonOtherID          Reason = "other_id"     // the ids belong to another
	ReasonUnknown          Reason = "unknown"      // asked for, and not configured
	ReasonPersonElsewhere  Reason = "person_elsewhere"
	ReasonPersonUnknown    Reason = "person_unknown" // everywhere
)
