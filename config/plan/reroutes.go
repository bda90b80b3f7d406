package plan

import (
	"cmp"
	"slices"
	"strconv"

	"canongate/policies"
	"canongate/policies/routing"
)

// Reroute is a share of the requests of one class that goes to another
// connection. An empty connection: such requests are refused.
type Reroute struct {
	RequestClass
	Percent int    `json:"percent"`
	From    string `json:"from"`
	To      string `json:"to"`
}

// sampleKeys is how many customers are tried for each class, for the weights.
const sampleKeys = 1000

// reroutes asks both sides about every class of requests and lists where their
// answers differ.
func reroutes(before, after Side) []Reroute {
	counted, reported := map[rulePair][]Reroute{}, map[rulePair][]RequestClass{}
	found := []Reroute{}
	for _, class := range requestClasses(before, after) {
		query := class.query()
		rules := rulePair{class.Operation, class.Tenant, before.Choose(&query).Route, after.Choose(&query).Route}
		if slices.ContainsFunc(reported[rules], func(wider RequestClass) bool { return wider.covers(class) }) {
			continue
		}
		reported[rules] = append(reported[rules], class)
		if _, known := counted[rules]; !known {
			counted[rules] = reroutesOf(class, before, after)
		}
		for _, r := range counted[rules] {
			r.RequestClass = class
			found = append(found, r)
		}
	}
	return found
}

// rulePair identifies the rules that take a class before and after; "": none.
// Classes with the same pair are rerouted alike.
type rulePair struct{ operation, tenant, before, after string }

func reroutesOf(class RequestClass, before, after Side) []Reroute {
	query := class.query()
	type routePair struct{ from, to string }
	count := map[routePair]int{}
	for i := range sampleKeys {
		query.StickyKey = strconv.Itoa(i)
		count[routePair{before.destination(query), after.destination(query)}]++
	}
	var found []Reroute
	for p, n := range count {
		if p.from != p.to {
			found = append(found, Reroute{RequestClass: class, Percent: max(1, n*100/sampleKeys), From: p.from, To: p.to})
		}
	}
	slices.SortFunc(found, func(a, b Reroute) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	return found
}

// destination is where a request goes while every connection is well: by the
// rules and by what operators want, not by the breakers of the moment.
func (s Side) destination(q routing.Query) string {
	q.Condition = func(name, _ string) policies.Condition { return policies.Condition{State: s.State(name)} }
	return s.Choose(&q).Connection
}
