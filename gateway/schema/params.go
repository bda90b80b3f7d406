package schema

import (
	"cmp"
	"encoding"
	"errors"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"unicode/utf8"

	"canongate/canonical"

	"github.com/danielgtaylor/huma/v2"
)

// Where a parameter stands, as OpenAPI calls it.
const (
	InPath   = "path"
	InQuery  = "query"
	InHeader = "header"
)

// me stands in a path for the customer whose own token the request carries.
const me = "me"

// Params are the fields of a request that do not come from its body, found by
// their tags when the table is built.
type Params struct {
	Fields []Param
	me     int // index of the field Me, or -1
}

// Param is one of Params.
type Param struct {
	In, Name string
	Schema   *huma.Schema
	Doc      string
	Required bool // a path always has its own

	index    int
	compiled *Compiled
}

// Params finds the parameters of a request type.
func (r *Registry) Params(t reflect.Type) Params {
	p := Params{me: -1}
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Name == "Me" && f.Type.Kind() == reflect.Bool {
			p.me = i
		}
		for _, in := range []string{InPath, InQuery, InHeader} {
			if name := f.Tag.Get(in); name != "" {
				schema := huma.SchemaFromField(r.registry, f, name)
				schema.Description = ""
				p.Fields = append(p.Fields, Param{
					In: in, Name: name, Schema: schema, Doc: f.Tag.Get("doc"), Required: f.Tag.Get("required") != "", index: i, compiled: r.compile(schema),
				})
			}
		}
	}
	return p
}

// ParamSource is the part of a request that Params are read from.
type ParamSource struct {
	Path   func(name string) string
	Header func(name string) string
	Query  string
}

// ErrPathParam says that the path names nothing that can exist.
var ErrPathParam = errors.New("bind path: it names nothing that can exist")

// Bind fills the fields of in, a pointer to a request. Unknown and repeated
// query parameters and bad headers make it an invalid_request, bad values in the
// query a validation_failed, a bad path ErrPathParam.
func (p *Params) Bind(in any, request ParamSource) error {
	query, err := p.parseQuery(request.Query)
	if err != nil {
		return err
	}
	v := reflect.ValueOf(in).Elem()
	var wrong []canonical.FieldError
	for i := range p.Fields {
		f := &p.Fields[i]
		text, given := f.text(request, query)
		switch {
		case f.In == InPath && p.me >= 0 && text == me:
			v.Field(p.me).SetBool(true)
			continue
		case !given && f.Required:
			wrong = append(wrong, canonical.FieldError{Pointer: f.Name, Code: canonical.FieldRequired, Detail: "is required"})
			continue
		case !given && f.In != InPath:
			continue
		}
		detail, code := f.violation(text)
		switch {
		case detail == "":
			f.set(v.Field(f.index), text)
		case f.In == InPath:
			return ErrPathParam
		case f.In == InHeader:
			return unusableHeaders(canonical.FieldError{Pointer: f.Name, Code: code, Detail: detail})
		default:
			wrong = append(wrong, canonical.FieldError{Pointer: f.Name, Code: code, Detail: detail})
		}
	}
	if wrong != nil {
		return ValidationFailed(wrong...)
	}
	return nil
}

func (f *Param) text(request ParamSource, query url.Values) (text string, given bool) {
	switch f.In {
	case InPath:
		return request.Path(f.Name), true
	case InQuery:
		return query.Get(f.Name), query.Has(f.Name)
	default:
		text = request.Header(f.Name)
		return text, text != ""
	}
}

func (f *Param) violation(text string) (detail, code string) {
	switch {
	case !utf8.ValidString(text):
		return "must be valid UTF-8", canonical.FieldInvalid
	case f.compiled.kind == huma.TypeInteger:
		return f.compiled.integerViolation(text)
	}
	return f.compiled.violation(text), canonical.FieldInvalid
}

// set stores a text without a violation, so it always fits.
func (f *Param) set(field reflect.Value, text string) {
	if u, ok := field.Addr().Interface().(encoding.TextUnmarshaler); ok {
		_ = u.UnmarshalText([]byte(text)) // ids and secrets take any text
		return
	}
	if field.CanInt() {
		n, _ := strconv.ParseInt(text, 10, 64) // integerViolation has read it
		field.SetInt(n)
		return
	}
	field.SetString(text)
}

// parseQuery reads the query string. A parameter that the operation does not know
// is refused: most often it is misspelt.
func (p *Params) parseQuery(raw string) (url.Values, error) {
	if raw == "" {
		return nil, nil
	}
	query, err := url.ParseQuery(raw)
	if err != nil {
		return nil, InvalidRequest("The query string cannot be read.")
	}
	var fields []canonical.FieldError
	for name, values := range query {
		known := slices.ContainsFunc(p.Fields, func(f Param) bool { return f.In == InQuery && f.Name == name })
		field := canonical.FieldError{Pointer: name}
		switch {
		case !known:
			field.Code, field.Detail = canonical.FieldUnknown, "is not a query parameter of this operation"
		case len(values) > 1:
			field.Code, field.Detail = canonical.FieldInvalid, "is given more than once"
		default:
			continue
		}
		if len(name) > maxPointer {
			field.Pointer = ""
		}
		fields = append(fields, field)
	}
	if fields == nil {
		return query, nil
	}
	slices.SortFunc(fields, func(a, b canonical.FieldError) int { return cmp.Compare(a.Pointer, b.Pointer) })
	return nil, InvalidRequest("The query string has parameters that cannot be used.", fields[:min(len(fields), maxViolations)]...)
}
