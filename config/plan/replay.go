package plan

import (
	"cmp"
	"slices"
	"strconv"
	"sync"

	"canongate/policies/routing"
)

// RequestLog keeps the routing queries of the last requests, so that they can be
// replayed against another configuration. It keeps nothing that identifies a
// person: codes, amounts, and the connections that ids or headers named, or that know
// the person of a reference. Safe for concurrent use.
type RequestLog struct {
	mu       sync.Mutex
	requests []routing.Query // a ring once it is full
	next     int
}

// ringSize is how many requests are kept.
const ringSize = 1024

// Record keeps a request, without its sticky key.
func (r *RequestLog) Record(q routing.Query) {
	q.StickyKey, q.Condition = "", nil
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.requests) < ringSize {
		r.requests = append(r.requests, q)
		return
	}
	r.requests[r.next] = q
	r.next = (r.next + 1) % ringSize
}

// Requests gives the requests that are kept, in no particular order.
func (r *RequestLog) Requests() []routing.Query {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.requests)
}

// ReplayResult says which recorded requests would go elsewhere.
type ReplayResult struct {
	Requests int        `json:"requests"` // that were replayed
	Rerouted []Rerouted `json:"moves"`
}

// Rerouted is a share of the recorded requests for one operation that would go to
// another connection. An empty connection: such requests are refused.
type Rerouted struct {
	Operation string  `json:"operation"`
	Requests  int     `json:"requests"` // recorded for the operation
	Percent   float64 `json:"percent"`
	From      string  `json:"from"`
	To        string  `json:"to"`
}

// sampleCustomers is how many customers each recorded request is tried with. The
// weights divide customers, and the recorded ones are not kept.
const sampleCustomers = 20

// Replay asks both sides about recorded requests; nil: none were recorded.
func Replay(requests []routing.Query, before, after Side) *ReplayResult {
	if len(requests) == 0 {
		return nil
	}
	type path struct{ operation, from, to string }
	rerouted, recorded := map[path]int{}, map[string]int{}
	for i, q := range requests {
		recorded[q.Operation]++
		for j := range sampleCustomers {
			q.StickyKey = strconv.Itoa(i*sampleCustomers + j)
			if from, to := before.destination(q), after.destination(q); from != to {
				rerouted[path{q.Operation, from, to}]++
			}
		}
	}
	result := &ReplayResult{Requests: len(requests), Rerouted: []Rerouted{}}
	for p, n := range rerouted {
		share := float64(n) / float64(recorded[p.operation]*sampleCustomers)
		result.Rerouted = append(result.Rerouted, Rerouted{
			Operation: p.operation, Requests: recorded[p.operation], Percent: float64(int(share*1000+0.5)) / 10, From: p.from, To: p.to,
		})
	}
	slices.SortFunc(result.Rerouted, func(a, b Rerouted) int {
		return cmp.Or(cmp.Compare(a.Operation, b.Operation), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	return result
}
