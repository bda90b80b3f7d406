package admin

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"canongate/canonical"
	"canongate/gateway/auth"
	"canongate/policies/journal"
)

// expectation is what whoever decides has seen: a decision about anything else is
// refused.
type expectation struct {
	Count *int    `json:"count"`
	Total *Amount `json:"total"`
}

func (e expectation) check() error {
	switch {
	case e.Count == nil:
		return invalid("/expect/count", canonical.FieldRequired, "is required: how many payments it takes")
	case e.Total == nil:
		return invalid("/expect/total", canonical.FieldRequired, "is required: what the payments add up to")
	}
	if _, err := canonical.ParseDecimal(e.Total.Value); err != nil {
		return invalid("/expect/total/value", canonical.FieldInvalid, err.Error())
	}
	return nil
}

// meets says whether what was expected is so.
func (e expectation) meets(count int, total, currency string) error {
	want, _ := canonical.ParseDecimal(e.Total.Value) // check has read it
	got, err := canonical.ParseDecimal(total)
	if err == nil && *e.Count == count && want.Equal(got) && (e.Total.Currency == currency || count == 0) {
		return nil
	}
	return Conflict(fmt.Sprintf("There are %d payments of %s %s, and not %d of %s %s; nothing was changed.",
		count, total, currency, *e.Count, e.Total.Value, e.Total.Currency))
}

// resolutionRequest decides about many payments at once.
type resolutionRequest struct {
	Change
	Status     string         `json:"status"`
	Evidence   string         `json:"evidence"`
	PaymentIDs []string       `json:"payment_ids"`
	Proposals  []string       `json:"proposals"`
	Filter     *unknownFilter `json:"filter"`
	GroupID    string         `json:"group_id"`
	Expect     expectation    `json:"expect"`
}

// unknownFilter takes payments whose outcome nobody knows.
type unknownFilter struct {
	Connection    string    `json:"connection"`
	Status        string    `json:"status"`
	CreatedAfter  time.Time `json:"created_after,omitzero"`
	CreatedBefore time.Time `json:"created_before,omitzero"`
	Amount        *Amount   `json:"amount"`
}

// decidable are the statuses that a person may find out of an unknown payment.
var decidable = []string{canonical.PaymentSettled, canonical.PaymentReturned, canonical.PaymentFailed, canonical.PaymentSubmitted}

func (q *resolutionRequest) check() error {
	given := 0
	for _, there := range []bool{len(q.PaymentIDs) > 0, len(q.Proposals) > 0, q.Filter != nil, q.GroupID != ""} {
		if there {
			given++
		}
	}
	byProposal := len(q.Proposals) > 0 || q.GroupID != ""
	switch {
	case given != 1:
		return invalid("", canonical.FieldInvalid, "must have exactly one of payment_ids, proposals, filter and group_id")
	case len(q.PaymentIDs) > journal.MaxResolution:
		return invalid("/payment_ids", canonical.FieldInvalid, "must be at most 1000")
	case len(q.Proposals) > journal.MaxResolution:
		return invalid("/proposals", canonical.FieldInvalid, "must be at most 1000")
	case !slices.Contains(decidable, q.Status) && (q.Status != "" || !byProposal):
		return wrongValue("/status", q.Status, "must be settled, returned, failed or submitted; with proposals it may be left out")
	case len(q.Evidence) > maxReason:
		return invalid("/evidence", canonical.FieldInvalid, "must have at most 2000 bytes")
	}
	if err := q.checkReason(); err != nil {
		return err
	}
	if q.Filter != nil && q.Filter.Status != canonical.PaymentUnknown {
		return wrongValue("/filter/status", q.Filter.Status, "must be unknown")
	}
	if q.Filter != nil && q.Filter.Connection == "" {
		return invalid("/filter/connection", canonical.FieldRequired, "must name the connection")
	}
	return q.Expect.check()
}

func (s *server) createResolution(r *request) (answer, error) {
	var q resolutionRequest
	err := r.readUpTo(&q, maxSelection)
	if err == nil {
		err = q.check()
	}
	if err != nil {
		return answer{}, err
	}
	if err = r.sign(&q.Change); err != nil {
		return answer{}, err
	}
	items, total, currency, err := s.selectPayments(r, &q)
	if err == nil {
		err = q.Expect.meets(len(items), total, currency)
	}
	var made journal.Resolution
	if err == nil {
		made, err = s.decide(r.Context(), journal.Resolution{
			Kind: journal.KindResolve, Status: journal.PaymentStatus(q.Status), Author: q.By, Reason: q.Reason, Evidence: q.Evidence,
			Total: total, Currency: currency,
		}, items)
	}
	change := audited{made.ID, q.Change, "", fmt.Sprintf("%s %d payments of %s %s", q.Status, len(items), total, currency)}
	if err := r.audit(change, err); err != nil {
		return answer{}, err
	}
	return s.showResolution(r, http.StatusCreated, made.ID)
}

// decide keeps a decision, and carries it out where one person is enough.
func (s *server) decide(ctx context.Context, res journal.Resolution, items []journal.ResolutionItem) (journal.Resolution, error) {
	if len(items) == 0 {
		return res, Conflict("There is no payment to decide about.")
	}
	cause := journal.ByOperator
	if res.Kind == journal.KindCorrect {
		cause = journal.ByCorrection
	}
	two := res.Kind == journal.KindCorrect || s.FourEyes() == auth.FourEyesAlways
	for _, item := range items {
		switch journal.Judge(item.Was, item.Status, cause) {
		case journal.Moves:
		case journal.NeedsTwo:
			two = two || s.FourEyes() != auth.FourEyesOff
		default:
			return res, Conflict(fmt.Sprintf("Payment %s is %s, from where nobody makes it %s.", item.PaymentID, item.Was, item.Status))
		}
	}
	made, err := s.Money.Journal.AddResolution(ctx, res, items, !two)
	if err == nil && !two {
		made, err = s.Money.Journal.ApplyResolution(ctx, made.ID)
	}
	if err != nil {
		return made, journalError(err, canonical.NotFound)
	}
	return made, nil
}

// resolutionView is a decision as operators see it.
type resolutionView struct {
	ID        string     `json:"id"`
	Kind      string     `json:"kind"`
	State     string     `json:"state"`
	Status    string     `json:"status,omitempty"`
	Count     int        `json:"count"`
	Total     Amount     `json:"total"`
	By        string     `json:"by"`
	DecidedBy string     `json:"decided_by,omitempty"`
	Decision  string     `json:"decision_reason,omitempty"` // of who decided
	Reason    string     `json:"reason"`
	Evidence  string     `json:"evidence,omitempty"`
	Applied   *int       `json:"applied,omitempty"`
	Skipped   *int       `json:"skipped,omitempty"`
	Payments  []itemView `json:"payments,omitempty"`
	CreatedAt time.Time  `json:"created_at"`
	ExpiresAt time.Time  `json:"expires_at"`
}

type itemView struct {
	PaymentID  string `json:"payment_id"`
	ProposalID string `json:"proposal_id,omitempty"`
	Was        string `json:"was"`
	Status     string `json:"status"`
	Result     string `json:"result"`
	Why        string `json:"why,omitempty"`
}

func viewOfResolution(r journal.Resolution) resolutionView {
	return resolutionView{
		ID: r.ID, Kind: r.Kind, State: string(r.State), Status: string(r.Status), Count: r.Count, Total: Amount{r.Total, r.Currency},
		By: r.Author, DecidedBy: r.Approver, Decision: r.Decision, Reason: r.Reason, Evidence: r.Evidence, CreatedAt: r.CreatedAt, ExpiresAt: r.ExpiresAt,
	}
}

func (s *server) showResolution(r *request, status int, id string) (answer, error) {
	found, items, err := s.Money.Journal.GetResolution(r.Context(), id, r.operator.Tenants)
	if err != nil {
		return answer{}, journalError(err, canonical.NotFound)
	}
	view := viewOfResolution(found)
	applied, skipped := 0, 0
	for _, i := range items {
		switch i.Result {
		case "applied":
			applied++
		case "skipped":
			skipped++
		}
		view.Payments = append(view.Payments, itemView{i.PaymentID, i.ProposalID, string(i.Was), string(i.Status), i.Result, i.Why})
	}
	view.Applied, view.Skipped = &applied, &skipped
	return answer{status: status, body: view}, nil
}

func (s *server) getResolution(r *request) (answer, error) {
	return s.showResolution(r, http.StatusOK, r.PathValue("id"))
}

func (s *server) listResolutions(r *request) (answer, error) {
	values, err := r.query("state", "cursor", "limit")
	if err != nil {
		return answer{}, err
	}
	state, err := oneOf(values, "state", string(journal.AwaitingApproval), string(journal.ResolutionApproved), string(journal.ResolutionApplied),
		string(journal.ResolutionRejected), string(journal.ResolutionExpired))
	if err != nil {
		return answer{}, err
	}
	page, err := pageOf(values)
	if err != nil {
		return answer{}, err
	}
	found, next, err := s.Money.Journal.ListResolutions(r.Context(), journal.ResolutionState(state), r.operator.Tenants, journalPage(page))
	if err != nil {
		return answer{}, journalError(err, "")
	}
	return ok(newList(each(found, viewOfResolution), next))
}

// approval is what the second person says.
type approval struct {
	Change
	Expect expectation `json:"expect"`
}

func (s *server) approveResolution(r *request) (answer, error) {
	var q approval
	err := r.read(&q)
	if err == nil {
		err = q.Expect.check()
	}
	if err == nil {
		err = r.sign(&q.Change)
	}
	if err != nil {
		return answer{}, err
	}
	id := r.PathValue("id")
	err = r.audit(audited{id, q.Change, string(journal.AwaitingApproval), string(journal.ResolutionApproved)}, s.approve(r, id, q))
	if err != nil {
		return answer{}, err
	}
	return s.showResolution(r, http.StatusOK, id)
}

func (s *server) approve(r *request, id string, q approval) error {
	found, _, err := s.Money.Journal.GetResolution(r.Context(), id, r.operator.Tenants)
	if err != nil {
		return journalError(err, canonical.NotFound)
	}
	if err := q.Expect.meets(found.Count, found.Total, found.Currency); err != nil {
		return err
	}
	if _, err := s.Money.Journal.DecideResolution(r.Context(), id, q.By, q.Reason, true); err != nil {
		return decisionError(err)
	}
	if _, err := s.Money.Journal.ApplyResolution(r.Context(), id); err != nil {
		return journalError(err, canonical.NotFound)
	}
	return nil
}

func (s *server) rejectResolution(r *request) (answer, error) {
	why, err := r.reasoned()
	if err != nil {
		return answer{}, err
	}
	id := r.PathValue("id")
	if _, _, err = s.Money.Journal.GetResolution(r.Context(), id, r.operator.Tenants); err == nil {
		_, err = s.Money.Journal.DecideResolution(r.Context(), id, why.By, why.Reason, false)
	}
	err = r.audit(audited{id, why, string(journal.AwaitingApproval), string(journal.ResolutionRejected)}, decisionError(err))
	if err != nil {
		return answer{}, err
	}
	return s.showResolution(r, http.StatusOK, id)
}

func decisionError(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, journal.ErrSamePerson):
		return refused("Who asked for it cannot approve it: a second person has to.")
	case errors.Is(err, journal.ErrConflict):
		return Conflict("This resolution does not wait for anybody: it was decided about, or its 24 hours are over.")
	}
	return journalError(err, canonical.NotFound)
}
