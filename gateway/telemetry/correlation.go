package telemetry

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"sync"

	"canongate/canonical"
	"canongate/gateway/ids"
)

// Correlation names customers in traces: one name for all calls about one customer
// at one connection. The name is a keyed hash, because a sealed id would let a
// reader of traces ask the API about the person. A nil one names nobody.
type Correlation struct{ lookers sync.Pool } // of *looker

// NewCorrelation keeps what looks for customers, because keying a hash costs more than
// using it. It is nil without a key.
func NewCorrelation(key []byte) *Correlation {
	if len(key) == 0 {
		return nil
	}
	return &Correlation{sync.Pool{New: func() any {
		l := &looker{mac: hmac.New(sha256.New, key)}
		l.visit = l.look
		return l
	}}}
}

// correlationBytes is the length of a name: no two customers share one by chance.
const correlationBytes = 16

// Customer is the name of the customer of a request or a resource; "" where it has
// no single customer.
func (c *Correlation) Customer(tenant, connection string, of canonical.Identified) string {
	l := c.lookers.Get().(*looker)
	l.tenant, l.connection = tenant, connection
	of.EachID(l.visit)
	name := l.name
	if l.several {
		name = ""
	}
	l.tenant, l.connection, l.name, l.several = "", "", "", false
	c.lookers.Put(l)
	return name
}

// Named is the name of the customer with these keys; "" where there is none.
func (c *Correlation) Named(tenant, connection string, keys canonical.Keys) string {
	if c == nil {
		return ""
	}
	l := c.lookers.Get().(*looker)
	defer c.lookers.Put(l)
	name, _ := l.nameOf(tenant, connection, keys)
	return name
}

// looker looks at ids for the customer whom they name. Between its uses it keeps a
// keyed hash, room for a text, and visit, which is look.
type looker struct {
	mac   hash.Hash
	text  []byte
	visit func(string, canonical.Sealable)

	tenant     string
	connection string
	name       string
	several    bool
}

// look looks at an id. A resource with several customers has no name.
func (l *looker) look(_ string, id canonical.Sealable) {
	if id.Kind() != canonical.KindCustomer || len(id.Keys()) == 0 || l.several {
		return
	}
	name, ok := l.nameOf(l.tenant, l.connection, id.Keys())
	if !ok {
		return // it cannot be sealed either
	}
	l.several = l.name != "" && l.name != name
	l.name = name
}

func (l *looker) nameOf(tenant, connection string, keys canonical.Keys) (string, bool) {
	text, err := ids.AppendPlain(l.text[:0], canonical.KindCustomer, tenant, connection, keys)
	if err != nil {
		return "", false
	}
	l.mac.Reset()
	l.mac.Write(text)
	sum := l.mac.Sum(text[:0])
	l.text = hex.AppendEncode(sum, sum[:correlationBytes])
	return string(l.text[len(sum):]), true
}
