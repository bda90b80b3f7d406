package admin

import (
	"context"
	"net/url"
	"slices"
	"time"

	"canongate/canonical"
)

// Payments is the journal, as far as operators reconcile payments with it. Its
// errors are *canonical.Error or Conflict.
type Payments interface {
	ListPayments(context.Context, PaymentFilter) (page []Payment, next string, err error)
	PaymentHistory(ctx context.Context, id string) ([]PaymentStep, error)
	// ResolvePayment gives a payment whose outcome was unknown the status that an
	// operator found out. A Conflict: its outcome is known.
	ResolvePayment(ctx context.Context, id string, r Resolution) (Payment, error)
}

// PaymentFilter narrows and pages a list; empty fields do not.
type PaymentFilter struct {
	Status string
	Page   Page
}

// Page asks for a part of a list: the first without Cursor.
type Page struct {
	Cursor string
	Limit  int // 0: the journal's standard
}

// Payment is a payment without anything personal: enough to find it at the
// vendor.
type Payment struct {
	ID         string    `json:"id"`
	Tenant     string    `json:"tenant"`
	Connection string    `json:"connection"`
	CustomerID string    `json:"customer_id"`
	Status     string    `json:"status"`
	Amount     Amount    `json:"amount"`
	Generation int64     `json:"generation"`
	CreatedAt  time.Time `json:"created_at"`
	UpdatedAt  time.Time `json:"updated_at"`
}

// Amount is money in the public API's form.
type Amount struct {
	Value    string `json:"value"`
	Currency string `json:"currency"`
}

// PaymentStep is one step of a payment's history.
type PaymentStep struct {
	Status string    `json:"status"`
	At     time.Time `json:"at"`
	Reason string    `json:"reason,omitempty"`
	By     string    `json:"by,omitempty"`
}

// Resolution is what an operator found out.
type Resolution struct {
	Status string
	Reason string
	By     string
}

var errNoJournal = &canonical.Error{
	Code: canonical.OperationNotSupported, Message: "This gateway runs without a journal, so it knows of no payments and events.",
}

var paymentStatuses = []string{
	canonical.PaymentCreated, canonical.PaymentSubmitted, canonical.PaymentProcessing, canonical.PaymentSettled,
	canonical.PaymentReturned, canonical.PaymentFailed, canonical.PaymentCanceled, canonical.PaymentUnknown,
}

func (s *server) listPayments(r *request) (answer, error) {
	if s.Payments == nil {
		return answer{}, errNoJournal
	}
	values, err := r.query("status", "cursor", "limit")
	if err != nil {
		return answer{}, err
	}
	f := PaymentFilter{Status: values.Get("status")}
	if f.Status != "" && !slices.Contains(paymentStatuses, f.Status) {
		return answer{}, invalid("status", canonical.FieldInvalid, "must be the status of a payment, such as unknown")
	}
	if f.Page, err = pageOf(values); err != nil {
		return answer{}, err
	}
	page, next, err := s.Payments.ListPayments(r.Context(), f)
	if err != nil {
		return answer{}, err
	}
	return ok(newList(page, next))
}

func pageOf(values url.Values) (Page, error) {
	limit, err := number(values, "limit", 1, maxPage)
	return Page{Cursor: values.Get("cursor"), Limit: limit}, err
}

func (s *server) paymentHistory(r *request) (answer, error) {
	if s.Payments == nil {
		return answer{}, errNoJournal
	}
	steps, err := s.Payments.PaymentHistory(r.Context(), r.PathValue("id"))
	if err != nil {
		return answer{}, err
	}
	return ok(newList(steps, ""))
}

// resolved is a payment that was just resolved, with how it got there.
type resolved struct {
	Payment
	History []PaymentStep `json:"history"`
}

func (s *server) resolvePayment(r *request) (answer, error) {
	if s.Payments == nil {
		return answer{}, errNoJournal
	}
	id := r.PathValue("id")
	resolution, err := r.resolution()
	if err != nil {
		return answer{}, err
	}
	payment, err := s.Payments.ResolvePayment(r.Context(), id, resolution)
	err = r.audit(audited{id, resolution.By, canonical.PaymentUnknown, resolution.Status}, err)
	if err != nil {
		return answer{}, err
	}
	history, err := s.Payments.PaymentHistory(r.Context(), id)
	if err != nil {
		return answer{}, err
	}
	return ok(resolved{payment, history})
}

var resolutions = []string{canonical.PaymentSettled, canonical.PaymentFailed, canonical.PaymentReturned}

// maxReason bounds what an operator writes down, in bytes.
const maxReason = 2000

// resolution reads the body. Who and why are needed: somebody will ask.
func (r *request) resolution() (Resolution, error) {
	var body struct {
		change
		Status string `json:"status"`
		Reason string `json:"reason"`
	}
	if err := r.read(&body); err != nil {
		return Resolution{}, err
	}
	by, err := r.person(body.By)
	switch {
	case err != nil:
		return Resolution{}, err
	case !slices.Contains(resolutions, body.Status):
		return Resolution{}, wrongValue("/status", body.Status, "must be settled, failed or returned")
	case body.Reason == "" || len(body.Reason) > maxReason:
		return Resolution{}, wrongValue("/reason", body.Reason, "must say how it was found out, in at most 2000 bytes")
	case by == "":
		return Resolution{}, wrongValue("/by", by, "must name who found it out")
	}
	return Resolution{Status: body.Status, Reason: body.Reason, By: by}, nil
}
