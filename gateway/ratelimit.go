package gateway

import (
	"context"
	"errors"
	"math"
	"strconv"
	"time"

	"canongate/canonical"
	"canongate/gateway/auth"
	"canongate/policies"

	"go.opentelemetry.io/otel/attribute"
)

// limit counts the request against the caller's own rate and the limits of its
// tenant. The first that is used up refuses it, and the others are not asked.
func (s *Server) limit(ctx context.Context, r *request) error {
	if s.options.Limiter == nil {
		return nil
	}
	if rate := r.caller.Rate; rate != nil {
		if err := s.count(ctx, r, auth.OwnLimit, "caller:"+r.caller.Tenant+":"+r.caller.Key(), *rate); err != nil {
			return err
		}
	}
	limits := r.state.Auth.Limits()
	for i := range limits {
		l := &limits[i]
		if !l.Holds(r.caller, r.operation()) {
			continue
		}
		if err := s.count(ctx, r, l.Name, "tenant:"+r.caller.Tenant+":"+l.Name, l.RateOptions); err != nil {
			return err
		}
	}
	return nil
}

// count asks the limiter for one request.
func (s *Server) count(ctx context.Context, r *request, name, key string, rate policies.RateOptions) error {
	result, err := s.options.Limiter.Allow(ctx, key, rate)
	if err != nil {
		s.logOf(r).WarnContext(ctx, "caller limits run without their store")
	}
	if errors.Is(err, policies.ErrStoreClosed) {
		return policies.Uncounted()
	}
	r.noteQuota(name, rate, result)
	if result.Allowed {
		return nil
	}
	policies.SpanEvent(ctx, "caller limit used up", attribute.String("canongate.limit", name),
		attribute.Int64("canongate.retry_after_ms", result.RetryAfter.Milliseconds()))
	r.limit = auth.OwnLimit // the names of a tenant's limits are the operator's, and no closed set
	e := &canonical.Error{
		Code: canonical.RateLimited, Origin: canonical.OriginCaller, Outcome: canonical.NotSent,
		RetryAfter: max(result.RetryAfter, time.Second), Message: "The credential's own rate is used up.",
	}
	if name != auth.OwnLimit {
		e.Message = "The rate " + name + " of the credential's tenant is used up."
	}
	return e
}

// noteQuota says how much of the rate is left, as
// draft-ietf-httpapi-ratelimit-headers has it; each limit is an item of the list.
func (r *request) noteQuota(name string, rate policies.RateOptions, got policies.Result) {
	left := `"` + name + `";r=` + strconv.Itoa(got.Remaining) + `;t=` + wholeSeconds(got.ResetAfter)
	quota := `"` + name + `";q=` + strconv.Itoa(rate.Limit) + `;w=` + wholeSeconds(time.Duration(rate.Per))
	if r.quota != "" {
		left, quota = r.quota+", "+left, r.quotaPolicy+", "+quota
	}
	r.quota, r.quotaPolicy = left, quota
}

// wholeSeconds rounds up: who comes back earlier is refused again.
func wholeSeconds(d time.Duration) string {
	return strconv.FormatInt(int64(math.Ceil(d.Seconds())), 10)
}
