package admin

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"canongate/canonical"
	"canongate/gateway/auth"
	"canongate/policies/journal"
)

// Payments is the journal, as far as operators reconcile payments with it. Its
// errors are *canonical.Error or Conflict.
type Payments interface {
	ListPayments(context.Context, PaymentFilter) (page []Payment, next string, err error)
	// Payment is one of the tenants, with what the vendor knows it by; nil: of any.
	Payment(ctx context.Context, id string, tenants []string) (PaymentDetail, error)
	// PaymentHistory is that of a payment of one of the tenants; nil: of any.
	PaymentHistory(ctx context.Context, id string, tenants []string) ([]PaymentStep, error)
	// ResolvePayment gives a payment the status that an operator found out. A
	// Conflict: its present one does not lead there, or a second person is needed.
	ResolvePayment(ctx context.Context, id string, r Resolution) (Payment, error)
}

// PaymentFilter narrows and pages a list; empty fields do not.
type PaymentFilter struct {
	ID              string
	Reference       string // the caller's
	VendorReference string
	CustomerID      string // sealed
	Amount          string // decimal: 1.5 is 1.50
	Connection      string
	Status          string
	CreatedBefore   time.Time
	Tenants         []string // nil: all
	Page            Page
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
	Direction  string    `json:"direction"`
	SettledOn  string    `json:"settled_on,omitempty"`
	ReturnedOn string    `json:"returned_on,omitempty"`
	ReturnCode string    `json:"return_code,omitempty"`
	ChangeCode string    `json:"change_code,omitempty"`
	Basis      string    `json:"settlement_basis,omitempty"`
	Generation int64     `json:"generation"`
	CreatedAt  time.Time `json:"created_at"`
	UpdatedAt  time.Time `json:"updated_at"`
}

// PaymentDetail is a payment with what it is looked up by at the vendor. The keys may
// name a person.
type PaymentDetail struct {
	Payment
	VendorReference string       `json:"vendor_reference,omitempty"`
	TraceNumber     string       `json:"trace_number,omitempty"`
	Keys            []PaymentKey `json:"keys,omitempty"`
}

// PaymentKey is one of the vendor's keys: the customer's, the bank account's, the end
// of its number, or the caller's reference.
type PaymentKey struct {
	Kind  string `json:"kind"`
	Value string `json:"value"`
}

// Amount is money in the public API's form.
type Amount struct {
	Value    string `json:"value"`
	Currency string `json:"currency"`
}

// PaymentStep is one step of a payment's history.
type PaymentStep struct {
	Status     string    `json:"status"`
	At         time.Time `json:"at"`
	Source     string    `json:"source"`
	Code       string    `json:"code,omitempty"`
	Said       string    `json:"said,omitempty"` // what the source said, where the payment stayed
	Reason     string    `json:"reason,omitempty"`
	By         string    `json:"by,omitempty"`
	ApprovedBy string    `json:"approved_by,omitempty"`
	ImportID   string    `json:"import_id,omitempty"`
	Entry      int64     `json:"entry,omitempty"`
	Evidence   string    `json:"evidence,omitempty"` // of an operator
}

// Resolution is what an operator found out.
type Resolution struct {
	Status string
	Reason string
	// Evidence says where it can be looked up.
	Evidence string
	By       string
	Alone    bool     // no second person is asked for
	Tenants  []string // that the operator sees; nil: all
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
	f, err := r.paymentFilter(time.Now())
	if err != nil {
		return answer{}, err
	}
	page, next, err := s.Payments.ListPayments(r.Context(), f)
	if err != nil {
		return answer{}, err
	}
	return ok(newList(page, next))
}

// paymentFilter reads the query of a list of payments.
func (r *request) paymentFilter(now time.Time) (PaymentFilter, error) {
	values, err := r.query("id", "reference", "vendor_reference", "customer_id", "amount", "age_over", "tenant", "connection", "status", "cursor", "limit")
	if err != nil {
		return PaymentFilter{}, err
	}
	f := PaymentFilter{
		ID: values.Get("id"), Reference: values.Get("reference"), VendorReference: values.Get("vendor_reference"),
		CustomerID: values.Get("customer_id"), Amount: values.Get("amount"), Connection: values.Get("connection"),
		Status: values.Get("status"), Tenants: r.tenants(values.Get("tenant")),
	}
	if f.Status != "" && !slices.Contains(paymentStatuses, f.Status) {
		return f, invalid("status", canonical.FieldInvalid, "must be the status of a payment, such as unknown")
	}
	if f.Amount != "" {
		if _, err := canonical.ParseDecimal(f.Amount); err != nil {
			return f, invalid("amount", canonical.FieldInvalid, err.Error())
		}
	}
	if over := values.Get("age_over"); over != "" {
		age, err := time.ParseDuration(over)
		if err != nil || age < 0 {
			return f, invalid("age_over", canonical.FieldInvalid, "must be a duration such as 24h")
		}
		f.CreatedBefore = now.Add(-age)
	}
	f.Page, err = pageOf(values)
	return f, err
}

// tenants are those that the operator sees, or the named one of them; nil: all.
func (r *request) tenants(named string) []string {
	switch {
	case named == "":
		return r.operator.Tenants
	case r.operator.Sees(named):
		return []string{named}
	}
	return []string{}
}

func pageOf(values url.Values) (Page, error) {
	limit, err := number(values, "limit", 1, maxPage)
	return Page{Cursor: values.Get("cursor"), Limit: limit}, err
}

// getPayment shows the vendor's keys on demand, and leaves a line of it in the audit
// log.
func (s *server) getPayment(r *request) (answer, error) {
	if s.Payments == nil {
		return answer{}, errNoJournal
	}
	values, err := r.query("reveal")
	if err != nil {
		return answer{}, err
	}
	reveal, err := oneOf(values, "reveal", "true", "false")
	if err != nil {
		return answer{}, err
	}
	id := r.PathValue("id")
	if reveal == "true" {
		if err := r.reveal("payment.reveal", id, auth.RoleOperator); err != nil {
			return answer{}, err
		}
	}
	found, err := s.Payments.Payment(r.Context(), id, r.operator.Tenants)
	if err != nil {
		return answer{}, err
	}
	if reveal != "true" {
		found.Keys = nil
	}
	return ok(found)
}

func (s *server) paymentHistory(r *request) (answer, error) {
	if s.Payments == nil {
		return answer{}, errNoJournal
	}
	steps, err := s.Payments.PaymentHistory(r.Context(), r.PathValue("id"), r.operator.Tenants)
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
	resolution, err := r.resolution(resolutions)
	if err != nil {
		return answer{}, err
	}
	if !resolution.Alone && s.Money != nil {
		return s.askApproval(r, journal.KindResolve, id, resolution)
	}
	payment, err := s.Payments.ResolvePayment(r.Context(), id, resolution)
	err = r.audit(audited{id, Change{resolution.By, resolution.Reason}, "", resolution.Status}, err)
	if err != nil {
		return answer{}, err
	}
	history, err := s.Payments.PaymentHistory(r.Context(), id, r.operator.Tenants)
	if err != nil {
		return answer{}, err
	}
	return ok(resolved{payment, history})
}

var resolutions = []string{
	canonical.PaymentSettled, canonical.PaymentFailed, canonical.PaymentReturned, canonical.PaymentSubmitted,
}

// alone says whether one person may say that a payment has this status.
func (s *server) alone(status string) bool {
	switch s.FourEyes() {
	case auth.FourEyesAlways:
		return false
	case auth.FourEyesFailedOnly:
		return status != canonical.PaymentFailed
	}
	return true
}

// maxReason bounds what an operator writes down, in bytes.
const maxReason = 2000

// resolutionOfOne is what an operator found out about one payment.
type resolutionOfOne struct {
	Change
	Status   string `json:"status"`
	Evidence string `json:"evidence"`
}

// resolution reads the body. Who and why are needed: somebody will ask.
func (r *request) resolution(statuses []string) (Resolution, error) {
	var body resolutionOfOne
	if err := r.read(&body); err != nil {
		return Resolution{}, err
	}
	err := r.sign(&body.Change)
	switch {
	case err != nil:
		return Resolution{}, err
	case !slices.Contains(statuses, body.Status):
		return Resolution{}, wrongValue("/status", body.Status, "must be one of "+strings.Join(statuses, ", "))
	case body.Reason == "":
		return Resolution{}, invalid("/reason", canonical.FieldRequired, "must say how it was found out, in at most 2000 bytes")
	case len(body.Evidence) > maxReason:
		return Resolution{}, invalid("/evidence", canonical.FieldInvalid, "must have at most 2000 bytes")
	}
	return Resolution{
		Status: body.Status, Reason: body.Reason, Evidence: body.Evidence, By: body.By, Alone: r.server.alone(body.Status), Tenants: r.operator.Tenants,
	}, nil
}
