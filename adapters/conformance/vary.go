package conformance

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"canongate/canonical"
)

// mayStay says which fields need not be sent nor named: what has one value only, what
// the gateway keeps, what only chooses an element, and the consent that a call rests on.
func mayStay(pointer string) bool {
	switch pointer {
	case "/type", "/external_reference", "/reference", "/represents":
		return true
	}
	return strings.HasSuffix(pointer, "/primary") || strings.HasPrefix(pointer, "/consent/")
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
// another value; everything is as before when the visitor is back, unless it keeps
// the change. Of a map it visits the members that are declared, with the values
// given, and one that is not.
func change(v reflect.Value, pointer string, declared func(pointer string) map[string]any, visit changer) (kept bool) {
	before := reflect.New(v.Type()).Elem()
	before.Set(v)
	defer func() {
		if !kept {
			v.Set(before)
		}
	}()
	switch {
	case v.Kind() == reflect.Pointer && v.Type().Elem().Kind() == reflect.Struct:
		fresh := reflect.New(v.Type().Elem())
		if !v.IsNil() {
			fresh.Elem().Set(v.Elem())
		}
		v.Set(fresh)
		return change(v.Elem(), pointer, declared, visit)
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Struct:
		elements := reflect.MakeSlice(v.Type(), max(v.Len(), 1), max(v.Len(), 1))
		if reflect.Copy(elements, v) == 0 {
			elements.Index(0).Set(reflect.ValueOf(companions[v.Type().Elem()]))
		}
		v.Set(elements)
		return change(v.Index(0), pointer+"/0", declared, visit)
	case v.Kind() == reflect.Struct && v.Type() != reflect.TypeFor[canonical.Secret]():
		for _, f := range reflect.VisibleFields(v.Type()) {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if name != "" && name != "-" && f.Tag.Get("readOnly") == "" {
				kept = change(v.FieldByIndex(f.Index), pointer+"/"+name, declared, visit) || kept
			}
		}
		return kept
	case v.Kind() == reflect.Map:
		members := maps.Clone(declared(pointer))
		members["undeclared"] = "x"
		for name, value := range members {
			changed := withMember(v, name, value)
			if !reflect.DeepEqual(changed.Interface(), v.Interface()) &&
				visit(canonical.Member(pointer, name), !v.MapIndex(reflect.ValueOf(name)).IsValid(), func() { v.Set(changed) }) {
				before.Set(v)
				kept = true
			}
			v.Set(before)
		}
		return kept
	default:
		return visit(pointer, v.IsZero(), func() { v.Set(another(v, pointer)) })
	}
}

// changer is given a leaf's pointer, whether it is empty, and what changes it. It says
// whether the change is to stay.
type changer func(pointer string, empty bool, vary func()) (keep bool)

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
		if v.Interface().(canonical.Secret).Reveal() == "654321" {
			return reflect.ValueOf(canonical.NewSecret("654322"))
		}
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
		reflect.Copy(list, v)
		list.Index(0).Set(another(list.Index(0), pointer))
		return list
	}
	values, special := words[name]
	switch {
	case v.Type() == reflect.TypeFor[canonical.Date]() && !special:
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
	"ip_address": {"192.0.2.1", "192.0.2.2"}, "issued_on": {"2000-02-03", "2000-02-04"},
	"gender": {"female", "male"}, "role": {"co_applicant", "applicant"}, "postal_code": {"560002", "560003"}, "side": {"back", "front"},
}
