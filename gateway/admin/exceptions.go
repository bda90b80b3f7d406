package admin

import (
	"errors"
	"net/http"
	"time"

	"canongate/canonical"
	"canongate/gateway/auth"
	"canongate/policies/journal"
	"canongate/policies/reconcile"
)

// exceptionView is something that a person has to look at.
type exceptionView struct {
	ID         string    `json:"id"`
	Kind       string    `json:"kind"`
	State      string    `json:"state"`
	Connection string    `json:"connection"`
	Tenant     string    `json:"tenant,omitempty"`
	PaymentID  string    `json:"payment_id,omitempty"`
	ImportID   string    `json:"import_id,omitempty"`
	Entry      int64     `json:"entry,omitempty"`
	Detail     string    `json:"detail"`
	ClosedBy   string    `json:"closed_by,omitempty"`
	Reason     string    `json:"reason,omitempty"`
	CreatedAt  time.Time `json:"created_at"`
	UpdatedAt  time.Time `json:"updated_at"`
}

func viewOfException(e journal.Exception) exceptionView {
	return exceptionView{
		ID: e.ID, Kind: e.Kind, State: e.State, Connection: e.Connection, Tenant: e.Tenant, PaymentID: e.PaymentID, ImportID: e.ImportID,
		Entry: e.EntryNo, Detail: e.Detail, ClosedBy: e.By, Reason: e.Reason, CreatedAt: e.CreatedAt, UpdatedAt: e.UpdatedAt,
	}
}

func (s *server) listExceptions(r *request) (answer, error) {
	values, err := r.query("kind", "state", "connection", "import_id", "cursor", "limit")
	if err != nil {
		return answer{}, err
	}
	f := journal.ExceptionFilter{Connection: values.Get("connection"), ImportID: values.Get("import_id"), Tenants: r.operator.Tenants}
	if f.Kind, err = oneOf(values, "kind", journal.ExceptionKinds...); err != nil {
		return answer{}, err
	}
	if f.State, err = oneOf(values, "state", "open", "closed"); err != nil {
		return answer{}, err
	}
	page, err := pageOf(values)
	if err != nil {
		return answer{}, err
	}
	found, next, err := s.Money.Journal.ListExceptions(r.Context(), f, journalPage(page))
	if err != nil {
		return answer{}, journalError(err, "")
	}
	return ok(newList(each(found, viewOfException), next))
}

func (s *server) closeException(r *request) (answer, error) {
	why, err := r.reasoned()
	if err != nil {
		return answer{}, err
	}
	closed, err := s.Money.Journal.CloseException(r.Context(), r.PathValue("id"), r.operator.Tenants, why.By, why.Reason)
	if err != nil {
		err = closedError(err, "This exception is closed.")
	}
	if err := r.audit(audited{r.target(), why, "open", "closed"}, err); err != nil {
		return answer{}, err
	}
	return ok(viewOfException(closed))
}

// correctionView is what a notification of change asks for. Corrected is personal:
// it is shown on demand only.
type correctionView struct {
	ID         string    `json:"id"`
	State      string    `json:"state"`
	Connection string    `json:"connection"`
	Tenant     string    `json:"tenant"`
	PaymentID  string    `json:"payment_id"`
	ImportID   string    `json:"import_id"`
	ChangeCode string    `json:"change_code"`
	DueOn      string    `json:"due_on"`
	Overdue    bool      `json:"overdue"`
	Corrected  string    `json:"corrected,omitempty"`
	AppliedBy  string    `json:"applied_by,omitempty"`
	CreatedAt  time.Time `json:"created_at"`
	UpdatedAt  time.Time `json:"updated_at"`
}

func viewOfCorrection(c journal.Correction, reveal bool) correctionView {
	v := correctionView{
		ID: c.ID, State: c.State, Connection: c.Connection, Tenant: c.Tenant, PaymentID: c.PaymentID, ImportID: c.ImportID,
		ChangeCode: c.Code, DueOn: c.DueOn, Overdue: c.State == "open" && reconcile.Overdue(c.DueOn, time.Now()),
		AppliedBy: c.AppliedBy, CreatedAt: c.CreatedAt, UpdatedAt: c.UpdatedAt,
	}
	if reveal {
		v.Corrected = c.Corrected
	}
	return v
}

func (s *server) listCorrections(r *request) (answer, error) {
	values, err := r.query("state", "connection", "reveal", "cursor", "limit")
	if err != nil {
		return answer{}, err
	}
	f := journal.CorrectionFilter{Connection: values.Get("connection"), Tenants: r.operator.Tenants}
	if f.State, err = oneOf(values, "state", "open", "applied", "expired"); err != nil {
		return answer{}, err
	}
	reveal, err := oneOf(values, "reveal", "true", "false")
	if err != nil {
		return answer{}, err
	}
	page, err := pageOf(values)
	if err != nil {
		return answer{}, err
	}
	if reveal == "true" {
		if err := r.reveal("corrections.reveal", f.Connection, auth.RolePII); err != nil {
			return answer{}, err
		}
	}
	found, next, err := s.Money.Journal.ListCorrections(r.Context(), f, journalPage(page))
	if err != nil {
		return answer{}, journalError(err, "")
	}
	return ok(newList(each(found, func(c journal.Correction) correctionView { return viewOfCorrection(c, reveal == "true") }), next))
}

// reveal lets only those see what is personal who may, and leaves a line in the audit
// log of those who did or tried.
func (r *request) reveal(action, target string, role auth.Role) error {
	var err error
	if !r.operator.Has(role) {
		err = refused("This takes the role " + string(role) + ", which " + r.operator.Name + " does not have.")
	}
	r.route.action = action
	return r.audit(audited{target: target, Change: Change{By: r.operator.Name}}, err)
}

func (s *server) correctionApplied(r *request) (answer, error) {
	why, err := r.change()
	if err != nil {
		return answer{}, err
	}
	applied, err := s.Money.Journal.CorrectionApplied(r.Context(), r.PathValue("id"), r.operator.Tenants, why.By)
	if err != nil {
		err = closedError(err, "This correction was applied before.")
	}
	if err := r.audit(audited{r.target(), why, "open", "applied"}, err); err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusOK, body: viewOfCorrection(applied, false)}, nil
}

// closedError is journalError for what can be done once.
func closedError(err error, done string) error {
	if errors.Is(err, journal.ErrConflict) {
		return Conflict(done)
	}
	return journalError(err, canonical.NotFound)
}
