package gateway

import (
	"crypto/rand"
	"time"

	"canongate/canonical"
	"canongate/policies"
)

// newPayment is a payment on its way. It has its id before it is sent, so that a
// caller whose answer got lost can ask for it. A nil one is no payment.
type newPayment struct {
	id     canonical.PaymentID
	record *policies.PaymentRecord
	at     time.Time
}

// newPayment names a payment and makes the record that the journal keeps before
// anything is sent.
func (s *Server) newPayment(x *exchange, connection *Connection, draft canonical.Payment) (*newPayment, error) {
	keys := canonical.Keys{"payment": rand.Text()}
	sealed, err := s.ids.Seal(canonical.KindPayment, x.caller.Tenant, connection.Name, keys)
	if err != nil {
		return nil, err
	}
	p := &newPayment{id: canonical.NewID[canonical.PaymentID](keys), at: s.now().UTC()}
	p.id.Seal(sealed)
	p.name(&draft)
	draft.Connection = connection.Name
	body, err := jsonAnswer(0, draft)
	if err != nil {
		return nil, err
	}
	p.record = &policies.PaymentRecord{
		ID: sealed, Customer: draft.CustomerID.Sealed(), Status: draft.Status, Body: body.Body,
		Amount: draft.Amount.Value.String(), Currency: string(draft.Amount.Currency),
	}
	return p, nil
}

// name gives a resource the payment's id, and the time it was made where the
// vendor has not said.
func (p *newPayment) name(payment *canonical.Payment) {
	payment.ID = p.id
	if payment.CreatedAt == nil {
		payment.CreatedAt = &p.at
	}
}

// journaled is what the journal is told.
func (p *newPayment) journaled() *policies.PaymentRecord {
	if p == nil {
		return nil
	}
	return p.record
}

// tag names the payment in an error that leaves its outcome open, unless it is
// about another: one that an earlier request with the same key sent.
func (p *newPayment) tag(e *canonical.Error) error {
	if p != nil && e.Code == canonical.PaymentOutcomeUnknown && e.Payment == nil {
		id := canonical.PaymentID{}
		id.Seal(p.record.ID)
		e.Payment = &id
	}
	return e
}

func noJournal() error {
	return unsupported("This gateway runs without a journal, and a payment must not be sent without one.")
}
