package admin

import (
	"encoding/json"
	"net/http"
	"time"

	"canongate/canonical"
	"canongate/policies/journal"
)

// proposalView is a proposal as operators see it, with the entry beside the payment
// that it may speak of.
type proposalView struct {
	ID         string `json:"id"`
	Kind       string `json:"kind"`
	State      string `json:"state"`
	ImportID   string `json:"import_id"`
	GroupID    string `json:"group_id,omitempty"`
	Connection string `json:"connection"`
	Tenant     string `json:"tenant"`
	PaymentID  string `json:"payment_id"`
	Suggests   struct {
		Status string `json:"status"`
	} `json:"suggests"`
	Score  int `json:"score"`
	Rivals int `json:"rivals"`
	ProposalDetail
	RejectedBy string    `json:"rejected_by,omitempty"`
	Reason     string    `json:"reason,omitempty"` // of the rejection
	CreatedAt  time.Time `json:"created_at"`
	UpdatedAt  time.Time `json:"updated_at"`
}

// ProposalDetail is what the engine keeps of a proposal for people.
type ProposalDetail struct {
	KeysEqual     []string        `json:"keys_equal"`
	KeysDifferent []string        `json:"keys_different"`
	Entry         json.RawMessage `json:"entry,omitempty"`
}

func viewOfProposal(p journal.Proposal) proposalView {
	v := proposalView{
		ID: p.ID, Kind: p.Kind, State: p.State, ImportID: p.ImportID, GroupID: p.GroupID, Connection: p.Connection, Tenant: p.Tenant,
		PaymentID: p.PaymentID, Score: p.Score, Rivals: p.Rivals, RejectedBy: p.RejectedBy, Reason: p.Reason, CreatedAt: p.CreatedAt, UpdatedAt: p.UpdatedAt,
	}
	v.Suggests.Status = string(p.Suggests)
	_ = json.Unmarshal(p.Detail, &v.ProposalDetail) // it was sealed by this program
	return v
}

var proposalKinds = []string{"moved", "moved_group", "absent", "ambiguous", "weak"}

func (s *server) listProposals(r *request) (answer, error) {
	values, err := r.query("state", "kind", "import_id", "group_id", "cursor", "limit")
	if err != nil {
		return answer{}, err
	}
	f := journal.ProposalFilter{ImportID: values.Get("import_id"), GroupID: values.Get("group_id"), Tenants: r.operator.Tenants}
	if f.Kind, err = oneOf(values, "kind", proposalKinds...); err != nil {
		return answer{}, err
	}
	if f.State, err = oneOf(values, "state", "dry", "open", "accepted", "rejected"); err != nil {
		return answer{}, err
	}
	page, err := pageOf(values)
	if err != nil {
		return answer{}, err
	}
	found, next, err := s.Money.Journal.ListProposals(r.Context(), f, journalPage(page))
	if err != nil {
		return answer{}, journalError(err, "")
	}
	return ok(newList(each(found, viewOfProposal), next))
}

// acceptProposal is a resolution of one payment.
func (s *server) acceptProposal(r *request) (answer, error) {
	why, err := r.reasoned()
	if err != nil {
		return answer{}, err
	}
	p, err := s.Money.Journal.GetProposal(r.Context(), r.PathValue("id"), r.operator.Tenants)
	if err != nil {
		err = journalError(err, canonical.NotFound)
	}
	var made journal.Resolution
	if err == nil {
		made, err = s.acceptOne(r, p, why)
	}
	if err := r.audit(audited{r.target(), why, "open", "accepted: " + string(p.Suggests)}, err); err != nil {
		return answer{}, err
	}
	return s.decided(r, made)
}

func (s *server) acceptOne(r *request, p journal.Proposal, why Change) (journal.Resolution, error) {
	q := resolutionRequest{Change: why, Proposals: []string{p.ID}}
	items, total, currency, err := s.selectPayments(r, &q)
	if err != nil {
		return journal.Resolution{}, err
	}
	return s.decide(r.Context(), journal.Resolution{
		Kind: journal.KindResolve, Status: p.Suggests, Author: why.By, Reason: why.Reason, Total: total, Currency: currency,
	}, items)
}

// pending is a decision that waits for a second person.
type pending struct {
	ResolutionID string    `json:"resolution_id"`
	State        string    `json:"state"`
	ExpiresAt    time.Time `json:"expires_at"`
}

// decided answers a decision about one payment: 202 if a second person is needed, and
// a conflict if the payment moved while it was made.
func (s *server) decided(r *request, made journal.Resolution) (answer, error) {
	if made.State == journal.AwaitingApproval {
		return answer{status: http.StatusAccepted, body: pending{made.ID, string(made.State), made.ExpiresAt}}, nil
	}
	found, items, err := s.Money.Journal.GetResolution(r.Context(), made.ID, r.operator.Tenants)
	if err != nil {
		return answer{}, journalError(err, canonical.NotFound)
	}
	for _, i := range items {
		if i.Result == "skipped" {
			return answer{}, Conflict("Nothing was changed: " + i.Why + ".")
		}
	}
	return s.showResolution(r, http.StatusOK, found.ID)
}

func (s *server) rejectProposal(r *request) (answer, error) {
	why, err := r.reasoned()
	if err != nil {
		return answer{}, err
	}
	id := r.PathValue("id")
	var rejected journal.Proposal
	if _, err = s.Money.Journal.GetProposal(r.Context(), id, r.operator.Tenants); err == nil {
		rejected, err = s.Money.Journal.RejectProposal(r.Context(), id, why.By, why.Reason)
	}
	if err != nil {
		err = closedError(err, "Somebody has decided about this proposal.")
	}
	if err := r.audit(audited{id, why, "open", "rejected"}, err); err != nil {
		return answer{}, err
	}
	return ok(viewOfProposal(rejected))
}
