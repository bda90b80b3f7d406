package gateway

import (
	"context"
	"math/rand/v2"
	"net/http"
	"reflect"
	"sync"
	"time"

	"canongate/canonical"
	"canongate/gateway/schema"
	"canongate/gateway/shadow"
	"canongate/policies"
	"canongate/policies/routing"

	"go.opentelemetry.io/otel/trace/noop"
)

// ShadowReport is what comparing the answers of a rule came to.
type ShadowReport = shadow.Report

const (
	// maxShadows is how many comparisons may be going on. More are shed.
	maxShadows = 32
	// maxShadowLateness is how long a comparison waits for a processor at most. Where
	// none is free the callers wait for one too, and it is shed.
	maxShadowLateness = time.Millisecond
)

// shadows are the comparisons that go on behind the callers' backs.
type shadows struct {
	tallies *shadow.Tallies
	now     func() time.Time
	places  chan struct{}
	ctx     context.Context //nolint:containedctx // of all that goes on; ended by stop
	stop    context.CancelFunc
	running sync.WaitGroup
}

func newShadows(now func() time.Time) *shadows {
	s := &shadows{tallies: shadow.NewTallies(now), now: now, places: make(chan struct{}, maxShadows)}
	s.ctx, s.stop = context.WithCancel(context.Background())
	return s
}

// begin runs a comparison in the background, or sheds it: without a place, and where
// the processors are busy.
func (s *shadows) begin(compare func(context.Context), shed func()) {
	select {
	case s.places <- struct{}{}:
	default:
		shed()
		return
	}
	asked := s.now()
	s.running.Go(func() {
		defer func() { <-s.places }()
		if s.now().Sub(asked) > maxShadowLateness {
			shed()
			return
		}
		compare(s.ctx)
	})
}

// end cuts off what goes on, and waits for it until ctx is over.
func (s *shadows) end(ctx context.Context) {
	s.stop()
	over := make(chan struct{})
	go func() {
		s.running.Wait()
		close(over)
	}()
	select {
	case <-over:
	case <-ctx.Done():
	}
}

// shadowsOf are the rules of a configuration that compare.
func shadowsOf(routes *routing.Router) []shadow.Route {
	var all []shadow.Route
	for _, s := range routes.Shadows() {
		all = append(all, shadow.Route{Name: s.Route, Connection: s.Connection, Share: s.Share})
	}
	return all
}

// Shadows are what comparing came to, by rule in service.
func (s *Server) Shadows() []ShadowReport { return s.shadows.tallies.Reports() }

// shadowLater notes what is to be compared once the caller has its answer. Ids are
// those of one connection and a customer's own token is for one vendor, so neither
// goes to another: a person who is meant by reference is asked for where they are
// known, and nobody else.
func (d *dispatcher[In, Out]) shadowLater(r *request, in *input[In], with *routing.RouteShadow, answer policies.Answer, err error) {
	if with == nil || r.connection == with.Connection || r.replayed || d.bound[with.Connection] == nil {
		return
	}
	if rand.Float64() >= with.Share || carriesToken(&in.value) { //nolint:gosec // a sample needs no secret
		return
	}
	body := answer.Body
	if err != nil {
		if !foundNothing(err) {
			return
		}
		body = nil
	}
	copied := *r
	copied.result, copied.from, copied.allHeader, copied.span = result{route: r.route}, schema.ParamSource{}, nil, noop.Span{}
	r.after = func() {
		d.server.shadows.begin(
			func(ctx context.Context) { d.compare(ctx, &copied, in, with.Connection, body) },
			func() { d.server.shadows.tallies.Shed(copied.route, with.Connection) },
		)
	}
}

// foundNothing says whether an error is the answer that there is nothing.
func foundNothing(err error) bool {
	return canonical.AsError(err).Info().Status == http.StatusNotFound
}

// carriesToken says whether a request has the customer's own token at a vendor.
func carriesToken(in any) bool {
	token := reflect.ValueOf(in).Elem().FieldByName("CustomerAuthorization")
	return token.IsValid() && !token.IsZero()
}

// compare asks the other connection, and counts how its answer differs.
func (d *dispatcher[In, Out]) compare(ctx context.Context, r *request, in *input[In], connection string, caller []byte) {
	tallies := d.server.shadows.tallies
	other, err := d.askShadow(ctx, r, in, connection)
	e := canonical.AsError(err)
	switch {
	case err == nil || foundNothing(err):
		found, err := d.fields.Compare(caller, other)
		if err != nil {
			tallies.Failed(r.route, connection, canonical.InternalError)
			return
		}
		tallies.Compared(r.route, connection, found)
	case ctx.Err() != nil || e.WhoseFault() == canonical.OriginGateway && e.HowFar() == canonical.NotSent:
		tallies.Shed(r.route, connection)
	default:
		tallies.Failed(r.route, connection, e.Code)
	}
}

// askShadow gives the answer of a connection that no caller waits for. It links
// nobody, keeps nothing and leaves no trace.
func (d *dispatcher[In, Out]) askShadow(ctx context.Context, r *request, in *input[In], connection string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, r.timeout)
	defer cancel()
	if err := in.person.resolve(d.server.ids, r.caller.Tenant, connection); err != nil {
		return nil, err
	}
	a, err := d.newAttempt(r, in, connection)
	if err != nil {
		return nil, err
	}
	a.reference = ""
	if err := a.connection.spare()(ctx, a.call, a.send); err != nil {
		return nil, err
	}
	return a.call.Answer.Body, nil
}

// spare is the chain of calls that nobody waits for.
func (c *Connection) spare() policies.Policy {
	if c.Spare == nil {
		return direct
	}
	return c.Spare
}
