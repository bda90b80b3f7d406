package gateway

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"canongate/canonical/deadline"
	"canongate/gateway/auth"
	"canongate/gateway/ids"
	"canongate/gateway/listener"
	"canongate/gateway/schema"
	"canongate/gateway/telemetry"
	"canongate/policies/routing"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/trace"
)

const (
	headTimeout  = 10 * time.Second  // for the first byte of a connection, and from it for the whole head
	writeTimeout = 60 * time.Second  // for a whole answer
	idleTimeout  = 120 * time.Second // between requests
	headerBytes  = 16 << 10          // sealed ids and tokens are long
)

// Server is the public face. Safe for concurrent use.
type Server struct {
	options     Options
	ids         *ids.Codec
	log         *slog.Logger
	now         func() time.Time
	tracer      trace.Tracer
	shadows     *shadows
	correlation *telemetry.Correlation // names customers in traces; nil: nothing does
	app         *fiber.App
	endpoints   []*endpoint
	described   func() *description // made when it is first asked for
	inFlight    listener.InFlight
	leaving     atomic.Bool // see Leave
	load        load
	listener    atomic.Pointer[listener.Listener] // nil until Serve
	current     atomic.Pointer[liveConfig]
}

// liveConfig is a State with the handlers made for it, in the table's order.
type liveConfig struct {
	state    *State
	handlers []handler
}

// New makes a server that serves nobody until the first Swap.
func New(o Options) (*Server, error) {
	if o.IDs == nil {
		return nil, errors.New("make gateway: no key set for ids")
	}
	s := &Server{
		options: o, ids: o.IDs, log: o.Logger, now: o.Now, tracer: o.Tracer,
		correlation: telemetry.NewCorrelation(o.JourneyKey),
		endpoints:   compiledTable(schema.NewRegistry()), described: sync.OnceValue(describeAPI),
	}
	s.load = newLoad(o.Server)
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if s.now == nil {
		s.now = time.Now
	}
	s.shadows = newShadows(s.now)
	if s.tracer == nil {
		s.tracer = otel.Tracer("canongate/gateway")
	}
	s.app = s.newApp()
	s.Swap(&State{Routes: &routing.Router{}, Auth: &auth.Authenticator{}})
	return s, nil
}

// Swap puts a configuration into service in one step. Requests in flight finish
// on theirs.
func (s *Server) Swap(state *State) {
	g := &liveConfig{state: state, handlers: make([]handler, len(s.endpoints))}
	for i, e := range s.endpoints {
		g.handlers[i] = e.compiled.bind(s, e, state)
	}
	s.shadows.tallies.Serve(shadowsOf(state.Routes))
	s.current.Store(g)
}

func (s *Server) newApp() *fiber.App {
	app := fiber.New(fiber.Config{
		AppName: "canongate", Immutable: true, CaseSensitive: true, StrictRouting: true,
		DisableStartupMessage: true, DisablePreParseMultipartForm: true,
		// Bodies are read by us (requestbody.go); what a connection needs is given back
		// between requests.
		StreamRequestBody: true, ReduceMemoryUsage: true,
		ReadTimeout: headTimeout, WriteTimeout: writeTimeout, IdleTimeout: idleTimeout, ReadBufferSize: headerBytes,
		// Only what fasthttp refuses before any handler comes here.
		ErrorHandler: func(c *fiber.Ctx, err error) error {
			if listener.Ended(c.Context().Conn()) {
				return nil // no request came, and nobody hears an answer
			}
			return s.instrument(c, func() error { return err })
		},
	})
	app.Use(func(c *fiber.Ctx) error {
		return s.instrument(c, func() error {
			if err := readHead(c); err != nil {
				return err
			}
			return c.Next()
		})
	})
	for i, e := range s.endpoints {
		app.Add(e.method, fiberPath(e.path), s.serve(i))
		if e.method == http.MethodGet {
			app.Add(http.MethodHead, fiberPath(e.path), s.serve(i)) // fasthttp leaves the body out
		}
		s.rejectOtherMethods(app, e)
	}
	s.addPages(app)
	app.Server().Handler = s.rejectUnknownMethods(app, app.Server().Handler)
	app.Server().HeaderReceived = headReceived
	return app
}

// rejectOtherMethods refuses the other methods of a path without parameters. Else a
// row with a parameter in its last part would take the last word for an id:
// GET /v1/customers/lookup asks for no customer.
func (s *Server) rejectOtherMethods(app *fiber.App, e *endpoint) {
	if strings.Contains(e.path, "{") {
		return
	}
	allowed := s.methodsOf(func(path string) bool { return path == e.path })
	for _, method := range fiber.DefaultMethods {
		if !slices.Contains(allowed, method) {
			app.Add(method, e.path, func(c *fiber.Ctx) error {
				c.Set(fiber.HeaderAllow, strings.Join(allowed, ", "))
				return fiber.ErrMethodNotAllowed
			})
		}
	}
}

// fiberPath writes a path of the table, /v1/customers/{id}, as Fiber wants it.
func fiberPath(path string) string {
	return strings.NewReplacer("{", ":", "}", "").Replace(path)
}

// methodsOf are the methods of the rows whose paths match, as Allow names them.
func (s *Server) methodsOf(match func(path string) bool) []string {
	var methods []string
	for _, e := range s.endpoints {
		if match(e.path) {
			methods = append(methods, e.method)
			if e.method == http.MethodGet {
				methods = append(methods, http.MethodHead)
			}
		}
	}
	slices.Sort(methods)
	return slices.Compact(methods)
}

// rejectUnknownMethods refuses methods that HTTP does not name, for which Fiber
// writes a text of its own.
func (s *Server) rejectUnknownMethods(app *fiber.App, next fasthttp.RequestHandler) fasthttp.RequestHandler {
	return func(ctx *fasthttp.RequestCtx) {
		if slices.Contains(fiber.DefaultMethods, string(ctx.Method())) {
			next(ctx)
			return
		}
		c := app.AcquireCtx(ctx)
		defer app.ReleaseCtx(c)
		_ = s.instrument(c, func() error { // instrument answers every error itself
			if err := readHead(c); err != nil {
				return err
			}
			allowed := s.allowed(c.Path())
			if allowed == nil {
				return fiber.ErrNotFound
			}
			c.Set(fiber.HeaderAllow, strings.Join(allowed, ", "))
			return fiber.ErrMethodNotAllowed
		})
	}
}

// allowed are the methods of a path; none when nothing stands under it. A path
// without parameters is never taken for one with them, as in rejectOtherMethods.
func (s *Server) allowed(path string) []string {
	if methods := s.methodsOf(func(p string) bool { return p == path }); methods != nil {
		return methods
	}
	matches := func(pattern string) bool {
		return fiber.RoutePatternMatch(path, pattern, fiber.Config{CaseSensitive: true, StrictRouting: true})
	}
	for page := range s.pages() {
		if matches(page) {
			return []string{http.MethodGet, http.MethodHead}
		}
	}
	return s.methodsOf(func(p string) bool { return matches(fiberPath(p)) })
}

// App is the Fiber app, for those who listen by themselves.
func (s *Server) App() *fiber.App { return s.app }

// Serve answers requests from ln until Shutdown, with TLS where the options name
// a certificate. It returns nil after Shutdown.
func (s *Server) Serve(ln net.Listener) error {
	o := s.options.Server
	l, err := listener.New(ln, listener.Limits{
		PerSource: cmp.Or(o.PerSource, DefaultPerSource), Total: cmp.Or(o.MaxConnections, DefaultMaxConnections),
		Refused: s.options.ConnectionRefused,
	}, o.TLS)
	if err != nil {
		return err
	}
	s.listener.Store(l)
	if err := s.app.Listener(l); err != nil {
		return errors.New("serve: the listener failed")
	}
	return nil
}

// idleCloseDelay is how long a shutdown waits for the head of a request on the newest
// connection.
const idleCloseDelay = 200 * time.Millisecond

// Connections is how many connections of callers are open.
func (s *Server) Connections() int {
	if l := s.listener.Load(); l != nil {
		return l.Open()
	}
	return 0
}

// InFlight is how many API requests are being served, and how many may be at once.
func (s *Server) InFlight() (n, limit int64) { return s.load.inFlight.Used() }

// BodyBytes is the memory that the bodies in flight take of the budget.
func (s *Server) BodyBytes() int64 { return s.load.known.Used() + s.load.strangers.Used() }

// Leave has every answer from now on ask its caller to close the connection: who
// comes back opens another, where a load balancer sends it.
func (s *Server) Leave() { s.leaving.Store(true) }

// Quiet waits until no request has been in flight for the time given, or ctx is
// over.
func (s *Server) Quiet(ctx context.Context, d time.Duration) { s.inFlight.Quiet(ctx, d) }

// Shutdown drains and stops: /readyz fails from now on, requests go on being
// served until none is in flight, or until half of ctx's time is over; then the
// listener closes and the rest is waited for, but for connections that are in no
// request. A body that is still being sent is waited for until half of the time is
// over.
func (s *Server) Shutdown(ctx context.Context) error {
	drain, cancel := ctx, context.CancelFunc(func() {})
	if end, ok := ctx.Deadline(); ok {
		drain, cancel = context.WithTimeout(ctx, time.Until(end)/2)
	}
	defer cancel()
	s.inFlight.Drain(drain)
	defer s.shadows.end(ctx)
	if l := s.listener.Load(); l != nil {
		silent := time.AfterFunc(idleCloseDelay, l.CloseIdle)
		defer silent.Stop()
		defer context.AfterFunc(drain, l.StopReading)()
	}
	if err := s.app.ShutdownWithContext(ctx); err != nil {
		return errors.New("shut down: requests were still in flight")
	}
	return nil
}

// serve answers the requests of one row of the table.
func (s *Server) serve(i int) fiber.Handler {
	e := s.endpoints[i]
	return func(c *fiber.Ctx) error {
		r, _ := c.Locals(requestKey{}).(*request)
		g := s.current.Load()
		r.endpoint, r.state = e, g.state
		if s.load.inFlight.Full() { // before anything is spent on it
			return r.shed(limitInFlight)
		}
		if err := r.read(c); err != nil {
			return err
		}
		ctx, err := s.admit(c.UserContext(), r)
		if err != nil {
			return err
		}
		body, err := s.readBody(c, r)
		if err != nil {
			return err
		}
		defer body.Release()
		if !s.load.inFlight.Acquire() {
			return r.shed(limitInFlight)
		}
		defer s.load.inFlight.Release()
		ctx, cancel := deadline.With(ctx, time.Now().Add(r.timeout))
		defer cancel()
		answer, err := g.handlers[i](ctx, r)
		if err != nil {
			return err
		}
		r.succeed(answer)
		write(c, answer)
		return nil
	}
}

// unescapeSegment decodes the escapes of a path segment: %5F is _ (RFC 3986 §2.3). One
// that cannot be decoded stays as it is, and names nothing.
func unescapeSegment(part string) string {
	if decoded, err := url.PathUnescape(part); err == nil {
		return decoded
	}
	return part
}

// read takes what the handlers need out of Fiber.
func (r *request) read(c *fiber.Ctx) error {
	if err := schema.CheckHeaders(c.Request().Header.All()); err != nil {
		return err
	}
	if err := schema.CheckEncoding(c.Get(fiber.HeaderContentEncoding)); err != nil {
		return err
	}
	r.from = schema.ParamSource{
		Path:   func(name string) string { return unescapeSegment(c.Params(name)) },
		Header: func(name string) string { return c.Get(name) },
		Query:  string(c.Request().URI().QueryString()),
	}
	r.traceHeader = traceHeaders(c)
	r.contentType = c.Get(fiber.HeaderContentType)
	r.key = c.Get(schema.HeaderKey)
	r.requested = c.Get(schema.HeaderConnection)
	r.allHeader = func() http.Header { return allHeader(c) }
	if state := c.Context().TLSConnectionState(); state != nil {
		r.peerTrusted = len(state.VerifiedChains) > 0
	}
	return nil
}
