package records

import (
	"encoding/json"
	"errors"
	"slices"

	"canongate/canonical"
	"canongate/gateway/ids"
	"canongate/policies/journal"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Reader reads what the journal's lists and look-ups need of a payment's body.
type Reader struct{ ids *ids.Codec }

// NewReader reads the payments of an id key set.
func NewReader(keyset []byte) (Reader, error) {
	codec, err := ids.New(keyset)
	return Reader{codec}, err
}

// recorded is what Facts reads of a canonical.Payment: each payment is read twice, and most
// of it is nothing to look up.
type recorded struct {
	Direction       string `json:"direction"`
	CustomerID      string `json:"customer_id"`
	BankAccountID   string `json:"bank_account_id"`
	Reference       string `json:"reference"`
	VendorReference string `json:"vendor_reference"`
	Represents      string `json:"represents"`
	ACH             struct {
		SECCode       string `json:"sec_code"`
		IndividualID  string `json:"individual_id"`
		EffectiveDate string `json:"effective_date"`
		SettledOn     string `json:"settled_on"`
		ReturnedOn    string `json:"returned_on"`
		ReturnCode    string `json:"return_code"`
		ChangeCode    string `json:"change_code"`
		TraceNumber   string `json:"trace_number"`
	} `json:"ach"`
}

// Facts reads a body. The vendor's ids of the customer and of the bank account come
// from within the sealed ids: a vendor's file shows them.
func (r Reader) Facts(tenant string, body []byte) (journal.Facts, error) {
	var p recorded
	if err := jsonv2.Unmarshal(body, &p, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)); err != nil {
		return journal.Facts{}, errors.New("read payment: its record is not a payment")
	}
	f := journal.Facts{
		Direction: p.Direction, ReturnCode: p.ACH.ReturnCode, ChangeCode: p.ACH.ChangeCode,
		SECCode: p.ACH.SECCode, EffectiveOn: p.ACH.EffectiveDate,
		SettledOn: p.ACH.SettledOn, ReturnedOn: p.ACH.ReturnedOn,
		Keys: make([]journal.PaymentKey, 0, 9),
	}
	f.Keys = append(f.Keys,
		journal.PaymentKey{Kind: journal.KeyReference, Value: p.Reference},
		journal.PaymentKey{Kind: journal.KeyVendorReference, Value: p.VendorReference},
		journal.PaymentKey{Kind: journal.KeyTrace, Value: p.ACH.TraceNumber},
		journal.PaymentKey{Kind: journal.KeyIndividualID, Value: p.ACH.IndividualID})
	for _, id := range []struct {
		kind        canonical.Kind
		sealed      string
		whole, part journal.KeyKind
	}{
		{canonical.KindCustomer, p.CustomerID, journal.KeyCustomerID, journal.KeyCustomer},
		{canonical.KindBankAccount, p.BankAccountID, journal.KeyBankAccountID, journal.KeyBank},
	} {
		whole, parts := r.open(id.kind, tenant, id.sealed)
		f.Keys = append(f.Keys, journal.PaymentKey{Kind: id.whole, Value: whole})
		for _, part := range parts {
			// An account's id names its customer, too, who has a key already.
			if !slices.Contains(f.Keys, journal.PaymentKey{Kind: journal.KeyCustomer, Value: part}) {
				f.Keys = append(f.Keys, journal.PaymentKey{Kind: id.part, Value: part})
			}
		}
	}
	if p.Represents != "" {
		f.Keys = append(f.Keys, r.originalKey(tenant, p.Represents))
	}
	return f, nil
}

// originalKey is the key of the payments that send another one again.
func (r Reader) originalKey(tenant, original string) journal.PaymentKey {
	whole, _ := r.open(canonical.KindPayment, tenant, original)
	return journal.PaymentKey{Kind: journal.KeyRepresents, Value: whole}
}

// open gives all that an id stands for, and the vendor's keys in it; nothing when it
// does not open any more.
func (r Reader) open(kind canonical.Kind, tenant, sealed string) (whole string, parts []string) {
	connection, keys, err := r.ids.Open(kind, tenant, sealed)
	if err != nil {
		return "", nil
	}
	plain, err := ids.AppendPlain(nil, kind, tenant, connection, keys)
	if err != nil {
		return "", nil
	}
	for _, part := range keys {
		parts = append(parts, part)
	}
	slices.Sort(parts)
	return string(plain), parts
}

// UpgradeBody gives a payment from before vendor references were told apart from
// callers' the one that it has. A reference that was the vendor's stands in the
// vendor's ids, too.
func UpgradeBody(body []byte) []byte {
	var p canonical.Payment
	if json.Unmarshal(body, &p) != nil || p.VendorReference != "" || p.Reference == "" {
		return body
	}
	for _, id := range p.VendorIDs {
		if id != p.Reference {
			continue
		}
		p.Reference, p.VendorReference = "", p.Reference
		if upgraded, err := json.Marshal(p); err == nil {
			return upgraded
		}
	}
	return body
}
