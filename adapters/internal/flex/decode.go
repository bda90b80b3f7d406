package flex

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"sync/atomic"

	"canongate/canonical"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// options: an answer that contradicts itself in what is read of it is not to be
// believed, so a repeated member is an error; see repeatsOnlyUnread.
var options = json.JoinOptions(json.MatchCaseInsensitiveNames(false))

// Extra collects the members of an object that its wire type does not have,
// for Drift. Embed it as a field tagged `json:",embed"`.
type Extra = jsontext.Value

// byteOrderMark may stand before a JSON text (RFC 8259 §8.1 lets a reader skip it).
var byteOrderMark = []byte("\ufeff")

// maxLeftOut is how many elements of an answer's lists may be left out before
// the answer as a whole counts as unreadable.
const maxLeftOut = 64

// Decode reads a vendor's answer into a wire type. An element of a list that does
// not fit is left out, so that it does not take the others along; the field whose
// type changed is counted under its path. When nothing of a list fits, or
// what is no element of one, that is a vendor_protocol_error that holds no part of
// the body, like an answer that is nested deeply or cut short.
func Decode[T any](body []byte, unmapped func(field string)) (T, error) {
	return decode[T](body, maxLeftOut, unmapped)
}

// DecodeWhole is Decode for answers of which nothing may be left out: those about
// money.
func DecodeWhole[T any](body []byte, unmapped func(field string)) (T, error) {
	return decode[T](body, 0, unmapped)
}

func decode[T any](body []byte, mayLeaveOut int, unmapped func(field string)) (T, error) {
	if unmapped == nil {
		unmapped = func(string) {}
	}
	body = bytes.TrimPrefix(body, byteOrderMark)
	how := options
	for leftOut := 0; ; leftOut++ {
		var v T
		err := json.Unmarshal(body, &v, how)
		if errors.Is(err, jsontext.ErrDuplicateName) && repeatsOnlyUnread(body, reflect.TypeFor[T]()) {
			how = json.JoinOptions(options, jsontext.AllowDuplicateNames(true))
			v = *new(T)
			err = json.Unmarshal(body, &v, how)
		}
		if err == nil {
			return v, nil
		}
		var semantic *json.SemanticError
		if !errors.As(err, &semantic) {
			return *new(T), notUnderstood("the answer is not JSON")
		}
		path := Path(semantic.JSONPointer)
		unmapped(path)
		rest, cut := withoutElement(body, semantic.JSONPointer)
		if !cut || leftOut == mayLeaveOut {
			return *new(T), notUnderstood("the answer has another shape than documented at " + path)
		}
		body = rest
	}
}

func notUnderstood(reason string) error {
	return &canonical.Error{
		Code: canonical.VendorProtocolError, Origin: canonical.OriginVendor, Outcome: canonical.Answered,
		Message: "The vendor's answer could not be understood.", Err: errors.New(reason),
	}
}

// Path turns a JSON Pointer into a field path with the positions in lists
// taken out, so that it is the same for every answer and holds no data:
// "/address_list/3/zip" becomes "address_list.zip". A member name that does not
// look like a field's name becomes "*": it may be data.
func Path(pointer jsontext.Pointer) string {
	var parts []string
	for token := range pointer.Tokens() {
		switch {
		case token != "" && strings.Trim(token, "0123456789") == "":
		case fieldName(token):
			parts = append(parts, token)
		default:
			parts = append(parts, "*")
		}
	}
	if len(parts) == 0 {
		return "*"
	}
	return strings.Join(parts, ".")
}

// maxDigits is how many digits in a row a field's name may have: more are the
// number of somebody.
const maxDigits = 4

func fieldName(s string) bool {
	if s == "" || len(s) > 64 {
		return false
	}
	digits := 0
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case r == '_', r >= 'A' && r <= 'Z', r >= 'a' && r <= 'z':
			digits = 0
		default:
			return false
		}
		if digits > maxDigits {
			return false
		}
	}
	return true
}

// Drift reports every member that the wire types of v collected in an Extra
// field, and every Bool with a strange word: things the vendor has begun to say. It walks v by reflection, so
// call it on a sample of answers, not on each (see Sampler).
func Drift(v any, unmapped func(field string)) {
	drift(reflect.ValueOf(v), "", unmapped)
}

// sampleEvery is how many answers pass for each that is searched for drift.
const sampleEvery = 64

// Sampler searches the first answer and every 64th after it for drift, so that
// the walk costs next to nothing. The zero value is ready. Safe for concurrent
// use.
type Sampler struct{ answers atomic.Uint64 }

// Look searches v if its turn has come.
func (s *Sampler) Look(v any, unmapped func(field string)) {
	if s.answers.Add(1)%sampleEvery == 1 {
		Drift(v, unmapped)
	}
}

var extraType = reflect.TypeFor[Extra]()

func drift(v reflect.Value, prefix string, unmapped func(string)) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			drift(v.Elem(), prefix, unmapped)
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return
		}
		for i := range v.Len() {
			drift(v.Index(i), prefix, unmapped)
		}
	case reflect.Struct:
		driftStruct(v, prefix, unmapped)
	default:
	}
}

func driftStruct(v reflect.Value, prefix string, unmapped func(string)) {
	t := v.Type()
	for i := range t.NumField() {
		f := t.Field(i)
		if !f.IsExported() {
			continue
		}
		if f.Type == extraType {
			reportExtra(v.Field(i).Interface().(Extra), prefix, unmapped)
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if truth, ok := v.Field(i).Interface().(Bool); ok && truth.Strange {
			unmapped(strings.TrimSuffix(prefix+name, ".")) // embedded, it has no name of its own
		}
		drift(v.Field(i), prefix+name+".", unmapped)
	}
}

func reportExtra(extra Extra, prefix string, unmapped func(string)) {
	if len(extra) == 0 {
		return
	}
	var members map[string]jsontext.Value
	if json.Unmarshal(extra, &members, jsontext.AllowDuplicateNames(true)) != nil {
		return // Decode accepted these bytes as an object: they always parse
	}
	for name := range members {
		if !fieldName(name) {
			name = "*"
		}
		unmapped(prefix + name)
	}
}
