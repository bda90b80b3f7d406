package main

import (
	"cmp"
	"slices"
	"strconv"
	"sync"

	"canongate/policies/routing"
)

// recorder keeps what rules may ask about the last requests, so that a plan can
// say what a configuration would have done with them. What it keeps names no
// person: codes, amounts, and the connections that ids or headers asked for. Safe
// for concurrent use.
type recorder struct {
	mu   sync.Mutex
	seen []routing.Query // a ring once it is full
	next int
}

// recorded is how many requests are kept.
const recorded = 1024

// note keeps a request, without what tells customers apart.
func (r *recorder) note(q routing.Query) {
	q.StickyKey, q.Condition = "", nil
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.seen) < recorded {
		r.seen = append(r.seen, q)
		return
	}
	r.seen[r.next] = q
	r.next = (r.next + 1) % recorded
}

func (r *recorder) last() []routing.Query {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.seen)
}

// traffic says where recorded requests would go instead.
type traffic struct {
	Requests int     `json:"requests"` // that were replayed
	Moves    []shift `json:"moves"`
}

// shift is a share of the requests for an operation that another connection
// gets. An empty connection is none: such requests are refused.
type shift struct {
	Operation string  `json:"operation"`
	Requests  int     `json:"requests"` // recorded for the operation
	Percent   float64 `json:"percent"`
	From      string  `json:"from"`
	To        string  `json:"to"`
}

// customersTried is how many customers each recorded request is tried with: the
// weights are between customers, and theirs are not kept.
const customersTried = 20

// replay sends recorded requests through both configurations.
func replay(requests []routing.Query, was, will *built) *traffic {
	if len(requests) == 0 {
		return nil
	}
	type path struct{ operation, from, to string }
	moved, asked := map[path]int{}, map[string]int{}
	for i, q := range requests {
		asked[q.Operation]++
		for j := range customersTried {
			q.StickyKey = strconv.Itoa(i*customersTried + j)
			if from, to := was.chosen(q), will.chosen(q); from != to {
				moved[path{q.Operation, from, to}]++
			}
		}
	}
	t := &traffic{Requests: len(requests), Moves: []shift{}}
	for p, n := range moved {
		share := float64(n) / float64(asked[p.operation]*customersTried)
		t.Moves = append(t.Moves, shift{p.operation, asked[p.operation], float64(int(share*1000+0.5)) / 10, p.from, p.to})
	}
	slices.SortFunc(t.Moves, func(a, b shift) int {
		return cmp.Or(cmp.Compare(a.Operation, b.Operation), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	return t
}
