package admin

import (
	"errors"
	"fmt"
	"strconv"

	"canongate/canonical"
	"canongate/policies/journal"
)

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
