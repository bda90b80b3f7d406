package sandbox

import (
	"cmp"
	"strings"
	"time"

	"canongate/adapters/internal/simulator"
)

// world is what the sandbox shows of itself.
func (s *sandbox) world() simulator.World {
	return simulator.World{
		Values: values(),
		Actions: []simulator.Action{
			{Name: "settle", Takes: []string{"payment_id"}, Note: "The payment has settled.", Do: s.settle},
			{Name: "return", Takes: []string{"payment_id", "code"}, Note: "The payment comes back, with R01 unless code names another.", Do: s.sendBack},
			{Name: "notice_of_change", Takes: []string{"payment_id", "code"}, Note: "The payment's bank reports a change of the account, with C01 unless code names another.", Do: s.notifyOfChange},
			{Name: "expire_otp", Takes: []string{"verification_id"}, Note: "The verification's time is over.", Do: s.expireOTP},
		},
		Files: []simulator.File{
			{Name: "returns.ach", ContentType: "text/plain; charset=us-ascii", Note: "Nacha: every return so far.", Write: s.returnsFile},
			{Name: "noc.ach", ContentType: "text/plain; charset=us-ascii", Note: "Nacha: every notification of change so far.", Write: s.changesFile},
			{Name: "history.csv", ContentType: "text/csv; charset=utf-8", Note: "Every payment that was executed, with its status.", Write: s.historyFile},
		},
	}
}

func (s *sandbox) settle(c simulator.Command) (simulator.Moved, *simulator.Refusal) {
	return s.move(c, "", func(e *executed, now time.Time) *simulator.Refusal {
		if e.status(now) != statusPending {
			return simulator.Conflict("the payment is " + e.status(now) + " already")
		}
		e.settles, e.returns = now, time.Time{}
		return nil
	})
}

func (s *sandbox) sendBack(c simulator.Command) (simulator.Moved, *simulator.Refusal) {
	code := cmp.Or(c.Code, "R01")
	if !returnCode.MatchString(code) {
		return simulator.Moved{}, simulator.Invalid("code", "must be R and two digits, such as R01")
	}
	return s.move(c, code, func(e *executed, now time.Time) *simulator.Refusal {
		if due(e.returns, now) {
			return simulator.Conflict("the payment was returned already")
		}
		if !due(e.settles, now) {
			e.settles = time.Time{}
		}
		e.returns, e.returned = now, code
		return nil
	})
}

// notifyOfChange implies that the entry was posted, and leaves its status alone.
func (s *sandbox) notifyOfChange(c simulator.Command) (simulator.Moved, *simulator.Refusal) {
	code := cmp.Or(c.Code, "C01")
	if !changeCode.MatchString(code) {
		return simulator.Moved{}, simulator.Invalid("code", "must be C and two digits, such as C01")
	}
	return s.move(c, code, func(e *executed, now time.Time) *simulator.Refusal {
		if due(e.changes, now) {
			return simulator.Conflict("the payment has drawn a notification of change already")
		}
		e.changes, e.change = now, code
		return nil
	})
}

// move changes the one payment that the command is about, for a reason with a code.
func (s *sandbox) move(
	c simulator.Command, code string, change func(*executed, time.Time) *simulator.Refusal,
) (moved simulator.Moved, refusal *simulator.Refusal) {
	reference, refusal := s.meant(c.Payment)
	if refusal != nil {
		return moved, refusal
	}
	refusal = noPayment
	s.payments.Update(reference, func(e executed, found bool) (executed, bool) {
		if !found {
			return e, false
		}
		now := s.now()
		if code != "" && e.cents() > maxCents {
			refusal = simulator.Conflict("the amount has no place in a file of Nacha's")
		} else {
			refusal = change(&e, now)
		}
		moved = simulator.Moved{Status: e.status(now), Code: code, TraceNumber: e.trace}
		return e, refusal == nil
	})
	return moved, refusal
}

var noPayment = simulator.NotFound("payment_id", "the sandbox has not executed this payment; it forgets all when it stops or is reset")

// meant is the reference of the payment that its sender describes. Where the answer
// was lost, the one payment with the same facts is meant.
func (s *sandbox) meant(p *simulator.Payment) (reference string, refusal *simulator.Refusal) {
	if p == nil {
		return "", simulator.Invalid("payment_id", "is required")
	}
	if _, known := s.payments.Get(p.Reference); known {
		return p.Reference, nil
	}
	for _, e := range s.payments.Values() {
		if !e.fits(p) {
			continue
		}
		if reference != "" {
			return "", simulator.Conflict("several payments are equal to this one, whose reference nobody knows")
		}
		reference = e.ReferenceID
	}
	if reference == "" {
		return "", noPayment
	}
	return reference, nil
}

func (e *executed) fits(p *simulator.Payment) bool {
	return e.Direction == p.Direction && amount(e.Amount).rat().Cmp(amount(p.Amount).rat()) == 0 &&
		strings.EqualFold(e.CustomerAccountID, p.Customer["customer_account_id"]) &&
		strings.EqualFold(e.LinkedBankID, p.Bank["linked_bank_id"])
}

func (s *sandbox) expireOTP(c simulator.Command) (simulator.Moved, *simulator.Refusal) {
	id := strings.ToLower(c.Verification["verification_request_id"])
	if id == "" {
		return simulator.Moved{}, simulator.Invalid("verification_id", "is required")
	}
	for _, k := range s.verifications.Keys() {
		if k.id == id {
			s.verifications.Update(k, func(v verification, found bool) (verification, bool) {
				v.expires = s.now()
				return v, found
			})
			return simulator.Moved{Status: "expired"}, nil
		}
	}
	return simulator.Moved{}, simulator.NotFound("verification_id", "the sandbox knows no such verification")
}
