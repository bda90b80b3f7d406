package simulator

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
)

// exactNames refuses a document whose field names differ from those of t only
// in case. encoding/json would take them; the vendors' parsers do not, and
// some vendors spell one field in two ways.
func exactNames(raw json.RawMessage, t reflect.Type) error {
	switch t.Kind() {
	case reflect.Pointer:
		return exactNames(raw, t.Elem())
	case reflect.Slice:
		var items []json.RawMessage
		if json.Unmarshal(raw, &items) != nil {
			return nil // bytes, or a type that reads itself
		}
		for _, item := range items {
			if err := exactNames(item, t.Elem()); err != nil {
				return err
			}
		}
	case reflect.Struct:
		var fields map[string]json.RawMessage
		if json.Unmarshal(raw, &fields) != nil {
			return nil // a type that reads itself
		}
		types := fieldTypes(t)
		for name, value := range fields {
			ft, ok := types[name]
			if !ok {
				return fmt.Errorf("unknown field %q", name)
			}
			if err := exactNames(value, ft); err != nil {
				return err
			}
		}
	}
	return nil
}

func fieldTypes(t reflect.Type) map[string]reflect.Type {
	types := map[string]reflect.Type{}
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" {
			name = f.Name
		}
		types[name] = f.Type
	}
	return types
}
