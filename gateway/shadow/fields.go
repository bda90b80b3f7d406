package shadow

import (
	"reflect"
	"strings"

	"canongate/canonical"
)

// Fields are the names that answers of one type can have.
type Fields struct {
	known map[string]bool
	own   map[string]bool // of the record, so that they differ at two vendors anyway
}

// ownNames are those of records in general.
var ownNames = []string{
	"id", "object", "connection", "vendor", "vendor_ids", "vendor_key", "vendor_reference", "supplementary_data",
	"external_reference", "ignored", "created_at", "updated_at",
}

var sealable = reflect.TypeFor[canonical.Sealable]()

// FieldsOf finds the names of an answer's type.
func FieldsOf(t reflect.Type) *Fields {
	f := &Fields{known: map[string]bool{}, own: map[string]bool{}}
	for _, name := range ownNames {
		f.own[name] = true
	}
	f.visit(t, map[reflect.Type]bool{})
	return f
}

func (f *Fields) visit(t reflect.Type, seen map[reflect.Type]bool) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || seen[t] {
		return
	}
	seen[t] = true
	for i := range t.NumField() {
		field := t.Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name == "-" || !field.IsExported() {
			continue
		}
		if name != "" {
			f.known[name] = true
			f.own[name] = f.own[name] || isID(field.Type) || strings.HasSuffix(name, "_raw")
		}
		f.visit(field.Type, seen)
	}
}

func isID(t reflect.Type) bool {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	return reflect.PointerTo(t).Implements(sealable)
}

// shown is a key as a path may hold it.
func (f *Fields) shown(key string) string {
	if f.known[key] {
		return key
	}
	return "*"
}
