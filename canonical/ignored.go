package canonical

import (
	"reflect"
	"slices"
	"strings"
)

// unplaced is a field that has no place, or one below which some have none.
type unplaced struct {
	index []int
	name  string
	below []unplaced      // nil: all of it has no place
	keys  map[string]bool // of a map: those that have one, escaped
}

// whole says that all of the field has no place.
func (u unplaced) whole() bool { return u.below == nil && u.keys == nil }

func findUnplaced(t reflect.Type, at string, set map[string]bool) []unplaced {
	var list []unplaced
	for _, f := range fieldsOf(t) {
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

// given says whether the caller's request has the field. Headers about the end user
// are no part of it: any call may carry them.
func given(f reflect.Value) bool {
	if x, ok := reflect.TypeAssert[*ClientContext](f); ok {
		return x != nil && !x.ofHeaders
	}
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
