package records

import (
	"context"
	"crypto/sha256"
	"encoding/json"

	"canongate/canonical"
	"canongate/gateway"
	"canongate/policies/journal"
	"canongate/policies/webhooks"
)

// Taken says whether Emit took the notification before.
func (j Journal) Taken(ctx context.Context, from gateway.Notification) (bool, error) {
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

func onceOf(from gateway.Notification) journal.Once {
	if from.Digest == nil {
		return journal.Once{}
	}
	return journal.Once{Key: from.Connection + " " + string(from.Digest), Until: from.Until}
}

// Emit keeps notices for the subscribers, each unless the subject was last seen
// in the same state.
func (j Journal) Emit(ctx context.Context, from gateway.Notification, notices ...gateway.InboundNotice) (bool, error) {
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

// EventsAfter gives the events of a tenant's connection, without those for operators.
func (j Journal) EventsAfter(ctx context.Context, tenant, connection, cursor string, limit int) ([]json.RawMessage, string, error) {
	kept, next, err := j.journal.EventsAfter(ctx, tenant, connection, journal.Page{Cursor: cursor, Limit: limit})
	if err != nil {
		return nil, "", journalError(err)
	}
	var events []json.RawMessage
	for _, e := range kept {
		if canonical.EventType(e.Type).ForOperators() {
			continue
		}
		body, err := webhooks.Body(e)
		if err != nil {
			return nil, "", &canonical.Error{Code: canonical.InternalError, Err: err}
		}
		events = append(events, body)
	}
	return events, next, nil
}

// EventsOfPayment are the events for subscribers when a payment's status changed.
func EventsOfPayment(p journal.Move) []journal.Event {
	return made(canonical.EventPaymentUpdated, p.ID, p.Tenant, p.Connection, paymentUpdated{
		PaymentID: p.ID, CustomerID: p.Customer, Status: string(p.Status), PreviousStatus: string(p.From),
		ReturnCode: p.ReturnCode, ReturnClass: returnClass(p.ReturnCode), SettlementBasis: p.Basis, Reason: reasonOf(p), OccurredOn: p.OccurredOn,
	})
}

// paymentUpdated is canonical.EventData with the ids already sealed.
type paymentUpdated struct {
	PaymentID       string `json:"payment_id"`
	CustomerID      string `json:"customer_id,omitempty"`
	Status          string `json:"status"`
	PreviousStatus  string `json:"previous_status"`
	ReturnCode      string `json:"return_code,omitempty"`
	ReturnClass     string `json:"return_class,omitempty"`
	SettlementBasis string `json:"settlement_basis,omitempty"`
	Reason          string `json:"reason"`
	OccurredOn      string `json:"occurred_on,omitempty"`
}

// reasonOf is what moved a payment, as events say it.
func reasonOf(p journal.Move) string {
	switch p.Cause {
	case journal.ByWeakImport:
		return string(journal.ByImport)
	case journal.ByClock:
		if p.Status == journal.Unknown {
			return string(journal.ByVendor) // its answer was lost
		}
		return journal.BasisPresumed
	}
	return string(p.Cause)
}

// EventsOfCorrection tell whose application asks for payments to the account that its
// details must be put right. They say no number: who has a role for it reads those.
func EventsOfCorrection(c journal.Correction, of journal.Payment) []journal.Event {
	if of.ID == "" {
		return nil // it belongs to nobody here
	}
	var ids struct {
		BankAccountID string `json:"bank_account_id"`
	}
	if err := json.Unmarshal(of.Body, &ids); err != nil {
		return nil // what the journal cannot render cannot name an account either
	}
	return made(canonical.EventPaymentCorrected, of.ID, of.Tenant, c.Connection, paymentCorrected{
		PaymentID: of.ID, CustomerID: of.Customer, BankAccountID: ids.BankAccountID, ChangeCode: c.Code,
	})
}

// EventsOfException tell operators that somebody has to look at something.
func EventsOfException(e journal.Exception) []journal.Event {
	return made(canonical.EventReconciliationException, e.ID, e.Tenant, e.Connection, exceptionRaised{
		ExceptionID: e.ID, ExceptionKind: e.Kind, PaymentID: e.PaymentID, ImportID: e.ImportID,
	})
}

// EventsOfRestore tell everybody that the journal has forgotten what happened in some time.
func EventsOfRestore(i journal.Incarnation) []journal.Event {
	return made(canonical.EventGatewayRestored, "", "", "", canonical.EventData{Restored: true, LostFrom: i.FenceFrom, LostTo: i.FenceTo})
}

// paymentCorrected and exceptionRaised are canonical.EventData with the ids already
// sealed.
type paymentCorrected struct {
	PaymentID     string `json:"payment_id"`
	CustomerID    string `json:"customer_id,omitempty"`
	BankAccountID string `json:"bank_account_id,omitempty"`
	ChangeCode    string `json:"change_code"`
}

type exceptionRaised struct {
	ExceptionID   string `json:"exception_id"`
	ExceptionKind string `json:"exception_kind"`
	PaymentID     string `json:"payment_id,omitempty"`
	ImportID      string `json:"import_id,omitempty"`
}

func made(t canonical.EventType, subject, tenant, connection string, data any) []journal.Event {
	encoded, err := json.Marshal(data)
	if err != nil {
		return nil // texts always marshal
	}
	return []journal.Event{{Type: string(t), Subject: subject, Tenant: tenant, Connection: connection, Data: encoded}}
}
