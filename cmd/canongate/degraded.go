package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"sync"

	"canongate/canonical"
	"canongate/policies"
	"canongate/policies/journal"
)

// degradations is an observer that also tells subscribers when a breaker opens
// (connection.degraded). One that probes and opens again is still the same
// degradation; only a breaker that closed meanwhile is told anew.
type degradations struct {
	policies.Observer
	opened chan breakerKey

	mu   sync.Mutex
	told map[breakerKey]bool
}

type breakerKey struct{ connection, operation string }

// untold is how many openings may wait for the journal. A breaker opens within a
// call and must not wait itself: what is beyond that is in the metrics alone.
const untold = 256

func newDegradations(o policies.Observer) *degradations {
	return &degradations{Observer: o, opened: make(chan breakerKey, untold), told: map[breakerKey]bool{}}
}

// Breaker passes a change on and notes an opening.
func (d *degradations) Breaker(connection, operation string, state policies.BreakerState) {
	d.Observer.Breaker(connection, operation, state)
	key := breakerKey{connection, operation}
	d.mu.Lock()
	defer d.mu.Unlock()
	switch state {
	case policies.BreakerClosed:
		delete(d.told, key)
	case policies.BreakerOpen:
		if d.told[key] {
			return
		}
		select {
		case d.opened <- key:
			d.told[key] = true
		default:
		}
	default: // it probes
	}
}

// forget is for a connection whose breakers were made anew, and closed.
func (d *degradations) forget(connection string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for key := range d.told {
		if key.connection == connection {
			delete(d.told, key)
		}
	}
}

// run writes events until ctx ends, one for each tenant that may use the
// connection, so that no other hears of it.
func (d *degradations) run(ctx context.Context, j *journal.Journal, tenantsOf func(connection string) []string, logger *slog.Logger) {
	for {
		select {
		case <-ctx.Done():
			return
		case key := <-d.opened:
			var events []journal.Event
			for _, tenant := range tenantsOf(key.connection) {
				events = append(events, degraded(key, tenant))
			}
			if err := j.Emit(ctx, events...); err != nil && ctx.Err() == nil {
				logger.WarnContext(ctx, "telling of an open breaker",
					"connection", key.connection, "operation", key.operation, "error", "journal unavailable")
			}
		}
	}
}

// degraded is the event. Its subject is the connection's name, which has no id.
func degraded(key breakerKey, tenant string) journal.Event {
	data, err := json.Marshal(canonical.EventData{Status: "degraded", Operation: key.operation, Reason: "breaker_open"})
	if err != nil {
		data = []byte("{}") // three words always marshal
	}
	return journal.Event{
		Type: string(canonical.EventConnectionDegraded), Subject: key.connection, Tenant: tenant, Connection: key.connection, Data: data,
	}
}
