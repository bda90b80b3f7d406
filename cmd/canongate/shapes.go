package main

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"canongate/canonical"
	"canongate/policies/routing"
)

// shape is what rules can tell requests apart by. An empty member stands for
// values that no rule names.
type shape struct {
	Operation string `json:"operation"`
	Tenant    string `json:"tenant,omitempty"`
	Country   string `json:"country,omitempty"`
	Currency  string `json:"currency,omitempty"`
	Method    string `json:"method,omitempty"`
	Amount    string `json:"amount,omitempty"`
	// Request is what else the request says, as an expression would ask for it.
	Request string `json:"request,omitempty"`
}

// and joins what Request says.
const and = " && "

// query asks routes about a request of the shape.
func (s shape) query() routing.Query {
	row, _ := canonical.OperationNamed(s.Operation)
	facts := map[string]string{"country": s.Country, "currency": s.Currency, "method": s.Method, "amount": s.Amount}
	for name, values := range routing.LiteralsIn(s.Request) {
		facts[name] = values[0]
	}
	return routing.Query{
		Operation: s.Operation, Effect: row.Effect(), Tenant: s.Tenant, Attributes: routing.AttributesOf(routing.RequestWith(facts)),
	}
}

// covers says whether what is said of requests of this shape is said of those of
// the other as well.
func (s shape) covers(other shape) bool {
	for _, members := range [][2]string{
		{s.Country, other.Country}, {s.Currency, other.Currency}, {s.Method, other.Method}, {s.Amount, other.Amount},
	} {
		if members[0] != "" && members[0] != members[1] {
			return false
		}
	}
	said := strings.Split(other.Request, and)
	return s.Request == "" || !slices.ContainsFunc(strings.Split(s.Request, and), func(part string) bool {
		return !slices.Contains(said, part)
	})
}

// shapesOf gives, for every operation, tenant and rule of either side, the
// requests that the rule's matchers name, and the one that none names. A shape
// comes after those that cover it.
func shapesOf(was, will *built) []shape {
	all := map[shape]bool{}
	for _, tenant := range tenantsOf(was, will) {
		for _, row := range canonical.Operations() {
			all[shape{Operation: row.Name(), Tenant: tenant}] = true
		}
		for _, rule := range slices.Concat(was.config.Routes, will.config.Routes) {
			for _, s := range shapesOfRule(rule, tenant) {
				all[s] = true
			}
		}
	}
	return slices.SortedFunc(maps.Keys(all), func(a, b shape) int {
		return cmp.Or(cmp.Compare(a.Operation, b.Operation), cmp.Compare(a.Tenant, b.Tenant), cmp.Compare(a.Country, b.Country),
			cmp.Compare(a.Currency, b.Currency), cmp.Compare(a.Method, b.Method), cmp.Compare(a.Amount, b.Amount),
			cmp.Compare(len(a.Request), len(b.Request)), cmp.Compare(a.Request, b.Request))
	})
}

func tenantsOf(sides ...*built) []string {
	all := map[string]bool{"": true}
	for _, s := range sides {
		for _, key := range s.config.Auth.APIKeys {
			all[key.Tenant] = true
		}
		for _, rule := range s.config.Routes {
			for _, tenant := range slices.Concat(rule.Tenants, routing.LiteralsIn(rule.When)["tenant"]) {
				all[tenant] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(all))
}

func shapesOfRule(rule routing.RouteOptions, tenant string) []shape {
	asked := routing.LiteralsIn(rule.When)
	residence := slices.Concat(asked["country"], asked["request.country_of_residence"])
	shapes := []shape{{Tenant: tenant}}
	shapes = vary(shapes, operationsOf(rule), func(s *shape, v string) { s.Operation = v })
	shapes = vary(shapes, named(rule.Countries, residence), func(s *shape, v string) { s.Country = v })
	shapes = vary(shapes, named(rule.Currencies, asked["currency"]), func(s *shape, v string) { s.Currency = v })
	shapes = vary(shapes, named(rule.Methods, asked["method"]), func(s *shape, v string) { s.Method = v })
	shapes = vary(shapes, named(ends(rule.Amount), around(asked["amount"])), func(s *shape, v string) { s.Amount = v })
	for _, fact := range slices.Sorted(maps.Keys(asked)) {
		if !strings.HasPrefix(fact, "request.") || fact == "request.country_of_residence" {
			continue
		}
		shapes = vary(shapes, named(nil, asked[fact]), func(s *shape, v string) {
			if said := fact + " == " + strconv.Quote(v); v != "" && s.Request != "" {
				s.Request += and + said
			} else if v != "" {
				s.Request = said
			}
		})
	}
	return shapes
}

// named gives the values of a matcher; without one, those that the rule's
// expression compares with, and none of them.
func named(matcher, compared []string) []string {
	if len(matcher) > 0 || len(compared) == 0 {
		return matcher
	}
	return append([]string{""}, compared...)
}

// around gives an amount of each side of those that an expression compares with,
// and those themselves.
func around(amounts []string) []string {
	if len(amounts) == 0 {
		return nil
	}
	all := []string{"0"}
	for _, amount := range amounts {
		above := amount + ".01"
		if strings.Contains(amount, ".") {
			above = amount + "1"
		}
		all = append(all, amount, above)
	}
	return all
}

// mostShapes bounds what one rule is tried with.
const mostShapes = 20_000

// vary gives every shape with every value; without values, or with too many, as
// they are.
func vary(shapes []shape, values []string, set func(*shape, string)) []shape {
	if len(values) == 0 || len(shapes)*len(values) > mostShapes {
		return shapes
	}
	varied := make([]shape, 0, len(shapes)*len(values))
	for _, s := range shapes {
		for _, v := range values {
			with := s
			set(&with, v)
			varied = append(varied, with)
		}
	}
	return varied
}

func operationsOf(rule routing.RouteOptions) []string {
	if !slices.Contains(rule.Operations, "*") {
		return rule.Operations
	}
	return operations()
}

func ends(band *routing.Band) []string {
	var both []string
	if band != nil && band.Min != nil {
		both = append(both, band.Min.String())
	}
	if band != nil && band.Max != nil {
		both = append(both, band.Max.String())
	}
	return both
}
