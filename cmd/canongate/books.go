package main

import (
	"context"
	"errors"
	"fmt"

	"canongate/canonical"
	"canongate/gateway/admin"
	"canongate/policies/journal"
)

// books is the journal as operators read and correct it.
type books struct{ journal *journal.Journal }

var (
	_ admin.Payments = books{}
	_ admin.Events   = books{}
)

// ListPayments reads a page of the payments of all tenants.
func (b books) ListPayments(ctx context.Context, f admin.PaymentFilter) ([]admin.Payment, string, error) {
	payments, next, err := b.journal.ListAllPayments(ctx, journal.PaymentFilter{Status: journal.PaymentStatus(f.Status)}, journalPage(f.Page))
	if err != nil {
		return nil, "", booksError(err, "")
	}
	page := make([]admin.Payment, len(payments))
	for i, p := range payments {
		page[i] = adminPayment(p)
	}
	return page, next, nil
}

// PaymentHistory reads what became of a payment.
func (b books) PaymentHistory(ctx context.Context, id string) ([]admin.PaymentStep, error) {
	entries, err := b.journal.PaymentHistory(ctx, id)
	if err == nil && len(entries) == 0 {
		err = journal.ErrNotFound
	}
	if err != nil {
		return nil, booksError(err, canonical.PaymentNotFound)
	}
	steps := make([]admin.PaymentStep, len(entries))
	for i, e := range entries {
		steps[i] = admin.PaymentStep{Status: string(e.Status), At: e.At.UTC(), Reason: e.Reason, By: e.By}
	}
	return steps, nil
}

// ResolvePayment writes down what an operator found out. The journal announces it
// in the same transaction.
func (b books) ResolvePayment(ctx context.Context, id string, r admin.Resolution) (admin.Payment, error) {
	p, err := b.journal.ResolvePayment(ctx, journal.PaymentChange{
		ID: id, Status: journal.PaymentStatus(r.Status), Reason: r.Reason, By: r.By,
	})
	if err != nil {
		return admin.Payment{}, booksError(err, canonical.PaymentNotFound)
	}
	return adminPayment(p), nil
}

func adminPayment(p journal.Payment) admin.Payment {
	return admin.Payment{
		ID: p.ID, Tenant: p.Tenant, Connection: p.Connection, CustomerID: p.Customer, Status: string(p.Status),
		Amount:     admin.Amount{Value: p.Amount, Currency: p.Currency},
		Generation: p.Generation, CreatedAt: p.CreatedAt.UTC(), UpdatedAt: p.UpdatedAt.UTC(),
	}
}

// ListEvents reads a page of the outbox.
func (b books) ListEvents(ctx context.Context, f admin.EventFilter) ([]admin.Event, string, error) {
	entries, next, err := b.journal.ListEvents(ctx, journal.EventFilter{
		Type: f.Type, Subject: f.Subject, Subscriber: f.Subscriber, State: journal.DeliveryState(f.State),
	}, journalPage(f.Page))
	if err != nil {
		return nil, "", booksError(err, "")
	}
	page := make([]admin.Event, len(entries))
	for i, e := range entries {
		page[i] = adminEvent(e)
	}
	return page, next, nil
}

func adminEvent(e journal.EventEntry) admin.Event {
	shown := admin.Event{
		ID: e.Event.ID, Type: e.Event.Type, Subject: e.Event.Subject, Tenant: e.Event.Tenant,
		Connection: e.Event.Connection, Time: e.Event.Time.UTC(), Deliveries: make([]admin.Delivery, len(e.Deliveries)),
	}
	for i, d := range e.Deliveries {
		shown.Deliveries[i] = admin.Delivery{Subscriber: d.Subscriber, State: string(d.State), Attempts: d.Attempts, NextAt: d.NextAt.UTC()}
	}
	return shown
}

// Redeliver makes an event due again.
func (b books) Redeliver(ctx context.Context, id string) error {
	if err := b.journal.Redeliver(ctx, id); err != nil {
		return booksError(err, canonical.NotFound)
	}
	return nil
}

// RedeliverAll makes all deliveries of a filter due again.
func (b books) RedeliverAll(ctx context.Context, f admin.RedeliveryFilter, expected int64) (int64, error) {
	count, err := b.journal.RedeliverAll(ctx, journal.RedeliveryFilter{
		Subscriber: f.Subscriber, Type: f.Type, Tenant: f.Tenant, State: journal.DeliveryState(f.State), CreatedAfter: f.CreatedAfter,
	}, expected)
	switch {
	case errors.Is(err, journal.ErrConflict):
		return 0, admin.Conflict(fmt.Sprintf("The filter takes %d deliveries and not %d; nothing was changed.", count, expected))
	case err != nil:
		return 0, booksError(err, canonical.NotFound)
	}
	return count, nil
}

func journalPage(p admin.Page) journal.Page { return journal.Page{Cursor: p.Cursor, Limit: p.Limit} }

// booksError says what the journal's refusal means to an operator; missing is the
// code of what was not found.
func booksError(err error, missing canonical.Code) error {
	switch {
	case errors.Is(err, journal.ErrNotFound):
		return &canonical.Error{Code: missing, Message: "The journal holds none with this id."}
	case errors.Is(err, journal.ErrConflict):
		return admin.Conflict("Only a payment whose outcome is unknown can be resolved; this one is under way, or its outcome is known.")
	case errors.Is(err, journal.ErrBadCursor):
		return &canonical.Error{Code: canonical.ValidationFailed, Message: "One or more fields are missing or wrong.", Fields: []canonical.FieldError{{
			Pointer: "cursor", Code: canonical.FieldInvalid, Detail: "must be the next_cursor of the page before",
		}}}
	default:
		return &canonical.Error{Code: canonical.JournalUnavailable, Message: "The journal does not answer; nothing was changed.", Err: err}
	}
}
