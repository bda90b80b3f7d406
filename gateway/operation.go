package gateway

import (
	"reflect"
	"time"

	"canongate/canonical"
	"canongate/gateway/schema"
	"canongate/gateway/shadow"
	"canongate/policies"

	"github.com/danielgtaylor/huma/v2"
)

// operationSpec declares an operation of adapters, and how this API presents it.
type operationSpec[In, Out any] struct {
	op       canonical.Operation[In, Out]
	absent   canonical.Code // of a path that names nothing
	creates  bool
	location string                           // prefix of Location; "": the request's own path
	id       func(*Out) canonical.Sealable    // that follows the prefix
	pending  func(*Out) bool                  // nil: never
	patch    bool                             // the body is a merge patch
	upload   bool                             // the body may be a form
	draft    func(*In) canonical.Payment      // of a payment: what is asked for
	paid     func(*Out) *canonical.Payment    // and what became of it
	event    func(*Out) *policies.OutboxEvent // that subscribers are told of a success; nil: none
	existing func(*Out) bool                  // of a new customer whom the vendor had before; nil: never
	link     *linkSpec[In, Out]               // of the caller's own id to a customer; nil: none
}

func operation[In, Out any](op canonical.Operation[In, Out]) *operationSpec[In, Out] {
	return &operationSpec[In, Out]{op: op, absent: canonical.NotFound}
}

// notFound sets the code for a path that names nothing that can exist.
func (s *operationSpec[In, Out]) notFound(code canonical.Code) *operationSpec[In, Out] {
	s.absent = code
	return s
}

// createdAt says that the operation creates a resource, and its Location: prefix and
// id, or without an id the path of the request itself.
func (s *operationSpec[In, Out]) createdAt(prefix string, id func(*Out) canonical.Sealable) *operationSpec[In, Out] {
	s.creates, s.location, s.id = true, prefix, id
	return s
}

// pendingIf answers 202 instead of 201 for a resource that the vendor has not
// accepted yet.
func (s *operationSpec[In, Out]) pendingIf(pending func(*Out) bool) *operationSpec[In, Out] {
	s.pending = pending
	return s
}

// existingIf answers 200 instead of 201 for a person who was the vendor's customer
// before.
func (s *operationSpec[In, Out]) existingIf(existing func(*Out) bool) *operationSpec[In, Out] {
	s.existing = existing
	return s
}

// links makes the caller's own id mean the customer of the answer.
func (s *operationSpec[In, Out]) links(madeBy string, reference func(*In) string, customer func(*Out) canonical.Sealable) *operationSpec[In, Out] {
	s.link = &linkSpec[In, Out]{madeBy: madeBy, reference: reference, customer: customer}
	return s
}

// mergePatch reads the body as RFC 7396 has it: null clears.
func (s *operationSpec[In, Out]) mergePatch() *operationSpec[In, Out] {
	s.patch = true
	return s
}

// multipart takes the body as multipart/form-data too: the parts `document`
// (JSON) and `file`.
func (s *operationSpec[In, Out]) multipart() *operationSpec[In, Out] {
	s.upload = true
	return s
}

// journaled says that the operation makes a payment, which the journal must know
// before it is sent.
func (s *operationSpec[In, Out]) journaled(draft func(*In) canonical.Payment, paid func(*Out) *canonical.Payment) *operationSpec[In, Out] {
	s.draft, s.paid = draft, paid
	return s
}

// emits sets the event of a success. It is made when the ids are sealed.
func (s *operationSpec[In, Out]) emits(event func(*Out) *policies.OutboxEvent) *operationSpec[In, Out] {
	s.event = event
	return s
}

func (s *operationSpec[In, Out]) operation() (string, canonical.Effect) {
	return s.op.Name(), s.op.Effect()
}

// operationHandler is an operationSpec with what its types say, found out once.
type operationHandler[In, Out any] struct {
	spec   *operationSpec[In, Out]
	params schema.Params
	schema *huma.Schema     // of the body; nil: none
	body   *schema.Compiled // schema, for reading
	// form is body for the JSON part of a form, where the content comes as a part of
	// its own.
	form     *schema.Compiled
	answer   *huma.Schema
	fields   *shadow.Fields // of the answer, to compare it with another's; nil: it changes something
	request  requestTraits[In]
	resource resourceTraits[Out]
}

func (s *operationSpec[In, Out]) compile(r *schema.Registry) compiledSpec {
	in, out := reflect.TypeFor[In](), reflect.TypeFor[Out]()
	h := &operationHandler[In, Out]{
		spec: s, params: r.Params(in), request: requestTraitsOf[In](), resource: resourceTraitsOf[Out](),
	}
	if hasBody(in) || s.op.Effect() != canonical.Safe {
		h.schema, h.body = r.Request(in)
	}
	if s.patch {
		r.AsMergePatch(h.schema)
	}
	if s.upload {
		h.form = h.body.Without("content")
	}
	if s.op.Effect() == canonical.Safe {
		h.fields = shadow.FieldsOf(out)
	}
	h.answer = r.Of(out)
	r.Resolve(h.answer).Properties[schema.IncludeVendorData] = &huma.Schema{
		Description: "With ?include=vendor_data: the vendor's answer, redacted.",
	}
	return h
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
	knownBy   func(*In) interface{ KnownBy() canonical.Personal }
	marker    func(*In) interface{ SetMarker(string) }
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
		knownBy: optional[interface{ KnownBy() canonical.Personal }, In](),
		marker:  optional[interface{ SetMarker(string) }, In](),
	}
}

// resourceTraits are the optional methods of a resource.
type resourceTraits[Out any] struct {
	ids    func(*Out) canonical.Identified
	origin func(*Out) canonical.Originated
	mask   func(*Out) interface{ Mask() }
	// echo and ignored are those of a resource that a caller's own id may mean.
	echo    func(*Out) interface{ EchoReference(string) }
	ignored func(*Out) interface{ AddIgnored(string) }
}

func resourceTraitsOf[Out any]() resourceTraits[Out] {
	return resourceTraits[Out]{
		ids:     optional[canonical.Identified, Out](),
		origin:  optional[canonical.Originated, Out](),
		mask:    optional[interface{ Mask() }, Out](),
		echo:    optional[interface{ EchoReference(string) }, Out](),
		ignored: optional[interface{ AddIgnored(string) }, Out](),
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
