package gateway

import (
	"net/http"
	"time"

	"canongate/canonical"
	"canongate/gateway/listener"
	"canongate/policies"
)

// exchange is one request and what becomes of it. It belongs to one goroutine
// and holds nothing of Fiber's memory.
type exchange struct {
	// The request.
	endpoint    *endpoint // nil: no row of the table matches
	state       *State
	caller      *Caller // nil: none was needed, or none is known yet
	id          string  // Request-Id
	method      string
	path        string
	from        from
	contentType string
	body        []byte
	allHeader   func() http.Header
	peerTrusted bool // a client certificate that the operator's authorities signed
	head        listener.Head
	headRead    bool           // and found well-formed
	received    *listener.Body // of which body are the bytes; nil: it took no memory of ours
	bodyRead    bool           // to its end
	bodyBroken  bool           // while it was read: where it ends is not known
	timeout     time.Duration  // Request-Timeout; 0: none
	key         string         // Idempotency-Key
	asked       string         // Gateway-Connection

	// What became of it, for headers, span, log and metrics.
	started    time.Time
	connection string
	route      string
	code       canonical.Code
	outcome    canonical.Outcome
	cause      string // for operators
	vendorTime time.Duration
	replayed   bool
	quota      map[string]string // RateLimit and RateLimit-Policy
	limit      string            // of the gateway, that refused the request
}

// operation is the name of what was asked for; "" where no row matches.
func (x *exchange) operation() string {
	if x.endpoint == nil {
		return ""
	}
	return x.endpoint.name
}

// effect is the effect of what was asked for; what is no operation is safe.
func (x *exchange) effect() canonical.Effect {
	if x.endpoint == nil {
		return canonical.Safe
	}
	return x.endpoint.effect
}

// meant names the connection of a request that is refused before the routes are
// asked: the one its id was made at, or that its caller named and may use.
func (x *exchange) meant(sealed string) {
	if sealed != "" || x.asked != "" {
		q := policies.RouteQuery{Operation: x.operation(), Effect: x.effect(), Tenant: x.caller.Tenant, Asked: x.asked, Sealed: sealed}
		x.connection = x.state.Choose(q).Connection
	}
}

// generation is that of the configuration that serves the request.
func (x *exchange) generation() int64 {
	if x.state == nil {
		return 0
	}
	return x.state.Generation
}
