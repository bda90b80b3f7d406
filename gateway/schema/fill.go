package schema

import (
	"bytes"
	"encoding"
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// place is where the reader puts the value that it is at. The zero one is nowhere: what
// is read there is only checked.
type place struct {
	to  reflect.Value
	how *filling
}

// filling is how values of a type are put into it. It is made once for each type.
type filling struct {
	kind    fillKind
	fields  map[string]filledField // of a struct
	element *filling               // of a pointer or a list
}

type filledField struct {
	index []int
	*filling
}

type fillKind int

const (
	fillByLibrary fillKind = iota // encoding/json reads it once more
	fillText
	fillByText // UnmarshalText
	fillInteger
	fillStruct
	fillList
	fillPointer
)

var (
	fillings     sync.Map // reflect.Type → *filling
	unmarshaler  = reflect.TypeFor[json.Unmarshaler]()
	textReceiver = reflect.TypeFor[encoding.TextUnmarshaler]()
)

// fillingOf finds how a type is filled; one that contains itself finds itself half made
// in making.
func fillingOf(t reflect.Type, making map[reflect.Type]*filling) *filling {
	if made, known := fillings.Load(t); known {
		return made.(*filling)
	}
	if made, known := making[t]; known {
		return made
	}
	f := &filling{}
	making[t] = f
	to := reflect.PointerTo(t)
	switch {
	case t.Kind() == reflect.Pointer:
		f.kind, f.element = fillPointer, fillingOf(t.Elem(), making)
	case to.Implements(unmarshaler):
	case to.Implements(textReceiver):
		f.kind = fillByText
	case t.Kind() == reflect.String:
		f.kind = fillText
	case t.Kind() == reflect.Int, t.Kind() == reflect.Int64:
		f.kind = fillInteger
	case t.Kind() == reflect.Slice && t.Elem().Kind() != reflect.Uint8:
		f.kind, f.element = fillList, fillingOf(t.Elem(), making)
	case t.Kind() == reflect.Struct:
		if fields, ok := filledFields(t, making); ok {
			f.kind, f.fields = fillStruct, fields
		}
	}
	return f
}

// filledFields are the fields of a struct, also of those embedded in it, by the names of
// their members. It is not ok where two have one name or a tag says more than a name:
// encoding/json has rules for these.
func filledFields(t reflect.Type, making map[reflect.Type]*filling) (fields map[string]filledField, ok bool) {
	fields = map[string]filledField{}
	for _, f := range reflect.VisibleFields(t) {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case name == "-", !f.IsExported() && !f.Anonymous:
			continue
		case f.Anonymous && name == "" && f.Type.Kind() == reflect.Struct:
			continue // its own fields are visible, too
		case name == "", strings.Contains(options, "string"), !f.IsExported():
			return nil, false
		}
		if _, twice := fields[name]; twice {
			return nil, false
		}
		fields[name] = filledField{f.Index, fillingOf(f.Type, making)}
	}
	return fields, true
}

// ReadInto is ReadBody, and fills into, a pointer to a request without its body, in the
// same pass. It says whether into is now what json.Unmarshal would make of it; if not,
// into may be filled in part.
func ReadInto(body []byte, c *Compiled, patch bool, into any) (cleared []string, filled bool, err error) {
	v := reflect.ValueOf(into).Elem()
	how, known := fillings.Load(v.Type())
	if !known {
		how, _ = fillings.LoadOrStore(v.Type(), fillingOf(v.Type(), map[reflect.Type]*filling{}))
	}
	return readBody(body, c, patch, place{v, how.(*filling)})
}

// pass has encoding/json read the value that begins behind a position, once it was
// checked.
func (r *reader) pass(p place, begin int64, check func() error) error {
	if err := check(); err != nil || !p.to.IsValid() {
		return err
	}
	raw := bytes.TrimLeft(r.body[begin:r.json.InputOffset()], " \t\r\n,:")
	if json.Unmarshal(raw, p.to.Addr().Interface()) != nil {
		r.unfilled = true
	}
	return nil
}

// inside follows pointers to what they point to, which it makes.
func (p place) inside() place {
	for p.how != nil && p.how.kind == fillPointer {
		to := reflect.New(p.to.Type().Elem())
		p.to.Set(to)
		p = place{to.Elem(), p.how.element}
	}
	return p
}

// memberOf is the place of a member of this name.
func (r *reader) memberOf(p place, name string) place {
	if p.how == nil {
		return place{}
	}
	f, known := p.how.fields[name]
	if !known {
		r.unfilled = true
		return place{}
	}
	v := p.to
	for _, i := range f.index {
		v = v.Field(i)
	}
	return place{v, f.filling}
}

// next is the place of one more element of a list.
func (p place) next() place {
	if p.how == nil {
		return place{}
	}
	n := p.to.Len()
	p.to.Grow(1)
	p.to.SetLen(n + 1)
	return place{p.to.Index(n), p.how.element}
}

// set puts a text or the digits of a number into a place.
func (r *reader) set(p place, text string) {
	if p.how == nil {
		return
	}
	switch p.how.kind {
	case fillText:
		p.to.SetString(text)
		return
	case fillByText:
		if p.to.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(text)) == nil {
			return
		}
	case fillInteger:
		if n, err := strconv.ParseInt(text, 10, 64); err == nil && !p.to.OverflowInt(n) {
			p.to.SetInt(n)
			return
		}
	default:
	}
	r.unfilled = true
}

// fits says whether a place takes values of this kind without encoding/json.
func (p place) fits(kinds ...fillKind) bool {
	return p.how == nil || slices.Contains(kinds, p.how.kind)
}
