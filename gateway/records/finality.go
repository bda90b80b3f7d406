package records

import (
	"time"

	"canongate/canonical"
	"canongate/policies/bankday"
	"canongate/policies/journal"
	"canongate/policies/reconcile"
)

// addFacts adds what is known of a payment besides the vendor's answer: how it ended,
// and how long it may come back.
func addFacts(p *canonical.Payment, kept journal.Payment, now time.Time) {
	learn := func(member *string, known string) {
		if known != "" {
			*member = known
		}
	}
	learn((*string)(&p.ACH.SettledOn), kept.SettledOn)
	learn((*string)(&p.ACH.ReturnedOn), kept.ReturnedOn)
	learn(&p.ACH.ReturnCode, kept.ReturnCode)
	learn(&p.ACH.ChangeCode, kept.ChangeCode)
	learn(&p.ACH.SettlementBasis, kept.Basis)
	if code := p.ACH.ReturnCode; code != "" {
		p.ACH.ReturnClass, p.ACH.ISOReason = returnClass(code), reconcile.ISOReason(code)
		if known, ok := reconcile.LookupCode(code); ok && p.ACH.ReturnReason == "" {
			p.ACH.ReturnReason = known.Title
		}
	}
	if p.Rail == canonical.RailACH {
		p.ACH.ExpectedSettlementOn = expectedSettlement(*p, kept.CreatedAt)
		p.ACH.ReturnWindow, p.ACH.Final = finality(*p, now)
	}
}

// returnClass is the class of a return code; "" without one.
func returnClass(code string) string {
	if code == "" {
		return ""
	}
	return string(reconcile.ReturnClass(code))
}

// expectedSettlement is "" where the payment will not settle.
func expectedSettlement(p canonical.Payment, madeAt time.Time) canonical.Date {
	if p.Status == canonical.PaymentFailed || p.Status == canonical.PaymentCanceled {
		return ""
	}
	return canonical.Date(bankday.Settlement(madeAt, string(p.ACH.EffectiveDate)).Format(time.DateOnly))
}

// finality is until when a payment that settled may come back, and whether anything
// can.
func finality(p canonical.Payment, now time.Time) (*canonical.ReturnWindow, *bool) {
	final := false
	switch p.Status {
	case canonical.PaymentReturned, canonical.PaymentFailed, canonical.PaymentCanceled:
		final = true
		return nil, &final
	case canonical.PaymentSettled:
	default:
		return nil, &final
	}
	window, err := reconcile.ReturnWindowOf(string(p.ACH.SettledOn), p.ACH.SECCode, p.Direction)
	if err != nil {
		return nil, &final // nobody knows when it settled
	}
	final = window.Final(now)
	return &canonical.ReturnWindow{
		OrdinaryUntil: canonical.Date(window.OrdinaryUntil), UnauthorizedUntil: canonical.Date(window.UnauthorizedUntil),
	}, &final
}
