package reconcile

import (
	"context"
	"slices"

	"canongate/canonical"
)

// Payment is what the journal knows of a payment, as far as an entry is compared
// with it. Days are those of New York, as 2006-01-02; what is not known is empty.
type Payment struct {
	ID        string
	Status    string
	Direction string
	Amount    canonical.Money
	SECCode   string

	SentOn               string
	ExpectedSettlementOn string
	SettledOn            string
	ReturnedOn           string
	ReturnCode           string

	// Customer and Bank are the vendor's ids; an entry names one of several. They may be
	// digests, as long as those of entries are.
	Customer []string
	Bank     []string
	Last4    []string

	// Hidden: of a tenant that whoever imports may not see.
	Hidden bool
}

// KeyKind is a kind of key that finds a payment of a connection.
type KeyKind string

// The kinds of keys, strongest first.
const (
	KeyVendorReference KeyKind = "vendor_reference" // K1
	KeyTrace           KeyKind = "trace"            // K2
	KeyIndividualID    KeyKind = "individual_id"    // K3
	KeyReference       KeyKind = "reference"        // K4
)

// Key finds a payment. Its value is a reference: never logged.
type Key struct {
	Kind  KeyKind
	Value string
}

// Keys gives the keys of an entry, strongest first. What stands as individual id may
// be the vendor's reference: vendors fill it in so.
func (e *Entry) Keys() []Key {
	keys := make([]Key, 0, 5)
	for _, key := range []Key{
		{KeyVendorReference, e.VendorReference}, {KeyTrace, e.Trace}, {KeyIndividualID, e.IndividualID},
		{KeyVendorReference, e.IndividualID}, {KeyReference, e.Reference},
	} {
		if key.Value != "" && !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	return keys
}

// Teaches gives the keys by which the payment of an entry can be found from now on.
func (e *Entry) Teaches() []Key {
	var keys []Key
	if e.VendorReference != "" && e.VendorReference != e.Reference { // else the file has one reference, and may mean either
		keys = append(keys, Key{KeyVendorReference, e.VendorReference})
	}
	if e.Trace != "" {
		keys = append(keys, Key{KeyTrace, e.Trace})
	}
	return keys
}

// Lookup is what a journal answers for one connection. It is asked once for a batch
// of entries.
type Lookup interface {
	// Find gives the payments under each of the keys; a key without any is left out.
	Find(ctx context.Context, keys []Key) (map[Key][]Payment, error)
	// Seen gives those of the identities that an earlier import has brought.
	Seen(ctx context.Context, identities []Identity) (map[Identity]bool, error)
}

// Outcome is what a state makes of the news that another one was reached.
type Outcome string

// The outcomes.
const (
	OutcomeMove          Outcome = "move"
	OutcomeNote          Outcome = "note"          // the payment is there already, or further
	OutcomePropose       Outcome = "propose"       // a person decides
	OutcomeContradiction Outcome = "contradiction" // one of both is wrong
)

// Judge says what evidence by a strong key may do: from a status to a status. The
// table is the journal's.
type Judge func(from, to string) Outcome
