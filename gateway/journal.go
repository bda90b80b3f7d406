package gateway

import (
	"context"
	"errors"
	"time"

	"canongate/canonical"
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

// EventSink takes what a vendor reported, all of it or nothing. Emit says whether
// any was news: false when the subject was last seen in the same states. Its
// error is a *canonical.Error.
type EventSink interface {
	Emit(ctx context.Context, notices ...InboundNotice) (news bool, err error)
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
