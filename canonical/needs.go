package canonical

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// Needs are the fields that a vendor cannot do without, by the operation's name.
// Bind holds every request to them before the adapter sees it, so that a request
// without them is refused in the same way at every vendor.
type Needs map[string][]Need

// Need is a field of a request. One below an object that is a need as well is
// missed only where the object is there.
type Need struct {
	// Pointer is the field's JSON Pointer, with * for any element of a list.
	Pointer string
	// Or are fields that will do instead.
	Or []string
	// When is the JSON Pointer of a field that must have the value Is for the need
	// to count; "" for always.
	When, Is string
	// Hint says where the value comes from, for the detail.
	Hint string
}

// NeedsOf are fields that are needed always.
func NeedsOf(pointers ...string) (list []Need) {
	for _, p := range pointers {
		list = append(list, Need{Pointer: p})
	}
	return list
}

// NeedsWhen are fields that are needed when another has a value.
func NeedsWhen(pointer, is string, pointers ...string) (list []Need) {
	for _, p := range pointers {
		list = append(list, Need{Pointer: p, When: pointer, Is: is})
	}
	return list
}

// Needer is an adapter that declares what its vendor cannot do without.
type Needer interface{ Needs() Needs }

// needing puts the check of an adapter's needs before an operation. It panics on
// a pointer that the request cannot have, as PlacesFor does.
func needing[In, Out any](adapter any, name string, do Func[In, Out]) Func[In, Out] {
	needer, ok := adapter.(Needer)
	if !ok {
		return do
	}
	list := compileNeeds(reflect.TypeFor[In](), needer.Needs()[name])
	if len(list) == 0 {
		return do
	}
	return func(ctx context.Context, in In) (out Out, err error) {
		var c Check
		checkNeeds(&c, reflect.ValueOf(&in).Elem(), list)
		if err := c.Err(); err != nil {
			return out, err
		}
		return do(ctx, in)
	}
}

// need is a Need with the way to its fields.
type need struct {
	Need
	object *fieldPath // the object above that is a need too
	field  fieldPath
	or     []fieldPath
	when   fieldPath
}

// compileNeeds finds the fields and puts the needs in the order of the document.
func compileNeeds(t reflect.Type, declared []Need) []need {
	list := make([]need, 0, len(declared))
	for _, d := range declared {
		n := need{Need: d, field: findField(t, d.Pointer)}
		for _, p := range d.Or {
			n.or = append(n.or, findField(t, p))
		}
		if d.When != "" {
			n.when = findField(t, d.When)
		}
		for _, other := range declared {
			if strings.HasPrefix(d.Pointer, other.Pointer+"/") {
				path := findField(t, other.Pointer)
				n.object = &path
			}
		}
		list = append(list, n)
	}
	slices.SortStableFunc(list, func(a, b need) int { return slices.Compare(a.field.order, b.field.order) })
	return list
}

func checkNeeds(c *Check, in reflect.Value, list []need) {
	for _, n := range list {
		switch {
		case n.When != "" && !n.when.is(in, n.Is),
			n.object != nil && !n.object.present(in),
			n.field.present(in),
			slices.ContainsFunc(n.or, func(f fieldPath) bool { return f.present(in) }):
		default:
			c.Missing(n.field.missing(in), DetailRequired+n.Hint)
		}
	}
}

// fieldPath is the way to a field, a step for each token of its pointer.
type fieldPath struct {
	steps []fieldStep
	order []int
}

// fieldStep goes to the member of a struct; each goes on to an element.
type fieldStep struct {
	token string
	index []int
	each  bool
}

func findField(t reflect.Type, pointer string) (path fieldPath) {
	for token := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		for t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		if token == "*" && t.Kind() == reflect.Slice {
			path.steps = append(path.steps, fieldStep{token: token, each: true})
			t = t.Elem()
			continue
		}
		f, found := memberField(t, token)
		if !found {
			panic(fmt.Sprintf("canonical: %s has no field %s", t, pointer))
		}
		path.steps = append(path.steps, fieldStep{token: token, index: f.Index})
		path.order = append(path.order, f.Index...)
		t = f.Type
	}
	return path
}

func memberField(t reflect.Type, name string) (field reflect.StructField, found bool) {
	if t.Kind() != reflect.Struct {
		return field, false
	}
	for _, f := range reflect.VisibleFields(t) {
		member, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if member == name || member == "-" && f.Name == clientContextField && name == "client_context" {
			return f, true
		}
	}
	return field, false
}

// clientContextField stands in a request without a body for what its headers say.
const clientContextField = "ClientContext"

// present says whether the field has a value; below a list, whether it has one
// in any element.
func (p fieldPath) present(in reflect.Value) bool { return present(in, p.steps) }

func present(v reflect.Value, steps []fieldStep) bool {
	pointed := v.Kind() == reflect.Pointer
	if pointed {
		if v.IsNil() {
			return false
		}
		v = v.Elem()
	}
	switch {
	case len(steps) == 0 && v.Kind() == reflect.String:
		return strings.TrimSpace(v.String()) != ""
	case len(steps) == 0:
		return pointed || given(v)
	case !steps[0].each:
		return present(v.FieldByIndex(steps[0].index), steps[1:])
	}
	for i := range v.Len() {
		if present(v.Index(i), steps[1:]) {
			return true
		}
	}
	return false
}

func (p fieldPath) is(in reflect.Value, value string) bool {
	for _, s := range p.steps {
		in = in.FieldByIndex(s.index)
	}
	return in.String() == value
}

// missing is the pointer to what a caller has to add: an empty list, else the
// member in its first element.
func (p fieldPath) missing(in reflect.Value) string {
	pointer := ""
	for _, s := range p.steps {
		if in.Kind() == reflect.Pointer {
			in = in.Elem()
		}
		switch {
		case s.each && (!in.IsValid() || in.Len() == 0):
			return pointer
		case s.each:
			pointer, in = Element(pointer, 0), in.Index(0)
		default:
			pointer += "/" + s.token
			if in.IsValid() {
				in = in.FieldByIndex(s.index)
			}
		}
	}
	return pointer
}
