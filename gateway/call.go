package gateway

import (
	"context"
	"reflect"
	"time"

	"canongate/canonical"
	"canongate/gateway/openapi"
	"canongate/gateway/schema"
	"canongate/policies"

	"github.com/danielgtaylor/huma/v2"
)

// handler answers one request. It sees no Fiber.
type handler func(ctx context.Context, x *exchange) (policies.Answer, error)

// call is the work of an endpoint that an adapter does: an operation, and how
// this API dresses it.
type call[In, Out any] struct {
	op       canonical.Operation[In, Out]
	absent   canonical.Code // of a path that names nothing
	location string         // prefix of Location; "": the request's own path
	id       func(*Out) canonical.Sealable
	creates  bool
	pending  func(*Out) bool
	patch    bool
	upload   bool
	draft    func(*In) canonical.Payment   // of a payment: what is asked for
	paid     func(*Out) *canonical.Payment // and what became of it
	news     func(*Out) *policies.News     // what subscribers are told of a success; nil: nothing

	params   schema.Params
	schema   *huma.Schema // of the body; nil: none
	compiled *schema.Compiled
	// compiledForm is compiled for the JSON part of a form, where the content comes as
	// a part of its own.
	compiledForm *schema.Compiled
	answer       *huma.Schema
	request      requestTraits[In]
	resource     resourceTraits[Out]
}

func does[In, Out any](op canonical.Operation[In, Out]) *call[In, Out] {
	return &call[In, Out]{op: op, absent: canonical.NotFound}
}

// absentText tells a caller whose path names nothing what it could name.
func (c *call[In, Out]) absentText() string {
	text := "Nothing stands under this path."
	for _, p := range c.params.Fields {
		if p.In == schema.InPath && len(p.Schema.Enum) > 0 {
			text += " {" + p.Name + "}: " + schema.Describe(p.Schema)
		}
	}
	return text
}

// orAbsent is the code where the path names nothing that can exist.
func (c *call[In, Out]) orAbsent(code canonical.Code) *call[In, Out] {
	c.absent = code
	return c
}

// at says that the call creates something, and where that is then: prefix and
// id, or without an id the path of the request itself.
func (c *call[In, Out]) at(prefix string, id func(*Out) canonical.Sealable) *call[In, Out] {
	c.creates, c.location, c.id = true, prefix, id
	return c
}

// pendingIf answers 202 instead of 201 where the vendor keeps the new thing and
// has not accepted it.
func (c *call[In, Out]) pendingIf(pending func(*Out) bool) *call[In, Out] {
	c.pending = pending
	return c
}

// mergePatch reads the body as RFC 7396 has it: null clears.
func (c *call[In, Out]) mergePatch() *call[In, Out] {
	c.patch = true
	return c
}

// multipart takes the body as multipart/form-data too: the parts `document`
// (JSON) and `file`.
func (c *call[In, Out]) multipart() *call[In, Out] {
	c.upload = true
	return c
}

// journaled says that the call makes a payment, which the journal must know
// before it is sent.
func (c *call[In, Out]) journaled(draft func(*In) canonical.Payment, paid func(*Out) *canonical.Payment) *call[In, Out] {
	c.draft, c.paid = draft, paid
	return c
}

// telling says what subscribers are told of a success. It is asked when the ids
// are sealed.
func (c *call[In, Out]) telling(news func(*Out) *policies.News) *call[In, Out] {
	c.news = news
	return c
}

func (c *call[In, Out]) operation() (string, canonical.Effect) { return c.op.Name(), c.op.Effect() }

func (c *call[In, Out]) prepare(s *schema.Registry) {
	in, out := reflect.TypeFor[In](), reflect.TypeFor[Out]()
	c.params = s.Params(in)
	if hasBody(in) || c.op.Effect() != canonical.Safe {
		c.schema, c.compiled = s.Request(in)
	}
	if c.patch {
		s.AsMergePatch(c.schema)
	}
	if c.upload {
		c.compiledForm = c.compiled.Without("content")
	}
	c.answer = s.Of(out)
	s.Resolve(c.answer).Properties[openapi.IncludeVendorData] = &huma.Schema{Description: "With ?include=vendor_data: the vendor's answer, redacted."}
	c.request = requestTraitsOf[In]()
	c.resource = resourceTraitsOf[Out]()
}

// hasBody says whether any field of a request comes from its body.
func hasBody(t reflect.Type) bool {
	for i := range t.NumField() {
		if t.Field(i).Tag.Get("json") != "-" {
			return true
		}
	}
	return false
}

// requestTraits are the optional methods of a request; a nil one it has not.
type requestTraits[In any] struct {
	ids       func(*In) canonical.Identified
	normalize func(*In) interface{ Normalize() }
	validate  func(*In) interface{ Validate(now time.Time) error }
	context   func(*In) interface{ SetClientContext(canonical.ClientContext) }
	cleared   func(*In) interface{ SetCleared([]string) }
	content   func(*In) interface{ SetContent([]byte) }
}

func requestTraitsOf[In any]() requestTraits[In] {
	return requestTraits[In]{
		ids:       optional[canonical.Identified, In](),
		normalize: optional[interface{ Normalize() }, In](),
		validate:  optional[interface{ Validate(now time.Time) error }, In](),
		context: optional[interface {
			SetClientContext(canonical.ClientContext)
		}, In](),
		cleared: optional[interface{ SetCleared([]string) }, In](),
		content: optional[interface{ SetContent([]byte) }, In](),
	}
}

// resourceTraits are the optional methods of a resource.
type resourceTraits[Out any] struct {
	ids    func(*Out) canonical.Identified
	origin func(*Out) canonical.Originated
	mask   func(*Out) interface{ Mask() }
}

func resourceTraitsOf[Out any]() resourceTraits[Out] {
	return resourceTraits[Out]{
		ids:    optional[canonical.Identified, Out](),
		origin: optional[canonical.Originated, Out](),
		mask:   optional[interface{ Mask() }, Out](),
	}
}

// optional gives the view of a *T as an I, or nil when *T has not the methods.
// It is asked once, when the table is built.
func optional[I, T any]() func(*T) I {
	if _, has := any(new(T)).(I); !has {
		return nil
	}
	return func(v *T) I { return any(v).(I) }
}

// body is what the body is held to; nil: there is none.
func (c *call[In, Out]) body() *schema.Compiled { return c.compiled }
