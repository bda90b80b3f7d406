package gateway

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"sync"

	"canongate/canonical"
	"canongate/gateway/ids"
	"canongate/policies"

	"go.opentelemetry.io/otel/trace"
)

// customerCorrelation names a customer in traces: one name for all calls about one
// customer at one connection. The name is a keyed hash, because a sealed id would let
// a reader of traces ask the API about the person.
type customerCorrelation struct {
	hashers    *sync.Pool // of *correlationHasher
	tenant     string
	connection string
	name       string
	several    bool
}

// correlationHasher is a keyed hash, with a buffer for its input.
type correlationHasher struct {
	mac  hash.Hash
	text []byte
}

// newCorrelationHashers makes a pool of hashers, because keying a hash costs more
// than using it. It is nil without a key.
func newCorrelationHashers(key []byte) *sync.Pool {
	if len(key) == 0 {
		return nil
	}
	return &sync.Pool{New: func() any { return &correlationHasher{mac: hmac.New(sha256.New, key)} }}
}

// correlationBytes is the length of a name: no two customers share one by chance.
const correlationBytes = 16

// visit looks at an id. A resource with several customers has no name.
func (j *customerCorrelation) visit(_ string, id canonical.Sealable) {
	if id.Kind() != canonical.KindCustomer || len(id.Keys()) == 0 || j.several {
		return
	}
	n := j.hashers.Get().(*correlationHasher)
	defer j.hashers.Put(n)
	text, err := ids.AppendPlain(n.text[:0], canonical.KindCustomer, j.tenant, j.connection, id.Keys())
	if err != nil {
		return // it cannot be sealed either
	}
	n.mac.Reset()
	n.mac.Write(text)
	n.text = n.mac.Sum(text[:0])
	name := hex.EncodeToString(n.text[:correlationBytes])
	j.several = j.name != "" && j.name != name
	j.name = name
}

// of is the name for a request or a resource; "" where it has no single customer.
func (j customerCorrelation) of(v canonical.Identified) string {
	v.EachID(j.visit) // of the copy: nothing is carried from one to the next
	if j.several {
		return ""
	}
	return j.name
}

// correlate names the customer of a call, once, and only where the trace is recorded.
func (s *Server) correlate(ctx context.Context, call *policies.Call, of canonical.Identified) {
	if call.Journey != "" || s.hashers == nil || !trace.SpanFromContext(ctx).IsRecording() {
		return
	}
	call.Journey = customerCorrelation{hashers: s.hashers, tenant: call.Tenant, connection: call.Connection}.of(of)
}
