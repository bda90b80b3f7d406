package reference

import (
	"bytes"
	"cmp"
	_ "embed"
	"encoding/json"
	"errors"
	"html/template"
	"maps"
	"slices"
	"strings"

	"canongate/canonical"
	"canongate/gateway/openapi"
	"canongate/gateway/schema"

	"github.com/danielgtaylor/huma/v2"
)

// reference is the OpenAPI document as a page shows it.
type reference struct {
	Style                       template.CSS
	Title, Version, Description string
	Source                      string // path of the document
	Operations                  []referenceOperation
	Headers                     []referenceField
	Schemas                     []referenceSchema
	Problems                    []canonical.CodeInfo
}

type referenceOperation struct {
	ID, Summary, Method, Path, Description, Example string
	Parameters                                      []referenceField
	Body                                            *referenceType
	Answers                                         []referenceAnswer
}

type referenceAnswer struct {
	Status string
	Type   referenceType
}

type referenceSchema struct {
	Name    string
	Members []referenceField
}

type referenceField struct {
	Name, In, Text string
	Required       bool
	Type           referenceType
}

// referenceType is words about a type, and the named type at their end.
type referenceType struct{ Before, Ref string }

//go:embed plain.html
var docsPage string

var docsTemplate = template.Must(template.New("docs").Parse(docsPage))

// Page renders the reference, with the style sheet in it.
func Page(d *openapi.Document, style string) ([]byte, error) {
	r := reference{
		Style: template.CSS(style), // #nosec G203 -- the style is ours
		Title: d.API.Info.Title, Version: d.API.Info.Version, Description: d.API.Info.Description, Source: d.Path, Problems: d.Codes,
	}
	for i := range d.Operations {
		r.Operations = append(r.Operations, referenceOf(d, &d.Operations[i]))
	}
	for _, name := range slices.Sorted(maps.Keys(d.API.Components.Headers)) {
		r.Headers = append(r.Headers, referenceField{Name: name, Text: d.API.Components.Headers[name].Description})
	}
	named := d.Schemas.Components().Map()
	for _, name := range slices.Sorted(maps.Keys(named)) {
		r.Schemas = append(r.Schemas, referenceSchema{Name: name, Members: membersOf(named[name])})
	}
	var b bytes.Buffer
	if err := docsTemplate.Execute(&b, r); err != nil {
		return nil, errors.New("make reference: its template does not fit")
	}
	return b.Bytes(), nil
}

func referenceOf(d *openapi.Document, o *openapi.Described) referenceOperation {
	op := o.Description
	r := referenceOperation{ID: op.OperationID, Summary: op.Summary, Method: o.Method, Path: o.Path, Description: op.Description}
	for _, p := range op.Parameters {
		if p.Ref != "" {
			p = d.API.Components.Parameters[lastPart(p.Ref)]
		}
		r.Parameters = append(r.Parameters, referenceField{
			Name: p.Name, In: p.In, Text: cmp.Or(p.Description, schema.Describe(p.Schema)), Required: p.Required,
		})
	}
	if op.RequestBody != nil {
		if media := op.RequestBody.Content[schema.JSON]; media != nil {
			body := typeOf(media.Schema)
			r.Body, r.Example = &body, indented(media.Examples)
		}
	}
	for _, status := range slices.Sorted(maps.Keys(op.Responses)) {
		if media := op.Responses[status].Content[schema.JSON]; media != nil {
			r.Answers = append(r.Answers, referenceAnswer{Status: status, Type: typeOf(media.Schema)})
		}
	}
	return r
}

func membersOf(of *huma.Schema) []referenceField {
	var members []referenceField
	for _, name := range slices.Sorted(maps.Keys(of.Properties)) {
		p := of.Properties[name]
		members = append(members, referenceField{
			Name: name, Type: typeOf(p), Text: schema.Describe(p), Required: slices.Contains(of.Required, name),
		})
	}
	return members
}

func typeOf(s *huma.Schema) referenceType {
	switch {
	case s == nil:
		return referenceType{}
	case s.AnyOf != nil:
		one := typeOf(s.AnyOf[0])
		return referenceType{Before: "null or " + one.Before, Ref: one.Ref}
	case s.Ref != "":
		return referenceType{Ref: lastPart(s.Ref)}
	case s.Items != nil:
		item := typeOf(s.Items)
		return referenceType{Before: "list of " + item.Before, Ref: item.Ref}
	}
	if values, ok := s.AdditionalProperties.(*huma.Schema); ok {
		value := typeOf(values)
		return referenceType{Before: "map of " + value.Before, Ref: value.Ref}
	}
	return referenceType{Before: strings.TrimSpace(s.Type + " " + s.Format)}
}

func indented(examples map[string]*huma.Example) string {
	for _, name := range slices.Sorted(maps.Keys(examples)) {
		text, ok := examples[name].Value.(json.RawMessage)
		var b bytes.Buffer
		if ok && json.Indent(&b, text, "", "  ") == nil {
			return b.String()
		}
	}
	return ""
}
