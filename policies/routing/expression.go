package routing

import (
	"errors"
	"regexp"
	"strings"
	"sync"

	"canongate/canonical"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/vm"
)

// environment holds the variables of an expression. It has no functions, so an
// expression can neither read a clock nor do anything.
type environment struct {
	Tenant    string            `expr:"tenant"`
	Operation string            `expr:"operation"`
	Method    string            `expr:"method"`
	Country   string            `expr:"country"`
	Currency  string            `expr:"currency"`
	Amount    amount            `expr:"amount"`
	Request   RequestAttributes `expr:"request"`
}

// amount is compared with a whole number or with a decimal in quotes
// (`amount > 1000`, `amount <= "99.95"`), never with a float. Of a request
// without an amount no comparison holds.
type amount struct{ value *canonical.Decimal }

// expression is a compiled `when`. Safe for concurrent use.
type expression struct {
	program *vm.Program
	runs    sync.Pool // of *run
}

// run is what one evaluation needs, used again.
type run struct {
	machine     vm.VM
	environment environment
}

// whenProblem is what is wrong with the text of an expression, and where.
type whenProblem struct {
	message      string
	line, column int
}

func compileWhen(text string) (*expression, *whenProblem) {
	amounts := &amountPatch{}
	program, err := expr.Compile(text,
		expr.Env(&environment{}), expr.AsBool(), expr.DisableAllBuiltins(), expr.Patch(amounts),
		expr.Function(amountTest, testAmount, new(func(amount, bound) bool)))
	if amounts.wrong != nil {
		at := (&file.Error{Location: amounts.wrong.Location()}).Bind(file.NewSource(text))
		return nil, &whenProblem{`compares the amount with no decimal: write 1000 or "99.95"`, at.Line, at.Column + 1}
	}
	if err != nil {
		return nil, problemOf(err)
	}
	return &expression{program: program, runs: sync.Pool{New: func() any { return new(run) }}}, nil
}

// unexpected matches the library's complaint about a misplaced token: its kind
// and, in quotes, its text.
var unexpected = regexp.MustCompile(`^unexpected token (\w+)(?:\("(.*)"\))?$`)

// unexpectedToken shows the token only where it cannot be a value.
func unexpectedToken(kind, text string) string {
	switch {
	case kind == "EOF":
		return "it ends too early"
	case kind == "Operator" && text == "=":
		return "unexpected =; did you mean ==?"
	case kind == "Operator" || kind == "Bracket":
		return "unexpected " + text
	default:
		return "unexpected " + strings.ToLower(kind)
	}
}

var ourTypes = strings.NewReplacer("routing.RequestAttributes", "request", "routing.amount", "amount")

// problemOf rewrites the library's error without the values that it quotes.
func problemOf(err error) *whenProblem {
	var at *file.Error
	if !errors.As(err, &at) {
		return &whenProblem{message: "is not true or false", line: 1, column: 1}
	}
	message, _, _ := strings.Cut(at.Message, "\n")
	if token := unexpected.FindStringSubmatch(message); token != nil {
		message = unexpectedToken(token[1], token[2])
	} else if i := strings.IndexAny(message, "\"'`"); i > 0 {
		message = strings.TrimRight(message[:i], " (")
	}
	message = ourTypes.Replace(message)
	return &whenProblem{message: "is not an expression: " + message, line: at.Line, column: at.Column + 1}
}

// holds evaluates the expression. One that fails, such as by an index out of
// range, does not hold.
func (e *expression) holds(q *Query) bool {
	r := e.runs.Get().(*run)
	defer e.runs.Put(r)
	r.environment = environment{
		Tenant: q.Tenant, Operation: q.Operation, Method: q.Attributes.Method, Country: q.Attributes.Country,
		Currency: q.Attributes.Currency, Amount: amount{q.Attributes.Amount}, Request: q.Attributes.Request,
	}
	result, err := r.machine.Run(e.program, &r.environment)
	holds, _ := result.(bool)
	return err == nil && holds
}
