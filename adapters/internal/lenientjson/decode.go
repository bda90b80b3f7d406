package lenientjson

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"sync"

	"canongate/adapters/internal/compiledjson"
	"canongate/canonical"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// options are those of every answer. A repeated member is an error where it is
// read; see duplicatesOnlyUnread.
var options = json.JoinOptions(json.MatchCaseInsensitiveNames(false))

// Unknown collects the members of an object that its wire type does not have,
// for ReportDrift. Embed it as a field tagged `json:",embed"`.
type Unknown = jsontext.Value

// byteOrderMark may stand before a JSON text (RFC 8259 §8.1 lets a reader skip it).
var byteOrderMark = []byte("\ufeff")

// maxSkipped is how many elements of an answer's lists may be left out before
// the whole answer is an error.
const maxSkipped = 64

// Decode reads a vendor's answer into a wire type. A list element that does not fit
// is left out, and the field whose type changed is counted under its path. It is a
// vendor_protocol_error when a whole list, or something outside a list, does not
// fit. The error holds no part of the body.
func Decode[T any](body []byte, unmapped func(field string)) (T, error) {
	var v T
	err := decode(&v, body, maxSkipped, unmapped)
	return v, err
}

// DecodeInto is Decode for a large type, which would be copied otherwise. After an
// error v is the zero value.
func DecodeInto[T any](v *T, body []byte, unmapped func(field string)) error {
	return decode(v, body, maxSkipped, unmapped)
}

// DecodeWhole is Decode without leaving anything out, for answers about money.
func DecodeWhole[T any](body []byte, unmapped func(field string)) (T, error) {
	var v T
	err := decode(&v, body, 0, unmapped)
	return v, err
}

func decode[T any](v *T, body []byte, maxSkipped int, unmapped func(field string)) (err error) {
	if unmapped == nil {
		unmapped = func(string) {}
	}
	body = bytes.TrimPrefix(body, byteOrderMark)
	if compiledjson.For(reflect.TypeFor[T]()).Read(body, reflect.ValueOf(v).Elem()) {
		return nil
	}
	*v, err = repair[T](body, maxSkipped, unmapped)
	return err
}

// repair reads an answer by the library, with what the compiled decoder gives up at.
func repair[T any](body []byte, maxSkipped int, unmapped func(field string)) (T, error) {
	opts := options
	for skipped := 0; ; skipped++ {
		var v T
		err := json.Unmarshal(body, &v, opts)
		if errors.Is(err, jsontext.ErrDuplicateName) && duplicatesOnlyUnread(body, reflect.TypeFor[T]()) {
			opts = json.JoinOptions(options, jsontext.AllowDuplicateNames(true))
			v = *new(T)
			err = json.Unmarshal(body, &v, opts)
		}
		if err == nil {
			return v, nil
		}
		var semantic *json.SemanticError
		if !errors.As(err, &semantic) {
			return *new(T), malformed("the answer is not JSON")
		}
		path := Path(semantic.JSONPointer)
		unmapped(path)
		rest, cut := withoutElement(body, semantic.JSONPointer, reflect.TypeFor[T]())
		if !cut || skipped == maxSkipped {
			return *new(T), malformed("the answer has another shape than documented at " + path)
		}
		body = rest
	}
}

func malformed(reason string) error {
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

// ReportDrift reports vendor drift: every member that a wire type of v collected in
// an Unknown field, and every Bool with an unrecognized word. It walks v by
// reflection, so call it on a sample of answers (see DriftSampler).
func ReportDrift(v any, unmapped func(field string)) {
	reportDrift(reflect.ValueOf(v), "", unmapped)
}

// sampleEvery is how many answers pass for each that is searched for drift.
const sampleEvery = 64

// DriftSampler searches the first answer of each operation and every 64th after it
// for drift, so that the walk costs next to nothing. The zero value is ready. Safe
// for concurrent use.
type DriftSampler struct {
	mu      sync.Mutex
	answers map[sampled]uint64
}

// sampled are the answers that are counted together.
type sampled struct {
	operation string
	wire      reflect.Type
}

// ObserveIn reports the drift of an operation's answer if it is one of the sample.
// Answers of several wire types are counted by type.
func (s *DriftSampler) ObserveIn(operation string, v any, unmapped func(field string)) {
	if s.count(sampled{operation, reflect.TypeOf(v)})%sampleEvery == 1 {
		ReportDrift(v, unmapped)
	}
}

func (s *DriftSampler) count(of sampled) uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.answers == nil {
		s.answers = map[sampled]uint64{}
	}
	s.answers[of]++
	return s.answers[of]
}

var (
	unknownType = reflect.TypeFor[Unknown]()
	boolType    = reflect.TypeFor[Bool]()
)

func reportDrift(v reflect.Value, prefix string, unmapped func(string)) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			reportDrift(v.Elem(), prefix, unmapped)
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return
		}
		for i := range v.Len() {
			reportDrift(v.Index(i), prefix, unmapped)
		}
	case reflect.Struct:
		reportStruct(v, prefix, unmapped)
	default:
	}
}

func reportStruct(v reflect.Value, prefix string, unmapped func(string)) {
	t := v.Type()
	for i := range t.NumField() {
		f := t.Field(i)
		if !f.IsExported() {
			continue
		}
		if f.Type == unknownType {
			reportUnknown(v.Field(i).Interface().(Unknown), prefix, unmapped)
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Type == boolType && v.Field(i).Interface().(Bool).Unrecognized {
			unmapped(strings.TrimSuffix(prefix+name, ".")) // embedded, it has no name of its own
		}
		reportDrift(v.Field(i), prefix+name+".", unmapped)
	}
}

func reportUnknown(unknown Unknown, prefix string, unmapped func(string)) {
	if len(unknown) == 0 {
		return
	}
	var members map[string]jsontext.Value
	if json.Unmarshal(unknown, &members, jsontext.AllowDuplicateNames(true)) != nil {
		return // Decode accepted these bytes as an object: they always parse
	}
	for name := range members {
		if !fieldName(name) {
			name = "*"
		}
		unmapped(prefix + name)
	}
}
