// Package lenientjson holds the tolerant decoders that several vendors need: text
// that is sometimes a number, booleans in words, one value where a list is
// documented. They accept what was seen in the vendors' documents and no
// more; anything else is a decoding error that names the field, never the
// value.
package lenientjson

import (
	"bytes"
	"errors"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// errShape is what every decoder here reports; it must not hold the value.
var errShape = errors.New("has a type that the vendor does not document")

// String is text that a vendor may write as a JSON string, a number, a truth or
// null. It is trimmed (TEM-6, ISU-2, OMN-8); a number keeps its digits as written.
type String string

// TakesWord says what UnmarshalJSON does, for compiled decoders.
func (String) TakesWord() {}

// UnmarshalJSON reads a string, a number, true, false or null.
func (s *String) UnmarshalJSON(b []byte) error {
	switch kind(b) {
	case '"':
		text, err := unquote(b)
		*s = String(strings.TrimSpace(text))
		return err
	case '0', 't', 'f':
		*s = String(b)
	case 'n':
		*s = ""
	default:
		return errShape
	}
	return nil
}

// String gives the text.
func (s String) String() string { return string(s) }

// Number is a number that a vendor may write as a JSON number, as text or as
// null; "" when absent. The digits stay as written: pass them to
// canonical.ParseNumber.
type Number string

// UnmarshalJSON reads a number, a text or null.
func (n *Number) UnmarshalJSON(b []byte) error {
	if k := kind(b); k == 't' || k == 'f' {
		return errShape
	}
	return (*String)(n).UnmarshalJSON(b)
}

// Bool is a truth that a vendor may write as true, "true", "Yes", "y", 1 or
// "1", in any case (TEM-3, CIT-4). The zero value is "not said".
type Bool struct {
	Known bool
	Value bool
	// Unrecognized is true for a word that is neither; ReportDrift counts it.
	Unrecognized bool
}

// UnmarshalJSON reads any of the forms; null and "" are "not said", and so is a
// word that is neither true nor false.
func (v *Bool) UnmarshalJSON(b []byte) error {
	switch string(b) {
	case "true", "false":
		*v = Bool{Known: true, Value: b[0] == 't'}
		return nil
	case "null":
		*v = Bool{}
		return nil
	}
	var text String
	if err := text.UnmarshalJSON(b); err != nil {
		return err
	}
	*v = BoolOf(text)
	return nil
}

// BoolOf reads a text as Bool does.
func BoolOf(text String) Bool {
	switch strings.ToLower(string(text)) {
	case "":
		return Bool{}
	case "true", "yes", "y", "1":
		return Bool{Known: true, Value: true}
	case "false", "no", "n", "0":
		return Bool{Known: true}
	}
	return Bool{Unrecognized: true}
}

// Pointer gives nil for "not said".
func (v Bool) Pointer() *bool {
	if !v.Known {
		return nil
	}
	value := v.Value
	return &value
}

// OneOrMany is a list that a vendor may write as a list, a single value or null
// (CIT-3).
type OneOrMany[T any] []T

// TakesSingle says that a single value counts as a list, for compiled decoders.
func (OneOrMany[T]) TakesSingle() {}

// UnmarshalJSONFrom reads a list, a single value or null.
func (m *OneOrMany[T]) UnmarshalJSONFrom(in *jsontext.Decoder) error {
	*m = nil
	switch in.PeekKind() {
	case 'n':
		return in.SkipValue()
	case '[':
		return m.readList(in)
	default:
		var one T
		if err := json.UnmarshalDecode(in, &one); err != nil {
			return err
		}
		*m = OneOrMany[T]{one}
		return nil
	}
}

// readList reads the elements of a list that say something: null is none.
func (m *OneOrMany[T]) readList(in *jsontext.Decoder) error {
	if _, err := in.ReadToken(); err != nil {
		return err
	}
	list := OneOrMany[T]{}
	for in.PeekKind() != ']' {
		if in.PeekKind() == 'n' {
			if err := in.SkipValue(); err != nil {
				return err
			}
			continue
		}
		list = append(list, *new(T))
		if err := json.UnmarshalDecode(in, &list[len(list)-1]); err != nil {
			return err
		}
	}
	*m = list
	_, err := in.ReadToken()
	return err
}

// Details is OneOrMany of what an answer could do without, such as a customer's
// addresses: its last element is left out too when it cannot be read. Of another list
// that is refused, since it would say that there are none.
type Details[T any] []T

// TakesSingle says that a single value counts as a list, for compiled decoders.
func (Details[T]) TakesSingle() {}

// UnmarshalJSONFrom reads a list, a single value or null.
func (d *Details[T]) UnmarshalJSONFrom(in *jsontext.Decoder) error {
	return (*OneOrMany[T])(d).UnmarshalJSONFrom(in)
}

func (Details[T]) isDetails() {}

// Decoder is what a type of a vendor's reads itself from, such as a list that is the
// whole answer.
type Decoder = jsontext.Decoder

// ReadElement reads the next value into v. Of one with another shape it gives the path
// of what does not fit, "*" for all of it and for null; v is then of no use. The error
// is of what is no JSON.
func ReadElement(in *Decoder, v any) (misfit string, err error) {
	value, err := in.ReadValue()
	if err != nil {
		return "", err
	}
	if value.Kind() == 'n' {
		return "*", nil
	}
	err = json.Unmarshal(value, v, in.Options())
	var semantic *json.SemanticError
	switch {
	case err == nil:
		return "", nil
	case errors.As(err, &semantic):
		return Path(semantic.JSONPointer), nil
	}
	return "", err
}

// Messages are texts that a vendor writes as one string, as a list of strings (as
// NestJS does) or not at all. A list element of another type is left out.
type Messages []string

// UnmarshalJSON reads a string, a list or null. A value of another type is empty.
func (t *Messages) UnmarshalJSON(b []byte) error {
	*t = nil
	if kind(b) != '[' {
		t.add(b)
		return nil
	}
	var elements []jsontext.Value
	if err := json.Unmarshal(b, &elements, jsontext.AllowDuplicateNames(true)); err != nil {
		return err
	}
	for _, element := range elements {
		t.add(element)
	}
	return nil
}

// add adds a text, unless it is none or empty.
func (t *Messages) add(b []byte) {
	var text String
	if text.UnmarshalJSON(b) == nil && text != "" {
		*t = append(*t, string(text))
	}
}

// String is all of them in one.
func (t Messages) String() string { return strings.Join(t, "; ") }

// Empty says whether text means "none" to a vendor: "", blanks, and each of
// the fillers given, such as "0" (CDP-12).
func Empty(s string, fillers ...string) bool {
	s = strings.TrimSpace(s)
	for _, f := range fillers {
		if s == f {
			return true
		}
	}
	return s == ""
}

func kind(b []byte) jsontext.Kind { return jsontext.Value(b).Kind() }

// unquote allocates once for text without escapes, which is nearly all of it:
// the bytes come from a decoder that has checked them.
func unquote(b []byte) (string, error) {
	b = bytes.TrimSpace(b)
	if n := len(b); n >= 2 && b[n-1] == '"' && bytes.IndexByte(b, '\\') < 0 {
		return string(bytes.TrimSpace(b[1 : n-1])), nil
	}
	out, err := jsontext.AppendUnquote(nil, b)
	if err != nil {
		return "", errShape
	}
	return string(out), nil
}
