package policies

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"canongate/canonical"

	"go.opentelemetry.io/otel"
)

// Guard is everything that stands around the calls of one connection, and its
// state: breakers, calls in flight, quota. A reload keeps it while the
// connection's options are the same. Safe for concurrent use.
type Guard struct {
	options  Options
	policy   Policy
	state    atomic.Pointer[ConnectionState]
	breakers map[string]*breaker // by operation
	bulkhead *bulkhead
	quota    *quota // nil: none
	meter    *meter
}

// Standard makes a connection's guard.
func Standard(o Options) *Guard {
	if o.Tracer == nil {
		o.Tracer = otel.Tracer("canongate/policies")
	}
	if o.Observer == nil {
		o.Observer = nobody{}
	}
	g := &Guard{
		options:  o,
		breakers: map[string]*breaker{},
		bulkhead: newBulkhead(o.Limits.Concurrency, o.Observer),
		meter:    &meter{},
	}
	for _, row := range canonical.Operations() {
		g.breakers[row.Name()] = newBreaker(o.Connection, row.Name(), o.Limits.Breaker, o.Observer, o.Hints)
	}
	if o.Limits.Rate != nil {
		g.quota = newQuota(o.Connection, *o.Limits.Rate, o.Limiter, o.Observer)
	}
	g.SetState(Enabled)
	g.policy = Chain(g.list()...)
	return g
}

// list is the chain, outermost first.
//
// The breaker stands outside of quota and concurrency, so that an open one
// answers at once and uses up neither. What those two refuse says nothing
// about the vendor, and the breaker does not count it.
func (g *Guard) list() []Policy {
	o := g.options
	list := []Policy{
		Trace(o.Tracer),    // sees all that follows, replays too
		Deadline(o.Limits), // one budget for all that follows
		o.Journal,          // a replay costs nothing of the vendor's; one record for all attempts
		PaymentOutcome,     // before the journal writes down how a payment ended
		newRetries(o.Limits.Retry, o.Observer).policy, // each attempt passes what follows again
		g.guardOperation, // the breaker
		g.withinQuota,    // counts attempts, since the vendor does
		g.bulkhead.policy,
		newAttempts(o, g.meter).policy, // times the vendor alone
	}
	return slices.DeleteFunc(list, func(p Policy) bool { return p == nil })
}

// withinQuota is the vendor's quota, where there is one.
func (g *Guard) withinQuota(ctx context.Context, call *Call, next Next) error {
	if g.quota == nil {
		return next(ctx)
	}
	return g.quota.policy(ctx, call, next)
}

// guardOperation is the breaker of the call's operation.
func (g *Guard) guardOperation(ctx context.Context, call *Call, next Next) error {
	b, ok := g.breakers[call.Operation]
	if !ok {
		return next(ctx)
	}
	return b.policy(ctx, call, next)
}

// Policy is the whole chain.
func (g *Guard) Policy() Policy { return g.policy }

// Serves says whether a guard made from o would behave like this one, so that
// this one can be kept.
func (g *Guard) Serves(o Options) bool {
	return g.options.Connection == o.Connection && g.options.Vendor == o.Vendor && g.options.BaseURL == o.BaseURL &&
		(g.options.Journal == nil) == (o.Journal == nil) && reflect.DeepEqual(g.options.Limits, o.Limits)
}

// State is what the operator wants of the connection.
func (g *Guard) State() ConnectionState { return *g.state.Load() }

// SetState is the kill switch; routes see it with the next request.
func (g *Guard) SetState(s ConnectionState) { g.state.Store(&s) }

// Force holds the breaker of an operation open or closed, or leaves it to
// itself again (BreakerAuto).
func (g *Guard) Force(operation string, s BreakerState) error {
	b, ok := g.breakers[operation]
	if !ok {
		return fmt.Errorf("force breaker: no operation %q", operation)
	}
	if s != BreakerOpen && s != BreakerClosed && s != BreakerAuto {
		return fmt.Errorf("force breaker: state must be %s, %s or %s", BreakerClosed, BreakerOpen, BreakerAuto)
	}
	b.force(s)
	return nil
}

// Condition is how the connection is for an operation, for routes.
func (g *Guard) Condition(operation string) Condition {
	c := Condition{State: g.State(), QuotaEmpty: g.quota != nil && g.quota.isEmpty()}
	if b, ok := g.breakers[operation]; ok {
		c.BreakerOpen = b.state() == BreakerOpen
	}
	return c
}

// Snapshot is the state of everything, for the admin API.
func (g *Guard) Snapshot() Snapshot {
	s := Snapshot{
		Connection: g.options.Connection, Vendor: g.options.Vendor, State: g.State(), Breakers: []BreakerSnapshot{},
		InFlight: len(g.bulkhead.places), Waiting: int(g.bulkhead.waiting.Load()),
	}
	for _, b := range g.breakers {
		if b.used.Load() {
			s.Breakers = append(s.Breakers, b.snapshot())
		}
	}
	slices.SortFunc(s.Breakers, func(a, b BreakerSnapshot) int { return strings.Compare(a.Operation, b.Operation) })
	if g.quota != nil {
		s.Quota = g.quota.snapshot()
	}
	g.meter.fill(time.Now(), &s)
	return s
}
