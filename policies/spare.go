package policies

import (
	"context"
	"time"

	"canongate/canonical"
)

// Spare is the chain of a safe call that nobody waits for. It takes what is left of
// the vendor's quota and places above a tenth, never waits and never tries again, and
// makes no span of its own. A call for which nothing is left is refused with NotSent. It is
// counted as a call to the vendor like any other.
func (c *ConnectionPolicies) Spare() Policy { return c.spare }

func (c *ConnectionPolicies) spareChain() Policy {
	return Chain(
		Deadline(c.options.Limits),
		c.withBreaker,
		c.withinSpareQuota,
		c.bulkhead.spare,
		newAttempts(c.options, c.window).policy,
	)
}

func (c *ConnectionPolicies) withinSpareQuota(ctx context.Context, call *Call, next Next) error {
	if c.quota == nil {
		return next(ctx)
	}
	return c.quota.spare(ctx, call, next)
}

// tenth is a tenth of a limit, rounded up.
func tenth(limit int) int { return (limit + 9) / 10 }

// spare counts a call against the quota as if its burst were a tenth smaller. Limits
// are counted by the time at which all is back, so both kinds of calls share one
// count. Where nobody can count for all replicas, nothing is spare.
func (q *quota) spare(ctx context.Context, call *Call, next Next) error {
	less := q.limit
	less.Burst = q.limit.burst() - tenth(q.limit.burst())
	if less.Burst <= 0 {
		return nothingSpare(call)
	}
	r, err := q.limiter.Allow(ctx, q.key, less)
	if err != nil || !r.Allowed {
		return nothingSpare(call)
	}
	q.remaining.Store(int64(r.Remaining + q.limit.burst() - less.Burst))
	return next(ctx)
}

// spare takes a place of those above the last tenth, and at most a quarter of all:
// calls of a slow vendor must not stand in the way of callers.
func (b *bulkhead) spare(ctx context.Context, call *Call, next Next) error {
	if !b.takeSpare() {
		return nothingSpare(call)
	}
	defer b.giveBackSpare()
	return next(ctx)
}

func (b *bulkhead) takeSpare() bool {
	b.sparing.Lock()
	defer b.sparing.Unlock()
	places := cap(b.slots)
	most := places - tenth(places)
	if b.spares >= max(places/4, 1) || b.waiting.Load() > 0 || len(b.slots) >= most {
		return false
	}
	if !b.take() {
		return false
	}
	if len(b.slots) > most { // callers came in between
		b.giveBack()
		return false
	}
	b.spares++
	return true
}

func (b *bulkhead) giveBackSpare() {
	b.sparing.Lock()
	defer b.sparing.Unlock()
	b.spares--
	b.giveBack()
}

func nothingSpare(call *Call) error {
	return &canonical.Error{
		Code: canonical.RateLimited, Origin: canonical.OriginGateway, Outcome: canonical.NotSent,
		Operation: call.Operation, Connection: call.Connection, RetryAfter: time.Second,
		Message: "Nothing is left for calls that nobody waits for.",
	}
}
