package rollout

import (
	"fmt"
	"slices"
	"time"

	"canongate/canonical"
	"canongate/policies"
)

// The bounds of a plan.
const (
	mostSteps = 20
	mostEvery = 7 * 24 * time.Hour
	mostCalls = 100_000
	mostFloor = time.Minute
)

// Check holds a new plan, whose Before is known, to what makes sense. leastEvery is how
// short a step may be. The error names the fields of the request.
func (p *Plan) Check(leastEvery time.Duration) error {
	var wrong []canonical.FieldError
	add := func(bad bool, pointer, detail string) {
		if bad {
			wrong = append(wrong, canonical.FieldError{Pointer: pointer, Code: canonical.FieldInvalid, Detail: detail})
		}
	}
	at := slices.IndexFunc(p.Before, func(s Share) bool { return s.Connection == p.Connection })
	total, its := 0, 0
	for i, s := range p.Before {
		total += s.Weight
		if i == at {
			its = s.Weight
		}
	}
	add(at < 0, "/connection", "must be one of the route's use")
	add(at >= 0 && total == its, "/connection", "must have others in the route's use with a weight: there is nothing to compare it with")
	good := len(p.Steps) > 0 && len(p.Steps) <= mostSteps && p.Steps[0] >= 1 && p.Steps[len(p.Steps)-1] <= 100
	for i := 1; i < len(p.Steps); i++ {
		good = good && p.Steps[i] > p.Steps[i-1]
	}
	add(!good, "/steps", fmt.Sprintf("must be rising percentages from 1 to 100, at most %d", mostSteps))
	add(good && total > 0 && p.Steps[0]*total < 100*its, "/steps", fmt.Sprintf("must begin at the present share, %d %%, or above", 100*its/max(1, total)))
	add(time.Duration(p.Every) < leastEvery || time.Duration(p.Every) > mostEvery, "/every", fmt.Sprintf("must be from %s to %s", leastEvery, mostEvery))
	add(p.Within.ErrorRate < 0 || p.Within.ErrorRate > 1, "/within/error_rate", "must be from 0 to 1")
	add(p.Within.P95Ratio < 1, "/within/p95_ratio", "must be at least 1")
	add(p.Within.MinimumCalls < 1 || p.Within.MinimumCalls > mostCalls, "/within/minimum_calls", fmt.Sprintf("must be from 1 to %d", mostCalls))
	add(p.Within.P95Floor <= 0 || time.Duration(p.Within.P95Floor) > mostFloor, "/within/p95_floor", fmt.Sprintf("must be longer than nothing and at most %s", policies.Duration(mostFloor)))
	if len(wrong) == 0 {
		return nil
	}
	return &canonical.Error{
		Code: canonical.ValidationFailed, Origin: canonical.OriginCaller, Message: "One or more fields are missing or wrong.", Fields: wrong,
	}
}
