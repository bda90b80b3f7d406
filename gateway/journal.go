package gateway

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"time"

	"canongate/canonical"
	"canongate/policies/journal"
)

// Payments reads the payments journal. The errors are ErrNoPayment, ErrBadCursor
// or a *canonical.Error (journal_unavailable).
type Payments interface {
	// Payment is one payment of the tenant, by its sealed id.
	Payment(ctx context.Context, tenant, id string) (PaymentRecord, error)
	// ListPayments gives a page, newest first, and the cursor of the next; "" at
	// the end.
	ListPayments(ctx context.Context, tenant string, q PaymentsFilter) (page []PaymentRecord, next string, err error)
}

// PaymentsFilter narrows and pages a list of payments; an empty field does not.
type PaymentsFilter struct {
	Status   string
	Customer string // sealed id
	Cursor   string
	Limit    int // 0: the journal's standard
}

// PaymentRecord is a payment as the journal keeps it. Body is the canonical
// payment in JSON, as it was rendered at its last change; Status and UpdatedAt
// are newer than what Body says.
type PaymentRecord struct {
	Status    string
	Body      []byte
	UpdatedAt time.Time
}

// What Payments answers besides payments.
var (
	ErrNoPayment = errors.New("read payment: there is none with this id for this tenant")
	ErrBadCursor = errors.New("list payments: the cursor was not made by this list")
)

// EventSink takes what a vendor reported. Its errors are *canonical.Error.
type EventSink interface {
	// Taken says whether Emit took the notification before.
	Taken(ctx context.Context, from Notification) (bool, error)
	// Emit takes all notices of a notification, or none. It says whether any was
	// news: false when the subject was last seen in the same states, or the
	// notification was taken before.
	Emit(ctx context.Context, from Notification, notices ...InboundNotice) (news bool, err error)
}

// Notification tells one notification of a connection from others. Digest is nil
// where that cannot be told; after Until it is not authentic any more.
type Notification struct {
	Connection string
	Digest     []byte
	Until      time.Time
}

// InboundNotice is a notice with its ids sealed for the connection's tenant.
type InboundNotice struct {
	Connection string
	Tenant     string
	Type       canonical.EventType
	Subject    string // sealed customer id
	State      string // what is compared with the last one seen for type and subject
	// FromKnown says that the first state of all is no news.
	FromKnown bool
	Data      []byte // canonical.EventData in JSON
	Time      time.Time
}

// Journal adapts the journal to Payments and EventSink.
type Journal struct{ journal *journal.Journal }

var (
	_ Payments  = Journal{}
	_ EventSink = Journal{}
)

// NewJournal gives the gateway a journal.
func NewJournal(j *journal.Journal) Journal { return Journal{j} }

// Payment reads one payment.
func (j Journal) Payment(ctx context.Context, tenant, id string) (PaymentRecord, error) {
	p, err := j.journal.GetPayment(ctx, tenant, id)
	if err != nil {
		return PaymentRecord{}, journalError(err)
	}
	return paymentRecord(p), nil
}

// ListPayments reads a page of payments.
func (j Journal) ListPayments(ctx context.Context, tenant string, q PaymentsFilter) ([]PaymentRecord, string, error) {
	payments, next, err := j.journal.ListPayments(ctx, tenant,
		journal.PaymentFilter{Status: journal.PaymentStatus(q.Status), Customer: q.Customer},
		journal.Page{Cursor: q.Cursor, Limit: q.Limit})
	if err != nil {
		return nil, "", journalError(err)
	}
	records := make([]PaymentRecord, len(payments))
	for i, p := range payments {
		records[i] = paymentRecord(p)
	}
	return records, next, nil
}

func paymentRecord(p journal.Payment) PaymentRecord {
	return PaymentRecord{Status: string(p.Status), Body: p.Body, UpdatedAt: p.UpdatedAt}
}

func journalError(err error) error {
	switch {
	case errors.Is(err, journal.ErrNotFound):
		return ErrNoPayment
	case errors.Is(err, journal.ErrBadCursor):
		return ErrBadCursor
	default:
		return &canonical.Error{Code: canonical.JournalUnavailable, Message: "The journal cannot be read at the moment.", Err: err}
	}
}

// Taken says whether Emit took the notification before.
func (j Journal) Taken(ctx context.Context, from Notification) (bool, error) {
	once := onceOf(from)
	if once.Key == "" {
		return false, nil
	}
	taken, err := j.journal.Taken(ctx, once.Key)
	if err != nil {
		return false, &canonical.Error{Code: canonical.JournalUnavailable, Err: err}
	}
	return taken, nil
}

func onceOf(from Notification) journal.Once {
	if from.Digest == nil {
		return journal.Once{}
	}
	return journal.Once{Key: from.Connection + " " + string(from.Digest), Until: from.Until}
}

// Emit keeps notices for the subscribers, each unless the subject was last seen
// in the same state.
func (j Journal) Emit(ctx context.Context, from Notification, notices ...InboundNotice) (bool, error) {
	changes := make([]journal.Change, len(notices))
	for i, n := range notices {
		changes[i] = journal.Change{
			Key: string(n.Type) + " " + n.Subject, State: sha256.Sum256([]byte(n.State)), FromKnown: n.FromKnown,
			Event: journal.Event{
				Type: string(n.Type), Subject: n.Subject, Tenant: n.Tenant, Connection: n.Connection, Time: n.Time, Data: n.Data,
			},
		}
	}
	news, err := j.journal.EmitIfChanged(ctx, onceOf(from), changes...)
	if err != nil {
		return false, &canonical.Error{Code: canonical.JournalUnavailable, Err: err}
	}
	return news, nil
}

// PaymentEvents are the events for subscribers when a payment's status changed.
func PaymentEvents(p journal.Payment) []journal.Event {
	data, err := json.Marshal(paymentUpdated{PaymentID: p.ID, CustomerID: p.Customer, Status: string(p.Status)})
	if err != nil {
		return nil // three strings always marshal
	}
	return []journal.Event{{
		Type: string(canonical.EventPaymentUpdated), Subject: p.ID, Tenant: p.Tenant, Connection: p.Connection, Data: data,
	}}
}

// paymentUpdated is canonical.EventData with the ids already sealed.
type paymentUpdated struct {
	PaymentID  string `json:"payment_id"`
	CustomerID string `json:"customer_id,omitempty"`
	Status     string `json:"status"`
}
