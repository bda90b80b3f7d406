package routing

// Candidate is a connection that a rule's requests may go to.
type Candidate struct {
	Connection string
	Weight     int // 0 for a fallback
	Fallback   bool
}

// Candidates are the connections that a query like this may go to, whatever its
// key: the one that an id or the header names, else those of the first rule that
// matches, in its order. Those that cannot take the operation are left out.
func (r *Router) Candidates(q Query) []Candidate {
	if q.Pinned != "" || q.Requested != "" {
		if name := r.Choose(&q).Connection; name != "" {
			return []Candidate{{Connection: name, Weight: 1}}
		}
		return nil
	}
	if rule := r.match(&q); rule != nil {
		return rule.candidates(&q)
	}
	return nil
}

func (rule *rule) candidates(q *Query) (list []Candidate) {
	for _, u := range rule.use {
		if not, _ := u.connection.fitness(q); not == "" && u.weight > 0 {
			list = append(list, Candidate{Connection: u.connection.name, Weight: u.weight})
		}
	}
	for _, c := range rule.fallback {
		if not, _ := c.fitness(q); not == "" {
			list = append(list, Candidate{Connection: c.name, Fallback: true})
		}
	}
	return list
}
