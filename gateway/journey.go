package gateway

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"

	"canongate/canonical"
	"canongate/policies"

	"go.opentelemetry.io/otel/trace"
)

// journey finds the name of a customer's journey: the same for all calls about
// one customer at one connection, so that their traces can be put together. It is
// a keyed hash, because everything else that is known of a customer names a
// person, the sealed id included: who may read ids may ask the API about them.
type journey struct {
	key        []byte
	tenant     string
	connection string
	name       string
	several    bool
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
	mac := hmac.New(sha256.New, j.key)
	mac.Write(associatedData(canonical.KindCustomer, j.tenant))
	mac.Write(plain)
	name := hex.EncodeToString(mac.Sum(nil)[:journeyBytes])
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
	if call.Journey != "" || len(s.options.JourneyKey) == 0 || !trace.SpanFromContext(ctx).IsRecording() {
		return
	}
	call.Journey = journey{key: s.options.JourneyKey, tenant: call.Tenant, connection: call.Connection}.of(of)
}
