package canonical

import (
	"net/http"
	"time"
)

// EventType names what happened.
type EventType string

// The event types of canonical.md §2.9.
const (
	EventScreeningUpdated      EventType = "customer.screening.updated"
	EventCustomerStatusUpdated EventType = "customer.status.updated"
	EventPaymentUpdated        EventType = "payment.updated"
	EventVerificationCompleted EventType = "verification.completed"
	EventConnectionDegraded    EventType = "connection.degraded"
)

// Event is a CloudEvents 1.0 event in its JSON form.
type Event struct {
	SpecVersion     string    `json:"specversion" enum:"1.0"`
	ID              string    `json:"id"`
	Source          string    `json:"source" doc:"/connections/{name}"`
	Type            EventType `json:"type"`
	Time            time.Time `json:"time"`
	Subject         string    `json:"subject,omitempty" doc:"The sealed id of the resource."`
	DataContentType string    `json:"datacontenttype,omitempty"`
	Data            EventData `json:"data"`
}

// EventData is what changed; only the parts that the type speaks of are there.
type EventData struct {
	CustomerID     CustomerID     `json:"customer_id,omitzero"`
	Status         string         `json:"status,omitempty"`
	StatusRaw      string         `json:"status_raw,omitempty"`
	Screening      *Screening     `json:"screening,omitempty"`
	PaymentID      PaymentID      `json:"payment_id,omitzero"`
	VerificationID VerificationID `json:"verification_id,omitzero"`
	Operation      string         `json:"operation,omitempty" doc:"The operation that a connection cannot do well."`
	Reason         string         `json:"reason,omitempty"`
}

// EachID visits the ids that the data holds.
func (d *EventData) EachID(visit func(string, Sealable)) {
	visit("/customer_id", &d.CustomerID)
	visit("/payment_id", &d.PaymentID)
	visit("/verification_id", &d.VerificationID)
}

// InboundEvent is a vendor's notification as it came in (receive_event).
type InboundEvent struct {
	Header http.Header
	Body   []byte
	// VerifiedPeer says whether the connection was authenticated by a client
	// certificate that the operator trusts.
	VerifiedPeer bool
}

// Notice is what an adapter makes of an inbound event: what changed, about
// whom. The gateway emits it only when State differs from the last one seen
// for Subject, and beside it a customer.status.updated when Data.Status does.
type Notice struct {
	Type    EventType
	Subject CustomerID
	State   string // what is compared; holds no personal data
	Data    EventData
}
