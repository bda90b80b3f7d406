package admin

import (
	"fmt"
	"time"

	"canongate/policies"
)

// connectionHealth is how the calls to a connection go, whatever its switch says. The worst
// comes first.
type connectionHealth string

const (
	failing  connectionHealth = "failing"
	degraded connectionHealth = "degraded"
	quiet    connectionHealth = "quiet" // nobody has called it for an hour
	well     connectionHealth = "well"
)

// What is seen of a connection in recentFor makes its health: enough calls, and how
// many of them failed.
const (
	recentFor     = 10 * time.Minute
	failingFrom   = 5
	failingBelow  = 0.5
	degradedFrom  = 10
	degradedBelow = 0.98
)

// healthOf judges a connection, and says why it is not well.
func (s *server) healthOf(v connection) (connectionHealth, string) {
	recent := s.Scorecards.Recent(v.Name, recentFor)
	failed := ""
	if recent.SuccessRatio != nil {
		failed = fmt.Sprintf("%.0f %% of %d calls in ten minutes failed", 100*(1-*recent.SuccessRatio), recent.Calls)
	}
	probing := ""
	for _, b := range v.Breakers {
		switch {
		case b.Forced:
		case b.State == policies.BreakerOpen:
			return failing, "the breaker of " + b.Operation + " is open"
		case b.State == policies.BreakerHalfOpen:
			probing = "the breaker of " + b.Operation + " probes"
		}
	}
	switch {
	case recent.Calls >= failingFrom && *recent.SuccessRatio < failingBelow:
		return failing, failed
	case recent.Calls >= degradedFrom && *recent.SuccessRatio < degradedBelow:
		return degraded, failed
	case probing != "":
		return degraded, probing
	case v.Quota != nil && v.Quota.Remaining <= 0:
		return degraded, "the vendor's quota is used up"
	case v.LastHour.Calls == 0:
		return quiet, "no call to it in the last hour of this replica"
	}
	return well, ""
}
