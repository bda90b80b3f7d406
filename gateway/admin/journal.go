package admin

import (
	"context"
	"errors"
	"fmt"
	"time"

	"canongate/canonical"
	"canongate/policies/journal"
)

// Journal lets operators read and correct the journal of payments and events.
type Journal struct{ journal *journal.Journal }

var (
	_ Payments = Journal{}
	_ Events   = Journal{}
)

// NewJournal gives operators a journal.
func NewJournal(j *journal.Journal) Journal { return Journal{j} }

// ListPayments reads a page of the payments of all tenants.
func (j Journal) ListPayments(ctx context.Context, f PaymentFilter) ([]Payment, string, error) {
	payments, next, err := j.journal.ListAllPayments(ctx, f.journal(), journalPage(f.Page))
	if err != nil {
		return nil, "", journalError(err, "")
	}
	page := make([]Payment, len(payments))
	for i, p := range payments {
		page[i] = adminPayment(p)
	}
	return page, next, nil
}

// journal is the filter as the journal has it.
func (f PaymentFilter) journal() journal.PaymentFilter {
	filter := journal.PaymentFilter{
		ID: f.ID, Status: journal.PaymentStatus(f.Status), Customer: f.CustomerID, Connection: f.Connection, Amount: f.Amount,
		Tenants: f.Tenants, CreatedBefore: f.CreatedBefore,
	}
	for kind, value := range map[journal.KeyKind]string{journal.KeyReference: f.Reference, journal.KeyVendorReference: f.VendorReference} {
		if value != "" {
			filter.Keys = append(filter.Keys, journal.PaymentKey{Kind: kind, Value: value})
		}
	}
	return filter
}

// Payment reads a payment with its keys.
func (j Journal) Payment(ctx context.Context, id string, tenants []string) (PaymentDetail, error) {
	found, err := j.seen(ctx, id, tenants)
	if err != nil {
		return PaymentDetail{}, journalError(err, canonical.PaymentNotFound)
	}
	facts, err := j.journal.FactsOf(found)
	if err != nil {
		return PaymentDetail{}, err
	}
	d := PaymentDetail{Payment: adminPayment(found)}
	for _, k := range facts.Keys {
		switch k.Kind {
		case journal.KeyVendorReference:
			d.VendorReference = k.Value
		case journal.KeyTrace:
			d.TraceNumber = k.Value
		case journal.KeyCustomer, journal.KeyBank, journal.KeyLast4, journal.KeyReference, journal.KeyIndividualID:
			if k.Value != "" {
				d.Keys = append(d.Keys, PaymentKey{string(k.Kind), k.Value})
			}
		}
	}
	return d, nil
}

// seen is a payment of one of the tenants, or ErrNotFound.
func (j Journal) seen(ctx context.Context, id string, tenants []string) (journal.Payment, error) {
	if id == "" {
		return journal.Payment{}, journal.ErrNotFound // an empty filter would find any
	}
	found, _, err := j.journal.ListAllPayments(ctx, journal.PaymentFilter{ID: id, Tenants: tenants}, journal.Page{Limit: 1})
	if err == nil && len(found) == 0 {
		err = journal.ErrNotFound
	}
	if err != nil {
		return journal.Payment{}, err
	}
	return found[0], nil
}

// PaymentHistory lists the changes of a payment.
func (j Journal) PaymentHistory(ctx context.Context, id string, tenants []string) ([]PaymentStep, error) {
	_, err := j.seen(ctx, id, tenants)
	var entries []journal.PaymentEntry
	if err == nil {
		entries, err = j.journal.PaymentHistory(ctx, id)
	}
	if err != nil {
		return nil, journalError(err, canonical.PaymentNotFound)
	}
	steps := make([]PaymentStep, len(entries))
	for i, e := range entries {
		steps[i] = PaymentStep{
			Status: string(e.Status), At: e.At.UTC(), Source: e.Source, Reason: e.Reason, By: e.By, ApprovedBy: e.ApprovedBy,
			Code: e.Code, Said: string(e.Said), ImportID: e.Evidence.ImportID, Entry: e.Evidence.Entry, Evidence: e.Evidence.Text,
		}
	}
	return steps, nil
}

// ResolvePayment records what an operator found out. The journal adds the event
// in the same transaction.
func (j Journal) ResolvePayment(ctx context.Context, id string, r Resolution) (Payment, error) {
	_, err := j.seen(ctx, id, r.Tenants)
	if err == nil && !r.Alone {
		err = journal.ErrNeedsApproval
	}
	if err != nil {
		return Payment{}, journalError(err, canonical.PaymentNotFound)
	}
	moved, err := j.journal.ResolvePayment(ctx, journal.PaymentChange{
		ID: id, Status: journal.PaymentStatus(r.Status), Reason: r.Reason, By: r.By, Alone: true,
		Evidence: journal.Evidence{Text: r.Evidence},
	})
	if err != nil {
		return Payment{}, journalError(err, canonical.PaymentNotFound)
	}
	return adminPayment(moved.Payment), nil
}

func adminPayment(p journal.Payment) Payment {
	return Payment{
		ID: p.ID, Tenant: p.Tenant, Connection: p.Connection, CustomerID: p.Customer, Status: string(p.Status),
		Amount: Amount{Value: p.Amount, Currency: p.Currency}, Direction: p.Direction,
		SettledOn: p.SettledOn, ReturnedOn: p.ReturnedOn, ReturnCode: p.ReturnCode, ChangeCode: p.ChangeCode, Basis: p.Basis,
		Generation: p.Generation, CreatedAt: p.CreatedAt.UTC(), UpdatedAt: p.UpdatedAt.UTC(),
	}
}

// ListEvents reads a page of the outbox.
func (j Journal) ListEvents(ctx context.Context, f EventFilter) ([]Event, string, error) {
	entries, next, err := j.journal.ListEvents(ctx, journal.EventFilter{
		Type: f.Type, Subject: f.Subject, Subscriber: f.Subscriber, State: journal.DeliveryState(f.State),
		Tenants: f.Tenants,
	}, journalPage(f.Page))
	if err != nil {
		return nil, "", journalError(err, "")
	}
	page := make([]Event, len(entries))
	for i, e := range entries {
		page[i] = adminEvent(e)
	}
	return page, next, nil
}

func adminEvent(e journal.EventEntry) Event {
	shown := Event{
		ID: e.Event.ID, Type: e.Event.Type, Subject: e.Event.Subject, Tenant: e.Event.Tenant,
		Connection: e.Event.Connection, Time: e.Event.Time.UTC(), Deliveries: make([]Delivery, len(e.Deliveries)),
	}
	for i, d := range e.Deliveries {
		shown.Deliveries[i] = Delivery{Subscriber: d.Subscriber, State: string(d.State), Attempts: d.Attempts, NextAt: d.NextAt.UTC()}
	}
	return shown
}

// Redeliver makes an event due again.
func (j Journal) Redeliver(ctx context.Context, id string, tenants []string) error {
	if err := j.journal.Redeliver(ctx, id, tenants); err != nil {
		return journalError(err, canonical.NotFound)
	}
	return nil
}

// RedeliverAll makes all deliveries of a filter due again.
func (j Journal) RedeliverAll(ctx context.Context, f RedeliveryFilter, expected int64) (int64, error) {
	count, err := j.journal.RedeliverAll(ctx, journal.RedeliveryFilter{
		Subscriber: f.Subscriber, Type: f.Type, Tenant: f.Tenant, Tenants: f.Tenants, State: journal.DeliveryState(f.State), CreatedAfter: f.CreatedAfter,
	}, expected)
	switch {
	case errors.Is(err, journal.ErrConflict):
		return 0, Conflict(fmt.Sprintf("The filter takes %d deliveries and not %d; nothing was changed.", count, expected))
	case err != nil:
		return 0, journalError(err, canonical.NotFound)
	}
	return count, nil
}

func journalPage(p Page) journal.Page { return journal.Page{Cursor: p.Cursor, Limit: p.Limit} }

// journalError translates an error of the journal for operators. Missing is the
// code when nothing was found.
func journalError(err error, missing canonical.Code) error {
	switch {
	case errors.Is(err, journal.ErrNotFound):
		return &canonical.Error{Code: missing, Message: "The journal holds none with this id."}
	case errors.Is(err, journal.ErrConflict):
		return Conflict("The payment's present status does not lead there: it is being sent, or its outcome is known.")
	case errors.Is(err, journal.ErrNeedsApproval):
		return Conflict("A second person must agree to this, so ask for it with POST /admin/v1/resolutions.")
	case errors.Is(err, journal.ErrFilling):
		return &canonical.Error{
			Code: canonical.JournalUnavailable, RetryAfter: time.Second,
			Message: "Payments from before are still being indexed, so they cannot be found by a reference yet.",
		}
	case errors.Is(err, journal.ErrBadCursor):
		return &canonical.Error{
			Code: canonical.ValidationFailed, Message: "One or more fields are missing or wrong.",
			Fields: []canonical.FieldError{{
				Pointer: "cursor", Code: canonical.FieldInvalid, Detail: "must be the next_cursor of the page before",
			}},
		}
	default:
		return &canonical.Error{Code: canonical.JournalUnavailable, Message: "The journal does not answer; nothing was changed.", Err: err}
	}
}
