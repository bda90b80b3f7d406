package gateway

import (
	"bytes"
	"cmp"
	"encoding/json"
	"html/template"
	"maps"
	"slices"
	"strings"

	"canongate/canonical"
	"canongate/gateway/schema"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gofiber/fiber/v2"
)

// reference is the OpenAPI document as a page shows it.
type reference struct {
	Style                       template.CSS
	Title, Version, Description string
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

// page renders the reference.
func (d *document) page(endpoints []*endpoint) ([]byte, error) {
	r := reference{
		Style: template.CSS(style), // #nosec G203 -- the style is ours
		Title: d.api.Info.Title, Version: d.api.Info.Version, Description: d.api.Info.Description, Problems: canonical.Codes(),
	}
	for _, e := range endpoints {
		r.Operations = append(r.Operations, d.referenceOf(e))
	}
	for _, name := range slices.Sorted(maps.Keys(d.api.Components.Headers)) {
		r.Headers = append(r.Headers, referenceField{Name: name, Text: d.api.Components.Headers[name].Description})
	}
	named := d.schemas.Components().Map()
	for _, name := range slices.Sorted(maps.Keys(named)) {
		r.Schemas = append(r.Schemas, referenceSchema{Name: name, Members: membersOf(named[name])})
	}
	return fill("docs", docsPage, r)
}

func (d *document) referenceOf(e *endpoint) referenceOperation {
	op := d.operation(e)
	r := referenceOperation{ID: op.OperationID, Summary: op.Summary, Method: e.method, Path: e.path, Description: op.Description}
	for _, p := range op.Parameters {
		if p.Ref != "" {
			p = d.api.Components.Parameters[lastPart(p.Ref)]
		}
		r.Parameters = append(r.Parameters, referenceField{Name: p.Name, In: p.In, Text: cmp.Or(p.Description, textOf(p.Schema)), Required: p.Required})
	}
	if op.RequestBody != nil {
		if media := op.RequestBody.Content[schema.JSON]; media != nil {
			body := typeOf(media.Schema)
			r.Body, r.Example = &body, indented(media.Example)
		}
	}
	for _, status := range slices.Sorted(maps.Keys(op.Responses)) {
		if media := op.Responses[status].Content[schema.JSON]; media != nil {
			r.Answers = append(r.Answers, referenceAnswer{Status: status, Type: typeOf(media.Schema)})
		}
	}
	return r
}

// operation finds the description of an endpoint in the document.
func (d *document) operation(e *endpoint) *huma.Operation {
	item := d.api.Paths[e.path]
	for _, op := range []*huma.Operation{item.Get, item.Post, item.Patch, item.Put} {
		if op != nil && op.OperationID == e.name {
			return op
		}
	}
	return &huma.Operation{}
}

func membersOf(schema *huma.Schema) []referenceField {
	var members []referenceField
	for _, name := range slices.Sorted(maps.Keys(schema.Properties)) {
		p := schema.Properties[name]
		members = append(members, referenceField{
			Name: name, Type: typeOf(p), Text: textOf(p), Required: slices.Contains(schema.Required, name),
		})
	}
	return members
}

func typeOf(schema *huma.Schema) referenceType {
	switch {
	case schema == nil:
		return referenceType{}
	case schema.AnyOf != nil:
		one := typeOf(schema.AnyOf[0])
		return referenceType{Before: "null or " + one.Before, Ref: one.Ref}
	case schema.Ref != "":
		return referenceType{Ref: lastPart(schema.Ref)}
	case schema.Items != nil:
		item := typeOf(schema.Items)
		return referenceType{Before: "list of " + item.Before, Ref: item.Ref}
	}
	if values, ok := schema.AdditionalProperties.(*huma.Schema); ok {
		value := typeOf(values)
		return referenceType{Before: "map of " + value.Before, Ref: value.Ref}
	}
	return referenceType{Before: strings.TrimSpace(schema.Type + " " + schema.Format)}
}

// textOf says what is known of a schema in words.
func textOf(schema *huma.Schema) string {
	if schema.AnyOf != nil {
		return textOf(schema.AnyOf[0])
	}
	var words []string
	if schema.Description != "" {
		words = append(words, schema.Description)
	}
	enum := schema.Enum
	if schema.Items != nil && enum == nil {
		enum = schema.Items.Enum
	}
	if enum != nil {
		var values []string
		for _, v := range enum {
			if text, ok := v.(string); ok {
				values = append(values, text)
			}
		}
		words = append(words, "One of "+strings.Join(values, ", ")+".")
	}
	if schema.ReadOnly {
		words = append(words, "Read-only.")
	}
	if schema.WriteOnly {
		words = append(words, "Write-only.")
	}
	return strings.Join(words, " ")
}

func lastPart(ref string) string { return ref[strings.LastIndexByte(ref, '/')+1:] }

func indented(example any) string {
	text, ok := example.(json.RawMessage)
	if !ok {
		return ""
	}
	var b bytes.Buffer
	if json.Indent(&b, text, "", "  ") != nil {
		return ""
	}
	return b.String()
}

func (s *Server) docs(c *fiber.Ctx) error { return page(c, s.reference) }
