package gateway

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"slices"

	"canongate/canonical"
	"canongate/gateway/ids"
	"canongate/gateway/openapi"
	"canongate/gateway/schema"
	"canongate/policies"
	"canongate/policies/routing"

	"github.com/danielgtaylor/huma/v2"
)

// sandboxQuery names a connection that is a sandbox.
type sandboxQuery struct {
	Name string `json:"-" path:"name" doc:"The connection's name."`
}

// sandboxFileQuery names one of its files.
type sandboxFileQuery struct {
	Name string `json:"-" path:"name" doc:"The connection's name."`
	File string `json:"-" path:"file" doc:"As the sandbox lists them, such as returns.ach."`
}

// sandboxDraft moves a sandbox's world.
type sandboxDraft struct {
	Name           string                   `json:"-" path:"name" doc:"The connection's name."`
	Action         string                   `json:"action" maxLength:"64" doc:"settle, return, notice_of_change, finish_screening, expire_otp, advance_clock or reset; GET …/sandbox lists those that the sandbox has."`
	PaymentID      canonical.PaymentID      `json:"payment_id,omitzero" doc:"Of settle, return and notice_of_change. Of a payment whose answer was lost the sandbox finds the one with the same facts."`
	CustomerID     canonical.CustomerID     `json:"customer_id,omitzero" doc:"Of finish_screening."`
	VerificationID canonical.VerificationID `json:"verification_id,omitzero" doc:"Of expire_otp."`
	Code           string                   `json:"code,omitempty" maxLength:"8" doc:"Of return, R01 without it, and of notice_of_change, C01 without it."`
	Status         string                   `json:"status,omitempty" maxLength:"32" doc:"Of finish_screening: clear (without it), rejected or in_review."`
	By             string                   `json:"by,omitempty" maxLength:"32" doc:"Of advance_clock: 61d, 36h, 1d12h or P61D."`
}

// EachID visits the ids of what is to be moved.
func (d *sandboxDraft) EachID(visit func(string, canonical.Sealable)) {
	visit("/payment_id", &d.PaymentID)
	visit("/customer_id", &d.CustomerID)
	visit("/verification_id", &d.VerificationID)
}

// sandboxOf is the connection of a sandbox that the caller may use.
func (s *State) sandboxOf(r *request, name string, operations map[string][]string) (*Connection, error) {
	connection := s.Connections[name]
	if connection == nil || connection.Simulator == nil || !s.mayUse(r.caller.Tenant, name, operations[name]) {
		return nil, canonical.Errorf(canonical.NotFound, "No connection to a sandbox has this name.")
	}
	r.connection = name
	return connection, nil
}

// getSandbox shows what value makes what answer.
type getSandbox struct{ params schema.Params }

func (w *getSandbox) operation() (string, canonical.Effect) { return "get_sandbox", canonical.Safe }

func (w *getSandbox) compile(r *schema.Registry) compiledSpec {
	w.params = r.Params(reflect.TypeFor[sandboxQuery]())
	return w
}

func (w *getSandbox) bind(_ *Server, e *endpoint, state *State) handler {
	operations := capabilities(state)
	return func(ctx context.Context, r *request) (policies.Answer, error) {
		var q sandboxQuery
		if err := w.params.Bind(&q, r.from); err != nil {
			return policies.Answer{}, err
		}
		connection, err := state.sandboxOf(r, q.Name, operations)
		if err != nil {
			return policies.Answer{}, err
		}
		view, err := connection.Simulator.Show(ctx)
		if err != nil {
			return policies.Answer{}, fromSandbox(err)
		}
		view.Object, view.Connection, view.Vendor = "sandbox", q.Name, connection.Vendor
		return jsonAnswer(e.success, view)
	}
}

func (w *getSandbox) describe(r *schema.Registry, e *endpoint, o *openapi.Operation) {
	o.Params = w.params.Fields
	o.Answers = map[int]*huma.Schema{e.success: r.Of(reflect.TypeFor[SandboxView]())}
}

// getSandboxFile gives a file that the vendor would send.
type getSandboxFile struct{ params schema.Params }

func (w *getSandboxFile) operation() (string, canonical.Effect) {
	return "get_sandbox_file", canonical.Safe
}

func (w *getSandboxFile) compile(r *schema.Registry) compiledSpec {
	w.params = r.Params(reflect.TypeFor[sandboxFileQuery]())
	return w
}

func (w *getSandboxFile) bind(_ *Server, e *endpoint, state *State) handler {
	operations := capabilities(state)
	return func(ctx context.Context, r *request) (policies.Answer, error) {
		var q sandboxFileQuery
		if err := w.params.Bind(&q, r.from); err != nil {
			return policies.Answer{}, err
		}
		connection, err := state.sandboxOf(r, q.Name, operations)
		if err != nil {
			return policies.Answer{}, err
		}
		file, err := connection.Simulator.File(ctx, q.File)
		if err != nil {
			return policies.Answer{}, fromSandbox(err)
		}
		return policies.Answer{Status: e.success, Body: file.Body, Header: http.Header{
			"Content-Type": {file.ContentType}, "Content-Disposition": {`attachment; filename="` + q.File + `"`},
			"Coverage-From": {file.CoverageFrom}, "Coverage-To": {file.CoverageTo}, "Coverage-Complete": {"true"},
		}}, nil
	}
}

func (w *getSandboxFile) describe(_ *schema.Registry, e *endpoint, o *openapi.Operation) {
	o.Params, o.AnswerMedia = w.params.Fields, "text/*"
	o.Answers = map[int]*huma.Schema{e.success: {Type: huma.TypeString}}
}

// EventFeed reads what happened at a connection. Its errors are ErrBadCursor or a
// *canonical.Error.
type EventFeed interface {
	// EventsAfter gives the events of a tenant's connection as subscribers get them, oldest
	// first, and the cursor from which to go on; without a cursor none, and that of now.
	EventsAfter(ctx context.Context, tenant, connection, cursor string, limit int) (events []json.RawMessage, next string, err error)
}

// sandboxEventsQuery asks for what happened since.
type sandboxEventsQuery struct {
	Name   string `json:"-" path:"name" doc:"The connection's name."`
	Cursor string `json:"-" query:"cursor" maxLength:"1024" doc:"The next_cursor of the page before. Without it the page is empty, and its next_cursor is where events begin from now on."`
	Limit  int    `json:"-" query:"limit" minimum:"1" maximum:"200" doc:"How many events a page has at most."`
}

// listSandboxEvents lists what subscribers would be told of a sandbox.
type listSandboxEvents struct{ params schema.Params }

func (w *listSandboxEvents) operation() (string, canonical.Effect) {
	return "list_sandbox_events", canonical.Safe
}

func (w *listSandboxEvents) compile(r *schema.Registry) compiledSpec {
	w.params = r.Params(reflect.TypeFor[sandboxEventsQuery]())
	return w
}

func (w *listSandboxEvents) bind(s *Server, e *endpoint, state *State) handler {
	operations := capabilities(state)
	return func(ctx context.Context, r *request) (policies.Answer, error) {
		var q sandboxEventsQuery
		if err := w.params.Bind(&q, r.from); err != nil {
			return policies.Answer{}, err
		}
		if _, err := state.sandboxOf(r, q.Name, operations); err != nil {
			return policies.Answer{}, err
		}
		if s.options.Feed == nil {
			return policies.Answer{}, unsupported("This gateway runs without a journal, so it keeps no events.")
		}
		events, next, err := s.options.Feed.EventsAfter(ctx, r.caller.Tenant, q.Name, q.Cursor, q.Limit)
		if errors.Is(err, ErrBadCursor) {
			return policies.Answer{}, badCursor()
		}
		if err != nil {
			return policies.Answer{}, err
		}
		list := canonical.NewList(events)
		list.NextCursor = &next
		return jsonAnswer(e.success, list)
	}
}

func (w *listSandboxEvents) describe(r *schema.Registry, e *endpoint, o *openapi.Operation) {
	o.Params = w.params.Fields
	o.Answers = map[int]*huma.Schema{e.success: r.Of(reflect.TypeFor[canonical.List[canonical.Event]]())}
}

// moveSandbox moves a sandbox's world.
type moveSandbox struct {
	params schema.Params
	schema *huma.Schema
	body   *schema.Compiled
}

func (w *moveSandbox) operation() (string, canonical.Effect) {
	return "move_sandbox", canonical.Idempotent
}

func (w *moveSandbox) compile(r *schema.Registry) compiledSpec {
	t := reflect.TypeFor[sandboxDraft]()
	w.params = r.Params(t)
	w.schema, w.body = r.Request(t)
	return w
}

func (w *moveSandbox) bind(s *Server, e *endpoint, state *State) handler {
	operations := capabilities(state)
	return func(ctx context.Context, r *request) (policies.Answer, error) {
		var d sandboxDraft
		if err := w.params.Bind(&d, r.from); err != nil {
			return policies.Answer{}, err
		}
		connection, err := state.sandboxOf(r, d.Name, operations)
		if err != nil {
			return policies.Answer{}, err
		}
		if err := w.decode(r, &d); err != nil {
			return policies.Answer{}, err
		}
		command, err := s.sandboxCommand(ctx, r, &d)
		if err != nil {
			return policies.Answer{}, err
		}
		moved, err := connection.Simulator.Move(ctx, command)
		if err != nil {
			return policies.Answer{}, fromSandbox(err)
		}
		if err := s.tellOfMove(ctx, r, connection, moved); err != nil {
			return policies.Answer{}, err
		}
		moved.Object, moved.Connection, moved.Action = "sandbox_action", d.Name, d.Action
		return jsonAnswer(e.success, moved)
	}
}

func (w *moveSandbox) decode(r *request, d *sandboxDraft) error {
	if media, _, err := schema.MediaType(r.contentType); err != nil || media != schema.JSON {
		return &canonical.Error{Code: canonical.UnsupportedMediaType, Origin: canonical.OriginCaller, Message: "Send the body as " + schema.JSON + "."}
	}
	if _, err := schema.ReadBody(r.body, w.body, false); err != nil {
		return err
	}
	if err := json.Unmarshal(r.body, d); err != nil {
		return schema.InvalidRequest("The body does not fit this operation.")
	}
	return nil
}

func (w *moveSandbox) describe(r *schema.Registry, e *endpoint, o *openapi.Operation) {
	o.Params = w.params.Fields
	body := openapi.Body{Operation: "move_sandbox", Schema: w.schema}
	o.Body = body.Describe(r)
	o.Answers = map[int]*huma.Schema{e.success: r.Of(reflect.TypeFor[SandboxMoved]())}
}

// sandboxCommand opens the ids, which have to be of this connection, and reads the
// payment.
func (s *Server) sandboxCommand(ctx context.Context, r *request, d *sandboxDraft) (SandboxCommand, error) {
	command := SandboxCommand{Action: d.Action, Code: d.Code, Status: d.Status, By: d.By}
	pinned, references, err := s.ids.OpenAll(r.caller.Tenant, d)
	if err != nil {
		return command, err
	}
	if pinned != "" && pinned != d.Name {
		return command, schema.ValidationFailed(d.foreign()...)
	}
	if err := s.resolveAt(ctx, r, references, d.Name); err != nil {
		return command, err
	}
	command.Customer, command.Verification = d.CustomerID.Keys(), d.VerificationID.Keys()
	if d.PaymentID.IsZero() {
		return command, nil
	}
	if s.options.Payments == nil {
		return command, noPayments()
	}
	payment, err := s.options.Payments.Payment(ctx, r.caller.Tenant, d.PaymentID.Sealed())
	if errors.Is(err, ErrNoPayment) {
		return command, ids.Unknown(canonical.KindPayment, "/payment_id")
	}
	if err != nil {
		return command, err
	}
	if _, _, err := s.ids.OpenAll(r.caller.Tenant, &payment); err != nil {
		return command, err
	}
	command.Payment = &payment
	return command, nil
}

// resolveAt puts the ids of the person's records at the connection in the places of
// references.
func (s *Server) resolveAt(ctx context.Context, r *request, references []ids.Reference, connection string) error {
	if len(references) == 0 {
		return nil
	}
	person, err := s.find(ctx, r, references)
	switch {
	case err != nil:
		return err
	case len(person.knownAt) == 0:
		return routing.PersonUnknown()
	case !slices.Contains(person.knownAt, connection):
		return routing.PersonElsewhere(connection)
	}
	return person.resolve(s.ids, r.caller.Tenant, connection)
}

// foreign names the ids that are given, all of another connection.
func (d *sandboxDraft) foreign() (wrong []canonical.FieldError) {
	d.EachID(func(pointer string, id canonical.Sealable) {
		if id.Sealed() != "" {
			wrong = append(wrong, canonical.FieldError{Pointer: pointer, Code: canonical.FieldInvalid, Detail: "is of another connection"})
		}
	})
	return wrong
}

// tellOfMove takes what the vendor tells of a move, as if it had come by its
// notification.
func (s *Server) tellOfMove(ctx context.Context, r *request, connection *Connection, moved SandboxMoved) error {
	receiver, able := connection.Adapter.(canonical.EventReceiver)
	if len(moved.Notification) == 0 || !able || s.options.Events == nil {
		return nil
	}
	_, err := s.receive(ctx, r, connection, Notification{Connection: connection.Name}, func(ctx context.Context) (canonical.Notice, error) {
		return receiver.ReceiveEvent(ctx, canonical.InboundEvent{Header: http.Header{}, Body: moved.Notification})
	})
	return err
}

// sandboxCodes are of what the sandbox does not have.
var sandboxCodes = map[string]canonical.Code{
	"payment_id": canonical.PaymentNotFound, "customer_id": canonical.CustomerNotFound, "verification_id": canonical.VerificationNotFound,
}

// fromSandbox says what the sandbox refused. The names of its members are those of
// the body.
func fromSandbox(err error) error {
	var refusal *SandboxRefusal
	if !errors.As(err, &refusal) {
		return &canonical.Error{Code: canonical.VendorUnavailable, Outcome: canonical.Unknown, Err: errors.New("the sandbox does not answer")}
	}
	field := canonical.FieldError{Pointer: "/" + refusal.Field, Code: canonical.FieldInvalid, Detail: refusal.Detail}
	if refusal.Status == http.StatusNotFound {
		e := &canonical.Error{Code: canonical.NotFound, Origin: canonical.OriginCaller, Message: "The sandbox has no such thing."}
		if code, named := sandboxCodes[refusal.Field]; named {
			e.Code, e.Fields = code, []canonical.FieldError{field}
		}
		return e
	}
	if refusal.Field == "" {
		field.Pointer = "/action"
	}
	return schema.ValidationFailed(field)
}
