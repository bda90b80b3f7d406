package gateway

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"

	"canongate/canonical"
	"canongate/gateway/ids"
	"canongate/gateway/schema"
	"canongate/policies"
)

// getPayment reads a payment from the journal: no vendor can be asked for one.
type getPayment struct{ params schema.Params }

func (w *getPayment) operation() (string, canonical.Effect) {
	return canonical.GetPayment.Name(), canonical.GetPayment.Effect()
}

func (w *getPayment) prepare(s *schema.Registry) {
	w.params = s.Params(reflect.TypeFor[canonical.PaymentQuery]())
}

func (w *getPayment) bind(s *Server, e *endpoint, _ *State) handler {
	return func(ctx context.Context, x *exchange) (policies.Answer, error) {
		if s.options.Payments == nil {
			return policies.Answer{}, unsupported("This gateway runs without a journal, so it knows of no payments.")
		}
		var q canonical.PaymentQuery
		if err := w.params.Bind(&q, x.from); err != nil {
			if errors.Is(err, schema.ErrPathParam) {
				return policies.Answer{}, ids.Unknown(canonical.KindPayment, ids.PathPointer)
			}
			return policies.Answer{}, err
		}
		o := s.ids.NewDecoder(x.caller.Tenant)
		q.EachID(o.Visit)
		connection, err := o.Result()
		if err != nil {
			return policies.Answer{}, err
		}
		record, err := s.options.Payments.Payment(ctx, x.caller.Tenant, q.ID.Sealed())
		if errors.Is(err, ErrNoPayment) {
			return policies.Answer{}, ids.Unknown(canonical.KindPayment, ids.PathPointer)
		}
		if err != nil {
			return policies.Answer{}, err
		}
		x.connection = connection
		payment, err := record.payment()
		if err != nil {
			return policies.Answer{}, err
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

func (w *listPayments) prepare(s *schema.Registry) {
	w.params = s.Params(reflect.TypeFor[canonical.PaymentsQuery]())
}

func (w *listPayments) bind(s *Server, e *endpoint, _ *State) handler {
	return func(ctx context.Context, x *exchange) (policies.Answer, error) {
		if s.options.Payments == nil {
			return policies.Answer{}, unsupported("This gateway runs without a journal, so it knows of no payments.")
		}
		var q canonical.PaymentsQuery
		if err := w.params.Bind(&q, x.from); err != nil {
			return policies.Answer{}, err
		}
		o := s.ids.NewDecoder(x.caller.Tenant)
		q.EachID(o.Visit)
		if _, err := o.Result(); err != nil {
			return policies.Answer{}, err
		}
		records, next, err := s.options.Payments.ListPayments(ctx, x.caller.Tenant,
			PaymentsFilter{Status: q.Status, Customer: q.CustomerID.Sealed(), Cursor: q.Cursor, Limit: q.Limit})
		if errors.Is(err, ErrBadCursor) {
			return policies.Answer{}, schema.ValidationFailed(canonical.FieldError{
				Pointer: "cursor", Code: canonical.FieldInvalid, Detail: "must be the next_cursor of the page before",
			})
		}
		if err != nil {
			return policies.Answer{}, err
		}
		return paymentsPage(e.success, records, next)
	}
}

func paymentsPage(status int, records []PaymentRecord, next string) (policies.Answer, error) {
	list := canonical.NewList(make([]canonical.Payment, 0, len(records)))
	for _, record := range records {
		payment, err := record.payment()
		if err != nil {
			return policies.Answer{}, err
		}
		list.Data = append(list.Data, payment)
	}
	if next != "" {
		list.HasMore, list.NextCursor = true, &next
	}
	return jsonAnswer(status, list)
}
