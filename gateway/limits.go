package gateway

import (
	"context"
	"slices"
	"strconv"
	"time"

	"canongate/canonical"
	"canongate/gateway/openapi"
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
func (s *Server) limit(ctx context.Context, r *request) error {
	if s.options.Limiter == nil {
		return nil
	}
	if rate := r.caller.Rate; rate != nil {
		if err := s.count(ctx, r, OwnLimit, "caller:"+r.caller.Tenant+":"+r.caller.ID, *rate); err != nil {
			return err
		}
	}
	limits := r.state.Auth.limits
	for i := range limits {
		l := &limits[i]
		if !l.holds(r.caller, r.operation()) {
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
		s.log.WarnContext(ctx, "caller limits run without their store")
	}
	r.noteQuota(name, rate, result)
	if result.Allowed {
		return nil
	}
	policies.Note(ctx, "caller limit used up", attribute.String("canongate.limit", name),
		attribute.Int64("canongate.retry_after_ms", result.RetryAfter.Milliseconds()))
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
func (r *request) noteQuota(name string, rate policies.RateOptions, got policies.Result) {
	left := `"` + name + `";r=` + strconv.Itoa(got.Remaining) + `;t=` + wholeSeconds(got.ResetAfter)
	quota := `"` + name + `";q=` + strconv.Itoa(rate.Limit) + `;w=` + wholeSeconds(time.Duration(rate.Per))
	if r.quota != nil {
		left, quota = r.quota[openapi.HeaderLimit]+", "+left, r.quota[openapi.HeaderLimitPolicy]+", "+quota
	}
	r.quota = map[string]string{openapi.HeaderLimit: left, openapi.HeaderLimitPolicy: quota}
}
