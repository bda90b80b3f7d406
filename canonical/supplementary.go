package canonical

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Supplement is embedded by every draft and every resource of an adapter: the
// members that one vendor has and the canonical model has no word for.
type Supplement struct {
	SupplementaryData SupplementaryData `json:"supplementary_data,omitempty" doc:"What one vendor has and this API has no word for, under the vendor's own names. GET /v1/connections/{name}/fields lists them with type, length and values. Personal ones are answered with scope pii:read only."`

	// public has the members that the adapter's declaration says are not personal.
	public map[string]bool
}

// SupplementaryData are such members by their names. It prints a mark: some of
// them are personal.
type SupplementaryData map[string]SupplementaryValue

// SupplementaryValue is any JSON value but null.
type SupplementaryValue struct{ raw json.RawMessage }

// Format prints the mark for every verb.
func (d SupplementaryData) Format(f fmt.State, _ rune) { mark(f, personalMark) }

// LogValue prints the mark in slog.
func (d SupplementaryData) LogValue() slog.Value { return slog.StringValue(personalMark) }

// Format prints the mark for every verb.
func (v SupplementaryValue) Format(f fmt.State, _ rune) { mark(f, personalMark) }

// LogValue prints the mark in slog.
func (v SupplementaryValue) LogValue() slog.Value { return slog.StringValue(personalMark) }

// MarshalJSON gives the value; null for the zero one.
func (v SupplementaryValue) MarshalJSON() ([]byte, error) {
	if v.raw == nil {
		return []byte("null"), nil
	}
	return v.raw, nil
}

// UnmarshalJSON takes the value as it is.
func (v *SupplementaryValue) UnmarshalJSON(b []byte) error {
	v.raw = bytes.Clone(b)
	return nil
}

// UnmarshalJSON leaves out what is null: a merge patch clears it.
func (d *SupplementaryData) UnmarshalJSON(b []byte) error {
	all := map[string]SupplementaryValue{}
	if err := json.Unmarshal(b, &all); err != nil {
		return err
	}
	maps.DeleteFunc(all, func(_ string, v SupplementaryValue) bool { return string(v.raw) == "null" })
	*d = all
	return nil
}

// Text is a member that is a string, decimal or date; "" when there is none.
func (d SupplementaryData) Text(name string) string { return textOf(d[name].raw) }

// Raw is a member's JSON; nil when there is none.
func (d SupplementaryData) Raw(name string) json.RawMessage { return d[name].raw }

// Put adds a member, unless the value says nothing: nil, "" or an empty list or
// object. A value that is no JSON is a defect of the caller and is left out.
func (d *SupplementaryData) Put(name string, value any) {
	var raw []byte
	var err error
	switch v := value.(type) {
	case bool: // which most are, and need no memory
		raw = truths[v]
	case int64:
		raw = strconv.AppendInt(nil, v, 10)
	default:
		raw, err = json.Marshal(value)
	}
	switch string(raw) {
	case "", "null", `""`, "[]", "{}":
		return
	}
	if err != nil {
		return
	}
	if *d == nil {
		*d = SupplementaryData{}
	}
	(*d)[name] = SupplementaryValue{raw: raw}
}

var truths = map[bool][]byte{true: []byte("true"), false: []byte("false")}

// EachSupplement visits the supplement.
func (s *Supplement) EachSupplement(visit func(*Supplement)) { visit(s) }

func (s *Supplement) supplement() SupplementaryData { return s.SupplementaryData }

// Mask removes what a caller without the scope pii:read may not see.
func (s *Supplement) Mask() {
	shown := maps.Clone(s.SupplementaryData) // it may be the request's own, which others read
	maps.DeleteFunc(shown, func(name string, _ SupplementaryValue) bool { return !s.public[name] })
	s.SupplementaryData = shown
}

// supplemented is a request or a resource with supplementary data, or a list of such.
type supplemented interface {
	EachSupplement(visit func(*Supplement))
}

// The types of a supplementary member, as discovery names them. A decimal is a
// string, and may be negative.
const (
	TypeString  = "string"
	TypeBoolean = "boolean"
	TypeInteger = "integer"
	TypeDecimal = "decimal"
	TypeDate    = "date"
	TypeObject  = "object"
	TypeList    = "list"
)

// defaultSupplementaryLength bounds a text whose declaration says nothing.
const defaultSupplementaryLength = 255

// violation says what is wrong with a value, and its code; "" when nothing is.
func (f *SupplementaryField) violation(raw json.RawMessage) (detail, code string) {
	wrong := func(what string) (string, string) { return "must be " + what, FieldWrongType }
	text := textOf(raw)
	isText := len(raw) > 0 && raw[0] == '"'
	switch f.Type {
	case TypeBoolean:
		if string(raw) != "true" && string(raw) != "false" {
			return wrong("true or false")
		}
		return "", ""
	case TypeInteger:
		if _, err := strconv.ParseInt(string(raw), 10, 64); err != nil {
			return wrong("an integer")
		}
		text = string(raw)
	case TypeObject:
		if raw[0] != '{' {
			return wrong("an object")
		}
		return nulViolation(raw)
	case TypeList:
		return f.listViolation(raw)
	default:
		if !isText {
			return wrong("a string")
		}
	}
	return f.textViolation(text)
}

func (f *SupplementaryField) listViolation(raw json.RawMessage) (detail, code string) {
	var elements []json.RawMessage
	if raw[0] != '[' || json.Unmarshal(raw, &elements) != nil {
		return "must be a list", FieldWrongType
	}
	if f.MaxLength > 0 && len(elements) > f.MaxLength {
		return "the number of elements must be at most " + strconv.Itoa(f.MaxLength), FieldInvalid
	}
	return nulViolation(raw)
}

// nulViolation looks into what is passed on as it is.
func nulViolation(raw json.RawMessage) (detail, code string) {
	if bytes.Contains(raw, []byte(`\u0000`)) {
		return "must not contain NUL characters", FieldInvalid
	}
	return "", ""
}

func (f *SupplementaryField) textViolation(text string) (detail, code string) {
	switch {
	case strings.TrimSpace(text) == "":
		return "must not be empty; leave the field out instead", FieldInvalid
	case TextMistake(text) != "":
		return TextMistake(text), FieldInvalid
	case f.Values != nil && !slices.Contains(f.Values, text):
		return "must be one of " + strings.Join(f.Values, ", "), FieldInvalid
	case utf8.RuneCountInString(text) > f.maxLength():
		return "must have at most " + strconv.Itoa(f.maxLength()) + " characters", FieldInvalid
	case f.Type == TypeDate && !Date(text).Valid():
		return "must be a calendar date, YYYY-MM-DD", FieldInvalid
	}
	if f.Type == TypeDecimal {
		if _, err := ParseDecimal(strings.TrimPrefix(text, "-")); err != nil {
			return "must be a decimal such as -100.50: no exponent, at most 18 digits before and 18 after the point", FieldInvalid
		}
	}
	return "", ""
}

// maxLength is the most characters of a text.
func (f *SupplementaryField) maxLength() int { return cmp.Or(f.MaxLength, defaultSupplementaryLength) }

func textOf(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) != nil {
		return ""
	}
	return text
}
