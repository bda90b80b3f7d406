package gateway

import (
	"cmp"
	"encoding"
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
	inPath   = "path"
	inQuery  = "query"
	inHeader = "header"
)

// me stands in a path for the customer whose own token the request carries.
const me = "me"

// params are the fields of a request that do not come from its body, found by
// their tags when the table is built.
type params struct {
	fields []param
	me     int // index of the field Me, or -1
}

type param struct {
	in, name string
	index    int
	schema   *huma.Schema
	shape    *shape
	doc      string
}

func (s *schemas) params(t reflect.Type) params {
	p := params{me: -1}
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Name == "Me" && f.Type.Kind() == reflect.Bool {
			p.me = i
		}
		for _, in := range []string{inPath, inQuery, inHeader} {
			if name := f.Tag.Get(in); name != "" {
				schema := huma.SchemaFromField(s.registry, f, name)
				schema.Description = ""
				p.fields = append(p.fields, param{in: in, name: name, index: i, schema: schema, shape: s.compile(schema), doc: f.Tag.Get("doc")})
			}
		}
	}
	return p
}

// from is the part of a request that params are read from.
type from struct {
	path   func(name string) string
	header func(name string) string
	query  string
}

// errPathParam says that the path names nothing that can exist.
type errPathParam struct{}

func (errPathParam) Error() string { return "bind path: it names nothing that can exist" }

// bind fills the fields of in, a pointer to a request. Unknown and repeated
// query parameters and bad headers make it an invalid_request, bad values in the
// query a validation_failed, a bad path errPathParam.
func (p *params) bind(in any, request from) error {
	query, err := p.parseQuery(request.query)
	if err != nil {
		return err
	}
	v := reflect.ValueOf(in).Elem()
	var wrong []canonical.FieldError
	for i := range p.fields {
		f := &p.fields[i]
		text, given := f.text(request, query)
		switch {
		case f.in == inPath && p.me >= 0 && text == me:
			v.Field(p.me).SetBool(true)
			continue
		case !given && f.in != inPath:
			continue
		}
		detail, code := f.mistake(text)
		switch {
		case detail == "":
			f.set(v.Field(f.index), text)
		case f.in == inPath:
			return errPathParam{}
		case f.in == inHeader:
			return invalidRequest("A header cannot be used.", canonical.FieldError{Pointer: f.name, Code: code, Detail: detail})
		default:
			wrong = append(wrong, canonical.FieldError{Pointer: f.name, Code: code, Detail: detail})
		}
	}
	if wrong != nil {
		return validationFailed(wrong...)
	}
	return nil
}

func (f *param) text(request from, query url.Values) (text string, given bool) {
	switch f.in {
	case inPath:
		return request.path(f.name), true
	case inQuery:
		return query.Get(f.name), query.Has(f.name)
	default:
		text = request.header(f.name)
		return text, text != ""
	}
}

func (f *param) mistake(text string) (detail, code string) {
	switch {
	case !utf8.ValidString(text):
		return "must be valid UTF-8", canonical.FieldInvalid
	case f.shape.kind == huma.TypeInteger:
		return f.shape.integerMistake(text)
	}
	return f.shape.mistake(text), canonical.FieldInvalid
}

// set stores a text that has no mistake, so it always fits.
func (f *param) set(field reflect.Value, text string) {
	if u, ok := field.Addr().Interface().(encoding.TextUnmarshaler); ok {
		_ = u.UnmarshalText([]byte(text)) // ids and secrets take any text
		return
	}
	if field.CanInt() {
		n, _ := strconv.ParseInt(text, 10, 64) // integerMistake has read it
		field.SetInt(n)
		return
	}
	field.SetString(text)
}

// parseQuery reads the query string; a parameter that nobody asks for is a
// mistake of the caller, most often a misspelt one.
func (p *params) parseQuery(raw string) (url.Values, error) {
	if raw == "" {
		return nil, nil
	}
	query, err := url.ParseQuery(raw)
	if err != nil {
		return nil, invalidRequest("The query string cannot be read.")
	}
	var fields []canonical.FieldError
	for name, values := range query {
		known := slices.ContainsFunc(p.fields, func(f param) bool { return f.in == inQuery && f.name == name })
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
	return nil, invalidRequest("The query string has parameters that cannot be used.", fields[:min(len(fields), maxMistakes)]...)
}
