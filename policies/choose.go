package policies

import (
	"cmp"
	"slices"

	"canongate/canonical"
)

// Choose decides where a request goes. An id wins, then the header, then the
// first rule that matches.
func (r *Routes) Choose(q RouteQuery) Decision {
	switch {
	case q.Sealed != "":
		return r.direct(&q, q.Sealed, ByID, ReasonOtherID)
	case q.Asked != "":
		return r.direct(&q, q.Asked, ByHeader, ReasonNotAsked)
	}
	for i := range r.rules {
		if r.rules[i].matches(&q) {
			return r.follow(&q, &r.rules[i])
		}
	}
	return r.others(Decision{By: ByNothing}, nil, ReasonNotInRoute)
}

// direct takes the connection that an id or the header names, or none. Whether
// its breaker is open or its quota empty is for the chain to say.
func (r *Routes) direct(q *RouteQuery, name string, by By, others Reason) Decision {
	d := Decision{By: by}
	c, known := r.connections[name]
	if !known {
		d.PassedOver = []PassedOver{{name, ReasonUnknown}}
		return r.others(d, nil, others)
	}
	unfit, unwell := c.fitness(q)
	if unfit == ReasonDraining && by == ByID {
		unfit = ""
	}
	if unfit == "" {
		d.Connection, d.Despite = name, unwell
	} else {
		d.PassedOver = []PassedOver{{name, unfit}}
	}
	return r.others(d, []candidate{{connection: c}}, others)
}

// fitness says why the connection cannot take a new journey at all, and why it
// would refuse one just now.
func (c *connection) fitness(q *RouteQuery) (unfit, unwell Reason) {
	if len(c.tenants) > 0 && !slices.Contains(c.tenants, q.Tenant) {
		return ReasonTenantNotAllowed, ""
	}
	if !c.operations[q.Operation] {
		return ReasonNoCapability, ""
	}
	if q.Condition == nil {
		return "", ""
	}
	switch now := q.Condition(c.name); {
	case now.State == Disabled:
		return ReasonDisabled, ""
	case now.State == Draining:
		return ReasonDraining, ""
	case now.BreakerOpen:
		return "", ReasonBreakerOpen
	case now.QuotaEmpty:
		return "", ReasonQuotaEmpty
	default:
		return "", ""
	}
}

// candidate is a connection that a rule names, and how good a choice it is.
type candidate struct {
	connection *connection
	tier       tier
	distance   float64 // within the tier
	reason     Reason  // to pass it over
}

// tier orders candidates. When all are unwell, the nearest is taken all the
// same: the chain refuses the call in the way that tells the caller most.
type tier int

const (
	wellInUse tier = iota
	wellInFallback
	unwellInUse
	unwellInFallback
	unfit
)

// manyCandidates is how many are weighed without asking for memory.
const manyCandidates = 8

// follow takes the best candidate of the rule.
func (r *Routes) follow(q *RouteQuery, rule *rule) Decision {
	var room [manyCandidates]candidate
	candidates := rule.weigh(q, room[:0])
	best := slices.MinFunc(candidates, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.tier, b.tier), cmp.Compare(a.distance, b.distance))
	})
	d := Decision{Route: rule.Name, By: ByRoute, PassedOver: make([]PassedOver, 0, len(r.sorted))}
	if best.tier != unfit {
		d.Connection = best.connection.name
	}
	if best.tier == unwellInUse || best.tier == unwellInFallback {
		d.Despite = best.reason
	}
	for _, c := range candidates {
		if c.connection.name == d.Connection {
			continue
		}
		d.PassedOver = append(d.PassedOver, PassedOver{c.connection.name, c.reason})
		if c.tier == wellInFallback {
			d.Fallback = append(d.Fallback, c.connection.name)
		}
	}
	return r.others(d, candidates, ReasonNotInRoute)
}

// weigh gives every connection that the rule names its place. Nothing was sent
// yet, so a fallback may be the choice; for a payment it never is.
func (rule *rule) weigh(q *RouteQuery, candidates []candidate) []candidate {
	key := hashText(q.StickyKey)
	for _, u := range rule.use {
		c := candidate{connection: u.connection, distance: distance(key, u.connection.hash, u.weight), reason: ReasonWeight}
		c.place(q, wellInUse, unwellInUse)
		if u.weight == 0 {
			c.tier = unfit
		}
		candidates = append(candidates, c)
	}
	for i, connection := range rule.fallback {
		c := candidate{connection: connection, distance: float64(i), reason: ReasonFallback}
		c.place(q, wellInFallback, unwellInFallback)
		if q.Effect == canonical.MovesMoney {
			c.tier = unfit
		}
		candidates = append(candidates, c)
	}
	return candidates
}

func (c *candidate) place(q *RouteQuery, well, unwell tier) {
	not, ill := c.connection.fitness(q)
	switch {
	case not != "":
		c.tier, c.reason = unfit, not
	case ill != "":
		c.tier, c.reason = unwell, ill
	default:
		c.tier = well
	}
}

// others passes over every connection that was not looked at.
func (r *Routes) others(d Decision, seen []candidate, reason Reason) Decision {
	if d.PassedOver == nil {
		d.PassedOver = make([]PassedOver, 0, len(r.sorted))
	}
	for _, c := range r.sorted {
		if !slices.ContainsFunc(seen, func(s candidate) bool { return s.connection == c }) {
			d.PassedOver = append(d.PassedOver, PassedOver{c.name, reason})
		}
	}
	return d
}
