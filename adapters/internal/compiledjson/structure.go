package compiledjson

import (
	"reflect"
	"strings"
	"sync/atomic"

	"github.com/go-json-experiment/json/jsontext"
)

// structure is a struct type: its fields by the names of their members.
type structure struct {
	fields map[string]*field
	first  follower
	// rest is the place for the members that no field has; nil: they are skipped.
	rest []int
}

type field struct {
	name     string
	position int   // among the fields
	index    []int // of reflect.Value.FieldByIndex
	step     *step
	next     follower
}

// follower is the field that came next in an answer before. A vendor writes members in
// one order, and to guess right costs less than to search.
type follower struct{ atomic.Pointer[field] }

// maxFields is how many fields a struct may have: each has a bit that says whether it
// came.
const maxFields = 256

// structure makes the reader of a struct. One whose tags say what only the library
// knows is left to that.
func (c *compiler) structure(t reflect.Type) func(*scan, reflect.Value, int) bool {
	of := &structure{fields: map[string]*field{}}
	if !of.collect(c, t) || len(of.fields) > maxFields {
		return byLibrary
	}
	return of.read
}

// level is a struct whose fields are looked at, and how it is reached.
type level struct {
	of    reflect.Type
	index []int
}

// collect finds the fields of a struct and of those embedded in it, the outer ones
// first. It says whether every tag is understood and no two fields of a depth claim
// one name.
func (d *structure) collect(c *compiler, t reflect.Type) bool {
	for levels := []level{{of: t}}; len(levels) > 0; {
		var inner []level
		depth := len(levels[0].index)
		for _, l := range levels {
			for i := range l.of.NumField() {
				f := l.of.Field(i)
				name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
				index := append(append(make([]int, 0, depth+1), l.index...), i)
				switch {
				case f.Tag.Get("json") == "-", !f.Anonymous && !f.IsExported():
				case f.Anonymous && name == "" && options == "":
					if f.Type.Kind() != reflect.Struct {
						return false
					}
					inner = append(inner, level{f.Type, index})
				case options == "embed" && name == "":
					if f.Type != rawType || len(d.rest) == depth+1 {
						return false
					}
					if d.rest == nil {
						d.rest = index
					}
				case !d.add(c, f, name, options, index):
					return false
				}
			}
		}
		levels = inner
	}
	return true
}

// add adds a field, unless one further out has its name.
func (d *structure) add(c *compiler, f reflect.StructField, name, options string, index []int) bool {
	if options != "" && options != "omitempty" && options != "omitzero" || strings.ContainsAny(name, `'"\`) || !f.IsExported() {
		return false
	}
	if name == "" {
		name = f.Name
	}
	if before, taken := d.fields[name]; taken {
		return len(before.index) < len(index)
	}
	d.fields[name] = &field{name: name, position: len(d.fields), index: index, step: c.step(f.Type)}
	return true
}

func (d *structure) read(s *scan, v reflect.Value, depth int) bool {
	if s.peek() == 'n' {
		return s.literal("null")
	}
	if depth >= maxDepth {
		return false
	}
	var seen [maxFields / 64]uint64
	more, ok := s.begin('{', '}')
	for next := &d.first; ok && more; {
		name, named := s.name()
		if !named {
			return false
		}
		if f := d.field(name, next); f == nil {
			ok = d.unread(s, name, v, depth+1)
		} else {
			bit := uint64(1) << (f.position % 64)
			if seen[f.position/64]&bit != 0 {
				return false
			}
			seen[f.position/64] |= bit
			ok = f.step.read(s, at(v, f.index), depth+1)
			next = &f.next
		}
		if ok {
			more, ok = s.next('}')
		}
	}
	return ok
}

// field finds the field of a member, or nil.
func (d *structure) field(name []byte, guess *follower) *field {
	if f := guess.Load(); f != nil && f.name == string(name) {
		return f
	}
	f := d.fields[string(name)]
	if f != nil {
		guess.Store(f)
	}
	return f
}

// at is reflect.Value.FieldByIndex, for structs that are embedded by value.
func at(v reflect.Value, index []int) reflect.Value {
	for _, i := range index {
		v = v.Field(i)
	}
	return v
}

// unread reads a member that no field has.
func (d *structure) unread(s *scan, name []byte, v reflect.Value, depth int) bool {
	raw, ok := s.value(depth)
	if !ok || d.rest == nil {
		return ok
	}
	rest := at(v, d.rest).Addr().Interface().(*jsontext.Value)
	if len(*rest) == 0 {
		*rest = append(make(jsontext.Value, 0, len(name)+len(raw)+len(`{"":}`)), '{')
	} else {
		(*rest)[len(*rest)-1] = ','
	}
	*rest = append(*rest, '"')
	*rest = append(*rest, name...)
	*rest = append(*rest, `":`...)
	*rest = append(*rest, raw...)
	*rest = append(*rest, '}')
	return true
}
