package routing

import (
	"cmp"
	"slices"

	"canongate/canonical"
	"canongate/policies"
)

// Choose decides where a request goes. An id wins, then the header, then the
// first rule that matches. A person is served where they are known only; where no
// rule takes the request, the one place where they are known counts. Of the connections
// that were passed over it lists those that were weighed; Explain lists all.
func (r *Router) Choose(q *Query) Decision {
	switch {
	case q.Referred && len(q.KnownAt) == 0:
		return Decision{DecidedBy: ByNothing, Others: ReasonPersonUnknown}
	case q.Pinned != "":
		return r.direct(q, q.Pinned, ByID, ReasonOtherID)
	case q.Requested != "":
		return r.direct(q, q.Requested, ByHeader, ReasonNotRequested)
	}
	if rule := r.match(q); rule != nil {
		return r.byRule(q, rule)
	}
	if name := r.onlyPlace(q); name != "" {
		return r.atPerson(q, name)
	}
	return Decision{DecidedBy: ByNothing, Others: ReasonNotInRoute}
}

// Explain is Choose with every connection that was passed over.
func (r *Router) Explain(q *Query) Decision { return r.listOthers(r.Choose(q)) }

// match is the first rule that takes the request, or nil.
func (r *Router) match(q *Query) (first *rule) {
	r.index.candidates(q, func(i int) bool {
		if r.rules[i].mismatch(q) == "" {
			first = &r.rules[i]
		}
		return first == nil
	})
	return first
}

// direct takes the connection that an id or the header names, or none. An open
// breaker and an empty quota are left to the policies to refuse.
func (r *Router) direct(q *Query, name string, by DecidedBy, rest Reason) Decision {
	d := Decision{DecidedBy: by, Others: rest}
	c, known := r.connections[name]
	if !known {
		d.PassedOver = []PassedOver{{name, ReasonUnknown}}
		return d
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
	return d
}

// fitness gives the reason why the connection cannot take the request at all
// (unfit), or why it would refuse it at the moment (unwell).
func (c *connection) fitness(q *Query) (unfit, unwell Reason) {
	if len(c.tenants) > 0 && !slices.Contains(c.tenants, q.Tenant) {
		return ReasonTenantNotAllowed, ""
	}
	if !c.operations[q.Operation] {
		return ReasonNoCapability, ""
	}
	if q.Referred && !slices.Contains(q.KnownAt, c.name) {
		return ReasonPersonElsewhere, ""
	}
	if q.Condition == nil {
		return "", ""
	}
	switch now := q.Condition(c.name, q.Operation); {
	case now.State == policies.Disabled:
		return ReasonDisabled, ""
	case now.State == policies.Draining && !q.Referred: // the record was made there, as an id is
		return ReasonDraining, ""
	case now.BreakerOpen:
		return "", ReasonBreakerOpen
	case now.QuotaEmpty:
		return "", ReasonQuotaEmpty
	default:
		return "", ""
	}
}

// candidate is a connection that a rule names, with its rank.
type candidate struct {
	connection *connection
	tier       tier
	distance   float64 // within the tier
	reason     Reason  // to pass it over
	ill        Reason  // why it would refuse at the moment
}

// tier orders candidates. When all are unwell, the nearest is taken all the
// same: the policies' refusal tells the caller most.
type tier int

const (
	wellInUse tier = iota
	wellInFallback
	unwellInUse
	unwellInFallback
	unfit
)

// stackCandidates is how many are ranked without allocating.
const stackCandidates = 8

// byRule takes the best candidate of the rule.
func (r *Router) byRule(q *Query, rule *rule) Decision {
	var room [stackCandidates]candidate
	candidates := rule.weigh(q, room[:0])
	best := slices.MinFunc(candidates, candidate.compare)
	if best.tier == unfit && q.Referred {
		rule.sortForStranger(q, candidates)
	}
	d := Decision{Route: rule.Name, DecidedBy: ByRoute, Others: ReasonNotInRoute}
	if best.tier != unfit {
		d.Connection = best.connection.name
	}
	if best.tier != unfit {
		d.Despite = best.ill
	}
	for _, c := range candidates {
		if c.connection.name == d.Connection {
			continue
		}
		d.PassedOver = append(d.PassedOver, PassedOver{c.connection.name, c.reason})
		if c.tier == unwellInUse && best.tier == wellInFallback {
			d.InsteadOf = append(d.InsteadOf, c.connection.name)
		}
		if c.tier == wellInFallback && !q.Referred { // the ids are those of one connection
			d.Fallback = append(d.Fallback, c.connection.name)
		}
	}
	if s := rule.Shadow; s != nil && d.Connection != "" && d.Connection != s.Connection {
		if unfit, _ := rule.shadow.fitness(q); unfit == "" {
			d.Shadow = s
		}
	}
	return d
}

func (c candidate) compare(other candidate) int {
	return cmp.Or(cmp.Compare(c.tier, other.tier), cmp.Compare(c.distance, other.distance))
}

// weigh ranks every connection that the rule names. Nothing was sent yet, so a
// fallback may be the choice; for a payment it never is.
func (rule *rule) weigh(q *Query, candidates []candidate) []candidate {
	key := hashText(q.StickyKey)
	for _, u := range rule.use {
		c := candidate{connection: u.connection, distance: distance(key, u.connection.hash, u.weight), reason: ReasonWeight}
		c.rank(q, wellInUse, unwellInUse)
		if u.weight == 0 && !q.Referred { // it takes nobody new, and those who are known there come last
			c.tier = unfit
		}
		candidates = append(candidates, c)
	}
	for i, connection := range rule.fallback {
		c := candidate{connection: connection, distance: float64(i), reason: ReasonFallback}
		c.rank(q, wellInFallback, unwellInFallback)
		if q.Effect == canonical.MovesMoney {
			c.tier = unfit
		}
		candidates = append(candidates, c)
	}
	return candidates
}

func (c *candidate) rank(q *Query, well, unwell tier) {
	not, ill := c.connection.fitness(q)
	switch {
	case not != "":
		c.tier, c.reason = unfit, not
	case ill != "" && q.Referred: // a person does not move to another record for a moment
		c.tier, c.ill = well, ill
	case ill != "":
		c.tier, c.reason, c.ill = unwell, ill, ill
	default:
		c.tier = well
	}
}

// listOthers adds to those that were weighed every other connection.
func (r *Router) listOthers(d Decision) Decision {
	weighed := len(d.PassedOver)
	for _, c := range r.sorted {
		if !d.weighed(c.name, weighed) {
			d.PassedOver = append(d.PassedOver, PassedOver{c.name, d.Others})
		}
	}
	return d
}

// weighed says whether the connection is the choice or one of the first so many that
// were passed over.
func (d *Decision) weighed(connection string, first int) bool {
	return connection == d.Connection ||
		slices.ContainsFunc(d.PassedOver[:first], func(p PassedOver) bool { return p.Connection == connection })
}
