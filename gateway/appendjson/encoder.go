package appendjson

import (
	"bytes"
	"encoding"
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode/utf8"
)

// Marshal is json.Marshal. A pointer to a struct is written by a compiled encoder, and
// anything else by json.Marshal itself.
func Marshal(v any) ([]byte, error) {
	p := reflect.ValueOf(v)
	if p.Kind() == reflect.Pointer && !p.IsNil() && p.Elem().Kind() == reflect.Struct {
		e := encoderOf(p.Type().Elem())
		if b, ok := e.write(make([]byte, 0, e.last.Load()+spare), p.Elem()); ok {
			e.last.Store(int64(len(b)))
			return b, nil
		}
	}
	return json.Marshal(v) //nolint:wrapcheck // it is json.Marshal
}

// spare is the room that a text gets beyond that of the one before it.
const spare = 128

// encoder appends one type. write gives false where only encoding/json knows what
// follows; v is addressable.
type encoder struct {
	last  atomic.Int64 // length of the last text of this type
	write func(b []byte, v reflect.Value) ([]byte, bool)
}

var (
	encoders   sync.Map // reflect.Type → *encoder
	jsonType   = reflect.TypeFor[json.Marshaler]()
	textType   = reflect.TypeFor[encoding.TextMarshaler]()
	appendType = reflect.TypeFor[textAppender]()
	timeType   = reflect.TypeFor[time.Time]()
	plainMap   = reflect.TypeFor[map[string]string]()
	isZeroFor  = reflect.TypeFor[interface{ IsZero() bool }]()
)

func encoderOf(t reflect.Type) *encoder {
	if made, known := encoders.Load(t); known {
		return made.(*encoder)
	}
	c := compiler{encoders: map[reflect.Type]*encoder{}}
	made, _ := encoders.LoadOrStore(t, c.encoder(t))
	return made.(*encoder)
}

// compiler makes encoders. A type that contains itself finds its encoder half made.
type compiler struct{ encoders map[reflect.Type]*encoder }

func (c *compiler) encoder(t reflect.Type) *encoder {
	if made, known := c.encoders[t]; known {
		return made
	}
	made := &encoder{}
	c.encoders[t] = made
	made.write = c.writer(t)
	return made
}

func (c *compiler) writer(t reflect.Type) func([]byte, reflect.Value) ([]byte, bool) {
	to := reflect.PointerTo(t)
	switch {
	case t.Kind() == reflect.Pointer:
		return c.pointer(t)
	case t == timeType:
		return writeTime
	case to.Implements(jsonType):
		return byMethod
	case to.Implements(appendType):
		return byAppending
	case to.Implements(textType):
		return byText
	}
	switch t.Kind() {
	case reflect.String:
		return func(b []byte, v reflect.Value) ([]byte, bool) { return appendText(b, v.String()), true }
	case reflect.Bool:
		return func(b []byte, v reflect.Value) ([]byte, bool) { return strconv.AppendBool(b, v.Bool()), true }
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return func(b []byte, v reflect.Value) ([]byte, bool) { return strconv.AppendInt(b, v.Int(), 10), true }
	case reflect.Struct:
		return c.structure(t)
	case reflect.Slice:
		if t.Elem().Kind() != reflect.Uint8 {
			return c.slice(t)
		}
	case reflect.Map:
		switch {
		case t.Key().Kind() != reflect.String || t.Key().Implements(textType):
		case t.ConvertibleTo(plainMap):
			return writeTexts
		case t.Elem().Implements(jsonType) && t.Elem().Kind() == reflect.Struct, plainText(t.Elem()):
			return c.mapOf(t)
		}
	default:
	}
	return byLibrary
}

// byLibrary has encoding/json write the value.
func byLibrary(b []byte, v reflect.Value) ([]byte, bool) {
	text, err := json.Marshal(v.Addr().Interface())
	return append(b, text...), err == nil
}

// byMethod has the type write its own JSON. A short word of it stands as it is; the rest
// encoding/json checks and compacts.
func byMethod(b []byte, v reflect.Value) ([]byte, bool) {
	text, err := v.Addr().Interface().(json.Marshaler).MarshalJSON()
	if err != nil {
		return b, false
	}
	if isWord(text) {
		return append(b, text...), true
	}
	return byLibrary(b, v)
}

// isWord says whether a text is a JSON value that is nothing but true, false, null, a
// whole number or a text without escapes.
func isWord(text []byte) bool {
	switch n := len(text); {
	case n == 0:
		return false
	case text[0] == '"':
		return n > 1 && text[n-1] == '"' && isPlain(text[1:n-1])
	case text[0] >= '1' && text[0] <= '9':
		return len(bytes.Trim(text, "0123456789")) == 0
	}
	return string(text) == "true" || string(text) == "false" || string(text) == "null" || string(text) == "0"
}

// writeTime writes a time as its MarshalJSON does.
func writeTime(b []byte, v reflect.Value) ([]byte, bool) {
	b, err := v.Addr().Interface().(*time.Time).AppendText(append(b, '"'))
	return append(b, '"'), err == nil
}

// textAppender is a type whose AppendText gives what its MarshalText does.
type textAppender interface {
	encoding.TextMarshaler
	encoding.TextAppender
}

func byAppending(b []byte, v reflect.Value) ([]byte, bool) {
	from := len(b)
	b, err := v.Addr().Interface().(textAppender).AppendText(append(b, '"'))
	if err != nil {
		return b, false
	}
	if text := b[from+1:]; !isPlain(text) {
		return appendText(b[:from], string(text)), true
	}
	return append(b, '"'), true
}

func byText(b []byte, v reflect.Value) ([]byte, bool) {
	text, err := v.Addr().Interface().(encoding.TextMarshaler).MarshalText()
	if err != nil {
		return b, false
	}
	return appendText(b, string(text)), true
}

func (c *compiler) pointer(t reflect.Type) func([]byte, reflect.Value) ([]byte, bool) {
	element := c.encoder(t.Elem())
	return func(b []byte, v reflect.Value) ([]byte, bool) {
		if v.IsNil() {
			return append(b, "null"...), true
		}
		return element.write(b, v.Elem())
	}
}

func (c *compiler) slice(t reflect.Type) func([]byte, reflect.Value) ([]byte, bool) {
	element := c.encoder(t.Elem())
	return func(b []byte, v reflect.Value) ([]byte, bool) {
		if v.IsNil() {
			return append(b, "null"...), true
		}
		b = append(b, '[')
		var ok bool
		for i := range v.Len() {
			if i > 0 {
				b = append(b, ',')
			}
			if b, ok = element.write(b, v.Index(i)); !ok {
				return b, false
			}
		}
		return append(b, ']'), true
	}
}

// plainText says whether a type is text that says nothing of its JSON.
func plainText(t reflect.Type) bool {
	return t.Kind() == reflect.String && !reflect.PointerTo(t).Implements(jsonType) && !reflect.PointerTo(t).Implements(textType)
}

// mapOf makes the writer of values by texts, the names in order.
func (c *compiler) mapOf(t reflect.Type) func([]byte, reflect.Value) ([]byte, bool) {
	element, list := c.encoder(t.Elem()), reflect.SliceOf(t.Elem())
	type member struct {
		name string
		at   int
	}
	return func(b []byte, v reflect.Value) ([]byte, bool) {
		if v.IsNil() {
			return append(b, "null"...), true
		}
		members, values := make([]member, 0, 8), reflect.MakeSlice(list, v.Len(), v.Len())
		key := reflect.New(t.Key()).Elem()
		for each := v.MapRange(); each.Next(); {
			key.SetIterKey(each)
			values.Index(len(members)).SetIterValue(each)
			members = append(members, member{key.String(), len(members)})
		}
		slices.SortFunc(members, func(a, b member) int { return strings.Compare(a.name, b.name) })
		b = append(b, '{')
		for i, m := range members {
			if i > 0 {
				b = append(b, ',')
			}
			var ok bool
			if b, ok = element.write(append(appendText(b, m.name), ':'), values.Index(m.at)); !ok {
				return b, false
			}
		}
		return append(b, '}'), true
	}
}

// writeTexts writes texts by texts, the names in order.
func writeTexts(b []byte, v reflect.Value) ([]byte, bool) {
	if v.IsNil() {
		return append(b, "null"...), true
	}
	members := v.Convert(plainMap).Interface().(map[string]string)
	names := make([]string, 0, 8)
	for name := range members {
		names = append(names, name)
	}
	slices.Sort(names)
	b = append(b, '{')
	for i, name := range names {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendText(b, name), ':')
		b = appendText(b, members[name])
	}
	return append(b, '}'), true
}

// plain has the bytes that stand for themselves in a text. encoding/json escapes what
// HTML would read, too.
var plain = func() (plain [256]bool) {
	for c := ' '; c < utf8.RuneSelf; c++ {
		plain[c] = c != '"' && c != '\\' && c != '<' && c != '>' && c != '&'
	}
	return plain
}()

// appendText appends a text in quotes.
func appendText(b []byte, text string) []byte {
	if !isPlain(text) {
		return appendUnplain(b, text)
	}
	return append(append(append(b, '"'), text...), '"')
}

func isPlain[T string | []byte](text T) bool {
	for i := range len(text) {
		if !plain[text[i]] {
			return false
		}
	}
	return true
}

// appendUnplain appends a text that may need escapes. Other scripts need none, but for
// two separators that end a line of JavaScript.
func appendUnplain(b []byte, text string) []byte {
	for _, r := range text {
		if r < utf8.RuneSelf && !plain[r] || r == '\u2028' || r == '\u2029' || r == utf8.RuneError {
			quoted, _ := json.Marshal(text) // no text fails
			return append(b, quoted...)
		}
	}
	return append(append(append(b, '"'), text...), '"')
}
