package canonical

import (
	"context"
	"time"
)

// ReferenceDraft seals keys that the caller knows from the vendor into an id
// (create_reference); the vendor is not called. The tag for is that of VerificationDraft.
type ReferenceDraft struct {
	Type              string     `json:"type" enum:"bank_account,agreement,verification,requirement,customer" doc:"What the keys name." discriminator:"true"`
	VendorIDs         VendorIDs  `json:"vendor_ids" minProperties:"1" doc:"What the vendor knows it by, under the names that vendor_ids has in its answers."`
	CustomerID        CustomerID `json:"customer_id,omitzero" doc:"Whose it is; of a bank account needed where the vendor keeps accounts by customer."`
	Kind              string     `json:"kind,omitempty" enum:"standard,ul" doc:"Of an agreement." for:"agreement"`
	ExternalReference string     `json:"external_reference,omitempty" maxLength:"255" doc:"Of a customer: the caller's own id for this person, which means this customer from then on." for:"customer"`
}

// Reference is an id of what the vendor has, made without asking it.
type Reference struct {
	ID                ReferenceID `json:"id" doc:"Taken wherever an id of the type is."`
	Object            string      `json:"object" enum:"reference"`
	Connection        string      `json:"connection"`
	Type              string      `json:"type" enum:"bank_account,agreement,verification,requirement,customer" doc:"What the id names."`
	VendorIDs         VendorIDs   `json:"vendor_ids,omitempty"`
	CustomerID        CustomerID  `json:"customer_id,omitzero" doc:"Whose it is, where that was said."`
	Kind              string      `json:"kind,omitempty" enum:"standard,ul,unknown" doc:"Kind of an agreement."`
	ExternalReference string      `json:"external_reference,omitempty" doc:"The caller's own id of the person."`
	Written
}

// ReferToCustomer is CreateReference for a vendor of whose things only customers can be
// referred to: create makes the customer of vendor_ids.
func ReferToCustomer(ctx context.Context, d ReferenceDraft, create Func[CustomerReference, Customer]) (Reference, error) {
	if d.Type != ReferenceCustomer {
		var c Check
		c.MustBe("/type", ReferenceCustomer)
		return Reference{}, c.Err()
	}
	made, err := create(ctx, CustomerReference{VendorIDs: d.VendorIDs})
	if err != nil {
		return Reference{}, err
	}
	if !d.CustomerID.IsZero() {
		Ignore(ctx, "/customer_id")
	}
	if d.Kind != "" {
		Ignore(ctx, "/kind")
	}
	return Reference{
		ID: NewReferenceID(d.Type, made.ID.Keys()), Object: "reference", Type: d.Type, VendorIDs: made.VendorIDs,
	}, nil
}

// The types of what can be referred to.
const (
	ReferenceBankAccount  = "bank_account"
	ReferenceAgreement    = "agreement"
	ReferenceVerification = "verification"
	ReferenceRequirement  = "requirement"
	ReferenceCustomer     = "customer"
)

var referenceKinds = map[string]Kind{
	ReferenceBankAccount: KindBankAccount, ReferenceAgreement: KindAgreement, ReferenceVerification: KindVerification,
	ReferenceRequirement: KindRequirement, ReferenceCustomer: KindCustomer,
}

// ReferenceID is an id of the kind that a reference's type says.
type ReferenceID struct {
	ID[customerKind]
	kind Kind
}

// NewReferenceID makes an id of a type from a vendor's keys.
func NewReferenceID(referenceType string, keys Keys) ReferenceID {
	return ReferenceID{ID: NewID[CustomerID](keys), kind: referenceKinds[referenceType]}
}

// Kind is the sort of thing this id names.
func (id ReferenceID) Kind() Kind { return id.kind }

// SetConnection names the connection.
func (r *Reference) SetConnection(name string) { r.Connection = name }

// EachID visits the id and the customer's.
func (r *Reference) EachID(visit func(string, Sealable)) {
	visit("/id", &r.ID)
	visit("/customer_id", &r.CustomerID)
}

// EachID visits the customer's id.
func (d *ReferenceDraft) EachID(visit func(string, Sealable)) { visit("/customer_id", &d.CustomerID) }

// Validate takes a person's own id of a customer only.
func (d *ReferenceDraft) Validate(time.Time) error {
	var c Check
	if d.ExternalReference != "" && d.Type != ReferenceCustomer {
		c.Invalid("/external_reference", "is for the type customer only")
	}
	c.ExternalReference("/external_reference", d.ExternalReference)
	return c.Err()
}
