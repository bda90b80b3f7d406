package main

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strconv"

	"canongate/canonical"
	"canongate/policies"
)

// move is a share of the requests of one shape that another connection gets.
// An empty connection is none: such requests are refused.
type move struct {
	shape
	Percent int    `json:"percent"`
	From    string `json:"from"`
	To      string `json:"to"`
}

// shape is what rules can tell requests apart by. An empty member stands for
// values that no rule names.
type shape struct {
	Operation string `json:"operation"`
	Tenant    string `json:"tenant,omitempty"`
	Country   string `json:"country,omitempty"`
	Currency  string `json:"currency,omitempty"`
	Method    string `json:"method,omitempty"`
	Amount    string `json:"amount,omitempty"`
}

// keysTried is how many customers of each shape are tried, for the weights.
const keysTried = 1000

// moves asks both configurations about every shape that a rule of either names
// and says where their answers differ.
func moves(was, will *built) []move {
	found := []move{}
	for _, s := range shapesOf(was, will) {
		found = append(found, movesOf(s, was, will)...)
	}
	return found
}

func movesOf(s shape, was, will *built) []move {
	row, _ := canonical.OperationNamed(s.Operation)
	query := policies.RouteQuery{Operation: s.Operation, Effect: row.Effect(), Tenant: s.Tenant, Facts: policies.FactsOf(s.request())}
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
func (b *built) chosen(q policies.RouteQuery) string {
	q.Condition = func(name string) policies.Condition {
		if c := b.connection(name); c != nil {
			return policies.Condition{State: c.guard.State()}
		}
		return policies.Condition{}
	}
	return b.state.Routes.Choose(q).Connection
}

// request is a body of the shape.
func (s shape) request() map[string]any {
	request := map[string]any{"country_of_residence": s.Country, "method": s.Method}
	if s.Amount != "" || s.Currency != "" {
		request["amount"] = map[string]any{"value": s.Amount, "currency": s.Currency}
	}
	return request
}

// shapesOf gives, for every operation, tenant and rule of either side, the
// requests that the rule's matchers name, and the one that none names.
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
			cmp.Compare(a.Currency, b.Currency), cmp.Compare(a.Method, b.Method), cmp.Compare(a.Amount, b.Amount))
	})
}

func tenantsOf(sides ...*built) []string {
	all := map[string]bool{"": true}
	for _, s := range sides {
		for _, key := range s.config.Auth.APIKeys {
			all[key.Tenant] = true
		}
		for _, rule := range s.config.Routes {
			for _, tenant := range append(slices.Clone(rule.Tenants), quoted(rule.When, isName)...) {
				all[tenant] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(all))
}

func shapesOfRule(rule policies.RouteOptions, tenant string) []shape {
	shapes := []shape{{Tenant: tenant}}
	shapes = vary(shapes, operationsOf(rule), func(s *shape, v string) { s.Operation = v })
	shapes = vary(shapes, append(slices.Clone(rule.Countries), quoted(rule.When, isCountry)...), func(s *shape, v string) { s.Country = v })
	shapes = vary(shapes, append(slices.Clone(rule.Currencies), quoted(rule.When, isCurrency)...), func(s *shape, v string) { s.Currency = v })
	shapes = vary(shapes, append(slices.Clone(rule.Methods), quoted(rule.When, isName)...), func(s *shape, v string) { s.Method = v })
	return vary(shapes, ends(rule.Amount), func(s *shape, v string) { s.Amount = v })
}

// vary gives every shape with every value; without values, as they are.
func vary(shapes []shape, values []string, set func(*shape, string)) []shape {
	if len(values) == 0 {
		return shapes
	}
	varied := make([]shape, 0, len(shapes)*len(values))
	for _, s := range shapes {
		for _, v := range values {
			set(&s, v)
			varied = append(varied, s)
		}
	}
	return varied
}

func operationsOf(rule policies.RouteOptions) []string {
	if !slices.Contains(rule.Operations, "*") {
		return rule.Operations
	}
	return operations()
}

func ends(band *policies.Band) []string {
	var both []string
	if band != nil && band.Min != nil {
		both = append(both, band.Min.String())
	}
	if band != nil && band.Max != nil {
		both = append(both, band.Max.String())
	}
	return both
}

// literal finds the texts in an expression: what it compares with.
var literal = regexp.MustCompile(`"[^"\\]*"|'[^'\\]*'`)

// quoted gives the texts in an expression that could be such a value.
func quoted(expression string, could func(string) bool) []string {
	var found []string
	for _, text := range literal.FindAllString(expression, -1) {
		if value := text[1 : len(text)-1]; could(value) {
			found = append(found, value)
		}
	}
	return found
}

func isCountry(s string) bool { return canonical.Country(s).Valid() }

func isCurrency(s string) bool {
	_, known := canonical.Currency(s).Exponent()
	return known
}

// isName says whether the text could be a tenant or a method.
func isName(s string) bool { return s != "" && s[0] >= 'a' && s[0] <= 'z' }
