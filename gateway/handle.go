package gateway

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"

	"canongate/canonical"
	"canongate/gateway/auth"
	"canongate/gateway/ids"
	"canongate/gateway/redact"
	"canongate/gateway/schema"
	"canongate/policies"
)

// input is a typed request with its ids opened.
type input[In any] struct {
	value      In
	digest     schema.Digest
	pinned     string          // connection that its ids belong to; "": it has none
	references []ids.Reference // that stand in the places of customers' ids
	person     *person         // whom the references mean, once they were looked up
	knownBy    canonical.Personal
	whole      bool // value is all that was sent, which may be wrong
}

// bind makes the handler of one configuration: which connections can do the
// operation is found here, once.
func (h *operationHandler[In, Out]) bind(s *Server, e *endpoint, state *State) handler {
	bound := make(map[string]canonical.Bound[In, Out], len(state.Connections))
	tables := make(map[string]*canonical.FieldTable, len(state.Connections))
	for name, connection := range state.Connections {
		if f := h.spec.op.Bind(connection.Adapter); f != nil {
			bound[name], tables[name] = f, h.spec.op.FieldTable(connection.Adapter)
		}
	}
	d := &dispatcher[In, Out]{operationHandler: h, server: s, endpoint: e, bound: bound, tables: tables}
	return func(ctx context.Context, r *request) (policies.Answer, error) {
		if h.spec.draft != nil && s.options.Payments == nil {
			return policies.Answer{}, noJournal()
		}
		ctx, vendorReply, err := r.include(ctx)
		if err != nil {
			return policies.Answer{}, err
		}
		in, err := h.read(s, r)
		if err != nil {
			return policies.Answer{}, d.withNeeds(r, in, err)
		}
		answer, err := d.dispatch(ctx, r, in)
		if err == nil && vendorReply != nil && !r.replayed {
			answer.Body = redact.Append(answer.Body, schema.IncludeVendorData, vendorReply.Body())
		}
		return answer, err
	}
}

// read makes the typed request and checks it. Where that fails, it notes the
// connection that the request was for.
func (h *operationHandler[In, Out]) read(s *Server, r *request) (*input[In], error) {
	in := &input[In]{}
	err := h.decode(r, in)
	var idErr error
	if h.request.ids != nil { // also of a request that was decoded in part
		in.pinned, in.references, idErr = s.ids.OpenAll(r.caller.Tenant, h.request.ids(&in.value))
	}
	if err == nil {
		err = idErr
	}
	if err == nil && h.request.normalize != nil {
		h.request.normalize(&in.value).Normalize()
	}
	if err == nil && h.request.validate != nil {
		err = h.request.validate(&in.value).Validate(s.now())
	}
	if err != nil && idErr == nil {
		r.noteIntendedConnection(in.pinned)
	}
	if h.request.knownBy != nil {
		in.knownBy = h.request.knownBy(&in.value).KnownBy()
	}
	if len(in.references) > 0 {
		in.knownBy = canonical.KnownByReference(in.references[0].Text)
	}
	return in, err
}

// decode fills the typed request from its parts, and makes the digest of its body where
// something compares it.
func (h *operationHandler[In, Out]) decode(r *request, in *input[In]) error {
	if err := h.params.Bind(&in.value, r.from); err != nil {
		if errors.Is(err, schema.ErrPathParam) {
			return &canonical.Error{Code: h.spec.absent, Origin: canonical.OriginCaller, Message: h.notFoundText()}
		}
		return err
	}
	var wrong error
	if h.body != nil {
		if wrong = h.decodeBody(r, in); wrong != nil && !in.whole {
			return wrong
		}
	}
	if h.request.context == nil {
		return wrong
	}
	client, given, err := schema.ClientContext(r.from.Header)
	if given && err == nil {
		h.request.context(&in.value).SetClientContext(client)
	}
	return cmp.Or(wrong, err)
}

// notFoundText tells a caller whose path names nothing what it could name.
func (h *operationHandler[In, Out]) notFoundText() string {
	text := "Nothing stands under this path."
	for _, p := range h.params.Fields {
		if p.In == schema.InPath && len(p.Schema.Enum) > 0 {
			text += " {" + p.Name + "}: " + schema.Describe(p.Schema)
		}
	}
	return text
}

// decodeBody reads the body into the typed request: JSON, or a multipart form
// with the JSON in one of its parts.
func (h *operationHandler[In, Out]) decodeBody(r *request, in *input[In]) error {
	body, file, compiled := r.body, []byte(nil), h.body
	switch media, parameters, err := schema.MediaType(r.contentType); {
	case len(body) == 0 && h.body.Empty():
		body = []byte("{}")
	case err != nil:
		return h.wrongMediaType(err)
	case media == schema.Form && h.spec.upload:
		compiled = h.form
		if body, file, err = schema.ReadForm(body, parameters["boundary"]); err != nil {
			return err
		}
	case media != schema.JSON && (media != schema.MergePatch || !h.spec.patch):
		return h.wrongMediaType(nil)
	}
	before := in.value
	cleared, filled, wrong := schema.ReadInto(body, compiled, h.spec.patch, &in.value)
	if !filled {
		in.value = before
	}
	if wrong != nil && canonical.AsError(wrong).Code != canonical.ValidationFailed {
		return wrong
	}
	if !filled && json.Unmarshal(body, &in.value) != nil {
		// ReadInto holds to what the types take; a difference is ours, and still
		// better told as a bad request than as a defect.
		return cmp.Or(wrong, error(schema.InvalidRequest("The body does not fit this operation.")))
	}
	if r.comparesBody() {
		var err error
		if in.digest, err = schema.DigestOf(body, file); err != nil {
			return cmp.Or(wrong, err)
		}
	}
	in.whole = true
	r.forgetBody()
	if h.request.cleared != nil {
		h.request.cleared(&in.value).SetCleared(cleared)
	}
	if file != nil {
		h.request.content(&in.value).SetContent(file)
	}
	return wrong
}

// wrongMediaType tells which media types are taken. err is what MediaType found wrong.
func (h *operationHandler[In, Out]) wrongMediaType(err error) error {
	refusal := &canonical.Error{Code: canonical.UnsupportedMediaType, Origin: canonical.OriginCaller}
	if errors.Is(err, schema.ErrCharset) {
		refusal.Message = "The charset must be UTF-8."
		return refusal
	}
	want := schema.JSON
	if h.spec.patch {
		want += " or " + schema.MergePatch
	}
	if h.spec.upload {
		want += " or " + schema.Form
	}
	refusal.Message = "Send the body as " + want + "."
	if err != nil {
		refusal.Message = "The Content-Type cannot be read as one media type. " + refusal.Message
	}
	return refusal
}

// include reads ?include=. It gives a place for the vendor's answer where the caller
// wants to see it, else nil.
func (r *request) include(ctx context.Context) (context.Context, *canonical.VendorAnswer, error) {
	rest, included, err := schema.TakeInclude(r.from.Query)
	if err != nil || !included {
		return ctx, nil, err
	}
	if !r.caller.May(auth.ScopeReadVendor) {
		return ctx, nil, canonical.Errorf(canonical.PermissionDenied, "%s", "vendor_data needs the scope "+auth.ScopeReadVendor+".")
	}
	r.from.Query = rest
	ctx, reply := canonical.KeepVendorAnswer(ctx)
	return ctx, reply, nil
}
