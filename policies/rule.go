package policies

import (
	"maps"
	"slices"

	"canongate/canonical"
)

// Routes pick the connection of a request. They do no I/O and keep no state:
// the same query gives the same decision. Safe for concurrent use.
type Routes struct {
	rules       []rule
	connections map[string]*connection
	sorted      []*connection // by name
}

// connection is what routes know of a connection, ready to be asked.
type connection struct {
	name       string
	hash       uint64
	operations map[string]bool
	tenants    []string
}

// rule is one rule, ready to be matched.
type rule struct {
	RouteOptions
	every    bool // operations has "*"
	when     *expression
	use      []weighted
	fallback []*connection
}

type weighted struct {
	connection *connection
	weight     int
}

// NewRoutes compiles the rules. With problems there are no routes.
func NewRoutes(rules []RouteOptions, connections []ConnectionFacts) (*Routes, []RouteProblem) {
	r := &Routes{connections: map[string]*connection{}}
	for _, facts := range connections {
		c := &connection{name: facts.Name, hash: hashText(facts.Name), operations: map[string]bool{}, tenants: facts.Tenants}
		for _, operation := range facts.Operations {
			c.operations[operation] = true
		}
		r.connections[c.name] = c
	}
	for _, name := range slices.Sorted(maps.Keys(r.connections)) {
		r.sorted = append(r.sorted, r.connections[name])
	}
	check := ruleCheck{connections: r.connections}
	for i, options := range rules {
		check.at = i
		check.rule(options, rules[:i])
		r.rules = append(r.rules, check.compile(options))
	}
	if len(check.problems) > 0 {
		return nil, check.problems
	}
	return r, nil
}

// compile makes a rule of options; what does not exist is left out, because
// the check has reported it.
func (c *ruleCheck) compile(o RouteOptions) rule {
	compiled := rule{RouteOptions: o, every: slices.Contains(o.Operations, allOperations)}
	if o.When != "" {
		expression, problem := compileWhen(o.When)
		if problem != nil {
			c.problems = append(c.problems, RouteProblem{
				Route: c.at, Key: "when", Message: problem.message, Line: problem.line, Column: problem.column,
			})
		}
		compiled.when = expression
	}
	for _, u := range o.Use {
		if connection, ok := c.connections[u.Connection]; ok {
			compiled.use = append(compiled.use, weighted{connection, u.weight()})
		}
	}
	for _, name := range o.Fallback {
		if connection, ok := c.connections[name]; ok {
			compiled.fallback = append(compiled.fallback, connection)
		}
	}
	return compiled
}

// weight is the share relative to the other weights.
func (u RouteUse) weight() int {
	if u.Weight == nil {
		return 1
	}
	return *u.Weight
}

// matches says whether all matchers of the rule hold. The cheap ones come first.
func (rule *rule) matches(q *RouteQuery) bool {
	return (rule.every || slices.Contains(rule.Operations, q.Operation)) &&
		anyOf(rule.Tenants, q.Tenant) &&
		anyOf(rule.Countries, q.Facts.Country) &&
		anyOf(rule.Currencies, q.Facts.Currency) &&
		anyOf(rule.Methods, q.Facts.Method) &&
		rule.Amount.holds(q.Facts.Amount) &&
		(rule.when == nil || rule.when.holds(q))
}

func anyOf(allowed []string, value string) bool {
	return len(allowed) == 0 || slices.Contains(allowed, value)
}

// holds says whether the amount is in the band; a request without an amount is
// in none.
func (b *Band) holds(amount *canonical.Decimal) bool {
	switch {
	case b == nil:
		return true
	case amount == nil:
		return false
	default:
		return (b.Min == nil || amount.Cmp(*b.Min) >= 0) && (b.Max == nil || amount.Cmp(*b.Max) <= 0)
	}
}

// NeedFacts says whether any rule asks about the request itself, so that the
// caller need not look for facts in vain.
func (r *Routes) NeedFacts() bool {
	return slices.ContainsFunc(r.rules, func(rule rule) bool {
		return rule.when != nil || rule.Amount != nil || len(rule.Countries)+len(rule.Currencies)+len(rule.Methods) > 0
	})
}
