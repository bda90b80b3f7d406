package gateway

import (
	"encoding/json"
	"net/http"
	"reflect"
	"slices"

	"canongate/canonical"
	"canongate/gateway/schema"

	"github.com/danielgtaylor/huma/v2"
)

func (c *call[In, Out]) describe(d *document, e *endpoint) description {
	about := description{params: c.params.Fields, answers: map[int]*huma.Schema{e.success: c.answer}, creates: c.creates}
	if c.pending != nil {
		about.answers[statusPending] = c.answer
	}
	about.headers = append(about.headers, includeParam)
	if c.request.context != nil {
		about.headers = append(about.headers, "Client-Ip", "Client-Geo")
	}
	if c.schema != nil {
		about.body = c.describeBody(d)
	}
	return about
}

func (c *call[In, Out]) describeBody(d *document) *huma.RequestBody {
	content := map[string]*huma.MediaType{schema.JSON: {Schema: c.schema, Example: example(c.op.Name())}}
	if c.patch {
		content[schema.MergePatch] = &huma.MediaType{Schema: c.schema}
	}
	if c.upload {
		content[schema.Form] = &huma.MediaType{
			Schema: &huma.Schema{
				Type: huma.TypeObject, Required: []string{schema.PartDocument, schema.PartFile}, AdditionalProperties: false,
				Properties: map[string]*huma.Schema{
					schema.PartDocument: d.formDocument(c.schema),
					schema.PartFile:     {Type: huma.TypeString, Format: "binary", Description: "The bytes of the document."},
				},
			},
			Encoding: map[string]*huma.Encoding{schema.PartDocument: {ContentType: schema.JSON}},
		}
	}
	return &huma.RequestBody{Required: !c.compiled.Empty(), Content: content}
}

// formDocument is the schema of the part that describes a document: what the
// JSON body has, without the content.
func (d *document) formDocument(body *huma.Schema) *huma.Schema {
	whole := *d.schemas.Resolve(body)
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

// example is a request to copy; nil where there is none.
func example(operation string) any {
	text, ok := examples[operation]
	if !ok {
		return nil
	}
	return json.RawMessage(text)
}

func (w *getPayment) describe(d *document, e *endpoint) description {
	return description{params: w.params.Fields, answers: map[int]*huma.Schema{e.success: d.schemas.Of(reflect.TypeFor[canonical.Payment]())}}
}

func (w *listPayments) describe(d *document, e *endpoint) description {
	return description{params: w.params.Fields, answers: map[int]*huma.Schema{e.success: d.schemas.Of(reflect.TypeFor[canonical.List[canonical.Payment]]())}}
}

func (w *listConnections) describe(d *document, e *endpoint) description {
	return description{answers: map[int]*huma.Schema{e.success: d.schemas.Of(reflect.TypeFor[canonical.List[connectionView]]())}}
}

func (w *getConnection) describe(d *document, e *endpoint) description {
	return description{
		params:  []schema.Param{pathParam("name", "The connection's name.")},
		answers: map[int]*huma.Schema{e.success: d.schemas.Of(reflect.TypeFor[connectionView]())},
	}
}

func (w *receiveEvent) describe(d *document, e *endpoint) description {
	answer := d.schemas.Of(reflect.TypeFor[receipt]())
	return description{
		params:  []schema.Param{pathParam("connection", "The connection whose vendor reports.")},
		body:    &huma.RequestBody{Required: true, Description: "The vendor's own format.", Content: map[string]*huma.MediaType{"*/*": {Schema: &huma.Schema{}}}},
		answers: map[int]*huma.Schema{e.success: answer, http.StatusOK: answer},
	}
}

func pathParam(name, doc string) schema.Param {
	return schema.Param{In: schema.InPath, Name: name, Doc: doc, Schema: &huma.Schema{Type: huma.TypeString}}
}
