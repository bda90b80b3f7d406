package openapi

import (
	"slices"

	"canongate/gateway/schema"

	"github.com/danielgtaylor/huma/v2"
)

// Body is what an operation takes in its body.
type Body struct {
	Operation string
	Schema    *huma.Schema
	Optional  bool
	Patch     bool // also as a merge patch
	Form      bool // also as a form, with a document beside the JSON
}

// Describe is the body as the document shows it.
func (b *Body) Describe(r *schema.Registry) *huma.RequestBody {
	content := map[string]*huma.MediaType{schema.JSON: {Schema: b.Schema, Examples: BodiesOf(b.Operation)}}
	if b.Patch {
		content[schema.MergePatch] = &huma.MediaType{Schema: b.Schema}
	}
	if b.Form {
		content[schema.Form] = &huma.MediaType{
			Schema: &huma.Schema{
				Type: huma.TypeObject, Required: []string{schema.PartDocument, schema.PartFile}, AdditionalProperties: false,
				Properties: map[string]*huma.Schema{
					schema.PartDocument: formDocument(r.Resolve(b.Schema)),
					schema.PartFile:     {Type: huma.TypeString, Format: "binary", Description: "The bytes of the document."},
				},
			},
			Encoding: map[string]*huma.Encoding{schema.PartDocument: {ContentType: schema.JSON}},
		}
	}
	return &huma.RequestBody{Required: !b.Optional, Content: content}
}

// formDocument is the schema of the part that describes a document: what the
// JSON body has, without the content.
func formDocument(body *huma.Schema) *huma.Schema {
	whole := *body
	whole.Description = "What the JSON body has, without the content."
	properties := make(map[string]*huma.Schema, len(whole.Properties))
	for name, p := range whole.Properties {
		if name != "content" {
			properties[name] = p
		}
	}
	whole.Properties = properties
	whole.Required = slices.DeleteFunc(slices.Clone(whole.Required), func(name string) bool { return name == schema.PartFile })
	return &whole
}
