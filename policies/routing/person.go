package routing

import "slices"

// onlyPlace is the one connection where the person of a request is known and that can
// do the operation, or else the only one where they are known; "": none, or several.
func (r *Router) onlyPlace(q *Query) string {
	var able []string
	for _, name := range q.KnownAt {
		if c, configured := r.connections[name]; configured && c.operations[q.Operation] {
			able = append(able, name)
		}
	}
	switch {
	case len(able) == 1:
		return able[0]
	case len(able) == 0 && len(q.KnownAt) == 1:
		return q.KnownAt[0]
	}
	return ""
}

// atPerson takes the only place where the person is known. The others are passed over
// for what they lack, so that a refusal can name those that can do the operation.
func (r *Router) atPerson(q *Query, name string) Decision {
	d := r.listOthers(r.direct(q, name, ByPerson, ReasonNotInRoute))
	for i := range d.PassedOver {
		p := &d.PassedOver[i]
		if c := r.connections[p.Connection]; c != nil && p.Reason == ReasonNotInRoute {
			if unfit, _ := c.fitness(q); unfit != "" {
				p.Reason = unfit
			}
		}
	}
	return d
}

// sortForStranger puts the connection first that would be chosen for somebody new: it is
// the one to make a record at.
func (rule *rule) sortForStranger(q *Query, candidates []candidate) {
	stranger := *q
	stranger.Referred = false
	best := slices.MinFunc(rule.weigh(&stranger, nil), candidate.compare)
	i := slices.IndexFunc(candidates, func(c candidate) bool { return c.connection == best.connection })
	candidates[0], candidates[i] = candidates[i], candidates[0]
}
