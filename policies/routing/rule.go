package routing

import (
	"maps"
	"slices"

	"go.opentelemetry.io/otel/attribute"
)

// Router picks the connection of a request. It does no I/O and keeps no state:
// the same query gives the same decision. Safe for concurrent use.
type Router struct {
	rules       []rule
	index       index
	weighted    bool // some rule uses several connections
	connections map[string]*connection
	sorted      []*connection // by name
}

// connection is a ConnectionInfo, compiled.
type connection struct {
	name       string
	hash       uint64
	operations map[string]bool
	tenants    []string
	// passedOver is how traces call it when it is none of those that were weighed.
	passedOver map[Reason]string
	// alone is what traces say of the others when only this one was weighed.
	alone map[Reason]attribute.Value
}

// rule is one rule, compiled.
type rule struct {
	RouteOptions
	every    bool // operations has "*"
	when     *expression
	use      []weighted
	fallback []*connection
	shadow   *connection // nil: none
}

type weighted struct {
	connection *connection
	weight     int
}

// NewRouter compiles the rules. With problems there is no router.
func NewRouter(rules []RouteOptions, connections []ConnectionInfo) (*Router, []Problem) {
	r := &Router{connections: map[string]*connection{}}
	for _, info := range connections {
		c := &connection{name: info.Name, hash: hashText(info.Name), operations: map[string]bool{}, tenants: info.Tenants, passedOver: map[Reason]string{}, alone: map[Reason]attribute.Value{}}
		for _, reason := range []Reason{ReasonNotInRoute, ReasonNotRequested, ReasonOtherID, ReasonPersonUnknown} {
			c.passedOver[reason] = PassedOver{info.Name, reason}.String()
		}
		for _, operation := range info.Operations {
			c.operations[operation] = true
		}
		r.connections[c.name] = c
	}
	for _, name := range slices.Sorted(maps.Keys(r.connections)) {
		r.sorted = append(r.sorted, r.connections[name])
	}
	for _, c := range r.sorted {
		for reason := range c.passedOver {
			c.alone[reason] = attribute.StringSliceValue(r.told(&Decision{Connection: c.name, Others: reason}))
		}
	}
	checker := ruleChecker{connections: r.connections}
	for i, options := range rules {
		checker.route = i
		checker.rule(options, rules[:i])
		r.rules = append(r.rules, checker.compile(options))
	}
	if len(checker.problems) > 0 {
		return nil, checker.problems
	}
	r.index = newIndex(r.rules)
	r.weighted = slices.ContainsFunc(r.rules, func(rule rule) bool { return len(rule.use) > 1 })
	return r, nil
}

// compile makes a rule of options. Connections that do not exist are left out:
// the check has reported them.
func (c *ruleChecker) compile(o RouteOptions) rule {
	compiled := rule{RouteOptions: o, every: slices.Contains(o.Operations, allOperations)}
	if o.When != "" {
		expression, problem := compileWhen(o.When)
		if problem != nil {
			c.problems = append(c.problems, Problem{
				Route: c.route, Key: "when", Message: problem.message, Line: problem.line, Column: problem.column,
			})
		}
		compiled.when = expression
	}
	for _, u := range o.Use {
		if connection, ok := c.connections[u.Connection]; ok {
			compiled.use = append(compiled.use, weighted{connection, u.Share()})
		}
	}
	for _, name := range o.Fallback {
		if connection, ok := c.connections[name]; ok {
			compiled.fallback = append(compiled.fallback, connection)
		}
	}
	if o.Shadow != nil {
		compiled.shadow = c.connections[o.Shadow.Connection]
	}
	return compiled
}

// ShadowedRoute is a rule whose answers are compared.
type ShadowedRoute struct {
	Route string
	RouteShadow
}

// Shadows are the rules that have one, in their order.
func (r *Router) Shadows() []ShadowedRoute {
	var all []ShadowedRoute
	for _, rule := range r.rules {
		if rule.Shadow != nil {
			all = append(all, ShadowedRoute{rule.Name, *rule.Shadow})
		}
	}
	return all
}

// Share is the share relative to the other weights.
func (u RouteUse) Share() int {
	if u.Weight == nil {
		return 1
	}
	return *u.Weight
}

// NeedStickyKey reports whether any rule has weights to share out. Otherwise the caller
// can spare itself the key.
func (r *Router) NeedStickyKey() bool { return r.weighted }

// NeedAttributes reports whether any rule looks at the request itself. Otherwise
// the caller can spare itself AttributesOf.
func (r *Router) NeedAttributes() bool {
	return slices.ContainsFunc(r.rules, func(rule rule) bool {
		return rule.when != nil || rule.Amount != nil || len(rule.Countries)+len(rule.Currencies)+len(rule.Methods) > 0
	})
}
