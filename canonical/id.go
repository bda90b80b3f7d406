package canonical

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
)

// Keys are the names and values under which a vendor knows a thing, such as
// {"customer_number": "…"}. They may identify a person (a phone number, for one vendor),
// so they print as a mark and leave the gateway only sealed inside an id.
type Keys map[string]string

// Format prints the mark for every verb.
func (k Keys) Format(f fmt.State, _ rune) { mark(f, personalMark) }

// LogValue prints the mark in slog.
func (k Keys) LogValue() slog.Value { return slog.StringValue(personalMark) }

// Kind is the prefix of an id: what sort of thing it names.
type Kind string

// The kinds of canonical.md §2.
const (
	KindCustomer     Kind = "cus"
	KindVerification Kind = "ver"
	KindRequirement  Kind = "req"
	KindDocument     Kind = "doc"
	KindAgreement    Kind = "agr"
	KindBankAccount  Kind = "bac"
	KindPayment      Kind = "pay"
	KindOffer        Kind = "ofr"
)

// ID names a resource. An adapter makes it from keys; the gateway seals it on
// the way out and opens it on the way in, so an adapter always finds Keys and
// a caller always sees Sealed. The zero value is "no id".
type ID[K kinded] struct {
	sealed string
	keys   Keys
}

type kinded interface{ kind() Kind }

type (
	customerKind     struct{}
	verificationKind struct{}
	requirementKind  struct{}
	documentKind     struct{}
	agreementKind    struct{}
	bankAccountKind  struct{}
	paymentKind      struct{}
	offerKind        struct{}
)

func (customerKind) kind() Kind     { return KindCustomer }
func (verificationKind) kind() Kind { return KindVerification }
func (requirementKind) kind() Kind  { return KindRequirement }
func (documentKind) kind() Kind     { return KindDocument }
func (agreementKind) kind() Kind    { return KindAgreement }
func (bankAccountKind) kind() Kind  { return KindBankAccount }
func (paymentKind) kind() Kind      { return KindPayment }
func (offerKind) kind() Kind        { return KindOffer }

// The id types, one a resource, so that a bank account's id cannot be handed
// over where a customer's is wanted.
type (
	CustomerID     = ID[customerKind]
	VerificationID = ID[verificationKind]
	RequirementID  = ID[requirementKind]
	DocumentID     = ID[documentKind]
	AgreementID    = ID[agreementKind]
	BankAccountID  = ID[bankAccountKind]
	PaymentID      = ID[paymentKind]
	OfferID        = ID[offerKind]
)

// NewID makes an id from a vendor's keys: canonical.NewID[canonical.CustomerID](keys).
func NewID[I interface{ ID[K] }, K kinded](keys Keys) I {
	return I(ID[K]{keys: keys})
}

// Keys are the vendor's keys; nil until the gateway has opened the id.
func (id ID[K]) Keys() Keys { return id.keys }

// Key is one of the vendor's keys, or "".
func (id ID[K]) Key(name string) string { return id.keys[name] }

// Kind is the sort of thing this id names.
func (id ID[K]) Kind() Kind {
	var k K
	return k.kind()
}

// Sealed is what callers see; "" until the gateway has sealed the id.
func (id ID[K]) Sealed() string { return id.sealed }

// IsZero says whether there is no id; it makes `omitzero` work.
func (id ID[K]) IsZero() bool { return id.sealed == "" && len(id.keys) == 0 }

// Seal sets what callers see. Only the gateway calls it, and an adapter for an
// id that names nobody, such as `me`.
func (id *ID[K]) Seal(sealed string) { id.sealed = sealed }

// Open sets the vendor's keys. Only the gateway calls it.
func (id *ID[K]) Open(keys Keys) { id.keys = keys }

// Format prints the sealed form for every verb, and a mark for a reference.
func (id ID[K]) Format(f fmt.State, _ rune) { mark(f, id.printed()) }

// LogValue prints the sealed form in slog, and a mark for a reference.
func (id ID[K]) LogValue() slog.Value { return slog.StringValue(id.printed()) }

func (id ID[K]) printed() string {
	if strings.HasPrefix(id.sealed, ReferencePrefix) {
		return ReferencePrefix + personalMark
	}
	return id.sealed
}

// MarshalText gives the sealed form.
func (id ID[K]) MarshalText() ([]byte, error) { return id.AppendText(nil) }

// AppendText appends the sealed form. It fails on keys that nobody sealed: an answer
// with an empty id must not go out.
func (id ID[K]) AppendText(b []byte) ([]byte, error) {
	if id.sealed == "" && len(id.keys) > 0 {
		return nil, errors.New("an id was not sealed")
	}
	return append(b, id.sealed...), nil
}

// UnmarshalText takes the sealed form; the gateway opens it.
func (id *ID[K]) UnmarshalText(b []byte) error {
	id.sealed = string(b)
	return nil
}

// Sealable is an id of any kind, as the gateway's sealing and opening see it.
type Sealable interface {
	Kind() Kind
	Keys() Keys
	Sealed() string
	Seal(string)
	Open(Keys)
}

// Identified is a request or resource that holds ids. EachID calls visit with
// a pointer to each of them and the JSON Pointer under which a caller finds
// it; ids that are zero are visited too.
type Identified interface {
	EachID(visit func(pointer string, id Sealable))
}
