package compiledjson

import (
	"bytes"
	"reflect"
	"strconv"
	"sync"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Decoder reads one wire type. Safe for concurrent use.
type Decoder struct{ root *step }

// step reads the next value into v, which is zero and addressable.
type step struct {
	read func(s *scan, v reflect.Value, depth int) bool
}

var decoders sync.Map // reflect.Type → *Decoder

// For gives the decoder of a type. It is made when it is first asked for.
func For(t reflect.Type) *Decoder {
	if d, known := decoders.Load(t); known {
		return d.(*Decoder)
	}
	c := compiler{steps: map[reflect.Type]*step{}}
	d, _ := decoders.LoadOrStore(t, &Decoder{root: c.step(t)})
	return d.(*Decoder)
}

// Read reads a whole text into v, which is zero and addressable. It says whether it
// could; otherwise v is of no use.
func (d *Decoder) Read(text []byte, v reflect.Value) bool {
	if !utf8.Valid(text) {
		return false
	}
	s := scan{text: text}
	return d.root.read(&s, v, 0) && s.peek() == 0 && s.at == len(text)
}

// SingleOrList is a list type for which a single value counts as a list of one, and
// null as no element.
type SingleOrList interface{ TakesSingle() }

// Word is a text type whose UnmarshalJSON takes a string, a number, true, false or null,
// keeps what stands there without the blanks around it, and of null nothing.
type Word interface{ TakesWord() }

type unmarshaler interface{ UnmarshalJSON([]byte) error }

var (
	singleOrListType  = reflect.TypeFor[SingleOrList]()
	wordType          = reflect.TypeFor[Word]()
	unmarshalerType   = reflect.TypeFor[unmarshaler]()
	fromType          = reflect.TypeFor[json.UnmarshalerFrom]()
	textType          = reflect.TypeFor[interface{ UnmarshalText([]byte) error }]()
	rawType           = reflect.TypeFor[jsontext.Value]()
	libraryOnlyByName = map[string]bool{"time": true, "encoding/json": true} // packages whose types json has forms for
)

// compiler makes steps. A type that contains itself finds its step half made.
type compiler struct{ steps map[reflect.Type]*step }

func (c *compiler) step(t reflect.Type) *step {
	if done, ok := c.steps[t]; ok {
		return done
	}
	made := &step{}
	c.steps[t] = made
	made.read = c.reader(t)
	return made
}

func (c *compiler) reader(t reflect.Type) func(*scan, reflect.Value, int) bool {
	to := reflect.PointerTo(t)
	switch {
	case t.Kind() == reflect.Pointer:
		return c.pointer(t)
	case to.Implements(singleOrListType) && t.Kind() == reflect.Slice:
		return c.singleOrList(t)
	case to.Implements(wordType) && t.Kind() == reflect.String:
		return readWord
	case libraryOnlyByName[t.PkgPath()], to.Implements(fromType):
		return byLibrary
	case to.Implements(unmarshalerType):
		return byMethod
	case to.Implements(textType):
		return byLibrary
	}
	switch t.Kind() {
	case reflect.String:
		return readText
	case reflect.Bool:
		return readBool
	case reflect.Int, reflect.Int64:
		return readInt
	case reflect.Struct:
		return c.structure(t)
	case reflect.Slice:
		if t.Elem().Kind() != reflect.Uint8 {
			return c.slice(t)
		}
	default:
	}
	return byLibrary
}

// byLibrary leaves the value to the library.
func byLibrary(s *scan, v reflect.Value, depth int) bool {
	raw, ok := s.value(depth)
	return ok && json.Unmarshal(raw, v.Addr().Interface()) == nil
}

// byMethod hands the value to the type.
func byMethod(s *scan, v reflect.Value, depth int) bool {
	raw, ok := s.value(depth)
	return ok && v.Addr().Interface().(unmarshaler).UnmarshalJSON(raw) == nil
}

func readText(s *scan, v reflect.Value, _ int) bool {
	switch s.peek() {
	case 'n':
		return s.literal("null")
	case '"':
	default:
		return false
	}
	from := s.at
	text, escaped, ok := s.quoted()
	if ok && escaped {
		var err error
		text, err = jsontext.AppendUnquote(nil, s.text[from:s.at])
		ok = err == nil
	}
	if ok {
		v.SetString(string(text))
	}
	return ok
}

// readWord reads a Word. One with an escape in it is left to its method.
func readWord(s *scan, v reflect.Value, depth int) bool {
	switch s.peek() {
	case 'n':
		return s.literal("null")
	case '{', '[':
		return false
	case '"':
		from := s.at
		text, escaped, ok := s.quoted()
		switch {
		case !ok:
			return false
		case escaped:
			return v.Addr().Interface().(unmarshaler).UnmarshalJSON(s.text[from:s.at]) == nil
		}
		v.SetString(string(bytes.TrimSpace(text)))
		return true
	}
	word, ok := s.value(depth)
	if ok {
		v.SetString(string(word))
	}
	return ok
}

func readBool(s *scan, v reflect.Value, _ int) bool {
	switch s.peek() {
	case 't':
		v.SetBool(true)
		return s.literal("true")
	case 'f':
		return s.literal("false")
	}
	return s.literal("null")
}

func readInt(s *scan, v reflect.Value, _ int) bool {
	if s.peek() == 'n' {
		return s.literal("null")
	}
	from := s.at
	if !s.number() {
		return false
	}
	n, err := strconv.ParseInt(string(s.text[from:s.at]), 10, 64)
	if err != nil || v.OverflowInt(n) {
		return false
	}
	v.SetInt(n)
	return true
}

func (c *compiler) pointer(t reflect.Type) func(*scan, reflect.Value, int) bool {
	element := c.step(t.Elem())
	return func(s *scan, v reflect.Value, depth int) bool {
		if s.peek() == 'n' {
			return s.literal("null")
		}
		to := reflect.New(t.Elem())
		v.Set(to)
		return element.read(s, to.Elem(), depth)
	}
}

func (c *compiler) slice(t reflect.Type) func(*scan, reflect.Value, int) bool {
	element := c.step(t.Elem())
	none := reflect.MakeSlice(t, 0, 0)
	return func(s *scan, v reflect.Value, depth int) bool {
		if s.peek() == 'n' {
			return s.literal("null")
		}
		v.Set(none)
		return readList(s, v, depth, element, false)
	}
}

func (c *compiler) singleOrList(t reflect.Type) func(*scan, reflect.Value, int) bool {
	element, none := c.step(t.Elem()), reflect.MakeSlice(t, 0, 0)
	return func(s *scan, v reflect.Value, depth int) bool {
		switch s.peek() {
		case 'n':
			return s.literal("null")
		case '[':
			v.Set(none)
			return readList(s, v, depth, element, true)
		}
		v.Grow(1)
		v.SetLen(1)
		return element.read(s, v.Index(0), depth+1)
	}
}

// readList reads a list into an empty slice, without its nulls where these say nothing.
func readList(s *scan, v reflect.Value, depth int, element *step, skipNull bool) bool {
	more, ok := s.begin('[', ']')
	if depth >= maxDepth {
		return false
	}
	for ok && more {
		if skipNull && s.peek() == 'n' {
			ok = s.literal("null")
		} else {
			n := v.Len()
			v.Grow(1)
			v.SetLen(n + 1)
			ok = element.read(s, v.Index(n), depth+1)
		}
		if ok {
			more, ok = s.next(']')
		}
	}
	return ok
}
