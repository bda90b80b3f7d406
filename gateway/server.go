package gateway

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"canongate/gateway/auth"
	"canongate/gateway/ids"
	"canongate/gateway/openapi"
	"canongate/gateway/schema"
	"canongate/policies/routing"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/trace"
)

const (
	readTimeout  = 60 * time.Second  // for a whole request, body included
	writeTimeout = 60 * time.Second  // for a whole answer
	idleTimeout  = 120 * time.Second // between requests
	headerBytes  = 16 << 10          // sealed ids and tokens are long
)

// Server is the public face. Safe for concurrent use.
type Server struct {
	options   Options
	ids       *ids.Codec
	log       *slog.Logger
	now       func() time.Time
	tracer    trace.Tracer
	hashers   *sync.Pool // name customers in traces; nil: nothing does
	app       *fiber.App
	endpoints []*endpoint
	document  *openapi.Document
	reference []byte // the page at /docs
	flight    flight
	newcomers newcomers
	crowd     crowd
	current   atomic.Pointer[liveConfig]
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
		hashers: newCorrelationHashers(o.JourneyKey), endpoints: table(),
	}
	s.crowd.most = int64(cmp.Or(o.Server.MaxInFlight, DefaultMaxInFlight))
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if s.now == nil {
		s.now = time.Now
	}
	if s.tracer == nil {
		s.tracer = otel.Tracer("canongate/gateway")
	}
	schemas := schema.NewRegistry()
	for _, e := range s.endpoints {
		e.name, e.effect = e.spec.operation()
		e.compiled = e.spec.compile(schemas)
	}
	var err error
	failure := schemas.Of(reflect.TypeFor[problem]())
	if s.document, err = openapi.New(schemas, failure, o.Version, describe(schemas, s.endpoints)); err != nil {
		return nil, err
	}
	if s.reference, err = s.document.Page(style); err != nil {
		return nil, err
	}
	s.app = s.newApp()
	s.Swap(&State{Routes: noRoutes{}, Auth: &auth.Authenticator{}})
	return s, nil
}

// noRoutes are the routes before the first Swap.
type noRoutes struct{}

// Choose chooses nothing.
func (noRoutes) Choose(routing.Query) routing.Decision {
	return routing.Decision{DecidedBy: routing.ByNothing}
}

// NeedAttributes says no.
func (noRoutes) NeedAttributes() bool { return false }

// Swap puts a configuration into service in one step. Requests in flight finish
// on theirs.
func (s *Server) Swap(state *State) {
	g := &liveConfig{state: state, handlers: make([]handler, len(s.endpoints))}
	for i, e := range s.endpoints {
		g.handlers[i] = e.compiled.bind(s, e, state)
	}
	s.current.Store(g)
}

func (s *Server) newApp() *fiber.App {
	app := fiber.New(fiber.Config{
		AppName: "canongate", Immutable: true, CaseSensitive: true, StrictRouting: true,
		DisableStartupMessage: true, DisablePreParseMultipartForm: true,
		BodyLimit:   int(cmp.Or(s.options.Server.BodyLimit, DefaultBodyLimit)),
		ReadTimeout: readTimeout, WriteTimeout: writeTimeout, IdleTimeout: idleTimeout, ReadBufferSize: headerBytes,
		// Only what fasthttp refuses before any handler comes here.
		ErrorHandler: func(c *fiber.Ctx, err error) error {
			lingerOn(c.Context().Conn())
			return s.instrument(c, func() error { return err })
		},
	})
	app.Use(func(c *fiber.Ctx) error { return s.instrument(c, c.Next) })
	for i, e := range s.endpoints {
		app.Add(e.method, fiberPath(e.path), s.serve(i))
		s.rejectOtherMethods(app, e)
	}
	s.addPages(app)
	app.Server().Handler = s.rejectUnknownMethods(app, app.Server().Handler)
	return app
}

// rejectOtherMethods refuses the other methods of a path without parameters. Else a
// row with a parameter in its last part would take the last word for an id:
// GET /v1/customers/lookup asks for no customer.
func (s *Server) rejectOtherMethods(app *fiber.App, e *endpoint) {
	if strings.Contains(e.path, "{") {
		return
	}
	var allowed []string
	for _, other := range s.endpoints {
		if other.path == e.path {
			allowed = append(allowed, other.method)
		}
	}
	slices.Sort(allowed)
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
		c.Set(fiber.HeaderAllow, "GET, POST, PATCH, PUT")
		_ = s.instrument(c, func() error { return fiber.ErrMethodNotAllowed }) // instrument answers every error itself
	}
}

// App is the Fiber app, for those who listen by themselves.
func (s *Server) App() *fiber.App { return s.app }

// Serve answers requests from ln until Shutdown, with TLS where the options name
// a certificate. It returns nil after Shutdown.
func (s *Server) Serve(ln net.Listener) error {
	ln = lingering{ln}
	if s.options.Server.TLS.CertFile != "" {
		config, err := s.options.Server.TLS.config()
		if err != nil {
			return err
		}
		ln = tls.NewListener(ln, config)
	}
	if err := s.app.Listener(welcoming{ln, &s.newcomers}); err != nil {
		return errors.New("serve: the listener failed")
	}
	return nil
}

// config reads the files. A client certificate may be absent; one that is there
// must be signed by the authorities of client_ca_file.
func (o TLSOptions) config() (*tls.Config, error) {
	pair, err := tls.LoadX509KeyPair(o.CertFile, o.KeyFile)
	if err != nil {
		return nil, errors.New("serve: cert_file and key_file are not a certificate and its key")
	}
	config := &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{pair}, NextProtos: []string{"http/1.1"}}
	if o.ClientCAFile == "" {
		return config, nil
	}
	pem, err := os.ReadFile(o.ClientCAFile)
	if err != nil {
		return nil, errors.New("serve: client_ca_file cannot be read")
	}
	config.ClientCAs = x509.NewCertPool()
	if !config.ClientCAs.AppendCertsFromPEM(pem) {
		return nil, errors.New("serve: client_ca_file holds no certificate")
	}
	config.ClientAuth = tls.VerifyClientCertIfGiven
	return config, nil
}

// Shutdown drains and stops: /readyz fails from now on, requests go on being
// served until none is in flight, or until half of ctx's time is over; then the
// listener closes and the rest is waited for, but for connections that no
// request has begun on.
func (s *Server) Shutdown(ctx context.Context) error {
	drain, cancel := ctx, context.CancelFunc(func() {})
	if end, ok := ctx.Deadline(); ok {
		drain, cancel = context.WithTimeout(ctx, time.Until(end)/2)
	}
	defer cancel()
	s.flight.drain(drain)
	silent := time.AfterFunc(hush, s.newcomers.close)
	defer silent.Stop()
	if err := s.app.ShutdownWithContext(ctx); err != nil {
		return errors.New("shut down: requests were still in flight")
	}
	return nil
}

func newRequestID() string { return "req_" + rand.Text() }

// serve answers the requests of one row of the table.
func (s *Server) serve(i int) fiber.Handler {
	e := s.endpoints[i]
	return func(c *fiber.Ctx) error {
		r, _ := c.Locals(requestKey{}).(*request)
		g := s.current.Load()
		r.endpoint, r.state = e, g.state
		if !s.crowd.enter() {
			return overloaded()
		}
		defer s.crowd.leave()
		if err := r.read(c); err != nil {
			return err
		}
		ctx, cancel, err := s.admit(c.UserContext(), r)
		defer cancel()
		if err != nil {
			return err
		}
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
	if err := checkSingleHeaders(c); err != nil {
		return err
	}
	if encoding := c.Get(fiber.HeaderContentEncoding); encoding != "" && encoding != "identity" {
		return unsupportedEncoding()
	}
	r.from = schema.ParamSource{
		Path:   func(name string) string { return unescapeSegment(c.Params(name)) },
		Header: func(name string) string { return c.Get(name) },
		Query:  string(c.Request().URI().QueryString()),
	}
	r.traceHeader = traceHeaders(c)
	r.contentType = c.Get(fiber.HeaderContentType)
	r.body = c.Request().Body()
	r.key = c.Get(openapi.HeaderKey)
	r.requested = c.Get(openapi.HeaderConnection)
	r.allHeader = func() http.Header { return allHeader(c) }
	if state := c.Context().TLSConnectionState(); state != nil {
		r.peerTrusted = len(state.VerifiedChains) > 0
	}
	return nil
}
