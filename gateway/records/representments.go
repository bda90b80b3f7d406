package records

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"canongate/canonical"
	"canongate/gateway/ids"
	"canongate/policies/bankday"
	"canongate/policies/journal"
	"canongate/policies/reconcile"
)

const representsPointer = "/represents"

// MayRepresent says whether a payment may send a returned one again: by Nacha's rules,
// and not while an earlier attempt may still bring the money.
func (r Reader) MayRepresent(asked journal.Representment) error {
	if asked.Original == nil {
		return ids.Unknown(canonical.KindPayment, representsPointer)
	}
	var next, original canonical.Payment
	if json.Unmarshal(asked.Payment.Body, &next) != nil || json.Unmarshal(asked.Original.Body, &original) != nil {
		return errors.New("compare payments: a record is not a payment")
	}
	if why := r.notTheSame(asked.Payment.Tenant, &next, &original); why != "" {
		return notRepresentable(why)
	}
	return notRepresentable(whyNot(asked.Original, asked.Earlier, asked.At))
}

// notRepresentable is nil where there is no reason.
func notRepresentable(why string) error {
	var c canonical.Check
	if why != "" {
		c.Invalid(representsPointer, why)
	}
	return c.Err()
}

// notTheSame says in what a payment differs from the one that it is to send again.
func (r Reader) notTheSame(tenant string, next, original *canonical.Payment) string {
	same := func(kind canonical.Kind, one, other string) bool {
		was, _ := r.open(kind, tenant, one)
		is, _ := r.open(kind, tenant, other)
		return was != "" && was == is
	}
	const must = "must be a payment of the same "
	switch {
	case original.Represents.Sealed() != "":
		return "is itself one that was sent again: give the original, as its represents says"
	case next.Direction != original.Direction || next.Rail != original.Rail:
		return must + "direction and rail"
	case next.Amount.Currency != original.Amount.Currency || !next.Amount.Value.Equal(original.Amount.Value):
		return must + "amount"
	case !same(canonical.KindCustomer, next.CustomerID.Sealed(), original.CustomerID.Sealed()):
		return must + "customer"
	case !same(canonical.KindBankAccount, next.BankAccountID.Sealed(), original.BankAccountID.Sealed()):
		return must + "bank account"
	}
	return ""
}

// whyNot says why a payment may not be sent again; "" where it may.
func whyNot(original *journal.Payment, earlier []journal.Payment, now time.Time) string {
	if original.Status != journal.Returned {
		return "must be a payment that was returned; this one is " + string(original.Status)
	}
	allowed, underWay := representable(original, earlier, now)
	switch {
	case allowed.Until == "":
		return "was returned with " + original.ReturnCode + ": only what came back for want of funds (R01, R09) may be sent again"
	case allowed.AttemptsLeft == 0:
		return "was sent again as often as is allowed"
	case underWay:
		return "was sent again, and that payment has not come back for want of funds"
	case !allowed.Allowed:
		return "could be sent again until " + allowed.Until
	}
	return ""
}

// representable is what the rules allow, whatever the attempts before have come to;
// underWay says that one of them may still bring the money, or came back for another
// reason. What was never sent is no attempt.
func representable(original *journal.Payment, earlier []journal.Payment, now time.Time) (allowed reconcile.Representable, underWay bool) {
	attempts := 0
	for i := range earlier {
		switch e := &earlier[i]; e.Status {
		case journal.Failed, journal.Canceled:
		default:
			attempts++
			code, _ := reconcile.LookupCode(e.ReturnCode)
			underWay = underWay || e.Status != journal.Returned || code.Advice != reconcile.AdviceRepresent
		}
	}
	sentOn := bankday.Of(original.CreatedAt).Format(time.DateOnly)
	return reconcile.RepresentableOf(original.ReturnCode, sentOn, attempts, now), underWay
}

// addRepresentments adds to payments of a tenant by which others they were sent again,
// and whether they may be. kept are the same payments as the journal has them.
func (j Journal) addRepresentments(ctx context.Context, tenant string, payments []canonical.Payment, kept []journal.Payment, now time.Time) error {
	keys := make([]journal.PaymentKey, len(kept))
	for i := range kept {
		keys[i] = j.reader.originalKey(tenant, kept[i].ID)
	}
	found, err := j.journal.Represented(ctx, tenant, keys)
	if err != nil {
		return fmt.Errorf("read representments: %w", err)
	}
	for i, was := range kept {
		p, earlier := &payments[i], found[keys[i]]
		for _, e := range earlier {
			var id canonical.PaymentID
			id.Seal(e.ID)
			p.RepresentedBy = append(p.RepresentedBy, id)
		}
		if was.Status != journal.Returned || p.Represents.Sealed() != "" {
			continue
		}
		allowed, underWay := representable(&was, earlier, now)
		p.ACH.Representable = &canonical.Representable{
			Allowed: allowed.Allowed && !underWay, AttemptsLeft: allowed.AttemptsLeft, Until: canonical.Date(allowed.Until),
		}
	}
	return nil
}
