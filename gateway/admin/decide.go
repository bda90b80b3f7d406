package admin

import (
	"errors"

	"canongate/canonical"
	"canongate/policies/journal"
)

// corrections are the statuses that a correction may give.
var corrections = []string{canonical.PaymentSettled, canonical.PaymentReturned, canonical.PaymentFailed}

// correctPayment undoes what was final. That always takes two people.
func (s *server) correctPayment(r *request) (answer, error) {
	f, err := r.resolution(corrections)
	if err != nil {
		return answer{}, err
	}
	return s.askApproval(r, journal.KindCorrect, r.PathValue("id"), f)
}

// askApproval keeps what an operator found out about one payment until a second
// person agrees, and answers 202 with the resolution that waits for one.
func (s *server) askApproval(r *request, kind, id string, f Resolution) (answer, error) {
	was, made, err := s.decideOne(r, kind, id, f)
	if err := r.audit(audited{id, Change{f.By, f.Reason}, was, f.Status}, err); err != nil {
		return answer{}, err
	}
	return s.decided(r, made)
}

// decideOne says what the payment was.
func (s *server) decideOne(r *request, kind, id string, f Resolution) (was string, made journal.Resolution, err error) {
	p, err := s.payment(r, id)
	if errors.Is(err, journal.ErrNotFound) {
		return "", made, &canonical.Error{Code: canonical.PaymentNotFound, Message: "The journal holds no payment with this id."}
	}
	if err != nil {
		return "", made, journalError(err, canonical.PaymentNotFound)
	}
	made, err = s.decide(r.Context(), journal.Resolution{
		Kind: kind, Status: journal.PaymentStatus(f.Status), Author: f.By, Reason: f.Reason, Evidence: f.Evidence,
		Total: p.Amount, Currency: p.Currency,
	}, []journal.ResolutionItem{itemOf(p, f.Status)})
	return string(p.Status), made, err
}
