package appendjson

import (
	"reflect"
	"slices"
	"strings"
)

// field is a member of an object.
type field struct {
	name    string
	quoted  []byte // with the colon
	index   []int
	encoder *encoder
	omit    func(reflect.Value) bool // nil: it always stands there
}

// structure makes the writer of a struct. One whose fields or tags are unusual is left
// to encoding/json.
func (c *compiler) structure(t reflect.Type) func([]byte, reflect.Value) ([]byte, bool) {
	fields, ok := c.fields(t)
	if !ok {
		return byLibrary
	}
	return func(b []byte, v reflect.Value) ([]byte, bool) {
		b = append(b, '{')
		first := true
		for i := range fields {
			f := &fields[i]
			member := v
			for _, at := range f.index {
				member = member.Field(at)
			}
			if f.omit != nil && f.omit(member) {
				continue
			}
			if !first {
				b = append(b, ',')
			}
			first = false
			b = append(b, f.quoted...)
			var ok bool
			if b, ok = f.encoder.write(b, member); !ok {
				return b, false
			}
		}
		return append(b, '}'), true
	}
}

// level is a struct whose fields are looked at, and how it is reached.
type level struct {
	of    reflect.Type
	index []int
}

// fields are those of a struct and of the structs embedded in it, in the order of their
// members. Of two with one name the outer one counts; two of one depth are unusual.
func (c *compiler) fields(t reflect.Type) (fields []field, ok bool) {
	named := map[string]int{} // depth by name
	for levels := []level{{of: t}}; len(levels) > 0; {
		var inner []level
		for _, l := range levels {
			for i := range l.of.NumField() {
				f := l.of.Field(i)
				tag := f.Tag.Get("json")
				name, options, _ := strings.Cut(tag, ",")
				index := append(slices.Clone(l.index), i)
				switch {
				case tag == "-", !f.Anonymous && !f.IsExported():
					continue
				case f.Anonymous && name == "" && f.Type.Kind() == reflect.Struct:
					inner = append(inner, level{f.Type, index})
					continue
				case f.Anonymous && !f.IsExported(), f.Anonymous && name == "", !usual(name):
					return nil, false
				}
				if name == "" {
					name = f.Name
				}
				if depth, taken := named[name]; taken {
					if depth == len(index) {
						return nil, false
					}
					continue
				}
				named[name] = len(index)
				omit, known := omission(f.Type, options)
				if !known {
					return nil, false
				}
				fields = append(fields, field{
					name: name, quoted: append(appendText(nil, name), ':'), index: index, encoder: c.encoder(f.Type), omit: omit,
				})
			}
		}
		levels = inner
	}
	slices.SortFunc(fields, func(a, b field) int { return slices.Compare(a.index, b.index) })
	return fields, true
}

// usual says whether a tag's name is taken by encoding/json as it is.
func usual(name string) bool {
	return strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-$%.") == ""
}

// omission is when a field is left out, for options that are known.
func omission(t reflect.Type, options string) (omit func(reflect.Value) bool, known bool) {
	switch options {
	case "":
		return nil, true
	case "omitempty":
		return emptiness(t), true
	case "omitzero":
		return zeroness(t), true
	}
	return nil, false
}

// emptiness is encoding/json's idea of an empty value.
func emptiness(t reflect.Type) func(reflect.Value) bool {
	switch t.Kind() {
	case reflect.Array, reflect.Map, reflect.Slice, reflect.String:
		return func(v reflect.Value) bool { return v.Len() == 0 }
	case reflect.Struct:
		return nil
	}
	return reflect.Value.IsZero
}

// zeroness is encoding/json's idea of a zero value: what IsZero says, where the type
// has it.
func zeroness(t reflect.Type) func(reflect.Value) bool {
	switch {
	case (t.Kind() == reflect.Pointer || t.Kind() == reflect.Interface) && t.Implements(isZeroFor):
		return func(v reflect.Value) bool { return v.IsNil() || v.Interface().(interface{ IsZero() bool }).IsZero() }
	case reflect.PointerTo(t).Implements(isZeroFor):
		return func(v reflect.Value) bool { return v.Addr().Interface().(interface{ IsZero() bool }).IsZero() }
	}
	return reflect.Value.IsZero
}
