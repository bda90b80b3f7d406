package admin

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
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
	reason
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
	if err := checkReason(q.Reason); err != nil {
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
	if q.By, err = r.by(q.By); err != nil {
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
	change := audited{made.ID, q.By, "", fmt.Sprintf("%s %d payments of %s %s", q.Status, len(items), total, currency)}
	if err := r.audit(change, err); err != nil {
		return answer{}, err
	}
	return s.showResolution(r, http.StatusCreated, made.ID)
}

// maxSelection bounds a body that names a thousand payments, in bytes.
const maxSelection = 256 << 10

// selectPayments are the items of a decision with what they add up to.
func (s *server) selectPayments(r *request, q *resolutionRequest) (items []journal.ResolutionItem, total, currency string, err error) {
	var sum sum
	switch {
	case q.Filter != nil:
		items, err = s.selectFilter(r, q, &sum)
	case len(q.PaymentIDs) > 0:
		for k, id := range q.PaymentIDs {
			var item journal.ResolutionItem
			if item, err = s.selectPayment(r, "/payment_ids/"+strconv.Itoa(k), id, q.Status, &sum); err != nil {
				break
			}
			items = append(items, item)
		}
	default:
		items, err = s.selectProposals(r, q, &sum)
	}
	if err != nil {
		return nil, "", "", err
	}
	return items, sum.total.String(), sum.currency, nil
}

// sum adds up payments of one currency, each once.
type sum struct {
	total    canonical.Decimal
	currency string
	seen     map[string]bool
}

func (s *sum) add(p journal.Payment) error {
	amount, err := canonical.ParseDecimal(p.Amount)
	if err != nil {
		return fmt.Errorf("add up payments: %w", err)
	}
	if s.seen == nil {
		s.seen, s.currency = map[string]bool{}, p.Currency
	}
	switch {
	case s.seen[p.ID]:
		return Conflict("Payment " + p.ID + " is named more than once; several entries may speak of it, so decide about it alone.")
	case p.Currency != s.currency:
		return Conflict("The payments have several currencies; decide about each currency alone.")
	}
	s.seen[p.ID] = true
	s.total = s.total.Plus(amount)
	return nil
}

func (s *server) selectFilter(r *request, q *resolutionRequest, sum *sum) ([]journal.ResolutionItem, error) {
	f := journal.PaymentFilter{
		Status: journal.Unknown, Connection: q.Filter.Connection, CreatedAfter: q.Filter.CreatedAfter, CreatedBefore: q.Filter.CreatedBefore,
		Tenants: r.operator.Tenants,
	}
	if a := q.Filter.Amount; a != nil {
		f.Amount, f.Currency = a.Value, a.Currency
	}
	var items []journal.ResolutionItem
	for page := (journal.Page{Limit: maxPage}); ; {
		found, next, err := s.Money.Journal.ListAllPayments(r.Context(), f, page)
		if err != nil {
			return nil, journalError(err, "")
		}
		for _, p := range found {
			if err := sum.add(p); err != nil {
				return nil, err
			}
			items = append(items, itemOf(p, q.Status))
		}
		if len(items) > journal.MaxResolution {
			return nil, Conflict("The filter takes more than 1000 payments; narrow it by time or amount.")
		}
		if next == "" {
			return items, nil
		}
		page.Cursor = next
	}
}

func itemOf(p journal.Payment, status string) journal.ResolutionItem {
	return journal.ResolutionItem{PaymentID: p.ID, Tenant: p.Tenant, Was: p.Status, Status: journal.PaymentStatus(status)}
}

func (s *server) selectPayment(r *request, pointer, id, status string, sum *sum) (journal.ResolutionItem, error) {
	p, err := s.payment(r, id)
	if errors.Is(err, journal.ErrNotFound) {
		return journal.ResolutionItem{}, invalid(pointer, canonical.FieldInvalid, "is no payment that you see")
	}
	if err != nil {
		return journal.ResolutionItem{}, journalError(err, "")
	}
	return itemOf(p, status), sum.add(p)
}

// payment is one that the operator sees. Its error is the journal's.
func (s *server) payment(r *request, id string) (journal.Payment, error) {
	found, _, err := s.Money.Journal.ListAllPayments(r.Context(), journal.PaymentFilter{ID: id, Tenants: r.operator.Tenants}, journal.Page{Limit: 1})
	if err != nil {
		return journal.Payment{}, err
	}
	if len(found) == 0 {
		return journal.Payment{}, journal.ErrNotFound
	}
	return found[0], nil
}

func (s *server) selectProposals(r *request, q *resolutionRequest, sum *sum) ([]journal.ResolutionItem, error) {
	proposals, err := s.proposalsOf(r, q)
	if err != nil {
		return nil, err
	}
	items := make([]journal.ResolutionItem, len(proposals))
	for k, p := range proposals {
		pointer := "/proposals/" + strconv.Itoa(k)
		switch {
		case p.State != "open":
			return nil, Conflict("Proposal " + p.ID + " is " + p.State + "; only open ones can be decided about.")
		case p.Suggests == "":
			return nil, invalid(pointer, canonical.FieldInvalid, "suggests no status")
		case q.Status != "" && string(p.Suggests) != q.Status:
			return nil, invalid(pointer, canonical.FieldInvalid, "suggests "+string(p.Suggests)+" and not the status that is asked for")
		}
		if items[k], err = s.selectPayment(r, pointer, p.PaymentID, string(p.Suggests), sum); err != nil {
			return nil, err
		}
		items[k].ProposalID = p.ID
	}
	return items, nil
}

func (s *server) proposalsOf(r *request, q *resolutionRequest) ([]journal.Proposal, error) {
	if q.GroupID == "" {
		all := make([]journal.Proposal, len(q.Proposals))
		for k, id := range q.Proposals {
			p, err := s.Money.Journal.GetProposal(r.Context(), id, r.operator.Tenants)
			if errors.Is(err, journal.ErrNotFound) {
				return nil, invalid("/proposals/"+strconv.Itoa(k), canonical.FieldInvalid, "is no proposal that you see")
			}
			if err != nil {
				return nil, journalError(err, "")
			}
			all[k] = p
		}
		return all, nil
	}
	var all []journal.Proposal
	f := journal.ProposalFilter{GroupID: q.GroupID, State: "open", Tenants: r.operator.Tenants}
	for page := (journal.Page{Limit: maxPage}); ; {
		found, next, err := s.Money.Journal.ListProposals(r.Context(), f, page)
		if err != nil {
			return nil, journalError(err, "")
		}
		if all = append(all, found...); len(all) > journal.MaxResolution {
			return nil, Conflict("The group has more than 1000 proposals.")
		}
		if next == "" {
			return all, nil
		}
		page.Cursor = next
	}
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
		By: r.Author, DecidedBy: r.Approver, Reason: r.Reason, Evidence: r.Evidence, CreatedAt: r.CreatedAt, ExpiresAt: r.ExpiresAt,
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
	change
	Expect expectation `json:"expect"`
}

func (s *server) approveResolution(r *request) (answer, error) {
	var q approval
	err := r.read(&q)
	if err == nil {
		err = q.Expect.check()
	}
	if err == nil {
		q.By, err = r.by(q.By)
	}
	if err != nil {
		return answer{}, err
	}
	id := r.PathValue("id")
	err = r.audit(audited{id, q.By, string(journal.AwaitingApproval), string(journal.ResolutionApproved)}, s.approve(r, id, q))
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
	if _, err := s.Money.Journal.DecideResolution(r.Context(), id, q.By, true); err != nil {
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
		_, err = s.Money.Journal.DecideResolution(r.Context(), id, why.By, false)
	}
	err = r.audit(audited{id, why.By, string(journal.AwaitingApproval), string(journal.ResolutionRejected)}, decisionError(err))
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
