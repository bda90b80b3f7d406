package rollout

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Figures are the calls of one step.
type Figures struct {
	Connection Sample `json:"connection"`
	Rest       Sample `json:"rest"`
}

// Sample are the calls of one side.
type Sample struct {
	Calls  int     `json:"calls"`
	Errors int     `json:"errors"`
	P95MS  float64 `json:"p95_ms"` // of the last thousand
}

// ErrorRate is the share of calls that failed.
func (s Sample) ErrorRate() float64 { return float64(s.Errors) / float64(max(1, s.Calls)) }

// mostTimes is how many calls of a side the percentile is taken from.
const mostTimes = 1000

// Meter counts the calls of the routes that are watched, by connection. Safe for
// concurrent use.
type Meter struct {
	watched atomic.Int64
	mu      sync.Mutex
	routes  map[string]map[string]*tally
}

type tally struct {
	calls, errors int
	times         []time.Duration // a ring once it is full
}

// Watch begins to count the calls of a route, from nought.
func (m *Meter) Watch(route string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.routes == nil {
		m.routes = map[string]map[string]*tally{}
	}
	m.routes[route] = map[string]*tally{}
	m.watched.Store(int64(len(m.routes)))
}

// Forget ends counting the calls of a route.
func (m *Meter) Forget(route string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.routes, route)
	m.watched.Store(int64(len(m.routes)))
}

// Count counts one call that a route sent to a connection.
func (m *Meter) Count(route, connection string, failed bool, took time.Duration) {
	if m.watched.Load() == 0 {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	side, watched := m.routes[route]
	if !watched {
		return
	}
	t := side[connection]
	if t == nil {
		t = &tally{}
		side[connection] = t
	}
	if len(t.times) < mostTimes {
		t.times = append(t.times, took)
	} else {
		t.times[t.calls%mostTimes] = took
	}
	t.calls++
	if failed {
		t.errors++
	}
}

// Read gives what was counted of a connection, and of the rest of its route.
func (m *Meter) Read(route, connection string) Figures {
	m.mu.Lock()
	defer m.mu.Unlock()
	var its, rest tally
	for name, t := range m.routes[route] {
		side := &rest
		if name == connection {
			side = &its
		}
		side.calls += t.calls
		side.errors += t.errors
		side.times = append(side.times, t.times...)
	}
	return Figures{its.sample(), rest.sample()}
}

func (t *tally) sample() Sample {
	s := Sample{Calls: t.calls, Errors: t.errors}
	if n := len(t.times); n > 0 {
		slices.Sort(t.times)
		s.P95MS = float64(t.times[(n*95+99)/100-1]) / float64(time.Millisecond)
	}
	return s
}
