package gateway

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"reflect"
	"time"

	"canongate/canonical"
	"canongate/gateway/auth"
	"canongate/gateway/ids"
	"canongate/gateway/schema"
	"canongate/policies"
)

// getPayment reads a payment from the journal: no vendor can be asked for one.
type getPayment struct{ params schema.Params }

func (w *getPayment) operation() (string, canonical.Effect) {
	return canonical.GetPayment.Name(), canonical.GetPayment.Effect()
}

func (w *getPayment) compile(r *schema.Registry) compiledSpec {
	w.params = r.Params(reflect.TypeFor[canonical.PaymentQuery]())
	return w
}

func (w *getPayment) bind(s *Server, e *endpoint, state *State) handler {
	return func(ctx context.Context, r *request) (policies.Answer, error) {
		if s.options.Payments == nil {
			return policies.Answer{}, unsupported("This gateway runs without a journal, so it knows of no payments.")
		}
		var q canonical.PaymentQuery
		if err := w.params.Bind(&q, r.from); err != nil {
			if errors.Is(err, schema.ErrPathParam) {
				return policies.Answer{}, ids.Unknown(canonical.KindPayment, ids.PathPointer)
			}
			return policies.Answer{}, err
		}
		o := s.ids.NewDecoder(r.caller.Tenant)
		q.EachID(o.Visit)
		connection, err := o.Result()
		if err != nil {
			return policies.Answer{}, err
		}
		record, err := s.options.Payments.Payment(ctx, r.caller.Tenant, q.ID.Sealed())
		if errors.Is(err, ErrNoPayment) {
			return policies.Answer{}, ids.Unknown(canonical.KindPayment, ids.PathPointer)
		}
		if err != nil {
			return policies.Answer{}, err
		}
		r.connection = connection
		payment, err := record.payment()
		if err != nil {
			return policies.Answer{}, err
		}
		if !r.may(auth.ScopeReadPII) {
			state.maskPayment(&payment)
		}
		return jsonAnswer(e.success, payment)
	}
}

// payment is the canonical payment, with the status it has now.
func (r PaymentRecord) payment() (canonical.Payment, error) {
	var p canonical.Payment
	if err := json.Unmarshal(r.Body, &p); err != nil {
		return p, errors.New("read payment: its record is not a payment")
	}
	if p.Status != r.Status { // the vendor's words are about the other one
		p.Status, p.StatusRaw, p.StatusDetail = r.Status, "", ""
	}
	if !r.UpdatedAt.IsZero() {
		at := r.UpdatedAt.UTC()
		p.UpdatedAt = &at
	}
	return p, nil
}

// listPayments lists a tenant's payments from the journal, newest first.
type listPayments struct{ params schema.Params }

func (w *listPayments) operation() (string, canonical.Effect) { return "list_payments", canonical.Safe }

func (w *listPayments) compile(r *schema.Registry) compiledSpec {
	w.params = r.Params(reflect.TypeFor[canonical.PaymentsQuery]())
	return w
}

func (w *listPayments) bind(s *Server, e *endpoint, state *State) handler {
	return func(ctx context.Context, r *request) (policies.Answer, error) {
		if s.options.Payments == nil {
			return policies.Answer{}, unsupported("This gateway runs without a journal, so it knows of no payments.")
		}
		var q canonical.PaymentsQuery
		if err := w.params.Bind(&q, r.from); err != nil {
			return policies.Answer{}, err
		}
		o := s.ids.NewDecoder(r.caller.Tenant)
		q.EachID(o.Visit)
		if _, err := o.Result(); err != nil {
			return policies.Answer{}, err
		}
		records, next, err := s.options.Payments.ListPayments(ctx, r.caller.Tenant,
			PaymentsFilter{Status: q.Status, Customer: q.CustomerID.Sealed(), Cursor: q.Cursor, Limit: q.Limit})
		if errors.Is(err, ErrBadCursor) {
			return policies.Answer{}, schema.ValidationFailed(canonical.FieldError{
				Pointer: "cursor", Code: canonical.FieldInvalid, Detail: "must be the next_cursor of the page before",
			})
		}
		if err != nil {
			return policies.Answer{}, err
		}
		mask := state.maskPayment
		if r.may(auth.ScopeReadPII) {
			mask = func(*canonical.Payment) {}
		}
		return paymentsPage(e.success, records, next, mask)
	}
}

func paymentsPage(status int, records []PaymentRecord, next string, mask func(*canonical.Payment)) (policies.Answer, error) {
	list := canonical.NewList(make([]canonical.Payment, 0, len(records)))
	for _, record := range records {
		payment, err := record.payment()
		if err != nil {
			return policies.Answer{}, err
		}
		mask(&payment)
		list.Data = append(list.Data, payment)
	}
	if next != "" {
		list.HasMore, list.NextCursor = true, &next
	}
	return jsonAnswer(status, list)
}

// newPayment is a payment on its way. It has its id before it is sent, so that a
// caller whose answer got lost can ask for it. A nil one is no payment.
type newPayment struct {
	id     canonical.PaymentID
	record *policies.PaymentRecord
	at     time.Time
}

// newPayment names a payment and makes the record that the journal keeps before
// anything is sent.
func (s *Server) newPayment(r *request, connection *Connection, draft canonical.Payment) (*newPayment, error) {
	keys := canonical.Keys{"payment": rand.Text()}
	sealed, err := s.ids.Seal(canonical.KindPayment, r.caller.Tenant, connection.Name, keys)
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
