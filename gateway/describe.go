package gateway

import (
	"net/http"
	"reflect"

	"canongate/canonical"
	"canongate/gateway/openapi"
	"canongate/gateway/problem"
	"canongate/gateway/reference"
	"canongate/gateway/schema"

	"github.com/danielgtaylor/huma/v2"
)

// description is the API as people and programs read it.
type description struct {
	document  *openapi.Document
	reference *reference.Site
}

// describeAPI makes the description, from a table of its own. Its schemas are a quarter of
// what a gateway holds at rest, and most gateways are never asked for them. It panics when
// they make no document, which every test of a page would find.
func describeAPI() *description {
	schemas := schema.NewRegistry()
	endpoints := compiledTable(schemas)
	failure := schemas.Of(reflect.TypeFor[problem.Problem]())
	document, err := openapi.New(schemas, failure, describe(schemas, endpoints))
	if err != nil {
		panic(err)
	}
	return &description{document, reference.New(document)}
}

// describe is what the OpenAPI document says of the endpoints.
func describe(r *schema.Registry, endpoints []*endpoint) []openapi.Operation {
	operations := make([]openapi.Operation, len(endpoints))
	for i, e := range endpoints {
		o := &operations[i]
		*o = openapi.Operation{
			Method: e.method, Path: e.path, Name: e.name, Effect: e.effect, Scope: e.scope, Summary: e.summary, Note: e.note,
		}
		e.compiled.describe(r, e, o)
	}
	return operations
}

func (h *operationHandler[In, Out]) describe(r *schema.Registry, e *endpoint, o *openapi.Operation) {
	o.Params, o.Creates = h.params.Fields, h.spec.creates
	o.Answers = map[int]*huma.Schema{e.success: h.answer}
	if h.spec.pending != nil {
		o.Answers[statusPending] = h.answer
	}
	if h.spec.existing != nil {
		o.Answers[http.StatusOK] = h.answer
	}
	o.CallsVendor, o.ClientContext = true, h.request.context != nil
	if h.schema != nil {
		body := openapi.Body{Operation: h.spec.op.Name(), Schema: h.schema, Optional: h.body.Empty(), Patch: h.spec.patch, Form: h.spec.upload}
		o.Body = body.Describe(r)
	}
}

func (w *getPayment) describe(r *schema.Registry, e *endpoint, o *openapi.Operation) {
	o.Params = w.params.Fields
	o.Answers = map[int]*huma.Schema{e.success: r.Of(reflect.TypeFor[canonical.Payment]())}
}

func (w *listPayments) describe(r *schema.Registry, e *endpoint, o *openapi.Operation) {
	o.Params = w.params.Fields
	o.Answers = map[int]*huma.Schema{e.success: r.Of(reflect.TypeFor[canonical.List[canonical.Payment]]())}
}

func (w *listConnections) describe(r *schema.Registry, e *endpoint, o *openapi.Operation) {
	o.Answers = map[int]*huma.Schema{e.success: r.Of(reflect.TypeFor[canonical.List[connectionView]]())}
}

func (w *getConnection) describe(r *schema.Registry, e *endpoint, o *openapi.Operation) {
	o.Params = []schema.Param{pathParam("name", "The connection's name.")}
	o.Answers = map[int]*huma.Schema{e.success: r.Of(reflect.TypeFor[connectionView]())}
}

func (w *receiveEvent) describe(r *schema.Registry, e *endpoint, o *openapi.Operation) {
	answer := r.Of(reflect.TypeFor[receipt]())
	o.Params = []schema.Param{pathParam("connection", "The connection whose vendor reports.")}
	o.Body = &huma.RequestBody{
		Required: true, Description: "The vendor's own format.", Content: map[string]*huma.MediaType{"*/*": {Schema: &huma.Schema{Description: "Any."}, Examples: openapi.BodiesOf(e.name)}},
	}
	o.Answers = map[int]*huma.Schema{e.success: answer, http.StatusOK: answer}
}

func pathParam(name, doc string) schema.Param {
	return schema.Param{In: schema.InPath, Name: name, Doc: doc, Schema: &huma.Schema{Type: huma.TypeString}}
}
