package routing

import (
	"cmp"
	"slices"
	"strings"

	"canongate/canonical"
)

// Matcher names a part of a rule that a request must meet.
type Matcher string

// The matchers, in the order in which they are looked at: the cheap ones first.
const (
	MatchOperation Matcher = "operation"
	MatchTenant    Matcher = "tenant"
	MatchCountry   Matcher = "country"
	MatchCurrency  Matcher = "currency"
	MatchMethod    Matcher = "method"
	MatchAmount    Matcher = "amount"
	MatchWhen      Matcher = "when"
)

// Mismatch is a rule that did not take a request, and the first matcher that did
// not hold.
type Mismatch struct {
	Route   string  `json:"route"`
	Matcher Matcher `json:"matcher"`
	Want    string  `json:"want"`
	Got     string  `json:"got"`
}

// String is the mismatch in one line: `uae: country: want AE, got ae`.
func (m Mismatch) String() string {
	return m.Route + ": " + string(m.Matcher) + ": want " + m.Want + ", got " + m.Got
}

// Mismatches are the rules that were looked at before the decision. An id or the
// header decides before any rule.
func (r *Router) Mismatches(q Query) []Mismatch {
	if q.Pinned != "" || q.Requested != "" {
		return nil
	}
	var all []Mismatch
	for i := range r.rules {
		matcher := r.rules[i].mismatch(&q)
		if matcher == "" {
			break
		}
		all = append(all, r.rules[i].notMatched(matcher, &q))
	}
	return all
}

func (rule *rule) notMatched(matcher Matcher, q *Query) Mismatch {
	want, got := rule.expected(matcher, q)
	return Mismatch{rule.Name, matcher, want, got}
}

// mismatch is the first matcher of the rule that does not hold; "" when all do.
func (rule *rule) mismatch(q *Query) Matcher {
	switch {
	case !rule.every && !slices.Contains(rule.Operations, q.Operation):
		return MatchOperation
	case !anyOf(rule.Tenants, q.Tenant):
		return MatchTenant
	case !anyOf(rule.Countries, q.Attributes.Country):
		return MatchCountry
	case !anyOf(rule.Currencies, q.Attributes.Currency):
		return MatchCurrency
	case !anyOf(rule.Methods, q.Attributes.Method):
		return MatchMethod
	case !rule.Amount.holds(q.Attributes.Amount):
		return MatchAmount
	case rule.when != nil && !rule.when.holds(q):
		return MatchWhen
	}
	return ""
}

func anyOf(allowed []string, value string) bool {
	return len(allowed) == 0 || slices.Contains(allowed, value)
}

// holds says whether the amount is in the band; a request without an amount is
// in none.
func (b *Band) holds(amount *canonical.Decimal) bool {
	return b == nil || b.side(amount) == "an amount in it"
}

// side says where an amount is, without its figure: explanations are kept in traces.
func (b *Band) side(amount *canonical.Decimal) string {
	switch {
	case amount == nil:
		return "no amount"
	case b.Min != nil && amount.Cmp(*b.Min) < 0:
		return "less"
	case b.Max != nil && amount.Cmp(*b.Max) > 0:
		return "more"
	}
	return "an amount in it"
}

func (b *Band) String() string {
	switch {
	case b.Min == nil && b.Max == nil:
		return "any amount"
	case b.Min == nil:
		return "at most " + b.Max.String()
	case b.Max == nil:
		return "at least " + b.Min.String()
	}
	return b.Min.String() + " to " + b.Max.String()
}

// expected gives what a matcher wants and what it saw.
func (rule *rule) expected(m Matcher, q *Query) (want, got string) {
	switch m {
	case MatchOperation:
		return oneOf(rule.Operations), seen(q.Operation)
	case MatchTenant:
		return oneOf(rule.Tenants), seen(q.Tenant)
	case MatchCountry:
		return oneOf(rule.Countries), seen(q.Attributes.Country)
	case MatchCurrency:
		return oneOf(rule.Currencies), seen(q.Attributes.Currency)
	case MatchMethod:
		return oneOf(rule.Methods), seen(q.Attributes.Method)
	case MatchAmount:
		return rule.Amount.String(), rule.Amount.side(q.Attributes.Amount)
	case MatchWhen:
		return rule.When, "false"
	}
	return "", ""
}

func oneOf(allowed []string) string { return strings.Join(allowed, " or ") }

// longestFact bounds what a request may put into an explanation. The facts are
// codes; something longer is none.
const longestFact = 40

func seen(fact string) string {
	if len(fact) > longestFact {
		return "a text that is no code"
	}
	return cmp.Or(fact, "none")
}
