package scorecard

import (
	"context"
	"sync"
	"time"

	"canongate/policies/journal"
)

// Memory is the store of a process without a journal. Safe for concurrent use.
type Memory struct {
	mu     sync.Mutex
	hours  map[key]journal.ScorecardHour
	newest time.Time
}

// NewMemory makes an empty one.
func NewMemory() *Memory { return &Memory{hours: map[key]journal.ScorecardHour{}} }

// KeepScorecards replaces the figures of these hours, and forgets those that are too
// old beside them.
func (m *Memory) KeepScorecards(_ context.Context, hours []journal.ScorecardHour) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	before := m.newest
	for _, h := range hours {
		m.hours[key{h.Connection, h.Operation, h.Hour}] = h
		if h.Hour.After(m.newest) {
			m.newest = h.Hour
		}
	}
	if m.newest.Equal(before) {
		return nil
	}
	for at := range m.hours {
		if m.newest.Sub(at.hour) > MaxWindow {
			delete(m.hours, at)
		}
	}
	return nil
}

// Scorecards are the hours of a connection, from the one that begins at since.
func (m *Memory) Scorecards(_ context.Context, connection string, since time.Time) ([]journal.ScorecardHour, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var rows []journal.ScorecardHour
	for at, h := range m.hours {
		if at.connection == connection && !at.hour.Before(since) {
			rows = append(rows, h)
		}
	}
	return rows, nil
}
