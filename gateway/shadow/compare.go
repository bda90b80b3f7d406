package shadow

import (
	"bytes"
	"encoding/json"
	"errors"
)

// Kind is how two answers differ in one place.
type Kind string

// The kinds, as the other connection's answer stands to the caller's.
const (
	Missing   Kind = "missing"   // the other has nothing there
	Extra     Kind = "extra"     // only the other has something there
	Different Kind = "different" // the values differ
	Type      Kind = "type"      // the values are not even of one type
)

// Difference is one place where two answers differ: a JSON Pointer with * for the
// elements of lists. "" is the whole answer.
type Difference struct {
	Pointer string
	Kind    Kind
}

// Compare gives the differences of two answers in JSON, each once. nil is the answer
// that there is nothing.
func (f *Fields) Compare(caller, other []byte) (map[Difference]bool, error) {
	one, err := read(caller)
	if err != nil {
		return nil, err
	}
	two, err := read(other)
	if err != nil {
		return nil, err
	}
	found := map[Difference]bool{}
	f.compare(found, "", one, two)
	return found, nil
}

func read(answer []byte) (value any, err error) {
	if answer == nil {
		return nil, nil
	}
	decoder := json.NewDecoder(bytes.NewReader(answer))
	decoder.UseNumber()
	if decoder.Decode(&value) != nil {
		return nil, errors.New("compare answers: one is not JSON") // the library's words may hold its text
	}
	return value, nil
}

// compare notes what differs at a place. null is nothing.
func (f *Fields) compare(found map[Difference]bool, at string, one, two any) {
	note := func(kind Kind) { found[Difference{at, kind}] = true }
	switch {
	case one == nil && two == nil:
		return
	case two == nil:
		note(Missing)
		return
	case one == nil:
		note(Extra)
		return
	}
	switch a := one.(type) {
	case map[string]any:
		if b, same := two.(map[string]any); same {
			f.objects(found, at, a, b)
			return
		}
		note(Type)
	case []any:
		if b, same := two.([]any); same {
			f.lists(found, at+"/*", a, b)
			return
		}
		note(Type)
	default:
		f.scalars(note, one, two)
	}
}

func (f *Fields) scalars(note func(Kind), one, two any) {
	same := false
	switch one.(type) {
	case string:
		_, same = two.(string)
	case json.Number:
		_, same = two.(json.Number)
	case bool:
		_, same = two.(bool)
	}
	switch {
	case !same:
		note(Type)
	case one != two:
		note(Different)
	}
}

func (f *Fields) objects(found map[Difference]bool, at string, one, two map[string]any) {
	for key, value := range one {
		if !f.own[key] {
			f.compare(found, at+"/"+f.shown(key), value, two[key])
		}
	}
	for key, value := range two {
		if _, both := one[key]; !both && !f.own[key] {
			f.compare(found, at+"/"+f.shown(key), nil, value)
		}
	}
}

// longest is up to how many elements the order in a list means nothing. Longer ones
// are compared as they come, since pairing takes the square of it.
const longest = 64

func (f *Fields) lists(found map[Difference]bool, at string, one, two []any) {
	if len(one) <= longest && len(two) <= longest {
		one, two = f.pair(one, two)
	}
	for i := range max(len(one), len(two)) {
		switch {
		case i >= len(two):
			f.compare(found, at, one[i], nil)
		case i >= len(one):
			f.compare(found, at, nil, two[i])
		default:
			f.compare(found, at, one[i], two[i])
		}
	}
}

// pair leaves out what is equal in both lists, and puts elements of one type side by
// side.
func (f *Fields) pair(one, two []any) (left, right []any) {
	rest := append([]any(nil), two...)
	take := func(fits func(any) bool) (any, bool) {
		for i, candidate := range rest {
			if fits(candidate) {
				rest = append(rest[:i:i], rest[i+1:]...)
				return candidate, true
			}
		}
		return nil, false
	}
	var unequal []any
	for _, a := range one {
		if _, ok := take(func(b any) bool { return f.equal(a, b) }); !ok {
			unequal = append(unequal, a)
		}
	}
	var others []any
	for _, a := range unequal {
		if b, ok := take(func(b any) bool { return sameType(a, b) }); ok {
			left, right = append(left, a), append(right, b)
			continue
		}
		others = append(others, a)
	}
	return append(left, others...), append(right, rest...)
}

func (f *Fields) equal(a, b any) bool {
	found := map[Difference]bool{}
	f.compare(found, "", a, b)
	return len(found) == 0
}

// sameType says whether both are objects that call themselves the same: addresses,
// phones and identifiers have a type.
func sameType(a, b any) bool {
	one, isObject := a.(map[string]any)
	two, isToo := b.(map[string]any)
	return isObject && isToo && one["type"] != nil && one["type"] == two["type"]
}
