package policies

import "time"

// Hints tell replicas of each other's open breakers. They are never waited for
// and nothing depends on them: a lost hint only means that this replica needs
// the usual evidence of its own. Safe for concurrent use.
type Hints interface {
	// Opened tells the others, without blocking.
	Opened(connection, operation string, until time.Time)
	// OpenElsewhere says whether another replica's breaker is open.
	OpenElsewhere(connection, operation string) bool
}
