package policies

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"canongate/canonical"
)

const allOperations = "*"

// methods are all that a request can have: of a verification, of linking an
// account, and the rails of a payment.
var methods = []string{
	canonical.MethodAadhaarOTP, canonical.MethodEmailOTP, canonical.MethodSMSOTP, canonical.LinkAccountNumbers, canonical.LinkPlaid, canonical.RailACH,
}

// ruleCheck finds what is wrong with rules, all of it at once.
type ruleCheck struct {
	connections map[string]*connection
	at          int
	problems    []RouteProblem
}

func (c *ruleCheck) refuse(key, format string, args ...any) {
	c.problems = append(c.problems, RouteProblem{Route: c.at, Key: key, Message: fmt.Sprintf(format, args...)})
}

// rule checks one rule against the connections and the rules before it.
func (c *ruleCheck) rule(o RouteOptions, earlier []RouteOptions) {
	if i := slices.IndexFunc(earlier, func(e RouteOptions) bool { return e.Name == o.Name }); i >= 0 {
		c.refuse("name", "is the name of routes.%d as well", i)
	}
	c.matchers(o)
	c.use(o)
	c.fallback(o)
	if i := reached(o, earlier); i >= 0 {
		c.refuse("", "can never match: %q (routes.%d) takes all that it would", earlier[i].Name, i)
	}
}

func (c *ruleCheck) matchers(o RouteOptions) {
	if len(o.Operations) == 0 {
		c.refuse("operations", "is empty")
	}
	for i, name := range o.Operations {
		if _, known := canonical.OperationNamed(name); !known && name != allOperations {
			c.refuse("operations."+strconv.Itoa(i), "names no operation")
		}
	}
	for i, country := range o.Countries {
		if !canonical.Country(country).Valid() {
			c.refuse("countries."+strconv.Itoa(i), "must be an ISO 3166-1 alpha-2 code in upper case")
		}
	}
	for i, currency := range o.Currencies {
		if _, known := canonical.Currency(currency).Exponent(); !known {
			c.refuse("currencies."+strconv.Itoa(i), "must be an ISO 4217 code in upper case")
		}
	}
	for i, method := range o.Methods {
		if !slices.Contains(methods, method) {
			c.refuse("methods."+strconv.Itoa(i), "must be one of %s", strings.Join(methods, ", "))
		}
	}
	switch a := o.Amount; {
	case a == nil:
	case a.Min == nil && a.Max == nil:
		c.refuse("amount", "needs min or max")
	case a.Min != nil && a.Max != nil && a.Min.Cmp(*a.Max) > 0:
		c.refuse("amount", "has a min above its max")
	case len(o.Currencies) == 0:
		c.refuse("amount", "needs currencies: an amount says nothing without one")
	}
}

func (c *ruleCheck) use(o RouteOptions) {
	if len(o.Use) == 0 {
		c.refuse("use", "is empty")
		return
	}
	total := 0
	for i, u := range o.Use {
		key := fmt.Sprintf("use.%d.connection", i)
		for _, operation := range c.beyond(key, u.Connection, o) {
			c.refuse(key, "cannot do %s", operation)
		}
		if slices.ContainsFunc(o.Use[:i], func(e RouteUse) bool { return e.Connection == u.Connection }) {
			c.refuse(key, "is named twice")
		}
		if u.weight() < 0 {
			c.refuse(fmt.Sprintf("use.%d.weight", i), "must be at least 0")
		}
		total += max(u.weight(), 0)
	}
	if total == 0 {
		c.refuse("use", "has only weights of zero, so it would choose nothing")
	}
}

func (c *ruleCheck) fallback(o RouteOptions) {
	for i, name := range o.Fallback {
		key := "fallback." + strconv.Itoa(i)
		// A fallback is passed over for what it cannot do, as long as there is
		// something that it can.
		if beyond := c.beyond(key, name, o); len(beyond) == len(o.Operations) {
			for _, operation := range beyond {
				c.refuse(key, "cannot do %s", operation)
			}
		}
		switch {
		case slices.Contains(o.Fallback[:i], name):
			c.refuse(key, "is named twice")
		case slices.ContainsFunc(o.Use, func(u RouteUse) bool { return u.Connection == name }):
			c.refuse(key, "is named twice: the connections of use already stand in for each other while one of them is unwell")
		}
	}
	if len(o.Fallback) > 0 && slices.Contains(o.Operations, canonical.CreatePayment.Name()) {
		c.refuse("fallback", "is not for create_payment: money must not be sent a second way")
	}
}

// beyond gives the operations of the rule that the connection cannot do, and
// refuses a connection that does not exist. Of "*" each does what it can.
func (c *ruleCheck) beyond(key, name string, o RouteOptions) []string {
	known, ok := c.connections[name]
	if !ok {
		c.refuse(key, "names no connection")
		return nil
	}
	var beyond []string
	for _, operation := range o.Operations {
		if _, exists := canonical.OperationNamed(operation); exists && !known.operations[operation] {
			beyond = append(beyond, operation)
		}
	}
	return beyond
}

// reached finds the rule because of which this one is never reached, or -1: for
// each of its operations an earlier rule takes all that it would. The one that
// takes the first operation stands for all.
func reached(o RouteOptions, earlier []RouteOptions) int {
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

// covers says whether the rule takes every request for the operation that other
// would take.
func (o RouteOptions) covers(other RouteOptions, operation string) bool {
	return (slices.Contains(o.Operations, allOperations) || slices.Contains(o.Operations, operation)) &&
		(o.When == "" || o.When == other.When) &&
		includes(o.Tenants, other.Tenants) && includes(o.Countries, other.Countries) &&
		includes(o.Currencies, other.Currencies) && includes(o.Methods, other.Methods) &&
		o.Amount.includes(other.Amount)
}

// includes says whether every value that inner lets pass, outer does too.
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
	case inner == nil || b.Min == nil && b.Max == nil: // the latter is a mistake, and noted
		return false
	}
	low := b.Min == nil || inner.Min != nil && inner.Min.Cmp(*b.Min) >= 0
	high := b.Max == nil || inner.Max != nil && inner.Max.Cmp(*b.Max) <= 0
	return low && high
}
