package policies

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"sync"

	"canongate/canonical"
)

// RequestFacts are the members of `request` in an expression. Each is a code
// from a closed or public list; an absent one is "".
type RequestFacts struct {
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

// factSources says how expressions name each fact and where in a request it
// stands; the first place that is there counts.
var factSources = []struct {
	name  string
	fact  func(*Facts) *string
	paths [][]string
}{
	{"country", func(f *Facts) *string { return &f.Country }, paths("country_of_residence", "party.address.country")},
	{"currency", func(f *Facts) *string { return &f.Currency }, paths("amount.currency")},
	{"method", func(f *Facts) *string { return &f.Method }, paths("method", "link_method", "rail")},
	{"request.account_type", func(f *Facts) *string { return &f.Request.AccountType }, paths("account_type")},
	{"request.agreement_kind", func(f *Facts) *string { return &f.Request.AgreementKind }, paths("kind")},
	{"request.asset_symbol", func(f *Facts) *string { return &f.Request.AssetSymbol }, paths("asset.symbol")},
	{"request.country_of_residence", func(f *Facts) *string { return &f.Request.CountryOfResidence }, paths("country_of_residence")},
	{"request.direction", func(f *Facts) *string { return &f.Request.Direction }, paths("direction")},
	{"request.identifier_type", func(f *Facts) *string { return &f.Request.IdentifierType }, paths("identifier.type", "identifiers.0.type")},
	{"request.link_method", func(f *Facts) *string { return &f.Request.LinkMethod }, paths("link_method")},
	{"request.nationality", func(f *Facts) *string { return &f.Request.Nationality }, paths("nationalities.0")},
	{"request.phase", func(f *Facts) *string { return &f.Request.Phase }, paths("phase")},
	{"request.rail", func(f *Facts) *string { return &f.Request.Rail }, paths("rail")},
	{"request.role", func(f *Facts) *string { return &f.Request.Role }, paths("role")},
	{"request.sec_code", func(f *Facts) *string { return &f.Request.SECCode }, paths("ach.sec_code")},
	{"request.type", func(f *Facts) *string { return &f.Request.Type }, paths("type")},
}

var amountSource = []string{"amount", "value"}

func paths(dotted ...string) [][]string {
	split := make([][]string, len(dotted))
	for i, path := range dotted {
		split[i] = strings.Split(path, ".")
	}
	return split
}

// FactsOf reads the facts of a request: one of the operations' typed requests,
// or its JSON decoded into maps.
func FactsOf(request any) Facts {
	var f Facts
	root := reflect.ValueOf(request)
	for _, source := range factSources {
		for _, path := range source.paths {
			if v := follow(root, path); isCode(v) {
				*source.fact(&f) = v.String()
				break
			}
		}
	}
	f.Amount = decimalAt(follow(root, amountSource))
	return f
}

// isCode says whether a value is a text that may be seen: the types of personal
// data hide what they hold by formatting themselves.
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

// follow walks a path of names and positions; what is not there is invalid.
func follow(v reflect.Value, path []string) reflect.Value {
	for _, name := range path {
		v = step(whole(v), name)
	}
	return whole(v)
}

// whole sees through pointers and interfaces; nil is invalid.
func whole(v reflect.Value) reflect.Value {
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	return v
}

func step(v reflect.Value, name string) reflect.Value {
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
	default: // a value that has nothing inside
	}
	return reflect.Value{}
}

var knownFields sync.Map // reflect.Type → map[string][]int

// fieldsOf gives a struct's fields by the names that callers know them under.
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
