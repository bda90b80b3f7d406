package gateway

import (
	"cmp"
	"errors"
	"io"
	"net"
	"net/http"
	"slices"
	"time"

	"canongate/canonical"
	"canongate/gateway/listener"
	"canongate/gateway/schema"
	"canongate/policies"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

// How bodies come in: after the head was looked at, and only where somebody
// known wants something that needs one.

const smallBody = policies.Bytes(64 << 10) // of an endpoint that takes no documents

// The limits that shed load, as metrics name them: by their configuration keys.
const (
	limitInFlight = "max_in_flight"
	limitBudget   = "body_budget"
)

// strangerShare is the part of the budget for bodies whose sender only the body
// itself authenticates: notifications.
const strangerShare = 16

// load is what the server may do at once. Probes and pages need nothing of it.
type load struct {
	inFlight         *listener.InFlightLimit
	known, strangers *listener.Budget
}

func newLoad(o ServerOptions) load {
	budget := int64(cmp.Or(o.BodyBudget, DefaultBodyBudget))
	return load{
		inFlight: listener.NewInFlightLimit(cmp.Or(o.MaxInFlight, DefaultMaxInFlight)),
		known:    listener.NewBudget(budget - budget/strangerShare), strangers: listener.NewBudget(budget / strangerShare),
	}
}

// shed is what those are told for whom there is no room. The closed table has no
// code of its own for it; the origin says that no vendor is meant.
func (r *request) shed(limit string) error {
	r.limit = limit
	return &canonical.Error{
		Code: canonical.VendorUnavailable, Origin: canonical.OriginGateway, Outcome: canonical.NotSent,
		RetryAfter: time.Second, Message: "The gateway has too much to do at this moment.",
	}
}

// headReceived keeps fasthttp from reading a body before the head was looked at:
// of a body whose length is known it would wait for the first 8 KB. It would also
// send 100 Continue to everybody. readHead reads both anew.
func headReceived(h *fasthttp.RequestHeader) fasthttp.RequestConfig {
	if h.ContentLength() > 0 {
		h.SetContentLength(listener.Chunked)
	}
	h.Del(fasthttp.HeaderExpect)
	return fasthttp.RequestConfig{}
}

// versions are those of HTTP that are spoken.
var versions = []string{"HTTP/1.1", "HTTP/1.0"}

// readHead holds the head to its form, and notes what it says about the body.
func readHead(c *fiber.Ctx) error {
	r, _ := c.Locals(requestKey{}).(*request)
	header := &c.Request().Header
	if !slices.Contains(versions, string(header.Protocol())) {
		return fiberError(http.StatusHTTPVersionNotSupported)
	}
	head, err := listener.ReadHead(header.RawHeaders(), header.IsHTTP11())
	switch {
	case errors.Is(err, listener.ErrTwoTypes): // the parser keeps one of them
		return schema.HeaderTwice(fiber.HeaderContentType)
	case err != nil:
		return fiberError(http.StatusBadRequest)
	}
	r.head, r.headRead = head, true
	listener.HeadRead(c.Context().Conn())
	if c.Request().IsBodyStream() {
		header.SetContentLength(head.Length) // headReceived hid it
	}
	return nil
}

// readBody reads the body into memory, within the endpoint's limit and the budget.
// What it gives has to be released; it may be nil.
func (s *Server) readBody(c *fiber.Ctx, r *request) (*listener.Body, error) {
	stream := c.Request().BodyStream()
	if stream == nil { // there is none, or it came without a connection
		r.body = c.Request().Body()
		return nil, nil
	}
	if r.endpoint.method == http.MethodGet {
		return nil, nil
	}
	budget := s.load.known
	if r.caller == nil {
		budget = s.load.strangers
	}
	conn := c.Context().Conn()
	if r.head.Continue {
		if err := listener.SendContinue(conn, writeTimeout); err != nil {
			return nil, r.brokenBody(err)
		}
		r.head.Continue = false
	}
	body, err := budget.ReadBody(listener.TimedBody(stream, conn), r.head.Length, s.bodyLimit(r.endpoint))
	if err != nil {
		return nil, r.brokenBody(err)
	}
	r.received, r.body, r.bodyRead = body, body.Bytes, true
	if !body.Work() {
		body.Release()
		return nil, r.shed(limitBudget)
	}
	r.started = s.now() // a slow caller's time is none of ours
	return body, nil
}

// bodyLimit is how many bytes a body of the endpoint may have.
func (s *Server) bodyLimit(e *endpoint) int {
	limit := cmp.Or(s.options.Server.BodyLimit, DefaultBodyLimit)
	if !e.documents {
		limit = min(limit, smallBody)
	}
	return int(limit)
}

// forgetBody leaves the body to the collector, once the request is made of it.
func (r *request) forgetBody() {
	if r.body = nil; r.received != nil {
		r.received.Forget()
	}
}

// brokenBody is what a caller is told whose body could not be read.
func (r *request) brokenBody(err error) error {
	r.bodyBroken = true
	var timeout net.Error
	switch {
	case errors.Is(err, listener.ErrOverBudget):
		return r.shed(limitBudget)
	case errors.Is(err, listener.ErrBodyTooLarge):
		return fiberError(http.StatusRequestEntityTooLarge)
	case errors.As(err, &timeout) && timeout.Timeout():
		return fiberError(http.StatusRequestTimeout)
	}
	return fiberError(http.StatusBadRequest)
}

// endBody lets the connection go on after the answer if the caller wants that and the
// rest of the body has come already, as that of a small request has. Else the
// connection ends: what comes would be taken for the next request.
func (r *request) endBody(c *fiber.Ctx) {
	conn := c.Context().Conn()
	if !r.headRead || !r.bodyEnded(c.Request().BodyStream(), conn) {
		c.Response().Header.SetConnectionClose()
		listener.EnableLinger(conn)
		return
	}
	if r.head.Close {
		c.Response().Header.SetConnectionClose()
		return
	}
	listener.NextHead(conn)
}

// bodyEnded says whether nothing of the body is still to come.
func (r *request) bodyEnded(stream io.Reader, conn net.Conn) bool {
	if stream == nil || r.bodyRead || r.head.Length == 0 {
		return true
	}
	return !r.head.Continue && !r.bodyBroken && listener.HasArrived(stream, conn)
}
