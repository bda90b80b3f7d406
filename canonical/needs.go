package canonical

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// declaredNeed is a field that a request must have. One below an object that is a need
// as well is missed only where the object is there.
type declaredNeed struct {
	// Pointer is the field's JSON Pointer, with * for any element of a list.
	Pointer string
	// Or are fields that will do instead.
	Or []string
	// Condition must hold for the need to count; the zero one always does.
	Condition Condition
	// Hint says where the value comes from, for the detail.
	Hint string
}

// need is a declaredNeed with the way to its fields. Of the paths, those of field and
// condition begin below shared: the list, if any, that both stand in.
type need struct {
	declaredNeed
	order  []int
	shared fieldPath
	object *fieldPath // the object above that is a need too
	above  *need      // and that need, where it has a condition outside lists
	field  fieldPath
	or     []fieldPath // from the request itself
	when   fieldPath
}

// compileNeeds finds the fields and puts the needs in the order of the document.
func compileNeeds(t reflect.Type, declared []declaredNeed) []need {
	list := make([]need, 0, len(declared))
	for _, d := range declared {
		n := need{declaredNeed: d, field: findField(t, d.Pointer)}
		n.order = n.field.order
		for _, p := range d.Or {
			n.or = append(n.or, findField(t, p))
		}
		for _, other := range declared {
			if strings.HasPrefix(d.Pointer, other.Pointer+"/") {
				path := findField(t, other.Pointer)
				n.object, n.above = &path, conditional(t, other)
			}
		}
		if d.Condition.Pointer != "" {
			n.when = findField(t, d.Condition.Pointer)
			n.share()
		}
		list = append(list, n)
	}
	slices.SortStableFunc(list, func(a, b need) int { return slices.Compare(a.order, b.order) })
	return list
}

// conditional is a need that only says when it holds; nil for one that always does
// or whose condition stands in a list.
func conditional(t reflect.Type, declared declaredNeed) *need {
	if declared.Condition.Pointer == "" {
		return nil
	}
	when := findField(t, declared.Condition.Pointer)
	if slices.ContainsFunc(when.steps, func(s fieldStep) bool { return s.each }) {
		return nil
	}
	return &need{declaredNeed: declared, when: when}
}

// share finds the list that field and condition both stand in.
func (n *need) share() {
	length := 0
	for i := 0; i < min(len(n.field.steps), len(n.when.steps)) && n.field.steps[i].token == n.when.steps[i].token; i++ {
		if n.field.steps[i].each {
			length = i + 1
		}
	}
	n.shared.steps = n.field.steps[:length]
	n.field.steps, n.when.steps = n.field.steps[length:], n.when.steps[length:]
	if n.object != nil {
		n.object.steps = n.object.steps[min(length, len(n.object.steps)):]
	}
}

func checkNeeds(c *Check, in reflect.Value, list []need) {
	for i := range list {
		n := &list[i]
		if slices.ContainsFunc(n.or, func(f fieldPath) bool { return f.present(in) }) || n.above != nil && !n.above.holds(in) {
			continue
		}
		eachValue(in, n.shared.steps, nil, func(v reflect.Value, elements []int) {
			switch {
			case !n.holds(v), n.object != nil && !n.object.present(v), n.field.present(v):
			default:
				c.Missing(n.shared.pointer(elements)+n.field.missing(v), DetailRequired+n.Hint)
			}
		})
	}
}

// holds says whether the condition does.
func (n *need) holds(v reflect.Value) bool {
	if n.Condition.Pointer == "" {
		return true
	}
	holds := false
	eachValue(v, n.when.steps, nil, func(v reflect.Value, _ []int) {
		holds = holds || isPresent(v) && n.Condition.admits(textIn(v))
	})
	return holds
}

// admits says whether a value that was given makes the condition hold.
func (c Condition) admits(value string) bool {
	return (len(c.Is) == 0 || slices.Contains(c.Is, value)) && !slices.Contains(c.IsNot, value)
}

// textIn is the text that a scalar has in JSON.
func textIn(v reflect.Value) string {
	for v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if v.Kind() == reflect.String {
		return v.String()
	}
	return strings.Trim(fmt.Sprint(v), `"`)
}

// eachValue visits what a path leads to: nothing where an object above is absent,
// several values below a list. elements are the positions in the lists on the way.
func eachValue(v reflect.Value, steps []fieldStep, elements []int, visit func(v reflect.Value, elements []int)) {
	if len(steps) == 0 {
		visit(v, elements)
		return
	}
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return
		}
		v = v.Elem()
	}
	switch step := &steps[0]; {
	case step.each:
		for i := range v.Len() {
			eachValue(v.Index(i), steps[1:], append(elements, i), visit)
		}
	case v.Kind() == reflect.Map:
		if member := v.MapIndex(reflect.ValueOf(step.key)); member.IsValid() {
			eachValue(member, steps[1:], elements, visit)
		}
	default:
		eachValue(v.FieldByIndex(step.index), steps[1:], elements, visit)
	}
}

// fieldPath is the way to a field, a step for each token of its pointer.
type fieldPath struct {
	steps []fieldStep
	order []int
	leaf  reflect.Type
	tag   reflect.StructTag // of the last member of a struct

	mayBeEmpty bool // says the tag; reading a tag costs a request more than the rest
}

// fieldStep goes to the member of a struct or, with a key, of a map; each goes on
// to every element of a list.
type fieldStep struct {
	token string
	index []int
	key   string
	each  bool
}

// pointer is where the path leads to, by way of these elements of its lists.
func (p *fieldPath) pointer(elements []int) (pointer string) {
	for _, s := range p.steps {
		if s.each {
			pointer, elements = Element(pointer, elements[0]), elements[1:]
		} else {
			pointer += "/" + s.token
		}
	}
	return pointer
}

func findField(t reflect.Type, pointer string) (path fieldPath) {
	for token := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		for t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		step := fieldStep{token: token}
		switch {
		case token == "*" && t.Kind() == reflect.Slice:
			step.each = true
		case t.Kind() == reflect.Map:
			step.key, path.tag = tokenText.Replace(token), ""
		default:
			f, found := memberField(t, token)
			if !found {
				panic(fmt.Sprintf("canonical: %s has no field %s", t, pointer))
			}
			step.index, t, path.tag = f.Index, f.Type, f.Tag
			path.order = append(path.order, f.Index...)
		}
		path.steps = append(path.steps, step)
		if step.index == nil {
			t = t.Elem()
		}
		path.leaf = t
	}
	path.mayBeEmpty = path.tag.Get("minLength") == "0"
	return path
}

// documentOrder is where the fields of a pointer stand in a type, as far as it has them.
func documentOrder(t reflect.Type, pointer string) (order []int) {
	for token := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		for t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		f, found := memberField(t, token)
		switch i, err := strconv.Atoi(token); {
		case found:
			order, t = append(order, f.Index...), f.Type
		case t.Kind() == reflect.Slice && err == nil:
			order, t = append(order, i), t.Elem()
		default:
			return order
		}
	}
	return order
}

// tokenText reads a token of a JSON Pointer (RFC 6901 §4).
var tokenText = strings.NewReplacer("~1", "/", "~0", "~")

func memberField(t reflect.Type, name string) (field reflect.StructField, found bool) {
	if t.Kind() != reflect.Struct {
		return field, false
	}
	for _, f := range fieldsOf(t) {
		member, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if member == name || member == "-" && (f.Name == clientContextField && name == "client_context" || parameterNamed(f.Tag, name)) {
			return f, true
		}
	}
	return field, false
}

var knownFields sync.Map // reflect.Type → []reflect.StructField

// fieldsOf gives a struct's fields, those of what it embeds included. To find them costs
// more than all else that is done with them when a configuration comes into service.
func fieldsOf(t reflect.Type) []reflect.StructField {
	fields, known := knownFields.Load(t)
	if !known {
		fields, _ = knownFields.LoadOrStore(t, reflect.VisibleFields(t))
	}
	return fields.([]reflect.StructField)
}

// parameterNamed says whether a field is the query parameter or the header of a name.
func parameterNamed(tag reflect.StructTag, name string) bool {
	return name != "" && (tag.Get("query") == name || tag.Get("header") == name)
}

// clientContextField stands in a request without a body for what its headers say.
const clientContextField = "ClientContext"

// present says whether the field has a value, which is no blank unless it may be
// empty; below a list, whether it has one in any element.
func (p *fieldPath) present(in reflect.Value) (found bool) {
	eachValue(in, p.steps, nil, func(v reflect.Value, _ []int) { found = found || isPresent(v) || p.mayBeEmpty && given(v) })
	return found
}

func isPresent(v reflect.Value) bool {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return false
		}
		if v.Elem().Kind() == reflect.String {
			return isPresent(v.Elem())
		}
		return true
	}
	if v.Kind() == reflect.String {
		return strings.TrimSpace(v.String()) != ""
	}
	return given(v)
}

// missing is the pointer to what a caller has to add: an empty list, else the
// member in its first element.
func (p *fieldPath) missing(in reflect.Value) string {
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
			if in.IsValid() && s.index != nil {
				in = in.FieldByIndex(s.index)
			} else {
				in = reflect.Value{}
			}
		}
	}
	return pointer
}
