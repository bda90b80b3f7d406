package simulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
)

// UnknownField is the error for a body with a field its shape does not have.
type UnknownField string

func (f UnknownField) Error() string { return fmt.Sprintf("unknown field %q", string(f)) }

// Decode reads the JSON body into v and refuses fields that v does not have
// (UnknownField), as well as anything after the first value. Unlike
// encoding/json it tells the case of names apart, as vendors do.
func (r *Request) Decode(v any) error {
	dec := json.NewDecoder(bytes.NewReader(r.Body))
	if err := dec.Decode(v); err != nil {
		return err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return errors.New("data after the JSON value")
	}
	if name, ok := unknownField(r.Body, reflect.TypeOf(v)); ok {
		return UnknownField(name)
	}
	return nil
}

var unmarshaler = reflect.TypeFor[json.Unmarshaler]()

// unknownField finds a name in raw that t does not spell exactly so. Raw has
// been decoded into t before, so it is known to fit otherwise.
func unknownField(raw []byte, t reflect.Type) (string, bool) {
	if t.Kind() == reflect.Pointer {
		return unknownField(raw, t.Elem())
	}
	if reflect.PointerTo(t).Implements(unmarshaler) {
		return "", false
	}
	switch t.Kind() {
	case reflect.Struct:
		var object map[string]json.RawMessage
		_ = json.Unmarshal(raw, &object) // null leaves it empty
		fields := fieldTypes(t)
		for name, value := range object {
			field, ok := fields[name]
			if !ok {
				return name, true
			}
			if found, ok := unknownField(value, field); ok {
				return found, true
			}
		}
	case reflect.Slice:
		var list []json.RawMessage
		_ = json.Unmarshal(raw, &list) // a []byte is a string here: it has no fields
		for _, value := range list {
			if found, ok := unknownField(value, t.Elem()); ok {
				return found, true
			}
		}
	}
	return "", false
}

func fieldTypes(t reflect.Type) map[string]reflect.Type {
	types := map[string]reflect.Type{}
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case !f.IsExported() || name == "-" || f.Anonymous && name == "":
		case name == "":
			types[f.Name] = f.Type
		default:
			types[name] = f.Type
		}
	}
	return types
}
