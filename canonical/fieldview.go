package canonical

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

// FieldQuery is what is known of a request whose fields are asked for; "" is not
// known. Conditions on it are decided instead of told.
type FieldQuery struct{ Country, Currency, Method string }

// Facts are the fields that say country, currency and method of a request, the
// first given one of them each: for routes and for FieldQuery.
var Facts = struct{ Country, Currency, Method []string }{
	Country:  []string{"/country_of_residence", "/party/address/country"},
	Currency: []string{"/amount/currency"},
	Method:   []string{"/method", "/link_method", "/rail"},
}

// FieldListView is what callers see of one or more field lists.
type FieldListView struct {
	Object            string              `json:"object" enum:"field_list"`
	Connection        string              `json:"connection,omitempty" doc:"The connection; absent in a list over several."`
	Vendor            string              `json:"vendor,omitempty" doc:"The vendor behind the connection."`
	Operation         string              `json:"operation" doc:"The operation."`
	Connections       []FieldConnection   `json:"connections,omitempty" doc:"Those that the caller's routes would choose for such a request."`
	Request           []FieldView         `json:"request" doc:"What the vendor has a place for. Everything else is named in ignored."`
	Answer            []AnswerFieldView   `json:"answer" doc:"What the vendor's answer can have."`
	SupplementaryData []SupplementaryView `json:"supplementary_data" doc:"Members of supplementary_data."`
	NotCarried        []NotCarriedView    `json:"not_carried" doc:"Members of the vendor's document that cannot be said or heard here."`
}

// FieldConnection is one of several connections.
type FieldConnection struct {
	Name     string `json:"name" doc:"The connection's name."`
	Vendor   string `json:"vendor" doc:"The vendor behind it."`
	Weight   int    `json:"weight" doc:"Its share relative to the other weights; 0 for a fallback."`
	Fallback bool   `json:"fallback" doc:"Whether it serves only where the others cannot."`
}

// FieldView is a field of a request.
type FieldView struct {
	Pointer      string   `json:"pointer" doc:"JSON Pointer, with * for each element of a list; it stands for all that is below it. Or the name of a query parameter or header."`
	Required     bool     `json:"required" doc:"Whether the vendor cannot do without it."`
	RequiredWhen string   `json:"required_when,omitempty" doc:"Where it is required under a condition only."`
	Type         string   `json:"type" enum:"string,boolean,integer,decimal,date,date_time,object,list" doc:"Type of the value."`
	Values       []string `json:"values,omitempty" doc:"The values that it may have."`
	MaxLength    int      `json:"max_length,omitempty" doc:"The most characters of a text."`
	Personal     bool     `json:"personal" doc:"Whether the value is personal data."`
	VendorField  string   `json:"vendor_field,omitempty" doc:"The vendor's name of it."`
	Note         string   `json:"note,omitempty" doc:"What else is to be known of the field."`
	Connections  []string `json:"connections,omitempty" doc:"Of several connections those that take it; others name it in ignored."`
}

// AnswerFieldView is a field of an answer.
type AnswerFieldView struct {
	Pointer     string   `json:"pointer" doc:"JSON Pointer into the answer, with * for each element of a list."`
	Type        string   `json:"type" enum:"string,boolean,integer,decimal,date,date_time,object,list" doc:"Type of the value."`
	Personal    bool     `json:"personal" doc:"Whether the value is personal data."`
	VendorField string   `json:"vendor_field,omitempty" doc:"The vendor's name of it."`
	Note        string   `json:"note,omitempty" doc:"What else is to be known of the field."`
	Connections []string `json:"connections,omitempty" doc:"Of several connections those that say it."`
}

// SupplementaryView is a member of supplementary_data.
type SupplementaryView struct {
	Name         string   `json:"name" doc:"The vendor's name of the member."`
	Required     bool     `json:"required" doc:"Whether the vendor cannot do without it."`
	RequiredWhen string   `json:"required_when,omitempty" doc:"Where it is required under a condition only."`
	Type         string   `json:"type" enum:"string,boolean,integer,decimal,date,object,list" doc:"Type of the value."`
	Values       []string `json:"values,omitempty" doc:"The values that it may have."`
	MaxLength    int      `json:"max_length,omitempty" doc:"Characters, or elements of a list."`
	Personal     bool     `json:"personal" doc:"Answered with scope pii:read only."`
	In           []string `json:"in" doc:"request, answer or both."`
	Note         string   `json:"note,omitempty" doc:"What else is to be known of it."`
	Connections  []string `json:"connections,omitempty" doc:"Of several connections those that have it."`
}

// NotCarriedView is a member of the vendor's document that has no way here.
type NotCarriedView struct {
	VendorField string   `json:"vendor_field" doc:"The vendor's name of it."`
	In          string   `json:"in" enum:"request,answer,both" doc:"Whether it stands in the vendor's request, in its answer, or in both."`
	Reason      string   `json:"reason" doc:"Why it is not carried."`
	Connections []string `json:"connections,omitempty" doc:"Of several connections those that it is about."`
}

// View describes the table as far as the query leaves it open.
func (t *FieldTable) View(q FieldQuery) FieldListView {
	v := FieldListView{
		Object: "field_list", Operation: t.operation, Request: []FieldView{}, Answer: []AnswerFieldView{},
		SupplementaryData: []SupplementaryView{}, NotCarried: []NotCarriedView{},
	}
	for _, f := range t.list.Request {
		v.Request = append(v.Request, t.requestView(f, q))
	}
	for _, f := range t.list.Answer {
		path := findField(t.out, f.Pointer)
		v.Answer = append(v.Answer, AnswerFieldView{
			Pointer: f.Pointer, Type: typeName(path.leaf), Personal: isPersonal(path.leaf), VendorField: f.VendorField, Note: f.Note,
		})
	}
	for i := range t.list.Supplementary {
		v.SupplementaryData = append(v.SupplementaryData, t.list.Supplementary[i].view(q))
	}
	for _, n := range t.list.NotCarried {
		v.NotCarried = append(v.NotCarried, NotCarriedView{VendorField: n.VendorField, In: string(n.In), Reason: n.Reason})
	}
	return v
}

func (t *FieldTable) requestView(f Field, q FieldQuery) FieldView {
	path := findField(t.in, f.Pointer)
	v := FieldView{
		Pointer: f.Pointer, Type: typeName(path.leaf), Personal: isPersonal(path.leaf), Values: path.values(),
		MaxLength: path.maxLength(), VendorField: f.VendorField, Note: cmp.Or(f.Note, strings.TrimPrefix(f.Hint, ": ")),
	}
	v.Required, v.RequiredWhen = required(f.Required, f.When, q)
	if len(f.Instead) > 0 && (v.Required || v.RequiredWhen != "") {
		v.Required, v.RequiredWhen = false, strings.TrimPrefix(v.RequiredWhen+" and ", " and ")+strings.Join(f.Instead, ", ")+" not given"
	}
	if !v.Required && v.RequiredWhen == "" {
		v.Required, v.RequiredWhen = t.requiredByType(f.Pointer, path, q)
	}
	return v
}

// required decides a requirement, or says its condition in words.
func required(declared bool, when Condition, q FieldQuery) (bool, string) {
	if !declared || when.Pointer == "" {
		return declared, ""
	}
	for _, fact := range []struct {
		value    string
		pointers []string
	}{{q.Country, Facts.Country}, {q.Currency, Facts.Currency}, {q.Method, Facts.Method}} {
		if fact.value != "" && slices.Contains(fact.pointers, when.Pointer) {
			return when.admits(fact.value), ""
		}
	}
	return false, when.String()
}

// requiredByType says whether the canonical type wants the field at every vendor:
// always, or where the object above it is given.
func (t *FieldTable) requiredByType(pointer string, path fieldPath, q FieldQuery) (bool, string) {
	if path.tag == "" || optionalTag(path.tag) {
		return false, ""
	}
	parent := strings.TrimSuffix(pointer[:strings.LastIndexByte(pointer, '/')], "/*")
	for _, f := range t.list.Request {
		if always, _ := required(f.Required, f.When, q); always && len(f.Instead) == 0 && strings.HasPrefix(f.Pointer+"/", parent+"/") {
			return true, ""
		}
	}
	if parent == "" {
		return true, ""
	}
	if above, when := t.requiredByType(parent, findField(t.in, parent), q); above || when != "" {
		return above, when
	}
	return false, parent + " is given"
}

func optionalTag(tag reflect.StructTag) bool {
	name, options, _ := strings.Cut(tag.Get("json"), ",")
	return (options != "" || name == "-") && tag.Get("required") == "" // "-": a parameter or a header
}

func (f *SupplementaryField) view(q FieldQuery) SupplementaryView {
	v := SupplementaryView{
		Name: f.Name, Type: f.Type, Values: f.Values, MaxLength: f.MaxLength, Personal: f.Personal, Note: f.Note, In: []string{string(f.In)},
	}
	if f.In == InBoth {
		v.In = []string{string(InRequest), string(InAnswer)}
	}
	if f.MaxLength == 0 && (f.Type == TypeString || f.Type == TypeDecimal) {
		v.MaxLength = defaultSupplementaryLength
	}
	v.Required, v.RequiredWhen = required(f.Required, f.When, q)
	return v
}

func (p fieldPath) values() []string {
	if enum := p.tag.Get("enum"); enum != "" {
		return strings.Split(enum, ",")
	}
	return nil
}

func (p fieldPath) maxLength() int {
	if p.leaf.Kind() == reflect.Slice && p.leaf != reflect.TypeFor[Content]() {
		return 0
	}
	n, _ := strconv.Atoi(p.tag.Get("maxLength")) // absent: 0
	return n
}

// typeName is the JSON type of a canonical type, with the strings told apart that
// have a form.
func typeName(t reflect.Type) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t {
	case reflect.TypeFor[Date]():
		return TypeDate
	case reflect.TypeFor[Decimal](), reflect.TypeFor[SignedDecimal]():
		return TypeDecimal
	case reflect.TypeFor[time.Time]():
		return "date_time"
	case reflect.TypeFor[Secret](), reflect.TypeFor[Content]():
		return TypeString
	}
	switch {
	case t.Kind() == reflect.Bool:
		return TypeBoolean
	case t.Kind() == reflect.Int || t.Kind() == reflect.Int64:
		return TypeInteger
	case t.Kind() == reflect.Slice:
		return TypeList
	case t.Kind() == reflect.String || reflect.PointerTo(t).Implements(reflect.TypeFor[Sealable]()):
		return TypeString
	}
	return TypeObject
}

// isPersonal says whether a type prints a mark, or holds one that does.
func isPersonal(t reflect.Type) bool {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice && t != reflect.TypeFor[Content]() {
		t = t.Elem()
	}
	switch {
	case reflect.PointerTo(t).Implements(reflect.TypeFor[Sealable]()):
		return false
	case t.Implements(reflect.TypeFor[fmt.Formatter]()):
		return true
	case t.Kind() == reflect.Map:
		return isPersonal(t.Elem())
	case t.Kind() != reflect.Struct || t == reflect.TypeFor[time.Time]():
		return false
	}
	return slices.ContainsFunc(fieldsOf(t), func(f reflect.StructField) bool {
		return f.IsExported() && !f.Anonymous && isPersonal(f.Type)
	})
}

// Merge adds one connection's list. Of several the names and notes of their vendors
// are left out; the connection's own list has them.
func (all *FieldListView) Merge(connection string, one FieldListView, several bool) {
	for _, f := range one.Request {
		if several {
			f.VendorField, f.Note = "", ""
		}
		merged := merge(&all.Request, f, func(other FieldView) bool { return other.Pointer == f.Pointer })
		merged.Connections = with(merged.Connections, connection)
		merged.Required, merged.RequiredWhen = eitherRequired(merged.Required, merged.RequiredWhen, f.Required, f.RequiredWhen)
	}
	for _, f := range one.Answer {
		if several {
			f.VendorField, f.Note = "", ""
		}
		merged := merge(&all.Answer, f, func(other AnswerFieldView) bool { return other.Pointer == f.Pointer })
		merged.Connections = with(merged.Connections, connection)
	}
	for _, f := range one.SupplementaryData {
		merged := merge(&all.SupplementaryData, f, func(other SupplementaryView) bool {
			other.Connections, other.Required, other.RequiredWhen = nil, f.Required, f.RequiredWhen
			return reflect.DeepEqual(other, f)
		})
		merged.Connections = append(merged.Connections, connection)
		merged.Required, merged.RequiredWhen = eitherRequired(merged.Required, merged.RequiredWhen, f.Required, f.RequiredWhen)
	}
	for _, n := range one.NotCarried {
		n.Connections = []string{connection}
		all.NotCarried = append(all.NotCarried, n)
	}
}

// with adds a connection once: a field may have several of a vendor's members.
func with(connections []string, name string) []string {
	if slices.Contains(connections, name) {
		return connections
	}
	return append(connections, name)
}

// merge finds the element that a new one is the same as, or adds it.
func merge[T any](list *[]T, one T, same func(T) bool) *T {
	i := slices.IndexFunc(*list, same)
	if i < 0 {
		i = len(*list)
		*list = append(*list, one)
	}
	return &(*list)[i]
}

// eitherRequired is required where any connection wants it, always or under one of
// the conditions.
func eitherRequired(required bool, when string, too bool, whenToo string) (bool, string) {
	switch {
	case required || too:
		return true, ""
	case when == "" || when == whenToo:
		return false, whenToo
	case whenToo == "":
		return false, when
	}
	return false, when + ", or " + whenToo
}
