package routing

import (
	"slices"
	"strconv"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser"
)

// LiteralsIn gives the literals of an expression by the attribute that they are
// compared with: "country", "request.nationality". Text that does not parse has
// none.
func LiteralsIn(when string) map[string][]string {
	found := literalCollector{}
	if tree, err := parser.Parse(when); err == nil {
		ast.Walk(&tree.Node, found)
	}
	return found
}

type literalCollector map[string][]string

// Visit is called for each node of the expression.
func (c literalCollector) Visit(node *ast.Node) {
	binary, ok := (*node).(*ast.BinaryNode)
	if !ok {
		return
	}
	for _, sides := range [][2]ast.Node{{binary.Left, binary.Right}, {binary.Right, binary.Left}} {
		name := attributeName(sides[0])
		for _, value := range literals(sides[1]) {
			if name != "" && !slices.Contains(c[name], value) {
				c[name] = append(c[name], value)
			}
		}
	}
}

// attributeName is the name of the attribute that a node reads; "": none.
func attributeName(n ast.Node) string {
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

// literals are the strings and whole numbers of a node, or of a list.
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

// RequestWith builds a request, as JSON decodes it, with these attributes. They
// are named as in expressions; names that no request has are ignored.
func RequestWith(attributes map[string]string) map[string]any {
	request := map[string]any{}
	for _, source := range attributeSources {
		if value := attributes[source.name]; value != "" {
			put(request, source.paths[0], value)
		}
	}
	if value := attributes["amount"]; value != "" {
		put(request, amountSource, value)
	}
	return request
}

// put sets the value at a path and makes the parents that are missing. A position
// in a path is always 0.
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
