package routing

import (
	"strconv"

	"canongate/canonical"

	"github.com/expr-lang/expr/ast"
)

// amountTest is the name of the function that compares amounts. The space keeps
// it out of expressions.
const amountTest = "amount test"

// bound is the constant side of a comparison.
type bound struct {
	holds func(order int) bool
	value canonical.Decimal
}

type comparison struct {
	holds    func(order int) bool
	mirrored string // the operator with its sides swapped
}

var comparisons = map[string]comparison{
	"<":  {func(o int) bool { return o < 0 }, ">"},
	"<=": {func(o int) bool { return o <= 0 }, ">="},
	">":  {func(o int) bool { return o > 0 }, "<"},
	">=": {func(o int) bool { return o >= 0 }, "<="},
	"==": {func(o int) bool { return o == 0 }, "=="},
	"!=": {func(o int) bool { return o != 0 }, "!="},
}

func testAmount(arguments ...any) (any, error) {
	a, b := arguments[0].(amount), arguments[1].(bound)
	return a.value != nil && b.holds(a.value.Cmp(b.value)), nil
}

// amountPatch rewrites comparisons of the amount with a literal into calls of
// amountTest. So exact decimals are compared, and a literal that is no decimal is
// reported at load.
type amountPatch struct{ wrong ast.Node }

// Visit is called for each node of the expression.
func (p *amountPatch) Visit(node *ast.Node) {
	binary, ok := (*node).(*ast.BinaryNode)
	if !ok {
		return
	}
	compare, ok := comparisons[binary.Operator]
	if !ok {
		return
	}
	subject, literal := binary.Left, binary.Right
	if isAmount(literal) {
		subject, literal, compare = literal, subject, comparisons[compare.mirrored]
	}
	if !isAmount(subject) {
		return
	}
	value, ok := decimalOf(literal)
	if !ok {
		p.wrong = literal
		return
	}
	ast.Patch(node, &ast.CallNode{
		Callee:    &ast.IdentifierNode{Value: amountTest},
		Arguments: []ast.Node{subject, &ast.ConstantNode{Value: bound{compare.holds, value}}},
	})
}

func isAmount(n ast.Node) bool {
	name, ok := n.(*ast.IdentifierNode)
	return ok && name.Value == "amount"
}

// decimalOf reads a whole number or a string; a float has lost digits already.
func decimalOf(n ast.Node) (canonical.Decimal, bool) {
	var text string
	switch literal := n.(type) {
	case *ast.IntegerNode:
		text = strconv.Itoa(literal.Value)
	case *ast.StringNode:
		text = literal.Value
	default:
		return canonical.Decimal{}, false
	}
	value, err := canonical.ParseDecimal(text)
	return value, err == nil
}
