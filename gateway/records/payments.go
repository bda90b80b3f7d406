package records

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"canongate/canonical"
	"canongate/gateway"
	"canongate/gateway/ids"
	"canongate/policies/journal"
)

// Journal adapts the journal to gateway.Payments, gateway.EventSink and gateway.EventFeed.
type Journal struct {
	journal *journal.Journal
	reader  Reader
}

var (
	_ gateway.Payments  = Journal{}
	_ gateway.EventSink = Journal{}
	_ gateway.EventFeed = Journal{}
)

// New gives the gateway a journal, whose ids are read with codec.
func New(j *journal.Journal, codec *ids.Codec) Journal { return Journal{j, Reader{codec}} }

// Payment reads one payment.
func (j Journal) Payment(ctx context.Context, tenant, id string) (canonical.Payment, error) {
	kept, err := j.journal.GetPayment(ctx, tenant, id)
	if err != nil {
		return canonical.Payment{}, journalError(err)
	}
	now := time.Now()
	p, err := paymentOf(kept, now)
	if err != nil {
		return p, err
	}
	one := []canonical.Payment{p}
	if err := j.addRepresentments(ctx, tenant, one, []journal.Payment{kept}, now); err != nil {
		return p, journalError(err)
	}
	p = one[0]
	history, err := j.journal.PaymentHistory(ctx, id)
	if err != nil {
		return p, journalError(err)
	}
	p.Timeline = timelineOf(history)
	return p, nil
}

// ListPayments reads a page of payments.
func (j Journal) ListPayments(ctx context.Context, tenant string, q gateway.PaymentsFilter) ([]canonical.Payment, string, error) {
	kept, next, err := j.journal.ListPayments(ctx, tenant,
		j.filter(tenant, q),
		journal.Page{Cursor: q.Cursor, Limit: q.Limit})
	if err != nil {
		return nil, "", journalError(err)
	}
	now := time.Now()
	payments := make([]canonical.Payment, len(kept))
	for i, p := range kept {
		if payments[i], err = paymentOf(p, now); err != nil {
			return nil, "", err
		}
	}
	if err := j.addRepresentments(ctx, tenant, payments, kept, now); err != nil {
		return nil, "", journalError(err)
	}
	return payments, next, nil
}

// filter is what the caller asks of the journal. An id is looked up by what it stands
// for, since another key of the set may have sealed it.
func (j Journal) filter(tenant string, q gateway.PaymentsFilter) journal.PaymentFilter {
	f := journal.PaymentFilter{
		Status: journal.PaymentStatus(q.Status), Direction: q.Direction, ReturnCode: q.ReturnCode,
		CreatedAfter: q.CreatedAfter, CreatedBefore: q.CreatedBefore, UpdatedAfter: q.UpdatedAfter, Ascending: q.Order == "asc",
	}
	for _, id := range q.Customers {
		whole, _ := j.reader.open(canonical.KindCustomer, tenant, id)
		f.AnyKey = append(f.AnyKey, journal.PaymentKey{Kind: journal.KeyCustomerID, Value: whole})
	}
	account, _ := j.reader.open(canonical.KindBankAccount, tenant, q.BankAccountID.Sealed())
	for kind, value := range map[journal.KeyKind]string{
		journal.KeyBankAccountID: account, journal.KeyReference: q.Reference, journal.KeyVendorReference: q.VendorReference,
	} {
		if value != "" {
			f.Keys = append(f.Keys, journal.PaymentKey{Kind: kind, Value: value})
		}
	}
	return f
}

// paymentOf is the canonical payment, as it was rendered at its last change, with
// the status it has now.
func paymentOf(kept journal.Payment, now time.Time) (canonical.Payment, error) {
	var p canonical.Payment
	if err := json.Unmarshal(kept.Body, &p); err != nil {
		return p, errors.New("read payment: its record is not a payment")
	}
	if status := string(kept.Status); p.Status != status { // the vendor's words are about the other one
		p.Status, p.StatusRaw, p.StatusDetail = status, "", ""
	}
	addFacts(&p, kept, now)
	if !kept.UpdatedAt.IsZero() {
		at := kept.UpdatedAt.UTC()
		p.UpdatedAt = &at
	}
	return p, nil
}

func journalError(err error) error {
	switch {
	case errors.Is(err, journal.ErrNotFound):
		return gateway.ErrNoPayment
	case errors.Is(err, journal.ErrBadCursor):
		return gateway.ErrBadCursor
	case errors.Is(err, journal.ErrFilling):
		return &canonical.Error{
			Code: canonical.JournalUnavailable, RetryAfter: time.Second, Err: err,
			Message: "Payments from before are still being indexed, so a list cannot be narrowed by references and ids yet.",
		}
	default:
		return &canonical.Error{Code: canonical.JournalUnavailable, Message: "The journal cannot be read at the moment.", Err: err}
	}
}
