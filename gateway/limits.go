package gateway

import (
	"context"
	"slices"
	"strconv"
	"time"

	"canongate/canonical"
	"canongate/policies"

	"go.opentelemetry.io/otel/attribute"
)

// CallerLimit holds all callers of a tenant to one rate, beside the rates of
// their own: tokens of an issuer have none.
type CallerLimit struct {
	Name                 string   `yaml:"name" jsonschema:"required" jsonschema_description:"As it stands in the RateLimit header."`
	Tenants              []string `yaml:"tenants,omitempty" jsonschema_description:"Whom it holds, each by itself; absent: every tenant."`
	Operations           []string `yaml:"operations,omitempty" jsonschema_description:"What is counted, together; absent: everything."`
	policies.RateOptions `yaml:",inline"`
}

// OwnLimit is the name of a caller's own rate in the RateLimit header.
const OwnLimit = "caller"

// holds says whether the limit counts what the caller asks for.
func (l *CallerLimit) holds(caller *Caller, operation string) bool {
	return (len(l.Tenants) == 0 || slices.Contains(l.Tenants, caller.Tenant)) &&
		(len(l.Operations) == 0 || slices.Contains(l.Operations, operation))
}

// limit counts the request against the caller's own rate and the limits of its
// tenant. The first that is used up refuses it, and the others are not asked.
func (s *Server) limit(ctx context.Context, x *exchange) error {
	if s.options.Limiter == nil {
		return nil
	}
	if rate := x.caller.Rate; rate != nil {
		if err := s.count(ctx, x, OwnLimit, "caller:"+x.caller.Tenant+":"+x.caller.ID, *rate); err != nil {
			return err
		}
	}
	limits := x.state.Auth.limits
	for i := range limits {
		l := &limits[i]
		if !l.holds(x.caller, x.operation()) {
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
	x.noteQuota(name, rate, result)
	if result.Allowed {
		return nil
	}
	policies.Note(ctx, "caller limit used up", attribute.String("canongate.limit", name),
		attribute.Int64("canongate.retry_after_ms", result.RetryAfter.Milliseconds()))
	x.limit = OwnLimit // the names of a tenant's limits are the operator's, and no closed set
	e := &canonical.Error{
		Code: canonical.RateLimited, Origin: canonical.OriginCaller, Outcome: canonical.NotSent,
		RetryAfter: max(result.RetryAfter, time.Second), Message: "The credential's own rate is used up.",
	}
	if name != OwnLimit {
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
