package routing

import (
	"math/bits"
	"slices"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser"
)

// index finds the rules that a request may match without looking at each: for every
// value that some rule wants it has the set of the rules that take it. It is made when
// the rules are compiled, and grows with their number times that of the values.
type index struct {
	operations dimension
	others     []dimension // tenant, country and whatever else rules compare
	words      int         // of a set
}

// dimension is one fact of requests, with the rules by what they want of it.
type dimension struct {
	value  func(*Query) string
	listed map[string]ruleSet // by a value that a rule names
	rest   ruleSet            // of the rules that take any value, for all other values
}

// ruleSet has a bit for each rule.
type ruleSet []uint64

func (s ruleSet) add(i int) { s[i/64] |= 1 << (i % 64) }

// of is the set of the rules that take the request as far as this fact goes.
func (d *dimension) of(q *Query) ruleSet {
	if set, ok := d.listed[d.value(q)]; ok {
		return set
	}
	return d.rest
}

// stackSets is how many facts are looked at without allocating.
const stackSets = 8

// candidates gives the rules that may match in their order, until yield wants no more.
// What has no list of values, an amount or the rest of an expression, is left to the
// rule.
func (x *index) candidates(q *Query, yield func(i int) bool) {
	var room [stackSets]ruleSet
	sets := append(room[:0], x.operations.of(q))
	for i := range x.others {
		sets = append(sets, x.others[i].of(q))
	}
	x.each(sets, yield)
}

// ofOperation gives the rules that take the operation in their order, until yield wants
// no more.
func (x *index) ofOperation(q *Query, yield func(i int) bool) {
	x.each([]ruleSet{x.operations.of(q)}, yield)
}

// each yields the rules that are in all sets.
func (x *index) each(sets []ruleSet, yield func(int) bool) {
	for w := range x.words {
		word := ^uint64(0)
		for _, set := range sets {
			word &= set[w]
		}
		for ; word != 0; word &= word - 1 {
			if !yield(w*64 + bits.TrailingZeros64(word)) {
				return
			}
		}
	}
}

func newIndex(rules []rule) index {
	wants := make([]map[string][]string, len(rules))
	for i := range rules {
		wants[i] = rules[i].wants()
	}
	x := index{words: (len(rules) + 63) / 64}
	x.operations = newDimension(func(q *Query) string { return q.Operation }, MatchOperation, wants)
	tenant := newDimension(func(q *Query) string { return q.Tenant }, MatchTenant, wants)
	if len(tenant.listed) > 0 {
		x.others = append(x.others, tenant)
	}
	for _, source := range attributeSources {
		d := newDimension(func(q *Query) string { return *source.field(&q.Attributes) }, Matcher(source.name), wants)
		if len(d.listed) > 0 {
			x.others = append(x.others, d)
		}
	}
	return x
}

// newDimension makes the sets of one fact from what each rule wants of it.
func newDimension(value func(*Query) string, name Matcher, wants []map[string][]string) dimension {
	words := (len(wants) + 63) / 64
	d := dimension{value: value, listed: map[string]ruleSet{}, rest: make(ruleSet, words)}
	for i, want := range wants {
		if want[string(name)] == nil {
			d.rest.add(i)
		}
	}
	for i, want := range wants {
		for _, v := range want[string(name)] {
			if d.listed[v] == nil {
				d.listed[v] = slices.Clone(d.rest)
			}
			d.listed[v].add(i)
		}
	}
	return d
}

// wants are the values of each fact without which the rule cannot match. Other
// conditions may hold besides.
func (rule *rule) wants() map[string][]string {
	want := map[string][]string{}
	if rule.When != "" {
		if tree, err := parser.Parse(rule.When); err == nil {
			wantsOf(tree.Node, want)
		}
	}
	for name, values := range map[Matcher][]string{
		MatchTenant: rule.Tenants, MatchCountry: rule.Countries, MatchCurrency: rule.Currencies, MatchMethod: rule.Methods,
	} {
		if len(values) > 0 {
			want[string(name)] = values
		}
	}
	if !rule.every {
		want[string(MatchOperation)] = rule.Operations
	} else {
		delete(want, string(MatchOperation)) // the events of a trace go by the rule's own list
	}
	return want
}

// wantsOf adds the comparisons that have to hold for the whole expression to hold:
// those of an attribute with a text, or with a list of texts, that are joined by and.
func wantsOf(node ast.Node, want map[string][]string) {
	binary, ok := node.(*ast.BinaryNode)
	if !ok {
		return
	}
	switch binary.Operator {
	case "&&", "and":
		wantsOf(binary.Left, want)
		wantsOf(binary.Right, want)
	case "==":
		wantsText(binary.Left, binary.Right, want)
		wantsText(binary.Right, binary.Left, want)
	case "in":
		if _, list := binary.Right.(*ast.ArrayNode); list {
			wantsText(binary.Left, binary.Right, want)
		}
	}
}

func wantsText(attribute, value ast.Node, want map[string][]string) {
	name := attributeName(attribute)
	if values := texts(value); name != "" && values != nil && want[name] == nil {
		want[name] = values
	}
}

// texts are the texts of a literal or a list; nil where anything else is among them.
func texts(n ast.Node) []string {
	switch node := n.(type) {
	case *ast.StringNode:
		return []string{node.Value}
	case *ast.ArrayNode:
		all := []string{}
		for _, item := range node.Nodes {
			text, ok := item.(*ast.StringNode)
			if !ok {
				return nil
			}
			all = append(all, text.Value)
		}
		return all
	}
	return nil
}
