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
type Correlation struct{ hashers sync.Pool } // of *correlationHasher

// correlationHasher is a keyed hash, with a buffer for its input.
type correlationHasher struct {
	mac  hash.Hash
	text []byte
}

// NewCorrelation keeps hashers, because keying a hash costs more than using it. It
// is nil without a key.
func NewCorrelation(key []byte) *Correlation {
	if len(key) == 0 {
		return nil
	}
	return &Correlation{sync.Pool{New: func() any { return &correlationHasher{mac: hmac.New(sha256.New, key)} }}}
}

// correlationBytes is the length of a name: no two customers share one by chance.
const correlationBytes = 16

// Customer is the name of the customer of a request or a resource; "" where it has
// no single customer.
func (c *Correlation) Customer(tenant, connection string, of canonical.Identified) string {
	found := customers{hashers: &c.hashers, tenant: tenant, connection: connection}
	of.EachID(found.visit)
	if found.several {
		return ""
	}
	return found.name
}

// Named is the name of the customer with these keys; "" where there is none.
func (c *Correlation) Named(tenant, connection string, keys canonical.Keys) string {
	if c == nil {
		return ""
	}
	name, _ := nameOf(&c.hashers, tenant, connection, keys)
	return name
}

func nameOf(hashers *sync.Pool, tenant, connection string, keys canonical.Keys) (string, bool) {
	h := hashers.Get().(*correlationHasher)
	defer hashers.Put(h)
	text, err := ids.AppendPlain(h.text[:0], canonical.KindCustomer, tenant, connection, keys)
	if err != nil {
		return "", false
	}
	h.mac.Reset()
	h.mac.Write(text)
	h.text = h.mac.Sum(text[:0])
	return hex.EncodeToString(h.text[:correlationBytes]), true
}

// customers are those that ids name.
type customers struct {
	hashers    *sync.Pool
	tenant     string
	connection string
	name       string
	several    bool
}

// visit looks at an id. A resource with several customers has no name.
func (c *customers) visit(_ string, id canonical.Sealable) {
	if id.Kind() != canonical.KindCustomer || len(id.Keys()) == 0 || c.several {
		return
	}
	name, ok := nameOf(c.hashers, c.tenant, c.connection, id.Keys())
	if !ok {
		return // it cannot be sealed either
	}
	c.several = c.name != "" && c.name != name
	c.name = name
}
