package admin

import (
	"errors"
	"net/http"
	"slices"

	"canongate/canonical"
	"canongate/policies/journal"
)

// finding is what an operator found out about one payment.
type finding struct {
	reason
	Status   string `json:"status"`
	Evidence string `json:"evidence"`
}

func (r *request) finding(statuses ...string) (finding, error) {
	var f finding
	if err := r.read(&f); err != nil {
		return f, err
	}
	by, err := r.by(f.By)
	if err != nil {
		return f, err
	}
	f.By = by
	switch {
	case !slices.Contains(statuses, f.Status):
		return f, wrongValue("/status", f.Status, "must be settled, failed, returned or submitted; a correction takes settled, failed or returned")
	case len(f.Evidence) > maxReason:
		return f, invalid("/evidence", canonical.FieldInvalid, "must have at most 2000 bytes")
	}
	return f, checkReason(f.Reason)
}

// resolved is a payment that was just decided about, with how it got there.
type resolved struct {
	Payment
	History []PaymentStep `json:"history"`
}

// resolvePayment gives a payment the status that an operator found out. Where a
// second person is needed it answers 202 with the resolution that waits for one.
func (s *server) resolvePayment(r *request) (answer, error) {
	return s.decidePayment(r, journal.KindResolve, decidable)
}

// correctPayment undoes what was final. That always takes two people.
func (s *server) correctPayment(r *request) (answer, error) {
	return s.decidePayment(r, journal.KindCorrect, []string{canonical.PaymentSettled, canonical.PaymentReturned, canonical.PaymentFailed})
}

func (s *server) decidePayment(r *request, kind string, statuses []string) (answer, error) {
	f, err := r.finding(statuses...)
	if err != nil {
		return answer{}, err
	}
	id := r.PathValue("id")
	was, made, err := s.decideOne(r, kind, id, f)
	if err := r.audit(audited{id, f.By, was, f.Status}, err); err != nil {
		return answer{}, err
	}
	if made.State == journal.AwaitingApproval {
		return s.decided(r, made)
	}
	if shown, err := s.decided(r, made); err != nil {
		return shown, err
	}
	payment, err := s.payment(r, id)
	if err != nil {
		return answer{}, journalError(err, canonical.PaymentNotFound)
	}
	history, err := s.Payments.PaymentHistory(r.Context(), id, r.operator.Tenants)
	if err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusOK, body: resolved{adminPayment(payment), history}}, nil
}

// decideOne says what the payment was.
func (s *server) decideOne(r *request, kind, id string, f finding) (was string, made journal.Resolution, err error) {
	p, err := s.payment(r, id)
	if err != nil {
		if errors.Is(err, journal.ErrNotFound) {
			err = &canonical.Error{Code: canonical.PaymentNotFound, Message: "The journal holds no payment with this id that you see."}
			return "", made, err
		}
		return "", made, journalError(err, canonical.PaymentNotFound)
	}
	made, err = s.decide(r.Context(), journal.Resolution{
		Kind: kind, Status: journal.PaymentStatus(f.Status), Author: f.By, Reason: f.Reason, Evidence: f.Evidence, Total: p.Amount, Currency: p.Currency,
	}, []journal.ResolutionItem{itemOf(p, f.Status)})
	return string(p.Status), made, err
}
