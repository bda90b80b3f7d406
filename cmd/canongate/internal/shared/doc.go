// Package shared has what all replicas of one journal hold in common while they run:
// which configurations were in service, where operators put connections and breakers,
// and how far rollouts are. Each looks in the journal several times a second for what
// changed at another.
//
// # Decisions
//
// The journal may be away. What protects callers takes effect first and is kept later:
// the kill switch, and the weights of before. What can wait waits: the next step.
package shared

import "time"

const (
	// lookEvery is how often a replica looks for what changed at others.
	lookEvery = 400 * time.Millisecond
	// KeepWithin bounds one exchange with the journal.
	KeepWithin = 2 * time.Second
)
