package main

import (
	"cmp"
	"slices"
	"strconv"

	"canongate/policies"
	"canongate/policies/routing"
)

// move is a share of the requests of one shape that another connection gets.
// An empty connection is none: such requests are refused.
type move struct {
	shape
	Percent int    `json:"percent"`
	From    string `json:"from"`
	To      string `json:"to"`
}

// keysTried is how many customers of each shape are tried, for the weights.
const keysTried = 1000

// moves asks both configurations about every shape that a rule of either names
// and says where their answers differ.
func moves(was, will *built) []move {
	counted, told := map[encounter][]move{}, map[encounter][]shape{}
	found := []move{}
	for _, s := range shapesOf(was, will) {
		e := encounter{s.Operation, s.Tenant, was.decided(s), will.decided(s)}
		if slices.ContainsFunc(told[e], func(wider shape) bool { return wider.covers(s) }) {
			continue
		}
		told[e] = append(told[e], s)
		if _, known := counted[e]; !known {
			counted[e] = movesOf(s, was, will)
		}
		for _, m := range counted[e] {
			m.shape = s
			found = append(found, m)
		}
	}
	return found
}

// encounter is all that a shape's moves follow from: the rules that take it.
type encounter struct{ operation, tenant, was, will string }

// decided names the rule that takes the shape; "" for none.
func (b *built) decided(s shape) string { return b.state.Routes.Choose(s.query()).Route }

func movesOf(s shape, was, will *built) []move {
	query := s.query()
	type pair struct{ from, to string }
	count := map[pair]int{}
	for i := range keysTried {
		query.StickyKey = strconv.Itoa(i)
		count[pair{was.chosen(query), will.chosen(query)}]++
	}
	var found []move
	for p, n := range count {
		if p.from != p.to {
			found = append(found, move{shape: s, Percent: max(1, n*100/keysTried), From: p.from, To: p.to})
		}
	}
	slices.SortFunc(found, func(a, b move) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	return found
}

// chosen is where a request goes while every connection is well: by the rules
// and by what operators want, not by the breakers of the moment.
func (b *built) chosen(q routing.Query) string {
	q.Condition = func(name string) policies.Condition {
		if c := b.connection(name); c != nil {
			return policies.Condition{State: c.guard.State()}
		}
		return policies.Condition{}
	}
	return b.state.Routes.Choose(q).Connection
}
