package gateway

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"canongate/canonical"
	"canongate/canonical/deadline"
	"canongate/gateway/schema"
	"canongate/policies"
	"canongate/policies/routing"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"
)

// dispatcher runs an operation: the routes choose a connection, its policy chain
// calls the adapter, and a fallback follows where that is safe.
type dispatcher[In, Out any] struct {
	*operationHandler[In, Out]
	server   *Server
	endpoint *endpoint
	bound    map[string]canonical.Bound[In, Out] // by connection
	tables   map[string]*canonical.FieldTable    // by connection; nil: its fields are not listed
}

// dispatch gives the answer of the first candidate that succeeds. When all fail, it
// gives the error that tells the caller most.
func (d *dispatcher[In, Out]) dispatch(ctx context.Context, r *request, in *input[In]) (policies.Answer, error) {
	decision, err := d.choose(ctx, r, in)
	if err != nil {
		answer, err := d.server.replayStored(ctx, r, cmp.Or(in.pinned, r.requested), in.digest, err)
		return d.shown(r, answer), err
	}
	r.route, r.byPerson = decision.Route, decision.DecidedBy == routing.ByPerson
	for _, cutOff := range decision.InsteadOf {
		d.server.fellBack(r, cutOff)
	}
	answer, err := d.try(ctx, r, in, decision.Connection, len(decision.Fallback))
	from := decision.Connection
	for i, next := range decision.Fallback {
		if err == nil || ctx.Err() != nil || !policies.MayFallBack(r.effect(), err) {
			break
		}
		policies.SpanEvent(ctx, "fallback", attribute.String("canongate.connection", next),
			attribute.String("canongate.after", string(canonical.AsError(err).Code)))
		d.server.fellBack(r, from)
		from = next
		other, otherErr := d.try(ctx, r, in, next, len(decision.Fallback)-i-1)
		if rejectedAsInvalid(otherErr) || lessInformative(otherErr, err) {
			r.connection = decision.Connection
			continue
		}
		answer, err = other, otherErr
	}
	d.shadowLater(r, in, decision.Shadow, answer, err)
	return answer, err
}

// fellBack tells of a request that another connection than this one goes on with.
func (s *Server) fellBack(r *request, connection string) {
	if s.options.FellBack != nil {
		s.options.FellBack(connection, r.operation())
	}
}

// replayStored replays the stored answer of a request that no connection may take
// any more. Without a stored answer it gives the refusal.
func (s *Server) replayStored(ctx context.Context, r *request, named string, digest schema.Digest, refusal error) (policies.Answer, error) {
	if s.options.ReplayStored == nil || !r.effect().NeedsKey() {
		return policies.Answer{}, refusal
	}
	call := s.newCall(r, &Connection{Name: named})
	r.nameKey(call, digest)
	known, err := s.options.ReplayStored(ctx, call)
	answer, resolved := s.paymentNow(ctx, r, call)
	switch {
	case resolved && s.answeredMeanwhile(ctx, call):
	case resolved:
		return answer, nil
	case err != nil:
		return policies.Answer{}, err
	case !known:
		return policies.Answer{}, refusal
	}
	r.replay(call)
	return call.Answer, nil
}

// replay notes that an answer is a stored one, and whose.
func (r *request) replay(call *policies.Call) {
	r.replayed = true
	r.connection = cmp.Or(call.Answer.Header.Get(policies.ConnectionHeader), call.Connection)
}

// rejectedAsInvalid says whether a fallback found the request invalid, with nothing
// sent: the error of the candidate before it is worth more. idempotency_in_progress
// is not such an error.
func rejectedAsInvalid(err error) bool {
	if err == nil {
		return false
	}
	e := canonical.AsError(err)
	return e.WhoseFault() == canonical.OriginCaller && e.HowFar() == canonical.NotSent && e.Code != canonical.IdempotencyInProgress
}

// lessInformative says whether the fallback's error is not_sent after one that is
// not: it would hide that a vendor may have acted.
func lessInformative(other, before error) bool {
	return other != nil && canonical.AsError(other).HowFar() == canonical.NotSent && canonical.AsError(before).HowFar() != canonical.NotSent
}

// choose asks the routes for a connection that can do the operation.
func (d *dispatcher[In, Out]) choose(ctx context.Context, r *request, in *input[In]) (routing.Decision, error) {
	q := d.query(r, in)
	var person *person
	if len(in.references) > 0 {
		var err error
		if person, err = d.server.find(ctx, r, in.references); err != nil {
			return routing.Decision{}, err
		}
		q.Referred, q.KnownAt, in.person = true, person.knownAt, person
	}
	if routed := d.server.options.Routed; routed != nil {
		routed(q)
	}
	decision := r.state.Choose(&q)
	r.state.Routes.SpanEvent(trace.SpanFromContext(ctx), &q, &decision)
	if decision.Connection == "" {
		err := decision.Refusal()
		if canonical.AsError(err).Code != canonical.InvalidRequest {
			r.connection = cmp.Or(in.pinned, r.requested) // it was this one that refused
		}
		return decision, err
	}
	return decision, person.resolve(d.server.ids, r.caller.Tenant, decision.Connection)
}

// query is what the routes are asked about a request.
func (d *dispatcher[In, Out]) query(r *request, in *input[In]) routing.Query {
	q := routing.Query{
		Operation: r.operation(), Effect: r.effect(), Tenant: r.caller.Tenant,
		Requested: r.requested, Pinned: in.pinned,
	}
	if r.state.Routes.NeedStickyKey() {
		q.StickyKey = r.stickyKey(in.digest, in.knownBy)
	}
	if (d.server.options.Routed != nil || r.state.Routes.NeedAttributes()) && in.pinned == "" && r.requested == "" {
		q.Attributes = routing.AttributesOf(&in.value)
	}
	return q
}

// withNeeds adds to a refusal of fields what the connection's vendor needs besides, so
// that a caller hears of everything at once. Where a request with a caller's own id of a
// person goes, only a search of the journal would tell.
func (d *dispatcher[In, Out]) withNeeds(r *request, in *input[In], refusal error) error {
	e := *canonical.AsError(refusal)
	if !in.whole || e.Code != canonical.ValidationFailed || e.Fields == nil || len(in.references) > 0 {
		return refusal
	}
	q := d.query(r, in)
	connection := r.state.Choose(&q).Connection
	table := d.tables[connection]
	more := requiredAt(connection, d.body.KnownFields(table.Besides(&in.value, e.Fields)))
	if len(more) == 0 {
		return refusal
	}
	e.Fields = slices.Concat(e.Fields, more)
	table.InOrder(e.Fields)
	r.connection = connection
	return &e
}

func unsupported(message string) *canonical.Error {
	return &canonical.Error{Code: canonical.OperationNotSupported, Origin: canonical.OriginGateway, Message: message}
}

// leavingTime bounds one candidate's call, so that a third of what is left of the
// request's time remains for the others. A payment goes to no other.
func leavingTime(ctx context.Context, effect canonical.Effect, others int) (context.Context, context.CancelFunc) {
	end, bounded := ctx.Deadline()
	if !bounded || others == 0 || effect == canonical.MovesMoney {
		return ctx, func() {}
	}
	return deadline.With(ctx, time.Now().Add(time.Until(end)*2/3))
}

// attempt is one try of an operation at one connection.
type attempt[In, Out any] struct {
	*dispatcher[In, Out]
	r          *request
	in         *input[In]
	connection *Connection
	do         canonical.Bound[In, Out]
	call       *policies.Call
	payment    *newPayment // nil: the operation makes none
	reference  string      // the caller's own id of the customer of the answer; "": none
	found      *Out        // whom the reference is to mean, once the chain has ended
}

// try has one connection do the operation. others is how many more may follow.
func (d *dispatcher[In, Out]) try(ctx context.Context, r *request, in *input[In], name string, others int) (policies.Answer, error) {
	ctx, cancel := leavingTime(ctx, r.effect(), others)
	defer cancel()
	a, err := d.newAttempt(r, in, name)
	if err != nil {
		return policies.Answer{}, err
	}
	if ids := d.request.ids; ids != nil {
		d.server.correlate(ctx, a.call, ids(&in.value))
	}
	began := time.Now()
	err = a.connection.policy()(ctx, a.call, a.send)
	a.tried(ctx, err, time.Since(began))
	if err == nil && a.found != nil {
		err = a.link(ctx)
	}
	answer, resolved := a.server.paymentNow(ctx, r, a.call)
	switch {
	case resolved && a.server.answeredMeanwhile(ctx, a.call):
		return a.finish(nil)
	case resolved:
		return answer, nil
	}
	return a.finish(err)
}

// tried tells whom it concerns how a call went that a route sent here. A replay is no
// call, nor is a request that is refused for what is in it, or whose caller went away.
func (a *attempt[In, Out]) tried(ctx context.Context, err error, took time.Duration) {
	tell := a.server.options.Tried
	if tell == nil || a.r.route == "" || a.call.Replayed || errors.Is(ctx.Err(), context.Canceled) {
		return
	}
	var code canonical.Code
	if err != nil {
		e := canonical.AsError(err)
		if e.WhoseFault() == canonical.OriginCaller && e.HowFar() == canonical.NotSent {
			return
		}
		code = e.Code
	}
	tell(a.r.route, a.connection.Name, code, took)
}

// newAttempt finds the adapter's function, and makes what the policies are told.
func (d *dispatcher[In, Out]) newAttempt(r *request, in *input[In], name string) (*attempt[In, Out], error) {
	connection, do := r.state.Connections[name], d.bound[name]
	if do == nil {
		return nil, unsupported("The connection cannot do the operation.")
	}
	r.connection = name
	a := &attempt[In, Out]{dispatcher: d, r: r, in: in, connection: connection, do: do, call: d.server.newCall(r, connection)}
	r.nameKey(a.call, in.digest)
	a.nameCustomer()
	a.call.Render = func(err error) policies.Answer { return d.server.renderProblem(r, a.tag(err)) }
	if d.spec.draft == nil {
		return a, nil
	}
	asked := in.value
	d.tables[name].Prune(&asked)
	var err error
	if a.payment, err = d.server.newPayment(r, connection, d.spec.draft(&asked)); err != nil {
		return nil, err
	}
	a.call.Payment = a.payment.record
	if marked := d.request.marker; marked != nil {
		marked(&in.value).SetMarker(a.payment.marker)
	}
	return a, nil
}

// send is the end of the policy chain: it calls the adapter and renders its answer.
func (a *attempt[In, Out]) send(ctx context.Context) error {
	if p := a.call.Payment; p != nil {
		a.r.payment = p.ID
	}
	return a.server.guarded(ctx, a.r, a.call, func() error {
		out, err := a.do(ctx, a.in.value)
		if err != nil {
			return a.tag(a.fromAdapter(err))
		}
		if ids := a.resource.ids; ids != nil {
			a.server.correlate(ctx, a.call, ids(out))
		}
		if err = a.seal(out); err != nil {
			return a.tag(answered(err))
		}
		if a.reference != "" && !a.r.effect().NeedsKey() {
			a.found = out
			return nil
		}
		a.noteCustomer(out)
		if a.call.Answer, err = a.render(out); err != nil {
			return a.tag(answered(err))
		}
		if a.spec.event != nil {
			a.call.Event = a.spec.event(out)
		}
		return nil
	})
}

// finish notes how the chain ended.
func (a *attempt[In, Out]) finish(err error) (policies.Answer, error) {
	a.r.vendorTime += a.call.VendorTime
	if err != nil {
		return policies.Answer{}, a.tag(err)
	}
	if a.call.Replayed {
		a.r.replay(a.call)
	}
	return a.shown(a.r, a.call.Answer), nil
}

// tag names operation, connection and payment in an error. Doing it twice changes
// nothing.
func (a *attempt[In, Out]) tag(err error) error {
	return a.payment.tag(tagged(err, a.call.Operation, a.connection.Name))
}

// fromAdapter is an adapter's error with the fields that this request can have, and
// with the connection that wants those that are missing. It copies: adapters may
// share errors between calls.
func (a *attempt[In, Out]) fromAdapter(err error) error {
	e := *canonical.AsError(err)
	if e.Fields == nil {
		return &e
	}
	e.Fields = requiredAt(a.connection.Name, a.body.KnownFields(e.Fields))
	if len(e.Fields) == 0 && e.Code == canonical.ValidationFailed && e.HowFar() == canonical.Answered {
		e.Code, e.Message = canonical.VendorRejected, "" // of this request it names nothing that could be mended
	}
	return &e
}

// requiredAt names the connection in the details of missing fields: another vendor may
// do without them. It changes the list that it is given.
func requiredAt(connection string, fields []canonical.FieldError) []canonical.FieldError {
	for i := range fields {
		if f := &fields[i]; f.Code == canonical.FieldRequired {
			if rest, plain := strings.CutPrefix(f.Detail, canonical.DetailRequired); plain {
				f.Detail = canonical.DetailRequired + " at " + connection + rest
			}
		}
	}
	return fields
}

// newCall makes what the policies know of a request on a connection.
func (s *Server) newCall(r *request, connection *Connection) *policies.Call {
	return &policies.Call{
		Operation: r.operation(), Effect: r.effect(), Connection: connection.Name, Vendor: connection.Vendor,
		Tenant: r.caller.Tenant, Caller: r.caller.Key(), Route: r.route, ByPerson: r.byPerson, RequestID: r.id, Generation: r.generation(),
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

// guarded turns a panic of the adapter or of rendering into an error with outcome
// unknown, so that the policy chain sees a call that failed.
func (s *Server) guarded(ctx context.Context, r *request, call *policies.Call, do func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			s.logOf(r).ErrorContext(ctx, "adapter panicked", "request_id", call.RequestID, "operation", call.Operation,
				"connection", call.Connection, "type", fmt.Sprintf("%T", p), "stack", string(debug.Stack()))
			err = &canonical.Error{Code: canonical.InternalError, Origin: canonical.OriginGateway, Outcome: canonical.Unknown}
		}
	}()
	return do()
}

// answered marks an error of the gateway as one after the vendor's reply.
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

// Choose has the routes decide by how the connections are at this moment, for requests
// and for those who ask about them.
func (s *State) Choose(q *routing.Query) routing.Decision { return s.Routes.Choose(s.now(q)) }

// Explain is Choose with every connection that was passed over.
func (s *State) Explain(q *routing.Query) routing.Decision { return s.Routes.Explain(s.now(q)) }

// now tells the query how the connections are at this moment.
func (s *State) now(q *routing.Query) *routing.Query {
	q.Condition = s.condition
	return q
}

// condition is how a connection is for an operation at this moment.
func (s *State) condition(connection, operation string) policies.Condition {
	if c := s.Connections[connection]; c != nil && c.Condition != nil {
		return c.Condition(operation)
	}
	return policies.Condition{}
}
