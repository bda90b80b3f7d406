package conformance

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"canongate/canonical"
)

// mayStay says which fields say nothing to a vendor: labels of the one element that
// it takes, what has one value only, what the gateway keeps, and a file's name, which
// some replace.
func mayStay(pointer string) bool {
	switch pointer {
	case "/type", "/external_reference", "/reference", "/emails/0/type", "/phones/0/type", "/addresses/0/type", "/documents/0/file/name":
		return true
	}
	return strings.HasSuffix(pointer, "/primary") || strings.HasPrefix(pointer, "/client_context/")
}

func covered(pointer string, ignored []string) bool {
	return slices.ContainsFunc(ignored, func(p string) bool { return p == pointer || strings.HasPrefix(pointer, p+"/") })
}

func refusedAt(pointer string, err error) bool {
	return err != nil && slices.ContainsFunc(canonical.AsError(err).Fields, func(f canonical.FieldError) bool {
		return strings.HasPrefix(f.Pointer, pointer) || strings.HasPrefix(pointer, f.Pointer)
	})
}

// change visits every leaf below v that a caller may write, making lists and
// objects where there are none. vary, called by the visitor, gives the leaf
// another value; everything is as before when the visitor is back. Of a map it
// visits the members that are declared, with the values given, and one that is not.
func change(v reflect.Value, pointer string, declared func(pointer string) map[string]any, visit func(pointer string, vary func())) {
	before := reflect.New(v.Type()).Elem()
	before.Set(v)
	defer v.Set(before)
	switch {
	case v.Kind() == reflect.Pointer && v.Type().Elem().Kind() == reflect.Struct:
		fresh := reflect.New(v.Type().Elem())
		if !v.IsNil() {
			fresh.Elem().Set(v.Elem())
		}
		v.Set(fresh)
		change(v.Elem(), pointer, declared, visit)
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Struct:
		elements := reflect.MakeSlice(v.Type(), max(v.Len(), 1), max(v.Len(), 1))
		if reflect.Copy(elements, v) == 0 {
			elements.Index(0).Set(reflect.ValueOf(companions[v.Type().Elem()]))
		}
		v.Set(elements)
		change(v.Index(0), pointer+"/0", declared, visit)
	case v.Kind() == reflect.Struct && v.Type() != reflect.TypeFor[canonical.Secret]():
		for _, f := range reflect.VisibleFields(v.Type()) {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if name != "" && name != "-" && f.Tag.Get("readOnly") == "" {
				change(v.FieldByIndex(f.Index), pointer+"/"+name, declared, visit)
			}
		}
	case v.Kind() == reflect.Map:
		members := maps.Clone(declared(pointer))
		members["undeclared"] = "x"
		for name, value := range members {
			v.Set(before)
			visit(canonical.Member(pointer, name), func() { v.Set(withMember(v, name, value)) })
		}
	default:
		visit(pointer, func() { v.Set(another(v, pointer)) })
	}
}

// withMember is a map with one member more, or changed.
func withMember(v reflect.Value, name string, value any) reflect.Value {
	if own, ok := v.Interface().(canonical.SupplementaryData); ok {
		own = maps.Clone(own)
		own.Put(name, value)
		return reflect.ValueOf(own)
	}
	grown := reflect.MakeMap(v.Type())
	for _, key := range v.MapKeys() {
		grown.SetMapIndex(key, v.MapIndex(key))
	}
	grown.SetMapIndex(reflect.ValueOf(name), reflect.ValueOf(value).Convert(v.Type().Elem()))
	return grown
}

// companions are the elements that a list gets which has none.
var companions = map[reflect.Type]any{
	reflect.TypeFor[canonical.Email]():      canonical.Email{Address: "one@example.com"},
	reflect.TypeFor[canonical.Phone]():      canonical.Phone{Number: "+971500000101"},
	reflect.TypeFor[canonical.Website]():    canonical.Website{URL: "pages.example"},
	reflect.TypeFor[canonical.Address]():    canonical.Address{Type: canonical.AddressResidence},
	reflect.TypeFor[canonical.Identifier](): canonical.Identifier{Type: canonical.IdentifierPassport, Number: "X1"},
	reflect.TypeFor[canonical.Consent]():    canonical.Consent{Type: "privacy", TextID: "privacy-1", Granted: true},
	reflect.TypeFor[canonical.InlineDocument](): canonical.InlineDocument{
		Purpose: canonical.PurposeAdditional, File: canonical.FileMeta{ContentType: "image/png"}, Content: canonical.Content("x"),
	},
}

// another is a value that differs from v and is right for its field.
func another(v reflect.Value, pointer string) reflect.Value {
	name := pointer[strings.LastIndexByte(pointer, '/')+1:]
	switch t := v.Type(); {
	case t == reflect.TypeFor[canonical.Secret]():
		return reflect.ValueOf(canonical.NewSecret("654321"))
	case t.Kind() == reflect.Bool:
		return reflect.ValueOf(!v.Bool())
	case t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.Bool:
		flipped := !v.IsNil() && !v.Elem().Bool()
		return reflect.ValueOf(&flipped)
	case t.Kind() == reflect.Pointer:
		return reflect.New(t.Elem())
	case t == reflect.TypeFor[canonical.Content]():
		return reflect.ValueOf(canonical.Content("y"))
	case t.Kind() == reflect.Slice:
		list := reflect.MakeSlice(t, 1, 1)
		list.Index(0).Set(another(list.Index(0), pointer))
		return list
	}
	values, special := words[name]
	switch {
	case v.Type() == reflect.TypeFor[canonical.Date]():
		values = [2]string{"2001-02-03", "2001-02-04"}
	case v.Type() == reflect.TypeFor[canonical.Country]():
		values = [2]string{"MT", "CY"}
	case !special:
		values = [2]string{"2", "3"}
	}
	if v.String() == values[0] {
		values[0] = values[1]
	}
	return reflect.ValueOf(values[0]).Convert(v.Type())
}

// words are right for the text fields that take not just any text.
var words = map[string][2]string{
	"phone": {"+971500000188", "+971500000189"}, "address": {"two@example.com", "three@example.com"}, "income_currency": {"EUR", "AED"},
	"gender": {"female", "male"}, "role": {"co_applicant", "applicant"}, "postal_code": {"560002", "560003"}, "side": {"back", "front"},
}
