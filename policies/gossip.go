package policies

import "time"

// BreakerGossip tells replicas of each other's open breakers. It is never
// waited for, and it may get lost: then a replica needs the usual evidence of its
// own. Safe for concurrent use.
type BreakerGossip interface {
	// Opened tells the others, without blocking.
	Opened(connection, operation string, until time.Time)
	// OpenElsewhere reports whether another replica's breaker is open.
	OpenElsewhere(connection, operation string) bool
}
