package journal

import (
	"sync"
	"time"
)

// clock tells a time that never goes back: while the wall clock is behind what it
// showed before, now goes on at the pace of the monotonic clock, so leases still
// run out and an ended one never lives again. What is deleted by its age has a
// clock of its own: see ages.
type clock struct {
	read func() time.Time

	mu      sync.Mutex
	reading time.Time
	latest  time.Time
}

func newClock(read func() time.Time) *clock {
	first := read()
	return &clock{read: read, reading: first, latest: first}
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	reading := c.read()
	// Sub uses the monotonic readings where there are some; Round(0) drops them,
	// so that After compares what the wall shows.
	elapsed := max(0, reading.Sub(c.reading))
	next := c.latest.Round(0).Add(elapsed)
	if wall := reading.Round(0); wall.After(next) {
		next = wall
	}
	c.reading, c.latest = reading, next
	return next
}

// stamp is how a time is stored: microseconds since 1970, the finest both
// databases and every reader agree on.
func stamp(t time.Time) int64 { return t.UnixMicro() }

func unstamp(micros int64) time.Time { return time.UnixMicro(micros).UTC() }
