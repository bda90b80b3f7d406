package routing

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"

	"canongate/canonical"
)

// RequestAttributes are the members of `request` in an expression. Each is a
// code from a closed or public list; an absent one is "".
type RequestAttributes struct {
	AccountType        string `expr:"account_type"`
	AgreementKind      string `expr:"agreement_kind"`
	AssetSymbol        string `expr:"asset_symbol"`
	CountryOfResidence string `expr:"country_of_residence"`
	Direction          string `expr:"direction"`
	IdentifierType     string `expr:"identifier_type"`
	LinkMethod         string `expr:"link_method"`
	Nationality        string `expr:"nationality"`
	Phase              string `expr:"phase"`
	Rail               string `expr:"rail"`
	Role               string `expr:"role"`
	SECCode            string `expr:"sec_code"`
	Type               string `expr:"type"`
}

// attributeSource is an attribute: its name in expressions, its field, and where a
// request may have it. The first path that leads to a value counts.
type attributeSource struct {
	name  string
	field func(*Attributes) *string
	paths [][]string
}

// attributeSources lists each attribute.
var attributeSources = []attributeSource{
	{"country", func(a *Attributes) *string { return &a.Country }, pathsOf(canonical.Facts.Country)},
	{"currency", func(a *Attributes) *string { return &a.Currency }, pathsOf(canonical.Facts.Currency)},
	{"method", func(a *Attributes) *string { return &a.Method }, pathsOf(canonical.Facts.Method)},
	{"request.account_type", func(a *Attributes) *string { return &a.Request.AccountType }, paths("account_type")},
	{"request.agreement_kind", func(a *Attributes) *string { return &a.Request.AgreementKind }, paths("kind")},
	{"request.asset_symbol", func(a *Attributes) *string { return &a.Request.AssetSymbol }, paths("asset.symbol")},
	{"request.country_of_residence", func(a *Attributes) *string { return &a.Request.CountryOfResidence }, paths("country_of_residence")},
	{"request.direction", func(a *Attributes) *string { return &a.Request.Direction }, paths("direction")},
	{
		"request.identifier_type", func(a *Attributes) *string { return &a.Request.IdentifierType },
		paths("identifier.type", "identifiers.0.type"),
	},
	{"request.link_method", func(a *Attributes) *string { return &a.Request.LinkMethod }, paths("link_method")},
	{"request.nationality", func(a *Attributes) *string { return &a.Request.Nationality }, paths("nationalities.0")},
	{"request.phase", func(a *Attributes) *string { return &a.Request.Phase }, paths("phase")},
	{"request.rail", func(a *Attributes) *string { return &a.Request.Rail }, paths("rail")},
	{"request.role", func(a *Attributes) *string { return &a.Request.Role }, paths("role")},
	{"request.sec_code", func(a *Attributes) *string { return &a.Request.SECCode }, paths("ach.sec_code")},
	{"request.type", func(a *Attributes) *string { return &a.Request.Type }, paths("type")},
}

var amountSource = []string{"amount", "value"}

// pathsOf are the paths of JSON Pointers.
func pathsOf(pointers []string) [][]string {
	split := make([][]string, len(pointers))
	for i, pointer := range pointers {
		split[i] = strings.Split(pointer, "/")[1:]
	}
	return split
}

func paths(dotted ...string) [][]string {
	split := make([][]string, len(dotted))
	for i, path := range dotted {
		split[i] = strings.Split(path, ".")
	}
	return split
}

// AttributesOf reads the attributes of a request, which is either the operation's
// typed request or its JSON decoded into maps.
func AttributesOf(request any) Attributes {
	var a Attributes
	root := dereference(reflect.ValueOf(request))
	for _, source := range sourcesIn(root) {
		for _, path := range source.paths {
			if v := valueAt(root, path); isCode(v) {
				*source.field(&a) = v.String()
				break
			}
		}
	}
	a.Amount = decimalAt(valueAt(root, amountSource))
	return a
}

var knownSources sync.Map // reflect.Type → []attributeSource

// sourcesIn are the attributes that a request may have by its type: those with a path
// whose first name is one of its fields. JSON may have all.
func sourcesIn(root reflect.Value) []attributeSource {
	if root.Kind() != reflect.Struct {
		return attributeSources
	}
	if known, ok := knownSources.Load(root.Type()); ok {
		return known.([]attributeSource)
	}
	var sources []attributeSource
	fields := fieldsOf(root.Type())
	for _, source := range attributeSources {
		source.paths = slices.DeleteFunc(slices.Clone(source.paths), func(path []string) bool { return fields[path[0]] == nil })
		if len(source.paths) > 0 {
			sources = append(sources, source)
		}
	}
	known, _ := knownSources.LoadOrStore(root.Type(), sources)
	return known.([]attributeSource)
}

// isCode reports whether a value is a text that may be shown. The types of
// personal data implement fmt.Formatter to hide what they hold.
func isCode(v reflect.Value) bool {
	return v.IsValid() && v.Kind() == reflect.String && v.Len() > 0 && !v.Type().Implements(formatter)
}

var formatter = reflect.TypeFor[fmt.Formatter]()

func decimalAt(v reflect.Value) *canonical.Decimal {
	if !v.IsValid() {
		return nil
	}
	switch value := v.Interface().(type) {
	case canonical.Decimal:
		return &value
	case string:
		if d, err := canonical.ParseDecimal(value); err == nil {
			return &d
		}
	}
	return nil
}

// valueAt follows a path of names and positions. The zero Value: nothing there.
func valueAt(v reflect.Value, path []string) reflect.Value {
	for _, name := range path {
		v = member(dereference(v), name)
	}
	return dereference(v)
}

// dereference follows pointers and interfaces. Of nil it gives the zero Value.
func dereference(v reflect.Value) reflect.Value {
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	return v
}

func member(v reflect.Value, name string) reflect.Value {
	switch v.Kind() {
	case reflect.Struct:
		if index, ok := fieldsOf(v.Type())[name]; ok {
			if field, err := v.FieldByIndexErr(index); err == nil {
				return field
			}
		}
	case reflect.Map:
		if v.Type().Key().Kind() == reflect.String {
			return v.MapIndex(reflect.ValueOf(name).Convert(v.Type().Key()))
		}
	case reflect.Slice:
		if i, err := strconv.Atoi(name); err == nil && i < v.Len() {
			return v.Index(i)
		}
	default: // no members
	}
	return reflect.Value{}
}

var knownFields sync.Map // reflect.Type → map[string][]int

// fieldsOf gives a struct's fields by their public names.
func fieldsOf(t reflect.Type) map[string][]int {
	if known, ok := knownFields.Load(t); ok {
		return known.(map[string][]int)
	}
	fields := map[string][]int{}
	for _, field := range reflect.VisibleFields(t) {
		for _, tag := range []string{"json", "path", "query"} {
			name, _, _ := strings.Cut(field.Tag.Get(tag), ",")
			if name != "" && name != "-" && field.IsExported() {
				fields[name] = field.Index
			}
		}
	}
	known, _ := knownFields.LoadOrStore(t, fields)
	return known.(map[string][]int)
}
