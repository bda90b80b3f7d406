package journal

import (
	"context"
	"fmt"
	"slices"
)

// KeyKind says what a value is by which payments are found.
type KeyKind string

// The kinds of keys. The parts of the composite key are what a vendor's file may
// say of a payment that it does not name.
const (
	KeyVendorReference KeyKind = "vendor_reference"
	KeyTrace           KeyKind = "trace"         // 15 digits
	KeyIndividualID    KeyKind = "individual_id" // our own marker, or an EndToEndId
	KeyReference       KeyKind = "reference"     // the caller's: of one tenant
	KeyCustomer        KeyKind = "customer"      // the vendor's id; a part of the composite key
	KeyBank            KeyKind = "bank"          // the vendor's id of the account; likewise
	KeyLast4           KeyKind = "last4"         // of the account number; likewise
	KeyCustomerID      KeyKind = "customer_id"   // canonical, whatever key sealed it
	KeyBankAccountID   KeyKind = "bank_account_id"
	KeyRepresents      KeyKind = "represents" // the payment that it sends again, likewise
)

// PaymentKey is a value by which a payment is found. Value is in clear and is
// stored as a keyed digest only.
type PaymentKey struct {
	Kind  KeyKind
	Value string
}

// String hides the value: it is a caller's or a vendor's.
func (k PaymentKey) String() string { return "key of kind " + string(k.Kind) }

// GoString hides the value, for %#v.
func (k PaymentKey) GoString() string { return k.String() }

// Facts are what a payment's body says that lists and look-ups need. Empty ones
// leave what is known.
type Facts struct {
	Direction   string
	SECCode     string // of ACH; it stays as it was asked for
	EffectiveOn string // likewise, as 2006-01-02
	SettledOn   string
	ReturnedOn  string
	ReturnCode  string
	ChangeCode  string
	Keys        []PaymentKey
}

// FactsOf reads the facts of a payment that a list gave.
func (j *Journal) FactsOf(p Payment) (Facts, error) { return j.options.FactsOf(p.Tenant, p.Body) }

// digest is what a key is stored as. It does not depend on the connection, so that
// callers find their payments whatever connection these went to.
func (j *Journal) digest(k PaymentKey) []byte {
	sum := j.match.keyed.sum(digestOf(string(k.Kind), k.Value))
	return sum[:16]
}

// noteKeys writes the keys of a payment; those it has stay, and follow it to the
// connection that it is tried at. Empty values are none.
func (j *Journal) noteKeys(ctx context.Context, q querier, seq int64, connection string, keys []PaymentKey) error {
	text := []byte(`INSERT INTO payment_keys (payment, connection, digest, kind) VALUES `)
	args := append(make([]any, 0, 2+2*len(keys)), seq, connection)
	for i, k := range keys {
		if k.Value == "" || slices.Contains(keys[:i], k) {
			continue
		}
		if len(args) > 2 {
			text = append(text, ',')
		}
		text = fmt.Appendf(text, "($1,$2,$%d,$%d)", len(args)+1, len(args)+2)
		args = append(args, j.digest(k), string(k.Kind))
	}
	if len(args) == 2 {
		return nil
	}
	_, err := q.ExecContext(ctx, string(text)+` ON CONFLICT (digest, payment) DO UPDATE SET connection = excluded.connection
WHERE payment_keys.connection <> excluded.connection`, args...)
	return err
}
