package gateway

import (
	"context"
	"log/slog"
	"reflect"

	"canongate/canonical"
	"canongate/gateway/openapi"
	"canongate/gateway/schema"
	"canongate/policies"

	"github.com/danielgtaylor/huma/v2"
)

// referenceQuery names a person by the caller's own id.
type referenceQuery struct {
	ExternalReference string `json:"-" query:"external_reference" required:"true" maxLength:"255" doc:"The caller's own id of the person."`
}

// readReference reads it, where there is a journal to look it up in. Without one the
// request says nothing, so it is a bad request and no bad value.
func (s *Server) readReference(params *schema.Params, r *request) (string, error) {
	var q referenceQuery
	err := params.Bind(&q, r.from)
	switch {
	case err != nil && r.from.Query == "":
		e := canonical.AsError(err)
		return "", schema.InvalidRequest("The query parameter external_reference is missing.", e.Fields...)
	case err == nil && s.options.References == nil:
		return "", noReferences()
	}
	return q.ExternalReference, err
}

// listCustomerReferences lists the records of a person.
type listCustomerReferences struct{ params schema.Params }

func (w *listCustomerReferences) operation() (string, canonical.Effect) {
	return "list_customer_references", canonical.Safe
}

func (w *listCustomerReferences) compile(r *schema.Registry) compiledSpec {
	w.params = r.Params(reflect.TypeFor[referenceQuery]())
	return w
}

func (w *listCustomerReferences) bind(s *Server, e *endpoint, _ *State) handler {
	return func(ctx context.Context, r *request) (policies.Answer, error) {
		reference, err := s.readReference(&w.params, r)
		if err != nil {
			return policies.Answer{}, err
		}
		records, err := s.options.References.CustomerRecords(ctx, r.caller.Tenant, reference)
		if err != nil {
			return policies.Answer{}, err
		}
		return jsonAnswer(e.success, canonical.NewList(records))
	}
}

func (w *listCustomerReferences) describe(r *schema.Registry, e *endpoint, o *openapi.Operation) {
	o.Params = w.params.Fields
	o.Answers = map[int]*huma.Schema{e.success: r.Of(reflect.TypeFor[canonical.List[CustomerRecord]]())}
}

// forgetCustomerReferences makes a reference mean nothing any more.
type forgetCustomerReferences struct{ params schema.Params }

func (w *forgetCustomerReferences) operation() (string, canonical.Effect) {
	return "forget_customer_references", canonical.Idempotent
}

func (w *forgetCustomerReferences) compile(r *schema.Registry) compiledSpec {
	w.params = r.Params(reflect.TypeFor[referenceQuery]())
	return w
}

func (w *forgetCustomerReferences) bind(s *Server, e *endpoint, _ *State) handler {
	return func(ctx context.Context, r *request) (policies.Answer, error) {
		reference, err := s.readReference(&w.params, r)
		if err != nil {
			return policies.Answer{}, err
		}
		forgotten, err := s.options.References.ForgetCustomer(ctx, r.caller.Tenant, reference)
		s.auditForgotten(ctx, r, forgotten, err)
		if err != nil {
			return policies.Answer{}, err
		}
		return policies.Answer{Status: e.success}, nil
	}
}

// auditForgotten writes the line of the audit log. Whose reference it was is nobody's
// business; the request id leads the caller's own log to it.
func (s *Server) auditForgotten(ctx context.Context, r *request, records int64, err error) {
	if s.options.Audit == nil {
		return
	}
	result := "done"
	if err != nil {
		result = string(canonical.AsError(err).Code)
	}
	s.options.Audit.LogAttrs(ctx, slog.LevelInfo, "customer references forgotten",
		slog.String("action", r.operation()), slog.String("tenant", r.caller.Tenant), slog.String("by", r.caller.Key()),
		slog.Int64("records", records), slog.String("request_id", r.id), slog.String("result", result))
}

func (w *forgetCustomerReferences) describe(_ *schema.Registry, e *endpoint, o *openapi.Operation) {
	o.Params = w.params.Fields
	o.Answers = map[int]*huma.Schema{e.success: nil}
}
