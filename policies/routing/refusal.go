package routing

import (
	"slices"
	"strconv"
	"strings"

	"canongate/canonical"
	"canongate/policies"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"
)

// Refusal is the caller's error when a decision has no connection. Nothing was
// sent.
func (d *Decision) Refusal() error {
	e := &canonical.Error{Code: canonical.OperationNotSupported, Origin: canonical.OriginGateway, Outcome: canonical.NotSent}
	switch {
	case d.DecidedBy == ByHeader && d.has(ReasonUnknown, ReasonTenantNotAllowed): // alike: names are not for guessing
		e.Code, e.Origin = canonical.InvalidRequest, canonical.OriginCaller
		e.Message = "The header names no connection that you may use."
		e.Fields = []canonical.FieldError{{
			Pointer: "Gateway-Connection", Code: canonical.FieldInvalid, Detail: "names no connection that you may use",
		}}
	case d.has(ReasonPersonUnknown):
		return PersonUnknown()
	case d.has(ReasonUnknown):
		e.Code, e.Message = canonical.VendorUnavailable, "The connection that this id belongs to is no longer there."
	case d.has(ReasonDisabled, ReasonDraining):
		e.Code, e.Message = canonical.VendorUnavailable, "The operator has taken the connection out of service."
	case d.DecidedBy == ByPerson:
		e.Message = "The connection where the person is known cannot do the operation. " + d.able()
	case d.has(ReasonPersonElsewhere):
		return PersonElsewhere(d.passedOver(ReasonPersonElsewhere)[0])
	case d.DecidedBy == ByNothing:
		e.Message = "No route takes this request. Name a connection in the header Gateway-Connection, or let the operator add a route."
	case d.DecidedBy == ByID:
		e.Message = "The connection that this id belongs to cannot do the operation. GET /v1/connections lists what each can do."
	case d.DecidedBy == ByHeader:
		e.Message = "The connection that the header names cannot do the operation. GET /v1/connections lists what each can do."
	}
	return e
}

// PersonUnknown is the error of a caller's own id that means nobody.
func PersonUnknown() error {
	return &canonical.Error{
		Code: canonical.CustomerNotFound, Origin: canonical.OriginCaller, Outcome: canonical.NotSent,
		Message: "Nobody was created, referred to or looked up with this external_reference.",
	}
}

// PersonElsewhere is the error of a person who has no record at a connection.
func PersonElsewhere(connection string) error {
	return &canonical.Error{
		Code: canonical.CustomerNotAtConnection, Origin: canonical.OriginCaller, Outcome: canonical.NotSent, Connection: connection,
		Message: "The person has no record at " + connection +
			". POST /v1/customers or POST /v1/customers/references there, with the same external_reference, makes one.",
	}
}

// able names the connections that could do the operation for somebody they know.
func (d *Decision) able() string {
	able := d.passedOver(ReasonPersonElsewhere)
	if len(able) == 0 {
		return "No other connection can."
	}
	return "These can: " + strings.Join(able, ", ") + "."
}

func (d *Decision) passedOver(reason Reason) (names []string) {
	for _, p := range d.PassedOver {
		if p.Reason == reason {
			names = append(names, p.Connection)
		}
	}
	return names
}

func (d *Decision) has(reasons ...Reason) bool {
	return slices.Contains(reasons, d.Others) ||
		slices.ContainsFunc(d.PassedOver, func(p PassedOver) bool { return slices.Contains(reasons, p.Reason) })
}

// mostMismatches and mostPassedOver bound what an event says of rules and connections.
const mostMismatches, mostPassedOver = 8, 16

// SpanEvent records a decision on a span: what was chosen, why each other
// connection was not, and why the rules before did not match. Of rules only those
// are told that take the operation, the first few, and of the connections that were not
// weighed the first few and the number of the rest.
func (r *Router) SpanEvent(span trace.Span, q *Query, d *Decision) {
	policies.DescribeEvent(span, "route chosen", func(attributes []attribute.KeyValue) []attribute.KeyValue {
		attributes = append(attributes,
			attribute.String("canongate.chosen_by", string(d.DecidedBy)),
			attribute.KeyValue{Key: "canongate.passed_over", Value: r.others(d)})
		for _, a := range [...]attribute.KeyValue{
			policies.RouteKey.String(d.Route), policies.ConnectionKey.String(d.Connection), attribute.String("canongate.despite", string(d.Despite)),
		} {
			if a.Value.AsString() != "" {
				attributes = append(attributes, a)
			}
		}
		if len(d.Fallback) > 0 {
			attributes = append(attributes, attribute.StringSlice("canongate.fallback", d.Fallback))
		}
		if rules := r.mismatchesOfOperation(q); len(rules) > 0 {
			attributes = append(attributes, attribute.StringSlice("canongate.rules_passed_over", rules))
		}
		return attributes
	})
}

// others are the connections that were passed over, as an attribute.
func (r *Router) others(d *Decision) attribute.Value {
	if c := r.connections[d.Connection]; c != nil && len(d.PassedOver) == 0 {
		if told, prepared := c.alone[d.Others]; prepared {
			return told
		}
	}
	return attribute.StringSliceValue(r.told(d))
}

// told are the connections that were passed over, as an event says it.
func (r *Router) told(d *Decision) []string {
	weighed := len(d.PassedOver)
	passed := make([]string, 0, min(len(r.sorted), mostPassedOver)+weighed+1)
	for _, p := range d.PassedOver {
		if p.Reason == ReasonUnknown && d.DecidedBy == ByHeader {
			p.Connection = "as asked" // the header may hold anything
		}
		passed = append(passed, p.String())
	}
	others := 0
	for _, c := range r.sorted {
		if d.weighed(c.name, weighed) {
			continue
		}
		if others++; others <= mostPassedOver {
			passed = append(passed, c.passedOver[d.Others])
		}
	}
	if more := others - mostPassedOver; more > 0 {
		passed = append(passed, strconv.Itoa(more)+" more: "+string(d.Others))
	}
	return passed
}

// mismatchesOfOperation are the first of the rules before the decision that take the
// operation. An id or the header decides before any rule.
func (r *Router) mismatchesOfOperation(q *Query) (rules []string) {
	if q.Pinned != "" || q.Requested != "" {
		return nil
	}
	r.index.ofOperation(q, func(i int) bool {
		matcher := r.rules[i].mismatch(q)
		if matcher != "" {
			rules = append(rules, r.rules[i].notMatched(matcher, q).String())
		}
		return matcher != "" && len(rules) < mostMismatches
	})
	return rules
}
