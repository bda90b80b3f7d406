package canonical

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
)

// FieldTable is a FieldList held against the types of its operation. Safe for
// concurrent use.
type FieldTable struct {
	list        FieldList
	operation   string
	in, out     reflect.Type
	needs       []need
	unplaced    []unplaced
	public      map[string]bool // members of supplementary data that are not personal
	noDocuments bool            // the draft may have some, and the vendor takes none
}

// alwaysTaken are fields that no list has to name: the kind of a customer has one
// value, and what the gateway itself keeps is not ignored.
var alwaysTaken = []string{"/type", externalReference, "/reference", "/represents"}

// externalReference is kept by the gateway, but for a change of a customer: what the
// caller's own id means does not change with it.
const externalReference = "/external_reference"

// newFieldTable compiles the list of an adapter's operation. It panics on a pointer
// that the types do not have, as regexp.MustCompile does; nil without a list.
func newFieldTable(adapter any, operation string, in, out reflect.Type) *FieldTable {
	lister, ok := adapter.(FieldLister)
	if !ok {
		return nil
	}
	list := lister.Fields(operation)
	t := &FieldTable{list: list, operation: operation, in: in, out: out, public: map[string]bool{}}
	placed := map[string]bool{}
	var needs []declaredNeed
	for _, f := range list.Request {
		findField(in, f.Pointer)
		placed[f.Pointer] = false
		if f.Required {
			needs = append(needs, declaredNeed{Pointer: f.Pointer, Or: f.Instead, Hint: f.Hint, Condition: f.When})
		}
	}
	for i := range list.Supplementary {
		f := &list.Supplementary[i]
		f.check(operation)
		t.public[f.Name] = !f.Personal
		if !f.In.includes(InRequest) {
			continue
		}
		placed[Member(supplementaryPointer, f.Name)] = false
		if f.Required {
			needs = append(needs, declaredNeed{Pointer: Member(supplementaryPointer, f.Name), Condition: f.When})
		}
	}
	for _, f := range list.Answer {
		findField(out, f.Pointer)
	}
	t.needs = compileNeeds(in, needs)
	_, hasDocuments := memberField(in, "documents")
	t.noDocuments = hasDocuments && !taken(placed, "/documents")
	for pointer := range placed {
		if placedBelow(placed, pointer) {
			delete(placed, pointer)
		}
	}
	for _, p := range alwaysTaken {
		if p != externalReference || operation != UpdateCustomer.Name() {
			placed[p] = false
		}
	}
	if _, owned := reflect.New(in).Interface().(interface{ owner() CustomerID }); owned {
		placed["/customer_id"] = false
	}
	t.unplaced = findUnplaced(in, "", placed)
	return t
}

func taken(placed map[string]bool, pointer string) bool {
	_, whole := placed[pointer]
	return whole || placedBelow(placed, pointer)
}

const supplementaryPointer = "/supplementary_data"

// check panics on a declaration that cannot be meant.
func (f *SupplementaryField) check(operation string) {
	known := slices.Contains([]string{TypeString, TypeBoolean, TypeInteger, TypeDecimal, TypeDate, TypeObject, TypeList}, f.Type)
	if f.Name == "" || !known || !slices.Contains([]Direction{InRequest, InAnswer, InBoth}, f.In) {
		panic(fmt.Sprintf("canonical: %s has a supplementary member %q without name, type or direction", operation, f.Name))
	}
}

// around puts the table's checks around an operation: what the vendor needs is
// there, supplementary members are as declared, and what has no place is taken out
// of the request, so that it is neither sent nor echoed, and named in the answer.
func around[In, Out any](t *FieldTable, do Func[In, Out]) Bound[In, Out] {
	return func(ctx context.Context, in In) (*Out, error) {
		request := reflect.ValueOf(&in).Elem()
		if err := t.check(request); err != nil {
			return new(Out), err
		}
		ignored := t.ignored(request)
		if len(ignored) > 0 {
			prune(request, t.unplaced)
		}
		notes := &ignoredNotes{}
		out, err := do(context.WithValue(ctx, ignoredKey{}, notes), in)
		if err == nil {
			echoReference(&in, &out)
			echoOwner(&in, &out)
			t.finish(&out, append(ignored, notes.list()...))
		}
		return &out, err
	}
}

// check holds a request to the needs and the supplementary declarations.
func (t *FieldTable) check(in reflect.Value) error {
	var c Check
	t.complain(&c, in)
	if len(c.fields) == 1 && c.fields[0].Pointer == "/consent" {
		return (*Consent)(nil).require() // a consent that is missing has a code of its own
	}
	return c.Err()
}

// Besides is what the vendor finds wrong with a request, given by pointer, besides what
// is known to be wrong. A nil table finds nothing.
func (t *FieldTable) Besides(request any, known []FieldError) []FieldError {
	if t == nil {
		return nil
	}
	var c Check
	t.complain(&c, reflect.ValueOf(request).Elem())
	return slices.DeleteFunc(c.fields, func(f FieldError) bool {
		return slices.ContainsFunc(known, func(k FieldError) bool { return within(f.Pointer, k.Pointer) || within(k.Pointer, f.Pointer) })
	})
}

// InOrder sorts fields of the request as the document has them.
func (t *FieldTable) InOrder(fields []FieldError) {
	slices.SortStableFunc(fields, func(a, b FieldError) int {
		return slices.Compare(documentOrder(t.in, a.Pointer), documentOrder(t.in, b.Pointer))
	})
}

// within says whether a pointer is another one or leads below it.
func within(pointer, above string) bool {
	return pointer == above || strings.HasPrefix(pointer, above+"/")
}

func (t *FieldTable) complain(c *Check, in reflect.Value) {
	checkNeeds(c, in, t.needs)
	if t.noDocuments && in.FieldByName("Documents").Len() > 0 {
		c.Unsupported("/documents", "this vendor takes no documents")
	}
	if s, ok := in.Addr().Interface().(interface{ supplement() SupplementaryData }); ok {
		t.checkSupplementary(c, s.supplement())
	}
}

func (t *FieldTable) checkSupplementary(c *Check, given SupplementaryData) {
	for i := range t.list.Supplementary {
		f := &t.list.Supplementary[i]
		v, ok := given[f.Name]
		if !ok || !f.In.includes(InRequest) {
			continue
		}
		if detail, code := f.violation(v.raw); detail != "" {
			c.add(Member(supplementaryPointer, f.Name), code, detail)
		}
	}
}

// ignored lists what the request gives and the vendor has no place for.
func (t *FieldTable) ignored(in reflect.Value) []string {
	var w ignoring
	w.walk(in, t.unplaced, "")
	return w.found
}

// finish names what was ignored in the answer and marks what of its supplementary
// data everybody may see.
func (t *FieldTable) finish(out any, ignored []string) {
	if w, ok := out.(interface{ SetIgnored([]string) }); ok && len(ignored) > 0 {
		slices.Sort(ignored)
		w.SetIgnored(slices.Compact(ignored))
	}
	t.MarkPublic(out)
}

// MarkPublic marks what of an answer's supplementary data is not personal, for Mask.
// The answer may have been read from where it was stored. A nil table marks nothing.
func (t *FieldTable) MarkPublic(out any) {
	s, ok := out.(supplemented)
	if t == nil || !ok {
		return
	}
	s.EachSupplement(func(s *Supplement) { s.public = t.public })
}

// Takes says whether the vendor has a place for the field; a nil table has none.
func (t *FieldTable) Takes(pointer string) bool {
	return t != nil && slices.ContainsFunc(t.list.Request, func(f Field) bool { return f.Pointer == pointer })
}

// Prune takes out of a request, given by pointer, what the vendor has no place for.
// A nil table takes out nothing.
func (t *FieldTable) Prune(request any) {
	if t != nil {
		prune(reflect.ValueOf(request).Elem(), t.unplaced)
	}
}

// echoReference gives the caller's own id of a person back, which is the gateway's
// to keep where the vendor has no place for it.
func echoReference(in, out any) {
	asked, ok := in.(interface{ externalReference() *string })
	answer, too := out.(interface{ externalReference() *string })
	if ok && too && *answer.externalReference() == "" {
		*answer.externalReference() = *asked.externalReference()
	}
}

// echoOwner names the customer whom the caller says that the resource belongs to,
// unless the vendor names one.
func echoOwner(in, out any) {
	asked, ok := in.(interface{ owner() CustomerID })
	answer, too := out.(interface{ setOwner(CustomerID) })
	if ok && too && !asked.owner().IsZero() {
		answer.setOwner(asked.owner())
	}
}

func (d *AgreementDraft) owner() CustomerID    { return d.CustomerID }
func (d *VerificationDraft) owner() CustomerID { return d.CustomerID }

func (a *Agreement) setOwner(id CustomerID)    { setOwner(&a.CustomerID, id) }
func (v *Verification) setOwner(id CustomerID) { setOwner(&v.CustomerID, id) }

func setOwner(field *CustomerID, id CustomerID) {
	if field.IsZero() {
		*field = id
	}
}

func (l *List[T]) setOwner(id CustomerID) {
	for i := range l.Data {
		if r, ok := any(&l.Data[i]).(interface{ setOwner(CustomerID) }); ok {
			r.setOwner(id)
		}
	}
}

func (p *Profile) externalReference() *string { return &p.ExternalReference }

type ignoredKey struct{}

// ignoredNotes are what an adapter leaves out beyond its list.
type ignoredNotes struct {
	mu       sync.Mutex
	pointers []string
}

func (n *ignoredNotes) list() []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.pointers
}

// Ignore notes pointers of a request that the adapter does not send although its
// list has them: of a list all but the element that the vendor keeps (see Others).
func Ignore(ctx context.Context, pointers ...string) {
	if n, ok := ctx.Value(ignoredKey{}).(*ignoredNotes); ok {
		n.mu.Lock()
		defer n.mu.Unlock()
		n.pointers = append(n.pointers, pointers...)
	}
}

// Only is the list with the one element that a vendor keeps, for the echo; empty
// when kept is negative.
func Only[T any](list []T, kept int) []T {
	if kept < 0 {
		return nil
	}
	return []T{list[kept]}
}

// prune takes fields without a place out of a request. It copies what it changes:
// another connection may be given the same request.
func prune(v reflect.Value, list []unplaced) {
	for _, u := range list {
		f := v.FieldByIndex(u.index)
		if u.whole() {
			f.SetZero()
		} else if given(f) {
			f.Set(pruned(f, u))
		}
	}
}

// pruned is a copy of a value without what has no place below it.
func pruned(v reflect.Value, u unplaced) reflect.Value {
	fresh := reflect.New(v.Type()).Elem()
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			fresh.Set(reflect.New(v.Type().Elem()))
			fresh.Elem().Set(pruned(v.Elem(), u))
		}
	case reflect.Slice:
		fresh.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		for i := range v.Len() {
			fresh.Index(i).Set(pruned(v.Index(i), u))
		}
	case reflect.Map:
		fresh.Set(reflect.MakeMap(v.Type()))
		for _, key := range v.MapKeys() {
			if u.keys[pointerToken.Replace(key.String())] {
				fresh.SetMapIndex(key, v.MapIndex(key))
			}
		}
	default:
		fresh.Set(v)
		prune(fresh, u.below)
	}
	return fresh
}
