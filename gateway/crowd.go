package gateway

import (
	"sync/atomic"
	"time"

	"canongate/canonical"
)

// crowd bounds the API requests that are served at once, so that a gateway with
// too much to do refuses some at once instead of all too late. Probes are not
// part of it: a busy gateway is no dead one.
type crowd struct {
	inside atomic.Int64
	most   int64
}

// enter says whether there is room; who entered leaves.
func (c *crowd) enter() bool {
	if c.inside.Add(1) > c.most {
		c.leave()
		return false
	}
	return true
}

func (c *crowd) leave() { c.inside.Add(-1) }

// overloaded is what those are told for whom there is no room. The closed table
// has no code of its own for it; the origin says that no vendor is meant.
func overloaded() error {
	return &canonical.Error{
		Code: canonical.VendorUnavailable, Origin: canonical.OriginGateway, Outcome: canonical.NotSent,
		RetryAfter: time.Second, Message: "The gateway has too much to do at this moment.",
	}
}
