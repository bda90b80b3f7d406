package policies

import (
	"slices"
	"strconv"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser"
)

// Compared gives the values that an expression compares facts with, by the names
// that it has for them: "country", "request.nationality". One that is no
// expression compares nothing.
func Compared(when string) map[string][]string {
	found := comparedFacts{}
	if tree, err := parser.Parse(when); err == nil {
		ast.Walk(&tree.Node, found)
	}
	return found
}

type comparedFacts map[string][]string

// Visit is called for each node of the expression.
func (c comparedFacts) Visit(node *ast.Node) {
	binary, ok := (*node).(*ast.BinaryNode)
	if !ok {
		return
	}
	for _, sides := range [][2]ast.Node{{binary.Left, binary.Right}, {binary.Right, binary.Left}} {
		fact := factOf(sides[0])
		for _, value := range literals(sides[1]) {
			if fact != "" && !slices.Contains(c[fact], value) {
				c[fact] = append(c[fact], value)
			}
		}
	}
}

// factOf names the fact that a node stands for; "" when it is none.
func factOf(n ast.Node) string {
	switch node := n.(type) {
	case *ast.IdentifierNode:
		return node.Value
	case *ast.MemberNode:
		owner, isName := node.Node.(*ast.IdentifierNode)
		member, isText := node.Property.(*ast.StringNode)
		if isName && isText {
			return owner.Value + "." + member.Value
		}
	}
	return ""
}

// literals are the texts and whole numbers of a node, or of a list.
func literals(n ast.Node) []string {
	switch node := n.(type) {
	case *ast.StringNode:
		return []string{node.Value}
	case *ast.IntegerNode:
		return []string{strconv.Itoa(node.Value)}
	case *ast.ArrayNode:
		var all []string
		for _, item := range node.Nodes {
			all = append(all, literals(item)...)
		}
		return all
	}
	return nil
}

// RequestWith is a request, as JSON decodes it, of which these are facts; they
// are named as in expressions. Names that say nothing of a request are passed
// over.
func RequestWith(facts map[string]string) map[string]any {
	request := map[string]any{}
	for _, source := range factSources {
		if value := facts[source.name]; value != "" {
			put(request, source.paths[0], value)
		}
	}
	if value := facts["amount"]; value != "" {
		put(request, amountSource, value)
	}
	return request
}

// put sets what a path leads to, and makes what is missing on the way. A position
// is always the first.
func put(owner map[string]any, path []string, value any) {
	name, rest := path[0], path[1:]
	switch {
	case len(rest) == 0:
		owner[name] = value
	case rest[0] == "0":
		owner[name] = []any{value}
	default:
		inner, ok := owner[name].(map[string]any)
		if !ok {
			inner = map[string]any{}
			owner[name] = inner
		}
		put(inner, rest, value)
	}
}
