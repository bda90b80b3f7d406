// Package deadline makes contexts that end at a time and cost little where nobody waits
// for that.
//
// context.WithDeadline makes a timer, a channel and a place in the list of the context
// above: half a dozen pieces of memory for each, and a request has two and a watch on
// them. Most of what a request does looks at the time that is left and sets it where it
// waits, as on a connection. The timer of a context of this package is made when
// somebody asks for its Done.
package deadline

import (
	"context"
	"sync"
	"time"
)

// With is context.WithDeadline. Where the context above ends by time alone, the timer is
// made when it is needed.
func With(ctx context.Context, at time.Time) (context.Context, context.CancelFunc) {
	if !ByTimeAlone(ctx) {
		return context.WithDeadline(ctx, at)
	}
	if above, ok := ctx.Deadline(); ok && above.Before(at) {
		at = above
	}
	c := &lazy{Context: ctx, at: at}
	return c, c.end
}

// ByTimeAlone says whether nothing but time ends a context while it is used: nothing
// ever ends it, or With made it or one above. A function that cancels something in the
// middle of its work must not do so below a context of With.
func ByTimeAlone(ctx context.Context) bool { return ctx.Value(key{}) != nil || ctx.Done() == nil }

type key struct{}

// lazy is a context whose timer is made when somebody waits. Safe for concurrent use.
type lazy struct {
	context.Context // the one above
	at              time.Time

	mu     sync.Mutex
	err    error           // how it ended without a timer; nil: it did not, or has one
	timed  context.Context // with the timer; nil: nobody has asked for it
	cancel context.CancelFunc
}

// Deadline is when it ends.
func (c *lazy) Deadline() (time.Time, bool) { return c.at, true }

// Value is that of the context above.
func (c *lazy) Value(k any) any {
	if k == (key{}) {
		return c
	}
	return c.Context.Value(k)
}

// Done is closed when it ends.
func (c *lazy) Done() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.timed == nil {
		c.timed, c.cancel = context.WithDeadline(c.Context, c.at)
		if c.err != nil {
			c.cancel()
		}
	}
	return c.timed.Done()
}

// Err is why it ended; nil while it goes on.
func (c *lazy) Err() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err == nil && c.timed != nil {
		c.err = c.timed.Err()
	}
	if c.err == nil && !time.Now().Before(c.at) {
		c.err = context.DeadlineExceeded
	}
	if c.err == nil {
		c.err = c.Context.Err()
	}
	return c.err
}

// end ends it, unless it has ended.
func (c *lazy) end() {
	if c.Err() != nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err == nil {
		c.err = context.Canceled
	}
	if c.timed != nil {
		c.cancel()
	}
}
