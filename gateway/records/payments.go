package records

import (
	"context"
	"errors"

	"canongate/canonical"
	"canongate/gateway"
	"canongate/policies/journal"
)

// Journal adapts the journal to gateway.Payments and gateway.EventSink.
type Journal struct{ journal *journal.Journal }

var (
	_ gateway.Payments  = Journal{}
	_ gateway.EventSink = Journal{}
)

// New gives the gateway a journal.
func New(j *journal.Journal) Journal { return Journal{j} }

// Payment reads one payment.
func (j Journal) Payment(ctx context.Context, tenant, id string) (gateway.PaymentRecord, error) {
	p, err := j.journal.GetPayment(ctx, tenant, id)
	if err != nil {
		return gateway.PaymentRecord{}, journalError(err)
	}
	return paymentRecord(p), nil
}

// ListPayments reads a page of payments.
func (j Journal) ListPayments(ctx context.Context, tenant string, q gateway.PaymentsFilter) ([]gateway.PaymentRecord, string, error) {
	payments, next, err := j.journal.ListPayments(ctx, tenant,
		journal.PaymentFilter{Status: journal.PaymentStatus(q.Status), Customer: q.Customer},
		journal.Page{Cursor: q.Cursor, Limit: q.Limit})
	if err != nil {
		return nil, "", journalError(err)
	}
	records := make([]gateway.PaymentRecord, len(payments))
	for i, p := range payments {
		records[i] = paymentRecord(p)
	}
	return records, next, nil
}

func paymentRecord(p journal.Payment) gateway.PaymentRecord {
	return gateway.PaymentRecord{Status: string(p.Status), Body: p.Body, UpdatedAt: p.UpdatedAt}
}

func journalError(err error) error {
	switch {
	case errors.Is(err, journal.ErrNotFound):
		return gateway.ErrNoPayment
	case errors.Is(err, journal.ErrBadCursor):
		return gateway.ErrBadCursor
	default:
		return &canonical.Error{Code: canonical.JournalUnavailable, Message: "The journal cannot be read at the moment.", Err: err}
	}
}
