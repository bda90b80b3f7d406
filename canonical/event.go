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

	// EventPaymentCorrected is told when a bank says that the details of the account of
	// a payment must be put right.
	EventPaymentCorrected EventType = "payment.corrected"
	// EventGatewayRestored is told once to each subscriber, whatever its tenants: see
	// [EventType.ForEverybody].
	EventGatewayRestored EventType = "gateway.restored"
	// EventReconciliationException is for operators: see [EventType.ForOperators].
	EventReconciliationException EventType = "reconciliation.exception"
)

// EventTypes are all of them.
var EventTypes = []EventType{
	EventScreeningUpdated, EventCustomerStatusUpdated, EventPaymentUpdated, EventVerificationCompleted,
	EventConnectionDegraded, EventPaymentCorrected, EventGatewayRestored, EventReconciliationException,
}

// ForOperators says that only who names the type is told: it is the business of those
// who run the gateway, not of the applications behind it.
func (t EventType) ForOperators() bool { return t == EventReconciliationException }

// ForEverybody says that it is about the gateway as a whole: no tenant has it, and every
// tenant may hear of it.
func (t EventType) ForEverybody() bool { return t == EventGatewayRestored }

// Source is where an event comes from: a connection, or the gateway as a whole.
func (t EventType) Source(connection string) string {
	if t.ForEverybody() {
		return "/gateway"
	}
	return "/connections/" + connection
}

// Event is a CloudEvents 1.0 event in its JSON form.
type Event struct {
	SpecVersion     string    `json:"specversion" enum:"1.0" doc:"Version of CloudEvents."`
	ID              string    `json:"id" doc:"Unique: the header webhook-id has it too. An event that comes twice has the same."`
	Source          string    `json:"source" doc:"/connections/{name}, or /gateway for what concerns all of it."`
	Type            EventType `json:"type" doc:"What happened."`
	Time            time.Time `json:"time" doc:"When it happened."`
	Subject         string    `json:"subject,omitempty" doc:"The sealed id of the resource."`
	Tenant          string    `json:"tenant,omitempty" doc:"Whose event it is: an extension attribute. What concerns the whole gateway has none."`
	DataContentType string    `json:"datacontenttype,omitempty" doc:"Media type of data."`
	Data            EventData `json:"data" doc:"What changed."`
}

// EventData is what changed; only the parts that the type speaks of are there. The tag
// events names the types that have a member, with ! where it is always there.
type EventData struct {
	CustomerID     CustomerID     `json:"customer_id,omitzero" doc:"The customer that it is about." events:"customer.screening.updated,customer.status.updated,verification.completed,payment.updated,payment.corrected"`
	Status         string         `json:"status,omitempty" doc:"What became of it." events:"customer.screening.updated,customer.status.updated,verification.completed!,payment.updated!,connection.degraded!"`
	StatusRaw      string         `json:"status_raw,omitempty" events:"customer.screening.updated,customer.status.updated"`
	Screening      *Screening     `json:"screening,omitempty" doc:"Of customer.screening.updated: what the vendor's compliance says now." events:"customer.screening.updated"`
	PaymentID      PaymentID      `json:"payment_id,omitzero" doc:"The payment that it is about." events:"payment.updated!,payment.corrected!,reconciliation.exception"`
	VerificationID VerificationID `json:"verification_id,omitzero" doc:"The verification that it is about." events:"verification.completed!"`
	Operation      string         `json:"operation,omitempty" doc:"The operation that a connection cannot do well." events:"connection.degraded!"`
	Reason         string         `json:"reason,omitempty" doc:"Of a payment who brought the news: vendor, poll, import, operator, correction or presumed. Of a connection why it is degraded: breaker_open." events:"payment.updated!,connection.degraded!"`

	PreviousStatus  string `json:"previous_status,omitempty" doc:"What the payment was before." events:"payment.updated!"`
	ReturnCode      string `json:"return_code,omitempty" doc:"Of a payment that came back: Nacha's code." events:"payment.updated"`
	ReturnClass     string `json:"return_class,omitempty" enum:"funds,stop,account,unauthorized,other" doc:"Of a payment that came back: what kind of return it is." events:"payment.updated"`
	SettlementBasis string `json:"settlement_basis,omitempty" enum:"vendor,statement,file,operator,presumed" doc:"Of a settled payment: what the settlement is known from." events:"payment.updated"`
	OccurredOn      Date   `json:"occurred_on,omitempty" format:"date" doc:"When the money moved, where that is known." events:"payment.updated"`

	BankAccountID BankAccountID `json:"bank_account_id,omitzero" doc:"Of payment.corrected: whose details must be put right. The event has none of them." events:"payment.corrected"`
	ChangeCode    string        `json:"change_code,omitempty" doc:"Of payment.corrected: what must be put right, as Nacha's code, such as C01." events:"payment.corrected!"`

	Restored bool      `json:"restored,omitempty" doc:"Of gateway.restored: true." events:"gateway.restored!"`
	LostFrom time.Time `json:"lost_from,omitzero" doc:"Of gateway.restored: from when on the gateway has forgotten what happened; absent: nobody knows." events:"gateway.restored"`
	LostTo   time.Time `json:"lost_to,omitzero" doc:"Of gateway.restored: until when." events:"gateway.restored!"`

	ExceptionID   string `json:"exception_id,omitempty" doc:"The exception, for operators to look it up." events:"reconciliation.exception!"`
	ExceptionKind string `json:"exception_kind,omitempty" doc:"What kind of exception it is, such as orphan." events:"reconciliation.exception!"`
	ImportID      string `json:"import_id,omitempty" doc:"Of reconciliation.exception: the file that it comes from." events:"reconciliation.exception"`
}

// EachID visits the ids that the data holds.
func (d *EventData) EachID(visit func(string, Sealable)) {
	visit("/customer_id", &d.CustomerID)
	visit("/payment_id", &d.PaymentID)
	visit("/verification_id", &d.VerificationID)
	visit("/bank_account_id", &d.BankAccountID)
}

// InboundEvent is a vendor's notification as it came in (receive_event).
type InboundEvent struct {
	Header http.Header
	Body   []byte
	// VerifiedPeer says whether the connection was authenticated by a client
	// certificate that the operator trusts.
	VerifiedPeer bool
}

// Forgery says why a notification is not believed; it is a metric's label.
type Forgery string

// The forgeries. A notification that comes too late may have been authentic.
const (
	Unsigned       Forgery = "unsigned"        // it shows nothing that could be checked
	WrongSignature Forgery = "wrong_signature" // or a wrong shared secret
	StaleSignature Forgery = "stale"           // its time is too far from now
	UntimedProof   Forgery = "no_timestamp"    // it could be a replay, and this connection does not read again
)

// Authenticity is what an adapter finds out about the sender of a notification,
// from the notification alone: it calls nobody, and it takes the same time for
// every secret.
type Authenticity struct {
	Forgery Forgery // "": the vendor sent it
	// Digest names a notification that is signed with its time, so that it can be
	// taken once; nil: it has none. Until is when it will be too old to be authentic.
	Digest []byte
	Until  time.Time
}

// Notice is what an adapter makes of an inbound event: what the vendor says now,
// about whom. The gateway tells subscribers of each part that differs from what
// was last seen of Subject: of the screening by State, of the status by
// Data.Status. When a part is first seen nobody knows whether it is a change;
// then it is told if the notification was about it.
type Notice struct {
	Type    EventType // what the notification is about; "": nothing to tell
	Subject CustomerID
	State   string // of the screening, holds no personal data; "": none is known
	Data    EventData
}
