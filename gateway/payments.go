package gateway

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"reflect"
	"time"

	"canongate/canonical"
	"canongate/gateway/auth"
	"canongate/gateway/ids"
	"canongate/gateway/schema"
	"canongate/policies"
	"canongate/policies/routing"
)

// Payments reads the payments journal. The errors are ErrNoPayment, ErrBadCursor
// or a *canonical.Error (journal_unavailable).
type Payments interface {
	// Payment is one payment of the tenant, by its sealed id, with the status it has
	// now and how it got there.
	Payment(ctx context.Context, tenant, id string) (canonical.Payment, error)
	// AccountBlock says why nothing should be sent to a bank account of the tenant, given by
	// its sealed id; "" where nothing is known against it.
	AccountBlock(ctx context.Context, tenant, account string) (why string, err error)
	// ListPayments gives a page, newest first, and the cursor of the next; "" at
	// the end.
	ListPayments(ctx context.Context, tenant string, q PaymentsFilter) (page []canonical.Payment, next string, err error)
}

// PaymentsFilter narrows and pages a list of payments; an empty field does not.
type PaymentsFilter struct {
	canonical.PaymentsQuery
	Customers []string // sealed ids, in place of the query's: payments of any of them
}

// What Payments answers besides payments.
var (
	ErrNoPayment = errors.New("read payment: there is none with this id for this tenant")
	ErrBadCursor = errors.New("list payments: the cursor was not made by this list")
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
			return policies.Answer{}, noPayments()
		}
		var q canonical.PaymentQuery
		if err := w.params.Bind(&q, r.from); err != nil {
			if errors.Is(err, schema.ErrPathParam) {
				return policies.Answer{}, ids.Unknown(canonical.KindPayment, ids.PathPointer)
			}
			return policies.Answer{}, err
		}
		connection, _, err := s.ids.OpenAll(r.caller.Tenant, &q) // a payment is no customer
		if err != nil {
			return policies.Answer{}, err
		}
		payment, err := s.options.Payments.Payment(ctx, r.caller.Tenant, q.ID.Sealed())
		if errors.Is(err, ErrNoPayment) {
			return policies.Answer{}, ids.Unknown(canonical.KindPayment, ids.PathPointer)
		}
		if err != nil {
			return policies.Answer{}, err
		}
		r.connection, r.payment = connection, payment.ID.Sealed()
		if !r.may(auth.ScopeReadPII) {
			state.maskPayment(&payment)
		}
		return jsonAnswer(e.success, payment)
	}
}

// paymentNow answers for a key that was used before, whose payment's outcome nobody
// knew: with the payment as it is, once that is known. Such a payment is not sent
// again, whatever became of it.
func (s *Server) paymentNow(ctx context.Context, r *request, call *policies.Call) (policies.Answer, bool) {
	if call.EarlierPayment == "" || s.options.Payments == nil {
		return policies.Answer{}, false
	}
	payment, err := s.options.Payments.Payment(ctx, r.caller.Tenant, call.EarlierPayment)
	if err != nil || payment.Status == canonical.PaymentUnknown || payment.Status == canonical.PaymentCreated {
		return policies.Answer{}, false // the answer that is kept is true
	}
	payment.Timeline = nil
	if !r.may(auth.ScopeReadPII) {
		r.state.maskPayment(&payment)
	}
	answer, err := jsonAnswer(http.StatusCreated, payment)
	if err != nil {
		return policies.Answer{}, false
	}
	r.replayed, r.connection = true, payment.Connection
	return answer, true
}

// answeredMeanwhile looks at a key once more whose payment has turned out to be known: the
// answer may have been written down after the key was looked at and before the payment
// was. Then it is the call's answer, as it is that of every repetition from now on.
func (s *Server) answeredMeanwhile(ctx context.Context, call *policies.Call) bool {
	if s.options.ReplayStored == nil {
		return false
	}
	again := *call
	again.EarlierPayment = ""
	known, err := s.options.ReplayStored(ctx, &again)
	if !known || err != nil || again.EarlierPayment != "" {
		return false
	}
	call.Answer, call.Replayed = again.Answer, true
	return true
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
			return policies.Answer{}, noPayments()
		}
		var q canonical.PaymentsQuery
		if err := w.params.Bind(&q, r.from); err != nil {
			return policies.Answer{}, err
		}
		customers, err := s.customersOf(ctx, r, &q)
		if err != nil {
			return policies.Answer{}, err
		}
		payments, next, err := s.options.Payments.ListPayments(ctx, r.caller.Tenant,
			PaymentsFilter{PaymentsQuery: q, Customers: customers})
		if errors.Is(err, ErrBadCursor) {
			return policies.Answer{}, badCursor()
		}
		if err != nil {
			return policies.Answer{}, err
		}
		if !r.may(auth.ScopeReadPII) {
			for i := range payments {
				state.maskPayment(&payments[i])
			}
		}
		list := canonical.NewList(payments)
		if next != "" {
			list.HasMore, list.NextCursor = true, &next
		}
		return jsonAnswer(e.success, list)
	}
}

// customersOf are the sealed ids of the customer of a list: those of all the records
// of a person whom the caller's own id means, or of the one at the connection that the
// header names; none where the list is everybody's.
func (s *Server) customersOf(ctx context.Context, r *request, q *canonical.PaymentsQuery) ([]string, error) {
	_, references, err := s.ids.OpenAll(r.caller.Tenant, q)
	switch {
	case err != nil || q.CustomerID.Sealed() == "":
		return nil, err
	case len(references) == 0:
		return []string{q.CustomerID.Sealed()}, nil
	}
	person, err := s.find(ctx, r, references)
	if err != nil {
		return nil, err
	}
	if len(person.knownAt) == 0 {
		return nil, routing.PersonUnknown()
	}
	var customers []string
	for _, record := range person.records[0] {
		if r.requested == "" || record.Connection == r.requested {
			customers = append(customers, record.ID)
		}
	}
	if customers == nil {
		return nil, routing.PersonElsewhere(r.requested)
	}
	return customers, nil
}

// newPayment is a payment on its way. It has its id before it is sent, so that a
// caller whose answer got lost can ask for it. A nil one is no payment.
type newPayment struct {
	id         canonical.PaymentID
	represents canonical.PaymentID
	marker     string
	warnings   []canonical.Warning
	record     *policies.PaymentRecord
	at         time.Time
}

// newPayment names a payment and makes the record that the journal keeps before
// anything is sent.
func (s *Server) newPayment(r *request, connection *Connection, draft canonical.Payment) (*newPayment, error) {
	marker := rand.Text()
	keys := canonical.Keys{canonical.KeyMarker: marker}
	sealed, err := s.ids.Seal(canonical.KindPayment, r.caller.Tenant, connection.Name, keys)
	if err != nil {
		return nil, err
	}
	p := &newPayment{id: canonical.NewID[canonical.PaymentID](keys), represents: draft.Represents, marker: marker, at: s.now().UTC()}
	p.id.Seal(sealed)
	p.name(&draft)
	draft.Connection = connection.Name
	body, err := jsonAnswer(0, draft)
	if err != nil {
		return nil, err
	}
	p.record = &policies.PaymentRecord{
		ID: sealed, Customer: draft.CustomerID.Sealed(), Represents: draft.Represents.Sealed(), Status: draft.Status, Body: body.Body,
		Amount: draft.Amount.Value.String(), Currency: string(draft.Amount.Currency),
	}
	p.record.Permit = s.permit(p, r.caller.Tenant, connection, draft.BankAccountID.Sealed())
	return p, nil
}

// permit looks at what became of earlier payments of the bank account: it warns, or where
// the connection wants that, refuses. Of an account that cannot be looked up it can only
// refuse.
func (s *Server) permit(p *newPayment, tenant string, connection *Connection, account string) func(context.Context) error {
	return func(ctx context.Context) error {
		why, err := s.options.Payments.AccountBlock(ctx, tenant, account)
		switch {
		case err != nil && connection.BlockAfterReturn:
			return err
		case err != nil:
			policies.SpanEvent(ctx, "bank account not looked up")
		case why == "":
			p.warnings = nil
		case connection.BlockAfterReturn:
			return &canonical.Error{
				Code: canonical.BankAccountBlocked, Outcome: canonical.NotSent,
				Fields: []canonical.FieldError{{Pointer: "/bank_account_id", Code: canonical.FieldInvalid, Detail: why}},
			}
		default:
			p.warnings = []canonical.Warning{{Code: canonical.BankAccountBlocked, Detail: why}}
		}
		return nil
	}
}

// name gives a resource what the gateway knows of the payment: its id, that of the
// payment which it represents, what is doubtful about it, and the time it was made where
// the vendor has not said.
func (p *newPayment) name(payment *canonical.Payment) {
	payment.ID, payment.Represents, payment.Warnings = p.id, p.represents, p.warnings
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

func badCursor() error {
	return schema.ValidationFailed(canonical.FieldError{
		Pointer: "cursor", Code: canonical.FieldInvalid, Detail: "must be the next_cursor of the page before",
	})
}

func noPayments() error {
	return unsupported("This gateway runs without a journal, so it knows of no payments.")
}

func noJournal() error {
	return unsupported("This gateway runs without a journal, and a payment must not be sent without one.")
}
