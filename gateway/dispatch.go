package gateway

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"time"

	"canongate/canonical"
	"canongate/gateway/auth"
	"canongate/policies"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"
)

// dispatcher has an operation done: it lets the routes choose, runs the chosen
// connection's chain around its adapter, and goes on to the next candidate while
// that is safe.
type dispatcher[In, Out any] struct {
	call     *call[In, Out]
	server   *Server
	endpoint *endpoint
	bound    map[string]canonical.Func[In, Out] // by connection
}

// dispatch answers with the first candidate's answer, or with the error of the
// last one tried that could take the request and adds something to what is known.
func (d *dispatcher[In, Out]) dispatch(ctx context.Context, x *exchange, in In, sealed string, digest bodyDigest) (policies.Answer, error) {
	decision, err := d.choose(ctx, x, &in, sealed, digest)
	if err != nil {
		return d.recall(ctx, x, cmp.Or(sealed, x.asked), digest, err)
	}
	x.route = decision.Route
	answer, err := d.try(ctx, x, in, decision.Connection, digest)
	for _, next := range decision.Fallback {
		if err == nil || ctx.Err() != nil || !policies.MayFallBack(x.effect(), err) {
			break
		}
		policies.Note(ctx, "fallback", attribute.String("canongate.connection", next),
			attribute.String("canongate.after", string(canonical.AsError(err).Code)))
		other, otherErr := d.try(ctx, x, in, next, digest)
		if misfit(otherErr) || tellsLess(otherErr, err) {
			x.connection = decision.Connection
			continue
		}
		answer, err = other, otherErr
	}
	return answer, err
}

// recall answers for a request that no connection may take any more, as it was
// answered before. One that comes for the first time hears the refusal.
func (d *dispatcher[In, Out]) recall(ctx context.Context, x *exchange, named string, digest bodyDigest, refusal error) (policies.Answer, error) {
	if d.server.options.Recall == nil || !x.effect().NeedsKey() {
		return policies.Answer{}, refusal
	}
	call := d.server.newCall(x, &Connection{Name: named})
	call.Key, call.Fingerprint = x.key, digest.fingerprint(x)
	known, err := d.server.options.Recall(ctx, call)
	switch {
	case err != nil:
		return policies.Answer{}, err
	case !known:
		return policies.Answer{}, refusal
	}
	x.replay(call)
	return d.shown(x, call.Answer), nil
}

// shown is an answer as this caller may see it. A journal may hold answers of an
// older version, which kept what its first caller was shown and nothing else.
func (d *dispatcher[In, Out]) shown(x *exchange, answer policies.Answer) policies.Answer {
	mask := d.call.resource.mask
	old := x.replayed && answer.Scope == "" && answer.Status < http.StatusBadRequest
	if mask == nil || !old || x.may(auth.ScopeReadPII) {
		return answer.For(x.may)
	}
	var out Out
	if err := json.Unmarshal(answer.Body, &out); err != nil {
		return d.server.refuse(x, errors.New("show a stored answer: it cannot be read"))
	}
	mask(&out).Mask()
	masked, err := jsonAnswer(answer.Status, out)
	if err != nil {
		return d.server.refuse(x, err)
	}
	answer.Body = masked.Body
	return answer
}

// replay notes that an answer is a stored one, and whose.
func (x *exchange) replay(call *policies.Call) {
	x.replayed = true
	x.connection = cmp.Or(call.Answer.Header.Get(policies.ConnectionHeader), call.Connection)
}

// misfit says whether a fallback has no place for the request: what the first
// candidate said then tells the caller more than that. That a duplicate of the
// request is on its way tells more still.
func misfit(err error) bool {
	if err == nil {
		return false
	}
	e := canonical.AsError(err)
	return e.WhoseFault() == canonical.OriginCaller && e.HowFar() == canonical.NotSent && e.Code != canonical.IdempotencyInProgress
}

// tellsLess says whether a fallback that nothing reached would hide how far the
// candidate before it got.
func tellsLess(other, before error) bool {
	return other != nil && canonical.AsError(other).HowFar() == canonical.NotSent && canonical.AsError(before).HowFar() != canonical.NotSent
}

// choose asks the routes for a connection that can do the operation.
func (d *dispatcher[In, Out]) choose(ctx context.Context, x *exchange, in *In, sealed string, digest bodyDigest) (policies.Decision, error) {
	q := policies.RouteQuery{
		Operation: x.operation(), Effect: x.effect(), Tenant: x.caller.Tenant,
		Asked: x.asked, Sealed: sealed, StickyKey: digest.stickyKey(x),
	}
	routed := d.server.options.Routed
	if (routed != nil || x.state.Routes.NeedFacts()) && sealed == "" && x.asked == "" {
		q.Facts = policies.FactsOf(in)
	}
	if routed != nil {
		routed(q)
	}
	decision := x.state.Choose(q)
	decision.Note(trace.SpanFromContext(ctx))
	if decision.Connection == "" {
		err := decision.Refusal()
		if canonical.AsError(err).Code != canonical.InvalidRequest {
			x.connection = cmp.Or(sealed, x.asked) // it was this one that could not
		}
		return decision, err
	}
	return decision, nil
}

func unsupported(message string) *canonical.Error {
	return &canonical.Error{Code: canonical.OperationNotSupported, Origin: canonical.OriginGateway, Message: message}
}

// try has one connection do the operation.
func (d *dispatcher[In, Out]) try(ctx context.Context, x *exchange, in In, name string, digest bodyDigest) (policies.Answer, error) {
	connection, do := x.state.Connections[name], d.bound[name]
	if do == nil {
		return policies.Answer{}, unsupported("The connection cannot do the operation.")
	}
	x.connection = name
	call := d.server.newCall(x, connection)
	call.Key, call.Fingerprint = x.key, digest.fingerprint(x)
	payment, err := d.payment(x, connection, &in)
	if err != nil {
		return policies.Answer{}, err
	}
	call.Payment = payment.journaled()
	tag := func(err error) error {
		e := tagged(err, call.Operation, name)
		if d.call.shape == nil {
			e.Fields = inHeaders(e.Fields)
		}
		return payment.tag(e)
	}
	call.Render = func(err error) policies.Answer { return d.server.renderProblem(x, tag(err)) }
	if ids := d.call.request.ids; ids != nil {
		d.server.nameJourney(ctx, call, ids(&in))
	}
	err = connection.policy()(ctx, call, func(ctx context.Context) error {
		return d.server.guarded(ctx, x, func() error {
			out, err := do(ctx, in)
			if err != nil {
				return tag(err)
			}
			if ids := d.call.resource.ids; ids != nil {
				d.server.nameJourney(ctx, call, ids(&out))
			}
			if call.Answer, err = d.render(x, name, &out, payment); err != nil {
				return tag(answered(err))
			}
			if d.call.news != nil {
				call.News = d.call.news(&out)
			}
			return nil
		})
	})
	x.vendorTime += call.VendorTime
	if err != nil {
		return policies.Answer{}, tag(err)
	}
	if call.Replayed {
		x.replay(call)
	}
	return d.shown(x, call.Answer), nil
}

// payment is the payment that the call makes, before it is sent; nil when the
// operation makes none.
func (d *dispatcher[In, Out]) payment(x *exchange, connection *Connection, in *In) (*newPayment, error) {
	if d.call.draft == nil {
		return nil, nil
	}
	return d.server.newPayment(x, connection, d.call.draft(in))
}

// render makes the answer, and brings a payment's record up to what it says.
func (d *dispatcher[In, Out]) render(x *exchange, connection string, out *Out, payment *newPayment) (policies.Answer, error) {
	if payment == nil {
		return d.call.render(d.server, d.endpoint, x, connection, out)
	}
	paid := d.call.paid(out)
	payment.name(paid)
	answer, err := d.call.render(d.server, d.endpoint, x, connection, out)
	if err == nil {
		payment.record.Status, payment.record.Body = paid.Status, answer.Body
	}
	return answer, err
}

// newCall is what policies are told about an exchange on a connection.
func (s *Server) newCall(x *exchange, connection *Connection) *policies.Call {
	return &policies.Call{
		Operation: x.operation(), Effect: x.effect(), Connection: connection.Name, Vendor: connection.Vendor,
		Tenant: x.caller.Tenant, Caller: x.caller.Key(), Route: x.route, RequestID: x.id, Generation: x.generation(),
		Began: x.started,
	}
}

// policy is the connection's chain.
func (c *Connection) policy() policies.Policy {
	if c.Policy == nil {
		return direct
	}
	return c.Policy
}

// direct is the chain of a connection that has none.
func direct(ctx context.Context, call *policies.Call, next policies.Next) error {
	start := time.Now()
	err := next(ctx)
	call.VendorTime += time.Since(start)
	return err
}

// guarded turns a panic, of an adapter or of what is made of its answer, into an
// error, so that the chain around it learns how the call ended: nobody can tell
// how far it got.
func (s *Server) guarded(ctx context.Context, x *exchange, do func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			s.log.ErrorContext(ctx, "adapter panicked", "request_id", x.id, "operation", x.operation(),
				"connection", x.connection, "type", fmt.Sprintf("%T", p), "stack", string(debug.Stack()))
			err = &canonical.Error{Code: canonical.InternalError, Origin: canonical.OriginGateway, Outcome: canonical.Unknown}
		}
	}()
	return do()
}

// answered is an error of ours after the vendor had replied.
func answered(err error) error {
	e := *canonical.AsError(err)
	e.Outcome = canonical.Answered
	return &e
}

// tagged names operation and connection in an error. It copies: adapters may
// share errors between calls.
func tagged(err error, operation, connection string) *canonical.Error {
	e := *canonical.AsError(err)
	if e.Operation == "" {
		e.Operation = operation
	}
	if e.Connection == "" {
		e.Connection = connection
	}
	return &e
}

// Choose has the routes decide by how the connections are at this moment. It is
// the one place that does, for requests and for those who ask about them.
func (s *State) Choose(q policies.RouteQuery) policies.Decision {
	q.Condition = func(connection string) policies.Condition { return s.condition(connection, q.Operation) }
	return s.Routes.Choose(q)
}

// condition is how a connection is for an operation at this moment.
func (s *State) condition(connection, operation string) policies.Condition {
	if c := s.Connections[connection]; c != nil && c.Condition != nil {
		return c.Condition(operation)
	}
	return policies.Condition{}
}
