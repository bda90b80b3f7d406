package gateway

import (
	"context"
	"reflect"

	"canongate/canonical"
	"canongate/gateway/openapi"
	"canongate/gateway/schema"
	"canongate/policies"
	"canongate/policies/routing"

	"github.com/danielgtaylor/huma/v2"
)

// connectionFieldsQuery asks for the fields of one connection.
type connectionFieldsQuery struct {
	Name      string `json:"-" path:"name" doc:"The connection's name."`
	Operation string `json:"-" query:"operation" required:"true" maxLength:"64" doc:"Such as create_customer."`
}

// fieldsQuery asks for the fields of a request that the routes would place. What is empty
// is not known yet.
type fieldsQuery struct {
	Operation string `json:"-" query:"operation" required:"true" maxLength:"64" doc:"Such as create_customer."`
	Country   string `json:"-" query:"country" minLength:"0" pattern:"^([A-Z]{2})?$" doc:"Where the person lives, ISO 3166-1 alpha-2."`
	Currency  string `json:"-" query:"currency" minLength:"0" pattern:"^([A-Z]{3})?$" doc:"Of the amount, ISO 4217."`
	Method    string `json:"-" query:"method" minLength:"0" maxLength:"64" doc:"Of a verification, of linking an account, or the rail of a payment."`
}

// getConnectionFields tells what one connection takes and says in an operation.
type getConnectionFields struct{ params schema.Params }

func (w *getConnectionFields) operation() (string, canonical.Effect) {
	return "get_connection_fields", canonical.Safe
}

func (w *getConnectionFields) compile(r *schema.Registry) compiledSpec {
	w.params = r.Params(reflect.TypeFor[connectionFieldsQuery]())
	return w
}

func (w *getConnectionFields) bind(_ *Server, e *endpoint, state *State) handler {
	operations := capabilities(state)
	return func(_ context.Context, r *request) (policies.Answer, error) {
		var q connectionFieldsQuery
		if err := w.params.Bind(&q, r.from); err != nil {
			return policies.Answer{}, err
		}
		connection := state.Connections[q.Name]
		if connection == nil || !state.mayUse(r.caller.Tenant, q.Name, operations[q.Name]) {
			return policies.Answer{}, noSuchConnection()
		}
		row, err := operationAsked(q.Operation)
		if err != nil {
			return policies.Answer{}, err
		}
		r.connection = q.Name
		table := row.FieldTable(connection.Adapter)
		if table == nil {
			return policies.Answer{}, unsupported("The connection cannot do the operation, or its fields are not listed.")
		}
		view := table.View(canonical.FieldQuery{})
		view.Connection, view.Vendor = q.Name, connection.Vendor
		return jsonAnswer(e.success, view)
	}
}

// listFields tells what all connections take and say that the caller's routes would
// choose for a request.
type listFields struct{ params schema.Params }

func (w *listFields) operation() (string, canonical.Effect) { return "list_fields", canonical.Safe }

func (w *listFields) compile(r *schema.Registry) compiledSpec {
	w.params = r.Params(reflect.TypeFor[fieldsQuery]())
	return w
}

func (w *listFields) bind(_ *Server, e *endpoint, state *State) handler {
	return func(_ context.Context, r *request) (policies.Answer, error) {
		var q fieldsQuery
		if err := w.params.Bind(&q, r.from); err != nil {
			return policies.Answer{}, err
		}
		row, err := operationAsked(q.Operation)
		if err != nil {
			return policies.Answer{}, err
		}
		view, err := state.fields(row, r.caller.Tenant, canonical.FieldQuery{Country: q.Country, Currency: q.Currency, Method: q.Method})
		if err != nil {
			return policies.Answer{}, err
		}
		return jsonAnswer(e.success, view)
	}
}

// operationAsked is the operation of adapters with the name.
func operationAsked(name string) (canonical.Row, error) {
	row, known := canonical.OperationNamed(name)
	if !known || name == canonical.ReceiveEvent.Name() {
		return nil, schema.ValidationFailed(canonical.FieldError{
			Pointer: "operation", Code: canonical.FieldInvalid, Detail: "must be an operation of connections, such as create_customer",
		})
	}
	return row, nil
}

func noSuchConnection() error {
	return canonical.Errorf(canonical.NotFound, "No connection has this name.")
}

// fields are those of the connections that the routes would choose.
func (s *State) fields(row canonical.Row, tenant string, facts canonical.FieldQuery) (canonical.FieldListView, error) {
	q := routing.Query{Operation: row.Name(), Effect: row.Effect(), Tenant: tenant, Attributes: routing.Attributes{
		Country: facts.Country, Currency: facts.Currency, Method: facts.Method,
		Request: routing.RequestAttributes{CountryOfResidence: facts.Country},
	}}
	q.Condition = s.condition
	all := canonical.FieldListView{
		Object: "field_list", Operation: row.Name(), Connections: []canonical.FieldConnection{}, Request: []canonical.FieldView{},
		Answer: []canonical.AnswerFieldView{}, SupplementaryData: []canonical.SupplementaryView{}, NotCarried: []canonical.NotCarriedView{},
	}
	candidates := s.Routes.Candidates(q)
	if len(candidates) == 0 {
		decision := s.Choose(&q)
		return all, decision.Refusal()
	}
	listed := false
	for _, candidate := range candidates {
		c := s.Connections[candidate.Connection]
		all.Connections = append(all.Connections, canonical.FieldConnection{
			Name: c.Name, Vendor: c.Vendor, Weight: candidate.Weight, Fallback: candidate.Fallback,
		})
		if table := row.FieldTable(c.Adapter); table != nil {
			all.Merge(c.Name, table.View(facts), len(candidates) > 1)
			listed = true
		}
	}
	if !listed {
		return all, unsupported("The fields of the connections that the routes would choose are not listed.")
	}
	return all, nil
}

// maskPayment hides what of a stored payment's supplementary data is personal at its
// connection; all of it where the connection is no more.
func (s *State) maskPayment(p *canonical.Payment) {
	if len(p.SupplementaryData) == 0 {
		return
	}
	if c := s.Connections[p.Connection]; c != nil {
		canonical.CreatePayment.FieldTable(c.Adapter).MarkPublic(p)
	}
	p.Mask()
}

func (w *getConnectionFields) describe(r *schema.Registry, e *endpoint, o *openapi.Operation) {
	o.Params = w.params.Fields
	o.Answers = map[int]*huma.Schema{e.success: r.Of(reflect.TypeFor[canonical.FieldListView]())}
}

func (w *listFields) describe(r *schema.Registry, e *endpoint, o *openapi.Operation) {
	o.Params = w.params.Fields
	o.Answers = map[int]*huma.Schema{e.success: r.Of(reflect.TypeFor[canonical.FieldListView]())}
}
