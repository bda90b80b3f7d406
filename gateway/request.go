package gateway

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"time"

	"go.opentelemetry.io/otel/trace"

	"canongate/canonical"
	"canongate/gateway/auth"
	"canongate/gateway/listener"
	"canongate/gateway/schema"
	"canongate/gateway/telemetry"
	"canongate/policies"
	"canongate/policies/routing"
)

// request is one request of a caller, and its result. It belongs to one goroutine
// and holds nothing of Fiber's memory.
type request struct {
	started     time.Time
	span        trace.Span // nil until the caller is known, or will not be
	endpoint    *endpoint  // nil: no row of the table matches
	state       *State
	caller      *auth.Caller // nil: none was needed, or none is known yet
	id          string       // Request-Id
	method      string
	path        string
	from        schema.ParamSource
	contentType string
	body        []byte
	allHeader   func() http.Header
	traceHeader telemetry.TraceHeaders
	peerTrusted bool // a client certificate that the operator's authorities signed
	head        listener.Head
	headRead    bool           // and found well-formed
	received    *listener.Body // of which body are the bytes; nil: it took no memory of ours
	bodyRead    bool           // to its end
	bodyBroken  bool           // while it was read: where it ends is not known
	timeout     time.Duration  // of the whole request
	key         string         // Idempotency-Key
	keyEpoch    int64          // Gateway-Epoch; 0: it does not say
	requested   string         // Gateway-Connection
	after       func()         // what to do when the caller has its answer; nil: nothing

	result
}

// result is what became of a request, for headers, span, log and metrics.
type result struct {
	connection string
	route      string // name of the rule that chose the connection
	byPerson   bool   // no rule did: the person is known there
	code       canonical.Code
	outcome    canonical.Outcome
	cause      string // for operators
	vendorTime time.Duration
	replayed   bool
	quota      string // RateLimit; "": none is counted
	limit      string // of the gateway, that refused the request
	payment    string // sealed id of the one that was sent or read

	quotaPolicy string // RateLimit-Policy
}

// may says whether the caller has the scope; a request without a caller has none.
func (r *request) may(scope string) bool { return r.caller != nil && r.caller.May(scope) }

// operation is the name of what was asked for; "" where no row matches.
func (r *request) operation() string {
	if r.endpoint == nil {
		return ""
	}
	return r.endpoint.name
}

// effect is the effect of the operation; a request without one is safe.
func (r *request) effect() canonical.Effect {
	if r.endpoint == nil {
		return canonical.Safe
	}
	return r.endpoint.effect
}

// noteIntendedConnection notes the connection of a request that is refused before the
// routes are asked: the one that its ids belong to, or that its caller names.
func (r *request) noteIntendedConnection(pinned string) {
	if pinned != "" || r.requested != "" {
		q := routing.Query{Operation: r.operation(), Effect: r.effect(), Tenant: r.caller.Tenant, Requested: r.requested, Pinned: pinned}
		r.connection = r.state.Choose(&q).Connection
	}
}

// generation is that of the configuration that serves the request.
func (r *request) generation() int64 {
	if r.state == nil {
		return 0
	}
	return r.state.Generation
}

// fingerprint tells two intents under one Idempotency-Key apart: the body, and
// what the path names.
func (r *request) fingerprint(body schema.Digest) [sha256.Size]byte {
	return sha256.Sum256(append(body.Sum[:], r.path...))
}

// comparesBody says whether anything compares the body with others: an Idempotency-Key
// stands for one, and a weighted choice may stick to it.
func (r *request) comparesBody() bool { return r.effect().NeedsKey() || r.state.Routes.NeedStickyKey() }

// nameKey tells the policies of the key, and of when it was made.
func (r *request) nameKey(call *policies.Call, body schema.Digest) {
	if !r.effect().NeedsKey() {
		return
	}
	call.Key, call.Fingerprint, call.KeyEpoch = r.key, r.fingerprint(body), r.keyEpoch
	if r.caller.TimedKeys {
		call.KeyTime = keyTime(r.key)
	}
}

// PersonKey keeps a weighted choice the same for a person of a tenant, who is known by
// something (canonical.Profile.KnownBy).
func PersonKey(tenant string, person canonical.Personal) string {
	return tenant + "\x00" + string(person)
}

// stickyKey is what keeps a weighted choice the same: the person, else the key of a
// keyed operation, else what is asked, else who asks.
func (r *request) stickyKey(body schema.Digest, person canonical.Personal) string {
	switch {
	case person != "":
		return PersonKey(r.caller.Tenant, person)
	case r.key != "" && r.effect().NeedsKey():
		return r.caller.ID + "\x00" + r.key
	case body.Given:
		return hex.EncodeToString(body.Sum[:])
	}
	return r.caller.Tenant + "\x00" + r.caller.ID
}
