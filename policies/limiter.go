package policies

import (
	"context"
	"time"
)

// Limiter counts events by key. It serves callers' limits and vendors' quotas
// alike. Safe for concurrent use.
type Limiter interface {
	// Allow counts one event against the limit of the key and says whether it
	// may happen. Of an error, the result is what on_store_failure makes of it:
	// callers act on the result and may log the error.
	Allow(ctx context.Context, key string, limit RateOptions) (Result, error)
}

// Result is the state of a limit after an event.
type Result struct {
	Allowed   bool
	Limit     int // events that may come at once after a quiet time
	Remaining int // events that may come now
	// RetryAfter is the time until the next event may come; 0 when Allowed.
	RetryAfter time.Duration
	// ResetAfter is the time until Remaining is Limit again.
	ResetAfter time.Duration
}
