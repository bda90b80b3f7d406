package gateway

import (
	"context"
	"errors"
	"strconv"
	"time"

	"canongate/canonical"
	"canongate/gateway/auth"
	"canongate/policies"

	"go.opentelemetry.io/otel/attribute"
)

// limit counts the request against the caller's own rate and the limits of its
// tenant. The first that is used up refuses it, and the others are not asked.
func (s *Server) limit(ctx context.Context, x *exchange) error {
	if s.options.Limiter == nil {
		return nil
	}
	if rate := x.caller.Rate; rate != nil {
		if err := s.count(ctx, x, auth.OwnLimit, "caller:"+x.caller.Tenant+":"+x.caller.Key(), *rate); err != nil {
			return err
		}
	}
	limits := x.state.Auth.Limits()
	for i := range limits {
		l := &limits[i]
		if !l.Holds(x.caller, x.operation()) {
			continue
		}
		if err := s.count(ctx, x, l.Name, "tenant:"+x.caller.Tenant+":"+l.Name, l.RateOptions); err != nil {
			return err
		}
	}
	return nil
}

// count asks the limiter for one request.
func (s *Server) count(ctx context.Context, x *exchange, name, key string, rate policies.RateOptions) error {
	result, err := s.options.Limiter.Allow(ctx, key, rate)
	if err != nil {
		s.log.WarnContext(ctx, "caller limits run without their store")
	}
	if errors.Is(err, policies.ErrStoreClosed) {
		return policies.Uncounted()
	}
	x.noteQuota(name, rate, result)
	if result.Allowed {
		return nil
	}
	policies.Note(ctx, "caller limit used up", attribute.String("canongate.limit", name),
		attribute.Int64("canongate.retry_after_ms", result.RetryAfter.Milliseconds()))
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
func (x *exchange) noteQuota(name string, rate policies.RateOptions, r policies.Result) {
	left := `"` + name + `";r=` + strconv.Itoa(r.Remaining) + `;t=` + wholeSeconds(r.ResetAfter)
	quota := `"` + name + `";q=` + strconv.Itoa(rate.Limit) + `;w=` + wholeSeconds(time.Duration(rate.Per))
	if x.quota != nil {
		left, quota = x.quota[headerLimit]+", "+left, x.quota[headerLimitPolicy]+", "+quota
	}
	x.quota = map[string]string{headerLimit: left, headerLimitPolicy: quota}
}
