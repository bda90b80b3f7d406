package canonical

import (
	"reflect"
	"slices"
	"strings"
)

// Places says which fields of a customer draft a vendor has a place for, of an
// adapter that has no FieldList yet. The
// others are not sent and named in the answer (Customer.Ignored), so that one
// body serves every vendor and nothing is lost in silence: a field that canonical
// gets later counts as ignored until an adapter maps it. Safe for concurrent use.
type Places struct{ unplaced []unplaced }

// unplaced is a field that has no place, or one below which some have none.
type unplaced struct {
	index []int
	name  string
	below []unplaced      // nil: all of it has no place
	keys  map[string]bool // of a map: those that have one, escaped
}

// whole says that all of the field has no place.
func (u unplaced) whole() bool { return u.below == nil && u.keys == nil }

// PlacesFor makes the places of a vendor of JSON Pointers, with * for each
// element of a list; a pointer stands for all that is below it. It panics on
// one that no draft can have, as regexp.MustCompile does.
func PlacesFor(pointers ...string) Places {
	set := map[string]bool{"/type": false, "/client_context": false} // what every vendor's call may carry
	for _, p := range pointers {
		set[p] = false
	}
	places := Places{findUnplaced(reflect.TypeFor[CustomerDraft](), "", set)}
	for p, found := range set {
		if !found {
			panic("canonical: no customer draft has the field " + p)
		}
	}
	return places
}

// Ignored lists the pointers of what the draft gives and the vendor does not
// take, in order: the fields without a place and those in dropped, which only
// the adapter can know (the second phone where the vendor keeps one).
func (p Places) Ignored(d *CustomerDraft, dropped ...string) []string {
	w := ignoring{dropped: dropped, found: slices.Clone(dropped)}
	w.walk(reflect.ValueOf(d).Elem(), p.unplaced, "")
	slices.Sort(w.found)
	return slices.Compact(w.found)
}

// Others are the pointers of a list's elements but the one that a vendor keeps;
// of all when kept is negative.
func Others(pointer string, count, kept int) (others []string) {
	for i := range count {
		if i != kept {
			others = append(others, Element(pointer, i))
		}
	}
	return others
}

// Choose gives the index of the element that a vendor's one place takes: the one
// marked primary if it suits the place, else the first that suits, else the first;
// -1 of an empty list.
func Choose[T any](list []T, primary, suits func(T) bool) int {
	chosen := -1
	for i, e := range list {
		switch {
		case suits(e) && primary(e):
			return i
		case chosen < 0 || suits(e) && !suits(list[chosen]):
			chosen = i
		}
	}
	return chosen
}

// ChooseEmail is Choose for a place that takes any mail address.
func ChooseEmail(list []Email) int {
	return Choose(list, func(e Email) bool { return e.Primary }, func(Email) bool { return true })
}

// ChooseMobile is Choose for a place that takes a mobile number; a phone without a
// type may be one.
func ChooseMobile(list []Phone) int {
	return Choose(list, func(p Phone) bool { return p.Primary }, Phone.MayBeMobile)
}

// MayBeMobile says whether the caller calls the phone a mobile one, or nothing.
func (p Phone) MayBeMobile() bool { return p.Type == "" || p.Type == PhoneMobile }

// ChooseAddress is Choose for a place that takes an address of any type.
func ChooseAddress(list []Address) int {
	return Choose(list, func(a Address) bool { return a.Primary }, func(Address) bool { return true })
}

// ChooseIdentifier is Choose for a place that takes identifiers of some types.
func ChooseIdentifier(list []Identifier, suits func(kind string) bool) int {
	return Choose(list, func(id Identifier) bool { return id.Primary }, func(id Identifier) bool { return suits(id.Type) })
}

func findUnplaced(t reflect.Type, at string, set map[string]bool) []unplaced {
	var list []unplaced
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" || name == "-" || f.Tag.Get("readOnly") != "" {
			continue
		}
		u := unplaced{index: f.Index, name: "/" + name}
		pointer := at + u.name
		if _, placed := set[pointer]; placed {
			set[pointer] = true
			continue
		}
		if placedBelow(set, pointer) || f.Type == reflect.TypeFor[SupplementaryData]() { // of those each is named
			u.descend(f.Type, pointer, set)
			if u.whole() {
				continue
			}
		}
		list = append(list, u)
	}
	return list
}

// descend finds what has no place below a field that is placed in part.
func (u *unplaced) descend(t reflect.Type, pointer string, set map[string]bool) {
	switch t.Kind() {
	case reflect.Pointer:
		u.descend(t.Elem(), pointer, set)
	case reflect.Slice:
		u.descend(t.Elem(), pointer+"/*", set)
	case reflect.Struct:
		u.below = findUnplaced(t, pointer, set)
	case reflect.Map:
		u.keys = map[string]bool{}
		for p := range set {
			if key, below := strings.CutPrefix(p, pointer+"/"); below {
				u.keys[key], set[p] = true, true
			}
		}
	}
}

func placedBelow(set map[string]bool, pointer string) bool {
	for p := range set {
		if strings.HasPrefix(p, pointer+"/") {
			return true
		}
	}
	return false
}

type ignoring struct{ dropped, found []string }

func (w *ignoring) walk(v reflect.Value, list []unplaced, at string) {
	for _, u := range list {
		if f := v.FieldByIndex(u.index); given(f) {
			w.field(f, u, at+u.name)
		}
	}
}

func given(f reflect.Value) bool {
	if f.Kind() == reflect.Slice || f.Kind() == reflect.Map {
		return f.Len() > 0
	}
	return !f.IsZero()
}

func (w *ignoring) field(f reflect.Value, u unplaced, pointer string) {
	switch {
	case slices.Contains(w.dropped, pointer): // named already, with all below it
	case u.whole():
		w.found = append(w.found, pointer)
	case f.Kind() == reflect.Pointer:
		w.field(f.Elem(), u, pointer)
	case f.Kind() == reflect.Slice:
		for i := range f.Len() {
			w.field(f.Index(i), u, Element(pointer, i))
		}
	case f.Kind() == reflect.Map:
		for _, key := range f.MapKeys() { // Ignored sorts
			if !u.keys[pointerToken.Replace(key.String())] {
				w.found = append(w.found, Member(pointer, key.String()))
			}
		}
	default:
		w.walk(f, u.below, pointer)
	}
}
