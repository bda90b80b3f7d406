package routing

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"canongate/canonical"
)

const allOperations = "*"

// neverRouted is the operation that no connection is asked for.
var neverRouted = canonical.GetPayment.Name()

// methods are all that a request can have: of a verification, of linking an
// account, and the rails of a payment that have a name here.
var methods = []string{
	canonical.MethodAadhaarOTP, canonical.MethodEmailOTP, canonical.MethodSMSOTP,
	canonical.LinkAccountNumbers, canonical.LinkPlaid,
	canonical.RailACH, canonical.RailFaster, canonical.RailIMPS, canonical.RailUPI, canonical.RailSEPA, canonical.RailRTP,
}

// ruleChecker collects all mistakes in the rules.
type ruleChecker struct {
	connections map[string]*connection
	route       int
	problems    []Problem
}

func (c *ruleChecker) report(key, format string, args ...any) {
	c.problems = append(c.problems, Problem{Route: c.route, Key: key, Message: fmt.Sprintf(format, args...)})
}

// rule checks one rule against the connections and the rules before it.
func (c *ruleChecker) rule(o RouteOptions, earlier []RouteOptions) {
	if i := slices.IndexFunc(earlier, func(e RouteOptions) bool { return e.Name == o.Name }); i >= 0 {
		c.report("name", "is the name of routes.%d as well", i)
	}
	c.matchers(o)
	c.use(o)
	c.fallback(o)
	c.shadow(o)
	if i := coveredBy(o, earlier); i >= 0 {
		c.report("", "can never match: %q (routes.%d) takes all that it would", earlier[i].Name, i)
	}
}

func (c *ruleChecker) matchers(o RouteOptions) {
	if len(o.Operations) == 0 {
		c.report("operations", "is empty")
	}
	for i, name := range o.Operations {
		key := "operations." + strconv.Itoa(i)
		switch _, known := canonical.OperationNamed(name); {
		case !known && name != allOperations:
			c.report(key, "names no operation")
		case name == neverRouted:
			c.report(key, "is never routed: the journal answers %s", neverRouted)
		}
	}
	for i, country := range o.Countries {
		if !canonical.Country(country).Valid() {
			c.report("countries."+strconv.Itoa(i), "must be an ISO 3166-1 alpha-2 code in upper case")
		}
	}
	for i, currency := range o.Currencies {
		if _, known := canonical.Currency(currency).Exponent(); !known {
			c.report("currencies."+strconv.Itoa(i), "must be an ISO 4217 code in upper case")
		}
	}
	for i, method := range o.Methods {
		if !slices.Contains(methods, method) {
			c.report("methods."+strconv.Itoa(i), "must be one of %s", strings.Join(methods, ", "))
		}
	}
	switch a := o.Amount; {
	case a == nil:
	case a.Min == nil && a.Max == nil:
		c.report("amount", "needs min or max")
	case a.Min != nil && a.Max != nil && a.Min.Cmp(*a.Max) > 0:
		c.report("amount", "has a min above its max")
	case len(o.Currencies) == 0:
		c.report("amount", "needs currencies: an amount says nothing without one")
	}
}

func (c *ruleChecker) use(o RouteOptions) {
	if len(o.Use) == 0 {
		c.report("use", "is empty")
		return
	}
	chosen := false // whether some weight may choose, or is refused anyway
	for i, u := range o.Use {
		key := fmt.Sprintf("use.%d.connection", i)
		for _, operation := range c.unsupported(key, u.Connection, o) {
			c.report(key, "cannot do %s", operation)
		}
		if slices.ContainsFunc(o.Use[:i], func(e RouteUse) bool { return e.Connection == u.Connection }) {
			c.report(key, "is named twice")
		}
		if u.Share() < 0 {
			c.report(fmt.Sprintf("use.%d.weight", i), "must be at least 0")
		}
		chosen = chosen || u.Share() != 0
	}
	if !chosen {
		c.report("use", "has only weights of zero, so it would choose nothing")
	}
}

func (c *ruleChecker) fallback(o RouteOptions) {
	for i, name := range o.Fallback {
		key := "fallback." + strconv.Itoa(i)
		// A fallback is passed over for what it cannot do, as long as there is
		// something that it can.
		if missing := c.unsupported(key, name, o); len(missing) == len(o.Operations) {
			for _, operation := range missing {
				c.report(key, "cannot do %s", operation)
			}
		}
		switch {
		case slices.Contains(o.Fallback[:i], name):
			c.report(key, "is named twice")
		case slices.ContainsFunc(o.Use, func(u RouteUse) bool { return u.Connection == name }):
			c.report(key, "is named twice: the connections of use already stand in for each other while one of them is unwell")
		}
	}
	if len(o.Fallback) > 0 && slices.Contains(o.Operations, canonical.CreatePayment.Name()) {
		c.report("fallback", "is not for create_payment: money must not be sent a second way")
	}
}

// shadow holds a comparison to operations that change nothing, and to a connection
// that can do all of them and is not the one that answers.
func (c *ruleChecker) shadow(o RouteOptions) {
	if o.Shadow == nil {
		return
	}
	const key = "shadow.connection"
	for _, operation := range c.unsupported(key, o.Shadow.Connection, o) {
		c.report(key, "cannot do %s", operation)
	}
	if !slices.ContainsFunc(o.Use, func(u RouteUse) bool { return u.Connection != o.Shadow.Connection }) {
		c.report(key, "is the connection that answers: there is nothing to compare")
	}
	for i, name := range o.Operations {
		row, known := canonical.OperationNamed(name)
		if name == allOperations || known && row.Effect() != canonical.Safe {
			c.report("operations."+strconv.Itoa(i), "is no safe operation, and a rule with a shadow takes only those")
		}
	}
	if !(o.Shadow.Share >= 0 && o.Shadow.Share <= 1) {
		c.report("shadow.share", "must be from 0 to 1")
	}
}

// unsupported gives the operations of the rule that the connection cannot do, and
// reports a connection that does not exist. "*" asks for nothing in particular.
func (c *ruleChecker) unsupported(key, name string, o RouteOptions) []string {
	known, ok := c.connections[name]
	if !ok {
		c.report(key, "names no connection")
		return nil
	}
	var missing []string
	for _, operation := range o.Operations {
		if _, exists := canonical.OperationNamed(operation); exists && operation != neverRouted && !known.operations[operation] {
			missing = append(missing, operation)
		}
	}
	return missing
}

// coveredBy finds the earlier rule that makes this one unreachable; -1: none. A
// rule is unreachable when earlier rules cover each of its operations; the one
// that covers the first operation is reported.
func coveredBy(o RouteOptions, earlier []RouteOptions) int {
	first := -1
	for _, operation := range o.Operations {
		i := slices.IndexFunc(earlier, func(e RouteOptions) bool { return e.covers(o, operation) })
		if i < 0 {
			return -1
		}
		if first < 0 {
			first = i
		}
	}
	return first
}

// covers reports whether the rule takes every request for the operation that
// other would take.
func (o RouteOptions) covers(other RouteOptions, operation string) bool {
	return (slices.Contains(o.Operations, allOperations) || slices.Contains(o.Operations, operation)) &&
		(o.When == "" || o.When == other.When) &&
		includes(o.Tenants, other.Tenants) && includes(o.Countries, other.Countries) &&
		includes(o.Currencies, other.Currencies) && includes(o.Methods, other.Methods) &&
		o.Amount.includes(other.Amount)
}

// includes reports whether outer accepts every value that inner accepts. Empty
// accepts all.
func includes(outer, inner []string) bool {
	if len(outer) == 0 {
		return true
	}
	return len(inner) > 0 && !slices.ContainsFunc(inner, func(v string) bool { return !slices.Contains(outer, v) })
}

func (b *Band) includes(inner *Band) bool {
	switch {
	case b == nil:
		return true
	case inner == nil || b.Min == nil && b.Max == nil: // the latter is reported as a mistake
		return false
	}
	low := b.Min == nil || inner.Min != nil && inner.Min.Cmp(*b.Min) >= 0
	high := b.Max == nil || inner.Max != nil && inner.Max.Cmp(*b.Max) <= 0
	return low && high
}
