package listener

import "sync/atomic"

// InFlightLimit bounds the requests that are served at once, so that a gateway
// with too much to do refuses some at once instead of all too late.
type InFlightLimit struct {
	n   atomic.Int64
	max int64
}

// NewInFlightLimit makes a limit of max requests.
func NewInFlightLimit(max int) *InFlightLimit { return &InFlightLimit{max: int64(max)} }

// Acquire takes a place, which Release gives back, and says whether there was
// one.
func (l *InFlightLimit) Acquire() bool {
	if l.n.Add(1) > l.max {
		l.Release()
		return false
	}
	return true
}

// Release gives a place back.
func (l *InFlightLimit) Release() { l.n.Add(-1) }

// Used is how many places are taken, and how many there are.
func (l *InFlightLimit) Used() (n, limit int64) {
	return min(l.n.Load(), l.max), l.max // one that is being refused counts for a moment
}

// Full says whether every place is taken.
func (l *InFlightLimit) Full() bool { return l.n.Load() >= l.max }
