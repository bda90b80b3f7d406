package gateway

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"sync"

	"canongate/canonical"
	"canongate/policies"

	"go.opentelemetry.io/otel/trace"
)

// journey finds the name of a customer's journey: the same for all calls about
// one customer at one connection, so that their traces can be put together. It is
// a keyed hash, because everything else that is known of a customer names a
// person, the sealed id included: who may read ids may ask the API about them.
type journey struct {
	macs       *sync.Pool // of keyed hash.Hash
	tenant     string
	connection string
	name       string
	several    bool
}

// newJourneys keeps hashes, because keying one costs more than using it. It is nil
// without a key.
func newJourneys(key []byte) *sync.Pool {
	if len(key) == 0 {
		return nil
	}
	return &sync.Pool{New: func() any { return hmac.New(sha256.New, key) }}
}

// journeyBytes are enough for no two customers to share a name by chance.
const journeyBytes = 16

// visit looks at an id. Where the ids of several customers stand side by side, no
// journey is meant.
func (j *journey) visit(_ string, id canonical.Sealable) {
	if id.Kind() != canonical.KindCustomer || len(id.Keys()) == 0 || j.several {
		return
	}
	plain, err := appendID(make([]byte, 0, 128), j.connection, id.Keys())
	if err != nil {
		return // it cannot be sealed either
	}
	mac := j.macs.Get().(hash.Hash)
	defer j.macs.Put(mac)
	mac.Reset()
	mac.Write(associatedData(canonical.KindCustomer, j.tenant))
	mac.Write(plain)
	name := hex.EncodeToString(mac.Sum(plain[:0])[:journeyBytes])
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
	call.Journey = journey{macs: s.journeys, tenant: call.Tenant, connection: call.Connection}.of(of)
}
