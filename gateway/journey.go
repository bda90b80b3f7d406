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

// journey finds the name of a customer's journey: the same for all calls about
// one customer at one connection, so that their traces can be put together. It is
// a keyed hash, because everything else that is known of a customer names a
// person, the sealed id included: who may read ids may ask the API about them.
type journey struct {
	namers     *sync.Pool // of *namer
	tenant     string
	connection string
	name       string
	several    bool
}

// namer is a keyed hash, and room for what is hashed.
type namer struct {
	mac  hash.Hash
	text []byte
}

// newJourneys keeps namers, because keying a hash costs more than using it. It is nil
// without a key.
func newJourneys(key []byte) *sync.Pool {
	if len(key) == 0 {
		return nil
	}
	return &sync.Pool{New: func() any { return &namer{mac: hmac.New(sha256.New, key)} }}
}

// journeyBytes are enough for no two customers to share a name by chance.
const journeyBytes = 16

// visit looks at an id. Where the ids of several customers stand side by side, no
// journey is meant.
func (j *journey) visit(_ string, id canonical.Sealable) {
	if id.Kind() != canonical.KindCustomer || len(id.Keys()) == 0 || j.several {
		return
	}
	n := j.namers.Get().(*namer)
	defer j.namers.Put(n)
	text, err := ids.AppendPlain(n.text[:0], canonical.KindCustomer, j.tenant, j.connection, id.Keys())
	if err != nil {
		return // it cannot be sealed either
	}
	n.mac.Reset()
	n.mac.Write(text)
	n.text = n.mac.Sum(text[:0])
	name := hex.EncodeToString(n.text[:journeyBytes])
	j.several = j.name != "" && j.name != name
	j.name = name
}

// of is the journey of a request or a resource; "" where none is meant.
func (j journey) of(v canonical.Identified) string {
	v.EachID(j.visit) // of the copy: nothing is carried from one to the next
	if j.several {
		return ""
	}
	return j.name
}

// nameJourney names the journey that a call belongs to, if it has no name yet and
// somebody will read it.
func (s *Server) nameJourney(ctx context.Context, call *policies.Call, of canonical.Identified) {
	if call.Journey != "" || s.journeys == nil || !trace.SpanFromContext(ctx).IsRecording() {
		return
	}
	call.Journey = journey{namers: s.journeys, tenant: call.Tenant, connection: call.Connection}.of(of)
}
