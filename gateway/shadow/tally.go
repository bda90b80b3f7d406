package shadow

import (
	"sync"
	"time"

	"canongate/canonical"
)

// Route is a rule whose answers are compared with those of a connection.
type Route struct {
	Name       string
	Connection string
	Share      float64 // of its requests
}

// Report is what comparing came to.
type Report struct {
	Route      string    `json:"route"`
	Connection string    `json:"connection"`
	Share      float64   `json:"share"`
	Since      time.Time `json:"since"` // this process began to count, for this connection
	Compared   int64     `json:"compared"`
	Equal      int64     `json:"equal"`
	// EqualRatio is the share of equal answers, 0 to 1; absent where none was compared.
	EqualRatio *float64 `json:"equal_ratio"`
	// Different counts the answers that differ in a field, by its path and by how.
	Different map[string]map[Kind]int64 `json:"different"`
	Errors    int64                     `json:"errors"` // the other connection gave none to compare
	Codes     map[string]int64          `json:"codes"`  // of the errors
	// Shed are those that were not asked, because nothing was left for them.
	Shed int64 `json:"shed"`
}

// maxPaths bounds the paths of one rule. A schema has some two hundred fields.
const maxPaths = 512

// Tallies count for each rule. Safe for concurrent use.
type Tallies struct {
	now func() time.Time

	mu     sync.Mutex
	routes []*tally // in the order of the rules
}

type tally struct {
	Route
	since  time.Time
	counts Report
}

// NewTallies makes those of no rule.
func NewTallies(now func() time.Time) *Tallies { return &Tallies{now: now} }

// Serve says which rules are in service. A rule that still names the same connection
// goes on counting.
func (t *Tallies) Serve(routes []Route) {
	t.mu.Lock()
	defer t.mu.Unlock()
	before := t.routes
	t.routes = make([]*tally, len(routes))
	for i, r := range routes {
		t.routes[i] = &tally{Route: r, since: t.now().UTC(), counts: Report{Different: map[string]map[Kind]int64{}, Codes: map[string]int64{}}}
		if old := find(before, r.Name, r.Connection); old != nil {
			old.Share = r.Share
			t.routes[i] = old
		}
	}
}

func find(all []*tally, route, connection string) *tally {
	for _, t := range all {
		if t.Name == route && (connection == "" || t.Connection == connection) {
			return t
		}
	}
	return nil
}

// count changes the counts of a rule, unless it has left service meanwhile.
func (t *Tallies) count(route, connection string, change func(*Report)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if of := find(t.routes, route, connection); of != nil {
		change(&of.counts)
	}
}

// Compared counts one comparison.
func (t *Tallies) Compared(route, connection string, found map[Difference]bool) {
	t.count(route, connection, func(c *Report) {
		c.Compared++
		if len(found) == 0 {
			c.Equal++
		}
		for d := range found {
			kinds := c.Different[d.Pointer]
			if kinds == nil && len(c.Different) >= maxPaths {
				continue
			}
			if kinds == nil {
				kinds = map[Kind]int64{}
				c.Different[d.Pointer] = kinds
			}
			kinds[d.Kind]++
		}
	})
}

// Failed counts one that was asked in vain.
func (t *Tallies) Failed(route, connection string, code canonical.Code) {
	t.count(route, connection, func(c *Report) {
		c.Errors++
		c.Codes[string(code.Info().Code)]++
	})
}

// Shed counts one that was not asked.
func (t *Tallies) Shed(route, connection string) {
	t.count(route, connection, func(c *Report) { c.Shed++ })
}

// Reports are those of all rules in service.
func (t *Tallies) Reports() []Report {
	t.mu.Lock()
	defer t.mu.Unlock()
	all := make([]Report, len(t.routes))
	for i, of := range t.routes {
		all[i] = of.report()
	}
	return all
}

func (t *tally) report() Report {
	r := t.counts
	r.Route, r.Connection, r.Share, r.Since = t.Name, t.Connection, t.Share, t.since
	if r.Compared > 0 {
		ratio := float64(r.Equal) / float64(r.Compared)
		r.EqualRatio = &ratio
	}
	r.Different, r.Codes = map[string]map[Kind]int64{}, map[string]int64{}
	for path, kinds := range t.counts.Different {
		copied := map[Kind]int64{}
		for kind, n := range kinds {
			copied[kind] = n
		}
		r.Different[path] = copied
	}
	for code, n := range t.counts.Codes {
		r.Codes[code] = n
	}
	return r
}
