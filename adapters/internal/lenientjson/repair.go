package lenientjson

import (
	"bytes"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// isDetails is what lists of Details are told by.
var isDetails = reflect.TypeFor[interface{ isDetails() }]()

// withoutElement is a JSON text for a wire type without the element of a list that a
// pointer leads to or through: the innermost one that leaves something in its list, or
// that is of Details, where it may also be a single value. There may be none.
func withoutElement(body []byte, pointer jsontext.Pointer, t reflect.Type) (rest []byte, cut bool) {
	from, to, left := 0, 0, ""
	base, value := 0, body
	single := func() {
		if t != nil && t.Implements(isDetails) && kind(value) != '[' {
			from, to, left, cut = base, base+len(value), "null", true
			t = t.Elem()
		}
	}
	for token := range pointer.Tokens() {
		single()
		members, ok := membersOf(value)
		if !ok {
			break
		}
		i := slices.IndexFunc(members, func(m member) bool { return m.name == token })
		if i < 0 {
			break
		}
		m := members[i]
		switch list := kind(value) == '['; {
		case list && i > 0: // with the comma before it
			from, to, left, cut = base+members[i-1].end, base+m.end, "", true
		case list && len(members) > 1:
			from, to, left, cut = base+m.start, base+members[1].start, "", true
		case list && t != nil && t.Implements(isDetails):
			from, to, left, cut = base+m.start, base+m.end, "", true
		}
		base, value = base+m.start, value[m.start:m.end]
		if t != nil {
			t = memberType(t, token)
		}
	}
	single()
	if !cut {
		return body, false
	}
	return slices.Concat(body[:from], []byte(left), body[to:]), true
}

// member is a value of an object or a list, by its name or position, and where it
// stands.
type member struct {
	name       string
	start, end int
}

// membersOf splits an object or a list, and says whether the value is one.
func membersOf(value []byte) (members []member, ok bool) {
	in := jsontext.NewDecoder(bytes.NewReader(value), jsontext.AllowDuplicateNames(true))
	open, err := in.ReadToken()
	if err != nil || open.Kind() != '{' && open.Kind() != '[' {
		return nil, false
	}
	object := open.Kind() == '{'
	for in.PeekKind() != '}' && in.PeekKind() != ']' {
		m := member{name: strconv.Itoa(len(members))}
		if object {
			name, err := in.ReadToken()
			if err != nil {
				return nil, false
			}
			m.name = name.String()
		}
		element, err := in.ReadValue()
		if err != nil {
			return nil, false
		}
		m.end = int(in.InputOffset())
		m.start = m.end - len(element)
		members = append(members, m)
	}
	return members, true
}

// duplicatesOnlyUnread says whether every member that stands twice in an object of
// the body is one that a wire type does not read. What it keeps as raw JSON is
// held to the same when that is decoded.
func duplicatesOnlyUnread(body []byte, t reflect.Type) bool {
	members, ok := membersOf(body)
	if !ok {
		return true
	}
	if t.Kind() == reflect.Slice && kind(body) == '{' { // a single value in place of a list
		t = t.Elem()
	}
	seen := map[string]bool{}
	for _, m := range members {
		inner := memberType(t, m.name)
		if inner == nil {
			continue
		}
		if seen[m.name] || !duplicatesOnlyUnread(body[m.start:m.end], inner) {
			return false
		}
		seen[m.name] = true
	}
	return true
}

// memberType is the type that a member is read into, or nil.
func memberType(t reflect.Type, name string) reflect.Type {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t.Kind() {
	case reflect.Map:
		return t.Elem()
	case reflect.Slice:
		if t.Elem().Kind() != reflect.Uint8 {
			return t.Elem()
		}
	case reflect.Struct:
		return fieldType(t, name)
	default:
	}
	return nil
}

func fieldType(t reflect.Type, name string) (found reflect.Type) {
	for _, f := range reflect.VisibleFields(t) {
		switch tag, option, _ := strings.Cut(f.Tag.Get("json"), ","); {
		case tag == name && tag != "":
			return f.Type
		case option == "embed" && f.Type != unknownType: // for members that have no field of their own
			found = f.Type.Elem()
		}
	}
	return found
}
