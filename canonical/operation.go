package canonical

import (
	"context"
	"reflect"
	"slices"
)

// Effect says what calling an operation twice does; retries, journal and
// fallback follow from it and from nothing else.
type Effect string

// The effects of canonical.md §3's "S/I/K" column.
const (
	Safe       Effect = "safe"       // changes nothing; may be retried
	Idempotent Effect = "idempotent" // changes something; twice is like once
	Keyed      Effect = "keyed"      // once per Idempotency-Key
	MovesMoney Effect = "payment"    // keyed, and never retried or failed over once sent
)

// NeedsKey says whether the operation takes an Idempotency-Key.
func (e Effect) NeedsKey() bool { return e == Keyed || e == MovesMoney }

// Func is a method of an adapter that does an operation.
type Func[In, Out any] func(context.Context, In) (Out, error)

// Bound is an operation of an adapter behind the checks of its field list. Its answer,
// which is never nil, is whoever's who calls it: a large one is not copied.
type Bound[In, Out any] func(context.Context, In) (*Out, error)

// Operation is one row: the name, the effect, and how to find the method of
// an adapter that does it. In and Out are the request and the resource.
type Operation[In, Out any] struct {
	name   string
	effect Effect
	method func(adapter any) Func[In, Out] // nil: the adapter cannot do it
}

// Name is the operation's name, the same in routes, metrics and spans.
func (o Operation[In, Out]) Name() string { return o.name }

// Effect says what calling it twice does.
func (o Operation[In, Out]) Effect() Effect { return o.effect }

// Bind binds the operation to the adapter; nil when the adapter cannot do it. Call it
// once at start-up, never in a request.
func (o Operation[In, Out]) Bind(adapter any) Bound[In, Out] {
	do := o.method(adapter)
	if do == nil {
		return nil
	}
	if t := o.FieldTable(adapter); t != nil {
		return around(t, do)
	}
	return func(ctx context.Context, in In) (*Out, error) {
		out, err := do(ctx, in)
		return &out, err
	}
}

// Supports says whether the adapter can do the operation.
func (o Operation[In, Out]) Supports(adapter any) bool { return o.method(adapter) != nil }

// FieldTable is what the adapter takes and says in the operation; nil when it
// cannot do it or has no list.
func (o Operation[In, Out]) FieldTable(adapter any) *FieldTable {
	if !o.Supports(adapter) {
		return nil
	}
	return newFieldTable(adapter, o.name, reflect.TypeFor[In](), reflect.TypeFor[Out]())
}

// Row is an operation without its types, for those who walk the list.
type Row interface {
	Name() string
	Effect() Effect
	Supports(adapter any) bool
	FieldTable(adapter any) *FieldTable
}

var rows []Row

// operation makes a row and enters it in the list, in the order of the
// declarations below.
func operation[In, Out, C any](name string, effect Effect, method func(C) Func[In, Out]) Operation[In, Out] {
	op := Operation[In, Out]{name: name, effect: effect, method: func(adapter any) Func[In, Out] {
		if c, ok := adapter.(C); ok {
			return method(c)
		}
		return nil
	}}
	rows = append(rows, op)
	return op
}

// Operations lists every row in the order of canonical.md §3.
func Operations() []Row { return slices.Clone(rows) }

// OperationNamed finds a row by its name.
func OperationNamed(name string) (Row, bool) {
	i := slices.IndexFunc(rows, func(r Row) bool { return r.Name() == name })
	if i < 0 {
		return nil, false
	}
	return rows[i], true
}

// List is the answer of an operation that gives several resources. No vendor
// paginates, so HasMore is false except for lists of our own.
type List[T any] struct {
	Data       []T     `json:"data" doc:"The page."`
	HasMore    bool    `json:"has_more" doc:"Whether there are more: ask again with next_cursor as cursor."`
	NextCursor *string `json:"next_cursor" nullable:"true" doc:"Where the next page begins; null on the last one."`
	Written
}

// NewList makes the one page of a vendor's answer; data is never null in JSON.
func NewList[T any](data []T) List[T] {
	if data == nil {
		data = []T{}
	}
	return List[T]{Data: data}
}

// EachID visits the ids of every resource in the list.
func (l List[T]) EachID(visit func(string, Sealable)) {
	for i := range l.Data {
		if r, ok := any(&l.Data[i]).(Identified); ok {
			r.EachID(visit)
		}
	}
}

// EachSupplement visits the supplement of every resource in the list.
func (l List[T]) EachSupplement(visit func(*Supplement)) {
	for i := range l.Data {
		if r, ok := any(&l.Data[i]).(supplemented); ok {
			r.EachSupplement(visit)
		}
	}
}

// Mask masks every resource in the list.
func (l List[T]) Mask() {
	for i := range l.Data {
		if r, ok := any(&l.Data[i]).(interface{ Mask() }); ok {
			r.Mask()
		}
	}
}
