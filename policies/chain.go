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

// ConnectionPolicies are the policies of one connection with their state: breakers,
// calls in flight, quota. A reload keeps them while the connection's options are
// the same. Safe for concurrent use.
type ConnectionPolicies struct {
	options  Options
	policy   Policy
	spare    Policy
	state    *atomic.Pointer[ConnectionState]
	breakers map[string]*breaker // by operation
	bulkhead *bulkhead
	quota    *quota // nil: none
	window   *slidingWindow
}

// Standard makes the policies of a connection.
func Standard(o Options) *ConnectionPolicies {
	if o.Tracer == nil {
		o.Tracer = otel.Tracer("canongate/policies")
	}
	if o.Observer == nil {
		o.Observer = noObserver{}
	}
	c := &ConnectionPolicies{
		options:  o,
		breakers: map[string]*breaker{},
		window:   &slidingWindow{},
	}
	for _, row := range canonical.Operations() {
		c.breakers[row.Name()] = newBreaker(o.Connection, row.Name(), o.Limits.Breaker, o.Observer, o.Gossip)
	}
	c.bulkhead = newBulkhead(o.Limits.Concurrency, c.window, c.breakers, o.Observer)
	if o.Limits.Rate != nil {
		c.quota = newQuota(o.Connection, *o.Limits.Rate, o.Limiter, o.Observer)
	}
	c.policy, c.spare = Chain(c.chain()...), c.spareChain()
	return c.In(Enabled)
}

// chain lists the policies, outermost first.
//
// The breaker stands outside of quota and concurrency, so that an open one
// answers at once and uses up neither. What those two refuse says nothing
// about the vendor, and the breaker does not count it.
func (c *ConnectionPolicies) chain() []Policy {
	o := c.options
	chain := []Policy{
		Trace(o.Tracer),    // sees all that follows, replays too
		Deadline(o.Limits), // one budget for all that follows
		o.Journal,          // a replay costs nothing of the vendor's; one record for all attempts
		PaymentOutcome,     // before the journal writes down how a payment ended
		newRetries(o.Limits.Retry, o.Observer).policy, // each attempt passes what follows again
		c.withBreaker, // the breaker
		c.withinQuota, // counts attempts, since the vendor does
		c.bulkhead.policy,
		newAttempts(o, c.window).policy, // times the vendor alone
	}
	return slices.DeleteFunc(chain, func(p Policy) bool { return p == nil })
}

// withinQuota passes a call through the vendor's quota, where there is one.
func (c *ConnectionPolicies) withinQuota(ctx context.Context, call *Call, next Next) error {
	if c.quota == nil {
		return next(ctx)
	}
	return c.quota.policy(ctx, call, next)
}

// withBreaker passes a call through the breaker of its operation.
func (c *ConnectionPolicies) withBreaker(ctx context.Context, call *Call, next Next) error {
	b, ok := c.breakers[call.Operation]
	if !ok {
		return next(ctx)
	}
	return b.policy(ctx, call, next)
}

// Policy is the whole chain.
func (c *ConnectionPolicies) Policy() Policy { return c.policy }

// Serves reports whether policies made from o would behave like these, so that
// these can be kept.
func (c *ConnectionPolicies) Serves(o Options) bool {
	return c.options.Connection == o.Connection && c.options.Vendor == o.Vendor && c.options.BaseURL == o.BaseURL &&
		(c.options.Journal == nil) == (o.Journal == nil) && reflect.DeepEqual(c.options.Limits, o.Limits)
}

// In gives the same policies, with breakers, quota and calls in flight in common,
// under a switch of their own in this state. So requests of the generation before
// go on as that one says.
func (c *ConnectionPolicies) In(state ConnectionState) *ConnectionPolicies {
	under := *c
	under.state = &atomic.Pointer[ConnectionState]{}
	under.SetState(state)
	return &under
}

// Shares reports whether both have their breakers, quota and calls in flight in
// common.
func (c *ConnectionPolicies) Shares(other *ConnectionPolicies) bool { return c.window == other.window }

// Force holds the breaker of an operation open or closed, or leaves it to
// itself again (BreakerAuto).
func (c *ConnectionPolicies) Force(operation string, s BreakerState) error {
	b, ok := c.breakers[operation]
	if !ok {
		return fmt.Errorf("force breaker: no operation %q", operation)
	}
	if s != BreakerOpen && s != BreakerClosed && s != BreakerAuto {
		return fmt.Errorf("force breaker: state must be %s, %s or %s", BreakerClosed, BreakerOpen, BreakerAuto)
	}
	b.force(s)
	return nil
}

// Forced is what the breaker of an operation is held at; BreakerAuto when it is
// left to itself.
func (c *ConnectionPolicies) Forced(operation string) BreakerState {
	if b, ok := c.breakers[operation]; ok {
		if forced := b.forced.Load(); forced != nil {
			return *forced
		}
	}
	return BreakerAuto
}

// Condition is how the connection is for an operation, for routing.
func (c *ConnectionPolicies) Condition(operation string) Condition {
	now := Condition{State: c.State(), QuotaEmpty: c.quota != nil && c.quota.isEmpty()}
	if b, ok := c.breakers[operation]; ok {
		now.BreakerOpen = b.state() == BreakerOpen
	}
	return now
}

// Snapshot is the state of everything, for the admin API.
func (c *ConnectionPolicies) Snapshot() Snapshot {
	s := Snapshot{
		Connection: c.options.Connection, Vendor: c.options.Vendor, State: c.State(), Breakers: []BreakerSnapshot{},
		InFlight: len(c.bulkhead.slots), Waiting: int(c.bulkhead.waiting.Load()),
	}
	for _, b := range c.breakers {
		if b.used.Load() {
			s.Breakers = append(s.Breakers, b.snapshot())
		}
	}
	slices.SortFunc(s.Breakers, func(a, b BreakerSnapshot) int { return strings.Compare(a.Operation, b.Operation) })
	if c.quota != nil {
		s.Quota = c.quota.snapshot()
	}
	c.window.fill(time.Now(), &s)
	return s
}
