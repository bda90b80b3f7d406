package plan

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"canongate/canonical"
	"canongate/policies/routing"
)

// RequestClass is a set of requests that rules cannot tell apart. An empty member
// stands for all values that no rule names.
type RequestClass struct {
	Operation string `json:"operation"`
	Tenant    string `json:"tenant,omitempty"`
	Country   string `json:"country,omitempty"`
	Currency  string `json:"currency,omitempty"`
	Method    string `json:"method,omitempty"`
	Amount    string `json:"amount,omitempty"`
	// Request is what else the requests have in common, as an expression.
	Request string `json:"request,omitempty"`
}

// conjunction joins the conditions of Request.
const conjunction = " && "

// query is a request of the class, for the routes.
func (c RequestClass) query() routing.Query {
	row, _ := canonical.OperationNamed(c.Operation)
	attributes := map[string]string{"country": c.Country, "currency": c.Currency, "method": c.Method, "amount": c.Amount}
	for name, values := range routing.LiteralsIn(c.Request) {
		attributes[name] = values[0]
	}
	return routing.Query{
		Operation: c.Operation, Effect: row.Effect(), Tenant: c.Tenant,
		Attributes: routing.AttributesOf(routing.RequestWith(attributes)),
	}
}

// covers reports whether the class contains the other.
func (c RequestClass) covers(other RequestClass) bool {
	for _, members := range [][2]string{
		{c.Country, other.Country}, {c.Currency, other.Currency}, {c.Method, other.Method}, {c.Amount, other.Amount},
	} {
		if members[0] != "" && members[0] != members[1] {
			return false
		}
	}
	conditions := strings.Split(other.Request, conjunction)
	return c.Request == "" || !slices.ContainsFunc(strings.Split(c.Request, conjunction), func(condition string) bool {
		return !slices.Contains(conditions, condition)
	})
}

// requestClasses gives, for every operation and tenant, the classes that the rules
// of either side name, and the rest that none names. A class comes after those
// that cover it.
func requestClasses(before, after Side) []RequestClass {
	all := map[RequestClass]bool{}
	for _, tenant := range tenantsOf(before, after) {
		for _, row := range canonical.Operations() {
			all[RequestClass{Operation: row.Name(), Tenant: tenant}] = true
		}
		for _, rule := range slices.Concat(before.Config.Routes, after.Config.Routes) {
			for _, class := range classesOfRule(rule, tenant) {
				all[class] = true
			}
		}
	}
	return slices.SortedFunc(maps.Keys(all), func(a, b RequestClass) int {
		return cmp.Or(cmp.Compare(a.Operation, b.Operation), cmp.Compare(a.Tenant, b.Tenant), cmp.Compare(a.Country, b.Country),
			cmp.Compare(a.Currency, b.Currency), cmp.Compare(a.Method, b.Method), cmp.Compare(a.Amount, b.Amount),
			cmp.Compare(len(a.Request), len(b.Request)), cmp.Compare(a.Request, b.Request))
	})
}

func tenantsOf(sides ...Side) []string {
	all := map[string]bool{"": true}
	for _, s := range sides {
		for _, key := range s.Config.Auth.APIKeys {
			all[key.Tenant] = true
		}
		for _, rule := range s.Config.Routes {
			for _, tenant := range slices.Concat(rule.Tenants, routing.LiteralsIn(rule.When)["tenant"]) {
				all[tenant] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(all))
}

func classesOfRule(rule routing.RouteOptions, tenant string) []RequestClass {
	literals := routing.LiteralsIn(rule.When)
	residence := slices.Concat(literals["country"], literals["request.country_of_residence"])
	classes := []RequestClass{{Tenant: tenant}}
	classes = combine(classes, operationsOf(rule), func(c *RequestClass, v string) { c.Operation = v })
	classes = combine(classes, valuesToTry(rule.Countries, residence), func(c *RequestClass, v string) { c.Country = v })
	classes = combine(classes, valuesToTry(rule.Currencies, literals["currency"]), func(c *RequestClass, v string) { c.Currency = v })
	classes = combine(classes, valuesToTry(rule.Methods, literals["method"]), func(c *RequestClass, v string) { c.Method = v })
	amounts := valuesToTry(bounds(rule.Amount), amountsAround(literals["amount"]))
	classes = combine(classes, amounts, func(c *RequestClass, v string) { c.Amount = v })
	for _, attribute := range slices.Sorted(maps.Keys(literals)) {
		if !strings.HasPrefix(attribute, "request.") || attribute == "request.country_of_residence" {
			continue
		}
		classes = combine(classes, valuesToTry(nil, literals[attribute]), func(c *RequestClass, v string) {
			if condition := attribute + " == " + strconv.Quote(v); v != "" && c.Request != "" {
				c.Request += conjunction + condition
			} else if v != "" {
				c.Request = condition
			}
		})
	}
	return classes
}

// valuesToTry gives the values of a matcher. Without a matcher it gives the
// literals of the rule's expression, and "" for any other value.
func valuesToTry(matcher, literals []string) []string {
	if len(matcher) > 0 || len(literals) == 0 {
		return matcher
	}
	return append([]string{""}, literals...)
}

// amountsAround gives the amounts of an expression, and amounts below and above
// each of them.
func amountsAround(amounts []string) []string {
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

// maxClasses limits the classes of one rule.
const maxClasses = 20_000

// combine gives every class with every value. Without values, or with too many,
// the classes stay as they are.
func combine(classes []RequestClass, values []string, set func(*RequestClass, string)) []RequestClass {
	if len(values) == 0 || len(classes)*len(values) > maxClasses {
		return classes
	}
	combined := make([]RequestClass, 0, len(classes)*len(values))
	for _, class := range classes {
		for _, v := range values {
			with := class
			set(&with, v)
			combined = append(combined, with)
		}
	}
	return combined
}

func operationsOf(rule routing.RouteOptions) []string {
	if !slices.Contains(rule.Operations, "*") {
		return rule.Operations
	}
	var all []string
	for _, row := range canonical.Operations() {
		all = append(all, row.Name())
	}
	return all
}

func bounds(band *routing.Band) []string {
	var both []string
	if band != nil && band.Min != nil {
		both = append(both, band.Min.String())
	}
	if band != nil && band.Max != nil {
		both = append(both, band.Max.String())
	}
	return both
}
